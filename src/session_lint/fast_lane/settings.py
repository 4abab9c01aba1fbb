"""What a config says, as the ordinary way has noted it down when it last read the same bytes.

A note is a file in the user's cache, not in the repository: four numbers below a line that names what wrote it, and
behind them the whole of the config that they were taken from, after the name of its file, since the same bytes mean
something else in a `pyproject.toml`. One that is torn, of another version, of another config, or not the user's alone
says nothing. `noting` writes them.
"""

import _imp
import os

from .. import __version__
from . import FILE, FLAGS, FOLDER, KIND, Doubt, told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Settings = tuple[float, float, bool, bool]

HEAD = f"session-lint {__version__} {told.DIGEST}\n".encode()
MOST = 1 << 20
_KEY = 0x7365737369  # any number, the same each time
_OTHERS = 0o022


def named(name: str, data: bytes) -> bytes:
    """Give a config as notes have it, from the name of its file and what is in it."""
    return name.encode() + b"\n" + data


def of(config: bytes, root: str, environment: "Mapping[str, str]") -> "Settings":
    """Give what a config, as `named` gives it, says. Raises Doubt where there is no good note, and OSError.

    That is after how many seconds a session in progress is stale, and a paused one; whether the rules on other sessions
    count, and those on history.
    """
    folder = place(root, environment)
    if folder is None:
        raise Doubt
    status = os.lstat(folder)
    if status.st_mode & KIND != FOLDER or status.st_mode & _OTHERS or status.st_uid != os.getuid():
        raise Doubt
    descriptor = os.open(f"{folder}/{name(config)}", FLAGS)
    try:
        status = os.fstat(descriptor)
        if status.st_mode & KIND != FILE or status.st_mode & _OTHERS or status.st_uid != os.getuid():
            raise Doubt
        data = os.read(descriptor, MOST + 200)
    finally:
        os.close(descriptor)
    return understood(data, config)


def understood(data: bytes, config: bytes) -> "Settings":
    """Give what a note says of this config. Raises Doubt."""
    head, numbers, rest = data[: len(HEAD)], *data[len(HEAD) :].partition(b"\n")[::2]
    words = numbers.split(b" ")
    if (
        head != HEAD
        or rest != config
        or len(words) != 4
        or not all(word.isdigit() and len(word) < 16 for word in words)
    ):
        raise Doubt
    return float(words[0]), float(words[1]), words[2] == b"1", words[3] == b"1"


def written(numbers: tuple[int, int, int, int], config: bytes) -> bytes:
    """Give a note on a config."""
    return HEAD + b" ".join([b"%d" % number for number in numbers]) + b"\n" + config


def place(root: str, environment: "Mapping[str, str]") -> str | None:
    """Give the folder for notes; None where there is none outside of the repository, or none is wanted."""
    cache = environment.get("XDG_CACHE_HOME") or f"{environment.get('HOME', '')}/.cache"
    if environment.get("SESSION_LINT_NO_CACHE") or cache[:1] != "/":
        return None
    # A repository brings no notes of its own, by whatever name.
    real = os.path.realpath(cache)
    return None if f"{real}/".startswith(f"{os.path.realpath(root)}/") else f"{real}/session-lint"


def name(config: bytes) -> str:
    """Give the name of the note on a config. That it is another one's shows in its content."""
    return f"{_imp.source_hash(_KEY, config).hex()}.note"

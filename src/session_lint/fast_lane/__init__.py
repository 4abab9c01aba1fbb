"""The fast lane: says of sessions that are certainly clean that they are, before anything else is imported.

Nearly every run ends with that one line, and loading the rest of the program takes ten times as long as the work. So
`answer` reads calls, configs and files of the plainest kind only; in any doubt it gives nothing, has done nothing, and
the ordinary way is taken. It can be taken out without any change but that of speed: see `docs/design/fast-lane.md`.

It imports nothing written in Python that a bare interpreter has not loaded. Its own modules are few and without
`from __future__ import annotations`, since each module costs a hundredth of a start.
"""

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE = 30.0
"""So many seconds git may take."""

CONFIGS = (".session-lint.toml", "session-lint.toml", "pyproject.toml")
LINK, FOLDER = 0o120000, 0o040000  # see inode(7)
KIND, FILE = 0o170000, 0o100000
_TABLE = b"session-lint"
_DAY = 86_400
_DEFAULT = (7.0 * _DAY, 30.0 * _DAY, True, True)
_REPOSITORY = ["--select", "SL405,SL6"]  # the hook `session-lint-repo`
_FORMATS = ("full", "concise", "grouped")  # which end with the same line, and say nothing else
FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_MAX_BYTES = 1 << 20  # unreadable-file


class Doubt(Exception):  # noqa: N818 -- no error: the ordinary way is taken
    """Something is not as plain as it would have to be."""


def answer(arguments: "Sequence[str]") -> str | None:
    """Give what a call prints if all that it is about is certainly clean, so that it ends with 0; None in any doubt."""
    try:
        if arguments[:1] == ["hook"]:
            from . import hook  # imported late: it needs little of the rest, and the rest none of it

            return hook.answer(arguments[1:])
        paths, few = _paths(arguments)
        count = judged(os.getcwd(), paths, now(os.environ), few=few)
    except Exception:  # noqa: BLE001 -- Doubt or worse: the ordinary way says what it is
        return None
    return f"All {count} session files are clean.\n" if count > 1 else "1 session file is clean.\n"


def judged(here: str, paths: "Sequence[str]", moment: float, *, few: bool = False, patience: float = PATIENCE) -> int:
    """Count the sessions among and below some paths, or in all of the repository, which are clean. Raises Doubt.

    Paths are as seen from the folder `here`. With `few` they are clean by the rules on the repository alone.
    """
    from . import folders  # imported late: a hook has mostly no session to judge

    root, is_git, settings = around(here)
    judge = folders.Judge(root, moment, settings[0], settings[1], peers=settings[2], few=few)
    try:
        if is_git and settings[3] and not few:
            from . import past  # imported late: only a repository has one

            judge.past = past.Past(root, patience)
        if paths:
            judge.named(here, paths)
        else:
            judge.below("", whole=True)
        return judge.ended()
    finally:
        if judge.past:
            judge.past.close()


def _paths(arguments: "Sequence[str]") -> "tuple[Sequence[str], bool]":
    """Give the paths of a call, and whether it is about the rules on the repository alone. Raises Doubt."""
    given = list(arguments)
    if given[:1] == ["check"]:
        del given[0]
    elif given and "/" not in given[0] and given[0][:2] != "--":  # perhaps the name of a command
        raise Doubt
    few = given == _REPOSITORY
    paths = [] if few else given
    if "--output-format" in paths:
        at = paths.index("--output-format")
        if paths[at + 1 : at + 2] == [] or paths[at + 1] not in _FORMATS:
            raise Doubt
        del paths[at : at + 2]
    if "--jobs" in paths:  # one process is enough here
        at = paths.index("--jobs")
        if paths[at + 1 : at + 2] not in (["1"], ["2"], ["auto"]):
            raise Doubt
        del paths[at : at + 2]
    paths = [one for one in paths if one != "--force-exclude"]
    for path in paths:
        if not path or path[0] == "-":
            raise Doubt
    if sys.stdout is None or sys.stdout.isatty():  # it may be told in colour
        raise Doubt
    return paths, few


def now(environment: "Mapping[str, str]") -> float:
    """Give the time in seconds since 1970, if no variable says something else that counts. Raises Doubt."""
    for name in environment:
        if name in ("FORCE_COLOR", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
            raise Doubt
        if name[:13] == "SESSION_LINT_" and name not in ("SESSION_LINT_NOW", "SESSION_LINT_NO_CACHE"):
            raise Doubt
    fixed = environment.get("SESSION_LINT_NOW")
    if not fixed:
        return time.time()
    from . import front  # imported late: see `judged`

    moment = front.instant(fixed)
    if moment is None:
        raise Doubt
    return moment


def around(here: str) -> tuple[str, bool, tuple[float, float, bool, bool]]:
    """Give the root, whether that is one of git, and what a config says. Raises Doubt.

    No config that is understood says which files are sessions.
    """
    folder, config = here, None
    while True:
        if config is None:
            for name in CONFIGS:
                place = f"{folder}/{name}"
                if kind(place):
                    data = read(place)
                    if name != CONFIGS[-1] or _has_table(data):
                        config = folder, name, data
                        break
        found = kind(f"{folder}/.git")
        if found or folder == "/":
            break
        folder = os.path.dirname(folder)
    if found == LINK:
        raise Doubt
    root = folder if found else config[0] if config else here
    if config is None:
        return root, bool(found), _DEFAULT
    from . import settings as noted  # imported late: few repositories have a config

    return root, bool(found), noted.of(noted.named(config[1], config[2]), root, os.environ)


def _has_table(data: bytes) -> bool:
    """Whether a `pyproject.toml` may have a table of ours: what else names us is no line that begins with a bracket."""
    if _TABLE not in data:
        return False
    return any(line.lstrip(b" \t")[:1] == b"[" and _TABLE in line for line in data.replace(b"\r", b"\n").split(b"\n"))


def kind(place: str) -> int:
    """Give the kind of what is there, a link's own; 0 for nothing."""
    try:
        return os.lstat(place).st_mode & KIND
    except FileNotFoundError:
        return 0


def read(place: str, limit: int = _MAX_BYTES) -> bytes:
    """Read a regular file of moderate size, and none that a link leads to. Raises Doubt for any other, and OSError."""
    descriptor = os.open(place, FLAGS)
    try:
        status = os.fstat(descriptor)
        size = status.st_size
        if status.st_mode & KIND != FILE or size > limit:
            raise Doubt
        data = os.read(descriptor, size + 1)
    finally:
        os.close(descriptor)
    if len(data) != size:
        raise Doubt
    return data

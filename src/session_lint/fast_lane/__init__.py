"""The fast lane: says of sessions that are certainly clean that they are, before anything else is imported.

Nearly every run ends with that one line, and loading the rest of the program takes ten times as long as the work. So
`answer` reads calls, configs and files of the plainest kind only; in any doubt it gives nothing, has done nothing, and
the ordinary way is taken. It can be taken out without any change but that of speed: see `docs/design/fast-lane.md`.

It imports nothing that a bare interpreter has not loaded, or has built in. Its own modules are few and without
`from __future__ import annotations`, since each module costs a hundredth of a start.
"""

import os
import sys
import time

from . import folders, front
from .folders import Doubt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CONFIGS = (".session-lint.toml", "session-lint.toml", "pyproject.toml")
_TABLE = b"session-lint"
_DAY = 86_400
_DEFAULT = (7.0 * _DAY, 30.0 * _DAY, True, True)
_REPOSITORY = ["--select", "SL405,SL6"]  # the hook `session-lint-repo`
_FORMATS = ("full", "concise", "grouped")  # which end with the same line, and say nothing else


def answer(arguments: "Sequence[str]") -> str | None:
    """Give what a call prints if all that it is about is certainly clean, so that it ends with 0; None in any doubt."""
    try:
        count = _count(arguments)
    except Exception:  # noqa: BLE001 -- Doubt or worse: the ordinary way says what it is
        return None
    return f"All {count} session files are clean.\n" if count > 1 else "1 session file is clean.\n"


def _count(arguments: "Sequence[str]") -> int:
    """Count the sessions of a call, which are clean. Raises Doubt."""
    paths, few = _paths(arguments)
    now = _now(os.environ)
    here = os.getcwd()
    root, is_git, settings = _around(here)
    judge = folders.Judge(root, now, settings[0], settings[1], peers=settings[2], few=few)
    try:
        if is_git and settings[3] and not few:
            from . import past  # imported late: only a repository has one

            judge.past = past.Past(root)
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
    paths = [] if few else [one for one in given if one != "--force-exclude"]
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
    for path in paths:
        if not path or path[0] == "-":
            raise Doubt
    if sys.stdout is None or sys.stdout.isatty():  # it may be told in colour
        raise Doubt
    return paths, few


def _now(environment: "Mapping[str, str]") -> float:
    """Give the time in seconds since 1970, if no variable says something else that counts. Raises Doubt."""
    for name in environment:
        if name in ("FORCE_COLOR", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
            raise Doubt
        if name[:13] == "SESSION_LINT_" and name not in ("SESSION_LINT_NOW", "SESSION_LINT_NO_CACHE"):
            raise Doubt
    fixed = environment.get("SESSION_LINT_NOW")
    now = front.instant(fixed) if fixed else time.time()
    if now is None:
        raise Doubt
    return now


def _around(here: str) -> tuple[str, bool, tuple[float, float, bool, bool]]:
    """Give the root, whether that is one of git, and what a config says. Raises Doubt."""
    folder, config = here, None
    while True:
        if config is None:
            for name in _CONFIGS:
                place = f"{folder}/{name}"
                if folders.kind(place):
                    data = folders.read(place)
                    if name != _CONFIGS[-1] or _has_table(data):
                        config = folder, data
                        break
        kind = folders.kind(f"{folder}/.git")
        if kind or folder == "/":
            break
        folder = os.path.dirname(folder)
    if kind == folders.LINK:
        raise Doubt
    root = folder if kind else config[0] if config else here
    if config is None:
        return root, bool(kind), _DEFAULT
    from . import settings as noted  # imported late: few repositories have a config

    return root, bool(kind), noted.of(config[1], root, os.environ)


def _has_table(data: bytes) -> bool:
    """Whether a `pyproject.toml` may have a table of ours: what else names us is no line that begins with a bracket."""
    if _TABLE not in data:
        return False
    return any(line.lstrip(b" \t")[:1] == b"[" and _TABLE in line for line in data.replace(b"\r", b"\n").split(b"\n"))

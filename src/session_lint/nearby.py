"""Whether there can be sessions around a folder, by a few plain looks at the disk.

An agent's hook asks this each time that the agent does something, in every repository. So it is answered without the
config and without a walk through the whole repository: there are sessions where folders of the default kind are found
at the folder, above it, or a little way below the root; or where a config says what other files are sessions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from . import peek, places

SESSIONS = "sessions"
"""The folder with sessions, in one that is called `.agents`."""

_CONFIGS = (".session-lint.toml", "session-lint.toml", "pyproject.toml")  # `files` has them, and is slow to load
_OURS = b"session-lint"
_OTHER_FILES = (b"files", b"extend")
_MAX_CONFIG_BYTES = 1 << 20
_DEPTH = 3
_MOST = 400


class Nearby(NamedTuple):
    """Where there may be sessions: folders below the root, absolute; or other files, as a config may say."""

    root: str
    folders: tuple[str, ...]
    elsewhere: bool

    def __bool__(self) -> bool:
        """Whether there is any place to look at."""
        return bool(self.folders) or self.elsewhere


def look(start: str) -> Nearby:
    """Look around a folder: up to the root, and as far below it as a package of a monorepo may lie."""
    top = places.root_of(start)
    # Without git it is not known where to stop: a folder in somebody's home is no reason to speak in all that is below.
    above = [folder for folder in places.upwards(start) if top is not None and places.below(top, folder) is not None]
    root = top or places.resolved(start)
    found = [folder for one in (above or [root]) if os.path.isdir(folder := _sessions(one))]
    found += (folder for folder in _below(root) if folder not in found)
    return Nearby(root, tuple(found), any(map(_names_other_files, above or [root])))


def may_be_session(path: str) -> bool:
    """Whether a file, by its absolute path, lies in a folder with sessions, or a config may take it for one."""
    folder = os.path.dirname(path)
    if os.path.basename(folder) == SESSIONS and os.path.basename(os.path.dirname(folder)) == places.AGENTS:
        return True
    top = places.root_of(folder)
    above = (one for one in places.upwards(folder) if top is not None and places.below(top, one) is not None)
    return any(map(_names_other_files, above))


def _sessions(folder: str) -> str:
    return os.path.join(folder, places.AGENTS, SESSIONS)


def _below(root: str) -> Iterator[str]:
    """Yield the folders with sessions a little way below the root; another repository's are its own affair."""
    level, seen = [root], 0
    for _ in range(_DEPTH):
        deeper: list[str] = []
        for folder in level:
            seen += 1
            if seen > _MOST:
                return
            try:
                with os.scandir(folder) as entries:
                    inside = [one.path for one in entries if one.name[0] != "." and _is_entered(one)]
            except OSError:
                continue
            for path in sorted(inside):
                if os.path.isdir(_sessions(path)):
                    yield _sessions(path)
            deeper += inside
        level = deeper


def _is_entered(entry: os.DirEntry[str]) -> bool:
    skipped = entry.name in ("node_modules", "__pycache__", "venv", "site-packages")
    return not skipped and entry.is_dir(follow_symlinks=False) and not os.path.lexists(f"{entry.path}/.git")


def _names_other_files(folder: str) -> bool:
    """Whether a folder has a config that may say which files are sessions."""
    for name in _CONFIGS:
        data = peek.first(os.path.join(folder, name), _MAX_CONFIG_BYTES)
        if data and (name != "pyproject.toml" or _OURS in data):
            return any(word in data for word in _OTHER_FILES)
    return False

"""What git says of the past of open sessions: asked once for each state of the repository, not at each keystroke."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from .. import facts, files
from ..history import Against, Past
from ..reader import Reader
from ..session import Session
from ..values import dataclass, field, replace

_CHUNK = 1 << 16

Stamp = tuple[tuple[int, int, int] | None, ...]


@dataclass
class Bases:
    """The past of the sessions of one repository, by the state in which git was when it was asked."""

    root: str
    known: dict[str, tuple[Stamp, Past]] = field(default_factory=dict)

    def past(self, reader: Reader, sessions: Iterable[Session]) -> Past:
        """Give the past of these sessions, as `facts.past_of` does. Raises Failure."""
        given = tuple(sessions)
        stamp = state(self.root)
        if stamp is None:
            paths = tuple(one.path for one in given)
            return facts.past_of(reader, paths, facts.compared(reader, given), Against(), whole=False)
        self.known = {path: one for path, one in self.known.items() if one[0] == stamp}
        texts = {one.path: one.text.encode("utf-8", "surrogatepass") for one in given if one.readable}
        for path in texts.keys() - self.known.keys():
            self.known[path] = (stamp, self._asked(reader, path))
        return _together([_compared(self.known[path][1], path, data) for path, data in texts.items()])

    def _asked(self, reader: Reader, path: str) -> Past:
        """Have git say all that it knows of a file, as it does of one that has changed."""

        def compare(_: object) -> Mapping[str, bool]:
            return {} if reader.source.is_link(path) else {path: False}

        return facts.past_of(reader, (path,), compare, Against(), whole=False)


def _compared(past: Past, path: str, data: bytes) -> Past:
    """Give the past of a file that has this text."""
    if path not in past.renamed and past.changed.get(path) in (data, data.replace(b"\r\n", b"\n")):
        return replace(past, changed={}, same=frozenset((path,)))
    return past


def _together(pasts: Iterable[Past]) -> Past:
    changed: dict[str, bytes] = {}
    renamed: dict[str, str] = {}
    same: set[str] = set()
    notes: dict[str, None] = {}
    for one in pasts:
        changed |= one.changed
        renamed |= one.renamed
        same |= one.same
        notes |= dict.fromkeys(one.notes)
    return Past(changed, frozenset(same), renamed, notes=tuple(notes))


def state(root: str) -> Stamp | None:
    """Give what differs when HEAD, its branch or the index do; None where that cannot be told.

    See gitrepository-layout(5): `.git` is a file in worktrees and submodules, whose branches are in `commondir`.
    """
    if not os.path.lexists(os.path.join(root, ".git")):
        return ()
    link = _words(root, ".git")
    folder = os.path.join(root, link.removeprefix("gitdir: ") if link else ".git")
    head = _words(folder, "HEAD")
    if not head:
        return None
    common = os.path.join(folder, _words(folder, "commondir"))
    branch = head.removeprefix("ref: ") if head.startswith("ref: ") else "HEAD"
    names = ("packed-refs", "reftable/tables.list", branch)
    places = (os.path.join(root, ".git"), *(os.path.join(folder, name) for name in ("HEAD", "index")))
    return tuple(map(stamp, (*places, *(os.path.join(common, name) for name in names))))


def stamp(path: str) -> tuple[int, int, int] | None:
    """Give what differs when a file does; None for one that is not there."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _words(folder: str, name: str) -> str:
    content = files.read(folder, name, _CHUNK)
    return os.fsdecode(content.data).rstrip("\r\n")

"""The first look at the files of a run: what rules must know of all of them before any one is judged."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Self

from . import peers
from .peers import Peer
from .reader import Reader
from .session import Session
from .surroundings import Surroundings
from .values import dataclass, replace
from .workers import Crew
from .workers.chunks import Chunk


class Depth(Enum):
    """How closely a file is looked at: its bytes, what it may have in common with others, or all of a session."""

    BYTES = 1
    MARKS = 2
    SESSION = 3


FEW = 400
"""So many sessions are kept in memory from the first look on; each takes some 40 KB with all that is read of it."""


@dataclass(frozen=True)
class Seen:
    """A file at first sight. `readable` says that it is text, `gone` that it is not there any more.

    `peer` is what other sessions may ask of it, if it was read for that; else `marks` are what it may have in common
    with others, see `peers.marks`. `same` says whether it is what it was in the base; None where that makes no sense:
    for what cannot be read, and for what is a link now and shows another session, which is no change of this one.
    """

    path: str
    readable: bool
    gone: bool = False
    peer: Peer | None = None
    marks: tuple[str, ...] = ()
    same: bool | None = None


@dataclass(frozen=True)
class Survey:
    """Looks at files, as closely as `depth` says. `base` are the ids of what they were, by path, as git has them.

    The sessions that were read go into `kept`, if there is such a place: few files need not be read twice.
    """

    reader: Reader
    base: Mapping[str, str] | None = None
    depth: Depth = Depth.SESSION
    kept: dict[str, Session] | None = None

    def __call__(self, chunk: Chunk) -> tuple[Seen, ...]:
        """Look at some files."""
        here = replace(self, reader=replace(self.reader, files=chunk.handed, unsaved={})) if chunk.handed else self
        return tuple(map(here.look, chunk.paths))

    def look(self, path: str) -> Seen:
        """Look at one file."""
        if self.depth is Depth.BYTES:
            data = self.reader.bytes(path)
            return Seen(path, data is not None, same=self._same(path, data))
        if self.depth is Depth.MARKS and (text := self.reader.text(path)) is not None:
            found = peers.marks(text, self.reader.config.at(path).profile)
            if found is not None:
                return Seen(path, readable=True, marks=found, same=self._same(path, text.encode()))
        read = self.reader.session(path)
        if read.problems and self.reader.is_gone(path):
            return Seen(path, readable=False, gone=True)
        if self.kept is not None:
            self.kept[path] = read
        data = read.text.encode("utf-8", "surrogatepass") if read.readable else None
        return Seen(path, read.readable, peer=Peer.of(read), same=self._same(path, data))

    def _same(self, path: str, data: bytes | None) -> bool | None:
        if data is None or self.base is None or self.reader.source.is_link(path):
            return None
        from .git.blob import is_blob  # imported late: slow to load

        return path in self.base and is_blob(data, self.base[path])

    def portable(self) -> Self:
        """Give the survey without the files, which are handed over."""
        return replace(self, reader=Reader(self.reader.root, self.reader.config), kept=None)


class Look:
    """What is seen of the files of a run, once it is asked for. Raises Failure.

    Few files are read as sessions in any case and `kept`, so that none is read twice. Of many only those are that may
    have an issue or a branch in common with others, unless all is handed over and nothing can be read any more.
    """

    def __init__(self, reader: Reader, paths: tuple[str, ...], crew: Crew, *, reads: bool = True) -> None:
        self.reader = reader
        self.paths = paths
        self.crew = crew
        self.reads = reads
        self.kept: dict[str, Session] = {}
        self._seen: tuple[Seen, ...] | None = None

    @property
    def _depth(self) -> Depth:
        if not self.reads:
            return Depth.BYTES
        return Depth.SESSION if self.few or self.crew.hands_over(len(self.paths)) else Depth.MARKS

    @property
    def few(self) -> bool:
        """Whether there are so few that they need not be let go."""
        return len(self.paths) <= FEW and not self.crew.is_used(len(self.paths))

    def at(self, base: Mapping[str, str] | None = None) -> tuple[Seen, ...]:
        """Look at the files, with what they were in the base; only the first time."""
        if self._seen is None:
            kept = self.kept if self.few and self.reads else None
            self._seen = self._surveyed(Survey(self.reader, base, self._depth, kept), self.paths)
        return self._seen

    def peers(self) -> Mapping[str, Peer | None]:
        """Give the sessions in a few words, by path; None for those of which none is needed but what the name says."""
        there = [one for one in self.at() if not one.gone]
        found = {one.path: one.peer for one in there}
        if close := self._close(there):
            found |= {one.path: one.peer for one in self._surveyed(Survey(self.reader), close) if one.peer}
        return found

    def _close(self, seen: Sequence[Seen]) -> tuple[str, ...]:
        """Give those that have to be read after all: others have a mark of theirs, or their folder holds more."""
        folders: dict[str, set[str]] = {}
        for one in seen:
            folders.setdefault(os.path.dirname(one.path), set()).add(one.path)
        around = Surroundings(self.reader)
        partly = {folder for folder, known in folders.items() if around.has_others(folder, known)}
        marks = Counter(mark for one in seen for mark in (one.marks if one.peer is None else one.peer.marks))
        return tuple(
            one.path
            for one in seen
            if one.peer is None and (os.path.dirname(one.path) in partly or any(marks[mark] > 1 for mark in one.marks))
        )

    def _surveyed(self, survey: Survey, paths: tuple[str, ...]) -> tuple[Seen, ...]:
        return tuple(one for some, _ in self.crew.run(survey, paths, self._chunk) for one in some)

    def compare(self, base: Mapping[str, str]) -> Mapping[str, bool]:
        """Say which of the files are what they were in the base; see `git.Compare`."""
        return {one.path: one.same for one in self.at(base) if one.same is not None}

    @property
    def gone(self) -> tuple[str, ...]:
        """Those that were not there any more, as far as anybody has looked."""
        return tuple(one.path for one in self._seen or () if one.gone)

    @property
    def there(self) -> tuple[str, ...]:
        """Those that were there, or at which nobody has looked."""
        return self.paths if self._seen is None else tuple(one.path for one in self._seen if not one.gone)

    def _chunk(self, paths: tuple[str, ...], handed: bool) -> Chunk:
        return Chunk(paths, handed=self.reader.handed(paths) if handed else None)

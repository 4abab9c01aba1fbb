"""The first look at the files of a run: what rules must know of all of them before any one is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from .peers import Peer
from .reader import Reader
from .session import Session
from .values import dataclass, replace
from .workers import Crew
from .workers.chunks import Chunk

FEW = 400
"""So many sessions are kept in memory from the first look on; each takes some 40 KB with all that is read of it."""


@dataclass(frozen=True)
class Seen:
    """A file at first sight. `readable` says that it is text, `gone` that it is not there any more.

    `peer` is what other sessions may ask of it, if somebody does. `same` says whether it is what it was in the base;
    None where that makes no sense: for what cannot be read, and for what is a link now and shows another session, which
    is no change of this one.
    """

    path: str
    readable: bool
    gone: bool = False
    peer: Peer | None = None
    same: bool | None = None


@dataclass(frozen=True)
class Survey:
    """Looks at files, and parses them if it `reads`. `base` are the ids of what they were, by path, as git has them.

    The sessions that were read go into `kept`, if there is such a place: few files need not be read twice.
    """

    reader: Reader
    base: Mapping[str, str] | None = None
    reads: bool = True
    kept: dict[str, Session] | None = None

    def __call__(self, chunk: Chunk) -> tuple[Seen, ...]:
        """Look at some files."""
        here = replace(self, reader=replace(self.reader, files=chunk.handed, unsaved={})) if chunk.handed else self
        return tuple(map(here.look, chunk.paths))

    def look(self, path: str) -> Seen:
        """Look at one file."""
        if not self.reads:
            data = self.reader.bytes(path)
            return Seen(path, data is not None, same=self._same(path, data))
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

    Few files are parsed in any case and `kept`, so that none is parsed twice.
    """

    def __init__(self, reader: Reader, paths: tuple[str, ...], crew: Crew, *, reads: bool = True) -> None:
        self.reader = reader
        self.paths = paths
        self.crew = crew
        self.reads = reads
        self.kept: dict[str, Session] = {}
        self._seen: tuple[Seen, ...] | None = None

    @property
    def few(self) -> bool:
        """Whether there are so few that they need not be let go."""
        return len(self.paths) <= FEW and not self.crew.is_used(len(self.paths))

    def at(self, base: Mapping[str, str] | None = None) -> tuple[Seen, ...]:
        """Look at the files, with what they were in the base; only the first time."""
        if self._seen is None:
            survey = Survey(self.reader, base, self.reads, self.kept if self.few and self.reads else None)
            done = self.crew.run(survey, self.paths, self._chunk)
            self._seen = tuple(one for some, _ in done for one in some)
        return self._seen

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

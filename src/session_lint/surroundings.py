"""What is on the disk around the sessions that are judged: the others in their folders, and what refers to them."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from . import globs
from .history import Past
from .peers import Peer, Peers
from .reader import Reader
from .regex import regex
from .session_paths import above
from .tree import Tree
from .values import dataclass

_WORDS = regex(r"[A-Za-z0-9-]+")


class _Known(Mapping[str, Peer]):
    """Sessions in a few words, by path: those of a run, and others that are read when they are asked for."""

    def __init__(self, judged: Mapping[str, Peer | None], others: Iterable[str], reader: Reader) -> None:
        self.reader = reader
        self.peers: dict[str, Peer | None] = dict.fromkeys(others) | dict(judged)

    def __getitem__(self, path: str) -> Peer:
        peer = self.peers[path]
        if peer is None:
            peer = self.peers[path] = Peer.of(self.reader.session(path))
        return peer

    def __contains__(self, path: object) -> bool:
        return path in self.peers

    def __iter__(self) -> Iterator[str]:
        return iter(self.peers)

    def __len__(self) -> int:
        return len(self.peers)


@dataclass(frozen=True)
class Surroundings:
    """Looks around in a repository."""

    reader: Reader

    def peers(self, sessions: Iterable[Peer]) -> Mapping[str, Peers]:
        """Give the sessions of each folder that holds one of these, in one order however they are named."""
        by_folder: dict[str, list[Peer]] = {}
        for one in sessions:
            by_folder.setdefault(os.path.dirname(one.path), []).append(one)
        return {folder: self._together(folder, given) for folder, given in by_folder.items()}

    def has_others(self, folder: str, given: Container[str]) -> bool:
        """Whether there are sessions in a folder besides the given ones."""
        names = (path for path in self.reader.source.names(folder) if path not in given)
        return any(map(self.reader.config.is_session, names))

    def _together(self, folder: str, given: Sequence[Peer]) -> Peers:
        peers = (*given, *self._others(folder, given))
        return Peers(tuple(sorted(peers, key=lambda peer: peer.path)))

    def _others(self, folder: str, given: Sequence[Peer]) -> Iterator[Peer]:
        """Give the sessions of a folder that are not given.

        Only those are read as sessions that have an issue or a branch of the given ones in their bytes: most commits
        name one file of hundreds.
        """
        known = {one.path for one in given}
        own = [peer for peer in given if peer.is_open]
        wanted = [word.encode("utf-8", "surrogatepass") for peer in own for word in (peer.issue, peer.branch) if word]
        for path in sorted(self.reader.source.names(folder)):
            if path in known or not self.reader.config.is_session(path):
                continue
            data = (self.reader.bytes(path) or b"") if wanted else b""
            if any(word in data for word in wanted):
                yield Peer.of(self.reader.session(path))
            else:
                yield Peer.named(path, self.reader.config.at(path).profile)

    def tree(
        self, sessions: Mapping[str, Peer | None], others: Sequence[str], agents: Sequence[str], past: Past
    ) -> Tree:
        """Give what is in `.agents` folders, and in the folders in which sessions are or were.

        `others` are the paths of sessions that are not judged. They are read only when a rule asks for them, and so are
        those that are judged of which nothing is known yet.
        """
        known = _Known(sessions, others, self.reader)
        gone = (path for path in (*past.moved, *past.deleted) if self.reader.config.is_session(path))
        folders = {os.path.dirname(path) for path in (*known, *gone) if not os.path.isabs(path)}
        folders |= {os.path.join(folder, "sessions") for folder in agents}
        found = {path for folder in (*agents, *folders) for path in self.reader.source.below(folder)}
        return Tree(
            tuple(sorted(folders)), frozenset(found | known.keys() | past.unseen), known, past.moved, past.deleted
        )

    def referring(self, paths: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
        """Give those of these files that may name one of the files that are gone."""
        # The longest part of a name that is written the same in a link, in YAML and in running text.
        words = [max(_WORDS.findall(posixpath.basename(path)), key=len, default="").encode() for path in gone]
        return tuple(path for path in paths if any(word in (self.reader.bytes(path) or b"") for word in words))

    def documents(self, tree: Tree, agents: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
        """Give the texts besides the sessions that rules look at.

        Those are the files in `.agents` folders and those that fit the globs `references`, which may refer to a
        session; and of each folder below a sessions folder the first one, which stands for it.
        """

        def is_wanted(path: str) -> bool:
            return any(globs.matches(glob, path) for glob in references)

        def is_one(path: str) -> bool:
            if path in tree.sessions or path == known or self.reader.config.is_left_out(path):
                return False
            return tree.home(path) is None or path in tree.beside(path)[:1]

        baseline = self.reader.config.baseline
        known = baseline.path if baseline else None  # it names sessions, and refers to none
        roots = frozenset(agents)
        inside = {path for path in tree.files if not roots.isdisjoint(above(path))}
        left_out = self.reader.config.is_left_out
        more = self.reader.source.find((), is_wanted, left_out, left_out).paths if references else ()
        return tuple(path for path in sorted(inside.union(more)) if is_one(path))

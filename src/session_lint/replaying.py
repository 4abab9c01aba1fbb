"""Judges each commit of the past as a hook would have: what turning a rule on would have meant for this team.

Each version of a session is judged with the clock of its commit, against the version before it, and beside the sessions
that were there then. Rules that look at the whole tree are left out: what lay around is not read again.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from . import engine, history, session
from .config import Config
from .diagnostic import Diagnostic
from .facts import World, needs_of
from .git.log import Commit, Version
from .peers import Peer, Peers
from .rule import Base, Facts, Needs
from .session import Session
from .values import dataclass, field

_AT_ONCE = 200  # commits whose texts are held at a time

Texts = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Gives contents by id, as far as they are to be had."""


@dataclass(frozen=True)
class Tally:
    """What one rule would have meant. `stopped` counts commits, `alone` those that no other rule would have stopped.

    `found` counts commits with any finding of the rule, however mild; `last` is the newest of them with a path.
    """

    stopped: int = 0
    alone: int = 0
    found: int = 0
    last: tuple[str, str] | None = None


@dataclass(frozen=True)
class Replay:
    """The commits that changed sessions, how many of them would have been stopped, and the rules by code."""

    commits: int
    stopped: int
    first: datetime | None
    last: datetime | None
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    unread: int = 0


def replay(
    config: Config,
    commits: Sequence[Commit],
    texts: Texts,
    counts: Callable[[Commit], bool],
    progress: Callable[[int, int], None] | None = None,
) -> Replay:
    """Judge the commits, parents first. `counts` says which are told of; the others are only lived through."""
    run = _Run(config)
    for at in range(0, len(commits), _AT_ONCE):
        some = commits[at : at + _AT_ONCE]
        blobs = {version.blob for commit in some for pair in commit.changes for version in pair if version}
        run.texts = texts(sorted(blobs))
        for number, commit in enumerate(some, at):
            if progress:
                progress(number, len(commits))
            run.take(commit, counted=counts(commit) and not commit.is_merge)
    if progress:
        progress(len(commits), len(commits))
    return run.outcome()


class _Run:
    """Walks through the commits and keeps what each of them left behind."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.texts: Mapping[str, bytes] = {}
        self.peers: dict[str, Mapping[str, Peer]] = {}  # by commit: the sessions that it has, by path
        self.judged: list[Commit] = []
        self.stopped: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.last: dict[str, tuple[str, str]] = {}
        self.stopped_commits = 0
        self.unread = 0

    def take(self, commit: Commit, *, counted: bool) -> None:
        """Take one commit: what it leaves, and what the rules would have said of it."""
        there = dict(self.peers.get(commit.parents[0], {})) if commit.parents else {}
        changed: list[tuple[Version | None, Session]] = []
        for before, after in commit.changes:
            if before:
                there.pop(before.path, None)
            if after and self.config.is_session(after.path):
                read = self.read(after)
                if read is None:
                    self.unread += 1
                    continue
                there[after.path] = Peer.of(read)
                changed.append((before, read))
        self.peers[commit.id] = there
        if counted and changed:
            self.tell(commit, [one for before, now in changed for one in self.judge(commit, before, now, there)])

    def read(self, version: Version, path: str | None = None) -> Session | None:
        """Read a version; None when its text is not to be had."""
        data = self.texts.get(version.blob)
        if data is None:
            return None
        text, problems = session.decode(data)
        path = path or version.path
        return session.read(path, text, self.config.at(path).profile, problems)

    def judge(
        self, commit: Commit, before: Version | None, now: Session, there: Mapping[str, Peer]
    ) -> Iterator[Diagnostic]:
        """Yield what the rules say of a version."""
        folder = os.path.dirname(now.path)
        peers = Peers(tuple(peer for path, peer in there.items() if os.path.dirname(path) == folder))
        facts = Facts(commit.time, self.base(commit, before, now), peers)
        rules = tuple(on for on in self.config.rules_for(now.path) if Needs.TREE not in needs_of(on))
        yield from engine.check(now, rules, facts, known=self.config.rules).diagnostics

    def base(self, commit: Commit, before: Version | None, now: Session) -> Base | None:
        """Give what the session was before the commit."""
        old = self.read(before, now.path) if before else None
        if before is None or old is None or not (old.readable and now.readable) or old.text == now.text:
            return None
        if before.path != now.path and not history.is_same(old, before.path, now):
            return None
        return history.base_of(old, now, World(self.config, commit.time).mended)

    def tell(self, commit: Commit, diagnostics: Sequence[Diagnostic]) -> None:
        """Count what was said of a commit."""
        self.judged.append(commit)
        grave = {one.code for one in diagnostics if one.severity.rank <= self.config.fail_on.rank}
        self.stopped.update(grave)
        self.stopped_commits += bool(grave)
        if len(grave) == 1:
            self.alone.update(grave)
        for one in diagnostics:
            self.last[one.code] = (commit.id, one.path)
        self.found.update({one.code for one in diagnostics})

    def outcome(self) -> Replay:
        """Give what came of it."""
        tallies = {
            code: Tally(self.stopped[code], self.alone[code], count, self.last[code])
            for code, count in sorted(self.found.items())
        }
        times = [commit.time for commit in self.judged]
        first, last = min(times, default=None), max(times, default=None)
        return Replay(len(self.judged), self.stopped_commits, first, last, tallies, self.unread)

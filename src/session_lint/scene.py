"""What is judged in a run, what is known of the world around it, and what the rules say of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from . import engine, facts
from .config import ActiveRule
from .facts import World
from .files import Found
from .history import Against, Past
from .proof import Examined
from .reader import Reader
from .report.model import Skipped
from .session import Session
from .surroundings import Surroundings
from .tree import Tree
from .values import dataclass, replace

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


@dataclass(frozen=True)
class Judged:
    """A judged file. `truncated` says that it has more diagnostics than these, `document` that it is no session."""

    examined: Examined
    truncated: bool
    document: bool = False


@dataclass(frozen=True)
class Scene:
    """The sessions of a run, and the other texts that some rules look at (`documents`, by path).

    `bystanders` are those of the documents that have not changed where only changes are judged: of them only what is
    wrong since the change counts. Without `ignores` no ignore comment silences anything.
    """

    reader: Reader
    sessions: tuple[Session, ...]
    documents: Mapping[str, Session]
    skipped: tuple[Skipped, ...]
    world: World
    bystanders: frozenset[str] = frozenset()
    ignores: bool = True
    progress: Progress | None = None

    def judged(self) -> Iterator[Judged]:
        """Judge each file, the sessions first."""
        files = (*self.sessions, *self.documents.values())
        for number, read in enumerate(files):
            if self.progress:
                self.progress(number, len(files))
            yield self.judge(read, read.path, self.world)
        if self.progress:
            self.progress(len(files), len(files))

    def judge(self, read: Session, origin: str, world: World, limit: int = engine.MAX_DIAGNOSTICS) -> Judged:
        """Judge one file; `origin` is its path on the disk."""
        rules, known = self.rules_for(read.path, origin), self.reader.config.rules
        found = engine.check(read, rules, world.of(read, origin), known=known, ignores=self.ignores, limit=limit)
        if found.diagnostics and origin in self.bystanders:
            before = engine.check(read, rules, world.before().of(read, origin), known=known, ignores=self.ignores)
            known_before = {(one.code, one.span) for one in before.diagnostics}
            new = (one for one in found.diagnostics if (one.code, one.span) not in known_before)
            found = replace(found, diagnostics=tuple(new))
        return Judged(Examined(read, found.diagnostics, found.suppressed), found.truncated, origin in self.documents)

    def examine(self, path: str, text: str, origin: str, world: World, limit: int = engine.MAX_DIAGNOSTICS) -> Judged:
        """Judge another text for a file, perhaps under another path."""
        return self.judge(replace(self.reader, unsaved={path: text}).session(path), origin, world, limit)

    def rules_for(self, path: str, origin: str) -> tuple[ActiveRule, ...]:
        """Give the rules that judge a file."""
        rules = self.reader.config.rules_for(path)
        return tuple(active for active in rules if active.rule.judges_others) if origin in self.documents else rules


def arrange(
    reader: Reader,
    found: Found,
    *,
    whole: bool,
    now: datetime | None,
    against: Against,
    progress: Progress | None = None,
) -> Scene:
    """Read what was found, and gather what must be known; `whole` says that it is all that the repository has.

    Raises Failure.
    """
    past, others = None, frozenset[str]()
    if against.only_changes:
        past, others = changes(reader, found, against, whole=whole)
    sessions: list[Session] = []
    gone: list[Skipped] = []
    for path in found.paths:
        if path in others:
            continue
        read = reader.session(path)
        if read.problems and path not in reader.unsaved and not reader.source.has(path):
            gone.append(Skipped(path, "removed or renamed since the run began"))
        else:
            sessions.append(read)
    agents = found.agents if whole else None
    world = facts.gather(reader, sessions, agents, now=now, against=against, past=past)
    skipped = (*found.skipped, *gone)
    bystanders: frozenset[str] = frozenset()
    paths = _document_paths(reader, world, found)
    if against.only_changes and world.tree:
        paths, bystanders = _narrowed(reader, world.tree, paths, others, against)
    texts = (reader.session(path) for path in paths)
    documents = {one.path: one for one in texts if one.readable}
    skipped = (*found.skipped, *gone)
    return Scene(reader, tuple(sessions), documents, skipped, world, bystanders, progress=progress)


def changes(reader: Reader, found: Found, against: Against, *, whole: bool) -> tuple[Past, frozenset[str]]:
    """Give the past of what was found, and which of it has not changed since. Raises Failure."""
    past = facts.past_of(reader, {path: reader.bytes(path) for path in found.paths}, against, whole=whole)
    nested = facts.nested(reader, found.paths)
    return past, frozenset(path for path in found.paths if path in past.same | nested and path not in reader.unsaved)


def _document_paths(reader: Reader, world: World, found: Found) -> tuple[str, ...]:
    if world.tree is None:
        return ()
    globs = [glob for one in reader.config.active for glob in getattr(one.rule, "references", ())]
    return Surroundings(reader).documents(world.tree, found.agents, globs)


def _narrowed(
    reader: Reader, tree: Tree, paths: tuple[str, ...], others: frozenset[str], against: Against
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the documents that have changed, and with them those that have not and may name a session that is gone.

    So may the sessions that have not changed (`others`). The second value are those that have not changed.
    """
    same = facts.unchanged(reader, paths, against)
    gone = tree.moved.keys() | tree.deleted
    bystanders = Surroundings(reader).referring((*sorted(others), *sorted(same)), gone) if gone else ()
    return (*(path for path in paths if path not in same), *bystanders), frozenset(bystanders)

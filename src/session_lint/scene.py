"""What is judged in a run, what is known of the world around it, and what the rules say of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar

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
from .survey import Look
from .tree import Tree
from .values import dataclass, field, replace
from .verdict import Verdict
from .workers import Crew
from .workers.chunks import Chunk, Task

Outcome = TypeVar("Outcome")

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


@dataclass(frozen=True)
class Judged:
    """A judged file. `truncated` says that it has more diagnostics than these, `document` that it is no session."""

    examined: Examined
    truncated: bool
    document: bool = False

    def verdict(self, origin: str) -> Verdict:
        """Give what came of it without the file, whose path on the disk is `origin`."""
        return Verdict.of(self.examined, origin, truncated=self.truncated, document=self.document)


@dataclass(frozen=True)
class Scene:
    """The sessions of a run by their `paths`, and the other texts that some rules look at (`documents`).

    Each is read when its turn has come, and let go then; `kept` are those that were read before and are few.
    `bystanders` are those of the documents that have not changed where only changes are judged: of them only what is
    wrong since the change counts. Without `ignores` no ignore comment silences anything.
    """

    reader: Reader
    paths: tuple[str, ...]
    documents: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    world: World
    bystanders: frozenset[str] = frozenset()
    ignores: bool = True
    progress: Progress | None = None
    crew: Crew = field(default_factory=Crew)
    kept: Mapping[str, Session] = field(default_factory=dict)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all that is judged, the sessions first."""
        return (*self.paths, *self.documents)

    def read(self, path: str) -> Session | None:
        """Read one of the files; None for what is no longer there, and for a document that cannot be read."""
        read = self.kept.get(path) or self.reader.session(path)
        if read.problems and (path in self._beside or self.reader.is_gone(path)):
            return None
        return read

    def sessions(self) -> Iterator[Session]:
        """Read each file, the sessions first."""
        return (read for path in self.files if (read := self.read(path)))

    def judged(self) -> Iterator[Judged]:
        """Judge each file in this process, the sessions first."""
        for number, path in enumerate(self.files):
            self._show(number)
            if read := self.read(path):
                yield self.judge(read, path, self.world)
        self._show(len(self.files))

    def verdicts(self) -> Iterator[Verdict]:
        """Judge each file, the sessions first, with as many processes as there are for it."""
        return self.carry_out(Judging(replace(self, progress=None)))

    def carry_out(self, task: Task[Sequence[Outcome]]) -> Iterator[Outcome]:
        """Give what comes of a task for each file, in their order; of some there may come nothing."""
        done = 0
        self._show(done)
        for outcomes, count in self.crew.run(task, self.files, self.chunk):
            yield from outcomes
            done += count
            self._show(done)

    def chunk(self, paths: tuple[str, ...], handed: bool) -> Chunk:
        """Make a chunk of some of the files."""
        before = self.world.past.before(paths, everything=handed)
        return Chunk(paths, before, self.reader.handed(paths) if handed else None)

    def on(self, chunk: Chunk) -> Scene:
        """Give the scene as it is for a chunk."""
        scene = self
        if chunk.before is not None:
            world = scene.world
            scene = replace(scene, world=replace(world, past=replace(world.past, changed=chunk.before)))
        return replace(scene, reader=replace(scene.reader, files=chunk.handed)) if chunk.handed else scene

    def portable(self) -> Scene:
        """Give the scene without the files, which are handed over, and with nothing that only this process can use."""
        reader = Reader(self.reader.root, self.reader.config)
        return replace(self, reader=reader, world=self.world.portable(), progress=None, crew=Crew(), kept={})

    def _show(self, done: int) -> None:
        if self.progress:
            self.progress(done, len(self.files))

    @cached_property
    def _beside(self) -> frozenset[str]:
        return frozenset(self.documents)

    def judge(self, read: Session, origin: str, world: World, limit: int = engine.MAX_DIAGNOSTICS) -> Judged:
        """Judge one file; `origin` is its path on the disk."""
        rules, known = self.rules_for(read.path, origin), self.reader.config.rules
        found = engine.check(read, rules, world.of(read, origin), known=known, ignores=self.ignores, limit=limit)
        if found.diagnostics and origin in self.bystanders:
            before = engine.check(read, rules, world.before().of(read, origin), known=known, ignores=self.ignores)
            known_before = {(one.code, one.span) for one in before.diagnostics}
            new = (one for one in found.diagnostics if (one.code, one.span) not in known_before)
            found = replace(found, diagnostics=tuple(new))
        examined = Examined(read, found.diagnostics, found.suppressed, found.truncated)
        return Judged(examined, found.truncated, origin in self._beside)

    def verdict(self, path: str) -> Verdict | None:
        """Judge one file by its path; None for a document that cannot be read."""
        read = self.read(path)
        if read is None:
            return None if path in self._beside else Verdict(path, path, gone=True)
        return self.judge(read, path, self.world).verdict(path)

    def examine(self, path: str, text: str, origin: str, world: World, limit: int = engine.MAX_DIAGNOSTICS) -> Judged:
        """Judge another text for a file, perhaps under another path."""
        return self.judge(replace(self.reader, unsaved={path: text}).session(path), origin, world, limit)

    def rules_for(self, path: str, origin: str) -> tuple[ActiveRule, ...]:
        """Give the rules that judge a file."""
        rules = self.reader.config.rules_for(path)
        return tuple(active for active in rules if active.rule.judges_others) if origin in self._beside else rules


@dataclass(frozen=True)
class Judging:
    """The task of judging files."""

    scene: Scene

    def __call__(self, chunk: Chunk) -> tuple[Verdict, ...]:
        """Judge some files; of a document that cannot be read there is nothing to say."""
        scene = self.scene.on(chunk)
        return tuple(verdict for path in chunk.paths if (verdict := scene.verdict(path)))

    def portable(self) -> Judging:
        """Give the task without what only this process can use."""
        return Judging(self.scene.portable())


def arrange(
    reader: Reader,
    found: Found,
    *,
    whole: bool,
    now: datetime | None,
    against: Against,
    crew: Crew | None = None,
) -> Scene:
    """Look at what was found, and gather what must be known; `whole` says that it is all that the repository has.

    Raises Failure.
    """
    crew = crew or Crew()
    past, others = None, frozenset[str]()
    if against.only_changes:
        past, others = changes(reader, found, against, whole=whole, crew=crew)
    look = Look(reader, tuple(path for path in found.paths if path not in others), crew)
    agents = found.agents if whole else None
    world = facts.gather(reader, look, agents, now=now, against=against, past=past)
    bystanders: frozenset[str] = frozenset()
    documents = _document_paths(reader, world, found)
    if against.only_changes and world.tree:
        documents, bystanders = _narrowed(reader, world.tree, documents, others, against)
    skipped = (*found.skipped, *map(gone, look.gone))
    return Scene(reader, look.there, documents, skipped, world, bystanders, crew=crew, kept=look.kept)


def gone(path: str) -> Skipped:
    """Say of a file that was found that it is not there any more."""
    return Skipped(path, "removed or renamed since the run began")


def changes(
    reader: Reader, found: Found, against: Against, *, whole: bool, crew: Crew | None = None
) -> tuple[Past, frozenset[str]]:
    """Give the past of what was found, and which of it has not changed since. Raises Failure."""
    look = Look(reader, found.paths, crew or Crew(), reads=False)
    past = facts.past_of(reader, found.paths, look.compare, against, whole=whole)
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

"""Puts together what a run would write: fixes, or comments that silence what is found. Nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from . import files
from .baseline import Comparison
from .diagnostic import Diagnostic, Rename
from .findings import Findings
from .fixing import HeldBack, Patch, together
from .proof import Examined
from .report.model import Report
from .scene import Scene
from .session import Session
from .verdict import Verdict
from .workers.chunks import Chunk

if TYPE_CHECKING:  # only a fix needs it
    from .rounds import Outcome
from .values import dataclass, replace


@dataclass(frozen=True)
class Fixed:
    """What fixing would do: the patch, and the report of what remains after it."""

    report: Report
    patch: Patch

    @classmethod
    def nothing(cls) -> Fixed:
        """Give what comes of fixing no file."""
        return cls(Report(), Patch())


@dataclass(frozen=True)
class Ignored:
    """What adding ignores would do: the patch, the report of what remains, `count` diagnostics that are silenced.

    `left` are those that cannot be, with the reason.
    """

    report: Report
    patch: Patch
    count: int = 0
    left: tuple[HeldBack, ...] = ()

    @classmethod
    def nothing(cls) -> Ignored:
        """Give what comes of adding ignores to no file."""
        return cls(Report(), Patch())


@dataclass(frozen=True)
class Mended:
    """What came of fixing one file by itself, and what the rules say of it then."""

    verdict: Verdict
    patch: Patch | None = None


@dataclass(frozen=True)
class Mending:
    """The task of fixing files each by itself. One that a fix would rename is left: names are for all to share.

    For such a one there comes its path.
    """

    scene: Scene
    unsafe: bool

    def __call__(self, chunk: Chunk) -> tuple[Mended | str, ...]:
        """Fix some files."""
        scene = self.scene.on(chunk)
        return tuple(found for path in chunk.paths if (found := self._fixed(scene, path)))

    def portable(self) -> Mending:
        """Give the task without what only this process can use."""
        return replace(self, scene=self.scene.portable())

    def _fixed(self, scene: Scene, path: str) -> Mended | str | None:
        read = scene.read(path)
        if read is None:
            verdict = scene.verdict(path)
            return Mended(verdict) if verdict else None
        judged = scene.judge(read, path, scene.world)
        found = judged.examined
        if not any(one.fix and (one.fix.safe or self.unsafe) for one in found.diagnostics):
            return Mended(judged.verdict(path))
        outcome = _outcome(scene, [found], unsafe=self.unsafe, alone=True)
        if outcome is None:
            return path
        (verdict,) = _remaining(scene, outcome)
        return Mended(verdict, outcome.patch)


class _RenameError(Exception):
    """A fix would rename the file."""


def fix(scene: Scene, findings: Findings, *, unsafe: bool, whole: bool) -> Fixed:
    """Judge a scene and put its fixes together, with what they take along; what remains goes to the findings."""
    others: list[str] = []
    patches = []
    for mended in scene.carry_out(Mending(replace(scene, progress=None), unsafe)):
        if isinstance(mended, str):
            others.append(mended)
        else:
            findings.add(mended.verdict)
            if mended.patch:
                patches.append(mended.patch)
    if others:
        sessions = [read for path in others if (read := scene.read(path))]
        judged = [scene.judge(read, read.path, scene.world).examined for read in sessions]
        outcome = _outcome(scene, judged, unsafe=unsafe)
        if outcome:
            patches.append(outcome.patch)
            for verdict in _remaining(scene, outcome):
                findings.add(verdict)
    patch = together(patches)
    report = replace(findings.report(scene, whole=whole), fixed=len(patch.fixed))
    if not patch.renames:
        return Fixed(report, patch)
    from . import renaming  # imported late: only a rename needs it

    patch, notes = renaming.with_references(patch, scene.reader)
    return Fixed(replace(report, notes=(*report.notes, *notes)), patch)


def _outcome(scene: Scene, fixable: Sequence[Examined], *, unsafe: bool, alone: bool = False) -> Outcome | None:
    """Take judged files through the rounds. `alone` is a file that gives up when it would be renamed: None then."""
    from . import rounds  # imported late: only a fix needs it

    world = scene.world.before_fixing(one.session for one in fixable) if unsafe else scene.world
    folders = {os.path.dirname(one.session.path) for one in fixable} if unsafe and not alone else set()

    def examine(path: str, text: str, origin: str) -> Examined:
        found = scene.examine(path, text, origin, world).examined
        if alone and _would_rename(found, unsafe=unsafe):
            raise _RenameError
        return found

    if alone and any(_would_rename(one, unsafe=unsafe) for one in fixable):
        return None
    try:
        return rounds.fix(
            fixable,
            examine,
            unsafe=unsafe,
            occupied=frozenset(path for folder in folders for path in files.names(scene.reader.root, folder)),
            unnamed=scene.reader.unsaved.keys(),
        )
    except _RenameError:
        return None


def _would_rename(found: Examined, *, unsafe: bool) -> bool:
    fixes = (one.fix for one in found.diagnostics if one.fix and (one.fix.safe or unsafe))
    return any(isinstance(change, Rename) for fix in fixes for change in fix.changes)


def _remaining(scene: Scene, outcome: Outcome) -> Iterator[Verdict]:
    """Give what the rules say of the fixed files, without the fixes that have just been refused."""
    origins = {new: old for old, new in outcome.patch.renames}
    refused = [held.diagnostic for held in outcome.patch.held_back]
    for examined in outcome.remaining:
        origin = origins.get(examined.session.path, examined.session.path)
        left = tuple(_without_fix(one) if one in refused else one for one in examined.diagnostics)
        yield Verdict.of(replace(examined, diagnostics=left), origin, document=origin in scene.documents)


def _without_fix(diagnostic: Diagnostic) -> Diagnostic:
    """Give a diagnostic whose fix has just been refused: to promise it again would be a lie."""
    return replace(diagnostic, fix=None)


def ignore(scene: Scene, findings: Findings, known: Comparison | None, *, reason: str, whole: bool) -> Ignored:
    """Judge a scene and put comments together that silence what is found and not `known`."""
    from . import ignoring  # imported late: few ask for it

    def new(examined: Examined) -> Examined:
        return known.new(examined, examined.session.path) if known else examined

    speaking: list[Session] = []
    left: list[HeldBack] = []
    for judged in scene.judged():
        one = judged.examined
        if one.diagnostics and one.session.readable and not judged.document:
            speaking.append(one.session)
        else:
            left += [HeldBack(it, ignoring.NEVER) for it in new(one).diagnostics]
            findings.add(judged.verdict(one.session.path))
    outcome = ignoring.add(
        speaking,
        lambda path, text: scene.examine(path, text, path, scene.world, ignoring.LIMIT).examined,
        scene.reader.config.rules,
        reason,
        new=new,
    )
    for read in outcome.sessions:
        findings.add(scene.judge(read, read.path, scene.world).verdict(read.path))
    report = findings.report(scene, whole=whole)
    return Ignored(report, outcome.patch, outcome.count, (*left, *outcome.left))

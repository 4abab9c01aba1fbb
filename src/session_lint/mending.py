"""Puts together what a run would write: fixes, or comments that silence what is found. Nothing is written here."""

from __future__ import annotations

import os

from . import files
from .baseline import Comparison
from .diagnostic import Diagnostic
from .findings import Findings
from .fixing import HeldBack, Patch
from .proof import Examined
from .report.model import Report
from .scene import Judged, Scene
from .session import Session
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


def fix(scene: Scene, findings: Findings, *, unsafe: bool, whole: bool) -> Fixed:
    """Judge a scene and put its fixes together, with what they take along; what remains goes to the findings."""
    from . import rounds  # imported late: only a fix needs it

    fixable: list[Examined] = []
    for judged in scene.judged():
        if any(one.fix and (one.fix.safe or unsafe) for one in judged.examined.diagnostics):
            fixable.append(judged.examined)
        else:
            findings.add(judged)
    world = scene.world.before_fixing(one.session for one in fixable) if unsafe else scene.world
    folders = {os.path.dirname(one.session.path) for one in fixable} if unsafe else set()
    outcome = rounds.fix(
        fixable,
        lambda path, text, origin: scene.examine(path, text, origin, world).examined,
        unsafe=unsafe,
        occupied=frozenset(path for folder in folders for path in files.names(scene.reader.root, folder)),
        unnamed=scene.reader.unsaved.keys(),
    )
    origins = {new: old for old, new in outcome.patch.renames}
    refused = [held.diagnostic for held in outcome.patch.held_back]
    for examined in outcome.remaining:
        origin = origins.get(examined.session.path, examined.session.path)
        left = tuple(_without_fix(one) if one in refused else one for one in examined.diagnostics)
        remaining = replace(examined, diagnostics=left)
        findings.add(Judged(remaining, truncated=False, document=origin in scene.documents), origin)
    report = replace(findings.report(scene, whole=whole), fixed=len(outcome.patch.fixed))
    if not outcome.patch.renames:
        return Fixed(report, outcome.patch)
    from . import renaming  # imported late: only a rename needs it

    patch, notes = renaming.with_references(outcome.patch, scene.reader)
    return Fixed(replace(report, notes=(*report.notes, *notes)), patch)


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
            findings.add(judged)
    outcome = ignoring.add(
        speaking,
        lambda path, text: scene.examine(path, text, path, scene.world, ignoring.LIMIT).examined,
        scene.reader.config.rules,
        reason,
        new=new,
    )
    for read in outcome.sessions:
        findings.add(scene.judge(read, read.path, scene.world))
    report = findings.report(scene, whole=whole)
    return Ignored(report, outcome.patch, outcome.count, (*left, *outcome.left))

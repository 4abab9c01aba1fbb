"""Collects the report of a run while judged files come by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostic import Diagnostic
from .proof import Examined
from .report.model import Report
from .scene import Judged, Scene
from .values import replace

if TYPE_CHECKING:
    from .baseline import Comparison
    from .session import Session


class Findings:
    """What was found so far that the baseline does not know, with the texts of the files that it is in."""

    def __init__(self, comparison: Comparison | None = None) -> None:
        self.comparison = comparison
        self.checked: list[str] = []
        self.diagnostics: list[Diagnostic] = []
        self.sources: dict[str, str] = {}
        self.sessions: dict[str, Session] = {}
        self.truncated: list[str] = []
        self.suppressed = 0

    def add(self, judged: Judged, known_as: str | None = None) -> None:
        """Take a file; the baseline knows it by its path, or under another that it had before."""
        if not judged.document:
            self.checked.append(judged.examined.session.path)
        self.suppressed += judged.examined.suppressed
        examined: Examined = judged.examined
        if self.comparison:
            examined = self.comparison.new(examined, known_as or examined.session.path)
        if examined.diagnostics:
            self.diagnostics.extend(examined.diagnostics)
            self.sources[examined.session.path] = examined.session.text
            self.sessions[examined.session.path] = examined.session
            if judged.truncated:
                self.truncated.append(examined.session.path)

    def report(self, scene: Scene, *, whole: bool) -> Report:
        """Give the report of a run that judged a scene."""
        ordered = tuple(sorted(self.diagnostics, key=lambda diagnostic: diagnostic.path))
        report = Report(ordered, self.sources, len(self.checked), scene.skipped, tuple(self.truncated))
        report = replace(
            report,
            notes=scene.world.past.notes,
            suppressed=self.suppressed,
            rules=scene.reader.config.rules,
            checked=tuple(sorted(self.checked)),
            sessions=self.sessions,
        )
        if self.comparison is None:
            return report
        return replace(report, baselined=self.comparison.baselined, stale=self.comparison.stale(whole=whole))

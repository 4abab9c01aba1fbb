"""Collects the report of a run while judged files come by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .report.model import Report
from .scene import Scene, gone
from .storage import Texts
from .values import replace
from .verdict import Verdict

if TYPE_CHECKING:
    from .baseline import Comparison


class Findings:
    """What was found so far that the baseline does not know, with the texts of the files that it is in."""

    def __init__(self, comparison: Comparison | None = None) -> None:
        self.comparison = comparison
        self.checked: list[str] = []
        self.gone: list[str] = []
        self.speaking: list[Verdict] = []
        self.sources = Texts()
        self.suppressed = 0

    def add(self, verdict: Verdict) -> None:
        """Take what was said of a file; the baseline knows it by its path on the disk."""
        if verdict.gone:
            self.gone.append(verdict.path)
            return
        if not verdict.document:
            self.checked.append(verdict.path)
        self.suppressed += verdict.suppressed
        if self.comparison:
            verdict = self.comparison.unknown(verdict)
        if verdict.diagnostics:
            self.sources.add(verdict.path, verdict.text)
            self.speaking.append(replace(verdict, text=""))

    def report(self, scene: Scene, *, whole: bool) -> Report:
        """Give the report of a run that judged a scene."""
        speaking = sorted(self.speaking, key=lambda verdict: verdict.path)
        report = Report(
            tuple(one for verdict in speaking for one in verdict.diagnostics),
            self.sources,
            len(self.checked),
            (*scene.skipped, *map(gone, self.gone)),
            tuple(verdict.path for verdict in self.speaking if verdict.truncated),
            notes=scene.world.past.notes,
            suppressed=self.suppressed,
            rules=scene.reader.config.rules,
            checked=tuple(sorted(self.checked)),
            spots=tuple(spot for verdict in speaking for spot in verdict.spots),
        )
        if self.comparison is None:
            return report
        return replace(report, baselined=self.comparison.baselined, stale=self.comparison.stale(whole=whole))

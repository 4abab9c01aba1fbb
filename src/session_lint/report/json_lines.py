"""A line of JSON for each diagnostic, for programs that read as they go: the same object as `json` lists."""

from __future__ import annotations

from .model import Report, Style
from .records import record
from .strict_json import written


def render(report: Report, _: Style) -> str:
    """Give a JSON object a line; nothing when there is no diagnostic."""
    return "".join(written(record(diagnostic, report)) for diagnostic in report.diagnostics)

"""One line for each diagnostic: `path:row:column: CODE message`, and `[*]` where `--fix` mends it."""

from __future__ import annotations

from . import summary
from .model import Report, Style, one_line


def render(report: Report, style: Style) -> str:
    """Give the report one line a diagnostic."""
    lines = (one_line(diagnostic, report, style) for diagnostic in report.diagnostics)
    return summary.together((*lines, *summary.truncations(report), *summary.closing(report, style)))

"""One line for each diagnostic: `path:row:column: CODE message`, and `[*]` where `--fix` mends it."""

from __future__ import annotations

from ..diagnostic import Diagnostic
from . import summary
from .model import Report, Style, Tone, place, plain, tone


def render(report: Report, style: Style) -> str:
    """Give the report one line a diagnostic."""
    lines = (_line(diagnostic, report, style) for diagnostic in report.diagnostics)
    return summary.together((*lines, *summary.truncations(report), *summary.closing(report, style)))


def _line(diagnostic: Diagnostic, report: Report, style: Style) -> str:
    start = report.position(diagnostic.path, diagnostic.span.start)
    path = style.paint(place(diagnostic.path), Tone.STRONG)
    code = style.paint(plain(diagnostic.code), tone(diagnostic.severity))
    mark = " " + style.paint("[*]", Tone.HELP) if style.mends(diagnostic) else ""
    return f"{path}:{start.row}:{start.column}: {code} {plain(diagnostic.message)}{mark}"

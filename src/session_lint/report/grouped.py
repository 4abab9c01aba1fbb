"""The diagnostics of each file under its name, in columns."""

from __future__ import annotations

from itertools import groupby

from ..diagnostic import Diagnostic
from . import summary
from .model import Report, Style, Tone, place, plain, tone


def render(report: Report, style: Style) -> str:
    """Give the report in groups, one a file."""
    groups = [
        _group(path, tuple(diagnostics), report, style)
        for path, diagnostics in groupby(report.diagnostics, key=lambda diagnostic: diagnostic.path)
    ]
    end = "\n".join((*summary.truncations(report), *summary.closing(report, style)))
    return summary.together(("\n\n".join((*groups, *filter(None, [end]))),)) if groups or end else ""


def _group(path: str, diagnostics: tuple[Diagnostic, ...], report: Report, style: Style) -> str:
    starts = [report.position(path, diagnostic.span.start) for diagnostic in diagnostics]
    rows = max(len(str(start.row)) for start in starts)
    columns = max(len(str(start.column)) for start in starts)
    severities = max(len(diagnostic.severity.value) for diagnostic in diagnostics)
    codes = max(len(plain(diagnostic.code)) for diagnostic in diagnostics)
    lines = [style.paint(place(path), Tone.STRONG)]
    for start, diagnostic in zip(starts, diagnostics, strict=True):
        word = diagnostic.severity.value
        severity = style.paint(word, tone(diagnostic.severity)) + " " * (severities - len(word))
        mark = "  " + style.paint("[*]", Tone.HELP) if style.mends(diagnostic) else ""
        where = f"{start.row:>{rows}}:{start.column:<{columns}}"
        lines.append(f"  {where}  {severity}  {plain(diagnostic.code):<{codes}}  {plain(diagnostic.message)}{mark}")
    return "\n".join(lines)

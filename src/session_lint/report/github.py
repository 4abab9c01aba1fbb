"""Workflow commands, which GitHub shows as annotations at the lines of a pull request.

Format and escapes: actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from dataclasses import replace

from ..diagnostic import Diagnostic, Severity
from ..text import Span, printable
from . import summary
from .model import Report, Style

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, style: Style) -> str:
    """Give the report as one command a diagnostic, the gravest first: GitHub shows ten of each level."""
    commands = (
        _command(diagnostic, report)
        for diagnostic in sorted(report.diagnostics, key=lambda diagnostic: diagnostic.severity.rank)
    )
    notices = (
        f"::notice file={_property(path)},title=session-lint::{_data(line)}"
        for path, line in zip(report.truncated, summary.truncations(report), strict=True)
    )
    # An escape sequence would only clutter a log that is read by a machine first.
    return summary.together((*commands, *notices, *summary.closing(report, replace(style, color=False))))


def _command(diagnostic: Diagnostic, report: Report) -> str:
    level = _LEVELS[diagnostic.severity]
    place = _place(diagnostic.path, report.visible_span(diagnostic.path, diagnostic.span), report)
    title = _property(f"{diagnostic.code} {diagnostic.name}")
    advice = f"%0Ahelp: {_data(diagnostic.help)}" if diagnostic.help else ""
    return f"::{level} file={_property(diagnostic.path)},{place},title={title}::{_data(diagnostic.message)}{advice}"


def _place(path: str, span: Span, report: Report) -> str:
    start, end = report.position(path, span.start), report.position(path, span.end)
    if start.row != end.row:
        return f"line={start.row},endLine={end.row}"  # GitHub refuses columns over several lines
    column = max(start.column, 1)
    return f"line={start.row},endLine={end.row},col={column},endColumn={max(end.column, column)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

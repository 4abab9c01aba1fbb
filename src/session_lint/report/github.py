r"""Workflow commands, which GitHub shows as annotations at the lines of a pull request.

Format and escapes: actions/toolkit, packages/core/src/command.ts. What is made of them: actions/runner,
ActionCommand.TryParseV2 and IssueCommandExtension, which drops the columns of a place that goes over several lines.

A path comes back as it is, line breaks included. Other control characters, and what hides or reorders text, have no
escape there and are shown as `\x1b`. A message is one line: the runner writes it into the log as it is, and there the
second line of one could pass for something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..diagnostic import Diagnostic, Severity
from ..text import Span, printable
from ..values import replace
from . import summary
from .model import Report, Style, one_line

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10  # annotations of each level that GitHub takes from a step: actions/toolkit, docs/problem-matchers.md


def render(report: Report, style: Style) -> str:
    """Give the report as one command a diagnostic, the gravest first, as long as GitHub shows them; the rest as lines.

    One notice says how many have no annotation: in the pull request nothing else would.
    """
    style = replace(style, color=False)  # an escape sequence would only clutter a log that a machine reads first
    annotated, others = _divided(report.diagnostics)
    return summary.together(
        (
            *(_command(one, report) for one in annotated),
            *_notice(others),
            *(one_line(one, report, style) for one in others),
            *summary.truncations(report),
            *summary.closing(report, style),
        )
    )


def _divided(diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Give what becomes an annotation, and what GitHub would drop; the gravest first."""
    ranked = sorted(diagnostics, key=lambda one: one.severity.rank)
    room = dict.fromkeys(_LEVELS, _SHOWN)
    if max(Counter(one.severity for one in ranked).values(), default=0) > _SHOWN:
        room[Severity.INFO] -= 1  # for the notice about the others
    annotated: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for one in ranked:
        (annotated if room[one.severity] else others).append(one)
        room[one.severity] = max(room[one.severity] - 1, 0)
    return annotated, others


def _notice(others: Iterable[Diagnostic]) -> tuple[str, ...]:
    """Say what has no annotation; nothing when all have one."""
    counts = Counter(one.severity for one in others)
    if not counts:
        return ()
    parts = [f"{count} {severity.value}{'s' * (count > 1)}" for severity, count in counts.items()]
    left_out = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    text = f"no annotation for {left_out}, since GitHub shows {_SHOWN} of each severity: see the log of this step"
    return (f"::notice title=session-lint::{_data(text)}",)


def _command(diagnostic: Diagnostic, report: Report) -> str:
    level = _LEVELS[diagnostic.severity]
    place = _place(diagnostic.path, report.visible_span(diagnostic.path, diagnostic.span), report)
    title = _property(printable(f"{diagnostic.code} {diagnostic.name}"))
    advice = f"\nhelp: {printable(diagnostic.help)}" if diagnostic.help else ""
    message = _data(printable(diagnostic.message) + advice)
    return f"::{level} file={_property(_path(diagnostic.path))},{place},title={title}::{message}"


def _place(path: str, span: Span, report: Report) -> str:
    start, end = report.position(path, span.start), report.position(path, span.end)
    if start.row != end.row:
        return f"line={start.row},endLine={end.row}"
    column = max(start.column, 1)
    return f"line={start.row},endLine={end.row},col={column},endColumn={max(end.column, column)}"


def _path(path: str) -> str:
    """Give a path with escapes for what a command cannot carry."""
    return re.sub(r"[^\r\n]+", lambda part: printable(part.group()), path)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""Reports that the tests of several formats show."""

from __future__ import annotations

from typing import Any

from session_lint.diagnostic import Delete, Diagnostic, Edit, Fix, Related, Rename, Severity
from session_lint.report import Report, Skipped
from session_lint.text import Span

PATH = ".agents/sessions/20251204-143000-weather-fallback.md"
OTHER = ".agents/sessions/weather.md"

TEXT = """---
session:
  title: "Weather fallback"
  status: complete
  created: "2025-12-04T14:30:00Z"
  created: "2025-12-04"
---

# Weather fallback

## Notes

First line of the notes,
and the second.
"""
OTHER_TEXT = "# Weather\n"


def span(text: str, part: str, occurrence: int = 1) -> Span:
    """Give the span of the n-th occurrence of a part of a text."""
    start = -1
    for _ in range(occurrence):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


START = Span(0, 0)


def diagnostic(where: Span = START, message: str = "a message", **values: Any) -> Diagnostic:
    """Give a diagnostic with defaults for what a test does not care for."""
    defaults = {"path": PATH, "code": "SL201", "name": "frontmatter-schema", "severity": Severity.ERROR}
    return Diagnostic(**{**defaults, "span": where, "message": message, **values})


STATUS = diagnostic(
    span(TEXT, "complete"),
    "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`",
    help="use `completed`",
    field=("session", "status"),
    fix=Fix("set the status to `completed`", (Edit(PATH, span(TEXT, "complete"), "completed"),), safe=True),
)
DUPLICATE = diagnostic(
    span(TEXT, "created", 2),
    "the key `created` is set twice",
    code="SL005",
    name="duplicate-key",
    help="keep one of them",
    field=("session", "created"),
    related=(Related(span(TEXT, "created"), "it is first set here"),),
)
NOTES = diagnostic(
    span(TEXT, "First line of the notes,\nand the second.\n"),
    "the section `Notes` is not one of the format's",
    code="SL312",
    name="section-unknown",
    severity=Severity.INFO,
    section="Notes",
)
NAME = diagnostic(
    Span(0, 0),
    "the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`",
    path=OTHER,
    code="SL101",
    name="filename",
    severity=Severity.WARNING,
    help="rename it",
    fix=Fix("rename the file", (Rename(OTHER, PATH), Delete("old.md")), safe=False),
)

REPORT = Report(
    diagnostics=(STATUS, DUPLICATE, NOTES, NAME),
    sources={PATH: TEXT, OTHER: OTHER_TEXT},
    files_checked=10,
)
CLEAN = Report(files_checked=10)
CUT_SHORT = Report(
    diagnostics=(NAME,),
    sources={OTHER: OTHER_TEXT},
    files_checked=1,
    skipped=(Skipped("README.md", "not a session file"),),
    truncated=(OTHER,),
    fixed=2,
)

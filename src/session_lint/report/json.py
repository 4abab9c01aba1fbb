"""The report as JSON for other programs: a stable contract, described by `schemas/report.schema.json`."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, assert_never

from ..diagnostic import Change, Delete, Diagnostic, Edit, Fix, Rename, Severity
from ..text import Span, printable
from . import DOCS
from .model import LOG_COMMAND, Report, Style

VERSION = 1

_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report, _: Style) -> str:
    """Give the report as one JSON object in ASCII."""
    data = {
        "version": VERSION,
        "files_checked": report.files_checked,
        "files_skipped": [{"path": _text(s.path), "reason": _text(s.reason)} for s in report.skipped],
        "truncated": [_text(path) for path in report.truncated],
        "summary": {
            "error": report.count(Severity.ERROR),
            "warning": report.count(Severity.WARNING),
            "info": report.count(Severity.INFO),
            "fixable": sum(diagnostic.fix is not None for diagnostic in report.diagnostics),
            "fixed": report.fixed,
            "baselined": report.baselined,
        },
        "diagnostics": [_diagnostic(diagnostic, report) for diagnostic in report.diagnostics],
    }
    return LOG_COMMAND.sub(lambda _: r"\u0023", json.dumps(data, indent=2, allow_nan=False)) + "\n"


def statistics(report: Report) -> str:
    """Give the count of each rule, the most frequent first, as a JSON list."""
    counts = Counter((one.code, one.name) for one in report.diagnostics)
    fixable = Counter(one.code for one in report.diagnostics if one.fix)
    rows = [
        {"code": _text(code), "name": _text(name), "count": count, "fixable": fixable[code]}
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return json.dumps(rows, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    return {
        "code": _text(diagnostic.code),
        "name": _text(diagnostic.name),
        "severity": diagnostic.severity.value,
        "message": _text(diagnostic.message),
        "help": _text(diagnostic.help),
        "path": _text(diagnostic.path),
        **_location(diagnostic.path, diagnostic.span, report),
        "field": _text(".".join(diagnostic.field)) if diagnostic.field else None,
        "section": None if diagnostic.section is None else _text(diagnostic.section),
        # Of a plugin's rules we have no page.
        "url": _text(f"{DOCS}#{diagnostic.name}") if diagnostic.code.startswith("SL") else None,
        "fix": _fix(diagnostic.fix, report) if diagnostic.fix else None,
        "related": [
            {
                "path": _text(related.path or diagnostic.path),
                "message": _text(related.message),
                **_location(related.path or diagnostic.path, related.span, report),
            }
            for related in diagnostic.related
        ],
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    return {
        "title": _text(fix.title),
        "applicability": "safe" if fix.safe else "unsafe",
        "changes": [_change(change, report) for change in fix.changes],
    }


def _change(change: Change, report: Report) -> dict[str, Any]:
    path = _text(change.path)
    match change:
        case Edit():
            where = _location(change.path, change.span, report)
            return {"kind": "edit", "path": path, **where, "content": _text(change.content)}
        case Rename():
            return {"kind": "rename", "path": path, "to": _text(change.to)}
        case Delete():
            return {"kind": "delete", "path": path}
        case _:
            assert_never(change)


def _location(path: str, span: Span, report: Report) -> dict[str, dict[str, int]]:
    start, end = report.position(path, span.start), report.position(path, span.end)
    return {
        "location": {"row": start.row, "column": start.column},
        "end_location": {"row": end.row, "column": end.column},
    }


def _text(text: str) -> str:
    """Give the text as it is, but for lone surrogates, which strict readers of JSON refuse (RFC 8259, 8.2)."""
    return _SURROGATE.sub(lambda match: printable(match.group()), text)

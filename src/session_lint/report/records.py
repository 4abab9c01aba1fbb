"""A diagnostic as an object of JSON, as the formats for programs have it; `schemas/report.schema.json` describes it."""

from __future__ import annotations

from collections import Counter
from typing import Any, assert_never

from ..diagnostic import Change, Delete, Diagnostic, Edit, Fix, Rename
from ..text import Span
from . import page
from .model import Report, frequencies
from .strict_json import text


def counts(report: Report) -> list[dict[str, Any]]:
    """Give the count of each rule as objects, the most frequent first."""
    fixable = Counter(one.code for one in report.diagnostics if one.fix)
    return [
        {"code": text(code), "name": text(name), "count": count, "fixable": fixable[code]}
        for (code, name), count in frequencies(report)
    ]


def record(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    """Give a diagnostic as an object."""
    url = page(diagnostic.code, diagnostic.name)
    return {
        "code": text(diagnostic.code),
        "name": text(diagnostic.name),
        "severity": diagnostic.severity.value,
        "message": text(diagnostic.message),
        "help": text(diagnostic.help),
        "path": text(diagnostic.path),
        **_location(diagnostic.path, diagnostic.span, report),
        "field": text(".".join(diagnostic.field)) if diagnostic.field else None,
        "section": None if diagnostic.section is None else text(diagnostic.section),
        "url": None if url is None else text(url),
        "fix": _fix(diagnostic.fix, report) if diagnostic.fix else None,
        "related": [
            {
                "path": text(related.path or diagnostic.path),
                "message": text(related.message),
                **_location(related.path or diagnostic.path, related.span, report),
            }
            for related in diagnostic.related
        ],
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    return {
        "title": text(fix.title),
        "applicability": "safe" if fix.safe else "unsafe",
        "changes": [_change(change, report) for change in fix.changes],
    }


def _change(change: Change, report: Report) -> dict[str, Any]:
    path = text(change.path)
    match change:
        case Edit():
            where = _location(change.path, change.span, report)
            return {"kind": "edit", "path": path, **where, "content": text(change.content)}
        case Rename():
            return {"kind": "rename", "path": path, "to": text(change.to)}
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

"""The report as JSON for other programs: a stable contract, described by `schemas/report.schema.json`."""

from __future__ import annotations

from ..diagnostic import Severity
from .model import Report, Style
from .records import record
from .strict_json import listed, text

VERSION = 1


def render(report: Report, _: Style) -> str:
    """Give the report as one JSON object."""
    data = {
        "version": VERSION,
        "files_checked": report.files_checked,
        "files_skipped": [{"path": text(s.path), "reason": text(s.reason)} for s in report.skipped],
        "truncated": [text(path) for path in report.truncated],
        "summary": {
            "error": report.count(Severity.ERROR),
            "warning": report.count(Severity.WARNING),
            "info": report.count(Severity.INFO),
            "fixable": sum(diagnostic.fix is not None for diagnostic in report.diagnostics),
            "fixed": report.fixed,
            "baselined": report.baselined,
        },
        "diagnostics": [],
    }
    return listed(data, (record(diagnostic, report) for diagnostic in report.diagnostics))

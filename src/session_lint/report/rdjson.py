"""The report for reviewdog, as one JSON object: a `DiagnosticResult`."""

from __future__ import annotations

from . import rdf
from .model import Report, Style
from .strict_json import written


def render(report: Report, style: Style) -> str:
    """Give the report with its fixes as suggestions."""
    return written({"source": rdf.SOURCE, "diagnostics": list(rdf.diagnostics(report, style))}, indent=2)

"""The report for reviewdog, as one JSON object: a `DiagnosticResult`."""

from __future__ import annotations

from . import rdf
from .model import Report, Style


def render(report: Report, style: Style) -> str:
    """Give the report with its fixes as suggestions."""
    return rdf.written({"source": rdf.SOURCE, "diagnostics": list(rdf.diagnostics(report, style))}, indent=2)

"""The report for reviewdog, as one JSON object: a `DiagnosticResult`."""

from __future__ import annotations

from . import rdf
from .model import Report, Style
from .strict_json import listed


def render(report: Report, style: Style) -> str:
    """Give the report with its fixes as suggestions."""
    return listed({"source": rdf.SOURCE, "diagnostics": []}, rdf.diagnostics(report, style))

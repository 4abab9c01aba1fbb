"""The report for reviewdog, one JSON object a line: a `Diagnostic` each, and nothing when there is none."""

from __future__ import annotations

from . import rdf
from .model import Report, Style
from .strict_json import written


def render(report: Report, style: Style) -> str:
    """Give the report with its fixes as suggestions; each line says where it comes from."""
    return "".join(written({**one, "source": rdf.SOURCE}) for one in rdf.diagnostics(report, style))

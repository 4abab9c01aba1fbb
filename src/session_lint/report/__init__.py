"""The formats of a report: each is a module with `render(report, style) -> str`, and none of them prints.

What they give ends with a line break, or is empty when there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from ..formats import FORMATS as NAMES
from .masking import masked
from .model import Report, Skipped, Style

__all__ = ["DOCS", "FORMATS", "HOME", "Report", "Skipped", "Style", "page", "render", "statistics"]

HOME = "https://github.com/session-lint/session-lint"
DOCS = f"{HOME}/blob/main/docs/rules.md"

FORMATS: Mapping[str, str] = MappingProxyType({name: f"session_lint.report.{name.replace('-', '_')}" for name in NAMES})
"""The module of each format."""

_JSON = {"json": True, "json-lines": False, "gitlab": True, "rdjson": True, "rdjsonl": False, "sarif": True}
"""The formats that count rules in JSON: in a list, or a line for each rule."""


def page(code: str, name: str) -> str | None:
    """Give the address of a rule's page; of a plugin's rules we have none."""
    return f"{DOCS}#{name}" if code.startswith("SL") else None


def render(name: str, report: Report, style: Style) -> str:
    """Give the report in the format of this name, one of `FORMATS`, without the secrets of the files."""
    module = import_module(FORMATS[name])  # imported late: only the format asked for
    text: str = module.render(masked(report), style)
    return text


def statistics(name: str, report: Report, style: Style) -> str:
    """Give the count of each rule instead of the diagnostics: for programs as JSON, for others as a table."""
    if name in _JSON:
        from . import records, strict_json  # imported late: only the format asked for

        counts = records.counts(report)
        return strict_json.written(counts, indent=2) if _JSON[name] else "".join(map(strict_json.written, counts))
    if name == "markdown":
        from . import markdown

        return markdown.statistics(report, style)
    from . import summary

    return summary.statistics(report, style)

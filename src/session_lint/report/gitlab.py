"""A Code Quality report, which GitLab shows in a merge request.

Format: docs.gitlab.com/ci/testing/code_quality, and GitLab's own app/validators/json_schemas/codeclimate.json. Of
issues with one fingerprint GitLab keeps one, and an issue whose fingerprint the target branch does not have is new.
"""

from __future__ import annotations

from typing import Any

from ..diagnostic import Diagnostic, Severity
from . import fingerprints
from .model import Report, Style
from .strict_json import listed, text

# There are `blocker` and `critical` above these. What a linter says breaks nothing that runs.
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, _: Style) -> str:
    """Give the report as a list in JSON, an empty one when there is no diagnostic."""
    named = zip(report.diagnostics, fingerprints.of(report), strict=True)
    return listed([], (_issue(diagnostic, fingerprint, report) for diagnostic, fingerprint in named))


def _issue(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    span = report.visible_span(diagnostic.path, diagnostic.span)
    begin, end = (report.position(diagnostic.path, offset).row for offset in (span.start, span.end))
    return {
        # GitLab shows no other name of the check.
        "description": text(f"{diagnostic.code}: {diagnostic.message}"),
        "check_name": text(diagnostic.name),
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": text(diagnostic.path), "lines": {"begin": begin, "end": end}},
    }

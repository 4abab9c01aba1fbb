from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from session_lint.diagnostic import Severity
from session_lint.report import Report, Style, render, statistics
from session_lint.text import Span
from session_lint.workspace import Workspace

from .samples import CLEAN, NAME, NOTES, OTHER, PATH, REPORT, diagnostic
from .test_every_format import assert_harmless, escape_surrogates, reports

# What GitLab takes (app/validators/json_schemas/codeclimate.json), and what its manual says besides.
SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "additionalProperties": False,
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": r"^(\./|/)"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin", "end"],
                            "additionalProperties": False,
                            "properties": {
                                "begin": {"type": "integer", "minimum": 1},
                                "end": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    }
)

WORKSPACE = Workspace.open("/", isolated=True)  # nothing is read there: every text is an overlay
SESSION = """---
session:
  title: "Weather fallback"
  status: complete
  created: "2025-12-04T14:30:00Z"
  last_updated: 2025-12-09
---
# Session: Weather fallback

## Context

TBD

## Current State

-[ ] one
-[ ] one
-[ ] two
"""


def issues(text: str = SESSION, path: str = PATH, day: int = 9) -> list[dict[str, Any]]:
    """Give the issues of a session that is judged on a day of December."""
    found = WORKSPACE.check(overlay={path: text}, now=datetime(2025, 12, day, 12, tzinfo=UTC))
    given: list[dict[str, Any]] = json.loads(render("gitlab", found, Style()))
    return given


def prints(text: str = SESSION, path: str = PATH, day: int = 9) -> list[str]:
    return [one["fingerprint"] for one in issues(text, path, day)]


def test_a_diagnostic_is_an_issue() -> None:
    report = Report((NAME, NOTES), REPORT.sources, 3)
    first, second = (one["fingerprint"] for one in json.loads(render("gitlab", report, Style())))
    assert render("gitlab", report, Style(color=True)) == (
        "[\n"
        "  {\n"
        '    "description": "SL101: the name `weather.md` has no timestamp; expected '
        '`YYYYMMDD-HHMMSS-<description>.md`",\n'
        '    "check_name": "filename",\n'
        f'    "fingerprint": "{first}",\n'
        '    "severity": "minor",\n'
        '    "location": {\n'
        f'      "path": "{OTHER}",\n'
        '      "lines": {\n'
        '        "begin": 1,\n'
        '        "end": 1\n'
        "      }\n"
        "    }\n"
        "  },\n"
        "  {\n"
        '    "description": "SL312: the section `Notes` is not one of the format\'s",\n'
        '    "check_name": "section-unknown",\n'
        f'    "fingerprint": "{second}",\n'
        '    "severity": "info",\n'
        '    "location": {\n'
        f'      "path": "{PATH}",\n'
        '      "lines": {\n'
        '        "begin": 13,\n'
        '        "end": 14\n'
        "      }\n"
        "    }\n"
        "  }\n"
        "]\n"
    )


@pytest.mark.parametrize("report", [pytest.param(CLEAN, id="clean"), pytest.param(Report(), id="nothing checked")])
def test_where_nothing_is_found_the_list_is_empty(report: Report) -> None:
    assert render("gitlab", report, Style()) == "[]\n"


@pytest.mark.parametrize(
    ("severity", "expected"),
    [(Severity.ERROR, "major"), (Severity.WARNING, "minor"), (Severity.INFO, "info")],
)
def test_severities_are_those_of_code(severity: Severity, expected: str) -> None:
    (issue,) = json.loads(render("gitlab", Report((diagnostic(severity=severity),)), Style()))
    assert issue["severity"] == expected


def test_a_fingerprint_is_once_in_a_report() -> None:
    assert len(prints()) == len(set(prints())) == 8
    twice = Report((NAME, NOTES, NAME), REPORT.sources)
    assert len({one["fingerprint"] for one in json.loads(render("gitlab", twice, Style()))}) == 3


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("# Session", "<!-- one -->\n<!-- two -->\n\n# Session"), id="lines above"),
        pytest.param(
            ('  title: "Weather', '  # why\n  branch: main\n  title: "Weather'), id="lines in the front matter"
        ),
        pytest.param(("status: complete", 'status:   "complete"'), id="blanks and quotes"),
        pytest.param(("TBD\n", "TBD\n\n"), id="a line between"),
        pytest.param(("\n", "\r\n"), id="line breaks"),
    ],
)
def test_a_fingerprint_outlives_an_edit_elsewhere(change: tuple[str, str]) -> None:
    edited = SESSION.replace(*change)
    assert edited != SESSION
    assert prints(edited) == prints()


def test_the_place_moves_while_the_fingerprint_stays() -> None:
    lines = [one["location"]["lines"]["begin"] for one in issues()]
    moved = [one["location"]["lines"]["begin"] for one in issues(SESSION.replace("\nTBD", "\n<!-- x -->\n\nTBD"))]
    assert moved == [line + 2 if line > 11 else line for line in lines]
    assert max(lines) > 11


def test_a_fingerprint_is_that_of_the_text_in_its_file() -> None:
    changed = prints(SESSION.replace("status: complete", "status: finished"))
    assert len(set(prints()) - set(changed)) == 1
    assert set(prints(path=f"b/{PATH}")) & set(prints()) == set()


def test_of_lines_that_are_alike_the_last_is_new() -> None:
    more = prints(SESSION.replace("-[ ] one\n", "-[ ] one\n" * 2, 1))
    assert len(set(more) - set(prints())) == 1
    assert set(prints()) < set(more)


def test_a_message_that_changes_from_day_to_day_is_the_same_issue() -> None:
    stale = SESSION.replace("status: complete", "status: in_progress").replace("2025-12-09", '"2025-12-09T08:00:00Z"')
    first, then = issues(stale, day=20), issues(stale, day=21)
    assert [one["description"] for one in first] != [one["description"] for one in then]
    assert [one["fingerprint"] for one in first] == [one["fingerprint"] for one in then]


@given(report=reports())
def test_gitlab_takes_what_comes_and_reads_what_was_said(report: Report) -> None:
    text = render("gitlab", report, Style())
    assert text.isascii()
    assert_harmless(text)
    back = json.loads(text)
    if not any(one.path.startswith("/") for one in report.diagnostics):
        assert [error.message for error in SCHEMA.iter_errors(back)] == []
    assert [(one["description"], one["check_name"], one["location"]["path"]) for one in back] == [
        tuple(map(escape_surrogates, (f"{one.code}: {one.message}", one.name, one.path))) for one in report.diagnostics
    ]
    assert len({one["fingerprint"] for one in back}) == len(back)


def test_a_line_break_at_the_end_is_no_line_more() -> None:
    report = Report((diagnostic(Span(0, 4)),), {PATH: "abc\ndef\n"}, 1)
    (issue,) = json.loads(render("gitlab", report, Style()))
    assert issue["location"]["lines"] == {"begin": 1, "end": 1}


def test_statistics_are_the_list_of_json() -> None:
    assert statistics("gitlab", REPORT, Style()) == statistics("json", REPORT, Style())

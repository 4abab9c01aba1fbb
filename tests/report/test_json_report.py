from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from session_lint.diagnostic import Edit, Fix
from session_lint.report import Report, Skipped, Style, render
from session_lint.text import Span

from .samples import CLEAN, CUT_SHORT, NAME, OTHER, OTHER_TEXT, PATH, REPORT, diagnostic

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "report.schema.json").read_text("utf-8"))


def data(report: Report) -> Any:
    return json.loads(render("json", report, Style(color=True)))


def test_the_report_is_the_contract() -> None:
    report = Report(
        (NAME, *REPORT.diagnostics[:1]), REPORT.sources, 3, (Skipped("a.md", "excluded"),), fixed=2, baselined=4
    )
    assert data(report) == {
        "version": 1,
        "files_checked": 3,
        "files_skipped": [{"path": "a.md", "reason": "excluded"}],
        "truncated": [],
        "summary": {"error": 1, "warning": 1, "info": 0, "fixable": 2, "fixed": 2, "baselined": 4},
        "diagnostics": [
            {
                "code": "SL101",
                "name": "filename",
                "severity": "warning",
                "message": "the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`",
                "help": "rename it",
                "path": OTHER,
                "location": {"row": 1, "column": 1},
                "end_location": {"row": 1, "column": 1},
                "field": None,
                "section": None,
                "url": "https://github.com/session-lint/session-lint/blob/main/docs/rules.md#filename",
                "fix": {
                    "title": "rename the file",
                    "applicability": "unsafe",
                    "changes": [
                        {"kind": "rename", "path": OTHER, "to": PATH},
                        {"kind": "delete", "path": "old.md"},
                    ],
                },
                "related": [],
            },
            {
                "code": "SL201",
                "name": "frontmatter-schema",
                "severity": "error",
                "message": "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`",
                "help": "use `completed`",
                "path": PATH,
                "location": {"row": 4, "column": 11},
                "end_location": {"row": 4, "column": 19},
                "field": "session.status",
                "section": None,
                "url": "https://github.com/session-lint/session-lint/blob/main/docs/rules.md#frontmatter-schema",
                "fix": {
                    "title": "set the status to `completed`",
                    "applicability": "safe",
                    "changes": [
                        {
                            "kind": "edit",
                            "path": PATH,
                            "location": {"row": 4, "column": 11},
                            "end_location": {"row": 4, "column": 19},
                            "content": "completed",
                        },
                    ],
                },
                "related": [],
            },
        ],
    }


def test_related_places_and_sections_are_given() -> None:
    _, duplicate, notes, _ = data(REPORT)["diagnostics"]
    assert duplicate["related"] == [
        {
            "path": PATH,
            "message": "it is first set here",
            "location": {"row": 5, "column": 3},
            "end_location": {"row": 5, "column": 10},
        }
    ]
    assert notes["section"] == "Notes"
    assert notes["end_location"] == {"row": 15, "column": 1}


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(REPORT, id="findings"),
        pytest.param(CLEAN, id="clean"),
        pytest.param(CUT_SHORT, id="cut short"),
        pytest.param(Report(), id="nothing checked"),
    ],
)
def test_the_schema_describes_the_report(report: Report) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data(report))] == []


def test_the_schema_takes_no_other_keys() -> None:
    report = data(REPORT)
    objects = [report, report["summary"], report["diagnostics"][0], report["diagnostics"][0]["location"]]
    objects += [report["diagnostics"][0]["fix"], report["diagnostics"][0]["fix"]["changes"][0]]
    for thing in [*objects, report["diagnostics"][1]["related"][0]]:
        thing["more"] = 1
        assert not Draft202012Validator(SCHEMA).is_valid(report)
        del thing["more"]
    assert Draft202012Validator(SCHEMA).is_valid(report)


def test_texts_come_back_as_they_were_and_the_json_is_plain_ascii() -> None:
    content = "\ufeff\x00\x7f\x1b[2J\u202e\u2028天🤖\r\n##[error]x ## y ###[z"
    fix = Fix("t", (Edit("a\nb.md", Span(0, 0), content),), safe=True)
    report = Report((diagnostic(path="a\nb.md", message=content, fix=fix),), {"a\nb.md": "x"}, files_checked=1)
    text = render("json", report, Style())
    (back,) = json.loads(text)["diagnostics"]
    assert (back["path"], back["message"], back["fix"]["changes"][0]["content"]) == ("a\nb.md", content, content)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text


def test_bytes_that_are_not_utf8_are_written_as_escapes() -> None:
    report = Report((diagnostic(path="a\udcff.md"),), {}, 1, (Skipped("\udc80", "r"),), truncated=("a\udcff.md",))
    back = data(report)
    assert back["diagnostics"][0]["path"] == back["truncated"][0] == r"a\xff.md"
    assert back["files_skipped"][0]["path"] == r"\x80"


def test_a_byte_order_mark_is_column_0() -> None:
    report = Report((diagnostic(Span(0, 2), path=OTHER),), {OTHER: "\ufeff" + OTHER_TEXT}, files_checked=1)
    (back,) = data(report)["diagnostics"]
    assert (back["location"], back["end_location"]) == ({"row": 1, "column": 0}, {"row": 1, "column": 2})

from __future__ import annotations

import json

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from session_lint.report import Report, Style, render, statistics

from .samples import CLEAN, CUT_SHORT, DUPLICATE, NAME, OTHER, PATH, REPORT, STATUS, diagnostic
from .test_every_format import assert_harmless, reports
from .test_json_report import SCHEMA

LINE = Draft202012Validator({"$defs": SCHEMA["$defs"], "$ref": "#/$defs/diagnostic"})


def test_a_diagnostic_is_a_line() -> None:
    report = Report((DUPLICATE, NAME), REPORT.sources, 3, fixed=2)
    url = "https://github.com/session-lint/session-lint/blob/main/docs/rules.md"
    assert render("json-lines", report, Style(color=True)) == (
        '{"code": "SL005", "name": "duplicate-key", "severity": "error", '
        '"message": "the key `created` is set twice", "help": "keep one of them", '
        f'"path": "{PATH}", "location": {{"row": 6, "column": 3}}, "end_location": {{"row": 6, "column": 10}}, '
        f'"field": "session.created", "section": null, "url": "{url}#duplicate-key", "fix": null, '
        f'"related": [{{"path": "{PATH}", "message": "it is first set here", '
        '"location": {"row": 5, "column": 3}, "end_location": {"row": 5, "column": 10}}]}\n'
        '{"code": "SL101", "name": "filename", "severity": "warning", '
        '"message": "the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`", '
        f'"help": "rename it", "path": "{OTHER}", '
        '"location": {"row": 1, "column": 1}, "end_location": {"row": 1, "column": 1}, '
        f'"field": null, "section": null, "url": "{url}#filename", '
        '"fix": {"title": "rename the file", "applicability": "unsafe", "changes": '
        f'[{{"kind": "rename", "path": "{OTHER}", "to": "{PATH}"}}, {{"kind": "delete", "path": "old.md"}}]}}, '
        '"related": []}\n'
    )


@pytest.mark.parametrize("report", [pytest.param(CLEAN, id="clean"), pytest.param(Report(), id="nothing checked")])
def test_where_nothing_is_found_there_is_nothing(report: Report) -> None:
    assert render("json-lines", report, Style()) == ""
    assert statistics("json-lines", report, Style()) == ""


def test_nothing_but_diagnostics_is_there() -> None:
    (line,) = render("json-lines", CUT_SHORT, Style()).split("\n")[:-1]
    assert json.loads(line)["code"] == "SL101"


@given(report=reports())
def test_the_lines_are_what_json_lists_and_the_schema_describes(report: Report) -> None:
    text = render("json-lines", report, Style())
    assert text.isascii()
    assert_harmless(text)
    back = [json.loads(line) for line in text.split("\n")[:-1]]
    assert back == json.loads(render("json", report, Style()))["diagnostics"]
    assert [error.message for one in back for error in LINE.iter_errors(one)] == []


def test_the_schema_takes_no_other_line() -> None:
    line = json.loads(render("json-lines", Report((NAME,), REPORT.sources), Style()))
    assert not LINE.is_valid({**line, "more": 1})
    assert not LINE.is_valid(json.loads(render("json", REPORT, Style())))


def test_a_log_command_is_not_in_the_line() -> None:
    text = render("json-lines", Report((diagnostic(message="##[error]x", path="\udcff"),)), Style())
    assert r'"message": "#\u0023[error]x"' in text
    assert r'"path": "\\xff"' in text
    assert json.loads(text)["message"] == "##[error]x"


def test_statistics_are_a_line_for_each_rule() -> None:
    report = Report((DUPLICATE, STATUS, STATUS, NAME), REPORT.sources, 3)
    assert statistics("json-lines", report, Style()) == (
        '{"code": "SL201", "name": "frontmatter-schema", "count": 2, "fixable": 2}\n'
        '{"code": "SL005", "name": "duplicate-key", "count": 1, "fixable": 0}\n'
        '{"code": "SL101", "name": "filename", "count": 1, "fixable": 1}\n'
    )
    assert json.loads(statistics("json", report, Style())) == [
        json.loads(line) for line in statistics("json-lines", report, Style()).split("\n")[:-1]
    ]

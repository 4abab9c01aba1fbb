"""The formats for reviewdog: their shape, and that nothing in a report breaks them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.diagnostic import Edit, Fix, Related
from session_lint.report import DOCS, Report, Style, render
from session_lint.report.model import plain
from session_lint.text import Span

from ..test_cli import BAD, GOOD, NAME, repository, run, write
from .reviewdog import applied, assert_comments_say_the_same, diagnostics, lines
from .samples import CLEAN, CUT_SHORT, DUPLICATE, OTHER, PATH, REPORT, TEXT, diagnostic, span
from .samples import NAME as MOVED
from .test_every_format import assert_harmless, commands, escape_surrogates, reports

__all__ = ["repository"]

SOURCE = {"name": "session-lint", "url": "https://github.com/session-lint/session-lint"}


def closed(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


TEXT_ = {"type": "string"}
NAMED = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
POSITION = closed("line", "column", line=COUNT, column=COUNT)
RANGE = closed("start", "end", start=POSITION, end=POSITION)
LOCATION = closed("path", path=TEXT_, range=RANGE)
FROM = closed("name", "url", name=NAMED, url=NAMED)
DIAGNOSTIC = closed(
    *("message", "location", "severity"),
    message=TEXT_,
    location=LOCATION,
    severity={"enum": ["ERROR", "WARNING", "INFO"]},
    source=FROM,
    code=closed("value", value=TEXT_, url=NAMED),
    suggestions={
        "type": "array",
        "items": closed("range", "text", range=RANGE, text=TEXT_),
        "maxItems": 1,
        "minItems": 1,
    },
    related_locations={
        "type": "array",
        "items": closed("message", "location", message=TEXT_, location=LOCATION),
        "minItems": 1,
    },
)
RESULT = closed("source", "diagnostics", source=FROM, diagnostics={"type": "array", "items": DIAGNOSTIC})
"""What a report may hold; narrower than the schema of reviewdog, for which most objects are valid."""


def test_a_report_without_a_diagnostic() -> None:
    assert json.loads(render("rdjson", CLEAN, Style())) == {"source": SOURCE, "diagnostics": []}
    assert render("rdjsonl", CLEAN, Style()) == ""


def test_a_report_says_all_that_there_is_a_place_for() -> None:
    data = json.loads(render("rdjson", REPORT, Style()))
    jsonschema.validate(data, RESULT)
    assert data["source"] == SOURCE
    assert data["diagnostics"][0] == {
        "message": "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`\n"
        "help: use `completed`",
        "location": {"path": PATH, "range": {"start": {"line": 4, "column": 11}, "end": {"line": 4, "column": 19}}},
        "severity": "ERROR",
        "code": {"value": "SL201", "url": f"{DOCS}#frontmatter-schema"},
        "suggestions": [
            {
                "range": {"start": {"line": 4, "column": 1}, "end": {"line": 4, "column": 19}},
                "text": "  status: completed",
            }
        ],
    }
    assert data["diagnostics"][1]["related_locations"] == [
        {
            "message": "it is first set here",
            "location": {"path": PATH, "range": {"start": {"line": 5, "column": 3}, "end": {"line": 5, "column": 10}}},
        }
    ]
    assert data["diagnostics"][2]["location"]["range"] == {
        "start": {"line": 13, "column": 1},
        "end": {"line": 14, "column": 16},
    }
    assert [one["severity"] for one in data["diagnostics"]] == ["ERROR", "ERROR", "INFO", "WARNING"]
    assert [one for one in data["diagnostics"] if "suggestions" in one] == data["diagnostics"][:1]


def test_each_line_says_where_it_comes_from() -> None:
    output = render("rdjsonl", REPORT, Style())
    whole = json.loads(render("rdjson", REPORT, Style()))
    assert [json.loads(line) for line in output.split("\n")[:-1]] == [
        {**one, "source": SOURCE} for one in whole["diagnostics"]
    ]


def test_unsafe_fixes_are_suggestions_when_asked_for() -> None:
    unsafe = Fix("mend it", (Edit(PATH, span(TEXT, "Weather"), "Rain"),), safe=False)
    report = replace(REPORT, diagnostics=(diagnostic(fix=unsafe),))
    assert "suggestions" not in diagnostics(render("rdjson", report, Style()))[0]
    assert "suggestions" in diagnostics(render("rdjson", report, Style(unsafe_fixes=True)))[0]


def test_a_renaming_fix_is_no_suggestion() -> None:
    (one, _) = diagnostics(render("rdjson", replace(REPORT, diagnostics=(MOVED, DUPLICATE)), Style(unsafe_fixes=True)))
    assert "suggestions" not in one


def test_a_file_that_was_cut_short_is_named() -> None:
    assert diagnostics(render("rdjson", CUT_SHORT, Style()))[-1] == {
        "message": f"{OTHER}: more than 100 diagnostics; only the 100 gravest are shown",
        "location": {"path": OTHER},
        "severity": "INFO",
    }


def test_a_missing_file_has_a_path_and_no_range() -> None:
    missing = replace(DUPLICATE, related=(Related(Span(0, 0), "and here", path="gone.md"),), path="a.md")
    (one,) = diagnostics(render("rdjson", replace(REPORT, diagnostics=(missing,)), Style()))
    assert one["location"] == {"path": "a.md"}
    assert one["related_locations"] == [{"message": "and here", "location": {"path": "gone.md"}}]


def test_the_rules_of_plugins_have_no_page() -> None:
    report = replace(REPORT, diagnostics=(diagnostic(span(TEXT, "Weather"), code="ACME001", name="slogan"),))
    (one,) = diagnostics(render("rdjson", report, Style()))
    assert (one["message"], one["code"]) == ("a message", {"value": "ACME001"})


@pytest.mark.parametrize("name", ["rdjson", "rdjsonl"])
def test_a_path_whose_bytes_are_not_utf_8_is_written_in_escapes(name: str) -> None:
    report = Report((diagnostic(path="a\udcff.md"),), {"a\udcff.md": "x\n"})
    (one,) = diagnostics(render(name, report, Style()))
    assert one["location"]["path"] == r"a\xff.md"


def test_a_message_cannot_steer_what_shows_it() -> None:
    report = Report((diagnostic(message="a\x1b[2J\n::error::b ##[error]c", help="\n::error::d"),))
    (one,) = diagnostics(render("rdjson", report, Style()))
    assert one["message"] == "a\\x1b[2J\\n::error::b #\\x23[error]c\nhelp: \\n::error::d"


@pytest.mark.parametrize("name", ["rdjson", "rdjsonl"])
@given(report=reports(), unsafe=st.booleans())
def test_whatever_a_report_holds_comes_back(name: str, report: Report, unsafe: bool) -> None:
    text = render(name, report, Style(unsafe_fixes=unsafe))
    assert text.isascii()
    assert_harmless(text)
    assert commands(text) == 0
    back = diagnostics(text)
    jsonschema.validate(back, {"type": "array", "items": DIAGNOSTIC})
    json.dumps(back, ensure_ascii=False).encode("utf-8")
    shown = [
        f"{plain(one.message)}\nhelp: {plain(one.help)}" if one.help else plain(one.message)
        for one in report.diagnostics
    ]
    assert [one["message"] for one in back[: len(shown)]] == shown
    assert len(back) == len(shown) + len(report.truncated)
    for one, found in zip(back[: len(shown)], report.diagnostics, strict=True):
        assert one["location"]["path"] == escape_surrogates(found.path)
        assert ("range" in one["location"]) == (found.path in report.sources)
        if found.path in report.sources:
            assert_inside(one["location"]["range"], report.sources[found.path].encode())


def assert_inside(place: dict[str, Any], data: bytes) -> None:
    known = lines(data) or [b""]
    start, end = ((one["line"], one["column"]) for one in (place["start"], place["end"]))
    assert start <= end
    for line, column in (start, end):
        assert column <= len(known[line - 1]) + 1


@pytest.mark.parametrize("name", ["rdjson", "rdjsonl"])
def test_a_run_gives_suggestions_that_mend_the_file(repository, name):
    path = write(repository, BAD.replace("\n", "\r\n"))
    before = path.read_bytes()
    done = run("--output-format", name, "--ignore", "SL403", cwd=repository)
    assert (done.returncode, done.stderr) == (1, "")
    place = f".agents/sessions/{NAME}"
    assert_comments_say_the_same(done.stdout, place, before)
    assert run("--fix", "--ignore", "SL403", cwd=repository).returncode == 0
    assert applied(done.stdout, place, before) == path.read_bytes() != before


def test_a_clean_run_says_so_in_each_format(repository):
    write(repository, GOOD)
    assert json.loads(run("--output-format", "rdjson", cwd=repository).stdout)["diagnostics"] == []
    assert run("--output-format", "rdjsonl", cwd=repository).stdout == ""

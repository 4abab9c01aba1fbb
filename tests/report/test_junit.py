from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from junitparser import Failure, JUnitXml, TestCase, TestSuite

from session_lint.diagnostic import Severity
from session_lint.report import DOCS, Report, Style, render, statistics
from session_lint.workspace import Workspace

from .samples import CUT_SHORT, DUPLICATE, NAME, OTHER, PATH, REPORT, STATUS, diagnostic
from .test_every_format import assert_harmless, commands, escape_surrogates, reports

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
STEM = PATH.removesuffix(".md")
NOW = datetime(2025, 12, 9, 12, tzinfo=UTC)


def parsed(report: Report) -> list[tuple[str, list[TestCase]]]:
    """Give the tests of each suite as another program reads them."""
    suites: list[TestSuite] = list(JUnitXml.fromstring(render("junit", report, Style()).encode()))
    return [(str(suite.name), list(suite)) for suite in suites]


def names(report: Report) -> list[tuple[str, list[str | None]]]:
    return [(path, [case.name for case in cases]) for path, cases in parsed(report)]


def readable(text: str) -> str:
    """Give a text as XML can hold it."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", lambda match: f"\\x{ord(match.group()):02x}", text)
    return re.sub("[\ufffe\uffff]", lambda match: f"\\u{ord(match.group()):04x}", escape_surrogates(text))


def test_a_diagnostic_is_a_test_that_fails_and_a_clean_file_one_that_passes() -> None:
    report = Report((STATUS, NAME), REPORT.sources, 3, checked=("clean.md", PATH, OTHER))
    message = "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`"
    name = "the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-&lt;description&gt;.md`"
    assert render("junit", report, Style(color=True)) == (
        f'{HEAD}<testsuites name="session-lint" tests="3" failures="2" errors="0" skipped="0" time="0">\n'
        f'  <testsuite name="{PATH}" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        f'    <testcase classname="{STEM}" name="SL201 frontmatter-schema: session.status" file="{PATH}" time="0" '
        f'line="4"><failure message="{message}" type="error">{message}&#10;help: use `completed`&#10;{PATH}:4:11&#10;'
        f"{DOCS}#frontmatter-schema</failure></testcase>\n"
        "  </testsuite>\n"
        f'  <testsuite name="{OTHER}" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        f'    <testcase classname=".agents/sessions/weather" name="SL101 filename" file="{OTHER}" time="0" '
        f'line="1"><failure message="{name}" type="warning">{name}&#10;help: rename it&#10;{OTHER}:1:1&#10;'
        f"{DOCS}#filename</failure></testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="clean.md" tests="1" failures="0" errors="0" skipped="0" time="0">\n'
        '    <testcase classname="clean" name="clean" file="clean.md" time="0"/>\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_skipped_files_are_skipped_tests_and_a_cut_is_said() -> None:
    assert render("junit", CUT_SHORT, Style()).split("</testsuite>\n") == [
        f'{HEAD}<testsuites name="session-lint" tests="2" failures="1" errors="0" skipped="1" time="0">\n'
        f'  <testsuite name="{OTHER}" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        '    <testcase classname=".agents/sessions/weather" name="SL101 filename" '
        f'file="{OTHER}" time="0" line="1"><failure message="the name `weather.md` has no timestamp; expected '
        '`YYYYMMDD-HHMMSS-&lt;description&gt;.md`" type="warning">the name `weather.md` has no timestamp; expected '
        f"`YYYYMMDD-HHMMSS-&lt;description&gt;.md`&#10;help: rename it&#10;{OTHER}:1:1&#10;{DOCS}#filename"
        "</failure></testcase>\n"
        "    <system-out>more than 100 diagnostics; only the 100 gravest are here</system-out>\n"
        "  ",
        '  <testsuite name="README.md" tests="1" failures="0" errors="0" skipped="1" time="0">\n'
        '    <testcase classname="README" name="skipped" file="README.md" time="0"><skipped '
        'message="not a session file">not a session file</skipped></testcase>\n'
        "  ",
        "</testsuites>\n",
    ]


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(Report(), id="nothing checked"),
        pytest.param(Report(fixed=1, checked=("a.md",)), id="nothing but the fixes is reported"),
    ],
)
def test_without_a_file_there_is_no_test(report: Report) -> None:
    assert render("junit", report, Style()) == (
        f'{HEAD}<testsuites name="session-lint" tests="0" failures="0" errors="0" skipped="0" time="0">\n</testsuites>\n'
    )


def test_the_tests_of_a_file_have_names_of_their_own_that_last() -> None:
    again = diagnostic(field=("session", "status"))
    late = diagnostic(path="b.md", section="A (2)")
    section = diagnostic(path="b.md", section="A")
    report = Report((STATUS, again, DUPLICATE, again, section, section, late), REPORT.sources, 2)
    assert names(report) == [
        (
            PATH,
            [
                "SL201 frontmatter-schema: session.status",
                "SL201 frontmatter-schema: session.status (2)",
                "SL005 duplicate-key: session.created",
                "SL201 frontmatter-schema: session.status (3)",
            ],
        ),
        (
            "b.md",
            [
                "SL201 frontmatter-schema: A",
                "SL201 frontmatter-schema: A (2)",
                "SL201 frontmatter-schema: A (2) (2)",
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<a b=\"c\"> & 'd' ]]>", "&lt;a b=&quot;c&quot;&gt; &amp; 'd' ]]&gt;", id="markup"),
        pytest.param("a\tb\nc\rd", "a&#9;b&#10;c&#13;d", id="blanks that a reader would change"),
        pytest.param("\x7f\x85\u202e\u2028\ufeff", "&#127;&#133;&#8238;&#8232;&#65279;", id="what hides or reorders"),
        pytest.param("\x00\x1b[2J\x0b", r"\x00\x1b[2J\x0b", id="what XML has no place for"),
        pytest.param("\udcff\ud800\ufffe\uffff", r"\xff\ud800\ufffe\uffff", id="what is no character"),
        pytest.param("##[error]x", "#&#35;[error]x", id="a command of a log"),
        pytest.param("é天🤖\U0001ffff", "é天🤖\U0001ffff", id="any other"),
    ],
)
def test_texts_are_escaped(text: str, expected: str) -> None:
    report = Report((diagnostic(path="a.md", message=text),), {}, 1)
    line = render("junit", report, Style()).split("\n")[3]
    assert f'<failure message="{expected}" type="error">{expected}&#10;' in line


@given(report=reports())
def test_another_program_reads_what_was_said(report: Report) -> None:
    text = render("junit", report, Style())
    assert_harmless(text)
    assert commands(text) == 0
    cases = [case for _, of_file in parsed(report) for case in of_file]
    failed = [case for case in cases if case.is_failure]
    said = sorted(report.diagnostics, key=lambda one: one.path)  # the suites are in this order, and the sort is stable
    assert len(failed) == len(said)
    for one, case in zip(said, failed, strict=True):
        (result,) = case.result
        assert isinstance(result, Failure)
        assert (result.message, result.type) == (readable(one.message), one.severity.value)
        assert (result.text or "").startswith(readable(one.message))
        attributes = case._elem.attrib
        assert (attributes["file"], attributes["classname"]) == (
            readable(one.path),
            readable(one.path.removesuffix(".md")),
        )
        assert str(case.name).startswith(readable(f"{one.code} {one.name}"))
    skipped = [(case._elem.attrib["file"], case.result[0].message) for case in cases if case.is_skipped]
    assert skipped == [
        (readable(one.path), readable(one.reason)) for one in sorted(report.skipped, key=lambda one: one.path)
    ]


@given(report=reports())
def test_the_counts_are_those_of_another_program(report: Report) -> None:
    text = render("junit", report, Style()).encode()
    ours, theirs = JUnitXml.fromstring(text), JUnitXml.fromstring(text)
    theirs.update_statistics()
    assert counts(ours) == counts(theirs)
    assert list(map(counts, ours)) == list(map(counts, theirs))


def counts(of: JUnitXml | TestSuite) -> tuple[int | None, ...]:
    return of.tests, of.failures, of.errors, of.skipped


def test_every_character_that_xml_has_comes_back() -> None:
    there = [code for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    characters = "".join(map(chr, there))
    report = Report((diagnostic(message=characters),), {}, 1)
    root = ElementTree.fromstring(render("junit", report, Style()).encode())
    (failure,) = root.iter("failure")
    assert failure.get("message") == readable(characters)


def test_the_checked_files_of_a_run_are_in_it() -> None:
    workspace = Workspace.open("/", isolated=True)
    clean, broken = "a/.agents/sessions/20251204-143000-a.md", "a/.agents/sessions/20251204-143001-b.md"
    text = (
        '---\nsession:\n  title: "A"\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n'
        '  last_updated: "2025-12-08T14:30:00Z"\norchestration:\n  current_task: "b"\n---\n'
        "# Session: A\n\n## Context\n\na\n\n## Current State\n\nb\n\n## Next Steps\n\nc\n"
    )
    found = workspace.check(overlay={broken: text.replace("paused", "resting"), clean: text}, now=NOW)
    assert found.checked == (clean, broken)
    assert names(found) == [(clean, ["clean"]), (broken, ["SL201 frontmatter-schema: session.status"])]


def test_statistics_are_a_table() -> None:
    report = Report((diagnostic(severity=Severity.INFO),), {}, 1)
    assert statistics("junit", report, Style()) == "1  SL201  frontmatter-schema\n\nFound 1 info in 1 file.\n"

from __future__ import annotations

import pytest

from session_lint.diagnostic import Severity
from session_lint.report import Report, Style, github
from session_lint.text import Span

from .samples import CUT_SHORT, OTHER, PATH, REPORT, diagnostic


def test_a_diagnostic_is_a_workflow_command_and_the_gravest_come_first() -> None:
    assert github.render(REPORT, Style(color=True)) == (
        f"::error file={PATH},line=4,endLine=4,col=11,endColumn=19,title=SL201 frontmatter-schema::`session.status` is "
        "`complete`; expected one of `in_progress`, `paused`, `completed`%0Ahelp: use `completed`\n"
        f"::error file={PATH},line=6,endLine=6,col=3,endColumn=10,title=SL005 duplicate-key::the key `created` is set "
        "twice%0Ahelp: keep one of them\n"
        f"::warning file={OTHER},line=1,endLine=1,col=1,endColumn=1,title=SL101 filename::the name `weather.md` has no "
        "timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`%0Ahelp: rename it\n"
        f"::notice file={PATH},line=13,endLine=14,title=SL312 section-unknown::the section `Notes` is not one of the "
        "format's\n"
        "Found 2 errors, 1 warning and 1 info in 2 of 10 files checked.\n"
        "1 fixable with --fix, 1 more with --fix --unsafe-fixes.\n"
    )


def test_what_was_cut_is_a_notice() -> None:
    assert github.render(CUT_SHORT, Style()).splitlines()[1] == (
        f"::notice file={OTHER},title=session-lint::{OTHER}: more than 100 diagnostics; only the 100 gravest are shown"
    )


@pytest.mark.parametrize(
    ("path", "message", "expected"),
    [
        pytest.param("a,b:c.md", "a,b:c", "file=a%2Cb%3Ac.md|a,b:c", id="separators only in properties"),
        pytest.param("100%.md", "100%0A", "file=100%25.md|100%250A", id="percent"),
        pytest.param("a\n::error::b", "a\r\n::error::b", r"file=a\n%3A%3Aerror%3A%3Ab|a\r\n::error::b", id="lines"),
        pytest.param("\x1b\udcff\u202e", "\x1b", r"file=\x1b\xff\u202e|\x1b", id="controls"),
    ],
)
def test_names_and_messages_are_escaped(path: str, message: str, expected: str) -> None:
    report = Report((diagnostic(path=path, message=message),), {path: "x"}, files_checked=1)
    line = github.render(report, Style()).split("\n")[0]
    properties, words = expected.split("|")
    assert line == f"::error {properties},line=1,endLine=1,col=1,endColumn=1,title=SL201 frontmatter-schema::{words}"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param(Span(0, 1), "line=1,endLine=1,col=1,endColumn=1", id="a byte order mark is in column 1"),
        pytest.param(Span(1, 5), "line=1,endLine=1,col=1,endColumn=4", id="a whole line ends in its row"),
        pytest.param(Span(2, 6), "line=1,endLine=2", id="several lines have no columns"),
    ],
)
def test_places_are_what_github_takes(where: Span, expected: str) -> None:
    report = Report((diagnostic(where, severity=Severity.INFO),), {PATH: "\ufeffabc\ndef\n"}, files_checked=1)
    assert f",{expected},title=" in github.render(report, Style())

from __future__ import annotations

import pytest

from session_lint.diagnostic import Diagnostic, Severity
from session_lint.report import Report, Style, github
from session_lint.text import Span

from . import github_runner
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


def test_what_was_cut_is_a_line_in_the_log() -> None:
    assert github.render(CUT_SHORT, Style()).splitlines()[1:3] == [
        f"{OTHER}: more than 100 diagnostics; only the 100 gravest are shown",
        "Fixed 2 problems.",
    ]


def several(severity: Severity, count: int) -> tuple[Diagnostic, ...]:
    return tuple(diagnostic(Span(0, 0), f"{severity.value} {number}", severity=severity) for number in range(count))


def words(lines: list[str], level: str) -> list[str]:
    return [line.rpartition("::")[2] for line in lines if line.startswith(f"::{level} ")]


def test_github_shows_10_of_a_severity_and_the_log_has_the_rest() -> None:
    found = several(Severity.INFO, 10) + several(Severity.WARNING, 10) + several(Severity.ERROR, 12)
    lines = github.render(Report(found, {PATH: "x"}, files_checked=1), Style(color=True)).split("\n")
    assert words(lines, "error") == [f"error {number}" for number in range(10)]
    assert words(lines, "warning") == [f"warning {number}" for number in range(10)]
    notice = "no annotation for 2 errors and 1 info, since GitHub shows 10 of each severity: see the log of this step"
    assert words(lines, "notice") == [*(f"info {number}" for number in range(9)), notice]
    assert lines[29:] == [
        f"::notice title=session-lint::{notice}",
        f"{PATH}:1:1: SL201 error 10",
        f"{PATH}:1:1: SL201 error 11",
        f"{PATH}:1:1: SL201 info 9",
        "Found 12 errors, 10 warnings and 10 infos in 1 file.",
        "",
    ]


@pytest.mark.parametrize(
    ("count", "annotations", "notice"),
    [
        pytest.param(10, 10, None, id="ten"),
        pytest.param(
            11, 10, "no annotation for 1 error, since GitHub shows 10 of each severity: see the log of this step"
        ),
    ],
)
def test_ten_need_no_notice_and_eleven_do(count: int, annotations: int, notice: str | None) -> None:
    lines = github.render(Report(several(Severity.ERROR, count)), Style(quiet=True)).split("\n")
    assert len(words(lines, "error")) == annotations
    assert words(lines, "notice") == ([notice] if notice else [])


def test_the_notice_takes_the_place_of_an_info() -> None:
    lines = github.render(Report(several(Severity.INFO, 11)), Style(quiet=True)).split("\n")
    assert words(lines, "notice") == [
        *(f"info {number}" for number in range(9)),
        "no annotation for 2 infos, since GitHub shows 10 of each severity: see the log of this step",
    ]
    assert lines[10:] == [f"{PATH}:1:1: SL201 info 9", f"{PATH}:1:1: SL201 info 10", ""]


@pytest.mark.parametrize(
    ("path", "message", "expected"),
    [
        pytest.param("a,b:c.md", "a,b:c", "file=a%2Cb%3Ac.md|a,b:c", id="separators only in properties"),
        pytest.param("100%.md", "100%0A", "file=100%25.md|100%250A", id="percent"),
        pytest.param("a\n::error::b", "a\r\n::error::b", r"file=a%0A%3A%3Aerror%3A%3Ab|a\r\n::error::b", id="lines"),
        pytest.param("a\r\nb\tc", "a\nb", r"file=a%0D%0Ab\tc|a\nb", id="line breaks in a path arrive"),
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


@pytest.mark.parametrize(
    ("path", "arrives"),
    [
        pytest.param("a,b:c;d=e%0A%25\r\nf g.md", "a,b:c;d=e%0A%25\r\nf g.md", id="all that has a meaning"),
        pytest.param("::error::x", "::error::x", id="a command"),
        pytest.param(" 天\u00a0🤖 ", " 天\u00a0🤖 ", id="blanks at the ends"),
        pytest.param("\x1b\t\udcff\u202e\n", "\\x1b\\t\\xff\\u202e\n", id="what has no escape is visible"),
        pytest.param("==a", "a", id="the runner drops the first `=`"),
    ],
)
def test_a_path_comes_back_from_the_runner(path: str, arrives: str) -> None:
    report = Report((diagnostic(path=path, message="100%0A, a: b", help="c\nd"),), {path: "x"}, files_checked=1)
    command = github_runner.obeyed(github.render(report, Style()).split("\n")[0])
    place = {"line": "1", "endLine": "1", "col": "1", "endColumn": "1"}
    properties = {"file": arrives, **place, "title": "SL201 frontmatter-schema"}
    assert command == ("error", properties, "100%0A, a: b\nhelp: c\\nd")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        pytest.param("::error::a%0Ab%250A", ("error", {}, "a\nb%0A"), id="percent is undone last"),
        pytest.param("\u00a0::Notice file=a%2Cb,line=,=x::", ("Notice", {"file": "a,b"}, ""), id="blanks, empty ones"),
        pytest.param("::error file=a", None, id="no end"),
        pytest.param("::nothing::a", None, id="no such command"),
        pytest.param("a ##[add-mask a=b%3B;c=%5D]d", ("add-mask", {"a": "b;", "c": "]"}, "d"), id="the old form"),
        pytest.param("::x:: ##[error]y", ("error", {}, "y"), id="the old form where the new one is none"),
        pytest.param("a ::error::b", None, id="in the middle"),
    ],
)
def test_the_runner_of_these_tests_reads_as_the_real_one(line: str, command: tuple[object, ...] | None) -> None:
    assert github_runner.obeyed(line) == command

from __future__ import annotations

import re

import pytest

from session_lint.report import Report, Style, full
from session_lint.text import Span

from .samples import CUT_SHORT, OTHER, PATH, REPORT, diagnostic, span


def picture(text: str, where: Span, width: int = 60) -> str:
    """Give the lines of the only frame, without its gutter's empty first line."""
    report = Report((diagnostic(where),), {PATH: text}, files_checked=1)
    block = full.render(report, Style(width=width)).split("\n\n")[0]
    return "\n".join(block.split("\n")[3:])


def test_every_diagnostic_is_shown_with_its_line_and_what_to_do() -> None:
    assert (
        full.render(REPORT, Style())
        == """\
error[SL201] frontmatter-schema: `session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`
  --> .agents/sessions/20251204-143000-weather-fallback.md:4:11
   |
 3 |   title: "Weather fallback"
 4 |   status: complete
   |           ^^^^^^^^
   |
   = help: use `completed`
   = fix: set the status to `completed` (safe: --fix)

error[SL005] duplicate-key: the key `created` is set twice
  --> .agents/sessions/20251204-143000-weather-fallback.md:6:3
   |
 5 |   created: "2025-12-04T14:30:00Z"
 6 |   created: "2025-12-04"
   |   ^^^^^^^
   |
   = note: .agents/sessions/20251204-143000-weather-fallback.md:5:3: it is first set here
   = help: keep one of them

info[SL312] section-unknown: the section `Notes` is not one of the format's
   --> .agents/sessions/20251204-143000-weather-fallback.md:13:1
    |
 13 | First line of the notes,
    | ^^^^^^^^^^^^^^^^^^^^^^^^...

warning[SL101] filename: the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`
  --> .agents/sessions/weather.md:1:1
   |
 1 | # Weather
   | ^
   |
   = help: rename it
   = fix: rename the file (unsafe: --unsafe-fixes)

Found 2 errors, 1 warning and 1 info in 2 of 10 files checked.
1 fixable with --fix, 1 more with --fix --unsafe-fixes.
"""
    )


def test_what_was_cut_is_said_before_the_summary() -> None:
    assert full.render(CUT_SHORT, Style()).split("\n\n")[1] == (
        ".agents/sessions/weather.md: more than 100 diagnostics; only the 100 gravest are shown\n"
        "Fixed 2 problems.\n"
        "Found 1 warning in 1 file.\n"
        "1 fixable with --fix --unsafe-fixes.\n"
        "Skipped 1 file: not a session file.\n"
    )


@pytest.mark.parametrize("sources", [pytest.param({}, id="missing"), pytest.param({PATH: ""}, id="empty")])
def test_a_file_without_text_has_no_frame(sources: dict[str, str]) -> None:
    report = Report((diagnostic(message="the file is empty", help="write it"),), sources, files_checked=1)
    assert full.render(report, Style()).startswith(
        "error[SL201] frontmatter-schema: the file is empty\n"
        "  --> .agents/sessions/20251204-143000-weather-fallback.md:1:1\n"
        "   = help: write it\n\n"
    )


def test_a_place_in_a_file_that_was_not_read_is_its_path() -> None:
    report = Report((diagnostic(Span(7, 9), path=OTHER),), files_checked=1)
    assert f"  --> {OTHER}\n" in full.render(report, Style())


CASES = [
    pytest.param("title: 天気予報\n", "予報", " 1 | title: 天気予報\n   |            ^^^^", id="wide characters"),
    pytest.param("cafe\u0301 word\n", "word", " 1 | cafe\u0301 word\n   |      ^^^^", id="combining marks"),
    pytest.param("a\u200db c\n", "c", " 1 | a\u200db c\n   |    ^", id="joiners"),
    pytest.param("\uac00\u1100\u1161 x\n", "x", " 1 | \uac00\u1100\u1161 x\n   |      ^", id="Hangul"),
    pytest.param("\ta\tb\n", "b", " 1 |     a   b\n   |         ^", id="tabs"),
    pytest.param("\x1b[1m\u202e x\n", "x", " 1 | \\x1b[1m\\u202e x\n   |               ^", id="escapes"),
    pytest.param("\x1b\n", "\x1b", " 1 | \\x1b\n   | ^^^^", id="an escape itself"),
    pytest.param("\ufeffabc\n", "bc", " 1 | abc\n   |  ^^", id="behind a byte order mark"),
    pytest.param("\ufeffabc\n", "\ufeff", " 1 | abc\n   | ^", id="a byte order mark itself"),
    pytest.param("one\ntwo\n", "two\n", " 1 | one\n 2 | two\n   | ^^^", id="a whole line"),
    pytest.param("one\n\ntwo\n", "two", " 3 | two\n   | ^^^", id="blank above"),
    pytest.param("one\n \t\ntwo\n", "two", " 3 | two\n   | ^^^", id="blanks above"),
    pytest.param("one\r\ntwo\r\n", "e\r\ntw", " 1 | one\n   |   ^...", id="several lines"),
    pytest.param("one\r\ntwo", "\ntwo", " 1 | one\n   |    ^...", id="inside a line break"),
    pytest.param("a ##[error]b\n", "b", " 1 | a #\\x23[error]b\n   |               ^", id="a log command"),
]


@pytest.mark.parametrize(("text", "part", "expected"), CASES)
def test_carets_stand_under_the_span(text: str, part: str, expected: str) -> None:
    assert picture(text, span(text, part)) == expected


def test_an_empty_span_has_one_caret() -> None:
    assert picture("abc\n", Span(3, 3)) == " 1 | abc\n   |    ^"


def test_a_span_behind_the_text_is_its_end() -> None:
    assert picture("abc\n", Span(30, 40)) == " 1 | abc\n 2 |\n   | ^"


LONG = [
    pytest.param(
        "x" * 50 + "NEEDLE" + "y" * 50,
        "NEEDLE",
        " 1 | …xxxxxxxxxxxNEEDLEyyyyyyyyyyyy…\n   |             ^^^^^^",
        id="in the middle",
    ),
    pytest.param(
        "NEEDLE" + "y" * 50, "NEEDLE", " 1 | NEEDLEyyyyyyyyyyyyyyyyyyyyyyyy…\n   | ^^^^^^", id="in the beginning"
    ),
    pytest.param(
        "x" * 50 + "END",
        "END",
        " 1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxEND\n   |                             ^^^",
        id="in the end",
    ),
    pytest.param(
        "x" * 50 + "N" * 90,
        "N" * 90,
        " 1 | …xxxxxxNNNNNNNNNNNNNNNNNNNNNNN…\n   |        ^^^^^^^^^^^^^^^^^^^^^^^",
        id="longer than the window",
    ),
    pytest.param(
        "天" * 60 + "N" + "天" * 60,
        "N",
        " 1 | …天天天天天天天N天天天天天天天…\n   |                ^",
        id="between wide characters",
    ),
    pytest.param("x" * 50 + "\nN", "N", " 1 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\n 2 | N\n   | ^", id="under a long line"),
]


@pytest.mark.parametrize(("text", "part", "expected"), LONG)
def test_a_long_line_is_cut_to_a_window_around_the_span(text: str, part: str, expected: str) -> None:
    assert picture(text, span(text, part), width=37) == expected


def test_colours_never_change_the_text() -> None:
    coloured = full.render(REPORT, Style(color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == full.render(REPORT, Style())
    assert coloured.startswith("\x1b[1;31merror[SL201]\x1b[0m frontmatter-schema: \x1b[1m`session.status`")
    assert "\x1b[1;31m^^^^^^^^\x1b[0m\n" in coloured

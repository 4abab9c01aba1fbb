from __future__ import annotations

import pytest

from session_lint.diagnostic import Fix, Severity
from session_lint.report import Report, Skipped, Style, summary

from .samples import CLEAN, CUT_SHORT, DUPLICATE, NAME, REPORT, STATUS, diagnostic

SAFE = diagnostic(fix=Fix("t", (), safe=True))
UNSAFE = diagnostic(fix=Fix("t", (), safe=False))
WARNING = diagnostic(path="b.md", severity=Severity.WARNING)
INFO = diagnostic(path="c.md", severity=Severity.INFO)

CASES = [
    pytest.param(Report(), (), id="nothing checked"),
    pytest.param(Report(skipped=(Skipped("a", "r"),)), (), id="nothing checked and one skipped"),
    pytest.param(Report(files_checked=1), ("1 session file is clean.",), id="one clean"),
    pytest.param(CLEAN, ("All 10 session files are clean.",), id="all clean"),
    pytest.param(Report((INFO,), {}, 1), ("Found 1 info in 1 file.",), id="one"),
    pytest.param(Report((INFO, INFO), {}, 2), ("Found 2 infos in 1 of 2 files checked.",), id="two"),
    pytest.param(Report((diagnostic(), WARNING), {}, 2), ("Found 1 error and 1 warning in 2 of 2 files checked.",)),
    pytest.param(
        Report((diagnostic(), diagnostic(), diagnostic(), WARNING, INFO, INFO), {}, 10),
        ("Found 3 errors, 1 warning and 2 infos in 3 of 10 files checked.",),
        id="all severities",
    ),
    pytest.param(Report((diagnostic(),)), ("Found 1 error in 1 file.",), id="a missing file is not checked"),
    pytest.param(
        Report((SAFE, SAFE, UNSAFE), {}, 2),
        ("Found 3 errors in 1 of 2 files checked.", "2 fixable with --fix, 1 more with --fix --unsafe-fixes."),
        id="fixes of both kinds",
    ),
    pytest.param(Report((SAFE,), {}, 1), ("Found 1 error in 1 file.", "1 fixable with --fix."), id="a safe fix"),
    pytest.param(
        Report((UNSAFE,), {}, 1),
        ("Found 1 error in 1 file.", "1 fixable with --fix --unsafe-fixes."),
        id="an unsafe fix",
    ),
    pytest.param(
        Report(files_checked=2, fixed=1), ("Fixed 1 problem.", "All 2 session files are clean."), id="all fixed"
    ),
    pytest.param(Report(fixed=3), ("Fixed 3 problems.",), id="fixed by deleting the only file"),
    pytest.param(
        Report(
            files_checked=1, skipped=(Skipped("a", "too large"), Skipped("b", "excluded"), Skipped("c", "excluded"))
        ),
        ("1 session file is clean.", "Skipped 3 files: excluded (2), too large (1)."),
        id="skipped for several reasons",
    ),
    pytest.param(
        Report((WARNING,), {}, 2, baselined=12),
        ("Found 1 warning in 1 of 2 files checked.", "12 more are in the baseline."),
        id="some are known",
    ),
    pytest.param(
        Report(files_checked=3, baselined=1),
        ("Nothing new in 3 session files.", "1 is in the baseline."),
        id="all that there is is known",
    ),
    pytest.param(Report(fixed=1, baselined=1), ("Fixed 1 problem.",), id="nothing but the fixes is reported"),
]


@pytest.mark.parametrize(("report", "expected"), CASES)
def test_the_closing_lines_count_what_there_is(report: Report, expected: tuple[str, ...]) -> None:
    assert summary.closing(report, Style()) == expected


def test_unsafe_fixes_count_like_the_others_when_they_are_allowed() -> None:
    lines = summary.closing(Report((SAFE, UNSAFE), {}, 1), Style(unsafe_fixes=True))
    assert lines[-1] == "2 fixable with --fix."


def test_what_was_cut_is_one_line_a_file() -> None:
    assert summary.truncations(CUT_SHORT) == (
        ".agents/sessions/weather.md: more than 100 diagnostics; only the 100 gravest are shown",
    )


def test_statistics_count_rules_the_most_broken_first() -> None:
    report = Report((NAME, *[DUPLICATE] * 12, STATUS, STATUS), REPORT.sources, 10)
    assert (
        summary.statistics(report, Style())
        == """\
12  SL005      duplicate-key
 2  SL201  [*] frontmatter-schema
 1  SL101      filename

Found 14 errors and 1 warning in 2 of 10 files checked.
2 fixable with --fix, 1 more with --fix --unsafe-fixes.
"""
    )


def test_statistics_without_fixes_have_no_column_for_them() -> None:
    report = Report((DUPLICATE,), REPORT.sources, 1)
    assert summary.statistics(report, Style()) == "1  SL005  duplicate-key\n\nFound 1 error in 1 file.\n"


def test_statistics_of_a_clean_run_are_its_summary() -> None:
    assert summary.statistics(CLEAN, Style()) == "All 10 session files are clean.\n"


def test_colours_tell_severity() -> None:
    assert summary.statistics(Report((WARNING,), {}, 1), Style(color=True)) == (
        "1  \x1b[1;33mSL201\x1b[0m  frontmatter-schema\n\nFound \x1b[1;33m1 warning\x1b[0m in 1 file.\n"
    )
    assert summary.closing(CLEAN, Style(color=True)) == ("\x1b[1;32mAll 10 session files are clean.\x1b[0m",)

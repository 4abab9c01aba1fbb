from __future__ import annotations

from session_lint.report import Report, Style, concise

from .samples import NAME, OTHER, OTHER_TEXT, PATH, REPORT, diagnostic


def test_a_diagnostic_is_a_line_that_editors_can_follow() -> None:
    assert concise.render(REPORT, Style()) == (
        f"{PATH}:4:11: SL201 `session.status` is `complete`; expected one of `in_progress`, `paused`, `completed` [*]\n"
        f"{PATH}:6:3: SL005 the key `created` is set twice\n"
        f"{PATH}:13:1: SL312 the section `Notes` is not one of the format's\n"
        f"{OTHER}:1:1: SL101 the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`\n"
        "Found 2 errors, 1 warning and 1 info in 2 of 10 files checked.\n"
        "1 fixable with --fix, 1 more with --fix --unsafe-fixes.\n"
    )


def test_unsafe_fixes_are_marked_when_they_are_allowed() -> None:
    report = Report((NAME,), {OTHER: OTHER_TEXT}, files_checked=1)
    line, _, fixable = concise.render(report, Style(unsafe_fixes=True)).splitlines()
    assert line.endswith(" [*]")
    assert fixable == "1 fixable with --fix."


def test_colours_tell_severity_and_path() -> None:
    report = Report((diagnostic(),), {PATH: "x"}, files_checked=1)
    assert concise.render(report, Style(color=True)) == (
        f"\x1b[1m{PATH}\x1b[0m:1:1: \x1b[1;31mSL201\x1b[0m a message\nFound \x1b[1;31m1 error\x1b[0m in 1 file.\n"
    )


def test_a_path_cannot_forge_a_command_or_a_line() -> None:
    report = Report((diagnostic(path=" ::error::x\n::error::y", message="\x1b[2J##[error]z"),), {}, files_checked=1)
    assert concise.render(report, Style()).splitlines()[0] == (
        r"./ ::error::x\n::error::y:1:1: SL201 \x1b[2J#\x23[error]z"
    )

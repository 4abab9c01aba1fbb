from __future__ import annotations

import re

import pytest

from session_lint.report import Report, Style, grouped

from .samples import CLEAN, CUT_SHORT, REPORT


def test_diagnostics_stand_in_columns_under_their_file() -> None:
    assert (
        grouped.render(REPORT, Style())
        == """\
.agents/sessions/20251204-143000-weather-fallback.md
   4:11  error  SL201  `session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`  [*]
   6:3   error  SL005  the key `created` is set twice
  13:1   info   SL312  the section `Notes` is not one of the format's

.agents/sessions/weather.md
  1:1  warning  SL101  the name `weather.md` has no timestamp; expected `YYYYMMDD-HHMMSS-<description>.md`

Found 2 errors, 1 warning and 1 info in 2 of 10 files checked.
1 fixable with --fix, 1 more with --fix --unsafe-fixes.
"""
    )


def test_colours_never_change_the_text() -> None:
    coloured = grouped.render(REPORT, Style(color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == grouped.render(REPORT, Style())


@pytest.mark.parametrize(
    ("report", "end"),
    [
        pytest.param(Report(), "", id="nothing checked"),
        pytest.param(CLEAN, "All 10 session files are clean.\n", id="clean"),
        pytest.param(CUT_SHORT, "Skipped 1 file: not a session file.\n", id="cut short"),
    ],
)
def test_the_summary_is_last(report: Report, end: str) -> None:
    text = grouped.render(report, Style())
    assert text.endswith(end)
    assert bool(text) == bool(end)

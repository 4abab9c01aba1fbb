"""SL308 beyond its examples; what an entry is has its tests in `tests/reading/test_log.py`."""

from __future__ import annotations

import pytest

from session_lint import session, shipped, testing
from session_lint.config import default, load
from session_lint.config.layers import Location
from session_lint.diagnostic import Edit
from session_lint.fixing import edited
from session_lint.rule import Example
from session_lint.rules import RULES
from session_lint.rules.log_entry_format import LogEntryFormat


def read(location: Location) -> str:
    return shipped.read(location.path) if location.shipped else 'extend = "journal"\n'


PROFILE = default(RULES, read).profile
JOURNAL = load("session-lint.toml", RULES, read).profile


@pytest.mark.parametrize(
    ("entry", "safe"),
    [
        pytest.param("2025-12-04T14:30:00Z: PM", True, id="nothing lost"),
        pytest.param("2025-12-04T14:30:15Z: PM", False, id="seconds"),
        pytest.param("2025-12-04T15:30+01:00: PM", False, id="a zone"),
    ],
)
def test_a_fix_that_loses_something_is_unsafe(entry, safe):
    one = session.read("a.md", f"## Session Log\n### {entry}\n", PROFILE)
    (finding,) = LogEntryFormat().check(one)
    assert finding.fix
    assert finding.fix.safe is safe
    edits = [change for change in finding.fix.changes if isinstance(change, Edit)]
    assert edited(one.text, edits) == "## Session Log\n### 2025-12-04 14:30 - PM\n"
    assert (finding.help, finding.fix.title) == (
        "write it like `### 2025-12-04 14:30 - text`",
        "write the stamp as `2025-12-04 14:30 -`",
    )


def test_what_may_be_read_in_two_ways_is_named_whole():
    example = Example(
        "## Session Log\n\n### 2025-12-04 2:30 PM cache\n",
        says=("the log entry is `2025-12-04 2:30 PM cache`; expected `### YYYY-MM-DD HH:MM - <text>`",),
    )
    testing.check_example(LogEntryFormat, example, PROFILE)


def test_a_journal_is_judged_by_its_own_pattern():
    example = Example(
        "## Journal\n\n[2025-12-04T14:30:00Z] commit(ab12): x\n[2025-12-04 14:31] note: x\n- 2025-12-04 14:32 note: x\n",
        says=(
            "the log entry begins with `[2025-12-04T14:30:00Z]`; expected `[2025-12-04 14:30]`",
            "the log entry is `[2025-12-04 14:31] note: x`; expected `[YYYY-MM-DD HH:MM] <type>(<scope>): <text>`",
        ),
        fixed="## Journal\n\n[2025-12-04 14:30] commit(ab12): x\n[2025-12-04 14:31] note: x\n- 2025-12-04 14:32 note: x\n",
    )
    testing.check_example(LogEntryFormat, example, JOURNAL)

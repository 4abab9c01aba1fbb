"""SL309 beyond its examples."""

from __future__ import annotations

import pytest

from session_lint import session, shipped
from session_lint.config import default, load
from session_lint.config.layers import Location
from session_lint.profile import Profile
from session_lint.rules import RULES
from session_lint.rules.log_order import LogOrder


def read(location: Location) -> str:
    return shipped.read(location.path) if location.shipped else 'extend = "journal"\n'


PROFILE = default(RULES, read).profile
JOURNAL = load("session-lint.toml", RULES, read).profile


def turns(text: str, profile: Profile = PROFILE) -> list[tuple[str, str, str]]:
    """Give the entry that turns, the one before it, and what was expected."""
    one = session.read("a.md", text, profile)
    return [
        (
            text[finding.span.start : finding.span.end],
            text[finding.related[0].span.start : finding.related[0].span.end],
            finding.message.partition("; ")[2],
        )
        for finding in LogOrder().check(one)
    ]


def hours(*stamps: str) -> str:
    return "## Session Log\n" + "".join(f"### 2025-12-04 {stamp} - PM\n" for stamp in stamps)


OLDEST, NEWEST = (f"expected the {which} first, as elsewhere in the log" for which in ("oldest", "newest"))


@pytest.mark.parametrize(
    ("stamps", "entry", "before", "expected"),
    [
        pytest.param(("09:00", "11:00", "10:00", "12:00"), "10:00", "11:00", OLDEST, id="back once"),
        pytest.param(("12:00", "10:00", "11:00", "09:00"), "11:00", "10:00", NEWEST, id="newest first"),
        pytest.param(("12:00", "09:00", "10:00", "11:00"), "09:00", "12:00", OLDEST, id="the first one is odd"),
        pytest.param(("09:00", "12:00", "11:00", "10:00"), "12:00", "09:00", NEWEST, id="the first one is odd, newest first"),
        pytest.param(("09:00", "10:00", "09:30"), "09:30", "10:00", OLDEST, id="as many up as down, up first"),
        pytest.param(("10:00", "09:00", "09:30"), "09:00", "10:00", OLDEST, id="as many up as down, down first"),
        pytest.param(("09:00", "10:00", "10:00", "09:00", "11:00"), "09:00", "10:00", OLDEST, id="behind equal ones"),
        pytest.param(("08:00", "09:00", "08:30", "10:00", "09:30"), "08:30", "09:00", OLDEST, id="only the first turn"),
    ],
)  # fmt: skip
def test_the_first_entry_that_turns_is_named(stamps, entry, before, expected):
    assert turns(hours(*stamps)) == [(f"2025-12-04 {entry}", f"2025-12-04 {before}", expected)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(hours(), id="none"),
        pytest.param(hours("09:00"), id="one"),
        pytest.param(hours("10:00", "09:00"), id="two"),
        pytest.param(hours("09:00", "09:00", "09:00"), id="equal ones"),
        pytest.param(hours("09:00", "10:00", "25:00", "11:00"), id="a time that does not exist"),
        pytest.param("## Session Log\n### 2025-12-05\n### 2025-12-04\n### 2025-12-06\n", id="dates"),
        pytest.param(hours("09:00", "10:00") + hours("08:00", "11:00"), id="two logs, each for itself"),
        pytest.param("## Session Log\n### 2025-12-04T10:00+05:00 a\n### 2025-12-04 09:00 - b\n### 2025-12-04 10:00 - c\n", id="zones"),
        pytest.param(hours("09:00", "10:00").replace("Session Log", "Notes") + "### 2025-12-04 09:30 - PM\n", id="no log"),
    ],
)  # fmt: skip
def test_it_is_silent(text):
    assert turns(text) == []


def test_entries_in_another_spelling_are_in_order_too():
    text = (
        "## Journal\n[2025-12-04 09:00] a(b): c\n- 2025-12-04 10:00 d\n[2025-12-04T09:30:00Z] e\n2025-12-04 11:00 f\n"
    )
    assert turns(text, JOURNAL) == [("2025-12-04T09:30:00Z", "2025-12-04 10:00", OLDEST)]

"""The entries of a log: which lines are some, what they say, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from session_lint import session
from session_lint.log import Entry, EntryPattern, Flaw, Log
from session_lint.session import Session

from .samples import PATH, PROFILE, VARIANTS, cut, seconds

HEADINGS = EntryPattern("### YYYY-MM-DD HH:MM - <text>")
LINES = EntryPattern("[YYYY-MM-DD HH:MM] <type>(<scope>): <text>")
HALF_PAST_TWO = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)


def read(text: str, pattern: EntryPattern = HEADINGS, section: str = "Log") -> Session:
    return session.read(PATH, text, replace(PROFILE, log=Log(section, pattern)))


def mended(text: str, entry: Entry) -> str | None:
    """Give a title or line as it should be."""
    return None if entry.wanted is None else text[: entry.head.start] + entry.wanted + text[entry.head.end :]


@pytest.mark.parametrize(
    "title",
    [
        "2025-12-04 14:30 - PM",
        "2025-12-04 14:30 - PM: cache (done)",
        "2025-12-04 14:30  -\t PM",
        "2025-12-04 14:30 - 15:10 - PM",
        "2025-12-04 14:30 - [Agent/Action]",
        "2025-12-04 14:30 - - PM",
    ],
)
def test_an_entry_that_is_written_as_it_should_be_has_no_flaw(title):
    entry = HEADINGS.read(title, 0)
    assert entry
    assert (entry.flaw, entry.instant, cut(title, entry.stamp)) == (None, HALF_PAST_TWO, "2025-12-04 14:30")


@pytest.mark.parametrize(
    ("title", "safe"),
    [
        pytest.param("2025-12-04 14:30 \u2013 PM", True, id="en dash"),
        pytest.param("2025-12-04 14:30 \u2014 PM", True, id="em dash"),
        pytest.param("2025-12-04 14:30 -- PM", True, id="two hyphens"),
        pytest.param("2025-12-04 14:30: PM", True, id="colon"),
        pytest.param("2025-12-04 14:30 | PM", True, id="bar"),
        pytest.param("2025-12-04 14:30-PM", True, id="no blanks"),
        pytest.param("2025-12-04 14:30 -PM", True, id="no blank behind"),
        pytest.param("2025-12-04 14:30- PM", True, id="no blank before"),
        pytest.param("2025-12-04  14:30 - PM", True, id="two blanks in the stamp"),
        pytest.param("2025-12-04, 14:30 - PM", True, id="a comma in the stamp"),
        pytest.param("2025-12-04 @ 14:30 - PM", True, id="an at sign in the stamp"),
        pytest.param("2025-12-04 - 14:30 - PM", True, id="a hyphen in the stamp"),
        pytest.param("2025/12/04 14:30 - PM", True, id="slashes"),
        pytest.param("20251204-143000 - PM", True, id="as in a file name"),
        pytest.param("20251204-1430 - PM", True, id="as in an older file name"),
        pytest.param("20251204T143000Z - PM", True, id="basic ISO"),
        pytest.param("2025-12-04T14:30:00Z - PM", True, id="ISO"),
        pytest.param("2025-12-04T14:30:00.000Z - PM", True, id="ISO with a fraction of nothing"),
        pytest.param("2025-12-04 14:30:00 - PM", True, id="no seconds to lose"),
        pytest.param("2025-12-04T14:30:00Z: PM", True, id="ISO and a colon"),
        pytest.param("2025-12-04 14:30 UTC - PM", True, id="UTC"),
        pytest.param("2025-12-04 14:30 (UTC) - PM", True, id="UTC in parentheses"),
        pytest.param("[2025-12-04 14:30] PM", True, id="brackets"),
        pytest.param("**2025-12-04 14:30** - PM", True, id="strong"),
        pytest.param("(`2025-12-04 14:30`): PM", True, id="parentheses and code"),
        pytest.param("2025-12-04 14:30:15 - PM", False, id="seconds"),
        pytest.param("2025-12-04T14:30:00.5Z - PM", False, id="a fraction"),
        pytest.param("2025-12-04T15:30:00+01:00 - PM", False, id="another zone"),
        pytest.param("2025-12-04T09:30-0500 - PM", False, id="a zone west of here"),
    ],
)
def test_an_entry_in_another_spelling_can_be_mended(title, safe):
    entry = HEADINGS.read(title, 0)
    assert entry
    assert entry.flaw is Flaw.FORM
    assert entry.instant
    assert entry.instant.replace(second=0) == HALF_PAST_TWO
    assert (mended(title, entry), entry.lossless) == ("2025-12-04 14:30 - PM", safe)


@pytest.mark.parametrize(
    ("title", "flaw", "stamp"),
    [
        pytest.param("2025-02-30 14:30 - PM", Flaw.NO_SUCH_TIME, "2025-02-30 14:30", id="no such day"),
        pytest.param("2025-02-30T14:30:00Z", Flaw.NO_SUCH_TIME, "2025-02-30T14:30:00Z", id="no such day in ISO"),
        pytest.param("2025-12-04 24:00 - PM", Flaw.NO_SUCH_TIME, "2025-12-04 24:00", id="no such hour"),
        pytest.param("2025-12-04 14:60: PM", Flaw.NO_SUCH_TIME, "2025-12-04 14:60", id="no such minute"),
        pytest.param("2025-13-01", Flaw.NO_SUCH_TIME, "2025-13-01", id="no such month and no time"),
        pytest.param("0000-01-01 10:00 - PM", Flaw.NO_SUCH_TIME, "0000-01-01 10:00", id="no such year"),
        pytest.param("2025-12-04T14:30+99:00 - PM", Flaw.NO_SUCH_TIME, "2025-12-04T14:30+99:00", id="no such zone"),
        pytest.param("9999-12-31T23:59-01:00 x", Flaw.NO_SUCH_TIME, "9999-12-31T23:59-01:00", id="behind the calendar"),
        pytest.param("2025-12-04", Flaw.NO_TIME, "2025-12-04", id="a date"),
        pytest.param("2025-12-04: 3 things", Flaw.NO_TIME, "2025-12-04", id="a date and text"),
        pytest.param("2025-12-04 at 14:30 - PM", Flaw.NO_TIME, "2025-12-04", id="a word before the time"),
        pytest.param("2025-12-04 1430 - PM", Flaw.NO_TIME, "2025-12-04", id="a time that may be a number"),
        pytest.param("2025-12-04 14:305 - PM", Flaw.NO_TIME, "2025-12-04", id="three digits of minutes"),
        pytest.param("[2025-12-04] PM", Flaw.NO_TIME, "2025-12-04", id="a date in brackets"),
        pytest.param("14:30 - PM", Flaw.NO_DATE, "14:30", id="a time"),
        pytest.param("04.12.2025 14:30 - PM", Flaw.NO_DATE, "04.12.2025", id="the day first"),
        pytest.param("12/04/2025 14:30 - PM", Flaw.NO_DATE, "12/04/2025", id="the month first"),
        pytest.param("2025-12-04 14:30", Flaw.NO_TEXT, "2025-12-04 14:30", id="a stamp"),
        pytest.param("2025-12-04 14:30 -", Flaw.NO_TEXT, "2025-12-04 14:30", id="a stamp and a separator"),
        pytest.param("2025-12-04 14:30 PM", Flaw.FORM, "2025-12-04 14:30", id="half of the day or a manager"),
        pytest.param("2025-12-04t14:30z PM", Flaw.FORM, "2025-12-04t14:30z", id="the same in ISO"),
        pytest.param("2025-12-04 2:30 p.m. deploy", Flaw.FORM, "2025-12-04 2:30", id="half of the day"),
        pytest.param("2025-12-04 14:30 CET - PM", Flaw.FORM, "2025-12-04 14:30", id="a zone by its name"),
        pytest.param("2025-12-04 14:30-15:10 - PM", Flaw.FORM, "2025-12-04 14:30-15:10", id="a range"),
        pytest.param("2025-12-04 14:30\u201315:10 - PM", Flaw.FORM, "2025-12-04 14:30", id="a range with a dash"),
        pytest.param("**2025-12-04 14:30 - PM** done", Flaw.FORM, "2025-12-04 14:30", id="strong that goes on"),
    ],
)
def test_what_is_missing_or_unclear_is_named_and_not_made_up(title, flaw, stamp):
    entry = HEADINGS.read(title, 0)
    assert entry
    assert (entry.flaw, entry.wanted, cut(title, entry.stamp)) == (flaw, None, stamp)


@pytest.mark.parametrize(
    "title",
    [
        *("", "Notes", "PM, 2025-12-04 14:30", "YYYY-MM-DD HH:MM - [Agent/Action]", "1. First", "3 things", "2025"),
        *(
            "2025.12.4 release",
            "2025-12 in short",
            "12345678 rows",
            "1:1 with QA",
            "\u0662\u0660\u0662\u0665-12-04 14:30",
        ),
        *("Dec 4, 2025", "-", "[ ] 2025-12-04 14:30 - PM"),
    ],
)
def test_what_begins_with_no_date_and_no_time_is_no_entry(title):
    assert HEADINGS.read(title, 0) is None


def test_only_headings_of_the_level_in_the_log_are_entries():
    text = (
        "## Log\n### 2025-12-04 14:30 - A\n#### 2025-12-04 - no\n- 2025-12-04 - no\n```\n### 2025-12-04 - no\n```\n"
        "## Other\n### 2025-12-04 - no\n## LOG\n### **2025-12-04 15:00 - B** <!-- c -->\n# Log\n### 2025-12-04\n"
    )
    assert [[cut(text, entry.span) for entry in entries] for entries in read(text).logs] == [
        ["2025-12-04 14:30 - A"],
        ["2025-12-04 15:00 - B"],
    ]


@pytest.mark.parametrize(
    ("line", "flaw", "wanted"),
    [
        pytest.param("[2025-12-04 14:30] session(start):  === STARTED ===", None, None, id="as it should be"),
        pytest.param("[2025-12-04 14:30] note on x(a, b): c", None, None, id="blanks in the names"),
        pytest.param("- [2025-12-04 14:30] a(b): c", None, None, id="a list item"),
        pytest.param("- 2025-12-04 14:30 a: c", None, None, id="a list item of another form"),
        pytest.param("2. 2025-12-04T14:30:05+01:00 c", None, None, id="a numbered item"),
        pytest.param("- 2025-02-30 14:30 a: c", Flaw.NO_SUCH_TIME, None, id="a list item with no such day"),
        pytest.param("- 2025-12-04 14:30", Flaw.NO_TEXT, None, id="a list item without text"),
        pytest.param("[2025-12-04 14:30]a(b): c", Flaw.FORM, "[2025-12-04 14:30] a(b): c", id="no blank"),
        pytest.param("[2025-12-04T14:30:00Z] a(b): c", Flaw.FORM, "[2025-12-04 14:30] a(b): c", id="ISO"),
        pytest.param("2025-12-04 14:30 - a(b): c", Flaw.FORM, "[2025-12-04 14:30] a(b): c", id="no brackets"),
        pytest.param("[2025-12-04 14:30] a: c", Flaw.FORM, None, id="no scope"),
        pytest.param("[2025-12-04 14:30] a(): c", Flaw.FORM, None, id="an empty scope"),
        pytest.param("[2025-12-04 14:30] a(b):  ", Flaw.FORM, None, id="no text behind the scope"),
        pytest.param("[2025-12-04] a(b): c", Flaw.NO_TIME, None, id="no time"),
        pytest.param("[14:30] a(b): c", Flaw.NO_DATE, None, id="no date"),
        pytest.param("2025-02-30 14:30 c", Flaw.NO_SUCH_TIME, None, id="no such day"),
    ],
)
def test_lines_of_a_log_are_read(line, flaw, wanted):
    text = f"## Log\n{line}\n"
    (((entry,),), offset) = read(text, LINES).logs, text.index(line)
    assert (entry.flaw, entry.span.end) == (flaw, offset + len(line.rstrip()))
    assert mended(text, entry) == (wanted and f"## Log\n{wanted}\n")


@pytest.mark.parametrize(
    "line",
    [
        *("text", "2025-12-04 was a long day", "14:30 is tea time", "- 2025-12-04: no time", "- [ ] 2025-12-04 14:30 a"),
        *("[2025-12-04](notes.md)", "[2025-12-04]: notes.md", "  [2025-12-04] a", "    2025-12-04 14:30", "> 2025-12-04 14:30"),
        *("```\n[2025-12-04] a\n```", "<!--\n[2025-12-04] a\n-->", "## Other\n[2025-12-04] a", "### 2025-12-04", "", "-"),
    ],
)  # fmt: skip
def test_what_is_no_entry_in_a_log_of_lines_is_left_alone(line):
    text = f"## Log\n{line}\n"
    assert read(text, LINES).logs == ((),)


@pytest.mark.parametrize("variant", VARIANTS)
def test_entries_have_their_place_whatever_the_line_ends(variant):
    text = VARIANTS[variant]("---\na: b\n---\n## Log\n\n[2025-12-04 14:30] a(b): c\ntext\n- 2025-12-05 09:00 d")
    ((first, second),) = read(text, LINES).logs
    assert (cut(text, first.span), cut(text, first.head)) == ("[2025-12-04 14:30] a(b): c", "[2025-12-04 14:30")
    assert (cut(text, second.span), cut(text, second.stamp)) == ("2025-12-05 09:00 d", "2025-12-05 09:00")


def test_a_pattern_of_list_items_holds_for_list_items():
    pattern = EntryPattern("- YYYY-MM-DD HH:MM:SS <text>")
    text = "## Log\n- 2025-12-04 14:30:15 a\n* 2025-12-04T14:30:16Z b\n- 2025-12-04 14:30 c\n"
    ((first, second, third),) = read(text, pattern).logs
    assert (first.flaw, second.flaw, third.flaw) == (None, Flaw.FORM, Flaw.FORM)
    assert mended(text, second) == text.replace("* 2025-12-04T14:30:16Z", "- 2025-12-04 14:30:16")
    assert second.lossless
    assert third.wanted is None  # the seconds are not known
    assert pattern.example() == "- 2025-12-04 14:30:00 text"


def test_a_profile_without_a_log_has_no_entries():
    assert session.read(PATH, "## Session Log\n### 2025-12-04\n", replace(PROFILE, log=None)).logs == ()


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("### YYYY-MM-DD HH:MM - <text>", None),
        ("#### YYYY-MM-DDTHH:MM:SSZ: <agent> - <text>", None),
        ("* DD.MM.YYYY, HH:MM <text>", None),
        ("## YYYY-MM-DD HH:MM - <text>", "expected headings of level 3 or deeper"),
        ("YYYY-MM-DD <text>", "expected each of YYYY, MM, DD, HH, MM once, and SS at most once"),
        ("YYYY-MM-DD HH:MM YYYY <text>", "expected each of YYYY, MM, DD, HH, MM once, and SS at most once"),
        ("HH:MM <text>", "expected each of YYYY, MM, DD, HH, MM once, and SS at most once"),
        *(
            (wrong, "expected one line with names such as `<agent>`, apart from one another and the last `<text>`")
            for wrong in (
                *("YYYY-MM-DD HH:MM", "YYYY-MM-DD HH:MM <text> x", "YYYY-MM-DD HH:MM <a><text>"),
                *("YYYY-MM-DD HH:MM <text> <text>", "YYYY-MM-DD HH:MM <A> <text>", "YYYY-MM-DD\nHH:MM <text>"),
            )
        ),
    ],
)
def test_a_pattern_that_cannot_be_read_says_why(written, fault):
    assert EntryPattern(written).fault() == fault


@pytest.mark.parametrize(
    "written",
    ["### YYYY-MM-DD HH:MM - <text>", "[YYYY-MM-DD HH:MM] <a>, <b>, <text>", "- DD.MM.YYYY HH:MM <a> <b> (<c>) <text>"],
)
def test_a_pattern_reads_its_own_example(written):
    pattern = EntryPattern(written)
    example = pattern.example().removeprefix("### ")
    entry = pattern.read(example, 0)
    assert entry
    assert (entry.flaw, entry.instant) == (None, HALF_PAST_TWO)


@pytest.mark.parametrize(
    "hostile",
    [
        *("2025-12-04" + " " * 30_000, "2025-12-04 14:30" + " " * 30_000, "2025-12-04 14:30" + " -" * 15_000),
        *("[2025-12-04 14:30] " + "a" * 30_000, "[2025-12-04 14:30] a," + " " * 30_000 + "b", "[" * 30_000),
        *("2025-12-04T14:30:00." + "0" * 30_000, "1" * 30_000, "[2025-12-04 14:30] " + "a, " * 10_000),
    ],
)
@pytest.mark.parametrize("written", [HEADINGS.written, LINES.written, "[YYYY-MM-DD HH:MM] <a>, <b>, <c>: <text>"])
def test_a_long_line_takes_no_long_time(hostile, written):
    pattern = EntryPattern(written)
    assert seconds(lambda: pattern.read(hostile + "x", 0), 2) < 0.5  # quadratic it takes seconds

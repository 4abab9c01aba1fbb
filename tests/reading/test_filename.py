"""File names in parts: stamp, description, suffix; and descriptions made from titles."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from session_lint.filename import KEBAB, FileName, Pattern, slug, stamp_within

PATTERN = Pattern("YYYYMMDD-HHMMSS-<description>.md")
STAMP = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)


def no_stamp(name: str, lead: str, description: str, *, shaped: bool = False, suffixed: bool = True) -> FileName:
    return FileName(name, lead, None, shaped, description, suffixed)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(FileName("20251204-143000-weather-fallback.md", "20251204-143000-", STAMP, True, "weather-fallback", True), id="the usual form"),
        pytest.param(FileName("20251204-143000-.md", "20251204-143000-", STAMP, True, "", True), id="no description"),
        pytest.param(FileName("20251204-143000-a", "20251204-143000-", STAMP, True, "a", False), id="no suffix"),
        pytest.param(FileName("20251204-143000-a.MD", "20251204-143000-", STAMP, True, "a", False), id="suffix in upper case"),
        pytest.param(FileName("20251204-143000-a.md\n", "20251204-143000-", STAMP, True, "a.md\n", False), id="a dollar sign matches before a final line end"),
        pytest.param(no_stamp("weather-fallback.md", "", "weather-fallback"), id="no stamp"),
        pytest.param(no_stamp("PLT-123-weather.md", "", "PLT-123-weather"), id="a Linear ID for a stamp"),
        pytest.param(no_stamp("20251304-143000-a.md", "20251304-143000-", "a", shaped=True), id="month 13"),
        pytest.param(no_stamp("20250230-143000-a.md", "20250230-143000-", "a", shaped=True), id="30 February"),
        pytest.param(no_stamp("20251204-250000-a.md", "20251204-250000-", "a", shaped=True), id="hour 25"),
        pytest.param(no_stamp("00000101-000000-a.md", "00000101-000000-", "a", shaped=True), id="year 0"),
        pytest.param(no_stamp("2025124-14300-a.md", "", "2025124-14300-a"), id="strptime takes missing digits"),
        pytest.param(no_stamp("٢٠٢٥١٢٠٤-١٤٣٠٠٠-a.md", "", "٢٠٢٥١٢٠٤-١٤٣٠٠٠-a"), id="Arabic digits"),
        pytest.param(no_stamp("20251204-1430-a.md", "20251204-1430-", "a"), id="a legacy stamp"),
        pytest.param(no_stamp("20251204-a.md", "20251204-", "a"), id="a date only"),
        pytest.param(no_stamp("2025-12-04-143000-a.md", "2025-12-04-143000-", "a"), id="hyphens in the date"),
        pytest.param(no_stamp("2026-04-21_06-59_landing.md", "2026-04-21_06-59_", "landing"), id="underscores"),
        pytest.param(no_stamp("20260312T073935Z-a.md", "20260312T073935Z-", "a"), id="the basic ISO format"),
        pytest.param(no_stamp("20251204143000-a.md", "20251204143000-", "a"), id="no hyphen"),
        pytest.param(no_stamp("20251204-143000.md", "20251204-143000", ""), id="a stamp and nothing else"),
        pytest.param(no_stamp(" 20251204-143000-a.md", " 20251204-143000-", "a"), id="a blank before it"),
        pytest.param(no_stamp("(20251204-143000) a.md", "(20251204-143000) ", "a"), id="brackets around it"),
        pytest.param(no_stamp("x 20251204-143000-a.md", "", "x 20251204-143000-a"), id="a word before it"),
        pytest.param(no_stamp("2025-12-04.md", "2025-12-04", ""), id="a date and nothing else"),
        pytest.param(no_stamp("2025-12-04\n", "", "2025-12-04\n", suffixed=False), id="a loose stamp before a line end"),
        pytest.param(no_stamp(".md", "", ""), id="nothing but the suffix"),
        pytest.param(no_stamp("", "", "", suffixed=False), id="nothing"),
    ],
)  # fmt: skip
def test_a_name_is_taken_apart(name: FileName) -> None:
    assert PATTERN.read(name.name) == name


@pytest.mark.parametrize(
    ("name", "legacy"),
    [("20251204-1430-a.md", True), ("20251204-143000-a.md", False), ("a-20251204-1430-b.md", False)],
)
def test_a_stamp_without_seconds_is_legacy(name: str, legacy: bool) -> None:
    assert PATTERN.read(name).legacy is legacy


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        pytest.param("YYYYMMDD-HHMMSS-<description>.md", None, id="the default"),
        pytest.param("<description>.md", None, id="no stamp"),
        pytest.param("YYYY-MM-DD-<description>.md", None, id="a date"),
        pytest.param("YYYYMMDDTHHMMSSZ-<description>.md", None, id="the basic ISO format"),
        pytest.param("YYYYMMDD-<description>", None, id="no suffix"),
        pytest.param("SESSION-YYYYMMDD-HHMMSS-<description>.md", None, id="a word that holds SS"),
        pytest.param("YYYYMMDD.md", "expected exactly one `<description>`", id="no description"),
        pytest.param("<description>-<description>", "expected exactly one `<description>`", id="two descriptions"),
        pytest.param("a/<description>.md", "expected a file name, without `/`", id="a folder"),
        pytest.param("YYYYYYYYMMDD-<description>.md", "expected each of YYYY, MM, DD, HH, MM, SS at most once", id="two years"),
        pytest.param("HHMMSS-<description>.md", "expected YYYY, MM and DD in a pattern with a date", id="a time only"),
        pytest.param("YYYYMM-<description>.md", "expected YYYY, MM and DD in a pattern with a date", id="no day"),
    ],
)  # fmt: skip
def test_a_pattern_says_what_is_wrong_with_it(written: str, fault: str | None) -> None:
    assert Pattern(written).fault() == fault


@pytest.mark.parametrize(
    ("written", "name", "stamp", "description"),
    [
        pytest.param("YYYY-MM-DD-<description>.md", "2025-12-04-a.md", datetime(2025, 12, 4, tzinfo=UTC), "a", id="a date"),
        pytest.param("YYYYMMDDTHHMMSSZ-<description>.md", "20251204T143000Z-a.md", STAMP, "a", id="the basic ISO format"),
        pytest.param("YYYYMMDD-HHMM-<description>.md", "20251204-1430-a.md", STAMP, "a", id="no seconds"),
        pytest.param("SESSION-YYYYMMDD-HHMMSS-<description>.md", "SESSION-20251204-143000-a.md", STAMP, "a", id="a word that holds SS"),
        pytest.param("<description>.md", "a.md", None, "a", id="no stamp"),
        pytest.param("YYYYMMDD-<description>", "20251204-a", datetime(2025, 12, 4, tzinfo=UTC), "a", id="no suffix"),
    ],
)  # fmt: skip
def test_other_patterns_read_and_write_their_names(
    written: str, name: str, stamp: datetime | None, description: str
) -> None:
    read = Pattern(written).read(name)
    assert (read.stamp, read.description, read.suffixed) == (stamp, description, True)
    assert Pattern(written).write(stamp or STAMP, description) == name


def test_a_stamp_is_written_in_utc_and_four_digits_of_the_year() -> None:
    assert PATTERN.write(STAMP.astimezone(timezone(timedelta(hours=9))), "a") == "20251204-143000-a.md"
    assert PATTERN.write_lead(datetime(7, 1, 2, 3, 4, 5, tzinfo=UTC)) == "00070102-030405-"


@pytest.mark.parametrize(
    ("text", "description"),
    [
        pytest.param("Fix: the Parser!", "fix-the-parser", id="words"),
        pytest.param("  --a__b--  ", "a-b", id="separators"),
        pytest.param("Café Ångström", "cafe-angstrom", id="accents"),
        pytest.param("ﬁne ²", "fine-2", id="compatibility forms"),
        pytest.param("会议 \U0001f600", "", id="nothing in ASCII"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_slug_is_kebab_case(text: str, description: str) -> None:
    assert slug(text) == description


@pytest.mark.parametrize(
    ("text", "kebab"),
    [
        ("a", True),
        ("a-1-b", True),
        ("a--b", False),
        ("-a", False),
        ("a-", False),
        ("A", False),
        ("a\n", False),
        ("٣", False),
        ("a" * 42 + "!", False),
        ("a-" * 50_000 + "!", False),
    ],
    ids=["a word", "words", "two hyphens", "a leading hyphen", "a final hyphen", "upper case", "a line end",
         "an Arabic digit", "43 characters that took 12 seconds", "100,000 characters"],
)  # fmt: skip
def test_kebab_case_is_matched_whole_and_in_linear_time(text: str, kebab: bool) -> None:
    assert bool(KEBAB.fullmatch(text)) is kebab


@pytest.mark.parametrize(
    ("description", "stamp"),
    [
        pytest.param("a-20251204-143000-b", "20251204-143000", id="the usual form"),
        pytest.param("a 2025-12-04T14:30:00Z", "2025-12-04T14:30:00Z", id="ISO"),
        pytest.param("a_2025-12-04_14-30_b", "2025-12-04_14-30", id="no seconds"),
        pytest.param("a-2025-12-04", None, id="a date only"),
        pytest.param("a20251204-143000", None, id="in a word"),
        pytest.param("task-031-20251204", None, id="other numbers"),
    ],
)
def test_a_stamp_is_found_in_a_description(description: str, stamp: str | None) -> None:
    span = stamp_within(description)
    assert (description[span.start : span.end] if span else None) == stamp

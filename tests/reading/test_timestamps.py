"""RFC 3339 timestamps: which are read, as which instant, and what is said of the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from session_lint.timestamps import Reading, age, as_text, exactly, read

NO_TIMESTAMP = Reading(fault="it is not an RFC 3339 timestamp", advice='write it like "2025-12-04T14:30:00Z"')
NO_SUCH = Reading(fault="there is no such date or time")


def at(*parts: int) -> Reading:
    return Reading(datetime(*parts, tzinfo=UTC))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param("2025-12-04T14:30:00Z", at(2025, 12, 4, 14, 30), id="the usual spelling"),
        pytest.param("2025-12-04t14:30:00z", at(2025, 12, 4, 14, 30), id="lower case"),
        pytest.param("2025-12-04T14:30:00+01:00", at(2025, 12, 4, 13, 30), id="an offset east"),
        pytest.param("2025-12-04T14:30:00-03:30", at(2025, 12, 4, 18), id="an offset west"),
        pytest.param("2025-12-04T14:30:00-00:00", at(2025, 12, 4, 14, 30), id="an unknown offset"),
        pytest.param("2025-12-04T14:30:00+23:59", at(2025, 12, 3, 14, 31), id="the largest offset"),
        pytest.param("2025-12-04T14:30:00.5Z", at(2025, 12, 4, 14, 30, 0, 500_000), id="a fraction"),
        pytest.param("2025-12-04T14:30:00.123456789Z", at(2025, 12, 4, 14, 30, 0, 123_456), id="nanoseconds"),
        pytest.param("2024-02-29T00:00:00Z", at(2024, 2, 29), id="a leap day"),
        pytest.param("2016-12-31T23:59:60Z", at(2017, 1, 1), id="a leap second"),
        pytest.param("2017-01-01T00:59:60+01:00", at(2017, 1, 1), id="a leap second with an offset"),
        pytest.param("0001-01-01T00:00:00Z", at(1, 1, 1), id="the first instant"),
    ],
)
def test_a_timestamp_is_an_instant_in_utc(text: str, reading: Reading) -> None:
    assert read(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param("", NO_TIMESTAMP, id="empty"),
        pytest.param("2025-W49-4", NO_TIMESTAMP, id="fromisoformat takes a week date"),
        pytest.param("2025-W49-4T14:30:00Z", NO_TIMESTAMP, id="fromisoformat takes a week date with a time"),
        pytest.param("2025-12-04_14:30:00Z", NO_TIMESTAMP, id="fromisoformat takes any separator"),
        pytest.param("20251204T143000Z", NO_TIMESTAMP, id="fromisoformat takes the basic format"),
        pytest.param("2025-12-04T14:30:00+0100", NO_TIMESTAMP, id="an offset without a colon"),
        pytest.param("2025-12-04T14:30:00+01", NO_TIMESTAMP, id="an offset without minutes"),
        pytest.param("2025-12-04T14:30:00Z\n", NO_TIMESTAMP, id="a dollar sign matches before a final line end"),
        pytest.param(" 2025-12-04T14:30:00Z", NO_TIMESTAMP, id="a blank before"),
        pytest.param("２０２５-12-04T14:30:00Z", NO_TIMESTAMP, id="digits of full width"),
        pytest.param("٢٠٢٥-12-04T14:30:00Z", NO_TIMESTAMP, id="Arabic digits"),
        pytest.param("20251204-143000", NO_TIMESTAMP, id="a file name's stamp"),
        pytest.param("2025124-14300", NO_TIMESTAMP, id="strptime takes missing digits"),
        pytest.param("2025-12-04T14:30:00,5Z", NO_TIMESTAMP, id="a decimal comma"),
        pytest.param("2025-12-04T14:30:00.Z", NO_TIMESTAMP, id="a fraction without digits"),
        pytest.param("nope", NO_TIMESTAMP, id="format date-time alone lets this pass"),
        pytest.param("2025-02-30T00:00:00Z", NO_SUCH, id="30 February"),
        pytest.param("2025-02-29T00:00:00Z", NO_SUCH, id="no leap year"),
        pytest.param("2025-13-01T00:00:00Z", NO_SUCH, id="month 13"),
        pytest.param("2025-12-04T24:00:00Z", NO_SUCH, id="hour 24"),
        pytest.param("2025-12-04T25:00:00Z", NO_SUCH, id="hour 25"),
        pytest.param("2025-12-04T14:60:00Z", NO_SUCH, id="minute 60"),
        pytest.param("2025-12-04T14:30:61Z", NO_SUCH, id="second 61"),
        pytest.param("2025-06-01T12:00:60Z", NO_SUCH, id="a leap second at noon"),
        pytest.param("9999-12-31T23:59:60Z", NO_SUCH, id="a leap second at the end of time"),
        pytest.param("0000-01-01T00:00:00Z", NO_SUCH, id="year 0"),
        pytest.param("0001-01-01T00:00:00+01:00", NO_SUCH, id="before the first instant"),
        pytest.param("9999-12-31T23:59:59-01:00", NO_SUCH, id="behind the last instant"),
        pytest.param("2025-02-30T10:00", NO_SUCH, id="30 February without a zone"),
        pytest.param("2025-02-30", NO_SUCH, id="30 February without a time"),
        pytest.param("2025-02-30 10:00:00Z", NO_SUCH, id="30 February with a blank"),
        pytest.param("2025-12-04T14:30:00+24:00", Reading(fault="its zone `+24:00` does not exist"), id="offset 24"),
        pytest.param("2025-12-04T14:30:00-01:60", Reading(fault="its zone `-01:60` does not exist"), id="offset :60"),
        pytest.param(
            "2025-12-04",
            Reading(
                fault="it has no time of day and no zone", advice='write "2025-12-04T00:00:00Z" with the real time'
            ),
            id="fromisoformat takes a bare date",
        ),
        pytest.param(
            "2025-12-04T14:30:00",
            Reading(
                fault="it has no zone",
                advice='write "2025-12-04T14:30:00Z" if it is UTC',
                as_utc="2025-12-04T14:30:00Z",
            ),
            id="fromisoformat takes a time without a zone",
        ),
        pytest.param(
            "2025-12-04 14:30",
            Reading(
                fault="it has no zone",
                advice='write "2025-12-04T14:30:00Z" if it is UTC',
                as_utc="2025-12-04T14:30:00Z",
            ),
            id="no zone, no seconds, a blank",
        ),
        pytest.param(
            "2025-12-04T14:30:00.25",
            Reading(
                fault="it has no zone",
                advice='write "2025-12-04T14:30:00.25Z" if it is UTC',
                as_utc="2025-12-04T14:30:00.25Z",
            ),
            id="no zone, a fraction",
        ),
        pytest.param(
            "2025-12-04 14:30:00 +01:00",
            Reading(fault="date and time are not joined by `T`", advice='write "2025-12-04T14:30:00+01:00"'),
            id="YAML's spelling with blanks",
        ),
        pytest.param(
            "2025-12-04 14:30:00z",
            Reading(fault="date and time are not joined by `T`", advice='write "2025-12-04T14:30:00Z"'),
            id="a blank for the T",
        ),
    ],
)
def test_what_is_no_timestamp_says_what_it_lacks(text: str, reading: Reading) -> None:
    assert read(text) == reading


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        pytest.param(datetime(2025, 12, 4, 14, 30, tzinfo=UTC), "2025-12-04T14:30:00Z", id="UTC"),
        pytest.param(
            datetime(2025, 12, 4, 14, 30, 5, 999_999, tzinfo=timezone(timedelta(hours=1))),
            "2025-12-04T13:30:05Z",
            id="another zone, a fraction",
        ),
        pytest.param(datetime(7, 1, 2, tzinfo=UTC), "0007-01-02T00:00:00Z", id="four digits of the year"),
    ],
)
def test_an_instant_is_written_in_utc_with_whole_seconds(instant: datetime, text: str) -> None:
    assert as_text(instant) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        pytest.param(timedelta(), "less than a minute", id="nothing"),
        pytest.param(timedelta(seconds=59), "less than a minute", id="59 seconds"),
        pytest.param(timedelta(seconds=60), "1 minute", id="a minute"),
        pytest.param(timedelta(minutes=59, seconds=59), "59 minutes", id="almost an hour"),
        pytest.param(timedelta(hours=1), "1 hour", id="an hour"),
        pytest.param(timedelta(hours=47), "47 hours", id="almost two days"),
        pytest.param(timedelta(days=2), "2 days", id="two days"),
        pytest.param(timedelta(days=-9), "9 days", id="backwards"),
    ],
)
def test_an_age_is_said_in_its_largest_fitting_unit(span: timedelta, text: str) -> None:
    assert age(span) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        pytest.param(timedelta(seconds=10), "less than a minute", id="seconds"),
        pytest.param(timedelta(minutes=1), "1 minute", id="a minute"),
        pytest.param(timedelta(hours=3, minutes=30), "3 hours 30 minutes", id="half hours"),
        pytest.param(timedelta(hours=1), "1 hour", id="an hour"),
        pytest.param(timedelta(hours=48), "2 days", id="two days"),
        pytest.param(timedelta(days=-12, hours=-5), "12 days", id="days are whole"),
    ],
)
def test_a_difference_is_said_to_the_minute_below_two_days(span: timedelta, text: str) -> None:
    assert exactly(span) == text

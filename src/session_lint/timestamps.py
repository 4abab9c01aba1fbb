"""Timestamps of the front matter, after RFC 3339, section 5.6; stamps of file names are read in `filename`.

The standard library's own readers accept too much: `datetime.fromisoformat` takes bare dates, week dates and times
without a zone. So the shape is matched here, digit by digit, and in ASCII digits only.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from .regex import regex
from .values import dataclass

_DATE_TIME = regex(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))"
)

# Shapes that people write instead, loosest last, to say what is missing.
_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAIVE = regex(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)")
_SPACED = regex(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) +([0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?) *([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True)
class Reading:
    """What became of reading a timestamp: the instant in UTC, or what is wrong with it and how it should be written.

    `as_utc` is how to write it under the assumption of UTC, when all that is missing is the zone.
    """

    instant: datetime | None = None
    fault: str = ""
    advice: str = ""
    as_utc: str | None = None


@lru_cache(maxsize=16)  # several rules ask for the two of a session
def read(text: str) -> Reading:
    """Read an RFC 3339 timestamp; never raises."""
    match = _DATE_TIME.fullmatch(text)
    if not match:
        return _misread(text)
    year, month, day, hour, minute, second = (int(group) for group in match.groups()[:6])
    fraction, _, sign, zone_hour, zone_minute = match.groups()[6:]
    leap = second == 60  # noqa: PLR2004 -- RFC 3339 allows 23:59:60Z; datetime does not
    if zone_hour and (int(zone_hour) > 23 or int(zone_minute) > 59):  # noqa: PLR2004
        return Reading(fault=f"its zone `{sign}{zone_hour}:{zone_minute}` does not exist")
    offset = timedelta(hours=int(zone_hour or 0), minutes=int(zone_minute or 0)) * (-1 if sign == "-" else 1)
    microsecond = int((fraction or ".0")[1:7].ljust(6, "0"))
    try:
        local = datetime(year, month, day, hour, minute, 59 if leap else second, microsecond, timezone(offset))
        instant = local.astimezone(UTC)
        if leap:
            instant += timedelta(seconds=1)
    except (ValueError, OverflowError):
        return Reading(fault="there is no such date or time")
    if leap and (instant.hour, instant.minute) != (0, 0):
        return Reading(fault="there is no such date or time")
    return Reading(instant)


def _misread(text: str) -> Reading:
    if _DATE.fullmatch(text):
        if read(f"{text}T00:00:00Z").instant is None:
            return Reading(fault="there is no such date or time")
        return Reading(fault="it has no time of day and no zone", advice=f'write "{text}T00:00:00Z" with the real time')
    if match := _NAIVE.fullmatch(text):
        date, time = match.groups()
        full = f"{date}T{time if time.count(':') > 1 else time + ':00'}Z"
        if read(full).instant is None:
            return Reading(fault="there is no such date or time")
        return Reading(fault="it has no zone", advice=f'write "{full}" if it is UTC', as_utc=full)
    if match := _SPACED.fullmatch(text):
        full = f"{match[1]}T{match[2]}{match[3].upper()}"
        reading = read(full)
        if reading.instant is None:
            return reading
        return Reading(fault="date and time are not joined by `T`", advice=f'write "{full}"')
    return Reading(fault="it is not an RFC 3339 timestamp", advice='write it like "2025-12-04T14:30:00Z"')


def as_text(instant: datetime) -> str:
    """Write an instant as the front matter has it: UTC, whole seconds."""
    return instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def age(span: timedelta) -> str:
    """Say how long a time is, in the largest fitting unit: `9 days`, `1 hour`, `20 minutes`."""
    seconds = int(abs(span).total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = seconds // size
        if count >= (2 if unit == "day" else 1):
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"


def exactly(span: timedelta) -> str:
    """Say how long a time is, to the minute below a day: `3 hours 30 minutes`, `12 days`."""
    minutes = round(abs(span).total_seconds() / 60)
    if minutes >= 48 * 60:
        return age(span)
    hours, rest = divmod(minutes, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in ((hours, "hour"), (rest, "minute")) if count
    ]
    return " ".join(parts) or age(span)

"""SL104 filename-created-mismatch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ..diagnostic import Finding, Fix, Rename, Severity
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, shown
from ..timestamps import as_text, exactly

_TOLERANCE = timedelta(minutes=1)
_HALF_HOUR = timedelta(minutes=30)
_FARTHEST_ZONE = timedelta(hours=14)


class FilenameCreatedMismatch(SessionRule):
    """The stamp in the file name and `created` are the same time, give or take a minute.

    Why: one of them is wrong, and lists sort by one while tools read the other. A difference of whole or half hours, up
    to 14, is mostly a name in local time; that is only worth an `info`.

    Fix: renames the file to the stamp of `created`, unless that is exactly midnight. Files move, so it is unsafe.
    """

    code = "SL104"
    name = "filename-created-mismatch"
    severity = Severity.WARNING
    whole_file = True

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when both times are there and differ."""
        name, created, pattern = session.file_name, session.created, session.profile.filename
        if name.stamp is None or created is None or abs(name.stamp - created) <= _TOLERANCE:
            return
        lead = pattern.write_lead(created)
        if lead == name.lead:
            return  # the pattern is coarser than a minute
        difference = name.stamp - created
        zone = _zone(difference, created)
        later = "later" if difference > timedelta(0) else "earlier"
        apart = f"{exactly(difference)} {later} than `created` ({as_text(created)})"
        guess = f"; it looks like local time, {zone}" if zone else ""
        message = f"the file name's stamp {shown(name.lead)} is {apart}{guess}"
        to = session.path.removesuffix(session.name) + lead + session.name[len(name.lead) :]
        # Midnight is what people write for a time they did not know: the name may be all that still knows it.
        fix = None
        if not _is_midnight(created):
            fix = Fix("rename the file after `created`", (Rename(session.path, to),), safe=False)
        advice = f"rename it to {shown(to.rpartition('/')[2], 120)}, or correct `created`"
        yield Finding(
            Span(0, 0), message, advice, fix, session.field("created"), severity=Severity.INFO if zone else None
        )

    examples = (
        Example('---\nsession: {created: "2025-12-04T14:30:59Z"}\n---\n'),
        Example(
            '---\nsession: {created: "2025-12-04T13:30:20Z"}\n---\n',
            says=(
                "the file name's stamp `20251204-143000-` is 1 hour later than `created` (2025-12-04T13:30:20Z); "
                "it looks like local time, UTC+1",
            ),
            fixed_path=".agents/sessions/20251204-133020-weather-fallback.md",
        ),
        Example(
            '---\nsession: {created: "2025-12-04T14:00:00Z"}\n---\n',
            path=".agents/sessions/20251204-103000-weather.md",
            says=(
                "the file name's stamp `20251204-103000-` is 3 hours 30 minutes earlier than `created` "
                "(2025-12-04T14:00:00Z); it looks like local time, UTC-3:30",
            ),
            fixed_path=".agents/sessions/20251204-140000-weather.md",
        ),
        Example(
            '---\nsession: {created: "2025-12-04T00:00:00Z"}\n---\n',
            path=".agents/sessions/20251204-090000-weather.md",
            says=("the file name's stamp `20251204-090000-` is 9 hours later than `created` (2025-12-04T00:00:00Z)",),
        ),
    )


def _is_midnight(instant: datetime) -> bool:
    return (instant.hour, instant.minute, instant.second) == (0, 0, 0)


def _zone(difference: timedelta, created: datetime) -> str | None:
    """Name the zone that the file name's time would be in; None when no zone explains the difference.

    Exactly midnight is what people write for a time they did not know, so it says nothing about zones.
    """
    if _is_midnight(created) or abs(difference) > _FARTHEST_ZONE + _TOLERANCE:
        return None
    halves = round(difference / _HALF_HOUR)
    if not halves or abs(difference - halves * _HALF_HOUR) > _TOLERANCE:
        return None
    hours, half = divmod(abs(halves), 2)
    return f"UTC{'+' if halves > 0 else '-'}{hours}{':30' if half else ''}"

"""SL202 timestamp-order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, FactRule, Facts, option
from ..session import Session
from ..timestamps import as_text, exactly
from ..values import dataclass

_LATER = ("last_updated", "last_entry")


@dataclass(frozen=True)
class TimestampOrder(FactRule):
    """A session is created, then updated, and neither happens in the future.

    Why: who sorts by time, or asks what is stale, gets nonsense from a session that was updated before it began.

    Clocks and zones differ: a minute backwards and 14 hours ahead are let pass. Both are options.

    Fix: none, since nobody but the author knows which of the times is wrong.
    """

    code = "SL202"
    name = "timestamp-order"
    severity = Severity.ERROR

    tolerance: timedelta = option(timedelta(minutes=1), "How far the last update or entry may lie before `created`.")
    future: timedelta = option(timedelta(hours=14), "How far ahead of the clock a timestamp may lie.")

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield times that are out of order."""
        for name in ("created", *_LATER):
            instant, span = session.instant(name), session.span(name)
            if instant and span and instant - facts.now > self.future:
                ahead = exactly(instant - facts.now)
                message = (
                    f"`{'.'.join(session.field(name))}` lies {ahead} in the future; it is now {as_text(facts.now)}"
                )
                yield Finding(
                    span, message, "write the UTC time of now: `date -u +%Y-%m-%dT%H:%M:%SZ`", field=session.field(name)
                )
        created, first = session.created, session.span("created")
        for name in _LATER:
            instant, span = session.instant(name), session.span(name)
            if created and instant and span and created - instant > self.tolerance:
                yield Finding(
                    span,
                    f"`{'.'.join(session.field(name))}` is {exactly(created - instant)} earlier than "
                    f"`{'.'.join(session.field('created'))}`; expected the same or a later time",
                    "correct the one that is wrong",
                    field=session.field(name),
                    related=(Related(first, "created here"),) if first else (),
                )

    examples = (
        Example('---\nsession: {created: "2025-12-04T14:30:40Z", last_updated: "2025-12-04T14:30:00Z"}\n---\n'),
        Example(
            '---\nsession:\n  created: "2025-12-04T14:30:00Z"\n  last_updated: "2025-12-04T14:30:00+02:00"\n---\n',
            says=(
                "`session.last_updated` is 2 hours earlier than `session.created`; expected the same or a later time",
            ),
        ),
        Example(
            '---\nsession:\n  created: "2025-12-04T14:30:00Z"\n  last_updated: "2026-12-04T14:30:00Z"\n---\n',
            says=("`session.last_updated` lies 364 days in the future; it is now 2025-12-04T15:00:00Z",),
        ),
    )

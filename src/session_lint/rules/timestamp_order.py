"""SL202 timestamp-order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, FactRule, Facts, option
from ..session import Session
from ..timestamps import as_text, exactly


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

    tolerance: timedelta = option(timedelta(minutes=1), "How far `last_updated` may lie before `created`.")
    future: timedelta = option(timedelta(hours=14), "How far ahead of the clock a timestamp may lie.")

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield times that are out of order."""
        created, updated = session.created, session.last_updated
        for name, instant in (("created", created), ("last_updated", updated)):
            span = session.span(name)
            if instant and span and instant - facts.now > self.future:
                ahead = exactly(instant - facts.now)
                message = (
                    f"`{'.'.join(session.field(name))}` lies {ahead} in the future; it is now {as_text(facts.now)}"
                )
                yield Finding(
                    span, message, "write the UTC time of now: `date -u +%Y-%m-%dT%H:%M:%SZ`", field=session.field(name)
                )
        span = session.span("last_updated")
        if created and updated and span and created - updated > self.tolerance:
            first = session.span("created")
            yield Finding(
                span,
                f"`{'.'.join(session.field('last_updated'))}` is {exactly(created - updated)} earlier than "
                f"`{'.'.join(session.field('created'))}`; expected the same or a later time",
                "correct the one that is wrong",
                field=session.field("last_updated"),
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

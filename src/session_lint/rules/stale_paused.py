"""SL402 stale-paused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .. import staleness
from ..diagnostic import Finding, Severity
from ..profile import State
from ..rule import Example, FactRule, Facts, option
from ..session import Session
from ..values import dataclass, replace


@dataclass(frozen=True)
class StalePaused(FactRule):
    """A session that is paused was updated within the last 30 days.

    Why: work that nobody has come back to for a month is given up, or it goes on somewhere else. Until somebody says
    so, each agent that looks for open work reads it anew.

    Fix: none, since only people know whether the work is still wanted.
    """

    code = "SL402"
    name = "stale-paused"
    severity = Severity.WARNING

    max_age: timedelta = option(timedelta(days=30), "How long ago the last update may be.")

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when the last update is too long ago."""
        found = staleness.overdue(session, State.PAUSED, facts.now, self.max_age)
        if found:
            yield replace(found, help=_advice(session))

    examples = (
        Example('---\nsession: {status: paused, last_updated: "2025-11-05T15:00:00Z"}\n---\n'),
        Example('---\nsession: {status: completed, last_updated: "2025-01-01T00:00:00Z"}\n---\n'),
        Example(
            '---\nsession:\n  status: paused\n  last_updated: "2025-10-20T09:00:00Z"\n---\n',
            says=(
                "the session is `paused`, and its last update was 45 days ago (2025-10-20T09:00:00Z); "
                "expected one within 30 days",
            ),
        ),
        Example(
            '---\nsession: {status: paused, last_updated: "2025-11-20T14:00:00Z"}\n---\n',
            says=(
                "the session is `paused`, and its last update was more than 14 days ago (2025-11-20T14:00:00Z); "
                "expected one within 14 days",
            ),
            options={"max_age": timedelta(weeks=2)},
        ),
    )


def _advice(session: Session) -> str:
    over = staleness.word(session, State.COMPLETED)
    end = staleness.farewell(session) or (f"set its status to {over}" if over else "say so in its status")
    return (
        f"take it up again and set its status to {staleness.word(session, State.ACTIVE)}; or, if it has to wait, write "
        f"down for what and set `{'.'.join(session.field('last_updated'))}` to now; or, if nobody will come back to "
        f"it, note elsewhere what is still to be done, and {end}"
    )

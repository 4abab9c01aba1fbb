"""SL401 stale-in-progress."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from .. import edits, staleness
from ..diagnostic import Finding, Fix, Severity
from ..profile import State
from ..rule import Example, FactRule, Facts, option
from ..session import Session
from ..values import dataclass, replace


@dataclass(frozen=True)
class StaleInProgress(FactRule):
    """A session that is in progress was updated within the last seven days.

    Why: an agent that finds an open session takes its word: somebody is at it, this is where it stands. A third of the
    open sessions in one team's history had not been touched for a week or more.

    Fix: sets the status to `paused`. Work may be going on all the same, so it is unsafe.
    """

    code = "SL401"
    name = "stale-in-progress"
    severity = Severity.ERROR

    max_age: timedelta = option(timedelta(days=7), "How long ago the last update may be.")

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when the last update is too long ago."""
        found = staleness.overdue(session, State.ACTIVE, facts.now, self.max_age)
        if found is None:
            return
        paused = session.profile.statuses.get(State.PAUSED, ())
        edit = edits.set_value(session, session.field("status"), paused[0]) if paused else None
        fix = Fix(f"set the status to `{paused[0]}`", (edit,), safe=False) if edit else None
        yield replace(found, help=_advice(session), fix=fix)

    examples = (
        Example('---\nsession: {status: in_progress, last_updated: "2025-11-27T15:00:00Z"}\n---\n'),
        Example('---\nsession: {status: paused, last_updated: "2025-01-01T00:00:00Z"}\n---\n'),
        Example(
            '---\nsession:\n  status: in_progress\n  last_updated: "2025-11-25T09:00:00Z"\n---\n',
            says=(
                "the session is `in_progress`, and its last update was 9 days ago (2025-11-25T09:00:00Z); "
                "expected one within 7 days",
            ),
            fixed='---\nsession:\n  status: paused\n  last_updated: "2025-11-25T09:00:00Z"\n---\n',
        ),
        Example(
            '---\nsession: {status: in_progress, last_updated: "2025-12-04T01:00:00Z"}\n---\n',
            says=(
                "the session is `in_progress`, and its last update was 14 hours ago (2025-12-04T01:00:00Z); "
                "expected one within 12 hours",
            ),
            fixed='---\nsession: {status: paused, last_updated: "2025-12-04T01:00:00Z"}\n---\n',
            options={"max_age": timedelta(hours=12)},
        ),
    )


def _advice(session: Session) -> str:
    others = [word for state in (State.PAUSED, State.COMPLETED) if (word := staleness.word(session, state))]
    farewell = staleness.farewell(session)
    return (
        f"bring the session up to date and set `{'.'.join(session.field('last_updated'))}` to now; "
        f"or set its status to {' or '.join(others) or 'another'}"
    ) + (f"; or {farewell} if the work is done" if farewell else "")

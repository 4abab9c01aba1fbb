"""SL309 log-order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, SessionRule
from ..session import Session
from ..text import shown


class LogOrder(SessionRule):
    """The entries of the session log run in one direction of time: all oldest first, or all newest first.

    Why: who looks for the latest entry looks at one end of the log, and misses what somebody added elsewhere.

    The direction is the one that most entries take. Entries of the same minute may stand in any order, and entries
    without a date and time that exist are not looked at. The first entry that turns back is named, and no other.

    Fix: none. Either the entry stands in the wrong place or its time is wrong.
    """

    code = "SL309"
    name = "log-order"
    severity = Severity.WARNING
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield the first entry of each log that turns back."""
        for entries in session.logs:
            dated = [(entry.instant, entry) for entry in entries if entry.instant]
            steps = [(before, after) for before, after in pairwise(dated) if before[0] != after[0]]
            rising = [after[0] > before[0] for before, after in steps]
            if len(set(rising)) < 2:  # noqa: PLR2004 -- both directions
                continue
            forward = rising.count(True) * 2 >= len(rising)  # on a tie as the format's own template has it
            (_, before), (_, entry) = steps[rising.index(not forward)]
            stamps = [session.text[one.stamp.start : one.stamp.end] for one in (entry, before)]
            expected = f"expected the {'oldest' if forward else 'newest'} first, as elsewhere in the log"
            yield Finding(
                entry.stamp,
                f"{shown(stamps[0])} follows {shown(stamps[1])}; {expected}",
                "move the entry to its place, or correct its time",
                related=(Related(before.stamp, "the entry before it"),),
            )

    examples = (
        Example(
            "## Session Log\n\n### 2025-12-04 16:00 - PM\n\n### 2025-12-04 16:00 - QA\n\n### 2025-12-04 14:30 - PM\n"
        ),
        Example(
            "## Session Log\n\n### 2025-12-04 14:30 - PM\n\n### 2025-12-05 09:00 - QA\n\n### 2025-12-04 16:00 - PM\n",
            says=("`2025-12-04 16:00` follows `2025-12-05 09:00`; expected the oldest first, as elsewhere in the log",),
        ),
    )

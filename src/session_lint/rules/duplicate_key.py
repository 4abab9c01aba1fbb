"""SL005 duplicate-key."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, ProblemKind, Severity
from ..rule import Example, SessionRule
from ..session import Session


class DuplicateKey(SessionRule):
    """A mapping in the front matter gives each key once.

    Why: most readers keep the last value, some the first, some refuse the file; a `status` that stands there twice says
    two things.

    Fix: none, since only the author knows which value holds. Other rules read the last.
    """

    code = "SL005"
    name = "duplicate-key"
    severity = Severity.ERROR
    silenceable = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each key that its mapping has already."""
        for problem in session.front.problems:
            if problem.kind is ProblemKind.DUPLICATE:
                yield Finding(problem.span, problem.message, problem.help, field=problem.field, related=problem.related)

    examples = (
        Example("---\na: {status: 1}\nb: {status: 2}\n---\n"),
        Example(
            "---\nstatus: paused\ntitle: Weather\nstatus: completed\n---\n",
            says=("the key `status` is given twice in one mapping; expected once",),
        ),
    )

"""SL504 status-reopened."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Severity
from ..profile import State
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import shown


class StatusReopened(FactRule):
    """A session that was completed in the last commit is not open again.

    Why: whoever saw the session completed has taken its knowledge elsewhere, and may be about to delete the file. New
    work deserves a new session with a `created` and a context of its own.

    Under `--since REF` the commit where the branch began counts instead of the last one.

    Fix: none, since only the author knows whether there is work left.
    """

    code = "SL504"
    name = "status-reopened"
    severity = Severity.INFO
    needs = Needs.HISTORY

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when the status was a completed one and is an open one."""
        before = facts.base.session if facts.base else None
        span = session.span("status")
        if before is None or before.state is not State.COMPLETED or span is None:
            return
        if session.state not in (State.ACTIVE, State.PAUSED):
            return
        path = session.field("status")
        yield Finding(
            span,
            f"`{'.'.join(path)}` is {shown(session.status)}; it was {shown(before.status)} before, "
            "and expected to stay so",
            "begin a new session file for new work; leave it open if it was completed by mistake",
            field=path,
        )

    examples = (
        Example("---\nsession: {status: completed}\n---\n", before="---\nsession: {status: in_progress}\n---\n"),
        Example("---\nsession: {status: in_progress}\n---\n", before="---\nsession: {status: paused}\n---\n"),
        Example(
            "---\nsession:\n  status: in_progress\n---\n",
            says=("`session.status` is `in_progress`; it was `completed` before, and expected to stay so",),
            before="---\nsession:\n  status: completed\n---\n",
        ),
    )

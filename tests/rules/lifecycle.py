"""What the rules on the life of a session say, in the words of each of the ways to end it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from session_lint import session
from session_lint.diagnostic import Finding
from session_lint.profile import Finished, Profile, State
from session_lint.rule import FactRule, Facts, SessionRule

from ..reading.samples import PATH, PROFILE

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ARCHIVED = PATH.replace("sessions/", "sessions/archive/")
ARCHIVE = replace(
    PROFILE,
    finished=Finished.ARCHIVE,
    statuses={**PROFILE.statuses, State.COMPLETED: ("completed", "archived", "abandoned")},
)
KEEP = replace(PROFILE, finished=Finished.KEEP)


def findings(
    rule: SessionRule | FactRule, text: str, path: str = PATH, profile: Profile = PROFILE
) -> tuple[Finding, ...]:
    """Give what a rule says of a text."""
    read = session.read(path, text, profile)
    return tuple(rule.check(read, Facts(NOW)) if isinstance(rule, FactRule) else rule.check(read))


def front(status: str, *more: str, task: str = "Go on") -> str:
    """Write a front matter with this status, more lines under `session`, and a current task."""
    lines = "".join(f"  {line}\n" for line in more)
    return f"---\nsession:\n  status: {status}\n{lines}orchestration:\n  current_task: {task}\n---\n"

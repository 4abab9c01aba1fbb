"""When a session was last brought up to date too long ago, and what becomes of it: for rules on each of its states."""

from __future__ import annotations

from datetime import datetime, timedelta

from .diagnostic import Finding
from .profile import ARCHIVE, Finished, State
from .session import Session
from .text import shown
from .timestamps import age, as_text


def overdue(session: Session, state: State, now: datetime, max_age: timedelta) -> Finding | None:
    """Say that a session in this state was last updated longer ago than `max_age`; None when it was not."""
    updated, span = session.last_updated, session.span("last_updated")
    if session.state is not state or updated is None or span is None or now - updated <= max_age:
        return None
    old = age(now - updated)
    if old == age(max_age):
        old = f"more than {old}"
    message = (
        f"the session is {shown(session.status)}, and its last update was {old} ago "
        f"({as_text(updated)}); expected one within {age(max_age)}"
    )
    return Finding(span, message, field=session.field("last_updated"))


def word(session: Session, state: State) -> str:
    """Give the status to write for a state, as a message quotes it; empty when this kind of session has none."""
    words = session.profile.statuses.get(state)
    return shown(words[0]) if words else ""


def farewell(session: Session) -> str:
    """Say what is to be done with the file when the work is over; empty when it stays as it is."""
    match session.profile.finished:
        case Finished.DELETE:
            return "delete the file"
        case Finished.ARCHIVE:
            return f"move the file to `{ARCHIVE}/`"
        case Finished.KEEP:
            return ""

"""What is told before a conversation is shortened, and when it ends."""

from __future__ import annotations

from ..diagnostic import Severity
from ..overview import Overview
from ..profile import State
from . import words
from .known import LISTED, Known

_CHECKLIST = (
    "Before a session is deleted: the issue is up to date, decisions are ADRs, what was learned is documented, "
    "what remains is in issues, nothing refers to the file (`session-lint complete SESSION`)."
)


def to_keep(known: Known) -> str:
    """Say for the one who summarises which sessions this run has worked on, and what should be left in the summary."""
    if not known.overviews:
        return ""
    blocks = ["\n".join(_kept(one, known)) for one in known.overviews]
    head = "Agent sessions (files) that were changed in this conversation; what they say is quoted:"
    end = (
        "What goes on needs the paths of these files, what was done since each was last updated, decisions with their "
        "reasons, and next steps that no file has yet."
    )
    return words.fitted(head, blocks, "And {} more.", end)


def to_update(known: Known) -> str:
    """Say to the person which sessions this run has worked on, and which of them are behind."""
    if not known.overviews:
        return ""
    lines = [f"- {words.path(known.typed(one.path))}: {_state(one, known)}" for one in known.overviews]
    changed = words.count(len(known.recent), "session file")
    head = f"session-lint: {changed} changed in this conversation; what is not written there may be lost:"
    return words.fitted(head, lines, "And {} more.")


def checklist(known: Known) -> str:
    """Count the sessions that are left, say what is open in those of this run, and what comes before a deletion."""
    if not known.sessions:
        return ""
    paused = sum(one.state is State.PAUSED for one in known.open)
    counted = known.counted("open session") + (f", {paused} of them paused" if paused else "")
    lines = [f"- {words.path(known.typed(one.path))}: {_state(one, known)}" for one in known.overviews]
    lines += (
        f"- {words.path(known.typed(one.path))}: {words.value(one.mask(one.status or ''))}, and the file is still there"
        for one in known.completed[:LISTED]
        if one.path not in known.recent
    )
    return words.fitted(f"session-lint: {counted}.", lines, "And {} more.", _CHECKLIST if lines else "")


def _kept(one: Overview, known: Known) -> list[str]:
    lines = [f"- {words.value(one.title)} ({words.path(known.typed(one.path))}): {_state(one, known)}"]
    if one.current_task:
        lines.append(f"  current task: {words.value(one.current_task)}")
    if one.next_steps:
        lines.append(f"  next step: {words.value(one.next_steps[0])}")
    return lines


def _state(one: Overview, known: Known) -> str:
    parts = [words.value(one.status) if one.status else "no status", words.ago(one, known.now)]
    if one.path in known.unmoved:
        parts.append("changed since, without a new `last_updated`")
    if one.open_boxes:
        parts.append(words.count(len(one.open_boxes), "open task"))
    errors = sum(it.severity is Severity.ERROR for it in one.diagnostics)
    if errors:
        parts.append(words.count(errors, "error"))
    return ", ".join(parts)

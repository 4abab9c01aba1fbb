"""What an agent is told at each of its events: an event and what is known of the workspace in, a reply out. Pure.

Facts and no orders: what stands in a session was written by anybody. Each value from a file is in backticks, escaped,
without secrets and cut short; nothing is longer than an agent reads.
"""

from __future__ import annotations

from typing import assert_never

from ..agents.event import Event, Kind, Reply
from . import edit, leave, start
from .edit import UNFINISHED
from .known import LISTED, Known

__all__ = ["COMPACT", "LISTED", "UNFINISHED", "Known", "reply"]

COMPACT = "compact"
"""The source of a start that follows a compaction, as all agents call it that have one."""


def reply(event: Event, known: Known) -> Reply:
    """Give what there is to say; an empty reply where there is nothing."""
    match event.kind:
        case Kind.START:
            return Reply(start.after_compaction(known) if event.source == COMPACT else start.briefing(event, known))
        case Kind.PROMPT:
            return Reply()  # what sessions say is told at the start, and does not change with what a person asks
        case Kind.AFTER_EDIT:
            return Reply(edit.findings(known))
        case Kind.STOP:
            return Reply(block_reason="" if event.again else edit.unfinished(known))
        case Kind.PRE_COMPACT:
            return Reply(leave.to_keep(known), leave.to_update(known))
        case Kind.END:
            return Reply(user_message=leave.checklist(known))
        case _:
            assert_never(event.kind)

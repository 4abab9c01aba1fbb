"""What happened in an agent, what we say to it, and what of that is written where: the values of all dialects."""

# `NamedTuple`, not a dataclass, which takes longer to load than all else that a hook with nothing to say does.

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """What there is to react to, whatever an agent calls it."""

    START = "start"
    PROMPT = "prompt"
    AFTER_EDIT = "after-edit"
    STOP = "stop"
    PRE_COMPACT = "pre-compact"
    END = "end"


class Event(NamedTuple):
    """Something that happened in an agent.

    `name` is the agent's own word for it. `cwd` is the folder in which the agent works, absolute, or empty. `source`
    says what made a session start, or a compaction; `agent_type` which sort of agent it is, if it says so. `paths` are
    the files that an edit touched, as the agent writes them. `transcript` is the file in which the agent keeps the
    conversation. `again` says whether it goes on already because a hook did not let it stop; None if it does not tell.
    """

    kind: Kind
    name: str
    cwd: str
    source: str = ""
    agent_type: str = ""
    paths: tuple[str, ...] = ()
    transcript: str = ""
    again: bool | None = False


class Reply(NamedTuple):
    """What there is to say: to the agent, to the person in front of it, and why the agent should not stop yet."""

    context: str = ""
    user_message: str = ""
    block_reason: str = ""


class Output(NamedTuple):
    """What is written, and the exit code."""

    stdout: str = ""
    stderr: str = ""
    code: int = 0

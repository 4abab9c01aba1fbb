"""Claude Code. From https://code.claude.com/docs/en/hooks and what version 2.1.197 says of its events and schemas.

Standard input is an object with `session_id`, `transcript_path`, `cwd` and `hook_event_name`. Exit code 0 has standard
output read, 2 blocks or shows standard error, others show standard error to the person.

SessionStart (`source`: startup, resume, clear, compact; `agent_type` under `claude --agent`) and PostToolUse
(`tool_name`, `tool_input`) take `hookSpecificOutput` with `hookEventName` and `additionalContext`. Stop
(`stop_hook_active`) takes `decision` and `reason`. PreCompact (`trigger`) takes no context: its plain output is added
to what the one is told who summarises. SessionEnd (`reason`) has one and a half seconds, no output is read, and what is
on standard error is only shown when the exit code is not 0. UserPromptSubmit could be given context, and is not: what a
session says does not change with the prompt.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import payload as read
from .event import Event, Kind, Output, Reply

EVENTS = {
    "SessionStart": Kind.START,
    "UserPromptSubmit": Kind.PROMPT,
    "PostToolUse": Kind.AFTER_EDIT,
    "Stop": Kind.STOP,
    "PreCompact": Kind.PRE_COMPACT,
    "SessionEnd": Kind.END,
}
_NAMES = {kind: name for name, kind in EVENTS.items()}
_SHOW_ERRORS = 2


def parse(payload: Mapping[str, object], asked: Kind | None) -> Event | None:
    """Read a payload."""
    name = read.text(payload, "hook_event_name")
    kind = EVENTS.get(name) if name else asked
    if kind is None:
        return None
    return Event(
        kind,
        name or _NAMES[kind],
        read.text(payload, "cwd"),
        read.text(payload, "source", "trigger"),
        read.text(payload, "agent_type"),
        read.edited(payload.get("tool_input"), read.text(payload, "tool_name")) if kind is Kind.AFTER_EDIT else (),
        read.text(payload, "transcript_path"),
        read.is_set(payload, "stop_hook_active"),
    )


def encode(reply: Reply, event: Event) -> Output:
    """Write a reply."""
    if event.kind is Kind.STOP:
        if not reply.block_reason:
            return Output()
        return read.written({"decision": "block", "reason": reply.block_reason})
    if event.kind is Kind.PRE_COMPACT:
        return Output(f"{reply.context}\n") if reply.context else Output()
    if event.kind is Kind.END:
        return Output("", f"{reply.user_message}\n", _SHOW_ERRORS) if reply.user_message else Output()
    return read.specific(event.name, reply.context) if reply.context else Output()

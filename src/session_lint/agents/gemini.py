"""Gemini CLI. From https://geminicli.com/docs/hooks/reference and the program, version 0.61.0.

Its payloads have `timestamp` besides what Claude's have. Nothing but one object in JSON may be on standard output.
SessionStart and AfterTool (`tool_name`, `tool_input`) take `hookSpecificOutput` with `additionalContext`; a `decision`
would hide the tool's own result. AfterAgent (`stop_hook_active`) takes `decision` (`deny`) and `reason`. PreCompress
and SessionEnd take `systemMessage`, which the person sees.

PreCompress fires before each turn, long before there is anything to compress (`ChatCompressionService.compress` asks
its hooks first and looks at the size afterwards). So only one that a person asked for is an event.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import payload as read
from .event import Event, Kind, Output, Reply

EVENTS = {
    "SessionStart": Kind.START,
    "BeforeAgent": Kind.PROMPT,
    "AfterTool": Kind.AFTER_EDIT,
    "AfterAgent": Kind.STOP,
    "PreCompress": Kind.PRE_COMPACT,
    "SessionEnd": Kind.END,
}
_NAMES = {kind: name for name, kind in EVENTS.items()}


def parse(payload: Mapping[str, object], asked: Kind | None) -> Event | None:
    """Read a payload."""
    name = read.text(payload, "hook_event_name")
    kind = EVENTS.get(name) if name else asked
    source = read.text(payload, "source", "trigger")
    if kind is None or (kind is Kind.PRE_COMPACT and source == "auto"):
        return None
    return Event(
        kind,
        name or _NAMES[kind],
        read.text(payload, "cwd"),
        source,
        "",
        read.edited(payload.get("tool_input"), read.text(payload, "tool_name")) if kind is Kind.AFTER_EDIT else (),
        read.text(payload, "transcript_path"),
        read.is_set(payload, "stop_hook_active"),
    )


def encode(reply: Reply, event: Event) -> Output:
    """Write a reply."""
    if event.kind is Kind.STOP:
        return read.written({"decision": "deny", "reason": reply.block_reason}) if reply.block_reason else Output()
    if event.kind in (Kind.PRE_COMPACT, Kind.END):
        return read.written({"systemMessage": reply.user_message}) if reply.user_message else Output()
    return read.specific(event.name, reply.context) if reply.context else Output()

"""Cursor. From https://cursor.com/docs/agent/hooks; no program was at hand to try it.

Its payloads have `conversation_id`, `cursor_version` and `workspace_roots`, and `cwd` only where a tool ran.
sessionStart and postToolUse (`tool_name`, `tool_input`) take `additional_context`. stop (`status`, `loop_count`: how
often a hook has sent it on already) takes `followup_message`, preCompact (`trigger`) `user_message`. Of afterFileEdit
(`file_path`) and sessionEnd no output is read: what an edit did is told at stop, unless postToolUse is hooked, too.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import payload as read
from .event import Event, Kind, Output, Reply

EVENTS = {
    "sessionStart": Kind.START,
    "beforeSubmitPrompt": Kind.PROMPT,
    "postToolUse": Kind.AFTER_EDIT,
    "stop": Kind.STOP,
    "preCompact": Kind.PRE_COMPACT,
    "sessionEnd": Kind.END,
}
_NAMES = {kind: name for name, kind in EVENTS.items()}
_KEYS = {
    Kind.START: "additional_context",
    Kind.AFTER_EDIT: "additional_context",
    Kind.STOP: "followup_message",
    Kind.PRE_COMPACT: "user_message",
}


def parse(payload: Mapping[str, object], asked: Kind | None) -> Event | None:
    """Read a payload."""
    name = read.text(payload, "hook_event_name")
    kind = EVENTS.get(name) if name else asked
    unfinished = kind is Kind.STOP and payload.get("status") not in (None, "completed")
    if kind is None or unfinished:
        return None
    roots = payload.get("workspace_roots")
    first = roots[0] if isinstance(roots, list) and roots and isinstance(roots[0], str) else ""
    return Event(
        kind,
        name or _NAMES[kind],
        read.text(payload, "cwd") or first,
        read.text(payload, "trigger"),
        "",
        read.edited(payload.get("tool_input"), read.text(payload, "tool_name")) if kind is Kind.AFTER_EDIT else (),
        read.text(payload, "transcript_path"),
        read.is_set(payload, "loop_count", "stop_hook_active"),
    )


def encode(reply: Reply, event: Event) -> Output:
    """Write a reply."""
    if event.kind is Kind.END:
        return Output("", f"{reply.user_message}\n") if reply.user_message else Output()
    said = {
        Kind.STOP: reply.block_reason,
        Kind.PRE_COMPACT: reply.user_message,
    }.get(event.kind, reply.context)
    key = _KEYS.get(event.kind)
    return read.written({key: said}) if key and said else Output()

"""GitHub Copilot, in its CLI and in VS Code. From the documentation of both; no program was at hand to try it.

https://docs.github.com/en/copilot/reference/copilot-cli-reference/cli-hooks-reference: an event that is configured in
PascalCase has a payload like Claude's with a `timestamp` (and `tool_result`, `stop_reason`); one in camelCase has
`sessionId`, `toolName`, `toolArgs`, and does not name the event, so the command line has to. agentStop takes `decision`
and `reason`, and says nothing about whether it was sent on before. What sessionStart, postToolUse, preCompact and
sessionEnd write is not read.

https://code.visualstudio.com/docs/agents/reference/hooks-reference: VS Code reads the same files, and Claude's. Its
payloads may have `hookEventName`; SessionStart and PostToolUse take `hookSpecificOutput` with `additionalContext`, and
Stop, which has `stop_hook_active`, takes `decision` and `reason` in there.
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
_ACTIVE = ("stop_hook_active", "stopHookActive")


def parse(payload: Mapping[str, object], asked: Kind | None) -> Event | None:
    """Read a payload."""
    name = read.text(payload, "hook_event_name", "hookEventName")
    kind = EVENTS.get(name) if name else asked
    if kind is None:
        return None
    told = [key for key in _ACTIVE if payload.get(key) is not None]
    given = payload.get("tool_input", payload.get("toolArgs"))
    return Event(
        kind,
        name or _NAMES[kind],
        read.text(payload, "cwd"),
        read.text(payload, "source", "trigger"),
        "",
        read.edited(given, read.text(payload, "tool_name", "toolName")) if kind is Kind.AFTER_EDIT else (),
        read.text(payload, "transcript_path", "transcriptPath"),
        None if kind is Kind.STOP and not told else read.is_set(payload, *told),
    )


def encode(reply: Reply, event: Event) -> Output:
    """Write a reply."""
    if event.kind is Kind.STOP:
        if not reply.block_reason:
            return Output()
        answer = {"decision": "block", "reason": reply.block_reason}
        return read.written({**answer, "hookSpecificOutput": {"hookEventName": "Stop", **answer}})
    if event.kind in (Kind.START, Kind.AFTER_EDIT):
        return read.specific(event.name, reply.context) if reply.context else Output()
    if event.kind is Kind.END:
        return Output("", f"{reply.user_message}\n") if reply.user_message else Output()
    return Output()

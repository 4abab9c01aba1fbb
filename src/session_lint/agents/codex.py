"""Codex CLI. From https://developers.openai.com/codex/hooks and the schemas in openai/codex, `codex-rs/hooks/schema`.

Its payloads are Claude's with `model`, `permission_mode`, and in a turn `turn_id`; that of SessionEnd has none of the
three. Keys that a schema does not list make it refuse the whole answer: SessionStart and PostToolUse take
`hookSpecificOutput` (`hookEventName`, `additionalContext`), Stop `decision` and `reason`, PreCompact `systemMessage`.
Of SessionEnd nothing is read, and an exit code other than 0 is a failed hook.

The input of the tool `apply_patch` is the text of a patch. One that goes through the shell fires no PostToolUse (seen
in 0.169.0), so what an edit did may only show at Stop.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import claude
from . import payload as read
from .event import Event, Kind, Output, Reply


def parse(payload: Mapping[str, object], asked: Kind | None) -> Event | None:
    """Read a payload."""
    return claude.parse(payload, asked)


def encode(reply: Reply, event: Event) -> Output:
    """Write a reply."""
    if event.kind is Kind.PRE_COMPACT:
        return read.written({"systemMessage": reply.user_message}) if reply.user_message else Output()
    if event.kind is Kind.END:
        return Output("", f"{reply.user_message}\n") if reply.user_message else Output()
    return claude.encode(reply, event)

"""Reads the parts of an agent's payload, which may be anything, and writes JSON."""

from __future__ import annotations

from collections.abc import Mapping

from ..tool_input import edited
from .event import Output

__all__ = ["edited", "is_set", "specific", "text", "written"]


def text(payload: Mapping[str, object], *keys: str) -> str:
    """Give the value of the first of some keys that holds text; empty when none does."""
    return next((value for key in keys if isinstance(value := payload.get(key), str) and value), "")


def is_set(payload: Mapping[str, object], *keys: str) -> bool:
    """Whether one of some keys says yes, in whatever type: an agent that is held up again and again is the worse."""
    return any(payload.get(key) for key in keys)


def written(answer: Mapping[str, object]) -> Output:
    """Give an answer in JSON, in ASCII whatever it says, since nobody knows the encoding of a pipe."""
    import json  # imported late: most answers are empty

    return Output(json.dumps(answer) + "\n")


def specific(name: str, context: str) -> Output:
    """Give the answer by which an agent learns something, as Claude Code, Codex, Gemini CLI and VS Code take it."""
    return written({"hookSpecificOutput": {"hookEventName": name, "additionalContext": context}})

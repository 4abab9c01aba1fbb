"""The dialects in which coding agents speak to the programs that they run as hooks: one module each.

Every dialect gives an object in JSON on standard input and takes what the program writes. What the object means is an
`Event`, whoever sends it; what we have to say is a `Reply`, whoever reads it. A dialect's module reads the one
(`parse`) and writes the other (`encode`), with exactly the keys that its agent takes. Pure, and cheap to load: a hook
runs at each edit, and mostly has nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from .event import Event, Kind, Output, Reply

DIALECTS = ("claude", "codex", "gemini", "cursor", "copilot")
"""The names of the dialects, as `--agent` takes them."""

# Names of events without hyphens, in small letters: ours, and those of the agents.
_WORDS = {
    "start": Kind.START,
    "sessionstart": Kind.START,
    "prompt": Kind.PROMPT,
    "userpromptsubmit": Kind.PROMPT,
    "userpromptsubmitted": Kind.PROMPT,
    "beforesubmitprompt": Kind.PROMPT,
    "beforeagent": Kind.PROMPT,
    "afteredit": Kind.AFTER_EDIT,
    "posttooluse": Kind.AFTER_EDIT,
    "aftertool": Kind.AFTER_EDIT,
    "afterfileedit": Kind.AFTER_EDIT,
    "stop": Kind.STOP,
    "agentstop": Kind.STOP,
    "afteragent": Kind.STOP,
    "precompact": Kind.PRE_COMPACT,
    "precompress": Kind.PRE_COMPACT,
    "end": Kind.END,
    "sessionend": Kind.END,
}
_GEMINI_ALONE = ("BeforeAgent", "AfterAgent", "BeforeTool", "AfterTool", "PreCompress")


class Dialect(Protocol):
    """What each module of this package can do."""

    def parse(self, payload: Mapping[str, object], asked: Kind | None) -> Event | None:
        """Give what happened; None for something that is no business of ours.

        `asked` is the event that the command line names, for a payload that names none.
        """

    def encode(self, reply: Reply, event: Event) -> Output:
        """Give what the agent is to read; nothing for an empty reply."""


def kind(word: str) -> Kind | None:
    """Give the event that a word of the command line names, in any spelling: `session-start`, `SessionStart`."""
    return _WORDS.get(word.replace("-", "").replace("_", "").lower())


def dialect(name: str) -> Dialect:
    """Give the dialect with a name out of `DIALECTS`."""
    return import_module(f".{name}", __package__)


def detected(payload: Mapping[str, object]) -> str:
    """Give the name of the dialect that a payload is in, by what only this agent sends; Claude's for want of better.

    Seen in Claude Code 2.1.197, Codex 0.169.0 and Gemini CLI 0.61.0; the others by their documentation.
    """
    name = payload.get("hook_event_name")
    if any(key in payload for key in ("conversation_id", "cursor_version", "workspace_roots")):
        return "cursor"
    if name in _GEMINI_ALONE:
        return "gemini"
    if any(key in payload for key in ("sessionId", "hookEventName", "tool_result", "stop_reason")):
        return "copilot"
    transcript = payload.get("transcript_path")
    if "timestamp" in payload:  # VS Code says that each session is `new`
        shared = name in ("SessionStart", "SessionEnd") and transcript and payload.get("source") != "new"
        return "gemini" if shared else "copilot"
    if "turn_id" in payload or ("model" in payload and "permission_mode" in payload):
        return "codex"
    # The payload of a session's end has only what Claude's has, too.
    named = transcript.rpartition("/")[2] if isinstance(transcript, str) else ""
    return "codex" if named.startswith("rollout-") or ("transcript_path" in payload and not transcript) else "claude"


def is_subagent(payload: Mapping[str, object]) -> bool:
    """Whether an agent was sent by another one, which tells it all that it should know."""
    return bool(payload.get("agent_id"))

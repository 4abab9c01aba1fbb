"""The commands: one module each, named like the word that runs it, with `run(arguments) -> exit code`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "judge session files (this is what runs without a command)",
        "init": "make a repository ready for sessions",
        "hook": "answer a coding agent that runs this as a hook",
        "list": "list the sessions that are open",
        "show": "show what somebody must know who goes on with a session",
        "new": "begin a session",
        "log": "add an entry to the log of a session",
        "status": "set the status of a session",
        "complete": "look whether a session can be put away, and do it",
        "lsp": "answer an editor that starts this as its language server",
        "replay": "say how many commits of the past each rule would have stopped",
        "rule": "list the rules, or explain one",
        "schema": "print a JSON Schema: of the front matter, the config, the report or a baseline",
        "completion": "print the script by which bash, zsh or fish completes a call",
    }
)
"""Each word, and what it does in one line. A call that begins with none of them is a `check`."""

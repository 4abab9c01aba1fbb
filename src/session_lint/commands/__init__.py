"""The commands: one module each, named like the word that runs it, with `run(arguments) -> exit code`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "check": "judge session files (this is what runs without a command)",
        "replay": "say how many commits of the past each rule would have stopped",
        "rule": "list the rules, or explain one",
        "schema": "print a JSON Schema: of the front matter, the config, the report or a baseline",
    }
)
"""Each word, and what it does in one line. A call that begins with none of them is a `check`."""

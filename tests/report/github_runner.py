"""What GitHub makes of a log: the lines that its runner obeys, and what it takes from them.

After actions/runner: src/Runner.Common/ActionCommand.cs (TryParseV2, then TryParse) and
src/Runner.Worker/ActionCommandManager.cs (which commands there are, and what it drops of a place).
"""

from __future__ import annotations

import re
from typing import NamedTuple

COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup", "echo", "add-mask", "stop-commands"}
COMMANDS |= {"set-env", "set-output", "save-state", "add-path", "add-matcher", "remove-matcher"}
ESCAPES = (("%0D", "\r"), ("%0A", "\n"))
PERCENT = (("%25", "%"),)  # the last, so that nothing is undone twice
# What .NET trims; Python takes the four separators of ASCII for blanks, too.
BLANKS = "".join(chr(code) for code in range(0x10000) if chr(code).isspace() and not 0x1C <= code <= 0x1F)


class Command(NamedTuple):
    """A command that the runner obeys."""

    name: str
    properties: dict[str, str]
    data: str


def lines(log: str) -> list[str]:
    """Give the lines that the runner reads: they end at CRLF, LF or CR, as for StreamReader.ReadLine."""
    return re.split(r"\r\n|\r|\n", log)


def obeyed(line: str) -> Command | None:
    """Give the command that the runner takes a line for."""
    return new_style(line) or old_style(line)


def new_style(line: str) -> Command | None:
    """Read `::name key=value,key=value::data`, which is a command at the beginning of a line only."""
    line = line.lstrip(BLANKS)
    if not line.startswith("::"):
        return None
    head, separator, data = line[2:].partition("::")
    name, _, properties = head.partition(" ")
    if not separator or name.lower() not in COMMANDS:
        return None
    escapes = (*ESCAPES, ("%3A", ":"), ("%2C", ","), *PERCENT)
    return Command(name, pairs(properties.strip(BLANKS), ",", escapes), undone(data, (*ESCAPES, *PERCENT)))


def old_style(line: str) -> Command | None:
    """Read `##[name key=value;key=value]data`, which is a command anywhere in a line."""
    _, prefix, after = line.partition("##[")
    head, bracket, data = after.partition("]")
    name, _, properties = head.partition(" ")
    if not prefix or not bracket or name.lower() not in COMMANDS:
        return None
    escapes = (("%3B", ";"), *ESCAPES, ("%5D", "]"), *PERCENT)
    return Command(name, pairs(properties, ";", escapes), undone(data, escapes))


def pairs(text: str, separator: str, escapes: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Give the properties. An empty one is none, and `=` at the beginning of a value is lost."""
    found = {}
    for part in text.split(separator):
        key, _, value = part.lstrip("=").partition("=")
        if value.lstrip("="):
            found[key] = undone(value.lstrip("="), escapes)
    return found


def undone(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    """Undo the escapes one after the other, as the runner does."""
    for escape, character in escapes:
        text = text.replace(escape, character)
    return text

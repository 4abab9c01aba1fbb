"""Reads the parts of an agent's payload, which may be anything, and writes JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from ..regex import regex
from .event import Output

_PATHS = ("file_path", "filePath", "path", "absolute_path", "notebook_path", "target_file")
_LISTS = ("files", "edits", "paths", "replacements")
_PATCHES = ("command", "input", "patch", "cmd")
_MOST = 50
# VS Code runs a hook at every tool, whatever its matcher says.
_READING = ("read", "view", "grep", "glob", "search", "list", "fetch", "find")
_WRITING = ("write", "replace", "edit", "patch", "create", "insert")  # Cursor has a tool `search_replace`
# The lines of a patch in the format of Codex that name a file.
_PATCHED = regex(r"^\*\*\* (?:(?:Add|Update|Delete) File|Move to): ([^\r\n]+)", re.MULTILINE)


def text(payload: Mapping[str, object], *keys: str) -> str:
    """Give the value of the first of some keys that holds text; empty when none does."""
    return next((value for key in keys if isinstance(value := payload.get(key), str) and value), "")


def is_set(payload: Mapping[str, object], *keys: str) -> bool:
    """Whether one of some keys says yes, in whatever type: an agent that is held up again and again is the worse."""
    return any(payload.get(key) for key in keys)


def edited(given: object, tool: str) -> tuple[str, ...]:
    """Give the files that the input of a tool names: by a path, by several, or in the text of a patch.

    There are none for a tool that only reads. The input may also come as JSON in text.
    """
    name = tool.lower()
    if any(word in name for word in _READING) and not any(word in name for word in _WRITING):
        return ()
    found: dict[str, None] = {}
    for path in _named(_parsed(given)):
        found.setdefault(path.strip())
        if len(found) == _MOST:
            break
    return tuple(filter(None, found))


def _parsed(given: object) -> object:
    if not (isinstance(given, str) and given.lstrip().startswith("{")):
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        return None


def _named(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield from (match[1] for match in _PATCHED.finditer(given))
    if not isinstance(given, dict):
        return
    yield from (value for key in _PATHS if isinstance(value := given.get(key), str))
    for key in _LISTS:
        for item in _listed(given.get(key)):
            if isinstance(item, str):
                yield item
            elif isinstance(item, dict):
                yield from (value for name in _PATHS if isinstance(value := item.get(name), str))
    for key in _PATCHES:
        for part in (given.get(key), *_listed(given.get(key))):
            if isinstance(part, str):
                yield from (match[1] for match in _PATCHED.finditer(part))


def _listed(value: object) -> list[object]:
    return value[:_MOST] if isinstance(value, list) else []


def written(answer: Mapping[str, object]) -> Output:
    """Give an answer in JSON, in ASCII whatever it says, since nobody knows the encoding of a pipe."""
    return Output(json.dumps(answer) + "\n")


def specific(name: str, context: str) -> Output:
    """Give the answer by which an agent learns something, as Claude Code, Codex, Gemini CLI and VS Code take it."""
    return written({"hookSpecificOutput": {"hookEventName": name, "additionalContext": context}})

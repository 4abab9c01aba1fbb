"""What is wrong with a config, held against its JSON Schema, in words that name the nearest legal key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ..options import BELOW_ROOT
from ..schema import walk
from ..schema.walk import Broken
from ..text import closest, shown
from ..values import dataclass
from .selection import advice

_KINDS = {
    "array": "a list",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "text",
}
_MANY = 16
_BITS = 64


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the path of its key, what it is and what to do."""

    path: tuple[str, ...]
    message: str
    help: str


def faults(schema: Mapping[str, Any], data: Any) -> Iterator[Fault]:
    """Yield what is wrong with a config, in the order of its schema."""
    selector = schema["$defs"]["Selector"]
    for broken in walk.broken(schema, data):
        if broken.keyword == "additionalProperties":
            yield _unknown(broken.path, tuple(broken.schema["properties"]), frozenset(selector["enum"]))
        elif broken.schema is selector and isinstance(broken.instance, str):
            message = f"unknown rule {shown(broken.instance)} in {_named(broken.path[:-1])}"
            yield Fault(broken.path, message, advice(broken.instance, tuple(selector["enum"])))
        elif broken.keyword == "required":
            key = broken.path[-1]
            message = f"`{key}` is missing in {_named(broken.path[:-1])}; expected {_expected(broken.schema)}"
            yield Fault(broken.path, message, f"add `{key} = [...]`, globs relative to the root")
        else:
            yield _wrong(broken)


def _wrong(broken: Broken) -> Fault:
    data, words = broken.instance, _words(broken.schema)
    near = closest(data, words) or closest(data.lower(), words) if isinstance(data, str) else None
    meant = f"did you mean `{near}`?" if near else ""
    if broken.path == ("overrides",) and isinstance(data, dict):
        meant = "write `[[overrides]]`, in two brackets: there may be several"
    return Fault(broken.path, f"{_named(broken.path)} is {_value(data)}; expected {_expected(broken.schema)}", meant)


def _unknown(path: tuple[str, ...], known: tuple[str, ...], selectors: frozenset[str]) -> Fault:
    key = path[-1]
    if path[-2:-1] == ("rules",) and key.upper() in selectors.difference(known):
        message = f"{shown(key)} in {_named(path[:-1])} is no single rule; expected a rule's code or name"
        return Fault(path, message, "write a table for each rule that is meant, by its code or name")
    if path[-2:-1] == ("rules",):
        return Fault(path, f"unknown rule {shown(key)} in {_named(path[:-1])}", advice(key, known))
    if path == ("tool",):
        return Fault(path, "unknown key `tool`", "leave out `tool.session-lint` here: it belongs into `pyproject.toml`")
    near = closest(key, known) or closest(key.lower().replace("_", "-"), known)
    inside = f" in {_named(path[:-1])}" if path[:-1] else ""
    meant = f"did you mean `{near}`?" if near else f"known keys: {_list(known)}"
    return Fault(path, f"unknown key {shown(key)}{inside}", meant)


def _named(path: tuple[str, ...]) -> str:
    """Name a key by its path; an item of a list by its number from 1."""
    if path and path[-1].isdecimal():
        return f"item {int(path[-1]) + 1} of {_named(path[:-1])}"
    if path[2:] and path[0] == "overrides":
        return f"{_named(path[2:])} in {_named(path[:2])}"
    return shown(".".join(path)) if path else "the config"


def _value(data: Any) -> str:
    if isinstance(data, int) and data.bit_length() > _BITS:
        return "a number of more than 64 bits"  # Python refuses to write one of some thousand digits
    return "a table" if isinstance(data, dict) else shown(data)


def _words(schema: Mapping[str, Any]) -> tuple[str, ...]:
    parts = schema.get("anyOf", [schema])
    return tuple(word for part in parts for word in part.get("enum", ()) if isinstance(word, str))


def _expected(schema: Mapping[str, Any]) -> str:
    """Say what a schema expects of one value."""
    if "anyOf" in schema:
        return ", or ".join(_expected(part) for part in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return f"one of {_list(schema['enum'])}" if "enum" in schema else shown(schema["const"])
    if examples := schema.get("examples"):
        return f"text like {_list(examples)}"
    if schema.get("pattern") == BELOW_ROOT:
        return "a path relative to the root, with `/` and without `..`"
    if "minItems" in schema:
        return "a list that is not empty"
    if "minimum" in schema:
        return f"{_KINDS[schema['type']]} from {schema['minimum']} to {schema['maximum']}"
    return "text that is not blank" if "pattern" in schema else _KINDS[schema["type"]]


def _list(words: Any) -> str:
    words = tuple(words)
    listed = ", ".join(shown(word) for word in islice(words, _MANY))
    return listed + (", …" if len(words) > _MANY else "")

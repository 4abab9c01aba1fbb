"""What is wrong with a config, held against its JSON Schema.

A walker over the few keywords that `config_schema` writes. `jsonschema` would take 80 ms to load, and cannot say which
key was meant; a test keeps the two of one mind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .selection import advice
from .text import closest, shown

_KINDS = {
    "array": "a list",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "text",
}
_MANY = 12
_BITS = 64


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the path of its key, what it is and what to do."""

    path: tuple[str, ...]
    message: str
    help: str


def faults(schema: Mapping[str, Any], data: Any) -> Iterator[Fault]:
    """Yield what is wrong with a config, in the order of its keys."""
    return _Walker(schema).walk(schema, data, ())


@dataclass(frozen=True)
class _Walker:
    root: Mapping[str, Any]

    def walk(self, schema: Mapping[str, Any], data: Any, path: tuple[str, ...]) -> Iterator[Fault]:
        schema = self._resolved(schema)
        if "anyOf" in schema:
            if not any(self._accepts(option, data) for option in schema["anyOf"]):
                yield self._wrong(schema, data, path)
        elif not _accepts_itself(schema, data):
            yield self._wrong(schema, data, path)
        elif isinstance(data, dict):
            for key, value in data.items():
                yield from self._entry(schema, key, value, path)
        elif isinstance(data, list) and "items" in schema:
            for number, item in enumerate(data):
                yield from self.walk(schema["items"], item, (*path, str(number)))

    def _entry(self, schema: Mapping[str, Any], key: str, value: Any, path: tuple[str, ...]) -> Iterator[Fault]:
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        if key in properties:
            yield from self.walk(properties[key], value, (*path, key))
        elif isinstance(others, Mapping):
            yield from self.walk(others, value, (*path, key))
        elif not others:
            yield _unknown((*path, key), tuple(properties))

    def _accepts(self, schema: Mapping[str, Any], data: Any) -> bool:
        return next(self.walk(schema, data, ()), None) is None

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow `$ref`, which leads to `$defs` only, until there is none."""
        while "$ref" in schema:
            schema = self.root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema

    def _wrong(self, schema: Mapping[str, Any], data: Any, path: tuple[str, ...]) -> Fault:
        if schema is self._resolved({"$ref": "#/$defs/selector"}) and isinstance(data, str):
            return Fault(
                path, f"unknown rule {shown(data)} in {_named(path[:-1])}", advice(data, tuple(schema["enum"]))
            )
        words = _words(schema)
        near = closest(data, words) or closest(data.lower(), words) if isinstance(data, str) else None
        value = _value(data)
        meant = f"did you mean `{near}`?" if near else ""
        return Fault(path, f"{_named(path)} is {value}; expected {_expected(schema)}", meant)


def _accepts_itself(schema: Mapping[str, Any], data: Any) -> bool:
    """Whether a value fits a schema, without what is inside it."""
    if "type" in schema and not _is(schema["type"], data):
        return False
    words = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if words is not None and not any(_same(data, word) for word in words):
        return False
    if isinstance(data, str):
        return "pattern" not in schema or re.search(schema["pattern"], data) is not None
    if isinstance(data, list):
        return bool(len(data) >= schema.get("minItems", 0))
    if _is("number", data):
        return not bool(data < schema.get("minimum", data) or data > schema.get("maximum", data))
    return True


def _is(kind: str, data: Any) -> bool:
    match kind:
        case "object":
            return isinstance(data, dict)
        case "array":
            return isinstance(data, list)
        case "boolean":
            return isinstance(data, bool)
        case "integer":
            whole = isinstance(data, int) or (isinstance(data, float) and data.is_integer())
            return whole and not isinstance(data, bool)
        case "number":
            return isinstance(data, int | float) and not isinstance(data, bool)
        case _:
            return isinstance(data, str)


def _same(data: Any, word: Any) -> bool:
    """Whether two values are equal in JSON, where `true` is not 1."""
    return isinstance(data, bool) == isinstance(word, bool) and bool(data == word)


def _unknown(path: tuple[str, ...], known: tuple[str, ...]) -> Fault:
    key = path[-1]
    if path[:-1] == ("rules",):
        return Fault(path, f"unknown rule {shown(key)} in `rules`", advice(key, known))
    near = closest(key, known) or closest(key.lower().replace("_", "-"), known)
    inside = f" in {_named(path[:-1])}" if path[:-1] else ""
    meant = f"did you mean `{near}`?" if near else f"known keys: {_list(known)}"
    return Fault(path, f"unknown key {shown(key)}{inside}", meant)


def _named(path: tuple[str, ...]) -> str:
    """Name a key by its path; an item of a list by its number from 1."""
    if path and path[-1].isdecimal():
        return f"item {int(path[-1]) + 1} of {_named(path[:-1])}"
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
    if "minItems" in schema:
        return "a list that is not empty"
    if "minimum" in schema:
        return f"{_KINDS[schema['type']]} from {schema['minimum']} to {schema['maximum']}"
    return "text that is not blank" if "pattern" in schema else _KINDS[schema["type"]]


def _list(words: Any) -> str:
    words = tuple(words)
    listed = ", ".join(shown(word) for word in islice(words, _MANY))
    return listed + (", …" if len(words) > _MANY else "")

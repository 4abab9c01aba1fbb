"""JSON Schema (draft 2020-12) over front matter: each violation with its path and in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from .. import timestamps
from ..text import printable, shown
from ..values import dataclass
from . import walk
from .walk import Broken

KINDS = {
    "array": "a list",
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}


@dataclass(frozen=True)
class Violation:
    """One way in which data breaks a schema; see `walk.Broken` for the first four.

    `message` says what is broken and what is expected, `advice` what to do as far as the schema knows it.
    """

    path: tuple[str, ...]
    keyword: str
    instance: Any
    schema: Mapping[str, Any]
    message: str
    advice: str = ""


def violations(schema: Mapping[str, Any], data: Any, limit: int = 101) -> tuple[Violation, ...]:
    """Give the violations, at most `limit`, in the order of the schema. The library is loaded only if it is needed.

    Raises Failure when a `$ref` of the schema leads out of it or in circles.
    """
    if walk.knows(schema):
        found = walk.broken(schema, data)
    else:
        from . import library  # imported late: slow to load

        found = library.broken(schema, data)
    return tuple(
        Violation(one.path, one.keyword, one.instance, one.schema, *_words(one)) for one in islice(found, limit)
    )


def misfits(schema: Mapping[str, Any], data: Any, path: tuple[str, ...], value: object) -> tuple[Violation, ...]:
    """Give the violations of a value, not of what is inside it, if it stood at a path of the data.

    Judged is the value with nothing beside it, which takes no longer the more data there is.
    """
    holders = []
    for key in path:
        holders.append(data)
        data = data[int(key)] if isinstance(data, list) else data.get(key) if isinstance(data, dict) else None
    for key, holder in zip(reversed(path), reversed(holders), strict=True):
        value = [value] if isinstance(holder, list) else {key: value}
    place = tuple("0" if isinstance(holder, list) else key for key, holder in zip(path, holders, strict=True))
    return tuple(one for one in violations(schema, value, limit=1000) if one.path == place)


def _words(broken: Broken) -> tuple[str, str]:  # noqa: PLR0911 -- a table
    """Say a violation: message and what to do."""
    field = ".".join(broken.path)
    name = f"`{printable(field)}`" if field else "the front matter"
    schema = broken.schema if isinstance(broken.schema, dict) else {}
    value = schema.get(broken.keyword)
    is_value = f"{name} is {shown(broken.instance)}"
    match broken.keyword:
        case "required":
            return f"{name} is missing; expected {describe(schema)}", ""
        case "type" | "enum" | "const":
            return f"{is_value}; expected {describe(schema)}", ""
        case "format" if value == "date-time":
            reading = timestamps.read(str(broken.instance))
            return f"{is_value}; {reading.fault}; expected an RFC 3339 timestamp with a zone", reading.advice
        case "pattern" if not str(broken.instance).strip():
            return f"{name} is blank; expected text", ""
        case "pattern" | "format":
            examples = schema.get("examples") or ()
            like = f"text like {shown(examples[0])}" if examples else f"text that fits {broken.keyword} {shown(value)}"
            return f"{is_value}; expected {like}", ""
        case "additionalProperties":
            return (
                f"{name} is a key that the schema does not allow",
                f"known keys: {_list(schema.get('properties', {}))}",
            )
        case "None":
            return f"{name} is not allowed here", "remove it"
        case "anyOf" | "oneOf" | "not" | "contains" | "dependentSchemas":
            return f"{is_value}; it does not fit `{broken.keyword}` of the schema", "see `session-lint --show-settings`"
        case _:
            return f"{is_value}; expected {broken.keyword} {shown(value)}", ""


def describe(schema: Mapping[str, Any]) -> str:
    """Say what a schema expects of one value: `text`, `one of ...`, `a mapping or null`."""
    if "enum" in schema:
        words = schema["enum"]
        return f"one of {_list(words)}" if len(words) != 1 else shown(words[0])
    if "const" in schema:
        return shown(schema["const"])
    if schema.get("format") == "date-time":
        return 'a timestamp like "2025-12-04T14:30:00Z"'
    kinds = schema.get("type", ())
    names = [KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return " or ".join(names) if names else "a value"


def _list(words: Any) -> str:
    return ", ".join(shown(word) for word in islice(words, 20))

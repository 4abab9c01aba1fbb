"""JSON Schema without the library, for schemas of a few keywords: the config's, and the built-in one of a session.

`jsonschema` takes 80 ms to load, seven times a bare Python. A schema with any other keyword goes to it; that both say
the same of every value, in the same order, is held by a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .. import timestamps
from ..values import dataclass

_SILENT = frozenset(
    ("$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated")
)
_KNOWN = frozenset(
    (
        *("$ref", "type", "enum", "const", "required", "properties", "additionalProperties", "items", "anyOf"),
        *("pattern", "format", "minItems", "minimum", "maximum"),
    )
)
_DEFINITIONS = "#/$defs/"

Schema = Mapping[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True)
class Broken:
    """A keyword that a value breaks. `path` leads to the value, or to the key that is missing or should not be there.

    `schema` is the one that holds the keyword; for a missing key the one that the key's value should fit.
    """

    path: Path
    keyword: str
    instance: Any
    schema: Schema


_judged: dict[int, tuple[Schema, bool]] = {}


def knows(schema: Schema) -> bool:
    """Whether a schema consists of what this module understands, so that the library is not needed."""
    if id(schema) not in _judged:  # kept with the schema, so that its identity stays taken
        _judged[id(schema)] = schema, _knows(schema, schema, ())
    return _judged[id(schema)][1]


def _knows(root: Schema, schema: object, above: tuple[int, ...]) -> bool:
    if not isinstance(schema, dict) or id(schema) in above or len(above) > 40:  # noqa: PLR2004 -- a circle, or too deep
        return False
    inside = (*above, id(schema))
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    parts += [schema["items"]] if "items" in schema else []
    others = schema.get("additionalProperties", True)
    parts += [] if isinstance(others, bool) else [others]
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(_DEFINITIONS)
        parts.append(root.get("$defs", {}).get(name))
    return (
        schema.keys() <= _KNOWN | _SILENT
        and schema.get("format", "date-time") == "date-time"
        and all(_knows(root, part, inside) for part in parts)
    )


def broken(schema: Schema, data: Any) -> Iterator[Broken]:
    """Yield what a value breaks of a schema that `knows` accepts, in the schema's order."""
    return _Walker(schema).walk(schema, data, ())


@dataclass(frozen=True)
class _Walker:
    root: Schema

    def walk(self, schema: Schema, data: Any, path: Path) -> Iterator[Broken]:
        for keyword, value in schema.items():
            match keyword:
                case "$ref":
                    yield from self.walk(self.root["$defs"][value.removeprefix(_DEFINITIONS)], data, path)
                case "anyOf":
                    if not any(next(self.walk(option, data, path), None) is None for option in value):
                        yield Broken(path, keyword, data, schema)
                case "required" | "properties" | "additionalProperties" if isinstance(data, dict):
                    yield from self._mapping(keyword, schema, data, path)
                case "items" if isinstance(data, list):
                    for number, item in enumerate(data):
                        yield from self.walk(value, item, (*path, str(number)))
                case _ if keyword in _KNOWN and not _fits(keyword, value, data):
                    yield Broken(path, keyword, data, schema)

    def _mapping(self, keyword: str, schema: Schema, data: dict[str, Any], path: Path) -> Iterator[Broken]:
        properties = schema.get("properties", {})
        match keyword:
            case "required":
                missing = [key for key in schema["required"] if key not in data]
                yield from (Broken((*path, key), keyword, None, properties.get(key, {})) for key in missing)
            case "properties":
                for key, part in properties.items():
                    if key in data:
                        yield from self.walk(part, data[key], (*path, key))
            case _:
                strange = [key for key in data if key not in properties]
                others = schema["additionalProperties"]
                if others is False:
                    yield from (Broken((*path, key), keyword, key, schema) for key in strange)
                elif isinstance(others, Mapping):
                    for key in strange:
                        yield from self.walk(others, data[key], (*path, key))


def _fits(keyword: str, expected: Any, data: Any) -> bool:  # noqa: PLR0911 -- a table
    """Whether a value fits a keyword that looks at nothing inside it."""
    match keyword:
        case "type":
            return any(_is(kind, data) for kind in ([expected] if isinstance(expected, str) else expected))
        case "enum":
            return any(_same(data, word) for word in expected)
        case "const":
            return _same(data, expected)
        case "pattern":
            return not isinstance(data, str) or re.search(expected, data) is not None
        case "format":
            return not isinstance(data, str) or timestamps.read(data).instant is not None
        case "minItems":
            return not isinstance(data, list) or len(data) >= expected
        case "minimum":
            return not _is("number", data) or bool(data >= expected)
        case "maximum":
            return not _is("number", data) or bool(data <= expected)
        case _:
            return True


def _is(kind: str, data: Any) -> bool:
    match kind:
        case "object":
            return isinstance(data, dict)
        case "array":
            return isinstance(data, list)
        case "boolean":
            return isinstance(data, bool)
        case "null":
            return data is None
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

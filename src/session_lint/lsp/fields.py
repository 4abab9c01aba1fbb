"""What a schema says of one place in the front matter: for people, so alternatives count as what may stand there.

The schema may be a team's own, so nothing of its form is taken for granted but that it is a JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from ..profile import Path
from ..regex import regex
from ..schema import KINDS, describe
from ..values import dataclass

_MOST_PARTS = 200
_MEANING = regex(r"`([^`]+)`: ([^`;]+?)(?=[;.]?[ ]*(?:\Z|;))")

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """A value that a schema lists, and what it means, as far as the schema says so."""

    value: Any
    meaning: str = ""


@dataclass(frozen=True)
class Field:
    """What may stand at a path. `kinds` are types of JSON, none where the schema leaves it open.

    `required`: what holds it must have it. `is_time`: a timestamp of RFC 3339.
    """

    path: Path
    description: str = ""
    words: tuple[Word, ...] = ()
    kinds: tuple[str, ...] = ()
    is_time: bool = False
    examples: tuple[Any, ...] = ()
    required: bool = False

    @property
    def key(self) -> str:
        """The last part of the path."""
        return self.path[-1] if self.path else ""

    @property
    def expected(self) -> str:
        """What is expected, in the words of messages; empty where anything is."""
        kinds = {"type": list(self.kinds)} if self.kinds else {}
        time = {"format": "date-time"} if self.is_time else {}
        words = {"enum": [word.value for word in self.words]} if self.words else {}
        asked = {**kinds, **time, **words}
        return describe(asked) if asked else ""


@dataclass(frozen=True)
class _Part:
    """A schema that is laid on a value; not `sure` where it is one of several, or only holds under a condition."""

    schema: Schema
    sure: bool


def field(schema: Schema, path: Path) -> Field | None:
    """Give what a schema says of a path; None where it says nothing."""
    parts = _at(schema, path)
    if not path or not parts:
        return None
    above = _at(schema, path[:-1])
    return _field(path, parts, required=path[-1] in _required(above))


def keys(schema: Schema, path: Path) -> tuple[Field, ...]:
    """Give the keys that a schema knows of the mapping at a path, in its order."""
    above = _at(schema, path)
    required = _required(above)
    found = dict.fromkeys(key for part in above for key in _mapping(part.schema, "properties"))
    return tuple(_field((*path, key), _below(schema, above, key), required=key in required) for key in found)


def _field(path: Path, parts: list[_Part], *, required: bool) -> Field:
    texts = [part.schema.get("description") or part.schema.get("title") for part in parts]
    description = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    kinds = [kind for part in parts for kind in _texts(part.schema.get("type")) if kind in KINDS]
    examples = [one for part in parts for one in _list(part.schema, "examples")]
    return Field(
        path,
        description,
        tuple(_words(parts, description)),
        tuple(dict.fromkeys(kinds)),
        any(part.schema.get("format") == "date-time" for part in parts),
        tuple(examples),
        required,
    )


def _words(parts: Iterable[_Part], description: str) -> Iterator[Word]:
    meanings = {match[1]: " ".join(match[2].split()) for match in _MEANING.finditer(description)}
    seen: set[tuple[type, Any]] = set()
    for part in parts:
        constant = [part.schema["const"]] if "const" in part.schema else []
        for value in (*_list(part.schema, "enum"), *constant):
            if isinstance(value, (dict, list)) or (type(value), value) in seen:
                continue
            seen.add((type(value), value))
            own = part.schema.get("description") or part.schema.get("title") if constant else None
            yield Word(value, own if isinstance(own, str) else meanings.get(str(value), ""))


def _at(schema: Schema, path: Path) -> list[_Part]:
    parts = _expanded(schema, [_Part(schema, sure=True)])
    for key in path:
        parts = _below(schema, parts, key)
    return parts


def _below(root: Schema, parts: Iterable[_Part], key: str) -> list[_Part]:
    return _expanded(root, [_Part(inner, part.sure) for part in parts for inner in _inner(part.schema, key)])


def _inner(schema: Schema, key: str) -> Iterator[Schema]:
    """Yield what a schema lays on the value of a key, or of an index of a list."""
    known = _mapping(schema, "properties").get(key)
    patterns = [inner for pattern, inner in _mapping(schema, "patternProperties").items() if _fits(pattern, key)]
    found = [known, *patterns] if known is not None else patterns
    if not found and key.isdecimal() and key.isascii():
        before = _list(schema, "prefixItems")
        found = [before[int(key)] if len(key) < 4 and int(key) < len(before) else schema.get("items")]  # noqa: PLR2004
    if not any(isinstance(one, dict) for one in found):
        found = [schema.get("additionalProperties")] if known is None else []
    yield from (one for one in found if isinstance(one, dict))


def _fits(pattern: str, key: str) -> bool:
    try:
        return re.search(pattern, key) is not None
    except re.error:  # a pattern of ECMAScript's that is none of Python's
        return False


def _expanded(root: Schema, parts: list[_Part]) -> list[_Part]:
    """Give schemas with all that they refer to and consist of, outer before inner; of endless ones the beginning."""
    found: list[_Part] = []
    seen: set[int] = set()
    waiting = list(reversed(parts))
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop()
        if id(part.schema) in seen:
            continue
        seen.add(id(part.schema))
        found.append(part)
        waiting.extend(reversed(list(_consists(root, part))))
    return found


def _consists(root: Schema, part: _Part) -> Iterator[_Part]:
    schema = part.schema
    target = _target(root, schema.get("$ref"))
    yield from (_Part(one, part.sure) for one in (target, *_list(schema, "allOf")) if isinstance(one, dict))
    for keyword in ("anyOf", "oneOf"):
        options = [one for one in _list(schema, keyword) if isinstance(one, dict)]
        real = [one for one in options if one.get("type") != "null"]
        yield from (_Part(one, part.sure and len(real) == 1 and one is real[0]) for one in options)
    conditional = [schema.get("then"), schema.get("else"), *_mapping(schema, "dependentSchemas").values()]
    yield from (_Part(one, sure=False) for one in conditional if isinstance(one, dict))


def _target(root: Schema, reference: object) -> Any:
    """Give what a `$ref` within the schema leads to, by its JSON Pointer (RFC 6901)."""
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        return None
    at: Any = root
    for step in reference.split("/")[1:]:
        key = unquote(step).replace("~1", "/").replace("~0", "~")
        if isinstance(at, list):
            at = at[int(key)] if re.fullmatch("[0-9]{1,4}", key) and int(key) < len(at) else None
        else:
            at = at.get(key) if isinstance(at, dict) else None
    return at


def _required(parts: Iterable[_Part]) -> frozenset[str]:
    return frozenset(key for part in parts if part.sure for key in _texts(part.schema.get("required")))


def _mapping(schema: Schema, keyword: str) -> Mapping[str, Any]:
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _list(schema: Schema, keyword: str) -> list[Any]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    every = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [one for one in every if isinstance(one, str)]

"""JSON Schema (draft 2020-12) over front matter: each violation with its path and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import jsonschema
from jsonschema import validators
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.exceptions import Unresolvable

from . import timestamps
from .failure import Failure
from .text import printable, shown

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
    """One way in which data breaks a schema.

    `path` leads to the offending value, or to where the missing key should be; `keyword` is the schema's keyword,
    `expected` that keyword's value and `schema` the schema around it; `message` says it all, without what to do.
    """

    path: tuple[str, ...]
    keyword: str
    message: str
    instance: Any
    expected: Any
    schema: Any
    advice: str = ""


def _required(_: Validator, required: list[str], instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                properties = schema.get("properties")
                inner = properties.get(key, {}) if isinstance(properties, dict) else {}
                yield ValidationError("", path=(key,), schema=inner)


def _additional(validator: Validator, additional: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        patterns = schema.get("patternProperties", ())
        for key in instance:
            if key in schema.get("properties", ()) or any(re.search(pattern, key) for pattern in patterns):
                continue
            if additional is False:
                yield ValidationError("", path=(key,), instance=key, schema=schema)
            elif isinstance(additional, dict):
                yield from validator.descend(instance[key], additional, path=key)  # type: ignore[attr-defined]


# One error for each missing or unknown key, with the key as its path; jsonschema's own name it only in a sentence.
_KEYWORDS = {"required": _required, "additionalProperties": _additional}
_Validator: Any = validators.extend(jsonschema.Draft202012Validator, _KEYWORDS)  # type: ignore[no-untyped-call]
# jsonschema checks `date-time` only where another package is installed, and "nope" passes otherwise.
_FORMATS = jsonschema.FormatChecker()


@_FORMATS.checks("date-time")
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or timestamps.read(value).instant is not None


_made: dict[int, tuple[Mapping[str, Any], Any]] = {}


def _validator(schema: Mapping[str, Any]) -> Any:
    """Make a schema's validator once; the schema is kept with it, so that its identity stays taken."""
    if id(schema) not in _made:
        # An empty registry fetches nothing, where jsonschema's own would go to the network for a `$ref`.
        _made[id(schema)] = schema, _Validator(schema, registry=Registry(), format_checker=_FORMATS)
    return _made[id(schema)][1]


def check(schema: object, path: str) -> None:
    """Raise a Failure that names the file at `path` unless this is a schema that can be used."""
    if not isinstance(schema, dict):
        raise Failure(f"{printable(path)}: expected a JSON Schema, an object", "see `session-lint schema session`")
    try:
        _Validator.check_schema(schema, format_checker=_FORMATS)
    except SchemaError as error:
        place = printable("".join(f"/{part}" for part in error.absolute_path)) or "/"
        raise Failure(
            f"{printable(path)}: not a JSON Schema of draft 2020-12: at `{place}`: {printable(error.message)[:200]}",
            "mend the schema, or start from `session-lint schema session`",
        ) from None
    except RecursionError:
        raise Failure(f"{printable(path)}: the schema is nested too deep", "flatten it") from None


def violations(schema: Mapping[str, Any], data: Any, limit: int = 101) -> tuple[Violation, ...]:
    """Give the violations, at most `limit`, in the order of the schema.

    Raises Failure when a `$ref` of the schema leads out of it or in circles.
    """
    try:
        return tuple(_violation(error) for error in islice(_validator(schema).iter_errors(data), limit))
    except Unresolvable as error:
        raise Failure(
            f"the schema refers to {shown(str(error.ref))}, which is not in it", "copy the definition into `$defs`"
        ) from None
    except RecursionError:
        raise Failure("the schema refers to itself without an end", "break the circle of `$ref`s") from None


def _violation(error: ValidationError) -> Violation:
    path = tuple(str(part) for part in error.absolute_path)
    keyword, value = str(error.validator), error.validator_value
    message, advice = _words(".".join(path), keyword, value, error)
    return Violation(path, keyword, message, error.instance, value, error.schema, advice)


def _words(field: str, keyword: str, value: Any, error: ValidationError) -> tuple[str, str]:  # noqa: PLR0911 -- a table
    """Say a violation: message and what to do."""
    name = f"`{printable(field)}`" if field else "the front matter"
    schema = error.schema if isinstance(error.schema, dict) else {}
    is_value = f"{name} is {shown(error.instance)}"
    match keyword:
        case "required":
            return f"{name} is missing; expected {describe(schema)}", ""
        case "type" | "enum" | "const":
            return f"{is_value}; expected {describe(schema)}", ""
        case "format" if value == "date-time":
            reading = timestamps.read(str(error.instance))
            return f"{is_value}; {reading.fault}; expected an RFC 3339 timestamp with a zone", reading.advice
        case "pattern" if not str(error.instance).strip():
            return f"{name} is blank; expected text", ""
        case "pattern" | "format":
            examples = schema.get("examples") or ()
            like = f"text like {shown(examples[0])}" if examples else f"text that fits {keyword} {shown(value)}"
            return f"{is_value}; expected {like}", ""
        case "additionalProperties":
            return (
                f"{name} is a key that the schema does not allow",
                f"known keys: {_list(schema.get('properties', {}))}",
            )
        case None | "None":
            return f"{name} is not allowed here", "remove it"
        case "anyOf" | "oneOf" | "not" | "contains" | "dependentSchemas":
            return f"{is_value}; it does not fit `{keyword}` of the schema", "see `session-lint --show-settings`"
        case _:
            return f"{is_value}; expected {keyword} {shown(value)}", ""


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

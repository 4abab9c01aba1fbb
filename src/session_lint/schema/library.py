"""Front matter against any JSON Schema of draft 2020-12, by `jsonschema`; for those that a team brings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
from jsonschema import validators
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.exceptions import Unresolvable

from .. import timestamps
from ..failure import Failure
from ..text import printable, shown
from .walk import Broken


def _required(_: Validator, required: list[str], instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for key in required:
            if key not in instance:
                properties = schema.get("properties")
                inner = properties.get(key, {}) if isinstance(properties, dict) else {}
                yield ValidationError("", path=(key,), instance=None, schema=inner)


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


def broken(schema: Mapping[str, Any], data: Any) -> Iterator[Broken]:
    """Yield what a value breaks of a schema, in the schema's order.

    Raises Failure when a `$ref` of the schema leads out of it or in circles.
    """
    try:
        for error in _validator(schema).iter_errors(data):
            path = tuple(str(part) for part in error.absolute_path)
            yield Broken(path, str(error.validator), error.instance, error.schema)
    except Unresolvable as error:
        raise Failure(
            f"the schema refers to {shown(str(error.ref))}, which is not in it", "copy the definition into `$defs`"
        ) from None
    except RecursionError:
        raise Failure("the schema refers to itself without an end", "break the circle of `$ref`s") from None

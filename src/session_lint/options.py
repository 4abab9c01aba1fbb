"""The options of a rule: as its dataclass declares them, as JSON Schema describes them, as TOML writes them."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from datetime import timedelta
from enum import Enum
from typing import Any

from .rule import AnyRule, Declared
from .values import dataclass

# Five digits of weeks are 1900 years: no date that a rule computes from a duration leaves the calendar.
DURATION = "^[0-9]{1,5}[smhdw]$"

NOT_BLANK = r"\S"
BELOW_ROOT = r"^(?!\s*(?:[/\\]|[A-Za-z]:[/\\]))(?!(?:.*[/\\])?\s*\.\.\s*(?:[/\\]|$))\s*\S"
"""A path or glob that is not absolute and has no `..`."""

_LARGEST = 2**53 - 1  # what JSON numbers hold exactly
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}


@dataclass(frozen=True)
class Option:
    """One option. `name` is as config writes it (`max-age`), `field` as the rule does, `kind` the field's type.

    `paths` says that the texts of a tuple are paths or globs below the root.
    """

    name: str
    field: str
    kind: Any
    default: Any
    description: str
    paths: bool = False

    def schema(self) -> dict[str, Any]:
        """Describe what config may write."""
        default = {} if self.default is None else {"default": written(self.default)}
        return {"description": self.description, **default, **_describe(self.kind, f"option `{self.name}`", self._text)}

    @property
    def _text(self) -> str:
        return BELOW_ROOT if self.paths else NOT_BLANK

    def value(self, raw: Any) -> Any:
        """Give the field's value for what config wrote, which the schema has let pass."""
        if self.kind is timedelta:
            text = raw.strip()
            return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
        if isinstance(self.kind, type) and self.kind in (bool, int, float, str):
            return self.kind(raw)
        if isinstance(self.kind, type) and issubclass(self.kind, Enum):
            return self.kind(raw)
        return tuple(raw) if isinstance(raw, list) else raw


def options(rule: type[AnyRule]) -> tuple[Option, ...]:
    """Give the options of a rule in the order in which it declares them."""
    import dataclasses  # imported late: slow to load, and few configs set an option

    fields = dataclasses.fields(rule)
    hints = typing.get_type_hints(rule) if fields else {}
    return tuple(
        Option(
            field.name.replace("_", "-"),
            field.name,
            _without_none(hints[field.name]),
            field.default,
            declared.description if declared else "",
            declared.paths if declared else False,
        )
        for field in fields
        for declared in (_declared(rule, field.name),)
    )


def _declared(rule: type[AnyRule], field: str) -> Declared | None:
    """Give what the rule says of an option; a field may do without."""
    found = next((vars(base)[field] for base in rule.__mro__ if field in vars(base)), None)
    return found if isinstance(found, Declared) else None


def configured(rule: type[AnyRule], values: Mapping[str, Any]) -> AnyRule:
    """Make a rule with options as config writes them (`{"max-age": "3d"}`); the others keep their defaults."""
    known = {option.name: option for option in options(rule)} if values else {}
    return rule(**{known[name].field: known[name].value(raw) for name, raw in values.items()})


def written(value: Any) -> Any:
    """Give a default as config would write it: `7d`, a list, a word."""
    match value:
        case timedelta():
            seconds = int(value.total_seconds())
            unit = next(unit for unit, size in _SECONDS.items() if seconds % size == 0)
            return f"{seconds // _SECONDS[unit]}{unit}"
        case tuple():
            return [written(item) for item in value]
        case Enum():
            return value.value
        case _:
            return value


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kinds = [item for item in typing.get_args(kind) if item is not type(None)]
        return kinds[0] if len(kinds) == 1 else kind
    return kind


def _describe(kind: Any, where: str, text: str) -> dict[str, Any]:
    """Describe a type; `text` is the pattern of the texts in a list."""
    if kind is timedelta:
        return {"type": "string", "pattern": DURATION, "examples": ["12h", "3d", "2w"]}
    simple = {bool: "boolean", str: "string", int: "integer", float: "number"}
    if kind in simple:
        return {"type": simple[kind]} | ({"minimum": 0, "maximum": _LARGEST} if kind in (int, float) else {})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [item.value for item in kind]}
    if typing.get_origin(kind) is typing.Literal:
        return {"enum": list(typing.get_args(kind))}
    if typing.get_origin(kind) is tuple and typing.get_args(kind)[1:] == (...,):
        items = _describe(typing.get_args(kind)[0], where, text)
        return {"type": "array", "items": {**items, "pattern": text} if items == {"type": "string"} else items}
    raise TypeError(
        f"{where} is a {kind!r}; expected bool, int, float, str, timedelta, Literal, Enum or a tuple of one"
    )

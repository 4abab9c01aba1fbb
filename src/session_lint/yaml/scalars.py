"""What a YAML scalar is: the core schema of YAML 1.2, in JSON's types. `yes`, `on` and timestamps are text."""

from __future__ import annotations

import math
from typing import Any

from ..regex import regex
from ..text import shown
from ..values import dataclass

# Python converts at most 4,300 digits, and an environment may lower that to 640.
MAX_NUMBER = 400

TAG = "tag:yaml.org,2002:"
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_KINDS: dict[str, tuple[type, ...]] = {"int": (int,), "float": (int, float), "bool": (bool,), "null": (type(None),)}
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = regex(r"[-+]?[0-9]+")
_OCTAL = regex(r"0o[0-7]+")
_HEXADECIMAL = regex(r"0x[0-9a-fA-F]+")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Scalar:
    """The value of a scalar, or what is wrong with it and what to do."""

    data: Any = None
    fault: str = ""
    advice: str = ""


def resolve(value: str, style: str, tag: str | None) -> Scalar:
    """Give the JSON value of a scalar's text. `style` is its quote or block indicator, `tag` as libyaml expands it."""
    if tag is None:
        return Scalar(value) if style else _plain(value)
    if tag in ("!", TAG + "str"):
        return Scalar(value)
    kind = tag.removeprefix(TAG)
    if tag.startswith(TAG) and kind in _KINDS:
        scalar = _plain(value)
        fits = isinstance(scalar.data, _KINDS[kind]) and (kind == "bool" or not isinstance(scalar.data, bool))
        if fits or scalar.fault:
            return scalar
        return Scalar(
            fault=f"{shown(value)} is tagged `!!{kind}` and is none", advice="remove the tag or mend the value"
        )
    return Scalar(fault=strange(tag), advice="remove the tag")


def strange(tag: str) -> str:
    """Say that a tag is not one that is read."""
    return f"the tag {shown(tag.replace(TAG, '!!', 1))} is not one that a session can hold"


def _plain(value: str) -> Scalar:
    if value in _NULLS:
        return Scalar(None)
    if value in _BOOLEANS:
        return Scalar(_BOOLEANS[value])
    if value[0] not in "-+.0123456789":
        return Scalar(value)
    integer, octal, hexadecimal = _INTEGER.fullmatch(value), _OCTAL.fullmatch(value), _HEXADECIMAL.fullmatch(value)
    if not (integer or octal or hexadecimal or _FLOAT.fullmatch(value)):
        return Scalar(value)
    if len(value) > MAX_NUMBER:
        return Scalar(fault=f"a number of {len(value):,} characters; expected at most {MAX_NUMBER}", advice="quote it")
    if integer:
        return Scalar(int(value))
    if octal or hexadecimal:
        return Scalar(int(value[2:], 8 if octal else 16))
    number = float(value)
    return Scalar(number if math.isfinite(number) else value)  # JSON has no infinity

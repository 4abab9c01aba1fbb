"""JSON that strict readers and CI logs take: ASCII, no lone surrogate, nothing that a log would obey."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..regex import regex
from ..text import printable
from .model import LOG_COMMAND

_INDENT = 2
_SURROGATE = regex("[\ud800-\udfff]")


def written(data: Any, indent: int | None = None) -> str:
    """Give data as JSON in ASCII with nothing in it that a CI log would obey; on one line unless it is indented."""
    return _dumped(data, indent) + "\n"


def listed(data: Any, items: Iterable[Any]) -> str:
    """Give data as indented JSON with many items in its last list, an empty one. Each is let go once it is written."""
    before, brackets, after = _dumped(data, _INDENT).rpartition("[]")
    line = before[before.rfind("\n") + 1 :]
    pad = "\n" + " " * (len(line) - len(line.lstrip(" ")) + _INDENT)
    written = [pad + _dumped(item, _INDENT).replace("\n", pad) for item in items]
    inside = [part for one in written for part in (one, ",")][:-1]
    whole = ["[", *inside, pad[:-_INDENT], "]"] if inside else [brackets]
    return "".join((before, *whole, after, "\n"))


def _dumped(data: Any, indent: int | None) -> str:
    ascii_text = json.dumps(data, indent=indent, allow_nan=False).replace("\x7f", r"\u007f")  # DEL is ASCII, too
    return LOG_COMMAND.sub(lambda _: r"\u0023", ascii_text)


def text(of: str) -> str:
    """Give a text as it is, but for lone surrogates, which strict readers of JSON refuse (RFC 8259, 8.2)."""
    return _SURROGATE.sub(lambda match: printable(match.group()), of)

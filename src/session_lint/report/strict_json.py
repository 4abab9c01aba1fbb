"""JSON that strict readers and CI logs take: ASCII, no lone surrogate, nothing that a log would obey."""

from __future__ import annotations

import json
from typing import Any

from ..regex import regex
from ..text import printable
from .model import LOG_COMMAND

_SURROGATE = regex("[\ud800-\udfff]")


def written(data: Any, indent: int | None = None) -> str:
    """Give data as JSON in ASCII with nothing in it that a CI log would obey; on one line unless it is indented."""
    ascii_text = json.dumps(data, indent=indent, allow_nan=False).replace("\x7f", r"\u007f")  # DEL is ASCII, too
    return LOG_COMMAND.sub(lambda _: r"\u0023", ascii_text) + "\n"


def text(of: str) -> str:
    """Give a text as it is, but for lone surrogates, which strict readers of JSON refuse (RFC 8259, 8.2)."""
    return _SURROGATE.sub(lambda match: printable(match.group()), of)

"""Sessions in short as JSON, for `session-lint list --json` and `session-lint show --json`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..overview import Overview
from ..regex import regex
from ..text import printable
from .model import LOG_COMMAND
from .overviews import data

VERSION = 1

_SURROGATE = regex("[\ud800-\udfff]")


def several(sessions: Sequence[Overview], now: datetime) -> str:
    """Give sessions as one JSON object in ASCII."""
    return _written({"version": VERSION, "sessions": [data(one, now) for one in sessions]})


def single(one: Overview, now: datetime) -> str:
    """Give one session as a JSON object in ASCII."""
    return _written({"version": VERSION, "session": data(one, now)})


def _written(value: Any) -> str:
    return LOG_COMMAND.sub(lambda _: r"\u0023", json.dumps(_strict(value), indent=2, allow_nan=False)) + "\n"


def _strict(value: Any) -> Any:
    """Give the value without lone surrogates, which strict readers of JSON refuse (RFC 8259, 8.2)."""
    if isinstance(value, str):
        return _SURROGATE.sub(lambda match: printable(match.group()), value)
    if isinstance(value, dict):
        return {key: _strict(one) for key, one in value.items()}
    return [_strict(one) for one in value] if isinstance(value, list) else value

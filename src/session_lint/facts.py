"""What rules may know of the world around a session: for now the clock. Gathered once a run."""

from __future__ import annotations

from datetime import UTC, datetime

from . import timestamps
from .failure import Failure
from .rule import Facts
from .text import shown


def gather(now: datetime | None = None) -> Facts:
    """Give the facts of this run; `now` stands in for the clock."""
    return Facts(now or datetime.now(UTC))


def clock(written: str, source: str) -> datetime:
    """Read a fixed clock from an option or a variable, which `source` names. Raises Failure for no timestamp."""
    reading = timestamps.read(written)
    if reading.instant is None:
        message = f"{source} is {shown(written)}; {reading.fault}; expected an RFC 3339 timestamp"
        raise Failure(message, reading.advice or 'write it like "2025-12-04T14:30:00Z"')
    return reading.instant

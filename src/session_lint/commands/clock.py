"""The clock of a command: `--now`, else SESSION_LINT_NOW, else the real one."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .. import timestamps
from ..failure import Failure
from ..text import shown

if TYPE_CHECKING:  # a hook has the time, and no options
    import argparse


def add_option(parser: argparse._ActionsContainer) -> None:
    """Add `--now` to a parser or a group of one."""
    parser.add_argument(
        "--now", metavar="TIME", help='the time to judge by, as "2025-12-04T14:30:00Z"; also SESSION_LINT_NOW'
    )


def fixed(option: str | None) -> datetime | None:
    """Give the time that the option or the variable says; None when neither is there. Raises Failure for no time."""
    if option:
        return parsed(option, "--now")
    variable = os.environ.get("SESSION_LINT_NOW")
    return parsed(variable, "SESSION_LINT_NOW") if variable else None


def read(option: str | None) -> datetime:
    """Give the time that holds, in UTC. Raises Failure for an option or a variable that is none."""
    return fixed(option) or datetime.now(UTC)


def parsed(written: str, source: str) -> datetime:
    """Read a fixed clock from an option or a variable, which `source` names. Raises Failure for no timestamp."""
    reading = timestamps.read(written)
    if reading.instant is None:
        message = f"{source} is {shown(written)}; {reading.fault}; expected an RFC 3339 timestamp"
        raise Failure(message, reading.advice or 'write it like "2025-12-04T14:30:00Z"')
    return reading.instant

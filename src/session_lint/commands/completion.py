"""`session-lint completion SHELL`: print the script by which a shell completes a call of session-lint."""

from __future__ import annotations

from collections.abc import Sequence

from .. import shipped, terminal
from .check_options import Parser

SHELLS = ("bash", "zsh", "fish")


def run(arguments: Sequence[str]) -> int:
    """Print the script; `scripts/completions.py` has made it from the parsers of the commands."""
    parser = Parser(
        prog="session-lint completion",
        description="Print the script by which a shell completes a call of session-lint.",
        allow_abbrev=False,
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help="bash, zsh or fish")
    options = parser.parse_args(list(arguments))
    terminal.write(shipped.read(f"session-lint.{options.shell}"))
    return 0

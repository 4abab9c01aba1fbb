"""`session-lint schema [session|config|report|overview|baseline]`: print a JSON Schema."""

from __future__ import annotations

from collections.abc import Sequence

from .. import shipped, terminal
from .check_options import Parser

SCHEMAS = {
    "session": "session.schema.json",
    "config": "config.schema.json",
    "report": "report.schema.json",
    "overview": "overview.schema.json",
    "baseline": "baseline.schema.json",
}


def run(arguments: Sequence[str]) -> int:
    """Print the schema that is named, that of the front matter without a name."""
    parser = Parser(prog="session-lint schema", description="Print a JSON Schema (draft 2020-12).", allow_abbrev=False)
    parser.add_argument(
        "name", nargs="?", default="session", choices=tuple(SCHEMAS), metavar="NAME", help=", ".join(SCHEMAS)
    )
    options = parser.parse_args(list(arguments))
    terminal.write(shipped.read(SCHEMAS[options.name]))
    return 0

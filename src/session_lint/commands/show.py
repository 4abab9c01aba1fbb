"""`session-lint show SESSION`: what somebody must know who goes on with a session."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from .. import terminal
from ..report import Style, overviews
from ..workspace import Workspace
from . import clock, named
from .check_options import Parser


def run(arguments: Sequence[str]) -> int:
    """Show one session; gives 0 whatever is wrong with it."""
    parser = Parser(prog="session-lint show", description="Show what somebody must know who goes on with a session.")
    named.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    clock.add_option(parser)
    options = parser.parse_args(arguments)
    workspace = Workspace.open(".")
    now = clock.read(options.now)
    path = named.find(workspace, options.session)
    (one,) = workspace.overviews([os.path.join(workspace.root, path)], now=now)
    if options.json:
        from ..report import overviews_json  # imported late: few ask for it

        terminal.write(overviews_json.single(one, now))
        return 0
    style = Style(color=terminal.wants_color("auto", sys.stdout, os.environ))
    text = workspace.session(path).text
    terminal.write(overviews.brief(one, text, now, style))
    return 0

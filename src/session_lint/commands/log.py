"""`session-lint log SESSION WHO WHAT`: add an entry to a session's log, and move its `last_updated`."""

from __future__ import annotations

from collections.abc import Sequence

from .. import lifecycle
from ..lifecycle import Step
from ..session import Session
from ..workspace import Workspace
from . import amended, named


def run(arguments: Sequence[str]) -> int:
    """Add the entry; prints the path of the file that is written."""
    parser = amended.parser("log", "Add an entry to the log of a session, and set its last update to now.")
    parser.add_argument("session", metavar="SESSION", help=amended.SESSION)
    parser.add_argument("who", metavar="WHO", help="who did it, or what was done: what stands behind the time")
    parser.add_argument("what", metavar="WHAT", help="what happened, in a line")
    amended.add_diff(parser)
    options = parser.parse_args(list(arguments))
    workspace = Workspace.open(".")
    now = amended.now_of(options)

    def change(session: Session) -> Step:
        return lifecycle.logged(session, options.who, options.what, now)

    return amended.carry_out(workspace, named.find(workspace, options.session), change, options)

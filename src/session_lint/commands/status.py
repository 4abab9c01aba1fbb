"""`session-lint status SESSION STATUS`: set the status of a session, and move its `last_updated`."""

from __future__ import annotations

from collections.abc import Sequence

from .. import lifecycle
from ..lifecycle import Step
from ..session import Session
from ..workspace import Workspace
from . import amended, named


def run(arguments: Sequence[str]) -> int:
    """Set the status; prints the path of the file that is written, and on standard error what the linter says now."""
    parser = amended.parser("status", "Set the status of a session, and its last update to now.")
    parser.add_argument("session", metavar="SESSION", help=amended.SESSION)
    parser.add_argument(
        "status", metavar="STATUS", help="a status of this kind of session, or `active`, `paused`, `completed`"
    )
    amended.add_diff(parser)
    options = parser.parse_args(list(arguments))
    workspace = Workspace.open(".")
    now = amended.now_of(options)

    def change(session: Session) -> Step:
        return lifecycle.with_status(session, lifecycle.status_word(session.profile, options.status), now)

    return amended.carry_out(workspace, named.find(workspace, options.session), change, options)

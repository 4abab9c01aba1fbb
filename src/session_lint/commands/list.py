"""`session-lint list [PATHS...]`: the sessions that are open, the most recently updated first."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from .. import terminal
from ..failure import Failure
from ..overview import Overview
from ..profile import State
from ..report import Style, overviews
from ..text import closest, shown
from ..workspace import Workspace
from . import clock
from .check_options import Parser

_STALE = frozenset(("SL401", "SL402"))
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def run(arguments: Sequence[str]) -> int:
    """List sessions; gives 0 whatever is wrong with them."""
    parser = Parser(
        prog="session-lint list", description="List the sessions that are open, the most recently updated first."
    )
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files and folders; the repository without any")
    parser.add_argument("--all", action="store_true", help="list those that are completed, too")
    parser.add_argument(
        "--status", action="append", default=[], metavar="WORD", help="list those with this status, or in this state"
    )
    parser.add_argument("--stale", action="store_true", help="list those that were not updated for too long")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    clock.add_option(parser)
    options = parser.parse_args(arguments)
    workspace = Workspace.open(".")
    now = clock.read(options.now)
    known = _known_words(workspace)
    for word in options.status:
        if word not in known:
            near = closest(word, tuple(known))
            advice = f"did you mean `{near}`?" if near else f"expected one of {', '.join(known)}"
            raise Failure(f"--status is {shown(word)}, which is no status here", advice)
    every = workspace.overviews(options.paths, now=now)
    chosen = [one for one in every if _is_wanted(one, options.status, stale=options.stale, every=options.all)]
    chosen.sort(key=lambda one: one.path)
    chosen.sort(key=lambda one: one.last_updated or _BEGINNING, reverse=True)
    if options.json:
        from ..report import overviews_json  # imported late: few ask for it

        terminal.write(overviews_json.several(chosen, now))
        return 0
    on_terminal = terminal.is_terminal(sys.stdout)
    style = Style(color=terminal.wants_color("auto", sys.stdout, os.environ))
    # What reads a pipe gets everything whole.
    terminal.write(overviews.table(chosen, now, style, terminal.width(os.environ) if on_terminal else None))
    skipped = 0 if every else len(workspace.find(options.paths).skipped)
    terminal.note(_told(len(chosen), len(every), skipped))
    return 0


def _known_words(workspace: Workspace) -> dict[str, None]:
    profiles = [one.profile for one in workspace.config.everywhere]
    words = [word for profile in profiles for statuses in profile.statuses.values() for word in statuses]
    return dict.fromkeys((*words, *(state.value for state in State)))


def _is_wanted(one: Overview, words: Sequence[str], *, stale: bool, every: bool) -> bool:
    if stale and not any(it.code in _STALE for it in one.diagnostics):
        return False
    if words:
        return one.status in words or (one.state is not None and one.state.value in words)
    return every or one.is_open


def _told(count: int, every: int, skipped: int) -> str:
    if skipped:
        return f"no session was found; {skipped} skipped (`session-lint check --verbose` says why)"
    if not every:
        return "there is no session here; `session-lint new DESCRIPTION` begins one"
    what = "1 session" if count == 1 else f"{count} sessions"
    return f"{what} of {every}" if count < every else what

"""`session-lint -`: judges standard input, or passes it through as a filter with fixes or ignore comments."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime

from .. import terminal
from ..report import Report
from ..workspace import Workspace
from . import check_fix, check_ignore, check_output, outputs
from .check_options import STDIN


def run(workspace: Workspace, options: Namespace, now: datetime | None) -> int:
    """Judge standard input under the name that it is given; without one the rules on names are silent.

    With `--fix` the fixed text goes to standard output and the report to standard error.
    """
    path = workspace.place(options.stdin_filename) if options.stdin_filename else STDIN
    outputs.require(workspace, options, [path] if options.stdin_filename else [], "the file that is judged")
    # A filter gives back all that it gets; else one byte over the limit is enough to say that it is too much.
    filters = check_fix.is_wanted(options) or options.add_ignores is not None
    data = sys.stdin.buffer.read(-1 if filters else workspace.max_bytes(path) + 1) if sys.stdin else b""
    overlay: Mapping[str, bytes] = {path: data}
    if options.stdin_filename and workspace.config.force_exclude and workspace.config.is_excluded(path):
        overlay = {}
    if not options.stdin_filename:
        workspace = workspace.with_config(workspace.config.with_ignores(STDIN, ("SL1",)))
    if options.add_ignores is not None:
        return _add_ignores(workspace, options, overlay, data, now)
    if not check_fix.is_wanted(options):
        found = workspace.check(overlay=overlay, now=now, against=options.against) if overlay else Report()
        check_output.pass_on(found)
        check_output.deliver(found, workspace.config, options)
        return check_output.code(found, workspace.config, options)
    from ..mending import Fixed  # imported late: only a fix needs it

    fixed = Fixed.nothing()
    if overlay:
        fixed = workspace.fix(overlay=overlay, unsafe=options.unsafe_fixes, now=now, against=options.against)
    check_output.pass_on(fixed.report)
    if options.diff:
        return check_output.deliver_diff(workspace, fixed.patch, options)
    text = fixed.patch.texts.get(path)
    terminal.write_bytes(data if text is None else text.encode())
    terminal.note_lines(check_fix.told(fixed, options))
    check_output.deliver(fixed.report, workspace.config, options, beside=True)
    return check_output.code(fixed.report, workspace.config, options)


def _add_ignores(
    workspace: Workspace, options: Namespace, overlay: Mapping[str, bytes], data: bytes, now: datetime | None
) -> int:
    """Give standard input with ignore comments on standard output, and the report on standard error."""
    from ..mending import Ignored  # imported late: few ask for it

    reason, against = options.add_ignores, options.against
    ignored = (
        workspace.ignore(overlay=overlay, reason=reason, now=now, against=against) if overlay else Ignored.nothing()
    )
    check_output.pass_on(ignored.report)
    if options.diff:
        return check_output.deliver_diff(workspace, ignored.patch, options)
    text = next(iter(ignored.patch.texts.values()), None)
    terminal.write_bytes(data if text is None else text.encode())
    terminal.note_lines(check_ignore.told(ignored))
    check_output.deliver(ignored.report, workspace.config, options, beside=True)
    return check_output.code(ignored.report, workspace.config, options)

"""Where the outcome of `session-lint check` goes: the report, a diff, the exit code; never over what it is about."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from .. import report, terminal
from ..config import Config
from ..failure import Failure
from ..report import Report, Style
from ..text import printable
from ..values import replace
from ..workspace import Workspace
from . import check_fix, outputs

if TYPE_CHECKING:
    from ..fixing import Patch

_SUMMARY_BYTES = 1 << 20  # what GitHub takes of one step


def deliver(found: Report, config: Config, options: Namespace, *, beside: bool = False) -> None:
    """Write a report: to the file that is named, else to standard output; `beside` a text there, to standard error.

    Those that `--report` asks for are written as well.
    """
    if options.fix_only:
        found = replace(found, diagnostics=(), truncated=(), files_checked=0)
    _deliver_files(found, options)
    _summarise(found, config, options)
    style = _style(
        options, color=not options.output_file and terminal.wants_color(options.color, sys.stdout, os.environ)
    )
    form = config.output_format
    text = report.statistics(form, found, style) if options.statistics else report.render(form, found, style)
    if options.output_file:
        outputs.write(options.output_file, _encoded(text))
    elif beside:
        terminal.note_lines(text)
    else:
        terminal.write(text)


def _deliver_files(found: Report, options: Namespace) -> None:
    """Write the reports that `--report` asks for."""
    for path, form in options.report.items():
        outputs.write(path, _encoded(report.render(form, found, _style(options))))


def _style(options: Namespace, *, color: bool = False) -> Style:
    width = terminal.width(os.environ)
    return Style(color=color, width=width, unsafe_fixes=options.unsafe_fixes, quiet=options.quiet)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _summarise(found: Report, config: Config, options: Namespace) -> None:
    """Add a table to the summary of the job, where GitHub runs one and shows only some of the annotations."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path or config.output_format != "github" or options.output_file:
        return
    data = _encoded(report.render("markdown", found, _style(options)))
    try:
        if data and not outputs.append(path, data, _SUMMARY_BYTES):
            terminal.note("no table in the summary of the job, which has no room left: GitHub shows 1 MiB a step")
    except Failure as failure:
        terminal.note(f"no table in the summary of the job: {failure.message}")


def deliver_diff(workspace: Workspace, patch: Patch, options: Namespace) -> int:
    """Print the patch as a diff, or write it to a file; gives 1 when there is one."""
    outputs.require(workspace, options, check_fix.changed(patch), "a file that the diff changes")
    diff, left_out = check_fix.as_diff(workspace.real(patch))
    for path in left_out:
        terminal.note(f"not in the diff, which would show a secret: {path}; --fix makes the change")
    if options.output_file:
        outputs.write(options.output_file, diff)
    elif terminal.is_terminal(sys.stdout):  # nothing raw of a file gets out
        lines = diff.decode("utf-8", "surrogateescape").split("\n")[:-1]
        terminal.write("".join(f"{printable(line)}\n" for line in lines))
    else:
        terminal.write_bytes(diff)
    return 1 if patch.changes and not options.exit_zero else 0


def code(found: Report, config: Config, options: Namespace) -> int:
    """Give the exit code of a run that found this."""
    if options.exit_non_zero_on_fix and found.fixed:
        return 1
    if options.exit_zero or options.fix_only:
        return 0
    return 1 if any(one.severity.rank <= config.fail_on.rank for one in found.diagnostics) else 0


def pass_on(found: Report) -> None:
    """Say on standard error what could not be judged, and why."""
    for note in found.notes:
        terminal.note(note)

"""Where the outcome of `session-lint check` goes: the report, a diff, the exit code; never over what it is about."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import report, terminal
from ..config import Config
from ..failure import Failure
from ..report import Report, Style
from ..text import printable, shown
from ..workspace import Workspace
from . import check_fix

if TYPE_CHECKING:
    from ..fixing import Patch

_PATH_SHOWN = 200


def write(path: str, data: bytes) -> None:
    """Write a file anew. Raises Failure."""
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        message = f"cannot write {shown(path, _PATH_SHOWN)}: {(error.strerror or 'it failed').lower()}"
        raise Failure(message, "name a file in a folder that exists and may be written to") from None


def spare(workspace: Workspace, output: str | None, paths: Iterable[str], what: str) -> None:
    """Raise Failure if the output would be written over one of these paths, by whatever name or link."""
    if output and any(_is_same(output, os.path.join(workspace.root, path)) for path in paths):
        message = f"--output-file {shown(output, _PATH_SHOWN)} is {what}, and would be overwritten"
        raise Failure(message, "name another file for the report")


def _is_same(one: str, other: str) -> bool:
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def deliver(found: Report, config: Config, options: Namespace, *, beside: bool = False) -> None:
    """Write a report: to the file that is named, else to standard output; `beside` a text there, to standard error."""
    text = _text(found, config, options)
    if options.output_file:
        write(options.output_file, text.encode("utf-8", "backslashreplace"))
    elif beside:
        terminal.note_lines(text)
    else:
        terminal.write(text)


def _text(found: Report, config: Config, options: Namespace) -> str:
    if options.fix_only:
        found = replace(found, diagnostics=(), truncated=(), files_checked=0)
    color = not options.output_file and terminal.wants_color(options.color, sys.stdout, os.environ)
    width = terminal.width(os.environ)
    style = Style(color=color, width=width, unsafe_fixes=options.unsafe_fixes, quiet=options.quiet)
    if options.statistics:
        return report.statistics(config.output_format, found, style)
    return report.render(config.output_format, found, style)


def deliver_diff(workspace: Workspace, patch: Patch, options: Namespace) -> int:
    """Print the patch as a diff, or write it to a file; gives 1 when there is one."""
    spare(workspace, options.output_file, check_fix.changed(patch), "a file that the diff changes")
    diff, left_out = check_fix.as_diff(workspace.real(patch))
    for path in left_out:
        terminal.note(f"not in the diff, which would show a secret: {path}; --fix makes the change")
    if options.output_file:
        write(options.output_file, diff)
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

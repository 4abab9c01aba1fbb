"""What the commands that change a session share: their options, the diff or the write, and what they say of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from .. import amending, terminal
from ..diagnostic import Diagnostic
from ..report.model import place
from ..text import LineIndex, printable
from ..workspace import Workspace
from . import check_fix, clock
from .check_options import Parser

if TYPE_CHECKING:
    from ..fixing import Patch
    from ..lifecycle import Change

SESSION = "a session: its path, its name, its description, or the beginning of one"


def parser(word: str, description: str, epilog: str = "") -> Parser:
    """Make a parser with the options that all of these commands have."""
    made = Parser(prog=f"session-lint {word}", description=description, epilog=epilog, allow_abbrev=False)
    clock.add_option(made)
    return made


def add_diff(made: Parser) -> None:
    """Add the option that shows what would be done."""
    made.add_argument(
        "--diff", "--dry-run", action="store_true", help="print what would change, as a diff, and change nothing"
    )


def now_of(options: Namespace) -> datetime:
    """Give the time of a call, in whole seconds, as sessions have it. Raises Failure for what is none."""
    return clock.read(options.now).replace(microsecond=0)


def carry_out(workspace: Workspace, path: str, change: Change, options: Namespace) -> int:
    """Take a session one step on, or show that as a diff; prints its path, and on standard error what is wrong now."""
    now = now_of(options)
    if options.diff:
        amended = amending.amend(workspace, path, change, now)
        show(workspace, amended.patch)
    else:
        amended = amending.write(workspace, path, change, now)
        terminal.write(f"{place(path)}\n")
    if not amended.patch.changes:
        terminal.note(f"{path} has that already; nothing was changed")
    tell(amended.news, {path: amended.after.session.text})
    return 0


def show(workspace: Workspace, patch: Patch) -> None:
    """Print a patch as a diff; what would show a secret is left out, and said."""
    diff, left_out = check_fix.as_diff(workspace.real(patch))
    for path in left_out:
        terminal.note(f"not in the diff, which would show a secret: {path}")
    if terminal.is_terminal(sys.stdout):  # nothing raw of a file gets out
        lines = diff.decode("utf-8", "surrogateescape").split("\n")[:-1]
        terminal.write("".join(f"{printable(line)}\n" for line in lines))
    else:
        terminal.write_bytes(diff)


def tell(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Say on standard error what the linter says, with what to do about it."""
    for one in diagnostics:
        text = texts.get(one.path, "")
        at = LineIndex(text).position(min(one.span.start, len(text)))
        terminal.note(f"{one.path}:{at.row}:{at.column}: {one.severity.value} {one.code} {one.message}")
        if one.help:
            terminal.note_lines(f"  help: {printable(one.help)}\n")

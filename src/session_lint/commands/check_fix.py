"""`session-lint --fix` and its kin: write a patch, show it as a diff, and say what became of each fix."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from .. import terminal
from ..fixing import Patch
from ..report import Report
from ..text import printable
from ..workspace import Fixed, Workspace


def is_wanted(options: Namespace) -> bool:
    """Whether the call asks for fixing, or for showing what it would do."""
    return bool(options.fix or options.fix_only or options.diff)


def show_diff(patch: Patch) -> None:
    """Print the patch as a diff; on a terminal nothing raw of a file gets out."""
    from ..report import diff  # imported late: few ask for it

    text = diff.render(patch.before, patch.texts, dict(patch.renames))
    if terminal.is_terminal(sys.stdout):
        terminal.write("".join(f"{printable(line)}\n" for line in text.split("\n")[:-1]))
    else:
        terminal.write_bytes(text.encode("utf-8", "surrogateescape"))


def write(workspace: Workspace, patch: Patch) -> frozenset[str]:
    """Apply the patch; gives the paths that could not be written, and says on standard error why."""
    refused = workspace.apply(patch).refused if patch.changes else ()
    for one in refused:
        terminal.note(f"not written: {one.path}: {one.reason}")
    return frozenset(one.path for one in refused)


def without(fixed: Fixed, refused: frozenset[str], report: Report) -> Fixed:
    """Give what was fixed when some files were refused; `report` is what is on the disk now."""
    renames = tuple(pair for pair in fixed.patch.renames if pair[0] not in refused)
    unwritten = refused | {new for old, new in fixed.patch.renames if old in refused}
    done = tuple(one for one in fixed.patch.fixed if one.path not in unwritten)
    return Fixed(replace(report, fixed=len(done)), replace(fixed.patch, renames=renames, fixed=done))


def told(fixed: Fixed, options: Namespace) -> str:
    """Give the lines that say what was fixed, if they are asked for, and what was held back and why."""
    lines = []
    if options.show_fixes:
        for one in fixed.patch.fixed:
            title = one.fix.title if one.fix else one.message
            lines.append(f"Fixed {printable(one.path)}: {one.code} {printable(title)}")
        lines += [f"Renamed {printable(old)} to {printable(new)}" for old, new in fixed.patch.renames]
    return "".join(f"{line}\n" for line in lines) + held_back(fixed.patch)


def held_back(patch: Patch) -> str:
    """Give a line for each fix that was not made, with the reason."""
    lines = []
    for held in patch.held_back:
        title = held.diagnostic.fix.title if held.diagnostic.fix else held.diagnostic.message
        where = f"{printable(held.diagnostic.path)}: {held.diagnostic.code}"
        lines.append(f"Not fixed {where} {printable(title)}: {printable(held.reason)}\n")
    return "".join(lines)

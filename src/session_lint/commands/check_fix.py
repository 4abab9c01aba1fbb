"""`session-lint --fix` and its kin: write a patch, show it as a diff, and say what became of each fix."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from .. import terminal
from ..report import Report
from ..report.model import plain
from ..secrecy import Mask
from ..values import replace
from ..workspace import Progress, Workspace
from . import outputs

if TYPE_CHECKING:
    from ..fixing import Patch
    from ..mending import Fixed
    from ..writing import Refused

# What another run, or an editor, has changed since it was read is planned again; not for ever, should it never rest.
_ATTEMPTS = 5


def is_wanted(options: Namespace) -> bool:
    """Whether the call asks for fixing, or for showing what it would do."""
    return bool(options.fix or options.fix_only or options.diff)


def as_diff(patch: Patch) -> tuple[bytes, tuple[str, ...]]:
    """Give the patch as a diff, in the bytes of the files, and the paths that it leaves out.

    Left out is a file whose lines in the diff would show a secret, since a masked diff does not apply, with those that
    are written together with it.
    """
    from ..report import diff  # imported late: few ask for it

    left_out = {path for path in patch.texts if _shows_secret(patch, path)}
    left_out |= {path for path in patch.deletes if Mask(patch.before[path])}
    while more := {path for group in patch.together if left_out & {*group} for path in group} - left_out:
        left_out |= more
    texts = {path: text for path, text in patch.texts.items() if path not in left_out}
    renames = {old: new for old, new in patch.renames if old not in left_out}
    deletes = [path for path in patch.deletes if path not in left_out]
    shown = diff.render(patch.before, texts, renames, deletes).encode("utf-8", "surrogateescape")
    return shown, tuple(path for path in patch.before if path in left_out)


def _shows_secret(patch: Patch, path: str) -> bool:
    """Whether the lines of a file in the diff hold a part of a secret; its name may."""
    from ..report import diff

    mask = Mask(patch.before[path], patch.texts[path])
    if not mask:
        return False
    _, _, lines = diff.render(patch.before, {path: patch.texts[path]}, {}).partition("\n@@")
    return mask(lines) != lines


def changed(patch: Patch) -> tuple[str, ...]:
    """Give the paths of all files that a patch changes, by their old names and their new ones."""
    return (*patch.texts, *(name for pair in patch.renames for name in pair), *patch.deletes)


def sweep(workspace: Workspace, paths: Sequence[str]) -> Sequence[str]:
    """Finish what a killed run began, and say so; gives the named paths with the names that files have now."""
    finished = workspace.sweep(paths)
    for message in finished.messages:
        terminal.note(message)
    return [_renamed(workspace, path, {**finished.renames, **finished.undone}) for path in paths]


def carry_out(
    workspace: Workspace,
    paths: Sequence[str],
    options: Namespace,
    *,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> tuple[Fixed, bool]:
    """Fix the sessions among and below the paths on the disk; gives what was done, and whether all could be written.

    What could not is said on standard error, with the reason. Raises Failure before anything is written if the report
    is to go where a file is fixed.
    """
    from ..mending import Fixed  # imported late: only a fix needs it
    from ..writing import CHANGED, Written

    named, unsafe, against = bool(paths), options.unsafe_fixes, options.against
    done = Fixed.nothing()
    refused: tuple[Refused, ...] = ()
    for attempt in range(1, _ATTEMPTS + 1):
        fixed = workspace.fix(paths, unsafe=unsafe, now=now, against=against, progress=progress)
        outputs.require(workspace, options, changed(fixed.patch), "a file that is fixed")
        written = workspace.apply(fixed.patch) if fixed.patch.changes else Written()
        refused, finished = written.refused, written.finished
        for message in finished.messages:  # of a run that was killed since we looked for such
            terminal.note(message)
        if not refused:
            return _together(done, fixed), True
        done = _together(done, _without(fixed, refused))
        paths = _as_renamed(workspace, paths, {**finished.renames, **finished.undone, **dict(done.patch.renames)})
        if attempt == _ATTEMPTS or named > bool(paths) or all(one.reason != CHANGED for one in refused):
            break
    for one in refused:
        terminal.note(f"not written: {one.path}: {one.reason}")
    report = workspace.check(paths, now=now, against=against) if named == bool(paths) else Report()
    return replace(done, report=replace(report, fixed=len(done.patch.fixed))), False


def _without(fixed: Fixed, refused: Sequence[Refused]) -> Fixed:
    """Give what was fixed when some files were refused."""
    paths = {one.path for one in refused}
    renames = tuple(pair for pair in fixed.patch.renames if pair[0] not in paths)
    unwritten = paths | {new for old, new in fixed.patch.renames if old in paths}
    done = tuple(one for one in fixed.patch.fixed if one.path not in unwritten)
    return replace(fixed, patch=replace(fixed.patch, renames=renames, fixed=done))


def _together(first: Fixed, then: Fixed) -> Fixed:
    """Give what two attempts did, one after the other; the report is the later one's."""
    from ..mending import Fixed  # imported late: only a fix needs it

    fixed = (*first.patch.fixed, *then.patch.fixed)
    patch = replace(then.patch, fixed=fixed, renames=(*first.patch.renames, *then.patch.renames))
    return Fixed(replace(then.report, fixed=len(fixed)), patch)


def _as_renamed(workspace: Workspace, paths: Sequence[str], renames: Mapping[str, str]) -> Sequence[str]:
    """Give the named paths with the names that files have now; one that somebody else took away is left out."""
    now = [_renamed(workspace, path, renames) for path in paths]
    return [path for path in now if os.path.lexists(path)]


def _renamed(workspace: Workspace, path: str, renames: Mapping[str, str]) -> str:
    place = workspace.place(path)
    return os.path.join(workspace.root, renames[place]) if place in renames else path


def told(fixed: Fixed, options: Namespace) -> str:
    """Give the lines that say what was fixed, if they are asked for, and what was held back and why."""
    lines = []
    if options.show_fixes:
        for one in fixed.patch.fixed:
            title = one.fix.title if one.fix else one.message
            lines.append(f"Fixed {plain(one.path)}: {one.code} {plain(title)}")
        lines += [f"Renamed {plain(old)} to {plain(new)}" for old, new in fixed.patch.renames]
    return "".join(f"{line}\n" for line in lines) + held_back(fixed.patch)


def held_back(patch: Patch) -> str:
    """Give a line for each fix that was not made, with the reason."""
    lines = []
    for held in patch.held_back:
        title = held.diagnostic.fix.title if held.diagnostic.fix else held.diagnostic.message
        where = f"{plain(held.diagnostic.path)}: {held.diagnostic.code}"
        lines.append(f"Not fixed {where} {plain(title)}: {plain(held.reason)}\n")
    return "".join(lines)

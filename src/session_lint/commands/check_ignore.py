"""`session-lint --add-ignores`: write ignore comments, and say what came of each diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import terminal
from ..report.model import plain
from ..workspace import Workspace

if TYPE_CHECKING:
    from ..fixing import Patch
    from ..mending import Ignored


def write(workspace: Workspace, patch: Patch) -> bool:
    """Write the patch; gives whether all of it could be, and says on standard error what could not and why."""
    refused = workspace.apply(patch).refused if patch.changes else ()
    for one in refused:
        terminal.note(f"not written: {one.path}: {one.reason}")
    return not refused


def told(ignored: Ignored) -> str:
    """Give the lines that say how much was silenced, and what was not and why."""
    files = len(ignored.patch.texts)
    lines = [
        f"Not ignored {plain(held.diagnostic.path)}: {held.diagnostic.code} "
        f"{plain(held.diagnostic.message)}: {plain(held.reason)}"
        for held in ignored.left
    ]
    count = f"{ignored.count} diagnostic{'' if ignored.count == 1 else 's'}"
    where = f"{files} file{'' if files == 1 else 's'}"
    lines.append(f"Added ignores for {count} in {where}." if ignored.count else "Added no ignores.")
    return "".join(f"{line}\n" for line in lines)

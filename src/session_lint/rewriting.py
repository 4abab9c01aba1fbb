"""Files that are no sessions, and that commands of ours change: read with care, shown as a diff, written whole.

Paths are those of `places`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from . import files, writing
from .failure import Failure
from .report import diff
from .secrecy import masked
from .text import shown
from .values import dataclass
from .writing.changes import Changes, NewText

MAX_BYTES = 1 << 20

_PATH_SHOWN = 200


@dataclass(frozen=True)
class Rewrite:
    """A file as it is, and as it shall be: its text, or None where there is no file. UTF-8, every byte as it is."""

    root: str
    path: str
    before: str | None
    after: str | None

    @property
    def verb(self) -> str:
        """What happens to the file, in one word."""
        if self.before == self.after:
            return "unchanged"
        return "created" if self.before is None else "removed" if self.after is None else "changed"


def read(root: str, path: str) -> str | None:
    """Give the text of a file; None if there is nothing. Raises Failure for what is no regular file, or not UTF-8."""
    place = os.path.join(root, path)
    if not os.path.lexists(place):
        return None
    content = files.read(root, path, MAX_BYTES)
    if content.problem:
        raise Failure(f"cannot read {shown(path, _PATH_SHOWN)}: {content.problem[0]}", content.problem[1])
    try:
        return content.data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"cannot read {shown(path, _PATH_SHOWN)}: it is not UTF-8, at byte {error.start}"
        raise Failure(message, "save it as UTF-8") from None


def write(rewrite: Rewrite) -> None:
    """Do it; the file is as before or as it shall be, whatever happens. Raises Failure."""
    root, path, before, after = rewrite.root, rewrite.path, rewrite.before, rewrite.after
    if before == after:
        return
    if before is None:
        folder, name = os.path.split(path)
        data = (after or "").encode()
        writing.create(root, folder, lambda _: (name, data))
        return
    old = before.encode()
    if after is None:
        changes = Changes(deletes=(path,), unchanged={path: old})
    else:
        changes = Changes((NewText(path, old, after.encode()),))
    if refused := writing.apply(root, changes).refused:
        raise Failure(f"cannot write {shown(path, _PATH_SHOWN)}: {refused[0].reason}", "see why, and run again")


def as_diff(rewrites: Iterable[Rewrite]) -> str:
    """Give what would happen to files as a unified diff, with its secrets masked: for people, not for `git apply`."""
    changed = [one for one in rewrites if one.before != one.after]
    return masked(
        diff.render(
            {one.path: one.before for one in changed if one.before is not None},
            {one.path: one.after for one in changed if one.after is not None},
            {},
            [one.path for one in changed if one.after is None],
        )
    )

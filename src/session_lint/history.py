"""What sessions were before, in the base of a run, and whether one was worked on since. Pure: `git` finds it out."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from . import references, suppression_edits
from .regex import regex
from .rule import Base
from .session import Session
from .text import BOM
from .values import dataclass, field

Mend = Callable[[Session], Session]
"""Gives a session after its safe fixes, without those of the rules on history."""

_TRAILING = regex(r"[ \t]+(?=\n)")
_TIMES = ("created", "last_updated")


@dataclass(frozen=True)
class Against:
    """What a run is held against: the commit where `since` and `upto` meet, or HEAD without a `since`.

    `only_changes` says that only what has changed since then is judged, `staged` that git's index is judged, and not
    the working tree. `asked` is how the commit was asked for, for messages. A question to git that takes longer than
    `seconds` has no answer.
    """

    since: str | None = None
    upto: str = "HEAD"
    only_changes: bool = False
    staged: bool = False
    asked: str = "--since"
    seconds: float = 30


@dataclass(frozen=True)
class Past:
    """What the base of a run holds of the files at hand, by their present paths.

    `changed` gives what those were that have another content now, `same` are those that have not. What is in neither is
    new, or git does not track it. `renamed` gives the old paths of those that git takes for renamed. `moved` (old path:
    new one) and `deleted` are sessions of the base that are not there any more; they are only looked for when the whole
    repository is judged. `unseen` are those that are there and not on the disk, as in a sparse checkout. `notes` say
    what could not be found out.
    """

    changed: Mapping[str, bytes] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    def before(self, paths: Iterable[str], *, everything: bool) -> Mapping[str, bytes] | None:
        """Give what these of the files were, at once where they are not in memory; else, unless `everything`, None."""
        if isinstance(self.changed, dict) and not everything:
            return None
        fetch = getattr(self.changed, "fetch", None)
        wanted = [path for path in paths if path in self.changed]
        found: Mapping[str, bytes] = fetch(wanted) if fetch else {path: self.changed[path] for path in wanted}
        return found


def is_same(before: Session, old: str, now: Session) -> bool:
    """Whether a session is the one that had another name before, and not one that is only like it.

    Git calls two files a rename when half of their lines are equal, and so are those of any two sessions that were
    begun from one template. So the stamp in the name or `created` must have stayed, or where one has no time the title.
    """
    old_name = now.profile.filename.read(posixpath.basename(old))
    if old_name.name == now.name or (old_name.stamp and old_name.stamp == now.file_name.stamp):
        return True
    if before.created and now.created:
        return before.created == now.created
    return before.title is not None and before.title == now.title


def base_of(before: Session, now: Session, mend: Mend) -> Base:
    """Give a session's base, and whether there was work on it since.

    Mending is slow. So it is only done where the answer counts: when `last_updated` did not move on.
    """
    differs = _words(before) != _words(now)
    if differs and not _moved_on(before, now):
        differs = _words(mend(before)) != _words(mend(now))
    return Base(before, differs)


def _moved_on(before: Session, now: Session) -> bool:
    old, new = before.last_updated, now.last_updated
    return old is None or new is None or new > old


def _words(session: Session) -> str:
    """Give the text without what is no work.

    That is the two times, ignore comments, where other sessions are, line ends, blanks at the end of lines and of the
    file.
    """
    text = session.text
    spans = [span for name in _TIMES if session.instant(name) and (span := session.span(name))]
    # Where a session is, is no news about this one: a rename takes the references along, and the fix of SL601 does.
    folder = posixpath.dirname(session.path)
    spans += [one.whole for one in references.sure(session, (folder,), (posixpath.basename(folder),))]
    for span in sorted({*spans, *suppression_edits.extents(session)}, reverse=True):
        text = text[: span.start] + text[span.end :]
    text = text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")
    return _TRAILING.sub("", text).rstrip(" \t\n")

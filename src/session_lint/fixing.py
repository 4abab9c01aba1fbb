"""Puts fixes together: which of them can be applied at once, and what the texts and names are afterwards. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import assert_never

from .diagnostic import Change, Delete, Diagnostic, Edit, Fix, Rename
from .values import dataclass, field


@dataclass(frozen=True)
class HeldBack:
    """A fix that was not applied, and why; it may win in a later round."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True)
class Patch:
    """New texts by the path that each file had, renames as (old, new) pairs, deletes, what became of the fixes.

    `before` are the texts that the new ones replace, of renamed and deleted files too: the disk must still have them.
    `together` are paths that are written all or none: a renamed file and those that refer to it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    renames: tuple[tuple[str, str], ...] = ()
    deletes: tuple[str, ...] = ()
    fixed: tuple[Diagnostic, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.texts or self.renames or self.deletes)


def together(patches: Iterable[Patch]) -> Patch:
    """Give patches of different files as one, in the order of these."""
    texts: dict[str, str] = {}
    before: dict[str, str] = {}
    renames: list[tuple[str, str]] = []
    fixed: list[Diagnostic] = []
    held_back: list[HeldBack] = []
    for patch in patches:
        texts |= patch.texts
        before |= patch.before
        renames += patch.renames
        fixed += patch.fixed
        held_back += patch.held_back
    fixed.sort(key=lambda one: one.path)
    held_back.sort(key=lambda one: one.diagnostic.path)
    return Patch(texts, tuple(renames), fixed=tuple(fixed), held_back=tuple(held_back), before=before)


def plan(
    diagnostics: Iterable[Diagnostic],
    texts: Mapping[str, str],
    *,
    unsafe: bool = False,
    occupied: AbstractSet[str] = frozenset(),
) -> Patch:
    """Take as many fixes as go together, in order, each whole or not at all.

    `texts` are the files by path, as they were judged; a rename to a path that is among them or `occupied` is held
    back. A fix that touches what an accepted one touches is held back too: there is no order of rules, only rounds.
    """
    draft = _Draft(texts, occupied)
    fixed, held_back = [], []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or not (fix.safe or unsafe):
            continue
        if reason := draft.refuses(fix):
            held_back.append(HeldBack(diagnostic, reason))
        else:
            draft.accept(fix)
            fixed.append(diagnostic)
    return Patch(draft.texts(), tuple(draft.renames.items()), tuple(draft.deletes), tuple(fixed), tuple(held_back))


class _Draft:
    """The changes that are accepted so far."""

    def __init__(self, texts: Mapping[str, str], occupied: AbstractSet[str]) -> None:
        self.before = texts
        self.occupied = occupied
        self.edits: dict[str, list[Edit]] = {}
        self.renames: dict[str, str] = {}
        self.deletes: list[str] = []

    def refuses(self, fix: Fix) -> str | None:
        """Say why a fix cannot be accepted; None when it can."""
        return next((reason for change in fix.changes if (reason := self.obstacle(change))), None)

    def obstacle(self, change: Change) -> str | None:
        """Say what stands in the way of one change."""
        match change:
            case Edit(path, span, _):
                if path not in self.before or path in self.deletes:
                    return f"`{path}` is not one of the files that are fixed"
                if any(_touch(edit, change) for edit in self.edits.get(path, ())):
                    return "it changes the same place as another fix"
                return None if 0 <= span.start <= span.end <= len(self.before[path]) else "it lies outside the file"
            case Rename(path, to):
                if path in self.renames or path in self.deletes:
                    return "another fix renames or deletes the file"
                taken = to in self.before or to in self.occupied or to in self.renames.values()
                return f"there is a file `{to}` already" if taken else None
            case Delete(path):
                return "another fix changes the file" if path in self.edits or path in self.renames else None
            case _:
                assert_never(change)

    def accept(self, fix: Fix) -> None:
        """Note a fix's changes."""
        for change in fix.changes:
            match change:
                case Edit(path):
                    self.edits.setdefault(path, []).append(change)
                case Rename(path, to):
                    self.renames[path] = to
                case Delete(path):
                    self.deletes.append(path)

    def texts(self) -> dict[str, str]:
        """Give the new texts of the files that are edited."""
        return {path: edited(self.before[path], edits) for path, edits in self.edits.items()}


def _touch(left: Edit, right: Edit) -> bool:
    """Whether two edits of a file are in each other's way; two insertions at one place are, since neither is first."""
    if left.span.start == right.span.start:
        return True
    first, second = sorted((left.span, right.span))
    return second.start < first.end


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Give the text after edits that do not touch one another; everything outside them stays as it is."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        parts += [text[at : edit.span.start], edit.content]
        at = edit.span.end
    return "".join((*parts, text[at:]))

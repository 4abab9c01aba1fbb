"""Fixes in rounds: judge, put together, prove, and judge again until nothing is left to fix. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .diagnostic import Diagnostic, Edit
from .fixing import HeldBack, Patch, plan
from .proof import Examined, objection

MAX_ROUNDS = 10

Examine = Callable[[str, str], Examined]
"""Reads and judges a text under a path."""


@dataclass
class _File:
    """A file on its way through the rounds."""

    origin: str
    path: str
    now: Examined
    fixed: list[Diagnostic] = field(default_factory=list)
    refused: dict[tuple[str, str], HeldBack] = field(default_factory=dict)
    settled: bool = False

    @property
    def text(self) -> str:
        return self.now.session.text

    def fixable(self) -> list[Diagnostic]:
        """Give the diagnostics whose fix has not been refused."""
        return [one for one in self.now.diagnostics if one.fix and (one.code, one.message) not in self.refused]


@dataclass(frozen=True)
class Outcome:
    """What came of fixing. `patch` holds texts by their first path; `remaining` is what each file is in the end."""

    patch: Patch
    remaining: tuple[Examined, ...]


def fix(
    texts: Mapping[str, str], examine: Examine, *, unsafe: bool = False, occupied: frozenset[str] = frozenset()
) -> Outcome:
    """Fix files given by path, in at most 10 rounds. `occupied` are paths that a rename must not take."""
    files = [_File(path, path, examine(path, text)) for path, text in texts.items()]
    taken = set(occupied) | set(texts)
    for _ in range(MAX_ROUNDS):
        active = [file for file in files if not file.settled]
        if not active:
            break
        for file in active:
            _advance(file, examine, unsafe=unsafe, taken=taken)
    return _outcome(texts, files, unsafe=unsafe)


def _advance(file: _File, examine: Examine, *, unsafe: bool, taken: set[str]) -> None:
    """Take one file through one round."""
    wanted = [one for one in file.fixable() if one.fix and (one.fix.safe or unsafe)]
    others = frozenset(taken - {file.path})
    patch = plan(wanted, {file.path: file.text}, unsafe=unsafe, occupied=others)
    after, reason = _tried(file, patch, examine)
    if reason:  # together they fail: find out which by taking one after the other
        kept: list[Diagnostic] = []
        for one in patch.fixed:
            trial = plan([*kept, one], {file.path: file.text}, unsafe=unsafe, occupied=others)
            _, reason = _tried(file, trial, examine)
            if reason:
                file.refused[one.code, one.message] = HeldBack(one, reason)
            else:
                kept.append(one)
        patch = plan(kept, {file.path: file.text}, unsafe=unsafe, occupied=others)
        after, _ = _tried(file, patch, examine)
    if not patch.fixed:
        file.settled = True
        file.refused.update({(held.diagnostic.code, held.diagnostic.message): held for held in patch.held_back})
        return
    taken.discard(file.path)
    file.path, file.now = after.session.path, after
    taken.add(file.path)
    file.fixed.extend(patch.fixed)


def _tried(file: _File, patch: Patch, examine: Examine) -> tuple[Examined, str | None]:
    """Give the file after a patch, and why it must not be applied if it must not."""
    if not patch.fixed:
        return file.now, None
    after = examine(dict(patch.renames).get(file.path, file.path), patch.texts.get(file.path, file.text))
    changes = [change for one in patch.fixed if one.fix for change in one.fix.changes]
    edits = [change for change in changes if isinstance(change, Edit)]
    return after, objection(file.now, after, edits, [one.section for one in patch.fixed])


def _outcome(texts: Mapping[str, str], files: list[_File], *, unsafe: bool) -> Outcome:
    held = [one for file in files for one in file.refused.values()]
    for file in files:
        if not file.settled:
            left = [one for one in file.fixable() if one.fix and (one.fix.safe or unsafe)]
            held += [HeldBack(one, f"fixing did not come to an end in {MAX_ROUNDS} rounds") for one in left]
    patch = Patch(
        texts={file.origin: file.text for file in files if file.text != texts[file.origin]},
        renames=tuple((file.origin, file.path) for file in files if file.path != file.origin),
        fixed=tuple(one for file in files for one in file.fixed),
        held_back=tuple(held),
    )
    return Outcome(patch, tuple(file.now for file in files))

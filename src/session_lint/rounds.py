"""Fixes in rounds: judge, put together, prove, and judge again until nothing is left to fix. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from .diagnostic import Diagnostic, Edit, Rename
from .fixing import HeldBack, Patch, plan
from .proof import Examined, objection
from .values import dataclass, field

MAX_ROUNDS = 10

Examine = Callable[[str, str, str], Examined]
"""Reads and judges a text under a path; the third is the path that the file has on the disk."""


@dataclass
class _File:
    """A file on its way through the rounds. `filled` are the fields that its fixes have filled with a conclusion."""

    origin: str
    path: str
    now: Examined
    fixed: list[Diagnostic] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)
    filled: set[tuple[str, ...]] = field(default_factory=set)
    rounds: int = 0
    settled: bool = False
    unnamed: bool = False

    @property
    def text(self) -> str:
        return self.now.session.text

    @property
    def names_wanted(self) -> set[str]:
        """The names that its fixes would give it, and that something else has."""
        fixes = (held.diagnostic.fix for held in self.held_back)
        return {change.to for fix in fixes if fix for change in fix.changes if isinstance(change, Rename)}


@dataclass(frozen=True)
class Outcome:
    """What came of fixing. `patch` holds texts by their first path; `remaining` is what each file is in the end."""

    patch: Patch
    remaining: tuple[Examined, ...]


def fix(
    sessions: Sequence[Examined],
    examine: Examine,
    *,
    unsafe: bool = False,
    occupied: AbstractSet[str] = frozenset(),
    unnamed: AbstractSet[str] = frozenset(),
) -> Outcome:
    """Fix judged sessions, each in at most 10 rounds. `occupied` are paths that a rename must not take.

    `unnamed` are those of texts that have no file which could be renamed, as on standard input.
    A file that waits for the name of another has its turn again when that one has left it.
    """
    files = [_File(one.session.path, one.session.path, one) for one in sessions]
    taken = {*occupied, *(file.path for file in files)}
    for file in files:
        file.unnamed = file.origin in unnamed
    waiting: dict[str, list[_File]] = {}
    turns = deque(files)
    while turns:
        file = turns.popleft()
        left = _settle(file, examine, unsafe=unsafe, taken=taken)
        for name in file.names_wanted:
            waiting.setdefault(name, []).append(file)
        turns.extendleft(other for name in left & waiting.keys() for other in reversed(waiting.pop(name)))
    return _outcome({one.session.path: one.session.text for one in sessions}, files, unsafe=unsafe)


def _settle(file: _File, examine: Examine, *, unsafe: bool, taken: set[str]) -> set[str]:
    """Take one file through its rounds until there is nothing more to do; gives the names that it has left."""
    left = set()
    file.settled = file.settled and file.rounds == MAX_ROUNDS
    while not file.settled and file.rounds < MAX_ROUNDS:
        before = file.path
        _advance(file, examine, unsafe=unsafe, taken=taken)
        if file.path != before:
            left.add(before)
    return left - taken


def _advance(file: _File, examine: Examine, *, unsafe: bool, taken: set[str]) -> None:
    """Take one file through one round. What is refused in one may be taken in the next, when more is mended."""
    early = [one for one in file.now.diagnostics if one.fix and not one.fix.safe and one.field in file.filled]
    wanted = [one for one in file.now.diagnostics if one.fix and (one.fix.safe or unsafe) and one not in early]
    taken.discard(file.path)  # here and not in a copy, which would cost as much for each of many files

    def together(diagnostics: list[Diagnostic]) -> Patch:
        return plan(diagnostics, {file.path: file.text}, unsafe=unsafe, occupied=taken)

    renaming = [one for one in wanted if file.unnamed and _renames(one)]
    patch = together([one for one in wanted if one not in renaming])
    file.held_back = [*_told_to_wait(early), *patch.held_back]
    file.held_back += [HeldBack(one, "there is no file to be renamed") for one in renaming]
    after, reason = _tried(file, file.now, patch, examine)
    if reason:  # together they fail: find out which by taking one after the other
        kept: list[Diagnostic] = []
        after = file.now
        for one in patch.fixed:
            trial, reason = _tried(file, after, together([*kept, one]), examine)
            if reason:
                file.held_back.append(HeldBack(one, reason))
            else:
                kept.append(one)
                after = trial
        patch = together(kept)
    if patch.fixed:
        file.path, file.now = after.session.path, after
        file.fixed.extend(patch.fixed)
        file.filled.update(path for one in patch.fixed if one.fix for path in one.fix.fills)
        file.rounds += 1
    else:
        file.settled = True
    taken.add(file.path)


def _told_to_wait(early: Iterable[Diagnostic]) -> Iterator[HeldBack]:
    """Say of fixes that they build on what this run has only concluded, so that a guess would follow from a guess."""
    for one in early:
        yield HeldBack(one, f"`{'.'.join(one.field)}` was only just filled in; run again if it is right")


def _renames(diagnostic: Diagnostic) -> bool:
    return any(isinstance(change, Rename) for change in (diagnostic.fix.changes if diagnostic.fix else ()))


def _tried(file: _File, base: Examined, patch: Patch, examine: Examine) -> tuple[Examined, str | None]:
    """Give a file after a patch, and why it must not be applied if it must not; `base` see `proof.objection`."""
    before = file.now
    if not patch.fixed:
        return before, None
    after = examine(dict(patch.renames).get(file.path, file.path), patch.texts.get(file.path, file.text), file.origin)
    changes = [change for one in patch.fixed if one.fix for change in one.fix.changes]
    edits = [change for change in changes if isinstance(change, Edit)]
    return after, objection(before, after, edits, patch.fixed, base)


def _outcome(texts: Mapping[str, str], files: list[_File], *, unsafe: bool) -> Outcome:
    held = [one for file in files if file.settled for one in file.held_back]
    for file in files:
        if not file.settled:
            left = [one for one in file.now.diagnostics if one.fix and (one.fix.safe or unsafe)]
            held += [HeldBack(one, f"fixing did not come to an end in {MAX_ROUNDS} rounds") for one in left]
    patch = Patch(
        texts={file.origin: file.text for file in files if file.text != texts[file.origin]},
        renames=tuple((file.origin, file.path) for file in files if file.path != file.origin),
        fixed=tuple(one for file in files for one in file.fixed),
        held_back=tuple(held),
        before=texts,
    )
    return Outcome(patch, tuple(file.now for file in files))

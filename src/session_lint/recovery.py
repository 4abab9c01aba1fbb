"""What becomes of a run that was killed, or fails midway: what belongs together is finished, or undone again.

A killed run's group is finished if all that is missing can still be done. Otherwise, as somebody has changed a file of
it since, it is undone: references then lead where they led before, and the next plan takes the file as it is now. What
somebody has changed after it was fixed cannot be undone. If that is so, and only texts are missing, the rest is
finished all the same: otherwise references in that file would lead nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from . import journal, standing
from .places import below
from .staging import write_new
from .standing import Standing
from .steps import Move, Overwrite, Remove, Replace, Step, look, seal, sealed
from .text import shown

_PATH_SHOWN = 200


@dataclass(frozen=True)
class Finished:
    """What became of the leftovers of killed runs.

    `paths` are the files that were changed now; `messages` say what a person should know. `renames` (old name: new
    one) were made by the killed run, or now; `undone` (new name: old one) were made by that run, and undone now.
    """

    paths: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    undone: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settled:
    """A group of steps after all, with the standing of each. `taken` and `undone` were so now.

    `culprits` are those for which the group could not be finished.
    """

    steps: tuple[Step, ...]
    standings: tuple[Standing, ...]
    taken: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    culprits: tuple[Step, ...] = ()

    def those(self, wanted: Callable[[Standing], bool]) -> list[Step]:
        """Give the steps with a standing like that."""
        return [step for step, found in zip(self.steps, self.standings, strict=True) if wanted(found)]

    def is_done(self, step: Step) -> bool:
        """Whether a step of the group is done."""
        return self.standings[self.steps.index(step)].is_done


def finish(root: str, folders: Sequence[str]) -> Finished:
    """Finish, or undo, what dead journals in the folders say, and remove all leftovers there.

    To be called with the folders locked. Paths in what is given are relative to the root.
    """
    paths: list[str] = []
    messages: list[str] = []
    renames: dict[str, str] = {}
    undone: dict[str, str] = {}

    def named(path: str) -> str:
        return below(root, path) or path

    for place in journal.leftovers(folders)[0]:
        groups = journal.read(place)
        for steps in groups or ():
            moves = [step for step in steps if isinstance(step, Move)]
            there = {move.path for move in moves if os.path.lexists(move.path)}
            settled = settle(steps)
            paths += [named(step.path) for step in (*settled.taken, *settled.undone)]
            messages += _messages(settled, named)
            for move in moves:
                if move in settled.undone:
                    undone[named(move.to)] = named(move.path)
                elif move in settled.taken or (settled.is_done(move) and move.path not in there):
                    renames[named(move.path)] = named(move.to)
        if groups is not None:
            with suppress(OSError):
                messages += filter(None, [journal.close(place, [step for steps in groups for step in steps])])
    for place in journal.leftovers(folders)[1]:
        with suppress(OSError):
            os.unlink(place)
    return Finished(tuple(dict.fromkeys(paths)), tuple(messages), renames, undone)


def settle(steps: Sequence[Step], broken: Step | None = None) -> Settled:
    """Finish a group, or undo it, or do as much as can be. `broken` is a step that has just failed."""
    found = standing.of(steps)
    taken: list[Step] = []
    if broken is None and Standing.BLOCKED not in found:
        for step, how in zip(steps, found, strict=True):
            if not how.is_done:
                if not _take(step):
                    broken = step
                    break
                taken.append(step)
        found = standing.of(steps)
        if broken is None:
            return Settled(tuple(steps), tuple(found), tuple(taken))
    culprits = [step for step, how in zip(steps, found, strict=True) if how is Standing.BLOCKED or step == broken]
    undone: list[Step] = []
    if Standing.KEPT in found and not any(isinstance(step, Move | Remove) for step in culprits):
        left = [step for step, how in zip(steps, found, strict=True) if not how.is_done and step not in culprits]
        taken += filter(_take, left)
    else:
        undoable = [step for step, how in zip(steps, found, strict=True) if how in (Standing.HALF, Standing.DONE)]
        undone = [step for step in reversed(undoable) if _undo(step, steps)]
    return Settled(
        tuple(steps),
        tuple(standing.of(steps)),
        tuple(step for step in taken if step not in undone),
        tuple(step for step in undone if step not in taken),
        tuple(culprits),
    )


def _take(step: Step) -> bool:
    with suppress(OSError):
        return step.take(again=True) is None
    return False


def _undo(step: Step, steps: Sequence[Step]) -> bool:
    with suppress(OSError):
        match step:
            case Move():
                return step.reverse.take(again=True) is None
            case Overwrite():
                return step.reverse.take(again=True) is None
            case Replace():
                return _put_back(step, steps)
            case Remove():
                return False
    return False


def _put_back(step: Replace, steps: Sequence[Step]) -> bool:
    """Put the old text in the place of the new one, if that is there as it was written. Raises OSError."""
    place = standing.whereabouts(step, {one.path: one for one in steps if isinstance(one, Move)})
    found = look(place, standing.MOST)
    before = step.old(found[0]) if found else None
    if found is None or before is None or found[1].st_ino != step.staged[0]:
        return False
    temp = journal.new_name(os.path.dirname(place))
    try:
        if not write_new(temp, before, (place, found[1])):
            return False
        journal.sync(temp)
        if seal(place) != sealed(found[1]):
            return False
        os.replace(temp, place)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temp)
    return True


def _messages(settled: Settled, named: Callable[[str], str]) -> Iterator[str]:
    """Say what became of a killed run's group; nothing if that run had not begun with it, or had finished it."""

    def listed(steps: Sequence[Step]) -> str:
        return ", ".join(dict.fromkeys(shown(named(step.path), _PATH_SHOWN) for step in steps))

    culprits = listed(settled.culprits)
    if not settled.culprits or settled.taken:
        for step in settled.those(lambda found: found.is_done):
            what = _said(step, named) if step in settled.taken or isinstance(step, Move) else None
            if what:
                yield f"finished what an earlier run began: {what}"
    if settled.culprits and settled.taken:
        yield f"an earlier run was finished, but not for {culprits}, which has changed since: look what it refers to"
    if settled.undone:
        yield f"undid what an earlier run began, as it could not be finished for {culprits}: {listed(settled.undone)}"
    stuck = settled.those(lambda found: found.is_begun) if settled.culprits and not settled.taken else []
    if stuck:
        yield f"an earlier run was not finished for {culprits}, and could not be undone for {listed(stuck)}"


def _said(step: Step, named: Callable[[str], str]) -> str:
    match step:
        case Move():
            return f"renamed {named(step.path)} to {named(step.to)}"
        case Remove():
            return f"deleted {named(step.path)}"
        case _:
            return f"fixed {named(step.path)}"

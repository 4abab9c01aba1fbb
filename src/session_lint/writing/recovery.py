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

from ..places import below
from ..text import shown
from ..values import dataclass, field
from . import journal, standing
from .staging import write_new
from .standing import Standing
from .steps import Move, Overwrite, Remove, Replace, Step, look, seal, sealed

_PATH_SHOWN = 200
_NAMES = 20


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
    """What became of a group: the standing of each step, those that were taken now, and those that were undone.

    It is finished, but for `culprits`, or as far as that goes undone because of them.
    """

    standings: Mapping[Step, Standing]
    is_finished: bool
    taken: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    culprits: tuple[Step, ...] = ()

    def those(self, wanted: Callable[[Standing], bool]) -> list[Step]:
        """Give the steps with a standing like that."""
        return [step for step, found in self.standings.items() if wanted(found)]

    def is_done(self, step: Step) -> bool:
        """Whether a step of the group is done."""
        return self.standings[step].is_done


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
            taken, back = set(settled.taken), set(settled.undone)
            paths += [named(step.path) for step in (*settled.taken, *settled.undone)]
            messages += _messages(settled, named)
            for move in moves:
                if move in back:
                    undone[named(move.to)] = named(move.path)
                elif move in taken or (settled.is_done(move) and move.path not in there):
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
    found = _standings(steps)
    taken: dict[Step, None] = {}
    if broken is None and Standing.BLOCKED not in found.values():
        for step in (step for step, how in found.items() if not how.is_done):
            if not _take(step):
                broken = step
                break
            taken[step] = None
        found = _standings(steps)
        if broken is None:
            return Settled(found, is_finished=True, taken=tuple(taken))
    culprits = {step: None for step, how in found.items() if how is Standing.BLOCKED or step == broken}
    undone: dict[Step, None] = {}
    only_texts = not any(isinstance(step, Move | Remove) for step in culprits)
    if finishes := only_texts and Standing.KEPT in found.values():
        left = [step for step, how in found.items() if not how.is_done and step not in culprits]
        taken |= dict.fromkeys(filter(_take, left))
    else:
        moves = {step.path: step for step in steps if isinstance(step, Move)}
        undoable = [step for step, how in found.items() if how in (Standing.HALF, Standing.DONE)]
        undone = dict.fromkeys(step for step in reversed(undoable) if _undo(step, moves))
    return Settled(
        _standings(steps),
        is_finished=finishes,
        taken=tuple(step for step in taken if step not in undone),
        undone=tuple(step for step in undone if step not in taken),
        culprits=tuple(culprits),
    )


def _standings(steps: Sequence[Step]) -> dict[Step, Standing]:
    return dict(zip(steps, standing.of(steps), strict=True))


def _take(step: Step) -> bool:
    with suppress(OSError):
        return step.take(again=True) is None
    return False


def _undo(step: Step, moves: Mapping[str, Move]) -> bool:
    with suppress(OSError):
        match step:
            case Move():
                return step.reverse.take(again=True) is None
            case Overwrite():
                return step.reverse.take(again=True) is None
            case Replace():
                return _put_back(step, moves)
            case Remove():
                return False
    return False


def _put_back(step: Replace, moves: Mapping[str, Move]) -> bool:
    """Put the old text in the place of the new one, if that is there as it was written. Raises OSError."""
    place = standing.whereabouts(step, moves)
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

    def listed(steps: Sequence[Step], most: int | None = None) -> str:
        names = tuple(dict.fromkeys(shown(named(step.path), _PATH_SHOWN) for step in steps))
        more = f" and {len(names) - most} more" if most and len(names) > most else ""
        return ", ".join(names[:most]) + more

    taken, culprits = set(settled.taken), listed(settled.culprits)
    if settled.is_finished:
        for step in settled.those(lambda found: found.is_done):
            if step in taken or isinstance(step, Move):
                yield f"finished what an earlier run began: {_said(step, named)}"
        if culprits:
            yield f"finished an earlier run, but not for {culprits}, which has changed since: look at its references"
        return
    if settled.undone:
        undone = listed(settled.undone, _NAMES)
        yield f"undid what an earlier run began, as it could not be finished for {culprits}: {undone}"
    if stuck := settled.those(lambda found: found.is_begun):
        yield f"an earlier run was not finished for {culprits}, and could not be undone for {listed(stuck)}"


def _said(step: Step, named: Callable[[str], str]) -> str:
    match step:
        case Move():
            return f"renamed {named(step.path)} to {named(step.to)}"
        case Remove():
            return f"deleted {named(step.path)}"
        case _:
            return f"fixed {named(step.path)}"

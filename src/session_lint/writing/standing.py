"""How far the steps of a run that was ended midway have got, and whether each can still be taken, or undone.

A step is looked at together with those that belong to it: a text may have been renamed since it was put in place, and a
name may be about to be freed. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import Enum

from .steps import Move, Overwrite, Remove, Replace, Seal, Step, digest, listed, look, seal

MOST = 1 << 26
"""Bytes of a file that are read to compare it; a larger one has changed."""


class Standing(Enum):
    """How far a step has got."""

    OPEN = "not begun, can be taken"
    HALF = "half done, can be taken or undone"
    DONE = "done, can be undone"
    KEPT = "done, cannot be undone: it has changed since"
    BLOCKED = "not done, cannot be taken: it has changed since"

    @property
    def is_done(self) -> bool:
        """Whether the step is done."""
        return self in (Standing.DONE, Standing.KEPT)

    @property
    def is_begun(self) -> bool:
        """Whether something of the step is done."""
        return self.is_done or self is Standing.HALF


def of(steps: Sequence[Step]) -> list[Standing]:
    """Give the standing of each step of a group."""
    moves = {step.path: step for step in steps if isinstance(step, Move)}
    # A text that waits to be put in place is renamed after that: until then its name has another inode.
    waiting = {step.path: step.was[0] for step in steps if isinstance(step, Replace) and step.waits}
    found = []
    for step in steps:
        try:
            match step:
                case Replace():
                    found.append(_of_replace(step, whereabouts(step, moves)))
                case Overwrite():
                    found.append(_of_overwrite(step, whereabouts(step, moves)))
                case Move():
                    found.append(_of_move(step, moves, waiting))
                case Remove():
                    found.append(_of_remove(step))
        except OSError:
            found.append(Standing.BLOCKED)
    return found


def whereabouts(step: Replace | Overwrite, moves: Mapping[str, Move]) -> str:
    """Give the path of a step's file now: the new one, if it has been renamed after the step was taken."""
    inode = step.staged[0] if isinstance(step, Replace) else step.inode
    move = moves.get(step.path)
    if move is None or move.inode != inode or not _has(seal(move.to), inode) or _has(seal(step.path), inode):
        return step.path
    return move.to


def _of_replace(step: Replace, place: str) -> Standing:
    if step.waits:
        found = look(step.path) if seal(step.path) == step.was else None
        return Standing.OPEN if found and digest(found[0]) == step.digest else Standing.BLOCKED
    found = None
    with suppress(OSError):
        found = look(place, MOST)
    if found is None:
        return Standing.KEPT
    if digest(found[0]) == step.digest:  # undone by a run that was killed, too, or put back by somebody
        return Standing.BLOCKED
    return Standing.DONE if found[1].st_ino == step.staged[0] and step.old(found[0]) is not None else Standing.KEPT


def _of_overwrite(step: Overwrite, place: str) -> Standing:
    found = look(place, step.size)
    if found is None or found[1].st_ino != step.inode:
        return Standing.BLOCKED
    if found[0] in step.texts:
        return Standing.DONE if found[0] == step.after else Standing.OPEN
    return Standing.HALF if step.mixes(found[0]) else Standing.BLOCKED


def _of_move(step: Move, moves: Mapping[str, Move], waiting: Mapping[str, int]) -> Standing:
    here, there = seal(step.path), seal(step.to)
    inode = waiting.get(step.path, step.inode)
    if _has(here, inode) and _has(there, inode):
        if not listed(step.to):
            return Standing.OPEN  # one entry, and names that differ by case only
        return Standing.HALF if listed(step.path) else Standing.DONE
    leaves = moves.get(step.to)
    leaving = leaves is not None and _has(there, waiting.get(step.to, leaves.inode))
    gone = here is None or any(move.to == step.path and move.inode == here[0] for move in moves.values())
    if _has(there, inode):
        return Standing.DONE if gone else Standing.KEPT
    if not _has(here, inode):  # saved by an editor that makes a new file, under the new name or under the old one
        return Standing.KEPT if gone and there and not leaving else Standing.BLOCKED
    return Standing.OPEN if there is None or leaving or step.claimed else Standing.BLOCKED


def _of_remove(step: Remove) -> Standing:
    found = seal(step.path)
    if found is None:
        return Standing.KEPT
    return Standing.OPEN if found == step.was else Standing.BLOCKED


def _has(found: Seal | None, inode: int) -> bool:
    return found is not None and found[0] == inode

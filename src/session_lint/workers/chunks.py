"""How the files of a run are cut into pieces of work, and what a piece of work is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, Self, TypeVar

from ..sources import Handed
from ..values import dataclass

Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True)
class Chunk:
    """Some files by their paths. `before` is what they were in the base, by path, where the task does not know it.

    `handed` are the files themselves, for a process that cannot or must not read them.
    """

    paths: tuple[str, ...]
    before: Mapping[str, bytes] | None = None
    handed: Handed | None = None


class Task(Protocol[Result_co]):
    """What is to be done with each chunk, the same in any process. A value that can be called."""

    def __call__(self, chunk: Chunk) -> Result_co:
        """Do it. Raises Failure."""

    def portable(self) -> Self:
        """Give the task without what only this process can use; the files come with the chunks then."""


Supply = Callable[[tuple[str, ...], bool], Chunk]
"""Makes a chunk of some paths, with the files themselves if they are to be handed over."""


def cut(paths: tuple[str, ...], size: int) -> list[tuple[str, ...]]:
    """Give the paths in pieces, in their order."""
    return [paths[at : at + size] for at in range(0, len(paths), size)]

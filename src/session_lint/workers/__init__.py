"""Who does the work of a run: this process, copies of it, a pool of others, or an executor of the caller's.

What comes of it is the same, in the same order. Threads are never our choice: the work is Python's own, and one
interpreter does one thing at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from ..values import dataclass
from . import cores
from .chunks import Supply, Task, cut

if TYPE_CHECKING:
    from concurrent.futures import Executor

Result = TypeVar("Result")

LARGE = 400
"""From so many files on it takes longer to judge them than to start others that help."""

_LARGEST = 50  # files that one of several processes gets at a time
_LARGEST_SENT = 250  # and that an executor gets, with what must be known to judge them
_SHARES = 8  # chunks for each process, so that none is left waiting for another in the end


@dataclass(frozen=True)
class Crew:
    """How many processes may work: `jobs`, None for as many as there are cores if that is worth it.

    An `executor` gets all the work instead. `note` is told when there could be no other processes.
    """

    jobs: int | None = 1
    executor: Executor | None = None
    note: Callable[[str], None] | None = None

    def is_used(self, files: int) -> bool:
        """Whether others would help with so many files."""
        return self.executor is not None or self._count(files) > 1

    def hands_over(self, files: int) -> bool:
        """Whether others would get so many files with the work, and could not read any more themselves."""
        if self.executor is not None or self._count(files) == 1:
            return self.executor is not None
        from . import forks  # imported late: few runs are so large

        return not forks.is_safe()

    def run(self, task: Task[Result], paths: tuple[str, ...], supply: Supply) -> Iterator[tuple[Result, int]]:
        """Give what comes of the task for the paths in pieces, in their order, each with how many files that were.

        Raises what the task raises, and Failure when somebody who helped was killed.
        """
        if self.executor is not None:
            pieces = cut(paths, _size(len(paths), 8, _LARGEST_SENT))
            from . import parcels  # imported late: few hand work to others

            yield from parcels.run(self.executor, task, pieces, supply)
            return
        count = self._count(len(paths))
        pieces = cut(paths, _size(len(paths), count, _LARGEST))
        helped = self._helped(task, pieces, supply, min(count, len(pieces))) if count > 1 else None
        if helped is not None:
            yield from helped
            return
        for piece in pieces:
            yield task(supply(piece, False)), len(piece)

    def _helped(
        self, task: Task[Result], pieces: list[tuple[str, ...]], supply: Supply, count: int
    ) -> Iterator[tuple[Result, int]] | None:
        """Begin to work with other processes; gives None where there can be none."""
        from . import forks  # imported late: few runs are so large

        try:
            if forks.is_safe():
                return forks.run(forks.hired(task, count), (supply(piece, False) for piece in pieces))
            from . import parcels  # imported late: it is not needed where a copy will do

            return parcels.pooled(count, task, pieces, supply)
        except (ImportError, NotImplementedError, OSError) as error:
            if self.note and self.jobs is not None:
                why = f"{type(error).__name__}: {error}"
                self.note(f"one process does the work, since there can be no others here: {why}")
            return None

    def _count(self, files: int) -> int:
        if self.jobs is None:
            return cores.available() if files >= LARGE else 1
        return max(1, min(self.jobs, files))


def _size(files: int, count: int, largest: int) -> int:
    return max(1, min(largest, files // (count * _SHARES)))

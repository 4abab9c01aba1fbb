"""The former texts of many files, which are asked of git when they are wanted, and let go."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import IO, Protocol

from ..failure import Failure
from . import batch


class Conversation(Protocol):
    """A process that is asked, as `batch` says."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End it."""

    def wait(self) -> int:
        """Wait for its end."""


class Earlier(Mapping[str, bytes]):
    """Former texts by the path that each file has now; `blobs` are their ids, each of a blob that is there.

    One process of git answers all questions, from the first one on until nobody has this any more. For one that takes
    longer than `seconds` there is no answer: raises Failure.
    """

    def __init__(self, blobs: Mapping[str, str], limit: int, start: Callable[[], Conversation], seconds: float) -> None:
        self.blobs = blobs
        self.limit = limit
        self.start = start
        self.seconds = seconds
        self._process: Conversation | None = None

    def fetch(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Give the former texts of those of the files that have one, with one question."""
        wanted = {path: self.blobs[path] for path in paths if path in self.blobs}
        if not wanted:
            return {}
        process = self._asked()
        watch = threading.Timer(self.seconds, process.kill)
        watch.start()
        try:
            found, _ = batch.contents(process.stdin, process.stdout, sorted({*wanted.values()}), self.limit)
        finally:
            watch.cancel()
            watch.join()  # a thread that is still about to end would forbid a copy of this process
        if missing := next((path for path, blob in wanted.items() if blob not in found), None):
            raise Failure(f"git has stopped to answer, at the old text of {missing}", "run it again")
        return {path: found[blob] for path, blob in wanted.items()}

    def _asked(self) -> Conversation:
        if self._process is None:
            self._process = self.start()
            weakref.finalize(self, _end, self._process)
        return self._process

    def __getitem__(self, path: str) -> bytes:
        if path not in self.blobs:
            raise KeyError(path)
        return self.fetch((path,))[path]

    def __contains__(self, path: object) -> bool:
        return path in self.blobs

    def __iter__(self) -> Iterator[str]:
        return iter(self.blobs)

    def __len__(self) -> int:
        return len(self.blobs)


def _end(process: Conversation) -> None:
    """End a conversation; git would wait for more questions."""
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()

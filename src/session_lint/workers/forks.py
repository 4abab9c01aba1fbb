"""Does the work of a run in copies of this process, each of which knows all that this one knows: see fork(2).

Nothing is loaded or sent before work begins, and it takes pipes only: no semaphores, no shared memory, no threads. A
copy has one thread, that which forks; locks that others hold stay locked in it for ever. So `is_safe` asks first.

Each worker reads chunks from a pipe of its own and writes what comes of them to another. It ends when its pipe does, so
none is left when this process is killed.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import sys
import traceback
from collections.abc import Iterator
from typing import Any, NoReturn, TypeVar

from ..failure import Failure
from .chunks import Chunk, Task

Result = TypeVar("Result")

_HEAD = struct.Struct(">Q")
_CHUNK = 1 << 18
_AHEAD = 4  # chunks for each worker that are done before their turn, at most


class RemoteError(Exception):
    """What was raised in a worker, with the traceback from there as its words."""


def is_safe() -> bool:
    """Whether a copy of this process would work: on Linux, where it can be counted that there is a single thread.

    What macOS's own libraries do in a copy is undefined; Python itself gave up forking there (`multiprocessing`,
    "Contexts and start methods"). From 3.12 on Python warns of forking with threads.
    """
    if not (sys.platform == "linux" and hasattr(os, "fork")):
        return False
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def hired(task: Task[Any], count: int) -> list[_Worker]:
    """Start workers for a task, fewer where there is no room for so many. Raises OSError when none can be started."""
    workers: list[_Worker] = []
    while len(workers) < count:
        try:
            workers.append(_Worker(task, workers))
        except OSError:
            if not workers:
                raise
            break
    return workers


def run(workers: list[_Worker], chunks: Iterator[Chunk]) -> Iterator[tuple[Any, int]]:
    """Give what comes of each chunk, in their order, with the number of its paths, and end the workers.

    Raises what a worker raises, and a Failure when one dies.
    """
    try:
        yield from _Round(workers, chunks).outcomes()
    finally:
        for worker in workers:
            worker.end()


class _Round:
    """Deals chunks out, and puts what comes of them in order."""

    def __init__(self, workers: list[_Worker], chunks: Iterator[Chunk]) -> None:
        self.workers = workers
        self.chunks = enumerate(chunks)
        self.done: dict[int, tuple[Any, int]] = {}
        self.due = 0
        self.given = 0
        self.more = True

    def outcomes(self) -> Iterator[tuple[Any, int]]:
        """Give what comes of the chunks. Raises what a worker raises when its chunk's turn has come."""
        while True:
            self.deal()
            busy = self.receive(wait=self.due not in self.done)
            if self.due in self.done:
                outcome, size = self.done.pop(self.due)
                self.due += 1
                if isinstance(outcome, BaseException):
                    raise outcome
                yield outcome, size
            elif not busy:
                return

    def deal(self) -> None:
        """Give a chunk to each worker that has none, but not so many that what is done early piles up."""
        for worker in self.workers:
            if self.more and worker.chunk is None and self.given - self.due < len(self.workers) * _AHEAD:
                following = next(self.chunks, None)
                self.more = following is not None
                if following:
                    worker.give(*following)
                    self.given += 1

    def receive(self, *, wait: bool) -> bool:
        """Take what the workers have written, or wait for it; gives whether any of them was busy."""
        busy = {worker.answers: worker for worker in self.workers if worker.chunk is not None}
        ready = select.poll()
        for answers in busy:
            ready.register(answers, select.POLLIN)
        for answers, _ in ready.poll(None if wait else 0) if busy else ():
            if answer := busy[answers].receive():
                number, size, outcome = answer
                self.done[number] = outcome, size
        return bool(busy)


class _Worker:
    """A copy of this process that does its share."""

    def __init__(self, task: Task[Any], others: list[_Worker]) -> None:
        asked, self.questions = os.pipe()
        self.answers, answered = os.pipe()
        self.number = -1
        self.chunk: Chunk | None = None
        self.received = bytearray()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        try:
            self.pid = os.fork()
        except OSError:
            for descriptor in (asked, self.questions, self.answers, answered):
                os.close(descriptor)
            raise
        if self.pid == 0:
            _work(task, asked, answered, (self.questions, self.answers, *_descriptors(others)))
        os.close(asked)
        os.close(answered)

    def give(self, number: int, chunk: Chunk) -> None:
        """Give it a chunk. It waits for one, so that the pipe is read while it is written to."""
        self.number, self.chunk = number, chunk
        try:
            _write(self.questions, pickle.dumps(chunk))
        except BrokenPipeError:
            raise self._death() from None

    def receive(self) -> tuple[int, int, Any] | None:
        """Take what it has written so far; gives the chunk's number, its size and what came of it when it is done."""
        part = os.read(self.answers, _CHUNK)
        if not part:
            raise self._death()
        self.received += part
        if len(self.received) < _HEAD.size:
            return None
        (length,) = _HEAD.unpack_from(self.received)
        if len(self.received) < _HEAD.size + length:
            return None
        outcome = pickle.loads(memoryview(self.received)[_HEAD.size :])  # noqa: S301 -- from ourselves
        self.received = bytearray()
        size = len(self.chunk.paths) if self.chunk else 0
        self.chunk = None
        return self.number, size, outcome

    def end(self) -> None:
        """End it, whatever it does."""
        os.close(self.questions)
        os.close(self.answers)
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)  # it is not waited for yet, so nothing else has its number
            os.waitpid(self.pid, 0)

    def _death(self) -> Failure:
        """Say how it died."""
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        code = os.waitstatus_to_exitcode(status)
        how = f"was killed by {_signal(-code)}" if code < 0 else f"ended with {code}"
        files = len(self.chunk.paths) if self.chunk else 0
        message = f"a process that judged {files} {'file' if files == 1 else 'files'} {how}"
        if code == -signal.SIGKILL:
            message += ", perhaps because memory ran out"
        return Failure(message, "nothing was written; run again with `--jobs 1`, which takes one process")


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _descriptors(others: list[_Worker]) -> Iterator[int]:
    for other in others:
        yield from (other.questions, other.answers)


def _work(task: Task[Any], asked: int, answered: int, foreign: tuple[int, ...]) -> NoReturn:
    """Do what is asked until nobody asks any more. Never returns: what stands above in this copy is not ours to do."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us, and our parent ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for descriptor in foreign:  # or another worker would not see that its pipe has ended
            os.close(descriptor)
        gc.freeze()  # what is there already is shared with the parent as long as nobody touches it
        with open(asked, "rb") as questions:
            while chunk := _next(questions):
                _write(answered, _outcome(task, chunk))
        code = 0
    except BaseException:  # noqa: BLE001, S110 -- there is nobody to tell: the parent sees the pipe end
        pass
    finally:
        os._exit(code)


def _next(questions: Any) -> Chunk | None:
    head = questions.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    chunk: Chunk = pickle.loads(questions.read(_HEAD.unpack(head)[0]))  # noqa: S301 -- from ourselves
    return chunk


def _outcome(task: Task[Any], chunk: Chunk) -> bytes:
    try:
        return pickle.dumps(task(chunk), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 -- it is raised again where somebody can handle it
        return pickle.dumps(told(error))


def told(error: Exception) -> Exception:
    """Give an error that can be sent, with the traceback from here as its cause."""
    cause = error.__cause__ if isinstance(error, Failure) else error
    try:
        copy: Exception = pickle.loads(pickle.dumps(error))  # noqa: S301 -- from ourselves
    except Exception:  # noqa: BLE001 -- a plugin's may be anything
        copy = RuntimeError(f"{type(error).__name__}: {error}")
    copy.__cause__ = RemoteError("\n" + "".join(traceback.format_exception(cause)).rstrip()) if cause else None
    return copy


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(_HEAD.pack(len(data)) + data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]

"""Hands the work of a run to an executor, whose processes know nothing and may have no files: all they need is sent.

A parcel is a pickled task: settings, and what must be known of the world around the sessions. Rules of plugins go by
their codes, since pickle cannot send a class that was made here; where the parcel is opened the same plugins must be
installed. The texts go with the chunks.
"""

from __future__ import annotations

import io
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from .. import plugins
from ..failure import Failure
from ..plugins.rules import plugin_of
from ..rule import AnyRule, Rule
from ..rules import RULES
from ..text import shown
from .chunks import Chunk, Supply, Task

Result = TypeVar("Result")

_UNDER_WAY = 64  # chunks that are sent and not yet answered, so that an executor with many hands is kept busy

_opened = threading.local()


def run(
    executor: Executor,
    task: Task[Result],
    pieces: Sequence[tuple[str, ...]],
    supply: Supply,
    *,
    cancels: bool = True,
) -> Iterator[tuple[Result, int]]:
    """Give what comes of each piece, in their order, with how many paths it has; in the end, `cancels` what is left.

    Raises what the task raises, and Failure when the executor cannot go on.
    """
    parcel = packed(task.portable())
    waiting = iter(pieces)
    sent: deque[tuple[Future[Result], int]] = deque()
    try:
        while True:
            while len(sent) < _UNDER_WAY and (piece := next(waiting, None)):
                sent.append((executor.submit(carry_out, parcel, supply(piece, True)), len(piece)))
            if not sent:
                return
            future, size = sent.popleft()
            yield future.result(), size
    except BrokenExecutor as error:
        advice = "nothing was written; run again with `--jobs 1`, which takes one process"
        raise Failure(f"a process that judged files has died: {error}", advice) from error
    finally:
        for future, _ in sent if cancels else ():
            future.cancel()


def pooled(
    count: int, task: Task[Result], pieces: Sequence[tuple[str, ...]], supply: Supply
) -> Iterator[tuple[Result, int]]:
    """Do the same with fresh processes of our own. Raises OSError and the like where there can be none."""
    import multiprocessing

    if multiprocessing.current_process().daemon:
        raise OSError("a worker of another pool may have no processes of its own")
    pool = ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _ignore_interrupts)
    try:
        pool.submit(_nothing)  # starts the processes
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    return _within(pool, task, pieces, supply)


def _within(
    pool: ProcessPoolExecutor, task: Task[Result], pieces: Sequence[tuple[str, ...]], supply: Supply
) -> Iterator[tuple[Result, int]]:
    try:
        yield from run(pool, task, pieces, supply, cancels=False)
    except BaseException:
        _kill(pool)
        raise
    finally:
        pool.shutdown()


def _kill(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool, whatever they do. From Python 3.14 on a pool has a way to say so (`kill_workers`).

    That they have died it tells all that wait, and would stumble over what was cancelled.
    """
    for process in tuple((pool._processes or {}).values()):  # noqa: SLF001
        process.kill()


def _ignore_interrupts() -> None:
    """Leave Ctrl-C, which reaches all processes of a terminal, to the one that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _nothing() -> None:
    """Do nothing, somewhere else."""


def carry_out(parcel: bytes, chunk: Chunk) -> Any:
    """Do the task in a parcel for a chunk. Runs where the executor has its processes."""
    key = sha256(parcel).digest()
    if getattr(_opened, "key", None) != key:
        _opened.task, _opened.key = opened(parcel), key
    return _opened.task(chunk)


def packed(task: Any) -> bytes:
    """Pickle a task; a rule of a plugin by its code, behind the names of all plugins."""
    stream = io.BytesIO()
    pickler = _Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dump(task)
    return stream.getvalue()


def opened(parcel: bytes) -> Any:
    """Give the task in a parcel. Raises Failure when a plugin is not installed here."""
    return _Unpickler(io.BytesIO(parcel)).load()


@cache
def _rules(plugin: str) -> tuple[type[AnyRule], ...]:
    return plugins.load(plugin, RULES)


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: Any) -> tuple[str, str] | None:
        if isinstance(obj, type) and issubclass(obj, Rule) and (plugin := plugin_of(obj)):
            return plugin, obj.code
        return None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> type[AnyRule]:
        plugin, code = pid
        for rule in _rules(plugin):
            if rule.code == code:
                return rule
        raise Failure(f"the plugin {shown(plugin)} has no rule {code} where it is to judge", "install the same version")

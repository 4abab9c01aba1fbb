"""What is to be done soon, in the background: each thing once, however often it is asked for meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

DELAY = 0.005
"""Seconds between the first change and the work on it: changes in a burst are one."""


class Schedule:
    """Does one thing at a time, by its name. What was asked for last comes first, what can wait comes after all."""

    def __init__(self, work: Callable[[str], Awaitable[None]], delay: float = DELAY) -> None:
        self._work = work
        self._delay = delay
        self._waiting: dict[str, None] = {}
        self._later: dict[str, None] = {}
        self._task: asyncio.Task[None] | None = None

    def ask(self, name: str) -> None:
        """Have a thing done soon."""
        self._later.pop(name, None)
        self._waiting.pop(name, None)
        self._waiting[name] = None
        self._wake()

    def ask_later(self, names: Iterable[str]) -> None:
        """Have things done when nothing else is to be done."""
        self._later |= dict.fromkeys(name for name in names if name not in self._waiting)
        self._wake()

    def drop(self, name: str) -> None:
        """Have a thing not done."""
        self._waiting.pop(name, None)
        self._later.pop(name, None)

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while self._waiting or self._later:
            await asyncio.sleep(self._delay)
            queue = self._waiting or self._later
            if queue:
                name, _ = queue.popitem()
                await self._work(name)

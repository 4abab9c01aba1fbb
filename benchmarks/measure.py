"""What a call costs: the CPU of a process and its children, the time waited for it, and the memory it takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = 0.05  # seconds between two looks at the memory of a process
_KIB = 1024


@dataclass(frozen=True)
class Call:
    """A command, where it runs, what it is given on standard input, and the exit codes that are no failure."""

    command: tuple[str, ...]
    folder: Path
    given: bytes = b""
    codes: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """CPU (user and system, children included) and time waited, in seconds."""

    cpu: float
    wall: float


@dataclass(frozen=True)
class Spread:
    """The median of several figures, and the quarter below and above it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """Give the spread of at least one figure."""
        if len(figures) == 1:
            return cls(figures[0], figures[0], figures[0])
        low, median, high = statistics.quantiles(figures, n=4, method="inclusive")
        return cls(median, low, high)


def environment(home: Path) -> dict[str, str]:
    """Give an environment that is the same for all: an empty home, no config of git, nothing that a shell has set."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def cost(call: Call, env: Mapping[str, str]) -> Cost:
    """Run a call. Raises RuntimeError when it fails."""
    started = time.monotonic()
    process = _start(call, env)
    _, status, usage = os.wait4(process.pid, 0)
    waited = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # or the process would be waited for again
    _look_at(call, process.returncode)
    return Cost(usage.ru_utime + usage.ru_stime, waited)


def alternate(calls: Sequence[Call], runs: int, env: Mapping[str, str], *, warm: bool) -> list[list[Cost]]:
    """Run calls in turn, again and again, and give the costs of each: a busy machine is busy for all of them alike.

    `warm` runs each once before that, for what is only slow the first time.
    """
    for call in calls if warm else ():
        cost(call, env)
    rounds = [[cost(call, env) for call in calls] for _ in range(runs)]
    return [list(one) for one in zip(*rounds, strict=True)]


def peak_memory(call: Call, env: Mapping[str, str]) -> float:
    """Give the most memory that a call takes in MB, with all its processes together.

    Of a page that several share each counts its part (proc(5), `Pss`), as the machine does. It is looked at every
    twentieth of a second, and is never less than the most that was resident of one process, which the system knows.
    Without `/proc` that is all that counts.
    """
    peak = 0
    process = _start(call, env)
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, sum(map(_share, _tree(process.pid))))
        time.sleep(_TICK)
    process.returncode = os.waitstatus_to_exitcode(status)
    _look_at(call, process.returncode)
    largest = usage.ru_maxrss if os.uname().sysname != "Darwin" else usage.ru_maxrss // _KIB
    return max(peak, largest) / _KIB


def _start(call: Call, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    read, write = os.pipe()
    os.write(write, call.given)  # a few KB, which is less than a pipe holds
    os.close(write)
    try:
        return subprocess.Popen(
            call.command,
            cwd=call.folder,
            env=dict(env),
            stdin=read,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(read)


def _look_at(call: Call, code: int) -> None:
    if code not in call.codes:
        raise RuntimeError(f"{' '.join(call.command)[:300]} ended with {code} in {call.folder}")


def _tree(pid: int) -> Iterator[int]:
    """Give a process and those below it, as far as they can be seen (proc(5), `children`)."""
    yield pid
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        for thread in threads:
            for child in Path(f"/proc/{pid}/task/{thread}/children").read_text(encoding="ascii").split():
                yield from _tree(int(child))
    except OSError:  # it has ended, or there is no such thing here
        return


def _share(pid: int) -> int:
    """Give what a process takes of the memory, in KiB; 0 when it cannot be seen."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.split("\n") if line.startswith("Pss:")), 0)

"""All that one run of the benchmarks has found, and the machine that it ran on."""

from __future__ import annotations

import dataclasses
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .comparing import Compared
from .goals import MEASURES, Bench, Got
from .instructions import Counted
from .trials import Trials


@dataclass(frozen=True)
class Machine:
    """Where and when it ran; `loads` are the load averages of the last minute, before and after."""

    day: str
    processor: str
    cores: int
    system: str
    python: str
    git: str
    loads: tuple[float, float]


@dataclass(frozen=True)
class Results:
    """What was found; a part that was not asked for is empty."""

    machine: Machine
    runs: int
    large_runs: int
    count: int
    parts: tuple[str, ...]
    got: tuple[Got, ...] = ()
    compared: tuple[Compared, ...] = ()
    trials: Trials | None = None
    counted: tuple[Counted, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all measures of session-lint itself were asked for."""
        return {*MEASURES} <= {*self.parts}


def machine(bench: Bench, now: datetime, before: float) -> Machine:
    """Describe this machine, without its name; `before` is its load average before the run."""
    python = _said((bench.ours.python, "--version"), bench.environment)
    return Machine(
        f"{now:%Y-%m-%d}",
        _processor(),
        os.cpu_count() or 1,
        f"{platform.system()} {platform.machine()}",
        python,
        _said(("git", "--version"), bench.environment),
        (round(before, 2), round(load(), 2)),
    )


def load() -> float:
    """Give the load average of the last minute."""
    return os.getloadavg()[0]


def data(results: Results) -> dict[str, Any]:
    """Give results as data for JSON."""
    return dataclasses.asdict(results, dict_factory=_factory)


def _factory(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Leave out the functions, which JSON cannot hold."""
    return {key: value for key, value in pairs if not callable(value)}


def _said(command: tuple[str, ...], env: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=dict(env), capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip().replace("git version", "git")


def _processor() -> str:
    """Give the name of the processor, as Linux has it (proc(5), `cpuinfo`)."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "unknown processor"
    names = (line.partition(": ")[2] for line in text.split("\n") if line.startswith("model name"))
    return " ".join(next(names, "unknown processor").split())

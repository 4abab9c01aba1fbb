"""Counts instructions with valgrind's callgrind: slow, but the same on a busy machine as on an idle one."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .goals import Bench, small_calls, started
from .measure import Call

_TOTAL = re.compile(r"^(?:totals|summary): ([0-9]+)", re.MULTILINE)


@dataclass(frozen=True)
class Counted:
    """How many instructions a call takes, children left out, and how many times those of `python -c pass` it is."""

    what: str
    by: str
    instructions: int
    ratio: float


def count(bench: Bench) -> tuple[Counted, ...]:
    """Count those of the small calls. Raises RuntimeError without valgrind."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise RuntimeError("valgrind is not installed")
    calls = small_calls(bench)
    env = {**bench.environment, "PYTHONHASHSEED": "0"}
    bare = _counted(valgrind, calls["one"][2][0], env)
    found = [Counted("`python -c pass`", "", bare, 1.0)]
    for name, (_, call, _) in calls.items():
        for by, start in bench.starts.items():
            # valgrind would count the launcher's `/bin/sh` or `env`, where there is one
            words = (bench.ours.python, *start) if len(start) == 1 else start
            number = _counted(valgrind, started(words, call), env)
            found.append(Counted(name, by, number, number / bare))
    return tuple(found)


def _counted(valgrind: str, call: Call, env: Mapping[str, str]) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "callgrind.out")
        command = (valgrind, "--tool=callgrind", f"--callgrind-out-file={out}", *call.command)
        done = subprocess.run(
            command, cwd=call.folder, input=call.given, env=dict(env), capture_output=True, check=False
        )
        found = _TOTAL.search(out.read_text(encoding="utf-8")) if out.exists() else None
    if done.returncode not in call.codes or found is None:
        raise RuntimeError(f"valgrind ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return int(found[1])

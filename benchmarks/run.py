"""What session-lint costs, as ratios measured in one run: against a bare Python, and against reading and hashing.

    python benchmarks/run.py [--runs N]

CPU seconds are user and system time of whole child processes; a ratio is taken of the medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

NOW = "2025-12-05T12:00:00Z"
FILES = 1000
HOOKED = 20
SIZE = 4096

GOOD = """---
session:
  title: "Weather fallback {number}"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-05T09:00:00Z"
  linear_issue: "PLT-{number}"
orchestration:
  current_task: "Cache the forecast"
  spawned_agents:
    - agent: backend-dev
      task: "Write the cache"
      status: completed
      summary: "Done, with tests"
---

# Session: Weather fallback {number}

## Context

The forecast service is down every night between two and three.

## Current State

{filling}
## Next Steps

- [ ] Read the cache when the service does not answer.
"""
LINE = "- [x] Step {step}: `cache_{step}.py` written, its tests run, a note left in the log\n"


def corpus(folder: Path, count: int, *, broken: bool) -> None:
    """Write sessions of about 4 KB; broken ones have four things wrong."""
    sessions = folder / ".agents" / "sessions"
    sessions.mkdir(parents=True)
    for number in range(1, count + 1):
        text = GOOD.format(number=number, filling="")
        steps = (SIZE - len(text)) // len(LINE.format(step=10))
        text = GOOD.format(number=number, filling="".join(LINE.format(step=step) for step in range(steps)) + "\n")
        if broken:
            text = (
                text.replace("in_progress", "complete").replace("## Context", "## Why").replace('05T09:00:00Z"', '05"')
            )
        stamp = f"20251204-{14 + number // 3600:02}{number // 60 % 60:02}{number % 60:02}"
        created = f"2025-12-04T{14 + number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        text = text.replace("2025-12-04T14:30:00Z", created)
        (sessions / f"{stamp}-weather-{number}.md").write_text(text, encoding="utf-8")


def cpu(command: Sequence[str], folder: Path, given: Path | None = None) -> tuple[float, float]:
    """Run a command, with a file on standard input, and give its CPU seconds and its peak memory in MB."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SESSION_LINT")}
    with open(given or os.devnull, "rb") as stdin:
        process = subprocess.Popen(
            command, cwd=folder, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
        )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) and "hook" not in command:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def read_and_hash(folder: Path) -> float:
    """Give the CPU seconds of reading and hashing each session in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    for path in sorted((folder / ".agents" / "sessions").iterdir()):
        hashlib.sha256(path.read_bytes()).digest()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(runs: int, what: Callable[[], float]) -> list[float]:
    """Give the figures of several runs."""
    return [what() for _ in range(runs)]


def row(name: str, value: float, base: float, unit: str) -> str:
    """Write a row of the table."""
    return f"{name:<46} {value * 1000:>9.1f} ms {value / base:>8.1f} x {unit}"


def hooks(scratch: Path, runs: int, floor: float) -> None:
    """Measure what an agent waits for when it starts, edits, stops and ends, in CPU and for the end in time."""
    folder, empty = scratch / "twenty", scratch / "empty"
    corpus(folder, HOOKED, broken=True)
    empty.mkdir()
    for one in (folder, empty):
        subprocess.run(["git", "init", "--quiet", str(one)], check=True)
    first = str(next((folder / ".agents" / "sessions").iterdir()))
    edit: dict[str, object] = {"hook_event_name": "PostToolUse", "tool_name": "Write"}
    events: tuple[tuple[str, Path, dict[str, object]], ...] = (
        ("hook: a start without sessions", empty, {"hook_event_name": "SessionStart", "source": "startup"}),
        ("hook: an edit of another file", folder, {**edit, "tool_input": {"file_path": "src/x.py"}}),
        ("hook: an edit of a session", folder, {**edit, "tool_input": {"file_path": first}}),
        (f"hook: a start with {HOOKED} sessions", folder, {"hook_event_name": "SessionStart", "source": "startup"}),
        (f"hook: a stop, {HOOKED} sessions changed", folder, {"hook_event_name": "Stop"}),
        (f"hook: the end, {HOOKED} sessions changed", folder, {"hook_event_name": "SessionEnd"}),
    )
    for number, (name, where, event) in enumerate(events):
        given = scratch / f"{number}.json"
        given.write_text(json.dumps({"session_id": "1", "transcript_path": "/no", "cwd": str(where), **event}))
        started = time.monotonic()
        seconds = measure(
            runs,
            lambda where=where, given=given: cpu([sys.executable, "-m", "session_lint", "hook"], where, given)[0],  # type: ignore[misc]
        )
        waited = (time.monotonic() - started) / runs
        print(row(name, statistics.median(seconds), floor, f"python -c pass, {waited * 1000:.0f} ms waited"))


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15, help="runs of each small measure (15)")
    runs = parser.parse_args().runs
    lint = [sys.executable, "-m", "session_lint", "--isolated", "--now", NOW]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for kind, count, broken in (
            ("one", 1, False),
            ("one-broken", 1, True),
            ("many", FILES, False),
            ("many-broken", FILES, True),
        ):
            corpus(folder / kind, count, broken=broken)
        cpu(lint, folder / "one")  # writes the byte code
        small: dict[str, list[float]] = {"floor": [], "one": [], "one-broken": [], "main": []}
        imported = "import sys; from session_lint.cli import main; sys.exit(main(sys.argv[1:]))"
        for _ in range(runs):
            small["floor"].append(cpu([sys.executable, "-c", "pass"], folder)[0])
            small["one"].append(cpu(lint, folder / "one")[0])
            small["one-broken"].append(cpu(lint, folder / "one-broken")[0])
            small["main"].append(cpu([sys.executable, "-c", imported, *lint[3:]], folder / "one")[0])
        median = {key: statistics.median(values) for key, values in small.items()}
        floor = median["floor"]
        print(f"python -c pass: median {floor * 1000:.1f} ms of CPU, {runs} interleaved runs\n")
        print(row("one clean file", median["one"], floor, "python -c pass"))
        print(row("one clean file, main() imported", median["main"], floor, "python -c pass"))
        print(row("one broken file", median["one-broken"], floor, "python -c pass"))
        hooks(folder, runs, floor)
        for kind in ("many", "many-broken"):
            hashing = statistics.median(measure(5, lambda kind=kind: read_and_hash(folder / kind)))  # type: ignore[misc]
            figures = [cpu(lint, folder / kind) for _ in range(3)]
            seconds = statistics.median(figure[0] for figure in figures)
            name = f"{FILES} {'broken' if 'broken' in kind else 'clean'} files of 4 KB"
            print(row(name, seconds, hashing, "reading and hashing them"))
            print(f"{'  peak memory':<46} {max(figure[1] for figure in figures):>9.1f} MB")


if __name__ == "__main__":
    main()

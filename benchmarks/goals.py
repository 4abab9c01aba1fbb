"""What is measured of session-lint, and what it should be."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .corpora import SESSIONS, Maker
from .environments import Ours
from .measure import Call, Cost, Spread, alternate, cost, peak_memory
from .peers import OURS, RUMDL

LAUNCHER = "launcher"
IMPORTED = "main()"
_MAIN = "import sys; from session_lint.cli import main; sys.exit(main())"
_READ = """\
import hashlib, os, sys
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), "rb") as file:
        hashlib.sha256(file.read()).digest()
"""
_FOUND = 1  # the exit code of linters that have found something


@dataclass(frozen=True)
class Goal:
    """A measure: what it is called, the figure to reach and the one that would be better still.

    `more` is better where it is set; the unit is `x` for a ratio of CPU, or else what it is called in the table.
    """

    what: str
    goal: float
    stretch: float
    unit: str = "x"
    more: bool = False

    def reached(self, figure: float) -> str:
        """Say whether a figure reaches the stretch, the goal, or none."""
        for name, limit in (("stretch", self.stretch), ("goal", self.goal)):
            if figure >= limit if self.more else figure <= limit:
                return name
        return "no"


@dataclass(frozen=True)
class Got:
    """What was measured: the figure, how session-lint was started, and the costs that the figure is made of.

    `cpu` and `wall` are ours, `base` is the CPU that it is compared with; in seconds.
    """

    goal: Goal
    by: str
    figure: Spread
    cpu: Spread | None = None
    wall: Spread | None = None
    base: Spread | None = None


@dataclass(frozen=True)
class Bench:
    """What the measures are taken of: corpora, session-lint, and rumdl if it is there.

    `runs` is how often something small is run, `large_runs` something large, of `count` files.
    """

    maker: Maker
    ours: Ours
    environment: Mapping[str, str]
    rumdl: str | None
    runs: int
    large_runs: int
    count: int

    @cached_property
    def starts(self) -> dict[str, tuple[str, ...]]:
        """The ways to start session-lint."""
        launcher = {LAUNCHER: (self.ours.launcher,)} if self.ours.launcher else {}
        return {**launcher, IMPORTED: (self.ours.python, "-c", _MAIN)}

    @property
    def first(self) -> tuple[str, ...]:
        """The start that is used where it makes no difference."""
        return next(iter(self.starts.values()))

    @cached_property
    def has_jobs(self) -> bool:
        """Whether there are workers whose number can be said."""
        done = subprocess.run(
            (*self.first, "check", "--help"), env=dict(self.environment), capture_output=True, text=True, check=True
        )
        return "--jobs" in done.stdout

    def jobs(self, count: int) -> tuple[str, ...]:
        """Give the option for a number of workers."""
        return ("--jobs", str(count)) if self.has_jobs else ()


def small_calls(bench: Bench) -> dict[str, tuple[Goal, Call, tuple[Call, ...]]]:
    """Give the calls that are about one file, without their start, and what each is compared with; by name."""
    maker = bench.maker
    name = str(SESSIONS / maker.clean(1).name)
    one, broken, repository = maker.one(), maker.one_broken(), maker.repository()
    bare = Call((bench.ours.python, "-c", "pass"), one)
    git = Call(("git", "cat-file", "--batch"), repository, given=f"HEAD:{name}\n".encode())
    hook = Call(("hook", "after-edit", "--agent", "claude"), repository, given=maker.edit(repository))
    commit = ("check", "--force-exclude", name)  # as pre-commit calls it
    return {
        "one": (ONE, Call(commit, one), (bare,)),
        "changed": (CHANGED, Call(commit, repository), (bare, git)),
        "one-broken": (ONE_BROKEN, Call(commit, broken, codes=(_FOUND,)), (bare,)),
        "hook": (HOOK, hook, (bare,)),
    }


def started(start: tuple[str, ...], call: Call) -> Call:
    """Give a call with the words before it that start session-lint."""
    return Call((*start, *call.command), call.folder, call.given, call.codes)


def small(bench: Bench, name: str) -> Iterator[Got]:
    """Measure one of the small calls by each start."""
    goal, call, base = small_calls(bench)[name]
    calls = [*base, *(started(start, call) for start in bench.starts.values())]
    costs = alternate(calls, bench.runs, bench.environment, warm=True)
    below = [sum(one.cpu for one in round_) for round_ in zip(*costs[: len(base)], strict=True)]
    for by, taken in zip(bench.starts, costs[len(base) :], strict=True):
        yield _ratio(goal, by, taken, below)


def prove_clean(bench: Bench, folder: Path) -> None:
    """See to it that session-lint has nothing to say about what is called clean. Raises RuntimeError."""
    cost(Call((*bench.first, "check", "--fail-on", "info"), folder), bench.environment)


def many_clean(bench: Bench) -> Iterator[Got]:
    """Measure many clean files on one core: beside reading and hashing them, and beside rumdl."""
    folder = bench.maker.many(bench.count, broken=False)
    prove_clean(bench, folder)
    ours = Call((*bench.first, *OURS.check, *bench.jobs(1)), folder)
    reading = Call((bench.ours.python, "-c", _READ, str(SESSIONS)), folder)
    costs = alternate([ours, reading, *_rumdl(bench, folder)], bench.large_runs, bench.environment, warm=False)
    yield _ratio(MANY_CLEAN, LAUNCHER, costs[0], [one.cpu for one in costs[1]])
    for rumdl in costs[2:]:
        figures = [theirs.cpu / own.cpu for own, theirs in zip(costs[0], rumdl, strict=True)]
        yield Got(CLEAN_RUMDL, LAUNCHER, Spread.of(figures), *_spreads(costs[0]), Spread.of([one.cpu for one in rumdl]))


def many_broken(bench: Bench) -> Iterator[Got]:
    """Measure many broken files: beside rumdl, and with two workers."""
    folder = bench.maker.many(bench.count, broken=True)
    check = (*bench.first, *OURS.check)
    single = Call((*check, *bench.jobs(1)), folder, codes=(_FOUND,))
    double = [Call((*check, *bench.jobs(2)), folder, codes=(_FOUND,))] if bench.has_jobs else []
    rumdl = _rumdl(bench, folder)
    costs = alternate([single, *double, *rumdl], bench.large_runs, bench.environment, warm=False)
    for theirs in costs[1 + len(double) :]:
        yield _ratio(BROKEN_RUMDL, LAUNCHER, costs[0], [one.cpu for one in theirs])
    for faster in costs[1 : 1 + len(double)]:
        figures = [one.wall / two.wall for one, two in zip(costs[0], faster, strict=True)]
        yield Got(WORKERS, LAUNCHER, Spread.of(figures), *_spreads(faster), Spread.of([one.cpu for one in costs[0]]))


def memory(bench: Bench) -> Iterator[Got]:
    """Measure the memory that many files take, as session-lint is called without a word about workers."""
    for goal, broken in ((MEMORY_CLEAN, False), (MEMORY_BROKEN, True)):
        folder = bench.maker.many(bench.count, broken=broken)
        call = Call((*bench.first, *OURS.check), folder, codes=(_FOUND,) if broken else (0,))
        yield Got(goal, LAUNCHER, Spread.of([peak_memory(call, bench.environment)]))


def _rumdl(bench: Bench, folder: Path) -> list[Call]:
    if bench.rumdl is None:
        return []
    return [Call((bench.rumdl, *RUMDL.check, *RUMDL.paths(folder)), folder, codes=(0, _FOUND))]


def _spreads(costs: list[Cost]) -> tuple[Spread, Spread]:
    return Spread.of([one.cpu for one in costs]), Spread.of([one.wall for one in costs])


def _ratio(goal: Goal, by: str, taken: list[Cost], below: list[float]) -> Got:
    """Compare our CPU with that of the same rounds."""
    figures = [one.cpu / base for one, base in zip(taken, below, strict=True)]
    return Got(goal, by, Spread.of(figures), *_spreads(taken), Spread.of(below))


ONE = Goal("one clean file, no git / `python -c pass`", 1.35, 1.15)
CHANGED = Goal(
    "one clean changed file among 20 in a git repository / `python -c pass` and one `git cat-file`", 1.5, 1.25
)
ONE_BROKEN = Goal("one broken file / `python -c pass`", 9, 5)
HOOK = Goal("`hook` after an edit of a clean session / `python -c pass`", 2, 1.5)
MANY_CLEAN = Goal("10,000 clean files, one core / a Python that reads and hashes them", 6, 3.5)
CLEAN_RUMDL = Goal("CPU of rumdl / ours, 10,000 clean files", 6, 9, more=True)
BROKEN_RUMDL = Goal("our CPU / that of rumdl, 10,000 broken files", 1.5, 1)
WORKERS = Goal("speed-up with two workers, 10,000 broken files", 1.6, 1.8, more=True)
MEMORY_CLEAN = Goal("peak memory, 10,000 clean files", 150, 80, "MB")
MEMORY_BROKEN = Goal("peak memory, 10,000 broken files", 150, 80, "MB")
GOALS = (ONE, CHANGED, ONE_BROKEN, HOOK, MANY_CLEAN, CLEAN_RUMDL, BROKEN_RUMDL, WORKERS, MEMORY_CLEAN, MEMORY_BROKEN)
"""All measures, in the order of the table."""

MEASURES: Mapping[str, Callable[[Bench], Iterator[Got]]] = {
    "one": lambda bench: small(bench, "one"),
    "changed": lambda bench: small(bench, "changed"),
    "one-broken": lambda bench: small(bench, "one-broken"),
    "hook": lambda bench: small(bench, "hook"),
    "many-clean": many_clean,
    "many-broken": many_broken,
    "memory": memory,
}
"""What takes them, by the name that `--only` knows."""

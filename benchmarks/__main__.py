"""Measures session-lint, and prints what was found.

    python -m benchmarks                 all of it, with the peers; some ten minutes
    python -m benchmarks --quick --here  a look whether all of it works, in a minute
    python -m benchmarks --write         fill `docs/performance.md` and its picture, too

Ratios are of CPU (user and system, children included), between runs of the same round: what is compared runs in turn.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import comparing, environments, instructions, measure, page, results, trials
from .corpora import Maker
from .goals import MEASURES, Bench, Got, prove_clean
from .mistakes import MARKDOWN, SESSION
from .peers import OURS, PEERS, RUMDL, Peer
from .results import Results

_SEED = 20251204
_PARTS = (*MEASURES, "costs", "seen", "instructions")


@dataclass(frozen=True)
class _Sizes:
    """How much is measured.

    Runs of small and of large calls, files of the large ones, files that all linters are compared on, and one of how
    many mistakes is tried.
    """

    runs: int
    large_runs: int
    count: int
    compared: int
    tried: int


_WHOLE = _Sizes(runs=25, large_runs=5, count=10_000, compared=200, tried=1)
_QUICK = _Sizes(runs=2, large_runs=1, count=20, compared=3, tried=8)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the options ask for."""
    options = _options(arguments)
    sizes = _QUICK if options.quick else _WHOLE
    parts = options.only or [part for part in _PARTS if part != "instructions" or options.instructions]
    with tempfile.TemporaryDirectory(prefix="session-lint-benchmarks-") as scratch:
        home = Path(scratch, "home")
        home.mkdir()
        env = measure.environment(home)
        try:
            ours = environments.here() if options.here else environments.ours(options.cache)
            wanted = () if options.no_peers else PEERS if {"costs", "seen"} & {*parts} else (RUMDL,)
            programs = {peer: (found,) for peer in wanted if (found := environments.program(peer, options.cache))}
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"python -m benchmarks: cannot be installed: {error}", file=sys.stderr)
            print("  help: see `--here` and `--no-peers`, which install nothing; and `--cache`", file=sys.stderr)
            return 1
        maker = Maker(Path(scratch), options.seed, datetime.now(UTC).replace(microsecond=0), env)
        rumdl = programs.get(RUMDL, (None,))[0]
        bench = Bench(
            maker, ours, env, rumdl, options.runs or sizes.runs, options.large_runs or sizes.large_runs, sizes.count
        )
        for folder in (maker.one(), maker.repository()):
            prove_clean(bench, folder)
        measured = _measured(bench, {OURS: bench.first, **programs}, parts, sizes)
    print("\n\n".join(page.blocks(measured).values()))
    if options.json:
        options.json.write_text(json.dumps(results.data(measured), indent=2) + "\n", encoding="utf-8")
    if options.write:
        print(f"written: {', '.join(page.write(measured))}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", action="append", choices=_PARTS, metavar="NAME", help=f"one of {', '.join(_PARTS)}; may be repeated"
    )
    parser.add_argument("--instructions", action="store_true", help="count instructions as well, with valgrind")
    parser.add_argument(
        "--quick", action="store_true", help="few runs of few files: says whether it works, not what it costs"
    )
    parser.add_argument(
        "--here", action="store_true", help="measure the session-lint of this environment, as it is installed"
    )
    parser.add_argument("--no-peers", action="store_true", help="install and run nothing but session-lint")
    parser.add_argument("--runs", type=_positive, help=f"runs of each small call ({_WHOLE.runs})")
    parser.add_argument("--large-runs", type=_positive, help=f"runs of each call with many files ({_WHOLE.large_runs})")
    parser.add_argument("--seed", type=int, default=_SEED, help=f"what the corpora are made from ({_SEED})")
    parser.add_argument(
        "--cache", type=Path, default=environments.default_cache(), help="where environments are kept (%(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file")
    parser.add_argument("--write", action="store_true", help="fill docs/performance.md")
    options = parser.parse_args(arguments)
    if options.json and (options.json.is_dir() or not options.json.absolute().parent.is_dir()):
        parser.error(f"argument --json: {options.json} is no place for a file")  # after all is measured is too late
    if options.write and options.quick:
        parser.error("argument --write: a quick run says nothing that the page should")
    return options


def _positive(written: str) -> int:
    number = int(written)
    if number < 1:
        raise argparse.ArgumentTypeError("expected a number from 1")
    return number


def _measured(bench: Bench, programs: dict[Peer, tuple[str, ...]], parts: Sequence[str], sizes: _Sizes) -> Results:
    before = results.load()
    got: list[Got] = []
    for part in (part for part in MEASURES if part in parts):
        _say(part)
        got += MEASURES[part](bench)
    costs: tuple[comparing.Compared, ...] = ()
    seen = None
    if "costs" in parts:
        _say("costs")
        costs = comparing.compare(programs, bench.maker, bench.environment, count=sizes.compared, runs=bench.large_runs)
    if "seen" in parts:
        _say("seen")
        seen = trials.run(programs, bench.maker, bench.environment, (*SESSION, *MARKDOWN)[:: sizes.tried])
    if "instructions" in parts:
        _say("instructions")
    counted = instructions.count(bench) if "instructions" in parts else ()
    absent = tuple(peer.name for peer in PEERS if peer not in programs)
    where = results.machine(bench, bench.maker.now, before)
    return Results(
        where, bench.runs, bench.large_runs, bench.count, tuple(parts), tuple(got), costs, seen, counted, absent
    )


def _say(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

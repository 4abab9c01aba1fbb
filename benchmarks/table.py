"""Writes results as tables in Markdown, padded so that they can be read as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .comparing import Compared
from .goals import GOALS, IMPORTED, LAUNCHER, WORKERS, Goal, Got
from .measure import Spread
from .peers import OURS, Peer
from .results import Results

_NONE = "–"
_TEN = 10  # from here on, two digits say enough
_HUNDRED = 100


def machine(results: Results) -> str:
    """Say where and how it was measured."""
    one = results.machine
    before, after = one.loads
    absent = f" Left out: {', '.join(results.absent)}." if results.absent else ""
    return (
        f"Measured on {one.day}: {one.processor}, {one.cores} cores, {one.system}, {one.python}, {one.git}; load"
        f" average {before:.1f} before and {after:.1f} after. Runs of each call: {results.runs} with one file,"
        f" {results.large_runs} with {results.count:,} files.{absent}"
    )


def goals(results: Results) -> str:
    """Give each measure with what should be reached and what was."""
    rows = []
    for goal in GOALS:
        got = {one.by: one for one in results.got if one.goal == goal}
        sample = got.get(LAUNCHER) or got.get(IMPORTED)
        if sample is None and not results.whole:
            continue
        limits = [_limit(figure, goal.unit, more=goal.more) for figure in (goal.goal, goal.stretch)]
        figures = [_got(got.get(by)) for by in (LAUNCHER, IMPORTED)]
        costs = [_seconds(getattr(sample, key, None)) for key in ("cpu", "base", "wall")]
        rows.append((goal.what, *limits, *(figures if sample else (_absent(goal), _NONE)), *costs))
    head = ("measure", "goal", "stretch", "by the launcher", "by `main()`", "our CPU", "CPU beside it", "our time")
    return table(head, rows)


def costs(compared: Sequence[Compared]) -> str:
    """Give the CPU of each linter on each corpus, and what it is given."""
    corpora = list(dict.fromkeys(one.corpus for one in compared))
    rows = []
    for peer in dict.fromkeys(one.peer for one in compared):
        own = [one for one in compared if one.peer == peer]
        rows.append(
            (_named(peer), *(_seconds(one.cpu) for one in own), *(_seconds(one.wall) for one in own[-1:]), peer.note)
        )
    return table(("linter", *corpora, f"time for {corpora[-1]}", "how"), rows)


def seen(results: Results) -> str:
    """Give what each linter makes of each mistake."""
    trials = results.trials
    if trials is None:
        return ""
    peers = tuple(dict.fromkeys(one.peer for one in trials.results))
    rows = []
    for what in dict.fromkeys(one.mistake.what for one in trials.results):
        cells = {one.peer: one.seen for one in trials.results if one.mistake.what == what}
        rows.append((what, *(cells[peer] for peer in peers)))
    before = ("findings before there is a mistake", *(str(count) for _, count in trials.before))
    return table(("mistake", *(_named(peer) for peer in peers)), [*rows, before])


def instructions(results: Results) -> str:
    """Give the instructions of the small calls."""
    rows = (
        (one.what, one.by or _NONE, f"{one.instructions / 1_000_000:,.1f}", f"{one.ratio:.2f}")
        for one in results.counted
    )
    return table(("call", "by", "million instructions", "/ `python -c pass`"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table in Markdown whose columns are as wide as what is in them."""
    cells = [list(head), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def seconds(value: float) -> str:
    """Give a time with its unit."""
    if value < 1:
        milliseconds = value * 1000
        return f"{milliseconds:.0f} ms" if milliseconds >= _HUNDRED else f"{milliseconds:.1f} ms"
    return f"{value:.1f} s"


def _absent(goal: Goal) -> str:
    """Say why there is no figure: there are no workers, or rumdl is not installed."""
    return "not yet" if goal == WORKERS else "not measured"


def _named(peer: Peer) -> str:
    return f"{peer.name} {peer.version}" if peer != OURS else peer.name


def _seconds(spread: Spread | None) -> str:
    return seconds(spread.median) if spread else _NONE


def _limit(figure: float, unit: str, *, more: bool) -> str:
    sign = "≥" if more else "≤"
    return f"{sign} {figure:g} {unit if unit != 'x' else ''}".rstrip()


def _got(got: Got | None) -> str:
    """Give the figure, the quarters around it, and what it reaches."""
    if got is None:
        return _NONE
    digits = 0 if got.goal.unit != "x" else 1 if got.figure.median >= _TEN else 2
    low, median, high = (f"{one:.{digits}f}" for one in (got.figure.low, got.figure.median, got.figure.high))
    spread = f" ({low}–{high})" if low != high else ""
    unit = f" {got.goal.unit}" if got.goal.unit != "x" else ""
    return f"{median}{unit}{spread}: {got.goal.reached(got.figure.median)}"

"""Draws what the linters cost as an SVG, by hand: the same figures give the same bytes, and no library is needed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from .comparing import Compared
from .peers import OURS
from .table import seconds

_WIDTH, _LEFT, _RIGHT = 760, 150, 70
_ROW, _HEAD, _FOOT = 26, 46, 34

# A card with a background of its own: a viewer may show a picture in another scheme than the page around it.
_STYLE = """\
  <style>
    svg { font: 13px system-ui, sans-serif; fill: #24292f; }
    .card { fill: #ffffff; stroke: #d0d7de; }
    .grid { stroke: #d8dee4; }
    .title { font-weight: 600; }
    .small { font-size: 11px; fill: #57606a; }
    .figure { font-size: 11px; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
    .dot { fill: #6e7781; }
    .ours { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      svg { fill: #e6edf3; }
      .card { fill: #161b22; stroke: #30363d; }
      .grid { stroke: #30363d; }
      .small { fill: #9198a1; }
      .figure { stroke: #161b22; }
      .dot { fill: #9198a1; }
      .ours { fill: #58a6ff; }
    }
  </style>
"""


@dataclass(frozen=True)
class _Scale:
    """A logarithmic scale over whole powers of ten, in seconds."""

    first: int
    last: int

    @classmethod
    def over(cls, figures: Sequence[float]) -> _Scale:
        first = math.floor(math.log10(min(figures)))
        return cls(first, max(first + 1, math.ceil(math.log10(max(figures)))))

    def x(self, figure: float) -> float:
        share = (math.log10(figure) - self.first) / (self.last - self.first)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def svg(compared: Sequence[Compared]) -> str:
    """Give a picture: a panel for each corpus, a row for each linter, a dot at its CPU, the fastest first."""
    panels: list[str] = []
    y = 8
    for corpus in dict.fromkeys(one.corpus for one in compared):
        rows = sorted((one for one in compared if one.corpus == corpus), key=lambda one: one.cpu.median)
        panels.extend(_panel(corpus, rows, y))
        y += _HEAD + _ROW * len(rows) + _FOOT
    label = f"CPU of {len({one.peer for one in compared})} linters on session files"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" width="{_WIDTH}" height="{y}"'
        f' role="img" aria-label="{escape(label)}">\n{_STYLE}'
        f'  <rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{y - 1}" rx="6"/>\n'
        + "".join(f"  {line}\n" for line in panels)
        + "</svg>\n"
    )


def _panel(corpus: str, rows: Sequence[Compared], top: int) -> Iterator[str]:
    scale = _Scale.over([one.cpu.median for one in rows])
    bottom = top + _HEAD + _ROW * len(rows)
    yield _text(
        16,
        top + 22,
        f"{corpus} {'file' if corpus.startswith('1 ') else 'files'} of 4 KB: CPU, on a logarithmic scale",
        "title",
    )
    for power in range(scale.first, scale.last + 1):
        x = scale.x(10.0**power)
        yield f'<line class="grid" x1="{x}" y1="{top + _HEAD - 8}" x2="{x}" y2="{bottom - 4}"/>'
        yield _text(x, bottom + 12, _power(power), "small", "middle")
    for number, one in enumerate(rows):
        y = top + _HEAD + _ROW * number + 10
        kind = "ours" if one.peer == OURS else "dot"
        yield _text(_LEFT - 14, y + 4, one.peer.name, "title" if kind == "ours" else "", "end")
        yield f'<circle class="{kind}" cx="{scale.x(one.cpu.median)}" cy="{y}" r="5"/>'
        yield _text(scale.x(one.cpu.median) + 11, y + 4, seconds(one.cpu.median), "figure")


def _power(power: int) -> str:
    return f"{10**power} s" if power >= 0 else f"{10.0 ** (power + 3):g} ms"


def _text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'

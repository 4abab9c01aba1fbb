"""Fills `docs/performance.md`: what stands between two markers is what a run has found."""

from __future__ import annotations

import re
from pathlib import Path

from . import plot, table
from .results import Results

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURE = "performance.md", "performance.svg"
BLOCKS = ("machine", "goals", "costs", "seen", "instructions")
"""The names of the markers, each once in the page."""


def blocks(results: Results) -> dict[str, str]:
    """Give what was measured as text, by the name of its markers."""
    made = {
        "machine": table.machine(results),
        "goals": table.goals(results) if results.got else "",
        "costs": table.costs(results.compared) if results.compared else "",
        "seen": table.seen(results),
        "instructions": table.instructions(results) if results.counted else "",
    }
    return {name: text for name, text in made.items() if text}


def fill(text: str, made: dict[str, str]) -> str:
    """Give the page with blocks in it. Raises ValueError when it has no place for one."""
    for name, block in made.items():
        place = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
        text, count = place.subn(lambda found, block=block: f"{found[1]}{block}\n{found[2]}", text)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"the page has {count} places for `{name}`; expected one")
    return text


def write(results: Results, folder: Path = DOCS) -> list[str]:
    """Fill the page, draw the picture, and give the names of what was written."""
    path = folder / PAGE
    made = blocks(results)
    if not results.whole:  # half of a table would be worse than the last one
        made = {name: text for name, text in made.items() if name not in {"machine", "goals"}}
    path.write_text(fill(path.read_text(encoding="utf-8"), made), encoding="utf-8", newline="\n")
    if not results.compared:
        return [PAGE]
    (folder / PICTURE).write_text(plot.svg(results.compared), encoding="utf-8", newline="\n")
    return [PAGE, PICTURE]

"""Text in the columns of a terminal: how wide it is, and how it is cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

CUT = "…"

_NARROWEST = 12  # columns of a cell that is cut


def columns(character: str) -> int:
    """Count the columns of a character in a terminal (Unicode Standard Annex 11)."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0  # it joins what stands before it; U+1160 to U+11FF are the vowels and finals of Hangul
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def width(text: str) -> int:
    """Count the columns of a text without control characters."""
    return len(text) if text.isascii() else sum(map(columns, text))


def fitted(text: str, room: int) -> str:
    """Give a text that takes exactly so many columns: cut, with a mark where it was, or filled with blanks."""
    missing = room - width(text)
    if missing >= 0:
        return text + " " * missing
    kept, used = [], len(CUT)
    for character in text:
        used += columns(character)
        if used > room:
            break
        kept.append(character)
    short = "".join(kept).rstrip() + CUT
    return short + " " * (room - width(short))


def narrowest(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Count the columns below which a table cannot be cut."""
    return sum(min(widest, _NARROWEST) for widest in _widths(head, rows)) + _gaps(head)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], room: int | None = None) -> list[str]:
    """Give lines of cells in columns, the head first; `room` is how wide they may be, the widest being cut."""
    widths = _widths(head, rows)
    while room is not None and sum(widths) + _gaps(head) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    lines = ("  ".join(fitted(cell, size) for cell, size in zip(row, widths, strict=True)) for row in (head, *rows))
    return [line.rstrip() for line in lines]


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(width, cells)) for cells in zip(head, *rows, strict=True)]


def _gaps(head: Sequence[str]) -> int:
    return 2 * (len(head) - 1)

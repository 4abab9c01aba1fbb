"""The marks that git leaves in a file when a merge must be resolved by hand.

Format: git-merge(1), "HOW CONFLICTS ARE PRESENTED"; seven marks, and a blank before a label. `|||||||` stands before
the common ancestor in the styles `diff3` and `zdiff3`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from .regex import regex
from .text import BOM, LineIndex, Span
from .values import dataclass

_OPENING = "<<<<<<<"
_MARK = regex(r"(?:<{7}|>{7}|\|{7})(?:[ \t].*)?|={7}[ \t]*", re.DOTALL)


@dataclass(frozen=True)
class Conflict:
    """A stretch of which two versions stand in the file: the lines of its marks, `base` with the common ancestor."""

    opening: Span
    base: Span | None
    separator: Span
    closing: Span


def read(text: str, lines: LineIndex, code: tuple[Span, ...] = ()) -> tuple[Conflict, ...]:
    """Find the conflicts that begin outside of `code`, which is in order. Costs one search where there are none."""
    return tuple(_conflicts(text, lines, code)) if _OPENING in text else ()


def _conflicts(text: str, lines: LineIndex, code: tuple[Span, ...]) -> Iterator[Conflict]:
    opening = base = separator = None
    for sign, span in _marks(text, lines):
        if sign == "<":
            opening, base, separator = (None if _inside(code, span.start) else span), None, None
        elif opening is None:
            continue
        elif sign == "|" and separator is None:
            base = base or span
        elif sign == "=":  # a later one may underline a heading
            separator = separator or span
        elif sign == ">" and separator is not None:
            yield Conflict(opening, base, separator, span)
            opening = None


def _marks(text: str, lines: LineIndex) -> Iterator[tuple[str, Span]]:
    for number, start in enumerate(lines.starts, 1):
        start += number == 1 and text.startswith(BOM)  # noqa: PLW2901
        if text[start : start + 1] in ("<", "|", "=", ">"):
            span = Span(start, lines.line_span(number).end)
            if _MARK.fullmatch(text, span.start, span.end):
                yield text[start], span


def _inside(spans: tuple[Span, ...], offset: int) -> bool:
    at = bisect_left(spans, Span(offset + 1, 0)) - 1
    return at >= 0 and spans[at].start <= offset < spans[at].end

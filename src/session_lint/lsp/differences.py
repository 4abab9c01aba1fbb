"""What must be replaced in a text to make it another one: a few places, so that a cursor elsewhere stays. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from ..text import Span, lines_of

_MOST_LINES = 2000  # `difflib` is quadratic


def between(before: str, after: str) -> tuple[tuple[Span, str], ...]:
    """Give the spans of a text and what stands there in the other one, in order and apart."""
    old, new = lines_of(before), lines_of(after)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    offset = sum(map(len, old[:first]))
    old, new = old[first : len(old) - last], new[first : len(new) - last]
    if not old and not new:
        return ()
    if max(len(old), len(new)) > _MOST_LINES:
        return (_trimmed(offset, "".join(old), "".join(new)),)
    starts = [offset]
    for line in old:
        starts.append(starts[-1] + len(line))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return tuple(
        _trimmed(starts[first], "".join(old[first:last]), "".join(new[begin:end]))
        for tag, first, last, begin, end in codes
        if tag != "equal"
    )


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _trimmed(offset: int, old: str, new: str) -> tuple[Span, str]:
    """Leave out what both begin with and end with; no line break is taken apart."""
    first = _common(old, new)
    if first and old[first - 1] == "\r" and "\n" in (old[first : first + 1], new[first : first + 1]):
        first -= 1
    last = _common(old[first:][::-1], new[first:][::-1])
    if last and old[-last] == "\n" and "\r" in (old[: len(old) - last][-1:], new[: len(new) - last][-1:]):
        last -= 1
    return Span(offset + first, offset + len(old) - last), new[first : len(new) - last]

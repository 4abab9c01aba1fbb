"""A line of a text with carets under a span, cut to the width of a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import BOM, LineIndex, Span, printable
from ..values import dataclass
from .cells import CUT, columns
from .model import HASH, LOG_COMMAND

_TAB = 4
_LEAST = 20  # columns of text that even the narrowest terminal gets


@dataclass(frozen=True)
class Frame:
    """A row and its text, the carets that go under it, and the text of the row above, empty when it says nothing."""

    row: int
    text: str
    carets: str
    above: str


@dataclass(frozen=True)
class _Cells:
    """A text as a terminal shows it: a piece for each code point; the columns where they begin and the last ends."""

    pieces: Sequence[str]
    edges: Sequence[int]


def frame(lines: LineIndex, span: Span, width: int) -> Frame:
    """Give the first row of a span with its carets, in at most `width` columns; `...` says that the span goes on."""
    row = lines.row(span.start)
    line = lines.line_span(row)
    goes_on = span.end > line.end
    room = max(width - len("..." if goes_on else "^"), _LEAST)
    hidden = _hidden(lines, row)
    # A span may begin between the two characters of a line break.
    start, end = (max(min(offset, line.end) - line.start - hidden, 0) for offset in (span.start, span.end))
    text, carets = _marked(lines.line(row)[hidden:], start, end, room)
    above = _marked(lines.line(row - 1)[_hidden(lines, row - 1) :], 0, 0, room)[0] if row > 1 else ""
    return Frame(row, text, carets + ("..." if goes_on else ""), above)


def _hidden(lines: LineIndex, row: int) -> int:
    """Count the characters at the beginning of a row that are not shown: a byte order mark."""
    return int(row == 1 and lines.text.startswith(BOM))


def _marked(text: str, start: int, end: int, room: int) -> tuple[str, str]:
    """Give as much of the text as there is room for around a stretch of it, and carets under the stretch."""
    # A line may have 60,000 characters: only those near the stretch are measured.
    low, high = max(start - room, 0), min(start + 4 * room, len(text))
    cells = _cells(text[low:high])
    edges = cells.edges
    first, last = edges[start - low], edges[min(end, high) - low]
    left, right = _window(edges[-1], first, last, room, behind=high < len(text))
    cut_left, cut_right = low > 0 or left > 0, high < len(text) or right < edges[-1]
    shown = [
        number
        for number in range(len(cells.pieces))
        if edges[number] >= left + cut_left and edges[number + 1] <= right - cut_right
    ]
    begin, stop = (edges[shown[0]], edges[shown[-1] + 1]) if shown else (first, first)
    before = min(max(first, begin), stop) - begin + cut_left
    length = max(min(last, stop) - max(first, begin), 1)
    body = "".join(cells.pieces[number] for number in shown)
    line = (CUT if cut_left else "") + body + (CUT if cut_right else "")
    return line.rstrip(), " " * before + "^" * length


def _window(total: int, first: int, last: int, room: int, *, behind: bool) -> tuple[int, int]:
    """Give the columns to show of a line; `first` to `last` in the middle when they do not fit with its beginning."""
    if total <= room and not behind:
        return 0, total
    if last < room:
        return 0, room
    left = max(first - max((room - (last - first)) // 2, room // 4), 0)
    if not behind:
        left = min(left, total - room)
    return left, left + room


def _cells(text: str) -> _Cells:
    if text.isascii() and text.isprintable() and "#" not in text:
        return _Cells(text, range(len(text) + 1))
    commands = {match.start() for match in LOG_COMMAND.finditer(text)}
    pieces: list[str] = []
    edges = [0]
    for number, character in enumerate(text):
        if character == "\t":
            piece = " " * (_TAB - edges[-1] % _TAB)
        else:
            piece = HASH if number in commands else printable(character)
        pieces.append(piece)
        edges.append(edges[-1] + (columns(character) if piece == character else len(piece)))
    return _Cells(tuple(pieces), tuple(edges))

"""A text as the editor has it: its positions, in the units that were agreed on, and its line ends. Pure.

Rows and columns count from 0, as the protocol has them. Its lines end as ours do: at LF, CRLF or CR.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ..text import BOM, LineIndex, Span, lines_of
from ..values import dataclass

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"

_HIGH = "\uffff"
_WIDTHS: Mapping[str, tuple[int, int, int, int]] = MappingProxyType(
    {UTF8: (1, 2, 3, 4), UTF16: (1, 1, 1, 2), UTF32: (1, 1, 1, 1)}
)
"""How many units a character takes, by the number of bytes that UTF-8 takes for it."""


@dataclass(frozen=True)
class View:
    """The lines of a text, and how an editor counts in them.

    The editor's text may differ from the file's, which is the one that is judged: `hides_mark` says that it has no byte
    order mark where the file has one, `hides_returns` that it has LF where the file has CRLF. No column and no row is
    another for that but the columns of the first row.
    """

    lines: LineIndex
    encoding: str = UTF16
    hides_mark: bool = False
    hides_returns: bool = False

    def place(self, offset: int) -> tuple[int, int]:
        """Give row and column of an offset; one inside a line break is the end of the line."""
        row = self.lines.row(min(max(offset, 0), len(self.lines.text)))
        span = self._line(row)
        before = self.lines.text[span.start : max(min(offset, span.end), span.start)]
        return row - 1, _units(before, self.encoding)

    def offset(self, row: int, column: int) -> int:
        """Give the offset of a place; behind the end of a line it is that end, inside a character its beginning."""
        if row < 0:
            return self._line(1).start
        if row >= len(self.lines.starts):
            return len(self.lines.text)
        span = self._line(row + 1)
        return span.start + _characters(self.lines.text[span.start : span.end], max(column, 0), self.encoding)

    def _line(self, row: int) -> Span:
        span = self.lines.line_span(row)
        return Span(span.start + len(BOM), span.end) if self.hides_mark and row == 1 else span

    def written(self, text: str) -> str:
        """Give a new text for the editor to put in."""
        return text.replace("\r\n", "\n") if self.hides_returns else text


def changed(view: View, start: tuple[int, int], end: tuple[int, int], text: str) -> str:
    """Give the text of a view with another text between two places."""
    first = view.offset(*start)
    last = max(first, view.offset(*end))
    before = view.lines.text
    return before[:first] + text + before[last:]


class Rows:
    """A text that changes, as its lines: with many changes at once, looking for all lines at each takes too long."""

    def __init__(self, lines: Iterable[str], encoding: str) -> None:
        self._lines = list(lines)
        self._encoding = encoding

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they are now, with their ends."""
        return tuple(self._lines)

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(self._lines)

    def change(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Put another text between two places."""
        # With a line on either side, since CR and LF of two lines may come together, or part.
        first = max(min(start[0], end[0], len(self._lines)) - 1, 0)
        last = max(start[0], end[0], first) + 2
        view = View(LineIndex("".join(self._lines[first:last])), self._encoding)
        after = changed(view, (start[0] - first, start[1]), (end[0] - first, end[1]), text)
        self._lines[first:last] = lines_of(after)


def _units(text: str, encoding: str) -> int:
    if encoding == UTF32 or text.isascii():
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > _HIGH for character in text)


def _characters(line: str, units: int, encoding: str) -> int:
    """Count the characters that lie within so many units from the beginning of a line."""
    if encoding == UTF32 or line.isascii():
        return min(units, len(line))
    widths = _WIDTHS[encoding]
    for number, character in enumerate(line):
        units -= widths[(character > "\x7f") + (character > "\u07ff") + (character > _HIGH)]
        if units < 0:
            return number
    return len(line)

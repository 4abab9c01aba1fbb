"""The rows of a text as git and its kin count them, where a lone CR is a character like any other."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from ..text import Position, Span
from ..values import dataclass


@dataclass(frozen=True)
class Rows:
    """Where the rows of a text begin and end: each ends at LF, and nothing follows the last LF.

    A row is read without its break, as Go's `bufio.Reader.ReadLine` gives the lines of a diff: without LF and one CR
    before it. The last row has no LF in the file, but it has one in the diff, so a CR at its end is left out too.
    """

    text: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each row begins; never empty."""
        starts, at = [0], self.text.find("\n") + 1
        while 0 < at < len(self.text):
            starts.append(at)
            at = self.text.find("\n", at) + 1
        return tuple(starts)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return len(self.starts)

    def row(self, offset: int) -> int:
        """Give the row, from 1, of the character at an offset; the last one for the end of the text."""
        return bisect_right(self.starts, offset)

    def whole(self, row: int) -> Span:
        """Give a row with its break."""
        return Span(self.starts[row - 1], self.starts[row] if row < self.last else len(self.text))

    def content(self, row: int) -> Span:
        """Give a row without its break."""
        start, end = (span := self.whole(row)).start, span.end
        end -= self.text.endswith("\n", start, end)
        return Span(start, end - self.text.endswith("\r", start, end))

    def position(self, offset: int) -> Position:
        """Give the position of an offset, its column in UTF-8 bytes from 1; the row's end for a place in its break."""
        row = self.row(offset)
        span = self.content(row)
        return Position(row, self.width(Span(span.start, min(offset, span.end))) + 1)

    def width(self, span: Span) -> int:
        """Count the bytes of a stretch in UTF-8; a byte order mark has three."""
        return len(self.text[span.start : span.end].encode("utf-8", "surrogatepass"))

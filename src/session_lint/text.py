"""Places in a text, and text that is safe to show.

Offsets count code points from 0 and spans are half open; rows and columns count from 1. A line ends at LF, CRLF or CR
and nowhere else: `str.splitlines` also splits at VT, FF, U+0085, U+2028 and others, which editors and YAML do not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add

from .regex import regex
from .secrecy import masked
from .values import dataclass

BOM = "\ufeff"

_BREAK = regex(r"\r\n|\r|\n")
_LINE = regex(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

# What must not reach a terminal, a log or an annotation as it is: C0 and C1 controls, DEL, line and paragraph
# separators, marks that reorder or hide text, surrogates (bytes of a file name that are not UTF-8), tag characters.
UNSAFE = regex(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_SHORT = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a text: code-point offsets, half open."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Position:
    """A place as people count it: row and column from 1; a byte order mark stands in column 0."""

    row: int
    column: int


@dataclass(frozen=True)
class LineIndex:
    """Where the lines of a text begin and end."""

    text: str

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each line begins; never empty."""
        if "\r" in self.text:
            return (0, *[match.end() for match in _BREAK.finditer(self.text)])
        ends = accumulate(map(len, self.text.split("\n")))  # so far, without the breaks
        return (0, *map(add, ends, count(1)))[:-1]

    @cached_property
    def newline(self) -> str:
        """The line end that the text uses first; LF for a text of one line."""
        match = _BREAK.search(self.text)
        return match.group() if match else "\n"

    def row(self, offset: int) -> int:
        """Give the row, from 1, of the line that holds the offset."""
        return bisect_right(self.starts, offset)

    def position(self, offset: int) -> Position:
        """Give the position of an offset, its column in code points."""
        row = self.row(offset)
        return Position(row, offset - self.starts[row - 1] + (0 if self._shifted(row) else 1))

    def utf16_position(self, offset: int) -> Position:
        """Give the position of an offset, its column in UTF-16 code units from 1 (a byte order mark is one)."""
        row = self.row(offset)
        before = self.text[self.starts[row - 1] : offset]
        return Position(row, len(before) + sum(character > "\uffff" for character in before) + 1)

    def utf8_position(self, offset: int) -> Position:
        """Give the position of an offset, its column in UTF-8 bytes from 1 (a byte order mark is three)."""
        row = self.row(offset)
        before = self.text[self.starts[row - 1] : offset]
        return Position(row, len(before.encode("utf-8", "surrogatepass")) + 1)

    def offset(self, position: Position) -> int:
        """Give the offset of a position; a column behind the line's end is the line's end."""
        span = self.line_span(position.row)
        column = position.column if self._shifted(position.row) else position.column - 1
        return min(span.start + max(column, 0), span.end)

    def line_span(self, row: int) -> Span:
        """Give the line in this row without its break."""
        start = self.starts[row - 1]
        end = self.starts[row] if row < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def line(self, row: int) -> str:
        """Give the text of the line in this row without its break."""
        span = self.line_span(row)
        return self.text[span.start : span.end]

    def line_from(self, offset: int) -> str:
        """Give the text from an offset to the end of its line, without the break."""
        return self.text[offset : self.line_span(self.row(offset)).end]

    def _shifted(self, row: int) -> bool:
        return row == 1 and self.text.startswith(BOM)


def lines_of(text: str) -> list[str]:
    """Give the lines of a text, each with the LF, CRLF or CR that ends it."""
    found: list[str] = _LINE.findall(text)
    return found


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 -- how Python carries a byte that is not UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:  # noqa: PLR2004
        return _SHORT.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004


def printable(text: str) -> str:
    r"""Give the text on one line; what could forge or hide output is written as an escape (`\n`, `\x1b`)."""
    return UNSAFE.sub(_escape, text)


def shown(value: object, limit: int = 60) -> str:
    """Give a value from a file as a message quotes it: printable, in backticks, cut after `limit` characters.

    Secrets are masked first: what is left of one after the cut could not be told from other text.
    """
    match value:
        case None:
            text = "null"
        case bool():
            text = "true" if value else "false"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            text = masked(str(value))
    if not text:
        return "empty"
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    quoted = printable(cut).replace("\xa0", r"\xa0")  # a blank that only looks like one
    return f"`` {quoted} ``" if "`" in quoted else f"`{quoted}`"


def closest(word: str, known: tuple[str, ...], distance: int = 2) -> str | None:
    """Give the known word that is fewest edits away, at most `distance`; the first of several."""
    near = [(edits(word, candidate, distance), candidate) for candidate in known]
    best = min(near, key=lambda pair: pair[0], default=(distance + 1, ""))
    return best[1] if best[0] <= distance else None


def edits(left: str, right: str, limit: int) -> int:
    """Count the edits between two words (insert, delete, replace, swap of neighbours), at most `limit` + 1.

    Optimal string alignment, the restricted Damerau-Levenshtein distance.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for row, a in enumerate(left, 1):
        line = [row]
        for column, b in enumerate(right, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and a == right[column - 2] and left[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > limit and (not before or min(last) > limit):
            return limit + 1
        before, last = last, line
    return min(last[-1], limit + 1)


def letters(word: str) -> str:
    """Give a word without what only spells it differently: case, blanks, hyphens, underscores."""
    return "".join(character for character in word.casefold() if character not in " \t-_")


def key_distance(key: str) -> int:
    """Say how many edits away a key may be taken for a slip of this one: long words have room for two."""
    return 2 if len(key) >= 10 else 1  # noqa: PLR2004

"""What a section lists: its items, or its paragraphs where it has no list. Words for "nothing" are no entries."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from .markdown import Heading
from .regex import regex
from .session import Session
from .text import Span
from .values import dataclass

_MARKER = regex(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])(?:[ \t]+|\Z)(?:\[([ xX])\](?:[ \t]+|\Z))?")
_INDENT = regex(r"[ \t>]*")
_BLANK = " \t\r\n\v\f\xa0"
_CELL = _BLANK + "|"
_QUOTE = _BLANK + ">"
_MARKS = _BLANK + "*_~`\"'"
_ENDS = _MARKS + "()[]"
# "None", "N/A (all merged)", "no open blockers at this time". "None of the tests pass" says something.
_NOTHING = regex(
    r"(?:there (?:are|is) )?(?:currently )?"
    r"(?:none|nothing|nil|no|n/?a|no longer blocked|not (?:currently )?blocked|unblocked"
    r"|no(?: (?:active|blocking|current|external|further|known|major|more|new|open|other|outstanding|remaining))*"
    r" (?:blockers?|decisions?|impediments?|issues?))"
    r"(?: (?:applicable|at present|at the moment|at this (?:point|stage|time)|blocking|blocks|currently|for now|found"
    r"|identified|is blocking|known|left|made|needed|now|recorded|remain|remaining|reported|right now|so far"
    r"|to report|today|us|yet))*"
    r"(?: (?:as of|for)\b.*|[*_]*[ \t]*(?:[.,;:!|(\[\u2013\u2014-].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_STILL = regex(r"\b(?:although|apart|besides|but|except|however|only|still|unless|until|waiting)\b", re.IGNORECASE)
# What the format's template has in these places; `section-placeholder` tells of it.
_TEMPLATE = ("Current blocker (if any)", "**Decision**: What was decided", "**Rationale**: Why")
# A separator, and what begins behind it: "API key (resolved by ops)", "API key -> fixed", "Resolved: API key".
_PARTS = regex(r"[|(\[:;\u2013\u2014\u2192]|[ \t]-+>?[ \t]")
_SETTLED = regex(
    r"(?:(?:already|now|since) )?(?:(?:resolved|unblocked|cleared|fixed|solved|not blocking|non-blocking)\b"
    r"(?! (?:after|before|if|once|until|when)\b)|(?:closed|done)\Z)",
    re.IGNORECASE,
)
# "All resolved.", "All blockers have been cleared".
_ALL_SETTLED = regex(
    r"(?:all|everything)(?: (?:of (?:them|these)|(?:\w+ )?(?:blockers?|impediments?|issues?)))?"
    r"(?: (?:are|has|have|is|were))?(?: been)?(?: now)? (?:cleared|closed|done|fixed|gone|resolved|solved|unblocked)"
    r"(?! (?:after|before|if|once|until|when)\b)\b",
    re.IGNORECASE,
)
_TICKS = ("\u2705", "\u2714", "\u2713", "\u2611", "~~")


@dataclass(frozen=True)
class Entry:
    """An item of a list without those below it, a paragraph, or a row of a table: its first line, and where that is."""

    text: str
    span: Span
    ticked: bool = False

    @property
    def settled(self) -> bool:
        """Whether it says itself that it is over: ticked, struck out, or called resolved."""
        if self.ticked or self.text.startswith(_TICKS):
            return True
        if _ALL_SETTLED.match(self.text.strip(_MARKS)):
            return not _STILL.search(self.text)
        return any(_SETTLED.match(part.strip(_ENDS)) for part in _PARTS.split(self.text))


def parts(session: Session, span: Span) -> tuple[tuple[Heading | None, Span], ...]:
    """Give a section's parts: what comes before its first sub-heading, then each sub-heading with what follows it."""
    headings = session.body.headings
    first, last = (bisect_left(headings, at, key=lambda heading: heading.line.start) for at in (span.start, span.end))
    inside = headings[first:last]
    starts = [span.start, *(heading.line.end for heading in inside)]
    ends = [*(heading.line.start for heading in inside), span.end]
    bodies = (Span(start, end) for start, end in zip(starts, ends, strict=True))
    return tuple(zip((None, *inside), bodies, strict=True))


def entries(session: Session, span: Span) -> tuple[Entry, ...]:
    """Give the entries in a part of the body that has no sub-headings."""
    items = session.body.items
    lines = [session.lines.row(at) for at in items[bisect_left(items, span.start) : bisect_left(items, span.end)]]
    found = list(_items(session, lines) if lines else _paragraphs(session, span))
    return tuple(entry for entry in found if not says_nothing(entry.text))


def whole(session: Session, text: str, start: int) -> str:
    """Give a text that begins at an offset with the further lines of its paragraph, as one line; of a table the row."""
    paragraphs = session.body.paragraphs
    at = bisect_right(paragraphs, start, key=lambda span: span.start) - 1
    if at < 0 or paragraphs[at].end <= start or session.lines.line(session.lines.row(start)).lstrip(_QUOTE)[:1] == "|":
        return text
    first, *more = session.body.prose(session.text, Span(start, paragraphs[at].end)).split("\n")
    return " ".join(
        line for line in (first.rstrip(_BLANK), *(one.lstrip(_QUOTE).rstrip(_BLANK) for one in more)) if line
    )


def says_nothing(text: str) -> bool:
    """Say whether a text is a word for "nothing", has no word at all, or is the template's."""
    bare = text.strip(_ENDS)
    if text in _TEMPLATE or not any(character.isalnum() for character in bare):
        return True
    return _NOTHING.fullmatch(bare) is not None and not _STILL.search(bare)


def _items(session: Session, rows: list[int]) -> Iterator[Entry]:
    first = _indent(session.lines.line(rows[0]))
    for row in rows:
        line = session.lines.line(row)
        marker = _MARKER.match(line)
        if marker and _indent(line) <= first + 1:  # two more columns make an item one of another
            yield _entry(session, row, marker.end(), ticked=marker[1] in ("x", "X"))


def _paragraphs(session: Session, span: Span) -> Iterator[Entry]:
    """Yield the first line of each paragraph; of a table each row but the head."""
    before = ""  # the line above, when it is of the same paragraph
    for row in range(session.lines.row(span.start), session.lines.row(max(span.start, span.end - 1)) + 1):
        line = session.lines.line(row)
        column = len(line) - len(line.lstrip(_CELL))
        start = session.lines.starts[row - 1] + column
        if not span.start <= start < span.end or not line.strip(_BLANK) or session.body.is_code(start):
            before = ""
            continue
        if before.startswith("|") if line.lstrip(_BLANK).startswith("|") else not before:
            yield _entry(session, row, column)
        before = line.lstrip(_BLANK)


def _entry(session: Session, row: int, column: int, *, ticked: bool = False) -> Entry:
    """Make an entry of a line from this column (from 0) on; a comment behind it is not part of it."""
    text = session.lines.line(row)[column:].partition("<!--")[0].rstrip(_CELL)
    start = session.lines.starts[row - 1] + column
    return Entry(text, Span(start, start + len(text)), ticked)


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return len(match[0].expandtabs(4)) if match else 0

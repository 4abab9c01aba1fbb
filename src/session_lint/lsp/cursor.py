"""Where in the front matter somebody is writing: what may stand at an offset of a block that need not be YAML yet."""

from __future__ import annotations

from collections.abc import Iterator

from .. import yaml_comments
from ..profile import Path
from ..regex import regex
from ..session import Session
from ..text import Span
from ..values import dataclass
from . import block
from .block import Key, Level, Line

_TYPED = regex(r"[^\W\d][\w.-]*")
_HEADING = regex(r"#{1,6}[ \t]")
_INDENTATION = 2
_MOST_ROWS = 1000  # of a block that is not closed yet, where all the rest may be prose


@dataclass(frozen=True)
class KeyPlace:
    """A place for a key of the mapping at `path`. `span` is what is typed of it, `column` where it begins, from 0.

    `taken` are the other keys of the mapping. `colon`: one follows already. `holds` is what stands below and would
    become its value: `object`, `array`, or empty. `unit` is the width of an indentation. `item`: it is the first of an
    item of a list, which may as well be a plain value.
    """

    path: Path
    span: Span
    column: int
    taken: tuple[str, ...] = ()
    colon: bool = False
    holds: str = ""
    unit: int = _INDENTATION
    item: bool = False


@dataclass(frozen=True)
class ItemPlace:
    """A place on a line of its own for a new item of the list at `path`, which begins at a column, from 0."""

    path: Path
    span: Span
    column: int
    unit: int = _INDENTATION


@dataclass(frozen=True)
class ValuePlace:
    """A place for a value on one line. `span` is what stands there, quotes included; `glued`: a blank is missing."""

    path: Path
    span: Span
    glued: bool = False


Place = KeyPlace | ItemPlace | ValuePlace


def block_rows(session: Session) -> range:
    """Give the rows between the `---` lines; of a block that is not closed yet those that may be meant."""
    front, lines = session.front, session.lines
    if front.span is None:
        return range(0)
    if front.body > front.content.end:  # closed: the line that closes it lies between
        return range(2, lines.row(front.content.end))
    end, most = 2, min(len(lines.starts), _MOST_ROWS)
    while end <= most and not (_HEADING.match(lines.line(end)) and not lines.line(end - 1).strip()):
        end += 1
    return range(2, end)


def find(session: Session, offset: int) -> tuple[Place, ...]:
    """Give what may be written at an offset of the front matter: mostly nothing, or one thing. Never raises."""
    rows = block_rows(session)
    row = session.lines.row(offset)
    if row not in rows or offset > session.lines.line_span(row).end:
        return ()
    return tuple(_Finder(session, rows, row, offset - session.lines.starts[row - 1]).places())


class _Finder:
    """Looks at the line of the cursor, and reads the block around it."""

    def __init__(self, session: Session, rows: range, row: int, column: int) -> None:
        self.session, self.rows, self.row, self.column = session, rows, row, column
        self.start = session.lines.starts[row - 1]
        self.text = session.lines.line(row)
        self.line = block.read(self.text)
        self.unit = _INDENTATION

    def places(self) -> Iterator[Place]:
        """Yield what may be written at the cursor."""
        line, bare = self.line, self.line.bare.rstrip(" \t")
        if "\t" in self.text[: line.rest] + line.bare[:1] or bare.startswith("#"):
            return
        if line.key is not None and line.rest <= self.column <= line.key_span.end:
            yield from self.key(line, line.key_span, colon=True)
        elif line.key is not None:
            yield from self.value(line)
        elif _TYPED.fullmatch(bare) and line.rest <= self.column <= line.rest + len(bare):
            typed = Span(line.rest, line.rest + len(bare))
            yield from self.key(_key(line.dashes, bare, typed), typed, colon=False)
        elif not bare and (not line.dashes or self.column > line.dashes[-1] + 1):
            here = Span(self.column, self.column)
            yield from self.key(_key(line.dashes, "", here), here, colon=False)
            yield from () if line.dashes else self.item()

    def key(self, line: Line, typed: Span, *, colon: bool) -> Iterator[Place]:
        """Yield the place of a key, or of what is typed of one."""
        found = self.read(line)
        if found is None or found[1].spills:
            return
        level, key = found
        holds = "" if key.child is None or colon else "array" if key.child.is_list else "object"
        if holds and typed.start == typed.end:  # it would take away what belongs to the key above
            return
        others = tuple(other.name for other in level.keys if other is not key)
        item = bool(line.dashes) and not others and not colon and not holds
        yield KeyPlace(level.path, self.span(typed), typed.start, others, colon, holds, self.unit, item)

    def item(self) -> Iterator[Place]:
        """Yield the place of an item."""
        found = self.read(Line((self.column,), self.column + 2, ""))
        if found and found[1].child is None and not found[1].spills:
            yield ItemPlace(found[0].path, self.span(Span(self.column, self.column)), self.column, self.unit)

    def value(self, line: Line) -> Iterator[Place]:
        """Yield the place of a value behind its key."""
        value, after = line.value, line.colon + 1
        if value.start == value.end:
            if self.column < after or self.text[after : self.column].strip(" \t"):
                return
            value = Span(self.column, self.column)
        if not after <= self.column <= value.end or self.text[value.end :].startswith("#"):
            return
        found = None if line.written[:1] in tuple("&!*|>[{") else self.read(line)
        if found and found[1].child is None and not found[1].spills:
            span = Span(min(self.column, value.start), value.end)
            yield ValuePlace((*found[0].path, line.key or ""), self.span(span), glued=span.start == after)

    def span(self, columns: Span) -> Span:
        """Give columns of the line as a span of the text."""
        return Span(self.start + columns.start, self.start + columns.end)

    def read(self, line: Line) -> tuple[Level, Key] | None:
        """Read the block with something else in the line of the cursor; gives its last key or item in what holds it."""
        session, reader = self.session, block.Reader()
        within = _within_scalars(session)
        found: tuple[Level, Key] | None = None
        passed: int | None = None
        for row in self.rows:
            here = row == self.row
            if row in within and here:
                return None
            one = line if here else block.read(session.lines.line(row))
            if row in within or (one.silent and not here):
                continue
            if passed is not None and one.first > passed:
                if here:
                    return None
                continue
            taken = reader.take(one)
            passed = one.owner if one.runs_on else None
            if here:
                if taken is None:
                    return None
                found = taken
        self.unit = reader.unit or _INDENTATION
        return None if found is None or found[0].broken else found


def _key(dashes: tuple[int, ...], name: str, typed: Span) -> Line:
    """Give a line with a key, as it would be with its colon."""
    return Line(dashes, typed.start, f"{name}:", name, typed, typed.end, Span(typed.end + 1, typed.end + 1))


def _within_scalars(session: Session) -> set[int]:
    """Give the rows on which a text goes on that began further up, as far as the block can be read."""
    groups = set(yaml_comments.logical_rows(session.front, session.lines).values())
    return {row for first, last in groups for row in range(first + 1, last + 1)}

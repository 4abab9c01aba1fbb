"""The lines of YAML in block style, without a parser: half-written front matter seldom parses.

What begins on a line and runs on over others (a text, a flow collection) is passed over.
"""

from __future__ import annotations

from ..profile import Path
from ..regex import regex
from ..text import Span
from ..values import dataclass, field
from ..yaml.events import MAX_DEPTH

_QUOTED_KEY = regex(r"""(?:"([^"\\]*)"|'([^']*)')[ \t]*:(?=[ \t]|\Z)""")
_COLON = regex(r":(?=[ \t]|\Z)")
_NOT_PLAIN = tuple("[]{}#&*!|>%@`?\"',")
_QUOTED = regex(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^']|'')*'""")
_COMMENT = regex(r"(?:\A|[ \t])#")
_PROPERTY = regex(r"[&!][^ \t]*")
_CLOSING = {"[": "]", "{": "}"}
_NOWHERE = Span(0, 0)


@dataclass(frozen=True)
class Line:
    """A line of block style. Places are columns, from 0: those of its dashes, and where the rest begins.

    `bare` is what stands there; `key` its key, if it has one, and `value` the place of what stands behind the colon,
    empty at the end of the line where nothing does.
    """

    dashes: tuple[int, ...]
    rest: int
    bare: str
    key: str | None = None
    key_span: Span = _NOWHERE
    colon: int = 0
    value: Span = _NOWHERE

    @property
    def first(self) -> int:
        """The column where the line begins."""
        return self.dashes[0] if self.dashes else self.rest

    @property
    def silent(self) -> bool:
        """Whether it holds nothing but blanks and a comment."""
        return not self.dashes and (not self.bare.strip(" \t") or self.bare.startswith("#"))

    @property
    def written(self) -> str:
        """What stands as the value of its key, or of its last dash."""
        if self.key is None:
            return self.bare
        return self.bare[self.value.start - self.rest : self.value.end - self.rest]

    @property
    def owner(self) -> int | None:
        """The column than which all lines are deeper that belong to its value."""
        return self.rest if self.key is not None else self.dashes[-1] if self.dashes else None

    @property
    def runs_on(self) -> bool:
        """Whether deeper lines that follow are no lines of their own."""
        written = self.written.rstrip(" \t")
        return written[:1] in ("|", ">") or (written[:1] in _CLOSING and written[-1] != _CLOSING[written[0]])


def read(text: str) -> Line:
    """Take a line apart."""
    at = _skip(text, 0, " ")
    dashes = []
    while text[at : at + 1] == "-" and text[at + 1 : at + 2] in ("", " "):
        dashes.append(at)
        at = _skip(text, at + 1, " ")
    bare = text[at:]
    name, width, after = _key(bare)
    if name is None:
        return Line(tuple(dashes), at, bare)
    start = _skip(text, at + after, " \t")
    value = Span(start, start + _length(text[start:]))
    if value.start == value.end:
        value = Span(at + after, at + after)
    return Line(tuple(dashes), at, bare, name, Span(at, at + width), at + after - 1, value)


def _skip(text: str, at: int, blanks: str) -> int:
    while text[at : at + 1] and text[at] in blanks:
        at += 1
    return at


def _key(bare: str) -> tuple[str | None, int, int]:
    """Give the key at the beginning of a text, its width as it is written, and what it and its colon take."""
    if quoted := _QUOTED_KEY.match(bare):
        name = quoted[1] if quoted[1] is not None else quoted[2]
        return name, len(name) + 2, quoted.end()
    colon = None if bare.startswith(_NOT_PLAIN) else _COLON.search(bare)
    name = bare[: colon.start()].rstrip(" \t") if colon else ""
    return (name, len(name), colon.end()) if colon and name and not _COMMENT.search(name) else (None, 0, 0)


def _length(value: str) -> int:
    """Give the length of a value without the comment and the blanks behind it."""
    quoted = _QUOTED.match(value)
    if quoted:
        return quoted.end()
    comment = None if value[:1] in ('"', "'") else _COMMENT.search(value)
    return len((value[: comment.start()] if comment else value).rstrip(" \t"))


@dataclass
class Key:
    """A key of a mapping, or an item of a list. `open`: deeper lines belong to it; `spills`: its text runs on there."""

    name: str
    open: bool = True
    child: Level | None = None
    spills: bool = False


@dataclass
class Level:
    """A mapping or list, and what it holds. `broken`: its lines are indented in two ways, so that it is none."""

    column: int
    is_list: bool
    path: Path
    keys: list[Key] = field(default_factory=list)
    broken: bool = False

    def add(self, key: Key) -> Key:
        """Take a key or an item."""
        self.keys.append(key)
        return key


@dataclass
class Reader:
    """Puts lines together to mappings and lists. `unit` is the width of an indentation, as far as one was seen."""

    unit: int = 0
    stack: list[Level] = field(default_factory=lambda: [Level(-1, False, (), [Key("")])])

    def take(self, line: Line) -> tuple[Level, Key] | None:
        """Take a line; gives its last key or item and what holds it, None for a line that goes on with another."""
        found: tuple[Level, Key] | None = None
        for column in line.dashes:
            level = self._enter(column, is_list=True)
            if level is None:
                return None
            found = level, level.add(Key(str(len(level.keys))))
        if line.key is not None:
            level = self._enter(line.rest, is_list=False)
            is_open = not line.written or _PROPERTY.fullmatch(line.written) is not None
            return (level, level.add(Key(line.key, is_open))) if level else None
        if not line.bare.strip(" \t") or line.bare.startswith("#"):
            return found
        if found:
            found[1].open = False
            return found
        while self.stack[-1].column >= line.rest:
            self.stack.pop()
        last = self.stack[-1].keys[-1]
        last.open, last.spills = False, True
        return None

    def _enter(self, column: int, *, is_list: bool) -> Level | None:
        """Give the mapping or list that goes on, or begins, at a column."""
        stack = self.stack
        while stack[-1].column > column or (stack[-1].column == column and stack[-1].is_list and not is_list):
            stack.pop()
        top = stack[-1]
        if top.column == column and top.is_list == is_list:
            return top
        last = top.keys[-1]
        if not last.open or len(stack) > MAX_DEPTH:
            last.spills = True
            return None
        level = Level(column, is_list, () if top.column < 0 else (*top.path, last.name))
        if last.child is not None:
            level.broken = last.child.broken = True
        if not top.is_list and not is_list and top.column >= 0:
            width = column - top.column
            self.unit = min(self.unit or width, width)
        last.child = level
        stack.append(level)
        return level

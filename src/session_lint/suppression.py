"""The ignore comments of a session: what they name and which lines they are about.

    <!-- session-lint: ignore SL304 -- reason -->         alone on its line: the next block; else its own line
    <!-- session-lint: ignore-file stale-in-progress -->  the whole file
    status: done # session-lint: ignore SL201             in the front matter: its line; alone: that of the next entry

Whether a word names a rule is not known here. Text in code is none of this, and reading never raises.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from . import yaml_comments
from .markdown import blocks
from .markdown.blocks import CONTAINER_MARKS, Blocks
from .regex import regex
from .session import Session
from .text import Span
from .values import dataclass, field, replace
from .yaml_comments import Rows

MARK = "session-lint:"
LINES, FILE = "ignore", "ignore-file"

_NAME = MARK.rstrip(":")
# Without the colon only before what can be a rule: "session-lint ignores tables" is talk.
_BEGINNING = (
    rf"{_NAME}(:|(?=[ \t]+:?[ \t]*(?i:ignore(?:[-_]file)?)[ \t:,]+"
    r"(?:ALL|[A-Za-z]+[0-9]+|[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)+)(?![\w-])))"
)
_OPENING = regex(rf"<!--[ \t\r\n]*{_BEGINNING}")
_HASH = regex(rf"#+[ \t]*{_BEGINNING}")
_VERB = regex(r"[\s,;:]*((?:(?!--)[^\s,;:])+)[\s:]*")
_TOKEN = regex(r"--[^\s,;]*|(?:(?!--)[^\s,;])+")
_DASHES = ("--", "\u2013", "\u2014")  # people and agents write a dash where we ask for two hyphens
_LIST_MARK = regex(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")


@dataclass(frozen=True)
class Word:
    """A word of a comment."""

    text: str
    span: Span


@dataclass(frozen=True)
class Directive:
    """An ignore comment. `span` is all of it, from `<!--` or `#` to its end; `verb` may be a word that means nothing.

    `own` are the rows that it takes, `target` those that it is about, None for the whole file or none at all. `alone`:
    nothing else stands on its lines. `yaml`: it stands in the front matter. An open comment (not `closed`) does
    nothing, nor does one without the `colon` behind `session-lint`.
    """

    span: Span
    verb: Word
    words: tuple[Word, ...] = ()
    reason: str = ""
    own: Rows = (0, 0)
    target: Rows | None = None
    alone: bool = False
    yaml: bool = False
    closed: bool = True
    colon: bool = True

    @property
    def kind(self) -> str:
        """The verb as we write it."""
        return self.verb.text.lower().replace("_", "-")

    @property
    def whole_file(self) -> bool:
        """Whether it is about the whole file."""
        return self.kind == FILE

    @property
    def rows(self) -> Rows:
        """The rows that it silences if it is not about the whole file: its target, and its own."""
        first, last = self.target or self.own
        return min(first, self.own[0]), max(last, self.own[1])

    @property
    def understood(self) -> bool:
        """Whether it is written as it has to be and its verb means something."""
        return self.closed and self.colon and self.kind in (LINES, FILE)


class Worth(Enum):
    """What came of a word of a directive."""

    USED = "it silenced something, or whether it does is not for the file alone to say"
    UNUSED = "it silenced nothing"
    MISPLACED = "it names rules that are silenced for the whole file only"
    TOO_WIDE = "it means all rules, which only the whole file can be meant by"
    LOCKED = "it names rules that nothing silences"
    UNKNOWN = "it names no rule"


@dataclass(frozen=True)
class Outcome:
    """What came of a directive and its words."""

    directive: Directive
    by_worth: Mapping[Worth, tuple[Word, ...]] = field(default_factory=dict)

    def words(self, worth: Worth) -> tuple[Word, ...]:
        """Give the words of which this came."""
        return self.by_worth.get(worth, ())


@dataclass(frozen=True)
class Ignores:
    """What came of all directives of a session, in the order of the file. `selectors` are the words that name rules."""

    outcomes: tuple[Outcome, ...] = ()
    selectors: tuple[str, ...] = ()


def read(session: Session) -> tuple[Directive, ...]:
    """Read the directives in the order of the file. Costs one search in a text that has none."""
    if _NAME not in session.text or not session.readable:
        return ()
    return (*_in_front(session), *_in_body(session))


def _in_body(session: Session) -> Iterator[Directive]:
    text = session.text
    found = []
    for comment in session.body.comments:
        if opening := _OPENING.match(text, comment.start, comment.end):
            closed = text.endswith("-->", opening.end(), comment.end)
            end = comment.end - 3 if closed else session.lines.line_span(session.lines.row(comment.start)).end
            own = session.lines.row(comment.start), session.lines.row(comment.end - 1)
            one = _parsed(text, comment, opening.end(), end)
            found.append(replace(one, own=own, closed=closed, colon=bool(opening[1])))
    if found:
        layout = _Layout(session, found)
        yield from (replace(one, alone=layout.is_alone(one), target=layout.target(one)) for one in found)


def _parsed(text: str, span: Span, start: int, end: int) -> Directive:
    """Read what stands between the mark and the end of a comment: a verb, words, a reason behind `--`."""
    verb = _VERB.match(text, start, end)
    if verb is None:
        return Directive(span, Word("", Span(start, start)))
    words, reason = [], ""
    for token in _TOKEN.finditer(text, verb.end(), end):
        if token[0].startswith(_DASHES) or token[0] == "-":
            reason = text[token.start() : end].lstrip("-\u2013\u2014").strip()
            break
        if token[0].startswith("#"):  # the words of another comment of YAML
            break
        words.append(Word(token[0], Span(*token.span())))
    return Directive(span, Word(verb[1], Span(*verb.span(1))), tuple(words), reason)


class _Layout:
    """Where the directives of a body stand among its blocks."""

    def __init__(self, session: Session, directives: Iterable[Directive]) -> None:
        self.session = session
        self.lines = session.lines
        self.on: dict[int, list[Span]] = {}
        for one in directives:
            for row in range(one.own[0], one.own[1] + 1):
                self.on.setdefault(row, []).append(one.span)
        self.bare = {row for row in self.on if self.is_bare(row)}
        self.plain: dict[int, int] = {}  # the next row behind each bare one that is not bare
        for row in sorted(self.bare, reverse=True):
            self.plain[row] = self.plain.get(row + 1, row + 1)
        self.every: Blocks = blocks.read(session.text, session.lines, session.front.body)
        self.others = self.every.without(self.bare, session.lines)

    def is_bare(self, row: int) -> bool:
        """Whether a row holds nothing but directives, and the marks of the quotes and lists that it is in."""
        line = self.lines.line_span(row)
        at, kept = max(line.start, self.session.front.body), []  # behind a byte order mark
        for span in self.on[row]:
            kept.append(self.session.text[at : max(span.start, at)])
            at = max(at, min(span.end, line.end))
        rest = "".join((*kept, self.session.text[at : line.end]))
        at = 0
        while mark := _LIST_MARK.match(rest, at):
            at = mark.end()
        return not rest[at:].strip(CONTAINER_MARKS)

    def is_alone(self, directive: Directive) -> bool:
        """Whether nothing else stands on the lines of a directive."""
        return all(row in self.bare for row in range(directive.own[0], directive.own[1] + 1))

    def target(self, directive: Directive) -> Rows | None:
        """Give the rows that a directive is about."""
        if directive.whole_file or not directive.understood:
            return None
        last = directive.own[1]
        around = self.every.leaf(last)
        if not self.is_alone(directive):
            return around.rows if around and around.heading else directive.own
        if around and around.last >= self.plain[last]:
            return last + 1, around.last  # within HTML or a paragraph: what follows of it
        following = self.others.next(last)
        return following.rows if following else None


def _in_front(session: Session) -> Iterator[Directive]:
    front, lines, text = session.front, session.lines, session.text
    if front.span is None or text.find(_NAME, front.content.start, front.content.end) < 0:
        return
    logical = yaml_comments.logical_rows(front, lines)
    entries = yaml_comments.entry_rows(front, lines)
    for comment in yaml_comments.find(text, lines, front, _NAME):
        row = lines.row(comment.start)
        alone = not text[lines.starts[row - 1] : comment.start].strip(" \t")
        openings = tuple(_HASH.finditer(text, comment.start, comment.end))
        ends = (*(one.start() for one in openings[1:]), comment.end)
        for opening, end in zip(openings, ends, strict=False):
            stop = opening.start() + len(text[opening.start() : end].rstrip(" \t"))
            one = _parsed(text, Span(opening.start(), stop), opening.end(), stop)
            rows = _entry(session, row, entries, logical) if alone else logical.get(row, (row, row))
            bare = alone and opening.start() == comment.start and end == comment.end
            one = replace(one, own=(row, row), alone=bare, yaml=True, colon=bool(opening[1]))
            yield replace(one, target=rows if one.colon and not one.whole_file else None)


def _entry(session: Session, row: int, entries: list[int], logical: Mapping[int, Rows]) -> Rows | None:
    """Give the rows that a comment of YAML on a line of its own is about: the line of the next entry.

    One before the first entry is about the opening `---` too, where a finding on the whole block stands.
    """
    opening = session.lines.row(session.front.span.start) if session.front.span else row
    at = bisect_right(entries, row)
    following = logical.get(entries[at], (entries[at], entries[at])) if at < len(entries) else None
    if at == 0:
        return opening, following[1] if following else row
    return following

"""The body of a session from its Markdown AST: headings, sections, task items, comments, fences.

Block structure only. markdown-it's inline rules and link definitions are switched off: nothing here needs them, they
are two thirds of the time, and they are quadratic on inputs such as 100 KB of `[`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .text import LineIndex, Span

_BLANK = " \t\r\n\v\f"
_ATX = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_LIST_MARKER = re.compile(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+")
_TASK = re.compile(r"\[([ xX])\](?=[ \t]|$)")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|___|__|_)(?=\S)((?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
_TAKEN = frozenset(("heading_open", "fence", "code_block", "html_block", "inline"))
_CLOSING_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*")
# What begins a comment, and what hides one: a code span (a run of backticks up to the next run as long), a backslash.
_OPENING = re.compile("<!--")
_MARKS = re.compile(r"<!--|`+|\\[\\`<]")
# Two a list. Where the parser gets there it drops the rest of the text, so its own 20 is too near; it also recurses.
_DEEPEST = 200
# HTML blocks of CommonMark's kinds 1 and 3 to 5, which no blank line ends.
_OPEN_HTML = re.compile(r"[ ]{0,3}(<(?:script|pre|style|textarea|\?|!\[cdata\[|![a-z]))")
_RAW_ENDS = ("</script>", "</pre>", "</style>", "</textarea>")
_HTML_ENDS = {
    **{f"<{name}": _RAW_ENDS for name in ("script", "pre", "style", "textarea")},
    "<?": ("?>",),
    "<![cdata[": ("]]>",),
    **{f"<!{letter}": (">",) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")


@dataclass(frozen=True)
class Heading:
    """A heading of the document itself, not one in a list, quote, fence or comment.

    `span` is the title in the source, emphasis included; `line` all lines that the heading takes with the last one's
    break; `title` what a reader sees: without `#` marks, emphasis around the whole, and a trailing comment.
    """

    level: int
    title: str
    span: Span
    line: Span
    setext: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it, up to the next heading of its level or above."""

    heading: Heading
    body: Span


@dataclass(frozen=True)
class Task:
    """An item of a task list (`- [ ] text`); `span` is the box."""

    done: bool
    text: str
    span: Span


@dataclass(frozen=True)
class Body:
    """What the Markdown of a session consists of.

    `items` are the offsets of the lines on which list items with text begin; `paragraphs` are the lines of paragraphs,
    those in lists and quotes too; `comments` are HTML comments outside code; `code` are fenced and indented code
    blocks; `unclosed` is a fence or comment that nothing closes, so that it runs to the end of the file.
    """

    span: Span
    headings: tuple[Heading, ...] = ()
    items: tuple[int, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    code: tuple[Span, ...] = ()
    unclosed: Span | None = None

    def sections(self, level: int = 2) -> tuple[Section, ...]:
        """Give the sections under the headings of this level."""
        found, end = [], self.span.end
        for heading in reversed(self.headings):
            if heading.level == level:
                found.append(Section(heading, Span(heading.line.end, end)))
            if heading.level <= level:
                end = heading.line.start
        return tuple(reversed(found))

    def prose(self, text: str, span: Span) -> str:
        """Give what a span says: comments, rules between paragraphs and blanks left out, code kept."""
        kept, at = [], span.start
        for comment in _within(self.comments, span):
            kept.append(text[at : comment.start])
            at = max(at, comment.end)
        kept.append(text[at : span.end])
        lines = re.split(r"\r\n|\r|\n", "".join(kept))
        return "\n".join(line for line in lines if not _RULE.fullmatch(line)).strip(_BLANK)

    def tasks(self, lines: LineIndex) -> tuple[Task, ...]:
        """Give the task items, those inside other lists and quotes too."""
        ends = (lines.line_span(lines.row(offset)).end for offset in self.items)
        found = (_task(lines.text[offset:end], offset) for offset, end in zip(self.items, ends, strict=True))
        return tuple(task for task in found if task)

    def is_code(self, offset: int) -> bool:
        """Say whether an offset lies in a code block or a comment."""
        return any(_holds(spans, offset) for spans in (self.code, self.comments))


def _holds(spans: tuple[Span, ...], offset: int) -> bool:
    at = bisect_left(spans, Span(offset + 1, 0)) - 1
    return at >= 0 and spans[at].start <= offset < spans[at].end


def _within(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    first = bisect_left(spans, Span(span.start, 0))
    last = bisect_left(spans, Span(span.end, 0))
    return spans[first:last]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).disable(["inline", "text_join", "reference"])


def parse(text: str) -> list[Token]:
    """Give the block tokens of a Markdown text. Never raises."""
    try:
        return _parser().parse(text)
    except RecursionError:  # pragma: no cover -- no input is known that does it; the file is then one without headings
        return []


def read(text: str, lines: LineIndex, start: int) -> Body:
    """Read the Markdown from the offset `start`, where a line begins or its BOM ends, to the end. Never raises."""
    first_row = lines.row(start) if start < len(text) or not lines.line(len(lines.starts)) else len(lines.starts) + 1
    reader = _Reader(text, lines, first_row, start)
    tokens = parse(text[start:])
    commented = "<!--" in text
    for number, token in enumerate(tokens):
        kind = token.type
        if kind == "list_item_open":
            if tokens[number + 1].type == "paragraph_open":
                reader.items.append(reader.start(token))
        elif kind == "paragraph_open":
            reader.paragraphs.append(reader.rows(token))
        elif kind == "inline" and not commented:
            continue
        elif kind in _TAKEN:
            reader.take(token)
    return Body(
        Span(start, len(text)),
        tuple(reader.headings),
        tuple(reader.items),
        tuple(reader.paragraphs),
        tuple(sorted(reader.comments)),
        tuple(sorted(reader.code)),
        reader.unclosed,
    )


class _Reader:
    """Collects from the tokens of a body what `Body` holds."""

    def __init__(self, text: str, lines: LineIndex, first_row: int, begin: int) -> None:
        self.text = text
        self.lines = lines
        self.first_row = first_row
        self.begin = begin  # behind the byte order mark of a file without front matter
        self.headings: list[Heading] = []
        self.items: list[int] = []
        self.paragraphs: list[Span] = []
        self.comments: list[Span] = []
        self.code: list[Span] = []
        self.unclosed: Span | None = None

    def take(self, token: Token) -> None:
        """Take one block token of a kind that is in `_TAKEN`."""
        match token.type:
            case "heading_open":
                if token.level == 0:
                    self.headings.append(self.heading(token))
            case "html_block" | "inline":
                span = self.rows(token)
                self.find_comments(span, whole=token.type == "html_block")
                if token.type == "html_block" and span.end >= len(self.text.rstrip("\r\n")) and self.is_open(span):
                    self.unclosed = span
            case _:
                self.code.append(self.rows(token))
                if token.type == "fence" and token.level == 0 and not self.is_closed(token):
                    self.unclosed = self.rows(token)

    def start(self, token: Token) -> int:
        """Give the offset of a token's first line."""
        return max(self.lines.starts[self.first_row + (token.map or (0, 1))[0] - 1], self.begin)

    def rows(self, token: Token) -> Span:
        """Give the span of the lines that a token takes, the last line's break left out."""
        first, last = (self.first_row + row for row in token.map or (0, 1))
        first = min(first, len(self.lines.starts))
        last = min(max(last - 1, first), len(self.lines.starts))
        return Span(max(self.lines.starts[first - 1], self.begin), self.lines.line_span(last).end)

    def heading(self, token: Token) -> Heading:
        """Give a heading; its title is taken from the source, since the parser strips more than blanks."""
        span = self.rows(token)
        setext = token.markup in ("=", "-")
        start, end = span.start, span.end
        source = self.text[start:end]
        if setext:
            end = max(source.rfind("\n"), source.rfind("\r"))
            source = source[:end]
            start += len(source) - len(source.lstrip(" \t\r\n"))
        else:
            match = _ATX.match(source)
            start += match.end() if match else 0
            source = source[match.end() :] if match else source
            source = _without_closing(source)
        source = source.strip(" \t\r\n")
        visible = _uncommented(source)
        emphasis = _EMPHASIS.fullmatch(visible)
        title = emphasis[2] if emphasis else visible
        title = " ".join(line.strip(" \t") for line in re.split(r"\r\n|\r|\n", title))
        following = span.end
        while following < len(self.text) and self.text[following] in "\r\n":
            following += 1
            if self.text[following - 1] == "\n" or not self.text.startswith("\n", following):
                break
        return Heading(int(token.tag[1]), title, Span(start, start + len(visible)), Span(span.start, following), setext)

    def is_open(self, span: Span) -> bool:
        """Say whether an HTML block is of a kind that only its own end closes, and has none."""
        source = self.text[span.start : span.end].lower()
        opening = _OPEN_HTML.match(source)
        return opening is not None and not any(end in source for end in _HTML_ENDS[opening[1]])

    def is_closed(self, token: Token) -> bool:
        """Say whether a fence ends with a fence."""
        last = self.lines.line(self.lines.row(self.rows(token).end))
        rows = token.map[1] - token.map[0] if token.map else 0
        fence = _CLOSING_FENCE.fullmatch(last)
        return rows > 1 and fence is not None and fence[1].startswith(token.markup)

    def find_comments(self, span: Span, *, whole: bool) -> None:
        """Take the comments in a span; in an HTML block an open one runs on to its end."""
        if self.text.find("<!--", span.start, span.end) < 0:
            return
        comments, unclosed = _comments(self.text, span, code=not whole)
        self.comments.extend(comments)
        if whole and unclosed >= 0:
            self.comments.append(Span(unclosed, span.end))
            self.unclosed = Span(unclosed, span.end)


def _task(line: str, offset: int) -> Task | None:
    """Read a list item's first line, which begins at this offset, as a task."""
    marker = _LIST_MARKER.match(line)
    while marker and (deeper := _LIST_MARKER.match(line, marker.end())):
        marker = deeper
    box = _TASK.match(line, marker.end()) if marker else None
    if not box:
        return None
    return Task(box[1] != " ", line[box.end() :].strip(), Span(offset + box.start(), offset + box.start() + 3))


def _comments(text: str, span: Span, *, code: bool) -> tuple[list[Span], int]:
    """Find the comments in a span, with `code` none in code spans; and where one is opened and not closed, or -1."""
    found: list[Span] = []
    runs: dict[int, list[int]] = {}  # where the backtick runs of each length end, the last first
    if code:
        for match in re.finditer("`+", text[span.start : span.end]):
            runs.setdefault(len(match[0]), []).append(span.start + match.end())
        for ends in runs.values():
            ends.reverse()
    marks = _MARKS if code else _OPENING
    mark = marks.search(text, span.start, span.end)
    while mark:
        at = mark.end()
        if mark[0] == "<!--":
            close = text.find("-->", mark.start() + 2, span.end)
            if close < 0:
                return found, mark.start()
            at = close + 3
            found.append(Span(mark.start(), at))
        elif mark[0][0] == "`":
            ends = runs.get(len(mark[0]), [])
            while ends and ends[-1] <= at:
                ends.pop()
            at = ends[-1] if ends else at
        mark = marks.search(text, at, span.end)
    return found, -1


def _without_closing(title: str) -> str:
    """Give an ATX heading without the `#` marks that may close it; a regular expression for it is quadratic."""
    marked = title.rstrip(" \t")
    bare = marked.rstrip("#")
    return bare if bare != marked and bare[-1:] in ("", " ", "\t") else marked


def _uncommented(title: str) -> str:
    """Give a title without the comments at its end."""
    end = len(title)
    comments = _comments(title, Span(0, end), code=True)[0] if title.endswith("-->") else []
    for comment in reversed(comments):
        if comment.end != end:
            break
        end = comment.start
        while end and title[end - 1] in " \t":
            end -= 1
    return title[:end]

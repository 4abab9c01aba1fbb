"""What the Markdown of a session consists of, and how a heading's source is read."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from ..regex import regex
from ..text import LineIndex, Span
from ..values import dataclass

_BLANK = " \t\r\n\v\f"
_ATX = regex(r"[ ]{0,3}(#{1,6})(?:[ \t]+|$)")
_LIST_MARKER = regex(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]+")
_TASK = regex(r"\[([ xX])\](?=[ \t]|$)")
_EMPHASIS = regex(r"(\*\*\*|\*\*|\*|___|__|_)(?=\S)((?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
# What begins a comment, and what hides one: a code span (a run of backticks up to the next run as long), a backslash.
_OPENING = regex("<!--")
_MARKS = regex(r"<!--|`+|\\[\\`<]")
_RULE = regex(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")


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
        said = "".join(kept)
        lines = re.split(r"\r\n|\r|\n", said) if "\r" in said else said.split("\n")
        return "\n".join([line for line in lines if not _is_rule(line)]).strip(_BLANK)

    def tasks(self, lines: LineIndex) -> tuple[Task, ...]:
        """Give the task items, those inside other lists and quotes too."""
        text, found = lines.text, list[Task | None]()
        bracket = 0
        for offset, following in pairwise((*self.items, len(text))):
            bracket = bracket if bracket >= offset else text.find("[", offset)
            if bracket < 0:
                break
            if bracket < following or offset == following:
                found.append(_task(lines.line_from(offset), offset))
        return tuple(task for task in found if task)

    def is_code(self, offset: int) -> bool:
        """Say whether an offset lies in a code block or a comment."""
        return any(_holds(spans, offset) for spans in (self.code, self.comments))


def _is_rule(line: str) -> bool:
    return line.lstrip(" ").startswith(("*", "-", "_")) and _RULE.fullmatch(line) is not None


def _holds(spans: tuple[Span, ...], offset: int) -> bool:
    at = bisect_left(spans, Span(offset + 1, 0)) - 1
    return at >= 0 and spans[at].start <= offset < spans[at].end


def _within(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    first = bisect_left(spans, Span(span.start, 0))
    last = bisect_left(spans, Span(span.end, 0))
    return spans[first:last]


def heading(text: str, span: Span, level: int, *, setext: bool) -> Heading:
    """Give the heading on these lines; its title is taken from the source, since a parser strips more than blanks."""
    start, end = span.start, span.end
    source = text[start:end]
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
    emphasis = _EMPHASIS.fullmatch(visible) if visible.startswith(("*", "_")) else None
    title = emphasis[2] if emphasis else visible
    if setext:
        title = " ".join(line.strip(" \t") for line in re.split(r"\r\n|\r|\n", title))
    title = title.strip(" \t")
    following = span.end
    while following < len(text) and text[following] in "\r\n":
        following += 1
        if text[following - 1] == "\n" or not text.startswith("\n", following):
            break
    return Heading(level, title, Span(start, start + len(visible)), Span(span.start, following), setext)


def _task(line: str, offset: int) -> Task | None:
    """Read a list item's first line, which begins at this offset, as a task."""
    marker = _LIST_MARKER.match(line)
    while marker and (deeper := _LIST_MARKER.match(line, marker.end())):
        marker = deeper
    box = _TASK.match(line, marker.end()) if marker else None
    if not box:
        return None
    return Task(box[1] != " ", line[box.end() :].strip(), Span(offset + box.start(), offset + box.start() + 3))


def comments(text: str, span: Span, *, code: bool) -> tuple[list[Span], int]:
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
    found = comments(title, Span(0, end), code=True)[0] if title.endswith("-->") else []
    for comment in reversed(found):
        if comment.end != end:
            break
        end = comment.start
        while end and title[end - 1] in " \t":
            end -= 1
    return title[:end]

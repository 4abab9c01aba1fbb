"""Comments of the front matter, and the rows that hang together by a scalar of several lines.

libyaml gives no comments; they are what stands behind a `#` outside of all scalars.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from .frontmatter import FrontMatter
from .text import LineIndex, Span
from .yaml.nodes import Node

Rows = tuple[int, int]
"""The first and the last row, from 1."""


def find(text: str, lines: LineIndex, front: FrontMatter, mark: str) -> Iterator[Span]:
    """Yield the comments on the lines that hold a mark, each from its first `#` to the end of the line.

    In a block that cannot be read only a `#` in the first column begins a comment for sure.
    """
    scalars = sorted(_scalars(text, front.root)) if front.root else []
    at = text.find(mark, front.content.start, front.content.end)
    while at >= 0:
        line = lines.line_span(lines.row(at))
        start = text.find("#", line.start, line.end)
        while start >= 0:
            before = bisect_left(scalars, Span(start + 1, 0)) - 1
            if before < 0 or scalars[before].end <= start:
                break
            start = text.find("#", min(scalars[before].end, line.end), line.end)
        if start >= 0 and (front.root or start == line.start):
            yield Span(start, line.end)
        at = text.find(mark, line.end, front.content.end)


def logical_rows(front: FrontMatter, lines: LineIndex) -> Mapping[int, Rows]:
    """Give for each row of a scalar that takes several all rows that hang together by such scalars."""
    groups: list[Rows] = []
    for span in sorted(_scalars(lines.text, front.root)) if front.root else ():
        first, last = lines.row(span.start), lines.row(span.end - 1)
        if groups and first <= groups[-1][1]:
            groups[-1] = (groups[-1][0], max(last, groups[-1][1]))
        else:
            groups.append((first, last))
    return {row: group for group in groups if group[0] < group[1] for row in range(group[0], group[1] + 1)}


def entry_rows(front: FrontMatter, lines: LineIndex) -> list[int]:
    """Give the rows of the block that hold more than blanks and a comment, rows within scalars too."""
    if front.content.start >= front.content.end:
        return []
    rows = range(lines.row(front.content.start), lines.row(front.content.end - 1) + 1)
    return [row for row in rows if (bare := lines.line(row).strip(" \t")) and not bare.startswith("#")]


def _scalars(text: str, root: Node) -> Iterator[Span]:
    """Yield the scalars of a block, keys too, each once; of a block scalar what stands below its first line."""
    waiting: list[Node] = [root]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.data, dict):
            yield from (entry.key_span for entry in node.entries if entry.key_span.start < entry.key_span.end)
        elif not isinstance(node.data, list):
            start = _content_start(text, node)
            if start < node.span.end:
                yield Span(start, node.span.end)
        waiting.extend(entry.node for entry in node.entries)


def _content_start(text: str, node: Node) -> int:
    """Give where a scalar begins to be text: a comment may stand behind the `|` or `>` of a block scalar."""
    start, end = node.span.start, node.span.end
    if node.style not in ("|", ">"):
        return start
    sign = text.find(node.style, start, end)
    breaks = (at for character in "\r\n" if (at := text.find(character, sign, end)) >= 0)
    return min(breaks, default=end)

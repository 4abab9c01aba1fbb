"""The front matter of a session: where it begins and ends, and what stands at each of its keys.

An own splitter, because the usual ones close the block on an indented `---` inside a value, accept `----`, and miss a
block behind a byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from .diagnostic import Problem, ProblemKind
from .regex import regex
from .text import BOM, LineIndex, Span, shown
from .values import dataclass
from .yaml import nodes as yaml_nodes
from .yaml.nodes import Entry, Node

_FENCE = regex(r"---[ \t]*")


@dataclass(frozen=True)
class FrontMatter:
    """The block between the `---` lines.

    `span` runs from the opening to the end of the closing `---`, None when there is no block; `content` is what lies
    between. `data` is None when there is nothing to read or it cannot be read; an empty block is an empty mapping.
    """

    span: Span | None
    content: Span
    body: int
    data: dict[str, Any] | None = None
    root: Node | None = None
    problems: tuple[Problem, ...] = ()

    def node(self, *path: str) -> Node | None:
        """Give the value at a path of keys and indices."""
        node = self.root
        for key in path:
            entry = node.entry(key) if node else None
            node = entry.node if entry else None
        return node

    def data_at(self, *path: str) -> Any:
        """Give the data at a path of keys and indices; None where there is none."""
        node = self.node(*path)
        return node.data if node else None

    def entry(self, *path: str) -> Entry | None:
        """Give the entry at a path of keys and indices."""
        parent = self.node(*path[:-1])
        return parent.entry(path[-1]) if parent and path else None

    def key_span(self, *path: str) -> Span | None:
        """Give the span of the key at a path; for an item of a list the span of the item."""
        entry = self.entry(*path)
        return entry.key_span if entry else None

    def value_span(self, *path: str) -> Span | None:
        """Give the span of the value at a path, quotes included."""
        entry = self.entry(*path)
        return entry.value_span if entry else None

    def is_alone(self, *path: str) -> bool:
        """Whether what is changed below a path changes nowhere else: no alias stands for it or for what holds it."""
        nodes = (self.node(*path[:length]) for length in range(len(path) + 1))
        return not any(id(node) in self._shared for node in nodes)

    @cached_property
    def _shared(self) -> frozenset[int]:
        """The identities of the nodes that aliases stand for."""
        return frozenset(id(entry.node) for entry in self._entries() if entry.value_span != entry.node.span)

    @cached_property
    def quotes(self) -> str:
        """The quotes that most quoted values have; double ones where there are none, or as many of each kind."""
        styles = [entry.node.style for entry in self._entries() if entry.value_span == entry.node.span]
        return "'" if styles.count("'") > styles.count('"') else '"'

    def _entries(self) -> Iterator[Entry]:
        """Give every entry at every depth once; an alias is not followed."""
        nodes = [self.root] if self.root else []
        while nodes:
            for entry in nodes.pop().entries:
                yield entry
                if entry.value_span == entry.node.span:
                    nodes.append(entry.node)

    def nearest_span(self, *path: str) -> Span:
        """Give the span of the closest key above a path that is missing; the opening `---` when there is none."""
        for length in range(len(path) - 1, 0, -1):
            if span := self.key_span(*path[:length]):
                return span
        start = self.span.start if self.span else 0
        return Span(start, start + 3 if self.span else 0)


def read(text: str, lines: LineIndex) -> FrontMatter:
    """Read the block at the head of a session's text. Never raises."""
    start = len(BOM) if text.startswith(BOM) else 0
    first = lines.line_span(1)
    if not _FENCE.fullmatch(text, start, first.end):
        return FrontMatter(None, Span(start, start), start, problems=(_missing(text, lines, start),))
    opening = lines.starts[1] if len(lines.starts) > 1 else len(text)
    row, close = _closing(text, lines)
    if close is None:
        unclosed = _unclosed(lines, Span(start, start + 3))
        return FrontMatter(Span(start, start + 3), Span(opening, opening), opening, problems=(unclosed,))
    content = Span(opening, max(opening, close.start))
    body = lines.starts[row] if row < len(lines.starts) else len(text)
    root, problems = yaml_nodes.read(text, content)
    return FrontMatter(Span(start, close.end), content, body, root.data if root else None, root, problems)


def _closing(text: str, lines: LineIndex) -> tuple[int, Span | None]:
    for row in range(2, len(lines.starts) + 1):
        if text.startswith("---", lines.starts[row - 1]):
            span = lines.line_span(row)
            if _FENCE.fullmatch(text, span.start, span.end):
                return row, Span(span.start, span.start + 3)
    return 0, None


def _missing(text: str, lines: LineIndex, start: int) -> Problem:
    first = lines.line(1)[start:]
    span = Span(start, max(lines.line_span(1).end, start))
    advice = "begin the file with a line that is exactly `---`, then the YAML, then another `---`"
    if not text[start:].strip():
        return Problem(
            ProblemKind.MISSING, span, "the file is empty; expected front matter between `---` lines", advice
        )
    if first.strip("- \t") == "" and first.strip():
        advice = "write the first line as exactly three hyphens, `---`, without indentation"
    elif not first.strip() or first.startswith("---"):
        advice = "make `---` alone the very first line of the file"
    return Problem(
        ProblemKind.MISSING, span, f"no front matter: the first line is {shown(first)}; expected `---`", advice
    )


def _unclosed(lines: LineIndex, span: Span) -> Problem:
    advice = "end the YAML with a line that is exactly `---`, at the start of the line"
    for row in range(2, len(lines.starts) + 1):
        line = lines.line(row)
        if line.strip() in ("---", "...") or re.fullmatch(r"-{4,}[ \t]*|---[ \t]*[^-\s].*", line):
            advice = f"write line {row} as exactly `---`; it is {shown(line)}"
            break
        # One `#` is a comment of YAML, unless it stands where an H1 would.
        if re.match(r"#{2,6}[ \t]", line) or (re.match(r"#[ \t]", line) and not lines.line(row - 1).strip()):
            advice = f"put a line `---` before line {row}, where the Markdown begins"
            break
    return Problem(
        ProblemKind.UNCLOSED, span, "front matter is opened here and never closed; expected a second `---`", advice
    )

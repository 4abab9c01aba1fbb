"""The blocks of a session's Markdown by the rows that they take: what an ignore comment stands before.

A second parse, for the few texts that hold such a comment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from functools import cached_property
from itertools import accumulate

from .. import markdown
from ..text import LineIndex
from ..values import dataclass

_LEAVES = frozenset(("paragraph_open", "heading_open", "fence", "code_block", "html_block", "hr"))
_CONTAINERS = frozenset(("bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open"))
# Stands where a block is without blanks: what is part of a list or quote and not of its text.
CONTAINER_MARKS = " \t>"


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list, item, quote, rule, piece of code or HTML: first and last row, from 1.

    `depth` is 0 for the document's own. Blank lines behind a block are not part of it.
    """

    first: int
    last: int
    depth: int
    leaf: bool
    heading: bool = False

    @property
    def rows(self) -> tuple[int, int]:
        """First and last row."""
        return self.first, self.last


@dataclass(frozen=True)
class Blocks:
    """All blocks of a text in the order in which they begin, outer before inner."""

    all: tuple[Block, ...]

    def next(self, row: int) -> Block | None:
        """Give the largest block that begins next behind a row."""
        at = bisect_right(self._firsts, row)
        return self.all[at] if at < len(self.all) else None

    def leaf(self, row: int) -> Block | None:
        """Give the block without blocks inside that a row is part of."""
        return _holder(self._leaves, row)

    def top(self, row: int) -> Block | None:
        """Give the document's own block that a row is part of."""
        return _holder(self._tops, row)

    def without(self, rows: Collection[int], lines: LineIndex) -> Blocks:
        """Leave out the blocks that consist of nothing but these rows and blank ones."""
        kinds = (row not in rows and bool(lines.line(row).strip(" \t")) for row in range(1, len(lines.starts) + 1))
        counts = (0, *accumulate(kinds))
        return Blocks(tuple(block for block in self.all if counts[block.last] > counts[block.first - 1]))

    @cached_property
    def _firsts(self) -> list[int]:
        return [block.first for block in self.all]

    @cached_property
    def _leaves(self) -> list[Block]:
        return [block for block in self.all if block.leaf]

    @cached_property
    def _tops(self) -> list[Block]:
        return [block for block in self.all if not block.depth]


def _holder(blocks: list[Block], row: int) -> Block | None:
    at = bisect_right(blocks, row, key=lambda block: block.first) - 1
    return blocks[at] if at >= 0 and blocks[at].last >= row else None


def read(text: str, lines: LineIndex, start: int) -> Blocks:
    """Read the blocks from the offset `start`, where a line begins or its BOM ends, to the end. Never raises."""
    first_row = lines.row(start)
    found = []
    for token in markdown.parse(text[start:]):
        if token.map and (token.type in _LEAVES or token.type in _CONTAINERS):
            first, last = first_row + token.map[0], min(first_row + token.map[1] - 1, len(lines.starts))
            while last > first and not lines.line(last).strip(CONTAINER_MARKS):
                last -= 1
            heading = token.type == "heading_open"
            found.append(Block(first, max(first, last), token.level, token.type in _LEAVES, heading))
    return Blocks(tuple(found))


def shape(text: str, start: int) -> tuple[tuple[str, str, int], ...]:
    """Give the structure of a Markdown text without its comments: two texts of one shape read alike but for words.

    The titles of headings count.
    """
    tokens = markdown.parse(text[start:])
    found = []
    for number, token in enumerate(tokens):
        if token.type == "html_block" and not _without_comments(token.content).strip():
            continue
        title = token.type == "inline" and tokens[number - 1].type == "heading_open"
        said = " ".join(_without_comments(token.content).split()) if title else token.tag
        found.append((token.type, said, token.level))
    return tuple(found)


def _without_comments(content: str) -> str:
    parts, at = [], 0
    while (opening := content.find("<!--", at)) >= 0 and (close := content.find("-->", opening + 2)) >= 0:
        parts.append(content[at:opening])
        at = close + len("-->")
    return "".join((*parts, content[at:]))

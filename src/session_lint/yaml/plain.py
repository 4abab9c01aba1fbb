"""A block of plain YAML, read line by line: what `events` gives, for a fraction of its time.

Loading libyaml with what belongs to it is a fifth of a run, and most blocks are keys with values of one line, in
mappings and lists of block style. Those are read here; of any other nothing is said, in any doubt.
"""

from __future__ import annotations

from typing import Any

from ..regex import regex
from ..text import Span
from .scalars import resolve
from .tree import FORBIDDEN, MAX_BYTES, Entry, Node

_STRANGE = regex("\\r(?!\\n)|[\\t\\x85\\u2028\\u2029\\ufeff]")
_KEY = regex(r"([A-Za-z_][A-Za-z0-9_-]*):(?: +|\Z)")
_QUOTED = regex(r'"([^"\\]*)"(?= *\Z| +#)|\'([^\']*)\'(?= *\Z| +#)')
_EMPTY = regex(r"(\[\]|\{\})(?= *\Z| +#)")
_DEEPEST = 20  # collections in collections


def read(text: str, content: Span) -> Node | None:
    """Read the YAML mapping in this span of a text, which begins a line; None if it is not all plain."""
    block = text[content.start : content.end]
    if not _is_plain(block) and (_STRANGE.search(block) or FORBIDDEN.search(block)):
        return None
    if len(block.encode()) > MAX_BYTES:
        return None
    reader = _Reader()
    at = content.start
    for line in block.split("\n"):
        bare = line.strip(" \r")
        if bare and bare[0] != "#":
            indent = len(line) - len(line.lstrip(" "))
            if not reader.take(bare, indent, at + indent):
                return None
        at += len(line) + 1
    return reader.root()


def _is_plain(block: str) -> bool:
    """Whether a block is plain ASCII without controls, as most are: quicker than to look for what is not."""
    return block.isascii() and block.replace("\n", "").isprintable()


class _Open:
    """A collection that is not read to its end; `key` is that of a mapping which waits for its value."""

    def __init__(self, indent: int, start: int, mapping: bool) -> None:
        self.indent = indent
        self.start = start
        self.mapping = mapping
        self.entries: dict[str, Entry] = {}
        self.key: tuple[str, Span] | None = None

    def add(self, node: Node) -> None:
        """Put a value under the key that waits for it, or at the end of the list."""
        key, span = self.key or (str(len(self.entries)), node.span)
        self.entries[key] = Entry(key, span, node.span, node)
        self.key = None

    def node(self) -> Node:
        """Give the collection at its end."""
        entries = tuple(self.entries.values())
        data: Any = {one.key: one.node.data for one in entries} if self.mapping else [one.node.data for one in entries]
        end = max(one.value_span.end for one in entries)
        return Node(Span(self.start, end), data, "", entries, 1 + sum(one.node.size for one in entries))


class _Reader:
    """What is read so far: the open collections, outer ones first."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []

    def root(self) -> Node | None:
        """Give the mapping, at the end of the block; None if there is none."""
        if not self.stack:
            return None
        self.settle(-1)
        while len(self.stack) > 1:
            self.close()
        return self.stack[0].node()

    def settle(self, indent: int) -> None:
        """Give the key that waits no value, if what follows is not indented deeper."""
        last = self.stack[-1]
        if last.key and indent <= last.indent:
            end = last.key[1].end + 1
            last.add(Node(Span(end, end), None))

    def close(self) -> None:
        """End the innermost collection."""
        node = self.stack.pop().node()
        self.stack[-1].add(node)

    def take(self, bare: str, indent: int, at: int) -> bool:
        """Take what stands in a line, at this offset; False if what it means is not certain."""
        item = bare.startswith("- ")
        if not self.stack:
            if item or indent:
                return False
            self.stack.append(_Open(0, at, mapping=True))
        self.settle(indent)
        if self.stack[-1].key and len(self.stack) < _DEEPEST:
            self.stack.append(_Open(indent, at, mapping=not item))
        while self.stack[-1].indent > indent:
            self.close()
        last = self.stack[-1]
        if last.indent != indent or last.mapping is item or last.key:
            return False
        if not item:
            return self.take_entry(bare, at)
        rest = bare[2:].lstrip(" ")
        begin = at + len(bare) - len(rest)
        if not _KEY.match(rest):
            return self.take_scalar(rest, begin)
        self.stack.append(_Open(indent + begin - at, begin, mapping=True))
        return self.take_entry(rest, begin)

    def take_entry(self, bare: str, at: int) -> bool:
        """Take a key with its value, or one that waits for it."""
        found, last = _KEY.match(bare), self.stack[-1]
        if not found or found[1] in last.entries:
            return False
        last.key = found[1], Span(at, at + found.end(1))
        return found.end() == len(bare) or self.take_scalar(bare[found.end() :], at + found.end())

    def take_scalar(self, value: str, at: int) -> bool:
        """Take a value of one line."""
        if quoted := _QUOTED.match(value):
            node = Node(
                Span(at, at + quoted.end()),
                quoted[quoted.lastindex or 0],
                value[0],
                source=quoted[quoted.lastindex or 0],
            )
        elif empty := _EMPTY.match(value):
            node = Node(Span(at, at + 2), [] if empty[1] == "[]" else {}, value[0])
        else:
            value = value.partition(" #")[0].rstrip(" ")
            if not (value[0].isalnum() or value[0] in "_/.(~") or ": " in value or value[-1] == ":":
                return False
            scalar = resolve(value, "", None)
            if scalar.fault:
                return False
            node = Node(Span(at, at + len(value)), scalar.data, source=value)
        self.stack[-1].add(node)
        return True

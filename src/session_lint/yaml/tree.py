"""What a YAML block consists of: its values with their data, and a span for every key and value."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ..regex import regex
from ..text import Span
from ..values import dataclass

MAX_BYTES = 64 * 1024

# What YAML 1.2 calls non-printable. libyaml raises on these without saying where.
FORBIDDEN = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, eq=False)
class Node:
    """A value in the block. An alias shares the node of its anchor, so nodes are compared by identity.

    `style` is the quote or block indicator of a scalar (`""` for a plain one), `{` or `[` for a collection in flow
    style, `source` the text of a scalar before it is resolved. `size` counts the values below it, aliases expanded.
    """

    span: Span
    data: Any
    style: str = ""
    entries: tuple[Entry, ...] = ()
    size: int = 1
    source: str = ""

    @cached_property
    def _by_key(self) -> dict[str, Entry]:
        return {entry.key: entry for entry in self.entries}

    def entry(self, key: str) -> Entry | None:
        """Give the entry of this key or index; of several with one key the last, which is the one loaders keep."""
        return self._by_key.get(key)


@dataclass(frozen=True, eq=False)
class Entry:
    """A key (or an index of a list, as text) and its value. `value_span` is the alias where the value is one."""

    key: str
    key_span: Span
    value_span: Span
    node: Node

"""What is offered for completion, as a value: the server makes the protocol's of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from ..text import Span
from ..values import dataclass


class Kind(Enum):
    """What an item writes."""

    KEY = "a key of the front matter"
    VALUE = "one of the values that may stand there"
    TIME = "a time"
    ITEM = "an item of a list"
    SECTION = "a heading of a section"
    ENTRY = "an entry of the log"
    DIRECTIVE = "the beginning of an ignore comment"
    RULE = "a rule in an ignore comment"
    SESSION = "a whole session"


@dataclass(frozen=True)
class Item:
    """Something to write in place of a span of the text: code points, on one line, with the cursor in it or at an end.

    `text` is written as it is, its own indentation and line ends included. `places` are parts of it, as offsets, which
    somebody will write over: the cursor belongs in the first one; without any, behind the text. `documentation` is
    Markdown. `filter` is what an editor should hold against what is typed in the span; mostly the label.
    """

    kind: Kind
    label: str
    span: Span
    text: str
    detail: str = ""
    documentation: str = ""
    places: tuple[Span, ...] = ()
    filter: str = ""


def fitting(items: Iterable[Item], typed: str) -> Iterator[Item]:
    """Yield the items that begin with what is typed, in any case."""
    start = typed.casefold()
    return (item for item in items if (item.filter or item.label).casefold().startswith(start))

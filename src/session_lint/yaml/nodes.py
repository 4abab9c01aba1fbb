"""YAML text to nodes: the data as plain JSON types, a span for every key and value, and the problems."""

from __future__ import annotations

from ..diagnostic import Problem
from ..text import BOM, Span
from . import plain as plain_yaml
from .tree import Entry, Node

__all__ = ["Entry", "Node", "read"]


def read(text: str, content: Span) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read the YAML mapping in this span of a text; None where the problems say why there is none. Never raises.

    Nothing but blanks and comments is an empty mapping.
    """
    start = content.start
    while start < content.end and text[start] == BOM:  # libyaml skips it and does not count it
        start += 1
    plain = plain_yaml.read(text, Span(start, content.end))
    if plain:
        return plain, ()
    from . import events  # imported late: slow to load, and few blocks need it

    return events.read(text, Span(start, content.end))

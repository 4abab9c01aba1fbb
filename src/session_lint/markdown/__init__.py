"""The body of a session: headings, sections, task items, comments, fences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text import LineIndex
from . import plain as plain_markdown
from .body import Body, Heading, Section, Task

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["Body", "Heading", "Section", "Task", "parse", "read"]


def read(text: str, lines: LineIndex, start: int) -> Body:
    """Read the Markdown from the offset `start`, where a line begins or its BOM ends, to the end. Never raises."""
    plain = plain_markdown.read(text, start)
    if plain is not None:
        return plain
    from . import tokens  # imported late: slow to load, and few bodies need it

    return tokens.read(text, lines, start)


def parse(text: str) -> list[Token]:
    """Give the block tokens of a Markdown text. Never raises."""
    from . import tokens  # imported late: slow to load

    return tokens.parse(text)

"""One line of somebody's words as Markdown takes it: for a paragraph, a list item or a heading, and for no more.

What comes from a command line may begin with `#` or `---`, open a comment or look like a box. A backslash makes plain
text of it (CommonMark 0.31, 2.4); what cannot be made plain is refused.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator

from . import invisible, markdown
from .failure import Failure
from .markdown import Body
from .regex import regex
from .text import UNSAFE, LineIndex, Span, printable, shown

_BREAKS = regex("[ \t\r\n\v\f\x85\u2028\u2029]+")
_NUMBER = regex(r"([0-9]{1,9})([.)])(?=[ \t]|\Z)")
_CLOSING = regex(r"(?<=[ \t])#+\Z")


def one_line(text: str, what: str) -> str:
    """Give a text in one line, its breaks as blanks. Raises Failure where nothing or what no text has is in it.

    `what` is how messages name it.
    """
    line = _BREAKS.sub(" ", text).strip(" ")
    if not line:
        raise Failure(f"{what} is empty", "say it in a few words")
    if strange := UNSAFE.search(line):
        name = printable(strange[0])
        raise Failure(f"{what} holds the character `{name}`, which no reader would see: {shown(line)}", "leave it out")
    if hidden := next(invisible.find(line), None):
        name = invisible.name(line[hidden.span.start])
        raise Failure(f"{what} holds {name}, which no reader would see", "leave it out")
    return line


def paragraph(line: str) -> str | None:
    """Give a line so that it is a paragraph, or an item of a list without a box; None where it cannot be."""
    return _first(line, _is_paragraph)


def item(line: str) -> str | None:
    """Give a line so that it is the text of a list item behind `- `; None where it cannot be."""
    return _first(line, lambda text: _is_paragraph(f"- {text}") and _is_paragraph(text) and not _read(text).items)


def heading(title: str, level: int) -> str | None:
    """Give a title so that a heading has it, whole; None where none can."""

    def is_whole(text: str) -> bool:
        found = _read(f"{'#' * level} {text}")
        return [one.title for one in found.headings] == [text] and not _opens_comment(text)

    return _first(title, is_whole)


def _first(line: str, fits: Callable[[str], bool]) -> str | None:
    return next((text for text in _escaped(line) if fits(text)), None)


def _escaped(line: str) -> Iterator[str]:
    """Yield a line as it is, then with ever more of it taken out of Markdown's hands."""
    yield line
    plain = line.replace("<!--", r"\<!--")
    yield plain
    yield _CLOSING.sub(lambda match: f"\\{match[0]}", plain)
    yield _NUMBER.sub(r"\1\\\2", plain, count=1)
    if plain[0] in string.punctuation and plain[0] != "\\":
        yield f"\\{plain}"


def _is_paragraph(line: str) -> bool:
    found = _read(line)
    more = found.headings or found.code or found.unclosed or found.tasks(LineIndex(line))
    return found.paragraphs == (Span(0, len(line)),) and not more and not _opens_comment(line)


def _opens_comment(line: str) -> bool:
    """Whether there is a comment in a line, or one begins that a line further down could close."""
    return "<!--" in line and bool(_read(f"{line} -->").comments)


def _read(line: str) -> Body:
    return markdown.read(line, LineIndex(line), 0)

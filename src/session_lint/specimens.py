"""Whether a path stands in a text only to show how one looks, as documentation of session files does.

Said by the line ("Example: ...", "**Bad**: ...", "e.g. ..."), by the line that introduces a list, or by a made-up name.
"""

from __future__ import annotations

import re

from .regex import regex
from .text import LineIndex

_REACH = 200  # how far a line is read on either side
_ROWS = 20  # how many lines of a list or paragraph are looked at

_JUDGED = r"(?:bad|correct|good|incorrect|right|wrong)"
_EXAMPLE = (
    r"(?:(?:bad|good) )?(?:examples?|samples?)(?: (?:file ?names?|files?|formats?|names?|paths?|sessions?|usage))?"
)
_NOTE = r"[*_]*[ \t]*(?:\([^()]*\))?[*_]*[ \t]*"
_ITEM = regex(r"[ \t>]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]")
_LEAD = r"[ \t>*_+-]*(?:[0-9]{1,9}[.)][ \t]+)?[*_]*"
# The line itself is an example, whatever else it says.
_FRONT = regex(rf"{_LEAD}(?:{_EXAMPLE}{_NOTE}:|e\.g\.|(?:for example|for instance){_NOTE}[:,])", re.IGNORECASE)
# What follows directly is one.
_BEHIND = regex(
    rf"(?:(?:\A|[|.;(]){_LEAD}{_JUDGED}{_NOTE}:|(?<!\w){_EXAMPLE}{_NOTE}:"
    r"|(?<![\w.])(?:e\.g\.?|for example|for instance)[,:]?)\Z",
    re.IGNORECASE,
)
# What opens a code span, a quotation or a link.
_OPENING = regex(r"(?:!?\[[^\[\]]*\]\(<?|[`\"'(<\[@]+)\Z")
_STAMP = r"[0-9]{8}-[0-9]{4,6}-"
_WORDS = r"(?:foo|bar|baz|qux|foo-bar|example|(?:my|your)-(?:description|name|session|task))"
_MADE_UP = regex(
    rf"(?:(?:{_STAMP})?{_WORDS}|(?:{_STAMP})?(?:brief-|short-)?description|(?:{_STAMP})?session-name"
    r"|(?:session-)?template|example[\w-]*)(?:\.[A-Za-z]+)?",
    re.IGNORECASE,
)


def is_made_up(name: str) -> bool:
    """Say whether a file name is one that only documentation gives: `foo.md`, `your-session.md`, `example-1.md`."""
    return _MADE_UP.fullmatch(name) is not None


def is_shown(text: str, lines: LineIndex, offset: int) -> bool:
    """Say whether the words before an offset, where a path begins, tell that it is an example. Linear in few lines."""
    row = lines.row(offset)
    begin = lines.starts[row - 1]
    front = text[begin : min(offset, begin + _REACH)]
    if _FRONT.match(front) or _says(_OPENING.sub("", text[max(begin, offset - _REACH) : offset])):
        return True
    listed = _ITEM.match(front) is not None
    depth = _indent(front)
    for above in range(row - 1, max(row - 1 - _ROWS, 0), -1):
        line = lines.line(above)
        if not line.strip(" \t>"):
            if listed:
                continue
            return False
        item = _ITEM.match(line) is not None
        if listed and (item or line.startswith((" ", "\t"))):
            if _indent(line) < depth and _says(line):
                return True
            continue
        if _says(line) or (not listed and _FRONT.match(line[:_REACH])):
            return True
        if listed or item:
            return False
    return False


def _says(before: str) -> bool:
    return _BEHIND.search(before[-_REACH:].rstrip(" \t*_")) is not None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))

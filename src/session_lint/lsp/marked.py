"""Words as Markdown takes them, for what an editor shows beside a text: nothing from a file forges a link or a heading.

Editors show hovers as Markdown, and a session, a schema and a config come from anybody.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ..regex import regex
from ..text import printable

# What is markup anywhere in a line, and what is where it begins. No more: some editors show the backslashes.
_MARKUP = regex(r"[\\`*\[\]<>~|]|&(?=[#\w])|(?<!\w)_|_(?!\w)|\A[#+=-]|(?<=\A[0-9])[.)]|(?<=\A[0-9]{2})[.)]")
_CODE = regex("(`[^`]+`)")
_RUN = regex("`+")
_MARK = regex(r"\\([!-/:-@\[-`{-~])|(`+)|\*\*|\[([^\[\]\n]*)\]\(([^()\s]*)\)")
_LONGEST = 200


def escaped(text: str) -> str:
    """Give text on one line that Markdown takes for plain text (CommonMark 0.31, 2.4)."""
    return _plain(_one_line(text))


def code(text: str) -> str:
    """Give text as a code span, cut where it is long; its marks are longer than any run of backticks in it."""
    one = printable(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
    if not one.strip():
        return "(empty)"
    runs = [len(run) for run in re.findall("`+", one)]
    if not runs:
        return f"`{one}`"
    marks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    return f"{marks} {one} {marks}"


def prose(text: str) -> str:
    """Give a description of somebody's schema, on one line: its code spans stay, nothing else of it is markup."""
    return "".join(code(part[1:-1]) if _CODE.fullmatch(part) else _plain(part) for part in _CODE.split(_one_line(text)))


def stripped(text: str) -> str:
    """Give the Markdown that we write without its marks, for an editor that shows text as it is."""
    runs: dict[int, list[int]] = {}
    for run in _RUN.finditer(text):
        runs.setdefault(run.end() - run.start(), []).append(run.start())
    parts, at = [], 0
    while match := _MARK.search(text, at):
        parts.append(text[at : match.start()])
        at = match.end()
        escaped, ticks, title, address = match.groups()
        if ticks:
            starts = runs.get(len(ticks), [])
            following = bisect_left(starts, at)
            end = starts[following] if following < len(starts) else at
            inner = text[at:end]
            padded = inner[:1] == inner[-1:] == " " and inner.strip(" ")
            parts.append((inner[1:-1] if padded else inner) if end > at else ticks)
            at = end + len(ticks) if end > at else at
        elif address is not None:
            parts.append(f"{title}: {address}" if title != address else address)
        else:
            parts.append(escaped or "")
    return "".join((*parts, text[at:]))


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", printable(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())

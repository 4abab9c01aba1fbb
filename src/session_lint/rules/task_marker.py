"""SL307 task-marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostic import Edit, Finding, Fix, Severity
from ..regex import regex
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, shown

_MARKER = regex(r"[ \t>]*((?:[-+*]|[0-9]{1,9}[.)])[ \t]+)")
_BULLET = regex(r"[ \t>]*([-+*])(?=\[)")
_BLANK = " \t"
# Longer than this, it is not a box that somebody has mistyped.
_BOX = regex("\\[([ \\t\u00a0xX]{0,8})\\]")
_GOOD = regex(r"\[[ xX]\](?:[ \t]|\Z)")
# What follows a link (`[x](url)`, `[x][1]`, `[x]: url`), or a bracket that is part of the sentence.
_NO_BOX = regex(r"[(\[:.,;)\]}/=|?+-]")


class TaskMarker(SessionRule):
    """A box of a task is written so that Markdown reads it: `- [ ]` or `- [x]`, with a blank on both sides.

    Why: `-[ ] write the tests` shows as plain text. Nobody can tick it, and whatever counts open tasks misses it.

    Found are list items and lines of text that begin with a box of blanks and `x`, such as `-[ ]`, `- [x ]` and `- []`.
    Boxes with something else in them (`[~]`, `[-]`, `[P0]`), links, code and comments are not looked at.

    Fix: safe, writes the box as it should be.
    """

    code = "SL307"
    name = "task-marker"
    severity = Severity.WARNING
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each box that is none for Markdown."""
        text = session.text
        for paragraph in session.body.paragraphs:
            if text.find("[", paragraph.start, paragraph.end) < 0:
                continue
            row = session.lines.row(paragraph.start)
            at = paragraph.start
            while at < paragraph.end:
                line = text[at : session.lines.line_span(row).end]
                if span := _box(line, first=at == paragraph.start):
                    yield from _judge(session, Span(at + span.start, at + span.end))
                row += 1
                at = session.lines.starts[row - 1] if row <= len(session.lines.starts) else paragraph.end

    examples = (
        Example(
            "- [ ] one\n* [X] two\n1. [ ] three\n- [~] four\n- [x](url)\n- [x]: url\n\n"
            "`- []` and `-[ ]`\n\n    -[ ] code\n"
        ),
        Example(
            "-[ ] one\n\n- [x ] two\n  - [] three\n  - [x]four\n",
            says=(
                "`-[ ]` is not read as a task; expected `- [ ]`",
                "`- [x ]` is not read as a task; expected `- [x]`",
                "`- []` is not read as a task; expected `- [ ]`",
                "`- [x]four` is not read as a task; expected `- [x] four`",
            ),
            fixed="- [ ] one\n\n- [x] two\n  - [ ] three\n  - [x] four\n",
        ),
    )


def _box(line: str, *, first: bool) -> Span | None:
    """Give where in a line of a paragraph a mistyped box stands, with the list marker before it.

    On a paragraph's first line that is a real marker, or one without a blank behind it, which may stand on any line.
    """
    marker, at = None, 0
    while first and (deeper := _MARKER.match(line, at)):
        marker, at = deeper, deeper.end()
    bullet = _BULLET.match(line, at)
    found = bullet or marker
    box = _BOX.match(line, found.end()) if found else None
    if found is None or box is None or (bullet is None and _GOOD.match(line, at)):
        return None
    following = line[box.end() : box.end() + 1]
    if _NO_BOX.match(following) or (not box[1] and following not in ("", " ", "\t", "\xa0")):
        return None
    if bullet and bullet[1] == "*" and "*" in line[box.end() :]:
        return None  # it opens an emphasis
    return Span(found.start(1), box.end())


def _judge(session: Session, span: Span) -> Iterator[Finding]:
    if session.body.is_code(span.start):
        return
    found = session.text[span.start : span.end]
    marker, _, box = found.rpartition("[")
    fixed = f"{marker if marker[-1] in _BLANK else f'{marker} '}[{'x' if 'x' in box.lower() else ' '}]"
    word = re.match(r"[^ \t\r\n]{0,20}", session.text[span.end : span.end + 20])
    more = word[0] if word else ""
    spaced = fixed + (" " if more else "")
    yield Finding(
        span,
        f"{shown(found + more)} is not read as a task; expected {shown(spaced + more)}",
        "write the box so, with a blank before and behind it",
        Fix(f"write it as {shown(spaced + more)}", (Edit(session.path, span, spaced),), safe=True),
    )

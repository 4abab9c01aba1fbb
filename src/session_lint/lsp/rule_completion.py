"""Completion in ignore comments: how they begin, and the rules that they may name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .. import pages
from ..config.selection import ALL
from ..diagnostic import Diagnostic
from ..regex import regex
from ..rule import AnyRule
from ..session import Session
from ..suppression import FILE, LINES, MARK
from ..text import Span
from ..values import dataclass
from . import cursor
from .items import Item, Kind

_HASH = regex(r"(?<![^ \t\r\n])#+")
_MARK = regex(rf"[ \t\r\n]*{re.escape(MARK)}")
_WORD = regex(r"[^\s,;:]*")
_SEPARATORS = " \t\r\n,;:"
_DASHES = ("-", "\u2013", "\u2014")
_WHAT = {
    LINES: "Silences rules for the line, or for the next block where nothing else stands on the line.",
    FILE: "Silences rules for the whole file.",
}


@dataclass(frozen=True)
class _Comment:
    """A comment that the cursor is in: where its text begins and may end; `closed` when its end is written."""

    start: int
    end: int
    yaml: bool
    closed: bool


def items(
    session: Session, offset: int, rules: Sequence[type[AnyRule]], diagnostics: Iterable[Diagnostic] = ()
) -> tuple[Item, ...]:
    """Give what may be written at an offset of an ignore comment; nothing elsewhere.

    The rules that speak in `diagnostics` come first.
    """
    comment = _in_front(session, offset) or _in_body(session, offset)
    if comment is None or not comment.start <= offset <= comment.end:
        return ()
    text = session.text
    mark = _MARK.match(text, comment.start, comment.end)
    if mark is None or offset < mark.end():
        return tuple(_beginnings(session, offset, comment))
    verb = _next(text, mark.end(), comment.end)
    if offset <= verb.end:
        return tuple(_verbs(text, offset, verb))
    kind = text[verb.start : verb.end].lower().replace("_", "-")
    if kind not in (LINES, FILE):
        return ()
    found = {one.code for one in diagnostics}
    return tuple(_rules(text, offset, Span(verb.end, comment.end), kind, (rules, found)))


def _next(text: str, at: int, end: int) -> Span:
    """Give the word that begins next behind separators; an empty one where there is none."""
    while at < end and text[at] in _SEPARATORS:
        at += 1
    match = _WORD.match(text, at, end)
    return Span(at, match.end() if match else at)


def _in_front(session: Session, offset: int) -> _Comment | None:
    """Give the comment of YAML in which an offset lies."""
    lines = session.lines
    row = lines.row(offset)
    if row not in cursor.block_rows(session):
        return None
    line = lines.line_span(row)
    hashes = _HASH.search(session.text, line.start, line.end)
    while hashes and _in_value(session, hashes.start()):
        hashes = _HASH.search(session.text, hashes.end(), line.end)
    return _Comment(hashes.end(), line.end, yaml=True, closed=True) if hashes else None


def _in_value(session: Session, offset: int) -> bool:
    """Whether an offset lies in a value of the front matter."""
    node = session.front.root
    while node and node.entries:
        within = (one for one in node.entries if one.value_span == one.node.span)
        node = next((one.node for one in within if one.value_span.start <= offset < one.value_span.end), None)
    return node is not None and session.front.root is not node


def _in_body(session: Session, offset: int) -> _Comment | None:
    """Give the comment of Markdown in which an offset lies; one that is not closed yet on its own line."""
    text, body = session.text, session.body
    if not body.span.start <= offset or any(code.start <= offset <= code.end for code in body.code):
        return None
    for comment in body.comments:
        if comment.start + 4 <= offset <= comment.end - 3 and text.endswith("-->", comment.start + 4, comment.end):
            return _Comment(comment.start + 4, comment.end - 3, yaml=False, closed=True)
    line = session.lines.line_span(session.lines.row(offset))
    start = text.rfind("<!--", max(line.start, body.span.start), offset)
    if start < 0 or text.find("-->", start, offset) >= 0 or text.count("`", line.start, start) % 2:
        return None
    return _Comment(start + 4, line.end, yaml=False, closed=False)


def _beginnings(session: Session, offset: int, comment: _Comment) -> Iterator[Item]:
    """Yield the beginnings of ignore comments where one is typed, or nothing yet."""
    at = comment.start
    while at < offset and session.text[at] in " \t":
        at += 1
    typed = session.text[at:offset]
    rest = session.text[offset : comment.end].strip(" \t")
    if rest or (comment.yaml and not typed):  # a comment of somebody's, or one that begins
        return
    for kind, what in _WHAT.items():
        label = f"{MARK} {kind}"
        if label.startswith(typed):
            text = " " * (at == comment.start) + f"{label} "
            end = "" if comment.closed else " -->"
            gap = Span(len(text), len(text))
            span = Span(at, comment.end if not comment.closed or comment.yaml else offset)
            yield Item(Kind.DIRECTIVE, label, span, text + end, "an ignore comment", what, (gap,))


def _verbs(text: str, offset: int, verb: Span) -> Iterator[Item]:
    """Yield the verbs that begin with what is typed."""
    span = Span(min(verb.start, offset), verb.end) if verb.start <= offset else Span(offset, offset)
    typed = text[span.start : offset].lower()
    before = " " if text[span.start - 1 : span.start] == ":" else ""
    for kind, what in _WHAT.items():
        if kind.startswith(typed):
            yield Item(Kind.DIRECTIVE, kind, span, before + kind, "", what)


def _rules(
    text: str, offset: int, room: Span, kind: str, known: tuple[Sequence[type[AnyRule]], set[str]]
) -> Iterator[Item]:
    """Yield the rules that a comment may name and does not yet."""
    rules, found = known
    words: list[Span] = []
    word = _next(text, room.start, room.end)
    while word.start < word.end:
        if text.startswith(_DASHES, word.start):  # the reason
            if offset >= word.start:
                return
            break
        words.append(word)
        word = _next(text, word.end, room.end)
    here = next((one for one in words if one.start <= offset <= one.end), Span(offset, offset))
    typed = text[here.start : offset].lower().replace("_", "-")
    named = {text[one.start : one.end].lower().replace("_", "-") for one in words if one != here}
    before = "" if here.start < here.end or text[offset - 1 : offset] in tuple(_SEPARATORS) else " "
    if kind == FILE and ALL.lower().startswith(typed) and not named:
        yield Item(Kind.RULE, ALL, here, before + ALL, "all rules")
    may = [rule for rule in rules if rule.silenceable and (kind == FILE or not rule.whole_file)]
    for rule in sorted(may, key=lambda rule: (rule.code not in found, rule.code)):
        names = (rule.code, rule.name)
        if named.intersection(name.lower() for name in names):
            continue
        for label, detail in (names, names[::-1]):
            if label.lower().startswith(typed):
                yield Item(Kind.RULE, label, here, before + label, detail, pages.brief(rule))

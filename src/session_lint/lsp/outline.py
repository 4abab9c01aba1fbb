"""The outline of a session: its front matter and headings as a tree, with how far each has come."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum

from ..log import Entry as LogEntry
from ..markdown import Heading, Task
from ..profile import Path
from ..regex import regex
from ..session import Session
from ..text import Span, printable
from ..values import dataclass, field
from ..yaml.nodes import Node

_WAVE = regex(r"(?:wave|phase)[ \t]+[0-9]{1,4}(?![\w.-])", re.IGNORECASE)
_LONGEST = 100
_BEHIND_STAMP = " \t])*_`-:|,\u2013\u2014"


class Kind(Enum):
    """What a symbol stands for."""

    FRONT_MATTER = "the front matter"
    MAPPING = "a key with keys below it"
    LIST = "a key with a list"
    VALUE = "a key with a value, or an item of a list"
    AGENT = "a spawned agent"
    TITLE = "the title"
    SECTION = "a section"
    WAVE = "a wave or phase of the work"
    ENTRY = "an entry of the log"


@dataclass(frozen=True)
class Symbol:
    """A part of a session. `span` is all of it, `name_span` its name, which lies within; names are never empty."""

    kind: Kind
    name: str
    span: Span
    name_span: Span
    detail: str = ""
    children: tuple[Symbol, ...] = ()


def symbols(session: Session) -> tuple[Symbol, ...]:
    """Give the outline. Never raises."""
    return (*_front(session), *_body(session))


def _front(session: Session) -> tuple[Symbol, ...]:
    front = session.front
    if front.span is None or front.root is None:
        return ()
    children = _children(session, front.root, ())
    opening = Span(front.span.start, front.span.start + 3)
    detail = _shown(session, session.status or "")
    return (Symbol(Kind.FRONT_MATTER, "front matter", front.span, opening, detail, children),)


def _children(session: Session, node: Node, path: Path) -> tuple[Symbol, ...]:
    """Give what a mapping or list holds; it is nested no deeper than front matter may be. Aliases are not followed."""
    is_list, agents = isinstance(node.data, list), session.profile.path("spawned_agents")
    found = []
    for entry in node.entries:
        inner, below = entry.node, (*path, entry.key)
        followed = entry.value_span == inner.span
        children = _children(session, inner, below) if followed and inner.entries else ()
        span = Span(entry.key_span.start, max(entry.key_span.end, entry.value_span.end))
        name, detail, kind = entry.key, "", Kind.VALUE
        if isinstance(inner.data, dict) and path == agents:
            kind, name, detail = Kind.AGENT, _text(inner.data.get("agent")), _text(inner.data.get("status"))
        elif isinstance(inner.data, dict):
            kind = Kind.MAPPING
        elif isinstance(inner.data, list):
            kind, detail = Kind.LIST, str(len(inner.data))
        elif is_list:
            name = _text(inner.data) or inner.source
        else:
            detail = inner.source
        name_span = _first_line(session, entry.value_span if is_list else entry.key_span)
        if name_span.start < span.start or name_span.end > span.end:
            name_span = span
        name = _shown(session, name) or _shown(session, entry.key) or "(no name)"
        found.append(Symbol(kind, name, span, name_span, _shown(session, detail), children))
    return tuple(found)


@dataclass
class _Open:
    """A heading whose part has not ended yet."""

    heading: Heading
    kind: Kind
    children: list[Symbol] = field(default_factory=list)


def _body(session: Session) -> tuple[Symbol, ...]:
    entries = [entry for found in session.logs for entry in found]
    log = session.profile.log
    as_headings = log is not None and log.entry.level > 0
    heads = {session.lines.row(entry.span.start) for entry in entries} if as_headings else set()
    lines = [] if as_headings else entries
    tasks = session.tasks
    top: list[Symbol] = []
    stack: list[_Open] = []

    def close(end: int, level: int) -> None:
        while stack and stack[-1].heading.level >= level:
            ended = stack.pop()
            (stack[-1].children if stack else top).append(_section(session, ended, end, tasks))

    number = 0
    for heading in (*session.body.headings, None):
        start = heading.line.start if heading else len(session.text)
        first = number
        while number < len(lines) and lines[number].span.start < start:
            number += 1
        if stack:
            stack[-1].children.extend(_line_entries(session, lines[first:number], start))
        close(start, heading.level if heading else 0)
        if heading:
            stack.append(_Open(heading, _kind(session, heading, heads)))
    return tuple(top)


def _kind(session: Session, heading: Heading, heads: Iterable[int]) -> Kind:
    if session.lines.row(heading.span.start) in heads:
        return Kind.ENTRY
    if _WAVE.match(heading.title):
        return Kind.WAVE
    return Kind.TITLE if heading.level == 1 else Kind.SECTION


def _section(session: Session, ended: _Open, end: int, tasks: Sequence[Task]) -> Symbol:
    heading = ended.heading
    first = bisect_left(tasks, heading.line.end, key=lambda task: task.span.start)
    last = bisect_left(tasks, end, key=lambda task: task.span.start)
    total = last - first
    left = sum(not task.done for task in tasks[first:last])
    detail = f"{left} open of {total}" if total else ""
    name, span = _shown(session, heading.title) or "(no title)", Span(heading.line.start, max(end, heading.span.end))
    return Symbol(ended.kind, name, span, heading.span, detail, tuple(ended.children))


def _line_entries(session: Session, entries: Sequence[LogEntry], end: int) -> list[Symbol]:
    """Give the entries of a log that are lines; each goes up to the next one."""
    found = []
    for number, entry in enumerate(entries):
        until = entries[number + 1].span.start if number + 1 < len(entries) else end
        row = session.lines.row(max(until - 1, entry.span.end))
        while row > session.lines.row(entry.span.end) and not session.lines.line(row).strip():
            row -= 1
        stop = min(max(entry.span.end, session.lines.line_span(row).end), max(until, entry.span.end))
        start = min(entry.head.start, entry.span.start)
        said = session.text[entry.head.end : entry.span.end].lstrip(_BEHIND_STAMP)
        stamp = _shown(session, session.text[entry.stamp.start : entry.stamp.end])
        name = _shown(session, said) or stamp or "(no text)"
        found.append(Symbol(Kind.ENTRY, name, Span(start, stop), entry.span, stamp))
    return found


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _shown(session: Session, text: str) -> str:
    """Give a text for one line of an outline, without secrets."""
    one = printable(session.mask(" ".join(text.split())))
    return one if len(one) <= _LONGEST else one[: _LONGEST - 1] + "…"


def _first_line(session: Session, span: Span) -> Span:
    end = session.lines.line_span(session.lines.row(span.start)).end
    return Span(span.start, max(span.start, min(span.end, end)))

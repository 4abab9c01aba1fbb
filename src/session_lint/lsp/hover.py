"""Hover: what stands under the pointer, in words. Markdown, in which nothing of the file is markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from .. import pages, report, suppression, timestamps
from ..config.selection import fits
from ..profile import Path, State
from ..rule import AnyRule
from ..session import Session
from ..silencing import Vocabulary
from ..suppression import FILE, LINES, Word
from ..text import Span
from ..values import dataclass
from ..yaml.nodes import Entry
from . import cursor, describing, fields, marked, sections
from .cursor import KeyPlace, ValuePlace

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STATES = {
    State.ACTIVE: "work that is happening",
    State.PAUSED: "work that is stopped for now",
    State.COMPLETED: "work that is over",
}
_MOST_RULES = 12
_VERBS = {
    LINES: "Silences the rules that follow for this line; where nothing else stands on it, for the next block.",
    FILE: "Silences the rules that follow for the whole file.",
}


@dataclass(frozen=True)
class Hover:
    """What an editor shows for a span, as Markdown."""

    span: Span
    text: str


def hover(session: Session, offset: int, now: datetime, rules: Sequence[type[AnyRule]]) -> Hover | None:
    """Say what stands at an offset; None where there is nothing to say. `rules` are all there are. Never raises."""
    ways = (_of_directive(session, offset, rules), _of_front(session, offset, now), _of_body(session, offset, now))
    return next((found for way in ways for found in way), None)


def told(instant: datetime, now: datetime) -> str:
    """Say how long ago a moment is, or in how long, and when that is in UTC."""
    age = timestamps.age(now - instant)
    when = f"in {age}" if instant > now else f"{age} ago"
    return f"**{when}** · {_DAYS[instant.weekday()]}, {instant:%Y-%m-%d %H:%M:%S} UTC"


def _of_directive(session: Session, offset: int, rules: Sequence[type[AnyRule]]) -> Iterator[Hover]:
    """Yield what an ignore comment says at an offset."""
    vocabulary = Vocabulary(tuple(rules))
    for directive in suppression.read(session):
        if not _holds(directive.span, offset):
            continue
        if _holds(directive.verb.span, offset) and directive.kind in _VERBS:
            yield Hover(directive.verb.span, _VERBS[directive.kind])
        for word in directive.words:
            if _holds(word.span, offset) and (text := _rules_named(word, vocabulary)):
                yield Hover(word.span, text)


def _rules_named(word: Word, vocabulary: Vocabulary) -> str:
    """Give the page of the rule that a word names, or a list of those that it names."""
    selector = vocabulary.selector(word.text)
    if selector is None:
        return ""
    named = vocabulary.named(selector)
    if len(named) == 1 and fits(selector, named[0]):
        address = report.page(named[0].code, named[0].name)
        return pages.brief(named[0]) + (f"\n\n[{named[0].name}]({address})" if address else "")
    lines = [f"- `{rule.code}` `{rule.name}`: {pages.page(rule).summary}" for rule in named[:_MOST_RULES]]
    more = [f"- and {len(named) - _MOST_RULES} more"] if len(named) > _MOST_RULES else []
    return "\n".join((f"{marked.code(selector)}: {len(named)} rules", "", *lines, *more))


def _of_front(session: Session, offset: int, now: datetime) -> Iterator[Hover]:
    """Yield what a key or value of the front matter is."""
    if session.lines.row(offset) not in cursor.block_rows(session):
        return
    found = _entry(session, offset) if session.front.root else _place(session, offset)
    if found is None:
        return
    path, span, written, on_key = found
    one = fields.field(session.profile.schema, path)
    parts = [describing.about(one)] if one else []
    parts += [] if on_key else _value(session, path, written, now)
    if parts:
        yield Hover(span, "\n\n".join(parts))


def _entry(session: Session, offset: int) -> tuple[Path, Span, object, bool] | None:
    """Give the path of the key or value at an offset, its span, its data, and whether it is the key."""
    path: Path = ()
    node = session.front.root
    while node:
        entry = next((one for one in node.entries if _within(one, offset)), None)
        if entry is None:
            return None
        path = (*path, entry.key)
        is_key = isinstance(node.data, dict) and _holds(entry.key_span, offset)
        if is_key or not entry.node.entries or entry.value_span != entry.node.span:
            data = None if entry.node.entries else entry.node.data
            return path, entry.key_span if is_key else entry.value_span, data, is_key
        node = entry.node
    return None


def _within(entry: Entry, offset: int) -> bool:
    return _holds(entry.key_span, offset) or _holds(entry.value_span, offset)


def _place(session: Session, offset: int) -> tuple[Path, Span, object, bool] | None:
    """Give the same of a block that cannot be read."""
    for place in cursor.find(session, offset):
        written = session.text[place.span.start : place.span.end]
        if isinstance(place, KeyPlace) and written:
            return (*place.path, written.strip("'\"")), place.span, None, True
        if isinstance(place, ValuePlace) and written.strip():
            return place.path, place.span, written.strip(" \t'\""), False
    return None


def _value(session: Session, path: Path, written: object, now: datetime) -> list[str]:
    """Say what a value means."""
    if not isinstance(written, str):
        return []
    one, parts = fields.field(session.profile.schema, path), []
    shown = marked.code(session.mask(written))
    meaning = next((word.meaning for word in (one.words if one else ()) if word.value == written), "")
    state = session.profile.state(written) if path == session.profile.path("status") else None
    if meaning or state:
        parts.append(f"{shown}: {marked.prose(meaning) if meaning or state is None else _STATES[state]}")
    reading = timestamps.read(written)
    if reading.instant:
        parts.append(told(reading.instant, now))
    elif one and one.is_time and written:
        parts.append(f"{shown}: {reading.fault}" + (f"; {reading.advice}" if reading.advice else ""))
    return parts


def _of_body(session: Session, offset: int, now: datetime) -> Iterator[Hover]:
    """Yield when an entry of the log was made, and what belongs under a heading."""
    for entry in (entry for entries in session.logs for entry in entries):
        if entry.instant and _holds(entry.stamp, offset):
            yield Hover(entry.stamp, told(entry.instant, now))
    for heading in session.body.headings:
        here = heading.line.start <= offset <= heading.span.end and heading.level in (2, 3)
        if here and (text := sections.about(session, heading.title)):
            yield Hover(Span(heading.line.start, heading.span.end), text)


def _holds(span: Span, offset: int) -> bool:
    """Whether an offset lies in a span or at its end, where the cursor of an editor may stand."""
    return span.start <= offset <= span.end and span.start < span.end

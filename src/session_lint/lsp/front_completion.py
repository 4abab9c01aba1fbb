"""Completion in the front matter: keys, items of lists, values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from .. import edits, linear
from ..profile import Path, State
from ..session import Session
from ..text import Span, printable
from ..timestamps import as_text
from ..values import dataclass, field
from . import cursor, fields, marked
from .cursor import ItemPlace, KeyPlace, ValuePlace
from .describing import about, source
from .fields import Field
from .items import Item, Kind, fitting

_DEEPEST = 4
_NESTED = frozenset(("array", "object"))
"""Of these kinds is what is mostly written on the lines below; Enter there must not take a word that is offered."""
_LONGEST = 2000  # of what one item writes; a schema that refers to itself has no end


def items(session: Session, offset: int, now: datetime) -> tuple[Item, ...]:
    """Give what may be written at an offset of the front matter; nothing elsewhere."""
    completer = _Completer(session, offset, now)
    return tuple(item for place in cursor.find(session, offset) for item in completer.at(place))


@dataclass
class _Draft:
    """A text that is put together, with the places in it that somebody will fill in."""

    text: str = ""
    places: list[Span] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text += text

    def gap(self) -> None:
        self.places.append(Span(len(self.text), len(self.text)))


class _Completer:
    """Makes the items for one place."""

    def __init__(self, session: Session, offset: int, now: datetime) -> None:
        self.session, self.offset, self.now = session, offset, now
        self.schema = session.profile.schema
        self.newline = session.lines.newline

    def at(self, place: cursor.Place) -> Iterator[Item]:
        """Yield the items for a place."""
        match place:
            case KeyPlace():
                yield from fitting(self.keys(place), self.typed(place.span))
                if place.item:
                    yield from self.values(ValuePlace(place.path, place.span))
            case ItemPlace():
                yield from self.list_items(place)
            case ValuePlace():
                yield from self.values(place)

    def typed(self, span: Span) -> str:
        """Give what stands in a span before the cursor."""
        return self.session.text[span.start : self.offset]

    def keys(self, place: KeyPlace) -> Iterator[Item]:
        """Yield the keys that may stand at a place and are not there, those that must be there first."""
        known = [one for one in fields.keys(self.schema, place.path) if one.key not in place.taken]
        for one in sorted(known, key=lambda one: not one.required):
            if place.holds and one.kinds and place.holds not in one.kinds:
                continue
            draft = _Draft()
            if place.colon:
                draft.add(source(one.key))
            elif place.holds:
                draft.add(f"{source(one.key)}:")
            else:
                self.entry(draft, one, place.column, place.unit, 0)
            yield Item(
                Kind.KEY,
                printable(one.key),
                place.span,
                draft.text,
                detail="required" if one.required else "",
                documentation=about(one),
                places=tuple(draft.places),
            )

    def list_items(self, place: ItemPlace) -> Iterator[Item]:
        """Yield an item of a list of mappings, with the keys that it must have."""
        above = fields.field(self.schema, place.path)
        below = (*place.path, "0")
        if above is None or "array" not in above.kinds or not fields.keys(self.schema, below):
            return
        draft = _Draft("- ")
        self.mapping(draft, below, place.column + 2, place.unit, 0)
        first = draft.text.partition(":")[0]
        documentation = marked.prose(above.description)
        yield Item(Kind.ITEM, first, place.span, draft.text, "a new item", documentation, tuple(draft.places))

    def entry(self, draft: _Draft, one: Field, column: int, unit: int, depth: int) -> None:
        """Write a key with as much of its value as is known."""
        draft.add(f"{source(one.key)}:")
        nests = depth < _DEEPEST and len(draft.text) < _LONGEST
        inner = f"{self.newline}{' ' * (column + unit)}"
        if "object" in one.kinds and nests:
            draft.add(inner)
            self.mapping(draft, one.path, column + unit, unit, depth + 1)
        elif "array" in one.kinds and nests:
            draft.add(f"{inner}- ")
            self.mapping(draft, (*one.path, "0"), column + unit + 2, unit, depth + 1)
        elif one.is_time:
            draft.add(f" {edits.quote(as_text(self.now), self.session.front.quotes)}")
        else:
            word = self.first_word(one) if depth else None
            draft.add(" " if word is None else f" {source(word, '')}")
            if word is None:
                draft.gap()

    def mapping(self, draft: _Draft, path: Path, column: int, unit: int, depth: int) -> None:
        """Write the keys that the mapping at a path must have; a gap where there are none."""
        required = [one for one in fields.keys(self.schema, path) if one.required]
        for number, one in enumerate(required):
            draft.add(f"{self.newline}{' ' * column}" if number else "")
            self.entry(draft, one, column, unit, max(depth, 1))
        if not required:
            draft.gap()

    def first_word(self, one: Field) -> Any:
        """Give the value with which a field begins: of the status the word for work that is happening."""
        if one.path == self.session.profile.path("status"):
            return next(iter(self.session.profile.statuses.get(State.ACTIVE, ())), None)
        return one.words[0].value if one.words else None

    def values(self, place: ValuePlace) -> Iterator[Item]:
        """Yield the values that a schema lists, or that are known otherwise."""
        one = fields.field(self.schema, place.path)
        written = self.session.text[place.span.start : place.span.end].lstrip(" \t")
        style = written[:1] if written[:1] in ("'", '"') else ""
        typed = self.typed(place.span).lstrip(" \t").lstrip("'\"")
        before = " " * place.glued
        yield from self.times(place, one, before, style)
        for value, meaning in self.words(place.path, one):
            text = source(value, style)
            label = printable(value) if isinstance(value, str) else text
            if label.casefold().startswith(typed.casefold()):
                detail = _plain(meaning)
                documentation = about(one) if one else ""
                yield Item(Kind.VALUE, label, place.span, before + text, detail, documentation, filter=text)

    def words(self, path: Path, one: Field | None) -> Iterator[tuple[Any, str]]:
        """Yield values and their meanings."""
        yield from ((word.value, word.meaning) for word in (one.words if one else ()))
        session, profile = self.session, self.session.profile
        if path == profile.path("status") and not (one and one.words):
            yield from ((word, state.value) for state in State for word in profile.statuses.get(state, ()))
        issue = session.linear_issue
        if path == profile.path("linear_url") and profile.linear_url and linear.team(issue) and issue:
            yield linear.address(profile.linear_url, issue), ""
        for kind, values in (("boolean", (True, False)), ("null", (None,))):
            if one and kind in one.kinds and not one.words and not _NESTED.intersection(one.kinds):
                yield from ((value, "") for value in values)

    def times(self, place: ValuePlace, one: Field | None, before: str, style: str) -> Iterator[Item]:
        """Yield the times that may be meant."""
        if one is None or not one.is_time:
            return
        quotes = style or self.session.front.quotes
        stamp = self.session.file_name.stamp
        typed = self.typed(place.span).lstrip(" \t'\"")
        times = [("now", self.now, "The time as it is.")]
        if place.path == self.session.profile.path("created") and stamp:
            times.append(("file name", stamp, "The time in the file's name."))
        for label, time, documentation in times:
            written = as_text(time)
            word = label if label.startswith(typed.lower()) else written  # an editor knows one word to hold it against
            if word.startswith(typed):
                text = before + edits.quote(written, quotes)
                yield Item(Kind.TIME, label, place.span, text, written, documentation, filter=style + word)


def _plain(meaning: str) -> str:
    """Give a meaning for a line of plain text."""
    return printable(" ".join(meaning.replace("`", "").split()))

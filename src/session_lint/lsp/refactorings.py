"""Steps in the life of a session that somebody may want to take where nothing is wrong. Pure.

They are those of `session-lint status` and `session-lint log`, and an entry for an agent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .. import amending, edits, lifecycle
from ..diagnostic import Edit
from ..failure import Failure
from ..lifecycle import Change, Step
from ..profile import State
from ..scene import Scene
from ..session import Session
from ..text import Span
from ..values import dataclass, replace
from ..yaml.nodes import Entry, Node

_WORDS = {State.ACTIVE: "resume", State.PAUSED: "pause", State.COMPLETED: "complete"}
_TODO = "TODO"  # somebody has to write it, and in an editor sees it at once
_ENTRY = f"{_TODO}: what happened"
_AGENT = (("agent", _TODO), ("task", f"{_TODO}: what it is to do"), ("status", "in_progress"))


@dataclass(frozen=True)
class Refactoring:
    """A step: a word for it, its title, where somebody must be to be offered it unasked, and what it does."""

    word: str
    title: str
    place: Span
    change: Change


def possible(session: Session, now: datetime) -> Iterator[Refactoring]:
    """Yield the steps that can be taken from where a session is; what its text is like in detail is another matter."""
    try:
        lifecycle.require_editable(session)
    except Failure:
        return
    head = Span(0, session.front.content.end)
    if session.profile.path("last_updated"):
        yield Refactoring("touch", "set `last_updated` to now", head, lambda it: Step(lifecycle.touched(it, now)))
    for state, word in _WORDS.items():
        if session.state is not state and session.profile.statuses.get(state) and session.profile.path("status"):
            yield Refactoring(word, f"{word} this session", head, _status(session.profile.statuses[state][0], now))
    if log := session.profile.log:
        kept = [one for one in session.sections if log.is_kept_in(one)]
        place = Span(kept[-1].heading.line.start, kept[-1].body.end) if kept else head
        yield Refactoring("log", "add a log entry", place, lambda it: lifecycle.logged(it, _TODO, _ENTRY, now))
    if path := session.profile.path("spawned_agents"):
        yield Refactoring("agent", "add a spawned agent", head, lambda it: _with_agent(it, path, now))


def taken(scene: Scene, session: Session, step: Refactoring) -> tuple[str | None, tuple[Edit, ...]]:
    """Give the text after a step, and its edits; None where it cannot be taken, or changes nothing."""
    try:
        found = amending.amended(scene, session, step.change)
    except Failure:
        return None, ()
    return (found.after.session.text, step.change(session).edits) if found.patch.changes else (None, ())


def _status(word: str, now: datetime) -> Change:
    return lambda session: lifecycle.with_status(session, word, now)


def _with_agent(session: Session, path: tuple[str, ...], now: datetime) -> Step:
    edit = _appended(session, path)
    if edit is None:
        raise Failure("no agent can be added by a small edit", "write it by hand")
    return Step((edit, *lifecycle.touched(session, now)), strict=True)


def _appended(session: Session, path: tuple[str, ...]) -> Edit | None:
    """Add an item to the list at a path, which is made where it is not there."""
    front = session.front
    entry = front.entry(*path)
    if front.root is None or not front.is_alone(*path):
        return None
    if entry is None:
        return _new_list(session, path)
    node = entry.node
    if entry.value_span != node.span:
        return None
    if node.data in ([], None):
        plain = session.text[entry.value_span.start : entry.value_span.end][:1] not in ("&", "!")
        return _first_item(session, path, entry) if plain else None
    return _next_item(session, path, node) if isinstance(node.data, list) and not node.style else None


def _new_list(session: Session, path: tuple[str, ...]) -> Edit | None:
    """Add the list, below the nearest mapping on its way that is there."""
    front = session.front
    known = next(length for length in range(len(path) - 1, -1, -1) if length == 0 or front.node(*path[:length]))
    parent = front.node(*path[:known])
    place = edits.bottom(session, parent) if parent and parent.entries and not parent.style else None
    if place is None:
        return None
    at, indent = place
    lines = [f"{indent}{'  ' * depth}{key}:" for depth, key in enumerate(path[known:])]
    lines += _item(session, indent + "  " * len(path[known:]))
    return _lines(session, Span(at, at), lines, path)


def _first_item(session: Session, path: tuple[str, ...], entry: Entry) -> Edit | None:
    """Put an item in the place of an empty list, or of nothing."""
    _, indent = edits.indentation(session, entry.key_span.start)
    if indent is None:
        return None
    start = entry.value_span.start
    while session.text[start - 1] in " \t":
        start -= 1
    end = session.lines.line_span(session.lines.row(entry.value_span.end)).end
    behind = session.text[entry.value_span.end : end]  # a comment on the key stays with it
    edit = _lines(session, Span(start, end), _item(session, f"{indent}  "), path)
    return replace(edit, content=behind.rstrip(" \t") + edit.content)


def _next_item(session: Session, path: tuple[str, ...], node: Node) -> Edit | None:
    """Add an item behind the last one, indented as the first one is."""
    first = node.entries[0].value_span.start
    line = session.text[session.lines.starts[session.lines.row(first) - 1] : first]
    marks = line.rstrip(" ")
    end = edits.foot(session, node)
    if end is None or marks.strip(" ") != "-":
        return None
    return _lines(session, Span(end, end), _item(session, marks[:-1], len(line) - len(marks)), path)


def _lines(session: Session, span: Span, lines: list[str], path: tuple[str, ...]) -> Edit:
    return Edit(session.path, span, "".join(session.lines.newline + line for line in lines), (path,))


def _item(session: Session, indent: str, gap: int = 1) -> list[str]:
    """Write the lines of an item whose hyphen stands behind this indentation."""
    written = [f"{key}: {edits.quote(value, session.front.quotes)}" for key, value in _AGENT]
    return [f"{indent}{'-' if not number else ' '}{' ' * gap}{line}" for number, line in enumerate(written)]

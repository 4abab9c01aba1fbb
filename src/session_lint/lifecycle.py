"""Steps in the life of a session as edits of its text: an entry in its log, another status. Pure.

All of it is the smallest edit, in the file's own quoting, indentation and line ends. What a small edit cannot do is
refused with the place, and nothing is done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from . import edits, prose
from .diagnostic import Edit
from .failure import Failure
from .log import Entry, Log
from .markdown import Body
from .profile import Profile, State
from .session import Session
from .text import Span, closest, letters, printable, shown
from .timestamps import as_text
from .values import dataclass

_SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class Step:
    """What is to be done to a session: edits, and what they add to its body: headings, as (level, title), and entries.

    A `strict` one must bring no error of the linter's; the others are what somebody wants in any case.
    """

    edits: tuple[Edit, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    entries: int = 0
    strict: bool = False


Change = Callable[[Session], Step]
"""Gives what is to be done to a session as it is read. Raises Failure."""


def require_editable(session: Session) -> None:
    """Raise a Failure with the place for a session that cannot be read as a whole: no edit of it is for certain."""
    if session.readable and session.conflicts:
        raise Failure(f"{_at(session, session.conflicts[0].opening)}: an unresolved merge", "resolve it first")
    problem = next(iter((*session.problems, *session.front.problems)), None)
    if problem:
        raise Failure(f"{_at(session, problem.span)}: {session.mask(problem.message)}", problem.help or "mend it first")


def logged(session: Session, who: str, what: str, now: datetime) -> Step:
    """Add an entry to the log, where the newest ones are, in the profile's form; it is made where there is none."""
    log = session.profile.log
    if log is None:
        raise Failure(f"sessions of the kind {shown(session.profile.name)} keep no log", "see `[profile.log]`")
    if session.body.unclosed:
        place = _at(session, session.body.unclosed)
        raise Failure(f"{place}: what begins here is never closed, and would take in the entry", "close it first")
    line, below = _entry(log, prose.one_line(who, "WHO"), prose.one_line(what, "WHAT"), now)
    added = [(log.entry.level, line.lstrip("#").strip(" "))] if log.entry.level else []
    edit, new = _insertion(session, log, line, below)
    added += [(2, log.section)] if new else []
    times = (*touched(session, now), *_stamped(session, "last_entry", now))
    return Step((edit, *times), tuple(added), entries=1, strict=True)


def with_status(session: Session, word: str, now: datetime) -> Step:
    """Set the status to a word of the profile's; no edits where it is that already."""
    if session.status == word:
        return Step()
    return Step((set_field(session, "status", word), *touched(session, now)))


def status_word(profile: Profile, asked: str) -> str:
    """Give the status that somebody means: one of the profile's words in any spelling, or a state by its name."""
    words = [word for state in State for word in profile.statuses.get(state, ())]
    states = {state.value: of[0] for state in State if (of := profile.statuses.get(state))}
    exact = next((word for word in words if letters(word) == letters(asked)), None)
    if found := exact or states.get(letters(asked)):
        return found
    near = closest(asked.casefold(), (*words, *states))
    every = ", ".join(map(shown, words))
    advice = f"did you mean {shown(near)}?" if near else f"expected one of {every}"
    raise Failure(f"no status is called {shown(asked)}", advice)


def touched(session: Session, now: datetime) -> tuple[Edit, ...]:
    """Set the time of the last update, where this kind of session has one.

    A second step within a second, or on a machine whose clock is a little behind, is later all the same: what stands
    still would look like an update that was forgotten.
    """
    path = session.profile.path("last_updated")
    if path is None:
        return ()
    updated = session.last_updated
    if updated and timedelta() <= updated - now < _SKEW:
        now = updated.replace(microsecond=0) + timedelta(seconds=1)
    if session.front.entry(*path):
        return _stamped(session, "last_updated", now)
    beside = tuple(other[-1] for other in session.profile.fields.values() if other[:-1] == path[:-1])
    edit = edits.insert_key(session, path, as_text(now), beside)
    if edit is None:
        place = _at(session, session.front.nearest_span(*path))
        raise Failure(f"{place}: `{'.'.join(path)}` is missing", f'write it there, as "{as_text(now)}"')
    return (edit,)


def _stamped(session: Session, field: str, now: datetime) -> tuple[Edit, ...]:
    """Set a time that is there, in its own quotes."""
    path = session.profile.path(field)
    entry = session.front.entry(*path) if path else None
    if path is None or entry is None:
        return ()
    written = isinstance(entry.node.data, str)
    edit = edits.set_time(session, path, as_text(now)) if written else edits.set_quoted(session, path, as_text(now))
    return (edit or _refuse(session, path, as_text(now)),)


def set_field(session: Session, field: str, value: str) -> Edit:
    """Set a known field that is there, in its own quotes. Raises Failure."""
    path = session.profile.path(field)
    if path is None:
        raise Failure(f"sessions of the kind {shown(session.profile.name)} have no `{field}`", "see `[profile.fields]`")
    if session.front.entry(*path) is None:
        place = _at(session, session.front.nearest_span(*path))
        raise Failure(f"{place}: `{'.'.join(path)}` is missing", f"write it there, as {shown(value)}")
    return edits.set_value(session, path, value) or _refuse(session, path, value)


def objection(before: Session, after: Session, step: Step) -> str | None:
    """Say what else than intended a step would do to the body; None when it does nothing else."""
    old, new = (Counter((one.level, one.title) for one in session.body.headings) for session in (before, after))
    if new - old != Counter(step.headings) or new.total() != old.total() + len(step.headings):
        return "other headings of the file would change"
    if _parts(before.body) != _parts(after.body) or _boxes(before) != _boxes(after):
        return "what is a comment, code or a box in the file would change"
    if sum(map(len, after.logs)) != sum(map(len, before.logs)) + step.entries:
        return "it would not be read as one entry of the log"
    return None


def _parts(body: Body) -> tuple[int, int, bool]:
    return len(body.comments), len(body.code), body.unclosed is None


def _boxes(session: Session) -> list[tuple[bool, str]]:
    return [(task.done, task.text) for task in session.tasks]


def _refuse(session: Session, path: tuple[str, ...], value: str) -> Edit:
    span = session.front.value_span(*path) or session.front.nearest_span(*path)
    raise Failure(
        f"{_at(session, span)}: `{'.'.join(path)}` is written in a way that no small edit can change",
        f"write it by hand, as {shown(value)}; an alias, an anchor, a tag or a block is in the way",
    )


def _at(session: Session, span: Span) -> str:
    place = session.lines.position(span.start)
    return f"{printable(session.path)}:{place.row}:{place.column}"


def _entry(log: Log, who: str, what: str, now: datetime) -> tuple[str, str]:
    """Give an entry's line and the text below it, as Markdown takes both for no more than that."""
    written = log.entry.write(now, who, what)
    if written is None:
        raise Failure(f"WHO is {shown(who)}, which does not fit the log", f"its entries are {shown(log.entry.written)}")
    line, below = written
    text = prose.paragraph(below) if below else ""
    if log.entry.level:
        marks = "#" * log.entry.level
        title = prose.heading(line.removeprefix(marks).strip(" \t"), log.entry.level)
        line, plain = f"{marks} {title}", title is not None
    else:
        marked = prose.paragraph(line)
        plain = marked is not None and not marked.startswith("\\")
        line = marked or line
    if text is None or not plain:
        raise Failure(f"{shown(what)} cannot stand in the log", "say it in plain words")
    return line, text


def _insertion(session: Session, log: Log, line: str, below: str) -> tuple[Edit, bool]:
    """Give the edit that adds an entry, and whether it makes the section."""
    newline = session.lines.newline
    kept = [section for section in session.sections if log.is_kept_in(section)]
    logs = list(zip(kept, session.logs, strict=True))
    section, entries = next((one for one in reversed(logs) if one[1]), logs[-1] if logs else (None, ()))
    gap = newline * (1 if _is_dense(session, log, entries) else 2)
    text = line + newline * (2 if entries and _is_spaced(session, log, entries[-1]) else 1) + below if below else line
    if section is None:
        heading = f"## {log.section}{newline * 2}"
        return _behind(session, session.body.span.end, 1, newline * 2 + heading + text), True
    if _is_newest_first(entries):
        at = session.lines.starts[session.lines.row(entries[0].span.start) - 1]
        return Edit(session.path, Span(at, at), text + gap), False
    first = session.lines.row(section.heading.span.end)
    return _behind(session, section.body.end, first, (gap if entries else newline * 2) + text), False


def _is_newest_first(entries: Sequence[Entry]) -> bool:
    dated = [entry.instant for entry in entries if entry.instant]
    falling = [after < before for before, after in pairwise(dated) if before != after]
    return falling.count(True) > falling.count(False)


def _is_dense(session: Session, log: Log, entries: Sequence[Entry]) -> bool:
    """Whether entries follow one another without a blank line, as lines mostly do."""
    if log.entry.level:
        return False
    rows = [session.lines.row(entry.span.start) for entry in entries]
    steps = [after - before for before, after in pairwise(rows)]
    return not steps or min(steps[-1], steps[0]) == 1


def _is_spaced(session: Session, log: Log, entry: Entry) -> bool:
    """Whether a blank line stands below the heading of an entry."""
    row = session.lines.row(entry.span.end) + 1
    more = log.entry.level and row < len(session.lines.starts)
    return bool(more) and not session.lines.line(row).strip() and _is_text(session.lines.line(row + 1))


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")


def _behind(session: Session, end: int, first: int, text: str) -> Edit:
    """Add text behind the last words before an offset, not above a row; blanks and rules (`---`) stay behind it."""
    lines = session.lines
    start = session.front.span.end if session.front.span else 0
    row = lines.row(max(end - 1, start))
    while row > max(first, lines.row(start)) and not lines.line(row).strip(" \t\v\f-*_"):
        row -= 1
    at = lines.line_span(row).end
    follows = row < len(lines.starts) and lines.line(row + 1).strip()
    return Edit(session.path, Span(at, at), text + lines.newline * bool(follows))

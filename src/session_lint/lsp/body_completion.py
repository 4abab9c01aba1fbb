"""Completion in the body: headings of sections that are missing, entries of the log. Prose is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .. import drafting
from .. import session as sessions
from ..failure import Failure
from ..log import Log
from ..regex import regex
from ..session import Session
from ..text import BOM, Span
from . import sections
from .items import Item, Kind

_HEADING = regex(r"[ ]{0,3}(#{1,2})(?!#)(?:[ \t]+|(?=[^ \t#])|\Z)(.*)")
_PLACE = regex(r"<([a-z]+)>")
_PROBE = "Heading that is none yet"


def items(session: Session, offset: int, now: datetime) -> tuple[Item, ...]:
    """Give what may be written at an offset of the body; nothing elsewhere."""
    if not session.readable:
        return ()
    if not session.text.removeprefix(BOM).strip():
        return tuple(_draft(session, offset, now))
    if offset < session.body.span.start or session.front.span is None:
        return ()
    return (*_headings(session, offset), *_entries(session, offset, now))


def _headings(session: Session, offset: int) -> Iterator[Item]:
    """Yield the headings of the sections that are missing, where one is begun."""
    line = _line(session, offset)
    match = _HEADING.fullmatch(session.text, line.start, line.end)
    if match is None or offset < match.end(1) - (len(match[1]) > 1):
        return
    here = session.lines.row(offset)
    there = {one.title.casefold() for one in session.body.headings if session.lines.row(one.line.start) != here}
    profile = session.profile
    titles = dict.fromkeys((*profile.sections, *([profile.log.section] if profile.log else [])))
    typed = session.text[match.start(2) : max(offset, match.start(2))].lstrip(" \t").casefold()
    missing = [one for one in titles if one.casefold() not in there and one.casefold().startswith(typed)]
    if not missing or not _is_heading(session, Span(match.start(1), line.end)):
        return
    for title in missing:
        text = f"## {title}"
        detail = "required section" if title in profile.sections else "section"
        span = Span(match.start(1), line.end)
        yield Item(Kind.SECTION, title, span, text, detail, sections.about(session, title), filter=text)


def _is_heading(session: Session, span: Span) -> bool:
    """Whether a heading in a span would be one: not in code, in a comment, or in HTML."""
    if any(one.line.start <= span.start < one.line.end for one in session.body.headings):  # as most are: no new reading
        return True
    text = session.text[: span.start] + f"## {_PROBE}" + session.text[span.end :]
    return any(one.title == _PROBE for one in sessions.read(session.path, text, session.profile).body.headings)


def _entries(session: Session, offset: int, now: datetime) -> Iterator[Item]:
    """Yield an entry of the log, in it, on a line where nothing else stands."""
    log = session.profile.log
    line = _line(session, offset)
    within = [one for one in session.sections if log and log.is_kept_in(one) and one.body.start <= line.start]
    if log is None or not any(line.end <= one.body.end for one in within) or session.body.is_code(line.start):
        return
    text = log.entry.example(now)
    typed = session.text[line.start : line.end].rstrip(" \t")
    if not text.startswith(typed) or offset > line.start + len(typed) + 1:
        return
    if typed.strip("#") == "" and 0 < len(typed) < 3:  # noqa: PLR2004 -- a section begins
        return
    detail = f"an entry of {log.section}"
    yield Item(
        Kind.ENTRY, "log entry", line, text, detail, sections.about(session, log.section), _gaps(log, text), text
    )


def _gaps(log: Log, text: str) -> tuple[Span, ...]:
    """Give where the names of an entry's pattern stand in an entry that is made of it."""
    tail = log.entry.written[log.entry.written.index("<") :] if "<" in log.entry.written else ""
    at = len(text) - len(_PLACE.sub(r"\1", tail))
    found, last = [], 0
    for place in _PLACE.finditer(tail):
        at += place.start() - last
        found.append(Span(at, at + len(place[1])))
        at, last = at + len(place[1]), place.end()
    return tuple(found)


def _draft(session: Session, offset: int, now: datetime) -> Iterator[Item]:
    """Yield a whole session where there is none yet, as `session-lint new` makes it."""
    start = len(BOM) if session.text.startswith(BOM) else 0
    line = _line(session, offset)
    if line != Span(start, len(session.text)):  # what is replaced must be one line
        return
    try:
        wish = drafting.wish(session.file_name.description.replace("-", " "))
        text = drafting.draft(session.profile, wish, session.file_name.stamp or now)
    except Failure:
        return
    yield Item(Kind.SESSION, "session", line, text, "a new session", "What `session-lint new` writes.")


def _line(session: Session, offset: int) -> Span:
    """Give the line of an offset; the first one behind a byte order mark."""
    line = session.lines.line_span(session.lines.row(offset))
    return Span(len(BOM), line.end) if line.start == 0 and session.text.startswith(BOM) else line

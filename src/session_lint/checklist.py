"""The checklist before a session is put away: what the rules on finished sessions say of it, item by item. Pure.

The items are those of the format's deletion checklist, as far as a program can see; of the rest it reminds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from . import linear, overview
from .diagnostic import Diagnostic, Related
from .profile import Finished
from .regex import regex
from .session import Session
from .text import LineIndex, Span, shown
from .values import dataclass

OPEN_WORK, DECISIONS, REFERENCES = "SL404", "SL407", "SL601"
"""The rules that are asked."""

_ITEMS = {
    "boxes": "every box is ticked",
    "agents": "every agent has finished",
    "blockers": "nothing blocks the work",
    "decisions": "decisions that others have to know have a record",
    "next-steps": "next steps are handed on",
    "references": "nothing refers to the session",
}
# The last step of any session, which is taken now.
_FAREWELL = regex(
    r"(?:archive|close|complete|delete|remove) (?:this (?:session|file)|(?:the )?session)\b", re.IGNORECASE
)
# What says that somebody else has it now: `BACK-123`, `#12`, `acme/api#12`, an address.
_NUMBER = regex(r"(?<![&#])#[1-9][0-9]*(?![\w-])")
_LONGEST_NAME = 140  # of a repository with its owner
_ADDRESS = regex(r"https?://[^\s/]")


@dataclass(frozen=True)
class Concern:
    """What stands in the way of an item, and where: path, row and column, both from 1."""

    path: str
    row: int
    column: int
    message: str
    help: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the checklist; `name` is stable, `text` says what must hold."""

    name: str
    text: str
    concerns: tuple[Concern, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.concerns


@dataclass(frozen=True)
class Checklist:
    """The items of one session, and what no program can see. `finished` says what becomes of its file."""

    session: Session
    finished: Finished
    items: tuple[Item, ...]
    reminders: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether every item is done."""
        return all(item.done for item in self.items)


def make(
    session: Session,
    finished: Finished,
    said: Iterable[Diagnostic],
    references: Iterable[Diagnostic],
    texts: Mapping[str, str],
    judged: frozenset[str],
) -> Checklist:
    """Make the list: `said` of the session as if it were finished, by the rules on that; `references` by the others.

    The places in both are those of `texts` by path. An item is left out when its rule is not among the `judged`.
    """
    found: dict[str, list[Concern]] = {name: [] for name in _ITEMS}
    boxes = {task.span for task in session.tasks}
    for one in said:
        if one.code == DECISIONS:
            name = "decisions"
        elif one.field:
            name = "agents"
        else:
            name = "boxes" if one.span in boxes else "blockers"
        found[name].append(_concern(one.path, session.lines, one.span, one.message, one.help))
        found[name] += (_related(session, other) for other in one.related)
    for one in references:
        lines = LineIndex(texts[one.path])
        found["references"].append(_concern(one.path, lines, one.span, one.message, one.help))
    found["next-steps"] += _next_steps(session)
    rules = {"boxes": OPEN_WORK, "agents": OPEN_WORK, "blockers": OPEN_WORK, "decisions": DECISIONS}
    left_out = {name for name, code in {**rules, "references": REFERENCES}.items() if code not in judged}
    if finished is not Finished.DELETE:  # the file stays, and references follow it
        left_out.add("references")
    items = tuple(Item(name, text, tuple(found[name])) for name, text in _ITEMS.items() if name not in left_out)
    return Checklist(session, finished, items, tuple(_reminders(session)))


def _related(session: Session, other: Related) -> Concern:
    """Give another place of a diagnostic with what stands there."""
    lines = session.lines
    line = lines.text[other.span.start : lines.line_span(lines.row(other.span.start)).end].strip()
    return _concern(session.path, lines, other.span, f"{other.message}: {session.mask(shown(line))}")


def _concern(path: str, lines: LineIndex, span: Span, message: str, advice: str = "") -> Concern:
    place = lines.position(min(span.start, len(lines.text)))
    return Concern(path, place.row, max(place.column, 1), message, advice)


def _next_steps(session: Session) -> list[Concern]:
    """Give the next steps that no issue has; a box among them is open work, and told as that."""
    if session.given_up:
        return []
    boxes = {session.lines.row(task.span.start) for task in session.tasks}
    left = [
        entry
        for entry in overview.next_steps(session)
        if session.lines.row(entry.span.start) not in boxes and not _is_handed_on(entry.text)
    ]
    advice = (
        "make an issue of it and name that here (`BACK-123`, `#12`, an address); strike it out (`~~`) if it is done"
    )
    return [
        _concern(
            session.path,
            session.lines,
            entry.span,
            f"the next step {session.mask(shown(entry.text))} names no issue that has it now",
            "" if number else advice,
        )
        for number, entry in enumerate(left)
    ]


def _is_handed_on(text: str) -> bool:
    if linear.find(text) or _ADDRESS.search(text) or _FAREWELL.match(text):
        return True
    # `#12` and `acme/api#12`, but not the language in `C#12`.
    return any(_is_apart(text[: match.start()]) for match in _NUMBER.finditer(text))


def _is_apart(before: str) -> bool:
    word = before[-_LONGEST_NAME:].rsplit(" ", maxsplit=1)[-1]
    return "/" in word or not word[-1:].isalnum()


def _reminders(session: Session) -> Iterable[str]:
    """Yield what no program can see."""
    issue = session.linear_issue or session.value("linear_url")
    which = f"the issue {shown(issue)}" if isinstance(issue, str) and issue.strip() else "whoever tracks this work"
    yield f"{which} knows how it ended"
    yield "what was learned is in the documentation"

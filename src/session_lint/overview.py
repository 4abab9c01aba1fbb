"""What a session is about, in the few values that somebody needs who takes it over: for lists, briefs and hooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from . import entries
from .diagnostic import Diagnostic
from .markdown import Section, Task
from .profile import State
from .session import Session
from .text import letters
from .values import dataclass

_STATE = frozenset(("currentstate", "currentstatus", "status", "state", "whereweare"))
_NEXT = frozenset(("nextsteps", "nextstep", "next", "nextactions", "todo"))
_CONTEXT = frozenset(("context", "background", "overview"))


@dataclass(frozen=True)
class Agent:
    """An agent that works for the session, as its front matter lists it; what is no text there is empty."""

    name: str
    task: str
    status: str
    summary: str


@dataclass(frozen=True)
class Box:
    """A box of a task list: its text, and the title of the section that it stands in, which may be empty."""

    text: str
    section: str
    done: bool


@dataclass(frozen=True)
class Overview:
    """A session in short. Texts are as they stand in the file, neither cut nor escaped; secrets are masked.

    `title` is the one in the front matter, else the first heading, else the description in the file's name. `context`
    and `current_state` are the prose of the sections of these names, `next_steps` the entries of that one. What a
    session does not have is empty, or None.
    """

    path: str
    title: str
    status: str | None
    state: State | None
    created: datetime | None
    last_updated: datetime | None
    current_task: str
    context: str
    current_state: str
    next_steps: tuple[str, ...]
    boxes: tuple[Box, ...]
    agents: tuple[Agent, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    readable: bool = True

    @classmethod
    def of(cls, session: Session, diagnostics: Sequence[Diagnostic] = ()) -> Overview:
        """Take it from a session, and what the rules say of it. Never raises."""
        mask = session.mask
        return cls(
            session.path,
            mask(_title(session)),
            None if session.status is None else mask(session.status),
            session.state,
            session.created,
            session.last_updated,
            mask(_text(session.value("current_task"))),
            mask(_prose(session, _CONTEXT)),
            mask(_prose(session, _STATE)),
            tuple(mask(entries.whole(session, one.text, one.span.start)) for one in next_steps(session)),
            tuple(Box(mask(one.text), mask(one.section), one.done) for one in _boxes(session)),
            tuple(
                Agent(*(mask(_text(agent.get(key))) for key in ("agent", "task", "status", "summary")))
                for _, agent in session.agents
            ),
            tuple(diagnostics),
            session.readable,
        )

    @property
    def open_boxes(self) -> tuple[Box, ...]:
        """The boxes that are not ticked."""
        return tuple(box for box in self.boxes if not box.done)

    @property
    def is_open(self) -> bool:
        """Whether the work goes on, now or later; also where the status says nothing that is known."""
        return self.state is not State.COMPLETED

    def age(self, now: datetime) -> timedelta | None:
        """Give the time since the last update; None where there is none."""
        return None if self.last_updated is None else now - self.last_updated


def _title(session: Session) -> str:
    heading = next((one.title for one in session.body.headings), "") if session.title is None else ""
    return (session.title or "").strip() or heading.removeprefix("Session:").strip() or session.file_name.description


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _titled(session: Session, names: frozenset[str]) -> Section | None:
    return next((one for one in session.sections if letters(one.heading.title) in names), None)


def _prose(session: Session, names: frozenset[str]) -> str:
    section = _titled(session, names)
    return session.body.prose(session.text, section.body) if section else ""


def next_steps(session: Session) -> tuple[entries.Entry, ...]:
    """Give what is listed under the next steps and is not settled."""
    section = _titled(session, _NEXT)
    parts = entries.parts(session, section.body) if section else ()
    listed = (entry for _, span in parts for entry in entries.entries(session, span))
    return tuple(entry for entry in listed if not entry.settled)


def _text_of(session: Session, task: Task) -> str:
    start = session.text.find(task.text, task.span.end) if task.text else -1
    return entries.whole(session, task.text, start) if start >= 0 else task.text


def _boxes(session: Session) -> list[Box]:
    titles = [(heading.line.start, heading.title) for heading in session.body.headings]
    found, at, title = [], 0, ""
    for task in session.tasks:
        while at < len(titles) and titles[at][0] <= task.span.start:
            title = titles[at][1]
            at += 1
        found.append(Box(_text_of(session, task), title, task.done))
    return found

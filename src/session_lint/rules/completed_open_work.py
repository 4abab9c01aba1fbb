"""SL404 completed-open-work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .. import entries
from ..diagnostic import Finding, Related, Severity
from ..entries import Entry
from ..markdown import Section, Task
from ..profile import Path, State
from ..regex import regex
from ..rule import Example, SessionRule, option
from ..session import Session
from ..staleness import word
from ..text import Span, letters, shown
from ..values import dataclass

_BLOCKERS = regex(
    r"(?:(?:active|current|known|open|remaining) )?(?:blockers?|blocked(?: by| on)?|impediments?):?", re.IGNORECASE
)
_PAST = regex(r"(?:cleared|closed|done|fixed|former|none|old|past|previous|resolved|solved)\b", re.IGNORECASE)
# The last line of a checklist: while there is a file to look at, this box cannot be ticked.
_FAREWELL = regex(
    r"(?:archive|delete|move|remove) (?:the |this )?session(?: file)?(?:\Z|[.,;:!(]| (?:after|and|once|to|when)\b)",
    re.IGNORECASE,
)
# What an agent's status says when nothing more is to be expected, well or badly.
_OVER = frozenset(
    (
        *("abandoned", "aborted", "canceled", "cancelled", "closed", "complete", "completed", "done", "failed"),
        *("finished", "merged", "skipped", "succeeded", "success", "superseded"),
    )
)
_RELATED = 10


@dataclass(frozen=True)
class CompletedOpenWork(SessionRule):
    """A session whose work is over has no open boxes, no agents at work and no blockers.

    Why: a finished session is put away, and nobody will look into it for what was left to do.

    One diagnostic each for

    - boxes of task lists that are not ticked, unless their text is struck out,
    - spawned agents with another status than one that ends their work,
    - entries under a heading such as `Blockers` or `Blocked`, of level 2 or below. `None`, `n/a` and the like are no
      entries, nor is what is ticked, struck out or called resolved.

    Work that was given up (`abandoned`, `cancelled`) may leave all of these.

    Fix: none. Whether a box was forgotten or the work, only people know.
    """

    code = "SL404"
    name = "completed-open-work"
    severity = Severity.WARNING

    skip_headings: tuple[str, ...] = option(
        ("Deletion Checklist", "Completion Checklist"),
        "Headings whose boxes are not part of the work, such as a checklist for putting the session away.",
    )

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield one finding for each kind of open work."""
        if session.state is not State.COMPLETED or session.given_up or session.put_away:
            return
        blockers = _blockers(session)
        taken = {session.lines.row(entry.span.start) for _, entry in blockers}
        tasks = [task for task in self._open(session) if session.lines.row(task.span.start) not in taken]
        if tasks:
            yield _on_tasks(session, tasks)
        agents = [(path, agent["status"]) for path, agent in session.agents if _is_at_work(agent.get("status"))]
        if agents:
            yield _on_agents(session, agents)
        if blockers:
            yield _on_blockers(session, blockers)

    def _open(self, session: Session) -> list[Task]:
        skipped = {title.casefold().strip() for title in self.skip_headings}
        asides = [one.body for one in _sections(session) if one.heading.title.rstrip(":").casefold() in skipped]
        return [task for task in _outside(session.tasks, sorted(asides)) if _is_open(task)]

    examples = (
        Example("---\nsession: {status: in_progress}\n---\n- [ ] cache\n\n## Blockers\n- the key\n"),
        Example(
            "---\nsession: {status: completed}\norchestration: {spawned_agents: [{agent: a, status: completed}]}\n---\n"
            "- [x] cache\n- [ ] ~~cookies~~\n\n## Blockers\n- None\n\n## Deletion Checklist\n- [ ] Issue updated\n"
        ),
        Example(
            "---\nsession:\n  status: completed\n---\n## Next Steps\n\n- [x] cache\n- [ ] test the cache\n- [ ] log\n",
            says=(
                "the session is `completed`, and 2 of its 3 boxes are not ticked, the first `test the cache`; "
                "expected no open work",
            ),
        ),
        Example(
            "---\nsession:\n  status: completed\norchestration:\n  spawned_agents:\n"
            "    - {agent: backend-dev, status: in_progress}\n---\n",
            says=("the session is `completed`, and the agent `backend-dev` is `in_progress`; expected no open work",),
        ),
        Example(
            "---\nsession:\n  status: completed\n---\n## Blockers\n\n- no key for the provider\n",
            says=(
                "the session is `completed`, and `Blockers` has an entry, `no key for the provider`; "
                "expected no open work",
            ),
        ),
    )


def _sections(session: Session) -> list[Section]:
    return [section for level in range(2, 7) for section in session.body.sections(level)]


def _outside(tasks: Iterable[Task], spans: list[Span]) -> Iterator[Task]:
    """Yield the tasks that lie in none of the spans; both are in the order of the file."""
    end, at = -1, 0
    for task in tasks:
        while at < len(spans) and spans[at].start <= task.span.start:
            end = max(end, spans[at].end)
            at += 1
        if task.span.start >= end:
            yield task


def _is_open(task: Task) -> bool:
    dropped = task.text.startswith("~~") or entries.says_nothing(task.text)
    return not task.done and not dropped and not _FAREWELL.match(task.text)


def _blockers(session: Session) -> list[tuple[Section, Entry]]:
    """Give what is listed as a blocker, with its section, each once and in the order of the file."""
    found: dict[Span, tuple[Section, Entry]] = {}
    for section in _sections(session):
        if _BLOCKERS.fullmatch(section.heading.title):
            for heading, body in entries.parts(session, section.body):
                if heading is None or not _PAST.match(heading.title):
                    listed = (entry for entry in entries.entries(session, body) if not entry.settled)
                    found |= {entry.span: (section, entry) for entry in listed if entry.span not in found}
    return [found[span] for span in sorted(found)]


def _is_at_work(status: object) -> bool:
    return isinstance(status, str) and bool(status.strip()) and letters(status) not in _OVER


def _said(session: Session, what: str) -> str:
    return f"the session is {shown(session.status)}, and {what}; expected no open work"


def _or_reopen(session: Session, advice: str) -> str:
    active = word(session, State.ACTIVE)
    return f"{advice}; or set the session's status to {active} while work goes on"


def _on_tasks(session: Session, tasks: list[Task]) -> Finding:
    count, every, first = len(tasks), len(session.tasks), shown(tasks[0].text)
    if count == 1:
        what = f"the box {first} is not ticked"
    elif count == every:
        what = f"none of its {every} boxes is ticked, the first {first}"
    else:
        what = f"{count} of its {every} boxes are not ticked, the first {first}"
    advice = "tick what is done, and take the rest to where open work is tracked"
    related = tuple(Related(task.span, "not ticked either") for task in tasks[1 : _RELATED + 1])
    return Finding(tasks[0].span, _said(session, what), _or_reopen(session, advice), related=related)


def _on_agents(session: Session, agents: list[tuple[Path, str]]) -> Finding:
    spans = [session.front.value_span(*path, "status") or session.front.nearest_span(*path) for path, _ in agents]
    path, status = agents[0]
    name = session.front.data_at(*path, "agent") or session.front.data_at(*path, "task")
    who = f"the agent {shown(name)}" if isinstance(name, str) else "an agent"
    what = f"{who} is {shown(status)}"
    if len(agents) > 1:
        what = f"{len(agents)} of its {len(session.agents)} agents are at work: {what}"
    return Finding(
        spans[0],
        _said(session, what),
        _or_reopen(session, "write the agent's status as it is now, with a summary of what came of its task"),
        field=(*path, "status"),
        related=tuple(Related(span, "not completed either") for span in spans[1 : _RELATED + 1]),
    )


def _on_blockers(session: Session, blockers: list[tuple[Section, Entry]]) -> Finding:
    section, first = blockers[0]
    title = shown(section.heading.title)
    count = f"{len(blockers)} entries, the first" if len(blockers) > 1 else "an entry,"
    return Finding(
        first.span,
        _said(session, f"{title} has {count} {shown(first.text)}"),
        _or_reopen(session, "remove what blocks nothing any more, and take the rest to where open work is tracked"),
        related=tuple(Related(entry.span, "listed here, too") for _, entry in blockers[1 : _RELATED + 1]),
    )

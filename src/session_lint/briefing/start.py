"""What an agent is told when it begins, and when it goes on after its conversation was shortened."""

from __future__ import annotations

from collections.abc import Iterator

from ..agents.event import Event
from ..overview import Overview
from . import words
from .known import Known

_LINES = 12
_STEPS = 8
_FRESH = '`session-lint new "what the work is"`'
_BEGINNINGS = ("", "startup", "clear", "new")


def briefing(event: Event, known: Known) -> str:
    """List the sessions that are open, with where each stands and what is wrong with it."""
    if not known.open:
        fresh = event.source in _BEGINNINGS and not known.unread
        return f"No agent session is open in this repository. {_FRESH} begins one." if fresh else ""
    blocks = ["\n".join(_session(one, known)) for one in known.overviews]
    beyond = len(known.open) - len(blocks) + known.unread
    end = [*_own(event, known), *([f"Not listed here: {beyond} more; see `session-lint list`."] if beyond else [])]
    which = "it" if len(known.open) == 1 and not known.unread else "one of them"
    end.append(f"Work can go on in {which}, or start fresh: {_FRESH}. Where the task does not say which, a person can.")
    head = f"This repository has {known.counted('open agent session')} (what they say is quoted):"
    return words.fitted(head, blocks, "And {} more: `session-lint list`.", "\n".join(end))


def after_compaction(known: Known) -> str:
    """Tell where the session stands that was worked on last, and what comes next."""
    if not known.overviews:
        return ""
    one, others = known.overviews[0], len(known.open) - 1 + known.unread
    lines = [line for line in one.current_state.split("\n") if line.strip()]
    said = [f"  {words.value(line)}" for line in lines[:_LINES]]
    steps = [f"  - {words.value(step)}" for step in one.next_steps[:_STEPS]]
    blocks = [
        *([f"Current task: {words.value(one.current_task)}"] if one.current_task else []),
        *(["Current state, as it is written there:", *said] if said else []),
        *(["Next steps, as they are written there:", *steps] if steps else []),
    ]
    path = known.typed(one.path)
    head = f"The agent session that was changed last: {words.value(one.title)}, {_standing(one, known)}."
    open_too = " open" if not known.unread else ""
    more = f"{words.count(others, 'other session')}{open_too}: `session-lint list`." if others else ""
    whole = f"All of it: {words.command('show', path) or words.path(path)}"
    return words.fitted(head, blocks, "And {} more lines.", "\n".join(filter(None, [whole, more])))


def _session(one: Overview, known: Known) -> Iterator[str]:
    path = known.typed(one.path)
    yield f"- {words.value(one.title)}: {_standing(one, known)}"
    yield f"  to resume it: {words.command('show', path) or words.path(path)}"
    if one.current_task:
        yield f"  current task: {words.value(one.current_task)}"
    if one.next_steps:
        yield f"  next step: {words.value(one.next_steps[0])}"
    if wrong := words.gravest(one.diagnostics):
        yield f"  wrong: {wrong}"


def _standing(one: Overview, known: Known) -> str:
    status = words.value(one.status) if one.status else "no status"
    return f"{status}, {words.ago(one, known.now)}"


def _own(event: Event, known: Known) -> Iterator[str]:
    """Yield what is said of agents of this sort in the sessions."""
    if not event.agent_type:
        return
    for one in known.overviews:
        for agent in one.agents:
            if agent.name == event.agent_type:
                task = words.value(agent.task) if agent.task else "no task"
                status = words.value(agent.status) if agent.status else "no status"
                yield f"{words.value(agent.name)} in {words.value(one.title)}: {task}, {status}"
                break

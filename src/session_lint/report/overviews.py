"""Sessions in short: a table of several, the brief of one for who takes it over, and both as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from .. import timestamps
from ..diagnostic import Diagnostic, Severity
from ..overview import Overview
from ..text import LineIndex
from . import cells
from .model import Style, Tone, place, plain, tone

_HEAD = ("STATUS", "UPDATED", "TITLE", "TASK", "BOXES", "FINDINGS", "FILE")
_LEAST = ("TASK", "BOXES", "FINDINGS", "UPDATED")  # the first is left out first
_AHEAD = timedelta(minutes=1)  # from here on, a time is told to lie ahead of the clock
_SHOWN = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def table(sessions: Sequence[Overview], now: datetime, style: Style, room: int | None) -> str:
    """Give a line for each session, in at most `room` columns; empty when there is none."""
    if not sessions:
        return ""
    rows = [
        (
            plain(one.status or "?"),
            _ago(one, now),
            plain(one.title),
            plain(one.current_task),
            f"{len(one.open_boxes)} open" if one.open_boxes else "",
            counted(one.diagnostics),
            plain(one.path.rpartition("/")[2]),
        )
        for one in sessions
    ]
    head, *lines = cells.table(*_within(rows, room), room)
    return "\n".join((style.paint(head, Tone.STRONG), *lines, ""))


def _within(rows: Sequence[Sequence[str]], room: int | None) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Give head and rows without the columns that matter least, as far as there is no room for them."""
    head: Sequence[str] = _HEAD
    for name in _LEAST:
        if room is None or cells.narrowest(head, rows) <= room:
            break
        at = head.index(name)
        head, *rows = [(*line[:at], *line[at + 1 :]) for line in (head, *rows)]
    return head, rows


def brief(one: Overview, text: str, now: datetime, style: Style) -> str:
    """Give what somebody must know who goes on with a session; `text` is that of its file."""
    blocks = [
        "\n".join(_headline(one, now, style)),
        *_prose("Now", one.current_task, style),
        *_prose("Context", one.context, style),
        *_prose("Current state", one.current_state, style),
        *_listed("Next steps", [f"- {plain(step)}" for step in one.next_steps], style),
        *_listed(_boxes_title(one), [f"[ ] {plain(box.text)}{_of(box.section)}" for box in one.open_boxes], style),
        *_listed(
            "Agents", [_agent(agent.name, agent.status, agent.task, agent.summary) for agent in one.agents], style
        ),
        *_listed("Findings", list(_findings(one, LineIndex(text), style)), style),
    ]
    return "\n\n".join(blocks) + "\n"


def data(one: Overview, now: datetime) -> dict[str, Any]:
    """Give a session as JSON has it."""
    age = one.age(now)
    return {
        "path": one.path,
        "title": one.title,
        "status": one.status,
        "state": one.state.value if one.state else None,
        "created": _time(one.created),
        "last_updated": _time(one.last_updated),
        "age_seconds": None if age is None else int(age.total_seconds()),
        "current_task": one.current_task,
        "context": one.context,
        "current_state": one.current_state,
        "next_steps": list(one.next_steps),
        "boxes": [{"text": box.text, "section": box.section, "done": box.done} for box in one.boxes],
        "agents": [
            {"agent": agent.name, "task": agent.task, "status": agent.status, "summary": agent.summary}
            for agent in one.agents
        ],
        "findings": {severity.value: _count(one.diagnostics, severity) for severity in _SHOWN},
        "diagnostics": [
            {"code": it.code, "name": it.name, "severity": it.severity.value, "message": it.message, "help": it.help}
            for it in one.diagnostics
        ],
    }


def _headline(one: Overview, now: datetime, style: Style) -> Iterator[str]:
    yield style.paint(plain(one.title), Tone.STRONG)
    yield place(one.path)
    parts = [plain(one.status) if one.status else "without a status"]
    if one.last_updated:
        parts.append(f"last updated {_when(one.last_updated, now)} ({timestamps.as_text(one.last_updated)})")
    if one.created:
        parts.append(f"begun {_when(one.created, now)}")
    yield ", ".join(parts)


def _prose(title: str, text: str, style: Style) -> list[str]:
    lines = [plain(line) for line in text.split("\n")]
    return _listed(title, lines, style) if text else []


def _listed(title: str, lines: Sequence[str], style: Style) -> list[str]:
    head = style.paint(title, Tone.STRONG)
    return ["\n".join((head, *(f"  {line}".rstrip() for line in lines)))] if lines else []


def _boxes_title(one: Overview) -> str:
    return f"Open boxes ({len(one.open_boxes)} of {len(one.boxes)})"


def _of(section: str) -> str:
    return f"  ({plain(section)})" if section else ""


def _agent(name: str, status: str, task: str, summary: str) -> str:
    who = plain(name) or "an agent"
    what = f": {plain(task)}" if task else ""
    came = f" -> {plain(summary)}" if summary else ""
    return f"{who} ({plain(status) or 'no status'}){what}{came}"


def _findings(one: Overview, lines: LineIndex, style: Style) -> Iterator[str]:
    for it in one.diagnostics:
        start = lines.position(min(it.span.start, len(lines.text)))
        word = style.paint(it.severity.value, tone(it.severity))
        yield f"{start.row}:{start.column} {word} {plain(it.code)} {plain(it.message)}"
        if it.help:
            yield f"  help: {plain(it.help)}"


def counted(diagnostics: Sequence[Diagnostic]) -> str:
    """Say how many there are of each severity, the gravest first; empty for none."""
    counts = ((_count(diagnostics, severity), severity.value) for severity in _SHOWN)
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts if count)


def _count(diagnostics: Sequence[Diagnostic], severity: Severity) -> int:
    return sum(one.severity is severity for one in diagnostics)


def _ago(one: Overview, now: datetime) -> str:
    return "?" if one.last_updated is None else _when(one.last_updated, now).removesuffix(" ago")


def _when(moment: datetime, now: datetime) -> str:
    """Say when something was; the clock of who wrote it may have been ahead."""
    span = timestamps.age(now - moment)
    return f"in {span}" if moment - now >= _AHEAD else f"{span} ago"


def _time(instant: datetime | None) -> str | None:
    return timestamps.as_text(instant) if instant else None

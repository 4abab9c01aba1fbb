"""SL310 wave-state."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..markdown import Heading
from ..regex import regex
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span
from ..values import dataclass

_WAVE = regex(r"wave[ \t]+0*([0-9]{1,4})(?![\w.-])", re.IGNORECASE)
_NOTE = regex(r"\(([^()]*)\)")
_ACTIVE = regex(r"(?:\A|[,;])[ \t]*(active)[ \t]*(?=[,;]|\Z)", re.IGNORECASE)
_BLOCKED = regex(r"\bblocked by (waves? [^;]*)", re.IGNORECASE)
_NUMBER = regex(r"(?<![\w.-])0*([0-9]{1,4})(?![\w.-])")


@dataclass(frozen=True)
class _Wave:
    """A heading `Wave N: Name (ACTIVE)`: where that word is, and where it names the waves that block it.

    `plan` is the heading of the section that it is part of; None for one that is such a section itself.
    """

    number: str
    plan: Heading | None
    heading: Span
    body: Span
    active: Span | None
    blockers: tuple[tuple[str, Span], ...]


class WaveState(SessionRule):
    """What the headings of waves say agrees: one wave is active, it has work left, and blocking waves are there.

    Why: an agent takes the active wave for the one to work on. A wave that is done, or that waits for one which is no
    longer there, sends it astray.

    Waves are headings such as `### Wave 2: Name (blocked by Wave 1)`; a wave is active when it says `(ACTIVE)`, and
    done when all boxes under it are ticked. Each section of level 2 is a plan with an active wave of its own.

    Fix: none. Only the author knows which wave comes next.
    """

    code = "SL310"
    name = "wave-state"
    severity = Severity.INFO
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each wave whose state cannot be."""
        waves = tuple(_waves(session))
        numbers = {wave.number for wave in waves}
        actives: dict[Heading | None, _Wave] = {}
        for wave in waves:
            first = actives.setdefault(wave.plan, wave) if wave.active else wave
            if wave.active and wave is not first:
                yield Finding(
                    wave.active,
                    f"wave {wave.number} is active, and so is wave {first.number}; expected one active wave",
                    "take the mark from the wave that is over or not begun",
                    related=(Related(first.heading, "the first active wave is here"),),
                )
            if wave.active and (ticked := _ticked(session, wave.body)):
                yield Finding(
                    wave.active,
                    f"wave {wave.number} is active, and {ticked}; expected work that is left",
                    "mark the next wave as active, or add what is still to do",
                )
            for number, span in wave.blockers:
                if number not in numbers:
                    yield Finding(
                        span,
                        f"wave {wave.number} is blocked by wave {number}, which is not in this file",
                        "name the wave that blocks it, or take the note out",
                    )

    examples = (
        Example(
            "### Wave 1: Cache (ACTIVE)\n- [x] one\n- [ ] two\n\n### Wave 2: Alerts (blocked by Wave 1)\n- [ ] three\n"
        ),
        Example("## Cache\n### Wave 1: Read (ACTIVE)\n- [ ] one\n\n## Alerts\n### Wave 1: Send (ACTIVE)\n- [ ] two\n"),
        Example(
            "### Wave 1: Cache (ACTIVE)\n- [x] one\n\n### Wave 2: Alerts (ACTIVE)\n\n### Wave 3 (blocked by Wave 7)\n",
            says=(
                "wave 1 is active, and its only box is ticked; expected work that is left",
                "wave 2 is active, and so is wave 1; expected one active wave",
                "wave 3 is blocked by wave 7, which is not in this file",
            ),
        ),
    )


def _waves(session: Session) -> Iterator[_Wave]:
    bodies: dict[int, dict[int, Span]] = {}  # by level and beginning
    plan = None
    for heading in session.body.headings:
        match = _WAVE.match(heading.title)
        if heading.level <= 2:  # noqa: PLR2004
            plan = None if match else heading
        if not match:
            continue
        if heading.level not in bodies:
            sections = session.body.sections(heading.level)
            bodies[heading.level] = {section.heading.line.start: section.body for section in sections}
        start, source = heading.span.start, session.text[heading.span.start : heading.span.end]
        active, blockers = None, []
        for note in _NOTE.finditer(source):
            if word := _ACTIVE.search(note[1]):
                active = Span(start + note.start(1) + word.start(1), start + note.start(1) + word.end(1))
            for named in _BLOCKED.finditer(note[1]):
                at = start + note.start(1) + named.start(1)
                blockers += [(n[1], Span(at + n.start(), at + n.end())) for n in _NUMBER.finditer(named[1])]
        yield _Wave(match[1], plan, heading.span, bodies[heading.level][heading.line.start], active, tuple(blockers))


def _ticked(session: Session, body: Span) -> str:
    """Say that all boxes in a part are ticked; nothing where one is open or there is none."""
    tasks = session.tasks
    first = bisect_left(tasks, body.start, key=lambda task: task.span.start)
    last = bisect_left(tasks, body.end, key=lambda task: task.span.start)
    boxes = tasks[first:last]
    if not boxes or not all(task.done for task in boxes):
        return ""
    return "its only box is ticked" if len(boxes) == 1 else f"all {len(boxes)} boxes under it are ticked"

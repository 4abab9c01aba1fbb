"""How a session stands, said above its title: state and age, open boxes, findings; and beside its times their age.

The words agree with what the rules on stale sessions find, and with `session-lint list`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import Enum

from .. import timestamps
from ..config import ActiveRule
from ..diagnostic import Diagnostic
from ..overview import Overview
from ..report import overviews
from ..rules.stale_in_progress import StaleInProgress
from ..rules.stale_paused import StalePaused
from ..session import Session
from ..text import Span, printable
from ..values import dataclass

_UNKNOWN = "the front matter cannot be read"
_TIMES = ("created", "last_updated", "last_entry")


class Kind(Enum):
    """What a lens tells of."""

    STATE = "the status, and how old the last update is"
    BOXES = "how many boxes are open"
    FINDINGS = "how many findings there are"


@dataclass(frozen=True)
class Lens:
    """A few words above a span, which is on one line."""

    kind: Kind
    span: Span
    text: str


@dataclass(frozen=True)
class Hint:
    """A few words behind an offset, in the line."""

    offset: int
    text: str


def lenses(
    session: Session, rules: Iterable[ActiveRule], diagnostics: Sequence[Diagnostic], now: datetime
) -> tuple[Lens, ...]:
    """Give what to say above the title. `rules` and `diagnostics` are those of this session at this time."""
    if not session.readable or session.front.span is None:
        return ()
    one = Overview.of(session, diagnostics)
    span = _place(session)
    boxes, left = len(one.boxes), len(one.open_boxes)
    ticked = f"{boxes} boxes, all ticked" if boxes > 1 else "1 box, ticked"
    texts = {
        Kind.STATE: ", ".join(_state(one, rules, now)) if session.front.data is not None else _UNKNOWN,
        Kind.BOXES: (f"{left} open box{'' if left == 1 else 'es'} of {boxes}" if left else ticked) if boxes else "",
        Kind.FINDINGS: overviews.counted(diagnostics),
    }
    return tuple(Lens(kind, span, text) for kind, text in texts.items() if text)


def hints(session: Session, now: datetime) -> tuple[Hint, ...]:
    """Give the age of each time that the front matter has."""
    found = []
    for name in _TIMES:
        instant, span = session.instant(name), session.span(name)
        if instant and span:
            found.append(Hint(span.end, _ago(instant, now)))
    return tuple(sorted(found, key=lambda hint: hint.offset))


def _state(one: Overview, rules: Iterable[ActiveRule], now: datetime) -> Iterator[str]:
    yield printable(one.status) if one.status else "no status"
    if one.last_updated:
        yield f"updated {_ago(one.last_updated, now)}"
    found = {diagnostic.code for diagnostic in one.diagnostics}
    for rule in (active.rule for active in rules):
        if isinstance(rule, (StaleInProgress, StalePaused)) and rule.code in found and one.last_updated:
            yield f"stale for {timestamps.age(now - one.last_updated - rule.max_age)}"


def _ago(instant: datetime, now: datetime) -> str:
    age = timestamps.age(now - instant)
    return f"in {age}" if instant > now else f"{age} ago"


def _place(session: Session) -> Span:
    """Give the title's place, else that of the status, else the opening of the front matter; its first line."""
    front = session.front.span or Span(0, 0)
    span = session.h1.span if session.h1 else session.span("status") or Span(front.start, front.start + 3)
    end = session.lines.line_span(session.lines.row(span.start)).end
    return Span(span.start, max(span.start, min(span.end, end)))

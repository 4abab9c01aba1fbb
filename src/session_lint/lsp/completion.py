"""Completion: what may be written where the cursor is. Nothing in prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ..diagnostic import Diagnostic
from ..rule import AnyRule
from ..session import Session
from . import body_completion, cursor, front_completion, rule_completion
from .items import Item

TRIGGERS = ("#", " ", ":", "-", ",", '"')
"""The characters behind which an editor should ask, besides those of words.

A line break is none: whoever leaves a line empty would take what is offered with the second one.
"""


def complete(
    session: Session,
    offset: int,
    now: datetime,
    rules: Sequence[type[AnyRule]],
    diagnostics: Iterable[Diagnostic] = (),
) -> tuple[Item, ...]:
    """Give what may be written at an offset, the best first. Never raises.

    `rules` are those that an ignore comment may name; the ones that speak in `diagnostics` are offered first.
    """
    offset = min(max(offset, 0), len(session.text))
    if named := rule_completion.items(session, offset, rules, diagnostics):
        return named
    if session.lines.row(offset) in cursor.block_rows(session):
        return front_completion.items(session, offset, now)
    return body_completion.items(session, offset, now)

"""SL602 stale-reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from .. import references
from ..diagnostic import Finding, Severity
from ..peers import Peer
from ..profile import State
from ..rule import Example, FactRule, Facts, Needs, option
from ..session import Session
from ..text import shown
from ..timestamps import age
from ..tree import Tree
from ..values import dataclass

_NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
_CACHE = ".agents/sessions/20251203-090000-forecast-cache.md"


def _tree(peer: Peer) -> Tree:
    return Tree((".agents/sessions",), frozenset({peer.path}), {peer.path: peer})


@dataclass(frozen=True)
class StaleReference(FactRule):
    """A session that a text refers to is alive: not completed, and updated of late.

    Why: who follows the reference takes what is there for how things stand.

    Off by default, since a session that continues another one refers to it rightly. Looks where `orphaned-reference`
    looks, and like that only when the whole repository is judged.

    Fix: none. Bring the session up to date, or refer to what came of it.
    """

    code = "SL602"
    name = "stale-reference"
    severity = Severity.OFF
    needs = Needs.TREE
    judges_others: ClassVar[bool] = True

    max_age: timedelta = option(timedelta(days=7), "How long ago the last update of a session in progress may be.")

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield each reference to a session that is completed or stale."""
        tree = facts.tree or Tree()
        for reference in references.sure(session, tree.folders, tree.names):
            other = next((tree.sessions[one] for one in reference.targets if one in tree.sessions), None)
            if other is None or other.path == session.path:
                continue
            name = shown(other.path, 200)
            if other.state is State.COMPLETED:
                yield Finding(
                    reference.whole,
                    f"the session {name} is {shown(other.status)}; expected one that is open",
                    "refer to what came of it: an issue, a decision record, the documentation",
                    field=reference.field,
                )
            elif other.last_updated and self._is_stale(other, other.last_updated, facts.now):
                ago = age(facts.now - other.last_updated)
                yield Finding(
                    reference.whole,
                    f"the session {name} was last updated {ago} ago; expected an update within {age(self.max_age)}",
                    "bring it up to date, or refer to something that is",
                    field=reference.field,
                )

    def _is_stale(self, other: Peer, updated: datetime, now: datetime) -> bool:
        return other.state is State.ACTIVE and now - updated > self.max_age

    examples = (
        Example(
            f"See {_CACHE}.\n",
            facts=Facts(_NOW, tree=_tree(Peer(_CACHE, state=State.PAUSED, last_updated=_NOW - timedelta(days=90)))),
        ),
        Example(
            f"See {_CACHE}.\n",
            says=(f"the session `{_CACHE}` is `completed`; expected one that is open",),
            facts=Facts(_NOW, tree=_tree(Peer(_CACHE, status="completed", state=State.COMPLETED))),
        ),
        Example(
            f"---\ncontinues: {_CACHE}\n---\n",
            path=".agents/plans/weather.md",
            says=(f"the session `{_CACHE}` was last updated 9 days ago; expected an update within 7 days",),
            facts=Facts(_NOW, tree=_tree(Peer(_CACHE, state=State.ACTIVE, last_updated=_NOW - timedelta(days=9)))),
        ),
    )

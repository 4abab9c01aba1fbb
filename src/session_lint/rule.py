"""What a rule is. With `diagnostic` and `testing` this is the API that plugins write against.

A rule's docstring is its page, and its `check` yields findings. A rule with options is a frozen dataclass whose fields
they are; one without needs no decorator. It gets values and never looks at a disk, a clock or an environment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Flag, auto
from functools import cached_property
from typing import Any, ClassVar

from .diagnostic import Finding, Severity
from .profile import State
from .session import Session


class Needs(Flag):
    """What a rule must know besides the file and the clock."""

    NOTHING = 0
    HISTORY = auto()
    PEERS = auto()
    REFERENCES = auto()


@dataclass(frozen=True)
class Peer:
    """A session of the same folder, as far as rules ask for it; only open ones have `issue` and `branch`."""

    path: str
    stamp: datetime | None = None
    issue: str | None = None
    branch: str | None = None

    @classmethod
    def of(cls, session: Session) -> Peer:
        """Take from a session what its peers may ask."""
        stamp = session.file_name.stamp
        if session.state not in (State.ACTIVE, State.PAUSED):
            return cls(session.path, stamp)
        branch = session.value("branch")
        return cls(session.path, stamp, session.linear_issue, branch if isinstance(branch, str) else None)


@dataclass(frozen=True)
class Peers:
    """The sessions of one folder, the one that is judged among them."""

    all: tuple[Peer, ...] = ()

    def others(self, path: str, **wanted: Any) -> tuple[Peer, ...]:
        """Give the peers of a session that have a value in common with it: `stamp`, `issue` or `branch`."""
        ((name, value),) = wanted.items()
        return tuple(peer for peer in self._by[name].get(value, ()) if peer.path != path)

    @cached_property
    def _by(self) -> Mapping[str, Mapping[Any, list[Peer]]]:
        found: dict[str, dict[Any, list[Peer]]] = {"stamp": {}, "issue": {}, "branch": {}}
        for peer in self.all:
            for name, peers in found.items():
                peers.setdefault(getattr(peer, name), []).append(peer)
        return found


@dataclass(frozen=True)
class Facts:
    """What is known of the world around one session. `now` is in UTC."""

    now: datetime
    base: Session | None = None
    peers: Peers = Peers()


@dataclass(frozen=True)
class Example:
    """A text and what a rule says of it: the exact messages in order.

    `fixed` is the text (and `fixed_path` the path) after the fixes of these findings, for rules that have any.
    """

    text: str
    says: tuple[str, ...] = ()
    fixed: str | None = None
    fixed_path: str | None = None
    path: str = ".agents/sessions/20251204-143000-weather-fallback.md"
    options: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    facts: Facts | None = None


def option(default: Any, description: str) -> Any:
    """Declare an option of a rule with its default and one sentence for its page."""
    return dataclasses.field(default=default, metadata={"description": description})


@dataclass(frozen=True)
class Rule:
    """Something that must hold for a session. Derive from `SessionRule` or `FactRule`.

    `code` is never reused, `name` is the module's name with hyphens, `severity` the default one. A rule that looks only
    at why a file is unreadable sets `judges_unreadable`; the others never see such a file.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    examples: ClassVar[tuple[Example, ...]] = ()
    judges_unreadable: ClassVar[bool] = False


class SessionRule(Rule):
    """A rule that judges a session by itself."""

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield what is wrong with the session."""
        raise NotImplementedError


class FactRule(Rule):
    """A rule that must know the clock or more; `needs` says what beyond the clock."""

    needs: ClassVar[Needs] = Needs.NOTHING

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield what is wrong with the session in the light of the facts."""
        raise NotImplementedError


AnyRule = SessionRule | FactRule
"""A rule of either kind: what the engine runs."""

"""What rules may know of the sessions that they do not judge: each in a few words, and those of one folder together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from . import linear
from .profile import State
from .regex import regex
from .session import Session
from .values import dataclass, replace

_PLACE = regex(r"(?:refs/heads/|(?:refs/)?remotes/(?=[^/]+/))?(?:(?:origin|upstream)/)?")
# What people and tools write where there is no branch; `HEAD` is one that is nobody's.
_NO_BRANCH = frozenset(("", "head", "n/a", "na", "none", "null", "tbd", "todo", "unknown", "-", "?"))


@dataclass(frozen=True)
class Peer:
    """Another session. `stamp` is that of its name, `status` the word in it, `state` what that means.

    `issue` has the form of an ID; `branch` is as the `branch_name` of what is written.
    """

    path: str
    stamp: datetime | None = None
    status: str | None = None
    state: State | None = None
    last_updated: datetime | None = None
    issue: str | None = None
    branch: str | None = None

    @classmethod
    def of(cls, session: Session) -> Peer:
        """Take from a session what others may ask of it."""
        issue, branch = session.linear_issue, session.value("branch")
        return cls(
            session.path,
            session.file_name.stamp,
            session.status,
            session.state,
            session.last_updated,
            issue if linear.team(issue) else None,
            branch_name(branch) if isinstance(branch, str) else None,
        )

    @property
    def is_open(self) -> bool:
        """Whether the work is not over."""
        return self.state in (State.ACTIVE, State.PAUSED)


def branch_name(written: str) -> str | None:
    """Give a branch by its own name, without `refs/heads/` or `origin/`; None for a word that names none."""
    match = _PLACE.match(written.strip())
    name = written.strip()[match.end() :] if match else ""
    return None if name.casefold() in _NO_BRANCH or name.startswith("(") else name


@dataclass(frozen=True)
class Peers:
    """The sessions of one folder, the one that is judged among them."""

    all: tuple[Peer, ...] = ()

    def with_stamp(self, path: str, stamp: datetime) -> tuple[Peer, ...]:
        """Give the peers of a session that have a stamp in their names."""
        return self._others(path, "stamp", stamp)

    def on_issue(self, path: str, issue: str) -> tuple[Peer, ...]:
        """Give the open peers of a session that work on a Linear issue."""
        return tuple(peer for peer in self._others(path, "issue", issue) if peer.is_open)

    def on_branch(self, path: str, branch: str) -> tuple[Peer, ...]:
        """Give the open peers of a session that work on a branch."""
        return tuple(peer for peer in self._others(path, "branch", branch) if peer.is_open)

    def renamed(self, old: str, new: str) -> Peers:
        """Give the peers when one of them has another name."""
        if old == new:
            return self
        return Peers(tuple(replace(peer, path=new) if peer.path == old else peer for peer in self.all))

    def _others(self, path: str, name: str, value: Any) -> tuple[Peer, ...]:
        return tuple(peer for peer in self._by[name].get(value, ()) if peer.path != path)

    @cached_property
    def _by(self) -> Mapping[str, Mapping[Any, list[Peer]]]:
        found: dict[str, dict[Any, list[Peer]]] = {"stamp": {}, "issue": {}, "branch": {}}
        for peer in self.all:
            for name, peers in found.items():
                peers.setdefault(getattr(peer, name), []).append(peer)
        return found

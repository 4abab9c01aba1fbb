"""What is known of a workspace when an agent's event is answered."""

from __future__ import annotations

import posixpath
from datetime import datetime
from functools import cached_property

from ..overview import Overview
from ..profile import State
from ..report.model import Report
from ..session import Session
from ..values import dataclass, field

LISTED = 6
"""So many sessions are told of one by one."""


@dataclass(frozen=True)
class Known:
    """Sessions, what is wrong with them, and what this run of the agent did to them.

    `root` and `cwd` are absolute folders, paths relative to the root. `sessions` are those with the youngest files,
    the youngest first; `unread` counts the others. `overviews` are those of them that are told of, in that order.
    `recent` are the paths of those that were changed in this run, and `unmoved` those whose last update is older
    than the run though git cannot tell what was changed. `report` says with places what is wrong with those that are at
    stake.
    """

    root: str
    cwd: str
    now: datetime
    sessions: tuple[Session, ...] = ()
    unread: int = 0
    overviews: tuple[Overview, ...] = ()
    recent: tuple[str, ...] = ()
    unmoved: tuple[str, ...] = ()
    report: Report = field(default_factory=Report)

    def typed(self, path: str) -> str:
        """Give a path as one types it where the agent works."""
        absolute = posixpath.join(self.root, path)
        inside = posixpath.relpath(absolute, self.cwd) if self.cwd else absolute
        return absolute if inside.startswith("..") else inside

    @cached_property
    def open(self) -> tuple[Session, ...]:
        """The sessions on which work goes on, now or later; also where a status says nothing that is known."""
        return tuple(one for one in self.sessions if one.state is not State.COMPLETED)

    def counted(self, what: str) -> str:
        """Say how many sessions are open, and of how many that is known, if not of all: `3 open sessions`."""
        said = f"{len(self.open)} {what}" if len(self.open) == 1 else f"{len(self.open)} {what}s"
        read = len(self.sessions)
        return f"{said} among the {read} youngest files of {read + self.unread}" if self.unread else said

    @cached_property
    def completed(self) -> tuple[Session, ...]:
        """The sessions that are over, and whose files are still there."""
        return tuple(one for one in self.sessions if one.state is State.COMPLETED and not one.put_away)

"""Finds out what a briefing needs: which sessions there are, what is wrong, and what this run of an agent has changed.

Nothing of an event is stored for the next one. A session was changed in a run when its file is younger than the run,
and git does not know it with this very text. A run is as old as the first time in the agent's own record of the
conversation, at most a day; where there is no such record it is taken to be four hours old.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from . import facts, peek, places, timestamps
from .agents.event import Event, Kind
from .briefing import COMPACT, LISTED, UNFINISHED, Known
from .failure import Failure
from .history import Against
from .nearby import Nearby
from .overview import Overview
from .regex import regex
from .session import Session
from .text import shown
from .values import replace
from .workspace import Workspace

_MOST = 50  # sessions that are read; the agent waits
_LONGEST = timedelta(hours=24)
_ASSUMED = timedelta(hours=4)
_PATIENCE = 4.0  # seconds for a question to git; an agent waits ten for all of it
_LAST_PATIENCE = 0.5  # at the end, where Claude Code waits one and a half for all of it
_SLACK = timedelta(minutes=2)  # times are written by hand, often to the minute
_RECORD = 1 << 16
_BEGINNING = datetime.min.replace(tzinfo=UTC)
# As Claude Code and Codex write it in each line of their record, and Gemini CLI in the first.
_TIME = regex(r'"(?:timestamp|startTime)"[ \t]*:[ \t]*"([0-9T:.Z+-]{20,35})"')


def around(event: Event, nearby: Nearby, now: datetime) -> Known:
    """Gather what an event needs to know of the repository around the agent's folder. Raises Failure."""
    workspace = Workspace.open(nearby.root)
    modified = _modified(workspace, _found(workspace, nearby))
    youngest = tuple(modified)[:_MOST]
    known = Known(
        workspace.root, event.cwd, now, tuple(map(workspace.session, youngest)), unread=len(modified) - len(youngest)
    )
    if event.kind is Kind.START:
        # Nothing was changed yet, so nobody asks git; that, and all but front matters of what is not told of, is slow.
        plain = _without_git(workspace)
        told = known.open[:1] if event.source == COMPACT else sorted(known.open, key=_updated, reverse=True)[:LISTED]
        return replace(known, overviews=_overviews(plain, [one.path for one in told], now))
    begun = begin(event.transcript, now)
    # Where all files are young, since they were checked out just now, those that the agent changed are the youngest.
    young = {one.path: one for one in known.sessions if modified[one.path] >= begun}
    compare = facts.compared(workspace.reader, young.values())
    against = Against(seconds=_LAST_PATIENCE if event.kind is Kind.END else _PATIENCE)
    past = facts.past_of(workspace.reader, tuple(young), compare, against, whole=False)
    if past.notes and event.kind is Kind.STOP:
        return known  # a file may be young because it was checked out: nobody is held up for what another has written
    recent = tuple(path for path in young if path not in past.same)
    unmoved = tuple(
        path
        for path in recent
        if not past.notes
        and path not in past.changed  # where git can tell there is a rule for it
        and (updated := young[path].last_updated) is not None
        and updated < begun - _SLACK
    )
    known = replace(known, recent=recent, unmoved=unmoved)
    if event.kind is Kind.STOP:
        judged = _absolute(workspace, recent)
        return replace(known, report=workspace.check(judged, now=now, against=against)) if judged else known
    asked = _without_git(workspace) if past.notes else workspace  # one that gave no answer is not asked again
    return replace(known, overviews=_overviews(asked, recent[:LISTED], now, against))


def edited(event: Event, paths: Sequence[str], now: datetime) -> Known:
    """Judge those of some files, by their absolute paths, that are sessions of the first one's repository.

    Raises Failure.
    """
    home = places.home(os.path.dirname(paths[0]))
    workspace = Workspace.open(home)
    if workspace.config.path:
        from . import noting  # imported late: a run without a config needs none

        noting.note(workspace.root, os.environ, home)
    sessions = [path for path in paths if os.path.lexists(path) and workspace.config.is_session(workspace.place(path))]
    known = Known(workspace.root, event.cwd, now)
    against = Against(seconds=_PATIENCE)
    return replace(known, report=workspace.check(sessions, now=now, against=against)) if sessions else known


def begin(transcript: str, now: datetime) -> datetime:
    """Give the time since when an agent runs, by the file in which it keeps the conversation."""
    match = _TIME.search(peek.first(transcript, _RECORD).decode("utf-8", "replace")) if transcript else None
    first = timestamps.read(match[1]).instant if match else None
    return now - _ASSUMED if first is None or first > now else max(first, now - _LONGEST)


def was_held_up(transcript: str) -> bool:
    """Whether an agent that does not say so goes on because a hook held it up, or may do so: by its own record."""
    end = peek.last(transcript, _RECORD) if transcript else None
    return end is None or UNFINISHED.encode() in end


def _found(workspace: Workspace, nearby: Nearby) -> tuple[str, ...]:
    """Give the paths of the sessions. Raises Failure where there is none to be seen in folders that are there."""
    found = workspace.find(() if nearby.elsewhere else nearby.folders)
    folders = [workspace.place(folder) for folder in nearby.folders]
    paths = tuple(path for path in found.paths if path not in folders)
    if paths:
        return paths
    if found.paths:  # one that leads out of the repository is found as if it were a file
        raise Failure(f"hook: {shown(found.paths[0])}: a linked folder outside of the repository is not searched")
    for one in found.skipped:
        if one.path in folders:
            raise Failure(f"hook: {shown(one.path)}: {one.reason}")
    return ()


def _modified(workspace: Workspace, paths: Sequence[str]) -> dict[str, datetime]:
    """Give the time of each file, the youngest first; those that are gone are left out."""
    found: dict[str, float] = {}
    for path in paths:
        with suppress(OSError):
            found[path] = os.stat(os.path.join(workspace.root, path)).st_mtime
    ordered = sorted(found, key=lambda path: found[path], reverse=True)
    return {path: datetime.fromtimestamp(found[path], UTC) for path in ordered}


def _updated(session: Session) -> datetime:
    return session.last_updated or _BEGINNING


def _without_git(workspace: Workspace) -> Workspace:
    """Give a workspace that is silent about history."""
    return workspace.with_config(workspace.config.with_command_line(ignore=("SL5",)))


def _overviews(
    workspace: Workspace, paths: Sequence[str], now: datetime, against: Against | None = None
) -> tuple[Overview, ...]:
    """Give sessions in short, in the order of the paths."""
    there = _absolute(workspace, paths)
    found = {one.path: one for one in workspace.overviews(there, now=now, against=against)} if paths else {}
    return tuple(found[path] for path in paths if path in found)


def _absolute(workspace: Workspace, paths: Sequence[str]) -> list[str]:
    return [os.path.join(workspace.root, path) for path in paths]

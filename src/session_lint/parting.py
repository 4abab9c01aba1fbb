"""Puts a session away: what stands in the way of that, and what a profile has done with the file of a finished one."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from datetime import datetime

from . import checklist, lifecycle, renaming
from .checklist import Checklist
from .diagnostic import Diagnostic, Edit
from .failure import Failure
from .fixing import Patch, edited
from .profile import ARCHIVE, Finished, State
from .reader import Reader
from .rules.completed_session import CompletedSession
from .scene import Scene
from .session import Session
from .text import Span, shown
from .values import dataclass, replace
from .workspace import Workspace

_PATH_SHOWN = 200


@dataclass(frozen=True)
class Parting:
    """What putting a session away would do, and what is to be seen to before. Nothing is written.

    `to` is the path that its file has then, None where there is none; `notes` say what could not be looked into.
    """

    checklist: Checklist
    patch: Patch
    to: str | None = None
    notes: tuple[str, ...] = ()


def part(workspace: Workspace, path: str, now: datetime) -> Parting:
    """Look what stands in the way of putting the session at a path away, and put together what would do it.

    Raises Failure for a session that cannot be read as a whole, or whose status cannot be set.
    """
    asked = (checklist.OPEN_WORK, checklist.DECISIONS, checklist.REFERENCES)
    scene = workspace.with_config(workspace.config.with_command_line(select=asked)).scene(now=now)
    session = workspace.session(path)
    lifecycle.require_editable(session)
    finished = _finished(workspace, session)
    done = _completed(session)
    said = _said(scene, session, done)
    references = tuple(_references(scene, path)) if finished is Finished.DELETE else ()
    texts = {one.path: one.text for one in scene.sessions()}
    judged = frozenset(active.rule.code for active in scene.reader.config.rules_for(path))
    made = checklist.make(session, finished, said, references, texts, judged)
    return _arranged(workspace, made, done, now)


def _finished(workspace: Workspace, session: Session) -> Finished:
    """Say what becomes of the file: what the rule on finished sessions is set to, else what the profile says."""
    rules = (active.rule for active in workspace.config.rules_for(session.path))
    policy = next((rule.policy for rule in rules if isinstance(rule, CompletedSession)), "profile")
    return session.profile.finished if policy == "profile" else Finished(policy)


def _completed(session: Session) -> tuple[Edit, ...]:
    """Give the edit that says in a session that its work is over; none where it says so already."""
    if session.state is State.COMPLETED:
        return ()
    words = session.profile.statuses.get(State.COMPLETED)
    if not words:
        raise Failure(f"sessions of the kind {shown(session.profile.name)} have no status for finished work")
    return (lifecycle.set_field(session, "status", words[0]),)


def _said(scene: Scene, session: Session, done: Sequence[Edit]) -> Iterator[Diagnostic]:
    """Yield what the rules would say of the session if it were finished, with the places that it has now."""
    judged = scene.examine(session.path, edited(session.text, done), session.path, scene.world)

    def back(span: Span) -> Span:
        for edit in done:
            shift = len(edit.content) - (edit.span.end - edit.span.start)
            if span.start >= edit.span.start + len(edit.content):
                span = Span(span.start - shift, span.end - shift)
        return span

    for one in judged.examined.diagnostics:
        if one.code != checklist.REFERENCES:
            related = tuple(replace(other, span=back(other.span)) for other in one.related)
            yield replace(one, span=back(one.span), related=related)


def _references(scene: Scene, path: str) -> Iterator[Diagnostic]:
    """Yield what the rule on references would say if the session were gone, and does not say now."""
    tree = scene.world.tree
    if tree is None:
        return
    peers = {other: peer for other, peer in tree.sessions.items() if other != path}
    gone = replace(tree, files=tree.files - {path}, sessions=peers, deleted=tree.deleted | {path})
    world = replace(scene.world, tree=gone)
    for one in scene.sessions():
        if one.path == path or not one.readable:
            continue
        before = {(said.code, said.span) for said in scene.judge(one, one.path, scene.world).examined.diagnostics}
        for said in scene.judge(one, one.path, world).examined.diagnostics:
            if said.code == checklist.REFERENCES and (said.code, said.span) not in before:
                yield said


def _arranged(workspace: Workspace, made: Checklist, done: Sequence[Edit], now: datetime) -> Parting:
    """Put together what the profile has done with the file."""
    session = made.session
    path, text = session.path, session.text
    if made.finished is Finished.DELETE:
        return Parting(made, Patch(deletes=(path,), before={path: text}))
    changed = edited(text, (*done, *lifecycle.touched(session, now))) if done else text
    patch = Patch({path: changed} if changed != text else {}, before={path: text})
    if made.finished is Finished.KEEP or session.in_archive:
        return Parting(made, patch, path)
    folder, name = posixpath.split(path)
    to = posixpath.join(folder, ARCHIVE, name)
    if os.path.lexists(os.path.join(workspace.root, to)):
        raise Failure(f"there is a file {shown(to, _PATH_SHOWN)} already", "give one of the two another name")
    patch, notes = renaming.with_references(
        replace(patch, renames=((path, to),)), Reader(workspace.root, workspace.config)
    )
    return Parting(made, patch, to, notes)

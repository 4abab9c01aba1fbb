"""Takes a session one step on: reads it, has the edits proved, and writes them if the file is still the same."""

from __future__ import annotations

import os
from datetime import datetime

from . import lifecycle
from .diagnostic import Diagnostic
from .failure import Failure
from .fixing import Patch, edited
from .lifecycle import Change, Step
from .proof import Examined, objection
from .scene import Scene
from .session import Session
from .text import shown
from .values import dataclass, replace
from .workspace import Workspace
from .writing import CHANGED, Written

# What another run has changed since it was read is read again; not for ever, should it never rest.
_ATTEMPTS = 10
_PATH_SHOWN = 200


@dataclass(frozen=True)
class Amended:
    """A session before and after a step, and the patch between the two, which is empty where nothing changes."""

    before: Examined
    after: Examined
    patch: Patch

    @property
    def news(self) -> tuple[Diagnostic, ...]:
        """What the linter says now and did not say before."""
        known = {(one.code, one.message) for one in self.before.diagnostics}
        return tuple(one for one in self.after.diagnostics if (one.code, one.message) not in known)


def amend(workspace: Workspace, path: str, change: Change, now: datetime) -> Amended:
    """Put a step for the session at a path, relative to the root, together. Nothing is written.

    Raises Failure for a session that cannot be read as a whole, and for a step that would do more than it is meant to.
    """
    scene = workspace.scene((os.path.join(workspace.root, path),), now=now)
    session = scene.read(path) if path in scene.paths else None
    if session is None:
        why = next((one.reason for one in scene.skipped), "it is not there")
        raise Failure(f"{shown(path, _PATH_SHOWN)} cannot be changed: {why}", "name another session")
    return amended(scene, session, change)


def amended(scene: Scene, session: Session, change: Change) -> Amended:
    """Put a step for one of the sessions of a scene together. Raises Failure as `amend` does."""
    path = session.path
    lifecycle.require_editable(session)
    step = change(session)
    before = scene.judge(session, path, scene.world).examined
    text = edited(session.text, step.edits)
    after = scene.examine(path, text, path, scene.world).examined
    if reason := _objection(before, after, step):
        raise Failure(f"{shown(path, _PATH_SHOWN)} is left as it is: {reason}", "say it otherwise, or edit the file")
    changed = text != session.text
    return Amended(before, after, Patch({path: text}, before={path: session.text}) if changed else Patch())


def write(workspace: Workspace, path: str, change: Change, now: datetime) -> Amended:
    """Take a step on the disk. Where somebody else has changed the file meanwhile, it is taken from there.

    Raises Failure as `amend` does, and when the file cannot be written.
    """
    reason = CHANGED
    attempts = _ATTEMPTS
    while attempts and reason == CHANGED:
        attempts -= 1
        found = amend(workspace, path, change, now)
        written = workspace.apply(found.patch) if found.patch.changes else Written()
        if not written.refused:
            return found
        reason = written.refused[0].reason
    raise Failure(f"cannot write {shown(path, _PATH_SHOWN)}: {reason}", "nothing was changed")


def _objection(before: Examined, after: Examined, step: Step) -> str | None:
    """Say why a step must not be taken. What only some steps must not do, is to bring an error of the linter's."""
    if not step.strict:
        before, after = (replace(one, diagnostics=()) for one in (before, after))
    return objection(before, after, step.edits, ()) or lifecycle.objection(before.session, after.session, step)

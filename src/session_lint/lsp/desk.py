"""Has open documents judged, and keeps what was said of each for as long as nothing can have changed.

All of it runs in one thread, which is not the one that reads messages: it gets documents as they were at one moment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from .. import places
from ..failure import Failure
from ..text import shown
from ..values import dataclass, field, replace
from ..workspace import Workspace
from . import judging
from .documents import Document, Documents
from .judging import Verdict
from .roots import Root, Roots
from .uris import uri_of
from .view import View

_REMEMBERED = 1000
_KEPT = 1.0  # seconds; files around may change, and time goes on


@dataclass(frozen=True)
class Judged:
    """What is said of a document, and in which repository."""

    document: Document
    workspace: Workspace
    verdict: Verdict

    @property
    def unsaved(self) -> bool:
        """Whether there is a file behind it."""
        return not os.path.lexists(os.path.join(self.workspace.root, self.verdict.path))


@dataclass
class Desk:
    """Where documents are judged. `clock` gives a time that stands still, or None; `log` is told what goes wrong."""

    roots: Roots
    clock: judging.Now
    log: Callable[[str], None]
    _told: set[str] = field(default_factory=set)
    _kept: dict[str, tuple[Documents, Workspace, float, Judged | None]] = field(default_factory=dict)

    def judged(self, document: Document, documents: Documents) -> Judged | None:
        """Judge one of the open documents; None for what is no session, and where there is no way to judge it."""
        if document.path is None:
            return None
        path = places.resolved(document.path)
        root = self.roots.at(path)
        workspace = root.workspace
        if workspace is None:
            return None
        kept = self._kept.get(document.uri)
        if kept and kept[0] == documents and kept[1] is workspace and time.monotonic() - kept[2] < _KEPT:
            return kept[3]
        found = self._judge(root, workspace, path, document, documents)
        self._kept = {uri: one for uri, one in self._kept.items() if uri in documents}
        self._kept[document.uri] = (documents, workspace, time.monotonic(), found)
        return found

    def forget(self) -> None:
        """Forget all that was said: something around has changed."""
        self._kept.clear()

    @property
    def now(self) -> datetime:
        """The time, in whole seconds, as sessions have it."""
        return (self.clock() or datetime.now(UTC)).replace(microsecond=0)

    def _judge(
        self, root: Root, workspace: Workspace, path: str, document: Document, documents: Documents
    ) -> Judged | None:
        place = _place(workspace, path)
        unsaved = {}
        for other in (*documents.values(), document):
            if other.path is not None and self.roots.start(places.resolved(other.path)) == root.start:
                unsaved[_place(workspace, places.resolved(other.path))] = other.judged
        if root.bases is None:
            return None
        try:
            verdict = judging.judge(workspace, root.bases, place, unsaved, self.clock())
        except Failure as failure:
            self.tell(f"{shown(place)} cannot be checked: {failure.message}")
            return None
        except Exception as error:  # noqa: BLE001 -- the server goes on
            self.tell(f"{shown(place)} cannot be checked: {judging.words(error)}")
            return None
        for crash in verdict.crashes if verdict else ():
            self.tell(crash)
        for note in verdict.scene.world.past.notes if verdict else ():
            self.tell(note)
        return Judged(document, workspace, verdict) if verdict else None

    def tell(self, words: str) -> None:
        """Write something to the log, once."""
        if words not in self._told:
            if len(self._told) == _REMEMBERED:
                self._told.clear()
            self._told.add(words)
            self.log(words)


def _place(workspace: Workspace, path: str) -> str:
    return places.place(workspace.root, path)


def views(judged: Judged, documents: Documents) -> Callable[[str], tuple[str, View] | None]:
    """Give what finds the URI and the text of a file by its path relative to the root: open, or on the disk."""
    root = judged.workspace.root
    opened = {places.resolved(one.path): one for one in documents.values() if one.path is not None}

    def view_of(path: str) -> tuple[str, View] | None:
        place = os.path.join(root, path)
        if path == judged.verdict.path:
            return judged.document.uri, judged.document.view
        if place in opened:
            return opened[place].uri, opened[place].view
        session = judged.verdict.scene.reader.session(path)
        if not session.readable:
            return None
        return uri_of(place), replace(judged.document.view, lines=session.lines, hides_mark=False, hides_returns=False)

    return view_of

"""SL405 archived-session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from ..diagnostic import Finding, Severity
from ..profile import ARCHIVE, Finished, State
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import Span, shown
from ..tree import Tree

_NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
_FOLDER = ".agents/sessions"
_OLD = f"{_FOLDER}/old/20251204-143000-weather-fallback.md"
_OLDER = f"{_FOLDER}/old/20251204-150000-forecast-cache.md"
_ARCHIVED = f"{_FOLDER}/archive/20251204-143000-weather-fallback.md"


class ArchivedSession(FactRule):
    """Sessions are not piled up in a folder below the open ones; where a team keeps them, only finished ones are there.

    Why: a session that is finished has nothing to say that is still true of the code. What was worth keeping belongs
    into the issue, the decision record or the documentation; an agent that searches the repository finds the old plan.

    What becomes of finished sessions is said by `finished` in `[profile]`. Under `delete` every folder below a sessions
    folder is reported, once, on the first Markdown file in it, when the whole repository is judged: without paths, or
    in the hook `session-lint-repo`. Under `archive` each session in `archive/` is looked at: its status must say that
    it is finished. Under `keep` this rule is silent.

    Fix: none. Somebody has to look for what must outlast a session before it is deleted.
    """

    code = "SL405"
    name = "archived-session"
    severity = Severity.WARNING
    needs = Needs.TREE
    judges_others: ClassVar[bool] = True
    whole_file: ClassVar[bool] = True

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield for the first file of a folder that should not be there, or for an open session in the archive."""
        match session.profile.finished:
            case Finished.DELETE if facts.tree:
                yield from self._piled(session, facts.tree)
            case Finished.ARCHIVE if session.in_archive and session.state in (State.ACTIVE, State.PAUSED):
                done = session.profile.statuses.get(State.COMPLETED, ())
                words = " or ".join(shown(word) for word in done[-2:]) or "a finished one"
                yield Finding(
                    session.span("status") or Span(0, 0),
                    f"the session is in `{ARCHIVE}/`, and its status is {shown(session.status)}; expected {words}",
                    "move the file back among the open sessions, or say how the work ended",
                    field=session.field("status"),
                )
            case _:
                return

    def _piled(self, session: Session, tree: Tree) -> Iterator[Finding]:
        beside = tree.beside(session.path)
        if tree.home(session.path) is None or beside[:1] != (session.path,):
            return
        folder = session.path.rpartition("/")[0]
        count = "a Markdown file" if len(beside) == 1 else f"{len(beside)} Markdown files"
        yield Finding(
            Span(0, 0),
            f"the folder {shown(folder, 200)}, below the open sessions, has {count}; "
            "expected sessions to be deleted when their work is done",
            "take what must outlast them to where it belongs, and delete them; or say in the configuration that they "
            'are kept: `finished = "archive"` in `[profile]`, or `extend = "archive"`',
        )

    examples = (
        Example("", path=_OLDER, facts=Facts(_NOW, tree=Tree((_FOLDER,), frozenset({_OLD, _OLDER})))),
        Example(
            "",
            path=_OLD,
            says=(
                f"the folder `{_FOLDER}/old`, below the open sessions, has 2 Markdown files; "
                "expected sessions to be deleted when their work is done",
            ),
            facts=Facts(_NOW, tree=Tree((_FOLDER,), frozenset({_OLD, _OLDER}))),
        ),
    )

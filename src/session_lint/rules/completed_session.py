"""SL403 completed-session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..diagnostic import Finding, Severity
from ..filename import KEBAB
from ..profile import ARCHIVE, Finished, State
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import shown
from ..values import dataclass


@dataclass(frozen=True)
class CompletedSession(SessionRule):
    """A session whose work is over is not among the open ones.

    Why: whoever looks for work to go on with opens every file in the folder, and a finished session tells of a state of
    the code that is long gone.

    What becomes of such a file is for a team to say, once, as `finished` in `[profile]`: it is deleted (`delete`, the
    default), moved to a folder `archive` below (`archive`), or stays (`keep`, and this rule is silent).

    Fix: none. Before a file is deleted somebody has to look for what must outlast it: decisions, open work, lessons.
    """

    code = "SL403"
    name = "completed-session"
    severity = Severity.WARNING

    policy: Literal["profile", "delete", "archive", "keep"] = option(
        "profile", "What becomes of a finished session: `delete`, `archive`, `keep`, or what `profile.finished` says."
    )

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when the session is over and its file is here."""
        policy = session.profile.finished if self.policy == "profile" else Finished(self.policy)
        span = session.span("status")
        if session.state is not State.COMPLETED or span is None:
            return
        said = f"the session is {shown(session.status)}, and its file is still "
        match policy:
            case Finished.DELETE:
                yield Finding(
                    span,
                    f"{said}here; expected it to be deleted",
                    "take what must outlast it to where it belongs (open work to the issue tracker, decisions to the "
                    f"documentation), then delete the file: {_command(session)} shows what is left to do, and does it",
                    field=session.field("status"),
                )
            case Finished.ARCHIVE if not session.in_archive:
                yield Finding(
                    span,
                    f"{said}among the open ones; expected it in `{ARCHIVE}/`",
                    f"move the file to `{ARCHIVE}/` in its folder, and mend the references to it: {_command(session)} "
                    "shows what is left to do, and does both",
                    field=session.field("status"),
                )
            case _:
                return  # it is where it belongs

    examples = (
        Example("---\nsession:\n  status: in_progress\n---\n"),
        Example("---\nsession:\n  status: completed\n---\n", options={"policy": "keep"}),
        Example(
            "---\nsession:\n  status: completed\n---\n",
            options={"policy": "archive"},
            path=".agents/sessions/archive/20251204-143000-weather-fallback.md",
        ),
        Example(
            "---\nsession:\n  status: completed\n---\n",
            says=("the session is `completed`, and its file is still here; expected it to be deleted",),
        ),
        Example(
            "---\nsession:\n  status: completed\n---\n",
            says=("the session is `completed`, and its file is still among the open ones; expected it in `archive/`",),
            options={"policy": "archive"},
        ),
    )


def _command(session: Session) -> str:
    """Give the command, with the session's name only if that is a plain word: it will be copied."""
    name = session.file_name.description
    return shown(f"session-lint complete {name if KEBAB.fullmatch(name) else 'SESSION'}", 120)

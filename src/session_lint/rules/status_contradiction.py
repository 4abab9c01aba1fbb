"""SL408 status-contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..profile import State
from ..regex import regex
from ..rule import Example, SessionRule
from ..session import Session
from ..staleness import word
from ..text import shown

_DONE = r"(?:completed|complete|done|finished)"
# After the word comes the end, or a mark that ends or explains it: not "Done-button colour", not "Complete the parser".
_END = r"[*_`]*[ \t]*(?:\Z|[.!,;:)(\]\u2013\u2014]|-+[ \t])"
_BEGINS = regex(rf"{_DONE}{_END}", re.IGNORECASE)
_ALL = regex(rf"all[ \t][^.!?,;:\u2013\u2014]{{0,80}}?\b{_DONE}{_END}", re.IGNORECASE)
# "All tests must be done", "Done. Next: the parser": not yet, or not all of it.
_NOT_YET = regex(
    r"\b(?:after|almost|awaiting|before|but|continue|continuing|doing|except|however|if|must|nearly|next|not|now|once"
    r"|pending|remaining|remains|should|start|started|starting|still|then|to (?:be|do)|todo|unless|until|wait|waiting"
    r"|when|will|working|yet)\b",
    re.IGNORECASE,
)
_PORTION = regex(r"([0-9]{1,9})[ \t]?(?:of|/)[ \t]?([0-9]{1,9})")  # "Done (3 of 5)"


class StatusContradiction(SessionRule):
    """A session that is in progress has a current task that is still to be done.

    Why: the status says that somebody is at it, the task says that nothing is left. The next agent has to find out
    which of them to believe.

    A task says that it is done when it begins with `done`, `complete`, `completed` or `finished` and ends there or goes
    on behind a comma, colon, dash or the like, or when it reads like `All phases complete`. `Complete the parser` is
    work, and so is `Done with the parser`; `Done. Next: the tests` names what is next and is let pass.

    Fix: none, since either may be the right one.
    """

    code = "SL408"
    name = "status-contradiction"
    severity = Severity.INFO

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when an active session's task is done."""
        task, span = session.value("current_task"), session.span("current_task")
        if session.state is not State.ACTIVE or span is None or not isinstance(task, str) or not _is_done(task):
            return
        over, status = word(session, State.COMPLETED), session.span("status")
        field = session.field("current_task")
        yield Finding(
            span,
            f"the session is {shown(session.status)}, and its current task says that it is done: {shown(task)}; "
            "expected a task that is worked on, or another status",
            f"write into `{'.'.join(field)}` what is worked on now"
            + (f"; or set the status to {over} if nothing is left to do" if over else ""),
            field=field,
            related=(Related(status, "the status is here"),) if status else (),
        )

    examples = (
        Example("---\nsession: {status: in_progress}\norchestration: {current_task: Complete the parser}\n---\n"),
        Example("---\nsession: {status: in_progress}\norchestration: {current_task: Done-button colour}\n---\n"),
        Example("---\nsession: {status: completed}\norchestration: {current_task: Done}\n---\n"),
        Example(
            "---\nsession:\n  status: in_progress\norchestration:\n  current_task: All phases complete\n---\n",
            says=(
                "the session is `in_progress`, and its current task says that it is done: `All phases complete`; "
                "expected a task that is worked on, or another status",
            ),
        ),
        Example(
            "---\nsession: {status: in_progress}\norchestration: {current_task: Complete - merged}\n---\n",
            says=(
                "the session is `in_progress`, and its current task says that it is done: `Complete - merged`; "
                "expected a task that is worked on, or another status",
            ),
        ),
    )


def _is_done(task: str) -> bool:
    said = task.strip().lstrip(" \t*_`[](){}-\u2713\u2714\u2705\u2611")
    match = _BEGINS.match(said) or _ALL.match(said)
    part = any(int(done) != int(every) for done, every in _PORTION.findall(said))
    return match is not None and not part and not _NOT_YET.search(said)

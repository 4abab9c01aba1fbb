"""SL001 unreadable-file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ..diagnostic import Finding, Severity
from ..rule import Example, SessionRule, option
from ..session import Session
from ..values import dataclass


@dataclass(frozen=True)
class UnreadableFile(SessionRule):
    """A session is a regular file of UTF-8 text, without control characters, of at most 1 MiB.

    Why: an agent that opens a pipe hangs, one that opens a binary file reads noise, and an escape sequence in a session
    reaches the terminal of everyone who prints it. Such a file is reported here and judged by no other rule.

    Fix: none. Save the file as UTF-8, remove the characters that are named, or move the bulk of it elsewhere.
    """

    code = "SL001"
    name = "unreadable-file"
    severity = Severity.ERROR
    silenceable = False
    judges_unreadable: ClassVar[bool] = True

    max_bytes: int = option(1_048_576, "The largest file that is read, in bytes.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield why the file cannot be judged."""
        for problem in session.problems:
            yield Finding(problem.span, problem.message, problem.help)

    examples = (
        Example("---\ntitle: Caf\u00e9\n---\n\ttab, \x0b and \x85 are text\n"),
        Example(
            "---\ntitle: \x1b[31mred\n---\n",
            says=("the file holds the control character ESC (U+001B), which no text has",),
        ),
    )

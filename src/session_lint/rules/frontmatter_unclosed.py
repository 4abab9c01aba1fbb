"""SL003 frontmatter-unclosed."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, ProblemKind, Severity
from ..rule import Example, SessionRule
from ..session import Session


class FrontmatterUnclosed(SessionRule):
    """Front matter that is opened with `---` is closed with `---`.

    Why: without its end the whole document counts as YAML, or none of it.

    Fix: none, since only the author knows where the YAML ends. The help names the line that looks like it.
    """

    code = "SL003"
    name = "frontmatter-unclosed"
    severity = Severity.ERROR
    silenceable = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield the opening line when no closing one follows."""
        for problem in session.front.problems:
            if problem.kind is ProblemKind.UNCLOSED:
                yield Finding(problem.span, problem.message, problem.help)

    examples = (
        Example("---\nnote: |\n  ---\n---\n"),
        Example(
            "---\nsession:\n  title: Weather\n----\n",
            says=("front matter is opened here and never closed; expected a second `---`",),
        ),
    )

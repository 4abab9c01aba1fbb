"""SL004 frontmatter-syntax."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, ProblemKind, Severity
from ..rule import Example, SessionRule
from ..session import Session


class FrontmatterSyntax(SessionRule):
    """Front matter is one YAML 1.2 mapping, of at most 64 KiB, 64 levels and 100 aliases.

    Why: a block that one reader refuses and another reads differently hands over nothing. The limits keep a file from
    stopping or crashing the tools that read it; aliases must not stand for more than 65,536 values either.

    Not read: tags other than YAML's own for text, numbers, booleans and null; merge keys (`<<`), which YAML 1.2 does
    not have; keys that are mappings or lists; placeholders (`{{ title }}`) that a template left unfilled. Timestamps
    stay text, `yes` and `on` are text.

    Fix: none. The help says what the parser's complaint usually means.
    """

    code = "SL004"
    name = "frontmatter-syntax"
    severity = Severity.ERROR
    silenceable = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield what makes the block unreadable."""
        for problem in session.front.problems:
            if problem.kind is ProblemKind.SYNTAX:
                yield Finding(problem.span, problem.message, problem.help)

    examples = (
        Example('---\ntitle: "Fix: the parser"\n---\n'),
        Example("---\ntitle: Fix: the parser\n---\n", says=("not YAML: a second `: ` in one value",)),
        Example("---\ntitle: {{ title }}\n---\n", says=("a template placeholder `{{ ... }}` is not filled in",)),
    )

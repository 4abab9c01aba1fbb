"""SL303 section-empty."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Severity
from ..rule import Example, SessionRule
from ..session import Session


class SectionEmpty(SessionRule):
    """A required section says something: more than blanks, comments and rules (`---`).

    Why: a heading with nothing under it promises a hand-over that is not there.

    Fix: none. Words that a tool fills in would only hide that they are missing.
    """

    code = "SL303"
    name = "section-empty"
    severity = Severity.ERROR
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each required section without content."""
        for title in session.profile.sections:
            for section in session.sections_titled(title):
                if not session.body.prose(session.text, section.body).strip("\xa0 \n"):
                    yield Finding(
                        section.heading.span,
                        f"the section `## {title}` is empty; expected at least a sentence",
                        "write what the next person needs to know here",
                        section=title,
                    )

    examples = (
        Example("## Context\n\n- one line\n\n## Current State\n```\ncode\n```\n## Next Steps\n### One\n"),
        Example(
            "## Context\n\n<!-- TODO: write this section -->\n\n---\n\n## Next Steps\n\nGo on.\n",
            says=("the section `## Context` is empty; expected at least a sentence",),
        ),
    )

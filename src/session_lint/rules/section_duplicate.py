"""SL302 section-duplicate."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, SessionRule
from ..session import Session


class SectionDuplicate(SessionRule):
    """A required section stands in a session once.

    Why: of two `## Current State` one is out of date, and the reader takes the first.

    Fix: none, since only the author knows which of them holds.
    """

    code = "SL302"
    name = "section-duplicate"
    severity = Severity.WARNING
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each further section with a required title."""
        for title in session.profile.sections:
            sections = session.sections_titled(title)
            for section in sections[1:]:
                first = sections[0].heading.span
                row = session.lines.row(first.start)
                yield Finding(
                    section.heading.span,
                    f"the section `## {title}` is here a second time; the first is in line {row}",
                    "merge the two, or give one another title",
                    section=title,
                    related=(Related(first, "the first is here"),),
                )

    examples = (
        Example("## Context\n\n## Notes\n\n## Notes\n\n### Context\n"),
        Example(
            "## Context\n\n## Current State\n\n## Context\n",
            says=("the section `## Context` is here a second time; the first is in line 1",),
        ),
    )

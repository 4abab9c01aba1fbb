"""SL305 section-order."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..rule import Example, SessionRule
from ..session import Session


class SectionOrder(SessionRule):
    """The required sections stand in the order of the profile.

    Why: who reads many sessions finds each part without looking for it.

    Other sections may stand between them. The rule is off by default, since a session in another order says no less;
    `extend-select` or a severity turns it on.

    Fix: none. Moving a section moves what stands around it as well.
    """

    code = "SL305"
    name = "section-order"
    severity = Severity.OFF
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each required section that stands below one that should follow it."""
        order = session.profile.sections
        places = {title: number for number, title in reversed(tuple(enumerate(order)))}
        last = None
        for section in session.sections:
            heading = section.heading
            number = places.pop(heading.title, None)  # of several with one title the first counts
            if number is None:
                continue
            if last is None or number > order.index(last.title):
                last = heading
                continue
            yield Finding(
                heading.span,
                f"the section `## {heading.title}` stands below `## {last.title}`; expected it above",
                f"the order is {', '.join(f'`{title}`' for title in order)}",
                section=heading.title,
                related=(Related(last.span, f"`## {last.title}` is here"),),
            )

    examples = (
        Example("## Context\n\n## Notes\n\n## Current State\n\n### Context\n\n## Next Steps\n\n## Context\n"),
        Example(
            "## Current State\n\n## Next Steps\n\n## Context\n",
            says=("the section `## Context` stands below `## Next Steps`; expected it above",),
        ),
    )

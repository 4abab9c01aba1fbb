"""SL304 section-placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostic import Finding, Severity
from ..regex import regex
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, shown
from ..values import dataclass

# Sentences of the format's own template, and its places to fill in.
_TEMPLATE = (
    "Where we are right now. What just happened.",
    "Background for anyone picking up this work.",
    "What problem are we solving? Why now?",
    "This section should ALWAYS be handoff-ready.",
    "Brief description of what happened.",
    "YYYY-MM-DD HH:MM - [Agent/Action]",
)
# Lines of the template that only as a whole are its own: with other words they are somebody's.
_LINE = regex(
    r"(?:\A|(?<=[\r\n]))[ \t>]*(?:"
    r"[-*+][ \t]+\[[ xX]\][ \t]+(?P<task>Criterion [12]|[A-Z]+-[0-9]+ - Brief description(?: \(completed\))?)"
    r"|[-*+][ \t]+(?P<item>`path/to/file\.py` - What needs to change|Current blocker \(if any\))"
    r"|(?:[-*+][ \t]+)?(?P<text>\*\*Decision\*\*: What was decided|\*\*Rationale\*\*: Why)"
    r")(?=[ \t]*(?:[\r\n]|\Z))"
)
# Each of them has one of these, and most texts have none.
_SIGNS = (
    *("Criterion ", "Brief description", "What needs to change", "Current blocker"),
    *("**Decision**: What", "**Rationale**: Why"),
)
# In a heading only, and not as the text of a link.
_HEADING = regex(r"\[(?:Title|Name|Agent/Action)\](?![(\[:])")
# A section that says more than this says something.
_LONGEST = 400
_ONLY = regex(
    r"(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?[*_]*(?:tbd|tbc|todo|fixme|\.\.\.|…|n/?a yet)[*_.:!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SectionPlaceholder(SessionRule):
    """No text of the template is left in a session, and no section says only `TBD`.

    Why: it reads like a hand-over and is none.

    Found are the sentences of the format's template, its lines such as `- [ ] Criterion 1` where they say no more,
    `[Title]` and `[Name]` in headings, and sections of level 2 that hold nothing but `TBD`, `TODO` or `...`. Code, code
    spans that hold such a sentence alone, and comments are not looked at.

    Fix: none. Write what is meant, or remove the line.
    """

    code = "SL304"
    name = "section-placeholder"
    severity = Severity.WARNING
    judges_conflicts = False

    phrases: tuple[str, ...] = option((), "More sentences that count as a template's.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each piece of template text."""
        found = {span for phrase in (*_TEMPLATE, *self.phrases) for span in _occurrences(session, phrase)}
        found.update(_lines(session))
        taken = {session.lines.row(span.start) for span in found}
        for span in (heading.span for heading in session.body.headings):
            source = session.text[span.start : span.end]
            if "[" in source and session.lines.row(span.start) not in taken:
                found.update(Span(span.start + m.start(), span.start + m.end()) for m in _HEADING.finditer(source))
        for span in sorted(found):
            text = shown(session.text[span.start : span.end])
            yield Finding(
                span,
                f"{text} is text of the template; expected your own",
                "replace it, or remove it",
                section=_title(session, span),
            )
        for section in session.sections:
            if section.body.end - section.body.start > _LONGEST:
                continue
            said = session.body.prose(session.text, section.body)
            if said and all(_ONLY.fullmatch(line.strip(" \t")) for line in said.split("\n") if line.strip(" \t")):
                start = session.text.find(said, section.body.start)
                yield Finding(
                    Span(start, start + len(said)),
                    f"the section {shown(f'## {section.heading.title}')} says only {shown(said)}; "
                    "expected what it promises",
                    "write the section, or remove it where it is not required",
                    section=section.heading.title if section.heading.title in session.profile.sections else None,
                )

    examples = (
        Example("## Context\n\nTODO later: cache.\n\n## [Title](x)\n\n```\nYYYY-MM-DD HH:MM - [Agent/Action]\n```\n"),
        Example(
            "# Session: [Title]\n\n## Context\nBackground for anyone picking up this work.\n\n## Next Steps\n\n- TBD\n",
            says=(
                "`[Title]` is text of the template; expected your own",
                "`Background for anyone picking up this work.` is text of the template; expected your own",
                "the section `## Next Steps` says only `- TBD`; expected what it promises",
            ),
        ),
        Example(
            "## Log\n\n### YYYY-MM-DD HH:MM - [Agent/Action]\n",
            says=("`YYYY-MM-DD HH:MM - [Agent/Action]` is text of the template; expected your own",),
        ),
        Example(
            "- [ ] BACK-123 - Brief description of the API\n- [ ] Criterion 1: it works\n\n**Rationale**: Why not\n"
        ),
        Example(
            "- [ ] BACK-123 - Brief description\n- [ ] Criterion 1\n- `path/to/file.py` - What needs to change\n\n"
            "**Decision**: What was decided\n**Rationale**: Why\n\n- Current blocker (if any)\n",
            says=(
                "`BACK-123 - Brief description` is text of the template; expected your own",
                "`Criterion 1` is text of the template; expected your own",
                "`` `path/to/file.py` - What needs to change `` is text of the template; expected your own",
                "`**Decision**: What was decided` is text of the template; expected your own",
                "`**Rationale**: Why` is text of the template; expected your own",
                "`Current blocker (if any)` is text of the template; expected your own",
            ),
        ),
        Example(
            "## Notes\n\nLorem ipsum\n",
            says=("`Lorem ipsum` is text of the template; expected your own",),
            options={"phrases": ("Lorem ipsum",)},
        ),
    )


def _occurrences(session: Session, phrase: str) -> Iterator[Span]:
    at = session.text.find(phrase, session.body.span.start) if phrase else -1
    while at >= 0:
        quoted = "`" in (session.text[at - 1 : at], session.text[at + len(phrase) : at + len(phrase) + 1])
        if not quoted and not session.body.is_code(at):
            yield Span(at, at + len(phrase))
        at = session.text.find(phrase, at + len(phrase))


def _lines(session: Session) -> Iterator[Span]:
    if not any(sign in session.text for sign in _SIGNS):
        return
    for match in _LINE.finditer(session.text, session.body.span.start):
        span = Span(*match.span(match.lastgroup or 0))
        if not session.body.is_code(span.start):
            yield span


def _title(session: Session, span: Span) -> str | None:
    """Give the required section that a place lies in."""
    titles = (s.heading.title for s in session.sections if s.heading.line.start <= span.start < s.body.end)
    title = next(titles, None)
    return title if title in session.profile.sections else None

"""SL407 decision-without-adr."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import entries
from ..diagnostic import Finding, Related, Severity
from ..profile import State
from ..regex import regex
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, shown
from ..values import dataclass

_NUMBERED = regex(r"decision[ \t]*#?[0-9]+(?![0-9]).*", re.IGNORECASE | re.DOTALL)
_DECISIONS = regex(
    r"(?:(?:architecture|architectural|design|key|technical) )?decisions?(?: (?:log|made|taken))?:?", re.IGNORECASE
)
_TEMPLATE = "[Title]"
_ADR = regex(r"(?<![a-z0-9])adrs?[ \t]?[-#/_]?[ \t]?[0-9]", re.IGNORECASE)
_RELATED = 10


@dataclass(frozen=True)
class DecisionWithoutAdr(SessionRule):
    """A finished session that records decisions names an architecture decision record (ADR).

    Why: a finished session is put away, and a decision that stands nowhere else is made again by the next one.

    Decisions are headings such as `### Decision 1: ...`, and what is listed under `## Decisions`, `## Key Decisions`,
    `## Decisions Made` and the like. An ADR is named by a path in one of the `folders`, or by its number (`ADR-12`),
    anywhere in the file. Work that was given up, and a session in the archive, is let pass.

    Fix: none. Not every decision deserves a record of its own, which is why this is only an `info`.
    """

    code = "SL407"
    name = "decision-without-adr"
    severity = Severity.INFO

    folders: tuple[str, ...] = option(
        ("docs/decisions", "docs/adr", "docs/adrs", "doc/adr", "docs/architecture/decisions"),
        "Folders with decision records, relative to the root; the first one is named in the help.",
        paths=True,
    )

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when there are decisions and no record is named."""
        if session.state is not State.COMPLETED or session.given_up or session.put_away:
            return
        decisions = _decisions(session)
        folders = [folder for one in self.folders if (folder := one.strip().strip("/").removeprefix("./"))]
        if not decisions or _ADR.search(session.text) or any(f"{folder}/" in session.text for folder in folders):
            return
        first = decisions[0]
        what = f"a decision, {_shown(session, first)}"
        if len(decisions) > 1:
            what = f"{len(decisions)} decisions, the first {_shown(session, first)}"
        where = f" in {shown(f'{folders[0]}/')}" if folders else ""
        yield Finding(
            first,
            f"the session is {shown(session.status)} and records {what}; expected the path of a decision record",
            f"write a record{where} of what others have to know, and name its path here; "
            "a decision that matters to this work alone needs none",
            related=tuple(Related(span, "another decision") for span in decisions[1 : _RELATED + 1]),
        )

    examples = (
        Example("---\nsession: {status: in_progress}\n---\n## Decisions\n\n- Cache for an hour\n"),
        Example(
            "---\nsession: {status: completed}\n---\n## Decisions\n\n"
            "- Cache for an hour, see [the record](../../docs/decisions/0007-cache.md)\n"
        ),
        Example("---\nsession: {status: completed}\n---\n## Decisions\n\nNone.\n"),
        Example(
            "---\nsession:\n  status: completed\n---\n## Decisions\n\n- Cache for an hour\n- No cookies\n",
            says=(
                "the session is `completed` and records 2 decisions, the first `Cache for an hour`; "
                "expected the path of a decision record",
            ),
        ),
        Example(
            "---\nsession:\n  status: completed\n---\n### Decision 1: Cache for an hour\nSee docs/decisions/7.md\n",
            says=(
                "the session is `completed` and records a decision, `Decision 1: Cache for an hour`; "
                "expected the path of a decision record",
            ),
            options={"folders": ("architecture/records",)},
        ),
    )


def _shown(session: Session, span: Span) -> str:
    return shown(session.text[span.start : span.end])


def _decisions(session: Session) -> list[Span]:
    """Give where decisions are: headings with a number, and what a section for decisions lists or has headings for."""
    numbered = (heading for heading in session.body.headings if _NUMBERED.fullmatch(heading.title))
    found = {heading.span for heading in numbered if _TEMPLATE not in heading.title}
    for section in (one for level in (2, 3) for one in session.body.sections(level)):
        if _DECISIONS.fullmatch(section.heading.title):
            (_, lead), *below = entries.parts(session, section.body)
            titles = (heading for heading, _ in below if heading and heading.level == section.heading.level + 1)
            found |= {heading.span for heading in titles if _TEMPLATE not in heading.title}
            found |= {entry.span for entry in entries.entries(session, lead)} if not below else set()
    return sorted(found)

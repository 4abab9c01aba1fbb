"""SL301 section-missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .. import edits
from ..diagnostic import Edit, Finding, Fix, Severity
from ..markdown import Heading
from ..regex import regex
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, closest, letters, shown
from ..values import dataclass

# `## Current State (2026-04-09 10:00)`, `## Current State - 2026-04-09`
_DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = regex(r"[^\W\d_]+")
_ZONES = frozenset(("T", "Z", "H", "AM", "PM", "UTC", "GMT", "CET", "CEST", "EST", "EDT", "PST", "PDT"))
# `##Context`: a paragraph for Markdown.
_GLUED = regex(r"^[ ]{0,3}(#{1,6})([^#\s][^\r\n]*)", re.MULTILINE)
_MOST_HEADINGS = 1000
# What sets apart what follows a title: not the hyphen of `Context-free grammar`.
_SUFFIX = regex(r"[ \t]*[(\[\u2013\u2014:]|[ \t]+-|-[ \t]|[ \t]+[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BLANK = "[ \\t\u00a0\v\f]+"


@dataclass(frozen=True)
class SectionMissing(SessionRule):
    """A session has the sections Context, Current State and Next Steps, each under a level-2 heading.

    Why: they are what the next agent looks for: why this work, where it stands, what to do first.

    The titles are those of the profile (`sections`), in any order. A heading counts when Markdown takes it for one of
    the document: not in a code fence, comment, quote or list. Emphasis around the whole title and a comment behind it
    are ignored.

    Fix: safe where a heading of level 2 differs only in case, spacing or a colon at its end. Unsafe where the heading
    is of another level or dated, and where the section is not there at all: then it is added with a TODO comment, which
    `section-empty` reports until somebody writes it. A heading that goes on (`## Context: the parser`) is only named,
    since the rest of it must not be lost.
    """

    code = "SL301"
    name = "section-missing"
    severity = Severity.ERROR
    whole_file = True
    judges_conflicts = False

    allow_suffix: bool = option(False, "Accept a heading that goes on after the title: `Current State (2026-04-09)`.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each required section that is not there, with the heading that seems meant."""
        titles = session.profile.sections
        for title in titles:
            if session.sections_titled(title) or (self.allow_suffix and _suffixed(session, title)):
                continue
            fix, near, advice = _remedy(session, title)
            if near is None and session.body.unclosed:
                row = session.lines.row(session.body.unclosed.start)
                what = "comment" if session.text.startswith("<!--", session.body.unclosed.start) else "code fence"
                advice += f"; a {what} opened in line {row} is never closed and hides what follows"
            yield Finding(
                near.span if near else session.head,
                f"the section `## {title}` is missing" + (f"; there is {_written(session, near)}" if near else ""),
                advice,
                fix,
                section=title,
            )

    examples = (
        Example("## Next Steps\n\nNext Steps\n---\n\n## **Context** <!-- why -->\n\nCurrent State\n-------\n"),
        Example(
            "# Session: Weather\n\n## Context\n\n### Next Steps\n\n```\n## Current State\n```\n",
            says=(
                "the section `## Current State` is missing",
                "the section `## Next Steps` is missing; there is `### Next Steps`",
            ),
            fixed=(
                "# Session: Weather\n\n## Context\n\n## Current State\n\n<!-- TODO: write this section -->\n\n"
                "## Next Steps\n\n```\n## Current State\n```\n"
            ),
        ),
        Example(
            "## Context\n## current  state:\n## Next Steps\n",
            says=("the section `## Current State` is missing; there is `## current  state:`",),
            fixed="## Context\n## Current State\n## Next Steps\n",
        ),
        Example(
            "## Context\n## Current State (2026-04-09 10:00)\n## Immediate Next Steps\n",
            says=(
                "the section `## Current State` is missing; there is `## Current State (2026-04-09 10:00)`",
                "the section `## Next Steps` is missing; there is `## Immediate Next Steps`",
            ),
            fixed="## Context\n## Current State\n## Immediate Next Steps\n",
        ),
        Example(
            "##Context\nText.\n\n## Current State\n## Next Steps\n",
            says=("the section `## Context` is missing; there is `##Context`",),
            fixed="## Context\nText.\n\n## Current State\n## Next Steps\n",
        ),
        Example(
            "## Context: the parser\n### Current state - tests\n## Next Steps 2026-04-09 for QA\n",
            says=(
                "the section `## Context` is missing; there is `## Context: the parser`",
                "the section `## Current State` is missing; there is `### Current state - tests`",
                "the section `## Next Steps` is missing; there is `## Next Steps 2026-04-09 for QA`",
            ),
        ),
        Example(
            "## Current State: red\n## Next Steps\n## Context-free grammar\n",
            says=(
                "the section `## Context` is missing",
                "the section `## Current State` is missing; there is `## Current State: red`",
            ),
            fixed="## Context\n\n<!-- TODO: write this section -->\n\n## Current State: red\n## Next Steps\n"
            "## Context-free grammar\n",
        ),
        Example("## Context\n## Current State (2026-04-09)\n## Next Steps: today\n", options={"allow_suffix": True}),
    )


def _written(session: Session, heading: Heading) -> str:
    between = "" if session.text[heading.span.start - 1 : heading.span.start] == "#" else " "
    return shown(f"{'#' * heading.level}{between}{heading.title}")


def _suffixed(session: Session, title: str) -> bool:
    heads = (section.heading.title for section in session.sections)
    return any(head.startswith(title) and _SUFFIX.match(head[len(title) :]) for head in heads)


@lru_cache(maxsize=4096)
def _key(title: str) -> str:
    """Give a title without what only spells it differently."""
    return re.sub(_BLANK, " ", title.casefold()).strip().removesuffix(":").rstrip()


def _undated(title: str) -> str | None:
    """Give the key of a title without the date at its end, perhaps with a time and a zone; None for one without."""
    date = _DATE.search(title)
    if date is None or [word for word in _WORD.findall(title, date.end()) if word.upper() not in _ZONES]:
        return None
    return _key(title[: date.start()].rstrip(" \t-\u2013\u2014:,(["))


_Remedy = tuple[Fix | None, Heading | None, str]
"""The fix, the heading that seems meant, and what to do."""


def _remedy(session: Session, title: str) -> _Remedy:
    """Find the heading that seems meant, the likeliest first."""
    # A hand-over has a few dozen headings; in a file with thousands nobody looks for a near miss.
    headings = session.body.headings[:_MOST_HEADINGS]
    titles = session.profile.sections
    others = [one for one in headings if one.title not in titles or one.level != 2]  # noqa: PLR2004
    return (
        _respelled(session, title, others)
        or _unspaced(session, title)
        or _shortened(session, title, others)
        or _resembling(session, title, others)
        or _added(session, title)
    )


def _respelled(session: Session, title: str, others: list[Heading]) -> _Remedy | None:
    same = [heading for heading in others if _key(heading.title) == _key(title)]
    level = [heading for heading in same if heading.level == 2]  # noqa: PLR2004
    if level:
        fix = Fix(f"write the heading as `## {title}`", (edits.retitle(session, level[0], title),), safe=True)
        advice = f"write {_written(session, level[0])} exactly as `## {title}`"
        return (fix if len(level) == 1 else None), level[0], advice
    if not same:
        return None
    edit = edits.relevel(session, same[0], 2, title)
    advice = f"write {_written(session, same[0])} as `## {title}`, with two `#`"
    return _unsafe(f"make the heading `## {title}`", edit, len(same)), same[0], advice


def _unspaced(session: Session, title: str) -> _Remedy | None:
    glued = _glued(session, title)
    if glued is None:
        return None
    space = Edit(session.path, Span(glued.span.start, glued.span.start), " ")
    whole = glued.level == 2 and glued.title == title  # noqa: PLR2004
    fix = Fix(f"make the line the heading `## {title}`", (space,), safe=True) if whole else None
    return fix, glued, f"put a blank behind the `#` marks: `## {title}`; without it the line is no heading"


def _shortened(session: Session, title: str, others: list[Heading]) -> _Remedy | None:
    dated = [heading for heading in others if _undated(heading.title) == _key(title)]
    if dated:
        kept = dated[0].level == 2  # noqa: PLR2004
        edit = edits.retitle(session, dated[0], title) if kept else edits.relevel(session, dated[0], 2, title)
        written = _written(session, dated[0])
        advice = f"write {written} as `## {title}`, with the date below it; or set `allow-suffix` for this rule"
        return _unsafe(f"make the heading `## {title}`", edit, len(dated)), dated[0], advice
    longer = next((heading for heading in others if heading.level > 1 and _goes_on(heading, title)), None)
    if longer is None:
        return None
    allowed = longer.title.startswith(title) and longer.level == 2  # noqa: PLR2004
    also = "; or set `allow-suffix` for this rule" if allowed else ""
    return None, longer, f"write {_written(session, longer)} as `## {title}`, with the rest below it{also}"


def _resembling(session: Session, title: str, others: list[Heading]) -> _Remedy | None:
    near = next((heading for heading in others if _resembles(heading, title)), None)
    if near is None:
        return None
    # Perhaps it is that, perhaps not: a section beside it may be one too many.
    written = _written(session, near)
    return None, near, f"rename {written} to `## {title}` if it is that, else add a heading `## {title}`"


def _added(session: Session, title: str) -> _Remedy:
    place = _place(session, title)
    hidden = session.body.unclosed and session.body.unclosed.start <= place
    insert = None if hidden else edits.insert_section(session, title, place)
    added = _unsafe(f"add the section `## {title}` with a TODO comment", insert, 1)
    return added, None, f"add a heading `## {title}` with what belongs there"


def _glued(session: Session, title: str) -> Heading | None:
    """Give the line that would be a heading, had it a blank behind its `#` marks, if it is the only one."""
    if not re.search(f"#{re.escape(title[:1])}", session.text, re.IGNORECASE):
        return None
    lines = (m for span in session.body.paragraphs for m in _GLUED.finditer(session.text, span.start, span.end))
    found = [
        Heading(len(line[1]), line[2], Span(*line.span(2)), Span(*line.span()))
        for line in lines
        if _key(line[2]) == _key(title)
    ]
    return found[0] if len(found) == 1 else None


def _place(session: Session, title: str) -> int:
    """Give where a section belongs: before the next one of the profile's order, else behind the last one before it."""
    order = session.profile.sections
    number = order.index(title)
    found = [(_named(order, heading), heading) for heading in session.body.headings[:_MOST_HEADINGS]]
    follower = next((heading for at, heading in found if at is not None and at > number), None)
    if follower:
        return follower.line.start
    leaders = [section.body.end for section in session.sections if section.heading.title in order[:number]]
    return max(leaders, default=session.body.span.end)


def _named(order: tuple[str, ...], heading: Heading) -> int | None:
    """Give the place in the order of the section that a heading is, or seems meant to be."""
    keys = {_key(heading.title), _undated(heading.title)}
    return next((at for at, title in enumerate(order) if _key(title) in keys or _goes_on(heading, title)), None)


def _unsafe(title: str, edit: Edit | None, candidates: int) -> Fix | None:
    return Fix(title, (edit,), safe=False) if edit and candidates == 1 else None


def _goes_on(heading: Heading, title: str) -> bool:
    """Whether a heading is a title, in whatever case, and goes on behind a colon, a dash or a bracket."""
    start = heading.title.casefold()
    return start.startswith(title.casefold()) and _SUFFIX.match(start[len(title.casefold()) :]) is not None


def _resembles(heading: Heading, title: str) -> bool:
    """Whether a heading may be meant for a section: its words and hardly more, or a slip of the pen away."""
    words = re.findall(r"\w+", heading.title.casefold())[:20]
    wanted = re.findall(r"\w+", title.casefold())
    if heading.level > 1 and set(wanted) <= set(words) and len(words) <= len(wanted) + min(len(wanted), 2):
        return True
    return closest(letters(heading.title), (letters(title),), 2) is not None

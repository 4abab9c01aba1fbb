"""SL306 title-heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostic import Edit, Finding, Fix, ProblemKind, Related, Severity
from ..markdown import Heading
from ..regex import regex
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, letters, printable, shown
from ..values import dataclass

_PREFIX = "Session:"
_WANTED = f"`# {_PREFIX} <title>`"
# The prefix in other spellings; a hyphen needs blanks around it, or it is one of `session-based`.
_NEARLY = regex(
    "session(?:[ \\t\u00a0]*:[ \\t\u00a0]*|[ \\t\u00a0]+[-\u2013\u2014][ \\t\u00a0]+)(?=\\S)", re.IGNORECASE
)
# Left over from the template, which is for `section-placeholder` to say.
_TEMPLATE = "[Title]"


@dataclass(frozen=True)
class TitleHeading(SessionRule):
    """A session has one H1, and it reads `# Session: <title>`.

    Why: it is the line that people and agents see first, in an editor, in a diff, in the output of `head`.

    An underlined heading counts as well. With `agree` the H1 also has to say what the title in the front matter says;
    a profile without such a field has nothing to compare.

    Fix: unsafe, since it may not be the title that was meant. Adds the H1 from the title in the front matter where
    there is none, and writes `Session: ` before the title of the only H1, if no other heading stands above it. Which
    of two H1 is one too many, and which of two titles holds, only the author knows.
    """

    code = "SL306"
    name = "title-heading"
    severity = Severity.INFO
    judges_conflicts = False

    agree: bool = option(False, "Compare the H1 with the title in the front matter, too.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield that the H1 is missing or written otherwise, and each H1 more."""
        if any(problem.kind is ProblemKind.UNCLOSED for problem in session.front.problems):
            return  # what looks like an H1 may be a comment in the YAML
        headings = [heading for heading in session.body.headings if heading.level == 1]
        if not headings:
            fix = _insertion(session)
            yield Finding(session.head, f"there is no H1; expected {_WANTED}", "begin the body with it", fix)
            return
        first, *others = headings
        if _is_title(first.title):
            yield from _disagreement(session, first) if self.agree else ()
        elif first.title != _TEMPLATE:
            yield Finding(
                first.span,
                f"the H1 is {shown(f'# {first.title}'.rstrip(' '))}; expected {_WANTED}",
                f"write `{_PREFIX}` and the title behind the `#`",
                None if others else _prefix(session, first),
            )
        for heading in others:
            yield Finding(
                heading.span,
                f"{shown(f'# {heading.title}'.rstrip(' '))} is another H1; expected one",
                "make it a heading of level 2, or remove it",
                related=(Related(first.span, "the first H1 is here"),),
            )

    examples = (
        Example("---\nsession:\n  title: Weather\n---\n# Session: Weather fallback\n\n```\n# code\n```\n"),
        Example(
            "---\nsession:\n  title: Weather fallback\n---\n\n## Context\n",
            says=("there is no H1; expected `# Session: <title>`",),
            fixed="---\nsession:\n  title: Weather fallback\n---\n\n# Session: Weather fallback\n\n## Context\n",
        ),
        Example(
            "# Weather fallback\n\n## Context\n",
            says=("the H1 is `# Weather fallback`; expected `# Session: <title>`",),
            fixed="# Session: Weather fallback\n\n## Context\n",
        ),
        Example(
            "# Session: Weather fallback\n\n# Notes\n",
            says=("`# Notes` is another H1; expected one",),
        ),
        Example(
            "---\nsession:\n  title: Weather\n---\n# Session: Weather fallback\n",
            says=("the H1 says `Weather fallback` and `session.title` says `Weather`; expected the same title",),
            options={"agree": True},
        ),
    )


def _is_title(title: str) -> bool:
    return title.startswith((f"{_PREFIX} ", f"{_PREFIX}\t")) and title.removeprefix(_PREFIX).strip() != ""


def _insertion(session: Session) -> Fix | None:
    """Add the H1 above the first line of the body, if the front matter has a title that a heading can hold."""
    title = (session.title or "").strip()
    spoilt = printable(title) != title or "<!--" in title or title.endswith("#")
    if not title or spoilt:
        return None
    newline, at = session.lines.newline, session.front.body
    rest = session.text[at:]
    heading = f"# {_PREFIX} {title}"
    if rest.strip():
        row = session.lines.row(at + len(rest) - len(rest.lstrip(" \t\r\n")))
        start = session.lines.starts[row - 1]
        edit = Edit(session.path, Span(start, start), heading + newline * 2)
    elif session.text.endswith(("\n", "\r")):
        edit = Edit(session.path, Span(len(session.text), len(session.text)), heading + newline)
    else:
        edit = Edit(session.path, Span(len(session.text), len(session.text)), newline + heading)
    return Fix(f"add the H1 `{heading}`", (edit,), safe=False)


def _prefix(session: Session, heading: Heading) -> Fix | None:
    """Write `Session: ` before a title that seems to be the session's, in place of what is nearly that."""
    wanted = letters(heading.title)
    section = any(wanted.startswith(letters(title)) for title in session.profile.sections)
    if heading is not session.body.headings[0] or section or not heading.title.strip():
        return None
    nearly = _NEARLY.match(heading.title)
    plain = session.text.startswith(heading.title, heading.span.start)
    if "session" in wanted and not (nearly and plain):
        return None  # `# Agent Session 26` would speak of it twice
    end = heading.span.start + (nearly.end() if nearly else 0)
    edit = Edit(session.path, Span(heading.span.start, end), f"{_PREFIX} ")
    return Fix(f"begin the H1 with `{_PREFIX}`", (edit,), safe=False)


def _disagreement(session: Session, heading: Heading) -> Iterator[Finding]:
    said, title, span = heading.title.removeprefix(_PREFIX).strip(), session.title, session.span("title")
    if title is None or span is None or " ".join(title.split()) == " ".join(said.split()):
        return
    field = ".".join(session.field("title"))
    yield Finding(
        heading.span,
        f"the H1 says {shown(said)} and `{field}` says {shown(title)}; expected the same title",
        "change the one that is out of date",
        field=session.field("title"),
        related=(Related(span, f"`{field}` is here"),),
    )

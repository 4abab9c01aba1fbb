"""SL002 frontmatter-missing."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits, linear
from ..diagnostic import Edit, Finding, Fix, ProblemKind, Severity
from ..filename import SAYS_NOTHING, slug
from ..profile import Path, State
from ..regex import regex
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span
from ..timestamps import as_text

# What is meant as front matter, and would end up as text below the new block: a mistyped `---`, TOML, a code block,
# keys without a first line, a comment before the block.
_NEARLY = regex(r"[\s\ufeff]*(?:[-\u2013\u2014]{2,}|\+\+\+|```|~~~|[A-Za-z_][\w-]*:(?:\s|$))")


class FrontmatterMissing(SessionRule):
    """A session begins with YAML front matter: a first line `---`, the YAML, a second `---`.

    Why: title, status and times are read from there, by people's tools and by the next agent. Without the block nobody
    can tell whether the work is going on.

    Fix: adds a block with the title from the H1 or the file name, the times from the file name, where that has a stamp,
    and the Linear ID from the file name, where that has one. It says `in_progress`, which may be untrue, and leaves
    empty what it cannot know, so it is unsafe.
    """

    code = "SL002"
    name = "frontmatter-missing"
    severity = Severity.ERROR
    silenceable = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield the problem that reading met instead of a block."""
        for problem in session.front.problems:
            if problem.kind is ProblemKind.MISSING:
                yield Finding(problem.span, problem.message, problem.help, _fix(session))

    examples = (
        Example("---\n---\n# Session: Weather fallback\n"),
        Example(
            "# Session: Weather fallback\n",
            says=("no front matter: the first line is `# Session: Weather fallback`; expected `---`",),
            fixed=(
                '---\nsession:\n  title: "Weather fallback"\n  status: in_progress\n  created: "2025-12-04T14:30:00Z"\n'
                '  last_updated: "2025-12-04T14:30:00Z"\norchestration:\n  current_task: ""\n---\n'
                "# Session: Weather fallback\n"
            ),
        ),
        Example(
            "The forecast.\n",
            path=".agents/sessions/20251204-143000-PLT-12-weather-fallback.md",
            says=("no front matter: the first line is `The forecast.`; expected `---`",),
            fixed=(
                '---\nsession:\n  title: "weather fallback"\n  status: in_progress\n  created: "2025-12-04T14:30:00Z"\n'
                '  last_updated: "2025-12-04T14:30:00Z"\n  linear_issue: "PLT-12"\norchestration:\n'
                '  current_task: ""\n---\nThe forecast.\n'
            ),
        ),
        Example(
            "---yaml\na: 1\n---\n",
            path=".agents/sessions/weather-fallback.md",
            says=("no front matter: the first line is `---yaml`; expected `---`",),
        ),
        Example(
            "```yaml\n---\na: 1\n---\n```\n",
            says=("no front matter: the first line is `` ```yaml ``; expected `---`",),
        ),
    )


def _fix(session: Session) -> Fix | None:
    stamp = session.file_name.stamp
    if stamp is None:
        return None
    commented = session.text.lstrip().startswith("<!--") and "\n---" in session.text[:2000]
    if commented or _NEARLY.match(session.text):
        return None
    title = session.h1.title.removeprefix("Session:").strip() if session.h1 else ""
    description = session.file_name.description
    spans = linear.find(description)
    issues = {description[span.start : span.end] for span in spans}
    kept = linear.strip(description, spans)
    title = title or ("" if slug(kept) in SAYS_NOTHING else kept.replace("-", " "))
    known = {
        "title": edits.quote(title, '"'),
        "status": edits.quote(session.profile.statuses[State.ACTIVE][0]),
        "created": edits.quote(as_text(stamp), '"'),
        "last_updated": edits.quote(as_text(stamp), '"'),
        "linear_issue": edits.quote(issues.pop(), '"') if len(issues) == 1 else "",
        "current_task": '""',
    }
    values: dict[Path, str] = {
        path: text for name, text in known.items() if text and (path := session.profile.path(name))
    }
    at = session.front.body
    block = edits.front_matter(values, session.lines.newline)
    edit = Edit(session.path, Span(at, at), block, ((),))
    return Fix("add front matter from the file name and the H1", (edit,), safe=False, fills=tuple(values))

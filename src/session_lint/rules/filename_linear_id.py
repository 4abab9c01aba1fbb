"""SL103 filename-linear-id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import edits, linear
from ..diagnostic import Change, Finding, Fix, Rename, Severity
from ..filename import slug
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, shown


@dataclass(frozen=True)
class FilenameLinearId(SessionRule):
    """A session's file name holds no Linear issue ID; the issue belongs into `linear_issue`.

    Why: issues are moved and renamed, file names are not; and a session may outlive its issue or serve several.

    Found are IDs in upper case (`PLT-123`), and in any case those of a known team: the team of this file's
    `linear_issue`, or one of the option `teams`. Not found are `UTF-8`, `SHA-256`, `ISO-8601`, `RFC-3339` and other
    common words with a number, numbers with leading zeros (`TASK-031`) or more than six digits, and parts of a version
    (`OBPI-0.0.16`).

    Fix: renames the file without the ID, and adds `linear_issue` where that is absent. Files move, so it is unsafe.
    There is no fix where the front matter has no place for the ID, which would be lost.
    """

    code = "SL103"
    name = "filename-linear-id"
    severity = Severity.ERROR
    whole_file = True

    teams: tuple[str, ...] = option((), "Team keys whose IDs are found in any case, such as `PLT`.")
    allow: tuple[str, ...] = option((), "Words (`ADR`) or whole IDs (`ADR-12`) that are no Linear IDs.")

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when the description holds an ID."""
        name = session.file_name
        issue = linear.team(session.linear_issue)
        spans = linear.find(name.description, (*self.teams, *((issue,) if issue else ())), self.allow)
        if not spans:
            return
        found = [name.description[span.start : span.end] for span in spans]
        ids = ", ".join(shown(one) for one in found)
        kept = linear.strip(name.description, spans)
        where = ".".join(session.field("linear_issue")) or "the front matter"
        advice = f"keep the ID in `{where}`, and name the file after the work"
        fix = None
        if kept and slug(kept):
            fix = _fix(session, found[0].upper(), kept, only=len(found) == 1)
            advice += f", as in {shown(name.lead + kept + session.profile.filename.suffix, 120)}"
        what = "a Linear issue ID" if len(found) == 1 else "Linear issue IDs"
        yield Finding(Span(0, 0), f"the file name holds {what}, {ids}; expected none", advice, fix)

    examples = (
        Example("", path=".agents/sessions/20251204-143000-utf-8-spec-020-task-031.md"),
        Example("", path=".agents/sessions/20251204-143000-UTF-8-OBPI-0.0.16-SESSION-20260420.md"),
        Example(
            "---\nsession:\n  linear_issue: PLT-9\n---\n",
            path=".agents/sessions/20251204-143000-plt-123-weather.md",
            says=("the file name holds a Linear issue ID, `plt-123`; expected none",),
            fixed_path=".agents/sessions/20251204-143000-weather.md",
        ),
        Example(
            "---\nsession:\n  title: Weather\n---\n",
            path=".agents/sessions/PLT-123-weather.md",
            says=("the file name holds a Linear issue ID, `PLT-123`; expected none",),
            fixed='---\nsession:\n  title: Weather\n  linear_issue: "PLT-123"\n---\n',
            fixed_path=".agents/sessions/weather.md",
        ),
        Example(
            "# Session: Weather\n",
            path=".agents/sessions/PLT-123-weather.md",
            says=("the file name holds a Linear issue ID, `PLT-123`; expected none",),
        ),
        Example("", path=".agents/sessions/ADR-12-weather.md", options={"allow": ("ADR",)}),
    )


def _fix(session: Session, issue: str, kept: str, *, only: bool) -> Fix | None:
    """Rename without the IDs; a single one moves into the front matter when nothing is there yet."""
    name = session.file_name
    rest = name.name[len(name.lead) + len(name.description) :]
    to = session.path.removesuffix(session.name) + name.lead + kept + rest
    changes: list[Change] = [Rename(session.path, to)]
    title = "take the Linear ID out of the file name"
    path = session.profile.path("linear_issue")
    if only and path and session.value("linear_issue") is None:
        order = (*(one[-1] for one in session.profile.fields.values()),)
        if session.front.entry(*path):
            edit = edits.set_value(session, path, issue, '"')
        else:
            edit = edits.insert_key(session, path, issue, order)
        if edit is None:
            return None
        changes.insert(0, edit)
        title = f"move the Linear ID from the file name into `{'.'.join(path)}`"
    return Fix(title, tuple(changes), safe=False)

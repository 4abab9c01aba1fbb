"""SL103 filename-linear-id."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits, linear
from ..diagnostic import Edit, Finding, Fix, Rename, Severity
from ..filename import SAYS_NOTHING, slug
from ..profile import Path
from ..rule import Example, SessionRule, option
from ..session import Session
from ..text import Span, shown
from ..values import dataclass


@dataclass(frozen=True)
class FilenameLinearId(SessionRule):
    """A session's file name holds no Linear issue ID; the issue belongs into `linear_issue`.

    Why: issues are moved and renamed, file names are not; and a session may outlive its issue or serve several.

    Found are IDs in upper case (`PLT-123`), and in any case those of a known team: the team of this file's
    `linear_issue`, of another ID in the name, or one of the option `teams`. Not found are `UTF-8`, `SHA-256`,
    `ISO-8601`, `RFC-3339` and other common words with a number, numbers with leading zeros (`TASK-031`) or more than
    six digits, and parts of a version (`OBPI-0.0.16`).

    Fix: renames the file without the ID, which goes into `linear_issue` where that is absent. Files move, so it is
    unsafe. There is none where the ID would be lost: with several in the name, another one in `linear_issue`, or front
    matter that has to be mended first. Nor where nothing would be left that says what the work is.
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
        spans = self._found(session, name.description)
        if not spans:
            return
        found = [name.description[span.start : span.end] for span in spans]
        kept = linear.strip(name.description, spans)
        fix, advice = self._remedy(session, {one.upper() for one in found}, kept)
        what = "a Linear issue ID" if len(found) == 1 else "Linear issue IDs"
        ids = ", ".join(shown(one) for one in found)
        yield Finding(Span(0, 0), f"the file name holds {what}, {ids}; expected none", advice, fix)

    def _found(self, session: Session, description: str) -> tuple[Span, ...]:
        """Find the IDs in a description: of the teams that are known, its own among them."""
        issue = linear.team(session.linear_issue)
        teams = (*self.teams, *((issue,) if issue else ()))
        first = linear.find(description, teams, self.allow)
        own = (linear.team(description[span.start : span.end].upper()) for span in first)
        return linear.find(description, (*teams, *(team for team in own if team)), self.allow) if first else ()

    def _remedy(self, session: Session, issues: set[str], kept: str) -> tuple[Fix | None, str]:
        """Give the fix and what to do; `kept` is the description without the IDs."""
        name, path = session.file_name, session.field("linear_issue")
        where = f"`{'.'.join(path)}`" if path else "the front matter"
        advice = f"keep the ID in {where}, and name the file after the work"
        if len(issues) > 1:
            return (
                None,
                f"keep the ID that it is about in {where}, the others in the text, and name the file after the work",
            )
        (issue,) = issues
        again = linear.find(kept, (*self.teams, linear.team(issue) or ""), self.allow)
        if slug(kept) in SAYS_NOTHING or again:
            return None, f"{advice}, as in {shown(f'{name.lead}weather-fallback{session.profile.filename.suffix}')}"
        to = name.lead + kept + name.name[len(name.lead) + len(name.description) :]
        edit, obstacle = _record(session, path, issue)
        if obstacle:
            return None, f"{obstacle}; then name the file after the work, as in {shown(to, 120)}"
        title = (
            f"move the Linear ID from the file name into {where}" if edit else "take the Linear ID out of the file name"
        )
        rename = Rename(session.path, session.path.removesuffix(session.name) + to)
        return Fix(title, (edit, rename) if edit else (rename,), safe=False), f"{advice}, as in {shown(to, 120)}"

    examples = (
        Example("", path=".agents/sessions/20251204-143000-utf-8-spec-020-task-031.md"),
        Example("", path=".agents/sessions/20251204-143000-UTF-8-OBPI-0.0.16-SESSION-20260420.md"),
        Example(
            "---\nsession:\n  linear_issue: PLT-123\n---\n",
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
            "---\nsession: {title: Weather}\n---\n",
            path=".agents/sessions/20251204-143000-weather-PLT-123-plt-123.md",
            says=("the file name holds Linear issue IDs, `PLT-123`, `plt-123`; expected none",),
            fixed='---\nsession: {title: Weather, linear_issue: "PLT-123"}\n---\n',
            fixed_path=".agents/sessions/20251204-143000-weather.md",
        ),
        Example(
            "---\nsession: {linear_issue: PLT-9}\n---\n",
            path=".agents/sessions/20251204-143000-PLT-123-weather.md",
            says=("the file name holds a Linear issue ID, `PLT-123`; expected none",),
        ),
        Example(
            "---\nsession: {title: Weather}\n---\n",
            path=".agents/sessions/20251204-143000-PLT-123-PLT-124-weather.md",
            says=("the file name holds Linear issue IDs, `PLT-123`, `PLT-124`; expected none",),
        ),
        Example(
            "---\nsession: {linear_issue: PLT-123}\n---\n",
            path=".agents/sessions/20251204-143000-PLT-123-session.md",
            says=("the file name holds a Linear issue ID, `PLT-123`; expected none",),
        ),
        Example(
            "# Session: Weather\n",
            path=".agents/sessions/PLT-123-weather.md",
            says=("the file name holds a Linear issue ID, `PLT-123`; expected none",),
        ),
        Example("", path=".agents/sessions/ADR-12-weather.md", options={"allow": ("ADR",)}),
    )


def _record(session: Session, path: Path, issue: str) -> tuple[Edit | None, str]:
    """Give the edit that puts an ID into the front matter, none where it is there, and what keeps it from being put."""
    written, where = session.value("linear_issue"), ".".join(path)
    if isinstance(written, str) and written.upper() == issue:
        return None, ""
    if not path:
        return None, f"keep {shown(issue)} in the text"
    if session.front.data is None:
        return None, f"mend the front matter, and keep {shown(issue)} there in `{where}`"
    if written not in (None, ""):
        both = f"{shown(issue)} and {shown(written)}"
        return None, f"keep the one of {both} that the work is about in `{where}`, and the other in the text"
    flat = session.front.data.get(path[-1]) if len(path) > 1 else None
    order = tuple(one[-1] for one in session.profile.fields.values())
    edit = None
    if flat in (None, ""):
        is_there = session.front.entry(*path) is not None
        edit = edits.set_quoted(session, path, issue) if is_there else edits.insert_key(session, path, issue, order)
    return edit, "" if edit else f"keep {shown(issue)} in `{where}`"

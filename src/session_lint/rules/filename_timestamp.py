"""SL101 filename-timestamp."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from .. import linear
from ..diagnostic import Finding, Fix, Rename, Severity
from ..filename import stamp_within
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, shown


class FilenameTimestamp(SessionRule):
    """A session's file name begins with the UTC date and time at which it was begun, `YYYYMMDD-HHMMSS-`.

    Why: the stamp sorts sessions, keeps their names apart and tells at a glance how old one is. A date that does not
    exist does none of that.

    Fix: renames the file to the stamp of `created`, where that is a valid timestamp and no other stamp stands in the
    name. Files move, so it is unsafe.
    """

    code = "SL101"
    name = "filename-timestamp"
    severity = Severity.ERROR
    whole_file = True

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when the name does not begin with a stamp that exists."""
        pattern, name = session.profile.filename, session.file_name
        if not pattern.dated or name.stamp:
            return
        if not name.description and pattern.read(f"{name.lead}-{pattern.suffix}").stamp:
            return  # what is missing is the description, and `filename-description` says so
        expected = f"expected it to begin with `{pattern.lead}`"
        if name.shaped:
            message = f"the file name begins with {shown(name.lead)}, and there is no such date and time"
        elif name.legacy:
            message = f"the file name {shown(name.name)} has a stamp without seconds; {expected}"
        else:
            message = f"the file name {shown(name.name)} has no timestamp; {expected}"
        fix, advice = _remedy(session)
        yield Finding(Span(0, 0), message, advice, fix)

    examples = (
        Example("", path=".agents/sessions/20251204-143000-weather.md"),
        Example("", path=".agents/sessions/20251204-143000.md"),
        Example(
            '---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n',
            path=".agents/sessions/weather.md",
            says=("the file name `weather.md` has no timestamp; expected it to begin with `YYYYMMDD-HHMMSS-`",),
            fixed_path=".agents/sessions/20251204-143000-weather.md",
        ),
        Example(
            "",
            path=".agents/sessions/20250230-143000-weather.md",
            says=("the file name begins with `20250230-143000-`, and there is no such date and time",),
        ),
        Example(
            '---\nsession: {created: "2025-12-04T14:30:59+01:00"}\n---\n',
            path=".agents/sessions/20251204-1330-weather.md",
            says=(
                "the file name `20251204-1330-weather.md` has a stamp without seconds; "
                "expected it to begin with `YYYYMMDD-HHMMSS-`",
            ),
            fixed_path=".agents/sessions/20251204-133059-weather.md",
        ),
        Example(
            '---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n',
            path=".agents/sessions/weather-20251204-143000.md",
            says=(
                "the file name `weather-20251204-143000.md` has no timestamp; "
                "expected it to begin with `YYYYMMDD-HHMMSS-`",
            ),
            fixed_path=".agents/sessions/20251204-143000-weather.md",
        ),
        Example(
            '---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n',
            path=".agents/sessions/weather-20251201-090000.md",
            says=(
                "the file name `weather-20251201-090000.md` has no timestamp; "
                "expected it to begin with `YYYYMMDD-HHMMSS-`",
            ),
        ),
    )


def _remedy(session: Session) -> tuple[Fix | None, str]:
    """Give the fix and what to do. A stamp further back in the name moves to the front; no second one is added."""
    pattern, name = session.profile.filename, session.file_name
    advice = f"rename it to `{pattern.lead}...`, with the UTC time at which the session was begun"
    if session.created is None or not name.description:
        return None, advice
    description = name.description
    if span := stamp_within(description):
        written = description[span.start : span.end]
        digits = "".join(character for character in written if character.isdecimal())
        description = linear.strip(description, (span,))
        if not f"{session.created.astimezone(UTC):%Y%m%d%H%M%S}".startswith(digits) or not description:
            return None, f"{advice}, in place of {shown(written)}"
    to = pattern.write_lead(session.created) + description + name.name[len(name.lead) + len(name.description) :]
    rename = Rename(session.path, session.path.removesuffix(session.name) + to)
    return Fix(
        "rename the file after `created`", (rename,), safe=False
    ), f"rename it to {shown(to, 120)}, after `created`"

"""SL308 log-entry-format."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Edit, Finding, Fix, Severity
from ..log import Entry, EntryPattern, Flaw
from ..rule import Example, SessionRule
from ..session import Session
from ..text import shown


class LogEntryFormat(SessionRule):
    """An entry of the session log is written `### YYYY-MM-DD HH:MM - <agent/action>`.

    Why: an entry tells when and who. With the time in one spelling the log can be read at a glance, sorted and added to
    by tools.

    The section and the pattern are those of the profile (`[profile.log]`). An entry is what begins with a date or a
    time; other headings in the log are not looked at. In a log of lines, text that does not begin with date and time
    is not looked at either, and a list item only has to have a date and time that exist.

    Fix: safe where only the spelling changes: another separator or none, slashes, a missing zero, an ISO stamp in UTC.
    Unsafe where seconds or another zone get lost. What is not there, or may be read in two ways, is left to the author.
    """

    code = "SL308"
    name = "log-entry-format"
    severity = Severity.WARNING
    judges_conflicts = False

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield each entry that is written otherwise."""
        for entry in (entry for entries in session.logs for entry in entries):
            if entry.flaw and session.profile.log:
                yield _finding(session, entry, entry.flaw, session.profile.log.entry)

    examples = (
        Example("## Session Log\n\n### 2025-12-04 14:30 - PM\n\n### Notes\n\n## Other\n\n### 2025-12-04: later\n"),
        Example(
            "## Session Log\n\n### 2025-12-04T14:30:00Z - PM\n\n### 2025-12-04 15:00: PM\n",
            says=(
                "the log entry begins with `2025-12-04T14:30:00Z -`; expected `2025-12-04 14:30 -`",
                "the log entry begins with `2025-12-04 15:00:`; expected `2025-12-04 15:00 -`",
            ),
            fixed="## Session Log\n\n### 2025-12-04 14:30 - PM\n\n### 2025-12-04 15:00 - PM\n",
        ),
        Example(
            "## Session Log\n\n### 2025-12-04T15:30:12+01:00 - PM\n",
            says=("the log entry begins with `2025-12-04T15:30:12+01:00 -`; expected `2025-12-04 14:30 -`",),
            fixed="## Session Log\n\n### 2025-12-04 14:30 - PM\n",
        ),
        Example(
            "## Session Log\n\n### 2025-02-30 14:30 - PM\n\n### 2025-12-04 - PM\n"
            "### 14:30 - PM\n\n### 2025-12-04 14:30\n",
            says=(
                "the log entry's `2025-02-30 14:30` is a date or time that does not exist",
                "the log entry `2025-12-04 - PM` has no time behind its date; expected `### YYYY-MM-DD HH:MM - <text>`",
                "the log entry `14:30 - PM` has no date like 2025-12-04; expected `### YYYY-MM-DD HH:MM - <text>`",
                "the log entry `2025-12-04 14:30` says nothing but its time; expected `### YYYY-MM-DD HH:MM - <text>`",
            ),
        ),
    )


def _finding(session: Session, entry: Entry, flaw: Flaw, pattern: EntryPattern) -> Finding:
    head, stamp = (session.text[span.start : span.end].strip() for span in (entry.head, entry.stamp))
    whole, expected = shown(session.text[entry.span.start : entry.span.end]), f"expected {shown(pattern.written)}"
    fix, advice = None, f"write it like {shown(pattern.example())}"
    match flaw:
        case Flaw.NO_SUCH_TIME:
            message = f"the log entry's {shown(stamp)} is a date or time that does not exist"
        case Flaw.NO_DATE:
            message = f"the log entry {whole} has no date like 2025-12-04; {expected}"
        case Flaw.NO_TIME:
            message = f"the log entry {whole} has no time behind its date; {expected}"
        case Flaw.NO_TEXT:
            message = f"the log entry {whole} says nothing but its time; {expected}"
        case Flaw.FORM if entry.wanted is None:
            message = f"the log entry is {whole}; {expected}"
        case _:
            message = f"the log entry begins with {shown(head)}; expected {shown(entry.wanted.strip())}"
            edit = Edit(session.path, entry.head, entry.wanted)
            fix = Fix(f"write the stamp as {shown(entry.wanted.strip())}", (edit,), entry.lossless)
    return Finding(entry.head if entry.wanted else entry.stamp, message, advice, fix)

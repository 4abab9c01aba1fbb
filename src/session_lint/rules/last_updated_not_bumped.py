"""SL501 last-updated-not-bumped."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits
from ..diagnostic import Finding, Fix, Severity
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import shown
from ..timestamps import as_text

_BEFORE = '---\nsession:\n  last_updated: "2025-12-04T14:30:00Z" # UTC\n---\nA cache is written.\n'
_AFTER = _BEFORE.replace("written", "written and read")


class LastUpdatedNotBumped(FactRule):
    """A session whose text was changed since the last commit has a later `last_updated` than there.

    Why: `last_updated` is how everybody sees whether a session can be trusted. When the text moves on and the time does
    not, a session that is worked on looks stale, and none of the rules on age can be believed.

    Compared is the file as it is now with the last commit, or under `--since REF` with the commit where the branch
    began. What only mends the format is no work: whatever `--fix` does safely, line ends, blanks at the end of a line,
    a new file name, the spelling of the times. Silent for a new file, one that git does not track, and outside of git.

    Fix: sets `last_updated` to now, in UTC and whole seconds, with the quotes that it has. There is none while that
    would not be later than the old time.
    """

    code = "SL501"
    name = "last-updated-not-bumped"
    severity = Severity.ERROR
    needs = Needs.HISTORY

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when there was work on the session, and its last update is still the old one."""
        updated, span = session.last_updated, session.span("last_updated")
        if facts.base is None or not facts.base.differs or updated is None or span is None:
            return
        if updated != facts.base.session.last_updated:
            return
        path = session.field("last_updated")
        now = as_text(facts.now)
        edit = edits.set_time(session, path, now) if facts.now.replace(microsecond=0) > updated else None
        fix = Fix(f'set `{".".join(path)}` to "{now}"', (edit,), safe=True) if edit else None
        yield Finding(
            span,
            f"the session was changed, and `{'.'.join(path)}` is still {shown(session.value('last_updated'))}; "
            "expected the time of the change",
            "write the UTC time of now: `date -u +%Y-%m-%dT%H:%M:%SZ`",
            fix,
            path,
        )

    examples = (
        Example(
            '---\nsession:\n  last_updated: "2025-12-04T14:55:00Z" # UTC\n---\nA cache is written and read.\n',
            before=_BEFORE,
        ),
        Example(_AFTER),
        Example(_BEFORE.replace("\n", "  \r\n"), before=_BEFORE),
        Example(_BEFORE.replace('"2025-12-04T14:30:00Z"', "2025-12-04T15:30:00+01:00"), before=_BEFORE),
        Example(_AFTER, before=_BEFORE.replace("---\nA", "--\nA")),
        Example(
            _AFTER,
            says=(
                "the session was changed, and `session.last_updated` is still `2025-12-04T14:30:00Z`; "
                "expected the time of the change",
            ),
            fixed=_AFTER.replace("14:30", "15:00"),
            before=_BEFORE,
        ),
        Example(
            "---\nsession:\n  status: paused\n  last_updated: 2025-12-04T14:30:00.250Z\n---\n",
            says=(
                "the session was changed, and `session.last_updated` is still `2025-12-04T14:30:00.250Z`; "
                "expected the time of the change",
            ),
            fixed="---\nsession:\n  status: paused\n  last_updated: 2025-12-04T15:00:00Z\n---\n",
            before="---\nsession:\n  status: in_progress\n  last_updated: 2025-12-04T14:30:00.250Z\n---\n",
        ),
        Example(
            '---\nsession: {last_updated: "2025-12-04T16:00:00Z"}\n---\nA cache is read.\n',
            says=(
                "the session was changed, and `session.last_updated` is still `2025-12-04T16:00:00Z`; "
                "expected the time of the change",
            ),
            before='---\nsession: {last_updated: "2025-12-04T16:00:00Z"}\n---\nA cache is written.\n',
        ),
    )

"""SL503 last-updated-backwards."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits
from ..diagnostic import Edit, Finding, Fix, Severity
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import shown
from ..timestamps import as_text


class LastUpdatedBackwards(FactRule):
    """`last_updated` is not earlier than in the last commit.

    Why: time runs one way. A time that goes back comes from an old copy, a merge that took the wrong side, or a clock
    in another zone, and what is fresh then looks stale.

    Under `--since REF` the commit where the branch began counts instead of the last one.

    Fix: sets `last_updated` to now when the text was changed as well, as `last-updated-not-bumped` does; otherwise
    nothing happened that would need a new time, and the old one is restored.
    """

    code = "SL503"
    name = "last-updated-backwards"
    severity = Severity.ERROR
    needs = Needs.HISTORY

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when the last update is earlier than it was."""
        before = facts.base.session if facts.base else None
        updated, span = session.last_updated, session.span("last_updated")
        if before is None or before.last_updated is None or updated is None or span is None:
            return
        if updated >= before.last_updated:
            return
        path, old = session.field("last_updated"), before.value("last_updated")
        fix = _fix(session, before, facts)
        yield Finding(
            span,
            f"`{'.'.join(path)}` is {shown(session.value('last_updated'))}, earlier than it was before; "
            f"expected {shown(old)} or a later time",
            "write the UTC time of now (`date -u +%Y-%m-%dT%H:%M:%SZ`), or the old time if nothing else was changed",
            fix,
            path,
        )

    examples = (
        Example(
            '---\nsession: {last_updated: "2025-12-04T14:30:00Z"}\n---\n',
            before='---\nsession: {last_updated: "2025-12-04T15:30:00+01:00"}\n---\n',
        ),
        Example(
            '---\nsession: {last_updated: "2025-12-04T14:45:00Z"}\n---\nA cache is read.\n',
            before='---\nsession: {last_updated: "2025-12-04T14:30:00Z"}\n---\nA cache is written.\n',
        ),
        Example(
            '---\nsession:\n  last_updated: "2025-12-04T09:00:00Z"\n---\nA cache is read.\n',
            says=(
                "`session.last_updated` is `2025-12-04T09:00:00Z`, earlier than it was before; "
                "expected `2025-12-04T14:30:00Z` or a later time",
            ),
            fixed='---\nsession:\n  last_updated: "2025-12-04T15:00:00Z"\n---\nA cache is read.\n',
            before='---\nsession:\n  last_updated: "2025-12-04T14:30:00Z"\n---\nA cache is written.\n',
        ),
        Example(
            "---\nsession:\n  last_updated: 2025-12-04T09:00:00Z\n---\n",
            says=(
                "`session.last_updated` is `2025-12-04T09:00:00Z`, earlier than it was before; "
                "expected `2025-12-04T14:30:00.5Z` or a later time",
            ),
            fixed="---\nsession:\n  last_updated: '2025-12-04T14:30:00.5Z'\n---\n",
            before="---\nsession:\n  last_updated: '2025-12-04T14:30:00.5Z'\n---\n",
        ),
        Example(
            '---\nsession: {last_updated: "2025-12-04T09:00:00Z"}\n---\nA cache is read.\n',
            says=(
                "`session.last_updated` is `2025-12-04T09:00:00Z`, earlier than it was before; "
                "expected `2025-12-04T16:00:00Z` or a later time",
            ),
            before='---\nsession: {last_updated: "2025-12-04T16:00:00Z"}\n---\nA cache is written.\n',
        ),
    )


def _fix(session: Session, before: Session, facts: Facts) -> Fix | None:
    path, name = session.field("last_updated"), ".".join(session.field("last_updated"))
    edit: Edit | None
    if facts.base and not facts.base.differs:
        edit = edits.restore(session, path, before)
        return Fix(f"restore `{name}`", (edit,), safe=True) if edit else None
    if before.last_updated and facts.now.replace(microsecond=0) <= before.last_updated:
        return None
    now = as_text(facts.now)
    edit = edits.set_time(session, path, now)
    return Fix(f'set `{name}` to "{now}"', (edit,), safe=True) if edit else None

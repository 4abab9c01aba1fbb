"""SL502 created-changed."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits
from ..diagnostic import Finding, Fix, Severity
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import shown


class CreatedChanged(FactRule):
    """`created` is the same time as in the last commit.

    Why: a session is begun once. A `created` that moves is mostly a tool that stamps both times, or a file copied over
    another one; the age of the work is lost, and the file name's stamp no longer fits.

    Another spelling of the same time is no change. Silent where the old one was missing or no timestamp. Under
    `--since REF` the commit where the branch began counts instead of the last one.

    Fix: writes `created` as it was, quotes and all. That is safe while the title is what it was, else unsafe.
    """

    code = "SL502"
    name = "created-changed"
    severity = Severity.ERROR
    needs = Needs.HISTORY

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when `created` is another instant than it was."""
        before = facts.base.session if facts.base else None
        created, span = session.created, session.span("created")
        if before is None or before.created is None or created is None or span is None or created == before.created:
            return
        path = session.field("created")
        edit = edits.restore(session, path, before)
        # With another title it may be another session, whose own time it is: the names of two may have been swapped.
        alike = before.title == session.title
        yield Finding(
            span,
            f"`{'.'.join(path)}` is {shown(session.value('created'))}; expected {shown(before.value('created'))}, "
            "as it was before",
            "write the old time again, or begin a new session file for new work",
            Fix(f"restore `{'.'.join(path)}`", (edit,), safe=alike) if edit else None,
            path,
        )

    examples = (
        Example(
            '---\nsession: {created: "2025-12-04T15:30:00+01:00"}\n---\n',
            before="---\nsession:\n  created: 2025-12-04T14:30:00Z\n---\n",
        ),
        Example('---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n', before="---\nsession: {}\n---\n"),
        Example(
            '---\nsession:\n  created: "2025-12-05T08:00:00Z" # UTC\n---\n',
            says=("`session.created` is `2025-12-05T08:00:00Z`; expected `2025-12-04T14:30:00Z`, as it was before",),
            fixed="---\nsession:\n  created: '2025-12-04T14:30:00Z' # UTC\n---\n",
            before="---\nsession:\n  created: '2025-12-04T14:30:00Z'\n---\n",
        ),
        Example(
            '---\nsession: {created: "2025-12-05T08:00:00Z"}\n---\n',
            says=("`session.created` is `2025-12-05T08:00:00Z`; expected `2025-12-04T14:30:00Z`, as it was before",),
            fixed='---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n',
            before="---\nsession:\n  created: 2025-12-04T14:30:00Z\n---\n",
        ),
        Example(
            '---\nsession: {created: "2025-12-05T08:00:00Z"}\n---\n',
            says=("`session.created` is `2025-12-05T08:00:00Z`; expected `2025-12-04T14:30:00Z`, as it was before",),
            fixed='---\nsession: {created: "2025-12-04T14:30:00Z"}\n---\n',
            before='---\nday: &day "2025-12-04T14:30:00Z"\nsession: {created: *day}\n---\n',
        ),
    )

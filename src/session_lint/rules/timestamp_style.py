"""SL203 timestamp-style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from .. import edits
from ..diagnostic import Finding, Fix, Severity
from ..rule import Example, SessionRule
from ..session import Session
from ..timestamps import read


class TimestampStyle(SessionRule):
    """Timestamps are written in quotes and in UTC, `"2025-12-04T14:30:00Z"`.

    Why: without quotes many YAML readers make a date object of it, which then compares and prints differently; with
    offsets the text no longer sorts by time. Fractions of a second are fine.

    Fix: quoting is safe, in the quotes that the front matter has mostly, and so is `+00:00` to `Z`. Rewriting another
    offset in UTC loses the zone, so it is unsafe.
    """

    code = "SL203"
    name = "timestamp-style"
    severity = Severity.INFO

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield valid timestamps in another spelling."""
        for name in ("created", "last_updated", "last_entry"):
            entry = session.front.entry(*session.field(name))
            written = entry.node.data if entry else None
            if not entry or not isinstance(written, str) or (instant := read(written).instant) is None:
                continue
            utc, safe = _in_utc(written, instant)
            faults = ["has no quotes"] if not entry.node.style else []
            faults += [f"has the offset `{written[-6:]}`"] if written[-1] not in "Zz" else []
            faults += ["has small letters"] if written != written.upper() else []
            if not faults:
                continue
            edit = edits.set_quoted(session, session.field(name), utc)
            fix = Fix(f'write it as "{utc}"', (edit,), safe) if edit else None
            message = (
                f'`{".".join(session.field(name))}` {" and ".join(faults)}; expected it like "2025-12-04T14:30:00Z"'
            )
            yield Finding(entry.value_span, message, f'write "{utc}"', fix, session.field(name))

    examples = (
        Example("---\nsession: {created: '2025-12-04T14:30:00.250Z'}\n---\n"),
        Example(
            "---\nsession:\n  created: 2025-12-04T14:30:00Z # UTC\n---\n",
            says=('`session.created` has no quotes; expected it like "2025-12-04T14:30:00Z"',),
            fixed='---\nsession:\n  created: "2025-12-04T14:30:00Z" # UTC\n---\n',
        ),
        Example(
            "---\nsession:\n  title: 'Weather'\n  created: 2025-12-04T14:30:00Z\n---\n",
            says=('`session.created` has no quotes; expected it like "2025-12-04T14:30:00Z"',),
            fixed="---\nsession:\n  title: 'Weather'\n  created: '2025-12-04T14:30:00Z'\n---\n",
        ),
        Example(
            "---\nsession:\n  last_updated: '2025-12-04T15:30:00.25+01:00'\n---\n",
            says=('`session.last_updated` has the offset `+01:00`; expected it like "2025-12-04T14:30:00Z"',),
            fixed="---\nsession:\n  last_updated: '2025-12-04T14:30:00.25Z'\n---\n",
        ),
    )


def _in_utc(written: str, instant: datetime) -> tuple[str, bool]:
    """Give a valid timestamp in UTC with its own fraction, and whether nothing is lost by that."""
    if written[-1] in "Zz":
        return written.upper(), True
    fraction = re.search(r"\.[0-9]+", written)
    utc = instant.replace(microsecond=0, tzinfo=None).isoformat() + (fraction[0] if fraction else "") + "Z"
    zone = written[-6:]
    return utc, zone == "+00:00"

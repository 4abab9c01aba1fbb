"""SL604 duplicate-stamp."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ..diagnostic import Finding, Related, Severity
from ..peers import Peer, Peers
from ..rule import Example, FactRule, Facts, Needs
from ..session import Session
from ..text import Span, shown

_NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
_STAMP = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)


class DuplicateStamp(FactRule):
    """No two sessions of a folder have the same date and time in their names.

    Why: the stamp is how people and agents name a session in passing ("the one of 14:30"), and how lists order them.
    Two of one second are mostly a copy that was begun from the other and kept its name.

    Fix: none. Rename the one that was begun later, or delete the copy.
    """

    code = "SL604"
    name = "duplicate-stamp"
    severity = Severity.WARNING
    whole_file = True
    needs = Needs.PEERS

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield when another session has the same stamp."""
        stamp = session.file_name.stamp
        others = facts.peers.with_stamp(session.path, stamp) if stamp else ()
        if not others:
            return
        names = ", ".join(shown(peer.path.rpartition("/")[2], 120) for peer in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004
        yield Finding(
            Span(0, 0),
            f"the stamp {shown(session.file_name.lead.rstrip('-_. '))} is in the name of another session, too: "
            f"{names}{more}; expected a stamp of its own",
            "rename the one that was begun later, with the UTC time at which it was; or delete it if it is a copy",
            related=tuple(Related(Span(0, 0), "this one has the same stamp", peer.path) for peer in others[:10]),
        )

    examples = (
        Example(
            "",
            facts=Facts(
                _NOW,
                peers=Peers(
                    (
                        Peer(".agents/sessions/20251204-143000-weather-fallback.md", _STAMP),
                        Peer(".agents/sessions/20251204-143100-renewals.md", _STAMP.replace(minute=31)),
                    )
                ),
            ),
        ),
        Example(
            "",
            says=(
                "the stamp `20251204-143000` is in the name of another session, too: `20251204-143000-renewals.md`; "
                "expected a stamp of its own",
            ),
            facts=Facts(_NOW, peers=Peers((Peer(".agents/sessions/20251204-143000-renewals.md", _STAMP),))),
        ),
    )

"""SL603 competing-sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from ..diagnostic import Finding, Related, Severity
from ..peers import Peer, Peers, branch_name
from ..profile import State
from ..rule import Example, FactRule, Facts, Needs, option
from ..session import Session
from ..text import Span, shown
from ..values import dataclass

_NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
_OTHER = ".agents/sessions/20251203-090000-forecast-cache.md"


@dataclass(frozen=True)
class CompetingSessions(FactRule):
    """Of the open sessions in a folder only one works on a Linear issue, and only one on a branch.

    Why: two agents that each find a session of their own for the same work do it twice, or undo each other's. Open are
    sessions in progress and paused ones. An issue counts where it has the form of an ID, and a branch where sessions
    name one (`branch`), with or without `refs/heads/` or `origin/` before it, and where it is not one that everybody
    works on. `N/A`, `TBD`, `none` and `HEAD` are neither.

    Fix: none. Go on in one of them; close the other, or delete it.
    """

    code = "SL603"
    name = "competing-sessions"
    severity = Severity.WARNING
    needs = Needs.PEERS

    shared_branches: tuple[str, ...] = option(
        ("main", "master", "develop", "trunk"), "Branches on which several sessions may work."
    )

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield for the issue and for the branch when another open session has the same."""
        own, peers = Peer.of(session), facts.peers
        if not own.is_open:
            return
        if own.issue and (others := peers.on_issue(session.path, own.issue)):
            yield self._finding(session, "linear_issue", others)
        shared = {branch_name(branch) for branch in self.shared_branches}
        branch = own.branch
        if branch and branch not in shared and (others := peers.on_branch(session.path, branch)):
            yield self._finding(session, "branch", others)

    def _finding(self, session: Session, field: str, others: tuple[Peer, ...]) -> Finding:
        path = session.field(field)
        names = ", ".join(shown(peer.path.rpartition("/")[2], 120) for peer in others[:3])
        more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004
        what = "another open session has" if len(others) == 1 else f"{len(others)} other open sessions have"
        done = session.profile.statuses.get(State.COMPLETED, ())
        closing = f"set the status of the other to {shown(done[0])}" if done else "close the other"
        return Finding(
            session.span(field) or Span(0, 0),
            f"`{'.'.join(path)}` is {shown(session.value(field))}, and {what} the same: {names}{more}; "
            "expected one open session",
            f"go on in one of them, and {closing}, or delete it",
            field=path,
            related=tuple(Related(Span(0, 0), "this session is open, too", peer.path) for peer in others[:10]),
        )

    examples = (
        Example(
            "---\nsession: {status: completed, linear_issue: PLT-7}\n---\n",
            facts=Facts(_NOW, peers=Peers((Peer(_OTHER, state=State.ACTIVE, issue="PLT-7"),))),
        ),
        Example(
            "---\nsession: {status: paused, branch: main}\n---\n",
            facts=Facts(_NOW, peers=Peers((Peer(_OTHER, state=State.PAUSED, branch="main"),))),
        ),
        Example(
            "---\nsession: {status: paused, linear_issue: N/A, branch: origin/main}\n---\n",
            facts=Facts(_NOW, peers=Peers((Peer(_OTHER, state=State.PAUSED, issue="N/A", branch="main"),))),
        ),
        Example(
            "---\nsession:\n  status: in_progress\n  linear_issue: PLT-7\n---\n",
            says=(
                "`session.linear_issue` is `PLT-7`, and another open session has the same: "
                "`20251203-090000-forecast-cache.md`; expected one open session",
            ),
            facts=Facts(_NOW, peers=Peers((Peer(_OTHER, state=State.ACTIVE, issue="PLT-7"),))),
        ),
        Example(
            "---\nsession:\n  status: paused\n  branch: feat/cache\n---\n",
            says=(
                "`session.branch` is `feat/cache`, and another open session has the same: "
                "`20251203-090000-forecast-cache.md`; expected one open session",
            ),
            facts=Facts(_NOW, peers=Peers((Peer(_OTHER, state=State.PAUSED, branch="feat/cache"),))),
        ),
    )

"""What rules may know of other sessions, when one of them gets another name."""

from __future__ import annotations

from datetime import UTC, datetime

from session_lint.peers import Peer, Peers
from session_lint.profile import State

STAMP = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)
ONE = Peer("s/20251204-143000-PLT-7-one.md", STAMP, state=State.ACTIVE, issue="PLT-7", branch="feat/cache")
TWO = Peer("s/20251204-143000-two.md", STAMP, state=State.PAUSED, issue="PLT-7", branch="feat/cache")
NEW = "s/20251204-143000-one.md"


def test_a_renamed_session_is_not_its_own_peer_and_others_see_its_new_name():
    peers = Peers((ONE, TWO)).renamed(ONE.path, NEW)
    assert [one.path for one in peers.on_issue(NEW, "PLT-7")] == [TWO.path]
    assert [one.path for one in peers.on_issue(TWO.path, "PLT-7")] == [NEW]
    assert [one.path for one in peers.on_branch(TWO.path, "feat/cache")] == [NEW]
    assert [one.path for one in peers.with_stamp(NEW, STAMP)] == [TWO.path]


def test_what_is_found_of_many_peers_is_not_looked_for_again_after_a_rename():
    """Each of 2,580 renames once sorted all 10,000 sessions anew."""
    peers = Peers((ONE, TWO))
    renamed = peers.renamed(ONE.path, NEW)
    assert renamed.on_issue(NEW, "PLT-7") == (TWO,)
    assert renamed.all is peers.all
    assert renamed._index is peers._index
    assert peers.on_issue(ONE.path, "PLT-7") == (TWO,)
    assert peers.renamed(TWO.path, TWO.path) is peers

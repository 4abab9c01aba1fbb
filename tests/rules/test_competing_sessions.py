"""SL603: which issues and branches are the same work, and which words are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from session_lint import session
from session_lint.peers import Peer, Peers
from session_lint.rule import Facts
from session_lint.rules.competing_sessions import CompetingSessions
from session_lint.testing import default_profile

from ..reading.samples import PATH

OTHER = PATH.replace("2025", "2024")


def fields(own: str, other: str | None = None) -> list[tuple[str, ...]]:
    """Give the fields that compete when two open sessions have these lines."""
    texts = {
        PATH: f"---\nsession:\n  status: paused\n  {own}\n---\n",
        OTHER: f"---\nsession:\n  status: paused\n  {other or own}\n---\n",
    }
    read = {path: session.read(path, text, default_profile()) for path, text in texts.items()}
    facts = Facts(datetime(2026, 1, 1, tzinfo=UTC), peers=Peers(tuple(map(Peer.of, read.values()))))
    return [one.field for one in CompetingSessions().check(read[PATH], facts)]


@pytest.mark.parametrize("issue", ["N/A", "TBD", "none", "''", "BACK-", "-", "see BACK-1"])
def test_what_is_no_id_is_no_issue(issue):
    assert fields(f"linear_issue: {issue}") == []


def test_an_id_is_an_issue():
    assert fields("linear_issue: BACK-12") == [("session", "linear_issue")]


@pytest.mark.parametrize("branch", ["HEAD", "none", "None", "n/a", "''", "' '", "TBD", "(HEAD detached at 1a2b3c4)"])
def test_a_word_for_no_branch_is_none(branch):
    assert fields(f"branch: {branch}") == []


@pytest.mark.parametrize("branch", ["main", "refs/heads/main", "origin/main", "refs/remotes/origin/main"])
def test_a_branch_of_everybody_is_one_however_it_is_written(branch):
    assert fields(f"branch: {branch}") == []


@pytest.mark.parametrize(
    "other", ["feat/cache", "refs/heads/feat/cache", "origin/feat/cache", "refs/remotes/origin/feat/cache"]
)
def test_a_branch_is_the_same_however_it_is_written(other):
    assert fields("branch: feat/cache", f"branch: {other}") == [("session", "branch")]


def test_other_branches_do_not_compete():
    assert fields("branch: feat/cache", "branch: fix/cache") == []
    assert fields("branch: feat/main", "branch: feat/main") == [("session", "branch")]

"""SL401 and SL402: what there is to do about a session that nobody comes back to."""

from __future__ import annotations

import pytest

from session_lint.rules.stale_in_progress import StaleInProgress
from session_lint.rules.stale_paused import StalePaused

from ..reading.samples import PROFILE
from .lifecycle import ARCHIVE, KEEP, findings, front

OLD = 'last_updated: "2025-11-01T00:00:00Z"'


@pytest.mark.parametrize(
    ("profile", "end"),
    [
        pytest.param(PROFILE, "; or delete the file if the work is done", id="delete"),
        pytest.param(ARCHIVE, "; or move the file to `archive/` if the work is done", id="archive"),
        pytest.param(KEEP, "", id="keep"),
    ],
)
def test_what_to_do_about_stale_work_depends_on_what_becomes_of_finished_sessions(profile, end):
    (found,) = findings(StaleInProgress(), front("in_progress", OLD), profile=profile)
    assert found.help == (
        "bring the session up to date and set `session.last_updated` to now; "
        f"or set its status to `paused` or `completed`{end}"
    )


@pytest.mark.parametrize(
    ("profile", "end"),
    [
        pytest.param(PROFILE, "delete the file", id="delete"),
        pytest.param(ARCHIVE, "move the file to `archive/`", id="archive"),
        pytest.param(KEEP, "set its status to `completed`", id="keep"),
    ],
)
def test_what_to_do_about_a_long_pause_depends_on_it_too(profile, end):
    (found,) = findings(StalePaused(), front("paused", OLD), profile=profile)
    assert (found.message, found.help) == (
        "the session is `paused`, and its last update was 61 days ago (2025-11-01T00:00:00Z); expected one within 30 days",
        "take it up again and set its status to `in_progress`; or, if it has to wait, write down for what and set "
        "`session.last_updated` to now; or, if nobody will come back to it, note elsewhere what is still to be done, "
        f"and {end}",
    )


@pytest.mark.parametrize("status", ["paused", "completed", "stopped", "In Progress", "null", "[in_progress]"])
def test_only_work_in_progress_is_stale_work(status):
    assert findings(StaleInProgress(), front(status, OLD)) == ()


@pytest.mark.parametrize("status", ["in_progress", "completed", "Paused", "null"])
def test_only_a_pause_is_too_long_a_pause(status):
    assert findings(StalePaused(), front(status, OLD)) == ()


@pytest.mark.parametrize("updated", ["", 'last_updated: "2025-11-01"', "last_updated: null"])
def test_a_time_that_cannot_be_read_is_not_long_ago(updated):
    assert findings(StalePaused(), front("paused", updated) if updated else front("paused")) == ()

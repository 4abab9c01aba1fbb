"""SL406: what shows that work was done on a session."""

from __future__ import annotations

from dataclasses import replace

import pytest

from session_lint.log import EntryPattern, Log
from session_lint.rules.never_updated import NeverUpdated

from ..reading.samples import PATH, PROFILE, cut
from .lifecycle import ARCHIVE, ARCHIVED, findings, front

SAME = ('created: "2025-12-04T14:30:00Z"', 'last_updated: "2025-12-04T14:30:00Z"')
LOG = "## Session Log\n\n### 2025-12-04 14:30 - a\n\n### 2025-12-05 09:10 - b\n"


def said(text: str, path: str = PATH) -> list[str]:
    """Give the messages without what they have in common."""
    found = findings(NeverUpdated(), text, path, ARCHIVE)
    return [one.message.split(", and yet ", 1)[1].removesuffix("; expected the time of the last work") for one in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("- [ ] a\n", [], id="an open box"),
        pytest.param("- [x] a\n- [ ] b\n", ["a box is ticked"], id="a ticked box"),
        pytest.param("- [x] a\n- [x] b\n", ["2 boxes are ticked"], id="ticked boxes"),
        pytest.param(LOG, ["the log has entries from `2025-12-04 14:30` to `2025-12-05 09:10`"], id="a log"),
        pytest.param(
            LOG + "- [x] a\n",
            ["the log has entries from `2025-12-04 14:30` to `2025-12-05 09:10` and a box is ticked"],
            id="both",
        ),
        pytest.param("## Session Log\n### 2025-12-04 14:30 - a\n### 2025-12-04 14:30 - b\n", [], id="entries at once"),
        pytest.param("## Notes\n### 2025-12-04 14:30 - a\n### 2025-12-05 14:30 - b\n", [], id="not in a log"),
        pytest.param("## Session Log\n```\n### 2025-12-04 14:30 - a\n```\n### 2025-12-05 14:30 - b\n", [], id="code"),
        pytest.param("## Session Log\n### 2025-12-04 - a\n### 2025-02-30 10:00 - b\n", [], id="no times"),
    ],
)
def test_a_log_and_ticked_boxes_show_work(body, expected):
    assert said(front("in_progress", *SAME) + body) == expected


def test_a_log_is_what_the_profile_says():
    profile = replace(PROFILE, log=Log("Journal", EntryPattern("[YYYY-MM-DD HH:MM] <text>")))
    text = front("in_progress", *SAME) + "## Journal\n[2025-12-04 16:00] b\n[2025-12-04 14:30] a\n"
    (found,) = findings(NeverUpdated(), text, profile=profile)
    assert "the log has entries from `2025-12-04 14:30` to `2025-12-04 16:00`" in found.message
    assert findings(NeverUpdated(), text, profile=replace(PROFILE, log=None)) == ()


def test_agents_that_have_completed_their_tasks_show_work():
    text = front("in_progress", *SAME).replace(
        "  current_task", "  spawned_agents: [{status: completed}, {status: pending}]\n  current_task"
    )
    assert said(text) == ["an agent has completed"]
    assert said(text.replace("pending", "completed")) == ["2 agents have completed"]


@pytest.mark.parametrize(
    ("status", "path", "expected"),
    [
        pytest.param("paused", PATH, ["the status is `paused`"], id="paused"),
        pytest.param("archived", PATH, ["the status is `archived`"], id="archived"),
        pytest.param("archived", ARCHIVED, [], id="a record that nobody acts on"),
        pytest.param("abandoned", PATH, [], id="given up, perhaps before it was begun"),
        pytest.param("done", PATH, [], id="a word that nobody knows"),
    ],
)
def test_a_status_shows_work(status, path, expected):
    assert said(front(status, *SAME), path) == expected


@pytest.mark.parametrize(
    ("updated", "speaks"),
    [
        pytest.param("2025-12-04T15:30:00+01:00", True, id="the same time in another zone"),
        pytest.param("2025-12-04T14:30:00.5Z", False, id="half a second later"),
        pytest.param("2025-12-04", False, id="no time"),
    ],
)
def test_the_two_times_are_one(updated, speaks):
    assert bool(said(front("paused", SAME[0], f'last_updated: "{updated}"'))) is speaks


def test_the_places_that_show_it_are_told():
    text = front("in_progress", *SAME) + LOG + "- [x] a\n"
    (found,) = findings(NeverUpdated(), text)
    assert cut(text, found.span) == '"2025-12-04T14:30:00Z"'
    assert [cut(text, one.span) for one in found.related] == ['"2025-12-04T14:30:00Z"', "2025-12-05 09:10", "[x]"]

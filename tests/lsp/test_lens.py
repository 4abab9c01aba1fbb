"""How a session stands, in the words of the rules and of `session-lint list`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from session_lint import config, engine, session, shipped
from session_lint.lsp.lens import hints, lenses
from session_lint.overview import Overview
from session_lint.report import Style, overviews
from session_lint.rule import Facts
from session_lint.rules import RULES

from ..reading.samples import PATH, PROFILE, cut
from .marker import NOW

ACTIVE = config.default(RULES, lambda location: shipped.read(location.path)).rules_for(PATH)


def text_of(status: str = "in_progress", updated: str = "2025-12-05T10:00:00Z", body: str = "") -> str:
    return (
        f'---\nsession:\n  title: Weather\n  status: {status}\n  created: "2025-10-01T10:00:00Z"\n'
        f'  last_updated: "{updated}"\n---\n{body}'
    )


def told(text: str, now: datetime = NOW, codes: tuple[str, ...] = ("SL401", "SL402")) -> list[tuple[str | None, str]]:
    one = session.read(PATH, text, PROFILE)
    found = [it for it in engine.check(one, ACTIVE, Facts(now)).diagnostics if it.code in codes]
    return [(cut(text, lens.span), lens.text) for lens in lenses(one, ACTIVE, found, now)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(text_of(), [("in_progress", "in_progress, updated 2 hours ago")], id="state"),
        pytest.param(text_of(body="# Weather\n"), [("Weather", "in_progress, updated 2 hours ago")], id="at the title"),
        pytest.param(
            text_of(updated="2025-11-25T12:00:00Z"),
            [("in_progress", "in_progress, updated 10 days ago, stale for 3 days"), ("in_progress", "1 error")],
            id="stale",
        ),
        pytest.param(
            text_of("paused", "2025-10-20T12:00:00Z"),
            [("paused", "paused, updated 46 days ago, stale for 16 days"), ("paused", "1 warning")],
            id="stale and paused",
        ),
        pytest.param(text_of("completed", "2025-10-20T12:00:00Z"), [("completed", "completed, updated 46 days ago")], id="over"),
        pytest.param(text_of(updated="2025-12-06T12:00:00Z"), [("in_progress", "in_progress, updated in 24 hours")], id="to come"),
        pytest.param(text_of(updated="today"), [("in_progress", "in_progress")], id="no time"),
        pytest.param("---\n---\n", [("---", "no status")], id="nothing"),
        pytest.param(
            text_of().replace("Weather", '"Weather'), [("---", "the front matter cannot be read")], id="a broken block"
        ),
        pytest.param(
            text_of(body="- [ ] a\n- [x] b\n- [ ] c\n"),
            [("in_progress", "in_progress, updated 2 hours ago"), ("in_progress", "2 open boxes of 3")],
            id="boxes",
        ),
        pytest.param(
            text_of(body="- [ ] a\n"),
            [("in_progress", "in_progress, updated 2 hours ago"), ("in_progress", "1 open box of 1")],
            id="one box",
        ),
        pytest.param(
            text_of(body="- [x] a\n- [x] b\n"),
            [("in_progress", "in_progress, updated 2 hours ago"), ("in_progress", "2 boxes, all ticked")],
            id="no box is open",
        ),
        pytest.param("# x\n", [], id="no front matter"),
    ],
)  # fmt: skip
def test_a_session_says_how_it_stands(text, found):
    assert told(text) == found


def test_it_is_stale_from_the_moment_on_from_which_the_rule_says_so():
    edge = datetime(2025, 12, 5, 10, tzinfo=UTC) + timedelta(days=7)
    assert told(text_of(), edge) == [("in_progress", "in_progress, updated 7 days ago")]
    assert told(text_of(), edge + timedelta(seconds=1)) == [
        ("in_progress", "in_progress, updated 7 days ago, stale for less than a minute"),
        ("in_progress", "1 error"),
    ]


def test_a_stale_session_that_is_silenced_is_not_called_stale():
    silent = text_of(updated="2025-11-25T12:00:00Z").replace('Z"\n---', 'Z" # session-lint: ignore SL401\n---')
    assert told(silent) == [("in_progress", "in_progress, updated 10 days ago")]


def test_the_words_are_those_of_the_list():
    text = text_of(updated="2025-11-25T12:00:00Z", body="- [ ] a\n")
    one = session.read(PATH, text, PROFILE)
    found = engine.check(one, ACTIVE, Facts(NOW)).diagnostics
    table = overviews.table([Overview.of(one, found)], NOW, Style(), None)
    state, boxes, findings = (lens.text for lens in lenses(one, ACTIVE, found, NOW))
    assert findings in table
    assert "10 days" in state
    assert "10 days" in table
    assert (boxes, "1 open" in table) == ("1 open box of 1", True)


def test_each_time_has_its_age_beside_it():
    text = text_of()
    found = hints(session.read(PATH, text, PROFILE), NOW)
    assert [(text[: hint.offset].rpartition("\n")[2].strip(), hint.text) for hint in found] == [
        ('created: "2025-10-01T10:00:00Z"', "65 days ago"),
        ('last_updated: "2025-12-05T10:00:00Z"', "2 hours ago"),
    ]

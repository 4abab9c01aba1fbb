"""Whether there was work on a session: a fix of the format is none, and fixing comes to an end with a time of now."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from session_lint import engine, history, rounds, session, shipped
from session_lint.config import default
from session_lint.facts import World
from session_lint.history import Past
from session_lint.proof import Examined
from session_lint.rule import FactRule, Needs
from session_lint.rules import RULES
from session_lint.session import Session

from . import broken_sessions
from .test_rounds import COUNT

CONFIG = default(RULES, lambda location: shipped.read(location.path))
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
PATH = ".agents/sessions/20251204-143000-weather.md"
TEXT = """---
session:
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-04T16:05:00Z"
---
## Context

A cache is written.
"""


def read(text: str, path: str = PATH) -> Session:
    return session.read(path, text, CONFIG.profile)


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        pytest.param(TEXT, False, id="same"),
        pytest.param(TEXT.replace("\n", "\r\n"), False, id="windows"),
        pytest.param(TEXT.replace("\n", "\r"), False, id="old-mac"),
        pytest.param("\ufeff" + TEXT, False, id="byte-order-mark"),
        pytest.param(TEXT.replace("\n", " \t\n") + "\n\n", False, id="blanks"),
        pytest.param(TEXT.rstrip(), False, id="no-last-line-end"),
        pytest.param(TEXT.replace('"2025-12-04T16:05:00Z"', "2025-12-04T17:05:00+01:00"), False, id="another-zone"),
        pytest.param(TEXT.replace("16:05", "09:00"), False, id="another-time"),
        pytest.param(TEXT.replace("14:30", "09:00"), False, id="created"),
        pytest.param(TEXT.replace("written", "read"), True, id="a-word"),
        pytest.param(TEXT.replace("A cache", "  A cache"), True, id="indentation"),
        pytest.param(TEXT.replace("\nA cache", "A cache"), True, id="an-empty-line"),
        pytest.param(TEXT.replace("session:", "session: # UTC"), True, id="a-comment"),
        pytest.param(TEXT.replace("## Context", "## context:"), False, id="a-heading-that-a-safe-fix-mends"),
        pytest.param(TEXT.replace("## Context", "### Context"), True, id="a-heading-that-an-unsafe-fix-mends"),
        pytest.param(TEXT.replace('"2025-12-04T14:30:00Z"', "soon"), True, id="a-time-that-is-none"),
    ],
)
def test_some_changes_are_no_work(text, differs):
    world = World(CONFIG, NOW, Past({PATH: TEXT.encode()}))
    for before, now in ((TEXT, text), (text, TEXT)):
        base = World(CONFIG, NOW, Past({PATH: before.encode()})).of(read(now)).base
        assert base
        assert base.differs == differs
    assert world.of(read(text, "other.md")).base is None


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a\0b", "---\nx\n---\n".encode("utf-16")])
def test_a_past_that_is_no_text_is_none(data):
    assert World(CONFIG, NOW, Past({PATH: data})).of(read(TEXT)).base is None


def test_mending_is_only_done_where_the_answer_counts():
    def mend(_: Session) -> Session:
        raise AssertionError("not needed")

    assert not history.base_of(read(TEXT), read(TEXT), mend).differs
    assert history.base_of(read(TEXT), read(TEXT.replace("T16", "T17") + "More.\n"), mend).differs
    assert history.base_of(read("Nothing."), read(TEXT), mend).differs


def test_what_counts_as_work_does_not_depend_on_the_rules_that_are_on():
    config = CONFIG.with_command_line(select=("SL501",))
    world = World(config, NOW, Past({PATH: TEXT.replace("## Context", "## context:").encode()}))
    assert engine.check(read(TEXT), config.rules_for(PATH), world.of(read(TEXT))).diagnostics == ()


def fix(world: World, path: str, text: str, *, unsafe: bool) -> rounds.Outcome:
    def examine(path: str, text: str, origin: str = "") -> Examined:
        one = read(text, path)
        return Examined(one, engine.check(one, CONFIG.rules_for(path), world.of(one)).diagnostics)

    return rounds.fix([examine(path, text)], examine, unsafe=unsafe)


def codes(outcome: rounds.Outcome) -> set[str]:
    return {one.code for one in outcome.patch.fixed}


def on_history(code: str) -> bool:
    return any(issubclass(rule, FactRule) and Needs.HISTORY in rule.needs for rule in RULES if rule.code == code)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_an_unchanged_session_bumps_it_only_for_what_is_unsafe(unsafe):
    """And the next run, with what was fixed in the working tree, has nothing left to fix."""
    random = Random(20251206)
    bumped = 0
    for number in range(COUNT // 3):
        path, text = broken_sessions.session(random)
        start = read(text, path)
        if not start.readable:
            continue
        world = World(CONFIG, NOW, Past(same=frozenset({path})))
        outcome = fix(world.before_fixing([start]) if unsafe else world, path, text, unsafe=unsafe)
        (after,) = outcome.remaining
        bumped += "SL501" in codes(outcome)
        assert unsafe or not any(map(on_history, codes(outcome)))
        if after.session.path == path:
            again = fix(World(CONFIG, NOW, Past({path: text.encode()})), path, after.session.text, unsafe=unsafe)
            told_to_wait = any("only just filled in" in held.reason for held in outcome.patch.held_back)
            assert told_to_wait or again.patch.texts == {}, f"number {number}: {text!r}"
    assert bool(bumped) == unsafe

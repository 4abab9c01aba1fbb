"""SL407: what is a decision, and what names a record of one."""

from __future__ import annotations

import pytest

from session_lint.rules.decision_without_adr import DecisionWithoutAdr

from ..reading.samples import PATH, cut
from .lifecycle import ARCHIVE, ARCHIVED, findings, front

DECISION = "## Decisions\n\n- Cache\n"


@pytest.mark.parametrize(
    ("body", "decisions"),
    [
        pytest.param("## Decisions\n- Cache\n- Log\n", ["Cache", "Log"], id="items"),
        pytest.param("## Key Decisions\nCache.\n\nLog.\n", ["Cache.", "Log."], id="paragraphs"),
        pytest.param("### Decisions Made\n1. Cache\n", ["Cache"], id="level 3"),
        pytest.param("## Decisions Log\n| what |\n|---|\n| Cache |\n", ["Cache"], id="a table"),
        pytest.param("## Decisions\n### Cache\nFor an hour.\n\n#### Why\n- a\n", ["Cache"], id="sub-headings"),
        pytest.param(
            "## A\n### Decision 1: Cache\n### Decision #2\n", ["Decision 1: Cache", "Decision #2"], id="numbers"
        ),
        pytest.param("## Decisions\n### Decision 1: Cache\n- a\n", ["Decision 1: Cache"], id="numbers in a section"),
        pytest.param("## Decisions\nNone yet.\n", [], id="none"),
        pytest.param(
            "## Decisions\n### Decision 1: [Title]\n**Decision**: What was decided\n**Rationale**: Why\n",
            [],
            id="the template",
        ),
        pytest.param("## Pending Decisions\n- Cache?\n## Decision needed\n- Log?\n", [], id="not yet decided"),
        pytest.param("```\n## Decisions\n- Cache\n```\n", [], id="code"),
    ],
)
def test_what_is_a_decision(body, decisions):
    text = front("completed") + body
    found = findings(DecisionWithoutAdr(), text)
    assert [cut(text, span) for one in found for span in (one.span, *(r.span for r in one.related))] == decisions


@pytest.mark.parametrize(
    ("words", "named"),
    [
        pytest.param("see docs/decisions/0007-cache.md", True, id="a path"),
        pytest.param("see [7](../../docs/adr/7.md)", True, id="a relative path"),
        pytest.param("see `doc/adr/7.md`", True, id="in a code span"),
        pytest.param("see ADR-7", True, id="a number"),
        pytest.param("see adr 0007", True, id="a number in small letters"),
        pytest.param("see adrs/0007", True, id="a number in a folder"),
        pytest.param("quadr 7", False, id="part of a word"),
        pytest.param("write an ADR", False, id="no number"),
        pytest.param("the docs have decisions", False, id="no path"),
    ],
)
def test_what_names_a_record(words, named):
    assert (findings(DecisionWithoutAdr(), f"{front('completed')}{DECISION}\n{words}\n") == ()) is named


def test_the_front_matter_may_name_it():
    assert findings(DecisionWithoutAdr(), front("completed", "decisions: [docs/decisions/7.md]") + DECISION) == ()


@pytest.mark.parametrize("folder", ["design/records", "design/records/", "./design/records", " design/records "])
def test_the_folders_are_an_option(folder):
    rule = DecisionWithoutAdr((folder, ""))
    (found,) = findings(rule, f"{front('completed')}{DECISION}\nSee docs/decisions/7.md\n")
    assert found.help == (
        "write a record in `design/records/` of what others have to know, and name its path here; "
        "a decision that matters to this work alone needs none"
    )
    assert findings(rule, f"{front('completed')}{DECISION}\nSee design/records/7.md\n") == ()


def test_without_folders_a_number_names_a_record():
    (found,) = findings(DecisionWithoutAdr(()), front("completed") + DECISION)
    assert found.help.startswith("write a record of what")


@pytest.mark.parametrize(
    ("status", "path", "speaks"),
    [
        pytest.param("completed", PATH, True, id="completed"),
        pytest.param("archived", PATH, True, id="archived: before it is out of sight"),
        pytest.param("archived", ARCHIVED, False, id="a record that nobody acts on"),
        pytest.param("abandoned", PATH, False, id="given up"),
        pytest.param("in_progress", PATH, False, id="in progress"),
    ],
)
def test_which_sessions_are_asked(status, path, speaks):
    assert bool(findings(DecisionWithoutAdr(), front(status) + DECISION, path, ARCHIVE)) is speaks

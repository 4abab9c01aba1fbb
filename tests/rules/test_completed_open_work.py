"""SL404: what counts as open work in a session that is over, and what does not."""

from __future__ import annotations

import pytest

from session_lint.rules.completed_open_work import CompletedOpenWork

from ..reading.samples import PATH, cut, seconds
from .lifecycle import ARCHIVE, ARCHIVED, findings, front


def said(text: str, rule: CompletedOpenWork | None = None) -> list[str]:
    """Give the messages without what they have in common."""
    found = findings(rule or CompletedOpenWork(), text)
    return [one.message.split(", and ", 1)[1].removesuffix("; expected no open work") for one in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("- [ ] a\n", ["the box `a` is not ticked"], id="one"),
        pytest.param("- [ ] a\n- [ ] b\n", ["none of its 2 boxes is ticked, the first `a`"], id="all"),
        pytest.param("- [x] a\n- [ ] b\n- [ ] c\n", ["2 of its 3 boxes are not ticked, the first `b`"], id="some"),
        pytest.param("- [x] a\n* [X] b\n", [], id="none"),
        pytest.param("- [ ] ~~a~~\n- [ ] ~~b~~ not wanted\n", [], id="struck out"),
        pytest.param("- [ ] n/a\n", [], id="not applicable"),
        pytest.param("```\n- [ ] a\n```\n<!--\n- [ ] b\n-->\n", [], id="code and comments"),
        pytest.param("- [~] a\n- [-] b\n- [ ](c.md)\n", [], id="no boxes"),
        pytest.param("- [ ] Delete the session file\n- [ ] archive session when merged\n", [], id="the last of a list"),
        pytest.param("- [ ] Delete session cookies\n", ["the box `Delete session cookies` is not ticked"], id="work"),
        pytest.param("## Deletion checklist\n- [ ] Issue updated\n### More\n- [ ] b\n", [], id="a checklist"),
        pytest.param(
            "### Deletion Checklist:\n- [ ] a\n## B\n- [ ] b\n", ["the box `b` is not ticked"], id="behind one"
        ),
        pytest.param("# Deletion Checklist\n- [ ] a\n", ["the box `a` is not ticked"], id="a checklist for a file"),
    ],
)
def test_boxes_that_are_not_ticked_are_open_work(body, expected):
    assert said(front("completed") + body) == expected


def test_other_headings_may_be_left_out():
    text = front("completed") + "## Ideas\n- [ ] a\n## Deletion Checklist\n- [ ] b\n"
    assert said(text, CompletedOpenWork(("ideas",))) == ["the box `b` is not ticked"]


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        pytest.param("[{agent: a, status: pending}]", ["the agent `a` is `pending`"], id="one"),
        pytest.param(
            "[{agent: a, status: completed}, {agent: b, status: in_progress}, {task: c, status: pending}]",
            ["2 of its 3 agents are at work: the agent `b` is `in_progress`"],
            id="some",
        ),
        pytest.param("[{task: cache, status: waiting}]", ["the agent `cache` is `waiting`"], id="without a name"),
        pytest.param("[{agent: [a], status: waiting}]", ["an agent is `waiting`"], id="with a strange one"),
        pytest.param("[{status: completed}, {status: Done}, {status: failed}, {status: Cancelled}]", [], id="over"),
        pytest.param("[{agent: a}, {status: }, {status: [pending]}, {status: ''}, text]", [], id="for SL201"),
        pytest.param("pending", [], id="no list"),
        pytest.param("", [], id="null"),
    ],
)
def test_agents_that_are_at_work_are_open_work(agents, expected):
    text = front("completed").replace("  current_task", f"  spawned_agents: {agents}\n  current_task")
    assert said(text) == expected


@pytest.mark.parametrize(
    "title", ["Blockers", "Blocked", "blocked by", "Current Blockers:", "Open blockers", "Impediments"]
)
@pytest.mark.parametrize("level", ["##", "###"])
def test_headings_that_name_blockers(title, level):
    assert said(f"{front('completed')}{level} {title}\n- the key\n") == [
        f"`{title}` has an entry, `the key`",
    ]


@pytest.mark.parametrize(
    "title", ["Resolved Blockers", "Past blockers", "Blockers (resolved)", "Wave 2: Web (blocked by Wave 1)", "Risks"]
)
def test_headings_that_do_not(title):
    assert said(f"{front('completed')}## {title}\n- the key\n") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("- None\n", [], id="none"),
        pytest.param("No blockers.\n", [], id="no blockers"),
        pytest.param("-\n", [], id="a hyphen"),
        pytest.param("(none)\n", [], id="none in brackets"),
        pytest.param("- There are no blockers.\n- Nothing is blocking us.\n", [], id="sentences that say none"),
        pytest.param("- All blockers cleared\n- Done: key rotated\n", [], id="sentences that say it is over"),
        pytest.param("- Previously blocked on X; unblocked 2026-01-02\n", [], id="unblocked"),
        pytest.param("- Current blocker (if any)\n", [], id="the template"),
        pytest.param("- [x] the key\n- ~~the host~~\n- the name (resolved)\n", [], id="all settled"),
        pytest.param(
            "### Resolved\n- the key\n### Open\nthe host\n", ["`Blockers` has an entry, `the host`"], id="parts"
        ),
        pytest.param("a\n\nb\n", ["`Blockers` has 2 entries, the first `a`"], id="paragraphs"),
        pytest.param("- [ ] the key\n", ["`Blockers` has an entry, `the key`"], id="a box is one thing, not two"),
        pytest.param("### Blocked by\n- the key\n", ["`Blockers` has an entry, `the key`"], id="a heading in another"),
    ],
)
def test_what_is_listed_there_is_open_work(body, expected):
    assert said(f"{front('completed')}## Blockers\n{body}\n## Next Steps\nGo on.\n") == expected


def test_each_kind_is_told_once_with_ten_more_places():
    text = front("completed") + "## Blockers\n" + "- the key\n" * 12 + "## Next Steps\n" + "- [ ] b\n" * 12
    tasks, blockers = findings(CompletedOpenWork(), text)
    assert (cut(text, tasks.span), len(tasks.related), {one.message for one in tasks.related}) == (
        "[ ]",
        10,
        {"not ticked either"},
    )
    assert (cut(text, blockers.span), len(blockers.related), {one.message for one in blockers.related}) == (
        "the key",
        10,
        {"listed here, too"},
    )
    assert tasks.help == (
        "tick what is done, and take the rest to where open work is tracked; "
        "or set the session's status to `in_progress` while work goes on"
    )


@pytest.mark.parametrize(
    ("status", "path", "speaks"),
    [
        pytest.param("completed", PATH, True, id="completed"),
        pytest.param("archived", PATH, True, id="archived"),
        pytest.param("abandoned", PATH, False, id="given up: open work is what is to be expected"),
        pytest.param("archived", ARCHIVED, False, id="a record that nobody acts on"),
        pytest.param("in_progress", PATH, False, id="in progress"),
        pytest.param("done", PATH, False, id="a word that nobody knows"),
    ],
)
def test_which_sessions_are_asked(status, path, speaks):
    found = findings(CompletedOpenWork(), front(status) + "- [ ] a\n", path, ARCHIVE)
    assert bool(found) is speaks


@pytest.mark.parametrize("shape", ["## Deletion Checklist\n- [ ] a\n", "## Blockers\n- a\n", "- [ ] a\n"])
def test_a_long_file_is_judged_in_linear_time(shape):
    def time(size: int) -> float:
        text = front("completed") + shape * (size // len(shape))
        return seconds(lambda: findings(CompletedOpenWork(), text), 2)

    assert any(time(160_000) / time(40_000) < 12 for _ in range(5))  # the machine may be busy

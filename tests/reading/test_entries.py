"""What a section lists, and what of it says that there is nothing."""

from __future__ import annotations

import pytest

from session_lint import entries
from session_lint.entries import Entry
from session_lint.text import Span

from .samples import cut, read, seconds


def listed(markdown: str) -> list[str]:
    session = read(f"---\n---\n{markdown}")
    return [entry.text for entry in entries.entries(session, session.body.span)]


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("- a\n- b\n", ["a", "b"], id="a list"),
        pytest.param("1. a\n2) b\n* c\n+ d\n", ["a", "b", "c", "d"], id="lists of all kinds"),
        pytest.param("- a\n  - of a\n    - of that\n- b\n", ["a", "b"], id="items below items"),
        pytest.param("1. a\n   - of a\n", ["a"], id="an item below a number"),
        pytest.param("- a\n\n  more of a\n", ["a"], id="a second paragraph in an item"),
        pytest.param("Wait for:\n\n- a\n", ["a"], id="words before a list"),
        pytest.param("- [ ] a\n- [x] b\n", ["a", "b"], id="boxes"),
        pytest.param("> - a\n> - b\n", ["a", "b"], id="a quoted list"),
        pytest.param("- a <!-- why -->\n- <!-- b -->\n", ["a"], id="comments behind items"),
        pytest.param("a\nmore of a\n\nb\n", ["a", "b"], id="paragraphs"),
        pytest.param("<!-- a -->\n<!--\nb\n-->\n", [], id="comments"),
        pytest.param("a:\n```\nb\n\nc\n```\n", ["a:"], id="code"),
        pytest.param("***\n\n___\n", [], id="rules"),
        pytest.param("| what | who |\n|---|---|\n| a | b |\n| c | d |\n", ["a | b", "c | d"], id="a table"),
        pytest.param("See:\n| what |\n|---|\n| a |\n", ["See:", "a"], id="a table below a line"),
        pytest.param("| what |\n|---|\n| None |\n", [], id="a table of nothing"),
        pytest.param("- Current blocker (if any)\n", [], id="the template"),
        pytest.param("- None\n- a\n", ["a"], id="nothing and something"),
        pytest.param("-\n", [], id="an item without text"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_section_lists_its_items_or_else_its_paragraphs(markdown, found, end):
    assert listed(markdown.replace("\n", end)) == found


def test_an_entry_knows_where_it_is():
    session = read("---\n---\n- [x] *a* `b`\n")
    assert entries.entries(session, session.body.span) == (Entry("*a* `b`", Span(14, 21), ticked=True),)


@pytest.mark.parametrize(
    "text",
    [
        *("None", "none.", "**None**", "_none_", "N/A", "n/a", "na", "-", "\u2014", "...", "", "Nil", "Nothing", "No"),
        *("No blockers", "no open blockers at this time.", "No known issues right now"),
        *(
            "None currently",
            "None at the moment!",
            "None so far",
            "None - all merged",
            "None (PR 4 is in)",
            "none | ops",
        ),
        *(
            "None as of 2026-01-05",
            "None for this target. The rest is optional",
            "None currently recorded.",
            "Nothing blocking",
            "No longer blocked",
            "Not blocked",
            "No decisions made yet",
        ),
        *(
            "(none)",
            "[None]",
            "(n/a)",
            "There are no blockers.",
            "There is nothing blocking us",
            "Nothing is blocking us.",
        ),
        *("There are currently no open issues", "Nothing is blocking right now"),
    ],
)
def test_words_for_nothing(text):
    assert entries.says_nothing(text) is True


@pytest.mark.parametrize(
    "text",
    [
        *("None of the tests pass", "Nothing works on CI", "No key for staging", "No access to the issues", "Nonesuch"),
        *("None, but the key is missing", "No blockers except the key", "None - still waiting for ops", "a", "7"),
        *("Not blocked by us", "n/a yet it blocks", "There are no keys for staging", "Nothing is working", "(a)"),
        *("There are no blockers except the key", "There is one"),
    ],
)
def test_words_for_something(text):
    assert entries.says_nothing(text) is False


@pytest.mark.parametrize(
    ("item", "settled"),
    [
        pytest.param("- [x] the key", True, id="ticked"),
        pytest.param("- [ ] the key", False, id="not ticked"),
        pytest.param("- ~~the key~~ got it", True, id="struck out"),
        pytest.param("- \u2705 the key", True, id="a tick"),
        pytest.param("- Resolved: the key", True, id="resolved first"),
        pytest.param("- the key (resolved by ops)", True, id="resolved in brackets"),
        pytest.param("- the key \u2014 **fixed** on Monday", True, id="fixed behind a dash"),
        pytest.param("- the key -> cleared", True, id="cleared behind an arrow"),
        pytest.param("| the key | resolved |", True, id="resolved in a cell"),
        pytest.param("- the key -- not blocking", True, id="not blocking"),
        pytest.param("- All resolved.", True, id="all resolved"),
        pytest.param("- All blockers cleared", True, id="all blockers cleared"),
        pytest.param("- All open issues have been resolved", True, id="all issues resolved"),
        pytest.param("- Previously blocked on X; unblocked 2026-01-02", True, id="unblocked behind a semicolon"),
        pytest.param("- the key; now resolved", True, id="now resolved"),
        pytest.param("- Done: key rotated", True, id="done first"),
        pytest.param("- the key (done)", True, id="done in brackets"),
        pytest.param("- All resolved but the key", False, id="all resolved but one"),
        pytest.param("- All tests fixed on one host", False, id="all of something else"),
        pytest.param("- All blockers resolved once ops are back", False, id="all resolved one day"),
        pytest.param("- Done when: ops are back", False, id="done when"),
        pytest.param("- the key; resolved when ops are back", False, id="resolved behind a semicolon one day"),
        pytest.param("- the key is not resolved", False, id="not resolved"),
        pytest.param("- wait until it is resolved", False, id="resolved one day"),
        pytest.param("- the key: unresolved", False, id="unresolved"),
        pytest.param("- the key (fixed once ops are back)", False, id="fixed once"),
    ],
)
def test_an_entry_may_say_that_it_is_over(item, settled):
    table = "| a | b |\n|---|---|\n" if item.startswith("|") else ""
    session = read(f"---\n---\n{table}{item}\n")
    assert [entry.settled for entry in entries.entries(session, session.body.span)] == [settled]


def test_a_section_has_parts_of_its_own_and_of_its_sub_headings():
    session = read("---\n---\n## A\na\n### B\nb\n#### C\n## D\nd\n")
    (section, _) = session.sections
    found = entries.parts(session, section.body)
    assert [(heading and heading.title, cut(session.text, body)) for heading, body in found] == [
        (None, "a\n"),
        ("B", "b\n"),
        ("C", ""),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param("- a\n", id="items"),
        pytest.param("a\n\n", id="paragraphs"),
        pytest.param("| a |\n", id="rows"),
        pytest.param("no new ", id="a line of adjectives"),
        pytest.param("none now ", id="a line of nothing"),
        pytest.param("(open ", id="a line of separators"),
    ],
)
def test_entries_are_found_in_linear_time(shape):
    def time(size: int) -> float:
        session = read("---\n---\n" + shape * (size // len(shape)))
        return seconds(lambda: [one.settled for one in entries.entries(session, session.body.span)], 3)

    assert any(time(160_000) / time(40_000) < 12 for _ in range(5))  # the machine may be busy


def test_parts_are_found_without_looking_at_all_headings_each_time():
    def time(size: int) -> float:
        session = read("---\n---\n" + "## A\n" * size)
        sections = session.sections
        return seconds(lambda: [entries.parts(session, section.body) for section in sections], 3)

    assert any(time(8_000) / time(2_000) < 12 for _ in range(5))

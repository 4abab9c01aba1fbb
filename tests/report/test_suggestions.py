"""Suggestions of rdjson, made by someone who knows nothing else, come to what `--fix` does.

SESSION_LINT_EXAMPLES=100000 runs that many generated sessions instead of some hundred.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest

from session_lint import secrecy
from session_lint.diagnostic import Change, Diagnostic, Edit, Fix, Rename, Severity
from session_lint.fixing import plan
from session_lint.report import Report, Style, render
from session_lint.report.rows import Rows
from session_lint.report.suggestions import Suggestion, suggestions
from session_lint.rules import RULES
from session_lint.text import Position, Span
from session_lint.workspace import Workspace

from .. import broken_sessions
from ..secret_samples import sample
from ..test_projects import STORIES
from ..test_projects import read as read_story
from .reviewdog import applied, assert_comments_say_the_same, lines, suggested

EXAMPLES = int(os.environ.get("SESSION_LINT_EXAMPLES", "150"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SLOW = 3000  # as many examples make the slow tests whole
PATH = ".agents/sessions/20251204-143000-weather.md"
ROUNDS = 10

WORKSPACE = Workspace.open("/", isolated=True)  # nothing is read there: every text is an overlay
MOVING = ("filename-created-mismatch", "filename-description", "filename-linear-id", "filename-timestamp")
STAYING = WORKSPACE.with_config(WORKSPACE.config.with_command_line(ignore=MOVING))


def judge(path: str, data: bytes, *, unsafe: bool) -> tuple[Report, str]:
    found = (STAYING if unsafe else WORKSPACE).check(overlay={path: data}, now=NOW)
    return found, render("rdjson", found, Style(unsafe_fixes=unsafe))


def one_round(path: str, data: bytes, *, unsafe: bool) -> bytes:
    """Make the suggestions once; asserts that they are what the fixes come to that go together."""
    found, output = judge(path, data, unsafe=unsafe)
    assert_comments_say_the_same(output, path, data)
    after = applied(output, path, data)
    together = plan(found.diagnostics, found.sources, unsafe=unsafe).texts
    assert after == (together[path].encode() if path in together else data)
    return after


def taken_up(path: str, data: bytes, *, unsafe: bool) -> bytes:
    """Make suggestions until there are none."""
    for _ in range(ROUNDS):
        after = one_round(path, data, unsafe=unsafe)
        if after == data:
            return data
        data = after
    raise AssertionError(f"there are suggestions after {ROUNDS} rounds")


def fixed(path: str, data: bytes, *, unsafe: bool) -> bytes | None:
    """Give what `--fix` makes of a file, called again if it says so; None when it refuses what a report offers."""
    text = data.decode()
    for _ in range(ROUNDS):
        patch = (STAYING if unsafe else WORKSPACE).fix(overlay={path: text}, unsafe=unsafe, now=NOW).patch
        assert not patch.renames
        if any(held.reason.startswith(("it would", "other values")) for held in patch.held_back):
            return None
        if path not in patch.texts:
            return text.encode()
        text = patch.texts[path]
    raise AssertionError(f"there is something to fix after {ROUNDS} runs")


def assert_equal_to_fix(path: str, data: bytes, *, unsafe: bool) -> bool:
    """Compare the two; gives whether there was something to compare."""
    if secrecy.find(data.decode()):  # rows that hold one are left as they are
        return False
    if b"\n" in data and b"\r" in data.replace(b"\r\n", b""):  # what is added at the end may end with the CR alone
        return False
    expected = fixed(path, data, unsafe=unsafe)
    if expected is None:
        assert unsafe, "a safe fix was refused"
        return False
    assert taken_up(path, data, unsafe=unsafe) == expected, (path, data)
    return expected != data


def spellings(text: str) -> dict[str, bytes]:
    """Give a text as other editors would have saved it."""
    data = text.encode()
    return {
        "as it is": data,
        "crlf": data.replace(b"\n", b"\r\n"),
        "cr": data.replace(b"\n", b"\r"),
        "bom": b"\xef\xbb\xbf" + data,
        "no last break": data.rstrip(b"\n"),
        "cr, no last break": data.rstrip(b"\n").replace(b"\n", b"\r"),
        "wide": re.sub(r"(?m)^( +\w+: \S.*|#.*|-.* .*)$", r"\1  # 天気 🤖", text).encode(),
        "mixed": data.replace(b"\n", b"\r\n", 3).replace(b"\n\n", b"\n\r\n"),
    }


SPELLINGS = tuple(spellings(""))


def texts() -> Iterator[tuple[str, str]]:
    """Give the sessions of the examples of all rules and of the stories."""
    for rule in RULES:
        for example in rule.examples:
            yield PATH, example.text
    for story in STORIES:
        for block in read_story(story.read_text(encoding="utf-8"))[1]:
            if block.mark and block.mark.endswith(".md"):
                yield PATH, block.body
    for path in sorted((Path(__file__).parents[2] / "examples").rglob("*.md")):
        yield f".agents/sessions/{path.name}", path.read_text(encoding="utf-8")


TEXTS = tuple(dict.fromkeys(texts()))


@cache
def safely_fixable() -> tuple[tuple[str, str], ...]:
    return tuple((path, text) for path, text in TEXTS if suggested(judge(path, text.encode(), unsafe=False)[1], path))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_examples_and_stories_come_out_as_safely_fixed(spelling: str) -> None:
    some = safely_fixable()
    compared = sum(assert_equal_to_fix(path, spellings(text)[spelling], unsafe=False) for path, text in some)
    assert compared > len(some) * 0.9 > 40


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_examples_and_stories_come_out_as_fixed(spelling: str) -> None:
    some = TEXTS[:: max(1, SLOW // EXAMPLES)]
    compared = sum(assert_equal_to_fix(path, spellings(text)[spelling], unsafe=True) for path, text in some)
    assert compared > len(some) * 0.9


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_broken_sessions_come_out_as_fixed(unsafe: bool) -> None:
    random = Random(20251204)
    compared = 0
    for _ in range(EXAMPLES):
        path, text = broken_sessions.session(random)
        compared += assert_equal_to_fix(path, text.encode(), unsafe=unsafe)
    print(f"{compared} of {EXAMPLES}")  # noqa: T201 -- the figures of a long run
    assert compared > EXAMPLES // 3


def finding(*edits: tuple[int, int, str], safe: bool = True, rename: bool = False) -> Diagnostic:
    changes: list[Change] = [Edit(PATH, Span(start, end), new) for start, end, new in edits]
    changes += [Rename(PATH, "new.md")] * rename
    mend = Fix("mend it", tuple(changes), safe)
    return Diagnostic(PATH, "SL201", "test", Severity.ERROR, Span(0, 0), "wrong", fix=mend)


def suggest(text: str, *found: Diagnostic, unsafe: bool = False) -> dict[int, Suggestion]:
    return dict(suggestions(Report(found, {PATH: text}), Style(unsafe_fixes=unsafe)))


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        pytest.param("ab\ncd\nef\n", [finding((4, 5, "X"))], {0: Suggestion(2, 2, "cX")}, id="in-a-row"),
        pytest.param("ab\r\ncd\r\nef", [finding((5, 6, "X"))], {0: Suggestion(2, 2, "cX")}, id="crlf"),
        pytest.param("ab\rcd\ref\r", [finding((4, 5, "X"))], {0: Suggestion(1, 1, "ab\rcX\ref")}, id="cr-is-one-row"),
        pytest.param("\ufeffab\n", [finding((2, 3, "X"))], {0: Suggestion(1, 1, "\ufeffaX")}, id="bom-is-kept"),
        pytest.param("ab\ncd\n", [finding((3, 3, "X\n"))], {0: Suggestion(2, 2, "X\ncd")}, id="a-row-before"),
        pytest.param("ab\ncd\n", [finding((6, 6, "X\n"))], {0: Suggestion(2, 2, "cd\nX")}, id="a-row-at-the-end"),
        pytest.param("ab\ncd", [finding((5, 5, "\nX\n"))], {0: Suggestion(2, 2, "cd\nX\n")}, id="a-break-at-the-end"),
        pytest.param("", [finding((0, 0, "X\n"))], {0: Suggestion(1, 1, "X\n")}, id="an-empty-file"),
        pytest.param("ab\ncd\nef\n", [finding((3, 6, "X\n"))], {0: Suggestion(2, 2, "X")}, id="a-whole-row"),
        pytest.param("ab\ncd\nef\n", [finding((3, 6, ""))], {0: Suggestion(2, 3, "ef")}, id="a-row-less"),
        pytest.param("ab\ncd\nef\n", [finding((6, 9, ""))], {0: Suggestion(2, 3, "cd")}, id="the-last-row-less"),
        pytest.param("ab\ncd\nef\n", [finding((3, 5, ""))], {0: Suggestion(2, 3, "\nef")}, id="an-emptied-row"),
        pytest.param("ab\ncd\nef\n", [finding((5, 6, " "))], {0: Suggestion(2, 3, "cd ef")}, id="two-rows-to-one"),
        pytest.param("ab\r\ncd\r\n", [finding((3, 4, ""))], {0: Suggestion(1, 2, "ab\rcd")}, id="half-a-break"),
        pytest.param("ab\n", [finding((2, 3, ""))], {}, id="the-last-break-cannot-go"),
        pytest.param("a\nb\r", [finding((4, 4, "X\n"))], {}, id="the-last-break-cannot-change"),
        pytest.param(
            "ab\ncd\nef\n",
            [finding((7, 8, "X")), finding((0, 1, "Y"))],
            {0: Suggestion(3, 3, "eX"), 1: Suggestion(1, 1, "Yb")},
            id="two-rows-are-two-suggestions",
        ),
        pytest.param(
            "ab\ncd\nef\n",
            [finding((8, 8, "Z")), finding((1, 2, "X")), finding((0, 1, "Y"))],
            {0: Suggestion(3, 3, "efZ"), 1: Suggestion(1, 1, "YX")},
            id="one-row-is-one-suggestion-at-the-first",
        ),
        pytest.param(
            "ab\ncd\nef\n",
            [finding((4, 5, "X")), finding((0, 1, "Y"), (6, 7, "Z"))],
            {0: Suggestion(1, 3, "Yb\ncX\nZf")},
            id="a-fix-in-two-places-takes-what-is-between",
        ),
        pytest.param(
            "ab\ncd\nef\n",
            [finding((3, 6, "")), finding((6, 7, "X"))],
            {0: Suggestion(2, 3, "Xf")},
            id="a-row-less-meets-the-next",
        ),
        pytest.param(
            "ab\ncd\nef\n",
            [finding((0, 1, "X")), finding((0, 2, "Y"))],
            {0: Suggestion(1, 1, "Xb")},
            id="one-place-waits-for-the-next-round",
        ),
        pytest.param("ab\n", [finding((0, 1, "X"), safe=False)], {}, id="unsafe-ones-are-not-made"),
        pytest.param("ab\n", [finding((0, 1, "X"), rename=True)], {}, id="nor-those-that-move-the-file"),
        pytest.param("ab\n", [finding((0, 9, "X"))], {}, id="nor-those-outside-the-file"),
        pytest.param("ab\n", [finding()], {}, id="nor-those-without-changes"),
    ],
)
def test_suggestions_are_whole_rows(text: str, found: list[Diagnostic], expected: dict[int, Suggestion]) -> None:
    assert suggest(text, *found) == expected


def test_unsafe_fixes_are_suggested_when_fix_would_make_them() -> None:
    assert suggest("ab\n", finding((0, 1, "X"), safe=False), unsafe=True) == {0: Suggestion(1, 1, "Xb")}


def test_a_fix_of_another_file_is_none_of_this_one() -> None:
    other = Fix("mend it", (Edit("other.md", Span(0, 1), "X"),), safe=True)
    found = Diagnostic(PATH, "SL201", "test", Severity.ERROR, Span(0, 0), "wrong", fix=other)
    assert suggestions(Report((found,), {PATH: "ab\n", "other.md": "ab\n"}), Style()) == {}


def test_a_diagnostic_that_comes_twice_has_one_suggestion() -> None:
    one = finding((0, 1, "X"))
    assert suggest("ab\n", one, one) == {0: Suggestion(1, 1, "Xb")}


def test_a_row_with_a_secret_is_left_as_it_is() -> None:
    token, _ = sample("a GitLab token", Random(5))
    text = f"ab {token}\ncd\nef\ngh\n{token}\n"
    at = {word: text.index(word) for word in ("cd", "ef", "gh")}
    found = (
        finding((0, 1, "X")),
        finding((at["cd"], at["cd"] + 1, "Y")),
        finding((2, 2, "Z"), (at["ef"], at["ef"] + 1, "Z")),  # together or not at all
        finding((at["gh"], at["gh"] + 3, "")),  # would take the next row along
    )
    assert len(plan(found, {PATH: text}).fixed) == len(found)
    output = render("rdjson", Report(found, {PATH: text}), Style())
    assert [one["text"] for one in suggested(output, PATH)] == ["Yd"]
    assert applied(output, PATH, text.encode()) == text.replace("cd", "Yd").encode()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("", [""], id="nothing"),
        pytest.param("\n", [""], id="an-empty-row"),
        pytest.param("a\nb\n", ["a", "b"], id="lf"),
        pytest.param("a\nb", ["a", "b"], id="no-break-at-the-end"),
        pytest.param("a\r\nb\r\n", ["a", "b"], id="crlf"),
        pytest.param("a\rb\r", ["a\rb"], id="cr"),
        pytest.param("a\r\r\n\n", ["a\r", ""], id="cr-crlf"),
        pytest.param("a\x0bb\u2028c\x85\nd", ["a\x0bb\u2028c\x85", "d"], id="other-breaks"),
    ],
)
def test_rows_are_those_of_a_diff(text: str, rows: list[str]) -> None:
    found = Rows(text)
    assert [text[(span := found.content(row)).start : span.end] for row in range(1, found.last + 1)] == rows
    assert [row.encode() for row in rows] == (lines(text.encode()) or [b""])
    assert "".join(text[(span := found.whole(row)).start : span.end] for row in range(1, found.last + 1)) == text


@pytest.mark.parametrize(
    ("text", "offset", "row", "column"),
    [
        pytest.param("天b\n", 1, 1, 4, id="three-bytes"),
        pytest.param("🤖b\n", 1, 1, 5, id="four-bytes"),
        pytest.param("\ufeffab\n", 1, 1, 4, id="bom"),
        pytest.param("a\rb\rc", 4, 1, 5, id="cr-is-a-character"),
        pytest.param("ab\r\ncd\r\n", 3, 1, 3, id="within-a-break"),
        pytest.param("ab\r\ncd\r\n", 8, 2, 3, id="the-end-has-no-row-of-its-own"),
        pytest.param("ab\ncd", 5, 2, 3, id="the-end-of-the-last-row"),
        pytest.param("", 0, 1, 1, id="nothing"),
    ],
)
def test_columns_are_bytes(text: str, offset: int, row: int, column: int) -> None:
    assert Rows(text).position(offset) == Position(row, column)

"""Marks of an unresolved merge."""

from __future__ import annotations

import pytest

from session_lint import conflicts
from session_lint.text import LineIndex

from .samples import VARIANTS, cut, read, seconds

OURS, PARENT, MIDDLE, THEIRS = "<<<<<<< HEAD\n", "||||||| 1f2e3d4\n", "=======\n", ">>>>>>> main\n"


def found(text: str) -> list[tuple[str | None, ...]]:
    """Give the lines of each conflict: opening, base, separator, closing."""
    return [
        tuple(cut(text, span) for span in (one.opening, one.base, one.separator, one.closing))
        for one in read(text).conflicts
    ]


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_conflict_is_found_with_its_lines(write):
    text = write(f"---\na: b\n---\n# A\n{OURS}x\n{MIDDLE}y\n{THEIRS}{OURS}{PARENT}{MIDDLE}{THEIRS}")
    assert found(text) == [
        ("<<<<<<< HEAD", None, "=======", ">>>>>>> main"),
        ("<<<<<<< HEAD", "||||||| 1f2e3d4", "=======", ">>>>>>> main"),
    ]


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_conflict_in_the_first_line_is_found(write):
    assert len(found(write(f"{OURS}---\n{MIDDLE}---\n{THEIRS}"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\n---\nContext\n=======\n\n> quote\n", id="an-underlined-heading"),
        pytest.param(f"---\n---\n```\n{OURS}{MIDDLE}{THEIRS}```\n", id="in-a-fence"),
        pytest.param(f"---\n---\n```\n{OURS}{MIDDLE}{THEIRS}", id="in-a-fence-that-is-not-closed"),
        pytest.param(f"---\n---\n <<<<<<< HEAD\n{MIDDLE}{THEIRS}", id="indented"),
        pytest.param(f"---\n---\n<<<<<<<HEAD\n{MIDDLE}{THEIRS}", id="no-blank-behind-the-mark"),
        pytest.param(f"---\n---\n<<<<<<<< HEAD\n{MIDDLE}{THEIRS}", id="eight-marks"),
        pytest.param(f"---\n---\n{OURS}======= x\n{THEIRS}", id="a-word-behind-the-separator"),
        pytest.param(f"---\n---\n{OURS}{THEIRS}", id="no-separator"),
        pytest.param(f"---\n---\n{OURS}{MIDDLE}", id="no-end"),
        pytest.param(f"---\n---\n{MIDDLE}{THEIRS}", id="no-beginning"),
        pytest.param(f"---\n---\n{THEIRS}{MIDDLE}{OURS}", id="the-wrong-way-round"),
    ],
)
def test_what_only_looks_like_a_conflict_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "base", "separator"),
    [
        pytest.param(f"{OURS}{OURS}{MIDDLE}{THEIRS}", None, 2, id="opened-twice"),
        pytest.param(f"{OURS}A\n{MIDDLE}B\n{MIDDLE}{THEIRS}", None, 2, id="a-heading-underlined-like-a-separator"),
        pytest.param(f"{OURS}{PARENT}{PARENT}{MIDDLE}{PARENT}{THEIRS}", 1, 3, id="a-base-twice"),
        pytest.param("<<<<<<<\n=======\t \n>>>>>>>\n", None, 1, id="no-labels"),
    ],
)
def test_odd_conflicts_are_found_once(text, base, separator):
    lines = LineIndex(text)
    (one,) = conflicts.read(text, lines)
    assert one.base == (lines.line_span(base + 1) if base else None)
    assert one.separator == lines.line_span(separator + 1)


def test_a_clean_text_is_not_looked_at_by_line():
    text = "=======\n" * 100_000
    assert seconds(lambda: conflicts.read(text, LineIndex(text)), 5) < 0.01


def test_many_marks_take_linear_time():
    text = f"---\n---\n{OURS * 10_000}{MIDDLE * 10_000}{THEIRS * 10_000}"
    assert seconds(lambda: read(text).conflicts, 3) < 2

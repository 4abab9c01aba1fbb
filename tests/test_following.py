"""Texts follow many renames at once: what each of them would do alone, and no slower for there being many.

SESSION_LINT_EXAMPLES=100000 sends that many texts through the property instead of some hundred.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_lint import references
from session_lint.fixing import edited
from session_lint.following import Following, Move

from .reading.samples import seconds

EXAMPLES = int(os.environ.get("SESSION_LINT_EXAMPLES", "400"))
FOLDER = ".agents/sessions"
NAMES = (
    "20251204-143000-PLT-1-cache.md",
    "20251204-143000-cache.md",
    "notes.md",
    "2025 the plan.md",
    "日本.md",
    "20251204-1430.MD",
    "café-au-lait.md",
    "a%20b.md",
)
MOVES = tuple(
    Move(f"{folder}/{name}", f"{folder}/20260101-000000-new-{number}.md", bare=number % 2 == 0)
    for folder in (FOLDER, f"packages/web/{FOLDER}")
    for number, name in enumerate(NAMES)
)
PIECES = (
    *NAMES,
    *(posixpath.splitext(name)[0] for name in NAMES),
    *(f"{FOLDER}/{name}" for name in NAMES),
    *(
        "[x](",
        ")",
        "[[",
        "]]",
        "`",
        '"',
        " ",
        "\n",
        "---\n",
        "a: ",
        "- ",
        "/",
        "../sessions/",
        "%",
        "%20",
        "%E6%97%A5",
        "_",
        "x",
    ),
    *(
        "20251204%2D143000-cache.md",
        "%6Eotes.md",
        "2025%20the%20plan.md",
        "%E6%97%A5%E6%9C%AC.md",
        "見",
        ".",
        "é",
        "%C3",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PATHS = st.sampled_from((f"{FOLDER}/b.md", ".agents/plan.md", "packages/web/.agents/TASKS.json"))


def alone(path: str, text: str, move: Move) -> tuple[object, ...]:
    """Give the edits for one move by reading the text for it, whatever stands there."""
    folder, name = posixpath.split(move.old)
    found = references.read(path, text, (folder,), move.pattern, names=(name,))
    meant = (one for one in found if move.old in one.targets and (move.bare or not one.bare))
    return tuple(references.edit(path, text, one, move.new, move.old) for one in meant)


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=TEXTS, path=PATHS, front=st.booleans())
def test_many_renames_are_followed_as_each_alone_would_be(text, path, front):
    if front:
        text = f"---\n{text}\n---\n"
    expected = {move: found for move in MOVES if (found := alone(path, text, move))}
    assert Following(MOVES).edits(path, text) == expected


def test_a_text_follows_several_renames_at_once():
    one, two = Move(f"{FOLDER}/a-1.md", f"{FOLDER}/b-1.md"), Move(f"{FOLDER}/a-2.md", f"{FOLDER}/b-2.md")
    text = "[x](a-1.md), [y](a-2.md) and `.agents/sessions/a-1.md`\n"
    made = Following((one, two)).edits(f"{FOLDER}/c.md", text)
    assert list(map(len, made.values())) == [2, 1]
    after = edited(text, (edit for edits in made.values() for edit in edits))
    assert after == "[x](b-1.md), [y](b-2.md) and `.agents/sessions/b-1.md`\n"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("20251204-143000-PLT-{}-cache-of-{}.md", id="like a session"),
        pytest.param("cache{}.md", id="one word"),
        pytest.param("the cache {}.md", id="with blanks"),
    ],
)
def test_four_times_the_renames_in_as_many_texts_take_about_four_times_the_time(name):
    """Each rename once asked each text: 2,580 of them in 10,000 files took two minutes."""

    def follow(count: int) -> Callable[[], object]:
        names = [f"{FOLDER}/{name.format(number, number)}" for number in range(count)]
        texts = [f"{'A sentence of the cache and of others. ' * 10}\n`{one}`\n" for one in reversed(names)]
        moves = [Move(one, f"{FOLDER}/new-{number}.md") for number, one in enumerate(names)]

        def work() -> int:
            following = Following(moves)
            return sum(len(following.edits(f"{FOLDER}/c.md", text)) for text in texts)

        assert work() == count
        return work

    small, large = follow(250), follow(1_000)
    assert seconds(large, 3) / seconds(small, 3) < 8

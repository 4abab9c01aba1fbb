"""Edits that keep a file as it was written: what an example of a rule is too small to say."""

from __future__ import annotations

import pytest

from session_lint import edits
from session_lint.fixing import edited

from .reading.samples import read

KEYS = ("title", "status", "created")


def nested(front: str) -> str | None:
    """Move the keys of a front matter under `session`, and give the front matter that comes of it."""
    session = read(f"---\n{front}---\n")
    moved = edits.nest(session, KEYS, "session")
    if moved is None:
        return None
    after = read(edited(session.text, moved))
    before = dict(session.front.data or {})
    inner = {key: before.pop(key) for key in KEYS if key in before}
    assert after.front.data == {**before, "session": inner}
    return after.text.removeprefix("---\n").removesuffix("---\n")


@pytest.mark.parametrize(
    ("front", "result"),
    [
        pytest.param(
            "title: a\n# of status\nstatus: b\n",
            "session:\n  title: a\n  # of status\n  status: b\n",
            id="above-a-key",
        ),
        pytest.param(
            "title: a\n\n# one\n\n# two\nstatus: b  # end\n",
            "session:\n  title: a\n\n  # one\n\n  # two\n  status: b  # end\n",
            id="all-between-two-keys-that-move",
        ),
        pytest.param(
            "title: a\n  # indented\nstatus: b\n",
            "session:\n  title: a\n    # indented\n  status: b\n",
            id="indented-between-two-keys-that-move",
        ),
        pytest.param(
            "title: a\nbranch: main\n# of status\nstatus: b\n# of c\nc: d\n",
            "session:\n  title: a\n  # of status\n  status: b\nbranch: main\n# of c\nc: d\n",
            id="above-a-key-that-goes-up",
        ),
        pytest.param(
            "title: a\nbranch: main\n# of branch\n\n# of status\nstatus: b\n\nc: d\n",
            "session:\n  title: a\n\n  # of status\n  status: b\nbranch: main\n# of branch\n\nc: d\n",
            id="apart-from-the-key-stays",
        ),
        pytest.param(
            "title: a\no:\n  p: q\n  # of o\n# of status\nstatus: b\n",
            "session:\n  title: a\n  # of status\n  status: b\no:\n  p: q\n  # of o\n",
            id="comment-inside-a-mapping-stays",
        ),
        pytest.param(
            "title: a\no: |+\n  p\n\nstatus: b\n",
            "session:\n  title: a\n  status: b\no: |+\n  p\n\n",
            id="blank-lines-of-a-block-stay",
        ),
        pytest.param(
            "title: a\no:\n  p: >\n    q\n\n# of status\nstatus: b\n",
            "session:\n  title: a\n  # of status\n  status: b\no:\n  p: >\n    q\n\n",
            id="blank-lines-of-a-block-inside-stay",
        ),
        pytest.param(
            "# about the file\ntitle: a\n",
            "# about the file\nsession:\n  title: a\n",
            id="first-lines-stay",
        ),
        pytest.param(
            "\n\ntitle: a\n",
            "\n\nsession:\n  title: a\n",
            id="blank-first-lines-stay",
        ),
        pytest.param(
            "# about the file\n\ntitle: a\n",
            "# about the file\n\nsession:\n  title: a\n",
            id="first-lines-apart-stay",
        ),
        pytest.param(
            "# about the file\n\n# of title\ntitle: a\n",
            "# about the file\n\nsession:\n  # of title\n  title: a\n",
            id="second-block-at-the-top-moves",
        ),
        pytest.param(
            "branch: main\n\n# of title\ntitle: a\n",
            "branch: main\n\nsession:\n  # of title\n  title: a\n",
            id="blank-lines-stay-above-the-new-key",
        ),
        pytest.param(
            "branch: main\n\ntitle: a\nc: d\n",
            "branch: main\n\nsession:\n  title: a\nc: d\n",
            id="blank-lines-alone-stay-above-the-new-key",
        ),
        pytest.param(
            "title: a\nc: d\nstatus: b\n# the end\n",
            "session:\n  title: a\n  status: b\nc: d\n# the end\n",
            id="comment-at-the-end-stays",
        ),
        pytest.param(
            "title: a\nc:\n  \n\n#\nstatus: b\n",
            "session:\n  title: a\n  \n\n  #\n  status: b\nc:\n",
            id="lines-of-blanks-go-as-they-are",
        ),
        pytest.param(
            "title: 'a\n\n  # no comment'\nc: e\n# of created\ncreated: x\n",
            "session:\n  title: 'a\n\n    # no comment'\n  # of created\n  created: x\nc: e\n",
            id="text-over-lines",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_comments_move_with_their_key(front, result, end):
    session = read(f"---\n{front}---\n".replace("\n", end))
    moved = edits.nest(session, KEYS, "session")
    assert moved
    assert edited(session.text, moved) == f"---\n{result}---\n".replace("\n", end)
    assert nested(front) == result


def test_a_front_matter_that_ends_the_file_without_a_break_is_moved_too():
    session = read("---\ntitle: a\n# of status\nstatus: b\n---")
    moved = edits.nest(session, KEYS, "session")
    assert moved
    assert edited(session.text, moved) == "---\nsession:\n  title: a\n  # of status\n  status: b\n---"


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("{title: a}\n", id="flow"),
        pytest.param("title: |\n  a\n", id="block-scalar"),
        pytest.param("title: &a b\n", id="anchor"),
        pytest.param("title: [a]\n", id="list"),
        pytest.param("other: a\n", id="none-of-the-keys"),
    ],
)
def test_what_a_small_edit_cannot_keep_is_not_moved(front):
    assert nested(front) is None

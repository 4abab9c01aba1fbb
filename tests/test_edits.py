"""Edits that keep a file as it was written: what an example of a rule is too small to say."""

from __future__ import annotations

import pytest

from session_lint import edits, nesting
from session_lint.fixing import edited

from .reading.samples import read

KEYS = ("title", "status", "created")


def nested(front: str) -> str | None:
    """Move the keys of a front matter under `session`, and give the front matter that comes of it."""
    session = read(f"---\n{front}---\n")
    moved = nesting.nest(session, KEYS, "session")
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
    moved = nesting.nest(session, KEYS, "session")
    assert moved
    assert edited(session.text, moved) == f"---\n{result}---\n".replace("\n", end)
    assert nested(front) == result


def test_a_front_matter_that_ends_the_file_without_a_break_is_moved_too():
    session = read("---\ntitle: a\n# of status\nstatus: b\n---")
    moved = nesting.nest(session, KEYS, "session")
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


@pytest.mark.parametrize(
    ("front", "result"),
    [
        pytest.param(
            "session:\n    x: 1\ntitle: a\n# of status\nstatus: b\n",
            "session:\n    x: 1\n    title: a\n    # of status\n    status: b\n",
            id="behind-it",
        ),
        pytest.param(
            "# about the file\ntitle: a\nsession:\n  x: 1  # end\no: p\n",
            "# about the file\nsession:\n  x: 1  # end\n  title: a\no: p\n",
            id="before-it",
        ),
        pytest.param(
            "title: a\nsession:\n  x: {y: [1]}\n  # of x\n\n# of status\nstatus: b\n",
            "session:\n  x: {y: [1]}\n  title: a\n\n  # of status\n  status: b\n  # of x\n",
            id="on-both-sides",
        ),
        pytest.param(
            "session:\n  x: |\n    y\n\nstatus: b\n",
            "session:\n  x: |\n    y\n  status: b\n\n",
            id="behind-a-block-of-text",
        ),
        pytest.param(
            "session: # empty\no: p\nstatus: b\n",
            "session: # empty\n  status: b\no: p\n",
            id="into-an-empty-one",
        ),
        pytest.param("session:\nstatus: b\n", "session:\n  status: b\n", id="where-the-indentation-is-lost"),
        pytest.param(
            "session: &s\n  x: 1\nstatus: b\n", "session: &s\n  x: 1\n  status: b\n", id="into-one-with-an-anchor"
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_keys_move_into_a_mapping_that_is_there(front, result, end):
    session = read(f"---\n{front}---\n".replace("\n", end))
    moved = nesting.nest(session, KEYS, "session")
    assert moved
    after = read(edited(session.text, moved))
    assert after.text == f"---\n{result}---\n".replace("\n", end)
    before = dict(session.front.data or {})
    inner = {key: before.pop(key) for key in KEYS if key in before}
    assert after.front.data == {**before, "session": {**(before["session"] or {}), **inner}}


@pytest.mark.parametrize(
    ("front", "why"),
    [
        pytest.param("{title: a}\n", "the front matter is in braces", id="flow"),
        pytest.param("title: a\ntitle: b\n", "the key `title` is there twice", id="twice"),
        pytest.param("title: >-\n  a\n", "`title` is a block of text (`>-`)", id="folded"),
        pytest.param("title: &a b\n", "`title` has an anchor", id="anchor"),
        pytest.param("title: !!str b\n", "`title` has a tag", id="tag"),
        pytest.param("x: &a b\ntitle: *a\n", "`title` is an alias", id="alias"),
        pytest.param("title: [a]\n", "`title` is no single value", id="list"),
        pytest.param("title: a\n  b\n", "`title` goes on over several lines", id="lines"),
        pytest.param("? title\n: a\n", "`title` does not begin its line", id="complex-key"),
        pytest.param("title: a\nsession: {x: 1}\n", "`session` is no block of `key: value` lines", id="into-flow"),
        pytest.param("title: a\nsession: [x]\n", "`session` is no block of `key: value` lines", id="into-a-list"),
        pytest.param("title: a\nsession: x\n", "`session` is no block of `key: value` lines", id="into-text"),
        pytest.param("title: a\nsession: ~\n", "`session` is no block of `key: value` lines", id="into-null"),
        pytest.param("title: a\nsession: &a\n", "`session` is no block of `key: value` lines", id="into-an-anchor"),
        pytest.param(
            "title: a\nsession: &a\n  x: 1\ncopy: *a\n", "`session` is no block of `key: value` lines", id="into-shared"
        ),
        pytest.param(
            "title: a\nsession:\n  x: |+\n    y\n\n", "`session` is no block of `key: value` lines", id="behind-kept"
        ),
    ],
)
def test_it_is_said_why_keys_cannot_be_moved(front, why):
    session = read(f"---\n{front}---\n")
    assert nesting.obstacle(session, KEYS, "session") == why
    assert nesting.nest(session, KEYS, "session") is None


SHARED = """---
session: &session
  status: paused
  created: "2025-12-04T14:30:00Z"
copy: *session
alias: &word Complete
other: *word
---
"""


@pytest.mark.parametrize(
    ("edit", "made"),
    [
        pytest.param(lambda it: edits.set_value(it, ("session", "status"), "completed"), False, id="set-inside"),
        pytest.param(lambda it: edits.set_time(it, ("copy", "created"), "x"), False, id="set-inside-the-alias"),
        pytest.param(lambda it: edits.rename_key(it, ("session", "status"), "state"), False, id="rename-inside"),
        pytest.param(lambda it: edits.insert_key(it, ("session", "title"), "x", ()), False, id="insert-inside"),
        pytest.param(lambda it: edits.set_value(it, ("alias",), "completed"), False, id="set-what-has-an-anchor"),
        pytest.param(lambda it: edits.set_value(it, ("other",), "completed"), True, id="set-an-alias-itself"),
        pytest.param(lambda it: edits.rename_key(it, ("copy",), "session2"), True, id="rename-the-key-of-an-alias"),
        pytest.param(lambda it: edits.rename_key(it, ("session",), "other2"), True, id="rename-the-key-of-an-anchor"),
    ],
)
def test_what_an_alias_would_change_elsewhere_too_is_not_edited(edit, made):
    session = read(SHARED)
    change = edit(session)
    assert (change is not None) == made
    if change:
        before, after = session.front.data or {}, read(edited(SHARED, [change])).front.data or {}
        touched = {path[0] for path in change.fields}
        assert {k: v for k, v in after.items() if k not in touched} == {
            k: v for k, v in before.items() if k not in touched
        }


@pytest.mark.parametrize(
    ("front", "written"),
    [
        pytest.param("a: b\n", 'x: "y"', id="none"),
        pytest.param("a: 'b'\n", "x: 'y'", id="single"),
        pytest.param("a: 'b'\nc: \"d\"\n", 'x: "y"', id="as-many-of-each"),
        pytest.param("'a': b\n", 'x: "y"', id="keys-do-not-count"),
        pytest.param("a: &a 'b'\nc: *a\nd: *a\ne: \"f\"\n", 'x: "y"', id="aliases-do-not-count"),
        pytest.param("a: {b: ['c', 'd']}\ne: \"f\"\n", "x: 'y'", id="at-any-depth"),
    ],
)
def test_a_new_value_has_the_quotes_of_the_others(front, written):
    session = read(f"---\n{front}---\n")
    change = edits.insert_key(session, ("x",), "y", ())
    assert change
    assert change.content == f"\n{written}"


@pytest.mark.parametrize(
    ("front", "result"),
    [
        pytest.param("s: {a: 1}", 's: {a: 1, x: "y"}', id="one"),
        pytest.param("s: {}", 's: {x: "y"}', id="none"),
        pytest.param("s: { # c\n }", 's: { # c\n x: "y"}', id="a-comment"),
        pytest.param("s: {a: 1 , }", 's: {a: 1, x: "y" , }', id="comma-at-the-end"),
        pytest.param("s: {\n  a: 1, # c\n  b: 2 # d\n}", 's: {\n  a: 1, # c\n  b: 2, x: "y" # d\n}', id="lines"),
        pytest.param("s: {a: [1, {b: 2}]}", 's: {a: [1, {b: 2}], x: "y"}', id="collection"),
        pytest.param("s: {a: 'it''s'}", "s: {a: 'it''s', x: 'y'}", id="quotes"),
        pytest.param("s: {a: &a 1, b: *a}", 's: {a: &a 1, b: *a, x: "y"}', id="alias"),
        pytest.param("s: {a: }", None, id="last-is-empty"),
        pytest.param("s: {a}", None, id="last-is-no-pair"),
        pytest.param("s: {a: !!str }", None, id="last-is-a-tag"),
        pytest.param("s: {a: &a }", None, id="last-is-an-anchor"),
        pytest.param("s: [a]", None, id="list"),
    ],
)
def test_a_key_is_added_in_braces(front, result):
    session = read(f"---\n{front}\n---\n")
    change = edits.insert_key(session, ("s", "x"), "y", ("x", "a"))
    assert (edited(session.text, [change]) if change else None) == (f"---\n{result}\n---\n" if result else None)
    if result:
        held = (session.front.data or {})["s"]
        assert read(f"---\n{result}\n---\n").front.data == {"s": {**held, "x": "y"}}

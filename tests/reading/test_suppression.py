"""Which ignore comments a text has, what they name, and which lines they are about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from session_lint import suppression, suppression_edits
from session_lint.suppression import Directive

from .samples import VARIANTS, cut, read, seconds
from .test_properties import ANY_TEXT

A = "<!-- session-lint: ignore SL304 -->"
Y = "# session-lint: ignore SL201"
HEAD = "---\n---\n"


def read_all(text: str) -> tuple[Directive, ...]:
    return suppression.read(read(text))


def areas(text: str) -> list[tuple[int, int] | None]:
    return [one.target for one in read_all(text)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param(f"{A}\n# A\ntext\n", [(4, 4)], id="before-a-heading"),
        pytest.param(f"{A}\n\n\nA\n===\n", [(6, 7)], id="before-an-underlined-heading"),
        pytest.param(f"{A}\nmore\nand more\n\nother\n", [(4, 5)], id="before-a-paragraph"),
        pytest.param(f"text\n{A}\nmore\n", [(5, 5)], id="between-two-paragraphs"),
        pytest.param(f"{A}\n- a\n\n  b\n- c\n\n\nd\n", [(4, 7)], id="before-a-list"),
        pytest.param(f"{A}\n> a\nb\n", [(4, 5)], id="before-a-quote"),
        pytest.param(f"{A}\n```\na\n\n```\n", [(4, 7)], id="before-a-fence"),
        pytest.param(f"{A}\n\n| a |\n|---|\n| b |\n", [(5, 7)], id="before-a-table"),
        pytest.param(f"{A}\n<div>\na\n</div>\n", [(4, 6)], id="before-html"),
        pytest.param(f"{A}\n{A}\n\n# A\n", [(6, 6)] * 2, id="two-in-a-row"),
        pytest.param(f"{A} {A}\n# A\n", [(4, 4)] * 2, id="two-on-one-line"),
        pytest.param(f"# A\n{A}\n", [None], id="at-the-end-of-the-file"),
        pytest.param(f"# A\n{A}", [None], id="at-the-end-without-a-break"),
        pytest.param(f"# A {A}\n", [(3, 3)], id="at-the-end-of-a-heading"),
        pytest.param(f"# A {A} ##\n", [(3, 3)], id="in-a-heading"),
        pytest.param(f"A\nB {A}\n===\n", [(3, 5)], id="in-an-underlined-heading"),
        pytest.param(f"a\nb {A}\nc\n", [(4, 4)], id="in-a-paragraph"),
        pytest.param(f"{A} b\nc\n", [(3, 3)], id="at-the-beginning-of-a-line"),
        pytest.param(f"a {A} b {A}\n", [(3, 3)] * 2, id="two-with-text"),
        pytest.param(f"| a |\n|---|\n| b | {A}\n", [(5, 5)], id="in-a-table"),
        pytest.param(f"- a\n  {A}\n  b\n- c\n", [(5, 5)], id="in-an-item"),
        pytest.param(f"- a\n  {A}\n- c\n  d\n", [(5, 6)], id="between-two-items"),
        pytest.param(f"- {A}\n  b\n", [(4, 4)], id="alone-in-an-item"),
        pytest.param(f"- [ ] a {A}\n", [(3, 3)], id="in-a-task"),
        pytest.param(f"> {A}\n> b\n\nc\n", [(4, 4)], id="in-a-quote"),
        pytest.param(f"<div>\n{A}\nb\n</div>\n", [(5, 6)], id="in-html"),
        pytest.param(f"<div>\n{A}\n{A}\n\nb\n", [(7, 7)] * 2, id="at-the-end-of-html"),
        pytest.param(f"a\n      {A}\nb\nc\n", [(5, 6)], id="indented-in-a-paragraph"),
        pytest.param("a <!-- session-lint: ignore\nSL304 --> b\nc\n", [(3, 4)], id="over-two-lines-with-text"),
        pytest.param("<!-- session-lint: ignore SL304\n  -- why -->\nb\n", [(5, 5)], id="over-two-lines"),
        pytest.param("<!-- session-lint: ignore-file SL304 -->\n# A\n", [None], id="for-the-file"),
        pytest.param(f"```\n{A}\n```\n", [], id="in-a-fence"),
        pytest.param(f"a\n\n    {A}\n", [], id="in-indented-code"),
        pytest.param(f"`{A}`\n", [], id="in-a-code-span"),
        pytest.param(f"<!-- see {A}\n", [], id="in-another-comment"),
        pytest.param("<!-- not session-lint: ignore SL304 -->\n", [], id="not-at-the-beginning-of-a-comment"),
        pytest.param("session-lint: ignore SL304\n", [], id="no-comment"),
        pytest.param("a <!-- session-lint: ignore SL304\n", [], id="not-closed-behind-text"),
    ],
)
@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_comment_of_the_body_is_about_these_rows(markdown, expected, write):
    assert areas(write(HEAD + markdown)) == expected


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_comment_in_the_first_line_of_a_file_is_alone_there(write):
    assert areas(write(f"{A}\n# A\n")) == [(2, 2)]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param(f"a: b {Y}\nc: d\n", [(2, 2)], id="behind-a-value"),
        pytest.param(f"a: b # note {Y}\n", [(2, 2)], id="behind-a-comment"),
        pytest.param(f"a: b {Y} {Y}\n", [(2, 2)] * 2, id="two-in-one-comment"),
        pytest.param(f"a: [b, {Y}\n  c]\n", [(2, 2)], id="in-a-flow-list"),
        pytest.param(f"a:\n  {Y}\n  b: c\n", [(4, 4)], id="on-a-line-of-its-own"),
        pytest.param(f"a: b\n{Y}\n\n# note\n{Y}\nc: d\n", [(7, 7)] * 2, id="before-blanks-and-comments"),
        pytest.param(f"{Y}\na: b\n", [(1, 3)], id="first-and-so-about-the-opening-too"),
        pytest.param(f"# note\n{Y}\n", [(1, 3)], id="in-an-empty-block"),
        pytest.param(f"a: b\n{Y}\n", [None], id="behind-the-last-entry"),
        pytest.param(f"a: | {Y}\n  b\n  c\nd: e\n", [(2, 4)], id="behind-the-sign-of-a-block-scalar"),
        pytest.param(f"a: 'b\n  c' {Y}\n", [(2, 3)], id="behind-a-value-of-two-lines"),
        pytest.param(f"a: b\n  c {Y}\n", [(2, 3)], id="behind-a-plain-value-of-two-lines"),
        pytest.param(f"x: y\n{Y}\na: >\n  b\n\n  c\nd: e\n", [(4, 7)], id="before-a-block-scalar"),
        pytest.param(f"? |\n  {Y}\n: b\n", [], id="in-a-key"),
        pytest.param(f"a: |\n  {Y}\n", [], id="in-a-block-scalar"),
        pytest.param(f"a: 'b {Y}'\n", [], id="in-quotes"),
        pytest.param(f'a: "b\n  {Y}"\n', [], id="in-quotes-over-two-lines"),
        pytest.param(f"a: b{Y}\n", [], id="in-a-plain-value"),
        pytest.param(f"&x a: &y 'b {Y}'\nc: *y {Y}\n", [(3, 3)], id="with-anchors"),
        pytest.param("a: b # session-lint: ignore-file SL2\n", [None], id="for-the-file"),
        pytest.param("a: b # see session-lint: the docs\n", [], id="not-at-the-beginning-of-a-comment"),
        pytest.param(f"a: b: c\n{Y}\nd: e {Y}\n  {Y}\n", [(4, 4)], id="not-yaml"),
    ],
)
@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_comment_of_the_front_matter_is_about_these_rows(block, expected, write):
    assert areas(write(f"---\n{block}---\n")) == expected


@pytest.mark.parametrize(
    ("comment", "kind", "words", "reason"),
    [
        ("session-lint: ignore SL304 -- why", "ignore", ["SL304"], "why"),
        ("session-lint:ignore SL304", "ignore", ["SL304"], ""),
        ("session-lint: IGNORE_FILE: SL3,section-empty;SL4", "ignore-file", ["SL3", "section-empty", "SL4"], ""),
        ("session-lint: ignore SL304 , SL303\tSL302--why -- not", "ignore", ["SL304", "SL303", "SL302"], "why -- not"),
        ("session-lint: ignore SL304 — why", "ignore", ["SL304"], "why"),
        ("session-lint: ignore SL304 - why", "ignore", ["SL304"], "why"),
        ("session-lint: ignore", "ignore", [], ""),
        ("session-lint: ignore -- why", "ignore", [], "why"),
        ("session-lint: ingore SL304", "ingore", ["SL304"], ""),
        ("session-lint:", "", [], ""),
        ("session-lint: -- why", "", [], ""),
    ],
)
@pytest.mark.parametrize("form", ["---\n---\n<!-- {} -->\nx\n", "---\na: b # {}\n---\n"], ids=["body", "front"])
def test_a_comment_is_read_forgivingly(form, comment, kind, words, reason):
    text = form.format(comment)
    (one,) = read_all(text)
    assert (one.kind, [word.text for word in one.words], one.reason) == (kind, words, reason)
    assert [cut(text, word.span) for word in one.words] == words
    assert cut(text, one.span) in (f"<!-- {comment} -->", f"# {comment}")


def test_a_comment_that_is_not_closed_does_nothing():
    (one,) = read_all(f"{HEAD}<!-- session-lint: ignore SL304 -- why\n\ntext\n")
    assert (one.closed, one.understood, one.target) == (False, False, None)
    assert [word.text for word in one.words] == ["SL304"]


def test_three_hyphens_close_a_comment():
    (one,) = read_all(f"{HEAD}<!-- session-lint: ignore SL304 --->\nx\n")
    assert (one.closed, one.target, [word.text for word in one.words]) == (True, (4, 4), ["SL304"])


def test_an_unreadable_text_has_none():
    assert read_all(f"{HEAD}{A}\n\x00\n") == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + f"{A}\n" * 3000, id="stacked"),
        pytest.param(HEAD + A * 3000, id="on-one-line"),
        pytest.param(HEAD + f"a {A} b\n" * 3000, id="in-text"),
        pytest.param(HEAD + "<div>\n" + f"{A}\nb\n" * 3000, id="in-html"),
        pytest.param(HEAD + f"- {A}\n" * 3000, id="in-items"),
        pytest.param(HEAD + "- " * 50_000 + A, id="behind-many-marks"),
        pytest.param(HEAD + "<!-- session-lint: ignore " + "SL304, " * 15_000 + "-->\n", id="many-words"),
        pytest.param(HEAD + "<!-- session-lint: ignore " + "-" * 100_000 + "-->\n", id="many-hyphens"),
        pytest.param("---\n" + f"{Y}\n" * 2000 + "---\n", id="in-front"),
        pytest.param("---\na: '" + "# session-lint: " * 4000 + "'\n---\n", id="in-quotes"),
    ],
)
def test_a_hundred_kilobytes_of_comments_take_linear_time(text):
    session = read(text)
    assert seconds(lambda: suppression.read(session), 3) < 1


FRAGMENTS = st.sampled_from(
    (
        A,
        Y,
        f" {A}",
        f" {Y}",
        "<!-- session-lint: ignore-file SL3, ALL -- x -->",
        "# session-lint: ingore",
        "<!--",
        "-->",
    )
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY_TEXT, st.lists(st.tuples(FRAGMENTS, st.floats(0, 1)), max_size=6))
def test_any_text_with_comments_is_read(text, pieces):
    for piece, place in pieces:
        at = int(len(text) * place)
        text = text[:at] + piece + text[at:]
    session = read(text)
    found = suppression.read(session)
    rows = len(session.lines.starts)
    assert [one.span for one in found] == sorted({one.span for one in found})
    for one in found:
        assert text.startswith(("<!--", "#"), one.span.start)
        assert all(one.span.start <= word.span.start < word.span.end <= one.span.end for word in one.words)
        assert 1 <= one.rows[0] <= one.own[0] <= one.own[1] <= one.rows[1] <= rows
        assert one.target is None or one.target[0] <= one.target[1]
    extents = suppression_edits.extents(session)
    assert all(before.end <= after.start for before, after in pairwise(extents))
    assert all(0 <= span.start < span.end <= len(text) for span in extents)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "---\n---\n<!-- session-lint ignore SL307 -->\n",
            "---\n---\na <!--session-lint ignore-file SL3 -- why -->\n",
        ),
        *("---\n---\n<!-- session-lint : ignore task-marker -->\n", "---\na: 1 # session-lint ignore SL203\n---\n"),
        *("---\n# session-lint Ignore_File: SL203, SL2\na: 1\n---\n", "---\n---\n<!-- session-lint ignore ALL -->\n"),
    ],
)
def test_a_comment_without_its_colon_means_something_and_does_nothing(text):
    (one,) = read_all(text)
    assert (one.colon, one.understood, one.target) == (False, False, None)
    assert one.words


@pytest.mark.parametrize(
    "comment",
    [
        *(
            "session-lint complains here",
            "session-lint ignores SL307",
            "session-lint ignore this, please",
            "session-lint",
        ),
        *(
            "see session-lint ignore SL307",
            "session-lint ignore",
            "session-linter ignore SL307",
            "session-lint-ignore SL3",
        ),
    ],
)
def test_talk_of_the_linter_is_no_directive(comment):
    assert read_all(f"---\na: 1 # {comment}\n---\n<!-- {comment} -->\n") == ()

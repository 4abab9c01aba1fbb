"""One line of somebody's words: what Markdown takes for no more than that, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import markdown, prose
from session_lint.failure import Failure
from session_lint.text import UNSAFE, LineIndex


@pytest.mark.parametrize(
    ("line", "paragraph", "item"),
    [
        pytest.param("wrote the cache", "wrote the cache", "wrote the cache", id="words"),
        pytest.param("# done", r"\# done", r"\# done", id="heading"),
        pytest.param("---", r"\---", r"\---", id="rule or front matter"),
        pytest.param("- wrote it", "- wrote it", r"\- wrote it", id="list item"),
        pytest.param("- [ ] write it", r"\- [ ] write it", r"\- [ ] write it", id="box in a list item"),
        pytest.param("[x] wrote it", "[x] wrote it", r"\[x] wrote it", id="box"),
        pytest.param("1. [x] wrote it", r"1\. [x] wrote it", r"1\. [x] wrote it", id="numbered box"),
        pytest.param("```", r"\```", r"\```", id="fence"),
        pytest.param("<div>", r"\<div>", r"\<div>", id="block of HTML"),
        pytest.param("<!-- gone", r"\<!-- gone", r"\<!-- gone", id="open comment"),
        pytest.param("a <!-- b --> c", r"a \<!-- b --> c", r"a \<!-- b --> c", id="comment"),
        pytest.param("a <!-- b", r"a \<!-- b", r"a \<!-- b", id="comment that a later line may close"),
        pytest.param("`<!-- a -->`", "`<!-- a -->`", "`<!-- a -->`", id="comment in a code span"),
        pytest.param("a --> b", "a --> b", "a --> b", id="end of a comment"),
        pytest.param("a #", "a #", "a #", id="mark at the end"),
    ],
)
def test_a_line_is_made_plain_only_where_it_has_to_be(line, paragraph, item):
    assert (prose.paragraph(line), prose.item(line)) == (paragraph, item)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        pytest.param("lead", "lead", id="words"),
        pytest.param("C #", r"C \#", id="marks that would close it"),
        pytest.param("lead <!-- a -->", r"lead \<!-- a -->", id="comment"),
        pytest.param("**all of it**", r"\**all of it**", id="emphasis around the whole"),
        pytest.param("# a", "# a", id="marks inside"),
    ],
)
def test_a_heading_has_its_title_whole(title, heading):
    assert prose.heading(title, 3) == heading
    assert [one.title for one in markdown.read(f"### {heading}", LineIndex(f"### {heading}"), 0).headings] == [heading]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("  a\r\n\r\n b\tc \n", "a b c", id="breaks and blanks"),
        pytest.param("a\u2028b", "a b", id="line separator"),
        pytest.param("caf\u00e9 \U0001f468\u200d\U0001f4bb", "caf\u00e9 \U0001f468\u200d\U0001f4bb", id="joined emoji"),
    ],
)
def test_a_text_becomes_one_line(text, line):
    assert prose.one_line(text, "WHAT") == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(" \n", "WHAT is empty", id="blank"),
        pytest.param(
            "a\x1b[31m", r"WHAT holds the character `\x1b`, which no reader would see: `a\x1b[31m`", id="escape"
        ),
        pytest.param("a\x00", r"WHAT holds the character `\x00`, which no reader would see: `a\x00`", id="nul"),
        pytest.param(
            "a\u202eb", r"WHAT holds the character `\u202e`, which no reader would see: `a\u202eb`", id="turned round"
        ),
        pytest.param(
            "a\udcffb", r"WHAT holds the character `\xff`, which no reader would see: `a\xffb`", id="not UTF-8"
        ),
    ],
)
def test_what_nobody_would_see_is_refused(text, message):
    with pytest.raises(Failure) as caught:
        prose.one_line(text, "WHAT")
    assert caught.value.message == message


@given(st.text(alphabet=st.sampled_from("ab #-+*_>`~<!=.1)[]x\\|:(/ "), min_size=1, max_size=12))
def test_whatever_the_line_it_is_plain_or_refused(text):
    line = prose.one_line(text, "it") if text.strip(" ") else "a"
    made = prose.paragraph(line)
    if made is not None:
        lines = LineIndex(f"{made}\n\n## After\n")
        found = markdown.read(lines.text, lines, 0)
        assert [one.title for one in found.headings] == ["After"]
        assert (found.code, found.comments, found.tasks(lines)) == ((), (), ())
        assert not UNSAFE.search(made)

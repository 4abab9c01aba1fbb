"""Where the front matter begins and ends, and what is said where it does not."""

from __future__ import annotations

import pytest

from session_lint.diagnostic import ProblemKind
from session_lint.text import Span

from .samples import cut, read, seen

MISSING = "no front matter: the first line is {}; expected `---`"
UNCLOSED = "front matter is opened here and never closed; expected a second `---`"
BEGIN = "begin the file with a line that is exactly `---`, then the YAML, then another `---`"
EXACTLY = "write the first line as exactly three hyphens, `---`, without indentation"
FIRST = "make `---` alone the very first line of the file"


@pytest.mark.parametrize(
    ("text", "block", "content", "behind"),
    [
        pytest.param("---\na: b\n---\nx", "---\na: b\n---", "a: b\n", "x", id="the usual form"),
        pytest.param("---\na: b\n---", "---\na: b\n---", "a: b\n", "", id="no final line end"),
        pytest.param("---\r\na: b\r\n---\r\nx", "---\r\na: b\r\n---", "a: b\r\n", "x", id="CRLF"),
        pytest.param("---\ra: b\r---\rx", "---\ra: b\r---", "a: b\r", "x", id="CR"),
        pytest.param("\ufeff---\na: b\n---\nx", "---\na: b\n---", "a: b\n", "x", id="a BOM before it"),
        pytest.param("--- \t\na: b\n---\t \nx", "--- \t\na: b\n---", "a: b\n", "x", id="trailing blanks"),
        pytest.param("---\n---\nx", "---\n---", "", "x", id="nothing in it"),
        pytest.param("---\n\na: b\n\n\n---\nx", "---\n\na: b\n\n\n---", "\na: b\n\n\n", "x", id="blank lines inside"),
        pytest.param("---\na: |\n  b\n  ---\n  c\n---\nx", "---\na: |\n  b\n  ---\n  c\n---", "a: |\n  b\n  ---\n  c\n", "x", id="an indented --- in a value"),
        pytest.param("---\na: b\n----\n---\nx", "---\na: b\n----\n---", "a: b\n----\n", "x", id="---- closes nothing"),
        pytest.param("---\na: b\n---yaml\n---\nx", "---\na: b\n---yaml\n---", "a: b\n---yaml\n", "x", id="---yaml closes nothing"),
        pytest.param("---\n--- # c\na: b\n---\nx", "---\n--- # c\na: b\n---", "--- # c\na: b\n", "x", id="--- with a comment closes nothing"),
        pytest.param("---\na: b\n---\n---\nx", "---\na: b\n---", "a: b\n", "---\nx", id="a rule behind it"),
        pytest.param("---\na: b\u2028---\n---\nx", "---\na: b\u2028---\n---", "a: b\u2028---\n", "x", id="U+2028 ends no line"),
    ],
)  # fmt: skip
def test_the_block_is_what_lies_between_two_fences(text: str, block: str, content: str, behind: str) -> None:
    matter = read(text).front
    assert (cut(text, matter.span), cut(text, matter.content), text[matter.body :]) == (block, content, behind)


@pytest.mark.parametrize(
    ("text", "place", "marked", "message", "advice"),
    [
        pytest.param("", "1:1", "", "the file is empty; expected front matter between `---` lines", BEGIN, id="empty"),
        pytest.param(" \n", "1:1", " ", "the file is empty; expected front matter between `---` lines", BEGIN, id="blank"),
        pytest.param("\ufeff", "1:1", "", "the file is empty; expected front matter between `---` lines", BEGIN, id="nothing but a BOM"),
        pytest.param("# T\n", "1:1", "# T", MISSING.format("`# T`"), BEGIN, id="a heading"),
        pytest.param("----\na: b\n----\n", "1:1", "----", MISSING.format("`----`"), EXACTLY, id="four hyphens"),
        pytest.param("--\na: b\n--\n", "1:1", "--", MISSING.format("`--`"), EXACTLY, id="two hyphens"),
        pytest.param(" ---\na: b\n---\n", "1:1", " ---", MISSING.format("` ---`"), EXACTLY, id="indented"),
        pytest.param("---yaml\na: b\n---\n", "1:1", "---yaml", MISSING.format("`---yaml`"), FIRST, id="a word behind it"),
        pytest.param("\n---\na: b\n---\n", "1:1", "", MISSING.format("empty"), FIRST, id="a blank line before it"),
        pytest.param("text\n---\na: b\n---\n", "1:1", "text", MISSING.format("`text`"), BEGIN, id="text before it"),
        pytest.param("---\f\na: b\n---\n", "1:1", "---\f", MISSING.format(r"`---\x0c`"), FIRST, id="a form feed behind it"),
        pytest.param("---\u2028a: b\n---\n", "1:1", "---\u2028a: b", MISSING.format(r"`---\u2028a: b`"), FIRST, id="U+2028 behind it"),
        pytest.param("\ufeff\ufeff---\na: b\n---\n", "1:1", "\ufeff---", MISSING.format(r"`\ufeff---`"), BEGIN, id="two BOMs"),
    ],
)  # fmt: skip
def test_a_file_without_a_block_says_what_its_first_line_is(
    text: str, place: str, marked: str, message: str, advice: str
) -> None:
    matter = read(text).front
    (problem,) = matter.problems
    assert seen(text, matter.problems) == [(place, marked, message)]
    assert (problem.kind, problem.help) == (ProblemKind.MISSING, advice)
    assert (matter.span, matter.data, matter.root) == (None, None, None)
    assert text[matter.body :] == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param("---", "end the YAML with a line that is exactly `---`, at the start of the line", id="nothing else"),
        pytest.param("---\na: b\n", "end the YAML with a line that is exactly `---`, at the start of the line", id="YAML"),
        pytest.param("---\na: b\n----\n", "write line 3 as exactly `---`; it is `----`", id="four hyphens"),
        pytest.param("---\na: b\n ---\n", "write line 3 as exactly `---`; it is ` ---`", id="indented"),
        pytest.param("---\na: b\n...\n", "write line 3 as exactly `---`; it is `...`", id="dots"),
        pytest.param("---\na: b\n---yaml\n", "write line 3 as exactly `---`; it is `---yaml`", id="a word behind it"),
        pytest.param("---\na: b\n--- # end\n", "write line 3 as exactly `---`; it is `--- # end`", id="a comment behind it"),
        pytest.param("---\na: b\n\n## C\n", "put a line `---` before line 4, where the Markdown begins", id="a heading"),
        pytest.param("---\n# a comment\na: b\n\n## C\n", "put a line `---` before line 5, where the Markdown begins", id="a comment is no heading"),
    ],
)  # fmt: skip
def test_an_open_block_says_where_to_close_it(text: str, advice: str) -> None:
    matter = read(text).front
    (problem,) = matter.problems
    assert seen(text, matter.problems) == [("1:1", "---", UNCLOSED)]
    assert (problem.kind, problem.help) == (ProblemKind.UNCLOSED, advice)
    assert (matter.data, matter.root) == (None, None)


def test_an_open_block_behind_a_bom_is_marked_behind_the_bom() -> None:
    text = "\ufeff---\na: b\n"
    assert seen(text, read(text).front.problems) == [("1:1", "---", UNCLOSED)]


def test_prose_between_two_rules_is_no_mapping() -> None:
    text = "---\n\nOnce upon a time.\n\n---\n"
    assert seen(text, read(text).front.problems) == [
        ("3:1", "Once upon a time.", "the front matter is a single value; expected a mapping")
    ]


def test_an_empty_block_is_an_empty_mapping() -> None:
    matter = read("---\n---\n").front
    assert (matter.data, matter.problems) == ({}, ())


def test_paths_that_do_not_exist_have_no_place() -> None:
    matter = read("---\na:\n  b: [c]\n---\n").front
    for path in (("x",), ("a", "x"), ("a", "b", "1"), ("a", "b", "0", "x"), ()):
        assert (matter.entry(*path), matter.key_span(*path), matter.value_span(*path)) == (None, None, None)
    assert matter.data_at("a", "x") is None
    assert matter.data_at("a", "b", "0") == "c"
    assert matter.data_at() == {"a": {"b": ["c"]}}


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        pytest.param(("a", "b", "x"), "b", id="the parent's key"),
        pytest.param(("a", "x", "y"), "a", id="the nearest parent's key"),
        pytest.param(("x", "y"), "---", id="the opening fence"),
        pytest.param(("x",), "---", id="the opening fence for a key at the root"),
    ],
)
def test_a_missing_key_is_reported_at_the_closest_key_above_it(path: tuple[str, ...], marked: str) -> None:
    text = "\ufeff---\na:\n  b: {c: d}\n---\n"
    assert cut(text, read(text).front.nearest_span(*path)) == marked


def test_without_a_block_the_nearest_place_is_the_start() -> None:
    assert read("# T\n").front.nearest_span("a", "b") == Span(0, 0)


def test_problems_do_not_take_the_place_of_the_body() -> None:
    session = read("---\na: [\n---\n## Context\n")
    assert session.front.data is None
    assert [section.heading.title for section in session.sections] == ["Context"]

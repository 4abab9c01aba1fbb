"""Headings, sections, tasks, comments and code of the body, from the Markdown AST."""

from __future__ import annotations

import pytest

from session_lint.markdown import Body, Heading
from session_lint.text import LineIndex, Span

from .samples import VARIANTS, body, cut, read


@pytest.mark.parametrize(
    ("markdown", "headings"),
    [
        pytest.param("## Context\n", [(2, "Context", "Context")], id="ATX"),
        pytest.param("## Context", [(2, "Context", "Context")], id="no final line end"),
        pytest.param("#\n##\n### ###\n", [(1, "", ""), (2, "", ""), (3, "", "")], id="no title"),
        pytest.param("##\tContext\n", [(2, "Context", "Context")], id="a tab after ##"),
        pytest.param("   ## Context\n", [(2, "Context", "Context")], id="three spaces of indent"),
        pytest.param("    ## Context\n", [], id="four spaces are code"),
        pytest.param("\t## Context\n", [], id="a tab is code"),
        pytest.param("## Context ##  \n", [(2, "Context", "Context")], id="closed ATX"),
        pytest.param("## Context ####\t\n", [(2, "Context", "Context")], id="closed with another number"),
        pytest.param("## Context##\n", [(2, "Context##", "Context##")], id="closed without a blank"),
        pytest.param("## Context \\##\n", [(2, "Context \\##", "Context \\##")], id="closed with a backslash"),
        pytest.param("## a #b #\n", [(2, "a #b", "a #b")], id="a hash inside"),
        pytest.param("## # #\n", [(2, "#", "#")], id="a hash as the title"),
        pytest.param("##Context\n####### seven\n", [], id="no blank, seven marks"),
        pytest.param("##\u00a0Context\n", [], id="NBSP after ## is no heading"),
        pytest.param("## \u00a0Context\u00a0\n", [(2, "\u00a0Context\u00a0", "\u00a0Context\u00a0")], id="NBSP is part of the title"),
        pytest.param("## \vContext\v\n", [(2, "\vContext\v", "\vContext\v")], id="VT is part of the title"),
        pytest.param("## \u2028Context\n", [(2, "\u2028Context", "\u2028Context")], id="U+2028 is part of the title"),
        pytest.param("Context\n---\n", [(2, "Context", "Context")], id="setext"),
        pytest.param("Context\n===\n", [(1, "Context", "Context")], id="setext of level 1"),
        pytest.param("  Current \n  State  \n  ---  \n", [(2, "Current State", "Current \n  State")], id="setext of two lines"),
        pytest.param("\u00a0\n===\n", [(1, "\u00a0", "\u00a0")], id="setext of a NBSP"),
        pytest.param("[a]: b\n===\n", [(1, "[a]: b", "[a]: b")], id="setext of a link definition"),
        pytest.param("## **Context**\n", [(2, "Context", "**Context**")], id="strong"),
        pytest.param("## *Context*\n", [(2, "Context", "*Context*")], id="emphasis"),
        pytest.param("## __Context__\n", [(2, "Context", "__Context__")], id="strong with underscores"),
        pytest.param("## ***Context***\n", [(2, "Context", "***Context***")], id="both"),
        pytest.param("**Current\nState**\n---\n", [(2, "Current State", "**Current\nState**")], id="strong in setext of two lines"),
        pytest.param("## *a* and *b*\n", [(2, "*a* and *b*", "*a* and *b*")], id="emphasis of parts"),
        pytest.param("## **Context** x\n", [(2, "**Context** x", "**Context** x")], id="strong of a part"),
        pytest.param("## ** Context **\n", [(2, "** Context **", "** Context **")], id="asterisks with blanks"),
        pytest.param("## `Context`\n", [(2, "`Context`", "`Context`")], id="a code span"),
        pytest.param("## Context <!-- x -->\n", [(2, "Context", "Context")], id="a trailing comment"),
        pytest.param("## Context<!-- x --> <!----> <!-->\n", [(2, "Context", "Context")], id="trailing comments"),
        pytest.param("## Context <!-- x --> ##\n", [(2, "Context", "Context")], id="a comment before the closing marks"),
        pytest.param("## **Context** <!-- x -->\n", [(2, "Context", "**Context**")], id="a comment behind emphasis"),
        pytest.param("## Context <!-- a <!-- b -->\n", [(2, "Context", "Context")], id="a comment that holds an opening"),
        pytest.param("## <!-- x --> Context\n", [(2, "<!-- x --> Context", "<!-- x --> Context")], id="a leading comment"),
        pytest.param("## Context <!-- x\n", [(2, "Context <!-- x", "Context <!-- x")], id="an open comment"),
        pytest.param("## Context -->\n", [(2, "Context -->", "Context -->")], id="only the end of a comment"),
        pytest.param("## <!-- x -->\n", [(2, "", "")], id="nothing but a comment"),
        pytest.param("- ## a\n\n> ## b\n\n1. a\n\n   ## c\n", [], id="in lists and quotes"),
        pytest.param("> a\n---\n", [], id="a rule behind a quote"),
        pytest.param("```\n## a\n```\n~~~\n## b\n~~~\n", [], id="in fences"),
        pytest.param("```\n## a\n", [], id="in an open fence"),
        pytest.param("<!--\n\n## a\n\n-->\n", [], id="in a comment"),
        pytest.param("<!--\n\n## a\n", [], id="in an open comment"),
        pytest.param("<div>\n## a\n</div>\n", [], id="in an HTML block"),
        pytest.param("<div>\n\n## a\n</div>\n", [(2, "a", "a")], id="after <div> and a blank line"),
        pytest.param("|a|\n|-|\n## b\n", [(2, "b", "b")], id="behind a table"),
        pytest.param("text\n## a\ntext\n", [(2, "a", "a")], id="within a paragraph"),
        pytest.param("\ufeff## a\n", [], id="a BOM in the body is text"),
    ],
)  # fmt: skip
def test_headings_are_those_of_the_document_itself(markdown: str, headings: list[tuple[int, str, str]]) -> None:
    text, read_body = body(markdown)
    assert [(one.level, one.title, cut(text, one.span)) for one in read_body.headings] == headings


@pytest.mark.parametrize("depth", [2, 10, 11, 30, 60])
def test_deep_lists_do_not_swallow_the_rest_of_the_file(depth: int) -> None:
    # markdown-it gives up at 20 levels, and with them gives up the rest of the text.
    _, read_body = body("- " * depth + "a\n\n## Context\n")
    assert [heading.title for heading in read_body.headings] == ["Context"]


@pytest.mark.parametrize("depth", [2, 20, 60])
def test_deep_quotes_do_not_swallow_the_rest_of_the_file(depth: int) -> None:
    _, read_body = body(">" * depth + "a\n\n## Context\n")
    assert [heading.title for heading in read_body.headings] == ["Context"]


DOCUMENT = """\
---
a: b
---

# Session: \U0001f600 *x*

## **Context** ## <!-- no -->
## Current State ##
text \U0001f600

Next
  Steps
---
- [ ] \U0001f600 one
  - [x] two

<!-- a \U0001f600
comment -->
```py
## code
```
### Log <!-- here -->
"""


@pytest.mark.parametrize("variant", VARIANTS)
def test_everything_in_the_body_has_its_place_whatever_the_line_ends(variant: str) -> None:
    write = VARIANTS[variant]
    text = write(DOCUMENT)
    read_body = read(text).body

    def written(part: str) -> str:
        return write(part).removeprefix("\ufeff")

    assert [(one.level, one.title, cut(text, one.span), cut(text, one.line), one.setext) for one in read_body.headings] == [
        (1, "Session: \U0001f600 *x*", "Session: \U0001f600 *x*", written("# Session: \U0001f600 *x*\n"), False),
        (2, "**Context** ##", "**Context** ##", written("## **Context** ## <!-- no -->\n"), False),
        (2, "Current State", "Current State", written("## Current State ##\n"), False),
        (2, "Next Steps", written("Next\n  Steps"), written("Next\n  Steps\n---\n"), True),
        (3, "Log", "Log", written("### Log <!-- here -->\n"), False),
    ]  # fmt: skip
    assert [(task.done, task.text, cut(text, task.span)) for task in read_body.tasks(LineIndex(text))] == [
        (False, "\U0001f600 one", "[ ]"),
        (True, "two", "[x]"),
    ]
    assert [task.span.start for task in read_body.tasks(LineIndex(text))] == [text.index("[ ]"), text.index("[x]")]
    assert [cut(text, span) for span in read_body.comments] == [
        "<!-- no -->", written("<!-- a \U0001f600\ncomment -->"), "<!-- here -->",
    ]  # fmt: skip
    assert [cut(text, span) for span in read_body.code] == [written("```py\n## code\n```")]
    assert [cut(text, section.body) for section in read_body.sections()] == [
        "",
        written("text \U0001f600\n\n"),
        text[text.index("- [ ]") :],
    ]
    assert cut(text, read_body.span) == text[text.index("# Session") - len(written("\n")) :]
    assert read_body.unclosed is None


def test_a_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    text, read_body = body("# T\n## A\na\n### B\nb\n## C\nc\n# U\n## D\n")
    found = {
        level: [(one.heading.title, cut(text, one.body)) for one in read_body.sections(level)] for level in (1, 2, 3, 4)
    }
    assert found == {
        1: [("T", "## A\na\n### B\nb\n## C\nc\n"), ("U", "## D\n")],
        2: [("A", "a\n### B\nb\n"), ("C", "c\n"), ("D", "")],
        3: [("B", "b\n")],
        4: [],
    }


def test_sections_of_no_headings_are_none() -> None:
    assert Body(Span(0, 0)).sections() == ()
    heading = Heading(3, "a", Span(4, 5), Span(0, 6))
    assert Body(Span(0, 6), (heading,)).sections() == ()


@pytest.mark.parametrize(
    ("markdown", "tasks"),
    [
        pytest.param("- [ ] a\n* [X] b\n+ [x] c\n", [(False, "a"), (True, "b"), (True, "c")], id="bullets"),
        pytest.param("1. [ ] a\n2. [x] b\n", [(False, "a"), (True, "b")], id="numbers"),
        pytest.param("- a\n  - [ ] b\n    - [x] c\n", [(False, "b"), (True, "c")], id="nested"),
        pytest.param("- - [x] a\n", [(True, "a")], id="nested in one line"),
        pytest.param("- 1. [x] a\n", [(True, "a")], id="a number in a bullet"),
        pytest.param("> - [ ] a\n> - [x] b\n", [(False, "a"), (True, "b")], id="in a quote"),
        pytest.param("- > - [x] a\n", [(True, "a")], id="in a quote in a list"),
        pytest.param("-\t[ ] a\n", [(False, "a")], id="a tab"),
        pytest.param("- [ ]\n", [(False, "")], id="without text"),
        pytest.param("- [ ] a\n\n- [x] b\n", [(False, "a"), (True, "b")], id="a loose list"),
        pytest.param("- [ ] a <!-- b -->\n", [(False, "a <!-- b -->")], id="a comment stays"),
        pytest.param("-[ ] a\n- [x ] b\n- [] c\n- [ ]d\n- [~] e\n- [-] f\n", [], id="no tasks"),
        pytest.param("[ ] a\n", [], id="no list"),
        pytest.param("- a\n  [ ] b\n", [], id="in the second line of an item"),
        pytest.param("```\n- [ ] a\n```\n", [], id="in a fence"),
        pytest.param("- ```\n  - [ ] a\n  ```\n", [], id="in a fence in a list"),
        pytest.param("-     - [ ] a\n", [], id="in indented code in a list"),
        pytest.param("<!--\n- [ ] a\n-->\n", [], id="in a comment"),
    ],
)
def test_tasks_are_list_items_that_begin_with_a_box(markdown: str, tasks: list[tuple[bool, str]]) -> None:
    text, read_body = body(markdown)
    assert [(task.done, task.text) for task in read_body.tasks(LineIndex(text))] == tasks
    assert {cut(text, task.span) for task in read_body.tasks(LineIndex(text))} <= {"[ ]", "[x]", "[X]"}


@pytest.mark.parametrize(
    ("markdown", "comments"),
    [
        pytest.param("<!-- a -->\n", ["<!-- a -->"], id="a block"),
        pytest.param("a <!-- b --> c <!-- d -->\n", ["<!-- b -->", "<!-- d -->"], id="in a line"),
        pytest.param("a <!-- b\nc --> d\n", ["<!-- b\nc -->"], id="over two lines"),
        pytest.param("<!-- a\n\nb -->\n", ["<!-- a\n\nb -->"], id="over a blank line"),
        pytest.param("<!-->\n<!--->\n<!---->\n", ["<!-->", "<!--->", "<!---->"], id="the short forms"),
        pytest.param("<!-- a <!-- b -->\n", ["<!-- a <!-- b -->"], id="an opening inside"),
        pytest.param("a <!-- b\n\nc\n", [], id="open in a paragraph is text"),
        pytest.param("<!-- a\n\nb\n", ["<!-- a\n\nb"], id="open in a block"),
        pytest.param("- <!-- a\n  b -->\n", ["<!-- a\n  b -->"], id="in a list"),
        pytest.param("> <!-- a -->\n", ["<!-- a -->"], id="in a quote"),
        pytest.param("## a <!-- b -->\n", ["<!-- b -->"], id="in a heading"),
        pytest.param("<div><!-- a --></div>\n", ["<!-- a -->"], id="in an HTML block"),
        pytest.param("```\n<!-- a -->\n```\n", [], id="in a fence"),
        pytest.param("    <!-- a -->\n", [], id="in indented code"),
        pytest.param("use `<!-- a -->` here\n", [], id="in a code span"),
        pytest.param("``a ` <!-- b -->`` <!-- c -->\n", ["<!-- c -->"], id="behind a code span"),
        pytest.param("\\` <!-- a --> `\n", ["<!-- a -->"], id="behind an escaped backtick"),
        pytest.param("a \\<!-- b -->\n", [], id="escaped"),
        pytest.param("a ` <!-- b -->\n", ["<!-- b -->"], id="behind a lone backtick"),
        pytest.param("<!-- a ` --> b ` <!-- c -->\n", ["<!-- a ` -->", "<!-- c -->"], id="a backtick in a comment"),
    ],
)
def test_comments_are_those_outside_code(markdown: str, comments: list[str]) -> None:
    text, read_body = body(markdown)
    assert [cut(text, span) for span in read_body.comments] == comments


@pytest.mark.parametrize(
    ("markdown", "unclosed"),
    [
        pytest.param("```\na\n```\n", None, id="a closed fence"),
        pytest.param("```\na\n   `````  \n", None, id="closed with more marks and blanks"),
        pytest.param("```\na\n", "```\na", id="an open fence"),
        pytest.param("~~~\na\n```\n", "~~~\na\n```", id="closed with other marks"),
        pytest.param("````\na\n```\n", "````\na\n```", id="closed with fewer marks"),
        pytest.param("```\na\n``` x\n", "```\na\n``` x", id="a closing fence has no words"),
        pytest.param("```\na\n    ```\n", "```\na\n    ```", id="a closing fence has no four blanks"),
        pytest.param("```", "```", id="nothing but the fence"),
        pytest.param("- ```\n  a\n\nb\n", None, id="a list closes its fence"),
        pytest.param("<!-- a\n\nb", "<!-- a\n\nb", id="an open comment"),
        pytest.param("<!-- a -->\n", None, id="a closed comment"),
    ],
)
def test_a_fence_or_comment_that_runs_to_the_end_is_known(markdown: str, unclosed: str | None) -> None:
    text, read_body = body(markdown)
    found = cut(text, read_body.unclosed)
    assert (found and found.rstrip("\n")) == unclosed


@pytest.mark.parametrize(
    ("markdown", "prose"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param(" \n\t\n\r\n\v\f", "", id="blanks"),
        pytest.param("a\n\nb\n", "a\n\nb", id="paragraphs"),
        pytest.param("<!-- a -->\n\n<!-- b\nc -->\n", "", id="comments"),
        pytest.param("a <!-- b --> c\n", "a  c", id="a comment in a line"),
        pytest.param("---\n***\n _ _ _\n- - -\n", "", id="rules"),
        pytest.param("a\n\n---\nb\n", "a\n\nb", id="a rule between paragraphs"),
        pytest.param("--\n", "--", id="two hyphens are text"),
        pytest.param("\u00a0\n", "\u00a0", id="NBSP is text"),
        pytest.param("```\nx\n```\n", "```\nx\n```", id="code is kept"),
        pytest.param("`<!-- x -->`\n", "`<!-- x -->`", id="a comment in a code span is kept"),
    ],
)
def test_prose_is_what_a_section_says(markdown: str, prose: str) -> None:
    text, read_body = body(f"## Context\n{markdown}")
    (section,) = read_body.sections()
    assert read_body.prose(text, section.body) == prose


def test_prose_leaves_out_a_comment_that_runs_behind_its_span() -> None:
    text, read_body = body("a <!-- b --> c\n")
    assert read_body.prose(text, Span(read_body.span.start, text.index("b --"))) == "a"


def test_code_and_comments_hold_their_offsets_and_no_others() -> None:
    text, read_body = body("a\n```\nb\n```\nc <!-- d --> e\n")
    inside = "".join(character for offset, character in enumerate(text) if read_body.is_code(offset))
    assert inside == "```\nb\n```<!-- d -->"


def test_a_body_behind_nothing_but_a_bom_begins_behind_it() -> None:
    text = "\ufeff# Session\n"
    (heading,) = read(text).body.headings
    assert heading == Heading(1, "Session", Span(3, 10), Span(1, 11))
    text = "\ufeff- [ ] a\n"
    (task,) = read(text).tasks
    assert (task.text, cut(text, task.span)) == ("a", "[ ]")
    text = "\ufeff```\na\n```\n"
    assert [cut(text, span) for span in read(text).body.code] == ["```\na\n```"]


def test_a_file_of_nothing_but_front_matter_has_an_empty_body() -> None:
    session = read("---\na: b\n---")
    assert session.body == Body(Span(12, 12))

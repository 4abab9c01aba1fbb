"""SL307 beyond its examples."""

from __future__ import annotations

import pytest

from session_lint import session, shipped, testing
from session_lint.config import default
from session_lint.rule import Example
from session_lint.rules import RULES
from session_lint.rules.task_marker import TaskMarker

PROFILE = default(RULES, lambda location: shipped.read(location.path)).profile


@pytest.mark.parametrize(
    "text",
    [
        *("- [ ]", "- [x]\ttext", "* [X] text", "+ [ ] text", "1. [ ] text", "2) [x] text", "> - [ ] text", "- - [x] text"),
        *("- [~] text", "- [-] text", "- [P0] text", "- [ok] text", "- [x-] text", "- [xxxxxxxxx] text", "- [^x] text"),
        *("- [x](url)", "- [x][ref]", "- [x]: url", "- [](url)", "-[x](url)", "-[x][ref]", "-[x]: url", "[x]: url"),
        *("- []string", "-[]int", "- [x].", "- [x], [y]", "- [x]-axis", "- [x]/[y]", "- []", "[ ] text", "text [x ] text"),
        *("```\n-[ ] text\n```", "    -[ ] text", "<!--\n-[ ] text\n-->", "a <!--\n-[ ] b\n--> c", "- ```\n  -[ ] a\n  ```"),
        *("## -[ ] text", "-[ ] text\n---", "<div>\n-[ ] text\n</div>", "| -[ ] |", "`-[ ] text`", "*[x] text*", "**[x] text**"),
        *("text\n- [ ] item", "- text\n  [x ] text", "\u2013[ ] text"),
    ],
)  # fmt: skip
def test_it_is_silent(text):
    says = ("`- []` is not read as a task; expected `- [ ]`",) if text == "- []" else ()
    testing.check_example(TaskMarker, Example(f"{text}\n", says=says, fixed="- [ ]\n" if says else None), PROFILE)


@pytest.mark.parametrize(
    ("text", "says", "fixed"),
    [
        ("-[ ] a", ("`-[ ]`", "`- [ ]`"), "- [ ] a"),
        ("-[] a", ("`-[]`", "`- [ ]`"), "- [ ] a"),
        ("+[X] a", ("`+[X]`", "`+ [x]`"), "+ [x] a"),
        ("*[ x] a", ("`*[ x]`", "`* [x]`"), "* [x] a"),
        ("-[x]a b", ("`-[x]a`", "`- [x] a`"), "- [x] a b"),
        ("- [x ] a", ("`- [x ]`", "`- [x]`"), "- [x] a"),
        ("-\t[ X ] a", ("`-\\t[ X ]`", "`-\\t[x]`"), "-\t[x] a"),
        ("- [  ]", ("`- [  ]`", "`- [ ]`"), "- [ ]"),
        ("- [\t] a", ("`- [\\t]`", "`- [ ]`"), "- [ ] a"),
        ("- [\u00a0] a", ("`- [\\xa0]`", "`- [ ]`"), "- [ ] a"),
        ("- [ ]\u00a0a", ("`- [ ]\\xa0a`", "`- [ ] \\xa0a`"), "- [ ] \u00a0a"),
        ("- [xX] a", ("`- [xX]`", "`- [x]`"), "- [x] a"),
        ("- [x]**a**", ("`- [x]**a**`", "`- [x] **a**`"), "- [x] **a**"),
        ("10. [] a", ("`10. []`", "`10. [ ]`"), "10. [ ] a"),
        ("text\n-[ ] a", ("`-[ ]`", "`- [ ]`"), "text\n- [ ] a"),
        ("- a\n  -[x] b", ("`-[x]`", "`- [x]`"), "- a\n  - [x] b"),
        ("- a\n\n  -[x] b", ("`-[x]`", "`- [x]`"), "- a\n\n  - [x] b"),
        ("> -[ ] a", ("`-[ ]`", "`- [ ]`"), "> - [ ] a"),
        ("> - [x ] a", ("`- [x ]`", "`- [x]`"), "> - [x] a"),
        ("- -[ ] a", ("`-[ ]`", "`- [ ]`"), "- - [ ] a"),
        ("- 1. [x ] a", ("`1. [x ]`", "`1. [x]`"), "- 1. [x] a"),
        ("| a |\n|---|\n\n-[ ] b <!-- c -->", ("`-[ ]`", "`- [ ]`"), "| a |\n|---|\n\n- [ ] b <!-- c -->"),
        ("- []\u00a0a", ("`- []\\xa0a`", "`- [ ] \\xa0a`"), "- [ ] \u00a0a"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_box_that_is_none_is_mended(text, says, fixed, newline):
    message = f"{says[0]} is not read as a task; expected {says[1]}"
    example = Example(text.replace("\n", newline), says=(message,), fixed=fixed.replace("\n", newline))
    testing.check_example(TaskMarker, example, PROFILE)


def test_each_line_of_a_paragraph_is_looked_at_and_mended_boxes_are_tasks():
    text = "-[ ] one\n-[x] two\n-[ ] three\n"
    example = Example(
        text,
        says=(
            "`-[ ]` is not read as a task; expected `- [ ]`",
            "`-[x]` is not read as a task; expected `- [x]`",
            "`-[ ]` is not read as a task; expected `- [ ]`",
        ),
        fixed="- [ ] one\n- [x] two\n- [ ] three\n",
    )
    testing.check_example(TaskMarker, example, PROFILE)
    assert session.read("a.md", text, PROFILE).tasks == ()
    assert [task.done for task in session.read("a.md", example.fixed or "", PROFILE).tasks] == [False, True, False]

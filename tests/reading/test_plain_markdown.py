"""A body in plain Markdown is read as a whole Markdown parser reads it; of any other nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.markdown import plain as plain_markdown
from session_lint.markdown import tokens
from session_lint.text import LineIndex

# Lines between which everything that is not plain lies: each is harmless in one place and means something in another.
LINES = (
    *(
        "",
        "",
        "",
        " ",
        "text",
        "## Next Steps",
        "# Closed #",
        "#",
        "####### seven",
        "#none",
        "  ## Indented",
        "\u00a0# x",
    ),
    *(
        "- item",
        "* item",
        "+ item",
        "- [ ] task",
        "-[x]",
        "-",
        "- ",
        "- # a",
        "- ```",
        "- > a",
        "- - a",
        "- 1. a",
        "- ---",
    ),
    *(
        " - a",
        "  - a",
        "   - a",
        "    - a",
        "      - a",
        "-     a",
        "-    a",
        "- <i>",
        "- =",
        "- \u00a0",
        "-- a",
        "--- a",
    ),
    *(
        "1. one",
        "2. two",
        "2) two",
        "10. ten",
        "1.",
        "1.a",
        "  1. a",
        "  2. a",
        "   3. a",
        "123456789. a",
        "1234567890. a",
    ),
    *("---", "***", "- - -", "===", "=", "--", " ---", "--- ", "_ _ _", "**bold**", "__a", "*", "* * *", "** a"),
    *("```", "````", "```py", "``` `a`", "~~~", "~~~~", "~", "``a``", "  ```", "    ```", "  a", "    a", "      a"),
    *(
        "> a",
        "<b>",
        "a <b> c",
        "a <!-- b -->",
        "|a|",
        "[a]: b",
        "\\- a",
        "!a",
        "\u2028a",
        "\u00e9",
        "a\tb",
        "\t- a",
        "a\r",
    ),
)


@given(st.lists(st.sampled_from(LINES), max_size=9), st.sampled_from(("", "\n")), st.sampled_from(("\n", "\n", "\r\n")))
def test_what_is_read_is_what_the_parser_reads(lines, end, newline):
    text = ("\n".join(lines) + end).replace("\n", newline)
    plain = plain_markdown.read(text, 0)
    assert plain is None or plain == tokens.read(text, LineIndex(text), 0)


@pytest.mark.parametrize("start", [0, 2, 10, 15])
def test_a_body_begins_where_it_is_said_to(start):
    text = "a\n## Next\n- a\n\n# B\n- b\n"
    assert plain_markdown.read(text, start) == tokens.read(text, LineIndex(text), start)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(
            "# Session: a\n\n## Context\n\nWhy `<this>`.\nAnd that.\n\n---\n\n## Next Steps ##", id="sections"
        ),
        pytest.param("- [ ] a\n- [x] b\n  - c\n\n    more\n\n1. d\n2. e\nlazy\n", id="lists"),
        pytest.param("<!-- a\n## b\n-->\n- `c` <!-- d -->\r\n## e <!-- f -->\r\n", id="comments and CRLF"),
        pytest.param("a\n```sh\n# no heading\n\n- no item\n```\n~~~\n```\n~~~~\n", id="fences"),
    ],
)
def test_what_people_write_is_plain(text):
    assert plain_markdown.read(text, 0) == tokens.read(text, LineIndex(text), 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Context\n---\n", id="underlined"),
        pytest.param("    code\n", id="indented code"),
        pytest.param("```\nopen\n", id="an open fence"),
        pytest.param("<!-- a --> <!-- b\n", id="an open comment"),
        pytest.param("<details>\n", id="HTML"),
        pytest.param("> a\n", id="a quote"),
        pytest.param("\ta\n", id="a tab"),
        pytest.param("a\rb\r", id="CR"),
        pytest.param("\ufeffa\n", id="a byte order mark"),
        pytest.param("text\n2. a\n", id="a number that may end a paragraph"),
    ],
)
def test_of_all_else_nothing_is_said(text):
    assert plain_markdown.read(text, 0) is None

"""A block of plain YAML is read as libyaml's events are; of any other nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.text import Span
from session_lint.yaml import events
from session_lint.yaml import plain as plain_yaml
from session_lint.yaml.nodes import Node

# Lines between which everything that is not plain lies: each is harmless in one place and means something in another.
LINES = (
    *("a: 1", 'b: "x"', "c:", "session:", "d: text here", "e: a: b", "f: a:", "g : a", '"h": a', "1i: a", "a-b: c"),
    *(
        '  title: "T"',
        "  status: paused",
        "  due:",
        "  created: 2025-12-04T14:30:00Z",
        "  on: 2025-02-30",
        "  odd: 1_000",
    ),
    *("  n: 0x1F", "  o: 0o17", "  f: 1.5", "  g: 1e5", "  h: .5", "  i: 12345678901234567890", "  j: -1", "  k: .inf"),
    *(
        "  l: ~",
        "  m: null",
        "  t: true",
        "  u: yes",
        "  v: \u00e9",
        "  w: \u00a0a",
        "  x: a\u00a0b",
        "  y: x  ",
        "  z:  x",
    ),
    *(
        "q: 'it'",
        "r: 'it''s'",
        's: "a" b',
        't: "a"#b',
        't: "a" # b',
        "u: a # b",
        "v: a#b",
        "w: #b",
        'x: "\\n"',
        "y: ''",
    ),
    *(
        "  q: []",
        "  r: {}",
        "  s: [a]",
        "  t: [] # b",
        "  u: [ ]",
        "  v: &a b",
        "  w: *a",
        "  x: |",
        "  y: ? a",
        "  z: !a b",
    ),
    *(
        "  list:",
        "    - agent: a",
        "      task: b",
        "    - plain",
        "    -   agent: a",
        "        task: b",
        "    - a: b: c",
    ),
    *(
        "  - a",
        "  - b: c",
        "    d: e",
        "- a",
        "- b: c",
        "  -",
        "  - ",
        "  - - a",
        "k: - a",
        "    e:",
        "      - f",
        "    - 'g'",
    ),
    *(
        "# a",
        "  # a",
        "      # a",
        "",
        "  ",
        "      deeper",
        "    text",
        " a: 1",
        "   odd: 1",
        "...",
        "<<: a",
        "a\tb: c",
        "%a",
    ),
    *(
        "m: a, b",
        "n: a]",
        "o: `a`",
        "p: @a",
        "q: http://a/b",
        "r: (a)",
        "s: /a/b",
        "t: a\u2028b",
        "u: {{ a }}",
        "\ufeffv: a",
    ),
)


def seen(node: Node | None) -> object:
    """Give all that a node holds; nodes themselves are equal to themselves alone."""
    if node is None:
        return None
    below = [(one.key, one.key_span, one.value_span, seen(one.node)) for one in node.entries]
    return (node.span, repr(node.data), node.style, node.size, node.source, below)


@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(("", "\n")), st.sampled_from(("\n", "\r\n")))
def test_what_is_read_is_what_libyaml_reads(lines, end, newline):
    text = ("---\n" + "\n".join(lines) + end).replace("\n", newline)
    content = Span(len("---" + newline), len(text))
    plain = plain_yaml.read(text, content)
    if plain is not None:
        root, problems = events.read(text, content)
        assert (seen(plain), ()) == (seen(root), problems)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('session:\n  title: "A"\n  status: paused\n  due:\n\ntags: []\n', id="mappings"),
        pytest.param("a:\n  - b: c\n    d: 'e'\n  - f: 1\ng: 2.5", id="lists"),
        pytest.param("# a\na: b # c\n\n  # d\ne: 2025-12-04T14:30:00Z\r\nf:\n", id="comments"),
        pytest.param("a:\n", id="no value"),
    ],
)
def test_what_people_write_is_plain(text):
    content = Span(0, len(text))
    assert seen(plain_yaml.read(text, content)) == seen(events.read(text, content)[0])
    assert plain_yaml.read(text, content) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a: b\na: c\n", id="a key given twice"),
        pytest.param("a: b: c\n", id="a colon"),
        pytest.param("a: |\n  b\n", id="a block"),
        pytest.param("a: b\n  c\n", id="a value of two lines"),
        pytest.param("a: 'it''s'\n", id="an escaped quote"),
        pytest.param('a: "\\n"\n', id="an escape"),
        pytest.param("a: [b]\n", id="a list in a line"),
        pytest.param("a: *b\n", id="an alias"),
        pytest.param("a:\n- b\n", id="a list that is not indented"),
        pytest.param("- a\n", id="a list"),
        pytest.param("a:\tb\n", id="a tab"),
        pytest.param("a: " + "1" * 401, id="a number too long"),
        pytest.param("a: " + "b" * 65_536, id="too much"),
        pytest.param("\n".join(f"{'  ' * depth}a:" for depth in range(30)), id="too deep"),
    ],
)
def test_of_all_else_nothing_is_said(text):
    assert plain_yaml.read(text, Span(0, len(text))) is None

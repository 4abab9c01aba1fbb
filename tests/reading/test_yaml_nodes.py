"""The YAML of a front matter: its data, its spans, its problems, and the limits of what is read."""

from __future__ import annotations

from typing import Any

import pytest

from session_lint.diagnostic import ProblemKind

from .samples import VARIANTS, cut, front, front_problems, read

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE = "merge keys (`<<`) are not read here: YAML 1.2 has none"
PLACEHOLDER = "a template placeholder `{{ ... }}` is not filled in"
NO_CHARACTER = "not YAML: the escape names a character that does not exist"
HAS_TAG = "the tag `{}` is not one that a session can hold"


@pytest.mark.parametrize(
    ("block", "problems"),
    [
        pytest.param("a: " + "[" * 300, [("2:67", "[", "nested deeper than 64 levels")], id="300 levels of ["),
        pytest.param("- " * 300, [("2:129", "-", "nested deeper than 64 levels")], id="300 levels of - "),
        pytest.param(
            "[" * 2_000_000,
            [("2:1", "", "the front matter has 2,000,001 bytes; expected at most 65,536")],
            id="2 MB of [",
        ),
        pytest.param(
            "- " * 500_000,
            [("2:1", "", "the front matter has 1,000,001 bytes; expected at most 65,536")],
            id="1 MB of - ",
        ),
        pytest.param(LAUGHS, [("6:32", "*d", "the aliases stand for more than 65,536 values")], id="billion laughs"),
        pytest.param("a: &a {x: 1}\nb:\n  <<: *a", [("4:3", "<<", MERGE)], id="merge key"),
        pytest.param("a:\n  <<: [{b: 1}, {c: 2}]", [("3:3", "<<", MERGE)], id="merge-key bomb"),
        pytest.param("s: &s {self: *s}", [("2:14", "*s", "the alias `*s` holds itself")], id="recursive object"),
        pytest.param("s: &s\n  <<: *s", [("3:3", "<<", MERGE)], id="recursive merge"),
        pytest.param("a: *b", [("2:4", "*b", "the alias `*b` has no anchor before it")], id="alias without an anchor"),
        pytest.param(
            "a: " + "1" * 5000,
            [("2:4", "1" * 5000, "a number of 5,000 characters; expected at most 400")],
            id="5,000-digit int",
        ),
        pytest.param(
            "a: 1\nb: !!int abc", [("3:4", "!!int abc", "`abc` is tagged `!!int` and is none")], id="!!int abc"
        ),
        pytest.param('a: "\\UFFFFFFFF"', [("2:7", "F", NO_CHARACTER)], id="escape beyond Unicode"),
        pytest.param('a: "\\ud800"', [("2:7", "d", NO_CHARACTER)], id="escaped lone surrogate"),
        pytest.param(
            "a: x\ud800",
            [("2:5", "\ud800", "the front matter holds the character U+D800, which YAML does not allow")],
            id="lone surrogate",
        ),
        pytest.param(
            "a: b\nc: d\x0c",
            [("3:5", "\x0c", "the front matter holds the character U+000C, which YAML does not allow")],
            id="form feed",
        ),
        pytest.param(
            "a: \x0bb",
            [("2:4", "\x0b", "the front matter holds the character U+000B, which YAML does not allow")],
            id="vertical tab",
        ),
        pytest.param(
            'a: !!python/object/apply:os.system ["x"]',
            [("2:4", "!!python/object/apply:os.system [", HAS_TAG.format("!!python/object/apply:os.system"))],
            id="!!python/object/apply",
        ),
        pytest.param("a: !foo bar", [("2:4", "!foo bar", HAS_TAG.format("!foo"))], id="unknown tag of text"),
        pytest.param("a: !foo {b: c}", [("2:4", "!foo {", HAS_TAG.format("!foo"))], id="unknown tag of a mapping"),
        pytest.param(
            "a: !!binary aGk=\nb: !!timestamp 2001-01-01",
            [
                ("2:4", "!!binary aGk=", HAS_TAG.format("!!binary")),
                ("3:4", "!!timestamp 2001-01-01", HAS_TAG.format("!!timestamp")),
            ],
            id="two tags are two problems",
        ),
        pytest.param("a: {{ t }}", [("2:4", "{{ t }}", PLACEHOLDER)], id="template placeholder"),
        pytest.param("a: {{t}} and {{ u }}", [("2:4", "{{t}}", PLACEHOLDER)], id="placeholder before text"),
        pytest.param("a: [{{ t }}]", [("2:5", "{{ t }}", PLACEHOLDER)], id="placeholder in a list"),
        pytest.param("{{ t }}: b", [("2:1", "{{ t }}", PLACEHOLDER)], id="placeholder as a key"),
        pytest.param(
            "? [a]\n: b",
            [("2:3", "[a]", "a mapping or list is used as a key; expected text")],
            id="a list as a key",
        ),
        pytest.param(
            "- a", [("2:1", "- a", "the front matter is a list; expected a mapping")], id="a list at the root"
        ),
        pytest.param(
            "hello", [("2:1", "hello", "the front matter is a single value; expected a mapping")], id="text at the root"
        ),
        pytest.param(
            "null", [("2:1", "null", "the front matter is a single value; expected a mapping")], id="null at the root"
        ),
        pytest.param(
            "a: b\n--- # c\nd: e",
            [("3:1", "---", "a second document begins here; expected one mapping")],
            id="a second document",
        ),
        pytest.param(
            "a: b\n...\nc: d",
            [("4:1", "c", "not YAML: expected nothing but one mapping between the `---` lines")],
            id="text behind the end of the document",
        ),
        pytest.param(
            "title: Fix: the parser", [("2:11", ":", "not YAML: a second `: ` in one value")], id="a second colon"
        ),
        pytest.param(
            "a:\n\tb: c",
            [("3:1", "\t", r"not YAML: `\t` cannot begin a value or an indentation")],
            id="indented with a tab",
        ),
        pytest.param(
            "a: b\nc: 'd\ne: f",
            [("3:4", "'", "not YAML: a quote or bracket is opened and never closed")],
            id="an open quote is shown where it is opened",
        ),
        pytest.param(
            "a: {b: https://example.org}",
            [("2:13", ":", "a value with a colon needs quotes between `{` and `}` or `[` and `]`")],
            id="a colon in flow style",
        ),
        pytest.param("a: @x", [("2:4", "@", "not YAML: `@` cannot begin a value or an indentation")], id="@"),
        pytest.param('a: "b" c', [("2:8", "c", "not YAML: expected a key here")], id="text behind a quote"),
        pytest.param('a: "\\d"', [("2:5", "\\", "not YAML: an escape that YAML does not have")], id="unknown escape"),
        pytest.param("a: !e!x y", [("2:4", "!", "not YAML: a tag that is not declared")], id="unknown tag handle"),
        pytest.param(
            "%YAML 2.0\n--- # c\na: b",
            [("2:1", "%", "not YAML: found incompatible YAML document")],
            id="a YAML version that does not exist",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_place(block: str, problems: list[tuple[str, str, str]]) -> None:
    assert front_problems(block) == problems
    assert front(block).data is None


@pytest.mark.parametrize(
    ("block", "data"),
    [
        pytest.param("", {}, id="nothing"),
        pytest.param("\n# comment\n\n", {}, id="nothing but blanks and comments"),
        pytest.param("--- # comment", {}, id="nothing but the start of a document"),
        pytest.param("a: b\n\n\nc: d", {"a": "b", "c": "d"}, id="blank lines inside"),
        pytest.param("a: b\n...", {"a": "b"}, id="the end of the document"),
        pytest.param("a: 2025-12-04T14:30:00Z", {"a": "2025-12-04T14:30:00Z"}, id="unquoted timestamp"),
        pytest.param("a: 2025-12-04", {"a": "2025-12-04"}, id="unquoted date"),
        pytest.param("a: 2025-02-30", {"a": "2025-02-30"}, id="30 February"),
        pytest.param("a: 2025-12-04T25:00:00Z", {"a": "2025-12-04T25:00:00Z"}, id="hour 25"),
        pytest.param("a: b\t\nc:\td\ne: f\t# g", {"a": "b", "c": "d", "e": "f"}, id="legal tabs"),
        pytest.param(
            "a: b\x85c\nd: e\u2028f\ng: h\u2029i",
            {"a": "b\x85c", "d": "e\u2028f", "g": "h\u2029i"},
            id="U+0085, U+2028 and U+2029 are text",
        ),
        pytest.param('a: "b\x85 c"\nd: e', {"a": "b\x85 c", "d": "e"}, id="U+0085 in quotes"),
        pytest.param("a: |\n  b\u2028c\nd: e", {"a": "b\u2028c\n", "d": "e"}, id="U+2028 in a block"),
        pytest.param("a: b \x85# c", {"a": "b \x85# c"}, id="U+0085 begins no comment"),
        pytest.param(
            "%YAML 1.1\n--- # c\na: yes\nb: 012", {"a": "yes", "b": 12}, id="%YAML 1.1 is read as YAML 1.2"
        ),
        pytest.param("a: yes\nb: on\nc: NO\nd: Off\ne: y", dict(zip("abcde", ["yes", "on", "NO", "Off", "y"], strict=True)), id="words of 1.1"),
        pytest.param("a: 012\nb: 0o17\nc: 0x1F\nd: 0b1\ne: 1_0\nf: 1:30", {"a": 12, "b": 15, "c": 31, "d": "0b1", "e": "1_0", "f": "1:30"}, id="integers of 1.2"),
        pytest.param("a: +1\nb: -0\nc: 0o8\nd: '1'", {"a": 1, "b": 0, "c": "0o8", "d": "1"}, id="signs"),
        pytest.param("a: 1e3\nb: .5\nc: 1.\nd: -.5e-3\ne: 1.5.2\nf: .\ng: 1e", {"a": 1000.0, "b": 0.5, "c": 1.0, "d": -0.0005, "e": "1.5.2", "f": ".", "g": "1e"}, id="floats"),
        pytest.param("a: .inf\nb: .nan\nc: 1e999", {"a": ".inf", "b": ".nan", "c": "1e999"}, id="JSON has no infinity"),
        pytest.param("a: true\nb: True\nc: TRUE\nd: tRUE\ne: false", {"a": True, "b": True, "c": True, "d": "tRUE", "e": False}, id="booleans"),
        pytest.param("a:\nb: ~\nc: null\nd: Null\ne: nULL\nf: ''", {"a": None, "b": None, "c": None, "d": None, "e": "nULL", "f": ""}, id="nulls"),
        pytest.param("a: !!str 1\nb: !!int '2'\nc: !!float 3\nd: !!null ''\ne: ! 5\nf: !!bool true", {"a": "1", "b": 2, "c": 3, "d": None, "e": "5", "f": True}, id="tags of JSON"),
        pytest.param("a: !!map {b: c}\nd: !!seq [e]", {"a": {"b": "c"}, "d": ["e"]}, id="tags of collections"),
        pytest.param('a: "\\0\\e\\u263a\\U0001F600"', {"a": "\0\x1b☺😀"}, id="escapes of what a file may not hold"),
        pytest.param("a: &x foo\nb: *x\nc: [*x, *x]", {"a": "foo", "b": "foo", "c": ["foo", "foo"]}, id="aliases"),
        pytest.param('a: {b: c, d: [1, 2], "e":f}', {"a": {"b": "c", "d": [1, 2], "e": "f"}}, id="flow collections"),
        pytest.param("a: [b: c, d]", {"a": [{"b": "c"}, "d"]}, id="a pair in a list"),
        pytest.param('a: "{{ t }}"', {"a": "{{ t }}"}, id="a quoted placeholder"),
        pytest.param("a: x {{ t }}", {"a": "x {{ t }}"}, id="a placeholder behind text"),
        pytest.param("a: |\n  x\n   ---\n  y\nb: >-\n  z\n  z", {"a": "x\n ---\ny\n", "b": "z z"}, id="block scalars"),
        pytest.param("a: |+\n  x\n\nb: 1", {"a": "x\n\n", "b": 1}, id="a block scalar that keeps its end"),
        pytest.param("'<<': a", {"<<": "a"}, id="a quoted merge key is a key"),
        pytest.param("a: 1\nA: 2", {"a": 1, "A": 2}, id="keys differ in case"),
    ],
)  # fmt: skip
def test_data_is_that_of_the_core_schema(block: str, data: dict[str, Any]) -> None:
    matter = front(block)
    assert matter.problems == ()
    assert matter.data == data
    assert [type(value) for value in (matter.data or {}).values()] == [type(value) for value in data.values()]


@pytest.mark.parametrize(
    ("block", "keys"),
    [
        pytest.param("1: a\n01: b\n1.0: c", ["1", "01", "1.0"], id="numbers"),
        pytest.param("true: a\nnull: b\n~: c", ["true", "null", "~"], id="booleans and nulls"),
        pytest.param("? \n: a", [""], id="an empty key"),
        pytest.param("&x 1: a", ["1"], id="an anchored number"),
        pytest.param("!!int 1: a", ["1"], id="a tagged number"),
        pytest.param("&x true: a\nb: {*x : c}", ["true", "b"], id="an anchored boolean"),
        pytest.param("&x a: b", ["a"], id="anchored text"),
        pytest.param("'it''s': a\n\"b\\n\": c", ["it's", "b\n"], id="quoted keys"),
        pytest.param("2305843009213693951: a\n4611686018427387902: b", ["2305843009213693951", "4611686018427387902"], id="keys 2^61-1 apart"),
    ],
)  # fmt: skip
def test_keys_are_text(block: str, keys: list[str]) -> None:
    matter = front(block)
    assert matter.problems == ()
    assert list(matter.data or {}) == keys


def test_ten_thousand_keys_of_numbers_are_read() -> None:
    matter = front("\n".join(f"{number}:" for number in range(10_000)))
    assert matter.data == {str(number): None for number in range(10_000)}


@pytest.mark.parametrize(
    ("block", "places", "path", "data"),
    [
        pytest.param("a: 1\nb: 2\na: 3", ("4:1", "2:1"), ("a",), {"a": 3, "b": 2}, id="at the root"),
        pytest.param("a:\n  b: 1\n  b: 2", ("4:3", "3:3"), ("a", "b"), {"a": {"b": 2}}, id="in a mapping"),
        pytest.param("a: {b: 1, 'b': 2}", ("2:11", "2:5"), ("a", "b"), {"a": {"b": 2}}, id="in flow, quoted"),
        pytest.param("1: a\n'1': b", ("3:1", "2:1"), ("1",), {"1": "b"}, id="a number and its text"),
        pytest.param("&x 1: a\n1: b", ("3:1", "2:1"), ("1",), {"1": "b"}, id="a number and an anchored one"),
        pytest.param(
            "a:\n- b: 0\n- c: 1\n  c: 2", ("5:3", "4:3"), ("a", "1", "c"), {"a": [{"b": 0}, {"c": 2}]}, id="in a list"
        ),
    ],
)
def test_a_key_given_twice_is_reported_at_the_second(
    block: str, places: tuple[str, str], path: tuple[str, ...], data: dict[str, Any]
) -> None:
    text = f"---\n{block}\n---\n"
    session = read(text)
    (problem,) = session.front.problems
    positions = [session.lines.position(span.start) for span in (problem.span, problem.related[0].span)]
    assert problem.kind is ProblemKind.DUPLICATE
    assert tuple(f"{place.row}:{place.column}" for place in positions) == places
    assert problem.related[0].message == "first given here"
    assert problem.message == f"the key `{path[-1]}` is given twice in one mapping; expected once"
    assert problem.field == path
    assert session.front.data == data
    assert cut(text, session.front.value_span(*path)) == str(session.front.data_at(*path))


def test_a_key_given_three_times_is_two_problems_with_one_first() -> None:
    problems = front("a: 1\na: 2\na: 3").problems
    assert [(problem.span.start, problem.related[0].span.start) for problem in problems] == [(9, 4), (14, 4)]


DOCUMENT = """\
---
# a comment with \U0001f600
session:
  title: "Fix \U0001f600: the parser"   # \U0001f600
  status:   in_progress\t
  'created': 2025-12-04T14:30:00Z
  "last \\u0075pdated": 'it''s'
  note: |  # kept
    one \U0001f600
      ---
    two

# between

  folded: >-
    a

    b
  plain: one
    two
  odd: b\x85c\u2028d
  empty:
  # behind empty
  nothing: ~
  flow: {x: [1, "\U0001f600", y z], w: }
  open: [
    1,

    2 ]
  anchored: &here some value
  again: *here
  tagged: !!str 12
  ? explicit
  : yes
list:
- agent: a
  task: b c # d
-   - deep
-

# the end of the list
tail: \U0001f600 end
---
"""

PLACES: list[tuple[tuple[str, ...], str, str]] = [
    (("session", "title"), "title", '"Fix \U0001f600: the parser"'),
    (("session", "status"), "status", "in_progress"),
    (("session", "created"), "'created'", "2025-12-04T14:30:00Z"),
    (("session", "last updated"), '"last \\u0075pdated"', "'it''s'"),
    (("session", "note"), "note", "|  # kept\n    one \U0001f600\n      ---\n    two"),
    (("session", "folded"), "folded", ">-\n    a\n\n    b"),
    (("session", "plain"), "plain", "one\n    two"),
    (("session", "odd"), "odd", "b\x85c\u2028d"),
    (("session", "empty"), "empty", ""),
    (("session", "nothing"), "nothing", "~"),
    (("session", "flow"), "flow", '{x: [1, "\U0001f600", y z], w: }'),
    (("session", "flow", "x"), "x", '[1, "\U0001f600", y z]'),
    (("session", "flow", "x", "0"), "1", "1"),
    (("session", "flow", "x", "1"), '"\U0001f600"', '"\U0001f600"'),
    (("session", "flow", "x", "2"), "y z", "y z"),
    (("session", "flow", "w"), "w", ""),
    (("session", "open"), "open", "[\n    1,\n\n    2 ]"),
    (("session", "anchored"), "anchored", "&here some value"),
    (("session", "again"), "again", "*here"),
    (("session", "tagged"), "tagged", "!!str 12"),
    (("session", "explicit"), "explicit", "yes"),
    (("list",), "list", "- agent: a\n  task: b c # d\n-   - deep\n-"),
    (("list", "0"), "agent: a\n  task: b c", "agent: a\n  task: b c"),
    (("list", "0", "agent"), "agent", "a"),
    (("list", "0", "task"), "task", "b c"),
    (("list", "1"), "- deep", "- deep"),
    (("list", "1", "0"), "deep", "deep"),
    (("list", "2"), "", ""),
    (("tail",), "tail", "\U0001f600 end"),
]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("path", "key", "value"), [pytest.param(*row, id=".".join(row[0])) for row in PLACES])
def test_every_key_and_value_has_its_place_whatever_the_line_ends(
    variant: str, path: tuple[str, ...], key: str, value: str
) -> None:
    text = VARIANTS[variant](DOCUMENT)
    matter = read(text).front
    assert matter.problems == ()
    assert cut(text, matter.key_span(*path)) == VARIANTS[variant](key).removeprefix("\ufeff")
    assert cut(text, matter.value_span(*path)) == VARIANTS[variant](value).removeprefix("\ufeff")


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_data_is_the_same_whatever_the_line_ends(variant: str) -> None:
    assert read(VARIANTS[variant](DOCUMENT)).front.data == {
        "session": {
            "title": "Fix \U0001f600: the parser",
            "status": "in_progress",
            "created": "2025-12-04T14:30:00Z",
            "last updated": "it's",
            "note": "one \U0001f600\n  ---\ntwo\n",
            "folded": "a\nb",
            "plain": "one two",
            "odd": "b\x85c\u2028d",
            "empty": None,
            "nothing": None,
            "flow": {"x": [1, "\U0001f600", "y z"], "w": None},
            "open": [1, 2],
            "anchored": "some value",
            "again": "some value",
            "tagged": "12",
            "explicit": "yes",
        },
        "list": [{"agent": "a", "task": "b c"}, ["deep"], None],
        "tail": "\U0001f600 end",
    }


@pytest.mark.parametrize(
    ("block", "path", "value", "place"),
    [
        pytest.param("a:\nb: c", ("a",), "", "2:3", id="an empty value is behind its colon"),
        pytest.param("a:  \n\n# c\nb: d", ("a",), "", "2:3", id="not behind the comments"),
        pytest.param("x:\n  ? a\n\n# c\ny: d", ("x", "a"), "", "3:6", id="a key without a value"),
        pytest.param("x:\n  ? a\n\n# c\ny: d", ("x",), "? a", "3:3", id="a mapping that ends in such a key"),
        pytest.param("a: [b: c , d]", ("a", "0"), "b: c", "2:5", id="a pair in a list"),
        pytest.param("a:\n  # c\n  b: d\n\n# e\nf: g", ("a",), "b: d", "4:3", id="a mapping without its comments"),
        pytest.param("a: &x\n  b: d\nf: g", ("a",), "&x\n  b: d", "2:4", id="a mapping with its anchor"),
        pytest.param("\ufeffa: b", ("a",), "b", "2:5", id="a BOM at the head of the block"),
        pytest.param("\ufeff\ufeffa: b", ("a",), "b", "2:6", id="two BOMs at the head of the block"),
    ],
)
def test_a_value_without_marks_of_its_own_has_its_place(
    block: str, path: tuple[str, ...], value: str, place: str
) -> None:
    text = f"---\n{block}\n---\n"
    session = read(text)
    span = session.front.value_span(*path)
    assert span is not None
    position = session.lines.position(span.start)
    assert (cut(text, span), f"{position.row}:{position.column}") == (value, place)


def test_an_anchor_given_again_stands_for_the_latest_value() -> None:
    assert front("a: &x 1\nb: *x\nc: &x 2\nd: *x").data == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert front("a: &x [&x 1, *x]\nb: *x").data == {"a": [1, 1], "b": 1}


def test_an_alias_is_looked_up_where_it_stands_and_its_node_where_the_anchor_is() -> None:
    text = "---\na: &x {b: c}\nd: *x\n---\n"
    matter = read(text).front
    assert cut(text, matter.value_span("d")) == "*x"
    assert cut(text, matter.value_span("d", "b")) == "c"
    assert matter.node("d") is matter.node("a")


def test_a_block_of_64_kib_is_read_and_one_byte_more_is_not() -> None:
    filler = "ä" * (32 * 1024 - 2)
    assert front(f"a: {filler}").data == {"a": filler}
    problem = ("2:1", "", "the front matter has 65,537 bytes; expected at most 65,536")
    assert front_problems(f"a: {filler}x") == [problem]


def test_64_levels_are_read_and_65_are_not() -> None:
    assert front_problems("a: " + "[" * 63 + "]" * 63) == []
    assert front_problems("a: " + "[" * 64 + "]" * 64) == [("2:67", "[", "nested deeper than 64 levels")]
    block = "\n".join(" " * level + "a:" for level in range(64))
    assert front_problems(block) == []
    assert front_problems(f"{block}\n{' ' * 64}a:") == [("66:65", "a", "nested deeper than 64 levels")]


def test_100_aliases_are_read_and_101_are_not() -> None:
    aliases = ["*a"] * 100
    assert front(f"a: &a 1\nb: [{', '.join(aliases)}]").data == {"a": 1, "b": [1] * 100}
    aliases.append("*a")
    assert front_problems(f"a: &a 1\nb: [{', '.join(aliases)}]") == [("3:405", "*a", "more than 100 aliases")]


def test_aliases_stand_for_65_536_values_and_no_more() -> None:
    shared = ",".join(["1"] * 647)  # the list and its items: 648 values
    block = f"a: &a [{shared}]\nb: [{','.join(['*a'] * 100)}]\n"  # 2 + 101 * 648 = 65,450
    rest = "\n".join(f"c{number}: 1" for number in range(86))
    assert front_problems(block + rest) == []
    message = "the aliases stand for more than 65,536 values"
    assert front_problems(f"{block}{rest}\nd: 12") == [("90:4", "12", message)]


def test_numbers_of_400_characters_are_read_and_401_are_not() -> None:
    assert front(f"a: {'9' * 400}").data == {"a": int("9" * 400)}
    message = "a number of 401 characters; expected at most 400"
    assert front_problems(f"a: {'9' * 401}") == [("2:4", "9" * 401, message)]


def test_a_block_that_holds_every_private_character_is_read() -> None:
    # The stand-ins for U+0085 and the like were looked for among these 6,400 only.
    private = "".join(map(chr, range(0xE000, 0xF900)))
    assert front(f"a: b\x85c\nd: {private}").data == {"a": "b\x85c", "d": private}


def test_a_broken_value_does_not_hide_the_next_one() -> None:
    assert front_problems("a: !!int b\nc: !d e\nf: g") == [
        ("2:4", "!!int b", "`b` is tagged `!!int` and is none"),
        ("3:4", "!d e", "the tag `!d` is not one that a session can hold"),
    ]

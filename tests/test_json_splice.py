from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.json_splice import Fault, Json, rendered

BLANKS = st.text(alphabet=" \t\n\r", max_size=4)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.sampled_from(['{"', '\\"', "}", "[,]:", "\u2028", "\U0001f642"]),
)
KEYS = st.text(max_size=4)


def spaced(draw: Any, data: Any) -> str:
    """Write data as JSON with any blanks wherever there may be some."""

    def blank() -> str:
        return draw(BLANKS)

    if isinstance(data, dict):
        inside = ",".join(
            f"{blank()}{json.dumps(key, ensure_ascii=draw(st.booleans()))}{blank()}:{blank()}{spaced(draw, value)}{blank()}"
            for key, value in data.items()
        )
        return "{" + (inside or blank()) + "}"
    if isinstance(data, list):
        return "[" + (",".join(f"{blank()}{spaced(draw, one)}{blank()}" for one in data) or blank()) + "]"
    return json.dumps(data, ensure_ascii=draw(st.booleans()))


def values(leaves: Any = SCALARS) -> Any:
    return st.recursive(
        leaves, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3))
    )


@st.composite
def texts(draw: Any, data: Any = None) -> str:
    data = draw(values() if data is None else data)
    return draw(st.sampled_from(["", "\ufeff"])) + draw(BLANKS) + spaced(draw, data) + draw(BLANKS)


def read(text: str) -> Json:
    found = Json.read(text)
    assert isinstance(found, Json)
    return found


def every_path(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    found = [(path, value)]
    for key, inner in value.entries:
        found += every_path(inner, (*path, key))
    return found


@given(texts())
def test_each_value_is_where_it_is_said_to_be(text):
    config = read(text)
    whole = json.loads(text.removeprefix("\ufeff"))
    for path, value in every_path(config.root):
        data = whole
        for key in path:
            data = data[key]
        assert config.data(value) == data


@given(texts(), st.text(max_size=5), values())
def test_what_is_put_in_anywhere_and_taken_out_again_leaves_every_byte(text, key, data):
    config = read(text)
    for path, value in every_path(config.root):
        if value.kind == "{" and value.count(key):
            continue
        if not value.kind or value.kind == '"':
            continue
        last = key if value.kind == "{" else len(value.entries)
        more = config.with_value(value, key if value.kind == "{" else None, data)
        assert more.data(more.at((*path, last))) == data
        assert more.without((*path, last)).text == text


@given(texts(st.dictionaries(KEYS, values(), max_size=3)), st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=4))
def test_several_things_are_taken_out_in_the_reverse_order(text, pairs):
    config, paths = read(text), []
    for outer, inner in pairs:
        there = config.root.get(outer)
        if there is None:
            config, path = config.with_value(config.root, outer, {inner: [1]}), (outer, inner, 0)
        elif there.kind != "{":
            continue
        elif there.get(inner) is None:
            config, path = config.with_value(there, inner, [1]), (outer, inner, 0)
        elif (event := there.get(inner)) and event.kind == "[":
            config, path = config.with_value(event, None, 1), (outer, inner, len(event.entries))
        else:
            continue
        paths.append(path)
        assert json.loads(config.text.removeprefix("\ufeff"))[path[0]][path[1]][path[2]] == 1
    for path in reversed(paths):
        config = config.without(path)
    assert config.text == text


@given(st.text())
def test_reading_any_text_returns(text):
    Json.read(text)


@pytest.mark.parametrize(
    ("text", "words", "offset"),
    [
        pytest.param("", "expecting value", 0, id="empty"),
        pytest.param('// why\n{"a": 1}', "expecting value", 0, id="comment"),
        pytest.param('{"a": 1,}', "illegal trailing comma before end of object", 7, id="trailing comma"),
        pytest.param('\ufeff{"a" 1}', "expecting ':' delimiter", 6, id="behind a byte order mark"),
        pytest.param('{"a": NaN}', "NaN is no JSON", 0, id="NaN"),
        pytest.param("[" * 100_000, "it is nested too deep", 0, id="too deep"),
        pytest.param('{"a": 1} {', "extra data", 9, id="something behind it"),
    ],
)
def test_what_is_no_json_has_its_reason(text, words, offset):
    found = Json.read(text)
    assert isinstance(found, Fault)
    if words.startswith("illegal"):  # Python 3.13 says it better than those before
        assert found.words in (words, "expecting property name enclosed in double quotes")
    else:
        assert found == Fault(words, offset)


def test_a_number_of_any_length_is_read():
    text = f'{{"a": {"9" * 5000}}}'
    assert read(text).with_value(read(text).root, "b", 1).text == f'{text[:-1]}, "b": 1}}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": [\n    1\n  ]\n}\n', id="two blanks"),
        pytest.param('{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"b": [\n\t\t1\n\t]\n}', id="tabs, no last line break"),
        pytest.param(
            '{\r\n    "a": 1\r\n}\r\n', '{\r\n    "a": 1,\r\n    "b": [\r\n        1\r\n    ]\r\n}\r\n', id="CRLF"
        ),
        pytest.param('{"a": 1}', '{"a": 1, "b": [\n  1\n]}', id="one line"),
        pytest.param("{}", '{"b": [\n  1\n]}', id="empty"),
        pytest.param("{\n}\n", '{"b": [\n  1\n]\n}\n', id="empty, over two lines"),
    ],
)
def test_what_is_put_in_is_written_like_what_is_there(before, after):
    config = read(before)
    assert config.with_value(config.root, "b", [1]).text == after
    assert read(after).without(("b",)).text == before


def test_another_value_takes_the_place_of_one():
    config = read('{\n  "a": [\n    {"b": 1},\n    2\n  ]\n}\n')
    assert config.replaced(config.at(("a", 0)), {"c": 3}).text == (
        '{\n  "a": [\n    {\n      "c": 3\n    },\n    2\n  ]\n}\n'
    )


def test_a_container_that_was_put_in_goes_with_its_last_value():
    config = read(rendered({"a": 1, "b": {"c": [1]}}))
    assert config.without(("b", "c", 0)).text == '{\n  "a": 1\n}\n'


def test_the_first_of_several_values_is_taken_out():
    assert read('{"a": [1, 2], "b": 3}').without(("a", 0)).text == '{"a": [2], "b": 3}'
    assert read('{ "a": 1,\n  "b": 3}').without(("a",)).text == '{ "b": 3}'

"""Violations in words, and that the walker and the library are of one mind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_lint import schema, shipped
from session_lint.config import schema as config_schema
from session_lint.failure import Failure
from session_lint.rules import RULES
from session_lint.schema import library, walk

SESSION = json.loads(shipped.read("session.schema.json"))

GOOD = {
    "session": {
        "title": "Weather",
        "status": "paused",
        "created": "2025-12-04T14:30:00Z",
        "last_updated": "2025-12-04T14:30:00Z",
    },
    "orchestration": {"current_task": "Cache"},
}


def with_session(**values: object) -> dict[str, object]:
    return {**GOOD, "session": {**GOOD["session"], **values}}


def with_orchestration(**values: object) -> dict[str, object]:
    return {**GOOD, "orchestration": {**GOOD["orchestration"], **values}}


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        pytest.param(GOOD, [], id="good"),
        pytest.param(with_session(branch="main", linear_issue=None, linear_url=None), [], id="extra-and-null"),
        pytest.param(with_orchestration(spawned_agents=None), [], id="no-agents"),
        pytest.param(
            {},
            ["`session` is missing; expected a mapping", "`orchestration` is missing; expected a mapping"],
            id="nothing",
        ),
        pytest.param(
            {**GOOD, "session": None}, ["`session` is `null`; expected a mapping"], id="null-where-a-mapping-belongs"
        ),
        pytest.param(with_session(title=" \t"), ["`session.title` is blank; expected text"], id="blank"),
        pytest.param(with_session(title=7), ["`session.title` is `7`; expected text"], id="number"),
        pytest.param(
            with_session(status=True),
            ["`session.status` is `true`; expected one of `in_progress`, `paused`, `completed`"],
            id="boolean",
        ),
        pytest.param(
            with_session(created="2025-W49-4"),
            [
                "`session.created` is `2025-W49-4`; it is not an RFC 3339 timestamp; "
                "expected an RFC 3339 timestamp with a zone"
            ],
            id="week-date",
        ),
        pytest.param(
            with_session(created="nope"),
            [
                "`session.created` is `nope`; it is not an RFC 3339 timestamp; expected an RFC 3339 timestamp with a zone"
            ],
            id="format-is-really-checked",
        ),
        pytest.param(
            with_session(created="2025-12-04"),
            [
                "`session.created` is `2025-12-04`; it has no time of day and no zone; "
                "expected an RFC 3339 timestamp with a zone"
            ],
            id="bare-date",
        ),
        pytest.param(
            with_session(linear_issue="PLT-1\n"),
            ["`session.linear_issue` is `PLT-1\\n`; expected text like `BACK-123`"],
            id="dollar-does-not-match-before-a-newline",
        ),
        pytest.param(
            with_session(linear_issue="plt-\u0661"),
            ["`session.linear_issue` is `plt-\u0661`; expected text like `BACK-123`"],
            id="digits-are-ascii",
        ),
        pytest.param(
            with_session(linear_url="http://linear.app/x"),
            [
                "`session.linear_url` is `http://linear.app/x`; "
                "expected text like `https://linear.app/acme/issue/BACK-123`"
            ],
            id="https",
        ),
        pytest.param(
            with_orchestration(spawned_agents=["x", {"agent": "a", "task": "t", "status": "done"}]),
            [
                "`orchestration.spawned_agents.0` is `x`; expected a mapping",
                "`orchestration.spawned_agents.1.status` is `done`; "
                "expected one of `pending`, `in_progress`, `completed`",
            ],
            id="agents",
        ),
    ],
)
def test_a_violation_says_what_is_and_what_is_expected(data, messages):
    assert [violation.message for violation in schema.violations(SESSION, data)] == messages


def test_the_walker_knows_the_built_in_schemas_but_those_with_conditions():
    assert walk.knows(SESSION)
    assert walk.knows(json.loads(shipped.read("journal.schema.json")))
    assert walk.knows(config_schema.json_schema(RULES))
    assert not walk.knows(json.loads(shipped.read("archive.schema.json")))


@pytest.mark.parametrize(
    "strange",
    [
        {"not": {}},
        {"type": "string", "maxLength": 3},
        {"properties": {"a": {"if": {}}}},
        {"items": {"oneOf": []}},
        {"format": "email"},
        {"$ref": "#/$defs/a"},
        {"$ref": "https://example.org/x"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}},
        {"properties": {"a": False}},
        {"additionalProperties": {"unevaluatedItems": False}},
    ],
    ids=json.dumps,
)
def test_the_walker_declines_what_it_does_not_understand(strange):
    assert not walk.knows(strange)


PLAIN = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        1.0,
        2.5,
        "",
        " ",
        "x",
        "in_progress",
        "paused",
        "2025-12-04T14:30:00Z",
        "2025-12-04",
        "PLT-1",
        "https://linear.app/a",
    ]
)
KEYS = st.sampled_from(
    [
        *("session", "orchestration", "title", "status", "created", "last_updated", "linear_issue", "linear_url"),
        *("current_task", "spawned_agents", "agent", "task", "summary", "other"),
    ]
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6))
NEARLY_GOOD = st.fixed_dictionaries(
    {},
    optional={
        "session": st.dictionaries(KEYS, PLAIN, max_size=8) | VALUES,
        "orchestration": st.fixed_dictionaries(
            {"current_task": PLAIN}, optional={"spawned_agents": st.lists(st.dictionaries(KEYS, PLAIN), max_size=4)}
        ),
    },
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(VALUES, NEARLY_GOOD))
def test_the_walker_and_the_library_break_on_the_same_things_in_the_same_order(data):
    assert list(walk.broken(SESSION, data)) == list(library.broken(SESSION, data))


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "object", ["array", "null"], "boolean"]),
            "enum": st.lists(PLAIN, min_size=1, max_size=3),
            "const": PLAIN,
            "minimum": st.integers(-1, 3),
            "maximum": st.integers(-1, 3),
            "minItems": st.integers(0, 2),
            "required": st.lists(KEYS, unique=True, max_size=2),
            "properties": st.dictionaries(KEYS, st.fixed_dictionaries({"type": st.just("string")}), max_size=2),
            "additionalProperties": st.sampled_from([True, False, {"type": "integer"}]),
            "items": st.sampled_from([{"type": "string"}, {"enum": [1, True]}]),
            "anyOf": st.just([{"type": "string", "pattern": "^p"}, {"type": "array"}]),
        },
    ),
    VALUES,
)
def test_they_agree_on_any_schema_that_the_walker_knows(some, data):
    assert walk.knows(some)
    ours = [(one.path, one.keyword, one.instance) for one in walk.broken(some, data)]
    theirs = [(one.path, one.keyword, one.instance) for one in library.broken(some, data)]
    assert ours == theirs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param([1], "own.json: expected a JSON Schema, an object", id="no-object"),
        pytest.param({"type": "nope"}, "own.json: not a JSON Schema of draft 2020-12: at `/type`: ", id="keyword"),
        pytest.param({"pattern": "("}, "own.json: not a JSON Schema of draft 2020-12: at `/pattern`: ", id="regex"),
    ],
)
def test_a_schema_that_is_none_is_refused_with_its_place(text, message):
    with pytest.raises(Failure) as caught:
        library.check(text, "own.json")
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        pytest.param(
            {"$ref": "https://example.org/x.json"}, "the schema refers to `https://example.org/x.json`", id="net"
        ),
        pytest.param({"$ref": "file:///etc/passwd"}, "the schema refers to `file:///etc/passwd`", id="file"),
        pytest.param({"$ref": "#/$defs/gone"}, "the schema refers to `/$defs/gone`", id="dangling"),
        pytest.param({"$ref": "#"}, "the schema refers to itself without an end", id="circle"),
    ],
)
def test_a_reference_never_leaves_the_schema(own, message):
    library.check(own, "own.json")
    with pytest.raises(Failure) as caught:
        schema.violations(own, {})
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("own", "data", "message"),
    [
        ({"not": {"required": ["a"]}}, {"a": 1}, "the front matter is a mapping; it does not fit `not` of the schema"),
        ({"properties": {"a": {"maxLength": 2}}}, {"a": "xyz"}, "`a` is `xyz`; expected maxLength `2`"),
        (
            {"properties": {"a": {"format": "email"}}},
            {"a": "xyz"},
            "`a` is `xyz`; expected text that fits format `email`",
        ),
        ({"properties": {"a": {"const": 1}}, "not": {"maxProperties": 0}}, {"a": 2}, "`a` is `2`; expected `1`"),
        ({"additionalProperties": False, "maxProperties": 9}, {"b": 2}, "`b` is a key that the schema does not allow"),
        ({"additionalProperties": {"type": "null"}, "maxProperties": 9}, {"b": 2}, "`b` is `2`; expected null"),
        ({"patternProperties": {"^b": {}}, "additionalProperties": False}, {"b": 2}, None),
        ({"properties": {"a": False}}, {"a": 2}, "the front matter is not allowed here"),
    ],
    ids=json.dumps,
)
def test_a_schema_of_ones_own_may_use_every_keyword(own, data, message):
    assert [violation.message for violation in schema.violations(own, data)] == ([message] if message else [])


def test_a_schema_of_20000_broken_items_stops_in_time():
    data = with_orchestration(spawned_agents=[{}] * 20_000)
    assert len(schema.violations(SESSION, data)) == 101


AGENTS = ("orchestration", "spawned_agents", "1")
DATA = with_orchestration(spawned_agents=[{"agent": "a"}, {"type": "b"}], weather=1)


@pytest.mark.parametrize(
    ("path", "value", "keywords"),
    [
        pytest.param(("session", "status"), "paused", [], id="fits"),
        pytest.param(("session", "status"), 5, ["enum"], id="no-word-of-the-set"),
        pytest.param(("session", "created"), "yesterday", ["format"], id="no-time"),
        pytest.param(("session", "title"), 5, ["type"], id="no-text"),
        pytest.param(("session", "linear_issue"), "plt", ["pattern"], id="no-id"),
        pytest.param(("session", "anything"), 5, [], id="unknown-key"),
        pytest.param(("orchestration",), {}, [], id="what-is-missing-inside-does-not-count"),
        pytest.param(("orchestration",), [], ["type"], id="no-mapping"),
        pytest.param((*AGENTS, "agent"), "b", [], id="fits-in-a-list"),
        pytest.param((*AGENTS, "agent"), "", ["pattern"], id="blank-in-a-list"),
        pytest.param((*AGENTS, "status"), "done", ["enum"], id="no-word-of-the-set-in-a-list"),
    ],
)
@pytest.mark.parametrize("known", [True, False], ids=["walker", "library"])
def test_a_value_is_judged_at_a_place_before_it_is_there(path, value, keywords, known):
    wanted = SESSION if known else {**SESSION, "minProperties": 0}
    assert walk.knows(wanted) == known
    assert [one.keyword for one in schema.misfits(wanted, DATA, path, value)] == keywords

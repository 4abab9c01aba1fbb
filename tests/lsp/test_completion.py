"""What is offered where, and what it makes of the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import config, engine, session, shipped, suppression
from session_lint.lsp.completion import TRIGGERS, complete
from session_lint.rule import Facts
from session_lint.rules import RULES

from ..reading.samples import PATH, PROFILE, VARIANTS
from .marker import NOW, at_mark, chosen, offered, preset, written

SESSION = ["title", "status", "created", "last_updated", "linear_issue", "linear_url", "branch"]
AGENT = ["agent", "task", "status", "summary"]
JOURNAL = preset("journal")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("---\n|\n---\n", ["session", "orchestration"], id="empty block"),
        pytest.param("---\n|", ["session", "orchestration"], id="block that is not closed"),
        pytest.param("---\nsession:\n  |\n---\n", SESSION, id="first key of a mapping"),
        pytest.param("---\nsession:\n    |\n---\n", SESSION, id="other indentation"),
        pytest.param("---\nsession:\n  title: x\n  |\n---\n", SESSION[1:], id="without those that are there"),
        pytest.param("---\nsession:\n  |\n  title: x\n---\n", SESSION[1:], id="those below are there, too"),
        pytest.param("---\nsession:\n  title: x\n|\n---\n", ["orchestration"], id="back at the left"),
        pytest.param("---\nsession:\n  title: x\n  st|\n---\n", ["status"], id="half a key"),
        pytest.param("---\nsession:\n  title: x\n  s|t\n---\n", ["status"], id="within half a key"),
        pytest.param("---\nsession:\n  t|itl: x\n---\n", ["title"], id="another key in its place"),
        pytest.param('---\nsession:\n  title: "x\n  st|\n---\n', ["status"], id="a quote is open above"),
        pytest.param("---\nsession: {\n  st|\n---\n", [], id="flow style"),
        pytest.param("---\nses|\n  title: x\n---\n", ["session"], id="a key with keys below"),
        pytest.param("---\norch|\n- title\n---\n", [], id="a key that has no list"),
        pytest.param("---\nsession:\n|\n  title: x\n---\n", [], id="it would take the keys below"),
        pytest.param("---\nsession:\n  title: x\n    |\n---\n", [], id="deeper than a value"),
        pytest.param("---\nsession:\n    |\n  title: x\n---\n", [], id="deeper than its siblings"),
        pytest.param("---\nsession:\n  title: >\n    st|\n---\n", [], id="block scalar"),
        pytest.param("---\nsession:\n  title: a\n    st|\n---\n", [], id="text of several lines"),
        pytest.param("---\nsession:\n  title: 'a\n\n    |'\n---\n", [], id="quoted text of several lines"),
        pytest.param("---\nsession:\n\t|\n---\n", [], id="tab"),
        pytest.param("---\nsession:\n  # st|\n---\n", [], id="comment"),
        pytest.param("---\norchestration:\n  spawned_agents:\n    - |\n---\n", AGENT, id="key of an item"),
        pytest.param("---\norchestration:\n  spawned_agents:\n    -|\n---\n", [], id="a dash without a blank"),
        pytest.param(
            "---\norchestration:\n  spawned_agents:\n    - agent: x\n      |\n---\n",
            AGENT[1:],
            id="next key of an item",
        ),
        pytest.param(
            "---\norchestration:\n  spawned_agents:\n  - agent: x\n    |\n---\n", AGENT[1:], id="compact list"
        ),
        pytest.param(
            "---\norchestration:\n  spawned_agents:\n    - agent: x\n    |\n---\n", ["- agent"], id="another item"
        ),
        pytest.param("---\norchestration:\n  spawned_agents:\n    |\n---\n", ["- agent"], id="first item"),
        pytest.param("---\norchestration:\n  current_task:\n    |\n---\n", [], id="no item of what is no list"),
        pytest.param("---\norchestration:\n  spawned_agents:|\n---\n", [], id="no null before the lines of a list"),
        pytest.param("---\nother:\n  |\n---\n", [], id="a mapping that nothing is known of"),
    ],
)
def test_keys_are_offered_where_they_may_stand(text, labels):
    assert offered(text) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("status: |", ["in_progress", "paused", "completed"], id="nothing yet"),
        pytest.param("status:|", ["in_progress", "paused", "completed"], id="no blank yet"),
        pytest.param("status: p|", ["paused"], id="a letter"),
        pytest.param("status: 'p|", ["paused"], id="a quote"),
        pytest.param("status: |paused # so far", ["in_progress", "paused", "completed"], id="before another value"),
        pytest.param("status: x|", [], id="another word"),
        pytest.param("status: paused # |", [], id="comment"),
        pytest.param("status: | # so far", ["in_progress", "paused", "completed"], id="comment behind it"),
        pytest.param("status: [|", [], id="list"),
        pytest.param("status: |\n    a: b", [], id="keys below"),
        pytest.param("status: |\n    paused", [], id="text below"),
        pytest.param("title: |", [], id="any text"),
        pytest.param("linear_issue: |", ["null"], id="what may be null"),
        pytest.param("last_updated: |", ["now"], id="time"),
        pytest.param('last_updated: "n|', ["now"], id="now in quotes"),
        pytest.param("last_updated: 2025|", ["now"], id="half a time"),
        pytest.param("last_updated: 2024|", [], id="half of another time"),
        pytest.param("created: |", ["now", "file name"], id="time in the file's name"),
        pytest.param("other: |", [], id="a key that nothing is known of"),
    ],
)
def test_values_are_offered_where_they_may_stand(text, labels):
    assert offered(f"---\nsession:\n  {text}\n---\n") == labels


@pytest.mark.parametrize(
    ("text", "label", "after"),
    [
        pytest.param("  |\n", "title", "  title: |\n", id="key"),
        pytest.param("  st|\n", "status", "  status: |\n", id="half a key"),
        pytest.param("  st|at: paused\n", "status", "  status: paused\n", id="key with a value"),
        pytest.param("  |\n", "created", '  created: "2025-12-05T12:00:00Z"\n', id="time with its key"),
        pytest.param("  status:|\n", "paused", "  status: paused\n", id="blank is added"),
        pytest.param("  status: 'in|\n", "in_progress", "  status: 'in_progress'\n", id="quotes are kept"),
        pytest.param("  status: |pau # x\n", "paused", "  status: paused # x\n", id="comment is kept"),
        pytest.param(
            "  created: |\n", "file name", '  created: "2025-12-04T14:30:00Z"\n', id="time in the file's name"
        ),
        pytest.param(
            "  created: '|'\n", "now", "  created: '2025-12-05T12:00:00Z'\n", id="time in the quotes that are there"
        ),
        pytest.param(
            "  title: 'x'\n|\n",
            "orchestration",
            "  title: 'x'\norchestration:\n  current_task: |\n",
            id="mapping with what it must have",
        ),
    ],
)
def test_what_is_chosen_stands_in_the_text(text, label, after):
    assert chosen(f"---\nsession:\n{text}---\n", label) == f"---\nsession:\n{after}---\n"


def test_a_mapping_is_written_with_all_that_it_must_have():
    assert chosen("---\n|\n---\n", "session") == (
        "---\nsession:\n  title: |\n  status: in_progress\n"
        '  created: "2025-12-05T12:00:00Z"\n  last_updated: "2025-12-05T12:00:00Z"\n---\n'
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_takes_several_lines_is_written_with_the_line_ends_of_the_file(variant):
    before, after = (
        VARIANTS[variant]("---\n|\n---\n"),
        VARIANTS[variant]("---\norchestration:\n  current_task: |\n---\n"),
    )
    assert chosen(before, "orchestration") == after


def test_a_schema_that_refers_to_itself_has_an_end():
    keys = {name: {"$ref": "#"} for name in "abcdefgh"}
    own = replace(
        PROFILE, schema={"type": "object", "required": list(keys), "properties": keys, "allOf": [{"$ref": "#"}]}
    )
    one, offset = at_mark("---\na:\n  b:\n    |\n---\n", own)
    found = complete(one, offset, NOW, RULES)
    assert [item.label for item in found] == list(keys)
    assert max(len(item.text) for item in found) < 4000
    assert session.read(PATH, written(one, found[0]), own).front.problems == ()


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"properties": {"a": True, "b": False}}, id="true and false"),
        pytest.param({"properties": {"a": {"$ref": "#/no/where"}, "b": {"$ref": "other.json"}}}, id="no such place"),
        pytest.param({"properties": {"a": {"$ref": "#/properties/b"}, "b": {"$ref": "#/properties/a"}}}, id="circle"),
        pytest.param({"$ref": "#/$defs/x", "$defs": {"x": {"properties": {"a": {}, "b": {}}}}}, id="reference"),
        pytest.param({"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}, id="alternatives"),
        pytest.param({"if": {}, "then": {"properties": {"a": {}}}, "else": {"properties": {"b": {}}}}, id="conditions"),
        pytest.param({"allOf": [{"properties": {"a": {"items": {}}}}, {"properties": {"b": {}}}]}, id="all of them"),
    ],
)
def test_the_keys_of_any_schema_are_known(schema):
    assert offered("---\n|\n---\n", replace(PROFILE, schema=schema)) == ["a", "b"]


def test_an_item_is_written_with_all_that_it_must_have():
    text = "---\norchestration:\n    spawned_agents:\n    |\n---\n"
    assert chosen(text, "- agent") == (
        "---\norchestration:\n    spawned_agents:\n    - agent: |\n      task: |\n      status: pending\n---\n"
    )


def test_a_list_is_written_with_its_first_item():
    text = "---\norchestration:\n    current_task: x\n    sp|\n---\n"
    assert chosen(text, "spawned_agents") == (
        "---\norchestration:\n    current_task: x\n    spawned_agents:\n        - agent: |\n          task: |\n"
        "          status: pending\n---\n"
    )


def test_an_item_says_what_it_is():
    one, offset = at_mark("---\nsession:\n  title: x\n  st|\n---\n")
    (item,) = complete(one, offset, NOW, RULES)
    assert (item.detail, item.documentation) == (
        "required",
        "**`session.status`** · required · one of `in_progress`, `paused`, `completed`\n\n"
        "`in_progress`: work is happening; `paused`: stopped for now; `completed`: ready to be deleted.\n\n"
        "Example: `status: in_progress`",
    )
    one, offset = at_mark("---\nsession:\n  status: p|\n---\n")
    (item,) = complete(one, offset, NOW, RULES)
    assert item.detail == "stopped for now"


def test_a_preset_has_its_own_keys_and_words():
    assert offered("---\nstatus: |\n---\n", JOURNAL) == ["active", "stopped", "blocked", "done", "archived"]
    assert offered("---\n|\n---\n", JOURNAL)[:4] == ["branch", "status", "created", "last_updated"]
    assert "archived_by" in offered("---\nsession:\n  |\n---\n", preset("archive"))


def test_the_address_of_the_issue_is_offered_where_the_workspace_is_known():
    linked = preset("default", '[profile]\nlinear-url = "https://linear.app/acme/"\n')
    text = "---\nsession:\n  linear_issue: BACK-7\n  linear_url: |\n---\n"
    assert chosen(text, "https://linear.app/acme/issue/BACK-7", linked) == (
        '---\nsession:\n  linear_issue: BACK-7\n  linear_url: "https://linear.app/acme/issue/BACK-7"\n---\n'
    )
    assert offered(text) == ["null"]


@pytest.mark.parametrize(
    ("written", "begin"),
    [
        pytest.param('"|', '"', id="a quote"),
        pytest.param('"20|', '"2', id="a quote and digits"),
        pytest.param("'n|", "'n", id="another quote and a letter"),
        pytest.param("20|", "2", id="no quote"),
        pytest.param('"|"', '"', id="both quotes"),
    ],
)
def test_a_time_is_held_against_all_that_is_typed_its_quote_included(written, begin):
    one, offset = at_mark(f"---\nsession:\n  last_updated: {written}\n---\n")
    (item,) = complete(one, offset, NOW, RULES)
    assert item.filter.startswith(begin)


def test_no_line_break_asks_for_completion():
    assert "\n" not in TRIGGERS  # with the next one somebody would take what is offered


HEAD = "---\n---\n# Session: x\n\n"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("## |\n", ["Context", "Current State", "Next Steps", "Session Log"], id="all are missing"),
        pytest.param("##|\n", ["Context", "Current State", "Next Steps", "Session Log"], id="no blank yet"),
        pytest.param("#|\n", ["Context", "Current State", "Next Steps", "Session Log"], id="one mark"),
        pytest.param("## Context\n## C|\n", ["Current State"], id="half a title"),
        pytest.param("## Next|\n", ["Next Steps"], id="the heading itself does not count"),
        pytest.param("## |\n## next steps\n", ["Context", "Current State", "Session Log"], id="in any case"),
        pytest.param("### |\n", [], id="another level"),
        pytest.param("|\n", [], id="blank line"),
        pytest.param("Text|\n", [], id="prose"),
        pytest.param("```\n## |\n```\n", [], id="code"),
        pytest.param("<!--\n## |\n-->\n", [], id="comment"),
        pytest.param("<div>\n## |\n</div>\n", [], id="HTML"),
        pytest.param("    ## |\n", [], id="indented code"),
    ],
)
def test_headings_are_offered_where_one_is_begun(text, labels):
    assert offered(HEAD + text) == labels


def test_a_heading_is_written_whole():
    assert chosen(HEAD + "##|\ntext", "Next Steps") == HEAD + "## Next Steps\ntext"
    assert chosen(HEAD + "## cur|rent\n", "Current State") == HEAD + "## Current State\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        pytest.param("|\n", "### 2025-12-05 12:00 - |text|\n", id="blank line"),
        pytest.param("###|\n", "### 2025-12-05 12:00 - |text|\n", id="heading"),
        pytest.param("### 2025-|\n", "### 2025-12-05 12:00 - |text|\n", id="half a stamp"),
    ],
)
def test_an_entry_of_the_log_is_offered_in_it(text, after):
    assert chosen(f"{HEAD}## Session Log\n\n{text}", "log entry") == f"{HEAD}## Session Log\n\n{after}"


def test_an_entry_has_the_form_that_the_profile_wants():
    assert chosen("---\n---\n## Journal\n\n[|\n", "log entry", JOURNAL) == (
        "---\n---\n## Journal\n\n[2025-12-05 12:00] |type|(|scope|): |text|\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## Context\n\n|\n", id="another section"),
        pytest.param("## Session Log\n\nText|\n", id="prose"),
        pytest.param("## Session Log\n\n```\n|\n```\n", id="code"),
        pytest.param("## Session Log\n\n## Next\n\n|\n", id="behind the log"),
    ],
)
def test_an_entry_of_the_log_is_offered_nowhere_else(text):
    assert offered(HEAD + text) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("<!-- |", ["session-lint: ignore", "session-lint: ignore-file"], id="comment that begins"),
        pytest.param("<!-- ses|", ["session-lint: ignore", "session-lint: ignore-file"], id="its first letters"),
        pytest.param("<!-- a|", [], id="comment of somebody"),
        pytest.param("<!-- session-lint: |", ["ignore", "ignore-file"], id="verb"),
        pytest.param("<!-- session-lint: ignore-|", ["ignore-file"], id="half a verb"),
        pytest.param("<!-- session-lint: ignore SL30|", ["SL302", "SL303", "SL304", "SL305", "SL306", "SL307", "SL308", "SL309"], id="codes"),
        pytest.param("<!-- session-lint: ignore section-d|", ["section-duplicate"], id="name"),
        pytest.param("<!-- session-lint: ignore SECTION_D|", ["section-duplicate"], id="name in another spelling"),
        pytest.param("<!-- session-lint: ignore SL309, SL30|8 -->", ["SL302", "SL303", "SL304", "SL305", "SL306", "SL307", "SL308"], id="without those that are there"),
        pytest.param("<!-- session-lint: ignore section-m|", [], id="a rule that only the file silences"),
        pytest.param("<!-- session-lint: ignore-file section-m|", ["section-missing"], id="the file silences it"),
        pytest.param("<!-- session-lint: ignore-file AL|", ["ALL"], id="all rules"),
        pytest.param("<!-- session-lint: ignore-file SL00|", ["SL006", "SL007"], id="rules that nothing silences"),
        pytest.param("<!-- session-lint: ignore SL304 -- why SL|", [], id="reason"),
        pytest.param("<!-- session-lint: ignore SL304 --> SL|", [], id="behind the comment"),
        pytest.param("`<!-- session-lint: ignore SL|", [], id="code span"),
        pytest.param("```\n<!-- session-lint: ignore SL|\n```", [], id="code"),
        pytest.param("<!--\nsession-lint: ignore section-d|\n-->", ["section-duplicate"], id="several lines"),
        pytest.param("<!-- session-lint: allow SL|", [], id="another verb"),
    ],
)  # fmt: skip
def test_rules_are_offered_in_ignore_comments(text, labels):
    assert offered(f"{HEAD}Text {text}" if "\n" not in text else HEAD + text) == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("a: b # session-lint: ignore timestamp-s|", ["timestamp-style"], id="behind a value"),
        pytest.param("# session-lint: |", ["ignore", "ignore-file"], id="on its own line"),
        pytest.param("# s|", ["session-lint: ignore", "session-lint: ignore-file"], id="its first letters"),
        pytest.param("# |", [], id="comment that begins"),
        pytest.param("a: 'b # session-lint: ignore SL|'", [], id="in a text"),
    ],
)
def test_rules_are_offered_in_comments_of_yaml(text, labels):
    assert offered(f"---\n{text}\n---\n") == labels


def test_a_comment_is_written_with_its_end():
    assert chosen(HEAD + "<!-- s|\n", "session-lint: ignore") == HEAD + "<!-- session-lint: ignore | -->\n"
    assert chosen(HEAD + "<!--|-->\n", "session-lint: ignore") == HEAD + "<!-- session-lint: ignore |-->\n"


def test_the_rules_that_speak_come_first():
    one, offset = at_mark(HEAD + "<!-- session-lint: ignore | -->\n\n## Context\nTBD\n")
    settings = config.default(RULES, lambda location: shipped.read(location.path)).rules_for(PATH)
    found = [it for it in engine.check(one, settings, Facts(NOW)).diagnostics if it.code == "SL304"]
    labels = [item.label for item in complete(one, offset, NOW, RULES, found)]
    assert labels[:3] == ["SL304", "section-placeholder", "SL201"]


def test_a_whole_session_is_offered_in_an_empty_file():
    one, offset = at_mark("|")
    (item,) = complete(one, offset, NOW, RULES)
    after = session.read(PATH, written(one, item), PROFILE)
    assert (after.title, [section.heading.title for section in after.sections]) == (
        "weather fallback",
        ["Context", "Current State", "Next Steps"],
    )


WHOLE = """---
session:
  title: Weather
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-04T14:30:00Z"
orchestration:
  current_task: Cache
  spawned_agents:
    - agent: backend
      task: Cache
      status: pending
---
# Session: Weather

## Context
Why.

<!-- session-lint: ignore section-duplicate -- so it is -->

## Next Steps
- [ ] Go on

## Session Log

### 2025-12-04 14:30 - lead
Begun.
"""


def removed(text: str, row: int, kept: int) -> tuple[str, int]:
    """Give a text with all but the beginning of a line removed, and where that ends."""
    lines = text.split("\n")
    kept_text = lines[row][:kept]
    start = len("\n".join([*lines[:row], ""])) if row else 0
    return "\n".join([*lines[:row], kept_text, *lines[row + 1 :]]), start + len(kept_text)


KEYS = {
    2: ("session", "title"), 3: ("session", "status"), 4: ("session", "created"), 5: ("session", "last_updated"),
    7: ("orchestration", "current_task"), 10: ("orchestration", "spawned_agents", "0", "task"),
    11: ("orchestration", "spawned_agents", "0", "status"),
}  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("row", KEYS)
def test_a_key_reads_back_wherever_its_line_was_left(row, variant):
    path = KEYS[row]
    line = WHOLE.split("\n")[row]
    indent = len(line) - len(line.lstrip(" "))
    for kept in range(indent, line.index(":") + 1):
        text, offset = removed(WHOLE, row, kept)
        before = VARIANTS[variant](text[:offset])
        one = session.read(PATH, before + VARIANTS[variant](text[offset:]).removeprefix("\ufeff"), PROFILE)
        (item,) = (item for item in complete(one, len(before), NOW, RULES) if item.label == path[-1])
        after = session.read(PATH, written(one, item), PROFILE)
        assert after.front.problems == ()
        assert after.front.entry(*path) is not None
        assert after.text.count("\n") == after.text.count("\r\n") or "\r" not in after.text or variant == "CR"
        assert after.text.startswith("\ufeff") == ("BOM" in variant)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_value_reads_back_wherever_its_line_was_left(variant):
    for value, row, path in (("in_progress", 3, ("session", "status")), ("pending", 11, KEYS[11])):
        line = WHOLE.split("\n")[row]
        for kept in range(line.index(":") + 1, len(line) + 1):
            text, offset = removed(WHOLE, row, kept)
            before = VARIANTS[variant](text[:offset])
            one = session.read(PATH, before + VARIANTS[variant](text[offset:]).removeprefix("\ufeff"), PROFILE)
            (item,) = (item for item in complete(one, len(before), NOW, RULES) if item.label == value)
            after = session.read(PATH, written(one, item), PROFILE)
            assert after.front.data_at(*path) == value
            assert after.front.data == session.read(PATH, WHOLE, PROFILE).front.data


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_heading_an_entry_and_a_rule_read_back_wherever_their_lines_were_left(variant):
    whole = session.read(PATH, VARIANTS[variant](WHOLE), PROFILE)
    rows = WHOLE.split("\n")
    for row, first, label in ((rows.index("## Next Steps"), 1, "Next Steps"), (rows.index("## Context"), 2, "Context")):
        for kept in range(first, len(rows[row]) + 1):
            text, offset = removed(WHOLE, row, kept)
            before = VARIANTS[variant](text[:offset])
            one = session.read(PATH, before + VARIANTS[variant](text[offset:]).removeprefix("\ufeff"), PROFILE)
            (item,) = (item for item in complete(one, len(before), NOW, RULES) if item.label == label)
            assert written(one, item) == whole.text
    row = rows.index("### 2025-12-04 14:30 - lead")
    for kept in (0, *range(3, len("### 2025-12-0") + 1)):
        text, offset = removed(WHOLE, row, kept)
        before = VARIANTS[variant](text[:offset])
        one = session.read(PATH, before + VARIANTS[variant](text[offset:]).removeprefix("\ufeff"), PROFILE)
        (item,) = (item for item in complete(one, len(before), NOW, RULES) if item.label == "log entry")
        ((entry,),) = session.read(PATH, written(one, item), PROFILE).logs
        assert (entry.instant, entry.flaw) == (NOW, None)


def test_a_rule_reads_back_wherever_it_was_left():
    for kept in range(len("section-duplicate") + 1):
        text = WHOLE.replace("section-duplicate", "section-duplicate"[:kept] + "|", 1)
        one, offset = at_mark(text)
        (item,) = (item for item in complete(one, offset, NOW, RULES) if item.label == "section-duplicate")
        (directive,) = suppression.read(session.read(PATH, written(one, item), PROFILE))
        assert [word.text for word in directive.words] == ["section-duplicate"]


@given(st.integers(0, len(WHOLE)), st.integers(0, 30))
def test_a_key_that_is_offered_anywhere_in_a_sound_text_reads_back(at, gone):
    one = session.read(PATH, WHOLE[:at] + WHOLE[at + gone :], PROFILE)
    for item in complete(one, at, NOW, RULES):
        after = session.read(PATH, written(one, item), PROFILE)
        if one.front.data is not None and item.span.start < one.front.content.end:
            assert after.front.problems == (), (item, after.text)

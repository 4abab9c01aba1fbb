"""Known diagnostics: what keeps a fingerprint and what does not, and the file that holds them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import baseline, config, engine, session, shipped
from session_lint.baseline import Baseline, Comparison, Entry
from session_lint.failure import Failure
from session_lint.proof import Examined
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.verdict import Verdict

PATH = ".agents/sessions/20251204-143000-weather-fallback.md"
OTHER = ".agents/sessions/20251203-090000-renewals.md"
NOW = datetime(2025, 12, 20, 12, 0, tzinfo=UTC)
CONFIG = config.default(RULES, lambda location: shipped.read(location.path))
SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "baseline.schema.json").read_text(encoding="utf-8"))

TEXT = """---
session:
  title: "Weather fallback"
  status: complete
  created: "2025-12-04T14:30:00Z"
  last_updated: 2025-12-04
  linear_isue: PLT-1
orchestration:
  current_task: ""
  spawned_agents:
    - agent: backend-dev
      task: Cache the forecast
      status: done
    - task: Read the cache
      status: done
---
# Session: Weather fallback

## Context

TBD

## Current State

Background for anyone picking up this work.

## Notes

- TBD
"""
"""Breaks rules of the front matter and of sections, some of them more than once."""

STALE = """---
session:
  title: "Weather fallback"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-09T09:00:00Z"
orchestration:
  current_task: "Cache the forecast"
---
# Session: Weather fallback

## Context

The forecast service is down every night.

## Current State

A cache is written.

## Next Steps

- Read it.
"""


def judged(text: str, path: str = PATH, now: datetime = NOW) -> Examined:
    read = session.read(path, text, CONFIG.at(path).profile)
    return Examined(read, engine.check(read, CONFIG.rules_for(path), Facts(now)).diagnostics)


def entries(examined: Examined) -> tuple[Entry, ...]:
    return baseline.entries(Verdict.of(examined))


def prints(text: str, path: str = PATH, now: datetime = NOW) -> set[str]:
    return {entry.fingerprint for entry in entries(judged(text, path, now))}


def codes(text: str) -> list[str]:
    return [one.code for one in judged(text).diagnostics]


def compared(known: Iterable[Entry], exists: Iterable[str] = (PATH, OTHER)) -> Comparison:
    there = set(exists)
    return Comparison(Baseline(tuple(known)), CONFIG.rules_for, lambda path: path in there)


def new(before: str, after: str) -> list[tuple[str, int]]:
    """Give code and row of what is new in a text against what is known of another."""
    left = compared(entries(judged(before))).new(judged(after), PATH)
    return [(one.code, left.session.lines.row(one.span.start)) for one in left.diagnostics]


def test_the_text_that_these_tests_change_breaks_rules_of_all_kinds():
    assert codes(TEXT) == [
        *("SL201", "SL201", "SL205", "SL201", "SL201", "SL201", "SL201"),
        *("SL301", "SL304", "SL304", "SL304"),
    ]
    assert codes(STALE) == ["SL401"]
    assert len(prints(TEXT)) == len(codes(TEXT))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(TEXT.replace("session:\n", "session:\n  branch: main\n", 1), id="a key above"),
        pytest.param(TEXT.replace("## Context", "## Why\n\nIt rains.\n\n## Context"), id="a section above"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="crlf"),
        pytest.param(TEXT.replace("\n", "\r"), id="cr"),
        pytest.param("\ufeff" + TEXT, id="a byte order mark"),
        pytest.param(TEXT.replace("\n  ", "\n    "), id="the front matter indented"),
        pytest.param(TEXT.replace("- TBD", "  -   TBD"), id="an item indented"),
        pytest.param(TEXT.replace("status: complete", 'status:   "complete"  # for now'), id="quotes and a comment"),
        pytest.param(TEXT.replace("# Session: Weather fallback", "# Session: Forecasts"), id="another title"),
        pytest.param(
            TEXT.replace("    - agent: backend-dev", "    - agent: qa\n      task: t\n      status: pending\n    - agent: backend-dev"),
            id="an agent before the others",
        ),
        pytest.param(
            TEXT.replace("## Context\n\nTBD\n\n", "").replace("## Notes", "## Context\n\nTBD\n\n## Notes"),
            id="a section moved",
        ),
        pytest.param(TEXT.replace("TBD\n\n## Current", "TBD\n\n\n\n## Current").rstrip("\n"), id="blank lines"),
        pytest.param(TEXT.replace("task: Read the cache", "task: Read it"), id="an item in which a key is missing"),
        pytest.param(TEXT.replace("linear_isue: PLT-1", "linear_isue: PLT-2"), id="the value of an unknown key"),
        pytest.param(
            TEXT.replace("this work.\n", "this work.\n\n### Next steps\n\nx\n"), id="a near miss of the missing section"
        ),
    ],
)  # fmt: skip
def test_a_fingerprint_outlives_changes_around_what_it_is_about(changed):
    assert prints(changed) == prints(TEXT)
    assert new(TEXT, changed) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(TEXT.replace("complete", "finished"), [("SL201", 4)], id="another value"),
        pytest.param(TEXT.replace('created: "2025-12-04T14:30:00Z"', 'created: "today"'), [("SL201", 5)], id="a field"),
        pytest.param(TEXT.replace("linear_isue", "linear_issu"), [("SL205", 7)], id="another key"),
        pytest.param(
            TEXT.replace("---\n# Session", "    - agent: qa\n      task: t\n      status: done\n---\n# Session"),
            [("SL201", 18)],
            id="one more of the same",
        ),
        pytest.param(
            TEXT.replace("---\n# Session", "    - task: t\n      status: pending\n---\n# Session"),
            [("SL201", 16)],
            id="one more key that is missing",
        ),
        pytest.param(
            TEXT.replace("## Notes", "## Later\n\n- TBD\n\n## Notes"), [("SL304", 33)], id="one more of the same text"
        ),
        pytest.param(
            TEXT.replace("## Context\n\nTBD", "## Context\n\nIt rains."), [], id="one less"
        ),
        pytest.param(
            TEXT.replace("Background for anyone picking up this work.", "TBD"), [("SL304", 25)], id="another section"
        ),
        pytest.param(TEXT.replace("up this work.", "up this work. Yes!"), [("SL304", 25)], id="a longer line"),
        pytest.param(TEXT.replace("## Context", "## Why"), [("SL301", 17), ("SL304", 21)], id="a heading"),
        pytest.param(TEXT.replace('title: "Weather fallback"', "title: {a: 1}"), [("SL201", 3)], id="a mapping"),
        pytest.param(TEXT.replace("session:", "session", 1), [("SL004", 3)], id="no yaml any more"),
    ],
)  # fmt: skip
def test_what_is_not_the_same_is_new(changed, expected):
    assert new(TEXT, changed) == expected


def test_the_passing_of_time_makes_nothing_new():
    first, then = judged(STALE), judged(STALE, now=NOW + timedelta(days=3))
    assert [one.message for one in first.diagnostics] != [one.message for one in then.diagnostics]
    assert entries(first) == entries(then)


def test_another_update_that_is_too_old_in_turn_is_new():
    assert new(STALE, STALE.replace("2025-12-09", "2025-12-10")) == [("SL401", 6)]


def test_the_quotes_that_a_fix_puts_around_a_time_make_nothing_new():
    bare = STALE.replace('"2025-12-09T09:00:00Z"', "2025-12-09T09:00:00Z")
    assert codes(bare) == ["SL203", "SL401"]
    assert new(bare, STALE) == []


@pytest.mark.parametrize("name", ["PLT-12-weather.md", "weather_fallback.md"])
def test_what_is_wrong_with_a_name_is_known_whatever_the_text(name):
    path = f".agents/sessions/{name}"
    before, after = judged(STALE, path), judged("# Nothing\n", path)
    known = {entry.key for entry in entries(before) if entry.code.startswith("SL1")}
    assert known
    assert known <= {entry.key for entry in entries(after)}


def test_a_missing_front_matter_is_known_whatever_the_first_line_is():
    assert new("# Session: Weather\n", "# Session: Forecasts\n") == []


def test_a_value_over_several_lines_is_known_when_it_is_wrapped_anew():
    one = 'status: "not one of\n    those words"'
    other = 'status: "not one\n    of those words"'
    assert new(TEXT.replace("status: complete", one), TEXT.replace("status: complete", other)) == []


def test_a_value_that_should_be_no_mapping_is_known_whatever_is_in_it():
    one, other = (TEXT.replace('title: "Weather fallback"', f"title: {{a: {number}}}") for number in (1, 2))
    assert new(one, other) == []


def test_entries_say_what_they_know_and_nothing_of_the_text():
    known = entries(judged(TEXT.replace("TBD", "Lorem ipsum").replace("complete", "sekret")))
    assert known[0] == Entry(
        PATH, "SL201", known[0].fingerprint, {"name": "frontmatter-schema", "field": "session.status"}
    )
    assert [entry.rest.get("field") for entry in known[3:7]] == [
        "orchestration.current_task",
        "orchestration.spawned_agents.*.status",
        "orchestration.spawned_agents.*.agent",
        "orchestration.spawned_agents.*.status",
    ]
    assert [entry.rest.get("occurrence") for entry in known[4:7]] == [None, None, 2]
    assert known[7].rest == {"name": "section-missing", "section": "Next Steps"}
    assert "sekret" not in baseline.render(Baseline(known))


# Lines that say nothing wrong and may stand anywhere in the body, or in the front matter.
HARMLESS = st.sampled_from(
    ["", "Some words.", "- an item", "> a quote", "**bold**", "| a | b |", "* [x] done", "1. one"]
)
KEYS = st.sampled_from(["  branch: main", "  tags: [a, b]", "  note: x", "  # a comment"])


@given(st.lists(st.tuples(st.integers(17, 30), HARMLESS), max_size=6), st.lists(st.tuples(st.integers(0, 5), KEYS), max_size=3, unique_by=lambda pair: pair[1]), st.sampled_from(["\n", "\r\n", "\r"]))  # fmt: skip
def test_edits_elsewhere_never_lose_an_entry(lines, keys, newline):
    rows = TEXT.replace("TBD", "Brief description of what happened.").split("\n")
    before = "\n".join(rows)
    for at, line in sorted(lines, reverse=True):
        rows[at:at] = ["", line, ""]
    for at, key in sorted(keys, reverse=True):
        rows.insert(2 + at, key)
    assert prints(before) <= prints(newline.join(rows))


@given(st.integers(0, 4), st.integers(0, 4))
def test_of_equal_ones_as_many_are_known_as_there_were(before, after):
    def text(count: int) -> str:
        return STALE.replace("- Read it.", "- Read it.\n" + "YYYY-MM-DD HH:MM - [Agent/Action]\n" * count)

    comparison = compared(entries(judged(text(before))))
    left = comparison.new(judged(text(after)), PATH)
    assert len(left.diagnostics) == max(0, after - before)
    assert comparison.baselined == (1 + min(before, after))
    assert len(comparison.stale(whole=False)) == max(0, before - after)


def test_what_is_found_no_more_is_stale():
    comparison = compared(entries(judged(TEXT)))
    comparison.new(judged(TEXT.replace("status: complete\n", "status: paused\n")), PATH)
    assert [str(entry) for entry in comparison.stale(whole=False)] == [
        f"{PATH}: SL201 frontmatter-schema session.status"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\na: [\n---\n", id="no yaml"),
        pytest.param("---\na: 1\n", id="never closed"),
        pytest.param("# No front matter\n", id="no front matter"),
        pytest.param("\x00", id="no text"),
    ],
)
def test_of_a_file_that_cannot_be_judged_nothing_is_called_stale(text):
    comparison = compared(entries(judged(TEXT)))
    comparison.new(judged(text), PATH)
    assert comparison.stale(whole=True) == ()


def test_of_a_file_with_more_diagnostics_than_are_kept_nothing_is_called_stale():
    agents = "".join(f"    - {{agent: a, task: t, status: s{number}}}\n" for number in range(150))
    many = TEXT.replace("  spawned_agents:\n", "  spawned_agents:\n" + agents)
    comparison = compared(entries(judged(TEXT)))
    comparison.new(judged(many), PATH)
    assert comparison.stale(whole=True) == ()


def test_of_a_file_with_an_unresolved_merge_nothing_is_called_stale():
    merging = judged(STALE)
    merge = replace(merging.diagnostics[0], code="SL008", name="merge-conflict")
    comparison = compared(entries(judged(TEXT)))
    comparison.new(replace(merging, diagnostics=(merge,)), PATH)
    assert comparison.stale(whole=True) == ()


def test_what_a_rule_that_is_off_has_found_is_not_called_stale():
    only = CONFIG.with_command_line(select=["SL3"])
    comparison = Comparison(Baseline(entries(judged(TEXT))), only.rules_for, lambda _: True)
    comparison.new(judged(STALE), PATH)
    assert {entry.code for entry in comparison.stale(whole=True)} == {"SL301", "SL304"}


@pytest.mark.parametrize(
    ("exists", "whole", "stale"),
    [
        pytest.param((PATH, OTHER), True, 0, id="there and not checked"),
        pytest.param((PATH,), True, 1, id="gone"),
        pytest.param((PATH,), False, 0, id="gone, and only some files were asked for"),
    ],
)
def test_entries_of_files_that_are_gone_are_stale_in_a_whole_run(exists, whole, stale):
    of_other = tuple(replace(entry, path=OTHER) for entry in entries(judged(STALE)))
    comparison = compared((*entries(judged(TEXT)), *of_other), exists)
    assert comparison.new(judged(TEXT), PATH).diagnostics == ()
    assert comparison.stale(whole=whole) == of_other[:stale]


def test_a_file_is_known_by_the_name_that_it_had():
    comparison = compared(entries(judged(TEXT, OTHER)))
    assert comparison.new(judged(TEXT, PATH), OTHER).diagnostics == ()
    assert len(comparison.new(judged(TEXT, PATH), PATH).diagnostics) == len(codes(TEXT))


def test_entries_follow_files_in_chains_of_renames():
    known = Baseline(
        (Entry("a", "SL201", "1"), Entry("b", "SL201", "2"), Entry("c", "SL201", "3"), Entry("d", "SL2", "4"))
    )
    assert known.renamed({"a": "b", "b": "c"}).entries == (
        Entry("b", "SL201", "1"),
        Entry("c", "SL201", "2"),
        Entry("d", "SL2", "4"),
    )


# The file.

FILE = """{
  "version": 1,
  "entries": [
    {"path": "a.md", "rule": "SL201", "name": "frontmatter-schema", "field": "session.status", "fingerprint": "0f"},
    {"path": "a.md", "rule": "SL301", "section": "Context", "occurrence": 2, "fingerprint": "1f"}
  ]
}
"""
READ = Baseline(
    (
        Entry("a.md", "SL201", "0f", {"name": "frontmatter-schema", "field": "session.status"}),
        Entry("a.md", "SL301", "1f", {"section": "Context", "occurrence": 2}),
    )
)


def test_a_baseline_is_read_and_written():
    assert baseline.read(FILE, "b.json") == READ
    assert baseline.render(READ) == FILE
    assert baseline.render(Baseline()) == '{\n  "version": 1,\n  "entries": []\n}\n'


def test_the_order_of_entries_and_their_number_make_no_difference():
    assert baseline.render(replace(READ, entries=(*READ.entries[::-1], *READ.entries))) == FILE


def test_what_else_the_file_says_stays():
    text = FILE.replace('"version": 1,', '"version": 1,\n  "$schema": "x.json",').replace(
        '"fingerprint": "1f"', '"why": {"a": [1, null]}, "fingerprint": "1f"'
    )
    assert baseline.render(baseline.read(text, "b.json")) == text


ODD_PATHS = (
    "a\udcff.md",
    "a\\xff.md",
    "a\\\udcff.md",
    "\\",
    "a\ud800.md",
    "a\u202eb\n\x1b.md",
    'a"b.md',
    "\u80cc\u666f.md",
    "",
)


@pytest.mark.parametrize("path", ODD_PATHS, ids=ascii)
def test_any_path_is_written_in_utf8_and_read_again(path):
    text = baseline.render(Baseline((Entry(path, "SL201", "0f"),)))
    assert baseline.read(text.encode("utf-8").decode("utf-8"), "b.json").entries == (Entry(path, "SL201", "0f"),)
    assert not {"\u202e", "\x1b"} & set(text)


def test_names_with_bytes_and_names_that_look_like_them_are_told_apart():
    bytes_, letters = Entry("\udcff", "SL201", "0f"), Entry("\\xff", "SL201", "0f")
    text = baseline.render(Baseline((bytes_, letters)))
    assert '"path": "\\\\xff"' in text
    assert baseline.read(text, "b.json").entries == (letters, bytes_)


ENTRY = '{"path": "a", "rule": "SL201", "fingerprint": "0f"}'


def with_entry(entry: str) -> str:
    return f'{{"version": 1, "entries": [{ENTRY}, {entry}]}}'


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        pytest.param("", "b.json:1:1: not JSON: expecting value", "mend the file, or write it anew", id="empty"),
        pytest.param("{\n,", "b.json:2:1: not JSON: expecting property name", "mend the file", id="not json"),
        pytest.param(
            FILE.replace("    {", "<<<<<<< HEAD\n    {", 1),
            "b.json:4: an unresolved merge: `<<<<<<<`",
            "keep the entries of both sides and remove the markers, or write it anew",
            id="conflict",
        ),
        pytest.param("[" * 100_000, "b.json: a number too long or a nesting too deep", "mend", id="deep"),
        pytest.param(
            '{"version": 1, "entries": [' + '{"a":' * 100_000, "b.json: a number too long or a nesting", "mend", id="deep entry"
        ),
        pytest.param('{"version": ' + "1" * 5000 + "}", "b.json: a number too long", "mend", id="long number"),
        pytest.param("[]", "b.json is no baseline; expected a mapping", "name the file that", id="a list"),
        pytest.param('{"entries": []}', "b.json is no baseline; expected a mapping with `version`", "name", id="no version"),
        pytest.param(
            '{"version": 2, "entries": []}',
            "b.json: `version` is `2`; this session-lint reads `1`",
            "write it anew with --write-baseline, or use the session-lint that has written it",
            id="another version",
        ),
        pytest.param('{"version": true, "entries": []}', "b.json: `version` is `true`", "anew", id="true"),
        pytest.param('{"version": 1}', "b.json: `entries` is missing; expected a list", "mend", id="no entries"),
        pytest.param('{"version": 1, "entries": {}}', "b.json: `entries` is a mapping", "mend", id="no list"),
        pytest.param(with_entry("7"), "b.json: entry 2: it is `7`; expected a mapping", "mend", id="a number"),
        pytest.param(with_entry('{"path": "a"}'), "b.json: entry 2: `rule` is missing; expected text", "mend", id="rule"),
        pytest.param(
            with_entry(ENTRY.replace('"a"', "[]")), "b.json: entry 2: `path` is not text", "mend", id="path"
        ),
        pytest.param(
            with_entry(ENTRY.replace("}", ', "field": null}')), "b.json: entry 2: `field` is not text", "mend", id="field"
        ),
        pytest.param(
            with_entry(ENTRY.replace("}", ', "occurrence": 0}')),
            "b.json: entry 2: `occurrence` is no whole number from 1",
            "mend",
            id="occurrence",
        ),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_said(text, message, advice):
    with pytest.raises(Failure) as caught:
        baseline.read(text, "b.json")
    assert caught.value.message.startswith(message)
    assert caught.value.help.startswith(advice) or advice in caught.value.help


ANY = st.none() | st.booleans() | st.integers(-2, 3) | st.floats() | st.sampled_from(["", "a", "SL201"])
PARTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("path", "rule", "fingerprint"), st.just("a") | ANY),
        **dict.fromkeys(("name", "field", "section"), st.just("a") | ANY),
        "occurrence": st.integers(0, 3) | ANY,
        "more": ANY,
    },
)
LIKE_A_BASELINE = st.fixed_dictionaries(
    {}, optional={"version": st.just(1) | ANY, "entries": st.lists(PARTS | ANY, max_size=2) | ANY, "more": ANY}
)


@given(LIKE_A_BASELINE | ANY)
def test_what_is_read_is_what_the_schema_allows(data: Any):
    allowed = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    try:
        baseline.read(json.dumps(data), "b.json")
    except Failure:
        assert not allowed
    else:
        assert allowed


@given(st.lists(st.builds(Entry, st.text(), st.text(), st.text())))
def test_what_is_written_is_read_as_it_was_and_fits_the_schema(known):
    text = baseline.render(Baseline(tuple(known)))
    jsonschema.validate(json.loads(text), SCHEMA)
    assert set(map(str, baseline.read(text, "b.json").entries)) == set(map(str, known))
    assert baseline.render(baseline.read(text, "b.json")) == text


def test_many_entries_are_read_held_against_and_written_in_linear_time():
    def seconds(count: int) -> float:
        many = Baseline(tuple(Entry(f"{number % 1000}.md", "SL201", f"{number:016x}") for number in range(count)))
        started = time.process_time()
        read = baseline.read(baseline.render(many), "b.json")
        comparison = Comparison(read, CONFIG.rules_for, lambda _: False)
        comparison.new(judged(TEXT, "7.md"), "7.md")
        assert len(read.without(comparison.stale(whole=True)).entries) == 0
        return time.process_time() - started

    small = min(seconds(5_000) for _ in range(3))
    assert seconds(100_000) < 20 * small * 4

"""The schema of sessions in short: what `list`, `show` and `complete` print for programs keeps to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from .test_cli import GOOD, NOW, repository, run, write

__all__ = ["repository"]

SCHEMA = json.loads((Path(__file__).parents[1] / "schemas" / "overview.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
AGENTS = "  spawned_agents:\n    - {agent: lead, task: Plan, status: completed, summary: Planned}\n    - {task: 5}\n    - x\n"
FULL = GOOD.replace("---\n# ", f"{AGENTS}---\n# ").replace("- Read it.", "- [ ] Read it.\n- [x] Write it.\n- Tell it.")

TEXTS = {
    "good": GOOD,
    "open work": FULL + "\n## Decisions\n\n- We use it.\n\n## Blockers\n\n- The key.\n",
    "a status that is none": GOOD.replace("in_progress", "ready"),
    "a status that is no text": GOOD.replace("in_progress", "5"),
    "ahead of the clock": GOOD.replace("2025-12-05T09:00:00Z", "2099-12-05T09:00:00.25+01:00"),
    "a time that is none": GOOD.replace("2025-12-05T09:00:00Z", "yesterday"),
    "odd characters": GOOD.replace("Weather", "\U0001f600 \\u202e \\x1b[2J"),
}
BROKEN = {
    "empty": "",
    "no front matter": "# Half\n",
    "no YAML": "---\nsession: [\n---\n# Half\n",
    "unreadable": "---\nsession:\n  title: \x00\n---\n",
}


def written(root: Path, *arguments: str) -> Any:
    """Give the JSON that a call prints, which must be as the schema says."""
    found = json.loads(run(*arguments, "--json", "--now", NOW, cwd=root).stdout)
    assert [error.message for error in VALIDATOR.iter_errors(found)] == []
    return found


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_what_list_and_show_print_is_as_the_schema_says(repository):
    for number, text in enumerate([*TEXTS.values(), *BROKEN.values()]):
        write(repository, text, f"202512{number + 1:02}-090000-s{number}.md")
    several = written(repository, "list", "--all")["sessions"]
    assert len(several) == len(TEXTS) + len(BROKEN)
    assert written(repository, "show", "20251202") == {
        "version": 1,
        "session": next(one for one in several if one["path"].endswith("-s1.md")),
    }


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_complete_prints_is_as_the_schema_says(repository, text):
    write(repository, text)
    assert written(repository, "complete", "weather")["outcome"] is None


def test_where_nothing_is_there_the_schema_holds(repository):
    assert written(repository, "list") == {"version": 1, "sessions": []}


@pytest.mark.parametrize(("preset", "outcome"), [("archive", "archived"), ("keep", "kept"), ("delete", "deleted")])
def test_what_becomes_of_a_file_is_as_the_schema_says(repository, preset, outcome):
    write(repository, GOOD)
    settings = {"archive": 'extend = "archive"\n', "keep": '[profile]\nfinished = "keep"\n'}
    (repository / "session-lint.toml").write_text(settings.get(preset, ""))
    found = written(repository, "complete", "weather", "--delete", "--force")
    assert (found["outcome"], found["to"] is None) == (outcome, preset == "delete")


@pytest.mark.parametrize("name", ["list", "show", "complete"])
def test_a_key_that_is_missing_or_new_is_no_such_json(repository, name):
    write(repository, FULL)
    found = written(repository, name, *(["weather"] if name != "list" else []))
    objects = [found]
    for one in objects:
        values = one.values() if isinstance(one, dict) else one
        objects += [value for value in values if isinstance(value, dict | list) and value]
    for one in objects:
        if isinstance(one, dict):
            for key in tuple(one):
                value = one.pop(key)
                assert not VALIDATOR.is_valid(found), key
                one[key] = value
            one["more"] = 1
            assert not VALIDATOR.is_valid(found)
            del one["more"]
    assert VALIDATOR.is_valid(found)


def test_the_schema_can_be_printed(repository):
    assert json.loads(run("schema", "overview", cwd=repository).stdout) == SCHEMA

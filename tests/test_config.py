"""Configs as people write them: what they mean, and what is said where one is wrong."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import config
from session_lint.config import layers, toml_places
from session_lint.config import schema as config_schema
from session_lint.config.faults import faults
from session_lint.config.layers import DEFAULTS, Location, Source, merge, parse
from session_lint.diagnostic import Finding, Severity
from session_lint.failure import Failure
from session_lint.log import EntryPattern, Log
from session_lint.options import configured, options
from session_lint.profile import Finished, State
from session_lint.rule import AnyRule, SessionRule, option
from session_lint.rules import RULES as RULES_THERE_ARE
from session_lint.rules.completed_session import CompletedSession as RealCompletedSession
from session_lint.rules.filename_created_mismatch import FilenameCreatedMismatch
from session_lint.rules.orphaned_reference import OrphanedReference
from session_lint.rules.stale_paused import StalePaused
from session_lint.session import Session

ROOT = Path(__file__).parent.parent
PROFILES = ROOT / "src/session_lint/profiles"
JOURNAL = ".agents/sessions/20251204-143000-weather-fallback.md"


@dataclass(frozen=True)
class Silent(SessionRule):
    def check(self, session: Session) -> Iterator[Finding]:
        yield from ()


@dataclass(frozen=True)
class StaleInProgress(Silent):
    """An in-progress session is fresh.

    Why and what.
    """

    code, name, severity = "SL401", "stale-in-progress", Severity.ERROR
    max_age: timedelta = option(timedelta(days=7), "The longest time without an update.")


@dataclass(frozen=True)
class CompletedSession(Silent):
    """A completed session is gone."""

    code, name, severity = "SL403", "completed-session", Severity.WARNING
    policy: Literal["delete", "archive", "keep"] = option("delete", "What becomes of it.")


@dataclass(frozen=True)
class FilenameLinearId(Silent):
    """No Linear ID is in the name."""

    code, name, severity = "SL103", "filename-linear-id", Severity.ERROR
    allow: tuple[str, ...] = option(("UTF",), "Words that are none.")
    strict: bool = option(default=False, description="Whether to be strict.")
    limit: int = option(100, "How many.")


@dataclass(frozen=True)
class FilenameTimestamp(Silent):
    """The name begins with a stamp."""

    code, name, severity = "SL101", "filename-timestamp", Severity.ERROR


@dataclass(frozen=True)
class SectionOrder(Silent):
    """Sections come in order."""

    code, name, severity = "SL305", "section-order", Severity.OFF


RULES: tuple[type[AnyRule], ...] = (
    SectionOrder,
    StaleInProgress,
    CompletedSession,
    FilenameLinearId,
    FilenameTimestamp,
)
SCHEMA = config_schema.json_schema(RULES)
ON = ("SL101", "SL103", "SL401", "SL403")


def reader(files: dict[str, str]) -> layers.Read:
    """Read shipped files from the tree and all others from here."""

    def read(location: Location) -> str:
        if location.shipped:
            folder = ROOT / "schemas" if location == layers.BUILT_IN else PROFILES
            return (folder / location.path).read_text("utf-8")
        if location.path not in files:
            raise Failure(f"{location}: no such file")
        return files[location.path]

    return read


def load(text: str, path: str = "session-lint.toml", **files: str) -> config.Config:
    # The presets name real rules, which a config may only name when they are there.
    rules = (
        (*RULES, FilenameCreatedMismatch, StalePaused)
        if "journal" in f"{text}{files}" and "jurnal" not in text
        else RULES
    )
    return config.load(path, rules, reader({path: text, **{name.replace("__", "/"): t for name, t in files.items()}}))


def codes(made: config.Config, path: str = JOURNAL) -> tuple[str, ...]:
    return tuple(on.rule.code for on in made.rules_for(path))


def failure(text: str, path: str = "session-lint.toml", **files: str) -> tuple[str, str]:
    with pytest.raises(Failure) as caught:
        load(text, path, **files)
    return caught.value.message, caught.value.help


# -- what a config means


def test_without_a_config_all_rules_are_on_but_those_that_are_off_by_default():
    made = config.default(RULES, reader({}))
    assert made.rules_for(JOURNAL) == (
        config.ActiveRule(FilenameTimestamp(), Severity.ERROR, explicit=False),
        config.ActiveRule(FilenameLinearId(), Severity.ERROR, explicit=False),
        config.ActiveRule(StaleInProgress(), Severity.ERROR, explicit=False),
        config.ActiveRule(CompletedSession(), Severity.WARNING, explicit=False),
    )
    assert (made.path, made.fail_on, made.output_format, made.force_exclude) == (None, Severity.ERROR, "full", False)


def test_an_empty_config_is_the_default():
    made, default = load(""), config.default(RULES, reader({}))
    assert (made.profile, made.exclude, made.active) == (default.profile, default.exclude, default.active)


def test_options_and_severities_reach_the_rules():
    made = load(
        """
        [rules]
        completed-session = { policy = "keep", severity = "info" }
        SL305.severity = "error"
        [rules.SL401]
        max-age = "3d"
        [rules.filename-linear-id]
        allow = ["SHA", "ISO"]
        strict = true
        limit = 5
        [rules.filename-timestamp]
        severity = "off"
        """
    )
    assert made.active == (
        config.ActiveRule(FilenameLinearId(("SHA", "ISO"), strict=True, limit=5), Severity.ERROR, explicit=False),
        config.ActiveRule(SectionOrder(), Severity.ERROR, explicit=True),
        config.ActiveRule(StaleInProgress(timedelta(days=3)), Severity.ERROR, explicit=False),
        config.ActiveRule(CompletedSession("keep"), Severity.INFO, explicit=True),
    )


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("12h", timedelta(hours=12)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(days=14)),
        ("0d", timedelta()),
    ],
)
def test_durations_are_a_number_and_a_unit(raw, value):
    assert configured(StaleInProgress, {"max-age": raw}) == StaleInProgress(value)


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Odd(Silent):
    """A rule of a plugin."""

    code, name, severity = "ACME1", "odd", Severity.INFO
    colour: Colour = option(Colour.RED, "A word.")
    factor: float = option(0.5, "A number.")
    word: str | None = option(None, "Text, or nothing.")


def test_options_are_of_many_types():
    made = configured(Odd, {"colour": "red", "factor": 2, "word": "x"})
    assert made == Odd(Colour.RED, 2.0, "x")
    assert [{**one.schema(), "description": ""} for one in options(Odd)] == [
        {"description": "", "default": "red", "enum": ["red"]},
        {"description": "", "default": 0.5, "type": "number", "minimum": 0, "maximum": 2**53 - 1},
        {"description": "", "type": "string"},
    ]


def test_an_option_of_another_type_is_a_fault_of_the_rule():
    @dataclass(frozen=True)
    class Worse(Silent):
        """A rule."""

        code, name, severity = "ACME2", "worse", Severity.INFO
        where: dict[str, str] | int = option(1, "Whatever.")

    with pytest.raises(TypeError, match="option `where` is a dict"):
        config_schema.json_schema((Worse,))


def test_defaults_are_described_as_config_writes_them():
    assert [made.schema()["default"] for rule in RULES for made in options(rule)] == [
        "7d",
        "delete",
        ["UTF"],
        False,
        100,
    ]


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param("", ON, id="nothing said"),
        pytest.param("select = []", (), id="select nothing"),
        pytest.param('select = ["SL1"]', ("SL101", "SL103"), id="a prefix"),
        pytest.param('select = ["SL10"]', ("SL101", "SL103"), id="a longer prefix"),
        pytest.param('select = ["SL"]', ON, id="the letters alone"),
        pytest.param('select = ["SL103", "stale-in-progress"]', ("SL103", "SL401"), id="a code and a name"),
        pytest.param('select = ["ALL"]', ("SL101", "SL103", "SL305", "SL401", "SL403"), id="ALL takes shy ones too"),
        pytest.param('select = ["SL3"]', (), id="a prefix leaves shy ones off"),
        pytest.param('select = ["SL305"]', ("SL305",), id="a code takes a shy one"),
        pytest.param('extend-select = ["section-order"]', ("SL101", "SL103", "SL305", "SL401", "SL403"), id="extend"),
        pytest.param('extend-select = ["SL30"]', ON, id="extend by a prefix leaves shy ones off"),
        pytest.param('rules.SL305.severity = "info"', ("SL101", "SL103", "SL305", "SL401", "SL403"), id="a severity"),
        pytest.param('select = ["SL3"]\nrules.SL305.severity = "info"', ("SL305",), id="a severity ends shyness"),
        pytest.param(
            'select = ["SL1"]\nrules.SL305.severity = "info"', ("SL101", "SL103"), id="a severity selects not"
        ),
        pytest.param('ignore = ["SL1"]', ("SL401", "SL403"), id="ignore a prefix"),
        pytest.param('ignore = ["ALL"]', (), id="ignore all"),
        pytest.param('select = ["SL101"]\nignore = ["SL1"]', ("SL101",), id="the more specific select wins"),
        pytest.param('select = ["SL1"]\nignore = ["SL101"]', ("SL103",), id="the more specific ignore wins"),
        pytest.param('select = ["SL10"]\nignore = ["SL1"]', ("SL101", "SL103"), id="the longer prefix wins"),
        pytest.param('select = ["SL101"]\nignore = ["filename-timestamp"]', (), id="on a tie ignore wins"),
        pytest.param('extend-select = ["SL101"]\nignore = ["ALL"]', ("SL101",), id="extend against ignored ALL"),
        pytest.param('select = ["ALL"]\nrules.SL401.severity = "off"', ("SL101", "SL103", "SL305", "SL403"), id="off"),
    ],
)
def test_selectors_choose_the_rules(text, on):
    assert codes(load(text)) == on


@pytest.mark.parametrize(
    ("text", "command_line", "on"),
    [
        pytest.param('select = ["SL1"]', {"select": ["SL4"]}, ("SL401", "SL403"), id="select replaces"),
        pytest.param('ignore = ["SL403"]', {"select": ["SL4"]}, ("SL401",), id="an exact ignore of the config stays"),
        pytest.param('ignore = ["SL403"]', {"select": ["SL403"]}, ("SL403",), id="unless it is asked for as exactly"),
        pytest.param('select = ["SL101"]', {"ignore": ["SL1"]}, (), id="what the command line ignores is off"),
        pytest.param('select = ["SL1"]', {"extend_select": ["SL305"]}, ("SL101", "SL103", "SL305"), id="extend"),
        pytest.param("", {"select": ["SL1"], "ignore": ["SL101"]}, ("SL103",), id="both"),
        pytest.param("", {"extend_select": ["SL101"], "ignore": ["SL1"]}, ("SL101", "SL401", "SL403"), id="specific"),
        pytest.param(
            'rules.SL401.severity = "off"', {"select": ["ALL"]}, ("SL101", "SL103", "SL305", "SL403"), id="off"
        ),
        pytest.param('rules.SL401.severity = "off"', {"select": ["SL401"]}, ("SL401",), id="off, but asked for"),
        pytest.param('select = ["SL1"]', {"select": []}, (), id="select nothing"),
        pytest.param('select = ["SL1"]', {}, ("SL101", "SL103"), id="nothing said"),
    ],
)
def test_the_command_line_is_laid_over_the_config(text, command_line, on):
    assert codes(load(text).with_command_line(**command_line)) == on


def test_a_rule_that_was_off_comes_on_as_a_warning():
    made = config.default(RULES, reader({})).with_command_line(select=["section-order"])
    assert made.active == (config.ActiveRule(SectionOrder(), Severity.WARNING, explicit=False),)


def test_an_unknown_selector_on_the_command_line_names_the_nearest():
    with pytest.raises(Failure) as caught:
        config.default(RULES, reader({})).with_command_line(ignore=["stale-in-progres"])
    assert caught.value.message == "--ignore: unknown rule `stale-in-progres`"
    assert caught.value.help == "did you mean `stale-in-progress`?"


def test_rules_are_ignored_per_file_and_made_once():
    made = load('[per-file-ignores]\n"docs/**" = ["SL1"]\n"b.md" = ["stale-in-progress", "SL403"]')
    assert codes(made, "docs/a.md") == ("SL401", "SL403")
    assert codes(made, "docs/b.md") == ()
    assert codes(made, "a.md") == ON
    assert made.rules_for("docs/a.md") is made.rules_for("docs/c.md")


@pytest.mark.parametrize(
    ("path", "is_session"),
    [
        pytest.param(".agents/sessions/a.md", True, id="at the root"),
        pytest.param("packages/x/.agents/sessions/a.md", True, id="in a package"),
        pytest.param(".agents/sessions/README.md", False, id="the folder's readme"),
        pytest.param(".agents/sessions/archive/a.md", False, id="in a sub-folder"),
        pytest.param(".agents/sessions/a.txt", False, id="not Markdown"),
        pytest.param("node_modules/x/.agents/sessions/a.md", False, id="in an excluded folder"),
        pytest.param("old/.agents/sessions/a.md", False, id="in a folder that the config excludes besides"),
    ],
)
def test_globs_say_what_a_session_is(path, is_session):
    assert load('extend-exclude = ["old"]').is_session(path) is is_session


def test_a_pyproject_has_the_same_keys_in_its_own_table():
    text = '[project]\n[tool.session-lint]\nselect = ["SL1"]\n[tool.session-lint.rules.SL101]\nseverity = "info"\n'
    assert codes(load(text, "pyproject.toml")) == ("SL101", "SL103")


@pytest.mark.parametrize(
    ("text", "path", "data"),
    [
        ("", "session-lint.toml", {}),
        ("\ufeffselect = []", ".session-lint.toml", {"select": []}),
        ("[project]", "x/pyproject.toml", None),
        ("this is no TOML", "pyproject.toml", None),
        ('name = "session-lint"', "pyproject.toml", None),
        ("[tool.session-lint]", "pyproject.toml", {}),
    ],
)
def test_a_config_is_a_file_or_a_table_of_a_pyproject(text, path, data):
    assert parse(Source(Location(path), text)) == data


# -- layers


def test_a_child_is_laid_over_its_parent():
    parent = {
        "select": ["SL1"],
        "extend-exclude": ["a"],
        "rules": {"x": {"severity": "off", "limit": 1}},
        "profile": {"sections": ["A"], "statuses": {"active": ["a"], "paused": ["p"]}},
    }
    child = {
        "select": ["SL2"],
        "extend-exclude": ["b"],
        "rules": {"x": {"limit": 2}, "y": {}},
        "profile": {"sections": [], "statuses": {"active": ["b"]}},
        "fail-on": "info",
    }
    assert merge(parent, child) == {
        "select": ["SL2"],
        "extend-exclude": ["a", "b"],
        "rules": {"x": {"severity": "off", "limit": 2}, "y": {}},
        "profile": {"sections": [], "statuses": {"active": ["b"], "paused": ["p"]}},
        "fail-on": "info",
    }


def test_a_config_extends_another_beside_it():
    made = load(
        'extend = "../base.toml"\nextend-select = ["SL305"]',
        "team/session-lint.toml",
        **{"base.toml": 'extend = "journal"\nfail-on = "info"\nextend-select = ["SL403"]\nselect = ["SL1"]'},
    )
    assert (made.profile.name, made.fail_on, codes(made)) == (
        "journal",
        Severity.INFO,
        ("SL101", "SL103", "SL305", "SL403"),
    )


def test_a_schema_is_read_beside_the_config_that_names_it():
    made = load(
        'extend = "shared/base.toml"\nprofile.statuses.active = ["wip"]',
        shared__base_toml="",
        **{"shared/base.toml": 'profile.schema = "front.json"', "shared/front.json": '{"enum": [1]}'},
    )
    assert (made.schema_location, made.profile.schema) == (Location("shared/front.json"), {"enum": [1]})


def test_own_statuses_are_the_ones_that_the_built_in_schema_allows():
    made = load('profile.statuses = { active = ["wip", "in_progress"], completed = ["done"] }')
    assert made.profile.schema["properties"]["session"]["properties"]["status"]["enum"] == [
        "wip",
        "in_progress",
        "paused",
        "done",
    ]
    assert made.profile.state("done") is State.COMPLETED


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        pytest.param("", Finished.DELETE, id="nothing said"),
        pytest.param('profile.finished = "keep"', Finished.KEEP, id="keep"),
        pytest.param('extend = "archive"', Finished.ARCHIVE, id="the preset archive"),
        pytest.param('extend = "journal"', Finished.ARCHIVE, id="the preset journal"),
        pytest.param('extend = "archive"\nprofile.finished = "delete"', Finished.DELETE, id="not as the preset does"),
    ],
)
def test_a_profile_says_once_what_becomes_of_finished_sessions(text, finished):
    assert load(text).profile.finished is finished


def test_another_end_than_these_is_refused():
    assert failure('[profile]\nfinished = "archived"\n') == (
        "session-lint.toml:2: `profile.finished` is `archived`; expected one of `delete`, `archive`, `keep`",
        "did you mean `archive`?",
    )


def test_a_field_is_taken_out_by_false_or_nothing():
    made = load('[profile.fields]\ntitle = false\ncurrent_task = ""\nstatus = "meta.state"')
    assert dict(made.profile.fields) == {
        "status": ("meta", "state"),
        "created": ("session", "created"),
        "last_updated": ("session", "last_updated"),
        "linear_issue": ("session", "linear_issue"),
        "linear_url": ("session", "linear_url"),
        "branch": ("session", "branch"),
        "spawned_agents": ("orchestration", "spawned_agents"),
    }


def test_the_log_is_taken_out_by_false_and_keeps_its_pattern_for_whoever_wants_it_back():
    default = Log("Session Log", EntryPattern("### YYYY-MM-DD HH:MM - <text>"))
    assert config.default(RULES, reader({})).profile.log == default
    assert load("profile.log.section = false").profile.log is None
    base = {"base.toml": 'extend = "journal"\nprofile.log.section = false'}
    again = load('extend = "base.toml"\nprofile.log.section = "Diary"', **base).profile.log
    assert again == Log("Diary", EntryPattern("[YYYY-MM-DD HH:MM] <type>(<scope>): <text>"))


# -- what is wrong with a config


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        pytest.param('\n\nselct = ["SL1"]', "3: unknown key `selct`", "did you mean `select`?", id="a key"),
        pytest.param(
            "frobnicate = 1",
            "1: unknown key `frobnicate`",
            "known keys: `extend`, `plugins`, `select`, `extend-select`, `ignore`, `fail-on`, `output-format`, `baseline`, "
            "`exclude`, `extend-exclude`, `force-exclude`, `per-file-ignores`, `rules`, `profile`, `overrides`",
            id="a key like no other",
        ),
        pytest.param('fail_on = "info"', "1: unknown key `fail_on`", "did you mean `fail-on`?", id="an underscore"),
        pytest.param(
            'fail-on = "eror"',
            "1: `fail-on` is `eror`; expected one of `error`, `warning`, `info`",
            "did you mean `error`?",
            id="a word",
        ),
        pytest.param(
            'fail-on = "off"', "1: `fail-on` is `off`; expected one of `error`, `warning`, `info`", "", id="no severity"
        ),
        pytest.param('select = "SL1"', "1: `select` is `SL1`; expected a list", "", id="a list"),
        pytest.param(
            'select = [\n  "SL1", # fine\n  "SL999",\n]',
            "3: unknown rule `SL999` in `select`",
            "expected a code, a name, a prefix such as `SL1`, or `ALL`",
            id="a selector",
        ),
        pytest.param(
            'ignore = ["sl101"]', "1: unknown rule `sl101` in `ignore`", "did you mean `SL101`?", id="a small letter"
        ),
        pytest.param(
            'ignore = ["frobnication"]',
            "1: unknown rule `frobnication` in `ignore`",
            "expected a code, a name, a prefix such as `SL1`, or `ALL`",
            id="a selector like no other",
        ),
        pytest.param(
            '[rules.stale-in-progres]\nmax-age = "3d"',
            "1: unknown rule `stale-in-progres` in `rules`",
            "did you mean `stale-in-progress`?",
            id="a rule",
        ),
        pytest.param(
            '[rules.stale-in-progress]\nmax_age = "3d"',
            "2: unknown key `max_age` in `rules.stale-in-progress`",
            "did you mean `max-age`?",
            id="an option",
        ),
        pytest.param(
            '[rules.stale-in-progress]\nmax-age = "3 days"',
            "2: `rules.stale-in-progress.max-age` is `3 days`; expected text like `12h`, `3d`, `2w`",
            "",
            id="a duration",
        ),
        pytest.param(
            "rules.SL103.limit = true",
            "1: `rules.SL103.limit` is `true`; expected a whole number from 0 to 9007199254740991",
            "",
            id="a number",
        ),
        pytest.param(
            f"rules.SL103.limit = 0x{'f' * 5000}",
            "1: `rules.SL103.limit` is a number of more than 64 bits; "
            "expected a whole number from 0 to 9007199254740991",
            "",
            id="a number that Python cannot write",
        ),
        pytest.param(
            "[[rules]]\nx = 1", "1: `rules` is a list; expected a table", "", id="a table"
        ),
        pytest.param(
            '[per-file-ignores]\n"**/x.md" = ["SL1", "SL8"]',
            "2: unknown rule `SL8` in `per-file-ignores.**/x.md`",
            "did you mean `SL`?",
            id="a selector of a glob",
        ),
        pytest.param(
            'extend = "jurnal"',
            "1: `extend` is `jurnal`; expected one of `default`, `archive`, `journal`, or text like "
            "`../session-lint.toml`",
            "did you mean `journal`?",
            id="a preset",
        ),
        pytest.param(
            'extend = "/etc/x.toml"',
            "1: `extend` is `/etc/x.toml`, which is not inside the repository",
            "use a path relative to this config, with `/`",
            id="an absolute path",
        ),
        pytest.param(
            'extend = "x/../../x.toml"',
            "1: `extend` is `x/../../x.toml`, which is not inside the repository",
            "use a path relative to this config, with `/`",
            id="a path out of the repository",
        ),
        pytest.param(
            'profile.schema = "../x.json"',
            "1: `profile.schema` is `../x.json`, which is not inside the repository",
            "use a path relative to this config, with `/`",
            id="a schema out of the repository",
        ),
        pytest.param(
            'profile.schema = "x\\u0000.json"',
            r"1: `profile.schema` is `x\x00.json`, which is not inside the repository",
            "use a path relative to this config, with `/`",
            id="a control character in a path",
        ),
        pytest.param(
            'profile.filename = "YYYY-<description>.md"',
            "1: `profile.filename` is `YYYY-<description>.md`; expected YYYY, MM and DD in a pattern with a date",
            "",
            id="a file name",
        ),
        pytest.param(
            "profile.fields.title = true",
            "1: `profile.fields.title` is `true`; expected `false`, or text like `session.title`",
            "",
            id="a field",
        ),
        pytest.param(
            'profile.log.entry = "## YYYY-MM-DD HH:MM - <text>"',
            "1: `profile.log.entry` is `## YYYY-MM-DD HH:MM - <text>`; expected headings of level 3 or deeper",
            "",
            id="a log of headings that would end it",
        ),
        pytest.param(
            'profile.log.entry = "YYYY-MM-DD HH:MM"',
            "1: `profile.log.entry` is `YYYY-MM-DD HH:MM`; expected text like `### YYYY-MM-DD HH:MM - <text>`",
            "",
            id="an entry that says nothing",
        ),
        pytest.param(
            "profile.log = false",
            "1: `profile.log` is `false`; expected a table",
            "",
            id="no table",
        ),
        pytest.param(
            "profile.log.section = true",
            "1: `profile.log.section` is `true`; expected `false`, or text like `Session Log`",
            "",
            id="no section",
        ),
        pytest.param(
            "profile.fields.titel = false",
            "1: unknown key `titel` in `profile.fields`",
            "did you mean `title`?",
            id="an unknown field",
        ),
        pytest.param(
            "profile.statuses.active = []",
            "1: `profile.statuses.active` is a list; expected a list that is not empty",
            "",
            id="no status for work",
        ),
        pytest.param(
            'profile.sections = ["A", " "]',
            "1: item 2 of `profile.sections` is ` `; expected text like `Context`",
            "",
            id="a blank section",
        ),
        pytest.param(
            "profile.name = 2026-01-01",
            "1: `profile.name` is `2026-01-01`; expected text that is not blank",
            "",
            id="a date",
        ),
        pytest.param("select = [\n\n", "1:11: not TOML: invalid value", "mend the syntax", id="syntax at the end"),
        pytest.param("a = 1\nselect = = 1", "2:10: not TOML: invalid value", "mend the syntax", id="syntax"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(text, message, advice):
    assert failure(text) == (f"session-lint.toml:{message}", advice)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("x = " + "[" * 100_000, "session-lint.toml: nested too deep to read", id="depth"),
        pytest.param("x = " + "1" * 5000, "session-lint.toml: not TOML: Exceeds the limit", id="digits"),
    ],
)
def test_what_breaks_the_toml_reader_is_said(text, message):
    assert failure(text)[0].startswith(message)


def test_a_mistake_in_a_pyproject_has_the_line_there():
    text = '[tool.other]\nselct = 1\n\n[tool.session-lint]\nselect = []\n"selct" = 1\n'
    assert failure(text, "pyproject.toml") == ("pyproject.toml:6: unknown key `selct`", "did you mean `select`?")


def test_a_pyproject_without_the_table_cannot_be_extended():
    assert failure("[project]", "pyproject.toml")[0] == "pyproject.toml: no table `[tool.session-lint]`"


def test_a_table_that_is_none_is_said():
    message = "pyproject.toml:2: `tool.session-lint` is `1`; expected a table"
    assert failure("[tool]\nsession-lint = 1", "pyproject.toml")[0] == message


def test_a_circle_of_configs_is_shown():
    message, _ = failure('extend = "b.toml"', "a.toml", **{"b.toml": 'extend = "./a.toml"'})
    assert message == "b.toml:1: `extend` goes in a circle: a.toml -> b.toml -> a.toml"


def test_a_mistake_in_a_parent_has_the_parent_s_line():
    message, _ = failure('extend = "b.toml"', "a.toml", **{"b.toml": "\nx = 1"})
    assert message == "b.toml:2: unknown key `x`"


@pytest.mark.parametrize(
    ("path", "reference", "is_inside"),
    [
        ("/etc/team/a.toml", "b.toml", True),
        ("/etc/team/a.toml", "x/b.toml", True),
        ("/etc/team/a.toml", "../b.toml", False),
        ("/a.toml", "b.toml", True),
        ("../a.toml", "b.toml", True),
        ("../a.toml", "../b.toml", False),
        ("../x/a.toml", "../b.toml", False),
        ("x/a.toml", "../b.toml", True),
        ("x/a.toml", "..\\\\b.toml", False),
        ("x/a.toml", "C:/b.toml", False),
    ],
)
def test_a_config_names_only_files_of_its_repository(path, reference, is_inside):
    expected = "no such file" if is_inside else "which is not inside the repository"
    assert failure(f'extend = "{reference}"', path)[0].endswith(expected)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ('{"a":\n}', "x.json:2:1: not JSON: expecting value"),
        ("[" * 100_000, "x.json: a number too long or a nesting too deep to read"),
        (f'{{"a": {"1" * 5000}}}', "x.json: a number too long or a nesting too deep to read"),
    ],
    ids=["syntax", "depth", "digits"],
)
def test_a_schema_that_is_no_json_is_said(schema, message):
    assert failure('profile.schema = "x.json"', **{"x.json": schema})[0] == message


# -- places


PLACES = '''# select = 1
title = """
select = 2
\\"""" # not here: x = 1
other = \'\'\'
[rules]
\'\'\'\'
list = [ # one
  "a]", [1,
  2],
  { k = "}" , m.n = 1 },
  1979-05-27 07:32:32,
]
"quoted.key"."two \\u00e9" = 1
inline = { a = 1, b = { c = [ 1 ] } }

[ table . "sub" ] # [x]
key = 1.5
a.b = 'x = 1'
[[array]]
name = 1
[[array]]
name = 2
last = true'''


@pytest.mark.parametrize(
    ("path", "row"),
    [
        (("title",), 2),
        (("other",), 5),
        (("list",), 8),
        (("list", "0"), 9),
        (("list", "1"), 9),
        (("list", "1", "1"), 10),
        (("list", "2", "m", "n"), 11),
        (("list", "3"), 12),
        (("quoted.key", "two é"), 14),
        (("inline", "b", "c", "0"), 15),
        (("table",), 17),
        (("table", "sub", "key"), 18),
        (("table", "sub", "a", "b"), 19),
        (("array",), 20),
        (("array", "0"), 20),
        (("array", "0", "name"), 21),
        (("array", "1"), 22),
        (("array", "1", "name"), 23),
        (("array", "1", "last"), 24),
        (("array", "2", "last"), 20),
        (("select",), 1),
        (("x",), 1),
        (("rules",), 1),
        (("table", "gone"), 17),
        ((), 1),
    ],
)
def test_a_key_has_its_row(path, row):
    assert tomllib.loads(PLACES)
    assert toml_places.row(PLACES, path) == row


def test_crlf_counts_as_one_line_end():
    assert toml_places.row("a = 1\r\n\r\n[b]\r\nc = 1\r\n", ("b", "c")) == 4


@given(
    st.lists(
        st.sampled_from(
            [
                "KEY = 1",
                'KEY = "#"',
                "KEY.sub = 'x = [1'",
                'KEY = """\na = 1\n[b]\n\\\\"""',
                "KEY = '''\n\"\"\"\n'''",
                "KEY = [ # ]\n1, [2,\n], {a = 1}\n]",
                'KEY = {"]" = "}"}',
                "KEY = 1979-05-27 07:32:32",
                "[KEY]\na = 1",
                "[[KEY]]",
                "",
                "# x = 1",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_key_is_found_whatever_is_above_it(statements, newline):
    tables = [statement for statement in statements if statement.startswith("[")]
    ordered = [statement for statement in statements if statement not in tables] + tables
    named = [statement.replace("KEY", f"key{number}") for number, statement in enumerate(ordered)]
    text = "\n".join(named)
    assert tomllib.loads(text) is not None
    for number, statement in enumerate(ordered):
        if "KEY" in statement:
            above = "\n".join([*named[:number], ""]).count("\n") + 1
            assert toml_places.row(text.replace("\n", newline), (f"key{number}",)) == above


# -- one description, two readers


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def accepts(data: Any) -> bool:
    """Say what our walker says of a config, and that jsonschema agrees."""
    mine = next(faults(SCHEMA, data), None) is None
    theirs = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    assert mine is theirs, data
    return mine


@pytest.mark.parametrize(
    ("data", "good"),
    [
        ({}, True),
        ({"select": ["SL1", "ALL"], "fail-on": "info", "force-exclude": True}, True),
        ({"force-exclude": 1}, False),
        ({"force-exclude": "true"}, False),
        ({"rules": {"SL103": {"limit": 1.0}}}, True),
        ({"rules": {"SL103": {"limit": 1.5}}}, False),
        ({"rules": {"SL103": {"limit": True}}}, False),
        ({"rules": {"SL103": {"limit": -1}}}, False),
        ({"rules": {"SL103": {"limit": float("nan")}}}, False),
        ({"rules": {"SL103": {"limit": float("inf")}}}, False),
        ({"rules": {"SL401": {"max-age": "3d\n"}}}, True),  # Python's `$`; the value is stripped
        ({"rules": {"SL401": {"max-age": "300000d"}}}, False),
        ({"rules": {"SL401": {"severity": "off"}}}, True),
        ({"rules": {"SL401": 1}}, False),
        ({"profile": {"fields": {"title": 0}}}, False),
        ({"profile": {"fields": {"title": False}}}, True),
        ({"profile": {"fields": {"title": "a..b"}}}, False),
        ({"profile": {"statuses": {"active": [], "paused": []}}}, False),
        ({"profile": {"statuses": {"active": ["x"], "paused": []}}}, True),
        ({"per-file-ignores": {"x": ["SL1"], "y": "SL1"}}, False),
        ({"extend": 1}, False),
        ({"overrides": [{"files": ["a"], "rules": {"SL401": {"max-age": "3d"}}}]}, True),
        ({"overrides": [{"files": ["a"], "rules": {"SL401": {"max-age": 3}}}]}, False),
        ({"overrides": [{"files": []}]}, False),
        ({"overrides": [{"select": ["SL1"]}]}, False),
        ({"overrides": [{"files": ["a"], "exclude": ["b"]}]}, False),
    ],
)
def test_the_walker_and_jsonschema_agree(data, good):
    assert accepts(data) is good


_WORDS = st.sampled_from(
    ["SL1", "SL101", "ALL", "error", "off", "full", "3d", "keep", "a.b", "x.toml", "x.json", "", " "]
)
_KEYS = st.sampled_from(
    ["severity", "max-age", "limit", "allow", "title", "active", "paused", "fields", "statuses", "sections", "files"]
)
_VALUES = st.recursive(
    st.one_of(_WORDS, st.booleans(), st.integers(-2, 3), st.floats(), st.just("YYYYMMDD-<description>.md")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=3)),
    max_leaves=6,
)
_TOP = st.sampled_from([*SCHEMA["properties"], "selct"])
_RULES = st.dictionaries(
    st.sampled_from(["SL401", "SL103", "completed-session", "nope"]),
    st.dictionaries(_KEYS, _VALUES, max_size=3),
    max_size=3,
)


@given(st.dictionaries(_TOP, st.one_of(_VALUES, _RULES), max_size=4))
def test_the_walker_and_jsonschema_agree_on_anything(data):
    accepts(data)


@given(_RULES)
def test_the_walker_and_jsonschema_agree_on_rules(data):
    accepts({"rules": data})


def test_a_rule_s_options_are_described():
    assert SCHEMA["$defs"]["stale-in-progress"] == {
        "description": "SL401 stale-in-progress: An in-progress session is fresh.",
        "type": "object",
        "properties": {
            "severity": {
                "description": "How grave its findings are; `off` for a rule that does not apply here.",
                "enum": ["error", "warning", "info", "off"],
                "default": "error",
            },
            "max-age": {
                "description": "The longest time without an update.",
                "default": "7d",
                "type": "string",
                "pattern": "^[0-9]{1,5}[smhdw]$",
                "examples": ["12h", "3d", "2w"],
            },
        },
        "additionalProperties": False,
    }


# -- presets


def test_the_default_preset_is_what_every_config_starts_from():
    assert parse(Source(Location("default.toml"), (PROFILES / "default.toml").read_text("utf-8"))) == DEFAULTS


@pytest.mark.parametrize("name", config_schema.PRESETS)
def test_a_preset_is_a_config_with_statuses_and_schema_of_one_mind(name):
    made = load(f'extend = "{name}"')
    written = json.loads(reader({})(made.schema_location))
    assert made.profile.name == name
    assert made.profile.schema == written
    jsonschema.Draft202012Validator.check_schema(written)
    for path in made.profile.fields.values():
        node = written
        for key in path:
            node = node["properties"][key]


def test_the_archive_schema_adds_to_the_built_in_one():
    read = reader({})
    archive = json.loads(read(Location("archive.schema.json", shipped=True)))
    built_in = json.loads(read(layers.BUILT_IN))
    session = archive["properties"]["session"]
    for key in ("if", "then"):
        del session[key]
    for key in ("archived_at", "archived_by"):
        del session["properties"][key]
    session["properties"]["status"] = built_in["properties"]["session"]["properties"]["status"]
    assert {**archive, "title": built_in["title"]} == built_in


@pytest.mark.parametrize(
    ("session", "good"),
    [
        pytest.param({"status": "archived", "archived_at": "2026-01-01T00:00:00Z"}, True, id="archived"),
        pytest.param({"status": "archived"}, False, id="archived without a time"),
        pytest.param({"status": "in_progress"}, True, id="open"),
    ],
)
def test_the_archive_preset_wants_to_know_when(session, good):
    schema = load('extend = "archive"').profile.schema
    stamp = "2026-01-01T00:00:00Z"
    data = {
        "session": {"title": "A", "created": stamp, "last_updated": stamp, **session},
        "orchestration": {"current_task": "B"},
    }
    assert jsonschema.Draft202012Validator(schema).is_valid(data) is good


def test_the_journal_preset_describes_flat_front_matter():
    profile = load('extend = "journal"').profile
    stamp = "2026-01-01T00:00:00.000Z"
    data = {"branch": "main", "status": "stopped", "created": stamp, "last_entry": stamp, "last_updated": stamp}
    assert jsonschema.Draft202012Validator(profile.schema).is_valid({**data, "plans": []})
    assert not jsonschema.Draft202012Validator(profile.schema).is_valid({**data, "status": "in_progress"})
    assert (profile.sections, profile.state("stopped"), profile.path("title")) == (("Journal",), State.PAUSED, None)


# -- the rules there are


@pytest.mark.parametrize("name", config_schema.PRESETS)
def test_a_preset_is_a_config_for_the_real_rules(name):
    assert config.load("a.toml", RULES_THERE_ARE, reader({"a.toml": f'extend = "{name}"'})).profile.name == name


@pytest.mark.parametrize("word", ["profile", "delete", "archive", "keep"])
def test_the_policy_of_the_real_rule_is_one_of_a_few_words(word):
    text = f'rules.completed-session.policy = "{word}"'
    made = config.load("a.toml", RULES_THERE_ARE, reader({"a.toml": text}))
    (rule,) = [on.rule for on in made.active if isinstance(on.rule, RealCompletedSession)]
    assert rule == RealCompletedSession(word)


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        pytest.param(
            '[rules.SL4]\nseverity = "off"',
            "1: `SL4` in `rules` is no single rule; expected a rule's code or name",
            "write a table for each rule that is meant, by its code or name",
            id="a table for a prefix",
        ),
        pytest.param(
            '[rules.ALL]\nseverity = "off"',
            "1: `ALL` in `rules` is no single rule; expected a rule's code or name",
            "write a table for each rule that is meant, by its code or name",
            id="a table for all rules",
        ),
        pytest.param(
            'rules.sl401.severity = "off"',
            "1: unknown rule `sl401` in `rules`",
            "did you mean `SL401`?",
            id="a table for a rule in small letters",
        ),
        *(
            pytest.param(
                f"rules.{option} = ['docs', '{path}']",
                f"1: item 2 of `rules.{option}` is `{path}`; expected a path relative to the root, with `/` and without `..`",
                "",
                id=f"{option} with {path}",
            )
            for option in ("SL601.references", "orphaned-reference.references", "SL407.folders")
            for path in ("/docs/*.md", "../docs/*.md", "docs/../../x", "docs/..", "C:/docs", "C:\\docs")
        ),
        *(
            pytest.param(
                f"rules.{option} = ['{text}']",
                f"1: item 1 of `rules.{option}` is {(text and f'`{text}`') or 'empty'}; expected text that is not blank",
                "",
                id=f"{option} with {len(text)} blanks",
            )
            for option in ("SL304.phrases", "SL404.skip-headings")
            for text in ("", "  ")
        ),
    ],
)
def test_options_that_could_mean_nothing_are_refused(text, message, advice):
    with pytest.raises(Failure) as caught:
        config.load("a.toml", RULES_THERE_ARE, reader({"a.toml": text}))
    assert (caught.value.message, caught.value.help) == (f"a.toml:{message}", advice)


@pytest.mark.parametrize("path", ["docs/**/*.md", "README.md", "./AGENTS.md", "a..b/c...md", "..."])
def test_paths_below_the_root_are_taken(path):
    made = config.load("a.toml", RULES_THERE_ARE, reader({"a.toml": f"rules.SL601.references = ['{path}']"}))
    assert [on.rule.references for on in made.active if isinstance(on.rule, OrphanedReference)] == [(path,)]


def test_another_policy_is_refused():
    with pytest.raises(Failure) as caught:
        config.load("a.toml", RULES_THERE_ARE, reader({"a.toml": 'rules.SL403.policy = "kept"'}))
    assert (caught.value.message, caught.value.help) == (
        "a.toml:1: `rules.SL403.policy` is `kept`; expected one of `profile`, `delete`, `archive`, `keep`",
        "did you mean `keep`?",
    )


def test_the_written_schema_is_fresh():
    """When it is not, write `config_schema.render(RULES)` of the real rules into it."""
    assert (ROOT / "schemas/config.schema.json").read_text("utf-8") == config_schema.render(RULES_THERE_ARE)

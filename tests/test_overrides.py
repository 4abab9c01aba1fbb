"""Several kinds of sessions in one repository: what an override means, and what is said where one is wrong."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from session_lint import config
from session_lint.config.layers import BUILT_IN, Location
from session_lint.diagnostic import Severity
from session_lint.profile import State
from session_lint.workspace import Workspace

from .test_cli import BAD, GOOD, NAME, repository, run, write
from .test_config import ON, StaleInProgress, codes, failure, load

__all__ = ("repository",)

SESSION = f".agents/sessions/{NAME}"
JOURNAL = f"logs/{NAME}"
JOURNALS = '[[overrides]]\nfiles = ["logs/*.md"]\nextend = "journal"\n'
FLAT = """---
branch: main
status: active
created: "2025-12-04T14:30:00Z"
last_entry: "2025-12-05T09:00:00Z"
last_updated: "2025-12-05T09:00:00Z"
---
# Session: main

## Journal

[2025-12-05 09:00] decision(cache): write first
"""


# -- what holds for a file


def test_without_overrides_one_config_holds_everywhere():
    made = load("")
    assert made.at("logs/a.md") is made
    assert made.everywhere == (made,)


def test_an_override_is_laid_over_the_rest():
    made = load(
        """
        ignore = ["SL103"]
        extend-select = ["SL305"]
        rules.SL401 = { severity = "warning", max-age = "3d" }
        [[overrides]]
        files = ["legacy/**"]
        extend-select = ["SL403"]
        rules.stale-in-progress.max-age = "2w"
        """
    )
    (old,) = [on for on in made.at("legacy/a.md").active if isinstance(on.rule, StaleInProgress)]
    assert (codes(made, "a.md"), codes(made, "legacy/a.md")) == (("SL101", "SL305", "SL401", "SL403"),) * 2
    assert (old.severity, old.rule) == (Severity.WARNING, StaleInProgress(timedelta(weeks=2)))
    assert made.at("a.md") is made


@pytest.mark.parametrize(
    ("text", "on"),
    [
        pytest.param('select = ["SL4"]', ("SL401", "SL403"), id="select"),
        pytest.param('extend-select = ["SL305"]', ("SL101", "SL103", "SL305", "SL401", "SL403"), id="extend-select"),
        pytest.param('ignore = ["SL1"]', ("SL401", "SL403"), id="ignore"),
        pytest.param('rules.SL401.severity = "off"', ("SL101", "SL103", "SL403"), id="rules"),
        pytest.param('per-file-ignores."a.md" = ["SL1"]', ("SL401", "SL403"), id="per-file-ignores"),
        pytest.param('per-file-ignores."b.md" = ["SL1"]', ON, id="per-file-ignores of another"),
    ],
)
def test_an_override_says_which_rules_are_on(text, on):
    made = load(f'[[overrides]]\nfiles = ["legacy/**"]\n{text}\n')
    assert codes(made, "legacy/a.md") == on
    assert codes(made, "a.md") == ON


def test_the_last_override_that_fits_counts_alone():
    made = load(
        """
        [[overrides]]
        files = ["legacy/**"]
        ignore = ["SL1"]
        [[overrides]]
        files = ["**/b.md", "c.md"]
        ignore = ["SL4"]
        """
    )
    assert codes(made, "legacy/a.md") == ("SL401", "SL403")
    assert codes(made, "legacy/b.md") == ("SL101", "SL103")
    assert codes(made, "x/c.md") == ("SL101", "SL103")


def test_the_command_line_has_the_last_word_over_overrides_too():
    made = load('[[overrides]]\nfiles = ["legacy/**"]\nselect = ["SL1"]\n')
    assert codes(made.with_command_line(select=["SL4"]), "legacy/a.md") == ("SL401", "SL403")
    assert codes(made.with_command_line(ignore=["SL103"]), "legacy/a.md") == ("SL101",)
    assert codes(made.with_ignores("legacy/a.md", ("SL101",)), "legacy/a.md") == ("SL103",)


def test_overrides_of_a_parent_come_before_those_of_a_child():
    made = load(
        'extend = "b.toml"\n[[overrides]]\nfiles = ["new/**"]\nignore = ["SL4"]\n',
        **{"b.toml": '[[overrides]]\nfiles = ["**"]\nignore = ["SL1"]\n'},
    )
    assert [override.files for override in made.overrides] == [("**",), ("new/**",)]
    assert codes(made, "new/a.md") == ("SL101", "SL103")
    assert codes(made, "old/a.md") == ("SL401", "SL403")


def test_a_config_that_an_override_extends_brings_rules_and_profile_and_nothing_else():
    made = load(
        'exclude = ["x"]\n[[overrides]]\nfiles = ["team/**/*.md"]\nextend = "team/lint.toml"\n',
        **{
            "team/lint.toml": """
                extend = "base.toml"
                exclude = ["y"]
                fail-on = "info"
                ignore = ["SL4"]
                [profile]
                sections = ["Log"]
                [[overrides]]
                files = ["team/**"]
                ignore = ["ALL"]
            """,
            "team/base.toml": '[profile]\nschema = "own.json"\nname = "team"\n',
            "team/own.json": "{}",
        },
    )
    there = made.at("team/a.md")
    assert (made.exclude, made.fail_on, made.is_excluded("team/y")) == (("x",), Severity.ERROR, False)
    assert (there.profile.name, there.profile.sections, codes(made, "team/a.md")) == (
        "team",
        ("Log",),
        ("SL101", "SL103"),
    )
    assert there.schema_location == Location("team/own.json")


def test_an_override_that_extends_describes_its_sessions_anew():
    made = load('extend = "journal"\nignore = ["SL103"]\n[[overrides]]\nfiles = ["a/*.md"]\nextend = "archive"\n')
    there = made.at("a/x.md").profile
    assert (there.name, there.sections) == ("archive", ("Context", "Current State", "Next Steps"))
    assert there.path("title") == ("session", "title")
    assert "SL103" not in codes(made, "a/x.md")
    plain = load('extend = "journal"\n[[overrides]]\nfiles = ["a/*.md"]\nextend = "default"\n').at("a/x.md")
    assert (plain.profile.name, plain.schema_location) == ("default", BUILT_IN)


# -- what a session is


@pytest.mark.parametrize(
    ("path", "is_session"),
    [
        pytest.param("logs/a.md", True, id="a file of the override"),
        pytest.param("logs/README.md", False, id="the readme beside it"),
        pytest.param("logs/deep/a.md", False, id="not where the glob fits"),
        pytest.param(".agents/sessions/a.md", True, id="a file of the rest"),
        pytest.param(".agents/sessions/archive/a.md", True, id="what the rest leaves out"),
        pytest.param(".agents/sessions/archive/2024/a.md", True, id="deeper"),
        pytest.param(".agents/sessions/drafts/a.md", False, id="what the rest leaves out, and no override takes"),
        pytest.param("node_modules/logs/a.md", False, id="an excluded folder"),
        pytest.param("handover/a.md", True, id="globs of the profile of its own"),
        pytest.param("handover/a.txt", False, id="not fit by these"),
        pytest.param("handover/README.md", True, id="excludes of its own"),
        pytest.param("handover/index.md", False, id="left out by these"),
        pytest.param("legacy/src/main.py", False, id="a file whose rules are changed is no session by that"),
        pytest.param("legacy/.agents/sessions/a.md", True, id="unless it is one"),
    ],
)
def test_the_files_of_another_kind_are_sessions(path, is_session):
    made = load(
        JOURNALS
        + """
        [[overrides]]
        files = [".agents/sessions/archive/**/*.md"]
        extend = "archive"
        [[overrides]]
        files = ["handover/**"]
        profile = { files = ["handover/*.md"], exclude = ["handover/index.md"] }
        [[overrides]]
        files = ["legacy/**"]
        ignore = ["SL1"]
        """
    )
    assert made.is_session(path) is is_session


def test_folders_are_searched_in_which_another_kind_may_lie():
    made = load(JOURNALS)
    assert not made.is_pruned(".agents/sessions/archive/2024")
    assert made.is_pruned("node_modules")
    assert load("").is_pruned(".agents/sessions/archive/2024")


@pytest.mark.parametrize(
    ("path", "is_session"),
    [
        (".agents/sessions/a.md", True),
        (".agents/sessions/archive/a.md", True),
        ("x/.agents/sessions/archive/2024/a.md", True),
        (".agents/sessions/archive/README.md", False),
        (".agents/sessions/README.md", False),
        (".agents/sessions/drafts/a.md", False),
    ],
)
def test_the_archive_preset_takes_what_is_in_the_archive(path, is_session):
    assert load('extend = "archive"').is_session(path) is is_session


def test_a_journal_knows_its_last_entry():
    profile = load('extend = "journal"').profile
    assert (profile.path("last_entry"), load("").profile.path("last_entry")) == (("last_entry",), None)
    assert profile.state("blocked") is State.PAUSED


def test_the_last_entry_is_judged_like_other_times(repository):
    (repository / "session-lint.toml").write_text('extend = "journal"\n', encoding="utf-8")
    write(repository, FLAT.replace('last_entry: "2025-12-05T09:00:00Z"', "last_entry: 2025-12-04T14:00:00Z"))
    assert run("--output-format", "concise", "--quiet", cwd=repository).stdout == (
        f"{SESSION}:5:13: SL202 `last_entry` is 30 minutes earlier than `created`; expected the same or a later time\n"
        f'{SESSION}:5:13: SL203 `last_entry` has no quotes; expected it like "2025-12-04T14:30:00Z" [*]\n'
    )


# -- what is wrong with an override


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        pytest.param(
            'fail-on = "info"\n[[overrides]]\nfiles = ["a"]\n\n[[overrides]]\nignore = []',
            "5: `files` is missing in item 2 of `overrides`; expected a list that is not empty",
            "add `files = [...]`, globs relative to the root",
            id="no files",
        ),
        pytest.param(
            "[[overrides]]\nfiles = []",
            "2: `files` in item 1 of `overrides` is a list; expected a list that is not empty",
            "",
            id="empty files",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = [\n"a",\n1,\n]',
            "6: item 2 of `files` in item 2 of `overrides` is `1`; expected text that is not blank",
            "",
            id="a file that is none",
        ),
        pytest.param(
            '[overrides]\nfiles = ["a"]',
            "1: `overrides` is a table; expected a list",
            "write `[[overrides]]`, in two brackets: there may be several",
            id="a table",
        ),
        pytest.param("overrides = [\n1]", "2: item 1 of `overrides` is `1`; expected a table", "", id="no table"),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nignor = []',
            "3: unknown key `ignor` in item 1 of `overrides`",
            "did you mean `ignore`?",
            id="a key",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nfail-on = "info"',
            "3: unknown key `fail-on` in item 1 of `overrides`",
            "known keys: `files`, `extend`, `select`, `extend-select`, `ignore`, `per-file-ignores`, `rules`, `profile`",
            id="a key of the whole",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[overrides.rules.stale]\nx = 1',
            "3: unknown rule `stale` in `rules` in item 1 of `overrides`",
            "expected a code, a name, a prefix such as `SL1`, or `ALL`",
            id="a rule",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = ["b"]\n[overrides.rules.SL401]\n\nmax-age = 3',
            "7: `rules.SL401.max-age` in item 2 of `overrides` is `3`; expected text like `12h`, `3d`, `2w`",
            "",
            id="an option",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nselect = ["SL9"]',
            "3: unknown rule `SL9` in `select` in item 1 of `overrides`",
            "did you mean `SL`?",
            id="a selector",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nextend = "jurnal"',
            "3: `extend` in item 1 of `overrides` is `jurnal`; "
            "expected one of `default`, `archive`, `journal`, or text like `../session-lint.toml`",
            "did you mean `journal`?",
            id="a preset",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = ["a"]\nextend = "../x.toml"',
            "5: `extend` is `../x.toml`, which is not inside the repository",
            "use a path relative to this config, with `/`",
            id="a config outside",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\nextend = "gone.toml"', "3: gone.toml: no such file", "", id="no config"
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[overrides.profile]\nschema = "gone.json"',
            "4: gone.json: no such file",
            "",
            id="no schema",
        ),
        pytest.param(
            '[[overrides]]\nfiles = ["a"]\n[overrides.profile]\nfilename = "YYYY-<description>.md"',
            "4: `profile.filename` is `YYYY-<description>.md`; expected YYYY, MM and DD in a pattern with a date",
            "",
            id="a file name",
        ),
    ],
)
def test_a_mistake_in_an_override_is_named_with_its_line(text, message, advice):
    assert failure(text) == (f"session-lint.toml:{message}", advice)


def test_a_mistake_in_an_override_of_a_pyproject_has_the_line_there():
    text = '[project]\n\n[[tool.session-lint.overrides]]\nfiles = ["a"]\n\n[[tool.session-lint.overrides]]\nx = 1\n'
    assert failure(text, "pyproject.toml")[0].startswith(
        "pyproject.toml:6: `files` is missing in item 2 of `overrides`"
    )


def test_a_mistake_in_what_an_override_extends_has_the_line_there():
    assert failure('[[overrides]]\nfiles = ["a"]\nextend = "b.toml"', **{"b.toml": "\nx = 1"})[0] == (
        "b.toml:2: unknown key `x`"
    )


def test_a_circle_that_an_override_begins_is_shown():
    message, _ = failure(
        '[[overrides]]\nfiles = ["a"]\nextend = "b.toml"',
        **{"b.toml": 'extend = "c.toml"', "c.toml": 'extend = "b.toml"'},
    )
    assert message == "c.toml:1: `extend` goes in a circle: b.toml -> c.toml -> b.toml"


def test_a_config_that_an_override_of_its_own_extends_does_not_go_on_for_ever():
    made = load('ignore = ["SL1"]\n[[overrides]]\nfiles = ["a"]\nextend = "session-lint.toml"\n')
    assert codes(made, "a") == ("SL401", "SL403")


# -- in a run


def test_two_kinds_of_sessions_are_judged_in_one_run(repository):
    (repository / "session-lint.toml").write_text(JOURNALS, encoding="utf-8")
    (repository / "logs").mkdir()
    (repository / "logs" / "README.md").write_text("# Logs\n", encoding="utf-8")
    (repository / JOURNAL).write_text(FLAT, encoding="utf-8")
    write(repository, GOOD)
    done = run(cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, "All 2 session files are clean.\n", "")
    assert run("--show-files", cwd=repository).stdout == f"{SESSION}\n{JOURNAL}\n"
    (repository / JOURNAL).write_text(FLAT.replace("active", "in_progress"), encoding="utf-8")
    assert run("--output-format", "concise", "--quiet", cwd=repository).stdout == (
        f"{JOURNAL}:3:9: SL201 `status` is `in_progress`; "
        "expected one of `active`, `stopped`, `blocked`, `done`, `archived`\n"
    )


def test_fixes_and_standard_input_are_of_the_file_s_own_kind(repository):
    (repository / "session-lint.toml").write_text(JOURNALS, encoding="utf-8")
    odd = FLAT.replace('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z")
    done = run("--fix", "-", "--stdin-filename", JOURNAL, cwd=repository, stdin=odd.encode())
    assert (done.returncode, done.stdout) == (0, FLAT)
    (repository / "logs").mkdir()
    (repository / JOURNAL).write_text(odd, encoding="utf-8")
    assert run("--fix", cwd=repository).returncode == 0
    assert (repository / JOURNAL).read_text(encoding="utf-8") == FLAT


def test_standard_input_without_a_name_has_no_name_to_judge(repository):
    (repository / "session-lint.toml").write_text(
        '[[overrides]]\nfiles = ["**"]\nextend = "journal"\n', encoding="utf-8"
    )
    done = run("-", cwd=repository, stdin=FLAT.encode())
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")


def test_force_exclude_spares_what_an_override_takes(repository):
    text = 'force-exclude = true\n[[overrides]]\nfiles = ["**/archive/**/*.md"]\nextend = "archive"\n'
    (repository / "session-lint.toml").write_text(text, encoding="utf-8")
    old = repository / ".agents" / "sessions" / "archive" / "2024" / NAME
    draft = repository / ".agents" / "sessions" / "drafts" / NAME
    for path in (old, draft):
        path.parent.mkdir(parents=True)
        path.write_text(BAD, encoding="utf-8")
    found = Workspace.open(str(repository)).find([str(old), str(draft), str(old.parent)])
    assert found.paths == (str(old.relative_to(repository)),)
    assert [skipped.path for skipped in found.skipped] == [str(draft.relative_to(repository))]


def test_the_size_of_a_file_is_limited_by_its_own_override(repository):
    text = '[rules.SL001]\nmax-bytes = 10\n[[overrides]]\nfiles = ["a.md"]\nrules.SL001.max-bytes = 20\n'
    (repository / "session-lint.toml").write_text(text, encoding="utf-8")
    workspace = Workspace.open(str(repository))
    assert (workspace.max_bytes("a.md"), workspace.max_bytes("b.md")) == (20, 10)


def test_a_schema_of_an_override_that_cannot_be_used_is_said(repository):
    (repository / "own.json").write_text('{"type": 1}', encoding="utf-8")
    text = '[[overrides]]\nfiles = ["a.md"]\nprofile.schema = "own.json"\n'
    (repository / "session-lint.toml").write_text(text, encoding="utf-8")
    done = run(cwd=repository)
    assert done.returncode == 2
    assert "own.json" in done.stderr


def test_without_sessions_the_globs_of_all_kinds_are_named(repository):
    (repository / "session-lint.toml").write_text(JOURNALS, encoding="utf-8")
    assert run(cwd=repository).stderr.endswith("(looked for **/.agents/sessions/*.md, logs/*.md)\n")


# -- the settings


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(JOURNALS, id="another kind"),
        pytest.param(f'extend = "journal"\n{JOURNALS.replace("journal", "default")}', id="back to the default"),
        pytest.param(f'{JOURNALS}rules.SL104.severity = "warning"\n', id="a rule that the preset turns off"),
        pytest.param('ignore = ["SL2"]\n[[overrides]]\nfiles = ["a"]\nignore = ["SL1"]\n', id="other rules"),
        pytest.param(
            '[per-file-ignores]\na = ["SL1"]\n[[overrides]]\nfiles = ["a"]\nper-file-ignores.b = ["SL2"]\n',
            id="other ignores",
        ),
        pytest.param('[[overrides]]\nfiles = ["a"]\nrules.SL401.max-age = "3d"\n', id="an option"),
        pytest.param('[[overrides]]\nfiles = ["a"]\nprofile.sections = ["A"]\n', id="a profile"),
    ],
)
def test_the_settings_with_overrides_are_a_config(repository, text):
    path = repository / "session-lint.toml"
    path.write_text(text, encoding="utf-8")
    printed = run("--show-settings", cwd=repository).stdout
    tomllib.loads(printed)
    path.write_text(printed, encoding="utf-8")
    assert run("--show-settings", cwd=repository).stdout == printed


def test_an_override_shows_only_what_it_changes(repository):
    (repository / "session-lint.toml").write_text(
        '[[overrides]]\nfiles = ["a"]\nrules.SL401.max-age = "3d"\nignore = ["SL104"]\n', encoding="utf-8"
    )
    settings = tomllib.loads(run("--show-settings", cwd=repository).stdout)
    assert settings["overrides"] == [
        {
            "files": ["a"],
            "rules": {"filename-created-mismatch": {"severity": "off"}, "stale-in-progress": {"max-age": "3d"}},
        }
    ]


@pytest.mark.parametrize(
    ("path", "said", "kind"),
    [
        pytest.param(JOURNAL, "", "journal", id="another kind"),
        pytest.param(SESSION, "", "default", id="one of the rest"),
        pytest.param("logs/README.md", ", which is excluded", "journal", id="excluded"),
        pytest.param("notes.md", ", which is not a session file", "default", id="no session"),
    ],
)
def test_the_settings_of_a_file_are_those_that_hold_for_it(repository, path, said, kind):
    text = f'{JOURNALS}[per-file-ignores]\n"*" = ["SL401"]\n'.replace(JOURNALS, "") + JOURNALS
    (repository / "session-lint.toml").write_text(text, encoding="utf-8")
    printed = run("--show-settings", path, cwd=repository).stdout
    settings = tomllib.loads(printed)
    assert f"# file: {path}{said}\n" in printed
    assert (settings["profile"]["name"], "overrides" in settings) == (kind, False)
    assert settings["rules"]["stale-in-progress"] == {"severity": "off"}


def test_the_settings_are_shown_for_one_file(repository):
    done = run("--show-settings", "a.md", "b.md", cwd=repository)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        "session-lint: error: --show-settings with several paths",
    )


# -- the cost


def test_a_run_without_a_config_loads_nothing_for_overrides(tmp_path: Path):
    from .test_layers import loaded_after

    loaded = loaded_after("--isolated", cwd=tmp_path)
    slow = {*(f"session_lint.config.{name}" for name in ("chain", "schema", "toml_places")), "tomllib"}
    assert loaded & slow == set()
    assert config.__name__ in loaded

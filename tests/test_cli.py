"""The command line as a user meets it: a fresh process, real files, exit codes, both streams."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

NAME = "20251204-143000-weather-fallback.md"
NOW = "2025-12-05T12:00:00Z"
GOOD = """---
session:
  title: "Weather fallback"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-05T09:00:00Z"
orchestration:
  current_task: "Cache the forecast"
---
# Session: Weather fallback

## Context

The forecast service is down every night.

## Current State

A cache is written, not yet read.

## Next Steps

- Read it.
"""
BAD = GOOD.replace("in_progress", "complete")
SAYS = "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git top level with a sessions folder; no git is run."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    return tmp_path


def write(repository: Path, text: str, name: str = NAME) -> Path:
    path = repository / ".agents" / "sessions" / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def run(*arguments: str, cwd: Path, stdin: bytes | None = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    env = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("SESSION_LINT", "FORCE_COLOR", "NO_COLOR"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "session_lint", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**env, "SESSION_LINT_NOW": NOW, "COLUMNS": "100", **environment},
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_clean_repository_says_so(repository):
    write(repository, GOOD)
    done = run(cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 session file is clean.\n", "")


def test_a_finding_is_shown_with_its_line_and_ends_with_1(repository):
    write(repository, BAD)
    done = run(cwd=repository)
    assert done.returncode == 1
    assert (
        done.stdout
        == f"""\
error[SL201] frontmatter-schema: {SAYS}
  --> .agents/sessions/{NAME}:4:11
   |
 3 |   title: "Weather fallback"
 4 |   status: complete
   |           ^^^^^^^^
   |
   = help: use `completed`
   = fix: write `completed` (safe: --fix)

Found 1 error in 1 file.
1 fixable with --fix.
"""
    )


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        pytest.param(("--output-format", "concise"), {}, id="option"),
        pytest.param(("check", "--output-format=concise"), {}, id="with-the-command"),
        pytest.param((), {"SESSION_LINT_OUTPUT_FORMAT": "concise"}, id="variable"),
    ],
)
def test_the_format_can_be_named(repository, arguments, environment):
    write(repository, BAD)
    done = run(*arguments, cwd=repository, **environment)
    assert done.stdout.startswith(f".agents/sessions/{NAME}:4:11: SL201")
    assert SAYS in done.stdout


def test_json_is_the_contract(repository):
    write(repository, BAD)
    report = json.loads(run("--output-format", "json", cwd=repository).stdout)
    assert report["summary"] == {"error": 1, "warning": 0, "info": 0, "fixable": 1, "fixed": 0, "baselined": 0}
    (diagnostic,) = report["diagnostics"]
    assert diagnostic["field"] == "session.status"
    assert diagnostic["location"] == {"row": 4, "column": 11}
    assert diagnostic["end_location"] == {"row": 4, "column": 19}
    assert diagnostic["fix"]["applicability"] == "safe"
    assert diagnostic["fix"]["changes"][0]["content"] == "completed"
    assert diagnostic["url"].endswith("docs/rules.md#frontmatter-schema")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param((), 1, id="error"),
        pytest.param(("--exit-zero",), 0, id="exit-zero"),
        pytest.param(("--select", "SL3"), 0, id="another-family"),
        pytest.param(("--select", "SL3", "--extend-select", "frontmatter-schema"), 1, id="extend-select"),
        pytest.param(("--ignore", "SL201"), 0, id="ignore-a-code"),
        pytest.param(("--ignore", "SL1,frontmatter-schema"), 0, id="ignore-several"),
        pytest.param(("--ignore", "SL20", "--select", "SL201"), 1, id="the-more-specific-wins"),
    ],
)
def test_selectors_decide_what_is_judged(repository, arguments, code):
    write(repository, BAD)
    assert run(*arguments, cwd=repository).returncode == code


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 0), ("info", 1)])
def test_fail_on_says_from_which_severity(repository, fail_on, code):
    write(repository, GOOD.replace('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z"))
    done = run("--fail-on", fail_on, cwd=repository)
    assert (done.returncode, "info[SL203]" in done.stdout) == (code, True)


@pytest.mark.parametrize(
    ("arguments", "message", "advice"),
    [
        pytest.param(("nowhere.md",), "no such file or folder: `nowhere.md`", "current folder", id="no-such-path"),
        pytest.param(("--slect", "SL1"), "unrecognized arguments: --slect", "did you mean `--select`?", id="option"),
        pytest.param(("--select", "stale"), "--select: unknown rule `stale`", "a prefix such as `SL1`", id="rule"),
        pytest.param(("--ignore", "sl201"), "--ignore: unknown rule `sl201`", "did you mean `SL201`?", id="rule-near"),
        pytest.param(("--output-format", "jsn"), "--output-format is `jsn`", "did you mean `json`?", id="format"),
        pytest.param(("--now", "yesterday"), "--now is `yesterday`", "2025-12-04T14:30:00Z", id="clock"),
        pytest.param(("--now", "2025-12-04T14:30:00"), "it has no zone", '"2025-12-04T14:30:00Z"', id="naive-clock"),
        pytest.param(("--config", "no.toml"), "no.toml", "--config", id="no-such-config"),
        pytest.param(("--config", "a.toml", "--isolated"), "exclude each other", "leave one", id="contradiction"),
        pytest.param(("-", "x.md"), "standard input", "two calls", id="stdin-and-files"),
        pytest.param(("--stdin-filename", "x.md"), "without `-`", "add `-`", id="stdin-filename-alone"),
        pytest.param(
            ("--output-file", "no/such/out.txt"), "cannot write `no/such/out.txt`", "folder", id="output-file"
        ),
        pytest.param(("rule", "SL2O1"), "no rule is called `SL2O1`", "did you mean `SL201`?", id="no-such-rule"),
        pytest.param(("schema", "sesion"), "invalid choice: 'sesion'", "--help", id="no-such-schema"),
        pytest.param(("-v", "rule"), "no such file or folder: `rule`", "`session-lint rule ...`", id="late-command"),
        pytest.param(("chekc",), "no such file or folder: `chekc`", "`session-lint check ...`", id="misspelt-command"),
    ],
)
def test_a_wrong_call_ends_with_2_and_the_way_out(repository, arguments, message, advice):
    write(repository, GOOD)
    done = run(*arguments, cwd=repository)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("session-lint: error: ")
    assert message in done.stderr
    assert advice in done.stderr.splitlines()[1]


def test_a_wrong_config_is_named_with_its_line(repository):
    (repository / "session-lint.toml").write_text('fail-on = "error"\nselct = ["SL1"]\n', encoding="utf-8")
    done = run(cwd=repository)
    assert done.returncode == 2
    assert (
        done.stderr == "session-lint: error: session-lint.toml:2: unknown key `selct`\n  help: did you mean `select`?\n"
    )


def test_a_config_holds_in_the_folders_below(repository):
    write(repository, BAD)
    (repository / "pyproject.toml").write_text(
        '[tool.session-lint]\n[tool.session-lint.rules.SL201]\nseverity = "warning"\n', encoding="utf-8"
    )
    done = run(cwd=repository / ".agents" / "sessions")
    assert (done.returncode, "warning[SL201]" in done.stdout) == (0, True)
    assert f"--> .agents/sessions/{NAME}:4:11" in done.stdout


def test_no_session_found_is_said_on_stderr(repository):
    (repository / "README.md").write_text("# Hello\n", encoding="utf-8")
    done = run(cwd=repository)
    assert (done.returncode, done.stdout) == (0, "")
    assert "no session files found" in done.stderr


def test_a_file_that_is_named_is_judged_wherever_it_is(repository):
    (repository / "notes.md").write_text(BAD, encoding="utf-8")
    assert run("notes.md", "--select", "SL2", cwd=repository).returncode == 1


@pytest.mark.parametrize("name", ["README.md", "archive/old.md"])
def test_an_excluded_file_is_judged_when_named_but_for_force_exclude(repository, name):
    path = repository / ".agents" / "sessions" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(BAD, encoding="utf-8")
    assert run(cwd=repository).returncode == 0
    assert run(str(path), cwd=repository).returncode == 1
    assert run("--force-exclude", str(path), cwd=repository).returncode == 0


def test_exclude_takes_a_glob(repository):
    write(repository, BAD)
    done = run("--exclude", "*-weather-*", cwd=repository)
    assert (done.returncode, "no session files found" in done.stderr) == (0, True)


def test_standard_input_is_judged_under_a_name(repository):
    done = run("-", "--stdin-filename", f".agents/sessions/{NAME}", cwd=repository, stdin=BAD.encode())
    assert (done.returncode, f"--> .agents/sessions/{NAME}:4:11" in done.stdout) == (1, True)


def test_standard_input_without_a_name_is_not_judged_by_its_name(repository):
    assert run("-", cwd=repository, stdin=GOOD.encode()).stdout == "1 session file is clean.\n"


def test_standard_input_that_is_not_utf8_is_a_finding(repository):
    done = run("-", cwd=repository, stdin=b"---\n\xff\n")
    assert (done.returncode, "byte 0xff at offset 4" in done.stdout) == (1, True)


def test_standard_input_may_be_too_large(repository):
    done = run("-", cwd=repository, stdin=b"[" * 10_000_000)
    assert (done.returncode, "SL001" in done.stdout, "more than 1,048,576 bytes" in done.stdout) == (1, True, True)


@pytest.mark.parametrize("arguments", ["", "--diff", "- --fix"])
def test_a_full_disk_behind_standard_output_is_said(repository, arguments):
    write(repository, BAD)
    command = f"{sys.executable} -m session_lint {arguments} --now {NOW} > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=repository, capture_output=True, text=True, input=BAD, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: cannot write to standard output: no space left on device\n",
    )


def test_statistics_come_as_json_too(repository):
    write(repository, BAD)
    done = run("--statistics", "--output-format", "json", cwd=repository)
    assert json.loads(done.stdout) == [{"code": "SL201", "name": "frontmatter-schema", "count": 1, "fixable": 1}]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('[profile]\nschema = "no.json"\n', "session-lint.toml:2: cannot read `no.json`: there is no such file"),
        ('\nextend = "no.toml"\n', "session-lint.toml:2: cannot read `no.toml`: there is no such file"),
        ('[tool.session-lint]\nfail-on = "info"\n', "session-lint.toml:1: unknown key `tool`"),
        ('[profile]\nsections = ["## Context"]\n', "session-lint.toml:2: item 1 of `profile.sections`"),
    ],
)
def test_a_config_that_leads_nowhere_is_named_with_its_line(repository, config, message):
    (repository / "session-lint.toml").write_text(config, encoding="utf-8")
    done = run(cwd=repository)
    assert done.returncode == 2
    assert done.stderr.startswith(f"session-lint: error: {message}")


def test_a_config_that_leads_out_of_the_repository_is_refused(repository, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "x.toml"
    outside.write_text("secret = 1\n", encoding="utf-8")
    (repository / "session-lint.toml").symlink_to(outside)
    done = run(cwd=repository)
    assert (done.returncode, "leads out of the repository" in done.stderr, "secret" in done.stderr) == (2, True, False)


def test_the_report_can_go_into_a_file(repository):
    write(repository, BAD)
    done = run("--output-file", "out.json", "--output-format", "json", cwd=repository)
    assert (done.returncode, done.stdout) == (1, "")
    assert json.loads((repository / "out.json").read_text(encoding="utf-8"))["files_checked"] == 1


def test_statistics_count_rules(repository):
    write(repository, BAD)
    assert run("--statistics", cwd=repository).stdout.splitlines()[0] == "1  SL201  [*] frontmatter-schema"


def test_show_files_prints_what_would_be_judged(repository):
    write(repository, BAD)
    assert run("--show-files", cwd=repository).stdout == f".agents/sessions/{NAME}\n"


def test_show_settings_prints_a_config(repository):
    import tomllib

    (repository / "session-lint.toml").write_text(
        'exclude = ["old\\u202e"]\n[rules.SL401]\nmax-age = "3d"\n[profile.log]\nsection = false\n[per-file-ignores]\n"a b" = ["SL1"]\n',
        encoding="utf-8",
    )
    printed = run("--show-settings", cwd=repository).stdout
    settings = tomllib.loads(printed)
    assert settings["rules"]["stale-in-progress"] == {"max-age": "3d"}
    assert settings["exclude"] == ["old\u202e"]
    assert settings["profile"]["log"] == {"section": False}
    assert settings["per-file-ignores"] == {"a b": ["SL1"]}
    assert (settings["profile"]["finished"], settings["rules"]["completed-session"]) == (
        "delete",
        {"policy": "profile"},
    )
    assert settings["profile"]["sections"] == ["Context", "Current State", "Next Steps"]
    (repository / "session-lint.toml").write_text(printed, encoding="utf-8")
    assert run("--show-settings", cwd=repository).stdout == printed


@pytest.mark.parametrize("preset", ["archive", "journal"])
def test_the_settings_of_a_preset_are_a_config(repository, preset):
    config = repository / "session-lint.toml"
    config.write_text(f'extend = "{preset}"\nignore = ["SL2"]\n', encoding="utf-8")
    printed = run("--show-settings", cwd=repository).stdout
    config.write_text(printed, encoding="utf-8")
    assert run("--show-settings", cwd=repository).stdout == printed


def test_quiet_leaves_out_the_summary(repository):
    write(repository, BAD)
    done = run("--quiet", "--output-format", "concise", cwd=repository)
    assert len(done.stdout.splitlines()) == 1


def test_verbose_says_what_was_looked_at(repository):
    write(repository, GOOD)
    done = run("--verbose", cwd=repository)
    assert "config none" in done.stderr
    assert "1 files in" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        pytest.param((), {}, False, id="no-terminal"),
        pytest.param(("--color", "always"), {}, True, id="always"),
        pytest.param((), {"FORCE_COLOR": "1"}, True, id="force-color"),
        pytest.param((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="no-color-wins"),
        pytest.param(("--color", "never"), {"FORCE_COLOR": "1"}, False, id="never"),
    ],
)
def test_colours_are_for_those_who_want_them(repository, arguments, environment, colored):
    write(repository, BAD)
    assert ("\x1b[" in run(*arguments, cwd=repository, **environment).stdout) == colored


def test_the_clock_can_be_set(repository):
    write(repository, GOOD)
    done = run("--now", "2025-12-20T09:00:00Z", cwd=repository)
    assert "its last update was 15 days ago" in done.stdout
    assert run("--now", "2025-12-12T09:00:00Z", cwd=repository).returncode == 0


def test_the_version_is_printed(repository):
    from session_lint import __version__

    for arguments in (("--version",), ("-V",), ("check", "--version")):
        assert run(*arguments, cwd=repository).stdout == f"session-lint {__version__}\n"


def test_help_names_commands_and_exit_codes(repository):
    shown = run("--help", cwd=repository).stdout
    assert "explain one" in shown
    assert "exit codes:" in shown


def test_a_rule_is_explained(repository):
    assert "SL201 frontmatter-schema" in run("rule", cwd=repository).stdout
    page = run("rule", "sl401", cwd=repository).stdout
    assert page.startswith("## stale-in-progress\n")
    assert '| `max-age` | `"7d"` |' in page
    assert json.loads(run("rule", "SL401", "--output-format", "json", cwd=repository).stdout)["code"] == "SL401"
    assert len(json.loads(run("rule", "--output-format", "json", cwd=repository).stdout)) > 15


@pytest.mark.parametrize("name", ["session", "config", "report"])
def test_a_schema_is_printed(repository, name):
    assert json.loads(run("schema", name, cwd=repository).stdout)["$schema"].endswith("2020-12/schema")


def test_the_encoding_of_the_locale_is_no_obstacle(repository):
    write(repository, GOOD.replace("status: in_progress", 'status: "caf\u00e9 \u65e5\u672c"'))
    assert run(cwd=repository, LC_ALL="C", PYTHONUTF8="0").returncode == 1
    assert run(cwd=repository, PYTHONIOENCODING="ascii").returncode == 1


def test_a_closed_pipe_is_quiet(repository):
    for number in range(300):
        write(repository, BAD, f"20251204-143000-weather-{number}.md")
    command = f"{sys.executable} -m session_lint --ignore SL604 --now {NOW} | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=repository, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("error[SL201]")


def test_closed_streams_are_no_crash(repository):
    write(repository, BAD)
    command = f"{sys.executable} -m session_lint --now {NOW} >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], cwd=repository, check=False, timeout=60).returncode == 1


def test_ctrl_c_ends_with_130_and_no_traceback(repository):
    process = subprocess.Popen(
        [sys.executable, "-m", "session_lint", "-"],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)  # it waits for its input then
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert (process.returncode, stderr) == (130, b"")


def test_hostile_files_cost_a_line_each_and_nothing_raw_gets_out(repository):
    folder = repository / ".agents" / "sessions"
    (folder / "20251204-143000-nul.md").write_bytes(b"a\0b")
    (folder / "20251204-143000-escape.md").write_bytes(b"---\ntitle: \x1b[31m\n---\n")
    (folder / "20251204-143000-large.md").write_bytes(b"[" * 10_000_000)
    (folder / "20251204-143000-out.md").symlink_to("/etc/hostname")
    (folder / "20251204-143000-folder.md").mkdir()
    os.mkfifo(folder / "20251204-143000-pipe.md")
    (folder / "a\n::error file=x::pwn\x1b[2J.md").write_text("x", encoding="utf-8")
    (Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.md"))).write_text("x", encoding="utf-8")
    for name in ("full", "concise", "grouped", "github", "json"):
        done = run("--output-format", name, "--select", "SL0", cwd=repository)
        assert done.returncode == 1
        assert not any(c in done.stdout for c in ("\x1b", "\0", "\r"))
        assert not any(line.lstrip().startswith("::error file=x") for line in done.stdout.splitlines())
        assert done.stdout.count("SL001") >= 6
        assert "\\xff.md" in done.stdout.replace("\\\\", "\\")


def test_a_worktree_has_a_file_called_git(tmp_path):
    (tmp_path / ".git").write_text("gitdir: /elsewhere\n", encoding="utf-8")
    (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    write(tmp_path, BAD)
    assert run(cwd=tmp_path / "deep").returncode == 1


def test_a_bare_repository_has_no_sessions(tmp_path):
    for name in ("objects", "refs"):
        (tmp_path / name).mkdir()
    (tmp_path / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    done = run(cwd=tmp_path)
    assert (done.returncode, "no session files found" in done.stderr) == (0, True)


def test_git_need_not_be_there(repository):
    write(repository, BAD)
    assert run(cwd=repository, PATH="/nowhere").returncode == 1


def test_a_folder_that_is_gone_is_no_crash(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"rmdir {gone}; {sys.executable} -m session_lint; echo $?"
    done = subprocess.run(["bash", "-c", command], cwd=gone, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() in ("0", "2")


def test_more_than_100_diagnostics_are_cut_with_a_line_that_says_so(repository):
    agents = "".join("    - x\n" for _ in range(300))
    write(repository, GOOD.replace("orchestration:\n", f"orchestration:\n  spawned_agents:\n{agents}"))
    done = run("--output-format", "concise", cwd=repository)
    assert done.stdout.count("SL201") == 100
    assert f".agents/sessions/{NAME}: more than 100 diagnostics; only the 100 gravest are shown" in done.stdout


def test_an_internal_error_is_one_line(repository):
    program = (
        "import sys, session_lint.commands.check as check\n"
        "def broken(arguments): raise ZeroDivisionError('one\\ntwo')\n"
        "check.run = broken\n"
        "from session_lint.cli import main\n"
        "sys.exit(main([]))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == r"session-lint: error: internal error: ZeroDivisionError: one\ntwo"
    environment = {**os.environ, "SESSION_LINT_DEBUG": "1"}
    loud = subprocess.run(
        [sys.executable, "-c", program], cwd=repository, capture_output=True, env=environment, check=False
    )
    assert b"Traceback" in loud.stderr


def test_what_is_about_a_file_with_a_byte_order_mark_stands_in_its_first_column(repository):
    write(repository, "\ufeff" + GOOD, "20251204-143000-Weather.md")
    done = run("--output-format", "concise", cwd=repository)
    assert done.stdout.startswith(".agents/sessions/20251204-143000-Weather.md:1:1: SL102 ")

"""`session-lint hook` as each agent runs it: what it sends is in `hook_samples/`, what it may be answered is here.

The samples of Claude Code 2.1.197, Codex 0.169.0 and Gemini CLI 0.61.0 were recorded; those of Cursor and Copilot are
made after their documentation.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_lint import nearby, situation
from session_lint.agents.event import Event, Kind

from .test_cli import GOOD, NAME, run
from .test_git import commit, git, own_git

__all__ = ["own_git"]

SAMPLES = Path(__file__).parent / "hook_samples"
FOLDER = ".agents/sessions"
PATH = f"{FOLDER}/{NAME}"
BROKEN = GOOD.replace("in_progress", "In Progress")  # a slip of the format, and no work on the session
FINDING = "error SL201: `session.status` is `In Progress`; expected one of `in_progress`, `paused`, `completed`; use `in_progress`"
SPECIFIC = {"hookSpecificOutput": ["hookEventName", "additionalContext"]}
DECISION = {"decision": None, "reason": None}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository in git, with a session that is broken since the commit."""
    root = tmp_path / "repository"
    (root / FOLDER).mkdir(parents=True)
    git(root, "init", "--quiet")
    (root / PATH).write_text(GOOD, encoding="utf-8")
    commit(root)
    (root / PATH).write_text(BROKEN, encoding="utf-8")
    (tmp_path / "events.jsonl").write_text('{"type": "start"}\n')
    os.utime(root / PATH, (1764936000, 1764936000))  # 2025-12-05T12:00:00Z, the time of the tests
    return root


def payload(root: Path, sample: str, **more: object) -> bytes:
    text = (SAMPLES / f"{sample}.json").read_text(encoding="utf-8")
    data = json.loads(text.replace("ROOT", str(root)).replace("HOME", str(root.parent)))
    return json.dumps({**data, **more}).encode()


def hook(root: Path, given: bytes, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("hook", *arguments, cwd=root, stdin=given, CLAUDE_PROJECT_DIR="", **environment)


def answer(root: Path, sample: str, *arguments: str, **more: object) -> dict:
    done = hook(root, payload(root, sample, **more), *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def shape(answer: dict) -> dict:
    return {key: list(value) if isinstance(value, dict) else None for key, value in answer.items()}


@pytest.mark.parametrize(
    ("sample", "keys"),
    [
        ("claude-start", SPECIFIC),
        ("claude-start-compact", SPECIFIC),
        ("claude-after-edit", SPECIFIC),
        ("claude-after-multi-edit", SPECIFIC),
        ("claude-stop", DECISION),
        ("codex-start", SPECIFIC),
        ("codex-after-edit", SPECIFIC),
        ("codex-stop", DECISION),
        ("codex-pre-compact", {"systemMessage": None}),
        ("gemini-start", SPECIFIC),
        ("gemini-after-edit", SPECIFIC),
        ("gemini-stop", DECISION),
        ("gemini-pre-compact", {"systemMessage": None}),
        ("gemini-end", {"systemMessage": None}),
        ("cursor-start", {"additional_context": None}),
        ("cursor-after-edit", {"additional_context": None}),
        ("cursor-stop", {"followup_message": None}),
        ("cursor-pre-compact", {"user_message": None}),
        ("copilot-start", SPECIFIC),
        ("copilot-after-edit", SPECIFIC),
        ("copilot-after-edit-files", SPECIFIC),
        ("copilot-stop", {**DECISION, "hookSpecificOutput": ["hookEventName", "decision", "reason"]}),
        ("copilot-stop-vscode", {**DECISION, "hookSpecificOutput": ["hookEventName", "decision", "reason"]}),
    ],
)
def test_an_agent_gets_the_keys_that_it_takes_and_no_others(repository, sample, keys):
    given = answer(repository, sample)
    assert shape(given) == keys
    name = json.loads((SAMPLES / f"{sample}.json").read_text()).get("hook_event_name", "PostToolUse")
    assert given.get("hookSpecificOutput", {}).get("hookEventName", name) == name


@pytest.mark.parametrize(
    ("sample", "code"), [("claude-end", 2), ("codex-end", 0), ("cursor-end", 0), ("copilot-end", 0)]
)
def test_the_end_is_told_on_standard_error(repository, sample, code):
    done = hook(repository, payload(repository, sample))
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == (
        "session-lint: 1 open session.\n"
        f"- `{PATH}`: `In Progress`, last updated 3 hours ago, 1 error\n"
        "Before a session is deleted: the issue is up to date, decisions are ADRs, what was learned is documented, what "
        "remains is in issues, nothing refers to the file (`session-lint complete SESSION`).\n"
    )


def test_claude_is_told_in_plain_text_what_a_summary_should_keep(repository):
    done = hook(repository, payload(repository, "claude-pre-compact"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Agent sessions (files) that were changed in this conversation; what they say is quoted:\n"
        f"- `Weather fallback` (`{PATH}`): `In Progress`, last updated 3 hours ago, 1 error\n"
        "  current task: `Cache the forecast`\n"
        "  next step: `Read it.`\n"
        "What goes on needs the paths of these files, what was done since each was last updated, decisions with their "
        "reasons, and next steps that no file has yet.\n"
    )


def test_the_start_lists_open_sessions_with_what_is_wrong_and_what_to_type(repository):
    assert answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"] == (
        "This repository has 1 open agent session (what they say is quoted):\n"
        "- `Weather fallback`: `In Progress`, last updated 3 hours ago\n"
        f"  to resume it: `session-lint show {PATH}`\n"
        "  current task: `Cache the forecast`\n"
        "  next step: `Read it.`\n"
        "  wrong: error SL201: `session.status` is `In Progress`; expected one of `in_progress`, `paused`, `completed`\n"
        'Work can go on in it, or start fresh: `session-lint new "what the work is"`. '
        "Where the task does not say which, a person can."
    )


def test_after_a_compaction_it_tells_where_the_last_session_stands(repository):
    other = repository / FOLDER / "20251205-090000-radar.md"
    other.write_text(GOOD.replace("Weather fallback", "Radar").replace("2025-12-04T14:30", "2025-12-05T09:00"))
    os.utime(other, (1764930000, 1764930000))
    assert answer(repository, "claude-start-compact")["hookSpecificOutput"]["additionalContext"] == (
        "The agent session that was changed last: `Weather fallback`, `In Progress`, last updated 3 hours ago.\n"
        "Current task: `Cache the forecast`\n"
        "Current state, as it is written there:\n"
        "  `A cache is written, not yet read.`\n"
        "Next steps, as they are written there:\n"
        "  - `Read it.`\n"
        f"All of it: `session-lint show {PATH}`\n"
        "1 other session open: `session-lint list`."
    )


def test_an_agent_of_a_sort_hears_what_a_session_has_for_it(repository):
    agents = (
        '  current_task: "x"\n  spawned_agents:\n    - agent: tester\n      task: "Run them"\n      status: pending\n'
    )
    (repository / PATH).write_text(GOOD.replace('  current_task: "Cache the forecast"\n', agents))
    said = answer(repository, "claude-start", agent_type="tester")["hookSpecificOutput"]["additionalContext"]
    assert "\n`tester` in `Weather fallback`: `Run them`, `pending`\n" in said
    said = answer(repository, "claude-start", agent_type="writer")["hookSpecificOutput"]["additionalContext"]
    assert "`tester`" not in said


def test_where_no_session_is_open_it_says_how_to_begin_one_but_only_at_a_beginning(repository):
    (repository / PATH).unlink()
    said = answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"]
    assert said == 'No agent session is open in this repository. `session-lint new "what the work is"` begins one.'
    done = hook(repository, payload(repository, "claude-start", source="resume"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_edit_brings_back_what_is_wrong_with_its_place_and_the_command_that_mends_it(repository):
    assert answer(repository, "claude-after-edit")["hookSpecificOutput"]["additionalContext"] == (
        "session-lint: 1 finding in what this edit has changed.\n"
        f"`{PATH}`:\n"
        f"- line 4, column 11: {FINDING}\n"
        f"`session-lint --fix {PATH}` mends 1 finding of these."
    )


def test_paths_are_as_one_types_them_where_the_agent_works(repository):
    below = repository / "src"
    below.mkdir()
    said = answer(repository, "claude-after-edit", cwd=str(below))["hookSpecificOutput"]["additionalContext"]
    assert f"`session-lint --fix {repository / PATH}`" in said
    said = answer(repository, "claude-start", cwd=str(below))["hookSpecificOutput"]["additionalContext"]
    assert f"`session-lint show {repository / PATH}`" in said


def test_a_stop_is_held_up_once(repository):
    given = answer(repository, "claude-stop")
    assert given == {
        "decision": "block",
        "reason": "session-lint: sessions that this run has changed cannot be handed over yet.\n"
        f"`{PATH}`:\n"
        f"- line 4, column 11: {FINDING}\n"
        f"`session-lint --fix {PATH}` mends 1 finding of these.\n"
        "This is said once; the next stop is not held up.",
    }


@pytest.mark.parametrize(
    ("sample", "more"),
    [
        pytest.param("claude-stop", {"stop_hook_active": True}, id="claude"),
        pytest.param("claude-stop", {"stop_hook_active": "true"}, id="claude, as text"),
        pytest.param("codex-stop", {"stop_hook_active": 1}, id="codex, as a number"),
        pytest.param("gemini-stop", {"stop_hook_active": True}, id="gemini"),
        pytest.param("cursor-stop", {"loop_count": 1}, id="cursor"),
        pytest.param("cursor-stop", {"loop_count": "1"}, id="cursor, as text"),
        pytest.param("cursor-stop", {"stop_hook_active": True}, id="cursor, as others say it"),
        pytest.param("copilot-stop-vscode", {"stop_hook_active": True}, id="vscode"),
        pytest.param("copilot-stop", {"stopHookActive": True}, id="copilot"),
    ],
)
def test_a_stop_is_not_held_up_again(repository, sample, more):
    assert answer(repository, sample)
    done = hook(repository, payload(repository, sample, **more))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "script",
    [pytest.param("exit 128", id="it fails"), pytest.param("exec sleep 60", id="it hangs")],
)
@pytest.mark.parametrize(
    ("sample", "seconds"),
    [("claude-stop", 10), ("claude-after-edit", 10), ("claude-pre-compact", 10), ("claude-end", 3)],
)
def test_a_git_that_gives_no_answer_holds_nobody_up(repository, script, sample, seconds):
    (repository / PATH).write_text(GOOD.replace("2025-12-05T09:00:00Z", "2025-12-04T15:00:00Z"))
    os.utime(repository / PATH, (1764936000, 1764936000))  # as young as after a checkout
    programs = repository.parent / "programs"
    programs.mkdir()
    (programs / "git").write_text(f"#!/bin/sh\n{script}\n")
    (programs / "git").chmod(0o755)
    started = time.monotonic()
    done = hook(repository, payload(repository, sample), PATH=f"{programs}:{os.environ['PATH']}")
    assert time.monotonic() - started < seconds
    assert '"decision"' not in done.stdout
    assert "without a new" not in done.stdout + done.stderr
    assert done.returncode == (2 if sample == "claude-end" else 0)


def test_of_too_many_sessions_it_says_that_not_all_were_read(repository):
    for number in range(59):
        (repository / FOLDER / f"20251204-1430{number:02}-s{number}.md").write_text(GOOD)
    said = answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"]
    assert said.startswith("This repository has 50 open agent sessions among the 50 youngest files of 60 (what")
    assert "\nNot listed here: 54 more; see `session-lint list`.\n" in said
    said = answer(repository, "claude-start-compact")["hookSpecificOutput"]["additionalContext"]
    assert said.endswith("\n59 other sessions: `session-lint list`.")
    said = hook(repository, payload(repository, "claude-end")).stderr
    assert said.startswith("session-lint: 50 open sessions among the 50 youngest files of 60.\n")


def test_of_too_many_young_files_the_youngest_count_as_changed(repository):
    """As after a checkout; the agent waits, and may have waited for thousands to be read."""
    for number in range(59):
        path = repository / FOLDER / f"20251204-1431{number:02}-s{number}.md"
        path.write_text(BROKEN)
        os.utime(path, (1764936000 + number, 1764936000 + number))
    said = hook(repository, payload(repository, "claude-end")).stderr
    assert "20251204-143158-s58.md" in said
    event = Event(Kind.STOP, "Stop", cwd=str(repository), transcript=str(repository.parent / "events.jsonl"))
    moment = datetime(2025, 12, 5, 13, tzinfo=UTC)
    known = situation.around(event, nearby.look(str(repository)), moment)
    assert sorted(known.recent) == [f"{FOLDER}/20251204-1431{number:02}-s{number}.md" for number in range(9, 59)]


def test_a_stop_is_held_up_for_work_that_did_not_move_last_updated(repository):
    (repository / PATH).write_text(GOOD.replace("not yet read", "and read"))
    reason = answer(repository, "claude-stop")["reason"]
    assert "error SL501: the session was changed, and `session.last_updated` is still `2025-12-05T09:00:00Z`" in reason
    assert f"`session-lint log {PATH} WHO WHAT` adds an entry to the log and sets `last_updated`." in reason


@pytest.mark.parametrize("updated", ["2025-12-05T09:00:00Z", "2025-12-05T07:00:00Z"], ids=["in the run", "before it"])
def test_what_git_does_not_know_is_held_against_the_beginning_of_the_run(repository, updated):
    (repository / ".gitignore").write_text(".agents/\n")
    git(repository, "rm", "--quiet", "--cached", PATH)
    (repository / PATH).write_text(GOOD.replace("2025-12-05T09:00:00Z", updated))
    transcript = repository.parent / "transcript.jsonl"
    transcript.write_text('{"type":"mode"}\n{"timestamp":"2025-12-05T08:30:00.000Z","type":"user"}\n')
    done = hook(repository, payload(repository, "claude-stop", transcript_path=str(transcript)))
    said = "- the file was changed in this run, and `last_updated` is older than the run"
    assert (said in done.stdout) == (updated < "2025-12-05T08:30")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stop_passes_over_what_was_broken_before_the_run(repository):
    os.utime(repository / PATH, (1764900000, 1764900000))
    done = hook(repository, payload(repository, "claude-stop"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stop_passes_over_what_is_as_it_was_committed(repository):
    commit(repository)
    done = hook(repository, payload(repository, "claude-stop"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "recorded", [None, "session-lint: sessions that this run has changed cannot be handed over yet."]
)
def test_an_agent_that_does_not_say_whether_it_was_held_up_is_believed_by_its_record(repository, recorded):
    path = repository.parent / "events.jsonl"
    path.write_text(json.dumps({"message": recorded})) if recorded else path.unlink()
    done = hook(repository, payload(repository, "copilot-stop"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_payload_without_an_event_has_that_of_the_command_line(repository):
    assert shape(answer(repository, "copilot-camel-start", "sessionStart")) == SPECIFIC
    assert answer(repository, "copilot-camel-stop", "agentStop")["decision"] == "block"
    done = hook(repository, payload(repository, "copilot-camel-start"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_dialect_can_be_named(repository):
    done = hook(repository, payload(repository, "claude-end"), "session-end", "--agent", "codex")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("session-lint: 1 open session.\n")


@pytest.mark.parametrize(
    ("sample", "more"),
    [
        pytest.param("claude-prompt", {}, id="a prompt"),
        pytest.param("claude-start", {"agent_id": "a1"}, id="the start of a sub-agent"),
        pytest.param("claude-stop", {"agent_id": "a1"}, id="the stop of a sub-agent"),
        pytest.param("claude-start", {"hook_event_name": "SubagentStart"}, id="another event"),
        pytest.param("claude-after-edit", {"tool_name": "Read"}, id="a tool that reads"),
        pytest.param("claude-after-edit", {"tool_input": {"file_path": "src/x.py"}}, id="another file"),
        pytest.param("claude-after-edit", {"tool_input": {"file_path": f"{FOLDER}/README.md"}}, id="no session"),
        pytest.param("claude-after-edit", {"tool_input": {"file_path": f"{FOLDER}/2-gone.md"}}, id="a deleted file"),
        pytest.param("claude-after-edit", {"tool_input": {"file_path": "a\0b"}}, id="no path"),
        pytest.param("claude-after-edit", {"tool_input": [1]}, id="no input"),
        pytest.param("gemini-pre-compact-auto", {}, id="the compression that Gemini announces at each turn"),
        pytest.param("cursor-after-file-edit", {}, id="an event of Cursor that takes no answer"),
        pytest.param("cursor-stop-aborted", {}, id="a person's stop"),
        pytest.param("copilot-pre-compact", {}, id="an event of Copilot that takes no answer"),
    ],
)
def test_it_is_silent(repository, sample, more):
    done = hook(repository, payload(repository, sample, **more))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_is_silent_about_a_clean_session(repository):
    (repository / PATH).write_text(GOOD)
    for sample in ("claude-after-edit", "codex-after-edit", "claude-stop", "claude-pre-compact"):
        done = hook(repository, payload(repository, sample))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.json")))
def test_it_is_silent_where_there_are_no_sessions(tmp_path, sample):
    (tmp_path / ".git").mkdir()
    done = hook(tmp_path, payload(tmp_path, sample), "stop")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("given", [b"", b" \n", b"[]", b"null", b'"text"', b"{}"], ids=repr)
def test_it_is_silent_when_it_is_told_nothing(repository, given):
    done = hook(repository, given)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_folder_of_the_project_counts_where_the_agent_has_gone_elsewhere(repository, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ".git").mkdir(parents=True)
    given = payload(repository, "claude-start", cwd=str(elsewhere))
    done = run("hook", cwd=elsewhere, stdin=given, CLAUDE_PROJECT_DIR=str(repository))
    assert f"session-lint show {repository / PATH}" in done.stdout


def test_sessions_of_packages_are_found_and_those_of_another_repository_are_not(repository):
    for folder, title in (("packages/maps", "Maps"), ("other", "Other")):
        (repository / folder / FOLDER).mkdir(parents=True)
        (repository / folder / PATH).write_text(GOOD.replace("Weather fallback", title))
    (repository / "other" / ".git").mkdir()
    said = answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"]
    assert ("- `Maps`: " in said, "- `Other`: " in said) == (True, False)


def test_a_config_can_say_what_other_files_are_sessions(repository):
    (repository / "session-lint.toml").write_text('[profile]\nfiles = ["notes/*.md"]\n')
    (repository / "notes").mkdir()
    (repository / "notes" / NAME).write_text(BROKEN)
    said = answer(repository, "claude-after-edit", tool_input={"file_path": f"notes/{NAME}"})
    assert f"- line 4, column 11: {FINDING}" in said["hookSpecificOutput"]["additionalContext"]
    said = answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"]
    assert f"session-lint show notes/{NAME}" in said


@pytest.mark.parametrize(
    ("given", "arguments", "says"),
    [
        pytest.param(b"{", (), "hook: standard input is no JSON", id="no JSON"),
        pytest.param(b"[" * 100_000, (), "hook: standard input is no JSON", id="deep JSON"),
        pytest.param(b'{"a": "\xff"}', (), "hook: standard input is no JSON", id="no UTF-8"),
        pytest.param(b"x" * (9 << 20), (), "hook: standard input is more than is read", id="too much"),
        pytest.param(b"{}", ("--agent", "other"), "--agent is `other`; expected one of auto, claude, codex, gemini, cursor, copilot", id="an unknown agent"),
        pytest.param(b"{}", ("--agents",), "hook: `--agents` is no event and no option", id="an unknown option"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line_and_no_veto(repository, given, arguments, says):
    done = hook(repository, given, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"session-lint: {says}\n")


@pytest.mark.parametrize("sample", ["claude-start", "claude-after-edit", "claude-stop", "claude-end"])
def test_a_config_that_cannot_be_used_is_one_line_and_no_veto(repository, sample):
    (repository / "session-lint.toml").write_text("nonsense = [\x1b")
    done = hook(repository, payload(repository, sample))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 1)
    assert done.stderr.startswith("session-lint: session-lint.toml:1:")
    assert done.stderr.rstrip("\n").isprintable()


@pytest.mark.parametrize("sample", ["claude-start", "claude-stop", "claude-end"])
def test_a_folder_that_leads_out_of_the_repository_is_no_session(repository, sample):
    (repository / FOLDER).rename(repository.parent / "sessions")
    (repository / FOLDER).symlink_to(repository.parent / "sessions")
    done = hook(repository, payload(repository, sample))
    said = f"session-lint: hook: `{FOLDER}`: a linked folder outside of the repository is not searched\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", said)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_no_veto(repository):
    (repository / FOLDER).chmod(0)
    try:
        done = hook(repository, payload(repository, "claude-start"))
    finally:
        (repository / FOLDER).chmod(0o755)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"session-lint: hook: `{FOLDER}`: the folder cannot be searched: permission denied\n"


def test_a_session_that_is_no_file_is_told_like_any_other(repository):
    (repository / PATH).unlink()
    os.mkfifo(repository / PATH)
    said = answer(repository, "claude-start")["hookSpecificOutput"]["additionalContext"]
    assert "wrong: error SL001: this is a named pipe, not a regular file" in said


@pytest.mark.parametrize("closed", ["exec >&-", "exec 1<&- 2<&-", "exec <&-"])
def test_streams_that_are_closed_are_no_veto(repository, closed):
    (repository.parent / "in.json").write_bytes(payload(repository, "claude-start"))
    command = f"{closed}; {sys.executable} -m session_lint hook"
    with open(repository.parent / "in.json", "rb") as given:
        done = subprocess.run(["sh", "-c", command], cwd=repository, stdin=given, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reader_that_is_gone_is_no_veto(repository):
    with subprocess.Popen(
        [sys.executable, "-m", "session_lint", "hook"],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(payload(repository, "claude-start"))
        process.stdin.close()
        assert (process.stderr.read(), process.wait(30)) == (b"", 0)


def test_an_agent_that_does_not_close_its_end_is_answered_all_the_same(repository):
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "session_lint", "hook"], cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(payload(repository, "claude-start"))
        process.stdin.flush()
        said = process.stdout.read()
        assert (process.wait(30), shape(json.loads(said))) == (0, SPECIFIC)
    assert time.monotonic() - started < 20

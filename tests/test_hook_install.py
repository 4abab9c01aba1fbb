from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import agents
from session_lint.agents import installing
from session_lint.agents.installing import TARGETS

from .test_cli import repository, run
from .test_json_splice import read, spaced

__all__ = ["repository"]

CLAUDE = """\
{
  "hooks": {
    "SessionStart": [
      {
        "hooks": [
          {
            "type": "command",
            "command": "session-lint hook start --agent claude",
            "timeout": 10
          }
        ]
      }
    ],
    "PostToolUse": [
      {
        "matcher": "Edit|Write|MultiEdit",
        "hooks": [
          {
            "type": "command",
            "command": "session-lint hook after-edit --agent claude",
            "timeout": 10
          }
        ]
      }
    ],
    "Stop": [
      {
        "hooks": [
          {
            "type": "command",
            "command": "session-lint hook stop --agent claude",
            "timeout": 10
          }
        ]
      }
    ],
    "PreCompact": [
      {
        "hooks": [
          {
            "type": "command",
            "command": "session-lint hook pre-compact --agent claude",
            "timeout": 10
          }
        ]
      }
    ],
    "SessionEnd": [
      {
        "hooks": [
          {
            "type": "command",
            "command": "session-lint hook end --agent claude",
            "timeout": 3
          }
        ]
      }
    ]
  }
}
"""
THEIRS = """\
{
    "permissions": { "allow": ["Bash(make:*)"] },
    "hooks": {
        "Stop": [
            {"hooks": [{"type": "command", "command": "make lint"}]}
        ],
        "Notification": [ ]
    },
    "model": "opus"
}"""
BOTH = """\
{
    "permissions": { "allow": ["Bash(make:*)"] },
    "hooks": {
        "Stop": [
            {"hooks": [{"type": "command", "command": "make lint"}]},
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "session-lint hook stop --agent claude",
                        "timeout": 10
                    }
                ]
            }
        ],
        "Notification": [ ],
        "SessionStart": [
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "session-lint hook start --agent claude",
                        "timeout": 10
                    }
                ]
            }
        ],
        "PostToolUse": [
            {
                "matcher": "Edit|Write|MultiEdit",
                "hooks": [
                    {
                        "type": "command",
                        "command": "session-lint hook after-edit --agent claude",
                        "timeout": 10
                    }
                ]
            }
        ],
        "PreCompact": [
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "session-lint hook pre-compact --agent claude",
                        "timeout": 10
                    }
                ]
            }
        ],
        "SessionEnd": [
            {
                "hooks": [
                    {
                        "type": "command",
                        "command": "session-lint hook end --agent claude",
                        "timeout": 3
                    }
                ]
            }
        ]
    },
    "model": "opus"
}"""


def uninstalled(text: str) -> str | None:
    found = installing.uninstalled(read(text))
    return found.text if found else None


@pytest.mark.parametrize(
    ("agent", "lines"),
    [
        pytest.param(
            "codex",
            {
                "SessionStart": ("", "session-lint hook start --agent codex"),
                "PostToolUse": ("apply_patch|Edit|Write", "session-lint hook after-edit --agent codex"),
                "Stop": ("", "session-lint hook stop --agent codex"),
                "PreCompact": ("", "session-lint hook pre-compact --agent codex"),
                "SessionEnd": ("", "session-lint hook end --agent codex"),
            },
            id="codex",
        ),
        pytest.param(
            "gemini",
            {
                "SessionStart": ("", "session-lint hook start --agent gemini"),
                "AfterTool": ("write_file|replace", "session-lint hook after-edit --agent gemini"),
                "AfterAgent": ("", "session-lint hook stop --agent gemini"),
                "PreCompress": ("manual", "session-lint hook pre-compact --agent gemini"),
                "SessionEnd": ("", "session-lint hook end --agent gemini"),
            },
            id="gemini",
        ),
    ],
)
def test_groups_have_a_matcher_where_one_is_needed(agent, lines):
    found = {
        name: (group.get("matcher", ""), group["hooks"][0]["command"])
        for name, (group,) in json.loads(installing.made(agent))["hooks"].items()
    }
    assert found == lines
    timeouts = {group["hooks"][0]["timeout"] for group in installing.entries(agent).values()}
    assert timeouts == ({10_000, 3_000} if agent == "gemini" else {10, 3})


def test_what_cursor_and_copilot_read():
    assert json.loads(installing.made("cursor")) == {
        "version": 1,
        "hooks": {
            "sessionStart": [{"command": "session-lint hook start --agent cursor", "timeout": 10}],
            "postToolUse": [{"command": "session-lint hook after-edit --agent cursor", "timeout": 10}],
            "stop": [{"command": "session-lint hook stop --agent cursor", "timeout": 10}],
            "preCompact": [{"command": "session-lint hook pre-compact --agent cursor", "timeout": 10}],
            "sessionEnd": [{"command": "session-lint hook end --agent cursor", "timeout": 3}],
        },
    }
    assert json.loads(installing.made("copilot")) == {
        "version": 1,
        "hooks": {
            "SessionStart": [{"type": "command", "bash": "session-lint hook start --agent copilot", "timeoutSec": 10}],
            "PostToolUse": [
                {
                    "matcher": "Edit|Write|MultiEdit",
                    "type": "command",
                    "bash": "session-lint hook after-edit --agent copilot",
                    "timeoutSec": 10,
                }
            ],
            "Stop": [{"type": "command", "bash": "session-lint hook stop --agent copilot", "timeoutSec": 10}],
            "SessionEnd": [{"type": "command", "bash": "session-lint hook end --agent copilot", "timeoutSec": 3}],
        },
    }


def test_there_is_a_target_for_each_dialect():
    assert (*TARGETS,) == agents.DIALECTS


@pytest.mark.parametrize("agent", agents.DIALECTS)
def test_each_event_is_one_that_its_dialect_reads(agent):
    dialect = agents.dialect(agent)
    for hook in TARGETS[agent].hooks:
        event = dialect.parse({"hook_event_name": hook.name, "trigger": hook.matcher}, None)
        assert event is not None
        assert (event.kind, event.name) == (hook.kind, hook.name)
    assert [agents.kind(hook.kind.value) for hook in TARGETS[agent].hooks] == [
        hook.kind for hook in TARGETS[agent].hooks
    ]


def test_ours_is_put_beside_what_is_there_and_taken_out_again():
    assert installing.installed("claude", read(THEIRS)).text == BOTH
    assert installing.installed("claude", read(BOTH)).text == BOTH
    assert uninstalled(BOTH) == THEIRS


@pytest.mark.parametrize(
    "old",
    [
        pytest.param('{"type": "command", "command": "session-lint hook stop"}', id="without options"),
        pytest.param(
            '{"type": "command", "command": "/opt/bin/session-lint hook Stop --agent auto"}', id="by its path"
        ),
        pytest.param('{"type": "command", "command": "session-lint", "args": ["hook", "stop"]}', id="with arguments"),
        pytest.param(
            '{"type": "command", "command": "session-lint hook stop --agent claude", "timeout": 60}', id="timeout"
        ),
    ],
)
def test_an_older_form_is_brought_up_to_date_where_it_stands(old):
    text = THEIRS.replace('{"hooks": [{"type": "command", "command": "make lint"}]}', f'{{"hooks": [{old}]}}')
    new = installing.installed("claude", read(text))
    assert new.text == BOTH.replace('            {"hooks": [{"type": "command", "command": "make lint"}]},\n', "")
    assert installing.installed("claude", new).text == new.text


def test_events_that_are_hooked_no_more_and_second_entries_go():
    more = CLAUDE.replace(
        '    "Stop": [\n',
        '    "UserPromptSubmit": [\n      {"hooks": [{"type": "command", "command": "session-lint hook prompt"}]}\n    ],\n'
        '    "Stop": [\n      {"hooks": [{"type": "command", "command": "make"},'
        ' {"type": "command", "command": "session-lint hook stop"}]},\n',
    )
    assert installing.installed("claude", read(more)).text == CLAUDE.replace(
        '    "Stop": [\n', '    "Stop": [\n      {"hooks": [{"type": "command", "command": "make"}]},\n'
    )


def test_nothing_but_a_prompt_hook_of_ours_is_replaced_by_all_others():
    old = '{\n  "hooks": {\n    "UserPromptSubmit": [\n      {"hooks": [{"command": "session-lint hook prompt"}]}\n    ]\n  }\n}\n'
    assert json.loads(installing.installed("claude", read(old)).text) == json.loads(CLAUDE)


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("session-lint hooks", id="another word"),
        pytest.param("session-lint --fix", id="another command"),
        pytest.param("make && session-lint hook stop", id="a part of a line"),
        pytest.param("my-session-lint hook stop", id="another program"),
        pytest.param("echo session-lint hook stop", id="an argument"),
    ],
)
def test_what_others_have_written_is_not_ours(command):
    text = THEIRS.replace("make lint", command)
    assert uninstalled(text) == text


ENTRIES: st.SearchStrategy[object] = st.one_of(
    st.sampled_from(
        [
            {"hooks": [{"type": "command", "command": "make"}]},
            {"command": "make", "matcher": "*"},
            {"hooks": {}},
            {"hooks": []},
            {},
            None,
            "session-lint hook stop",
            [1],
        ]
    ),
    st.integers(),
)


@st.composite
def configs(draw, agent: str) -> str:
    """Write a config with any blanks, whose hooks are none of ours."""
    names = st.sampled_from([*(hook.name for hook in TARGETS[agent].hooks), "Other", ""])
    others = st.dictionaries(st.sampled_from(["a", "version", "\u00fc"]), st.one_of(st.just(1), ENTRIES), max_size=3)
    hooks = draw(st.one_of(st.none(), st.dictionaries(names, st.lists(ENTRIES, max_size=2), max_size=4)))
    items = [*draw(others).items(), *([] if hooks is None else [("hooks", hooks)])]
    data = dict(draw(st.permutations(items)))
    if TARGETS[agent].version:
        data["version"] = 1
    return draw(st.sampled_from(["", "\ufeff"])) + spaced(draw, data) + draw(st.text(alphabet=" \t\n\r", max_size=2))


@pytest.mark.parametrize("agent", agents.DIALECTS)
@given(data=st.data())
def test_installed_twice_is_once_and_uninstalled_is_as_before(agent, data):
    text = data.draw(configs(agent))
    new = installing.installed(agent, read(text))
    assert installing.installed(agent, read(new.text)).text == new.text
    assert uninstalled(new.text) == text
    assert uninstalled(text) == text
    before, after = (json.loads(one.removeprefix("\ufeff")) for one in (text, new.text))
    assert {**before, "hooks": after["hooks"]} == after
    for name, entry in installing.entries(agent).items():
        assert after["hooks"][name] == [*before.get("hooks", {}).get(name, []), entry]
    ours = installing.entries(agent)
    assert {name: event for name, event in after["hooks"].items() if name not in ours} == {
        name: event for name, event in before.get("hooks", {}).items() if name not in ours
    }


@pytest.mark.parametrize("agent", agents.DIALECTS)
def test_a_config_with_nothing_but_ours_goes(agent):
    assert uninstalled(installing.made(agent)) is None
    assert installing.installed(agent, read(installing.made(agent))).text == installing.made(agent)


@pytest.mark.parametrize("agent", agents.DIALECTS)
def test_it_is_installed_and_taken_out_by_the_command(agent, repository):
    path = repository / TARGETS[agent].project
    done = run("hook", "install", "--agent", agent, cwd=repository)
    assert (done.returncode, done.stdout) == (0, f"created {TARGETS[agent].project}\n")
    assert path.read_text() == installing.made(agent)
    done = run("hook", "install", "--agent", agent, cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"unchanged {TARGETS[agent].project}\n", "")
    done = run("hook", "install", "--agent", agent, "--uninstall", cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"removed {TARGETS[agent].project}\n", "")
    assert not path.exists()
    done = run("hook", "install", "--agent", agent, "--uninstall", cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"unchanged {TARGETS[agent].project}\n", "")


def settings(repository: Path, text: str | bytes) -> Path:
    path = repository / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_it_is_found_from_a_folder_below_and_keeps_its_mode(repository):
    path = settings(repository, THEIRS)
    path.chmod(0o640)
    below = repository / "src"
    below.mkdir()
    done = run("hook", "install", "--agent", "claude", cwd=below)
    assert (done.returncode, done.stdout, done.stderr) == (0, "changed .claude/settings.json\n", "")
    assert path.read_text() == BOTH
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    run("hook", "install", "--agent", "claude", "--uninstall", cwd=below)
    assert path.read_text() == THEIRS


def test_codex_has_to_be_told_to_trust_it(repository):
    done = run("hook", "install", "--agent", "codex", cwd=repository)
    assert done.stderr == (
        "session-lint: Codex runs a new hook once it is trusted: `/hooks` in Codex shows it and takes the answer\n"
    )


def test_a_dry_run_shows_a_diff_without_secrets_and_writes_nothing(repository):
    secret = "ghp_" + "a1B2c3D4" * 4 + "e5F6"
    text = f'{{\n  "env": {{"TOKEN": "{secret}"}}\n}}\n'
    path = settings(repository, text)
    done = run("hook", "install", "--agent", "claude", "--agent", "gemini", "--dry-run", cwd=repository)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "diff --git a/.claude/settings.json b/.claude/settings.json\n"
        "--- a/.claude/settings.json\n"
        "+++ b/.claude/settings.json\n"
        "@@ -1,3 +1,61 @@\n"
        " {\n"
    )
    assert secret not in done.stdout
    assert (
        "diff --git a/.gemini/settings.json b/.gemini/settings.json\n"
        "new file mode 100644\n"
        "--- /dev/null\n"
        "+++ b/.gemini/settings.json\n"
    ) in done.stdout
    assert path.read_text() == text
    assert not (repository / ".gemini").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "{\n  // mine\n}\n", ":2:3: not JSON: expecting property name enclosed in double quotes", id="comment"
        ),
        pytest.param("", ":1:1: not JSON: expecting value", id="empty"),
        pytest.param("[]", ":1:1: this is no object", id="array"),
        pytest.param('{"hooks": []}', ":1:11: `hooks` is no object", id="hooks"),
        pytest.param('{"hooks": {"Stop": {}}}', ":1:20: `hooks.Stop` is no array", id="event"),
        pytest.param('{"hooks": {}, "hooks": {}}', ":1:1: `hooks` is there twice", id="twice"),
        pytest.param('{"hooks": {"S": [], "S": []}}', ":1:17: `hooks.S` is there twice", id="event twice"),
        pytest.param('{"hooks": {"\x1b[31m": {}}}', ":1:13: not JSON: invalid control character at", id="control"),
        pytest.param('{"hooks": {"\\u001b[31m": {}}}', ":1:26: `hooks.\\x1b[31m` is no array", id="escape"),
    ],
)
@pytest.mark.parametrize("option", [(), ("--uninstall",), ("--dry-run",)], ids=["install", "uninstall", "dry"])
def test_a_config_that_cannot_be_changed_for_certain_is_left_as_it_is(repository, text, said, option):
    path = settings(repository, text)
    done = run("hook", "install", "--agent", "claude", *option, cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    shown = f"session-lint: Claude Code would have to be told this, in .claude/settings.json:\n{CLAUDE}"
    advice = "put in by hand what is printed above"
    if option == ("--uninstall",):
        shown, advice = "", "take out by hand what runs `session-lint hook`"
    assert done.stderr == (
        f"{shown}session-lint: error: .claude/settings.json{said}\n"
        f"  help: the file is left as it is; mend it, or {advice}\n"
    )
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param('{"hooks": {}}', "there is no `version`; expected 1", id="none"),
        pytest.param('{"version": 2}', "`version` is `2`; expected 1", id="another"),
    ],
)
def test_another_version_of_a_format_is_not_guessed_at(text, said):
    with pytest.raises(installing.Refused, match=said):
        installing.installed("cursor", read(text))


def test_so_many_entries_are_no_accident():
    command = '{"hooks": [{"command": "session-lint hook stop"}]}'
    text = f'{{"hooks": {{"Stop": [{", ".join([command] * 101)}]}}}}'
    with pytest.raises(installing.Refused, match="there are 101 entries of session-lint; expected at most 100"):
        installing.uninstalled(read(text))


def test_a_number_of_any_length_is_no_timeout_of_ours():
    text = CLAUDE.replace('"timeout": 10', f'"timeout": {"9" * 5000}')
    assert installing.installed("claude", read(text)).text == CLAUDE


def test_what_is_not_utf8_is_left_as_it_is(repository):
    path = settings(repository, b'{"a": "\xe9"}')
    done = run("hook", "install", "--agent", "claude", cwd=repository)
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: cannot read `.claude/settings.json`: it is not UTF-8, at byte 7\n"
        "  help: save it as UTF-8\n",
    )
    assert path.read_bytes() == b'{"a": "\xe9"}'


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
def test_a_link_out_of_the_repository_is_not_followed(repository, tmp_path_factory, folder):
    outside = tmp_path_factory.mktemp("outside") / "settings.json"
    outside.write_text("{}")
    if folder:
        (repository / ".claude").symlink_to(outside.parent)
    else:
        (repository / ".claude").mkdir()
        (repository / ".claude" / "settings.json").symlink_to(outside)
    done = run("hook", "install", "--agent", "claude", cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "session-lint: error: cannot read `.claude/settings.json`: a symbolic link that leads out of the repository,"
        f" to `{outside}`\n  help: replace it by the file itself\n"
    )
    assert outside.read_text() == "{}"


def test_a_linked_folder_without_the_file_takes_none(repository, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (repository / ".claude").symlink_to(outside)
    done = run("hook", "install", "--agent", "claude", cwd=repository)
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: `.claude` leads out of the repository\n  help: nothing was written\n",
    )
    assert [*outside.iterdir()] == []


def test_a_pipe_is_not_opened(repository):
    (repository / ".claude").mkdir()
    os.mkfifo(repository / ".claude" / "settings.json")
    done = run("hook", "install", "--agent", "claude", cwd=repository)
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: cannot read `.claude/settings.json`: this is a named pipe, not a regular file\n"
        "  help: replace it by a regular file, or remove it\n",
    )


def test_a_read_only_file_stays(repository):
    path = settings(repository, THEIRS)
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("root may write everything")
    done = run("hook", "install", "--agent", "claude", cwd=repository)
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: cannot write `.claude/settings.json`: the file is read-only\n"
        "  help: see why, and run again\n",
    )
    assert path.read_text() == THEIRS


@pytest.mark.parametrize(
    ("agent", "environment", "place"),
    [
        pytest.param("claude", {}, ".claude/settings.json", id="claude"),
        pytest.param(
            "claude", {"CLAUDE_CONFIG_DIR": "HOME/elsewhere"}, "elsewhere/settings.json", id="claude elsewhere"
        ),
        pytest.param("codex", {"CODEX_HOME": "HOME/codex"}, "codex/hooks.json", id="codex elsewhere"),
        pytest.param("gemini", {"GEMINI_CLI_HOME": "HOME/g"}, "g/.gemini/settings.json", id="gemini elsewhere"),
        pytest.param("cursor", {}, ".cursor/hooks.json", id="cursor"),
        pytest.param("copilot", {}, ".copilot/hooks/session-lint.json", id="copilot"),
        pytest.param("copilot", {"COPILOT_HOME": "HOME/c"}, "c/hooks/session-lint.json", id="copilot elsewhere"),
    ],
)
def test_a_person_has_a_config_too(repository, agent, environment, place):
    home = repository / "home"
    home.mkdir()
    env = {name: value.replace("HOME", str(home)) for name, value in environment.items()}
    env = {**dict.fromkeys((target.home for target in TARGETS.values() if target.home), ""), **env, "HOME": str(home)}
    done = run("hook", "install", "--agent", agent, "--scope", "user", "--dry-run", cwd=repository, **env)
    assert (done.returncode, [*home.iterdir()]) == (0, [])
    done = run("hook", "install", "--agent", agent, "--scope", "user", cwd=repository, **env)
    assert (done.returncode, done.stdout) == (0, f"created {home / place}\n")
    assert (home / place).read_text() == installing.made(agent)
    done = run("hook", "install", "--agent", agent, "--scope", "user", "--uninstall", cwd=repository, **env)
    assert (done.returncode, done.stdout, (home / place).exists()) == (0, f"removed {home / place}\n", False)


def test_dotfiles_that_are_kept_elsewhere_are_written_there(repository):
    kept = repository / "dotfiles"
    kept.mkdir()
    (kept / "claude.json").write_text("{}\n")
    home = repository / "home"
    (home / ".claude").mkdir(parents=True)
    (home / ".claude" / "settings.json").symlink_to(kept / "claude.json")
    done = run(
        "hook", "install", "--agent", "claude", "--scope", "user", cwd=repository, HOME=str(home), CLAUDE_CONFIG_DIR=""
    )
    assert (done.returncode, done.stdout) == (0, f"changed {kept / 'claude.json'}\n")
    assert (home / ".claude" / "settings.json").is_symlink()
    assert json.loads((kept / "claude.json").read_text()) == json.loads(CLAUDE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param((), "the following arguments are required: --agent", id="no agent"),
        pytest.param(
            ("--agent", "cody"),
            "argument --agent: invalid choice: 'cody' (choose from 'claude', 'codex', 'gemini', 'cursor', 'copilot')",
            id="another agent",
        ),
        pytest.param(
            ("--agent", "claude", "--dry-run", "--uninstall"),
            "argument --uninstall: not allowed with argument --dry-run",
            id="both",
        ),
    ],
)
def test_a_wrong_call_is_told(repository, arguments, said):
    done = run("hook", "install", *arguments, cwd=repository)
    assert (done.returncode, done.stderr.split("\n")[0]) == (2, f"session-lint: error: {said}")


def test_without_a_home_there_is_no_config_of_a_person(repository):
    done = run("hook", "install", "--agent", "cursor", "--scope", "user", cwd=repository, HOME="")
    assert (done.returncode, done.stderr) == (
        2,
        "session-lint: error: HOME names no folder\n  help: set it to your home folder\n",
    )

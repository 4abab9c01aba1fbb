from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from session_lint import __version__, precommit_config
from session_lint.agents import installing
from session_lint.commands import init

from .test_cli import run

STANZA = f"""\
  - repo: https://github.com/session-lint/session-lint
    rev: v{__version__}
    hooks:
      - id: session-lint-fix
      - id: session-lint
      - id: session-lint-repo
"""


def tree(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A git top level without sessions."""
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_without_a_terminal_it_wants_to_be_told(bare):
    done = run("init", cwd=bare)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "session-lint: error: init asks before it writes, and standard input is no terminal\n"
        "  help: add --yes to do what it proposes, or --dry-run to see that\n",
    )
    assert tree(bare) == {}


def test_a_bare_repository_gets_a_folder_and_a_config(bare):
    done = run("init", "--yes", cwd=bare)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "created .agents/sessions/README.md\ncreated session-lint.toml\nskipped .pre-commit-config.yaml\n",
        "",
    )
    assert tree(bare) == {".agents/sessions/README.md": init.README, "session-lint.toml": init.CONFIG}
    done = run("init", "--yes", cwd=bare)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "unchanged .agents/sessions: it is there\nunchanged session-lint.toml: there is a config\n"
        "skipped .pre-commit-config.yaml\n",
        "",
    )


def test_a_session_can_be_begun_there_at_once(bare):
    run("init", "--yes", cwd=bare)
    assert run("new", "Weather fallback", cwd=bare).returncode == 0
    done = run(cwd=bare)
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")


def test_all_that_is_there_is_added_to_from_a_folder_below(bare):
    (bare / ".claude").mkdir()
    (bare / ".claude" / "settings.json").write_text('{\n  "model": "opus"\n}\n')
    (bare / ".codex").mkdir()
    (bare / ".github").mkdir()  # this alone is no sign of Copilot
    old = "repos:\n  - repo: local # ours\n    hooks:\n      - id: a\n\n# the end\n"
    (bare / ".pre-commit-config.yaml").write_text(old)
    below = bare / "src"
    below.mkdir()
    done = run("init", "--yes", cwd=below)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "created .agents/sessions/README.md\n"
        "created session-lint.toml\n"
        "changed .pre-commit-config.yaml\n"
        "changed .claude/settings.json\n"
        "created .codex/hooks.json\n",
        "session-lint: Codex runs a new hook once it is trusted: `/hooks` in Codex shows it and takes the answer\n",
    )
    made = tree(bare)
    assert made[".pre-commit-config.yaml"] == old.replace("\n\n# the end", f"\n{STANZA}\n# the end")
    assert json.loads(made[".claude/settings.json"]) == {
        "model": "opus",
        **json.loads(installing.made("claude")),
    }
    done = run("init", "--yes", cwd=bare)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "unchanged .agents/sessions: it is there\n"
        "unchanged session-lint.toml: there is a config\n"
        "unchanged .pre-commit-config.yaml: the hooks are there\n"
        "unchanged .claude/settings.json: the hooks are there\n"
        "unchanged .codex/hooks.json: the hooks are there\n",
        "",
    )
    assert tree(bare) == made


def test_agents_that_are_named_are_the_only_ones(bare):
    (bare / ".claude").mkdir()
    done = run("init", "--yes", "--agent", "copilot", "--agent", "gemini", cwd=bare)
    assert done.stdout.splitlines()[3:] == ["created .gemini/settings.json", "created .github/hooks/session-lint.json"]


def test_a_dry_run_shows_what_would_be_done(bare):
    (bare / ".cursor").mkdir()
    (bare / ".pre-commit-config.yaml").write_text("repos: []\n")
    done = run("init", "--dry-run", cwd=bare)
    assert re.findall(r"^diff --git a/(\S+) ", done.stdout, re.MULTILINE) == [
        ".agents/sessions/README.md",
        ".cursor/hooks.json",
        "session-lint.toml",
    ]
    assert (done.returncode, done.stderr) == (
        0,
        f"session-lint: this belongs at the end of `repos` in .pre-commit-config.yaml:\n{STANZA}",
    )
    assert tree(bare) == {".pre-commit-config.yaml": "repos: []\n"}


@pytest.mark.parametrize("preset", ["archive", "journal"])
def test_a_preset_is_said_in_the_config(bare, preset):
    run("init", "--yes", "--preset", preset, cwd=bare)
    assert tomllib.loads((bare / "session-lint.toml").read_text()) == {"extend": preset}
    done = run("--show-settings", cwd=bare)
    assert done.returncode == 0
    assert f'"{preset}"' in done.stdout


def test_a_config_that_is_there_stays(bare):
    text = '[tool.session-lint]\nfail-on = "warning"\n'
    (bare / "pyproject.toml").write_text(text)
    done = run("init", "--yes", "--preset", "archive", cwd=bare)
    assert "unchanged pyproject.toml: there is a config\n" in done.stdout
    assert done.stderr == (
        'session-lint: for sessions of the kind `archive` the config has to say this:\nextend = "archive"\n'
    )
    assert (bare / "pyproject.toml").read_text() == text
    assert not (bare / "session-lint.toml").exists()


def test_what_the_config_proposes_is_a_config():
    lines = [line.removeprefix("# ") for line in init.CONFIG.splitlines() if re.match(r"# (\[|[a-z-]+ = )", line)]
    assert tomllib.loads("\n".join(lines)) == {
        "fail-on": "warning",
        "rules": {"stale-in-progress": {"max-age": "3d"}, "filename-linear-id": {"teams": ["BACK"]}},
    }
    assert tomllib.loads(init.CONFIG) == {}


def test_a_broken_config_of_an_agent_stops_it_before_anything_is_written(bare):
    (bare / ".claude").mkdir()
    (bare / ".claude" / "settings.json").write_text("{,}")
    done = run("init", "--yes", cwd=bare)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-2].startswith("session-lint: error: .claude/settings.json:1:2: not JSON: ")
    assert tree(bare) == {".claude/settings.json": "{,}"}


def answer(bare: Path, *arguments: str, keys: bytes) -> tuple[int, str]:
    """Run it at a terminal, where somebody types; gives the exit code and what the terminal shows."""
    leader, follower = pty.openpty()
    os.write(leader, keys)
    process = subprocess.Popen(
        [sys.executable, "-m", "session_lint", "init", *arguments],
        cwd=bare,
        stdin=follower,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(follower)
    assert process.stdout
    said, _ = process.communicate(timeout=60)
    while select.select([leader], [], [], 0)[0]:  # the echo of the keys
        try:
            os.read(leader, 1024)
        except OSError:
            break
    os.close(leader)
    return process.returncode, said.decode()


def test_at_a_terminal_it_asks(bare):
    code, said = answer(bare, keys=b"\nwhat\nno\nYES\n")
    assert (code, said.split("\n")) == (
        0,
        [
            ".agents/sessions/README.md: make the folder for sessions, with a page that says what it is? [Y/n] "
            "created .agents/sessions/README.md",
            "session-lint.toml: write a config that says what is worth setting? [Y/n] "
            "session-lint.toml: write a config that says what is worth setting? [Y/n] skipped session-lint.toml",
            ".pre-commit-config.yaml: write a config of pre-commit with the hooks of session-lint? [y/N] "
            "created .pre-commit-config.yaml",
            "",
        ],
    )
    assert tree(bare) == {
        ".agents/sessions/README.md": init.README,
        ".pre-commit-config.yaml": f"repos:\n{STANZA}",
    }


def test_an_answer_that_does_not_come_ends_it(bare):
    code, said = answer(bare, keys=b"\n\x04")
    assert (code, said.splitlines()[-2:]) == (
        2,
        [
            "session-lint.toml: write a config that says what is worth setting? [Y/n] "
            "session-lint: error: there was no answer",
            "  help: nothing else was done; answer with y or n, or add --yes",
        ],
    )


def test_the_page_in_the_folder_is_no_session(bare):
    run("init", "--yes", cwd=bare)
    done = run(cwd=bare)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("session-lint: no session files found in ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "repos:\n  - repo: local\n    hooks:\n      - id: a\n",
            f"repos:\n  - repo: local\n    hooks:\n      - id: a\n{STANZA}",
            id="two blanks",
        ),
        pytest.param(
            "# mine\nrepos:\n-   repo: local\n    hooks:\n    -   id: a # one\nfail_fast: true\n",
            "# mine\nrepos:\n-   repo: local\n    hooks:\n    -   id: a # one\n"
            f"-   repo: https://github.com/session-lint/session-lint\n    rev: v{__version__}\n    hooks:\n"
            "    -   id: session-lint-fix\n    -   id: session-lint\n    -   id: session-lint-repo\nfail_fast: true\n",
            id="as pre-commit writes it",
        ),
        pytest.param(
            "repos:\r\n- repo: a\r\n  hooks:\r\n  - id: b\r\n\r\n- repo: c\r\n  hooks: [{id: d}]",
            "repos:\r\n- repo: a\r\n  hooks:\r\n  - id: b\r\n\r\n- repo: c\r\n  hooks: [{id: d}]\r\n\r\n"
            f"- repo: https://github.com/session-lint/session-lint\r\n  rev: v{__version__}\r\n  hooks:\r\n"
            "  - id: session-lint-fix\r\n  - id: session-lint\r\n  - id: session-lint-repo",
            id="CRLF, blank lines, no last line break",
        ),
        pytest.param(
            "repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: |\n          b\n          c\n",
            f"repos:\n  - repo: local\n    hooks:\n      - id: a\n        entry: |\n          b\n          c\n{STANZA}",
            id="block text",
        ),
        pytest.param(
            "repos:\n  - repo: local\n    hooks:\n      - id: a\n        args: [b,\n          c]  # d\n",
            f"repos:\n  - repo: local\n    hooks:\n      - id: a\n        args: [b,\n          c]  # d\n{STANZA}",
            id="a list over two lines",
        ),
        pytest.param("repos: []\n", None, id="none yet"),
        pytest.param("repos: [{repo: local, hooks: []}]\n", None, id="flow style"),
        pytest.param("repos:\n  - {repo: local, hooks: []}\n", None, id="flow style inside"),
        pytest.param("repos:\n  -\n    repo: local\n    hooks: []\n", None, id="a dash of its own"),
        pytest.param("fail_fast: true\n", None, id="no repos"),
        pytest.param("repos: &a\n  - repo: local\n    hooks: []\n    args: *b\n", None, id="not YAML"),
        pytest.param("- repos\n", None, id="no mapping"),
        pytest.param("", None, id="empty"),
        pytest.param("repos:\n  - repo: local\n    hooks: []\n---\na: 1\n", None, id="two documents"),
    ],
)
def test_the_hooks_go_to_the_end_of_the_repositories(before, after):
    assert precommit_config.with_hooks(before) == after
    assert not precommit_config.is_there(before)
    if after is not None:
        assert precommit_config.is_there(after)
        old, new = (YAML(typ="safe", pure=True).load(text) for text in (before, after))
        assert new["repos"][:-1] == old["repos"]
        assert new["repos"][-1] == {
            "repo": "https://github.com/session-lint/session-lint",
            "rev": f"v{__version__}",
            "hooks": [{"id": "session-lint-fix"}, {"id": "session-lint"}, {"id": "session-lint-repo"}],
        }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "repos:\n- repo: https://github.com/someone/session-lint.git\n  rev: v0\n  hooks: []\n", id="a fork"
        ),
        pytest.param("repos:\n- repo: local\n  hooks:\n  - id: session-lint\n", id="a hook of their own"),
    ],
)
def test_hooks_that_are_there_are_seen(text):
    assert precommit_config.is_there(text)


def test_the_hooks_are_those_that_the_repository_offers():
    offered = YAML(typ="safe", pure=True).load((Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in offered if hook["id"] in precommit_config.HOOKS] == list(precommit_config.HOOKS)


def test_a_new_config_of_precommit_has_what_is_added_to_another():
    assert precommit_config.made() == f"repos:\n{STANZA}"

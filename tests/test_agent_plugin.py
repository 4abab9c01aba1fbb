"""The plugin for Claude Code and Codex: its parts agree with one another and with the program."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from session_lint import __version__
from session_lint.agents import installing
from session_lint.commands import COMMANDS
from session_lint.commands.hook import _HELP as HOOK_HELP

from .test_cli import repository, run, write

__all__ = ["repository"]

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "integrations" / "plugin"
SKILL = PLUGIN / "skills" / "agent-sessions" / "SKILL.md"


def load(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_manifests_have_the_version_of_the_program():
    manifests = [load(PLUGIN / folder / "plugin.json") for folder in (".claude-plugin", ".codex-plugin")]
    (listed,) = load(ROOT / ".claude-plugin" / "marketplace.json")["plugins"]
    assert {manifest["version"] for manifest in (*manifests, listed)} == {__version__}
    assert {manifest["name"] for manifest in (*manifests, listed)} == {"session-lint"}


def test_what_the_manifests_name_is_there():
    (listed,) = load(ROOT / ".claude-plugin" / "marketplace.json")["plugins"]
    manifest = load(PLUGIN / ".codex-plugin" / "plugin.json")
    assert (ROOT / listed["source"]).samefile(PLUGIN)
    assert (PLUGIN / manifest["skills"] / "agent-sessions" / "SKILL.md").samefile(SKILL)
    assert (PLUGIN / manifest["hooks"]).is_file()


@pytest.mark.parametrize(("name", "agent"), [("hooks.json", "claude"), ("codex.json", "codex")])
def test_the_hooks_are_those_that_are_installed(name, agent):
    assert (PLUGIN / "hooks" / name).read_text(encoding="utf-8") == installing.made(agent)


def test_the_skill_is_found_by_its_folder_and_described_in_what_an_agent_keeps_in_mind():
    head = re.match(r"---\nname: ([a-z-]+)\ndescription: ([^\n]+)\n---\n", SKILL.read_text(encoding="utf-8"))
    assert head
    assert head[1] == SKILL.parent.name
    assert len(head[2]) <= 1024


def test_the_session_in_the_skill_is_good(repository):
    block = re.search(r"```markdown\n(.*?)```\n", SKILL.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    write(repository, block[1], "20251204-143000-weather-fallback.md")
    done = run("--now", "2025-12-04T17:00:00Z", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")


def test_the_skill_names_only_commands_and_options_that_there_are(repository):
    text = SKILL.read_text(encoding="utf-8")
    words = set(re.findall(r"`session-lint ([a-z]+)", text))
    assert words == {"list", "show", "new", "log", "status", "complete", "check", "rule"}
    assert words <= set(COMMANDS)
    helps = {word: run(word, "--help", cwd=repository).stdout for word in words}
    for word, option in re.findall(r"`(?:session-lint )?([a-z]+)[^`\n]*? (--[a-z-]+)", text):
        assert option in helps[word], (word, option)
    for option in ("--json",):
        assert [word for word in ("list", "show", "complete") if option not in helps[word]] == []
    assert [word for word in ("log", "status", "complete") if "--dry-run" not in helps[word]] == []


def test_the_help_of_hook_tells_of_the_installation():
    assert "session-lint hook install --agent NAME" in HOOK_HELP

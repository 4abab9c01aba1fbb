"""The hooks in the real programs of three agents, each against a stand-in for its model: slow, large, and not in CI.

SESSION_LINT_CLIENTS=FOLDER pytest -m clients

FOLDER is where `npm install @anthropic-ai/claude-code @openai/codex @google/gemini-cli` was run; without it the programs
are looked for in PATH. A program that is not there is passed over. Every run has an environment and a home of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_lint.agents import installing

from ..lsp.neovim import server
from ..test_cli import GOOD
from ..test_git import commit, git, own_git
from .model import Call, Model, Write, serving

__all__ = ["own_git"]
pytestmark = [pytest.mark.clients, pytest.mark.filterwarnings("default")]

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "integrations" / "plugin"
NAME = ".agents/sessions/20251204-143000-weather-fallback.md"
OTHER = ".agents/sessions/20251205-090000-radar.md"
SECONDS = 90
TITLE = "A title that no model would invent"
TEXT = GOOD.replace("Weather fallback", TITLE)
BROKEN = TEXT.replace("in_progress", "complete").replace("2025-12-04T14:30", "2025-12-05T09:00")
FINDING = "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`"
HELD_UP = "cannot be handed over yet"
HOOK = f"{sys.executable} -m session_lint hook"


@dataclass(frozen=True)
class Client:
    """A program: how its hooks are configured, and how it is run once."""

    name: str
    configure: Callable[[Path, Path], None]
    command: Callable[[str, Path], list[str]]
    environment: Callable[[str, Path], dict[str, str]]

    def run(self, model: Model, repository: Path, home: Path) -> str:
        """Run it with one prompt and give what it writes."""
        program = _program(self.name)
        self.configure(repository, home)
        if self.name == "codex":
            path = home / "config.toml"
            path.write_text(path.read_text().replace("URL", model.url))
        done = subprocess.run(
            [program, *self.command("hello", repository)],
            cwd=repository,
            env={"PATH": os.environ["PATH"], "HOME": str(home), **self.environment(model.url, home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return done.stdout + done.stderr


def _program(name: str) -> str:
    folder = os.environ.get("SESSION_LINT_CLIENTS")
    path = Path(folder, "node_modules", ".bin", name) if folder else None
    found = str(path) if path and path.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"there is no program {name}")
    return found


def _install(agent: str, repository: Path) -> None:
    """Write what `hook install` writes, with the program that is tested."""
    path = repository / installing.TARGETS[agent].project
    _write(path, installing.made(agent).replace("session-lint hook", HOOK))


def _write(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def _claude(repository: Path, home: Path) -> None:
    _install("claude", repository)


def _codex(repository: Path, home: Path) -> None:
    _install("codex", repository)
    _write(
        home / "config.toml",
        'model = "gpt-5.5"\nmodel_provider = "stub"\n\n[model_providers.stub]\nname = "stub"\n'
        f'base_url = "URL/v1"\nwire_api = "responses"\n\n[projects."{repository}"]\ntrust_level = "trusted"\n',
    )


def _gemini(repository: Path, home: Path) -> None:
    _install("gemini", repository)
    _write(home / ".gemini" / "settings.json", {"security": {"auth": {"selectedType": "gemini-api-key"}}})


CLIENTS = (
    Client(
        "claude",
        _claude,
        lambda prompt, _: ["-p", prompt, "--permission-mode", "acceptEdits"],
        lambda url, _: {
            "ANTHROPIC_BASE_URL": url,
            "ANTHROPIC_API_KEY": "x",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        },
    ),
    Client(
        "codex",
        _codex,
        lambda prompt, _: [
            *("exec", "--dangerously-bypass-hook-trust", "--dangerously-bypass-approvals-and-sandbox", prompt)
        ],
        lambda _, home: {"CODEX_HOME": str(home)},
    ),
    Client(
        "gemini",
        _gemini,
        lambda prompt, _: ["-p", prompt, "--yolo"],
        lambda url, _: {"GEMINI_API_KEY": "x", "GOOGLE_GEMINI_BASE_URL": url, "GEMINI_CLI_TRUST_WORKSPACE": "true"},
    ),
)


@pytest.fixture(params=CLIENTS, ids=lambda client: client.name)
def client(request) -> Client:
    return request.param


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".agents" / "sessions").mkdir(parents=True)
    git(root, "init", "--quiet")
    (root / NAME).write_text(TEXT, encoding="utf-8")
    commit(root)
    return root


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    return path


def test_what_is_said_at_the_start_is_in_the_first_request(client, repository, home):
    with serving() as model:
        said = client.run(model, repository, home)
    assert model.heard(f"- `{TITLE}`: `in_progress`"), said
    assert model.heard(f"  to resume it: `session-lint show {NAME}`")
    assert not model.heard(HELD_UP)


def test_what_an_edit_broke_comes_back_and_holds_up_the_stop_once(client, repository, home):
    with serving([Write(str(repository / OTHER), BROKEN)]) as model:
        said = client.run(model, repository, home)
    assert (repository / OTHER).exists(), said
    edited, held_up = model.heard("1 finding in what this edit has changed."), model.heard(HELD_UP)
    assert edited, said
    assert model.heard(FINDING) == edited
    # It goes on after the edit and after it was held up; then it may stop, so there is no further request.
    assert (edited, held_up) == ([len(model.requests) - 2, len(model.requests) - 1], [len(model.requests) - 1]), said


def test_a_good_edit_is_passed_over(client, repository, home):
    good = TEXT.replace("2025-12-04T14:30", "2025-12-05T09:00").replace("2025-12-05T09:00:00Z", _now())
    with serving([Write(str(repository / _named(good)), good)]) as model:
        said = client.run(model, repository, home)
    assert (repository / _named(good)).exists(), said
    assert model.requests, said
    assert (model.heard("finding in what"), model.heard(HELD_UP)) == ([], []), said


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _named(text: str) -> str:
    """Give the path that fits the time in a session."""
    created = text.partition('created: "')[2][:19]
    return f".agents/sessions/{created[:10].replace('-', '')}-{created[11:].replace(':', '')}-radar.md"


def test_claude_code_takes_the_plugin_without_a_warning(home):
    for folder in (ROOT, PLUGIN):
        done = subprocess.run(
            [_program("claude"), "plugin", "validate", str(folder), "--strict"],
            env={"PATH": os.environ["PATH"], "HOME": str(home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert (done.returncode, "Validation passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_claude_code_asks_the_language_server_of_the_plugin_and_is_told_once(repository, home, tmp_path):
    """What an edit broke comes from the hook, so the server is not to say it, too."""

    def ask(operation: str, path: str) -> Call:
        given = {"operation": operation, "filePath": str(repository / path), "line": 4, "character": 5}
        return Call("LSP", json.dumps(given))

    steps: list[Write | Call] = [
        ask("hover", NAME),
        Write(str(repository / OTHER), BROKEN),
        ask("documentSymbol", OTHER),
    ]
    with serving(steps) as model:
        done = subprocess.run(
            [_program("claude"), "-p", "hello", "--permission-mode", "acceptEdits", "--plugin-dir", str(PLUGIN)],
            cwd=repository,
            env={
                "PATH": f"{server(tmp_path)}{os.pathsep}{os.environ['PATH']}",
                "HOME": str(home),
                "ANTHROPIC_BASE_URL": model.url,
                "ANTHROPIC_API_KEY": "x",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    said = done.stdout + done.stderr
    assert model.heard("`paused`: stopped for now"), said
    assert model.heard("status (Property) complete - Line 4"), said
    assert model.heard(FINDING), said
    assert not model.heard("new-diagnostics"), said

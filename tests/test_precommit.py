"""The hook as its users have it: the real pre-commit and the real prek, in a real repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent
HOOK_ID = "session-lint"
NAME = "20251204-143000-weather-fallback.md"

GOOD = """---
session:
  title: "Serve the last forecast"
  status: paused
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-04T16:05:00Z"

orchestration:
  current_task: "Read the cache"
---

# Session: Serve the last forecast

## Context

The provider fails for some minutes every day.

## Current State

Forecasts are cached. Nothing reads the cache yet.

## Next Steps

- Read it when the request fails.
"""
BAD = GOOD.replace("status: paused", "status: Paused")
IDENTITY = {"NAME": "Somebody", "EMAIL": "somebody@example.org"}
BROKEN = "---\nno: [yaml\n"
SAYS = "`session.status` is `Paused`; expected one of `in_progress`, `paused`, `completed`"

_BUILD_SECONDS = 300  # the hook's dependencies may come from a slow place
_RUN_SECONDS = 60

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


def run(
    *command: str | Path, cwd: Path, env: dict[str, str], seconds: int = _RUN_SECONDS
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
    )


def succeed(*command: str | Path, cwd: Path, env: dict[str, str], seconds: int = _RUN_SECONDS) -> str:
    done = run(*command, cwd=cwd, env=env, seconds=seconds)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def env(tmp_path_factory) -> dict[str, str]:
    """The environment of this machine, but for what git, the two programs and we would look up in it."""
    home = tmp_path_factory.mktemp("home")
    ours = ("GIT_", "PRE_COMMIT", "PREK_", "SESSION_LINT_", "COV_", "COVERAGE_", "PYTHONPATH", "SKIP")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in IDENTITY.items()}
    return {
        **kept,
        **who,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PREK_HOME": str(home / "prek"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "SESSION_LINT_NOW": "2025-12-05T12:00:00Z",
        "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


@pytest.fixture(scope="module")
def source(tmp_path_factory, env) -> Path:
    """This checkout as a git repository with one commit, as a user's config would name it."""
    folder = tmp_path_factory.mktemp("source") / "session-lint"
    folder.mkdir()
    for name in ("pyproject.toml", ".pre-commit-hooks.yaml", "README.md", "LICENSE", "src", "schemas"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
        else:
            shutil.copy(ROOT / name, folder / name)
    commit_all(folder, env)
    return folder


def commit_all(folder: Path, env: dict[str, str]) -> None:
    if not (folder / ".git").exists():
        succeed("git", "init", "--quiet", "--initial-branch=main", cwd=folder, env=env)
    succeed("git", "add", "--all", "--force", cwd=folder, env=env)
    succeed("git", "commit", "--quiet", "--no-verify", "--message=All", cwd=folder, env=env)


@pytest.fixture(params=["pre-commit", "prek"])
def repository(request, tmp_path, source, env) -> Path:
    """A user's repository in which the hook is installed; its environment is built for the first one only."""
    revision = succeed("git", "rev-parse", "HEAD", cwd=source, env=env)
    config = f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n      - id: {HOOK_ID}\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    (tmp_path / "README.md").write_text("# Weather\n", encoding="utf-8")
    commit_all(tmp_path, env)
    succeed(TOOLS / request.param, "install", "--install-hooks", cwd=tmp_path, env=env, seconds=_BUILD_SECONDS)
    return tmp_path


def stage(repository: Path, env: dict[str, str], files: dict[str, str]) -> None:
    for path, text in files.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text, encoding="utf-8")
    succeed("git", "add", "--force", *files, cwd=repository, env=env)


def commit(repository: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return run("git", "commit", "--message=Hand over", cwd=repository, env=env, seconds=_BUILD_SECONDS)


def commits(repository: Path, env: dict[str, str]) -> int:
    return int(succeed("git", "rev-list", "--count", "HEAD", cwd=repository, env=env))


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_the_manifest_is_valid(name, env):
    succeed(TOOLS / name, "validate-manifest", ".pre-commit-hooks.yaml", cwd=ROOT, env=env)


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_our_own_config_is_valid(name, env):
    succeed(TOOLS / name, "validate-config", ".pre-commit-config.yaml", cwd=ROOT, env=env)


def test_a_bad_session_stops_a_commit_until_it_is_mended(repository, env):
    path = f".agents/sessions/{NAME}"
    stage(repository, env, {path: BAD})
    stopped = commit(repository, env)
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode != 0
    assert f"{path}:4:11" in said
    assert SAYS in said
    assert commits(repository, env) == 1

    stage(repository, env, {path: GOOD})
    assert commit(repository, env).returncode == 0
    assert commits(repository, env) == 2


def test_what_is_no_session_is_not_looked_at(repository, env):
    others = (
        "README.md",
        "docs/20251204-143000-notes.md",
        ".agents/notes.md",
        ".agents/sessions/README.md",
        f".agents/sessions/archive/{NAME}",
        ".agents/sessions/notes.txt",
    )
    stage(repository, env, dict.fromkeys(others, BROKEN))
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert commits(repository, env) == 2


def test_a_bad_session_in_a_package_is_found_and_its_neighbours_are_not_blamed(repository, env):
    bad = f"packages/web/.agents/sessions/{NAME}"
    stage(repository, env, {bad: BAD, f".agents/sessions/{NAME}": GOOD, ".agents/sessions/README.md": BROKEN})
    done = commit(repository, env)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"{bad}:4:11" in said
    assert "Found 1 error in 1 of 2 files checked." in said
    assert "SL004" not in said


def test_what_is_excluded_by_the_config_stays_excluded(repository, env):
    excluded = {"session-lint.toml": 'extend-exclude = ["fixtures"]\n', f"fixtures/.agents/sessions/{NAME}": BAD}
    stage(repository, env, excluded)
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_what_is_staged_counts(repository, env):
    path = f".agents/sessions/{NAME}"
    stage(repository, env, {path: GOOD})
    (repository / path).write_text(BAD, encoding="utf-8")
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (repository / path).read_text(encoding="utf-8") == BAD


def test_a_session_that_is_deleted_is_no_longer_judged(repository, env):
    path = f".agents/sessions/{NAME}"
    stage(repository, env, {path: BAD})
    commit_all(repository, env)
    succeed("git", "rm", "--quiet", path, cwd=repository, env=env)
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_the_hook_can_be_tried_without_a_config(name, tmp_path, source, env):
    for path in (f".agents/sessions/{NAME}", "README.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(BAD, encoding="utf-8")
    commit_all(tmp_path, env)
    command = (TOOLS / name, "try-repo", source, HOOK_ID, "--all-files")
    done = run(*command, cwd=tmp_path, env=env, seconds=_BUILD_SECONDS)
    assert done.returncode == 1, done.stdout + done.stderr
    assert SAYS in done.stdout
    assert "Found 1 error in 1 file." in done.stdout


def test_what_the_baseline_knows_stops_no_commit(repository, env):
    known, other = f".agents/sessions/{NAME}", ".agents/sessions/20251204-143000-known.md"
    baseline = "session-lint-baseline.json"
    for path in (known, other):
        stage(repository, env, {path: BAD})
    program = (sys.executable, "-m", "session_lint", "--write-baseline", baseline)
    succeed(*program, cwd=repository, env={**env, "PYTHONPATH": str(ROOT / "src")})
    stage(repository, env, {"session-lint.toml": f'baseline = "{baseline}"\n'})
    commit_all(repository, env)
    later = BAD.replace("T16:05:00Z", "T17:00:00Z")
    stage(repository, env, {known: later.replace("Forecasts are cached.", "Forecasts are read.")})
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr

    stage(repository, env, {known: later.replace("T17", "T18").replace("Paused", "Stopped")})
    stopped = commit(repository, env)
    assert stopped.returncode != 0
    assert "Found 1 error in 1 file." in stopped.stdout + stopped.stderr
    assert "known.md" not in stopped.stdout + stopped.stderr


def test_the_fixing_hook_mends_what_is_safe_and_moves_nothing(repository, env):
    config = repository / ".pre-commit-config.yaml"
    both = config.read_text(encoding="utf-8").replace(
        f"- id: {HOOK_ID}\n", f"- id: {HOOK_ID}-fix\n      - id: {HOOK_ID}\n"
    )
    config.write_text(both, encoding="utf-8")
    path, misnamed = f".agents/sessions/{NAME}", ".agents/sessions/20251204-143000-PLT-1-weather.md"
    stage(repository, env, {".pre-commit-config.yaml": both, path: BAD, misnamed: GOOD})
    stopped = commit(repository, env)
    assert stopped.returncode != 0
    assert (repository / path).read_text(encoding="utf-8") == GOOD
    assert (repository / misnamed).read_text(encoding="utf-8") == GOOD

    succeed("git", "rm", "--quiet", "--force", misnamed, cwd=repository, env=env)
    succeed("git", "add", "--force", path, cwd=repository, env=env)
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_repository_hook_stops_a_commit_that_deletes_what_is_referred_to(repository, env):
    config = repository / ".pre-commit-config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace(f"id: {HOOK_ID}\n", f"id: {HOOK_ID}-repo\n"), "utf-8")
    path, plan = f".agents/sessions/{NAME}", ".agents/plans/weather.md"
    stage(repository, env, {path: GOOD, plan: f"# Weather\n\nWhere it stands: `{path}`\n"})
    commit_all(repository, env)
    succeed("git", "rm", "--quiet", path, cwd=repository, env=env)
    stopped = commit(repository, env)
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode != 0
    assert f"{plan}:3:19" in said
    assert f"the session `{path}` is deleted in this change, and is still referred to here" in said

    stage(repository, env, {plan: "# Weather\n\nIt is done, see the issue.\n"})
    done = commit(repository, env)
    assert done.returncode == 0, done.stdout + done.stderr

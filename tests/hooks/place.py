"""A user's repository in which the hooks are installed, and what a run of them came to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PROGRAMS = ("pre-commit", "prek")
FIX, CHECK, REPO = "session-lint-fix", "session-lint", "session-lint-repo"
CONFIG = ".pre-commit-config.yaml"
NOW = "2025-12-05T12:00:00Z"

MANIFEST = {hook["id"]: hook for hook in YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")}

PATH = ".agents/sessions/20251204-143000-weather-fallback.md"
PLAN = ".agents/plans/weather.md"
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
"""A safe fix makes it good."""
HOPELESS = GOOD.replace("status: paused", "status: asleep")
"""There is no fix for it."""
WORKED_ON = GOOD.replace("Nothing reads the cache yet.", "The page reads them.")
"""There was work on the good one, and `last_updated` does not say so."""
BUMPED = WORKED_ON.replace("16:05", "18:40")

RUN_SECONDS = 60
BUILD_SECONDS = 300  # the hook's dependencies may come from a slow place

_RESULT = re.compile(r"^ *session-lint[^.\n]*\.+(?:\(no files to check\))?(Passed|Failed|Skipped)$", re.MULTILINE)
_FINDING = re.compile(r"^ *(\S.*:[0-9]+:[0-9]+: SL[0-9]{3}) ", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What a command that runs hooks came to: its exit code, each hook's result and findings, and all it printed."""

    code: int
    results: tuple[str, ...]
    findings: tuple[str, ...]
    said: str


def run(
    *command: str | Path, cwd: Path, env: Mapping[str, str], seconds: int = RUN_SECONDS
) -> subprocess.CompletedProcess[str]:
    """Run a command without an input of its own."""
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


def succeed(*command: str | Path, cwd: Path, env: Mapping[str, str], seconds: int = RUN_SECONDS) -> str:
    """Run a command that must succeed, and give what it prints."""
    done = run(*command, cwd=cwd, env=env, seconds=seconds)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def commit_all(folder: Path, env: Mapping[str, str]) -> None:
    """Commit what is in a folder, as a repository if it is none yet, past all hooks."""
    if not (folder / ".git").exists():
        succeed("git", "init", "--quiet", "--initial-branch=main", cwd=folder, env=env)
    succeed("git", "add", "--all", "--force", cwd=folder, env=env)
    succeed("git", "commit", "--quiet", "--no-verify", "--message=All", cwd=folder, env=env)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts by their paths."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def outcome(done: subprocess.CompletedProcess[str]) -> Outcome:
    """Read what a run printed."""
    said = done.stdout + done.stderr
    return Outcome(done.returncode, tuple(_RESULT.findall(said)), tuple(_FINDING.findall(said)), said)


@dataclass(frozen=True)
class Place:
    """A repository, the program that runs its hooks, and the environment for both."""

    root: Path
    program: str
    env: Mapping[str, str]

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed; hooks are run."""
        return succeed("git", *arguments, cwd=self.root, env=self.env)

    def write(self, files: Mapping[str, str]) -> None:
        """Write texts, and stage nothing."""
        write(self.root, files)

    def read(self, path: str) -> str:
        """Give the text of a file in the working tree."""
        return (self.root / path).read_text(encoding="utf-8")

    def stage(self, files: Mapping[str, str]) -> None:
        """Write texts and stage them."""
        self.write(files)
        self.git("add", "--force", "--", *files)

    def keep(self, files: Mapping[str, str] | None = None) -> None:
        """Commit these and everything else, past the hooks."""
        self.write(files or {})
        commit_all(self.root, self.env)

    def commit(self, *arguments: str) -> Outcome:
        """Commit what is staged, if the hooks let it pass."""
        return outcome(
            run(
                "git",
                "commit",
                "--message=Hand over",
                *arguments,
                cwd=self.root,
                env=self.env,
                seconds=BUILD_SECONDS,
            )
        )

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> Outcome:
        """Run the program by hand."""
        command: tuple[str | Path, ...] = (TOOLS / self.program, "run", *arguments)
        return outcome(run(*command, cwd=self.root, env={**self.env, **(env or {})}, seconds=BUILD_SECONDS))

    def commits(self) -> int:
        """Count the commits."""
        return int(self.git("rev-list", "--count", "HEAD"))

    def configure(self, hooks: Sequence[str], **options: str) -> None:
        """Write the config anew, and stage it: these hooks, and YAML for some (`session_lint=` for `session-lint`)."""
        head, _, _ = self.read(CONFIG).partition("    hooks:")
        self.stage({CONFIG: config(head.removeprefix("repos:\n"), hooks, **options)})


def config(source: str, hooks: Sequence[str], **options: str) -> str:
    """Give a config with these hooks of a repository; see `Place.configure`."""
    lines = "".join(f"      - id: {one}\n{_indented(options.get(one.replace('-', '_'), ''))}" for one in hooks)
    return f"repos:\n{source}    hooks:\n{lines}"


def _indented(options: str) -> str:
    return "".join(f"        {line}\n" for line in options.split("\n") if line)


def environment(home: Path) -> dict[str, str]:
    """Give the environment of this machine, but for what git, the two programs and we would look up in it."""
    # Python's: prek does not compile its environments, and each hook would compile anew all that it imports.
    ours = ("GIT_", "PRE_COMMIT", "PREK_", "LEFTHOOK", "SKIP", "SESSION_LINT_", "COV_", "COVERAGE_", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    identity = {"NAME": "Somebody", "EMAIL": "somebody@example.org"}
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in identity.items()}
    return {
        **kept,
        **who,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PREK_HOME": str(home / "prek"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "SESSION_LINT_NOW": NOW,
        "SESSION_LINT_OUTPUT_FORMAT": "concise",
        "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }

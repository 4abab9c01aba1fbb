"""The workflows that the documents show: their services take them, a security linter too, and their commands run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from session_lint.formats import FORMATS

from .test_cli import BAD, NOW, repository, write

__all__ = ["repository"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "ci"
WORKFLOWS = sorted(FOLDER.glob("github*.yml"))
GITLAB = FOLDER / "gitlab-ci.yml"
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
TOOLS = Path(sys.executable).parent

FRAGMENTS = re.findall(r"^```yaml\n(- .*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
AROUND = """\
name: Around
on:
  pull_request:
permissions: {}
concurrency:
  group: around
  cancel-in-progress: true
jobs:
  around:
    name: around
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
"""


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "GH_", "SESSION_LINT_"))}
    kept["PATH"] = f"{TOOLS}{os.pathsep}{kept['PATH']}"
    return subprocess.run(
        command, cwd=cwd, env=kept | environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def tool(name: str) -> str:
    found = shutil.which(name, path=str(TOOLS))
    if found is None:
        pytest.skip(f"{name} is not installed here; see CONTRIBUTING.md")
    return found


@pytest.fixture
def fragments(tmp_path: Path) -> list[str]:
    """The steps that the page shows, each in a workflow of its own."""
    paths = []
    for number, fragment in enumerate(FRAGMENTS):
        path = tmp_path / f"fragment-{number}.yml"
        path.write_text(AROUND + "".join(f"      {line}\n" for line in fragment.splitlines()), encoding="utf-8")
        paths.append(str(path))
    assert len(paths) == 2
    return paths


def test_github_takes_the_workflows(fragments):
    done = run(
        tool("check-jsonschema"), "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS), *fragments
    )
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stderr


def test_gitlab_takes_its_pipeline():
    done = run(tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", str(GITLAB))
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stderr


def test_a_security_linter_has_nothing_to_say(fragments):
    quiet = ("--offline", "--no-progress", "--color", "never", "--format", "plain", "--persona", "pedantic")
    inputs = (str(ROOT / "action.yml"), *map(str, WORKFLOWS), *fragments)
    done = run(tool("zizmor"), *quiet, "--config", str(FOLDER / "zizmor.yml"), *inputs)
    assert (done.returncode, done.stdout) == (0, "No findings to report. Good job!\n"), done.stderr


def test_a_security_linter_would_say_something(tmp_path):
    """So the silence above means something."""
    path = tmp_path / "bad.yml"
    path.write_text(AROUND + "      - run: echo ${{ github.head_ref }}\n", encoding="utf-8")
    done = run(tool("zizmor"), "--offline", "--no-progress", "--format", "plain", str(path))
    assert "template-injection" in done.stdout


def test_actions_of_others_are_pinned_to_a_commit_and_say_which_release_that_is():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "action.yml", *WORKFLOWS)]
    used = re.findall(r"uses: (?!session-lint/)(.*)", "\n".join(texts))
    assert len(used) == 6
    assert [one for one in used if not re.fullmatch(r"[a-z/-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+", one)] == []


def test_the_same_action_has_the_same_commit_everywhere():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "action.yml", *WORKFLOWS)]
    used = set(re.findall(r"uses: (?!session-lint/)(.*)", "\n".join(texts)))
    assert len({one.partition("@")[0] for one in used}) == len(used)


def test_every_input_is_one_of_the_action():
    inputs = load(ROOT / "action.yml")["inputs"].keys()
    steps = [step for path in WORKFLOWS for job in load(path)["jobs"].values() for step in job["steps"]]
    given = [step.get("with", {}) for step in steps if step.get("uses", "").startswith("session-lint/")]
    assert len(given) == 2
    assert [name for one in given for name in one if name not in inputs] == []


def test_every_format_is_one_that_there_is():
    named = re.findall(r"--(?:output-format |report )([a-z-]+)", PAGE)
    assert {"github", "junit", "gitlab", "concise", "rdjson"} <= set(named)
    assert [name for name in named if name not in FORMATS] == []


@pytest.fixture
def branch(repository: Path) -> Path:
    """A repository in which one session was merged with a mistake, and a branch adds another one."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    (repository / ".git").rmdir()

    def git(*arguments: str) -> None:
        command = ("git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", *arguments)
        subprocess.run(command, cwd=repository, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    write(repository, BAD)
    git("add", ".")
    git("commit", "-qm", "The past")
    git("checkout", "-qb", "work")
    write(repository, BAD, "20251205-080000-new.md")
    git("add", ".")
    git("commit", "-qm", "The change")
    return repository


@pytest.mark.parametrize(("since", "names"), [("", 2), ("main", 1)], ids=["everything", "the change"])
def test_the_commands_for_github_run(branch, since, names):
    (step,) = (one for one in load(FOLDER / "github-pip.yml")["jobs"]["session-lint"]["steps"] if "env" in one)
    done = run("bash", "-e", "-c", step["run"], cwd=branch, SINCE=since, SESSION_LINT_NOW=NOW)
    assert done.returncode == 1, done.stderr
    assert len([line for line in done.stdout.splitlines() if line.startswith("::error file=")]) == names


@pytest.mark.parametrize(("since", "names"), [("", 2), ("main", 1)], ids=["everything", "the change"])
def test_the_commands_for_gitlab_run(branch, since, names):
    job = load(GITLAB)["session-lint"]
    (command,) = job["script"]
    done = run("sh", "-e", "-c", command, cwd=branch, CI_MERGE_REQUEST_DIFF_BASE_SHA=since, SESSION_LINT_NOW=NOW)
    assert done.returncode == 1, done.stderr
    assert done.stdout.count("SL201") == names
    for path in job["artifacts"]["reports"].values():
        assert (branch / path).stat().st_size > 0

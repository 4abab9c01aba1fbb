"""The GitHub Action as a runner has it: its steps in their order, with GitHub's variables, files and commands."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from .test_ci_examples import branch
from .test_cli import BAD, GOOD, NAME, NOW, SAYS, repository, write

__all__ = ["branch", "repository"]

ROOT = Path(__file__).parents[1]
ACTION: dict[str, Any] = YAML(typ="safe", pure=True).load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
DEFAULTS = {name: given["default"] for name, given in ACTION["inputs"].items()}
SCRIPT = (ROOT / "action" / "steps.py").read_text(encoding="utf-8")

COMMAND = f"::error file=.agents/sessions/{NAME},line=4,endLine=4,col=11,endColumn=19,title=SL201 frontmatter-schema::"
COUNTS = ("errors", "warnings", "infos", "fixable", "files-checked")
HOSTILE = (
    pytest.param("$(touch owned)", id="a command in dollars"),
    pytest.param("`touch owned`", id="a command in backticks"),
    pytest.param("'; touch owned; '", id="an end of a quotation"),
    pytest.param("x\ntouch owned", id="a second line"),
    pytest.param("--config=/etc/passwd", id="an option"),
    pytest.param("::error::forged", id="a command of GitHub"),
    pytest.param("x\n::error::forged", id="a command of GitHub on a second line"),
    pytest.param("x%0A::error::forged", id="an escaped second line"),
)

_SECONDS = 300  # what pip needs may come from a slow place
_EXPRESSION = re.compile(r"\$\{\{ (inputs|steps)\.([a-z.-]+?)(?: \|\| '([^']*)')? \}\}")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


@dataclass(frozen=True)
class Job:
    """What a run of the action leaves behind: the log, the outcome of its last step, and its outputs."""

    log: str
    code: int
    outputs: Mapping[str, str]
    summary: str

    @property
    def commands(self) -> list[str]:
        """The lines that GitHub obeys."""
        return [line for line in self.log.split("\n") if line.lstrip().startswith("::")]


def expanded(text: str, inputs: Mapping[str, str], outputs: Mapping[str, str]) -> str:
    """Give a text of the action with the value of each expression in it, of the kinds that the action has."""

    def value(match: re.Match[str]) -> str:
        kind, name, otherwise = match.groups()
        return (inputs[name] if kind == "inputs" else outputs.get(name, "")) or otherwise or ""

    found = _EXPRESSION.sub(value, text)
    assert "${{" not in _EXPRESSION.sub("", text)
    return found


def read_outputs(path: Path) -> dict[str, str]:
    """Read the file `GITHUB_OUTPUT` by the rules of the runner: `NAME<<MARK`, lines, `MARK`."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    found = {}
    while lines:
        name, _, mark = lines.pop(0).partition("<<")
        end = lines.index(mark)
        found[name], lines = "\n".join(lines[:end]), lines[end + 1 :]
    return found


def play(workspace: Path, steps: tuple[str, ...] = ("check", ""), python: str = sys.executable, **given: str) -> Job:
    """Play the steps of the action that run a program, by their ids, until one fails; `python` is that of `install`."""
    inputs = DEFAULTS | {name.replace("_", "-"): value for name, value in given.items()}
    assert inputs.keys() == DEFAULTS.keys()
    temp = workspace.parent / f"{workspace.name}-runner"
    temp.mkdir(exist_ok=True)
    outputs, log, code = {"python.outputs.python-path": sys.executable, "install.outputs.python": python}, "", 0
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "SESSION_LINT_", "COV"))}
    for step in STEPS:
        if "run" not in step or step.get("id", "") not in steps:
            continue
        file = temp / f"output-{step.get('id')}"
        env = {name: expanded(value, inputs, outputs) for name, value in step["env"].items()}
        github = {
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(file),
            "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(temp),
            "SESSION_LINT_NOW": NOW,
        }
        script = temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(  # as the runner calls `shell: bash`
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=workspace,
            env=kept | github | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
        outputs |= {f"{step.get('id')}.outputs.{name}": value for name, value in read_outputs(file).items()}
        log, code = log + done.stdout, done.returncode
        if code:
            break
    seen = {name: expanded(given["value"], inputs, outputs) for name, given in ACTION["outputs"].items()}
    summary = temp / "summary.md"
    return Job(log, code, seen, summary.read_text(encoding="utf-8") if summary.exists() else "")


def counts(job: Job) -> tuple[str, ...]:
    return tuple(job.outputs[name] for name in COUNTS)


# -- the manifest


def test_the_manifest_is_what_github_takes():
    tool = shutil.which("check-jsonschema", path=os.path.dirname(sys.executable))
    if tool is None:
        pytest.skip("check-jsonschema is not installed here; see CONTRIBUTING.md")
    done = subprocess.run(
        [tool, "--builtin-schema", "vendor.github-actions", "action.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stderr


def test_no_expression_becomes_a_part_of_a_program():
    assert [step["run"] for step in STEPS if "run" in step and "${{" in step["run"]] == []


def test_no_input_is_described_by_an_expression():
    """GitHub evaluates those when it loads an action, and refuses to load this one."""
    assert "${{" not in json.dumps([ACTION["description"], ACTION["inputs"]])
    assert "${{" not in json.dumps([given["description"] for given in ACTION["outputs"].values()])


def test_every_input_reaches_a_step():
    texts = json.dumps([[step.get("env"), step.get("with"), step.get("if")] for step in STEPS])
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in texts] == []


def test_every_variable_is_one_that_the_script_reads():
    names = {name for step in STEPS for name in step.get("env", {}) if name.startswith("INPUT_")}
    read = set(re.findall(r'_(?:input|lines)\(["\']([a-z-]+)["\']\)', SCRIPT)) | {"since", "fail-on"}
    assert names == {f"INPUT_{name.upper().replace('-', '_')}" for name in read}


def test_actions_of_others_are_pinned_to_a_commit():
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert len(used) == 2
    assert [one for one in used if not re.fullmatch(r"[a-z/-]+@[0-9a-f]{40}", one)] == []


# -- installing


def test_an_old_python_gets_far_enough_to_say_that_it_is_old():
    ast.parse(SCRIPT, feature_version=(3, 8))


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Job:
    """The action installed by its own step, as it comes, from its own checkout."""
    workspace = tmp_path_factory.mktemp("installed") / "workspace"
    workspace.mkdir()
    (workspace / "pip.py").write_text("raise SystemExit('this is what the pull request wants')", encoding="utf-8")
    return play(workspace, steps=("install", "check", ""), python="none yet")


def test_the_checkout_of_the_action_is_installed_and_runs(installed):
    assert (installed.code, installed.outputs["exit-code"], counts(installed)[-1]) == (0, "0", "0")
    assert "no session files found" in installed.log


def test_a_version_comes_from_the_index(tmp_path):
    job = play(tmp_path, steps=("install",), version="0.0.0.dev0")
    assert job.code == 2
    assert job.commands[-1].startswith("::error title=session-lint::session-lint could not be installed: `")
    assert job.commands[-1].endswith("session-lint==0.0.0.dev0` has failed, see the log")


@pytest.mark.parametrize("version", [*HOSTILE, pytest.param("0.1.0 --index-url=x", id="an option behind a version")])
def test_a_version_is_a_version(tmp_path, version):
    job = play(tmp_path, steps=("install",), version=version)
    assert (job.code, job.outputs["exit-code"]) == (2, "2")
    (said,) = job.commands
    assert said.startswith("::error title=session-lint::the input `version` is ")
    assert list(tmp_path.iterdir()) == []


# -- running


def test_a_clean_repository_passes(repository):
    write(repository, GOOD)
    job = play(repository)
    assert (job.code, job.outputs["exit-code"], counts(job)) == (0, "0", ("0", "0", "0", "0", "1"))
    assert job.commands == []


def test_findings_are_annotations_counts_and_a_summary(repository):
    write(repository, BAD)
    job = play(repository)
    assert (job.code, job.outputs["exit-code"], counts(job)) == (1, "1", ("1", "0", "0", "1", "1"))
    assert [line.startswith(COMMAND + SAYS) for line in job.commands] == [True]
    assert "frontmatter-schema" in job.summary


def test_the_sarif_report_is_there_before_the_job_fails(repository):
    write(repository, BAD)
    job = play(repository, steps=("check",))
    assert (job.code, job.outputs["exit-code"]) == (0, "1")
    path = Path(job.outputs["sarif-file"])
    assert path.is_absolute()
    assert [one["ruleId"] for one in json.loads(path.read_text(encoding="utf-8"))["runs"][0]["results"]] == ["SL201"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param({"fail_on": "warning"}, 1, id="fail-on"),
        pytest.param({"args": "--select SL4"}, 0, id="args"),
        pytest.param({"args": "--exclude '**/with a blank/**'\n--exit-zero\n"}, 0, id="args of several lines"),
        pytest.param({"args": '--select "SL2"'}, 1, id="args in quotes"),
        pytest.param({"paths": "docs\n"}, 0, id="paths without a session"),
        pytest.param({"paths": f"docs\n\n  .agents/sessions/{NAME}  \n"}, 1, id="paths"),
        pytest.param({"working_directory": "docs"}, 1, id="working-directory"),
        pytest.param({"working_directory": "docs", "paths": "."}, 0, id="paths from the working-directory"),
        pytest.param({"format": "concise"}, 1, id="format"),
    ],
)
def test_inputs_do_what_they_say(repository, given, code):
    write(repository, BAD)
    (repository / "docs").mkdir()
    job = play(repository, **given)
    assert (job.code, job.outputs["exit-code"]) == (code, str(code)), job.log
    assert "::error title=session-lint::" not in job.log


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            {"args": "--select 'SL2"},
            "the input `args` cannot be split into words: no closing quotation",
            id="a quotation without an end",
        ),
        pytest.param(
            {"working_directory": "nowhere"},
            "the input `working-directory` is 'nowhere', and there is no such folder",
            id="no such folder",
        ),
        pytest.param(
            {"args": "--selct SL2"},
            "session-lint: error: unrecognized arguments: --selct%0A  help: did you mean `--select`?",
            id="no such option",
        ),
        pytest.param(
            {"paths": "nowhere.md"},
            "session-lint: error: no such file or folder: `nowhere.md`",
            id="no such path",
        ),
    ],
)
def test_a_run_that_fails_says_why_in_the_pull_request(repository, given, said):
    write(repository, BAD)
    job = play(repository, **given)
    assert (job.code, job.outputs["exit-code"], set(counts(job))) == (2, "2", {""})
    assert [line.partition("%0A  help")[0] for line in job.commands] == [
        f"::error title=session-lint::{said}".partition("%0A  help")[0]
    ]
    assert job.outputs["sarif-file"] == ""


def test_since_narrows_a_run_to_the_change(branch):
    job = play(branch, since="main")
    assert (job.code, job.outputs["errors"], job.outputs["files-checked"]) == (1, "1", "1")
    places = {line.partition(" ")[2].partition(",")[0] for line in job.commands}
    assert places == {"file=.agents/sessions/20251205-080000-new.md"}


@pytest.mark.parametrize("since", ["origin/main", "main~1"])
def test_a_shallow_checkout_says_what_to_put_into_the_workflow(branch, tmp_path, since):
    """As actions/checkout leaves it without `fetch-depth: 0`: the last commit of the branch and nothing else."""
    clone = tmp_path / "clone"
    command = ("git", "clone", "-q", "--depth", "1", "--branch", "work", f"file://{branch}", str(clone))
    subprocess.run(command, check=True, capture_output=True)
    job = play(clone, since=since)
    assert (job.code, job.outputs["exit-code"], set(counts(job))) == (2, "2", {""})
    (said,) = job.commands
    assert said.startswith("::error title=session-lint::session-lint: error: ")
    assert "`fetch-depth: 0`" in said


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["since", "paths", "args", "working_directory"])
def test_no_input_is_a_program_or_forges_a_line(repository, name, text):
    write(repository, BAD)
    before = sorted(repository.rglob("*"))
    job = play(repository, **{name: text})
    assert job.outputs["exit-code"] in ("1", "2")
    forged = [line for line in job.commands if not line.startswith((COMMAND, "::error title=session-lint::"))]
    assert forged == []
    assert sorted(repository.rglob("*")) == before


def test_the_name_of_a_file_is_neither_a_command_nor_an_output(repository):
    """The one thing of a pull request that reaches the action is what lies in its folders."""
    name = "x\n::error::forged\nerrors=0\n$(touch owned).md"
    try:
        write(repository, BAD, name)
    except OSError:
        pytest.skip("this file system takes no line breaks in names")
    job = play(repository)
    assert (job.code, job.outputs["exit-code"]) == (1, "1")
    assert int(job.outputs["errors"]) > 0
    assert [line for line in job.commands if not line.startswith("::error file=")] == []
    assert not (repository / "owned").exists()


def test_modules_of_the_pull_request_are_not_imported(repository):
    write(repository, GOOD)
    for name in ("session_lint", "json", "pip", "sitecustomize"):
        (repository / f"{name}.py").write_text("raise SystemExit(3)", encoding="utf-8")
    assert play(repository).outputs["exit-code"] == "0"

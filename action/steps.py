"""What the GitHub Action does: `steps.py install` sets session-lint up, `steps.py check` runs it.

`action.yml` hands its inputs over as variables of the environment, so that no text of a workflow or a pull request
becomes a part of a program. Outputs go to the file `GITHUB_OUTPUT`, as GitHub wants them. Only the standard library is
used: this runs before anything is installed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

PACKAGE = "session-lint"
OLDEST = (3, 11)
FINISHED = (0, 1)  # the exit codes of a run that has judged something; all others say that it could not
FAILED = 2

_VERSION = re.compile(r"[0-9][0-9A-Za-z.!+]*")
_ANNOTATION = 4000  # characters, so that one message does not fill the page of the job
_SIGNALLED = 128  # what a shell adds to the number of the signal that ended a program


class Failure(Exception):  # noqa: N818 -- as in the package
    """What the workflow's author has to mend."""


def main(arguments: Sequence[str]) -> int:
    """Run a command. A failure becomes an annotation, since GitHub shows a log only to those who open it."""
    commands = {"install": install, "check": check}
    try:
        commands[arguments[0]]()
    except Failure as failure:
        _annotate(str(failure))
        return FAILED
    return 0


def install() -> None:
    """Put session-lint into an environment of its own, and give the path of its interpreter. Raises Failure."""
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        raise Failure(f"session-lint needs Python {needed} or later; this is {found}. Set the input `python-version`")
    wanted = (_requirement(), *_lines("plugins"))
    folder = tempfile.mkdtemp(prefix="session-lint-", dir=os.environ.get("RUNNER_TEMP"))
    python = os.path.join(folder, "bin", "python")
    # Isolated (`-I`): the current folder holds what the pull request wants, perhaps a pip.py.
    _succeed(sys.executable, "-I", "-m", "venv", folder)
    _succeed(python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--", *wanted)
    _output("python", python)


def check() -> None:
    """Run session-lint, and give the counts, the SARIF file and the exit code. Raises Failure.

    Findings are no failure here: the last step of the action ends with the exit code, after the upload.
    """
    folder = _working_directory()
    scratch = tempfile.mkdtemp(prefix="session-lint-", dir=os.environ.get("RUNNER_TEMP"))
    found, sarif = os.path.join(scratch, "session-lint.json"), os.path.join(scratch, "session-lint.sarif")
    command = [sys.executable, "-I", "-m", "session_lint", *_arguments(found, sarif)]
    done = subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, check=False)  # noqa: S603 -- no shell reads it
    notes = done.stderr.decode("utf-8", "backslashreplace")
    sys.stderr.write(notes)
    code = done.returncode if done.returncode >= 0 else _SIGNALLED - done.returncode
    if code not in FINISHED:
        _annotate(notes.strip() or f"session-lint has ended with exit code {code} and without a word")
    for name, value in _counts(found).items():
        _output(name, str(value))
    if os.path.exists(sarif):
        _output("sarif-file", sarif)
    _output("exit-code", str(code))


def _requirement() -> str:
    """Give what pip is to install: the action's own checkout, or a version of the index. Raises Failure."""
    version = _input("version")
    if not version:
        return os.environ["GITHUB_ACTION_PATH"]
    if not _VERSION.fullmatch(version):
        raise Failure(f"the input `version` is {version!r}; expected a version such as 0.1.0")
    return f"{PACKAGE}=={version}"


def _arguments(found: str, sarif: str) -> list[str]:
    """Give the arguments of session-lint, which is to write these two reports. Raises Failure."""
    try:
        extra = shlex.split(_input("args"))
    except ValueError as error:
        raise Failure(f"the input `args` cannot be split into words: {str(error).lower()}") from None
    # With `=`, a value that begins with a hyphen stays a value.
    options = [f"--{name}={_input(name)}" for name in ("since", "fail-on") if _input(name)]
    outputs = [f"--output-format={_input('format')}", f"--report=json={found}", f"--report=sarif={sarif}"]
    paths = ["--", *_lines("paths")] if _lines("paths") else []
    return ["check", *outputs, *options, *extra, *paths]


def _working_directory() -> str:
    folder = os.path.join(os.environ["GITHUB_WORKSPACE"], _input("working-directory"))
    if not os.path.isdir(folder):
        raise Failure(f"the input `working-directory` is {_input('working-directory')!r}, and there is no such folder")
    return folder


def _counts(path: str) -> dict[str, int]:
    """Give the numbers of a JSON report by the name of their output; none when there is no report."""
    if not os.path.exists(path):
        return {}
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    names = {"error": "errors", "warning": "warnings", "info": "infos", "fixable": "fixable"}
    return {output: report["summary"][name] for name, output in names.items()} | {
        "files-checked": report["files_checked"]
    }


def _succeed(*command: str) -> None:
    """Run a program. Raises Failure when it fails; what it says is in the log."""
    done = subprocess.run(command, check=False)  # noqa: S603 -- no shell reads it
    if done.returncode:
        raise Failure(f"session-lint could not be installed: `{shlex.join(command)}` has failed, see the log")


def _input(name: str) -> str:
    return os.environ.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()


def _lines(name: str) -> list[str]:
    """Give the lines of an input that are not blank."""
    return [line.strip() for line in _input(name).split("\n") if line.strip()]


def _annotate(message: str) -> None:
    """Show an error in the pull request. Escapes: actions/toolkit, packages/core/src/command.ts."""
    text = message[:_ANNOTATION].replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::error title=session-lint::{text}", flush=True)


def _output(name: str, value: str) -> None:
    """Give an output of the step, between delimiters that no value can foresee."""
    mark = f"end-{secrets.token_hex(16)}"
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{name}<<{mark}\n{value}\n{mark}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Our workflow commands against those of GitHub's own package, `@actions/core`.

    npm install --prefix FOLDER @actions/core
    SESSION_LINT_NODE_MODULES=FOLDER/node_modules pytest tests/oracles

Skipped where node or the package is absent. Another seed: SESSION_LINT_SEED=2.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from session_lint.diagnostic import Diagnostic, Severity
from session_lint.report import Report, Style, github
from session_lint.text import Span, printable

from ..report import github_runner, odd_reports

COUNT = 10_000
SEED = int(os.environ.get("SESSION_LINT_SEED", "20251204"))
PACKAGE = Path(os.environ.get("SESSION_LINT_NODE_MODULES", "node_modules")) / "@actions" / "core"
SURROGATES = re.compile("[\ud800-\udfff]")

pytestmark = pytest.mark.skipif(
    not (shutil.which("node") and PACKAGE.is_dir()), reason="node or the package @actions/core is absent"
)


def theirs(calls: list[tuple[str, dict[str, str], str]]) -> list[str]:
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("issue_command.mjs")), str(PACKAGE.resolve())],
        input=json.dumps(calls).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return done.stdout.decode().split("\n")[:-1]


def ours(path: str, title: str, message: str) -> str:
    code, _, name = title.partition(" ")
    one = Diagnostic(path, code, name, Severity.ERROR, Span(0, 0), message)
    return github.render(Report((one,), {path: ""}), Style(quiet=True)).removesuffix("\n")


def call(path: str, title: str, message: str) -> tuple[str, dict[str, str], str]:
    place = {"line": "1", "endLine": "1", "col": "1", "endColumn": "1"}
    return "error", {"file": path, **place, "title": title}, message


def visible(path: str) -> str:
    return re.sub(r"[^\r\n]+", lambda part: printable(part.group()), path)


def cases() -> list[tuple[str, str, str]]:
    random = Random(SEED)
    return [
        (odd_reports.path(random), f"SL101 {odd_reports.text(random)}", odd_reports.text(random)) for _ in range(COUNT)
    ]


def test_a_command_is_what_they_write_of_what_is_visible() -> None:
    texts = cases()
    made = theirs([call(visible(path), printable(title), printable(message)) for path, title, message in texts])
    assert len(made) == COUNT
    for (path, title, message), line in zip(texts, made, strict=True):
        assert ours(path, title, message) == line
        command = github_runner.obeyed(line)
        assert command is not None
        assert command.data == printable(message)
        assert command.properties.get("file", "") == visible(path).lstrip("=")
        assert command.properties["title"] == printable(title).rstrip(github_runner.BLANKS)
    print(f"{COUNT} commands, {len(set(made))} different")  # noqa: T201 -- the figures of a run


def test_a_command_is_what_they_write_of_what_is_visible_already() -> None:
    texts = [one for one in cases() if visible(one[0]) == one[0] and printable(one[1] + one[2]) == one[1] + one[2]]
    assert len(texts) > COUNT // 20
    assert theirs([call(*one) for one in texts]) == [ours(*one) for one in texts]
    print(f"{len(texts)} commands of texts as they are")  # noqa: T201 -- the figures of a run

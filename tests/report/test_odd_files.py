"""The command line on real files with odd names and odd texts, in every format: what gets out on both streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_lint.report import FORMATS, Report
from session_lint.report.masking import masked
from session_lint.workspace import Workspace

from .readers import READERS
from .test_output_safety import assert_harmless, assert_no_commands, expected, lines_for_the_log

NOW = "2025-12-05T12:00:00Z"
NAMES = (
    b"::error::x.md",
    b" ::error file=a,line=1::x.md",
    b"##[error]x.md",
    b"20251204-143000-##[add-mask]x.md",
    b"a\nb.md",
    b"a\r\n::error::b.md",
    b"\xff\xfe.md",
    b"-n.md",
    b"--fix.md",
    b"%0A.md",
    b"a,b:c;d=e.md",
    b":.md",
    b"\xe2\x80\xae\xe2\x80\xa8\xc2\x85.md",
    b"\x1b[2J\x07.md",
    b"]]>&<b>.md",
    b"@user](x)|`![y](z).md",
    b"\"\\'.md",
    "天🤖e\u0301.md".encode(),
)
TEXTS = (
    b'---\nsession:\n  title: "##[error]x"\n  status: "::error::x\\n::warning::y\\e[2J"\n"##[add-mask]k": 1\n---\n# x\n',
    b"---\nsession:\n  title: ]]><b>|`@user\n  status: \xe2\x80\xae\xe2\x80\xa8%0A\n  status: a\n---\n## ::error::x\n",
    b"---\n\x1b[2J\n---\n",
    b"\xff\xfe::error::x",
)
CONFIG = '[profile]\nfiles = ["*.md"]\n'


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("odd")
    (root / "session-lint.toml").write_text(CONFIG, encoding="utf-8")
    folder = root / ".agents" / "sessions"
    folder.mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (root / os.fsdecode(name)).write_bytes(TEXTS[number % len(TEXTS)])
        (folder / os.fsdecode(name)).write_bytes(TEXTS[(number + 1) % len(TEXTS)])
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    return root


@pytest.fixture(scope="module")
def found(repository: Path) -> Report:
    return masked(Workspace.open(str(repository)).check(now=datetime.fromisoformat(NOW).astimezone(UTC)))


def run(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("SESSION_LINT", "GITHUB_"))}
    done = subprocess.run(
        [sys.executable, "-m", "session_lint", *arguments],
        cwd=cwd,
        capture_output=True,
        check=False,
        timeout=60,
        env={**env, "SESSION_LINT_NOW": NOW, "NO_COLOR": "1"},
    )
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_name_comes_back_in_every_format(name: str, repository: Path, found: Report) -> None:
    code, output, errors = run("--output-format", name, cwd=repository)
    assert (code, errors) == (1, "")
    assert_harmless(output)
    assert_no_commands(lines_for_the_log(name, output))
    if name != "github":  # which shows the path of those without an annotation on a line
        assert Counter(READERS[name].read(output)) == expected(name, found)
    assert {one.path for one in found.diagnostics} >= {os.fsdecode(odd) for odd in NAMES}


@pytest.mark.parametrize("odd", NAMES, ids=repr)
def test_a_path_comes_back_from_github_alone(odd: bytes, repository: Path, found: Report) -> None:
    code, output, errors = run("--output-format", "github", "--", os.fsdecode(odd), cwd=repository)
    assert (code, errors) == (1, "")
    own = replace(found, diagnostics=tuple(one for one in found.diagnostics if one.path == os.fsdecode(odd)))
    assert Counter(READERS["github"].read(output)) == expected("github", own)


ODD = "##[error]\n::error::x\x1b\u202e"
CALLS = [
    pytest.param(("--", f"{ODD}.md"), "", id="no such file"),
    pytest.param(("--config", ODD), "", id="no such config"),
    pytest.param(("--config", "odd.toml"), '"##[error]\\n\\u202e" = 1', id="a key of a config"),
    pytest.param(("--config", "odd.toml"), 'plugins = ["##[error]\\n\\u202e"]', id="a value of a config"),
    pytest.param(("--config", "odd.toml"), '[profile]\nfiles = ["##[error]\\n\\u202e"]', id="no session found"),
    pytest.param(("--select", ODD), "", id="no such rule"),
    pytest.param(("--output-format", ODD), "", id="no such format"),
    pytest.param((f"--{ODD}",), "", id="no such option"),
    pytest.param(("--now", ODD), "", id="no time"),
    pytest.param(("--since", ODD), "", id="no such commit"),
    pytest.param(("--output-file", f"{ODD}/x"), "", id="no such folder"),
    pytest.param(("rule", ODD), "", id="no such page"),
    pytest.param(("schema", ODD), "", id="no such schema"),
    pytest.param(("replay", ODD), "", id="replay"),
    pytest.param(("--show-files",), "", id="show files"),
    pytest.param(("--show-settings", "##[error]x.md"), "", id="show settings"),
    pytest.param(("--force-exclude", "--exclude", "*.md", "--verbose", "--", "##[error]x.md"), "", id="skipped"),
    pytest.param(("-", "--stdin-filename", f"{ODD}.md"), "", id="standard input"),
    pytest.param(("--fix", "--show-fixes", "--unsafe-fixes"), "", id="fix"),
    pytest.param(("--fix", "--show-fixes", "--unsafe-fixes", "--diff"), "", id="diff"),
    pytest.param(("--add-ignores", "x"), "", id="add ignores"),
]


@pytest.mark.parametrize(("arguments", "config"), CALLS)
def test_nothing_that_is_said_beside_the_report_is_obeyed(
    arguments: tuple[str, ...], config: str, repository: Path, tmp_path: Path
) -> None:
    subprocess.run(["cp", "-r", f"{repository}/.", str(tmp_path)], check=True)
    (tmp_path / "odd.toml").write_text(config, encoding="utf-8")
    code, output, errors = run(*arguments, cwd=tmp_path)
    assert (code, bool(output or errors)) in {(0, True), (1, True), (2, True)}
    for text in (errors,) if "--diff" in arguments else (output, errors):  # a diff is for `git apply`
        assert_harmless(text)
        assert_no_commands(text)

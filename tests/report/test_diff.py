"""Diffs that the real `git apply` takes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from session_lint.report import diff


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\nb\nc\n", "a\nB\nc\n", id="LF"),
        pytest.param("a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n", id="CRLF"),
        pytest.param("a\rb\rc\r", "a\rB\rc\r", id="CR"),
        pytest.param("a\nb", "a\nB", id="no-final-newline"),
        pytest.param("a\nb", "a\nb\nc\n", id="final-newline-added"),
        pytest.param("a\nb\n", "a\nb\nc", id="final-newline-gone"),
        pytest.param("\ufeffa\u2028b\x85c\x0bd\n", "\ufeffA\u2028b\x85c\x0bd\n", id="odd-breaks"),
        pytest.param("", "a\n", id="empty-before"),
        pytest.param("a\n" * 50 + "b\n" + "a\n" * 50, "a\n" * 50 + "B\n" + "a\n" * 50, id="context"),
        pytest.param("same\n", "same\n", id="only-renamed"),
    ],
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("s/a.md", "s/a.md", id="in-place"),
        pytest.param("s/a.md", "s/b.md", id="renamed"),
        pytest.param("s/a b.md", "s/ab.md", id="blank"),
        pytest.param("s/ab.md", "s/caf\u00e9 x.md", id="umlaut"),
        pytest.param('s/"\t\n\\.md', "s/q.md", id="quotes"),
        pytest.param(os.fsdecode(b"s/\xff.md"), "s/x.md", id="not-utf8"),
    ],
)
def test_git_applies_it(tmp_path: Path, before, after, old, new):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "s").mkdir()
    (tmp_path / old).write_bytes(before.encode())
    renames = {old: new} if old != new else {}
    text = diff.render({old: before}, {old: after} if before != after else {}, renames)
    if before == after and not renames:
        assert text == ""
        return
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=tmp_path,
        input=text.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stderr.decode(), text)
    assert (tmp_path / new).read_bytes() == after.encode()
    assert old == new or not (tmp_path / old).exists()


def test_git_makes_and_removes_files_by_it(tmp_path: Path):
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "old.md").write_text("a\n")
    text = diff.render({"old.md": "a\n"}, {"new/b.md": "b\n"}, {}, ["old.md"])
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / "new" / "b.md").read_text() == "b\n"
    assert not (tmp_path / "old.md").exists()

"""What the server says and would do is what the command line says and does: for every example there is."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from session_lint import fixing
from session_lint.rules import RULES
from session_lint.workspace import Workspace

from ..test_cli import run
from .editor import PULLS, Editor, applied_to, offset_at, uri

ROOT = Path(__file__).parents[2]
MORE = os.environ.get("SESSION_LINT_SESSIONS")
"""A folder with more repositories to hold against each other."""

LEAST = {"examples": 200, "shipped": 5, "others": 1}
"""Of so many files, findings and actions a comparison is worth something."""


def examples(root: Path) -> None:
    """Write every example of every rule, each in a repository folder of its own."""
    number = 0
    for rule in RULES:
        for example in rule.examples:
            for text in {example.text, *([example.fixed] if example.fixed else [])}:
                number += 1
                path = root / f"{number:04}" / example.path
                path.parent.mkdir(parents=True)
                try:
                    path.write_bytes(text.encode())
                except (OSError, UnicodeEncodeError):  # a name or a text that no file has
                    continue


def shipped(root: Path) -> None:
    shutil.copytree(ROOT / "examples", root, dirs_exist_ok=True)


def others(root: Path) -> None:
    if MORE is None:
        pytest.skip("no SESSION_LINT_SESSIONS")
    shutil.copytree(MORE, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))


@pytest.mark.parametrize("fill", [examples, shipped, others], ids=lambda fill: fill.__name__)
def test_the_server_says_and_does_what_the_command_line_says_and_does(tmp_path, fill):
    root = tmp_path / "here"
    root.mkdir()
    fill(root)
    workspace = Workspace.open(str(root))
    found = [path for path in workspace.find([str(root)]).paths if (root / path).is_file()]
    told = run("check", "--output-format", "json", ".", cwd=root)
    by_path: dict[str, list] = {}
    for one in json.loads(told.stdout)["diagnostics"]:
        by_path.setdefault(one["path"], []).append(one)
    texts = {path: (root / path).read_bytes() for path in found}
    run("check", "--fix", ".", cwd=root)
    fixed = {path: (root / path).read_bytes() for path in found}
    for path, data in texts.items():
        (root / path).write_bytes(data)

    findings = actions = 0
    with Editor(root) as editor:
        editor.begin(root, able=PULLS)
        for path in found:
            try:
                text = texts[path].decode()
            except UnicodeDecodeError:  # no editor has such a text open
                continue
            place = root / path
            editor.open(place, text)
            report = editor.pulled(place)
            expected = [one for one in by_path.get(path, []) if one["code"] not in ("SL405", "SL601")]
            assert [seen(text, one) for one in report["items"]] == [said(text, one) for one in expected], path
            findings += len(expected)
            every = editor.actions(place, only=["source.fixAll.session-lint"])
            after = applied_to(text, place, every[0]["edit"])[0] if every else text
            assert after.encode() == fixed[path], path
            actions += len(every)
            actions += quick_fixes(editor, workspace, place, text)
            editor.close(place)
        assert editor.end() == 0
    sys.stdout.write(f"{fill.__name__}: {len(found)} files, {findings} findings, {actions} actions\n")  # see it by -rP
    assert min(len(found), findings, actions) >= LEAST[fill.__name__]


def quick_fixes(editor: Editor, workspace: Workspace, place: Path, text: str) -> int:
    """Hold each quick fix against what `--fix` makes of this one finding."""
    stage = workspace.scene([str(place)])
    (session,) = stage.sessions()
    path = session.path
    judged = stage.judge(session, path, stage.world).examined
    planned = {}
    for one in judged.diagnostics:
        if one.fix:
            patch = fixing.plan((one,), {path: text}, unsafe=True)
            to = dict(patch.renames).get(path)
            planned[patch.texts.get(path, text), to and uri(place.parents[len(Path(path).parts) - 1] / to)] = one
    found = 0
    for action in editor.actions(place, only=["quickfix"]):
        if not action["title"].startswith("Ignore "):
            assert applied_to(text, place, action["edit"]) in planned, (path, action)
            found += 1
    return found


def seen(text: str, diagnostic: dict) -> tuple:
    start, end = (offset_at(text, **diagnostic["range"][side]) for side in ("start", "end"))
    severity = {1: "error", 2: "warning", 3: "info"}[diagnostic["severity"]]
    return diagnostic["code"], severity, diagnostic["message"].partition("\nhelp: ")[0], start, end


def said(text: str, diagnostic: dict) -> tuple:
    start, end = (_offset(text, diagnostic[side]) for side in ("location", "end_location"))
    return diagnostic["code"], diagnostic["severity"], diagnostic["message"], start, end


def _offset(text: str, place: dict) -> int:
    marked = place["row"] == 1 and text.startswith("\ufeff")  # it stands in column 0
    return offset_at(text, place["row"] - 1, place["column"] - (not marked), "utf-32")

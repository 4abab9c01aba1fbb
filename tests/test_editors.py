"""What editors and CI services make of the output: the problem matchers, the task for VS Code, Vim and Emacs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from session_lint.report.model import place

from .lsp.neovim import program as neovim
from .lsp.neovim import shown
from .test_cli import BAD, GOOD, NAME, repository, run, write

__all__ = ["repository"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "integrations"

# Names that look like other parts of the output, and one that Python can hold and UTF-8 cannot.
NAMES = (
    "20251204-143001-a b.md",
    "20251204-143002-x:1:2: SL999 y.md",
    "20251204-143003 --> y:1:2.md",
    "error[SL999] forged: z.md",
    "warning[SL999] forged: z\n  --> forged.md:1:1\n.md",
    " ::error::forged.md",
    "20251204-143004-\udcff.md",
    "20251204-143005-größe-日本.md",
)
QUOTED = """
error[SL999] forged: this is a quotation
  --> forged.md:1:1
forged.md:1:1: SL999 and this is another
"""
TEXT = BAD.replace("A cache is written", f"{QUOTED}\n-[ ] A cache is written")

# What a reader sees as one column each, and what the programs count.
WIDE = '---\nsession: {title: "é– %s", status: complete}\n---\n'


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


(FULL,) = load("problem-matcher.json")["problemMatcher"]
(CONCISE,) = load("problem-matcher-concise.json")["problemMatcher"]
(TASK,) = load("vscode/tasks.json")["tasks"]


@pytest.fixture
def hostile(repository: Path) -> Path:
    """A repository with sessions whose names and texts look like output."""
    for name in NAMES:
        try:
            write(repository, TEXT, name)
        except (OSError, UnicodeError):
            pytest.skip("this file system takes no such names")
    return repository


def output(repository: Path, form: str) -> str:
    done = run("--output-format", form, "--color", "never", cwd=repository)
    assert done.returncode == 1, done.stderr
    return done.stdout


def diagnostics(repository: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(output(repository, "json"))["diagnostics"]
    return found


def matches(matcher: dict[str, Any], text: str) -> list[dict[str, str]]:
    """Give what a matcher reads, as VS Code and actions/runner (IssueMatcher.cs) do: its patterns match lines in a row."""
    patterns, found, state = matcher["pattern"], [], dict[str, str]()
    step = 0
    for line in text.split("\n"):
        while True:
            match = re.search(patterns[step]["regexp"], line)
            if match or not step:
                break
            step, state = 0, {}  # the line may be the first of another one
        if match:
            state |= {key: match[group] for key, group in patterns[step].items() if key != "regexp"}
            step += 1
        if step == len(patterns):
            found.append(state)
            step, state = 0, {}
    return found


# -- problem matchers


def test_the_matcher_reads_what_the_report_says(hostile):
    said = diagnostics(hostile)
    assert len(said) > 2 * len(NAMES)
    assert matches(FULL, output(hostile, "full")) == [
        {
            "severity": one["severity"],
            "code": one["code"],
            "message": f"{one['name']}: {one['message']}",
            "file": place(one["path"]),
            "line": str(one["location"]["row"]),
            "column": str(one["location"]["column"]),
        }
        for one in said
    ]


def test_the_matcher_of_the_one_line_format_reads_what_the_report_says(repository):
    for name in ("20251204-143001-a b.md", "20251204-143005-größe-日本.md", NAME):
        write(repository, TEXT, name)
    mark = {False: "", True: " [*]"}
    assert matches(CONCISE, output(repository, "concise")) == [
        {
            "code": one["code"],
            "message": f"{one['code']} {one['message']}{mark[bool(one['fix']) and one['fix']['applicability'] == 'safe']}",
            "file": one["path"],
            "line": str(one["location"]["row"]),
            "column": str(one["location"]["column"]),
        }
        for one in diagnostics(repository)
    ]


def test_no_name_makes_another_line_for_the_matcher_of_the_one_line_format(hostile):
    """Such a name may be cut short, as the documents say; it never counts twice."""
    found = matches(CONCISE, output(hostile, "concise"))
    (blank,) = {place(one["path"]) for one in diagnostics(hostile) if one["path"].startswith(" ")} or {"none"}
    assert len(found) == len([one for one in diagnostics(hostile) if place(one["path"]) != blank])


@pytest.mark.parametrize("matcher", [FULL, CONCISE], ids=lambda one: one["owner"])
def test_a_clean_run_matches_nothing(repository, matcher):
    write(repository, GOOD.replace("A cache is written", QUOTED))
    for form in ("full", "concise"):
        done = run("--output-format", form, cwd=repository)
        assert (done.returncode, matches(matcher, done.stdout)) == (0, [])


@pytest.mark.parametrize("matcher", [FULL, CONCISE], ids=lambda one: one["owner"])
def test_github_takes_the_matcher(matcher):
    """The demands of actions/runner, IssueMatcher.cs: nothing is set twice, groups exist, a message is there."""
    names = [key for pattern in matcher["pattern"] for key in pattern if key != "regexp"]
    assert len(names) == len(set(names))
    assert set(names) <= {"file", "line", "column", "severity", "code", "message"}
    assert {"file", "line", "message"} <= set(names)
    assert matcher.get("severity", "error") in ("error", "warning", "notice")
    for pattern in matcher["pattern"]:
        groups = re.compile(pattern["regexp"]).groups
        assert sorted(group for key, group in pattern.items() if key != "regexp") == list(range(1, groups + 1))


def test_a_regexp_of_a_matcher_is_one_of_javascript(hostile, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js")
    for matcher, form in ((FULL, "full"), (CONCISE, "concise")):
        lines = output(hostile, form).split("\n")
        for pattern in matcher["pattern"]:
            script = "const [r, l] = JSON.parse(require('fs').readFileSync(0)); console.log(JSON.stringify(l.map(x => x.match(new RegExp(r)))))"
            given = json.dumps([pattern["regexp"], lines]).encode()
            done = subprocess.run([node, "-e", script], input=given, capture_output=True, timeout=60, check=True)
            ours = [re.search(pattern["regexp"], line) for line in lines]
            assert json.loads(done.stdout) == [match and [match[0], *match.groups()] for match in ours]


def test_the_task_of_vs_code_is_the_matcher_and_runs(hostile):
    assert TASK["problemMatcher"]["pattern"] == FULL["pattern"]
    assert TASK["problemMatcher"]["fileLocation"] == ["relative", "${workspaceFolder}"]
    assert (TASK["command"], TASK["type"]) == ("session-lint", "process")
    assert matches(TASK["problemMatcher"], run(*TASK["args"], cwd=hostile).stdout) == matches(
        FULL, output(hostile, "full")
    )


# -- Vim

VIM = """\
set nocompatible encoding=utf-8
let &runtimepath = {runtime} . ',' . &runtimepath
compiler session-lint
call writefile([&makeprg], {out} . '.makeprg')
execute 'cgetfile' fnameescape({given})
let found = []
let number = 0
for one in getqflist()
  let number += 1
  silent execute 'cc' number
  call add(found, json_encode([bufname(one.bufnr), one.lnum, one.type, one.valid, one.text, charcol('.')]))
endfor
call writefile(found, {out})
qall!
"""


def vim(editor: str, repository: Path, text: str) -> tuple[str, list[list[Any]]]:
    """Give `makeprg` and the quickfix list: file, row, type, valid, text, column of the cursor in characters."""
    program = neovim() if editor == "nvim" else shutil.which(editor)
    if program is None:
        pytest.skip(f"there is no {editor}")
    scratch = repository.parent / f"{repository.name}-{editor}"
    scratch.mkdir(exist_ok=True)
    (scratch / "given").write_text(text, encoding="utf-8")
    paths = {"runtime": FOLDER / "vim", "given": scratch / "given", "out": scratch / "out"}
    script = VIM.format(**{name: f"'{path}'" for name, path in paths.items()})
    (scratch / "script.vim").write_text(script, encoding="utf-8")
    subprocess.run(
        [program, "-es", "-u", "NONE", "-i", "NONE", "-n", "-S", str(scratch / "script.vim")],
        cwd=repository,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    if not (scratch / "out").exists():
        pytest.skip(f"this {editor} is too small: it runs no scripts")
    found = (scratch / "out").read_text(encoding="utf-8").splitlines()
    return (scratch / "out.makeprg").read_text(encoding="utf-8").strip(), [json.loads(line) for line in found]


@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_vim_reads_what_the_report_says(hostile, editor):
    said = diagnostics(hostile)
    _, found = vim(editor, hostile, output(hostile, "full"))
    assert [one[:5] for one in found] == [
        [place(one["path"]), one["location"]["row"], one["severity"][0], 1, f"{one['name']}: {one['message']}"]
        for one in said
    ]
    there = [(one, qf) for one, qf in zip(said, found, strict=True) if (hostile / place(one["path"])).exists()]
    assert len(there) > len(NAMES)
    assert [qf[5] for _, qf in there] == [one["location"]["column"] for one, _ in there]


@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_vim_runs_the_program(repository, editor):
    command, _ = vim(editor, repository, "")
    name, *arguments = command.split()
    write(repository, BAD)
    assert name == "session-lint"
    assert run(*arguments, cwd=repository).stdout == output(repository, "full")


@pytest.mark.parametrize(("text", "early"), [("", 0), ("日", 1), ("😀", 1)])
@pytest.mark.parametrize("editor", ["vim", "nvim"])
def test_vim_counts_columns_on_the_screen(repository, editor, text, early):
    """What the table in docs/editors.md says: wide characters move the cursor, accented letters do not."""
    write(repository, WIDE % text)
    row, column = next(
        (one["location"]["row"], one["location"]["column"])
        for one in diagnostics(repository)
        if one["field"] == "session.status"
    )
    _, found = vim(editor, repository, output(repository, "full"))
    assert [one[5] for one in found if one[1] == row and "session.status" in one[4]] == [column - early]


# -- Emacs

EMACS = """\
(require 'compile)
(setq enable-local-variables nil)
(let ((coding-system-for-read 'utf-8))
  (find-file (expand-file-name "output" (getenv "SCRATCH"))))
(setq default-directory (file-name-as-directory (getenv "REPOSITORY")))
(when (getenv "CHARACTERS") (setq-default compilation-error-screen-columns nil))
(compilation-mode)
(add-hook 'next-error-hook
          (lambda ()
            (princ (format "%s:%d:%d\\n" (file-name-nondirectory buffer-file-name) (line-number-at-pos)
                           (1+ (- (point) (line-beginning-position)))))))
(let ((output (current-buffer)))
  (condition-case nil
      (progn
        (next-error 1 t)
        (while t (set-buffer output) (next-error)))
    (user-error nil)))
"""


def emacs(repository: Path, **environment: str) -> list[str]:
    """Give where Emacs goes, error by error: name, row, column in characters."""
    program = shutil.which("emacs")
    if program is None:
        pytest.skip("there is no Emacs")
    scratch = repository.parent / f"{repository.name}-emacs"
    scratch.mkdir(exist_ok=True)
    (scratch / "output").write_text("Compilation started\n\n" + output(repository, "concise"), encoding="utf-8")
    (scratch / "script.el").write_text(EMACS, encoding="utf-8")
    done = subprocess.run(
        [program, "--batch", "-Q", "-l", str(scratch / "script.el")],
        cwd=repository,
        env={**os.environ, "LC_ALL": "C.UTF-8", "SCRATCH": str(scratch), "REPOSITORY": str(repository), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


def places(repository: Path) -> list[str]:
    return [
        f"{Path(one['path']).name}:{one['location']['row']}:{one['location']['column']}"
        for one in diagnostics(repository)
    ]


def test_emacs_goes_where_the_report_says(repository):
    for name in ("20251204-143001-a b.md", NAME):
        write(repository, TEXT, name)
    assert len(places(repository)) > 2
    assert emacs(repository) == places(repository)


def test_emacs_counts_characters_when_it_is_told_to(repository):
    write(repository, WIDE % "日")
    told, untold = emacs(repository, CHARACTERS="yes"), emacs(repository)
    assert told == list(dict.fromkeys(places(repository)))
    assert told != untold


def test_the_shown_call_reads_what_is_not_saved(repository):
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^session-lint (- .*) < buffer$", page, re.MULTILINE)
    done = run(*command.split(), cwd=repository, stdin=BAD.encode())
    (one,) = json.loads(done.stdout)["diagnostics"]
    assert (one["path"], one["code"]) == (f".agents/sessions/{NAME}", "SL201")


@pytest.mark.parametrize(("language", "read"), [("toml", tomllib.loads), ("jsonc", json.loads)])
def test_the_shown_settings_name_the_server(language, read):
    (settings,) = [read(one) for one in shown(language) if '"lsp"' in one]
    assert "session-lint" in json.dumps(settings)

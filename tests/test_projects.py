"""Stories of whole repositories with real histories; `tests/projects/README.md` describes how they are written."""

from __future__ import annotations

import difflib
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from session_lint import cli
from session_lint.rules import RULES

PROJECTS = Path(__file__).parent / "projects"
STORIES = sorted(PROJECTS.glob("*/*.txt"))
NOW = "2025-12-05T12:00:00Z"
ACCEPT = bool(os.environ.get("SESSION_LINT_ACCEPT"))
CODES = {rule.name: rule.code for rule in RULES}

STEPS = (
    *("commit", "git", "replace", "bytes", "repeat", "append", "mv", "rm", "crlf", "link", "pipe", "spell", "now"),
    *("in", "lint", "check", "show"),
)

_MARK = re.compile(r"-- (.+) --")
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")
_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in {"NAME": "Somebody", "EMAIL": "somebody@example.org", "DATE": "2025-12-04T15:00:00Z"}.items()},
}  # fmt: skip


@dataclass
class Block:
    """A step (`$ ...`) or a marked text (`-- ... --`), with the line where it stands."""

    line: int
    head: str
    body: str = ""

    @property
    def mark(self) -> str | None:
        found = _MARK.fullmatch(self.head)
        return found[1] if found else None

    @property
    def is_expected(self) -> bool:
        return self.head.startswith("-- expected ")


def read(text: str) -> tuple[str, list[Block]]:
    """Give a story's first words and its blocks."""
    intro, blocks = "", list[Block]()
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if line.startswith("$ ") or _MARK.fullmatch(line):
            blocks.append(Block(number, line))
        elif not blocks:
            intro += f"{line}\n"
        elif blocks[-1].mark:
            blocks[-1].body += f"{line}\n"
        else:
            assert not line, f"line {number}: expected a step or a mark, not {line!r}"
    return intro.strip(), blocks


class Project:
    """The repository of a story while it is told."""

    def __init__(self, root: Path, rule: str, capsys: pytest.CaptureFixture[str], environ: pytest.MonkeyPatch) -> None:
        self.root = self.here = root
        self.rule, self.capsys, self.environ = rule, capsys, environ
        root.mkdir()
        for name in [name for name in os.environ if name.startswith(("GIT_", "SESSION_LINT_", "NO_COLOR", "FORCE_"))]:
            environ.delenv(name)
        environ.setenv(
            "COLUMNS", "100"
        )  # where the tests run in several processes, they have terminals of another width
        for name, value in _GIT.items():
            environ.setenv(name, value)
        environ.chdir(root)
        self.clock = NOW
        self.git("init --quiet --initial-branch main")

    def do(self, step: str) -> str | None:
        """Take a step; gives the output of one that has any."""
        word, _, rest = step.removeprefix("$ ").partition(" ")
        assert word in STEPS, f"no such step: {step}"
        answer: str | None = getattr(self, {"in": "go"}.get(word, word))(rest)
        return answer

    def git(self, rest: str) -> None:
        command = ["git", "-c", "protocol.file.allow=always", *shlex.split(rest)]
        done = subprocess.run(command, cwd=self.here, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"git {rest}: {done.stdout}{done.stderr}"

    def commit(self, rest: str) -> None:
        self.git("add --all")
        self.git(f"commit --quiet --allow-empty --message {shlex.quote(rest or 'A step')}")

    def replace(self, rest: str) -> None:
        path, _, change = rest.partition(": ")
        old, _, new = change.partition(" => ")
        text = self.text(path)
        assert old in text, f"{path} does not hold {old!r}"
        self.write(path, text.replace(old, new))

    def bytes(self, rest: str) -> None:
        path, _, change = rest.partition(": ")
        old, new = (side.encode().decode("unicode_escape").encode("latin-1") for side in change.split(" => "))
        data = (self.here / path).read_bytes()
        assert old in data, f"{path} does not hold {old!r}"
        (self.here / path).write_bytes(data.replace(old, new))

    def repeat(self, rest: str) -> None:
        path, _, change = rest.partition(": ")
        old, _, times = change.partition(" => ")
        self.replace(f"{path}: {old} => {old * int(times)}")

    def append(self, rest: str) -> None:
        path, _, line = rest.partition(": ")
        self.write(path, f"{self.text(path)}{line}\n")

    def mv(self, rest: str) -> None:
        old, new = shlex.split(rest)
        (self.here / new).parent.mkdir(parents=True, exist_ok=True)
        (self.here / old).rename(self.here / new)

    def rm(self, rest: str) -> None:
        (self.here / rest).unlink()

    def crlf(self, rest: str) -> None:
        self.write(rest, self.text(rest).replace("\n", "\r\n"))

    def link(self, rest: str) -> None:
        path, target = shlex.split(rest)
        (self.here / path).parent.mkdir(parents=True, exist_ok=True)
        (self.here / path).symlink_to(target)

    def pipe(self, rest: str) -> None:
        os.mkfifo(self.here / rest)

    def spell(self, rest: str) -> None:
        self.write(rest, _CHARACTER.sub(lambda match: chr(int(match[1], 16)), self.text(rest)))

    def now(self, rest: str) -> None:
        self.clock = rest

    def go(self, rest: str) -> None:
        self.here = self.root / rest
        self.environ.chdir(self.here)

    def lint(self, rest: str) -> str:
        return self.check(rest if "--select" in rest else f"--select {self.rule} {rest}")

    def check(self, rest: str) -> str:
        options = ["--output-format", "concise", "--quiet", "--now", self.clock]
        code = cli.main(["check", *options, *shlex.split(rest)])
        said, complained = self.capsys.readouterr()
        answer = f"-- expected {code} --\n{said}" + "".join(f"! {line}\n" for line in complained.split("\n")[:-1])
        return answer.replace(str(self.root), "ROOT")

    def show(self, rest: str) -> str:
        path, *words = shlex.split(rest)
        lines = [line for line in self.text(path).split("\n")[:-1] if all(word in line for word in words)]
        return "-- expected 0 --\n" + "".join(f"{line}\n" for line in lines).replace("\r", "\\r")

    def text(self, path: str) -> str:
        return (self.here / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        place = self.here / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def told(project: Project, blocks: list[Block]) -> Iterator[tuple[int, str, str]]:
    """Tell a story; yields the line, the step and the output of each step that has one."""
    for block in blocks:
        if block.mark is None:
            answer = project.do(block.head)
            if answer is not None:
                yield block.line, block.head, answer
        elif not block.is_expected:
            project.write(block.mark, block.body)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_story_ends_as_it_says(path, tmp_path, capsys, monkeypatch):
    text = path.read_text(encoding="utf-8")
    intro, blocks = read(text)
    assert intro.endswith("."), "a story begins with a sentence"
    project = Project(tmp_path / "repository", path.parent.name, capsys, monkeypatch)
    answers = {line: (step, answer) for line, step, answer in told(project, blocks)}
    if ACCEPT:
        path.write_text(accepted(text, blocks, answers), encoding="utf-8")
        return
    pairs = [(before, one) for before, one in pairwise(blocks) if one.is_expected]
    expected = {before.line: f"{one.head}\n{one.body}" for before, one in pairs}
    assert expected.keys() == answers.keys(), "`lint`, `check` and `show` are followed by what is expected"
    for line, (step, answer) in answers.items():
        difference = difflib.unified_diff(
            expected[line].split("\n"), answer.split("\n"), "expected", "said", lineterm=""
        )
        assert answer == expected[line], f"{path.parent.name}/{path.name}:{line}: {step}\n" + "\n".join(difference)
    spoke = any(f" {CODES[path.parent.name]} " in answer for _, answer in answers.values())
    kind = path.name.partition("-")[0]
    assert kind in ("speaks", "silent", "with")
    assert kind == "with" or spoke == (kind == "speaks"), (
        f"{CODES[path.parent.name]} {'speaks' if spoke else 'is silent'}"
    )


def accepted(text: str, blocks: list[Block], answers: dict[int, tuple[str, str]]) -> str:
    """Give a story with the output that it has now."""
    lines = text.split("\n")
    for block, following in reversed(list(zip(blocks, [*blocks[1:], None], strict=True))):
        if block.line in answers:
            is_old = following is not None and following.is_expected
            end = block.line + (1 + following.body.count("\n") if following and is_old else 0)
            lines[block.line : end] = answers[block.line][1].split("\n")[:-1]
    return "\n".join(lines)


def test_a_folder_is_named_like_a_rule():
    assert {path.parent.name for path in STORIES} <= CODES.keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_stories(rule):
    kinds = [path.name.partition("-")[0] for path in (PROJECTS / rule.name).glob("*.txt")]
    assert min(kinds.count("speaks"), kinds.count("silent")) >= 2


def test_a_story_is_read_block_by_block():
    story = "A story.\n\n-- a b.md --\none\n\n$ commit\n\n$ lint\n-- expected 1 --\nsaid\n"
    assert read(story) == (
        "A story.",
        [Block(3, "-- a b.md --", "one\n\n"), Block(6, "$ commit"), Block(8, "$ lint"), Block(9, "-- expected 1 --", "said\n")],
    )  # fmt: skip

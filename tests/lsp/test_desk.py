"""What stands behind the answers: the past that is asked for once, rules that crash, configs and roots."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from datetime import datetime

import pytest

from session_lint import facts
from session_lint.diagnostic import Severity
from session_lint.history import Against
from session_lint.lsp import bases, judging
from session_lint.lsp.around import Around
from session_lint.lsp.bases import Bases
from session_lint.lsp.desk import Desk
from session_lint.lsp.documents import Document
from session_lint.lsp.roots import Roots
from session_lint.lsp.schedule import Schedule
from session_lint.rule import SessionRule
from session_lint.rules import RULES
from session_lint.workspace import Workspace

from ..test_cli import BAD, GOOD, NAME, write
from ..test_git import git

SESSIONS = ".agents/sessions"


class Crash(SessionRule):
    """Nothing holds."""

    code, name, severity = "SL999", "crash", Severity.ERROR

    def check(self, session):
        if "CRASH" in session.text:
            raise RecursionError("too deep")
        yield from ()


@pytest.fixture
def repository(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / SESSIONS).mkdir(parents=True)
    for name in ("a", "b", "c", "d", "e"):
        write(tmp_path, GOOD.replace("fallback", f"fallback {name}"), f"20251204-143000-{name}.md")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def test_the_past_that_is_kept_is_the_past(repository):
    git(repository, "mv", f"{SESSIONS}/20251204-143000-b.md", f"{SESSIONS}/20251204-143000-bb.md")
    git(repository, "mv", f"{SESSIONS}/20251204-143000-c.md", f"{SESSIONS}/20251204-143000-cc.md")
    git(repository, "rm", "-q", "--cached", f"{SESSIONS}/20251204-143000-d.md")
    write(repository, GOOD, "20251204-143000-new.md")
    workspace = Workspace.open(str(repository))
    kept = Bases(workspace.root)

    def both(**changed: str) -> None:
        unsaved = {f"{SESSIONS}/20251204-143000-{name}.md": text for name, text in changed.items()}
        reader = replace(workspace.reader, unsaved=unsaved)
        sessions = [reader.session(path) for path in unsaved]
        found = kept.past(reader, sessions)
        expected = facts.past_of(reader, tuple(unsaved), facts.compared(reader, sessions), Against(), whole=False)
        assert (found.changed, found.renamed, found.notes) == (expected.changed, expected.renamed, expected.notes)
        assert found.same | {f"{SESSIONS}/20251204-143000-d.md"} == expected.same | {f"{SESSIONS}/20251204-143000-d.md"}

    texts = {name: GOOD.replace("fallback", f"fallback {name[0]}") for name in ("a", "bb", "cc", "d", "new")}
    both(**texts)
    both(**{name: f"{text}\nmore\n" for name, text in texts.items()})
    both(**{name: text.replace("\n", "\r\n") for name, text in texts.items()})
    both(a=texts["a"], bb="\0")
    git(repository, "add", "--all")
    git(repository, "commit", "-qm", "two")
    both(**texts)
    git(repository, "checkout", "-q", "-b", "other", "HEAD~1")
    both(**texts)


def test_git_is_asked_again_when_its_state_is_another(repository):
    before = bases.state(str(repository))
    assert bases.state(str(repository)) == before
    (repository / "x").write_text("x", encoding="utf-8")
    git(repository, "add", "x")
    staged = bases.state(str(repository))
    git(repository, "commit", "-qm", "two")
    committed = bases.state(str(repository))
    git(repository, "worktree", "add", "-q", str(repository / "tree"))
    linked = bases.state(str(repository / "tree"))
    git(repository / "tree", "commit", "-q", "--allow-empty", "-m", "three")
    states = [before, staged, committed, linked, bases.state(str(repository / "tree"))]
    assert None not in states
    assert len(set(states)) == len(states)
    (repository / ".git" / "HEAD").write_text("", encoding="utf-8")
    assert bases.state(str(repository)) is None
    assert bases.state(str(repository / SESSIONS)) == ()


@pytest.mark.parametrize("state", ["no git", "a broken one"])
def test_without_a_past_the_rules_on_it_are_silent(tmp_path, state):
    (tmp_path / SESSIONS).mkdir(parents=True)
    if state == "a broken one":
        (tmp_path / ".git").mkdir()
    workspace = Workspace.open(str(tmp_path))
    found = judging.judge(workspace, Bases(workspace.root), f"{SESSIONS}/{NAME}", {f"{SESSIONS}/{NAME}": BAD}, None)
    assert found
    assert "SL201" in [one.code for one in found.diagnostics]


def test_a_rule_of_ours_that_crashes_is_left_out(tmp_path):
    (tmp_path / SESSIONS).mkdir(parents=True)
    path = f"{SESSIONS}/{NAME}"
    workspace = Workspace.open(str(tmp_path))
    workspace = workspace.with_config(replace(workspace.config, rules=(*RULES, Crash)))
    now = datetime.fromisoformat("2025-12-05T12:00:00Z")
    found = judging.judge(workspace, Bases(workspace.root), path, {path: f"{BAD}\nCRASH\n"}, now)
    assert found
    assert [one.code for one in found.diagnostics] == ["SL201"]
    assert found.crashes == (f"SL999 crash has crashed on `{path}`: RecursionError: too deep",)
    unhurt = judging.judge(workspace, Bases(workspace.root), path, {path: BAD}, now)
    assert unhurt
    assert unhurt.crashes == ()


def test_what_cannot_be_judged_is_told_once(tmp_path):
    (tmp_path / SESSIONS).mkdir(parents=True)
    (tmp_path / "session-lint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    log: list[str] = []
    desk = Desk(Roots(), lambda: None, log.append)
    document = Document.opened((tmp_path / SESSIONS / NAME).as_uri(), GOOD, 1, "utf-16")
    for version in (1, 2):
        again = document.changed([], version)
        assert desk.judged(again, {again.uri: again}) is None
    assert log == [f"`{SESSIONS}/{NAME}` cannot be checked: {log[0].partition('checked: ')[2]}"]
    assert "known.json" in log[0]


def test_what_was_said_is_kept_while_nothing_changes(tmp_path):
    (tmp_path / SESSIONS).mkdir(parents=True)
    desk = Desk(Roots(), lambda: None, print)
    document = Document.opened((tmp_path / SESSIONS / NAME).as_uri(), GOOD, 1, "utf-16")
    documents = {document.uri: document}
    first = desk.judged(document, documents)
    assert first is not None
    assert desk.judged(document, documents) is first
    desk.forget()
    second = desk.judged(document, documents)
    assert second is not first
    changed = document.changed([(None, BAD)], 2)
    third = desk.judged(changed, {changed.uri: changed})
    assert third
    assert third.verdict.session.text == BAD


def test_work_is_done_once_and_the_latest_first():
    done: list[str] = []

    async def work(name: str) -> None:
        done.append(name)
        await asyncio.sleep(0)

    async def main() -> None:
        schedule = Schedule(work, 0.01)
        for name in ("a", "b", "a", "c", "b", "d"):
            schedule.ask(name)
        schedule.ask_later(["e", "a", "f"])
        schedule.drop("d")
        schedule.drop("f")
        await asyncio.sleep(0.5)
        schedule.ask("g")
        await asyncio.sleep(0.2)

    asyncio.run(main())
    assert done == ["b", "c", "a", "e", "g"]


def test_what_has_changed_around_a_file_is_seen_and_that_time_goes_on(tmp_path):
    path = tmp_path / "home" / ".agents" / "sessions" / NAME
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, encoding="utf-8")
    roots, around = Roots(), Around(age=1e9)
    roots.set_folders([str(tmp_path / "home")])

    def looks() -> list[bool]:
        return [around.has_changed(roots, [str(path)]) for _ in range(2)]

    assert looks() == [False, False]
    assert roots.at(str(path)).workspace  # from now on it is known which config holds
    assert looks() == [False, False]
    path.write_text(GOOD + "- More.\n", encoding="utf-8")
    assert looks() == [True, False]
    path.with_name("other.md").touch()
    assert looks() == [True, False]
    (tmp_path / "home" / "session-lint.toml").touch()
    assert looks() == [True, False]
    shutil.rmtree(tmp_path / "home")
    assert looks() == [True, False]
    around.age = 1e-9
    assert looks() == [True, True]

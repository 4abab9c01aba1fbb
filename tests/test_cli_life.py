"""The commands for a session's life as a user meets them: `new`, `log`, `status`, `complete`, in real repositories."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from .secret_samples import sample
from .test_cli import GOOD, NAME, NOW, run, write
from .test_cli import repository as plain_repository
from .test_git import commit, git, own_git

__all__ = ["own_git", "plain_repository"]

FOLDER = ".agents/sessions"
PATH = f"{FOLDER}/{NAME}"
LATER = GOOD.replace("2025-12-05T09:00:00Z", NOW)
DONE = GOOD.replace("- Read it.", "- [x] Read it.")
PLAN = ".agents/plans/weather.md"
HEAD = f"{PATH} is `in_progress`; if its work were over now:\n\n"
REMINDERS = "[?] whoever tracks this work knows how it ended\n[?] what was learned is in the documentation\n\n"
CLEAN = (
    "[x] every box is ticked\n[x] every agent has finished\n[x] nothing blocks the work\n"
    "[x] decisions that others have to know have a record\n[x] next steps are handed on\n"
    "[x] nothing refers to the session\n"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git repository with a session in it that is committed."""
    root = tmp_path / "repository"
    (root / FOLDER).mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch", "main")
    write(root, GOOD)
    commit(root)
    return root


def said(root: Path, *arguments: str, code: int = 0, **environment) -> str:
    """Give what a call writes on standard output; it must end with the code."""
    done = run(*arguments, cwd=root, **environment)
    assert done.returncode == code, done.stderr
    return done.stdout


def complaint(root: Path, *arguments: str, **environment) -> list[str]:
    """Give the lines in which a call says why it does nothing."""
    done = run(*arguments, cwd=root, **environment)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.removeprefix("session-lint: error: ").removesuffix("\n").split("\n  help: ")


def tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


# -- new


def test_a_new_session_is_named_stamped_and_clean(plain_repository):
    assert said(plain_repository, "new", "Map", "view") == f"{FOLDER}/20251205-120000-map-view.md\n"
    assert said(plain_repository, "--fail-on", "info") == "1 session file is clean.\n"
    text = (plain_repository / FOLDER / "20251205-120000-map-view.md").read_text()
    assert text.count('"2025-12-05T12:00:00Z"') == 2


def test_the_folder_is_made_and_the_file_is_for_others_to_read(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    assert said(tmp_path / "deep", "new", "map") == f"{FOLDER}/20251205-120000-map.md\n"
    umask = os.umask(0)
    os.umask(umask)
    mode = stat.S_IMODE((tmp_path / FOLDER / "20251205-120000-map.md").stat().st_mode)
    assert mode == 0o666 & ~umask
    assert [*tree(tmp_path)] == [f"{FOLDER}/20251205-120000-map.md"]


def test_the_nearest_sessions_folder_is_taken(plain_repository):
    (plain_repository / "packages/api/.agents/sessions").mkdir(parents=True)
    (plain_repository / "packages/api/src").mkdir()
    path = "packages/api/.agents/sessions/20251205-120000-map.md"
    assert said(plain_repository / "packages/api/src", "new", "map") == f"{path}\n"
    assert said(plain_repository / "packages", "new", "map") == f"{FOLDER}/20251205-120000-map.md\n"


def test_with_print_the_text_is_written_and_no_file(plain_repository):
    text = said(plain_repository, "new", "map", "--print", "--linear", "BACK-12", "--title", "The map: a view")
    assert text.splitlines()[2] == '  title: "The map: a view"'
    assert text.splitlines()[6] == '  linear_issue: "BACK-12"'
    assert tree(plain_repository) == {}


def test_nothing_is_overwritten_and_each_has_a_second_of_its_own(plain_repository):
    names = [
        said(plain_repository, "new", "map"),
        said(plain_repository, "new", "map"),
        said(plain_repository, "new", "view"),
    ]
    assert names == [
        f"{FOLDER}/20251205-12000{second}-{what}.md\n" for second, what in enumerate(("map", "map", "view"))
    ]
    assert said(plain_repository, "--fail-on", "info") == "All 3 session files are clean.\n"


def test_many_at_once_get_along(plain_repository):
    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(lambda number: said(plain_repository, "new", f"map {number % 2}"), range(6)))
    assert sorted(path[len(FOLDER) + 1 :][:15] for path in paths) == [f"20251205-12000{second}" for second in range(6)]
    assert len(tree(plain_repository)) == 6


def test_a_pattern_without_a_stamp_has_no_next_second(plain_repository):
    (plain_repository / "session-lint.toml").write_text('[profile]\nfilename = "<description>.md"\n')
    assert said(plain_repository, "new", "map") == f"{FOLDER}/map.md\n"
    assert complaint(plain_repository, "new", "map") == [
        "there is a file `map.md` already",
        "describe it in other words",
    ]


@pytest.mark.parametrize("preset", ["archive", "journal"])
def test_a_new_session_of_another_preset_is_clean(repository, preset):
    (repository / PATH).unlink()
    (repository / "session-lint.toml").write_text(f'extend = "{preset}"\n')
    said(repository, "new", "map", "view")
    assert said(repository, "--fail-on", "info") == "1 session file is clean.\n"
    assert ('branch: "main"' in tree(repository)[f"{FOLDER}/20251205-120000-map-view.md"].decode()) == (
        preset == "journal"
    )


def test_a_team_may_have_its_own_template(plain_repository):
    (plain_repository / "session-lint.toml").write_text('[profile]\ntemplate = "docs/new.md"\n')
    (plain_repository / "docs").mkdir()
    (plain_repository / "docs/new.md").write_text(
        GOOD.replace("Weather fallback", "<title>").replace("Read it.", "Plan it.")
    )
    said(plain_repository, "new", "map: the view")
    text = (plain_repository / FOLDER / "20251205-120000-map-the-view.md").read_text()
    assert text == GOOD.replace("Weather fallback", "map: the view").replace("Read it.", "Plan it.")


def test_the_template_of_the_documents_gives_a_clean_session(repository):
    (repository / PATH).unlink()
    page = (Path(__file__).parents[1] / "docs/lifecycle.md").read_text(encoding="utf-8")
    template = next(block for block in page.split("```") if "title: <title>" in block).removeprefix("markdown\n")
    (repository / "new.md").write_text(template.replace("# Session: <title>", "# Session: <title>\n\nOn <branch>."))
    (repository / "session-lint.toml").write_text('[profile]\ntemplate = "new.md"\n')
    path = said(repository, "new", "map", "--title", "#1: the 'map'").strip()
    assert "# Session: #1: the 'map'\n\nOn main.\n" in (repository / path).read_text()
    assert said(repository, "--fail-on", "info") == "1 session file is clean.\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param(
            GOOD.replace("A cache is written, not yet read.", "<!-- TODO -->"),
            "the new session from the template new.md would have an error, SL303 in line 16: "
            "the section `## Current State` is empty; expected at least a sentence",
            id="a section is empty",
        ),
        pytest.param(
            "# <title>\n", "new.md:1:1: no front matter: the first line is `# <title>`; expected `---`", id="front"
        ),
        pytest.param(None, "cannot read `new.md`: there is no such file", id="no such file"),
    ],
)
def test_no_session_with_an_error_is_begun(plain_repository, template, message):
    (plain_repository / "session-lint.toml").write_text('[profile]\ntemplate = "new.md"\n')
    if template:
        (plain_repository / "new.md").write_text(template)
    before = tree(plain_repository)
    assert complaint(plain_repository, "new", "map")[0] == message
    assert tree(plain_repository) == before


def test_a_secret_gets_into_no_session(plain_repository):
    token, _ = sample("a GitHub token", Random(6))
    (message, _) = complaint(plain_repository, "new", "map", "--context", f"with {token}")
    assert "SL702" in message
    assert token not in message
    assert tree(plain_repository) == {}


def test_a_competing_session_is_told_of(plain_repository):
    said(plain_repository, "new", "map", "--linear", "BACK-12")
    done = run("new", "view", "--linear", "BACK-12", cwd=plain_repository)
    assert done.stdout == f"{FOLDER}/20251205-120001-view.md\n"
    assert "warning SL603" in done.stderr


def test_the_editor_gets_the_file_and_what_it_leaves_is_judged(plain_repository, tmp_path):
    script = tmp_path / "edit it"
    script.write_text('#!/bin/sh\necho "$1" > opened\nsed -i "s/in_progress/started/" "$2"\n')
    script.chmod(0o755)
    done = run("new", "map", "--edit", cwd=plain_repository, VISUAL=f"'{script}' -w", EDITOR="false")
    assert (done.returncode, done.stdout) == (0, f"{FOLDER}/20251205-120000-map.md\n")
    assert (plain_repository / "opened").read_text() == "-w\n"
    assert ":4:11: error SL201 `session.status` is `started`" in done.stderr


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("", "--edit: neither VISUAL nor EDITOR names an editor"),
        ("no-such-editor -w", "--edit: there is no program `no-such-editor`"),
        ("'vi", "--edit: EDITOR is `'vi`, whose quotes do not match"),
    ],
)
def test_without_an_editor_nothing_is_begun(plain_repository, editor, message):
    assert complaint(plain_repository, "new", "map", "--edit", VISUAL="", EDITOR=editor)[0] == message
    assert tree(plain_repository) == {}


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        pytest.param("rm", f"{FOLDER}/20251205-120000-map.md is not there any more after the editor", id="removed"),
        pytest.param("sh -c 'exit 3'", "the editor `sh` ended with 3", id="an error"),
        pytest.param("sh -c 'kill -9 $$'", "the editor `sh` was ended by signal 9", id="killed"),
    ],
)
def test_an_editor_that_fails_is_told(plain_repository, editor, message):
    done = run("new", "map", "--edit", cwd=plain_repository, VISUAL="", EDITOR=editor)
    assert (done.returncode, done.stdout) == (2, f"{FOLDER}/20251205-120000-map.md\n")
    assert done.stderr.split("\n")[0] == f"session-lint: error: {message}"


def test_a_sessions_folder_that_leads_out_is_not_written_to(plain_repository, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (plain_repository / FOLDER).rmdir()
    (plain_repository / FOLDER).symlink_to(outside)
    assert complaint(plain_repository, "new", "map")[0] == f"`{FOLDER}` leads out of the repository"
    assert list(outside.iterdir()) == []


def test_where_no_file_can_be_made_that_is_said(plain_repository):
    (plain_repository / FOLDER).rmdir()
    (plain_repository / FOLDER).write_text("")
    assert complaint(plain_repository, "new", "map") == [
        f"cannot write in `{FOLDER}`: file exists",
        "nothing was changed; see why, and run again",
    ]
    assert tree(plain_repository) == {FOLDER: b""}


# -- log and status


def test_an_entry_is_logged_and_the_linter_has_nothing_to_say(repository):
    assert said(repository, "log", "weather", "lead", "The cache is read.") == f"{PATH}\n"
    assert (
        repository / PATH
    ).read_text() == f"{LATER}\n## Session Log\n\n### 2025-12-05 12:00 - lead\nThe cache is read.\n"
    assert said(repository, "--fail-on", "info") == "1 session file is clean.\n"


def test_a_diff_is_shown_and_nothing_changed(repository):
    diff = run("log", NAME, "lead", "Read.", "--diff", cwd=repository)
    assert (diff.returncode, diff.stderr) == (0, "")
    assert (repository / PATH).read_text() == GOOD
    subprocess.run(["git", "apply"], input=diff.stdout, text=True, cwd=repository, check=True)
    after = (repository / PATH).read_text()
    write(repository, GOOD)
    said(repository, "log", NAME, "lead", "Read.")
    assert (repository / PATH).read_text() == after


def test_entries_of_many_at_once_are_all_kept(repository):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: said(repository, "log", PATH, f"agent {number}", "Done."), range(6)))
    text = (repository / PATH).read_text()
    assert sorted(line[-7:] for line in text.splitlines() if line.startswith("### ")) == [
        f"agent {n}" for n in range(6)
    ]


def test_a_secret_is_not_logged(repository):
    token, _ = sample("a GitHub token", Random(6))
    (message, _) = complaint(repository, "log", "weather", "lead", f"with {token}")
    assert message == f"`{PATH}` is left as it is: it would bring a new error, SL702"
    assert (repository / PATH).read_text() == GOOD


def test_a_new_status_is_written_and_what_follows_is_said(repository):
    write(repository, GOOD.replace("- Read it.", "- [ ] Read it."))
    done = run("status", "weather", "completed", cwd=repository)
    assert (done.returncode, done.stdout) == (0, f"{PATH}\n")
    text = LATER.replace("- Read it.", "- [ ] Read it.").replace("in_progress", "completed")
    assert (repository / PATH).read_text() == text
    assert [line for line in done.stderr.splitlines() if "help" not in line] == [
        f"session-lint: {PATH}:4:11: warning SL403 the session is `completed`, and its file is still here; "
        "expected it to be deleted",
        f"session-lint: {PATH}:22:3: warning SL404 the session is `completed`, and the box `Read it.` is not ticked; "
        "expected no open work",
    ]


def test_a_status_that_is_there_already_changes_nothing(repository):
    done = run("status", "weather", "active", cwd=repository)
    assert (done.returncode, done.stdout) == (0, f"{PATH}\n")
    assert done.stderr == f"session-lint: {PATH} has that already; nothing was changed\n"
    assert (repository / PATH).read_text() == GOOD


@pytest.mark.parametrize("words", [("log", "lead", "x"), ("status", "paused"), ("complete", "--delete", "--force")])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.encode() + b"\xff", ":23:1: the file is not UTF-8: byte 0xff at offset"),
        (GOOD.encode() + b"<<<<<<< a\n=======\n>>>>>>> b\n", ":23:1: an unresolved merge"),
        (GOOD.encode().replace(b"---\n# ", b"# "), ":1:1: front matter is opened here and never closed"),
    ],
    ids=["unreadable", "conflict", "unclosed"],
)
def test_what_cannot_be_read_as_a_whole_is_not_changed(repository, words, text, message):
    (repository / PATH).write_bytes(text)
    assert complaint(repository, words[0], PATH, *words[1:])[0].startswith(f"{PATH}{message}")
    assert (repository / PATH).read_bytes() == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("log", "nothing", "a", "b"), "no session is called `nothing`"),
        (("log", "weather", "a\x1b", "b"), r"WHO holds the character `\x1b`, which no reader would see: `a\x1b`"),
        (("status", "weather", "done"), "no status is called `done`"),
        (("complete", "weather", "--force"), "--force without --delete"),
        (("new", "map", "--edit", "--print"), "--edit and --print exclude each other"),
        (("log", "weather", "a"), "the following arguments are required: WHAT"),
    ],
)
def test_a_wrong_call_does_nothing(repository, arguments, message):
    assert complaint(repository, *arguments)[0] == message
    assert tree(repository) == {PATH: GOOD.encode()}


# -- complete


def test_a_clean_checklist_ends_with_0_and_changes_nothing(repository):
    write(repository, DONE)
    assert said(repository, "complete", "weather") == (
        f"{HEAD}{CLEAN}{REMINDERS}Checklist: clean. --delete removes the file.\n"
    )
    assert (repository / PATH).read_text() == DONE


def test_with_delete_a_clean_session_goes(repository):
    write(repository, DONE)
    assert said(repository, "complete", "weather", "--delete") == (
        f"{HEAD}{CLEAN}{REMINDERS}Checklist: clean.\ndeleted {PATH}\n"
    )
    assert tree(repository) == {}
    assert said(repository, "--fail-on", "info") == ""


OPEN = (
    DONE.replace(
        'forecast"\n',
        'forecast"\n  spawned_agents:\n    - {agent: qa, task: Test it, status: pending}\n',
    )
    .replace("  title", "  linear_issue: BACK-12\n  title")
    .replace("- [x] Read it.", "- [ ] Read it.\n- [ ] Test it.\n- Tell BACK-13.\n- Measure it.")
    + "\n## Blockers\n\n- No key\n\n## Decisions\n\n### Decision 1: An hour\n"
)


def test_each_thing_that_is_open_is_named_with_its_place(repository):
    write(repository, OPEN)
    (repository / PLAN).parent.mkdir()
    (repository / PLAN).write_text(f"As in {PATH}.\n")
    before = tree(repository)
    assert (
        said(repository, "complete", "weather", "--delete", code=1)
        == f"""\
{HEAD}[ ] every box is ticked
    {PATH}:25:3: the session is `completed`, and 2 of its 2 boxes are not ticked, the first `Read it.`; expected no open work
        help: tick what is done, and take the rest to where open work is tracked; or set the session's status to `in_progress` while work goes on
    {PATH}:26:3: not ticked either: `[ ] Test it.`
[ ] every agent has finished
    {PATH}:11:42: the session is `completed`, and the agent `qa` is `pending`; expected no open work
        help: write the agent's status as it is now, with a summary of what came of its task; or set the session's status to `in_progress` while work goes on
[ ] nothing blocks the work
    {PATH}:32:3: the session is `completed`, and `Blockers` has an entry, `No key`; expected no open work
        help: remove what blocks nothing any more, and take the rest to where open work is tracked; or set the session's status to `in_progress` while work goes on
[ ] decisions that others have to know have a record
    {PATH}:36:5: the session is `completed` and records a decision, `Decision 1: An hour`; expected the path of a decision record
        help: write a record in `docs/decisions/` of what others have to know, and name its path here; a decision that matters to this work alone needs none
[ ] next steps are handed on
    {PATH}:28:3: the next step `Measure it.` names no issue that has it now
        help: make an issue of it and name that here (`BACK-123`, `#12`, an address); strike it out (`~~`) if it is done
[ ] nothing refers to the session
    {PLAN}:1:7: the session `{PATH}` is deleted in this change, and is still referred to here
        help: take the reference out, or say where its knowledge went: an issue, a decision record, the documentation
[?] the issue `BACK-12` knows how it ended
[?] what was learned is in the documentation

Checklist: 6 of 6 open.
""".replace("2 of its 2 boxes are not ticked, the first", "none of its 2 boxes is ticked, the first")
    )
    assert tree(repository) == before


@pytest.mark.parametrize(
    ("step", "handed_on"),
    [
        ("Read it.", False),
        ("Read it (BACK-12).", True),
        ("Read it, see acme/api#12.", True),
        ("Read it: https://example.org/issues/1", True),
        ("~~Read it.~~", True),
        ("Delete this file.", True),
        ("None.", True),
        ("Read UTF-8.", False),
        ("Read C#12.", False),
        ("Read it (#12).", True),
        ("Delete the cache.", False),
    ],
)
def test_a_next_step_is_handed_on_by_naming_who_has_it(repository, step, handed_on):
    write(repository, GOOD.replace("Read it.", step))
    data = json.loads(said(repository, "complete", "weather", "--json", code=0 if handed_on else 1))
    assert data["clean"] == handed_on


def test_by_force_it_goes_and_what_refers_to_it_stays(repository):
    write(repository, OPEN)
    (repository / PLAN).parent.mkdir()
    (repository / PLAN).write_text(f"As in {PATH}.\n")
    assert said(repository, "complete", "weather", "--delete", "--force").endswith(
        f"Checklist: 6 of 6 open.\ndeleted {PATH}\n"
    )
    assert tree(repository) == {PLAN: f"As in {PATH}.\n".encode()}


def test_the_checklist_as_json(repository):
    write(repository, DONE.replace("- [x] Read it.", "- Read it."))
    data = json.loads(said(repository, "complete", "weather", "--json", code=1))
    items = {item["name"]: item["done"] for item in data.pop("items")}
    assert items == {
        "boxes": True,
        "agents": True,
        "blockers": True,
        "decisions": True,
        "next-steps": False,
        "references": True,
    }
    assert data == {
        "version": 1,
        "path": PATH,
        "status": "in_progress",
        "clean": False,
        "reminders": ["whoever tracks this work knows how it ended", "what was learned is in the documentation"],
        "outcome": None,
        "to": None,
    }


@pytest.mark.parametrize(
    ("config", "text", "left"),
    [
        pytest.param('ignore = ["SL407"]\n', OPEN, set(), id="select on the command line wins"),
        pytest.param('[per-file-ignores]\n"**/*" = ["SL407"]\n', OPEN, {"decisions"}, id="a rule that is off here"),
        pytest.param('[profile]\nfinished = "keep"\n', OPEN, {"references"}, id="the file stays"),
    ],
)
def test_an_item_whose_rule_does_not_apply_is_left_out(repository, config, text, left):
    write(repository, text)
    (repository / "session-lint.toml").write_text(config)
    data = json.loads(said(repository, "complete", "weather", "--json", code=1))
    every = {"boxes", "agents", "blockers", "decisions", "next-steps", "references"}
    assert every - {item["name"] for item in data["items"]} == left


def test_what_an_ignore_comment_lets_pass_is_let_pass_here(repository):
    write(repository, DONE + "\n<!-- session-lint: ignore SL404 -- as agreed -->\n- [ ] Later\n")
    assert "Checklist: clean." in said(repository, "complete", "weather")


def test_where_sessions_are_archived_it_moves_and_references_follow(repository):
    write(repository, DONE)
    (repository / PLAN).parent.mkdir()
    (repository / PLAN).write_text(f"As in {PATH}.\n")
    (repository / "session-lint.toml").write_text('extend = "archive"\n')
    there = f"{FOLDER}/archive/{NAME}"
    assert said(repository, "complete", "weather", "--delete").endswith(
        f"Checklist: clean.\nchanged {PLAN}\narchived {there}\n"
    )
    assert tree(repository) == {
        there: LATER.replace("in_progress", "completed").replace("- Read it.", "- [x] Read it.").encode(),
        PLAN: f"As in {there}.\n".encode(),
        "session-lint.toml": b'extend = "archive"\n',
    }
    assert said(repository, "--fail-on", "info") == "1 session file is clean.\n"
    assert said(repository, "complete", "weather", "--delete").endswith(f"archived {there}\n")


def test_where_sessions_are_kept_only_the_status_is_set(repository):
    write(repository, DONE)
    (repository / "session-lint.toml").write_text('[rules.completed-session]\npolicy = "keep"\n')
    assert said(repository, "complete", "weather", "--delete").endswith(f"Checklist: clean.\nkept {PATH}\n")
    assert (repository / PATH).read_text() == LATER.replace("in_progress", "completed").replace("- Read", "- [x] Read")


@pytest.mark.parametrize("preset", ["default", "archive"])
def test_a_diff_shows_what_would_become_of_the_file(repository, preset):
    write(repository, DONE)
    (repository / "session-lint.toml").write_text(f'extend = "{preset}"\n')
    diff = said(repository, "complete", "weather", "--diff")
    copy = tree(repository)
    subprocess.run(["git", "apply"], input=diff, text=True, cwd=repository, check=True)
    by_diff = tree(repository)
    for path in by_diff:
        (repository / path).unlink()
    for path, data in copy.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_bytes(data)
    said(repository, "complete", "weather", "--delete")
    assert tree(repository) == by_diff


def test_a_diff_of_what_is_not_clean_says_that_it_takes_force(repository):
    write(repository, GOOD)
    for options, told in ((("--delete",), True), ((), True), (("--delete", "--force"), False)):
        done = run("complete", "weather", "--diff", *options, cwd=repository)
        assert done.returncode == 1
        assert done.stdout.startswith(f"diff --git a/{PATH}")
        assert ("this is done with --delete --force only" in done.stderr) is told
    assert tree(repository) == {PATH: GOOD.encode()}


def test_a_secret_in_the_status_is_not_printed(repository):
    token, _ = sample("a GitHub token", Random(6))
    write(repository, DONE.replace("in_progress", token))
    for options in ((), ("--json",)):
        text = said(repository, "complete", "weather", *options)
        assert token not in text
        assert "*" * 10 in text


def test_an_archive_that_has_such_a_file_is_left_as_it_is(repository):
    write(repository, DONE)
    (repository / "session-lint.toml").write_text('extend = "archive"\n')
    (repository / FOLDER / "archive").mkdir()
    (repository / FOLDER / "archive" / NAME).write_text(DONE)
    before = tree(repository)
    (message, _) = complaint(repository, "complete", PATH, "--delete")
    assert message == f"there is a file `{FOLDER}/archive/{NAME}` already"
    assert tree(repository) == before


# -- all of it


def test_a_whole_life_is_green_at_each_step(repository):
    (repository / PATH).unlink()
    commit(repository)
    times = iter(f"2025-12-05T1{hour}:00:00Z" for hour in range(10))
    now = ""

    def step(*arguments: str) -> str:
        nonlocal now
        now = next(times)
        out = said(repository, *arguments, SESSION_LINT_NOW=now)
        green()
        return out

    def green() -> None:
        done = run("--fail-on", "info", cwd=repository, SESSION_LINT_NOW=now)
        assert done.returncode == 0, done.stdout
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--allow-empty", "--message", "A step")

    path = repository / step("new", "map view", "--linear", "MAP-7", "--next", "Draw it").strip()
    step("log", "map-view", "designer", "Drew the first tile.")
    path.write_text(path.read_text().replace("- Draw it", "- [x] Draw it").replace("Just begun; nothing is", "All"))
    path.write_text(path.read_text().replace("T11:00", "T11:30"))
    green()
    step("status", "map", "paused")
    step("status", "map", "in_progress")
    step("complete", "map")
    step("complete", "map", "--delete")
    assert tree(repository) == {}


def test_a_check_loads_none_of_this(repository):
    program = (
        "import sys\nfrom session_lint.cli import main\nmain([])\n"
        "print([name for name in sys.modules if name in ('session_lint.lifecycle', 'session_lint.editor')])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"

"""Runs that judge only what a branch has changed (`--since`), or what is staged (`--staged`), in real repositories."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from .test_cli import run
from .test_git import commit, git, own_git, write

__all__ = ["own_git"]

FOLDER = ".agents/sessions"
NOW = ("--now", "2025-12-05T12:00:00Z", "--output-format", "concise", "-q")
BROKEN = "SL201 `session.status` is `complete`; expected one of `in_progress`, `paused`, `completed` [*]"
CACHE, MAP, RADAR = (f"{FOLDER}/20251204-{name}.md" for name in ("143000-cache", "150000-map", "153000-radar"))


def session(path: str, *, status: str = "in_progress", updated: str = "2025-12-05T09:00:00Z", more: str = "") -> str:
    stamp = path.removeprefix(f"{FOLDER}/")
    created = f"2025-12-04T{stamp[9:11]}:{stamp[11:13]}:{stamp[13:15]}Z"
    return (
        f'---\nsession:\n  title: "The {stamp[16:-3]}"\n  status: {status}\n  created: "{created}"\n'
        f'  last_updated: "{updated}"\norchestration:\n  current_task: "Draw it"\n---\n# Session: The {stamp[16:-3]}\n\n'
        f"## Context\n\nWe need a {stamp[16:-3]}. {more}\n\n## Current State\n\nDrawn.\n\n## Next Steps\n\n- Show it.\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository on a branch that has not changed anything yet; one of its two sessions is broken."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch", "main")
    write(root, session(CACHE), CACHE)
    write(root, session(MAP, status="complete"), MAP)
    commit(root)
    git(root, "switch", "--quiet", "--create", "work")
    return root


def said(root: Path, *arguments: str, **environment: str) -> list[str]:
    """Give the lines that a run writes on standard output, or those on standard error if there are none."""
    done = run(*NOW, *arguments, cwd=root, stdin=b"", **environment)
    lines = done.stdout.split("\n")[:-1]
    assert (done.returncode == 2) == done.stderr.startswith("session-lint: error")
    return lines or done.stderr.split("\n")[:-1]


@pytest.fixture(params=["committed", "in the index", "in the working tree"])
def change(request, repository):
    """Give a function that brings what was written as far as the parameter says."""

    def bring() -> None:
        if request.param != "in the working tree":
            git(repository, "add", "--all")
        if request.param == "committed":
            git(repository, "commit", "--quiet", "--message", "A step")

    return bring


def test_nothing_has_changed(repository):
    assert said(repository, "--since", "main") == ["session-lint: no session file has changed since main"]
    assert said(repository, "--staged") == ["session-lint: no session file is staged with a change"]


def test_a_new_session_is_judged_and_an_unchanged_one_is_not(repository, change):
    write(repository, session(RADAR, status="complete"), RADAR)
    change()
    assert said(repository, "--since", "main") == [f"{RADAR}:4:11: {BROKEN}"]
    assert said(repository, "--since", "main", "--show-files") == [RADAR]


def test_a_changed_session_is_held_against_where_the_branch_began(repository, change):
    write(repository, session(CACHE, more="At last."), CACHE)
    change()
    git(repository, "branch", "--force", "main", "main")
    assert said(repository, "--since", "main") == [
        f"{CACHE}:6:17: SL501 the session was changed, and `session.last_updated` is still `2025-12-05T09:00:00Z`; "
        "expected the time of the change [*]"
    ]
    write(repository, session(CACHE, more="At last.", updated="2025-12-05T11:00:00Z"), CACHE)
    change()
    assert said(repository, "--since", "main") == []


def test_what_others_did_on_the_main_branch_is_not_this_change(repository):
    git(repository, "switch", "--quiet", "main")
    write(repository, session(MAP, status="complete", more="Theirs."), MAP)
    commit(repository)
    git(repository, "switch", "--quiet", "work")
    write(repository, session(CACHE, more="Ours.", updated="2025-12-05T11:00:00Z"), CACHE)
    commit(repository)
    assert said(repository, "--since", "main") == []
    assert said(repository, "--since", "main", "--show-files") == [CACHE]


@pytest.mark.parametrize("stage", [True, False], ids=["committed", "in the index"])
def test_a_renamed_session_is_judged_with_what_it_was(repository, stage):
    moved = CACHE.replace("cache", "caches")
    git(repository, "mv", CACHE, moved)
    write(repository, session(CACHE, more="More."), moved)
    git(repository, "add", "--all")
    if stage:
        commit(repository)
    assert [line.split(": ")[1][:5] for line in said(repository, "--since", "main")] == ["SL501"]


def test_named_paths_are_narrowed_too(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    write(repository, session(CACHE, status="complete", updated="2025-12-05T11:00:00Z"), CACHE)
    assert said(repository, "--since", "main", MAP, RADAR) == [f"{RADAR}:4:11: {BROKEN}"]
    assert said(repository, "--since", "main", FOLDER, "--show-files") == [CACHE, RADAR]


def test_only_changes_are_fixed(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    done = run(*NOW, "--since", "main", "--fix", cwd=repository)
    assert done.returncode == 0
    assert "status: completed" in (repository / RADAR).read_text()
    assert "status: complete\n" in (repository / MAP).read_text()


def refer(root: Path, *more: str) -> None:
    """Let a session, a plan and a page refer to the cache; the plan to one that never was, too."""
    write(root, session(MAP, more=f"See {CACHE}."), MAP)
    write(root, f"Plan of {FOLDER}/20250101-120000-never.md\nand {CACHE}.\n", ".agents/plans/map.md")
    write(root, f"As in {CACHE}.\n", "docs/map.md")
    write(root, '[rules.orphaned-reference]\nreferences = ["docs/*.md"]\n', "session-lint.toml")
    git(root, "switch", "--quiet", "main")
    commit(root)
    git(root, "switch", "--quiet", "work")
    git(root, "reset", "--quiet", "--hard", "main")


def test_a_reference_to_what_was_deleted_is_told_wherever_it_stands(repository, change):
    refer(repository)
    (repository / CACHE).unlink()
    change()
    words = f"SL601 the session `{CACHE}` is deleted in this change, and is still referred to here"
    assert said(repository, "--since", "main") == [
        f".agents/plans/map.md:2:5: {words}",
        f"{MAP}:14:20: {words}",
        f"docs/map.md:1:7: {words}",
    ]


def test_a_reference_to_what_was_moved_is_mended_wherever_it_stands(repository):
    refer(repository)
    moved = CACHE.replace("cache", "caches")
    git(repository, "mv", CACHE, moved)
    commit(repository)
    assert [line.rpartition("; ")[2] for line in said(repository, "--since", "main")] == [
        f"it is now `{moved}`",
        f"it is now `{moved}` [*]",
        f"it is now `{moved}`",
    ]
    assert said(repository, "--since", "main", "--fix", "--unsafe-fixes") == []
    assert (repository / "docs/map.md").read_text() == f"As in {moved}.\n"
    assert "20250101-120000-never.md\n" in (repository / ".agents/plans/map.md").read_text()


def test_a_document_that_has_changed_is_judged_as_a_whole(repository, change):
    refer(repository)
    write(repository, f"Plan of {FOLDER}/20250102-120000-other.md\n", ".agents/plans/map.md")
    change()
    assert said(repository, "--since", "main") == [
        f".agents/plans/map.md:1:9: SL601 there is no session `{FOLDER}/20250102-120000-other.md`"
    ]


def test_what_lay_below_the_sessions_before_is_no_news(repository):
    write(repository, session(CACHE), f"{FOLDER}/old/20251201-143000-old.md")
    git(repository, "switch", "--quiet", "main")
    commit(repository)
    git(repository, "switch", "--quiet", "work")
    git(repository, "reset", "--quiet", "--hard", "main")
    (repository / CACHE).unlink()
    assert said(repository, "--since", "main") == ["session-lint: no session file has changed since main"]


def test_what_is_staged_is_judged_and_not_what_is_in_the_file(repository):
    write(repository, session(CACHE, status="complete", updated="2025-12-05T11:00:00Z"), CACHE)
    git(repository, "add", CACHE)
    write(repository, session(CACHE, updated="2025-12-05T11:00:00Z"), CACHE)
    assert said(repository, "--staged") == [f"{CACHE}:4:11: {BROKEN}"]
    git(repository, "add", CACHE)
    write(repository, session(CACHE, status="complete"), CACHE)
    assert said(repository, "--staged") == []


def test_what_is_not_staged_is_not_there(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    assert said(repository, "--staged") == ["session-lint: no session file is staged with a change"]
    git(repository, "add", "--intent-to-add", RADAR)
    assert said(repository, "--staged") == ["session-lint: no session file is staged with a change"]
    git(repository, "add", RADAR)
    (repository / RADAR).unlink()
    assert said(repository, "--staged") == [f"{RADAR}:4:11: {BROKEN}"]


def test_the_first_commit_of_all_is_judged_too(tmp_path):
    git(tmp_path, "init", "--quiet")
    write(tmp_path, session(RADAR, status="complete"), RADAR)
    git(tmp_path, "add", RADAR)
    assert said(tmp_path, "--staged") == [f"{RADAR}:4:11: {BROKEN}"]


def test_a_deletion_that_is_staged_counts_while_the_file_is_still_there(repository):
    refer(repository)
    git(repository, "rm", "--quiet", "--cached", CACHE)
    words = f"SL601 the session `{CACHE}` is deleted in this change, and is still referred to here"
    assert said(repository, "--staged") == [
        f".agents/plans/map.md:2:5: {words}",
        f"{MAP}:14:20: {words}",
        f"docs/map.md:1:7: {words}",
    ]
    git(repository, "reset", "--quiet")
    (repository / CACHE).unlink()
    assert said(repository, "--staged") == ["session-lint: no session file is staged with a change"]


def test_other_sessions_are_as_they_are_staged(repository):
    twin = CACHE.replace("cache", "twin")
    write(repository, session(twin), twin)
    git(repository, "add", twin)
    lines = said(repository, "--staged")
    assert [line.split(": ")[1][:5] for line in lines] == ["SL604"]
    (repository / CACHE).unlink()
    assert said(repository, "--staged") == lines
    git(repository, "rm", "--quiet", "--cached", CACHE)
    assert said(repository, "--staged", "--ignore", "SL5") == []


def test_named_paths_of_the_index(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    write(repository, session(CACHE, status="complete", updated="2025-12-05T11:00:00Z"), CACHE)
    git(repository, "add", "--all")
    write(repository, "", "later.md")
    assert said(repository, "--staged", RADAR) == [f"{RADAR}:4:11: {BROKEN}"]
    assert said(repository, "--staged", ".agents", "--show-files") == [CACHE, RADAR]
    assert said(repository, "--staged", "later.md", "-v")[1] == "session-lint: skipped later.md: not staged"
    assert said(repository, "--staged", "no.md") == [
        "session-lint: error: no such file or folder: `no.md`",
        "  help: paths are relative to the current folder",
    ]
    assert said(repository / ".agents", "--staged", "sessions", "--show-files") == [CACHE, RADAR]


def test_excluded_files_of_the_index(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    write(repository, session(RADAR, status="complete"), f"node_modules/{RADAR}")
    write(repository, session(RADAR, status="complete"), f"old/{RADAR}")
    git(repository, "add", "--all")
    assert said(repository, "--staged", "--exclude", "old", "--show-files") == [RADAR]
    assert said(repository, "--staged", "--exclude", "old", "--force-exclude", f"old/{RADAR}", "-v")[1] == (
        f"session-lint: skipped old/{RADAR}: excluded by the config"
    )


def test_links_in_the_index(repository):
    link = f"{FOLDER}/20251204-160000-link.md"
    (repository / link).symlink_to("20251204-150000-map.md")
    astray, loop = link.replace("16", "17"), link.replace("16", "18")
    (repository / astray).symlink_to("/etc/passwd")
    (repository / loop).symlink_to(os.path.basename(loop))
    git(repository, "add", "--all")
    assert said(repository, "--staged", "--select", "SL001,SL201") == [
        f"{link}:4:11: {BROKEN}",
        f"{astray}:1:1: SL001 a symbolic link to `/etc/passwd`, of which nothing is staged",
        f"{loop}:1:1: SL001 a symbolic link that leads back to itself",
    ]


def test_a_large_text_in_the_index(repository):
    write(repository, session(RADAR) + "x" * (1 << 20), RADAR)
    git(repository, "add", "--all")
    assert said(repository, "--staged") == [f"{RADAR}:1:1: SL001 what is staged has more than 1,048,576 bytes"]


def test_a_merge_that_is_not_finished_stops_the_run(repository):
    write(repository, session(CACHE, more="Ours."), CACHE)
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    write(repository, session(CACHE, more="Theirs."), CACHE)
    commit(repository)
    git(repository, "merge", "work", ok=False)
    assert said(repository, "--staged") == [
        f"session-lint: error: --staged: the merge of `{CACHE}` is not finished, so nothing of it is staged",
        "  help: resolve the conflict, and `git add` the file",
    ]


def test_the_index_against_where_a_branch_began(repository):
    write(repository, session(RADAR, status="complete"), RADAR)
    commit(repository)
    assert said(repository, "--staged") == ["session-lint: no session file is staged with a change"]
    assert said(repository, "--staged", "--since", "main") == [f"{RADAR}:4:11: {BROKEN}"]


def test_pre_commit_names_the_two_ends_of_a_change(repository):
    write(repository, session(CACHE, more="A step."), CACHE)
    commit(repository)
    refs = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "work"}
    assert [line.split(": ")[1][:5] for line in said(repository, CACHE, **refs)] == ["SL501"]
    assert said(repository, CACHE) == []
    # All that is named is judged: the names are those of the change already.
    assert said(repository, MAP, **refs) == [f"{MAP}:4:11: {BROKEN}"]
    assert said(repository, CACHE, **(refs | {"PRE_COMMIT_FROM_REF": "0" * 40})) == []
    assert said(repository, CACHE, **(refs | {"PRE_COMMIT_FROM_REF": "nowhere"}))[0] == (
        "session-lint: error: PRE_COMMIT_FROM_REF `nowhere`: there is no such commit here"
    )


def test_a_shallow_clone_is_told_what_to_write_into_its_workflow(repository, tmp_path):
    write(repository, session(RADAR), RADAR)
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    write(repository, session(MAP), MAP)
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", repository.as_uri(), "shallow")
    assert said(tmp_path / "shallow", "--since", "origin/work") == [
        "session-lint: error: --since `origin/work`: it and `HEAD` have no commit in common in what this shallow clone "
        "has",
        "  help: get the whole history: `git fetch --unshallow`, or `fetch-depth: 0` where CI checks out",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--since", "no"), "--since `no`: there is no such commit here", id="no commit"),
        pytest.param(("--since", ""), "--since empty: there is no such commit here", id="nothing"),
        pytest.param(
            ("--staged", "--since", "no"), "--since `no`: there is no such commit here", id="no commit, staged"
        ),
        pytest.param(
            ("--staged", "--fix"),
            "--fix is about the files, and --staged about what git's index holds of them",
            id="fix",
        ),
        pytest.param(
            ("--since", "main", "--write-baseline", "x.json"),
            "--write-baseline is about all that is found, and --since about a part",
            id="baseline",
        ),
        pytest.param(("--staged", "-"), "--staged is about git's index, and not about standard input", id="stdin"),
    ],
)
def test_what_cannot_be_is_refused(repository, arguments, words):
    assert said(repository, *arguments)[0] == f"session-lint: error: {words}"


@pytest.mark.parametrize("option", [("--staged",), ("--since", "main")])
def test_without_git_there_is_no_change(tmp_path, option):
    write(tmp_path, session(RADAR), RADAR)
    assert said(tmp_path, *option)[0] == f"session-lint: error: {option[0]}: there is no git repository here"


def test_other_line_ends_are_no_change(repository):
    write(repository, "*.md eol=crlf\n", ".gitattributes")
    commit(repository)
    (repository / MAP).unlink()
    git(repository, "checkout", "--quiet", MAP)
    assert b"\r\n" in (repository / MAP).read_bytes()
    assert said(repository, "--since", "HEAD") == ["session-lint: no session file has changed since HEAD"]


def test_a_repository_within_is_its_own_affair(repository):
    inner = repository / "inner"
    write(inner, session(MAP, status="complete"), MAP)
    git(inner, "init", "--quiet")
    assert said(repository, "--since", "HEAD") == ["session-lint: no session file has changed since HEAD"]


def test_what_is_not_checked_out_is_not_deleted(repository):
    refer(repository)
    git(repository, "update-index", "--skip-worktree", CACHE)
    (repository / CACHE).unlink()
    assert said(repository, "--since", "HEAD") == ["session-lint: no session file has changed since HEAD"]
    assert [line for line in said(repository) if CACHE in line] == []


def test_a_file_that_became_a_link_has_no_past(repository):
    (repository / CACHE).unlink()
    (repository / CACHE).symlink_to("20251204-150000-map.md")
    before = (repository / MAP).read_text()
    said(repository, "--since", "HEAD", "--fix", "--select", "SL5")
    assert (repository / MAP).read_text() == before


def test_swapped_names_are_not_mended_unasked(repository):
    a, b = (repository / CACHE).read_text(), (repository / MAP).read_text()
    (repository / CACHE).write_text(b)
    (repository / MAP).write_text(a)
    assert [line.split(": ")[1][:5] for line in said(repository, "--since", "HEAD", "--fix", "--select", "SL502")] == [
        "SL502",
        "SL502",
    ]


def test_a_reference_to_a_session_that_was_put_away_and_is_deleted(repository):
    old = f"{FOLDER}/archive/20251201-143000-old.md"
    write(repository, session(CACHE), old)
    write(repository, session(MAP, more=f"After {old}."), MAP)
    commit(repository)
    git(repository, "rm", "--quiet", old)
    words = f"SL601 the session `{old}` is deleted in this change, and is still referred to here"
    for option in (("--staged",), ("--since", "HEAD")):
        assert said(repository, *option) == [f"{MAP}:14:22: {words}"]


def test_an_index_from_elsewhere_is_not_taken_for_ours(repository, tmp_path):
    index = str(tmp_path / "other-index")
    assert said(repository, "--staged", GIT_INDEX_FILE=index)[0] == (
        f"session-lint: error: --staged: GIT_INDEX_FILE names `{index}`, outside of `.git`"
    )


def test_a_few_processes_do_for_any_number_of_files(repository, tmp_path):
    for number in range(300):
        path = f"{FOLDER}/20251204-16{number // 60:02}{number % 60:02}-n{number}.md"
        write(repository, session(path), path)
    commit(repository)
    (repository / CACHE).unlink()
    git(repository, "add", "--all")
    log, wrapper = tmp_path / "calls", tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    real = next(folder for folder in os.environ["PATH"].split(":") if os.path.exists(f"{folder}/git"))
    wrapper.write_text(
        f'#!{sys.executable}\nimport os, sys\nopen({str(log)!r}, "a").write("x")\nos.execv("{real}/git", ["git", *sys.argv[1:]])\n'
    )
    wrapper.chmod(0o755)
    path = f"{wrapper.parent}:{os.environ['PATH']}"
    for option, count in ((("--staged",), 7), (("--since", "main"), 6)):
        log.write_text("")
        done = run("--now", "2025-12-05T12:00:00Z", "--output-format", "json", *option, cwd=repository, PATH=path)
        assert json.loads(done.stdout)["files_checked"] in (0, 300)
        assert len(log.read_text()) <= count

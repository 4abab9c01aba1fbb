"""The ways of git to make a commit, and the other things for which it runs hooks."""

from __future__ import annotations

import pytest

from .place import (
    BUMPED,
    CHECK,
    CONFIG,
    GOOD,
    HOPELESS,
    PATH,
    PLAN,
    REPO,
    TOOLS,
    WORKED_ON,
    Outcome,
    Place,
    outcome,
    run,
)

OTHER = ".agents/sessions/20251204-150000-other.md"
NOT_BUMPED = f"{PATH}:6:17: SL501"
P, F, S = "Passed", "Failed", "Skipped"


@pytest.fixture
def checked(place) -> Place:
    """A repository with a session, and without the mending hook."""
    place.configure((CHECK, REPO))
    place.keep({PATH: GOOD, PLAN: f"`{PATH}`\n"})
    return place


def tried(place: Place, *command: str) -> Outcome:
    return outcome(run("git", *command, cwd=place.root, env={**place.env, "GIT_EDITOR": "true"}))


@pytest.mark.parametrize(
    ("where", "how"),
    [
        pytest.param("repository", "--all", id="all"),
        pytest.param("repository", PATH, id="path"),
        pytest.param("worktree", PATH, id="path-in-a-worktree"),
        pytest.param("submodule", PATH, id="path-in-a-submodule"),
    ],
)
def test_a_commit_with_an_index_of_its_own_is_judged_by_it(checked, tmp_path, where, how):
    """`git commit --all` and `git commit PATH` commit what is not in the usual index."""
    place = checked
    if where == "worktree":
        place.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
        place = Place(tmp_path / "other", place.program, place.env)
    if where == "submodule":
        around = tmp_path / "around"
        around.mkdir()
        outer = Place(around, place.program, place.env)
        outer.git("init", "--quiet")
        outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(place.root), "inner")
        place = Place(around / "inner", place.program, place.env)
        run(TOOLS / place.program, "install", cwd=place.root, env=place.env)
    if how == PATH:
        place.stage({OTHER: HOPELESS})
    place.write({PATH: WORKED_ON})
    done = place.commit(how)
    assert (done.code, done.results, done.findings) == (1, (F, P), (NOT_BUMPED,)), done.said
    if where == "repository":
        place.write({PATH: BUMPED})
        done = place.commit(how)
        assert (done.code, done.results) == (0, (P, P)), done.said


def test_a_conflict_is_not_committed_until_it_is_resolved_and_the_session_is_bumped(checked):
    checked.git("switch", "--quiet", "--create", "work")
    checked.keep({PATH: WORKED_ON.replace("16:05", "17:00")})
    checked.git("switch", "--quiet", "main")
    checked.keep({PATH: WORKED_ON.replace("them", "none").replace("16:05", "18:00")})
    assert "CONFLICT" in tried(checked, "merge", "work").said
    assert checked.commit().code != 0  # git itself says so
    checked.git("add", PATH)
    done = checked.commit()
    assert (done.results, f"{PATH}:6:1: SL008" in done.findings) == ((F, P), True), done.said
    checked.stage({PATH: WORKED_ON.replace("16:05", "18:00")})
    done = checked.commit()
    assert (done.results, done.findings) == ((F, P), (NOT_BUMPED,))
    checked.stage({PATH: WORKED_ON.replace("16:05", "19:00")})
    done = checked.commit()
    assert (done.code, done.results) == (0, (P, P)), done.said


def test_a_merge_without_a_conflict_is_judged_where_its_hook_is_installed(checked):
    run(TOOLS / checked.program, "install", "--hook-type", "pre-merge-commit", cwd=checked.root, env=checked.env)
    checked.git("switch", "--quiet", "--create", "work")
    checked.keep({PATH: WORKED_ON})
    checked.git("switch", "--quiet", "main")
    checked.keep({"README.md": "# More\n"})
    done = tried(checked, "merge", "--no-edit", "work")
    assert (done.code, done.results, done.findings) == (1, (F, P), (NOT_BUMPED,)), done.said
    checked.git("merge", "--abort")
    checked.git("switch", "--quiet", "work")
    checked.keep({PATH: BUMPED})
    checked.git("switch", "--quiet", "main")
    done = tried(checked, "merge", "--no-edit", "work")
    assert (done.code, done.results) == (0, (P, P)), done.said


def test_moving_commits_runs_no_hook_until_a_conflict_is_resolved(checked):
    """Git does not run `pre-commit` for what a rebase or a cherry-pick takes over, broken or not."""
    checked.git("switch", "--quiet", "--create", "work")
    checked.keep({PATH: WORKED_ON})
    checked.git("switch", "--quiet", "main")
    checked.keep({"README.md": "# More\n"})
    picked = tried(checked, "cherry-pick", "work")
    assert (picked.code, picked.results) == (0, ()), picked.said
    checked.git("reset", "--quiet", "--hard", "HEAD~1")
    checked.git("switch", "--quiet", "work")
    rebased = tried(checked, "rebase", "main")
    assert (rebased.code, rebased.results) == (0, ()), rebased.said
    checked.git("switch", "--quiet", "main")
    checked.keep({PATH: WORKED_ON.replace("them", "none").replace("16:05", "18:00")})
    assert "CONFLICT" in tried(checked, "cherry-pick", "work").said
    checked.stage({PATH: WORKED_ON.replace("16:05", "18:00")})
    done = tried(checked, "cherry-pick", "--continue")
    assert (done.code != 0, done.results, done.findings) == (True, (F, P), (NOT_BUMPED,)), done.said
    checked.stage({PATH: WORKED_ON.replace("16:05", "19:00")})
    done = tried(checked, "cherry-pick", "--continue")
    assert (done.code, done.results) == (0, (P, P)), done.said
    checked.git("switch", "--quiet", "work")
    checked.keep({PATH: WORKED_ON.replace("16:05", "17:00")})
    assert "CONFLICT" in tried(checked, "rebase", "main").said
    checked.stage({PATH: WORKED_ON.replace("them", "nothing").replace("16:05", "19:00")})
    done = tried(checked, "rebase", "--continue")
    assert (done.code, done.results) == (0, ()), done.said


def test_hooks_of_other_stages_are_left_alone(checked):
    """A repository that has all of git's hooks installed, and is broken, can still be moved about in."""
    kinds = [
        "commit-msg",
        "prepare-commit-msg",
        "post-checkout",
        "post-commit",
        "post-merge",
        "post-rewrite",
        "pre-rebase",
    ]
    for kind in kinds:
        run(TOOLS / checked.program, "install", "--hook-type", kind, cwd=checked.root, env=checked.env)
    checked.keep({OTHER: HOPELESS})
    checked.git("rm", "--quiet", PATH)
    done = checked.commit()
    assert (done.code, done.results) == (1, (S, F)), done.said
    checked.git("switch", "--quiet", "--create", "work")
    checked.git("reset", "--quiet", "--hard")
    checked.stage({"README.md": "# More\n"})
    assert checked.commit().results == (S, P)
    checked.git("switch", "--quiet", "main")
    checked.keep({"notes.txt": ""})
    checked.git("switch", "--quiet", "work")
    moved = tried(checked, "rebase", "main")
    assert (moved.code, moved.results) == (0, ()), moved.said


@pytest.mark.parametrize("place", ["prek"], indirect=True)
def test_a_project_of_a_prek_workspace_is_judged_by_its_own_names(place):
    place.configure((CHECK, REPO))
    config = place.read(CONFIG)
    package = f"packages/web/{PATH}"
    folder = f"packages/web/-x/{PATH}"
    place.keep({f"packages/web/{CONFIG}": config, package: GOOD, folder: GOOD})
    place.stage({package: WORKED_ON, folder: HOPELESS})
    done = outcome(run(TOOLS / "prek", "run", "--refresh", cwd=place.root, env=place.env))
    # The package's hook gets `-x/...`, which it leaves to that of the whole repository.
    assert done.results == (F, P, F, P), done.said
    assert done.findings == (
        f"{package}:6:17: SL501",
        f"{folder}:4:11: SL201",
        f"{folder}:6:17: SL501",
        f"{package}:6:17: SL501",
    )

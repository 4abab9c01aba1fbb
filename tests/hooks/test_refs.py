"""A range of commits instead of one that is being made: `--from-ref`, `--to-ref`, and what is pushed."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from .place import BUMPED, CHECK, GOOD, HOPELESS, PATH, PLAN, REPO, TOOLS, WORKED_ON, Place, outcome, run

SECOND = ".agents/sessions/20251203-090000-forecast-cache.md"
THIRD = ".agents/sessions/20251204-120000-alerts.md"
TEXTS = {
    SECOND: GOOD.replace("2025-12-04T14:30", "2025-12-03T09:00").replace("the last forecast", "a cache"),
    THIRD: HOPELESS.replace("T14:30", "T12:00").replace("the last forecast", "alerts"),
}
P, F, S = "Passed", "Failed", "Skipped"

NOT_BUMPED = f"{PATH}:6:17: SL501"
BROKEN = f"{THIRD}:4:11: SL201"
LEFT_BEHIND = f"{PLAN}:3:18: SL601"


@pytest.fixture
def branch(place) -> Place:
    """A branch on which a session was worked on, another deleted, and a broken one made, in this order."""
    place.configure((CHECK, REPO))
    place.keep({PATH: GOOD, SECOND: TEXTS[SECOND], PLAN: f"# Weather\n\nWhat is cached: `{SECOND}`\n"})
    place.git("switch", "--quiet", "--create", "work")
    place.keep({PATH: WORKED_ON})
    place.git("rm", "--quiet", SECOND)
    place.keep()
    place.keep({THIRD: TEXTS[THIRD]})
    # Main goes on, and its own work on the session is none of the branch.
    place.git("switch", "--quiet", "main")
    place.keep({PATH: BUMPED})
    place.git("switch", "--quiet", "work")
    return place


@pytest.mark.parametrize(
    ("arguments", "results", "findings"),
    [
        pytest.param(
            ("--from-ref", "main", "--to-ref", "HEAD"), (F, F), (NOT_BUMPED, BROKEN, LEFT_BEHIND), id="the-branch"
        ),
        pytest.param(("--from-ref", "HEAD~2", "--to-ref", "HEAD~1"), (S, F), (LEFT_BEHIND,), id="a-commit-before"),
        pytest.param(("--from-ref", "HEAD", "--to-ref", "HEAD"), (S, P), (), id="nothing"),
        pytest.param(("--all-files",), (F, P), (BROKEN,), id="all-files-which-is-no-range"),
    ],
)
def test_a_range_is_held_against_the_commit_where_it_began(branch, arguments, results, findings):
    done = branch.run(*arguments)
    assert (done.results, sorted(done.findings)) == (results, sorted(findings)), done.said
    assert (done.code != 0) == (F in results)


@pytest.mark.parametrize(
    ("arguments", "results", "findings"),
    [
        pytest.param(("--from-ref", "main"), (F, F), (NOT_BUMPED, BROKEN, LEFT_BEHIND), id="up-to-head"),
        pytest.param(("--last-commit",), (F, P), (BROKEN,), id="last-commit"),
    ],
)
@pytest.mark.parametrize("place", ["prek"], indirect=True)
def test_prek_has_two_more_ways_to_name_a_range(branch, arguments, results, findings):
    done = branch.run(*arguments)
    assert (done.results, sorted(done.findings)) == (results, sorted(findings)), done.said


def test_a_session_that_the_range_brings_up_to_date_in_the_end_is_good(branch):
    branch.keep({PATH: BUMPED.replace("18:40", "19:00"), THIRD: TEXTS[THIRD].replace("asleep", "paused"), PLAN: ""})
    done = branch.run("--from-ref", "main", "--to-ref", "HEAD")
    assert (done.code, done.results) == (0, (P, P)), done.said


def test_what_is_not_staged_is_put_aside_for_a_range_too(branch):
    branch.write({PATH: BUMPED, THIRD: TEXTS[THIRD].replace("asleep", "paused")})
    done = branch.run("--from-ref", "main", "--to-ref", "HEAD")
    assert sorted(done.findings) == sorted((NOT_BUMPED, BROKEN, LEFT_BEHIND)), done.said


def test_a_base_that_is_not_there_stops_the_run(branch, tmp_path):
    """The two programs make their lists of files themselves and fail first; a hook that always runs must do so, too."""
    done = branch.run("--all-files", env={"PRE_COMMIT_FROM_REF": "gone", "PRE_COMMIT_TO_REF": "HEAD"})
    assert (done.code, done.results) == (1, (F, F)), done.said
    assert done.said.count("session-lint: error: PRE_COMMIT_FROM_REF `gone`: there is no such commit here\n") == 2


def push(place: Place, *arguments: str) -> tuple[int, Sequence[str], Sequence[str]]:
    done = outcome(run("git", "push", "--quiet", *arguments, cwd=place.root, env=place.env))
    return done.code != 0, done.results, sorted(done.findings)


def test_a_push_is_held_against_what_the_other_side_has(branch, tmp_path):
    branch.git("init", "--quiet", "--bare", str(tmp_path / "origin"))
    branch.git("remote", "add", "origin", str(tmp_path / "origin"))
    run(TOOLS / branch.program, "install", "--hook-type", "pre-push", cwd=branch.root, env=branch.env)
    # Nothing is there: all files, and there is no base.
    assert push(branch, "origin", "work") == (True, (F, P), [BROKEN])
    branch.git("push", "--quiet", "--no-verify", "origin", "work~3:refs/heads/main")
    branch.git("fetch", "--quiet")
    # A new branch is held against the first commit of it that is there.
    found = sorted([NOT_BUMPED, BROKEN, LEFT_BEHIND])
    assert push(branch, "origin", "work") == (True, (F, F), found)
    branch.git("push", "--quiet", "--no-verify", "origin", "work~1:refs/heads/work")
    assert push(branch, "origin", "work") == (True, (F, P), [BROKEN])
    branch.keep({THIRD: TEXTS[THIRD].replace("asleep", "paused").replace("16:05", "19:00")})
    assert push(branch, "origin", "work") == (False, (P, P), [])
    # The files on the disk are judged, whatever is pushed.
    branch.git("switch", "--quiet", "--create", "broken")
    branch.keep({THIRD: TEXTS[THIRD]})
    branch.git("switch", "--quiet", "work")
    assert push(branch, "origin", "broken") == (False, (P, P), [])
    assert push(branch, "origin", ":work") == (False, (), [])

"""Sessions in short: `session-lint list` and `session-lint show`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from session_lint import naming
from session_lint.filename import Pattern
from session_lint.overview import Overview
from session_lint.report import Style, cells, overviews

from .reading.samples import read
from .test_cli import NOW, repository, run, write

__all__ = ["repository"]

CACHE, MAP, RADAR = "20251201-143000-cache.md", "20251202-150000-map.md", "20251203-153000-radar.md"


def session(title: str, *, status: str = "in_progress", updated: str = "2025-12-05T09:00:00Z", more: str = "") -> str:
    days = {"The map": "2T15:00:00Z", "The radar": "3T15:30:00Z"}
    created = f"2025-12-0{days.get(title, '1T14:30:00Z')}"
    return (
        f'---\nsession:\n  title: "{title}"\n  status: {status}\n  created: "{created}"\n'
        f'  last_updated: "{updated}"\norchestration:\n  current_task: "Draw it"\n  spawned_agents:\n'
        f"    - {{agent: backend-dev, task: Draw, status: in_progress}}\n---\n# Session: {title}\n\n"
        f"## Context\n\nWe need it.\nSoon.\n\n## Current State\n\nDrawn.\n\n## Next Steps\n\n- Show it.\n- ~~Hide it.~~\n\n"
        f"## Tasks\n\n- [ ] Paint\n- [x] Draw\n{more}"
    )


@pytest.fixture
def three(repository):
    write(repository, session("The cache", status="paused", updated="2025-12-04T09:00:00Z"), CACHE)
    write(repository, session("The map", status="completed"), MAP)
    write(repository, session("The radar", status="in_progres"), RADAR)
    return repository


def test_the_open_sessions_are_listed_the_latest_first(three):
    done = run("list", "--now", NOW, cwd=three)
    assert done.stdout == (
        "STATUS      UPDATED   TITLE      TASK     BOXES   FINDINGS  FILE\n"
        "in_progres  3 hours   The radar  Draw it  1 open  1 error   20251203-153000-radar.md\n"
        "paused      27 hours  The cache  Draw it  1 open            20251201-143000-cache.md\n"
    )
    assert done.stderr == "session-lint: 2 sessions of 3\n"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        pytest.param(("--all",), [RADAR, MAP, CACHE], id="all"),
        pytest.param(("--status", "paused"), [CACHE], id="a status"),
        pytest.param(("--status", "completed"), [MAP], id="a status that is over"),
        pytest.param(("--status", "active"), [], id="a state"),
        pytest.param(("--stale",), [], id="stale"),
        pytest.param((".agents/sessions/" + CACHE,), [CACHE], id="a path"),
    ],
)
def test_what_is_listed_can_be_chosen(three, arguments, names):
    done = run("list", "--now", NOW, "--json", *arguments, cwd=three)
    found = [one["path"].rpartition("/")[2] for one in json.loads(done.stdout)["sessions"]]
    assert sorted(found) == sorted(names)


def test_stale_sessions_are_listed(three):
    done = run("list", "--now", "2026-03-01T00:00:00Z", "--json", "--stale", cwd=three)
    assert [one["title"] for one in json.loads(done.stdout)["sessions"]] == ["The cache"]


def test_there_is_nothing_to_list(repository):
    done = run("list", cwd=repository)
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr == "session-lint: there is no session here; `session-lint new DESCRIPTION` begins one\n"


def test_a_folder_that_is_not_searched_is_told_where_nothing_is_found(repository):
    (repository / "linked").symlink_to(repository / ".agents")
    done = run("list", cwd=repository)
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr == "session-lint: no session was found; 1 skipped (`session-lint check --verbose` says why)\n"


def test_a_status_that_there_is_not(three):
    done = run("list", "--status", "pausd", cwd=three)
    assert done.stderr == (
        "session-lint: error: --status is `pausd`, which is no status here\n  help: did you mean `paused`?\n"
    )
    assert done.returncode == 2


def test_the_brief_of_a_session(three):
    done = run("show", "radar", "--now", NOW, cwd=three)
    assert (
        done.stdout
        == f"""The radar
.agents/sessions/{RADAR}
in_progres, last updated 3 hours ago (2025-12-05T09:00:00Z), begun 44 hours ago

Now
  Draw it

Context
  We need it.
  Soon.

Current state
  Drawn.

Next steps
  - Show it.

Open boxes (1 of 2)
  [ ] Paint  (Tasks)

Agents
  backend-dev (in_progress): Draw

Findings
  4:11 error SL201 `session.status` is `in_progres`; expected one of `in_progress`, `paused`, `completed`
    help: use `in_progress`
"""
    )


def test_the_brief_for_programs(three):
    done = run("show", MAP, "--now", NOW, "--json", cwd=three)
    found = json.loads(done.stdout)
    assert found["version"] == 1
    assert {key: found["session"][key] for key in ("path", "state", "age_seconds", "next_steps", "boxes")} == {
        "path": f".agents/sessions/{MAP}",
        "state": "completed",
        "age_seconds": 3 * 60 * 60,
        "next_steps": ["Show it."],
        "boxes": [
            {"text": "Paint", "section": "Tasks", "done": False},
            {"text": "Draw", "section": "Tasks", "done": True},
        ],
    }


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        pytest.param(
            "- Show it to\n  all of them,\n  then hide it.\n- Rest.",
            ["Show it to all of them, then hide it.", "Rest."],
            id="list",
        ),
        pytest.param("1. Show it\nto all.", ["Show it to all."], id="an item that goes on at the margin"),
        pytest.param(
            "- Show it\n  to all.\n  - In detail.\n\n  More of it.", ["Show it to all."], id="what is below it"
        ),
        pytest.param("> - Show it\n>   to all.", ["Show it to all."], id="quoted"),
        pytest.param("- Show it <!-- or\n  not --> to all.", ["Show it  to all."], id="a comment in between"),
        pytest.param("Show it\nto all.\n\nHide it\nthen.", ["Show it to all.", "Hide it then."], id="paragraphs"),
        pytest.param(
            "| who | what |\n| --- | --- |\n| me | Show it |\n| you | Hide it |",
            ["me | Show it", "you | Hide it"],
            id="table",
        ),
    ],
)
def test_a_next_step_is_given_whole(written, steps):
    text = session("The map").replace("- Show it.\n- ~~Hide it.~~", written)
    for ends in ("\n", "\r\n", "\r"):
        assert Overview.of(read(text.replace("\n", ends))).next_steps == tuple(steps)


def test_a_box_is_given_whole():
    found = Overview.of(read(session("The map", more="- [ ] Hang it\n  up <!-- here -->\n")))
    assert [(box.text, box.done) for box in found.boxes] == [("Paint", False), ("Draw", True), ("Hang it up", False)]


def test_what_cannot_be_read_is_shown_as_far_as_it_goes(repository):
    write(repository, "---\nsession: [\n---\n# Half\n")
    done = run("show", "weather", "--now", NOW, cwd=repository)
    assert done.stdout.startswith("Half\n.agents/sessions/")
    assert "SL004" in done.stdout
    assert done.returncode == 0


def test_nothing_raw_reaches_a_terminal(repository):
    write(repository, session("\\e[2J\\u202e", more="- [ ] \x1b[2J ::error::x\n"))
    for arguments in (("list",), ("show", "weather"), ("list", "--json"), ("show", "weather", "--json")):
        done = run(*arguments, "--now", NOW, cwd=repository)
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
        assert not any(line.lstrip().startswith("::") for line in done.stdout.split("\n"))


def test_secrets_are_masked(repository):
    token = "ghp_" + "Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7c"
    write(repository, session("The key", more=f"- [ ] revoke {token}\n"))
    for arguments in (("show", "weather"), ("show", "weather", "--json"), ("list", "--json")):
        assert token not in run(*arguments, "--now", NOW, cwd=repository).stdout


@pytest.mark.parametrize(
    ("word", "found"),
    [
        pytest.param(f"a/{CACHE}", (f"a/{CACHE}",), id="path"),
        pytest.param(CACHE, (f"a/{CACHE}",), id="name"),
        pytest.param(CACHE[:-3], (f"a/{CACHE}",), id="name without its suffix"),
        pytest.param("map", (f"a/{MAP}",), id="description"),
        pytest.param("20251202", (f"a/{MAP}", "a/20251202-150000-maps.md"), id="beginning of two names"),
        pytest.param("20251202-150000-maps", ("a/20251202-150000-maps.md",), id="the whole name wins"),
        pytest.param("c", (f"a/{CACHE}",), id="beginning of a description"),
        pytest.param("x", (), id="none"),
        pytest.param("", (), id="empty"),
    ],
)
def test_a_word_names_a_session(word, found):
    paths = (f"a/{CACHE}", f"a/{MAP}", "a/20251202-150000-maps.md")
    assert naming.meant(word, paths, Pattern("YYYYMMDD-HHMMSS-<description>.md")) == found


@pytest.mark.parametrize(
    ("word", "words"),
    [
        pytest.param("2025", f"`2025` may mean `.agents/sessions/{CACHE}`, `.agents/sessions/{MAP}`", id="several"),
        pytest.param("rader", "no session is called `rader`\n  help: did you mean `radar`?", id="a slip"),
        pytest.param("no.md", "no session is called `no.md`\n  help: `session-lint list --all` shows", id="none"),
    ],
)
def test_a_word_that_names_no_session_or_several(three, word, words):
    done = run("show", word, cwd=three)
    assert done.stderr.startswith(f"session-lint: error: {words}")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("updated", "listed", "shown"),
    [
        pytest.param("2025-12-05T09:00:00Z", "3 hours", "3 hours ago", id="before"),
        pytest.param("2025-12-05T12:00:59Z", "less than a minute", "less than a minute ago", id="as good as now"),
        pytest.param("2025-12-05T13:30:00Z", "in 1 hour", "in 1 hour", id="ahead of the clock"),
    ],
)
def test_a_time_that_lies_ahead_is_not_told_as_one_that_is_over(updated, listed, shown):
    one = Overview.of(read(session("The map", updated=updated)))
    now = datetime(2025, 12, 5, 12, tzinfo=UTC)
    assert overviews.table([one], now, Style(), None).split("\n")[1].startswith(f"in_progress  {listed}  The map")
    assert f"in_progress, last updated {shown} ({updated})" in overviews.brief(one, "", now, Style())


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        pytest.param(
            70,
            [
                "STATUS       UPDATED  TITLE    TASK     BOXES   FINDINGS  FILE",
                "in_progress  3 hours  The map  Draw it  1 open            20251202-15…",
            ],
            id="a little narrow",
        ),
        pytest.param(
            60,
            [
                "STATUS       UPDATED  TITLE    FINDINGS  FILE",
                "in_progress  3 hours  The map            20251202-150000-ma…",
            ],
            id="narrow",
        ),
        pytest.param(
            40, ["STATUS       TITLE    FILE", "in_progress  The map  20251202-150000-m…"], id="as narrow as it gets"
        ),
    ],
)
def test_a_narrow_terminal_gets_the_columns_that_matter_most(room, lines):
    one = Overview.of(read(session("The map"), f".agents/sessions/{MAP}"))
    table = overviews.table([one], datetime(2025, 12, 5, 12, tzinfo=UTC), Style(), room)
    assert table.split("\n")[:-1] == lines
    assert all(cells.width(line) <= room for line in lines)


def test_a_table_fits_a_terminal():
    rows = [("a" * 40, "天" * 20, "x"), ("b", "c", "d")]
    lines = cells.table(("ONE", "TWO", "T"), rows, 50)
    assert [cells.width(line) <= 50 for line in lines] == [True] * 3
    assert lines[1].count("…") == 2
    assert cells.table(("ONE", "TWO", "T"), rows)[1] == f"{'a' * 40}  {'天' * 20}  x"

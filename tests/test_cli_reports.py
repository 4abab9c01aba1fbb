"""Several reports of one run (`--report`), and the summary of a job on GitHub."""

from __future__ import annotations

import json
import os

import pytest

from .test_cli import BAD, GOOD, NAME, NOW, SAYS, repository, run, write

__all__ = ["repository"]

PLACE = f".agents/sessions/{NAME}:4:11: SL201 {SAYS} [*]\n"


def test_one_run_writes_several_reports(repository):
    write(repository, BAD)
    done = run(
        *("--now", NOW, "-q", "--output-format", "github"),
        *("--report", "json=found.json", "--report", "concise=found.txt"),
        cwd=repository,
    )
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=.agents/sessions/")
    assert (repository / "found.txt").read_text() == PLACE
    assert [one["message"] for one in json.loads((repository / "found.json").read_text())["diagnostics"]] == [SAYS]


def test_a_report_in_a_file_is_not_coloured_and_not_counted(repository):
    write(repository, BAD)
    run("--now", NOW, "-q", "--color", "always", "--statistics", "--report", "concise=a.txt", cwd=repository)
    assert (repository / "a.txt").read_text() == PLACE


def test_fixing_reports_what_remains(repository):
    path = write(repository, BAD)
    done = run("--now", NOW, "--fix", "--report", "json=a.json", cwd=repository)
    assert done.returncode == 0
    assert path.read_text() != BAD
    assert json.loads((repository / "a.json").read_text())["summary"]["fixed"] == 1


def test_standard_input_goes_with_reports(repository):
    done = run("-", "--now", NOW, "--fix", "--report", "json=a.json", cwd=repository, stdin=BAD.encode())
    assert "status: completed" in done.stdout
    assert "fixed" in json.loads((repository / "a.json").read_text())["summary"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("--report", "jso=x"), "--report is `jso`, which is no format\n  help: did you mean `json`?", id="no format"
        ),
        pytest.param(("--report", "json"), "--report is `json`; expected FORMAT=FILE", id="no file"),
        pytest.param(("--report", "json=-"), "--report is `json=-`; expected FORMAT=FILE", id="standard output"),
        pytest.param(("--report", "json=x", "--report", "full=x"), "--report names `x` twice", id="twice"),
        pytest.param(
            ("--report", "json=x", "--output-file", "x"),
            "--output-file and --report name the same file",
            id="twice, by another option",
        ),
        pytest.param(("--report", "json=x", "--diff"), "--diff and --report exclude each other", id="and a diff"),
        pytest.param(("--report", "json=no/x"), "cannot write `no/x`: there is no folder `no`", id="no folder"),
        pytest.param(
            ("--report", f"json=.agents/sessions/{NAME}"),
            f"--report json=`.agents/sessions/{NAME}` is a session that is judged, and would be overwritten",
            id="a session",
        ),
    ],
)
def test_a_report_that_cannot_be_is_refused(repository, arguments, words):
    path = write(repository, GOOD)
    done = run("--now", NOW, *arguments, cwd=repository)
    assert done.returncode == 2
    assert done.stderr.startswith(f"session-lint: error: {words}")
    assert path.read_text() == GOOD
    assert not (repository / "x").exists()


def test_a_job_on_github_gets_a_table(repository):
    write(repository, BAD)
    summary = repository / "summary.md"
    summary.write_text("before\n")
    done = run("--now", NOW, "--output-format", "github", cwd=repository, GITHUB_STEP_SUMMARY=str(summary))
    assert done.stderr == ""
    assert summary.read_text().startswith("before\n")
    assert "| error |" in summary.read_text()


def test_other_formats_leave_the_summary_of_a_job_alone(repository):
    write(repository, BAD)
    run("--now", NOW, cwd=repository, GITHUB_STEP_SUMMARY=str(repository / "summary.md"))
    assert not (repository / "summary.md").exists()


def test_a_summary_without_room_or_place_is_no_reason_to_fail(repository):
    write(repository, GOOD)
    summary = repository / "summary.md"
    summary.write_bytes(b"x" * (1 << 20))
    full = run("--now", NOW, "--output-format", "github", cwd=repository, GITHUB_STEP_SUMMARY=str(summary))
    gone = run("--now", NOW, "--output-format", "github", cwd=repository, GITHUB_STEP_SUMMARY="no/summary.md")
    assert (full.returncode, gone.returncode) == (0, 0)
    assert "which has no room left" in full.stderr
    assert "cannot write `no/summary.md`: no such file or directory" in gone.stderr
    assert os.path.getsize(summary) == 1 << 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("json=.agents/plan.md",), "is a file that rules look at, and would be overwritten", id="document"
        ),
        pytest.param(("json=session-lint.toml",), "is the config, and would be overwritten", id="config"),
        pytest.param(("json=known.json",), "is the baseline, and would be overwritten", id="baseline"),
        pytest.param((f"json=.agents/sessions/{NAME}",), "is a session, and would be overwritten", id="not named"),
        pytest.param(("json=a", "full=./a"), "`./a` and `a` are the same file", id="two names"),
        pytest.param(("json=here/a",), "cannot write `here/a`: there is no folder `here`", id="no folder"),
        pytest.param(("json=.agents",), "cannot write `.agents`: it is a folder", id="a folder"),
    ],
)
def test_nothing_is_overwritten_and_nothing_fixed_before_it_is_known(repository, arguments, words):
    path = write(repository, BAD)
    other = write(repository, BAD, "20251204-150000-other.md")
    (repository / ".agents" / "plan.md").write_text("A plan.\n")
    (repository / "session-lint.toml").write_text('baseline = "known.json"\n')
    (repository / "known.json").write_text('{"version": 1, "diagnostics": []}\n')
    before = {one: one.read_bytes() for one in repository.rglob("*") if one.is_file()}
    reports = [word for one in arguments for word in ("--report", one)]
    done = run("--now", NOW, "--fix", *reports, str(other), cwd=repository)
    assert done.returncode == 2
    assert words in done.stderr
    assert {one: one.read_bytes() for one in repository.rglob("*") if one.is_file()} == before
    assert path.read_text() == BAD


def test_a_pipe_that_nobody_reads_does_not_hold_a_run_up(repository):
    write(repository, GOOD)
    os.mkfifo(repository / "pipe")
    done = run("--now", NOW, "--report", "json=pipe", cwd=repository)
    assert (done.returncode, done.stderr.split("\n")[0]) == (
        2,
        "session-lint: error: cannot write `pipe`: no such device or address",
    )


def test_several_reports_may_go_nowhere(repository):
    write(repository, GOOD)
    done = run("--now", NOW, "--report", "json=/dev/null", "--report", "full=/dev/./null", cwd=repository)
    assert done.returncode == 0


def test_fixing_only_reports_nothing_else_anywhere(repository):
    write(repository, BAD.replace("Caching", "x") + "\n## Context\n")
    run("--now", NOW, "--fix-only", "--report", "json=a.json", cwd=repository)
    assert json.loads((repository / "a.json").read_text())["diagnostics"] == []

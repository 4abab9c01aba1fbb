"""`--fix` and its kin as a user meets them: real files, real git, exit codes, both streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_lint.workspace import Workspace

from .test_cli import BAD, GOOD, NAME, repository, run, write

__all__ = ["repository"]

UNSAFE = GOOD.replace("05T09:00:00Z", "04T16:00:00+01:00").replace("## Next Steps", "### Next Steps")


def text_of(repository: Path, name: str = NAME) -> str:
    return (repository / ".agents" / "sessions" / name).read_bytes().decode()


def test_fix_mends_what_is_safe_and_reports_the_rest(repository):
    write(repository, BAD.replace("## Next Steps", "### Next Steps"))
    done = run("--fix", "--ignore", "SL403", "--output-format", "concise", cwd=repository)
    assert done.returncode == 1
    assert text_of(repository) == GOOD.replace("in_progress", "completed").replace("## Next Steps", "### Next Steps")
    assert done.stdout.splitlines()[-3:] == [
        "Fixed 1 problem.",
        "Found 1 error in 1 file.",
        "1 fixable with --fix --unsafe-fixes.",
    ]


def test_all_fixed_is_exit_0(repository):
    write(repository, BAD)
    done = run("--fix", "--ignore", "SL403", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "Fixed 1 problem.\n1 session file is clean.\n")


def test_unsafe_fixes_are_made_when_asked_for(repository):
    write(repository, UNSAFE)
    assert run("--fix", cwd=repository).returncode == 1
    assert text_of(repository) == UNSAFE
    assert run("--fix", "--unsafe-fixes", cwd=repository).returncode == 0
    assert text_of(repository) == GOOD.replace("05T09:00:00Z", "04T15:00:00Z")


def test_unsafe_fixes_alone_only_count(repository):
    write(repository, UNSAFE)
    done = run("--unsafe-fixes", "--output-format", "concise", cwd=repository)
    assert done.stdout.endswith("2 fixable with --fix.\n")
    assert text_of(repository) == UNSAFE


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_diff_shows_what_git_can_apply_and_writes_nothing(repository, option):
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    write(repository, BAD.replace("\n", "\r\n"))
    before = text_of(repository)
    done = subprocess.run(
        [sys.executable, "-m", "session_lint", option, "--now", "2025-12-05T12:00:00Z"],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, text_of(repository)) == (1, before)
    subprocess.run(["git", "apply", "-"], cwd=repository, input=done.stdout, check=True)
    assert text_of(repository) == before.replace("complete\r", "completed\r")
    again = run(option, cwd=repository)
    assert (again.returncode, again.stdout) == (0, "")


def test_diff_shows_renames_that_git_can_apply(repository):
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    write(repository, GOOD, "20251204-143000-PLT-12-weather.md")
    done = run("--diff", "--unsafe-fixes", cwd=repository)
    assert "rename to .agents/sessions/20251204-143000-weather.md" in done.stdout
    subprocess.run(["git", "apply", "-"], cwd=repository, input=done.stdout.encode(), check=True)
    assert 'linear_issue: "PLT-12"' in text_of(repository, "20251204-143000-weather.md")


def test_a_rename_takes_its_references_along(repository):
    old = "20251204-143000-PLT-12-weather.md"
    write(repository, GOOD, old)
    other = GOOD.replace("\n## Context\n", f"\n## Context\n\nAfter [this]({old}).\n")
    write(repository, other, "20251204-143000-other.md")
    plans = repository / ".agents" / "plans"
    plans.mkdir()
    (plans / "plan.md").write_text(
        f"See `.agents/sessions/{old}`.\n\n```\n.agents/sessions/{old}\n```\n", encoding="utf-8"
    )
    done = run("--fix", "--unsafe-fixes", "--show-fixes", cwd=repository)
    assert done.returncode == 0, done.stdout
    assert f"Renamed .agents/sessions/{old} to .agents/sessions/20251204-143000-weather.md" in done.stderr
    assert "After [this](20251204-143000-weather.md)." in text_of(repository, "20251204-143000-other.md")
    assert (plans / "plan.md").read_text(encoding="utf-8") == (
        f"See `.agents/sessions/20251204-143000-weather.md`.\n\n```\n.agents/sessions/{old}\n```\n"
    )


def test_a_rename_never_takes_a_name_that_is_there(repository):
    write(repository, GOOD, "weather-fallback.md")
    write(repository, GOOD)
    done = run("--fix", "--unsafe-fixes", cwd=repository)
    assert done.returncode == 1
    assert f"there is a file `.agents/sessions/{NAME}` already" in done.stderr
    assert sorted(os.listdir(repository / ".agents" / "sessions")) == [NAME, "weather-fallback.md"]


def test_fix_only_says_nothing_of_the_rest(repository):
    write(repository, BAD.replace("## Next Steps", "### Next Steps"))
    done = run("--fix-only", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "Fixed 1 problem.\n")


def test_exit_non_zero_on_fix(repository):
    write(repository, BAD)
    assert run("--fix", "--exit-non-zero-on-fix", cwd=repository).returncode == 1
    assert run("--fix", "--exit-non-zero-on-fix", cwd=repository).returncode == 0


def test_show_fixes_lists_them(repository):
    write(repository, BAD)
    done = run("--fix", "--show-fixes", cwd=repository)
    assert done.stderr == f"Fixed .agents/sessions/{NAME}: SL201 write `completed`\n"


def test_standard_input_is_a_filter(repository):
    path = f".agents/sessions/{NAME}"
    done = run("-", "--stdin-filename", path, "--fix", cwd=repository, stdin=BAD.encode())
    assert (done.returncode, done.stdout) == (0, GOOD.replace("in_progress", "completed"))
    assert "Fixed 1 problem." in done.stderr
    assert not (repository / path).exists()


def test_standard_input_that_cannot_be_read_comes_out_as_it_went_in(repository):
    done = subprocess.run(
        [sys.executable, "-m", "session_lint", "-", "--fix"],
        cwd=repository,
        input=b"\xff\x00",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"\xff\x00")


def test_json_counts_what_was_fixed(repository):
    write(repository, BAD)
    report = json.loads(run("--fix", "--ignore", "SL403", "--output-format", "json", cwd=repository).stdout)
    assert report["summary"] == {"error": 0, "warning": 0, "info": 0, "fixable": 0, "fixed": 1, "baselined": 0}


def test_a_dry_run_of_fix_writes_nothing(repository):
    write(repository, BAD)
    done = run("--fix", "--dry-run", cwd=repository)
    assert (done.returncode, "+  status: completed" in done.stdout, text_of(repository)) == (1, True, BAD)


def test_references_follow_each_of_a_chain_of_renames(repository):
    first = (
        GOOD.replace("14:30:00Z", "11:00:00Z")
        .replace("in_progress", "In Progress")
        .replace("Current State", "current state:")
    )
    write(repository, first, "20251204-100000-a.md")
    write(repository, GOOD.replace("14:30:00Z", "12:00:00Z"), "20251204-110000-a.md")
    plan = repository / ".agents" / "plan.md"
    plan.write_text(
        "first .agents/sessions/20251204-100000-a.md, then .agents/sessions/20251204-110000-a.md\n", encoding="utf-8"
    )
    run("--fix", "--unsafe-fixes", cwd=repository)
    assert sorted(os.listdir(repository / ".agents" / "sessions")) == ["20251204-110000-a.md", "20251204-120000-a.md"]
    assert plan.read_text(encoding="utf-8") == (
        "first .agents/sessions/20251204-110000-a.md, then .agents/sessions/20251204-120000-a.md\n"
    )


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
def test_line_ends_bom_and_the_missing_last_one_stay(repository, end):
    before = "\ufeff" + BAD.rstrip("\n").replace("\n", end)
    write(repository, before)
    run("--fix", cwd=repository)
    assert text_of(repository) == before.replace("status: complete", "status: completed")


def test_the_mode_of_a_file_stays(repository):
    path = write(repository, BAD)
    path.chmod(0o640)
    run("--fix", cwd=repository)
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_beside_the_files(repository):
    write(repository, BAD)
    run("--fix", cwd=repository)
    assert os.listdir(repository / ".agents" / "sessions") == [NAME]
    assert sorted(os.listdir(repository)) == [".agents", ".git"]


def run_with(repository: Path, late: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run with a statement that is executed each time before a patch is written, as if somebody else did it."""
    program = (
        "import os, sys\n"
        "from session_lint.workspace import Workspace\n"
        "from session_lint.cli import main\n"
        "apply, calls = Workspace.apply, []\n"
        "def late(self, patch):\n"
        "    calls.append(patch)\n"
        f"    {late}\n"
        "    return apply(self, patch)\n"
        "Workspace.apply = late\n"
        f"sys.exit(main([*{arguments!r}, '--now', '2025-12-05T12:00:00Z', '--output-format', 'concise']))\n"
    )
    return subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=False)


def test_what_changes_meanwhile_is_read_again_and_then_fixed(repository):
    path = write(repository, BAD)
    late = f"len(calls) == 1 and open({str(path)!r}, 'a').write('more\\n')"
    done = run_with(repository, late, "--fix", "--ignore", "SL403")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Fixed 1 problem.\n1 session file is clean.\n"
    assert text_of(repository) == GOOD.replace("in_progress", "completed") + "more\n"


def test_a_file_that_never_rests_is_not_said_to_be_fixed(repository):
    path = write(repository, BAD)
    done = run_with(repository, f"open({str(path)!r}, 'a').write('more\\n')", "--fix", "--show-fixes")
    assert done.returncode == 2
    assert "it changed while it was being fixed" in done.stderr
    assert "Fixed" not in done.stdout + done.stderr
    assert "SL201" in done.stdout
    assert text_of(repository) == BAD + "more\n" * 5


def test_what_another_run_has_renamed_meanwhile_is_left_to_it(repository):
    old = write(repository, GOOD, "20251204-143000-PLT-12-weather.md")
    other = write(repository, BAD)
    new = repository / ".agents" / "sessions" / "20251204-143000-weather.md"
    late = f"len(calls) == 1 and os.rename({str(old)!r}, {str(new)!r})"
    done = run_with(repository, late, "--fix", "--unsafe-fixes", "--ignore", "SL403,SL604")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Fixed 1 problem.\nAll 2 session files are clean.\n"
    assert sorted(os.listdir(old.parent)) == [NAME, new.name]
    assert "completed" in other.read_text(encoding="utf-8")


def test_a_named_file_that_is_renamed_by_the_fix_is_reported_under_its_new_name(repository):
    old = "20251204-143000-PLT-12-weather.md"
    write(repository, GOOD.replace("## Context\n\nThe forecast service is down every night.", "## Context"), old)
    done = run("--fix", "--unsafe-fixes", "--output-format", "concise", f".agents/sessions/{old}", cwd=repository)
    assert done.returncode == 1
    assert done.stdout.startswith(".agents/sessions/20251204-143000-weather.md:13:4: SL303 ")


def test_only_what_was_named_is_judged_after_a_refusal(repository):
    named = write(repository, BAD)
    write(repository, BAD, "20251204-143000-another.md")
    done = run_with(repository, f"os.path.exists({str(named)!r}) and os.unlink({str(named)!r})", "--fix", str(named))
    assert done.returncode == 2
    assert "another" not in done.stdout


@pytest.mark.parametrize("options", [(), ("--unsafe-fixes",)], ids=["edit", "rename"])
def test_the_diff_of_a_linked_session_is_that_of_the_file_itself(repository, options):
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    (repository / "store").mkdir()
    kept = repository / "store" / "kept.md"
    kept.write_text(BAD, encoding="utf-8")
    name = "20251204-143000-PLT-12-weather.md" if options else NAME
    (repository / ".agents" / "sessions" / name).symlink_to("../../store/kept.md")
    done = run("--diff", *options, cwd=repository)
    assert done.returncode == 1
    subprocess.run(["git", "apply", "-"], cwd=repository, input=done.stdout.encode(), check=True)
    assert "status: completed" in kept.read_text(encoding="utf-8")
    (link,) = (repository / ".agents" / "sessions").iterdir()
    assert (link.name, link.is_symlink()) == ("20251204-143000-weather.md" if options else NAME, True)


def test_a_diff_in_a_linked_folder_names_the_files_themselves(repository):
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    (repository / ".agents" / "sessions").rmdir()
    (repository / "store").mkdir()
    (repository / ".agents" / "sessions").symlink_to("../store")
    write(repository, BAD, "20251204-143000-PLT-12-weather.md")
    done = run("--diff", "--unsafe-fixes", ".agents/sessions", cwd=repository)
    assert done.returncode == 1
    subprocess.run(["git", "apply", "-"], cwd=repository, input=done.stdout.encode(), check=True)
    assert os.listdir(repository / "store") == ["20251204-143000-weather.md"]


def test_a_diff_goes_where_it_is_sent_and_can_be_told_not_to_fail(repository):
    write(repository, BAD)
    done = run("--diff", "--output-file", "fix.patch", cwd=repository)
    assert (done.returncode, done.stdout) == (1, "")
    assert "+  status: completed" in (repository / "fix.patch").read_text(encoding="utf-8")
    assert run("--diff", "--exit-zero", cwd=repository).returncode == 0


def test_a_file_never_grows_over_what_can_be_read(repository):
    text = BAD.replace("## Next Steps", "### Notes")
    write(repository, text)
    size = len(text.encode())
    (repository / "session-lint.toml").write_text(
        f"[rules.unreadable-file]\nmax-bytes = {size + 1}\n", encoding="utf-8"
    )
    done = run("--fix", "--unsafe-fixes", cwd=repository)
    assert done.stderr == (
        f"Not fixed .agents/sessions/{NAME}: SL301 add the section `## Next Steps` with a TODO comment: "
        f"the file could not be read any more: the text has more than {size + 1} bytes\n"
    )
    assert text_of(repository) == text.replace("complete", "completed")


@pytest.mark.parametrize("option", ["--fix", "--fix-only", "--add-ignores"])
def test_standard_input_over_the_limit_comes_out_whole(repository, option):
    text = BAD + "a" * (1 << 21) + "\n"
    done = run("-", option, cwd=repository, stdin=text.encode())
    assert done.stdout == text


def test_standard_input_is_not_renamed(repository):
    name = "20251204-143000-PLT-12-weather.md"
    path = write(repository, GOOD, name)
    plan = repository / ".agents" / "plan.md"
    plan.write_text(f"See `.agents/sessions/{name}`.\n", encoding="utf-8")
    arguments = ("-", "--stdin-filename", str(path), "--fix", "--unsafe-fixes", "--show-fixes")
    done = run(*arguments, cwd=repository, stdin=GOOD.encode())
    assert (done.returncode, done.stdout) == (1, GOOD)
    assert "there is no file to be renamed" in done.stderr
    assert "Renamed" not in done.stderr
    assert "SL103" in done.stderr


def test_the_report_on_standard_input_goes_to_a_file_when_asked(repository):
    done = run("-", "--fix", "--output-file", "report.txt", cwd=repository, stdin=BAD.encode())
    assert done.stdout == GOOD.replace("in_progress", "completed")
    assert "Fixed 1 problem." in (repository / "report.txt").read_text(encoding="utf-8")


def test_more_problems_than_are_shown_are_fixed(repository):
    """Those that come in the places of the mended ones have the same words: it looked as if nothing was mended."""
    write(repository, GOOD + "-[ ] more\n" * 250)
    done = run("--fix", "--now", "2025-12-05T09:00:00Z", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "Fixed 250 problems.\n1 session file is clean.\n")
    assert text_of(repository) == GOOD + "- [ ] more\n" * 250


def test_a_fix_that_was_refused_is_not_promised_again(repository):
    write(repository, GOOD, "weather-fallback.md")
    write(repository, GOOD)
    done = run("--fix", "--unsafe-fixes", "--output-format", "concise", "--ignore", "SL604", cwd=repository)
    assert done.returncode == 1
    assert "fixable" not in done.stdout
    assert "[*]" not in done.stdout


def test_references_from_another_package_follow_a_rename(repository):
    old = "pkg/.agents/sessions/20251204-143000-PLT-12-weather.md"
    (repository / "pkg" / ".agents" / "sessions").mkdir(parents=True)
    (repository / old).write_text(GOOD, encoding="utf-8")
    plan = repository / ".agents" / "plan.md"
    plan.write_text(f"See `{old}` and [it](../{old}).\n", encoding="utf-8")
    assert run("--fix", "--unsafe-fixes", cwd=repository).returncode == 0
    assert "PLT-12" not in plan.read_text(encoding="utf-8")


@pytest.mark.parametrize("data", [b"\xff\n", b"a\n" * (1 << 20)], ids=["not-utf8", "too-large"])
def test_a_text_that_cannot_be_looked_into_for_references_is_named(repository, data):
    write(repository, GOOD, "20251204-143000-PLT-12-weather.md")
    (repository / ".agents" / "plan.md").write_bytes(data)
    done = run("--fix", "--unsafe-fixes", cwd=repository)
    assert ".agents/plan.md: not looked into for references to renamed sessions" in done.stderr


def test_an_unsaved_plan_is_read_and_not_judged(repository, monkeypatch):
    name = "20251204-143000-PLT-12-weather.md"
    path = write(repository, GOOD, name)
    workspace = Workspace.open(str(repository))
    fixed = workspace.fix(
        [str(path)],
        {"./.agents/plan.md": f"See .agents/sessions/{name}\n"},
        unsafe=True,
        now=datetime(2025, 12, 5, tzinfo=UTC),
    )
    assert {one.path for one in fixed.report.diagnostics} == set()
    assert fixed.patch.texts[".agents/plan.md"] == "See .agents/sessions/20251204-143000-weather.md\n"


def test_an_unsaved_text_that_utf8_cannot_write_is_unreadable(repository):
    report = Workspace.open(str(repository)).check(overlay={f".agents/sessions/{NAME}": GOOD + "\ud800"})
    assert [one.code for one in report.diagnostics] == ["SL001"]


@pytest.mark.parametrize("options", [(), ("--fix",), ("--diff",), ("--fix", "--unsafe-fixes")])
@pytest.mark.parametrize("how", ["path", "other path", "link", "hard link"])
def test_the_report_is_never_written_over_a_session_that_is_judged(repository, options, how):
    path = write(repository, BAD)
    output = {"path": f".agents/sessions/{NAME}", "other path": f".agents/../.agents/sessions/{NAME}"}.get(
        how, "out.md"
    )
    if how == "link":
        (repository / output).symlink_to(path)
    elif how == "hard link":
        os.link(path, repository / output)
    done = run(*options, "--output-file", output, cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"session-lint: error: --output-file `{output}` is a session that is judged, and would be overwritten\n"
        "  help: name another file for the report\n",
    )
    assert text_of(repository) == BAD


@pytest.mark.parametrize("output", [".agents/plans/p.md", ".agents/sessions/20251204-143000-weather.md"])
@pytest.mark.parametrize(("option", "says"), [("--fix", "is fixed"), ("--diff", "the diff changes")])
def test_the_report_is_never_written_over_what_a_fix_changes(repository, output, option, says):
    plan, names = with_plan(repository, 1)
    before = plan.read_text(encoding="utf-8")
    done = run(option, "--unsafe-fixes", "--output-file", output, cwd=repository)
    assert done.returncode == 2
    what = f"that {says}" if output.endswith("weather.md") else "that rules look at"
    assert f"--output-file `{output}` is a file {what}, and would be overwritten" in done.stderr
    assert (os.listdir(repository / ".agents" / "sessions"), plan.read_text(encoding="utf-8")) == (names, before)


@pytest.mark.parametrize("options", [(), ("--fix", "--diff")])
def test_the_report_is_never_written_over_the_file_that_standard_input_stands_for(repository, options):
    write(repository, BAD)
    path = f".agents/sessions/{NAME}"
    arguments = ("-", "--stdin-filename", path, *options, "--output-file", path)
    done = run(*arguments, cwd=repository, stdin=BAD.encode())
    assert (done.returncode, text_of(repository)) == (2, BAD)
    assert "is the file that is judged" in done.stderr


# A run that was killed


TASK = "20251204-143000-PLT-12-weather.md"
RENAMED = "20251204-143000-weather.md"


def killed(cwd: Path, call: str, number: int, *arguments: str) -> None:
    """Run until the n-th of these calls of `os`."""
    program = (
        "import os, signal, sys\n"
        "from itertools import count\n"
        f"original, calls = os.{call}, count(1)\n"
        "def deadly(*arguments, **options):\n"
        f"    next(calls) == {number} and os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return original(*arguments, **options)\n"
        f"os.{call} = deadly\n"
        "from session_lint.cli import main\n"
        f"sys.exit(main([*{arguments!r}, '--now', '2025-12-05T12:00:00Z']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=cwd, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr.decode()


def with_plan(repository: Path, count: int = 4) -> tuple[Path, list[str]]:
    """Write sessions that want another name, and a plan that refers to all of them."""
    names = [f"20251204-14300{number}-PLT-12-weather.md" for number in range(count)]
    for number, name in enumerate(names):
        write(repository, GOOD.replace("14:30:00Z", f"14:30:0{number}Z"), name)
    plan = repository / ".agents" / "plans" / "p.md"
    plan.parent.mkdir()
    plan.write_text("".join(f"See `.agents/sessions/{name}`.\n" for name in names), encoding="utf-8")
    return plan, names


@pytest.mark.parametrize(
    "call", [("replace", 1), ("replace", 3), ("replace", 5), ("link", 1), ("link", 3), ("unlink", 2)]
)
def test_references_survive_a_kill_and_an_edit(repository, call):
    """Once all sessions were renamed, and the plan, which had changed, kept their old names: `clean`."""
    plan, names = with_plan(repository)
    killed(repository, *call, "--fix", "--unsafe-fixes")
    with plan.open("a", encoding="utf-8") as file:
        file.write("One more line.\n")
    done = run("--fix", "--unsafe-fixes", cwd=repository)
    assert done.returncode == 0, done.stderr
    now = [name.replace("PLT-12-", "") for name in names]
    assert sorted(os.listdir(repository / ".agents" / "sessions")) == now
    expected = "".join(f"See `.agents/sessions/{name}`.\n" for name in now) + "One more line.\n"
    assert plan.read_text(encoding="utf-8") == expected


def test_a_safe_run_says_which_renames_it_finishes(repository):
    write(repository, GOOD, TASK)
    killed(repository, "link", 1, "--fix", "--unsafe-fixes")
    done = run("--fix", "--force-exclude", f".agents/sessions/{TASK}", cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "1 session file is clean.\n",
        "session-lint: finished what an earlier run began: "
        f"renamed .agents/sessions/{TASK} to .agents/sessions/{RENAMED}\n",
    )


@pytest.mark.parametrize("name", [TASK, RENAMED])
def test_a_path_that_a_killed_run_has_renamed_can_be_named_by_its_old_name(repository, name):
    write(repository, GOOD, TASK)
    write(repository, BAD, "20251204-143000-another.md")
    killed(repository, "unlink", 2, "--fix", "--unsafe-fixes", f".agents/sessions/{TASK}")
    assert sorted(os.listdir(repository / ".agents" / "sessions")) == ["20251204-143000-another.md", RENAMED]
    done = run("--fix", "--ignore", "SL604", name, cwd=repository / ".agents" / "sessions")
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")
    again = run("--fix", f".agents/sessions/{TASK}", cwd=repository)
    assert (again.returncode, again.stderr.splitlines()[0]) == (
        2,
        f"session-lint: error: no such file or folder: `.agents/sessions/{TASK}`",
    )


def test_a_path_whose_renaming_is_undone_can_be_named_by_its_new_name(repository):
    plan, names = with_plan(repository, 2)
    killed(repository, "link", 2, "--fix", "--unsafe-fixes")
    new = [name.replace("PLT-12-", "") for name in names]
    write(repository, GOOD, new[1])
    done = run("--fix", "--ignore", "SL1", f".agents/sessions/{new[0]}", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")
    assert done.stderr.startswith(
        f"session-lint: undid what an earlier run began, as it could not be finished for `.agents/sessions/{names[1]}`"
    )
    assert names[0] in plan.read_text(encoding="utf-8")


def test_a_baseline_follows_the_renames_of_a_killed_run(repository):
    write(repository, GOOD.replace("## Context", "## Other"), TASK)
    run("--write-baseline", "known.json", cwd=repository)
    killed(repository, "link", 1, "--fix", "--unsafe-fixes", "--select", "SL1", "--baseline", "known.json")
    done = run("--fix", "--baseline", "known.json", cwd=repository)
    assert (done.returncode, RENAMED in (repository / "known.json").read_text(encoding="utf-8")) == (0, True)


@pytest.mark.parametrize("git", [True, False], ids=["git", "no git"])
@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(("..", "NAME"), (".",), id="from above, then here"),
        pytest.param((".",), ("..", "NAME"), id="here, then from above"),
        pytest.param((".agents/sessions",), (".",), id="from the sessions, then here"),
        pytest.param((".",), (".agents", "sessions"), id="here, then from the agents' folder"),
        pytest.param((".", ".agents/sessions/" + TASK), (".agents/plans", "../sessions/" + TASK), id="a file is named"),
        pytest.param(("..", "ABSOLUTE"), (".",), id="from above by the whole path, then here"),
        pytest.param((".",), ("..", "ABSOLUTE"), id="here, then from above by the whole path"),
    ],
)
def test_what_was_killed_is_finished_wherever_the_next_run_is_called(repository, git, first, then):
    """A run from above left its journal there, for ever, and half of the work undone."""
    if not git:
        if first == (".agents/sessions",):
            pytest.skip("without git there are no sessions below this folder")
        (repository / ".git").rmdir()
    write(repository, GOOD, TASK)
    plan = repository / ".agents" / "plans" / "p.md"
    plan.parent.mkdir()
    plan.write_text(f"See `.agents/sessions/{TASK}`.\n", encoding="utf-8")

    def call(folder: str, *paths: str) -> tuple[Path, list[str]]:
        names = {"NAME": repository.name, "ABSOLUTE": str(repository / ".agents" / "sessions")}
        return repository / folder, [names.get(path, path) for path in paths]

    folder, paths = call(*first)
    killed(folder, "link", 1, "--fix", "--unsafe-fixes", *paths)
    folder, paths = call(*then)
    done = run("--fix", *paths, cwd=folder)
    assert (done.returncode, done.stderr.count("finished what an earlier run began")) == (0, 1)
    assert os.listdir(repository / ".agents" / "sessions") == [RENAMED]
    assert plan.read_text(encoding="utf-8") == f"See `.agents/sessions/{RENAMED}`.\n"
    assert [*repository.rglob(".session-lint-*"), *repository.parent.glob(".session-lint-*")] == []


def test_temporary_files_of_a_run_that_had_not_begun_are_removed(repository):
    plan, names = with_plan(repository)
    killed(repository, "rename", 1, "--fix", "--unsafe-fixes")
    assert len([*plan.parent.glob(".session-lint-*.tmp")]) == 1
    run("--fix", ".agents/sessions/" + names[0], cwd=repository)
    assert [*repository.rglob(".session-lint-*")] == []

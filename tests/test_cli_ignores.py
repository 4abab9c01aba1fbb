"""Ignore comments as a user meets them: `--no-ignores`, `--add-ignores`, their exit codes, both streams."""

from __future__ import annotations

import json
import subprocess

import pytest

from session_lint.commands import check_ignore
from session_lint.workspace import Workspace

from .test_cli import BAD, GOOD, NAME, repository, run, write
from .test_cli_fix import text_of

__all__ = ["repository"]

IGNORED = BAD.replace("complete", "complete  # session-lint: ignore SL201 -- the board's word")


def test_an_ignored_finding_is_not_reported(repository):
    write(repository, IGNORED)
    done = run(cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 session file is clean.\n", "")


def test_verbose_says_how_much_is_ignored(repository):
    write(repository, IGNORED)
    assert "session-lint: silenced by ignore comments: 1\n" in run("--verbose", cwd=repository).stderr


def test_no_ignores_shows_everything(repository):
    write(repository, IGNORED.replace("# Session", "<!-- session-lint: ignore XYZ, SL302 -->\n# Session"))
    done = run("--no-ignores", "--output-format", "json", cwd=repository)
    assert done.returncode == 1
    assert [one["code"] for one in json.loads(done.stdout)["diagnostics"]] == ["SL201"]
    codes = [one["code"] for one in json.loads(run("--output-format", "json", cwd=repository).stdout)["diagnostics"]]
    assert codes == ["SL007", "SL006"]


def test_fix_leaves_alone_what_is_ignored_and_removes_what_ignores_nothing(repository):
    write(repository, IGNORED.replace("# Session", "<!-- session-lint: ignore SL302 -->\n# Session"))
    done = run("--fix", cwd=repository)
    assert (done.returncode, text_of(repository)) == (0, IGNORED)
    assert run("--fix", "--no-ignores", cwd=repository).returncode == 0
    assert "status: completed  # session-lint: ignore SL201 -- the board's word\n" in text_of(repository)


def test_add_ignores_writes_them_and_says_how_many(repository):
    write(repository, BAD.replace("## Next Steps", "## More"))
    write(repository, BAD.replace("14:30:00Z", "15:30:00Z"), "20251204-153000-other.md")
    done = run("--add-ignores", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "All 2 session files are clean.\n")
    assert done.stderr == "Added ignores for 3 diagnostics in 2 files.\n"
    assert text_of(repository) == BAD.replace("## Next Steps", "## More").replace(
        "complete\n", "complete  # session-lint: ignore SL201\n"
    ).replace("---\n# Session", "---\n<!-- session-lint: ignore-file SL301 -->\n# Session")
    before = text_of(repository)
    again = run("--add-ignores", cwd=repository)
    assert (again.returncode, again.stderr, text_of(repository)) == (0, "Added no ignores.\n", before)


def test_add_ignores_takes_a_reason_and_no_path_for_one(repository):
    path = write(repository, BAD)
    assert run("--add-ignores", str(path), cwd=repository).returncode == 0
    assert "# session-lint: ignore SL201\n" in text_of(repository)
    write(repository, BAD)
    assert run("--add-ignores=legacy -- see PLT-1", str(path), cwd=repository).returncode == 0
    assert "# session-lint: ignore SL201 -- legacy -- see PLT-1\n" in text_of(repository)
    assert run(cwd=repository).returncode == 0


def test_what_a_baseline_knows_needs_no_ignore(repository):
    write(repository, BAD)
    assert run("--write-baseline", "known.json", cwd=repository).returncode == 0
    write(repository, BAD.replace("## Next Steps", "## More"))
    done = run("--add-ignores", "--baseline", "known.json", cwd=repository)
    assert (done.returncode, done.stderr) == (0, "Added ignores for 1 diagnostic in 1 file.\n")
    assert "SL201" not in text_of(repository)
    assert "<!-- session-lint: ignore-file SL301 -->\n" in text_of(repository)


def test_add_ignores_honours_the_selection(repository):
    write(repository, BAD.replace("## Next Steps", "## More"))
    done = run("--add-ignores", "--select", "SL3", cwd=repository)
    assert (done.returncode, done.stderr) == (0, "Added ignores for 1 diagnostic in 1 file.\n")
    assert "SL201" not in text_of(repository)


def test_what_cannot_be_ignored_is_said_and_reported(repository):
    write(repository, "---\na: b: c\n" + GOOD.removeprefix("---\n"))
    done = run("--add-ignores", "--output-format", "concise", cwd=repository)
    assert done.returncode == 1
    assert done.stderr == (
        f"Not ignored .agents/sessions/{NAME}: SL004 not YAML: a second `: ` in one value: it cannot be silenced\n"
        "Added no ignores.\n"
    )
    assert "SL004" in done.stdout


def test_a_comment_that_cannot_be_ignored_is_told_once_that_it_cannot(repository):
    write(repository, GOOD + "\n<!-- session-lint: ignore-file SL001 -->\n")
    done = run("--add-ignores", cwd=repository)
    assert done.stderr == (
        f"Not ignored .agents/sessions/{NAME}: SL007 `SL001` cannot be silenced: "
        "the comment itself has to be mended\nAdded no ignores.\n"
    )


def test_add_ignores_can_be_shown_as_a_diff_that_git_applies(repository):
    subprocess.run(["git", "init", "-q", "."], cwd=repository, check=True)
    write(repository, BAD)
    done = run("--add-ignores=why", "--diff", cwd=repository)
    assert (done.returncode, done.stderr, text_of(repository)) == (
        1,
        "Added ignores for 1 diagnostic in 1 file.\n",
        BAD,
    )
    subprocess.run(["git", "apply", "-"], cwd=repository, input=done.stdout.encode(), check=True)
    assert "# session-lint: ignore SL201 -- why\n" in text_of(repository)
    again = run("--add-ignores=why", "--diff", cwd=repository)
    assert (again.returncode, again.stdout) == (0, "")


def test_add_ignores_works_on_standard_input(repository):
    done = run("-", "--stdin-filename", f".agents/sessions/{NAME}", "--add-ignores", cwd=repository, stdin=BAD.encode())
    assert (done.returncode, done.stdout) == (0, BAD.replace("complete\n", "complete  # session-lint: ignore SL201\n"))
    assert done.stderr == "Added ignores for 1 diagnostic in 1 file.\n1 session file is clean.\n"


def test_adding_ignores_is_no_work_on_a_session(repository):
    write(repository, BAD.replace("## Next Steps", "## More"))
    commit = ("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "x")
    for command in (("init", "-q", "."), ("add", "."), commit):
        subprocess.run(["git", *command], cwd=repository, check=True)
    assert run("--add-ignores", cwd=repository).returncode == 0
    assert run(cwd=repository).stdout == "1 session file is clean.\n"
    write(repository, text_of(repository).replace("SL201", "SL201 -- now with a reason"))
    assert run(cwd=repository).returncode == 0
    write(repository, text_of(repository) + "More.\n")
    assert "SL501" in run(cwd=repository).stdout


def test_a_file_that_cannot_be_read_is_left_alone(repository):
    path = repository / ".agents" / "sessions" / NAME
    path.write_bytes(b"\xff\xfe\x00")
    done = run("--add-ignores", cwd=repository)
    assert (done.returncode, path.read_bytes()) == (1, b"\xff\xfe\x00")
    assert done.stderr == (
        f"Not ignored .agents/sessions/{NAME}: SL001 the file is UTF-16; expected UTF-8: it cannot be silenced\n"
        "Added no ignores.\n"
    )


def test_a_file_that_changes_meanwhile_is_left_alone(repository, capsys):
    path = write(repository, BAD)
    workspace = Workspace.open(str(repository))
    ignored = workspace.ignore()
    path.write_text(f"{BAD}more\n", encoding="utf-8")
    assert not check_ignore.write(workspace, ignored.patch)
    assert text_of(repository) == f"{BAD}more\n"
    assert capsys.readouterr().err == (
        f"session-lint: not written: .agents/sessions/{NAME}: it changed while it was being fixed; run again\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--add-ignores", "--no-ignores"), "--add-ignores and --no-ignores exclude each other"),
        (("--add-ignores", "--fix"), "--add-ignores and --fix exclude each other"),
        (("--add-ignores", "--fix-only"), "--add-ignores and --fix exclude each other"),
        (("--add-ignores", "--write-baseline", "x"), "--add-ignores and --write-baseline exclude each other"),
        (("--add-ignores=a --> b",), "the reason `a --> b` cannot stand in a comment"),
        (("--add-ignores=a\nb",), r"the reason `a\nb` cannot stand in a comment"),
        (("--", "--add-ignores"), "no such file or folder: `--add-ignores`"),
    ],
)
def test_what_does_not_go_together_is_exit_2(repository, arguments, message):
    write(repository, BAD)
    done = run(*arguments, cwd=repository)
    assert (done.returncode, done.stdout, text_of(repository)) == (2, "", BAD)
    assert message in done.stderr


def test_the_help_names_both(repository):
    said = run("--help", cwd=repository).stdout
    assert "--no-ignores" in said
    assert "--add-ignores" in said

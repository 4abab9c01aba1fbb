"""`--write-baseline`, `--baseline`, `--no-baseline` and `--prune-baseline` as a user meets them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from session_lint.workspace import Workspace

from .test_cli import BAD, GOOD, NAME, NOW, repository, run, write

__all__ = ["repository"]

OTHER = "20251203-090000-renewals.md"
MISNAMED = "20251204-143000-PLT-12-weather.md"
RENAMED = "20251204-143000-weather.md"
EMPTY = GOOD.replace("The forecast service is down every night.", "")
FILE = "session-lint-baseline.json"
CONFIG = f'baseline = "{FILE}"\n'
TWO = EMPTY.replace("in_progress", "done")


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [one["code"] for one in json.loads(done.stdout)["diagnostics"]]


def known(repository: Path, name: str = FILE) -> list[tuple[str, str]]:
    data = json.loads((repository / name).read_text(encoding="utf-8"))
    return [(os.path.basename(entry["path"]), entry["rule"]) for entry in data["entries"]]


@pytest.fixture
def adopted(repository: Path) -> Path:
    """A repository with three known problems in two files, and a config that names the baseline."""
    write(repository, TWO)
    write(repository, EMPTY, OTHER)
    assert run("--write-baseline", FILE, cwd=repository).returncode == 0
    (repository / "session-lint.toml").write_text(CONFIG, encoding="utf-8")
    return repository


def test_a_team_turns_it_on_with_what_is_there_and_only_what_is_new_fails(repository):
    write(repository, TWO)
    write(repository, EMPTY, OTHER)
    written = run("--write-baseline", FILE, cwd=repository)
    assert (written.returncode, written.stdout) == (0, "")
    assert written.stderr == (
        f"session-lint: wrote 4 diagnostics of 2 files to `{FILE}`; "
        "--baseline FILE, or `baseline` in the config, leaves them out\n"
    )
    done = run("--baseline", FILE, cwd=repository)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "Nothing new in 2 session files.\n4 are in the baseline.\n",
        "",
    )
    write(repository, EMPTY.replace("in_progress", "complete"), OTHER)
    done = run("--baseline", FILE, "--output-format", "concise", cwd=repository)
    assert done.returncode == 1
    assert done.stdout == (
        f".agents/sessions/{OTHER}:4:11: SL201 `session.status` is `complete`; "
        "expected one of `in_progress`, `paused`, `completed` [*]\n"
        "Found 1 error in 1 of 2 files checked.\n"
        "1 fixable with --fix.\n"
        "4 more are in the baseline.\n"
    )
    assert run("--no-baseline", "--statistics", cwd=repository).stdout.startswith("2  SL201")


def test_all_formats_and_the_statistics_leave_out_what_is_known(adopted):
    write(adopted, EMPTY.replace("in_progress", "complete"), OTHER)
    done = run("--output-format", "json", cwd=adopted)
    assert codes(done) == ["SL201"]
    assert json.loads(done.stdout)["summary"] == {
        "error": 1,
        "warning": 0,
        "info": 0,
        "fixable": 1,
        "fixed": 0,
        "baselined": 4,
    }
    assert run("--statistics", cwd=adopted).stdout.splitlines() == [
        "1  SL201  [*] frontmatter-schema",
        "",
        "Found 1 error in 1 of 2 files checked.",
        "1 fixable with --fix.",
        "4 more are in the baseline.",
    ]
    for form in ("full", "concise", "grouped", "github"):
        assert run("--output-format", form, cwd=adopted).stdout.count("SL") == 1


def test_what_is_known_does_not_count_for_fail_on(adopted):
    assert run("--fail-on", "info", cwd=adopted).returncode == 0
    assert run("--fail-on", "info", "--no-baseline", cwd=adopted).returncode == 1


def test_a_quiet_run_says_nothing_of_the_baseline(adopted):
    write(adopted, GOOD)
    done = run("--quiet", cwd=adopted)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_clean_repository_has_an_empty_baseline(repository):
    write(repository, GOOD)
    assert run("--write-baseline", FILE, cwd=repository).stderr.startswith(
        "session-lint: wrote 0 diagnostics of 0 files"
    )
    assert (repository / FILE).read_text(encoding="utf-8") == '{\n  "version": 1,\n  "entries": []\n}\n'
    assert run("--baseline", FILE, cwd=repository).stdout == "1 session file is clean.\n"


def test_the_same_findings_are_the_same_bytes(adopted):
    path = adopted / FILE
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino
    assert run("--write-baseline", FILE, cwd=adopted).returncode == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before
    other = run("--write-baseline", "../b.json", cwd=adopted / ".agents")
    assert other.returncode == 0
    assert (adopted / "b.json").read_bytes() == before[0]
    assert sorted(os.listdir(adopted)) == [".agents", ".git", "b.json", FILE, "session-lint.toml"]


def test_the_file_is_as_open_as_the_umask_says(repository):
    write(repository, BAD)
    command = 'umask 027; exec "$0" -m session_lint --write-baseline b.json'
    subprocess.run(["sh", "-c", command, sys.executable], cwd=repository, check=True, capture_output=True)
    assert (repository / "b.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["session-lint.toml", ".session-lint.toml"])
def test_a_baseline_in_a_config_is_relative_to_it_in_every_folder(repository, name):
    (repository / "tools").mkdir()
    write(repository, BAD)
    run("--write-baseline", "tools/b.json", cwd=repository)
    (repository / name).write_text('baseline = "tools/b.json"\n', encoding="utf-8")
    (repository / "tools" / "ci.toml").write_text('baseline = "b.json"\n', encoding="utf-8")
    assert run(cwd=repository / ".agents" / "sessions").returncode == 0
    assert run("--config", "tools/ci.toml", cwd=repository).returncode == 0
    assert run("--isolated", cwd=repository).returncode == 1
    assert 'baseline = "tools/b.json"\n' in run("--show-settings", cwd=repository).stdout


@pytest.mark.parametrize("path", ["../b.json", "/b.json", "a\\\\b.json"])
def test_a_config_names_a_baseline_inside_the_repository(repository, path):
    write(repository, BAD)
    (repository / "session-lint.toml").write_text(f'fail-on = "info"\nbaseline = "{path}"\n', encoding="utf-8")
    done = run(cwd=repository)
    assert done.returncode == 2
    assert done.stderr.startswith("session-lint: error: session-lint.toml:2: `baseline` is ")
    assert "which is not inside the repository" in done.stderr


def test_a_baseline_that_is_not_there_says_what_to_do(repository):
    write(repository, BAD)
    (repository / "session-lint.toml").write_text(CONFIG, encoding="utf-8")
    done = run(cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"session-lint: error: cannot read the baseline `{FILE}`: there is no such file\n"
        "  help: --write-baseline FILE writes one; --no-baseline does without\n"
    )
    assert run("--no-baseline", cwd=repository).returncode == 1
    assert run("--write-baseline", FILE, cwd=repository).returncode == 0
    assert run(cwd=repository).returncode == 0


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_link_out(path: Path) -> None:
    outside = path.parent.parent / "secret.json"
    outside.write_text('{"secret": 1}', encoding="utf-8")
    path.symlink_to(outside)


def make_socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def make_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def seal(path: Path) -> tuple[int, int, int, int]:
    status = os.lstat(path)
    return status.st_mode, status.st_ino, status.st_size, status.st_ctime_ns


HOSTILE = [
    pytest.param(make_fifo, "this is a named pipe, not a regular file", id="fifo"),
    pytest.param(make_socket, "this is a socket, not a regular file", id="socket"),
    pytest.param(Path.mkdir, "this is a folder, not a regular file", id="folder"),
    pytest.param(make_link_out, "a symbolic link that leads out of the repository", id="link out"),
    pytest.param(
        lambda path: path.symlink_to("nowhere"), "a symbolic link to `nowhere`, which does not", id="dangling"
    ),
    pytest.param(lambda path: path.symlink_to(path.name), "leads back to itself", id="a circle"),
    pytest.param(lambda path: path.symlink_to("/dev/zero"), "leads out of the repository", id="device"),
    pytest.param(make_huge, "the file has 1,099,511,627,776 bytes; expected at most 33,554,432", id="huge"),
]


@pytest.mark.parametrize(("make", "message"), HOSTILE)
def test_what_is_no_regular_file_is_neither_read_nor_written(repository, make, message):
    write(repository, BAD)
    make(repository / FILE)
    before = seal(repository / FILE)
    for arguments in (("--baseline", FILE), ("--baseline", FILE, "--prune-baseline"), ("--write-baseline", FILE)):
        done = run(*arguments, cwd=repository)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert "secret" not in done.stderr.replace("secret.json", "")
    assert seal(repository / FILE) == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\xff\xfe{", f"{FILE}: not UTF-8, at byte 0", id="not UTF-8"),
        pytest.param(b"[" * 1_000_000, f"{FILE}: a number too long or a nesting too deep to read", id="deep"),
        pytest.param(b"{},\n" * 1_000_000, f"{FILE}:1:3: not JSON: extra data", id="long"),
        pytest.param(b'{"version": 1, "entries": [\x1b[31m', f"{FILE}:1:28: not JSON", id="an escape sequence"),
        pytest.param(
            b'{\n  "version": 1,\n  "entries": [\n<<<<<<< HEAD\n=======\n>>>>>>> \x1b[31m\n  ]\n}\n',
            f"{FILE}:4: an unresolved merge: `<<<<<<<`",
            id="a merge",
        ),
        pytest.param(
            b'{"version": 1, "entries": [{"path": "a", "rule": {"\\u001b": 1}, "fingerprint": ""}]}',
            f"{FILE}: entry 1: `rule` is not text",
            id="a rule that is a mapping",
        ),
    ],
)
def test_a_file_that_is_no_baseline_ends_with_2(repository, data, message):
    write(repository, BAD)
    (repository / FILE).write_bytes(data)
    done = run("--baseline", FILE, cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"session-lint: error: {message}")
    assert "\x1b" not in done.stderr


def test_a_baseline_that_cannot_be_read_any_more_can_be_written_anew(adopted):
    text = (adopted / FILE).read_text(encoding="utf-8")
    (adopted / FILE).write_text(text.replace('    {"path"', '<<<<<<< HEAD\n    {"path"', 1), encoding="utf-8")
    assert run(cwd=adopted).returncode == 2
    assert run("--write-baseline", FILE, cwd=adopted).returncode == 0
    assert (adopted / FILE).read_text(encoding="utf-8") == text


def test_another_file_is_never_written_over(repository):
    path = write(repository, BAD)
    done = run("--write-baseline", f".agents/sessions/{NAME}", cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`.agents/sessions/{NAME}` is there already and is no baseline" in done.stderr
    assert path.read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/such/b.json", "cannot write the baseline `no/such/b.json`: no such file or directory"),
        ("README.md/b.json", "cannot write the baseline `README.md/b.json`: not a directory"),
        (f"{'a' * 300}.json", "file name too long"),
        (".", "is a folder"),
        ("", "is a folder"),
    ],
)
def test_where_no_file_can_be_nothing_is_left(repository, name, message):
    write(repository, BAD)
    (repository / "README.md").touch()
    done = run("--write-baseline", name, cwd=repository)
    assert (done.returncode, done.stdout, message in done.stderr) == (2, "", True)
    assert sorted(os.listdir(repository)) == [".agents", ".git", "README.md"]


def test_a_baseline_behind_a_link_is_written_where_it_is(repository):
    write(repository, BAD)
    (repository / "tools").mkdir()
    run("--write-baseline", "tools/b.json", cwd=repository)
    (repository / FILE).symlink_to("tools/b.json")
    write(repository, TWO)
    assert run("--write-baseline", FILE, cwd=repository).returncode == 0
    assert (repository / FILE).is_symlink()
    assert known(repository, "tools/b.json") == [(NAME, "SL201"), (NAME, "SL303")]


def test_what_is_mended_is_stale_and_can_be_pruned(adopted):
    write(adopted, TWO.replace("done", "paused"))
    done = run("--verbose", cwd=adopted)
    assert (done.returncode, done.stdout) == (0, "Nothing new in 2 session files.\n3 are in the baseline.\n")
    assert done.stderr.splitlines()[-2:] == [
        f"session-lint: stale: .agents/sessions/{NAME}: SL201 frontmatter-schema session.status",
        f"session-lint: 1 entry is stale in the baseline `{FILE}`: not found any more (see --prune-baseline)",
    ]
    text = (adopted / FILE).read_text(encoding="utf-8")
    marked = text.replace('"fingerprint"', '"owner": "me", "fingerprint"')
    (adopted / FILE).write_text(marked, encoding="utf-8")
    pruned = run("--prune-baseline", cwd=adopted)
    assert (pruned.returncode, pruned.stdout) == (0, done.stdout)
    assert pruned.stderr == f"session-lint: removed 1 stale entry from the baseline `{FILE}`\n"
    left = [line for line in marked.split("\n") if '"field": "session.status"' not in line]
    assert (adopted / FILE).read_text(encoding="utf-8") == "\n".join(left)
    again = run("--prune-baseline", cwd=adopted)
    assert again.stderr == f"session-lint: removed 0 stale entries from the baseline `{FILE}`\n"
    assert run(cwd=adopted).stderr == ""


def test_pruning_brings_into_order_what_a_merge_has_left(adopted):
    before = (adopted / FILE).read_bytes()
    data = json.loads(before)
    data["entries"] = data["entries"][::-1] + data["entries"]
    (adopted / FILE).write_text(json.dumps(data), encoding="utf-8")
    assert run(cwd=adopted).returncode == 0
    assert run("--prune-baseline", cwd=adopted).returncode == 0
    assert (adopted / FILE).read_bytes() == before


def test_pruning_does_not_take_in_what_is_new(adopted):
    write(adopted, TWO.replace("done", "finished"))
    assert run("--prune-baseline", cwd=adopted).returncode == 1
    assert (NAME, "SL201") not in known(adopted)
    assert run(cwd=adopted).returncode == 1


def test_of_files_that_were_not_named_nothing_is_stale(adopted):
    write(adopted, GOOD)
    write(adopted, GOOD, OTHER)
    for arguments, count in (
        ((f".agents/sessions/{OTHER}",), "1 entry is"),
        ((f".agents/sessions/{NAME}",), "2 entries are"),
        ((), "3 entries are"),
        (("--select", "SL2"), "1 entry is"),
    ):
        assert f"{count} stale" in run(*arguments, cwd=adopted).stderr
    run("--prune-baseline", f".agents/sessions/{NAME}", cwd=adopted)
    assert known(adopted) == [(OTHER, "SL104"), (OTHER, "SL303")]


def test_entries_of_a_deleted_file_are_stale_in_a_whole_run_only(adopted):
    (adopted / ".agents" / "sessions" / OTHER).unlink()
    assert run(f".agents/sessions/{NAME}", cwd=adopted).stderr == ""
    assert "2 entries are stale" in run(cwd=adopted).stderr
    run("--prune-baseline", cwd=adopted)
    assert known(adopted) == [(NAME, "SL201"), (NAME, "SL303")]


def test_entries_of_an_excluded_file_are_kept(adopted):
    assert run("--exclude", OTHER, "--prune-baseline", cwd=adopted).returncode == 0
    assert len(known(adopted)) == 4


def test_while_a_file_cannot_be_read_its_entries_are_kept(adopted):
    write(adopted, TWO.replace("session:\n", "session: [\n"))
    done = run("--prune-baseline", "--output-format", "concise", cwd=adopted)
    assert (done.returncode, "SL004" in done.stdout) == (1, True)
    assert len(known(adopted)) == 4


def test_standard_input_has_its_known_problems_by_its_name(adopted):
    path = f".agents/sessions/{NAME}"
    done = run("-", "--stdin-filename", path, cwd=adopted, stdin=("\n".join(TWO.split("\n"))).encode())
    assert (done.returncode, done.stdout) == (0, "Nothing new in 1 session file.\n2 are in the baseline.\n")
    new = run("-", "--stdin-filename", path, cwd=adopted, stdin=TWO.replace("done", "gone").encode())
    assert (new.returncode, new.stderr) == (1, "")
    assert run("-", cwd=adopted, stdin=TWO.encode()).returncode == 1


def test_fixing_goes_on_as_ever_and_what_remains_is_held_against_the_baseline(repository):
    write(repository, EMPTY.replace("in_progress", "In Progress"))
    run("--write-baseline", FILE, cwd=repository)
    done = run("--baseline", FILE, "--fix", cwd=repository)
    assert (done.returncode, done.stdout) == (
        0,
        "Fixed 1 problem.\nNothing new in 1 session file.\n1 is in the baseline.\n",
    )
    assert "1 entry is stale" in done.stderr
    assert "status: in_progress" in (repository / ".agents" / "sessions" / NAME).read_text(encoding="utf-8")


def test_entries_follow_a_file_that_a_fix_renames(repository):
    write(repository, TWO, MISNAMED)
    run("--write-baseline", FILE, cwd=repository)
    assert known(repository) == [(MISNAMED, "SL103"), (MISNAMED, "SL201"), (MISNAMED, "SL303")]
    done = run("--baseline", FILE, "--fix", "--unsafe-fixes", cwd=repository)
    assert (done.returncode, done.stdout) == (
        0,
        "Fixed 1 problem.\nNothing new in 1 session file.\n2 are in the baseline.\n",
    )
    assert os.listdir(repository / ".agents" / "sessions") == [RENAMED]
    assert known(repository) == [(RENAMED, "SL103"), (RENAMED, "SL201"), (RENAMED, "SL303")]
    assert run("--baseline", FILE, "--prune-baseline", cwd=repository).returncode == 0
    assert known(repository) == [(RENAMED, "SL201"), (RENAMED, "SL303")]


def test_entries_beside_the_sessions_are_no_references_to_them(repository):
    write(repository, TWO, MISNAMED)
    place = f".agents/{FILE}"
    run("--write-baseline", place, cwd=repository)
    assert "b/.agents/session-lint" not in run("--baseline", place, "--diff", "--unsafe-fixes", cwd=repository).stdout
    assert run("--baseline", place, "--fix", "--unsafe-fixes", cwd=repository).returncode == 0
    assert known(repository, place) == [(RENAMED, "SL103"), (RENAMED, "SL201"), (RENAMED, "SL303")]


def test_a_diff_moves_no_entries(repository):
    write(repository, TWO, MISNAMED)
    run("--write-baseline", FILE, cwd=repository)
    before = (repository / FILE).read_bytes()
    assert run("--baseline", FILE, "--diff", "--unsafe-fixes", cwd=repository).returncode == 1
    assert (repository / FILE).read_bytes() == before


def test_names_of_any_bytes_are_known(repository):
    folder = os.fsencode(repository / ".agents" / "sessions")
    for name in (b"20251204-143000-a\xff.md", b"20251204-143000-a\\xff.md", "20251204-143000-\u202e.md".encode()):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(BAD.encode())
    run("--write-baseline", FILE, cwd=repository)
    text = (repository / FILE).read_bytes().decode("utf-8")
    assert "\u202e" not in text
    done = run("--baseline", FILE, cwd=repository)
    assert (done.returncode, done.stdout.startswith("Nothing new in 3 session files."), done.stderr) == (0, True, "")
    os.unlink(os.path.join(folder, b"20251204-143000-a\xff.md"))
    stale = run("--baseline", FILE, "--verbose", cwd=repository).stderr
    assert stale.count("stale: .agents/sessions/20251204-143000-a\\xff.md") == stale.count("stale: ") > 0


@pytest.mark.parametrize("path", ["", "/", "..", "\\u0000", "\\ud800", "a/../../b", "\\\\udcff"])
def test_entries_of_odd_paths_do_no_harm(repository, path):
    write(repository, GOOD)
    entry = f'{{"path": "{path}", "rule": "SL201", "fingerprint": "0f"}}'
    (repository / FILE).write_text(f'{{"version": 1, "entries": [{entry}, {entry}]}}', encoding="utf-8")
    done = run("--baseline", FILE, "--verbose", cwd=repository)
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n")
    assert "\0" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--baseline", FILE, "--no-baseline"), "--baseline and --no-baseline exclude each other"),
        (("--write-baseline", FILE, "--baseline", FILE), "--write-baseline and --baseline exclude each other"),
        (("--write-baseline", FILE, "--fix"), "--write-baseline and --fix exclude each other"),
        (("--write-baseline", FILE, "--prune-baseline"), "--write-baseline and --prune-baseline exclude each other"),
        (("--baseline", FILE, "--prune-baseline", "--diff"), "--prune-baseline and --diff exclude each other"),
        (("--prune-baseline",), "--prune-baseline without a baseline"),
        (("--write-baseline", FILE, "-"), "--write-baseline is about files, and not about standard input"),
    ],
)
def test_what_makes_no_sense_together_is_said(repository, arguments, message):
    write(repository, BAD)
    run("--write-baseline", FILE, cwd=repository)
    before = (repository / FILE).read_bytes()
    done = run(*arguments, cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"session-lint: error: {message}\n  help: ")
    assert (repository / FILE).read_bytes() == before


def test_a_file_with_too_many_problems_is_named_when_the_baseline_is_written(repository):
    agents = "".join(f"    - {{agent: a, task: t, status: s{number}}}\n" for number in range(150))
    write(repository, GOOD.replace("---\n# ", f"  spawned_agents:\n{agents}---\n# "))
    done = run("--write-baseline", FILE, cwd=repository)
    assert done.stderr.splitlines()[1] == (
        f"session-lint: .agents/sessions/{NAME}: only the 100 gravest of its diagnostics are known; "
        "what is behind them will be new"
    )
    assert (
        run("--baseline", FILE, cwd=repository).stdout == "Nothing new in 1 session file.\n100 are in the baseline.\n"
    )


def test_the_schema_can_be_printed():
    done = run("schema", "baseline", cwd=Path(__file__).parent)
    assert json.loads(done.stdout)["title"] == "Baseline of session-lint"


def test_the_library_leaves_out_what_is_known(adopted):
    workspace = Workspace.open(str(adopted))
    now = datetime.fromisoformat(NOW)
    report = workspace.check(now=now)
    assert (report.diagnostics, report.baselined, report.stale) == ((), 4, ())
    path = f".agents/sessions/{NAME}"
    unsaved = workspace.check(overlay={path: TWO.replace("done", "gone")}, now=now)
    assert [(one.code, one.path) for one in unsaved.diagnostics] == [("SL201", path)]
    assert unsaved.baselined == 1


def test_entries_follow_only_files_that_were_renamed(repository):
    write(repository, TWO, MISNAMED)
    write(repository, TWO, "20251204-143000-PLT-12-renewals.md")
    run("--write-baseline", FILE, cwd=repository)
    (repository / "session-lint.toml").write_text(CONFIG, encoding="utf-8")
    workspace = Workspace.open(str(repository))
    fixed = workspace.fix(unsafe=True)
    write(repository, TWO + "\n", MISNAMED)  # somebody else is faster
    written = workspace.apply(fixed.patch)
    assert [one.path for one in written.refused] == [f".agents/sessions/{MISNAMED}"]
    assert {path for path, _ in known(repository)} == {MISNAMED, "20251204-143000-renewals.md"}

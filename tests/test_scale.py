"""Runs over many files by several processes: the same bytes whoever does the work, and an end whatever happens to it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from session_lint.formats import FORMATS
from session_lint.testing import NOW
from session_lint.workers import cores, forks, parcels
from session_lint.workers.chunks import Chunk
from session_lint.workspace import Crew, Workspace

from .test_cli import GOOD, run
from .test_git import commit, git, own_git, write
from .test_plugins import install, site

__all__ = ("own_git", "site")

FOLDER = ".agents/sessions"
COUNT = 24
MISTAKES = (
    ("in_progress", "In Progress"),
    ("## Context", "## context:"),
    ('title: "Weather fallback"', "title: "),
    ("A cache is written", f"As [before]({COUNT}-gone.md), see `{FOLDER}/20251101-000000-gone.md`"),
    ("## Next Steps", "## Afterwards\n\n<!-- session-lint: ignore SL304 -->\n"),
    ("2025-12-04T15:00:00Z", "2025-11-01"),
    ("session:", "session: [", ),
)  # fmt: skip


def text(number: int) -> str:
    """Give a session with some of the mistakes; three have one issue, so that each must know of the others."""
    made = GOOD.replace("14:30:00Z", f"14:30:{number:02}Z")
    for at, (right, wrong) in enumerate(MISTAKES):
        if (number + at) % 4 == 0:
            made = made.replace(right, wrong, 1)
    return made.replace("  status:", f'  linear_issue: "PLT-{number % 9}"\n  status:', 1)


def name(number: int) -> str:
    return f"{FOLDER}/20251204-1430{number:02}-{'PLT-7-' if number % 5 == 0 else ''}weather-{number}.md"


@pytest.fixture(scope="module")
def tree(tmp_path_factory, own_git_of_all) -> Path:
    """A repository in which sessions are clean and broken, new, changed, renamed and gone, with a baseline."""
    del own_git_of_all
    root = tmp_path_factory.mktemp("tree")
    git(root, "init", "--quiet", "--initial-branch", "main")
    for number in range(COUNT):
        write(root, text(number), name(number))
    for number in (1, 2):
        write(root, text(number), f"packages/a/{name(number)}")
    (root / FOLDER / "20251204-150000-bytes.md").write_bytes(b"\xff\xfe")
    write(root, f"- `{name(3)}`\n- `{FOLDER}/20240101-000000-never.md`\n", ".agents/plan.md")
    commit(root)
    subprocess.run(
        [sys.executable, "-m", "session_lint", "--write-baseline", "known.json", f"{root}/{name(0)}", f"{root}/{name(4)}"],
        cwd=root, check=True, capture_output=True, env={**os.environ, "SESSION_LINT_NOW": NOW.isoformat()},
    )  # fmt: skip
    commit(root)
    git(root, "switch", "--quiet", "--create", "work")
    for number in (5, 6, 7, 8):
        write(root, text(number) + "\nMore was done.\n", name(number))
    git(root, "mv", name(9), name(9).replace("weather", "wind"))
    git(root, "rm", "--quiet", name(3))
    write(root, text(1), f"{FOLDER}/20251205-090000-new.md")
    git(root, "add", "--all")
    write(root, text(10) + "\nAnd more.\n", name(10))
    return root


@pytest.fixture(scope="module")
def own_git_of_all(tmp_path_factory):
    """Git without the developer's own config, for all tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path_factory.mktemp("git") / "none"))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A")
            patch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
        yield


def said(root: Path, *arguments: str, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    done = run(*arguments, cwd=root, stdin=stdin, **environment)
    return done.returncode, done.stdout, done.stderr


CALLS = [
    *(pytest.param(("--output-format", form), id=form) for form in FORMATS),
    pytest.param(("--baseline", "known.json", "--output-format", "gitlab"), id="with a baseline"),
    pytest.param(("--since", "main", "--output-format", "concise"), id="since"),
    pytest.param(("--staged", "--output-format", "concise"), id="staged"),
    pytest.param(("--diff",), id="diff"),
    pytest.param(("--diff", "--unsafe-fixes"), id="unsafe diff"),
    pytest.param(("--no-ignores", "--statistics"), id="without ignores"),
    pytest.param(("--add-ignores=later", "--diff"), id="ignores"),
    pytest.param(("--select", "ALL", "--output-format", "json"), id="all rules"),
    pytest.param(("-", "--stdin-filename", name(5), "--fix"), id="standard input"),
    pytest.param((FOLDER, "--output-format", "full"), id="a folder"),
]


@pytest.mark.parametrize("arguments", CALLS)
def test_the_output_is_the_same_for_any_number_of_processes(tree, arguments):
    stdin = text(5).encode() if "-" in arguments else b""
    alone = said(tree, "--jobs", "1", *arguments, stdin=stdin)
    assert alone[1]
    assert [said(tree, "--jobs", jobs, *arguments, stdin=stdin) for jobs in ("2", "5")] == [alone] * 2


@pytest.mark.parametrize("unsafe", [(), ("--unsafe-fixes",)], ids=["safe", "unsafe"])
def test_fixing_leaves_the_same_files_for_any_number_of_processes(tree, tmp_path, unsafe):
    outcomes = []
    for jobs in ("1", "3"):
        root = tmp_path / jobs
        shutil.copytree(tree, root)
        outcome = said(root, "--jobs", jobs, "--fix", "--show-fixes", *unsafe)
        found = {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / ".agents").rglob("*.md"))}
        outcomes.append((outcome, found))
    assert outcomes[0] == outcomes[1]
    assert "Fixed " in outcomes[0][0][2]


def test_a_baseline_is_the_same_for_any_number_of_processes(tree, tmp_path):
    written = []
    for jobs in ("1", "4"):
        root = tmp_path / jobs
        shutil.copytree(tree, root)
        assert said(root, "--jobs", jobs, "--write-baseline", "new.json")[0] == 0
        written.append((root / "new.json").read_bytes())
    assert written[0] == written[1]


# -- executors


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_an_executor_gives_the_same_report(tree, kind):
    workspace = Workspace.open(str(tree))
    executor: Executor = (
        ThreadPoolExecutor(2) if kind == "threads" else ProcessPoolExecutor(2, mp_context=get_context("spawn"))
    )
    paths = [str(tree)]
    alone = workspace.check(paths, now=NOW)
    with executor:
        assert workspace.check(paths, now=NOW, executor=executor) == alone
        assert workspace.check(now=NOW, executor=executor) == workspace.check(now=NOW)


def test_what_an_executor_gets_is_small_and_needs_no_file(tree):
    """Whoever gets a parcel and its chunks may be another machine."""
    workspace = Workspace.open(str(tree))
    alone = workspace.check(now=NOW)
    elsewhere: list[tuple[int, Chunk]] = []

    class Elsewhere(ThreadPoolExecutor):
        def submit(self, function: Any, /, *given: Any, **named: Any) -> Future[Any]:
            parcel, chunk = given
            elsewhere.append((len(parcel), chunk))
            return super().submit(function, *given, **named)

    with Elsewhere(1) as executor:
        assert workspace.check(now=NOW, executor=executor) == alone
    assert max(size for size, _ in elsewhere) < 100_000
    assert all(chunk.handed and chunk.handed.contents.keys() == {*chunk.paths} for _, chunk in elsewhere)


def test_a_rule_of_a_plugin_goes_by_its_code(tree, site, tmp_path):
    root = tmp_path / "tree"
    shutil.copytree(tree, root)
    (root / "session-lint.toml").write_text('plugins = ["acme"]\n', encoding="utf-8")
    install(site)
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from session_lint.testing import NOW\n"
        "from session_lint.workspace import Workspace\n"
        "workspace = Workspace.open('.')\n"
        "found = workspace.check(now=NOW)\n"
        "assert workspace.check(now=NOW, executor=ThreadPoolExecutor(2)) == found\n"
        "print(sum(one.code == 'ACME001' for one in found.diagnostics))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, f"{COUNT + 2}\n"), done.stderr


# -- what may happen to a process

PLUGIN = '''
import os, signal, threading, time
from session_lint.diagnostic import Severity
from session_lint.rule import SessionRule
{top}

class Bad(SessionRule):
    """A thing holds."""

    code, name, severity = "ACME001", "a-thing", Severity.WARNING

    def check(self, session):
        if session.path.endswith("-11.md"):
            {does}
        return iter(())
'''


def plugged(tree: Path, site: Path, tmp_path: Path, does: str = "pass", top: str = "") -> Path:
    """Give a copy of the tree whose config names a plugin that does something at one of the files."""
    root = tmp_path / "plugged"
    shutil.copytree(tree, root)
    (root / "session-lint.toml").write_text('plugins = ["acme"]\n', encoding="utf-8")
    install(site, PLUGIN.format(does=does, top=top))
    return root


THREAD = "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()"


@pytest.mark.skipif(sys.platform != "linux", reason="copies of the process are made on Linux")
def test_a_process_that_is_killed_ends_the_run_with_2(tree, site, tmp_path):
    root = plugged(tree, site, tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    code, out, err = said(root, "--jobs", "2", PYTHONPATH=str(site))
    assert (code, out) == (2, "")
    assert err == (
        "session-lint: error: a process that judged 1 file was killed by SIGKILL, perhaps because memory ran out\n"
        "  help: nothing was written; run again with `--jobs 1`, which takes one process\n"
    )


def test_a_fresh_process_that_is_killed_ends_the_run_with_2(tree, site, tmp_path):
    root = plugged(tree, site, tmp_path, "os.kill(os.getpid(), signal.SIGKILL)", THREAD)
    code, out, err = said(root, "--jobs", "2", PYTHONPATH=str(site))
    assert (code, out) == (2, "")
    assert err.startswith("session-lint: error: a process that judged files has died: ")


@pytest.mark.parametrize("top", ["", THREAD], ids=["copies", "fresh ones, since the plugin has a thread"])
def test_what_a_plugin_raises_is_told_as_in_one_process(tree, site, tmp_path, top):
    root = plugged(tree, site, tmp_path, "raise ValueError('so it is')", top)
    alone = said(root, "--jobs", "1", PYTHONPATH=str(site))
    assert alone[0] == 2
    assert "ValueError: so it is" in alone[2]
    assert said(root, "--jobs", "3", PYTHONPATH=str(site)) == alone


def test_a_plugin_with_a_thread_is_not_copied(tree, site, tmp_path):
    root = plugged(tree, site, tmp_path, top=THREAD)
    alone = said(root, "--jobs", "1", PYTHONPATH=str(site))
    assert said(root, "--jobs", "2", PYTHONPATH=str(site)) == alone


def await_the_end_of_all(group: int) -> None:
    """Wait until no process of a group is left; what `multiprocessing` keeps beside its pools ends a little later."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left")


@pytest.mark.parametrize("whom", ["all", "the first"])
@pytest.mark.parametrize("top", ["", THREAD], ids=["copies", "fresh ones"])
def test_ctrl_c_ends_all_processes(tree, site, tmp_path, top, whom):
    root = plugged(tree, site, tmp_path, f"open({str(tmp_path / 'begun')!r}, 'w').close(); time.sleep(60)", top)
    process = subprocess.Popen(
        [sys.executable, "-m", "session_lint", "--jobs", "2"], cwd=root, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(site)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.02)
    (os.killpg if whom == "all" else os.kill)(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=40)  # the pipes end when all who have them do
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    await_the_end_of_all(process.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="copies of the process are made on Linux")
def test_no_process_is_left_when_the_first_one_is_killed(tree, site, tmp_path):
    root = plugged(tree, site, tmp_path, f"open({str(tmp_path / 'begun')!r}, 'w').close(); time.sleep(1)")
    process = subprocess.Popen(
        [sys.executable, "-m", "session_lint", "--jobs", "2"], cwd=root, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(site)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not (tmp_path / "begun").exists():
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=40)
    await_the_end_of_all(process.pid)


def test_where_there_can_be_no_other_process_one_does_the_work_and_says_so_if_asked(tree):
    """A worker of a pool may have none of its own, and a thread forbids copies."""
    program = (
        "import multiprocessing, sys, threading, time\n"
        "from dataclasses import replace\n"
        "from session_lint.workspace import Crew, Workspace\n"
        "def work(jobs):\n"
        "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "    workspace = replace(Workspace.open('.'), crew=Crew(jobs, note=lambda note: print(note, flush=True)))\n"
        "    print(len(workspace.check().checked), flush=True)\n"
        "if __name__ == '__main__':\n"
        "    for jobs in (None, 2):\n"
        "        one = multiprocessing.Process(target=work, args=(jobs,), daemon=True)\n"
        "        one.start()\n"
        "        one.join()\n"
        "        assert one.exitcode == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False, timeout=60
    )
    count = len(Workspace.open(str(tree)).check([str(tree)]).checked)
    note = (
        "one process does the work, since there can be no others here: "
        "OSError: a worker of another pool may have no processes of its own"
    )
    assert done.stdout.split("\n")[:-1] == [str(count), note, note, str(count)], done.stderr


@pytest.mark.parametrize("given", ["-1", "1.5", "1000", "٣", ""])
def test_a_number_of_processes_that_is_none_is_refused(tree, given):
    code, _, err = said(tree, f"--jobs={given}")
    assert code == 2
    assert err.startswith(f"session-lint: error: --jobs is {f'`{given}`' if given else 'empty'}; expected a number")


def test_the_variable_holds_where_no_option_is_given(tree):
    assert "SESSION_LINT_JOBS is `many`" in said(tree, SESSION_LINT_JOBS="many")[2]
    assert said(tree, "--jobs", "2", SESSION_LINT_JOBS="many")[0] == 1


def test_there_is_always_a_core():
    assert 1 <= cores.available() <= (os.cpu_count() or 1)


def test_few_files_are_worth_no_other_process():
    assert not Crew(None).is_used(10)
    assert not Crew(1).is_used(100_000)
    assert Crew(2).is_used(10)


def test_an_error_that_cannot_be_sent_is_told_by_its_words():
    class OddError(Exception):
        pass

    told = forks.told(OddError("so it is"))
    assert (type(told), str(told)) == (RuntimeError, "OddError: so it is")


def test_a_parcel_holds_what_was_put_into_it(tree):
    config = Workspace.open(str(tree)).config
    assert parcels.opened(parcels.packed(config)) == config

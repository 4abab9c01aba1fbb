"""The fast lane and the ordinary way say the same of what git knows, in the states in which people leave repositories."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from session_lint import fast_lane

from .samples import FULL, NAME, NOW, PAUSED
from .test_calls import LANE, loaded
from .twin import FOLDER, PATH, other, takes_lane, write

LATER = FULL.replace("05T09:00:00Z", "05T09:30:00Z").replace("Written.", "Written and read.")
SAME_TIME = FULL.replace("Written.", "Written and read.")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT_", "FORCE_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SESSION_LINT_NOW", NOW)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.org")


def git(root: Path, *arguments: str, ok: bool = True) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert not ok or done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A step")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with three sessions, all committed."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    write(folder)
    for number in (1, 2):
        write(folder, *other(number))
    commit(folder)
    return folder


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        pytest.param(FULL, True, id="unchanged"),
        pytest.param(LATER, True, id="changed and bumped"),
        pytest.param(LATER.replace("in_progress", "paused", 1), True, id="paused"),
        pytest.param(SAME_TIME, False, id="changed and not bumped"),
        pytest.param(FULL + "\n", False, id="a line end more"),
        pytest.param(FULL.replace("05T09:00:00Z", "05T08:00:00Z"), False, id="backwards"),
        pytest.param(LATER.replace("04T14:30:00Z", "04T14:30:01Z"), False, id="created changed"),
        pytest.param(LATER.replace("\n", "\r\n"), False, id="CRLF"),
    ],
)
@pytest.mark.parametrize("staged", [False, True], ids=["in the working tree", "staged"])
def test_a_change_counts_the_same(root, text, taken, staged):
    write(root, text)
    if staged:
        git(root, "add", "--all")
    assert takes_lane(root, "check", "--force-exclude", PATH) is taken
    assert takes_lane(root) is taken
    assert takes_lane(root, "check", "--select", "SL405,SL6") is ("\r" not in text)


@pytest.mark.parametrize(
    ("before", "taken"),
    [
        pytest.param(FULL.replace("in_progress", "completed", 1), False, id="completed"),
        pytest.param(FULL.replace("in_progress", "done", 1), True, id="a status that is none"),
        pytest.param(FULL.replace("## Context", "## Nothing", 1), True, id="a section missing"),
        pytest.param(FULL.replace('"2025-12-05T09:00:00Z"', "2025-12-05T09:00:00Z"), False, id="times without quotes"),
        pytest.param(FULL.replace("\n", "\r\n"), False, id="CRLF"),
        pytest.param("Text.\n", False, id="no session"),
        pytest.param("", False, id="empty"),
        pytest.param(b"\xff", False, id="no text"),
        pytest.param(FULL + "x\n" * 600_000, True, id="too large"),
    ],
)
def test_what_a_session_was_counts_the_same(root, before, taken):
    write(root, before)
    commit(root)
    write(root, LATER)
    assert takes_lane(root, PATH) is taken


def test_a_new_session_counts_the_same(root):
    write(root, *other(3))
    assert takes_lane(root, other(3)[1])
    git(root, "add", "--all")
    assert takes_lane(root, other(3)[1])
    assert takes_lane(root)
    git(root, "rm", "--quiet", "--cached", PATH)
    assert not takes_lane(root, other(3)[1])


def test_a_session_that_is_no_longer_tracked_counts_the_same(root):
    git(root, "rm", "--quiet", "--cached", PATH)
    assert takes_lane(root, PATH)
    write(root, LATER)
    assert takes_lane(root, PATH)
    write(root, SAME_TIME)
    assert not takes_lane(root, PATH)  # though the rules would be silent


@pytest.mark.parametrize("bumped", [False, True])
@pytest.mark.parametrize("staged", [False, True])
def test_a_renamed_session_counts_the_same(root, bumped, staged):
    git(root, "mv", PATH, f"{FOLDER}/20251204-143000-another-name.md")
    write(root, LATER if bumped else SAME_TIME, f"{FOLDER}/20251204-143000-another-name.md")
    if staged:
        git(root, "add", "--all")
    assert not takes_lane(root, f"{FOLDER}/20251204-143000-another-name.md")
    assert not takes_lane(root)


def test_a_deleted_session_counts_the_same(root):
    (root / other(1)[1]).unlink()
    assert takes_lane(root)
    write(root, f"See {other(1)[1]}.\n", ".agents/plan.md")
    assert not takes_lane(root)
    git(root, "add", "--all")
    assert not takes_lane(root, "check", "--select", "SL405,SL6")


def test_a_merge_in_progress_counts_the_same(root):
    git(root, "checkout", "--quiet", "-b", "side")
    write(root, LATER)
    commit(root)
    git(root, "checkout", "--quiet", "main")
    write(root, SAME_TIME.replace("read", "sung"))
    commit(root)
    git(root, "merge", "side", ok=False)
    assert not takes_lane(root, PATH)
    write(root, LATER)
    assert takes_lane(root, PATH)
    write(root, *other(4))  # a new one, while another is in conflict
    takes_lane(root, other(4)[1])


def test_what_is_staged_in_part_counts_the_same(root):
    write(root, SAME_TIME)
    git(root, "add", "--all")
    write(root, LATER)
    assert takes_lane(root, PATH)
    write(root, FULL)
    assert takes_lane(root, PATH)


def test_a_repository_without_a_commit_counts_the_same(tmp_path):
    git(tmp_path, "init", "--quiet")
    write(tmp_path)
    assert takes_lane(tmp_path, PATH)
    git(tmp_path, "add", "--all")
    assert takes_lane(tmp_path, PATH)
    assert takes_lane(tmp_path)


def test_a_detached_head_and_packed_objects_count_the_same(root):
    git(root, "checkout", "--quiet", "--detach")
    git(root, "gc", "--quiet", "--prune=now")
    write(root, LATER)
    assert takes_lane(root, PATH)


def test_a_worktree_counts_the_same(root, tmp_path):
    git(root, "worktree", "add", "--quiet", str(tmp_path / "worktree"))
    write(tmp_path / "worktree", LATER)
    assert takes_lane(tmp_path / "worktree", PATH)
    write(tmp_path / "worktree", SAME_TIME)
    assert not takes_lane(tmp_path / "worktree", PATH)
    git(root, "worktree", "add", "--quiet", str(root / "inside"), "-b", "inside")
    assert not takes_lane(root)


def test_a_submodule_counts_the_same(root, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(root), "inner")
    commit(outer)
    write(outer / "inner", LATER)
    assert takes_lane(outer / "inner", PATH)
    assert not takes_lane(outer, f"inner/{PATH}")
    assert not takes_lane(outer)


def test_a_sparse_checkout_counts_the_same(root):
    write(root, "x\n", "src/x.txt")
    commit(root)
    git(root, "sparse-checkout", "set", ".agents")
    write(root, LATER)
    assert takes_lane(root, PATH)
    git(root, "sparse-checkout", "set", "src")
    takes_lane(root)


def test_a_package_of_a_monorepo_counts_the_same(root):
    path = f"packages/one/{PATH}"
    write(root, FULL, path)
    commit(root)
    write(root, LATER, path)
    assert takes_lane(root, path)
    assert takes_lane(root / "packages/one", str(root / path))
    assert takes_lane(root / "packages", "./one/.agents/sessions/")
    assert takes_lane(root / "packages")  # all of the repository is meant


@pytest.mark.parametrize("package", ["a\nb", "a b", '"a"', "a\tb", "HEAD:a", "a:b", "-a", "\u00e4"])
def test_a_package_of_any_name_counts_the_same(root, package):
    write(root, FULL, f"{package}/{PATH}")
    write(root, "x", "a/x")
    commit(root)
    takes_lane(root)
    write(root, SAME_TIME, f"{package}/{PATH}")
    assert not takes_lane(root)


@pytest.mark.parametrize(
    "path", ["pkg/", "pkg/.", "./pkg", f"pkg/./{PATH}", f"./pkg/{PATH}", f"pkg/.agents/./sessions/{NAME}"]
)
@pytest.mark.parametrize("absolute", [False, True])
def test_a_path_in_any_spelling_counts_the_same(root, path, absolute):
    write(root, FULL, f"pkg/{PATH}")
    commit(root)
    given = f"{root}/{path}" if absolute else path
    assert takes_lane(root, given)
    write(root, SAME_TIME, f"pkg/{PATH}")
    assert not takes_lane(root, given)


def test_an_ignored_session_counts_the_same(root):
    write(root, ".agents/\n", ".gitignore")
    write(root, *other(5))
    assert takes_lane(root, other(5)[1])


def test_a_link_in_the_commit_counts_the_same(root):
    (root / other(6)[1]).symlink_to(NAME)
    commit(root)
    (root / other(6)[1]).unlink()
    write(root, *other(6))
    assert not takes_lane(root, other(6)[1])


def test_a_newer_kind_of_repository_counts_the_same(tmp_path):
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    write(tmp_path)
    commit(tmp_path)
    assert not takes_lane(tmp_path, PATH)


@pytest.mark.parametrize("damage", ["HEAD", "objects", "config", "index"])
def test_a_damaged_repository_counts_the_same(root, damage):
    write(root, LATER)
    write(root, *other(7))
    place = root / ".git" / damage
    if damage == "objects":
        for path in place.rglob("*"):
            if path.is_file():
                path.chmod(0o600)
                path.write_bytes(b"x")
    else:
        place.write_bytes(b"x")
    takes_lane(root, PATH)
    takes_lane(root, other(7)[1])
    takes_lane(root)


def test_hostile_settings_run_nothing(root, tmp_path, monkeypatch):
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o700)
    for name in ("core.fsmonitor", "core.pager", "core.editor", "diff.external", "core.sshCommand", "core.askPass"):
        git(root, "config", name, str(trap))
    git(root, "config", "core.hooksPath", str(tmp_path))
    git(root, "config", "filter.x.smudge", str(trap))
    write(root, "* filter=x diff=x\n", ".gitattributes")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_PAGER", str(trap))
    monkeypatch.setenv("GIT_TRACE2", str(tmp_path / "trace"))
    write(root, LATER)
    write(root, *other(8))
    assert takes_lane(root, PATH, other(8)[1])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["repository", "trap"]


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES"]
)
def test_variables_that_name_another_repository_count_for_nothing(root, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, str(tmp_path))
    write(root, LATER)
    assert takes_lane(root, PATH)


@pytest.mark.parametrize(
    ("index", "taken"), [(".git/index", True), ("{root}/.git/index", True), ("/nowhere/index", False), ("index", False)]
)
def test_the_index_of_a_hook_counts_the_same(root, monkeypatch, index, taken):
    monkeypatch.setenv("GIT_INDEX_FILE", index.format(root=root))
    write(root, *other(9))
    assert takes_lane(root, other(9)[1]) is taken


@pytest.mark.parametrize("program", ["absent", "#!/bin/sh\nexit 1\n", "#!/bin/sh\necho nonsense\n", "#!/bin/sh\nyes\n"])
def test_a_git_that_is_none_counts_the_same(root, tmp_path, monkeypatch, program):
    (tmp_path / "bin").mkdir()
    if program != "absent":
        (tmp_path / "bin" / "git").write_text(program)
        (tmp_path / "bin" / "git").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin" + ("" if program == "absent" else f":{os.environ['PATH']}"))
    monkeypatch.chdir(root)
    assert fast_lane.answer([PATH]) is None
    if program != "#!/bin/sh\nyes\n":  # the ordinary way waits for its end
        assert not takes_lane(root, PATH)


def test_a_git_that_hangs_is_given_up(root, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "bin" / "git").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    with pytest.raises(fast_lane.Doubt):
        fast_lane.judged(str(root), [PATH], 1764928800, patience=0.2)


ASK = """
import os
from session_lint import fast_lane

def descriptors():
    return sorted(os.listdir("/proc/self/fd")) if os.path.exists("/proc/self/fd") else []

before = descriptors()
for _ in range(5):
    fast_lane.answer([{path!r}])
    fast_lane.answer([])
assert descriptors() == before
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("nothing is left")
"""


@pytest.mark.parametrize("text", [LATER, SAME_TIME, PAUSED], ids=["clean", "not bumped", "paused"])
def test_no_process_and_no_descriptor_is_left(root, text):
    write(root, text)
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(path=PATH)], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == "nothing is left\n"


def test_it_loads_nothing_but_itself(root):
    write(root, LATER)
    found = loaded(root, "check", "--force-exclude", PATH)
    modules = {"session_lint.fast_lane.past", *LANE}
    assert {one for one in found if one not in ("_thread", *sys.builtin_module_names)} == modules

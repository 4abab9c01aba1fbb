"""What is asked of git, with real repositories in all the states in which people and machines leave them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from session_lint.failure import Failure
from session_lint.git import Repository, comparing
from session_lint.git.earlier import Earlier
from session_lint.history import Against, Past
from session_lint.workspace import Workspace

PATH = ".agents/sessions/20251204-143000-weather.md"
TEXT = '---\nsession:\n  last_updated: "2025-12-04T16:05:00Z"\n---\nA cache is written.\n'
GLOBS = ("**/.agents/sessions/*.md",)
SAYS = "the session was changed, and `session.last_updated` is still `2025-12-04T16:05:00Z`; expected the time of the change"
LIMIT = 1 << 20

_IDENTITY = {"NAME": "Somebody", "EMAIL": "somebody@example.org"}


@pytest.fixture(autouse=True)
def own_git(monkeypatch):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        for key, value in _IDENTITY.items():
            monkeypatch.setenv(f"GIT_{role}_{key}", value)


def git(root: Path, *arguments: str, ok: bool = True) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert not ok or done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def write(root: Path, text: str, path: str = PATH) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "A step")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one session, which has been changed since the commit."""
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch", "main")
    write(root, TEXT)
    commit(root)
    write(root, TEXT + "More.\n")
    return root


def past(root: Path, *paths: str, since: str | None = None, seconds: float = 30, limit: int = LIMIT) -> Past:
    def read(path: str) -> bytes | None:
        place = root / path
        return place.read_bytes() if place.is_file() else None

    asked = paths or (PATH,)
    return Repository(str(root), seconds).past(asked, comparing(asked, read), GLOBS, limit, Against(since))


def says(root: Path, **asked: str) -> list[tuple[str, str]]:
    """Give what the rule on updates says in a repository."""
    found = Workspace.open(str(root)).check([str(root)], **asked)  # type: ignore[arg-type]
    return [(one.path, one.message) for one in found.diagnostics if one.code == "SL501"]


def test_a_changed_file_has_the_text_of_the_last_commit(repository):
    assert past(repository) == Past({PATH: TEXT.encode()})
    assert says(repository) == [(PATH, SAYS)]


def test_an_unchanged_file_is_known_to_be_the_same(repository):
    write(repository, TEXT)
    assert past(repository) == Past(same=frozenset({PATH}))


def test_a_file_that_is_not_in_the_repository_has_no_past(repository, tmp_path):
    write(tmp_path, TEXT, "elsewhere.md")
    assert past(repository, str(tmp_path / "elsewhere.md"), "-", "../elsewhere.md") == Past()


@pytest.mark.parametrize(
    ("change", "since", "count"),
    [
        pytest.param("", None, 1, id="unchanged"),
        pytest.param("More.\n", None, 3, id="changed"),
        pytest.param("More.\n", "main", 4, id="since"),
    ],
)
def test_the_number_of_processes_is_that_of_the_questions_and_not_of_the_files(
    repository, tmp_path, monkeypatch, change, since, count
):
    for number in range(300):
        write(repository, TEXT, f"pkg{number % 7}/.agents/sessions/20251204-143{number:03}-a.md")
    write(repository, TEXT)
    commit(repository)
    paths = sorted(str(path.relative_to(repository)) for path in repository.rglob("*.md"))
    for path in paths:
        write(repository, TEXT + change, path)
    calls = tmp_path / "calls"
    fake_git(tmp_path, monkeypatch, f'echo "$*" >> {calls}\nexec {shutil.which("git")} "$@"\n')
    found = past(repository, *paths, since=since)
    assert (len(found.changed), len(found.same)) == ((301, 0) if change else (0, 301))
    assert len(calls.read_text(encoding="utf-8").splitlines()) == count


def fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put another `git` before the real one."""
    program = folder / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


ODD = [
    pytest.param(b".agents/sessions/a\nb.md", id="newline"),
    pytest.param(b".agents/sessions/a\xff\xfe.md", id="not-utf-8"),
    pytest.param(' "\\\tä天.md'.encode(), id="quoted"),
    pytest.param(b"*?[a]/:(top)x.md", id="pathspec"),
    pytest.param(b":/x.md", id="magic"),
    pytest.param(b"-x.md", id="option"),
]


@pytest.mark.parametrize("name", ODD)
def test_any_name_is_found(repository, name):
    path = os.fsdecode(name)
    write(repository, TEXT, path)
    commit(repository)
    assert past(repository, path).same == {path}
    write(repository, "Other.", path)
    assert past(repository, path).changed == {path: TEXT.encode()}


@pytest.mark.parametrize("name", ODD)
def test_a_rename_to_any_name_is_followed(repository, name):
    path = os.fsdecode(name)
    (repository / path).parent.mkdir(parents=True, exist_ok=True)
    git(repository, "mv", "--", PATH, path)
    assert past(repository, path).changed == {path: TEXT.encode()}


def test_more_folders_than_a_command_can_take_are_asked_for_at_once(repository):
    many = [f"{number:05}{'x' * 50}/.agents/sessions/a.md" for number in range(3000)]
    git(repository, "mv", PATH, "moved.md")
    write(repository, TEXT, "same.md")
    git(repository, "add", "same.md")
    git(repository, "commit", "--quiet", "--message", "One more", "same.md")
    assert past(repository, *many, "moved.md", "same.md") == Past(
        {"moved.md": TEXT.encode()}, frozenset({"same.md"}), {"moved.md": PATH}
    )


def test_a_repository_of_the_newer_kind_is_read(tmp_path):
    git(tmp_path, "init", "--quiet", "--object-format", "sha256")
    write(tmp_path, TEXT)
    write(tmp_path, TEXT, "b.md")
    commit(tmp_path)
    write(tmp_path, "Other.")
    assert past(tmp_path, PATH, "b.md") == Past({PATH: TEXT.encode()}, frozenset({"b.md"}))


def test_what_was_a_link_or_a_submodule_has_no_past(repository):
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "module.md")
    (repository / "link.md").symlink_to(PATH)
    commit(repository)
    shutil.rmtree(repository / "module.md")
    (repository / "link.md").unlink()
    for name in ("module.md", "link.md"):
        write(repository, TEXT, name)
    assert past(repository, "module.md", "link.md") == Past()


def test_an_old_text_over_the_limit_counts_as_none(repository):
    write(repository, "x" * 200_000, "large.md")
    commit(repository)
    write(repository, TEXT, "large.md")
    write(repository, "Other.")
    assert past(repository, "large.md", PATH, limit=1000) == Past({PATH: (TEXT + "More.\n").encode()})


def test_a_session_behind_a_linked_folder_has_no_past(repository):
    (repository / "link").symlink_to(".agents")
    commit(repository)
    assert past(repository, "link/sessions/20251204-143000-weather.md") == Past()


def test_a_conflict_is_no_trouble(repository):
    commit(repository)
    git(repository, "switch", "--quiet", "--create", "other", "HEAD~1")
    write(repository, TEXT + "Else.\n")
    commit(repository)
    assert "CONFLICT" in git(repository, "merge", "main", ok=False)
    assert past(repository) == Past({PATH: (TEXT + "Else.\n").encode()})


def test_line_ends_that_git_converts_are_no_change(repository):
    write(repository, TEXT)
    git(repository, "config", "core.autocrlf", "true")
    (repository / PATH).write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert past(repository) == Past(same=frozenset({PATH}))
    assert says(repository) == []


def test_a_text_that_is_not_saved_is_compared_too(repository):
    write(repository, TEXT)
    found = Workspace.open(str(repository)).check(overlay={PATH: TEXT + "More.\n"})
    assert [one.message for one in found.diagnostics if one.code == "SL501"] == [SAYS]


def broken(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").mkdir()


def unborn(root: Path) -> None:
    git(root, "switch", "--quiet", "--orphan", "new")
    write(root, TEXT)


@pytest.mark.parametrize("change", [broken, unborn])
def test_where_there_is_no_history_nothing_is_said(tmp_path, change):
    git(tmp_path, "init", "--quiet")  # a repository around it is another one's
    write(tmp_path, TEXT, f"inner/{PATH}")
    commit(tmp_path)
    root = tmp_path / "inner"
    git(root, "init", "--quiet")
    write(root, TEXT + "More.\n")
    commit(root)
    change(root)
    assert past(root) == Past()
    with pytest.raises(Failure, match="--since `main`: "):
        past(root, since="main")


def test_a_bare_repository_is_no_trouble(repository, tmp_path):
    git(repository, "config", "core.bare", "true")
    assert past(repository).notes == ()
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "bare")
    assert past(tmp_path / "bare", "HEAD") == Past()


def test_without_a_git_program_a_note_is_given(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    assert past(repository) == Past(notes=("the rules on history (SL5) are silent: there is no git program",))
    with pytest.raises(Failure) as failure:
        past(repository, since="main")
    assert failure.value.message == "--since `main`: there is no git program"


def test_a_git_program_that_cannot_be_run_is_said(repository, tmp_path, monkeypatch):
    fake_git(tmp_path, monkeypatch, "")
    (tmp_path / "bin" / "git").chmod(0o644)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert past(repository).notes == ("the rules on history (SL5) are silent: git cannot be run: permission denied",)


@pytest.mark.parametrize("word", ["ls-tree", "diff-index", "cat-file"])
def test_a_git_that_hangs_is_given_up(repository, tmp_path, monkeypatch, word):
    script = f'case "$*" in *{word}*) exec sleep 60;; esac\nexec {shutil.which("git")} "$@"\n'
    fake_git(tmp_path, monkeypatch, script)
    note = "the rules on history (SL5) are silent: git gave no answer within 0.5 seconds"
    assert past(repository, seconds=0.5) == Past(notes=(note,))


def test_what_git_complains_of_is_passed_on_in_printable_words(repository, tmp_path, monkeypatch):
    fake_git(tmp_path, monkeypatch, r"printf 'warning: x\nfatal: bad \033[2J\nmore\n' >&2; exit 128")
    assert past(repository).notes == (r"the rules on history (SL5) are silent: git says: bad \x1b[2J",)


def test_a_broken_index_is_said(repository):
    (repository / ".git" / "index").write_bytes(b"nonsense")
    (note,) = past(repository).notes
    assert note.startswith("the rules on history (SL5) are silent: git says: ")
    assert note.endswith("index file smaller than expected")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_is_refused_by_git_and_said(repository, monkeypatch):
    for path in (repository, *repository.rglob("*")):
        os.chown(path, 12345, 12345)
    (note,) = past(repository).notes
    assert note == (
        "the rules on history (SL5) are silent: git refuses to read this repository, which belongs to another user; "
        f"if you trust it: `git config --global --add safe.directory {repository}`"
    )
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(repository))
    assert past(repository) == Past({PATH: TEXT.encode()})


def test_nothing_that_a_repository_names_is_run(repository, tmp_path):
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    for name in ("core.fsmonitor", "diff.external", "diff.x.command", "diff.x.textconv", "core.pager"):
        git(repository, "config", name, str(trap))
    for name in (
        "filter.x.clean",
        "filter.x.smudge",
        "filter.x.process",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ):
        git(repository, "config", name, str(trap))
    hooks = repository / ".git" / "hooks"
    for name in ("post-index-change", "fsmonitor-watchman", "reference-transaction"):
        shutil.copy(trap, hooks / name)
    (repository / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    git(repository, "mv", PATH, "moved.md")
    (tmp_path / "sprung").unlink(missing_ok=True)
    os.utime(repository / "moved.md", (0, 0))
    expected = Past({"moved.md": TEXT.encode()}, renamed={"moved.md": PATH})
    assert past(repository, "moved.md") == expected
    assert past(repository, "moved.md", since="main") == expected
    assert not (tmp_path / "sprung").exists()
    git(repository, "status", ok=False)
    assert (tmp_path / "sprung").exists()  # the trap works


@pytest.mark.parametrize(
    "variable", ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE"]
)
def test_variables_of_another_repository_do_not_count(repository, tmp_path, monkeypatch, variable):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    place = {"GIT_WORK_TREE": other, "GIT_INDEX_FILE": other / ".git" / "index"}.get(variable, other / ".git")
    monkeypatch.setenv(variable, str(place))
    assert past(repository) == Past({PATH: TEXT.encode()})


@pytest.mark.parametrize("kind", ["repository", "worktree", "submodule"])
def test_a_hook_of_a_partial_commit_sees_what_is_committed(repository, tmp_path, kind):
    """`git commit PATH` commits an index of its own: here with a session that the usual one was told to forget."""
    write(repository, TEXT)
    place = repository
    if kind == "worktree":
        place = tmp_path / "worktree"
        git(repository, "worktree", "add", "--quiet", "-b", "other", str(place))
    if kind == "submodule":
        git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "module")
        place = repository / "module"
    hook = Path(git(place, "rev-parse", "--path-format=absolute", "--git-path", "hooks/pre-commit").strip())
    hook.parent.mkdir(exist_ok=True)
    python = f"{sys.executable} -m session_lint --select SL5 --output-format concise"
    hook.write_text(f"#!/bin/sh\nset > {tmp_path}/environment\nexec {python}\n", encoding="utf-8")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    git(place, "rm", "--quiet", "--cached", PATH)
    write(place, TEXT + "More.\n")
    assert says(place) == []
    said = git(place, "commit", "--message", "More", PATH, ok=False)
    assert f"{PATH}:3:17: SL501 {SAYS} [*]" in said
    assert "GIT_INDEX_FILE=" in (tmp_path / "environment").read_text(encoding="utf-8")
    write(place, TEXT.replace("16:05", "18:40") + "More.\n")
    git(place, "commit", "--quiet", "--message", "More", PATH)


def test_a_shallow_clone_has_a_last_commit_and_says_when_it_lacks_another(repository, tmp_path):
    commit(repository)
    git(repository, "switch", "--quiet", "--create", "work", "HEAD~1")
    write(repository, "Other.", "other.md")
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", repository.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    write(shallow, "Other.")
    assert past(shallow) == Past({PATH: TEXT.encode()})
    with pytest.raises(Failure) as failure:
        past(shallow, since="origin/main")
    assert (failure.value.message, failure.value.help) == (
        "--since `origin/main`: it and `HEAD` have no commit in common in what this shallow clone has",
        "get the whole history: `git fetch --unshallow`, or `fetch-depth: 0` where CI checks out",
    )


def test_a_partial_clone_does_not_fetch_what_it_lacks(repository, tmp_path):
    commit(repository)
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(repository, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(tmp_path, "clone", "--quiet", "--filter", "blob:none", repository.as_uri(), "partial")
    partial = tmp_path / "partial"
    write(partial, "Other.")
    assert past(partial) == Past({PATH: (TEXT + "More.\n").encode()})  # what is checked out is there
    git(partial, "switch", "--quiet", "--create", "work")
    commit(partial)
    git(partial, "branch", "--force", "main", "HEAD~2")
    with pytest.raises(Failure) as failure:
        past(partial, since="main")
    assert failure.value.message == "--since `main`: the old text of 1 file is not in this clone"


@pytest.mark.parametrize(
    "name", ["", "nowhere", "-h", "--all", ":/A step", "a..b", "^main", "main:.agents", "a\0b", "\x1b"]
)
def test_a_name_that_is_no_commit_is_a_failure(repository, name):
    with pytest.raises(Failure, match="there is no such commit here"):
        past(repository, since=name)


@pytest.mark.parametrize("name", ["main", "HEAD", "HEAD~0", "main@{0}", "refs/heads/main", "v1", "HEAD^{/A step}"])
def test_a_commit_can_be_named_as_git_does(repository, name):
    git(repository, "tag", "--annotate", "--message", "One", "v1")
    assert past(repository, since=name) == Past({PATH: TEXT.encode()})


def test_since_is_looked_up_even_if_there_is_nothing_to_judge(repository):
    shutil.rmtree(repository / ".agents")
    with pytest.raises(Failure, match="there is no such commit here"):
        Workspace.open(str(repository)).check([str(repository)], against=Against("nowhere"))


def test_a_file_named_from_outside_of_its_repository_is_told_of(repository, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = Workspace.open(".").check([str(repository / PATH)])
    assert report.notes == (
        "the rules on history (SL5) are silent for 1 file of another repository; run session-lint in that one",
    )
    assert Workspace.open(str(repository)).check([str(repository / PATH)]).notes == ()


def counted(tmp_path: Path, monkeypatch) -> Path:
    """Put a git into PATH that writes a line for each of its runs."""
    log, real = tmp_path / "log", shutil.which("git")
    wrapper = tmp_path / "bin" / "git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n', encoding="utf-8")
    wrapper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{wrapper.parent}{os.pathsep}{os.environ['PATH']}")
    return log


def test_many_files_cost_four_processes_and_are_not_all_held(repository, tmp_path, monkeypatch):
    paths = [f".agents/sessions/20251204-14{number // 60:02}{number % 60:02}-a.md" for number in range(450)]
    for path in paths:
        write(repository, f"{path}\n", path)
    write(repository, "large\n" * 1000, paths[7])
    commit(repository)
    for path in paths:
        write(repository, f"{path}, later\n", path)
    log = counted(tmp_path, monkeypatch)
    found = past(repository, *paths, limit=5000)
    assert isinstance(found.changed, Earlier)
    before = {path: f"{path}\n".encode() for path in paths if path != paths[7]}
    assert found == Past(before)
    assert found.before(paths[:10], everything=False) == {path: before[path] for path in paths[:10] if path in before}
    assert found.changed.get(paths[7]) is None
    asked = [
        next(word for word in line.split() if word in ("ls-tree", "diff-index", "cat-file"))
        for line in log.read_text().split("\n")[:-1]
    ]
    assert asked == ["ls-tree", "diff-index", "cat-file", "cat-file"]


def test_an_old_text_of_many_that_is_not_there_is_said(repository):
    paths = [f".agents/sessions/20251204-14{number // 60:02}{number % 60:02}-a.md" for number in range(450)]
    for path in paths:
        write(repository, f"{path}\n", path)
    commit(repository)
    blob = git(repository, "rev-parse", f"HEAD:{paths[3]}").strip()
    for path in paths:
        write(repository, f"{path}, later\n", path)
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    (note,) = past(repository, *paths).notes
    assert note.startswith("the rules on history (SL5) are silent: the old text of 1 file is not in this clone")

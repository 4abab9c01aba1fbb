from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import pytest

from session_lint import files, places
from session_lint.failure import Failure
from session_lint.files import Content, Found
from session_lint.report.model import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 1 << 20
SESSIONS = ".agents/sessions"

_SESSION = re.compile(r"(.*/)?\.agents/sessions/[^/]*\.md", re.DOTALL)
_EXCLUDED = re.compile(r"(.*/)?\.agents/sessions/(README\.md|[^/]*/.*)", re.DOTALL)


def is_session(path: str) -> bool:
    return _SESSION.fullmatch(path) is not None


def is_excluded(path: str) -> bool:
    return _EXCLUDED.fullmatch(path) is not None


def find(root: Path, *paths: str, force_exclude: bool = False) -> Found:
    """Find the sessions; the `.agents` folders on the way have a test of their own."""
    return replace(files.find(str(root), paths, is_session, is_excluded, force_exclude=force_exclude), agents=())


def test_folders_of_agents_are_noted_on_the_way(root):
    for path in (".agents/plan.md", f"a/{SESSIONS}/a.md", "a/.agents2/x.md", "node_modules/.agents/x.md"):
        write(root / path)
    assert files.find(str(root), (), is_session, is_excluded).agents == (".agents", "a/.agents")
    assert files.find(str(root), [str(root / "a" / SESSIONS)], is_session, is_excluded).agents == ()


def read(root: Path, path: str, limit: int = LIMIT) -> Content:
    """Read with a watchdog: a reader that hangs on a pipe fails the test instead of the run."""
    answer: list[Content] = []
    thread = threading.Thread(target=lambda: answer.append(files.read(str(root), path, limit)), daemon=True)
    thread.start()
    thread.join(timeout=10)
    assert answer, f"reading {path} hangs or raised"
    return answer[0]


def message(root: Path, path: str, limit: int = LIMIT) -> str:
    content = read(root, path, limit)
    assert content.data == b""
    assert content.problem is not None
    return content.problem[0]


def write(place: Path, text: str = "text\n") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    return place


@contextmanager
def short_of_rights() -> Iterator[None]:
    """Run as nobody, for whom modes count; root reads everything."""
    if os.geteuid() != 0:
        yield
        return
    try:
        os.seteuid(65534)
    except PermissionError:
        pytest.skip("root may not become nobody here")
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repo"
    (folder / ".git").mkdir(parents=True)
    (folder / SESSIONS).mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def open_root() -> Iterator[Path]:
    """A root that nobody can reach; pytest's own folders are closed to all others."""
    folder = Path(tempfile.mkdtemp(prefix="session-lint-"))
    folder.chmod(0o755)
    (folder / SESSIONS).mkdir(parents=True)
    yield folder
    for place in (folder / SESSIONS, folder):
        with suppress(FileNotFoundError):
            place.chmod(0o755)
    rmtree(folder)


# The root


@pytest.mark.parametrize("start", ["", "src", "src/deep/er", "src/not/there", "file.md"])
def test_the_root_is_the_nearest_folder_with_git_in_it(root: Path, start: str) -> None:
    write(root / "file.md")
    (root / "src/deep/er").mkdir(parents=True)
    assert places.root_of(str(root / start)) == str(root)


def test_the_root_of_a_relative_folder_is_absolute(root: Path) -> None:
    assert places.root_of(".") == str(root)
    assert places.root_of("") == str(root)


def test_a_worktree_has_a_git_file(tmp_path: Path) -> None:
    write(tmp_path / "tree/.git", "gitdir: /somewhere/.git/worktrees/tree\n")
    assert places.root_of(str(tmp_path / "tree/src")) == str(tmp_path / "tree")


def test_a_real_worktree_and_a_real_submodule_are_roots_of_their_own(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    for name in ("inner", "outer"):
        git("init", name)
        git("-C", name, "commit", "--allow-empty", "-m", "first")
    git("-C", "outer", "submodule", "add", str(tmp_path / "inner"), "module")
    git("-C", "outer", "worktree", "add", str(tmp_path / "tree"))
    git("init", "--bare", "bare.git")
    assert (tmp_path / "outer/module/.git").is_file()
    assert places.root_of(str(tmp_path / "outer/module")) == str(tmp_path / "outer/module")
    assert places.root_of(str(tmp_path / "tree")) == str(tmp_path / "tree")
    assert places.root_of(str(tmp_path / "bare.git")) is None


def test_outside_of_git_there_is_no_root(tmp_path: Path) -> None:
    assert places.root_of(str(tmp_path)) is None


def test_a_folder_that_is_gone_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(Failure, match="the current folder is gone"):
        places.root_of(".")


# The config


@pytest.mark.parametrize(
    ("there", "nearest"),
    [
        pytest.param([], None, id="none"),
        pytest.param(["session-lint.toml"], "session-lint.toml", id="at-the-root"),
        pytest.param(["session-lint.toml", "a/session-lint.toml"], "a/session-lint.toml", id="nearer-wins"),
        pytest.param(["session-lint.toml", "a/pyproject.toml"], "a/pyproject.toml", id="nearer-wins-over-precedence"),
        pytest.param(["session-lint.toml", ".session-lint.toml"], ".session-lint.toml", id="hidden-first"),
        pytest.param(["session-lint.toml", "pyproject.toml"], "session-lint.toml", id="pyproject-last"),
        pytest.param(["../session-lint.toml"], None, id="above-the-root-is-not-ours"),
    ],
)
def test_the_nearest_config_wins(root: Path, there: list[str], nearest: str | None) -> None:
    (root / "a/b").mkdir(parents=True)
    for name in there:
        write(root / name, "[tool.session-lint]\n")
    config = files.config_of(str(root / "a/b"), str(root))
    assert (config and config.path) == (nearest and str(root / nearest))
    assert config is None or config.data == b"[tool.session-lint]\n"


def test_without_a_root_the_search_goes_all_the_way_up(tmp_path: Path) -> None:
    write(tmp_path / "session-lint.toml", "")
    (tmp_path / "a/b").mkdir(parents=True)
    assert files.config_of(str(tmp_path / "a/b")) == files.ConfigFile(str(tmp_path / "session-lint.toml"), b"")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[tool.session-lint]\n", True),
        ("[project]\n\n  [tool.session-lint.rules.stale-in-progress]\n", True),
        ("[[tool.session-lint.overrides]]\r\n", True),
        ("""[ tool . "session-lint" ]\n""", True),
        ("# [tool.session-lint]\n", False),
        ("[tool.session-linter]\n", False),
        ("[tool.ruff]\n", False),
        ("", False),
    ],
)
def test_pyproject_counts_when_it_has_a_table_of_ours(root: Path, text: str, counts: bool) -> None:
    write(root / "pyproject.toml", text)
    assert (files.config_of(str(root), str(root)) is not None) == counts


def test_where_nothing_is_found_up_to_the_top_there_is_no_config() -> None:
    assert files.config_of("/") is None


def test_a_config_may_be_a_link_to_a_file_elsewhere(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "dotfiles/lint.toml", "a = 1\n")
    (root / ".session-lint.toml").symlink_to(tmp_path / "dotfiles/lint.toml")
    assert files.config_of(str(root)) == files.ConfigFile(str(root / ".session-lint.toml"), b"a = 1\n")


def test_a_config_that_is_no_readable_file_ends_the_run(root: Path) -> None:
    place = root / "session-lint.toml"

    def reason() -> str:
        with pytest.raises(Failure) as caught:
            files.config_of(str(root), str(root))
        prefix = f"cannot read the config `{place}`: "
        assert "--config" in caught.value.help
        place.unlink() if not place.is_dir() else place.rmdir()
        return caught.value.message.removeprefix(prefix)

    place.mkdir()
    assert reason() == "this is a folder, not a regular file"
    os.mkfifo(place)
    assert reason() == "this is a named pipe, not a regular file"
    place.symlink_to("/dev/zero")
    assert reason() == f"the config `{place}` is a link that leads out of the repository"
    place.symlink_to("missing")
    assert reason() == "no such file or directory"
    place.symlink_to(place)
    assert reason() == "too many levels of symbolic links"
    place.touch()
    os.truncate(place, 10**10)
    assert reason() == "the file has 10,000,000,000 bytes; expected at most 1,048,576"


def test_a_config_without_permission_ends_the_run(open_root: Path) -> None:
    write(open_root / "session-lint.toml").chmod(0)
    with short_of_rights(), pytest.raises(Failure, match="permission denied"):
        files.config_of(str(open_root), str(open_root))


def test_a_config_that_is_named_and_missing_ends_the_run(root: Path) -> None:
    with pytest.raises(Failure, match="no such file or directory"):
        files.config_at(str(root / "mine.toml"))


# Finding


def test_sessions_are_found_at_any_depth_and_nothing_else(root: Path) -> None:
    for name in ("b.md", "a.md", "notes.txt", "README.md", "archive/old.md"):
        write(root / SESSIONS / name)
    write(root / "packages/web" / SESSIONS / "c.md")
    write(root / "docs/a.md")
    assert find(root) == Found(
        (f"{SESSIONS}/a.md", f"{SESSIONS}/b.md", f"packages/web/{SESSIONS}/c.md"),
    )


def test_an_ignored_session_is_a_session(root: Path) -> None:
    write(root / ".gitignore", ".agents/\n")
    write(root / SESSIONS / "a.md")
    assert find(root).paths == (f"{SESSIONS}/a.md",)


@pytest.mark.parametrize("folder", sorted(files.PRUNED))
def test_what_belongs_to_other_tools_is_not_searched_unless_it_is_named(root: Path, folder: str) -> None:
    path = f"{folder}/{SESSIONS}/a.md"
    write(root / path)
    assert find(root) == Found(())
    assert find(root, f"{folder}/.agents").paths == (path,)


def test_an_excluded_folder_is_not_entered(root: Path) -> None:
    write(root / "vendor" / SESSIONS / "a.md")
    asked = []

    def is_file(path: str) -> bool:
        asked.append(path)
        return is_session(path)

    assert files.find(str(root), (), is_file, lambda path: path == "vendor").paths == ()
    assert not any(path.startswith("vendor/") for path in asked)


def test_nested_repositories_and_submodules_are_searched(root: Path) -> None:
    (root / "nested/.git").mkdir(parents=True)
    write(root / "module/.git", "gitdir: ../.git/modules/module\n")
    for name in ("nested", "module"):
        write(root / name / SESSIONS / "a.md")
    assert find(root).paths == (f"module/{SESSIONS}/a.md", f"nested/{SESSIONS}/a.md")


@pytest.mark.parametrize("named", [".", "", ".agents", ".agents/", SESSIONS, f"./{SESSIONS}/", f"src/../{SESSIONS}"])
def test_a_named_folder_is_searched(root: Path, named: str) -> None:
    (root / "src").mkdir()
    write(root / SESSIONS / "a.md")
    assert find(root, str(root / named)).paths == (f"{SESSIONS}/a.md",)
    assert find(root, named or ".").paths == (f"{SESSIONS}/a.md",)


def test_a_named_file_is_taken_whatever_it_is_called(root: Path) -> None:
    for name in ("notes.txt", "docs/a.md", f"{SESSIONS}/README.md"):
        write(root / name)
        assert find(root, name) == Found((name,))


def test_paths_are_relative_to_the_root_wherever_they_are_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / SESSIONS / "a.md")
    monkeypatch.chdir(root / ".agents")
    assert find(root, "sessions/a.md", "../.agents/sessions", ".").paths == (f"{SESSIONS}/a.md",)


def test_the_same_file_named_twice_is_found_once_where_it_was_first(root: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        write(root / name)
    assert find(root, "b.md", "a.md", "./b.md", f"{SESSIONS}/../../b.md", str(root / "b.md"), "c.md").paths == (
        "b.md",
        "a.md",
        "c.md",
    )


def test_a_file_below_two_named_folders_is_found_once(root: Path) -> None:
    write(root / SESSIONS / "a.md")
    assert find(root, SESSIONS, ".").paths == (f"{SESSIONS}/a.md",)


def test_force_exclude_leaves_out_what_is_named(root: Path) -> None:
    readme, old = f"{SESSIONS}/README.md", f"{SESSIONS}/archive/old.md"
    for path in (readme, old, "notes.md"):
        write(root / path)
    assert find(root, readme, old, "notes.md", force_exclude=True) == Found(
        ("notes.md",),
        (Skipped(readme, "excluded by the config"), Skipped(old, "excluded by the config")),
    )


def test_force_exclude_leaves_out_what_is_below_an_excluded_folder(root: Path) -> None:
    path = f"vendor/{SESSIONS}/a.md"
    write(root / path)
    found = files.find(str(root), (path, "vendor"), is_session, lambda path: path == "vendor", force_exclude=True)
    reason = "excluded by the config"
    assert found == Found((), (Skipped(path, reason), Skipped("vendor", reason)))


def test_an_excluded_folder_that_is_named_is_searched(root: Path) -> None:
    path = f"vendor/{SESSIONS}/a.md"
    write(root / path)
    assert files.find(str(root), ("vendor",), is_session, lambda path: path == "vendor").paths == (path,)


def test_all_paths_that_do_not_exist_are_named_in_one_failure(root: Path) -> None:
    write(root / "a.md")
    long = "x" * 5000
    with pytest.raises(Failure) as caught:
        find(root, "one.md", "a.md", "two\n.md", "a.md/", "a.md/b.md", "n\0l", long)
    start = "no such file or folder: `one.md`, `two\\n.md`, `a.md/`, `a.md/b.md`, `n\\x00l`, `xxx"
    assert caught.value.message.startswith(start)


def test_a_path_that_cannot_be_looked_at_is_for_reading_to_report(open_root: Path) -> None:
    path = f"{SESSIONS}/a.md"
    write(open_root / path)
    (open_root / SESSIONS).chmod(0)
    with short_of_rights():
        assert find(open_root, str(open_root / path)) == Found((path,))
        assert message(open_root, path) == "the file cannot be read: permission denied"


def test_a_file_outside_of_the_root_is_found_by_its_absolute_path(root: Path, tmp_path: Path) -> None:
    place = write(tmp_path / "elsewhere.md", "hello\n")
    assert find(root, "../elsewhere.md").paths == (str(place),)
    assert read(root, str(place)) == Content(b"hello\n")


def test_a_dangling_link_outside_of_the_root_is_found(root: Path, tmp_path: Path) -> None:
    (tmp_path / "x.md").symlink_to("nowhere")
    assert find(root, "../x.md").paths == (str(tmp_path / "x.md"),)
    assert message(root, str(tmp_path / "x.md")) == "a symbolic link to `nowhere`, which does not exist"


def test_a_folder_outside_of_the_root_is_searched(root: Path, tmp_path: Path) -> None:
    place = write(tmp_path / "other" / SESSIONS / "a.md")
    write(tmp_path / "other" / SESSIONS / "README.md")
    assert find(root, str(tmp_path / "other")).paths == (str(place),)


def test_a_folder_whose_name_begins_like_the_root_is_outside(root: Path, tmp_path: Path) -> None:
    place = write(tmp_path / "repo-two/a.md")
    assert find(root, str(place)).paths == (str(place),)


def test_the_root_by_another_name_is_the_root(root: Path, tmp_path: Path) -> None:
    write(root / SESSIONS / "a.md")
    (tmp_path / "alias").symlink_to(root)
    (tmp_path / "upper").symlink_to(tmp_path)
    for named in ("alias", "alias/.agents", f"alias/{SESSIONS}/a.md", "upper/repo", f"upper/repo/{SESSIONS}/a.md"):
        assert find(root, str(tmp_path / named)).paths == (f"{SESSIONS}/a.md",)
        assert files.find(str(tmp_path / "alias"), [str(root)], is_session, is_excluded).paths == (f"{SESSIONS}/a.md",)


def test_the_root_of_all_is_a_root() -> None:
    assert files.find("/", ("/dev/null",), is_session, is_excluded).paths == ("dev/null",)
    assert files.find("/", ("//dev/null",), is_session, is_excluded).paths == ("dev/null",)


def test_what_is_called_like_a_session_and_is_none_is_found_to_be_reported(root: Path) -> None:
    os.mkfifo(root / SESSIONS / "fifo.md")
    (root / SESSIONS / "folder.md").mkdir()
    (root / SESSIONS / "dangling.md").symlink_to("nowhere")
    (root / SESSIONS / "loop.md").symlink_to("loop.md")
    (root / SESSIONS / "out.md").symlink_to("/etc/hostname")
    (root / SESSIONS / "out-folder.md").symlink_to("/etc")
    names = ("dangling.md", "fifo.md", "folder.md", "loop.md", "out-folder.md", "out.md")
    paths = tuple(f"{SESSIONS}/{name}" for name in names)
    assert find(root) == Found(paths)
    assert find(root, *paths) == Found(paths)


def test_a_folder_called_like_a_file_elsewhere_is_searched(root: Path) -> None:
    write(root / "notes.md" / SESSIONS / "a.md")
    assert find(root).paths == (f"notes.md/{SESSIONS}/a.md",)


def test_a_pattern_that_matches_folders_finds_files(root: Path) -> None:
    write(root / "notes/deep/a.txt")
    found = files.find(str(root), (), lambda path: path.startswith("notes"), is_excluded)
    assert found.paths == ("notes/deep/a.txt",)


def test_a_linked_folder_is_not_followed_and_says_so(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "shared/sessions/a.md")
    (root / ".agents/sessions").rmdir()
    (root / ".agents").rmdir()
    (root / ".agents").symlink_to(tmp_path / "shared")
    (root / "venv").symlink_to(tmp_path / "shared")
    (root / "loop").symlink_to(root)
    reason = "a linked folder is searched only when it is named"
    assert find(root) == Found((), (Skipped(".agents", reason), Skipped("loop", reason)))


def test_a_linked_folder_that_is_named_is_searched_within_the_root(root: Path) -> None:
    write(root / "shared/sessions/a.md", "hello\n")
    (root / ".agents/sessions").rmdir()
    (root / ".agents").rmdir()
    (root / ".agents").symlink_to("shared")
    for named in (".agents", ".agents/", SESSIONS):
        assert find(root, named) == Found((f"{SESSIONS}/a.md",))
    assert read(root, f"{SESSIONS}/a.md") == Content(b"hello\n")


def test_a_linked_folder_that_is_named_and_leads_out_is_reported_not_searched(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "shared/a.md")
    (root / "link").symlink_to(tmp_path / "shared")
    assert find(root, "link/") == Found(("link",))
    says = f"a symbolic link that leads out of the repository, to `{tmp_path}/shared"
    assert message(root, "link") == says + "`"
    assert find(root, "link/a.md", "link/../repo/link/a.md").paths[0] == "link/a.md"
    assert message(root, "link/a.md") == says + "/a.md`"


def test_dots_do_not_hide_a_link_that_leads_out(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "shared/a.md")
    (root / "src").mkdir()
    (root / "link").symlink_to(tmp_path / "shared")
    assert find(root, "src/../link/a.md").paths == ("link/a.md",)


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
def test_names_of_any_bytes_are_found_and_read(root: Path) -> None:
    names = [b"new\nline.md", b"latin-\xe9.md", b"tab\t.md", "日本.md".encode(), b" .md"]
    for name in names:
        Path(os.fsdecode(os.fsencode(root / SESSIONS) + b"/" + name)).write_bytes(name)
    found = find(root).paths
    assert sorted(os.fsencode(path) for path in found) == sorted(SESSIONS.encode() + b"/" + name for name in names)
    assert found == find(root, *found).paths
    for path in found:
        assert read(root, path).data == os.fsencode(path).rpartition(b"/")[2]


def test_a_folder_that_cannot_be_searched_is_skipped(open_root: Path) -> None:
    write(open_root / "a" / SESSIONS / "a.md")
    (open_root / SESSIONS).chmod(0)
    with short_of_rights():
        found = find(open_root)
    reason = "the folder cannot be searched: permission denied"
    assert found == Found((f"a/{SESSIONS}/a.md",), (Skipped(SESSIONS, reason),))


def test_a_root_that_cannot_be_searched_is_skipped(open_root: Path) -> None:
    open_root.chmod(0)
    with short_of_rights():
        found = find(open_root)
    assert found == Found((), (Skipped(".", "the folder cannot be searched: permission denied"),))


def test_folders_may_be_nested_deeply(root: Path) -> None:
    deep = "d/" * 300
    (root / "d").mkdir()
    write(root / deep / SESSIONS / "a.md", "deep\n")
    assert find(root) == Found((f"{deep}{SESSIONS}/a.md",))
    assert read(root, f"{deep}{SESSIONS}/a.md") == Content(b"deep\n")


def test_a_folder_deeper_than_the_system_allows_is_skipped(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "d" * 200
    for _ in range(25):
        Path(name).mkdir()
        monkeypatch.chdir(name)
    found = find(root)
    monkeypatch.chdir(root)
    assert found.paths == ()
    assert [item.reason for item in found.skipped] == ["the folder cannot be searched: file name too long"]


def test_ten_thousand_entries_are_found_in_order(root: Path) -> None:
    names = [f"{number:05}.md" for number in range(10_000)]
    for name in names:
        (root / SESSIONS / name).touch()
    assert find(root).paths == tuple(f"{SESSIONS}/{name}" for name in names)


# Reading


@pytest.mark.parametrize(
    "data",
    [b"", b"\xef\xbb\xbf---\r\n\x00\xff", b"x" * 200_000],
    ids=["empty", "any-bytes", "more-than-a-chunk"],
)
def test_the_bytes_of_a_file_are_read_as_they_are(root: Path, data: bytes) -> None:
    (root / "a.md").write_bytes(data)
    assert read(root, "a.md") == Content(data)


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_not(root: Path) -> None:
    (root / "a.md").write_bytes(b"12345678")
    assert read(root, "a.md", 8) == Content(b"12345678")
    assert read(root, "a.md", 7).problem == (
        "the file has 8 bytes; expected at most 7",
        "move what is done to another file, or raise `max-bytes`",
    )


def test_a_huge_file_is_not_read(root: Path) -> None:
    (root / "a.md").touch()
    os.truncate(root / "a.md", 10**10)
    assert message(root, "a.md") == "the file has 10,000,000,000 bytes; expected at most 1,048,576"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc, whose files say that they are empty")
def test_a_file_that_has_more_than_it_says_is_read_no_further_than_the_limit() -> None:
    content = files.read("/", "proc/self/status", 10)
    assert content.problem is not None
    assert content.problem[0] == "the file has 11 bytes; expected at most 10"


def test_a_file_that_grows_while_it_is_read_ends_at_the_limit(root: Path) -> None:
    place = write(root / "a.md")
    stop = threading.Event()

    def grow() -> None:
        with place.open("ab", buffering=0) as file:
            while not stop.is_set() and file.tell() < 50 * LIMIT:
                file.write(b"x" * 50_000)

    writer = threading.Thread(target=grow)
    writer.start()
    contents = [read(root, "a.md") for _ in range(50)]
    stop.set()
    writer.join()
    assert all(len(content.data) <= LIMIT for content in contents)
    assert all(content.data.startswith(b"text\n") for content in contents if content.problem is None)


def test_a_file_that_vanished_after_it_was_found_is_reported(root: Path) -> None:
    write(root / SESSIONS / "a.md")
    (path,) = find(root).paths
    (root / path).unlink()
    assert read(root, path).problem == ("the file is gone; it was there a moment ago", "run again")
    (root / SESSIONS).rmdir()
    write(root / SESSIONS)
    assert message(root, path) == "the file is gone; it was there a moment ago"


def test_a_pipe_is_never_opened(root: Path) -> None:
    os.mkfifo(root / "x.md")
    opened = threading.Event()

    def feed() -> None:
        with (root / "x.md").open("wb"):  # blocks until someone opens it for reading
            opened.set()

    threading.Thread(target=feed, daemon=True).start()
    assert read(root, "x.md").problem == (
        "this is a named pipe, not a regular file",
        "replace it by a regular file, or remove it",
    )
    assert not opened.wait(0.2)
    os.close(os.open(root / "x.md", os.O_RDONLY | os.O_NONBLOCK))  # lets the feeder go
    assert opened.wait(5)


def test_what_takes_a_files_place_after_the_look_is_neither_waited_for_nor_followed(root: Path) -> None:
    os.mkfifo(root / "x.md")
    (root / "y.md").symlink_to("/etc/hostname")
    content = files._content(str(root / "x.md"), stat.S_IFREG, LIMIT)
    assert content.problem is not None
    assert content.problem[0] == "this is a named pipe, not a regular file"
    with pytest.raises(OSError, match="symbolic links"):
        files._content(str(root / "y.md"), stat.S_IFREG, LIMIT)


def test_a_folder_and_a_socket_and_a_device_are_no_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    (root / "x.md").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")  # relative: the path of a socket is short
        assert message(root, "x.md") == "this is a folder, not a regular file"
        assert message(root, "s.md") == "this is a socket, not a regular file"
        assert message(root, "/dev/zero") == "this is a device, not a regular file"


def test_a_link_within_the_root_is_read(root: Path) -> None:
    write(root / "real.md", "hello\n")
    (root / SESSIONS / "a.md").symlink_to("../../real.md")
    (root / SESSIONS / "b.md").symlink_to(root / SESSIONS / "a.md")
    assert read(root, f"{SESSIONS}/a.md") == Content(b"hello\n")
    assert read(root, f"{SESSIONS}/b.md") == Content(b"hello\n")


def test_a_link_within_a_root_that_is_itself_reached_by_a_link_is_read(root: Path, tmp_path: Path) -> None:
    write(root / "real.md", "hello\n")
    (root / "a.md").symlink_to("real.md")
    (tmp_path / "alias").symlink_to(root)
    assert read(tmp_path / "alias", "a.md") == Content(b"hello\n")


@pytest.mark.parametrize("target", ["/dev/zero", "/etc", "/", "../secret", "../repo-two/secret"])
def test_a_link_that_leads_out_is_never_opened(root: Path, tmp_path: Path, target: str) -> None:
    write(tmp_path / "secret")
    write(tmp_path / "repo-two/secret")
    (root / "hop.md").symlink_to(target)
    (root / "x.md").symlink_to("hop.md")
    real = os.path.realpath(root / target)
    assert read(root, "x.md").problem == (
        f"a symbolic link that leads out of the repository, to `{real}`",
        "replace it by the file itself",
    )


def test_a_link_into_git_leads_out_of_the_repository(root: Path) -> None:
    """The checkout action leaves a token in `.git/config`; a report that quotes a line would publish it."""
    write(root / ".git/config", "token\n")
    (root / "x.md").symlink_to(".git/config")
    assert message(root, "x.md") == f"a symbolic link that leads out of the repository, to `{root}/.git/config`"


def test_a_link_outside_of_the_root_is_read_only_if_it_leads_in(root: Path, tmp_path: Path) -> None:
    write(root / "a.md", "hello\n")
    write(tmp_path / "other.md")
    (tmp_path / "in.md").symlink_to(root / "a.md")
    (tmp_path / "out.md").symlink_to("other.md")
    assert read(root, str(tmp_path / "in.md")) == Content(b"hello\n")
    assert "leads out of the repository" in message(root, str(tmp_path / "out.md"))


def test_a_link_to_what_is_no_file_says_what_it_is(root: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "x.md").symlink_to("pipe")
    (root / "y.md").symlink_to(".agents")
    assert message(root, "x.md") == "this is a named pipe, not a regular file"
    assert message(root, "y.md") == "this is a folder, not a regular file"


def test_a_dangling_link_says_where_it_leads(root: Path) -> None:
    (root / "x.md").symlink_to("no\nwhere.md")
    assert read(root, "x.md").problem == (
        r"a symbolic link to `no\nwhere.md`, which does not exist",
        "replace it by the file itself, or remove it",
    )


def test_links_in_a_circle_and_in_a_long_row_are_given_up(root: Path) -> None:
    """A row of 2,000 links is a RecursionError in the `realpath` of Python 3.11."""
    (root / "a.md").symlink_to("b.md")
    (root / "b.md").symlink_to("a.md")
    write(root / "0.md")
    for number in range(2000):
        (root / f"{number + 1}.md").symlink_to(f"{number}.md")
    says = "a symbolic link that leads back to itself, or through too many others"
    assert message(root, "a.md") == says
    assert message(root, "2000.md") == says
    assert find(root, "2000.md", "a.md", str(root / "2000.md")).paths == ("2000.md", "a.md")
    assert read(root, "30.md") == Content(b"text\n")


def test_a_file_without_permission_says_so(open_root: Path) -> None:
    write(open_root / "a.md").chmod(0)
    (open_root / "b.md").symlink_to("a.md")
    write(open_root / SESSIONS / "c.md")
    (open_root / "d.md").symlink_to(f"{SESSIONS}/c.md")
    (open_root / SESSIONS).chmod(0)
    denied = ("the file cannot be read: permission denied", "give read permission to the user who runs session-lint")
    with short_of_rights():
        assert read(open_root, "a.md").problem == denied
        assert message(open_root, "d.md") == (
            f"a symbolic link to `{SESSIONS}/c.md`, which cannot be read: permission denied"
        )
        assert read(open_root, "b.md").problem == denied


def test_no_descriptor_is_left_open(root: Path) -> None:
    write(root / "a.md")
    os.mkfifo(root / "x.md")
    os.truncate(write(root / "big.md"), 10**7)
    before = len(tuple(Path("/dev/fd").iterdir()))
    for path in ("a.md", "x.md", "big.md", "gone.md") * 5:
        files.read(str(root), path, LIMIT)
    find(root)
    assert len(tuple(Path("/dev/fd").iterdir())) == before

from __future__ import annotations

import errno
import fcntl
import json
import os
import resource
import stat
import subprocess
import sys
import tempfile
from binascii import b2a_base64
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from session_lint import writing
from session_lint.failure import Failure
from session_lint.writing import Changes, Finished, NewText, Refused, Written, journal, steps
from session_lint.writing.splice import Splice
from session_lint.writing.steps import CHANGED

from . import writing_kills
from .writing_kills import child, ended

LONG = bool(os.environ.get("SESSION_LINT_LONG"))
SOUND = {"torn": 0, "lost": 0, "other_tree": 0}
NOBODY = 65534

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="takes another user's place, or mounts")


@pytest.fixture
def quick_path():
    """A folder in memory, where there is one: for what does not depend on the disk."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


def apply(root: Path, *texts: NewText, renames=(), deletes=(), **more) -> Written:
    written = writing.apply(str(root), Changes(tuple(texts), tuple(renames), tuple(deletes), **more))
    assert leftovers(root) == []
    return written


def leftovers(root: Path) -> list[Path]:
    return sorted(root.rglob(".session-lint-*"))


def refused(written: Written) -> dict[str, str]:
    return {one.path: one.reason for one in written.refused}


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def write(root: Path, **texts: str) -> None:
    for name, text in texts.items():
        (root / f"{name}.md").write_text(text, encoding="utf-8")


def kill(root: Path, call: str, number: int, changes: Changes) -> None:
    """Apply until the n-th of these calls."""

    def work():
        writing_kills.die_at(number, (call,))
        writing.apply(str(root), changes)

    assert ended(child(work)) == -9


# Texts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"a\r\nb\rc\n", b"a\r\nB\rc\n", id="line ends"),
        pytest.param(b"\xef\xbb\xbfa", b"\xef\xbb\xbfb", id="byte order mark, no last line end"),
        pytest.param(b"\xff\x00\x1a", b"\xff\x00\x1a\xfe", id="no text at all"),
        pytest.param(b"", b"new", id="empty before"),
        pytest.param(b"old", b"", id="empty after"),
        pytest.param(b"x" * 3_000_000, b"y" * 3_000_001, id="large"),
    ],
)
def test_bytes_are_written_as_they_are(tmp_path, before, after):
    (tmp_path / "a.md").write_bytes(before)
    assert apply(tmp_path, NewText("a.md", before, after)) == Written(("a.md",))
    assert (tmp_path / "a.md").read_bytes() == after


def test_nothing_to_do_does_nothing(tmp_path):
    write(tmp_path, a="a")
    inode = (tmp_path / "a.md").stat().st_ino
    assert apply(tmp_path) == Written()
    assert apply(tmp_path, NewText("a.md", b"a", b"a")) == Written(("a.md",))
    assert (tmp_path / "a.md").stat().st_ino == inode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o4711])
def test_mode_stays(tmp_path, mode):
    write(tmp_path, a="a")
    (tmp_path / "a.md").chmod(mode)
    apply(tmp_path, NewText("a.md", b"a", b"b"))
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == mode


@as_root
def test_owner_stays(tmp_path):
    write(tmp_path, a="a")
    os.chown(tmp_path / "a.md", 1234, 4321)
    apply(tmp_path, NewText("a.md", b"a", b"b"))
    status = (tmp_path / "a.md").stat()
    assert (status.st_uid, status.st_gid) == (1234, 4321)


@as_root
@pytest.mark.parametrize(("owner", "group", "mode"), [(0, 0, 0o666), (1234, NOBODY, 0o664), (NOBODY, 4321, 0o644)])
@pytest.mark.parametrize("in_git", [True, False])
def test_owner_and_group_stay_when_only_root_could_give_a_file_away(owner, group, mode, in_git):
    with tempfile.TemporaryDirectory() as name:  # where nobody can get, other than in pytest's folders
        folder = Path(name).resolve()
        write(folder, a="before", b="b")
        for path in (folder, folder / "a.md", folder / "b.md"):
            os.chown(path, NOBODY, NOBODY)
        os.chown(folder / "a.md", owner, group)
        (folder / "a.md").chmod(mode)
        if in_git:
            (folder / ".git").mkdir()
        before = (folder / "a.md").stat()

        def work():
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            texts = [NewText("a.md", b"before", b"afterwards"), NewText("b.md", b"b", b"B")]
            assert apply(folder, *texts, renames=[("a.md", "c.md")]).done == ("a.md", "b.md")

        assert ended(child(work)) == 0
        after = (folder / "c.md").stat()
        assert (after.st_uid, after.st_gid, after.st_mode) == (owner, group, before.st_mode)
        assert contents(folder) == {"b.md": b"B", "c.md": b"afterwards"}


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux only")
def test_attributes_stay(tmp_path):
    write(tmp_path, a="a")
    try:
        os.setxattr(tmp_path / "a.md", "user.note", b"mine")
    except OSError:
        pytest.skip("this file system has none")
    apply(tmp_path, NewText("a.md", b"a", b"b"))
    assert os.getxattr(tmp_path / "a.md", "user.note") == b"mine"


def test_a_file_that_changed_is_not_overwritten_and_others_are(tmp_path):
    write(tmp_path, a="a, longer", b="b")
    written = apply(tmp_path, NewText("a.md", b"a", b"A"), NewText("b.md", b"b", b"B"), NewText("c.md", b"c", b"C"))
    assert written == Written(("b.md",), (Refused("a.md", CHANGED), Refused("c.md", CHANGED)))
    assert contents(tmp_path) == {"a.md": b"a, longer", "b.md": b"B"}


@pytest.mark.parametrize("how", ["in place", "replaced", "gone"])
def test_a_file_that_changes_at_the_last_moment_is_not_overwritten(tmp_path, monkeypatch, how):
    write(tmp_path, a="a", b="b")
    sync = os.fsync

    def meddle(descriptor):
        sync(descriptor)
        match how:
            case "in place":
                (tmp_path / "a.md").write_bytes(b"mine")
            case "replaced":
                (tmp_path / "other").write_bytes(b"mine")
                (tmp_path / "other").replace(tmp_path / "a.md")
            case _:
                (tmp_path / "a.md").unlink(missing_ok=True)

    monkeypatch.setattr(os, "fsync", meddle)
    written = apply(tmp_path, NewText("a.md", b"a", b"A"), NewText("b.md", b"b", b"B"), renames=[("a.md", "c.md")])
    assert refused(written) == {"a.md": CHANGED}
    assert contents(tmp_path) == {"b.md": b"B"} | ({} if how == "gone" else {"a.md": b"mine"})


def test_a_change_that_the_clock_is_too_coarse_to_show_is_seen(tmp_path):
    write(tmp_path, a="mine", b="new")
    place, temp = str(tmp_path / "a.md"), str(tmp_path / "b.md")
    was, staged = steps.seal(place), steps.seal(temp)
    assert was
    assert staged
    assert steps.Replace(place, temp, was, staged, steps.digest(b"a")).take(again=False) == CHANGED
    assert steps.Replace(place, temp, was, staged, steps.digest(b"mine")).take(again=False) is None
    assert contents(tmp_path) == {"a.md": b"new"}


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "deep").mkdir()
    write(tmp_path / "deep", target="a")
    (tmp_path / "link.md").symlink_to("deep/target.md")
    (tmp_path / "folder").symlink_to("deep")
    assert apply(tmp_path, NewText("link.md", b"a", b"b")).done == ("link.md",)
    assert apply(tmp_path, NewText("folder/target.md", b"b", b"c")).done == ("folder/target.md",)
    assert (tmp_path / "link.md").readlink() == Path("deep/target.md")
    assert (tmp_path / "deep" / "target.md").read_bytes() == b"c"


def test_a_link_and_its_target_have_one_text(tmp_path):
    write(tmp_path, a="a")
    (tmp_path / "b.md").symlink_to("a.md")
    same = apply(tmp_path, NewText("a.md", b"a", b"x"), NewText("b.md", b"a", b"x"))
    assert same == Written(("a.md", "b.md"))
    other = apply(tmp_path, NewText("a.md", b"x", b"y"), NewText("b.md", b"x", b"z"))
    assert refused(other) == {"b.md": "it is the same file as `a.md`"}
    assert (tmp_path / "a.md").read_bytes() == b"y"


@pytest.mark.parametrize("kind", ["text", "rename", "rename to", "delete"])
def test_nothing_outside_of_the_root_is_changed_through_a_link(tmp_path, kind):
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    write(other, a="a")
    write(root, mine="mine")
    (root / "link.md").symlink_to(other / "a.md")
    (root / "folder").symlink_to(other)
    written = {
        "text": lambda: apply(root, NewText("link.md", b"a", b"b"), NewText("folder/a.md", b"a", b"b")),
        "rename": lambda: apply(root, renames=[("folder/a.md", "b.md")]),
        "rename to": lambda: apply(root, renames=[("mine.md", "folder/b.md"), ("../other/a.md", "c.md")]),
        "delete": lambda: apply(root, deletes=["folder/a.md"]),
    }[kind]()
    assert written.done == ()
    assert set(refused(written).values()) == {"it lies outside of the repository"}
    assert contents(other) == {"a.md": b"a"}
    assert (root / "mine.md").read_bytes() == b"mine"


def test_a_file_outside_of_the_root_that_was_named_is_written(tmp_path):
    (tmp_path / "root").mkdir()
    write(tmp_path, a="a", twin="t")
    os.link(tmp_path / "twin.md", tmp_path / "other name")
    named, twin = str(tmp_path / "a.md"), str(tmp_path / "twin.md")
    written = apply(tmp_path / "root", NewText(named, b"a", b"b"), NewText(twin, b"t", b"u"))
    assert written.done == (named,)
    assert refused(written) == {twin: "it lies outside of the repository, and can only be written in place"}
    assert (tmp_path / "a.md").read_bytes() == b"b"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("after", [b"longer than it was", b"s"])
def test_all_names_of_a_file_keep_one_text(tmp_path, after):
    write(tmp_path, a="before")
    os.link(tmp_path / "a.md", tmp_path / "twin")
    apply(tmp_path, NewText("a.md", b"before", after), renames=[("a.md", "b.md")])
    assert contents(tmp_path) == {"b.md": after, "twin": after}
    assert (tmp_path / "b.md").samefile(tmp_path / "twin")


@as_root
@pytest.mark.parametrize("case", ["file", "folder", "all"])
def test_what_is_read_only(tmp_path, case):
    folder = tmp_path / "root" / "sessions"
    folder.mkdir(parents=True)
    write(folder, a="a", b="b")
    for path in (tmp_path, tmp_path.parent, tmp_path / "root", folder, folder / "a.md", folder / "b.md"):
        path.chmod(path.stat().st_mode | 0o755)
        if (tmp_path / "root") in (path, *path.parents):
            os.chown(path, NOBODY, NOBODY)
    for path, mode in {
        "file": ((folder / "a.md", 0o444),),
        "folder": ((folder, 0o555),),
        "all": ((folder, 0o555), (folder.parent, 0o555)),
    }[case]:
        path.chmod(mode)

    def work():
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        written = writing.apply(
            str(tmp_path / "root"),
            Changes((NewText("sessions/a.md", b"a", b"new"),), (("sessions/b.md", "sessions/c.md"),)),
        )
        assert (
            refused(written)
            == {
                "file": {"sessions/a.md": "the file is read-only"},
                "folder": {"sessions/b.md": "the folder is read-only"},
                "all": {
                    "sessions/a.md": "it can only be written in place, and no folder takes a copy to be safe",
                    "sessions/b.md": "the folder is read-only",
                },
            }[case]
        )

    if tmp_path.parent.stat().st_mode & 0o001 == 0:  # pragma: no cover -- depends on where pytest works
        pytest.skip("nobody cannot get here")
    for above in tmp_path.parents:
        if above.stat().st_uid == 0 and not above.stat().st_mode & 0o001:
            above.chmod(above.stat().st_mode | 0o001)
    assert ended(child(work)) == 0
    name = "c" if case == "file" else "b"
    assert contents(folder) == {"a.md": b"new" if case == "folder" else b"a", f"{name}.md": b"b"}
    assert leftovers(tmp_path) == []


# Names


@pytest.mark.parametrize("other", ["file", "folder", "link", "dangling link"])
def test_a_rename_never_clobbers(tmp_path, other):
    write(tmp_path, a="a", c="c")
    match other:
        case "file":
            write(tmp_path, b="b")
        case "folder":
            (tmp_path / "b.md").mkdir()
        case "link":
            (tmp_path / "b.md").symlink_to("a.md")
        case _:
            (tmp_path / "b.md").symlink_to("nowhere")
    before = contents(tmp_path)
    written = apply(tmp_path, NewText("a.md", b"a", b"A"), renames=[("a.md", "b.md")])
    assert refused(written) == {"a.md": "there is a file `b.md` already"}
    assert contents(tmp_path) == before, "nor is the text written without its new name"


def test_a_name_that_is_taken_at_the_last_moment_is_not_clobbered(tmp_path, monkeypatch):
    write(tmp_path, a="a")
    link = os.link

    def late(source, target, **options):
        Path(target).write_bytes(b"theirs")
        link(source, target, **options)

    monkeypatch.setattr(os, "link", late)
    assert refused(apply(tmp_path, renames=[("a.md", "b.md")])) == {"a.md": "there is a file `b.md` already"}
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"theirs"}


def test_of_eight_that_want_one_name_one_gets_it_and_all_survive(tmp_path):
    names = [f"{number}.md" for number in range(8)]
    for name in names:
        (tmp_path / name).write_text(name, encoding="utf-8")

    def work(name):
        written = writing.apply(str(tmp_path), Changes(renames=((name, "one.md"),)))
        assert len(written.done) + len(written.refused) == 1

    assert [ended(pid) for pid in [child(partial(work, name)) for name in names]] == [0] * 8
    assert (tmp_path / "one.md").exists()
    assert sorted(contents(tmp_path).values()) == [name.encode() for name in names]
    assert leftovers(tmp_path) == []


def test_a_name_that_is_freed_can_be_taken(tmp_path):
    write(tmp_path, a="a", b="b", c="c")
    renames = [("a.md", "b.md"), ("b.md", "c.md"), ("c.md", "d.md")]
    assert apply(tmp_path, NewText("b.md", b"b", b"B"), renames=renames) == Written(("b.md", "a.md", "c.md"))
    assert contents(tmp_path) == {"b.md": b"a", "c.md": b"B", "d.md": b"c"}


def test_names_that_wait_for_one_another_fail_together(tmp_path):
    write(tmp_path, a="a", b="b", c="c")
    written = apply(tmp_path, renames=[("a.md", "b.md"), ("b.md", "c.md")])
    assert refused(written) == {
        "b.md": "there is a file `c.md` already",
        "a.md": "it goes together with `b.md`, which cannot be changed",
    }
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"b", "c.md": b"c"}


@pytest.mark.parametrize("names", ["ab", "abc", "a"])
def test_names_do_not_go_round_in_a_circle(tmp_path, names):
    write(tmp_path, **{name: name for name in names})
    before = contents(tmp_path)
    pairs = [(f"{old}.md", f"{new}.md") for old, new in zip(names, names[1:] + names[0], strict=True)]
    assert set(refused(apply(tmp_path, renames=pairs)).values()) == {
        "its new name is that of a file which takes its own"
    }
    assert contents(tmp_path) == before


def test_two_files_do_not_get_one_name(tmp_path):
    write(tmp_path, a="a", b="b")
    written = apply(tmp_path, renames=[("a.md", "c.md"), ("b.md", "c.md")])
    assert set(refused(written).values()) == {"another file is renamed to `c.md` too"}
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"b"}


def test_a_rename_that_differs_by_case(tmp_path):
    write(tmp_path, a="a")
    assert apply(tmp_path, NewText("a.md", b"a", b"b"), renames=[("a.md", "A.md")]) == Written(("a.md",))
    assert contents(tmp_path) == {"A.md": b"b"}


def test_a_rename_that_differs_by_case_where_case_does_not_matter(tmp_path, monkeypatch):
    """A stand-in for macOS: no file system of that kind can be mounted everywhere."""
    lstat, link = os.lstat, os.link

    def entry(path):
        folder, name = os.path.split(path)
        return os.path.join(folder, next((one for one in os.listdir(folder) if one.lower() == name.lower()), name))

    def no_clobber(source, target, **options):
        link(source, entry(target), **options)

    write(tmp_path, a="a", b="b")
    monkeypatch.setattr(os, "lstat", lambda path, **options: lstat(entry(str(path)), **options))
    monkeypatch.setattr(os, "link", no_clobber)
    assert apply(tmp_path, renames=[("a.md", "A.md")]) == Written(("a.md",))
    assert refused(apply(tmp_path, renames=[("b.md", "a.md")])) == {"b.md": "there is a file `a.md` already"}
    moved = steps.Move(str(tmp_path / "a.md"), str(tmp_path / "A.md"), (tmp_path / "A.md").stat().st_ino)
    assert moved.take(again=True) is None
    assert contents(tmp_path) == {"A.md": b"a", "b.md": b"b"}


def test_two_names_of_a_file_that_differ_by_case_are_two(tmp_path):
    write(tmp_path, a="a")
    os.link(tmp_path / "a.md", tmp_path / "A.md")
    assert refused(apply(tmp_path, renames=[("a.md", "A.md")])) == {"a.md": "there is a file `A.md` already"}
    assert contents(tmp_path) == {"a.md": b"a", "A.md": b"a"}


def test_without_hard_links_the_name_is_claimed_first(tmp_path, monkeypatch):
    def no_links(*arguments, **options):
        raise OSError(errno.EPERM, "Operation not permitted")

    write(tmp_path, a="a")
    monkeypatch.setattr(os, "link", no_links)
    assert apply(tmp_path, NewText("a.md", b"a", b"b"), renames=[("a.md", "b.md")]) == Written(("a.md",))
    assert contents(tmp_path) == {"b.md": b"b"}
    changes = Changes(renames=(("b.md", "c.md"),))
    deaths = 0

    def dying(number):
        writing_kills.die_at(number)
        writing.apply(str(tmp_path), changes)

    for number in range(1, 20):
        code = ended(child(partial(dying, number)))
        deaths += code == -9
        assert {text for text in contents(tmp_path).values() if text == b"b"} == {b"b"}
        writing.sweep(str(tmp_path))
        if (tmp_path / "b.md").exists():
            writing.apply(str(tmp_path), changes)
        assert contents(tmp_path) == {"c.md": b"b"}
        (tmp_path / "c.md").rename(tmp_path / "b.md")
        if code == 0:
            break
    assert deaths > 4


def test_a_file_moves_to_another_folder_and_a_link_does_not(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    write(tmp_path / "old", a="a")
    (tmp_path / "old" / "link.md").symlink_to("a.md")
    pairs = [("old/a.md", "new/b.md"), ("old/link.md", "new/link.md")]
    written = apply(tmp_path, renames=[*pairs, ("old/gone.md", "new/x.md")])
    assert refused(written) == {"old/link.md": "a link is not moved to another folder", "old/gone.md": CHANGED}
    assert refused(apply(tmp_path, renames=[("new/b.md", "none/b.md")])) == {
        "new/b.md": "there is no folder for `none/b.md`"
    }
    assert apply(tmp_path, renames=[("old/link.md", "old/other.md")]).done == ("old/link.md",)
    assert (tmp_path / "old" / "other.md").readlink() == Path("a.md")
    assert (tmp_path / "new" / "b.md").read_bytes() == b"a"


def test_deletes_come_last_and_only_for_what_has_not_changed(tmp_path):
    write(tmp_path, a="a", b="b", c="c")
    (tmp_path / "folder.md").mkdir()
    unchanged = {"a.md": b"a", "b.md": b"other"}
    written = apply(tmp_path, deletes=["a.md", "b.md", "gone.md", "folder.md"], unchanged=unchanged)
    assert written.done == ("a.md",)
    assert refused(written) == {"b.md": CHANGED, "gone.md": CHANGED, "folder.md": CHANGED}
    assert refused(apply(tmp_path, renames=[("c.md", "b.md")], deletes=["b.md"])) == {
        "c.md": "there is a file `b.md` already",
        "b.md": "it goes together with `c.md`, which cannot be changed",
    }
    assert contents(tmp_path) == {"b.md": b"b", "c.md": b"c"}


def test_a_renamed_file_must_not_have_changed_either(tmp_path):
    write(tmp_path, a="other")
    assert refused(apply(tmp_path, renames=[("a.md", "b.md")], unchanged={"a.md": b"a"})) == {"a.md": CHANGED}
    assert contents(tmp_path) == {"a.md": b"other"}


def test_what_belongs_together_is_done_together(tmp_path):
    write(tmp_path, a="a", b="b", notes="other", c="c")
    texts = [NewText("notes.md", b"see a", b"see z"), NewText("c.md", b"c", b"C")]
    written = apply(tmp_path, *texts, renames=[("a.md", "z.md")], together=(("a.md", "notes.md"), ()))
    assert written.done == ("c.md",)
    assert refused(written) == {
        "notes.md": CHANGED,
        "a.md": "it goes together with `notes.md`, which cannot be changed",
    }


# Trouble


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("call", ["fsync", "pwrite", "rename", "open"])
def test_when_the_system_fails_beforehand_nothing_has_changed(tmp_path, monkeypatch, call, in_place):
    write(tmp_path, a="a", b="b")
    if in_place:
        os.link(tmp_path / "a.md", tmp_path / "twin")
    before = contents(tmp_path)
    original = getattr(os, call)

    def fail(*arguments, **options):
        if call == "open" and not arguments[1] & os.O_CREAT:
            return original(*arguments, **options)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Failure) as caught:
        apply(tmp_path, NewText("a.md", b"a", b"A"), renames=[("b.md", "c.md")])
    assert caught.value.message.startswith("cannot write")
    assert caught.value.message.endswith(": input/output error")
    assert caught.value.help.startswith("nothing was changed")
    assert (contents(tmp_path), leftovers(tmp_path)) == (before, [])


@pytest.mark.parametrize("trouble", [None, OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_many_files_are_synced_at_a_time(tmp_path, monkeypatch, trouble):
    texts = [NewText(f"{number}.md", b"old", b"new") for number in range(40)]
    for text in texts:
        (tmp_path / text.path).write_bytes(b"old")
    sync = os.fsync
    calls = iter(range(1000))

    def fail(descriptor):
        sync(descriptor)
        if trouble and next(calls) == 30:
            raise trouble

    monkeypatch.setattr(os, "fsync", fail)
    if trouble:
        with pytest.raises((Failure, KeyboardInterrupt)):
            apply(tmp_path, *texts)
        assert leftovers(tmp_path) == []
    else:
        apply(tmp_path, *texts)
    assert set(contents(tmp_path).values()) == {b"old" if trouble else b"new"}


def test_more_than_the_journal_takes_is_refused_at_the_start(tmp_path, monkeypatch):
    write(tmp_path, a="a")
    monkeypatch.setattr(journal, "MAX_BYTES", 50)
    with pytest.raises(Failure, match="more changes than can be made at once"):
        apply(tmp_path, NewText("a.md", b"a", b"b"), renames=[("a.md", "b.md")])
    assert (contents(tmp_path), leftovers(tmp_path)) == ({"a.md": b"a"}, [])


@pytest.mark.parametrize("call", ["replace", "link", "unlink"])
def test_when_the_system_fails_midway_that_is_undone_and_the_rest_is_done_and_said(tmp_path, monkeypatch, call):
    write(tmp_path, a="a", b="b", c="c", e="e")
    original = getattr(os, call)

    def fail(path, *arguments, **options):
        if Path(arguments[0] if call == "replace" else path).name == "a.md":
            raise OSError(errno.EIO, "Input/output error")
        return original(path, *arguments, **options)

    monkeypatch.setattr(os, call, fail)
    texts = [NewText("a.md", b"a", b"A"), NewText("b.md", b"b", b"B")]
    with pytest.raises(Failure) as caught:
        apply(tmp_path, *texts, renames=[("a.md", "x.md"), ("c.md", "d.md")], deletes=["e.md"])
    assert caught.value.message == "cannot change `a.md`: input/output error"
    assert caught.value.help == "3 of 4 files were written all the same; see why, run again"
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"B", "d.md": b"c"}
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("call", ["fsync", "replace", "link"])
def test_an_interrupted_run_does_nothing_or_all(tmp_path, monkeypatch, call, error):
    write(tmp_path, a="a", b="b", c="c")
    os.link(tmp_path / "c.md", tmp_path / "twin")
    original = getattr(os, call)
    times = iter([True])

    def interrupted(*arguments, **options):
        original(*arguments, **options)
        if next(times, False):
            raise error

    monkeypatch.setattr(os, call, interrupted)
    before = contents(tmp_path)
    texts = [NewText("a.md", b"a", b"A"), NewText("c.md", b"c", b"C")]
    with pytest.raises(error):
        apply(tmp_path, *texts, renames=[("b.md", "d.md")])
    assert contents(tmp_path) == (
        before if call == "fsync" else {"a.md": b"A", "c.md": b"C", "d.md": b"b", "twin": b"C"}
    )
    assert leftovers(tmp_path) == []


def test_a_file_size_limit_leaves_all_as_it_was(tmp_path):
    write(tmp_path, a="a", b="b", c="c")
    os.link(tmp_path / "b.md", tmp_path / "twin")
    before = contents(tmp_path)

    def work():
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        for name in ("a.md", "b.md"):
            with pytest.raises(Failure, match=r"cannot write .*: file too large"):
                writing.apply(
                    str(tmp_path), Changes((NewText(name, name[:1].encode(), b"x" * 20_000),), (("c.md", "d.md"),))
                )

    assert ended(child(work)) == 0
    assert (contents(tmp_path), leftovers(tmp_path)) == (before, [])


@as_root
def test_a_full_disk_leaves_all_as_it_was(tmp_path):
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("cannot mount")
    try:
        write(tmp_path, a="a" * 8000, b="b" * 8000, c="c" * 8000)
        os.link(tmp_path / "b.md", tmp_path / "twin")
        (tmp_path / "ballast").write_bytes(b"x" * 4096 * 6)
        before = contents(tmp_path)
        for name, size in (("a", 8000), ("a", 80_000), ("b", 9000), ("b", 80_000)):
            texts = [NewText(f"{one}.md", one.encode() * 8000, one.upper().encode() * size) for one in {name, "c"}]
            with pytest.raises(Failure, match=r"cannot write .*: no space left on device") as caught:
                apply(tmp_path, *texts, renames=[("c.md", "d.md")])
            assert caught.value.help == "nothing was changed; make room and run again"
            assert (contents(tmp_path), leftovers(tmp_path)) == (before, [])
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_writing_in_place_is_undone_when_there_is_no_room(tmp_path, monkeypatch):
    write(tmp_path, a="before")
    os.link(tmp_path / "a.md", tmp_path / "twin")
    original = os.ftruncate
    failures = iter([True])

    def fail(*arguments):
        if next(failures, False):
            raise OSError(errno.ENOSPC, "No space left on device")
        original(*arguments)

    monkeypatch.setattr(os, "ftruncate", fail)
    with pytest.raises(Failure, match=r"cannot change `a\.md`: no space left on device"):
        apply(tmp_path, NewText("a.md", b"before", b"afterwards"))
    assert contents(tmp_path) == {"a.md": b"before", "twin": b"before"}


def test_what_cannot_even_be_undone_is_kept_and_said(tmp_path, monkeypatch):
    write(tmp_path, a="before, longer")
    os.link(tmp_path / "a.md", tmp_path / "twin")

    def fail(*arguments):
        raise OSError(errno.EIO, "Input/output error")

    def fail_from_now_on(*arguments):
        monkeypatch.setattr(os, "pwrite", fail)
        fail()

    monkeypatch.setattr(os, "ftruncate", fail_from_now_on)
    with pytest.raises(Failure, match=r"both of its texts are in .*\.rescue"):
        writing.apply(str(tmp_path), Changes((NewText("a.md", b"before, longer", b"after"),)))
    (rescue,) = leftovers(tmp_path)
    assert rescue.suffix == ".rescue"
    ((step,),) = json.loads(rescue.read_bytes())["groups"]
    assert step[2:4] == ["before, longer", "after"]
    monkeypatch.undo()
    assert writing.sweep(str(tmp_path)) == Finished()
    assert rescue.exists()


# Killed runs


def test_a_kill_before_each_call_loses_nothing_and_the_next_run_ends_the_same(quick_path):
    tally = writing_kills.at_each_call(quick_path, twice=1 if LONG else 0)
    assert tally.pop("kills") > (1000 if LONG else 50)
    assert tally == SOUND


def test_a_kill_at_a_random_time_loses_nothing_and_the_next_run_ends_the_same(quick_path):
    kills = 1000 if LONG else 40
    tally = writing_kills.at_random(quick_path, kills, 200 if LONG else 10)
    assert (tally.pop("kills"), tally.pop("begun") > 0) == (kills, True)
    assert tally == SOUND


def test_an_edit_after_a_kill_is_as_if_it_had_been_there_before(quick_path):
    """Half done, four renamed sessions would have lost what refers to them."""
    tally = writing_kills.edited(quick_path, every=1 if LONG else 5, twice=7 if LONG else 0)
    assert tally.pop("kills") > (5000 if LONG else 100)
    assert tally == SOUND


def test_eight_runs_on_one_tree_lose_nothing(quick_path):
    rounds = 50 if LONG else 5
    assert writing_kills.eight_at_once(quick_path, rounds) == SOUND | {"rounds": rounds, "crashed": 0}


def killed_midway(root: Path) -> Path:
    """Give the journal of a run that was killed when it had put one of two texts in place."""
    write(root, a="a", b="b")
    kill(root, "replace", 2, Changes((NewText("a.md", b"a", b"A"), NewText("b.md", b"b", b"B"))))
    assert contents(root).keys() > {"a.md", "b.md"}
    assert ((root / "a.md").read_bytes(), (root / "b.md").read_bytes()) == (b"A", b"b")
    (place,) = root.glob(".session-lint-*.journal")
    return place


def test_the_next_run_finishes_and_says_so(tmp_path):
    killed_midway(tmp_path)
    assert writing.sweep(str(tmp_path)) == Finished(("b.md",), ("finished what an earlier run began: fixed b.md",))
    assert contents(tmp_path) == {"a.md": b"A", "b.md": b"B"}
    assert writing.sweep(str(tmp_path)) == Finished()


def test_what_has_changed_since_is_left_alone(tmp_path):
    killed_midway(tmp_path)
    (tmp_path / "b.md").write_bytes(b"mine")
    assert writing.sweep(str(tmp_path)) == Finished()
    assert contents(tmp_path) == {"a.md": b"A", "b.md": b"mine"}


RENAMING = Changes(
    (NewText("a.md", b"a", b"A"), NewText("plan.md", b"see a b", b"see x y")),
    (("a.md", "x.md"), ("b.md", "y.md")),
    together=(("a.md", "plan.md"), ("b.md", "plan.md")),
)


def edited(name: str, text: bytes) -> Callable[[Path], object]:
    return lambda root: (root / name).write_bytes(text)


def saved(name: str, text: bytes) -> Callable[[Path], object]:
    """Saved by an editor that makes a new file."""

    def save(root):
        (root / "copy").write_bytes(text)
        (root / "copy").rename(root / name)

    return save


@pytest.mark.parametrize(
    ("killed_at", "then", "messages", "after"),
    [
        pytest.param(
            ("replace", 1),
            edited("plan.md", b"see a b, mine"),
            (),
            {"a.md": b"a", "b.md": b"b", "plan.md": b"see a b, mine"},
            id="nothing has begun",
        ),
        pytest.param(
            ("replace", 2),
            edited("plan.md", b"see a b, mine"),
            ("undid what an earlier run began, as it could not be finished for `plan.md`: `a.md`",),
            {"a.md": b"a", "b.md": b"b", "plan.md": b"see a b, mine"},
            id="a text is put back",
        ),
        pytest.param(
            ("link", 1),
            edited("x.md", b"mine"),
            ("undid what an earlier run began, as it could not be finished for `a.md`: `plan.md`, `a.md`",),
            {"a.md": b"a", "b.md": b"b", "plan.md": b"see a b", "x.md": b"mine"},
            id="a name is taken",
        ),
        pytest.param(
            ("link", 2),
            saved("b.md", b"mine"),
            ("undid what an earlier run began, as it could not be finished for `b.md`: `a.md`, `plan.md`",),
            {"a.md": b"a", "b.md": b"mine", "plan.md": b"see a b"},
            id="a renamed file is renamed back",
        ),
        pytest.param(
            ("unlink", 1),
            saved("b.md", b"mine"),
            ("undid what an earlier run began, as it could not be finished for `b.md`: `a.md`, `plan.md`",),
            {"a.md": b"a", "b.md": b"mine", "plan.md": b"see a b"},
            id="a file that has both names is renamed back",
        ),
        pytest.param(
            ("link", 1),
            edited("plan.md", b"see x y, mine"),
            (
                "finished what an earlier run began: renamed a.md to x.md",
                "finished what an earlier run began: renamed b.md to y.md",
            ),
            {"x.md": b"A", "y.md": b"b", "plan.md": b"see x y, mine"},
            id="what was edited after it was fixed stays",
        ),
        pytest.param(
            ("unlink", 2),
            saved("x.md", b"mine"),
            (
                "finished what an earlier run began: renamed a.md to x.md",
                "finished what an earlier run began: renamed b.md to y.md",
            ),
            {"x.md": b"mine", "y.md": b"b", "plan.md": b"see x y"},
            id="what was edited after it was renamed stays",
        ),
        pytest.param(
            ("replace", 2),
            lambda root: (edited("a.md", b"A, mine")(root), edited("plan.md", b"see a b, mine")(root)),
            (
                "finished what an earlier run began: renamed a.md to x.md",
                "finished what an earlier run began: renamed b.md to y.md",
                "finished an earlier run, but not for `plan.md`, which has changed since: look at its references",
            ),
            {"x.md": b"A, mine", "y.md": b"b", "plan.md": b"see a b, mine"},
            id="only a text is missing, and another cannot be undone",
        ),
        pytest.param(
            ("link", 1),
            lambda root: (edited("plan.md", b"see x y, mine")(root), edited("y.md", b"mine")(root)),
            (
                "undid what an earlier run began, as it could not be finished for `b.md`: `a.md`",
                "an earlier run was not finished for `b.md`, and could not be undone for `plan.md`",
            ),
            {"a.md": b"a", "b.md": b"b", "y.md": b"mine", "plan.md": b"see x y, mine"},
            id="neither to be finished nor to be undone",
        ),
        pytest.param(
            ("link", 1),
            lambda root: (root / "b.md").unlink(),
            ("undid what an earlier run began, as it could not be finished for `b.md`: `plan.md`, `a.md`",),
            {"a.md": b"a", "plan.md": b"see a b"},
            id="a file is gone",
        ),
    ],
)
def test_what_belongs_together_is_finished_or_undone_together(tmp_path, killed_at, then, messages, after):
    write(tmp_path, a="a", b="b", plan="see a b")
    call, number = killed_at
    kill(tmp_path, call, number, RENAMING)
    then(tmp_path)
    assert writing.sweep(str(tmp_path)).messages == messages
    assert contents(tmp_path) == after
    assert writing.sweep(str(tmp_path)) == Finished()


def test_undoing_keeps_the_mode_and_can_be_killed_itself(tmp_path):
    write(tmp_path, a="a", b="b", plan="see a b")
    (tmp_path / "plan.md").chmod(0o640)
    kill(tmp_path, "link", 2, RENAMING)
    saved("b.md", b"mine")(tmp_path)
    deaths = 0
    for number in range(1, 40):

        def work(number=number):
            writing_kills.die_at(number)
            writing.sweep(str(tmp_path))

        code = ended(child(work))
        deaths += code == -9
        if code == 0:
            break
    assert deaths > 5
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"mine", "plan.md": b"see a b"}
    assert stat.S_IMODE((tmp_path / "plan.md").stat().st_mode) == 0o640


def test_finishing_all_but_one_text_can_be_killed_itself(tmp_path):
    write(tmp_path, a="a", b="b", plan="see a b")
    kill(tmp_path, "replace", 2, RENAMING)
    edited("a.md", b"A, mine")(tmp_path)
    edited("plan.md", b"see a b, mine")(tmp_path)

    def work():
        writing_kills.die_at(1, ("fsync",))
        writing.sweep(str(tmp_path))

    assert ended(child(work)) == -9
    assert contents(tmp_path).keys() > {"x.md", "y.md"}
    finished = writing.sweep(str(tmp_path))
    assert (finished.paths, finished.renames) == ((), {"a.md": "x.md", "b.md": "y.md"})
    assert finished.messages[2:] == (
        "finished an earlier run, but not for `plan.md`, which has changed since: look at its references",
    )
    assert contents(tmp_path) == {"x.md": b"A, mine", "y.md": b"b", "plan.md": b"see a b, mine"}


def test_a_group_that_fails_midway_is_undone_and_its_paths_are_refused(tmp_path, monkeypatch):
    write(tmp_path, a="a", b="b", plan="see a b", c="c")
    link = os.link

    def late(source, target, **options):
        if target.endswith("y.md"):
            Path(target).write_bytes(b"theirs")
        link(source, target, **options)

    monkeypatch.setattr(os, "link", late)
    changes = replace(RENAMING, texts=(*RENAMING.texts, NewText("c.md", b"c", b"C")))
    written = writing.apply(str(tmp_path), changes)
    beside = "it goes together with `b.md`, which cannot be changed"
    assert refused(written) == {"b.md": "there is a file `y.md` already", "a.md": beside, "plan.md": beside}
    assert written.done == ("c.md",)
    assert contents(tmp_path) == {"a.md": b"a", "b.md": b"b", "c.md": b"C", "plan.md": b"see a b", "y.md": b"theirs"}
    assert leftovers(tmp_path) == []


def test_each_repository_has_a_journal_of_its_own(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / "deep").mkdir()
        write(tmp_path / name / "deep", a="a")
    kill(tmp_path, "link", 1, Changes(renames=(("one/deep/a.md", "one/deep/b.md"), ("two/deep/a.md", "two/deep/b.md"))))
    assert [path.parent.name for path in leftovers(tmp_path)] == ["one", "two"]
    for name in ("one", "two"):
        assert writing.sweep(str(tmp_path / name)).renames == {"deep/a.md": "deep/b.md"}
        assert contents(tmp_path / name) == {"deep/b.md": b"a"}


def test_what_lies_in_two_repositories_is_noted_in_the_outer_one(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "inner" / ".git").mkdir(parents=True)
    write(tmp_path, a="a")
    write(tmp_path / "inner", plan="see a")
    text = NewText("inner/plan.md", b"see a", b"see b")
    changes = Changes((text,), (("a.md", "b.md"),), together=(("a.md", "inner/plan.md"),))
    kill(tmp_path, "replace", 1, changes)
    assert {path.suffix: path.parent for path in leftovers(tmp_path)} == {
        ".journal": tmp_path,
        ".tmp": tmp_path / "inner",
    }
    assert writing.sweep(str(tmp_path)).paths == ("inner/plan.md", "a.md")
    assert contents(tmp_path) == {"b.md": b"a", "inner/plan.md": b"see b"}


def test_a_home_that_takes_no_journal_leaves_it_to_the_folder_below(tmp_path, monkeypatch):
    sessions = tmp_path / ".agents" / "sessions"
    sessions.mkdir(parents=True)
    write(sessions, a="a")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path and access(path, mode))
    kill(tmp_path, "link", 1, Changes(renames=((".agents/sessions/a.md", ".agents/sessions/b.md"),)))
    (place,) = leftovers(tmp_path)
    assert place.parent == sessions
    for other in ("..", "../../..", "/", "./../..", "../.."):  # the right one last
        noted = json.loads(place.read_bytes())
        place.write_text(json.dumps(noted | {"root": other}), encoding="utf-8")
        finished = writing.sweep(str(tmp_path / ".agents"), ["sessions"])
        assert (finished.paths, place.exists()) == ((("sessions/a.md",), False) if other == "../.." else ((), True))
    assert contents(tmp_path) == {".agents/sessions/b.md": b"a"}


def test_applying_finishes_a_killed_run_first(tmp_path):
    killed_midway(tmp_path)
    assert refused(apply(tmp_path, NewText("b.md", b"b", b"other"))) == {"b.md": CHANGED}
    assert contents(tmp_path) == {"a.md": b"A", "b.md": b"B"}


def test_leftovers_below_the_root_are_removed_and_what_is_not_ours_stays(tmp_path):
    folder = tmp_path / "sessions"
    folder.mkdir()
    mine = folder / ".session-lint-01234567.tmp"
    others = [folder / name for name in (".session-lint-01234567.tmp.md", ".session-lint-x.tmp", "session-lint.tmp")]
    for path in (mine, *others):
        path.write_text("x", encoding="utf-8")
    (folder / ".session-lint-76543210.tmp").mkdir()
    (folder / ".session-lint-00000000.tmp").symlink_to("session-lint.tmp")
    assert writing.sweep(str(tmp_path), ["sessions", "none"]) == Finished()
    assert not mine.exists()
    assert len(list(folder.iterdir())) == 5


@as_root
def test_leftovers_of_another_user_stay(tmp_path):
    place = killed_midway(tmp_path)
    for path in leftovers(tmp_path):
        os.chown(path, NOBODY, NOBODY)
    assert writing.sweep(str(tmp_path)) == Finished()
    assert place.exists()


def test_a_run_at_work_keeps_its_files(tmp_path, monkeypatch):
    temp = tmp_path / ".session-lint-01234567.tmp"
    temp.write_text("x", encoding="utf-8")
    monkeypatch.setattr(writing, "PATIENCE", 0.1)
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    for work in (lambda: writing.sweep(str(tmp_path)), lambda: writing.apply(str(tmp_path), Changes())):
        with pytest.raises(Failure, match="another session-lint has been fixing in"):
            work()
    os.close(folder)
    assert temp.exists()
    writing.sweep(str(tmp_path))
    assert not temp.exists()


@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EBADF])
def test_where_there_are_no_locks_it_goes_without(tmp_path, monkeypatch, error):
    def fail(*arguments):
        raise OSError(error, "no locks")

    write(tmp_path, a="a")
    monkeypatch.setattr(fcntl, "flock", fail)
    assert apply(tmp_path, NewText("a.md", b"a", b"b")).done == ("a.md",)


# A journal that somebody else wrote


def forged(root: Path, *groups: object) -> None:
    data = json.dumps({"session-lint": 1, "root": ".", "groups": groups})
    (root / ".session-lint-01234567.journal").write_text(data, encoding="utf-8")


def undoing(inode: int, after: bytes, before: bytes) -> list[object]:
    """A step that says it has put one text in the place of another."""
    way = [0, len(after), b2a_base64(before, newline=False).decode()]
    digests = [steps.digest(before), steps.digest(after)]
    return ["replace", "a.md", ".session-lint-99999999.tmp", 1, 1, inode, 1, *digests, *way]


def test_a_forged_journal_harms_nothing(tmp_path):
    root, other = tmp_path / "root", tmp_path / "other"
    (root / ".git").mkdir(parents=True)
    other.mkdir()
    (root / "out").symlink_to(other)
    write(root, a="a", b="b")
    write(other, c="c")
    (root / ".git" / "config").write_text("mine", encoding="utf-8")
    (root / ".session-lint-00000000.tmp").write_text("evil", encoding="utf-8")
    before = contents(root / ".git") | contents(other) | {"a.md": b"a", "b.md": b"b"}
    ours, theirs = (root / "a.md").stat(), (other / "c.md").stat()
    temp = (root / ".session-lint-00000000.tmp").stat()
    sealed = [temp.st_ino, temp.st_ctime_ns]
    git = (root / ".git" / "config").stat().st_ino
    gone = ["move", "gone.md", "nowhere.md", 1]
    for items in (
        [["replace", "a.md", ".session-lint-00000000.tmp", ours.st_ino, 0, temp.st_ino, 0, steps.digest(b"a")]],
        [["replace", "a.md", "b.md", ours.st_ino, ours.st_ctime_ns, *sealed, steps.digest(b"a")]],
        [["overwrite", "a.md", "x", "evil", ours.st_ino]],
        [["overwrite", "out/c.md", "c", "evil", theirs.st_ino]],
        [["overwrite", "../other/c.md", "c", "evil", theirs.st_ino]],
        [["overwrite", ".git/config", "mine", "evil", git], ["move", ".GIT/config", "x.md", git]],
        [["move", "a.md", "b.md", ours.st_ino], ["move", "a.md", "../a.md", ours.st_ino]],
        [["move", "a.md", "b.md", ours.st_ino]],
        [["move", "a.md", "out/a.md", ours.st_ino]],
        [["remove", "a.md", ours.st_ino, 0]],
        [["remove", str(root / "a.md"), ours.st_ino, ours.st_ctime_ns]],
        [["remove", "a.md\0", 1, 1], ["remove", "\ud800", 1, 1]],
        [["remove", "\udc80/\ud8ff", 1, 1]],
        [["run", "rm"], 1, None, [], [[]]],
        # An undoing, with another inode, another text, or a text that is not the one before.
        [undoing(0, b"a", b"evil"), gone],
        [undoing(ours.st_ino, b"x", b"evil"), gone],
        [[*undoing(ours.st_ino, b"a", b"evil")[:7], steps.digest(b"good"), *undoing(0, b"a", b"evil")[8:]], gone],
        [["overwrite", "a.md", "evil", "x", ours.st_ino], gone],
        [["move", "c.md", "a.md", ours.st_ino + 1], ["move", "out/c.md", "a.md", ours.st_ino], gone],
    ):
        for groups in ([items], [[item] for item in items], items):
            forged(root, *groups)
            writing.sweep(str(root))
            tree = contents(root)
            found = contents(root / ".git") | contents(other) | {name: tree[name] for name in ("a.md", "b.md")}
            assert found == before, groups


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 200_000,
        b"null",
        b'{"session-lint": 2}',
        b'{"session-lint": 1, "root": 1}',
        b"\xff\xfe",
        b"9" * 10_000,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_a_journal_that_is_none_is_left_alone(tmp_path, data):
    place = tmp_path / ".session-lint-01234567.journal"
    place.write_bytes(data)
    write(tmp_path, a="a")
    assert writing.sweep(str(tmp_path)) == Finished()
    assert writing.apply(str(tmp_path), Changes((NewText("a.md", b"a", b"b"),))).done == ("a.md",)
    assert place.read_bytes() == data


def test_a_journal_says_what_it_was_given(tmp_path):
    root = str(tmp_path)
    name = "bytes \udcff \N{SNOWMAN}.md"
    temp = f"{root}/.session-lint-01234567.tmp"
    noted = (
        steps.Replace(f"{root}/a.md", temp, (1, 2), (3, 4), "5"),
        steps.Replace(f"{root}/a.md", temp, (1, 2), (3, 4), "5", "6", Splice(7, 8, b"\xff\n")),
        steps.Overwrite(f"{root}/{name}", b"\xff\x00\r\n", b"\xc3\xa4", 6),
        steps.Move(f"{root}/{name}", f"{root}/b.md", 7),
        steps.Remove(f"{root}/c.md", (8, 9)),
    )
    outside = steps.Remove("/elsewhere/x", (1, 1))
    data = journal.encode([(*noted, outside), noted[:1]], root, root)
    assert data
    assert journal.decode(data, root) == (noted, noted[:1])


def test_a_journal_that_would_be_too_large_does_without_the_old_texts(tmp_path, monkeypatch):
    root = str(tmp_path)
    step = steps.Replace(
        f"{root}/a.md", f"{root}/.session-lint-01234567.tmp", (1, 2), (3, 4), "5", "6", Splice(0, 0, b"x" * 999)
    )
    monkeypatch.setattr(journal, "MAX_BYTES", 500)
    data = journal.encode([[step]], root, root)
    assert data
    assert journal.decode(data, root) == ((replace(step, back=None),),)


def test_writing_loads_little():
    program = "import sys; before = {*sys.modules}; import session_lint.writing; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {"json", "hashlib", "tempfile", "ctypes", "subprocess"} & {*done.stdout.split()} == set()

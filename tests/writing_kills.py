"""A small tree that wants fixing, a planner for it, and runs that are killed while they write it.

    python tests/writing_kills.py [--folder F] random 1000 | calls | edited | syscalls | concurrent 50

`random` kills at random times over 200 files; `calls` before each call of `os` that changes something, and again while
the next run tidies up; `edited` lets somebody edit a file after each of these kills, and kills the next run, too;
`syscalls` kills at each system call, with strace; `concurrent` lets eight runs meet on one tree.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from session_lint import writing
from session_lint.writing import Changes, NewText

SESSIONS = ".agents/sessions"
FOLDERS = (SESSIONS, ".agents", "store")
CALLS = ("open", "pwrite", "fsync", "fchmod", "fchown", "ftruncate", "replace", "rename", "link", "unlink")
SYSCALLS = (
    *("pwrite64", "fsync", "fchmod", "fchown", "ftruncate", "flock", "rename", "renameat", "renameat2"),
    *("link", "linkat", "unlink", "unlinkat"),
)

VICTIMS = (b"id: notes", b"\xef\xbb\xbfid: 001", b"\xef\xbb\xbfid: 002", b"id: chain 2", b"id: target")
EDIT = b"\nmine"

_FIX = re.compile(rb"state: old")


def build(root: Path, files: int = 6) -> None:
    """Write sessions, half of which want another name; a chain of names; links; one to delete; and references."""
    sessions = root / SESSIONS
    sessions.mkdir(parents=True)
    (root / "store").mkdir()
    for number in range(files):
        name = f"{number:03}-bad" if number % 2 else f"{number:03}-good"
        end = (b"\n", b"\r\n", b"\r")[number % 3]
        lines = [
            b"\xef\xbb\xbfid: %03d" % number,
            b"state: old",
            b"see: 001-bad.md",
            b"word " * 40,
            b"no last line end",
        ]
        (sessions / f"{name}.md").write_bytes(end.join(lines))
    for number, want in ((1, 2), (2, 3), (3, 4)):
        (sessions / f"chain-{number}.md").write_bytes(b"id: chain %d\nwant: chain-%d.md\n" % (number, want))
    (root / ".agents" / "notes.md").write_bytes(b"id: notes\nsee: chain-1.md chain-2.md chain-3.md 001-bad.md\n")
    (sessions / "zap.md").write_bytes(b"id: zap\n")
    (root / "store" / "target.md").write_bytes(b"id: target\nstate: old\n")
    (sessions / "link.md").symlink_to("../../store/target.md")
    (root / "store" / "twin").write_bytes(b"id: twin\n" + b"state: old\n" * 50)
    os.link(root / "store" / "twin", sessions / "twin.md")
    (sessions / "000-good.md").chmod(0o640)


def plan(root: Path) -> Changes:
    """Give what the tree still wants, by what it says; all of it belongs together."""
    before = {}
    for file in sorted((root / ".agents").rglob("*.md")):
        with suppress(FileNotFoundError):  # another run has just renamed it
            before[str(file.relative_to(root))] = file.read_bytes()
    renames = {}
    for path, text in before.items():
        name = os.path.basename(path)
        want = re.search(rb"^want: (.*)$", text, re.MULTILINE)
        new = want[1].decode() if want else name.replace("-bad", "-good")
        if new != name:
            renames[name] = new
    old_name = (
        re.compile(rb"(?<=[ ])(%s)" % b"|".join(map(re.escape, (name.encode() for name in renames))))
        if renames
        else None
    )
    texts = []
    referring: dict[str, list[str]] = {name: [f"{SESSIONS}/{name}"] for name in renames}
    for path, text in before.items():
        fixed = _FIX.sub(b"state: repaired", text)
        if old_name:
            lines = re.split(rb"(\r\n|\r|\n)", fixed)
            fixed = b"".join(
                old_name.sub(lambda match: renames[match[1].decode()].encode(), line)
                if line.startswith(b"see: ")
                else line
                for line in lines
            )
            for name in {match[1].decode() for match in old_name.finditer(b"".join(re.findall(rb"see: .*", text)))}:
                referring[name].append(path)
        if fixed != text:
            texts.append(NewText(path, text, fixed))
    return Changes(
        tuple(texts),
        tuple((f"{SESSIONS}/{old}", f"{SESSIONS}/{new}") for old, new in renames.items()),
        tuple(path for path, text in before.items() if text == b"id: zap\n"),
        before,
        tuple(map(tuple, referring.values())),
    )


def fix(root: Path) -> None:
    """Do what a run of `--fix` does with the disk."""
    writing.sweep(str(root), FOLDERS)
    changes = plan(root)
    if changes.paths:
        writing.apply(str(root), changes)


def snapshot(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Give mode, number of names and content of all there is."""
    found = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            found[str(path.relative_to(root))] = (0, 0, os.fsencode(os.readlink(path)))
        elif path.is_file():
            found[str(path.relative_to(root))] = (status.st_mode, status.st_nlink, path.read_bytes())
    return found


def identity(text: bytes) -> bytes:
    """Give the line that stays the same whatever is fixed."""
    return re.split(rb"\r|\n", text)[0]


@dataclass(frozen=True)
class Expectation:
    """The tree before and after an undisturbed run."""

    before: dict[str, tuple[int, int, bytes]]
    after: dict[str, tuple[int, int, bytes]]

    @classmethod
    def of(cls, template: Path, scratch: Path) -> Expectation:
        before = snapshot(template)
        copy(template, scratch)
        fix(scratch)
        assert plan(scratch).paths == (), "one run fixes all"
        return cls(before, snapshot(scratch))

    def texts(self) -> set[bytes]:
        return {text for tree in (self.before, self.after) for _, _, text in tree.values()}

    def faults(self, root: Path, *, in_place: bool) -> Counter[str]:
        """Count what a killed run has torn or lost; what is written in place may be torn until the next run."""
        tree = {path: row for path, row in snapshot(root).items() if ".session-lint-" not in path}
        if not in_place:
            tree = {path: row for path, row in tree.items() if "twin" not in path}
        legal = self.texts()
        torn = [path for path, (_, _, text) in tree.items() if text not in legal]
        wanted = {identity(text) for _, _, text in self.before.values()} - {b"id: zap"}
        if not in_place:
            wanted -= {b"id: twin"}
        lost = wanted - {identity(text) for _, _, text in tree.values() if text in legal}
        return Counter(torn=len(torn), lost=len(lost))


def copy(template: Path, root: Path) -> None:
    """Copy a tree as it is, two names of a file included."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(template, root, symlinks=True)
    for path in (root / SESSIONS / "twin.md",):
        path.unlink()
        os.link(root / "store" / "twin", path)


def die_at(number: int, names: tuple[str, ...] = CALLS) -> None:
    """Make this process kill itself at the n-th of these calls; half of a write is done by then."""
    calls = count(1)

    def deadly(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if (name != "open" or arguments[1] & os.O_CREAT) and next(calls) == number:
                if name == "pwrite":
                    original(arguments[0], arguments[1][: len(arguments[1]) // 2], *arguments[2:])
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **options)

        return call

    for name in names:
        setattr(os, name, deadly(name, getattr(os, name)))


def child(work: Callable[[], object]) -> int:
    """Start a process that does this and ends with 0, or with 1 if it raises."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 -- a child must not go on as its parent
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a process and give its exit code, or the signal that ended it as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def mend(root: Path, expected: Expectation) -> Counter[str]:
    """Run once more, undisturbed, and count what is not as it would have been."""
    fix(root)
    faults = expected.faults(root, in_place=True)
    faults["other_tree"] = snapshot(root) != expected.after
    return faults


def at_each_call(scratch: Path, *, twice: int = 0) -> Counter[str]:
    """Kill before each call; with `twice` kill the next run too, at every so manieth of its calls."""
    template, root = scratch / "template", scratch / "root"
    build(template)
    expected = Expectation.of(template, root)
    tally: Counter[str] = Counter(kills=0, torn=0, lost=0, other_tree=0)
    for number in count(1):
        copy(template, root)
        if not killed(root, number):
            return tally
        tally["kills"] += 1
        tally.update(expected.faults(root, in_place=False))
        if twice and number % twice == 0:
            for second in count(1):
                copy(template, root)
                killed(root, number)
                if not killed(root, second):
                    break
                tally["kills"] += 1
                tally.update(expected.faults(root, in_place=False))
                tally.update(mend(root, expected))
        else:
            tally.update(mend(root, expected))
    raise AssertionError


def edited(scratch: Path, *, every: int = 1, twice: int = 0) -> Counter[str]:
    """Kill before a call, let somebody edit a file, and run again: all is as if the edit had been there before.

    With `twice` the run after the edit is killed, too, at every so manieth of its calls.
    """
    template, root = scratch / "template", scratch / "root"
    build(template)
    expected = Expectation.of(template, root)
    tally: Counter[str] = Counter(kills=0, torn=0, lost=0, other_tree=0)
    for number in count(1, every):
        for victim in VICTIMS:
            for in_place in (True, False):
                for second in count(twice, twice) if twice else (0,):
                    copy(template, root)
                    if not killed(root, number):
                        return tally
                    edit(root, victim, in_place=in_place)
                    again = bool(second) and killed(root, second)
                    tally["kills"] += 1 + again
                    fix(root)
                    after = {
                        path: (mode, names, text + EDIT if identity(text) == victim else text)
                        for path, (mode, names, text) in expected.after.items()
                    }
                    tally["other_tree"] += snapshot(root) != after
                    texts = {text.removesuffix(EDIT) for _, _, text in snapshot(root).values()}
                    tally["torn"] += len(texts - expected.texts())
                    tally["lost"] += not any(text.endswith(EDIT) for _, _, text in snapshot(root).values())
                    if not again:
                        break
    raise AssertionError


def edit(root: Path, victim: bytes, *, in_place: bool) -> None:
    """Add a line to the file that says it is that one, in place or as an editor does that saves a copy.

    Such editors write in place what has two names, as a file has between the halves of its renaming.
    """
    for path in sorted(root.rglob("*.md")):
        if not path.is_symlink() and identity(path.read_bytes()) == victim:
            if in_place or path.stat().st_nlink > 1:
                with path.open("ab") as file:
                    file.write(EDIT)
            else:
                copied = path.with_name("copy")
                shutil.copy(path, copied)
                with copied.open("ab") as file:
                    file.write(EDIT)
                copied.replace(path)
            return
    raise AssertionError(victim)


def killed(root: Path, number: int) -> bool:
    """Run to the n-th call; gives whether there was one."""

    def work() -> None:
        die_at(number)
        fix(root)

    code = ended(child(work))
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def at_random(scratch: Path, kills: int, files: int = 200, seed: int = 1) -> Counter[str]:
    """Kill at random times over so many files, half of which want another name."""
    chance = random.Random(seed)
    template, root = scratch / "template", scratch / "root"
    build(template, files)
    expected = Expectation.of(template, root)
    changes = plan(template)

    def work() -> None:
        writing.apply(str(root), changes)

    durations = []
    for _ in range(5):
        copy(template, root)
        start = time.monotonic()
        ended(child(work))
        durations.append(time.monotonic() - start)
    tally: Counter[str] = Counter(kills=0, torn=0, lost=0, other_tree=0, begun=0)
    while tally["kills"] < kills:
        copy(template, root)
        pid = child(work)
        time.sleep(chance.uniform(0, sorted(durations)[2]))
        os.kill(pid, signal.SIGKILL)
        if ended(pid) == 0:
            continue
        tally["kills"] += 1
        tally["begun"] += any(root.rglob(".session-lint-*")) or snapshot(root) != expected.before
        tally.update(expected.faults(root, in_place=False))
        tally.update(mend(root, expected))
    return tally


def at_each_syscall(scratch: Path) -> Counter[str]:
    """Kill at each system call of each kind, injected by strace."""
    template, root = scratch / "template", scratch / "root"
    build(template)
    expected = Expectation.of(template, root)
    tally: Counter[str] = Counter(kills=0, torn=0, lost=0, other_tree=0)
    for name in SYSCALLS:
        for number in count(1):
            copy(template, root)
            inject = [
                "strace",
                "-o",
                "/dev/null",
                "-e",
                f"trace={name}",
                "-e",
                f"inject={name}:signal=KILL:when={number}",
            ]
            done = subprocess.run([*inject, sys.executable, __file__, "--folder", str(root), "once"], check=False)
            if done.returncode == 0:
                break
            assert done.returncode in (-9, 137), done.returncode
            tally["kills"] += 1
            tally[f"at {name}"] += 1
            tally.update(expected.faults(root, in_place=False))
            tally.update(mend(root, expected))
    return tally


def eight_at_once(scratch: Path, rounds: int, files: int = 24) -> Counter[str]:
    """Let eight runs meet on one tree."""
    template, root = scratch / "template", scratch / "root"
    build(template, files)
    expected = Expectation.of(template, root)
    tally: Counter[str] = Counter(rounds=0, torn=0, lost=0, other_tree=0, crashed=0)
    for _ in range(rounds):
        copy(template, root)
        for pid in [child(lambda: fix(root)) for _ in range(8)]:
            tally["crashed"] += ended(pid) != 0
        tally["rounds"] += 1
        tally.update(expected.faults(root, in_place=True))
        tally.update(mend(root, expected))
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", help="where to work (a temporary folder)")
    parser.add_argument("what", choices=["random", "calls", "edited", "syscalls", "concurrent", "once"])
    parser.add_argument("number", type=int, nargs="?", default=50)
    options = parser.parse_args()
    if options.what == "once":
        return fix(Path(options.folder))
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch).resolve()
        start = time.monotonic()
        match options.what:
            case "random":
                tally = at_random(folder, options.number)
            case "calls":
                tally = at_each_call(folder, twice=1)
            case "edited":
                tally = edited(folder, twice=options.number)
            case "syscalls":
                tally = at_each_syscall(folder)
            case _:
                tally = eight_at_once(folder, options.number)
    print(options.what, dict(tally), f"{time.monotonic() - start:.0f} s")  # noqa: T201
    return None


if __name__ == "__main__":
    main()

"""Changes files on the disk so that no byte is ever lost, whatever ends the run or happens beside it.

New texts go to synced temporary files first, then a journal says what is to be done, then it is done; the next run
finishes what a killed one began. What can fail for want of room fails before the first file has changed.

- A text replaces its file atomically; mode, owner and extended attributes stay. Through a link its target is written.
- A file with several names, with an owner or group that a new file cannot have, or in a folder that takes no new file,
  is written in place. It alone can be half written when a run is killed, and until the next one: the journal holds both
  of its texts.
- A rename never clobbers. See `Move`.
- One run at a time: an advisory lock on the folders. Where there is none (NFS) changes by two runs at the same moment
  can meet: one of two texts wins, but neither is torn.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress

from ..failure import Failure
from ..places import belongs, home
from ..text import shown
from ..values import dataclass, field
from . import changes as changing
from . import journal, recovery
from .changes import Changes, NewText
from .recovery import Finished, settle
from .staging import Note, Task, failure, grouped, prepare, words, write_new
from .steps import CHANGED, Move, Step

__all__ = ["CHANGED", "Changes", "Finished", "NewText", "Refused", "Written", "apply", "sweep"]

PATIENCE = 30.0
"""Seconds to wait for another run."""

_PAUSE = 0.01
_NO_LOCKS = (errno.EBADF, errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL)
_PATH_SHOWN = 200


@dataclass(frozen=True)
class Refused:
    """A path to which nothing, or not all, was done, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Written:
    """What became of changes: the paths, as files were called before, to which all was done, and the others.

    `finished` says what a killed run had left, which came first.
    """

    done: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    finished: Finished = field(default_factory=Finished)


def apply(root: str, changes: Changes) -> Written:
    """Change what has not changed since it was read. Leftovers of a killed run are finished first.

    Raises Failure when the system fails (nothing was changed if room was wanting), or another run takes too long.
    """
    root = os.path.realpath(root)
    folders = _with_homes((root, *_folders(root, changes)))
    with _locked(folders):
        finished = recovery.finish(root, folders)
        try:
            reasons = changing.refusals(root, changes)
        except OSError as error:
            raise failure("read", str(error.filename or root), error) from None
        tasks, notes = prepare(root, changes.without(reasons))
        reasons, trouble = _carry_out(tasks, notes, changes.groups(), reasons)
    done = tuple(path for path in changes.paths if path not in reasons)
    if trouble:
        raise Failure(
            trouble, f"{len(done)} of {len(changes.paths)} files were written all the same; see why, run again"
        )
    return Written(done, tuple(Refused(path, reason) for path, reason in reasons.items()), finished)


def create(root: str, folder: str, make: Callable[[tuple[str, ...]], tuple[str, bytes]]) -> str:
    """Make a new file in a folder (relative to the root), which is made too if it is not there; gives the file's path.

    `make` is told the names that are there, and gives a name and the bytes. It is there as a whole or not at all, and
    nothing is overwritten: other runs wait, and whoever does not is seen. Raises Failure.
    """
    root = os.path.realpath(root)
    place = os.path.join(root, folder)
    if not belongs(root, "", os.path.realpath(place)):
        raise Failure(f"{shown(folder, _PATH_SHOWN)} leads out of the repository", "nothing was written")
    try:
        os.makedirs(place, exist_ok=True)
        with _locked(_with_homes((root, os.path.realpath(place)))):
            name, data = make(tuple(os.listdir(place)))
            temp = journal.new_name(place)
            try:
                write_new(temp, data, mode=0o666)
                journal.sync(temp)
                reason = Move(temp, os.path.join(place, name), os.lstat(temp).st_ino).take(again=False)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(temp)
            journal.sync(place)
    except OSError as error:
        raise failure("write in", folder, error) from None
    if reason:
        raise Failure(f"cannot write in {shown(folder, _PATH_SHOWN)}: {reason}", "nothing was written; run again")
    return os.path.join(folder, name)


def sweep(root: str, folders: Iterable[str] = ()) -> Finished:
    """Finish, in the root, in folders (relative to it) and in their homes, what killed runs began and left there.

    Costs a look into each folder when there is nothing. Raises Failure if another run takes too long.
    """
    root = os.path.realpath(root)
    places = _with_homes((root, *(os.path.realpath(os.path.join(root, folder)) for folder in folders)))
    journals, temps = journal.leftovers(places)
    if not (journals or temps):
        return Finished()
    # Not all of them: there can be more folders than a process may open files. A run at work holds the homes, too.
    concerned = _with_homes((root, *map(home, places), *map(os.path.dirname, (*journals, *temps))))
    with _locked(concerned):
        return recovery.finish(root, concerned)


def _with_homes(folders: Sequence[str]) -> tuple[str, ...]:
    """Give the folders in which journals can lie that speak of these folders, and these, once each."""
    return tuple(dict.fromkeys((*map(home, folders), *folders)))


def _folders(root: str, changes: Changes) -> tuple[str, ...]:
    """Give the folders whose entries are changed."""
    names = [changing.place_of(root, text.path, follow=True) for text in changes.texts]
    names += [changing.place_of(root, path, follow=False) for pair in changes.renames for path in pair]
    names += [changing.place_of(root, path, follow=False) for path in changes.deletes]
    return tuple(dict.fromkeys(os.path.dirname(name) for name in names))


@contextmanager
def _locked(folders: Iterable[str]) -> Iterator[None]:
    """Hold the folders against other runs, where the file system has locks. Raises Failure after a while."""
    deadline = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        descriptors: dict[tuple[int, int], tuple[str, int]] = {}
        for folder in dict.fromkeys(folders):
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                descriptor = _opened(folder)
                stack.callback(os.close, descriptor)
                status = os.fstat(descriptor)
                descriptors.setdefault((status.st_dev, status.st_ino), (folder, descriptor))
        for _, (folder, descriptor) in sorted(
            descriptors.items()
        ):  # in one order, so that two runs never wait crosswise
            _lock(folder, descriptor, deadline)
        yield


def _opened(folder: str) -> int:
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        raise
    except OSError as error:
        raise failure("lock", folder, error) from None


def _lock(folder: str, descriptor: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                message = f"another session-lint has been fixing in {shown(folder, _PATH_SHOWN)} for {PATIENCE:.0f} s"
                raise Failure(message, "wait until it is done, or end it") from None
            time.sleep(_PAUSE)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise failure("lock", folder, error) from None
            return
        else:
            return


def _carry_out(
    tasks: Sequence[Task], notes: Sequence[Note], groups: Mapping[str, str], refused: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """Take the steps; where one of a group fails the others are undone. Gives the reasons, and the trouble or ""."""
    reasons = dict(refused)
    troubles: list[str] = []
    failed: dict[str, tuple[str, Step]] = {}
    steps = grouped(tasks, groups)
    try:
        for path, step in tasks:
            if groups[path] in failed:
                continue
            try:
                reason = step.take(again=False)
            except OSError as error:
                reason = words(error)
                troubles.append(f"cannot change {shown(path, _PATH_SHOWN)}: {reason}")
            if reason:
                reasons[path], failed[groups[path]] = reason, (path, step)
        for group, (culprit, broken) in failed.items():
            settled = settle(steps[group], broken)
            undone = [path for path, step in tasks if groups[path] == group and not settled.is_done(step)]
            reasons |= {path: changing.beside(culprit) for path in undone if path not in reasons}
    except BaseException:  # Ctrl-C: the rest takes no time, and half of it would be worse
        for group, some in steps.items():
            settle(some, failed[group][1] if group in failed else None)
        raise
    finally:
        for place, noted in notes:
            with suppress(OSError):
                troubles += filter(None, [journal.close(place, noted)])
    return reasons, "; ".join(troubles)

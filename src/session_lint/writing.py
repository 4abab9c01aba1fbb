"""Changes files on the disk so that no byte is ever lost, whatever ends the run or happens beside it.

New texts go to synced temporary files first, then a journal says what is to be done, then it is done; the next run
finishes what a killed one began. What can fail for want of room fails before the first file has changed.

- A text replaces its file atomically; mode, owner and extended attributes stay. Through a link its target is written.
- A file with several names, or in a folder that takes no temporary file, is written in place. It alone can be half
  written when a run is killed, and until the next one: the journal holds both of its texts.
- A rename never clobbers. See `Move`.
- One run at a time: an advisory lock on the folders. Where there is none (NFS) changes by two runs at the same moment
  can meet: one of two texts wins, but neither is torn.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

from . import changes as changing
from . import journal
from .changes import Changes, NewText
from .failure import Failure
from .journal import Finished
from .staging import Task, failure, prepare, words
from .steps import CHANGED, Step
from .text import shown

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
    """What became of changes: the paths, as files were called before, to which all was done, and the others."""

    done: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()


def apply(root: str, changes: Changes) -> Written:
    """Change what has not changed since it was read. Leftovers of a killed run are finished first.

    Raises Failure when the system fails (nothing was changed if room was wanting), or another run takes too long.
    """
    root = os.path.realpath(root)
    folders = (root, *_folders(root, changes))
    with _locked(folders):
        journal.finish(root, folders)
        try:
            reasons = changing.refusals(root, changes, folders)
        except OSError as error:
            raise failure("read", str(error.filename or root), error) from None
        tasks, note = prepare(root, folders, changes.without(reasons))
        reasons, trouble = _carry_out(tasks, note, changes.groups(), reasons)
    done = tuple(path for path in changes.paths if path not in reasons)
    if trouble:
        raise Failure(
            trouble, f"{len(done)} of {len(changes.paths)} files were written all the same; see why, run again"
        )
    return Written(done, tuple(Refused(path, reason) for path, reason in reasons.items()))


def sweep(root: str, folders: Iterable[str] = ()) -> Finished:
    """Finish, in the root and in folders below it, what killed runs began, and remove what they left.

    Costs a look into each folder when there is nothing. Raises Failure if another run takes too long.
    """
    root = os.path.realpath(root)
    places = tuple(dict.fromkeys((root, *(os.path.realpath(os.path.join(root, folder)) for folder in folders))))
    if not any(journal.leftovers(places)):
        return Finished()
    with _locked(places):
        return journal.finish(root, places)


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
    tasks: Sequence[Task], note: str | None, groups: Mapping[str, str], refused: Mapping[str, str]
) -> tuple[dict[str, str], str]:
    """Take the steps; those of a group only while all goes well. Gives the reasons, and the system's trouble or ""."""
    reasons = dict(refused)
    troubles = []
    failed: dict[str, str] = {}
    suspects: list[Step] = []
    try:
        for path, step in tasks:
            if culprit := failed.get(groups[path]):
                reasons.setdefault(path, changing.beside(culprit))
                continue
            try:
                reason = step.take(again=False)
            except OSError as error:
                suspects.append(step)
                reason = words(error)
                troubles.append(f"cannot change {shown(path, _PATH_SHOWN)}: {reason}")
            if reason:
                reasons[path], failed[groups[path]] = reason, path
    except BaseException:  # Ctrl-C: the rest takes no time, and half of it would be worse
        for path, step in tasks:
            if groups[path] not in failed:
                suspects.append(step)
                with suppress(OSError):
                    step.take(again=True)
        raise
    finally:
        with suppress(OSError):
            troubles += filter(None, [journal.close(note, [step for _, step in tasks], suspects)])
    return reasons, "; ".join(troubles)

"""Writes what is new beside what is there, before anything changes: temporary files, and the journals last."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from ..failure import Failure
from ..places import below, home
from ..text import shown
from . import journal, splice
from .changes import Changes, NewText, in_place, is_open, place_of
from .steps import Move, Overwrite, Remove, Replace, Seal, Step, digest, seal, sealed, write_all

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PATH_SHOWN = 200
_THREADS = 8
_MANY = 16

Task = tuple[str, Step]
"""A step, and the path by which it is reported."""

Note = tuple[str | None, Sequence[Step]]
"""A journal and the steps in it; none if there is no need of one: a single file changes at one stroke."""


def prepare(root: str, changes: Changes) -> tuple[list[Task], list[Note]]:
    """Write all that is new beside what is there, and journals last; gives the steps and the journals.

    Nothing has changed yet, and nothing stays behind when this fails. Raises Failure.
    """
    made: list[str] = []
    try:
        tasks = [*_texts(root, changes, made)]
        tasks += _names(root, changes, {step.path: step for _, step in tasks})
        return tasks, _noted(root, list(grouped(tasks, changes.groups()).values()), made)
    except BaseException:
        for place in reversed(made):  # a journal before what it speaks of
            with suppress(OSError):
                os.unlink(place)
        raise


def grouped(tasks: Iterable[Task], groups: Mapping[str, str]) -> dict[str, list[Step]]:
    """Give the steps, in order, by the path that stands for all that belong together."""
    found: dict[str, list[Step]] = {}
    for path, step in tasks:
        found.setdefault(groups[path], []).append(step)
    return found


def _texts(root: str, changes: Changes, made: list[str]) -> Iterator[Task]:
    written: dict[str, tuple[NewText, os.stat_result, str | None]] = {}
    for text in changes.texts:
        place = place_of(root, text.path, follow=True)
        if place in written or text.before == text.after:  # a link and its target have one text
            continue
        try:
            status = os.lstat(place)
            temp = None if in_place(place, status) else journal.new_name(os.path.dirname(place))
            if temp:
                made.append(temp)
                if not write_new(temp, text.after, (place, status)):
                    # Another owner or group is lost for good, and with it perhaps their access. Half a text, should a
                    # run be killed at just that moment, is not: the journal holds both.
                    os.unlink(temp)
                    temp = None
        except OSError as error:
            raise failure("write", text.path, error) from None
        written[place] = (text, status, temp)
    seals = _all_synced({temp: text.path for text, _, temp in written.values() if temp})
    for place, (text, status, temp) in written.items():
        if temp is None:
            yield text.path, Overwrite(place, text.before, text.after, status.st_ino)
        else:
            old, new = digest(text.before), digest(text.after)
            back = splice.between(text.before, text.after)
            yield text.path, Replace(place, temp, sealed(status), seals[temp], old, new, back)


def _all_synced(paths: Mapping[str, str]) -> dict[str, Seal]:
    """Sync temporary files and give their seals.

    Many at a time: ext4 syncs 1,000 files one after another in 3.5 s, and by eight threads in 0.1 s.
    """
    if len(paths) < _MANY:
        return {temp: _synced(temp, path) for temp, path in paths.items()}
    from concurrent.futures import ThreadPoolExecutor  # imported late: slow to load

    with ThreadPoolExecutor(_THREADS) as pool:
        return dict(zip(paths, pool.map(_synced, paths, paths.values()), strict=True))


def _synced(temp: str, path: str) -> Seal:
    try:
        journal.sync(temp)
        return seal(temp) or (0, 0)
    except OSError as error:
        raise failure("write", path, error) from None


def _names(root: str, changes: Changes, texts: Mapping[str, Step]) -> Iterator[Task]:
    for old, new in changes.renames_in_order():
        place = place_of(root, old, follow=False)
        step = texts.get(place)
        inode = step.staged[0] if isinstance(step, Replace) else (seal(place) or (0, 0))[0]
        yield old, Move(place, place_of(root, new, follow=False), inode)
    for path in changes.deletes:
        place = place_of(root, path, follow=False)
        yield path, Remove(place, seal(place) or (0, 0))


def _noted(root: str, groups: Sequence[Sequence[Step]], made: list[str]) -> list[Note]:
    """Write a journal for each home."""
    folders = {os.path.dirname(place) for steps in groups for step in steps for place in journal.places(step)}
    homes = {folder: home(folder) for folder in folders}
    by_home: dict[tuple[str, str], list[Sequence[Step]]] = {}
    for steps in groups:
        by_home.setdefault(_home(root, steps, homes), []).append(steps)
    noted: list[Note] = []
    for (base, folder), some in by_home.items():
        every = [step for steps in some for step in steps]
        alone = len(every) == 1 and isinstance(every[0], Replace | Remove)
        noted.append((None if alone else _journal(base, folder, some, made), every))
    return noted


def _home(root: str, steps: Sequence[Step], homes: Mapping[str, str]) -> tuple[str, str]:
    """Give the root of the journal that speaks of the steps, and the folder in which it lies: where runs will look."""
    places = [place for step in steps for place in journal.places(step)]
    folders = dict.fromkeys(map(os.path.dirname, places))
    top = min((homes[folder] for folder in folders), key=len)
    if all(below(top, place) for place in places):
        for folder in (top, *(folder for folder in folders if homes[folder] == top)):
            if is_open(folder):
                return top, folder
    return root, root


def _journal(root: str, folder: str, groups: Sequence[Sequence[Step]], made: list[str]) -> str:
    """Write a journal and give its place."""
    place = journal.new_name(folder, ".journal")
    temp = place.removesuffix(".journal") + ".tmp"
    data = journal.encode(groups, root, folder)
    if data is None:
        raise Failure("these are more changes than can be made at once", "nothing was changed; name fewer files")
    try:
        made.append(temp)
        write_new(temp, data)
        made.append(place)
        changed = {os.path.dirname(path) for steps in groups for step in steps for path in journal.places(step)}
        for path in (temp, *changed, folder):
            journal.sync(path)
        os.rename(temp, place)
        journal.sync(folder)
    except OSError as error:
        raise failure("write a journal in", folder, error) from None
    return place


def write_new(place: str, data: bytes, like: tuple[str, os.stat_result] | None = None, *, mode: int = 0o600) -> bool:
    """Write a new file, yet to be synced; its mode, owner and attributes are those of another, if there is one.

    Gives whether they are: only root can give a file to somebody else. Raises OSError.
    """
    descriptor = os.open(place, _CREATE, mode)
    try:
        write_all(descriptor, data, 0)
        return like is None or _dress(descriptor, *like)
    finally:
        os.close(descriptor)


def _dress(descriptor: int, place: str, status: os.stat_result) -> bool:
    owner = status.st_uid, status.st_gid
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != owner:
        try:
            os.fchown(descriptor, *owner)
        except OSError:
            return False
    os.fchmod(descriptor, status.st_mode & 0o7777)  # after the owner, whose change takes `setuid` away
    if hasattr(os, "listxattr"):  # Linux: access lists, labels
        with suppress(OSError):
            for name in os.listxattr(place, follow_symlinks=False):
                os.setxattr(descriptor, name, os.getxattr(place, name, follow_symlinks=False))
    return True


def failure(verb: str, path: str, error: OSError) -> Failure:
    """Give what ends a run that has not begun to change anything."""
    advice = "make room and run again" if error.errno in _ROOM else "see why, and run again"
    return Failure(f"cannot {verb} {shown(path, _PATH_SHOWN)}: {words(error)}", f"nothing was changed; {advice}")


def words(error: OSError) -> str:
    """Give the system's words."""
    said = error.strerror or str(error)
    return said[:1].lower() + said[1:]

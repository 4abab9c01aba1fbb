"""The journal: what a run is about to do, noted before the first step; the next run finishes what a killed one began.

A journal lies in the repository, so anybody may have written it. It is taken from a regular file of the same user; it
names only places below the root; a text is put in place only from a temporary file, and a file deleted only, if their
inode and time of last change (which nobody can set) are those that were noted; a rename never clobbers; what is
overwritten must be a mixture of the two texts that the journal has.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from .steps import Move, Overwrite, Remove, Replace, Step, look, seal
from .text import shown

MAX_BYTES = 1 << 24

_JOURNAL = re.compile(r"\.session-lint-[0-9a-f]{8}\.journal")
_TEMP = re.compile(r"\.session-lint-[0-9a-f]{8}\.tmp")


@dataclass(frozen=True)
class Finished:
    """What became of the leftovers of killed runs: files that were finished, and messages about those that were not."""

    paths: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def new_name(folder: str, suffix: str = ".tmp") -> str:
    """Give a name for a temporary file, or for a journal, that nothing has."""
    return os.path.join(folder, f".session-lint-{os.urandom(4).hex()}{suffix}")


def leftovers(folders: Iterable[str]) -> tuple[list[str], list[str]]:
    """Give the journals and the temporary files of this user in the folders; while a run is at work, its too."""
    found: tuple[list[str], list[str]] = [], []
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                for pattern, places in zip((_JOURNAL, _TEMP), found, strict=True):
                    if pattern.fullmatch(entry.name) and _is_ours(entry.path):
                        places.append(entry.path)
    return found


def finish(root: str, folders: Sequence[str]) -> Finished:
    """Take the steps of dead journals again and remove all leftovers. To be called with the folders locked."""
    journals, _ = leftovers(folders)
    paths: list[str] = []
    messages: list[str] = []
    for place in journals:
        steps = _read(place, root)
        for step in steps or ():
            with suppress(OSError):
                before = seal(step.path)
                if step.take(again=True) is None and seal(step.path) != before:
                    paths.append(os.path.relpath(step.path, root))
        if steps is not None:
            with suppress(OSError):
                messages += filter(None, [close(place, steps, steps)])
    for place in leftovers(folders)[1]:
        with suppress(OSError):
            os.unlink(place)
    return Finished(tuple(dict.fromkeys(paths)), tuple(messages))


def close(place: str | None, steps: Sequence[Step], suspects: Iterable[Step]) -> str | None:
    """Remove a journal, if there is one, and the temporary files of its steps.

    The journal stays under another name when it may have the only whole text of one of the suspects; then the message
    says so. Raises OSError.
    """
    torn = [step.path for step in suspects if isinstance(step, Overwrite) and step.unsettled]
    for folder in {os.path.dirname(step.path) for step in steps}:
        sync(folder)
    for step in steps:
        if isinstance(step, Replace) and seal(step.temp) == step.staged:
            os.unlink(step.temp)
    if place is None:
        return None
    if not torn:
        os.unlink(place)
        return None
    rescue = place.removesuffix(".journal") + ".rescue"
    os.rename(place, rescue)
    return f"{shown(torn[0], 200)} was half written when a run ended; both of its texts are in {shown(rescue, 200)}"


def sync(place: str) -> None:
    """Make a file's bytes, or the names in a folder, last. Raises OSError for a file; not all can do it for folders."""
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        if not os.path.isdir(place):
            raise


def encode(steps: Iterable[Step], root: str, folder: str) -> bytes:
    """Give the journal of steps below the root, for a file in this folder; what lies elsewhere is left out."""
    import json  # imported late: slow to load

    packed = [_packed(step, root) for step in steps if _is_inside(root, os.path.relpath(step.path, root))]
    return json.dumps({"session-lint": 1, "root": os.path.relpath(root, folder), "steps": packed}).encode()


def decode(data: bytes, root: str, folder: str) -> tuple[Step, ...]:
    """Give the steps of a journal. Raises ValueError for what `encode` does not write, or not for this root."""
    import json  # imported late: slow to load

    try:
        match json.loads(data):
            case {"session-lint": 1, "root": str(up), "steps": list(items)} if up == os.path.relpath(root, folder):
                return tuple(_unpacked(item, root) for item in items)
    except RecursionError:
        pass
    raise ValueError("not a journal of this root")


def _read(place: str, root: str) -> tuple[Step, ...] | None:
    """Give the steps of a journal; None when it is not one of this root, and none of ours to touch."""
    try:
        found = look(place, MAX_BYTES)
        return decode(found[0], root, os.path.dirname(place)) if found else None
    except (OSError, ValueError):
        return None


def _is_ours(place: str) -> bool:
    with suppress(OSError):
        status = os.lstat(place)
        return stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and status.st_size <= MAX_BYTES
    return False


def _packed(step: Step, root: str) -> list[object]:
    path = os.path.relpath(step.path, root)
    match step:
        case Replace():
            return ["replace", path, os.path.basename(step.temp), *step.was, *step.staged, step.digest]
        case Overwrite():
            return ["overwrite", path, step.before.decode("latin-1"), step.after.decode("latin-1"), step.inode]
        case Move():
            return ["move", path, os.path.relpath(step.to, root), step.inode]
        case Remove():
            return ["remove", path, *step.was]


def _unpacked(item: object, root: str) -> Step:
    match item:
        case ["replace", str(path), str(temp), int(a), int(b), int(c), int(d), str(digest)] if _TEMP.fullmatch(temp):
            place = _inside(root, path)
            return Replace(place, os.path.join(os.path.dirname(place), temp), (a, b), (c, d), digest)
        case ["overwrite", str(path), str(before), str(after), int(inode)]:
            return Overwrite(_inside(root, path), before.encode("latin-1"), after.encode("latin-1"), inode)
        case ["move", str(path), str(to), int(inode)]:
            return Move(_inside(root, path), _inside(root, to), inode)
        case ["remove", str(path), int(a), int(b)]:
            return Remove(_inside(root, path), (a, b))
    raise ValueError("not a step")


def _is_inside(root: str, path: str) -> bool:
    with suppress(ValueError):
        return bool(_inside(root, path))
    return False


def _inside(root: str, path: str) -> str:
    """Give the absolute place of a path that is below the root through real folders, and not git's.

    Raises ValueError for any other.
    """
    place = os.path.join(root, path)
    folder, name = os.path.split(place)
    parts = set(path.lower().split("/"))
    if os.path.relpath(place, root) != path or not name or "\0" in path or {".", "..", ".git"} & parts:
        raise ValueError("not a place below the root")
    if os.path.realpath(folder) != folder:
        raise ValueError("behind a link")
    os.fsencode(place)
    return place

"""The journal: what a run is about to do, noted before the first step, in groups that are done whole or not at all.

A journal lies in the repository, so anybody may have written it. It is taken from a regular file of the same user; it
names only places below its folder, or below that folder's home (see `places.home`); a text is put in place only from a
temporary file, and a file deleted only, if their inode and time of last change (which nobody can set) are those that
were noted; a rename never clobbers; what is overwritten must be a mixture of the two texts that the journal has; and
where a text is undone, the file must have the noted inode and exactly the noted new text. So whoever forges a journal
can at most change a text that he knows, in a file of the repository whose inode he has guessed.
"""

from __future__ import annotations

import os
import stat
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Sequence
from contextlib import suppress

from ..places import home
from ..regex import regex
from ..text import shown
from .splice import Splice
from .steps import Move, Overwrite, Remove, Replace, Step, look

MAX_BYTES = 1 << 24

_JOURNAL = regex(r"\.session-lint-[0-9a-f]{8}\.journal")
_TEMP = regex(r"\.session-lint-[0-9a-f]{8}\.tmp")


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


def close(place: str | None, steps: Sequence[Step]) -> str | None:
    """Remove a journal, if there is one, and the temporary files of its steps.

    The journal stays under another name when it may have the only whole text of a file; then the message says so.
    Raises OSError.
    """
    torn = [step.path for step in steps if isinstance(step, Overwrite) and step.unsettled]
    for folder in {os.path.dirname(path) for step in steps for path in places(step)}:
        with suppress(FileNotFoundError, NotADirectoryError):  # since a run was killed somebody has removed it
            sync(folder)
    for step in steps:
        if isinstance(step, Replace) and step.waits:
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


def places(step: Step) -> tuple[str, ...]:
    """Give the paths that a step changes."""
    return (step.path, step.to) if isinstance(step, Move) else (step.path,)


def encode(groups: Iterable[Sequence[Step]], root: str, folder: str) -> bytes | None:
    """Give the journal of steps below a root, for a file in this folder; what lies elsewhere is left out.

    The root is the folder, or its home.

    If it is too large, texts cannot be undone; None if it is even so.
    """
    import json  # imported late: slow to load

    inside = [[step for step in steps if _is_inside(root, os.path.relpath(step.path, root))] for steps in groups]
    for undo in (True, False):
        packed = [[_packed(step, root, undo=undo) for step in steps] for steps in inside]
        data = json.dumps({"session-lint": 1, "root": os.path.relpath(root, folder), "groups": packed}).encode()
        if len(data) <= MAX_BYTES:
            return data
    return None


def decode(data: bytes, folder: str) -> tuple[tuple[Step, ...], ...]:
    """Give the groups of a journal in this folder. Raises ValueError for what `encode` does not write."""
    import json  # imported late: slow to load

    roots = {os.path.relpath(root, folder): root for root in (home(folder), folder)}
    try:
        match json.loads(data):
            case {"session-lint": 1, "root": str(up), "groups": list(groups)} if up in roots:
                return tuple(tuple(_unpacked(item, roots[up]) for item in _items(group)) for group in groups)
    except RecursionError:
        pass
    raise ValueError("not a journal of this place")


def read(place: str) -> tuple[tuple[Step, ...], ...] | None:
    """Give the groups of a journal; None when it is none, or has been moved here, and none of ours to touch."""
    try:
        found = look(place, MAX_BYTES)
        return decode(found[0], os.path.dirname(place)) if found else None
    except (OSError, ValueError):
        return None


def _is_ours(place: str) -> bool:
    with suppress(OSError):
        status = os.lstat(place)
        return stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and status.st_size <= MAX_BYTES
    return False


def _packed(step: Step, root: str, *, undo: bool) -> list[object]:
    path = os.path.relpath(step.path, root)
    match step:
        case Replace():
            back = step.back if undo else None
            way = [back.start, back.length, b2a_base64(back.old, newline=False).decode()] if back else []
            temp = os.path.basename(step.temp)
            return ["replace", path, temp, *step.was, *step.staged, step.digest, step.after, *way]
        case Overwrite():
            return ["overwrite", path, step.before.decode("latin-1"), step.after.decode("latin-1"), step.inode]
        case Move():
            return ["move", path, os.path.relpath(step.to, root), step.inode]
        case Remove():
            return ["remove", path, *step.was]


def _items(group: object) -> list[object]:
    if isinstance(group, list):
        return group
    raise ValueError("not a group")


def _unpacked(item: object, root: str) -> Step:
    match item:
        case ["replace", str(path), str(temp), int(a), int(b), int(c), int(d), str(digest), str(after), *way] if (
            _TEMP.fullmatch(temp)
        ):
            place = _inside(root, path)
            temp = os.path.join(os.path.dirname(place), temp)
            return Replace(place, temp, (a, b), (c, d), digest, after, _splice(way))
        case ["overwrite", str(path), str(before), str(after), int(inode)]:
            return Overwrite(_inside(root, path), before.encode("latin-1"), after.encode("latin-1"), inode)
        case ["move", str(path), str(to), int(inode)]:
            return Move(_inside(root, path), _inside(root, to), inode)
        case ["remove", str(path), int(a), int(b)]:
            return Remove(_inside(root, path), (a, b))
    raise ValueError("not a step")


def _splice(items: list[object]) -> Splice | None:
    match items:
        case []:
            return None
        case [int(start), int(length), str(old)] if start >= 0 and length >= 0:
            return Splice(start, length, a2b_base64(old))
    raise ValueError("not a way back")


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

"""Steps that change files: each does all or nothing, and can be taken again by the run after one that was killed.

`take` says why a step cannot be done, or None when it is. With `again` it also is when the killed run had done it, and
what that run had half done is completed. It raises OSError, with the file as it was.
"""

from __future__ import annotations

import errno
import os
import stat

from ..text import shown
from ..values import dataclass
from .splice import Splice

CHANGED = "it changed while it was being fixed; run again"

Seal = tuple[int, int]
"""A file's inode and time of last change."""

_LOOK = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_CHANGE = os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)
# FAT and some others have no hard links; Linux says EPERM of them, and of files of others (`protected_hardlinks`).
_NO_LINKS = (errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP)


@dataclass(frozen=True)
class Replace:
    """Put a temporary file, complete and synced, in the place of a file.

    `digest` and `after` stand for the text before and after; `back` is there if the step can be undone.
    """

    path: str
    temp: str
    was: Seal
    staged: Seal
    digest: str
    after: str = ""
    back: Splice | None = None

    def take(self, *, again: bool) -> str | None:
        """Take the step."""
        if not self.waits:
            return None if again and (seal(self.path) or (0, 0))[0] == self.staged[0] else CHANGED
        found = look(self.path) if seal(self.path) == self.was else None
        if found is None or sealed(found[1]) != self.was or digest(found[0]) != self.digest:
            return CHANGED
        os.replace(self.temp, self.path)
        return None

    @property
    def waits(self) -> bool:
        """Whether the temporary file is still there, as it was."""
        return seal(self.temp) == self.staged

    def old(self, text: bytes) -> bytes | None:
        """Give the text before, made from exactly the one that this step has put in place; None for any other."""
        if self.back is None or digest(text) != self.after:
            return None
        before = self.back.old_of(text)
        return before if digest(before) == self.digest else None


@dataclass(frozen=True)
class Overwrite:
    """Write a file in place, because it has other names or its folder takes no temporary file.

    A kill can leave it half written. Both texts are in the journal: the next run completes it.
    """

    path: str
    before: bytes
    after: bytes
    inode: int

    def take(self, *, again: bool) -> str | None:
        """Take the step."""
        descriptor = os.open(self.path, _CHANGE)
        try:
            status = os.fstat(descriptor)
            if status.st_ino != self.inode or not stat.S_ISREG(status.st_mode):
                return CHANGED
            now = _at_most(descriptor, self.size + 1)
            if now not in self.texts and not (again and self.mixes(now)):
                return CHANGED
            if now != self.after:
                self.write(descriptor)
        finally:
            os.close(descriptor)
        return None

    def write(self, descriptor: int) -> None:
        """Write `after`, what makes the file longer first: if the disk is full, nothing has been lost yet."""
        common = len(self.before)
        try:
            write_all(descriptor, self.after[common:], common)
            write_all(descriptor, self.after[:common], 0)
            os.ftruncate(descriptor, len(self.after))
            os.fsync(descriptor)
        except OSError:
            write_all(descriptor, self.before, 0)
            os.ftruncate(descriptor, len(self.before))
            raise

    def mixes(self, data: bytes) -> bool:
        """Whether each byte is from one of the two texts, as when the writing was cut short."""
        if not min(map(len, self.texts)) <= len(data) <= self.size:
            return False
        before, after = (text.ljust(self.size, b"\0") for text in self.texts)
        return all(byte in pair for byte, *pair in zip(data, before, after, strict=False))

    @property
    def reverse(self) -> Overwrite:
        """The step that undoes this one."""
        return Overwrite(self.path, self.after, self.before, self.inode)

    @property
    def unsettled(self) -> bool:
        """Whether the file has neither text: half written, or changed since by somebody else."""
        found = look(self.path, self.size)
        return found is not None and found[0] not in self.texts

    @property
    def texts(self) -> tuple[bytes, bytes]:
        """Before and after."""
        return self.before, self.after

    @property
    def size(self) -> int:
        """The longer text's."""
        return max(map(len, self.texts))


@dataclass(frozen=True)
class Move:
    """Give a file, or a link, another name that nothing has."""

    path: str
    to: str
    inode: int

    def take(self, *, again: bool) -> str | None:
        """Take the step."""
        here, there = seal(self.path), seal(self.to)
        if here is None or here[0] != self.inode:
            return None if again and there and there[0] == self.inode else CHANGED
        if there is None:
            return self.carry()
        if there[0] == self.inode:
            return self.settle(again=again)
        if not (again and self.claimed):
            return self.taken
        os.rename(self.path, self.to)
        return None

    def carry(self) -> str | None:
        """Link and unlink: this never clobbers, as `rename` does, nor needs foreign code, as `renameat2` does."""
        try:
            os.link(self.path, self.to, follow_symlinks=False)
        except FileExistsError:
            return self.taken
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            return self.claim()
        try:
            os.unlink(self.path)
        except OSError:
            os.unlink(self.to)
            raise
        return None

    def claim(self) -> str | None:
        """Take the name with an empty file, where there are no hard links, and rename onto that."""
        try:
            os.close(os.open(self.to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            return self.taken
        try:
            os.rename(self.path, self.to)
        except OSError:
            os.unlink(self.to)
            raise
        return None

    def settle(self, *, again: bool) -> str | None:
        """Decide where both names lead to the file: two entries, or one that does not tell upper from lower case."""
        if not listed(self.to):
            os.rename(self.path, self.to)
        elif listed(self.path):
            if not again:
                return self.taken
            os.unlink(self.path)  # a killed run had linked it
        return None

    @property
    def reverse(self) -> Move:
        """The step that undoes this one."""
        return Move(self.to, self.path, self.inode)

    @property
    def claimed(self) -> bool:
        """Whether the new name has an empty file, as a killed run leaves it."""
        status = os.lstat(self.to)
        return stat.S_ISREG(status.st_mode) and status.st_size == 0

    @property
    def taken(self) -> str:
        """The reason that something has the name."""
        return f"there is a file {shown(os.path.basename(self.to), 200)} already"


@dataclass(frozen=True)
class Remove:
    """Delete a file."""

    path: str
    was: Seal

    def take(self, *, again: bool) -> str | None:
        """Take the step."""
        found = seal(self.path)
        if found == self.was:
            os.unlink(self.path)
            return None
        return None if again and found is None else CHANGED


Step = Replace | Overwrite | Move | Remove


def seal(path: str) -> Seal | None:
    """Give what tells whether a file, or a link itself, is still the same; None when there is none."""
    try:
        return sealed(os.lstat(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def sealed(status: os.stat_result) -> Seal:
    """Give the seal in a status."""
    return status.st_ino, status.st_ctime_ns


def digest(data: bytes) -> str:
    """Give what stands for a text in the journal."""
    import hashlib  # imported late: slow to load

    return hashlib.sha256(data).hexdigest()


def listed(path: str) -> bool:
    """Whether the folder has an entry of exactly this name; looking it up also finds one in another case."""
    folder, name = os.path.split(path)
    return name in os.listdir(folder)


def look(path: str, limit: int | None = None) -> tuple[bytes, os.stat_result] | None:
    """Read a regular file, of which the limit and one byte more at most; None when there is none. Raises OSError."""
    try:
        descriptor = os.open(path, _LOOK)
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            return None
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return None
        return _at_most(descriptor, (status.st_size if limit is None else limit) + 1), status
    finally:
        os.close(descriptor)


def _at_most(descriptor: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(descriptor, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write_all(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of the data at an offset. Raises OSError."""
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written

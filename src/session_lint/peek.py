"""The first bytes of a file, or the last: for looks at files of others, whose names nobody has checked."""

from __future__ import annotations

import os
import stat

_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def first(path: str, size: int) -> bytes:
    """Give at most `size` bytes from the beginning; nothing for what is no regular file or cannot be read."""
    return _read(path, size, 0)


def last(path: str, size: int) -> bytes | None:
    """Give at most `size` bytes from the end; None for what is no regular file or cannot be read."""
    found = _status(path)
    return None if found is None else _read(path, size, max(found.st_size - size, 0))


def _status(path: str) -> os.stat_result | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _read(path: str, size: int, offset: int) -> bytes:
    if _status(path) is None:
        return b""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return b""
    try:
        return os.pread(descriptor, size, offset) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)

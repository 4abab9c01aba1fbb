"""A baseline on the disk: read with care, since a repository may be hostile, and written whole or not at all.

Paths are those of `places`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from . import baseline, files, writing
from .baseline import Baseline, Comparison, Entry
from .config import ActiveRule, Config
from .failure import Failure
from .text import printable, shown
from .writing import journal
from .writing.changes import Changes, NewText
from .writing.staging import words
from .writing.steps import Move, seal, write_all

MAX_BYTES = 1 << 25
"""Room for some 200,000 entries."""

_PATH_SHOWN = 200
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def comparison(root: str, config: Config, speaks: Callable[[ActiveRule], bool] = lambda _: True) -> Comparison:
    """Begin to hold what a run finds against the config's baseline, if it has one. Raises Failure, as `read` does.

    `speaks` says of which rules nothing found means something in this run.
    """
    known = read(root, config.baseline.path) if config.baseline else Baseline()

    def rules_for(path: str) -> tuple[ActiveRule, ...]:
        return tuple(filter(speaks, config.rules_for(path)))

    return Comparison(known, rules_for, lambda path: _exists(root, path))


def read(root: str, path: str) -> Baseline:
    """Read a baseline. Raises Failure for a file that is not there, not to be read, or no baseline."""
    return _read(root, path)[0]


def write(root: str, path: str, known: Baseline) -> None:
    """Write a baseline, over one that is there. Raises Failure, above all for another kind of file in its place."""
    data = _bytes(path, known)
    if not _exists(root, path):
        _create(root, path, data)
        return
    before = _content(root, path)
    if before and not (b'"version"' in before and b'"entries"' in before):  # even one that nobody can read any more
        raise Failure(f"{_named(path)} is there already and is no baseline", "name another file, or remove that one")
    _replace(root, path, before, data)


def prune(root: str, path: str, stale: Iterable[Entry]) -> int:
    """Remove entries from a baseline, bring the others into order, and give how many were removed. Raises Failure."""
    known, before = _read(root, path)
    left = known.without(stale)
    _replace(root, path, before, _bytes(path, left))
    return len(known.entries) - len(left.entries)


def rename(root: str, path: str, renames: Mapping[str, str]) -> None:
    """Let the entries of a baseline follow files that were renamed, from old paths to new ones. Raises Failure."""
    try:
        known, before = _read(root, path)
        if renames.keys() & known.by_path.keys():
            _replace(root, path, before, _bytes(path, known.renamed(renames)))
    except Failure as failure:
        message = f"files were renamed, and the baseline does not know it: {failure.message}"
        raise Failure(message, "write it anew with --write-baseline") from None


def _read(root: str, path: str) -> tuple[Baseline, bytes]:
    if not _exists(root, path):
        advice = "--write-baseline FILE writes one; --no-baseline does without"
        raise Failure(f"cannot read the baseline {_named(path)}: there is no such file", advice)
    data = _content(root, path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        advice = "write it anew with --write-baseline"
        raise Failure(f"{printable(path)}: not UTF-8, at byte {error.start}", advice) from None
    return baseline.read(text, printable(path)), data


def _content(root: str, path: str) -> bytes:
    content = files.read(root, path, MAX_BYTES)
    if content.problem:
        advice = "a baseline is a regular file in the repository; name another one, or do without (--no-baseline)"
        raise Failure(f"cannot read the baseline {_named(path)}: {content.problem[0]}", advice)
    return content.data


def _bytes(path: str, known: Baseline) -> bytes:
    try:
        data = baseline.render(known).encode()
    except RecursionError:  # of what else somebody has written into an entry
        raise Failure(f"{printable(path)}: a nesting too deep to write", "flatten it") from None
    if len(data) > MAX_BYTES:
        message = f"the baseline would have {len(data):,} bytes; expected at most {MAX_BYTES:,}"
        raise Failure(message, "leave rules or folders out (--ignore, --exclude), and put them in later")
    return data


def _replace(root: str, path: str, before: bytes, after: bytes) -> None:
    if before == after:
        return
    if refused := writing.apply(root, Changes((NewText(path, before, after),))).refused:
        raise Failure(f"cannot write the baseline {_named(path)}: {refused[0].reason}", "see why, and run again")


def _create(root: str, path: str, data: bytes) -> None:
    """Write a file that is not there yet, whole before it gets its name."""
    place = os.path.join(root, path)
    folder = os.path.dirname(place)
    temp = journal.new_name(folder)
    try:
        try:
            descriptor = os.open(temp, _NEW, 0o666)
            try:
                write_all(descriptor, data, 0)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            reason = Move(temp, place, (seal(temp) or (0, 0))[0]).take(again=False)
        finally:
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(temp)
        journal.sync(folder)
    except OSError as error:
        reason = words(error)
    if reason:
        advice = "name a file in a folder that exists and may be written to"
        raise Failure(f"cannot write the baseline {_named(path)}: {reason}", advice)


def _exists(root: str, path: str) -> bool:
    """Whether there is something at the path of an entry, which may be any text."""
    try:
        return os.path.lexists(os.path.join(root, path))
    except ValueError:  # a NUL, or a surrogate that stands for no byte
        return False


def _named(path: str) -> str:
    return shown(path, _PATH_SHOWN)

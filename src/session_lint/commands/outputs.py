"""The files that reports are written to: whether they may be, before anything else is done, and the writing."""

from __future__ import annotations

import os
import stat
import sys
from argparse import Namespace
from collections.abc import Iterable

from .. import globs, places, terminal
from ..failure import Failure
from ..text import shown
from ..workspace import Workspace

_PATH_SHOWN = 200
_ANOTHER = "name another file for the report"
_ADVICE = "name a file in a folder that exists and may be written to"


def require(workspace: Workspace, options: Namespace, paths: Iterable[str], what: str) -> None:
    """Raise Failure for outputs that cannot be written, or would be written over what is judged or read.

    `paths` are files, relative to the root, that this run judges or changes, and `what` says what they are.
    """
    asked = _asked(options)
    kept = [os.path.join(workspace.root, path) for path in paths] if asked else []
    known: list[str] = []
    for output, words in asked:
        if any(_is_same(output, one) for one in kept):
            raise Failure(f"{words} is {what}, and would be overwritten", _ANOTHER)
        if os.path.isfile(output) and (read := _what_is_read(workspace, output)):
            raise Failure(f"{words} is {read}, and would be overwritten", _ANOTHER)
        if other := next((one for one in known if _is_same(output, one) and not _is_device(output)), None):
            both = f"{shown(output, _PATH_SHOWN)} and {shown(other, _PATH_SHOWN)} are the same file"
            message = "--output-file and --report name the same file" if output == other else both
            raise Failure(message, "give each report a file of its own")
        known.append(output)
        _require_writable(output)


def write(path: str, data: bytes) -> None:
    """Write a file anew. Raises Failure."""
    if _is_stream(path, sys.stdout):  # opened once more, it would be written from its beginning
        terminal.write_bytes(data)
        return
    try:
        with open(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
            file.write(data)
    except OSError as error:
        raise _failure(path, error) from None


def append(path: str, data: bytes, limit: int) -> bool:
    """Add to a file as a paragraph of its own; gives False when it would be larger than `limit`. Raises Failure."""
    try:
        with open(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "ab") as file:
            size = os.fstat(file.fileno()).st_size
            data = b"\n\n" * bool(size) + data
            if size + len(data) > limit:
                return False
            file.write(data)
    except OSError as error:
        raise _failure(path, error) from None
    return True


def _asked(options: Namespace) -> list[tuple[str, str]]:
    """Give each output, and the words by which it was asked for."""
    found = [(path, f"--report {form}={shown(path, _PATH_SHOWN)}") for path, form in options.report.items()]
    if options.output_file:
        found.append((options.output_file, f"--output-file {shown(options.output_file, _PATH_SHOWN)}"))
    return found


def _what_is_read(workspace: Workspace, output: str) -> str | None:
    """Say what a file is for this run, by any of its names; None for one that is nothing to it."""
    config = workspace.config
    names = {workspace.place(output), workspace.place(os.path.realpath(output))}
    references = [glob for one in config.active for glob in getattr(one.rule, "references", ())]
    for name in names:
        if config.is_session(name):
            return "a session"
        if places.AGENTS in name.split("/") or any(globs.matches(glob, name) for glob in references):
            return "a file that rules look at"
        if config.path and _is_same(output, os.path.join(workspace.root, config.path)):
            return "the config"
        if config.baseline and _is_same(output, os.path.join(workspace.root, config.baseline.path)):
            return "the baseline"
    return None


def _require_writable(path: str) -> None:
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise Failure(f"cannot write {shown(path, _PATH_SHOWN)}: it is a folder", "name a file")
    if not os.path.isdir(folder):
        raise Failure(f"cannot write {shown(path, _PATH_SHOWN)}: there is no folder {shown(folder)}", _ADVICE)
    if not os.access(path if os.path.lexists(path) else folder, os.W_OK):
        raise Failure(f"cannot write {shown(path, _PATH_SHOWN)}: permission denied", _ADVICE)


def _opened(path: str, flags: int) -> int:
    """Open a file; a pipe that nobody reads is an error instead of waiting for somebody."""
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    os.set_blocking(descriptor, True)
    return descriptor


def _failure(path: str, error: OSError) -> Failure:
    return Failure(f"cannot write {shown(path, _PATH_SHOWN)}: {(error.strerror or 'it failed').lower()}", _ADVICE)


def _is_same(one: str, other: str) -> bool:
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _is_device(path: str) -> bool:
    """Whether it is none that keeps what is written, such as `/dev/null`."""
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def _is_stream(path: str, stream: object) -> bool:
    try:
        return stream is not None and os.path.samestat(os.stat(path), os.fstat(stream.fileno()))  # type: ignore[attr-defined]
    except (OSError, ValueError):
        return False

"""What is read from the disk: the config, which files are sessions, and their bytes. Paths are those of `places`.

A repository may be hostile. Nothing but a regular file is ever opened, never more of it is read than asked for, and a
path below the root that resolves to somewhere else is not opened: what is resolved is opened under its real name with
O_NOFOLLOW. There is one gap left: a process that swaps a *folder* for a link between the look and the opening, and
that one could write into the repository anyway.
"""
# `os` throughout: pathlib doubles the time of a walk, and normalises away what a user typed.

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Collection, Sequence

from . import places
from .failure import Failure
from .regex import regex
from .report.model import Skipped
from .text import shown
from .values import dataclass

CONFIG_NAMES = (".session-lint.toml", "session-lint.toml", "pyproject.toml")

# Folders that a walk never enters: other tools' property, and large.
PRUNED = frozenset(
    {
        *(".git", ".hg", ".svn", ".jj", "node_modules", "__pycache__", ".venv", "venv", "site-packages"),
        *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    }
)

Matches = Callable[[str], bool]

_MAX_CONFIG_BYTES = 1 << 20
_CHUNK = 1 << 16  # most sessions in one read, without a buffer of the size of the limit
_PATH_SHOWN = 1000
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC
_MISSING = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
_DENIED = (errno.EACCES, errno.EPERM)
# A table of ours, an array of tables or a table below it; a comment or `[tool.session-linter]` is none.
_TABLE = regex(
    rb"""^[ \t]*\[\[?[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?session-lint["']?[ \t]*(?:[.\]]|$)""", re.MULTILINE
)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True)
class Found:
    """The sessions, in the order in which they were named and sorted below a folder, and what was left out.

    `agents` are the folders called `.agents` that were come across.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    agents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """The bytes of a file; or none, and a problem: a diagnostic's message, and what to do about it."""

    data: bytes
    problem: tuple[str, str] | None = None


@dataclass(frozen=True)
class ConfigFile:
    """A file that holds a config, not yet parsed. `path` is absolute."""

    path: str
    data: bytes


def config_of(start: str, root: str | None = None) -> ConfigFile | None:
    """Give the nearest config at or above a folder, up to the root, else up to `/`. Raises Failure if unreadable.

    A `pyproject.toml` counts when it seems to have a table of ours; whether it has one is for its parser to say.
    """
    for folder in places.upwards(start):
        for name in CONFIG_NAMES:
            path = os.path.join(folder, name)
            if not os.path.lexists(path):
                continue
            if root and places.below(os.path.realpath(root), os.path.realpath(path)) is None:
                message = f"the config {shown(path, _PATH_SHOWN)} is a link that leads out of the repository"
                raise Failure(message, "replace it by the file itself, or name that one with `--config`")
            config = config_at(path)
            if name != "pyproject.toml" or _TABLE.search(config.data):
                return config
        if folder == root:
            break
    return None


def config_at(path: str) -> ConfigFile:
    """Give the config with this path. Raises Failure if it is unreadable.

    A link may lead anywhere, as it does for those who keep their dotfiles elsewhere.
    """
    path = places.resolved(path)
    try:
        status = os.stat(path)  # the kernel gives up after 40 links; `realpath` of Python 3.11 would recurse
        content = _content(os.path.realpath(path), status.st_mode, _MAX_CONFIG_BYTES)
    except OSError as error:
        content = Content(b"", (_words(error), ""))
    if content.problem:
        message = f"cannot read the config {shown(path, _PATH_SHOWN)}: {content.problem[0]}"
        raise Failure(message, "mend it, or name another one with `--config`")
    return ConfigFile(path, content.data)


def find(
    root: str,
    paths: Sequence[str],
    files: Matches,
    excluded: Matches,
    *,
    pruned: Matches | None = None,
    force_exclude: bool = False,
) -> Found:
    """Find the sessions among and below the named paths; below the root when none is named.

    `files` and `excluded` judge a path as it is given in the result. A folder is searched; a file is taken whatever it
    is called. What is excluded is taken only when it is named, and with `force_exclude` not even then. `pruned` says
    which folders are not entered, where these are others than the excluded ones. What is called like a session but is
    no regular file is taken too, for `read` to say so. A linked folder is searched only when it is named, and does not
    lead out of the root. Raises Failure for paths that do not exist.
    """
    unentered = pruned or excluded
    targets: dict[str, None] = {}
    skipped: dict[str, Skipped] = {}
    agents: dict[str, None] = {}
    for path in dict.fromkeys(_places(root, paths) if paths else [""]):
        searchable = _searchable(root, path, files)
        left_out = (not searchable and excluded(path)) or any(unentered(part) for part in places.with_parents(path))
        if force_exclude and left_out:
            skipped[path] = Skipped(path, "excluded by the config")
        elif searchable:
            below = _walk(root, path, files, excluded, unentered)
            targets |= dict.fromkeys(below.paths)
            skipped |= {item.path: item for item in below.skipped}
            agents |= dict.fromkeys(below.agents)
        else:
            targets[path] = None
    return Found(tuple(targets), tuple(skipped.values()), tuple(agents))


def names(root: str, folder: str) -> tuple[str, ...]:
    """Give the paths of all that is in a folder; nothing for one that cannot be read."""
    try:
        return tuple(os.path.join(folder, name) for name in os.listdir(os.path.join(root, folder)))
    except OSError:
        return ()


def below(root: str, folder: str, *, leave_out_below: Collection[str] = ()) -> tuple[str, ...]:
    """Give the files below a folder, sorted, without those in folders of these; links are not followed."""

    def is_left_out(path: str) -> bool:
        return os.path.dirname(path) in leave_out_below and os.path.isdir(os.path.join(root, path))

    found = _walk(root, folder, lambda _: True, is_left_out, is_left_out)
    return found.paths


def folders(root: str, agents: str) -> tuple[str, ...]:
    """Give the folders below one that is called `.agents`; nothing for another. Links are not followed."""
    if os.path.basename(agents) != places.AGENTS:
        return ()
    return tuple(os.path.relpath(folder, root) for folder, _, _ in os.walk(os.path.join(root, agents)))


def read(root: str, path: str, limit: int) -> Content:
    """Read a file of at most `limit` bytes, its path as `find` gives it. Never blocks and never raises OSError.

    Outside of the root a plain file is read, since someone named it; a link only if it leads into the root.
    """
    place = os.path.join(root, path)
    try:
        status = os.lstat(place)
        if stat.S_ISLNK(status.st_mode) or places.in_linked_folder(root, path):
            os.stat(place)  # see `config_at`
            real = os.path.realpath(place)
            if not places.belongs(root, path, real):
                message = f"a symbolic link that leads out of the repository, to {shown(real, _PATH_SHOWN)}"
                return Content(b"", (message, "replace it by the file itself"))
            place, status = real, os.lstat(real)
        return _content(place, status.st_mode, limit)
    except OSError as error:
        return Content(b"", _trouble(place, error))


def _places(root: str, paths: Sequence[str]) -> list[str]:
    """Give the named paths as the result has them. Raises Failure with all those that do not exist."""
    missing = [path for path in paths if not _exists(path)]
    if missing:
        names = ", ".join(shown(path, _PATH_SHOWN) for path in missing)
        raise Failure(f"no such file or folder: {names}", "paths are relative to the current folder")
    return [places.place(root, path) for path in paths]


def _exists(path: str) -> bool:
    """Whether there is something, be it a dangling link or out of reach."""
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno not in _MISSING
    except ValueError:  # a NUL or half a surrogate pair, which no file name has
        return False
    return True


def _searchable(root: str, path: str, files: Matches) -> bool:
    """Whether a named path is a folder to walk; what is called like a session or leads out is for `read` to report."""
    place = os.path.join(root, path)
    if not os.path.isdir(place) or _called_like_session(path, files):
        return False
    return os.path.isabs(path) or places.belongs(root, path, os.path.realpath(place))


def _called_like_session(folder: str, files: Matches) -> bool:
    # A pattern such as `notes/**` matches each folder, too: only one that looks like a file is odd.
    return folder.endswith(".md") and files(folder)


def _walk(root: str, start: str, files: Matches, excluded: Matches, pruned: Matches) -> Found:
    targets: list[str] = []
    skipped: list[Skipped] = []
    agents: list[str] = []
    folders = [start]
    while folders:
        folder = folders.pop()
        if os.path.basename(folder) == places.AGENTS:
            agents.append(folder)
        prefix = os.path.join(folder, "") if folder else ""
        try:
            with os.scandir(os.path.join(root, folder)) as found:
                entries = list(found)
            if folder != start and any(entry.name == ".git" and _leads_to_worktree(entry.path) for entry in entries):
                skipped.append(
                    Skipped(folder, "another worktree of a git repository is searched only when it is named")
                )
                continue
            for entry in entries:
                path = prefix + entry.name
                real = entry.is_dir(follow_symlinks=False)
                linked = entry.is_symlink() and os.path.isdir(entry.path)
                if not (real or linked) or _called_like_session(path, files):
                    if files(path) and not excluded(path):
                        targets.append(path)
                elif entry.name in PRUNED or pruned(path):
                    continue
                elif real:
                    folders.append(path)
                else:
                    skipped.append(Skipped(path, "a linked folder is searched only when it is named"))
        except OSError as error:
            skipped.append(Skipped(folder or ".", f"the folder cannot be searched: {_words(error)}"))
    return Found(tuple(sorted(targets)), tuple(sorted(skipped, key=lambda item: item.path)), tuple(sorted(agents)))


def _leads_to_worktree(place: str) -> bool:
    """Whether a `.git` is the file of a linked worktree, whose sessions are those of another branch.

    A submodule has such a file too, which leads to `modules/`; see gitrepository-layout(5).
    """
    try:
        with open(os.open(place, _FLAGS), "rb") as file:
            return b"/worktrees/" in file.read(_CHUNK)
    except OSError:  # a folder, as most are
        return False


def _content(place: str, mode: int, limit: int) -> Content:
    """Read what is no link and was seen to have this mode. Raises OSError."""
    # Looked at before it is opened: opening a pipe wakes its writer, and opening a device can move a tape.
    if not stat.S_ISREG(mode):
        return _irregular(mode)
    descriptor = os.open(place, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _irregular(status.st_mode)
        data = _at_most(descriptor, limit + 1) if status.st_size <= limit else b""
        size = max(len(data), os.fstat(descriptor).st_size) if len(data) > limit else status.st_size
    finally:
        os.close(descriptor)
    if size <= limit:
        return Content(data)
    message = f"the file has {size:,} bytes; expected at most {limit:,}"
    return Content(b"", (message, "move what is done to another file, or raise `max-bytes`"))


def _at_most(descriptor: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(descriptor, min(size, _CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _irregular(mode: int) -> Content:
    kind = next((words for applies, words in _KINDS if applies(mode)), "something else")
    return Content(b"", (f"this is {kind}, not a regular file", "replace it by a regular file, or remove it"))


def _trouble(place: str, error: OSError) -> tuple[str, str]:
    try:
        aim = os.readlink(place)
    except OSError:  # no link
        if error.errno in _MISSING:
            return "the file is gone; it was there a moment ago", "run again"
        advice = "give read permission to the user who runs session-lint" if error.errno in _DENIED else "run again"
        return f"the file cannot be read: {_words(error)}", advice
    remedy = "replace it by the file itself, or remove it"
    match error.errno:
        case errno.ELOOP:
            return "a symbolic link that leads back to itself, or through too many others", remedy
        case missing if missing in _MISSING:
            return f"a symbolic link to {shown(aim, _PATH_SHOWN)}, which does not exist", remedy
    return f"a symbolic link to {shown(aim, _PATH_SHOWN)}, which cannot be read: {_words(error)}", remedy


def _words(error: OSError) -> str:
    words = error.strerror or "the system does not say why"
    return words[:1].lower() + words[1:]

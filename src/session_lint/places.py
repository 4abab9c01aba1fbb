"""Where a path lies: the root of a repository, and what a typed path is as seen from it.

A path is a `str` as `os.fsdecode` makes it: bytes that are not UTF-8 are surrogates. It is relative to the root, with
`/`, for what lies below the root as it was typed, and absolute for everything else. The root is absolute.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from .failure import Failure

AGENTS = ".agents"
"""The folder in which agents keep what they share: sessions, plans, decisions."""


def root_of(start: str) -> str | None:
    """Give the git top level at or above a folder (or file); None outside of git and in a bare repository.

    `.git` is a folder, or in worktrees and submodules a file. Git is not asked.
    """
    return next((folder for folder in upwards(start) if os.path.exists(os.path.join(folder, ".git"))), None)


def home(folder: str) -> str:
    """Give the folder in which runs that change files in a folder find one another, wherever they are called from.

    This is the git top level; without git what holds `.agents`; and elsewhere the folder itself.
    """
    top = root_of(folder)
    agents = next((above for above in upwards(folder) if os.path.basename(above) == AGENTS), None)
    return top or (os.path.dirname(agents) if agents else folder)


def place(root: str, path: str) -> str:
    """Give a path, as someone typed it, relative to the root; absolute when it is not below the root."""
    absolute = resolved(path)
    inside = below(root, absolute)
    if inside is None:  # perhaps the root by another name: `/tmp` is a link on macOS
        same = next((folder for folder in upwards(absolute) if _is_same(folder, root)), None)
        inside = below(same, absolute) if same else None
    return absolute if inside is None else inside


def resolved(path: str) -> str:
    """Give the absolute path of a typed one, `..` as the kernel takes it. Raises Failure without a current folder."""
    parts = path.split("/")
    try:
        if os.pardir in parts:  # behind a link it is another folder than `normpath` thinks
            end = len(parts) - parts[::-1].index(os.pardir)
            path = os.path.join(os.path.realpath("/".join(parts[:end])), *parts[end:])
        return "/" + os.path.abspath(path).lstrip("/")
    except FileNotFoundError:
        raise Failure("the current folder is gone", "change to a folder that exists") from None


def upwards(start: str) -> Iterator[str]:
    """Yield a folder and those above it, up to `/`."""
    folder = resolved(start)
    yield folder
    while folder != "/":
        folder = os.path.dirname(folder)
        yield folder


def with_parents(path: str) -> Iterator[str]:
    """Yield a path and the folders above it, as far as it says."""
    while path and path != "/":
        yield path
        path = os.path.dirname(path)


def below(folder: str, path: str) -> str | None:
    """Give an absolute path relative to a folder, the folder itself as an empty text; None for a path elsewhere."""
    prefix = os.path.join(folder, "")
    if path.startswith(prefix):
        return path[len(prefix) :]
    return "" if path == folder else None


def _is_same(folder: str, root: str) -> bool:
    try:
        return os.path.samefile(folder, root)
    except OSError:
        return False


def in_linked_folder(root: str, path: str) -> bool:
    """Whether a folder between the root and the file is a link. Much cheaper than `realpath`."""
    folder = "" if path.startswith("/") else path.rpartition("/")[0]
    while folder:
        if stat.S_ISLNK(os.lstat(os.path.join(root, folder)).st_mode):
            return True
        folder = folder.rpartition("/")[0]
    return False


def belongs(root: str, path: str, real: str) -> bool:
    """Whether a path resolves to one of the repository's files. What is in `.git` is none, and can hold credentials."""
    place = below(os.path.realpath(root), real)
    return place is not None and (place == path or ".git" not in place.lower().split("/"))

"""Where the files of a run come from: the working tree, or what git's index holds of them."""

from __future__ import annotations

import os
import posixpath
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import islice, takewhile
from typing import Protocol

from . import files, places
from .failure import Failure
from .files import Content, Found, Matches
from .report.model import Skipped
from .text import shown
from .values import dataclass, field

Texts = Callable[[Sequence[str], int], tuple[Mapping[str, bytes], frozenset[str]]]
"""Gives the contents of blobs by id, and which of them have more bytes than that."""

_LINK = "120000"
_PATH_SHOWN = 1000
_MOST_LINKS = 40  # as many as Linux follows: path_resolution(7)
_ADVICE = "move what is done to another file, or raise `max-bytes`"


class Source(Protocol):
    """Files by their paths as `places` has them. What is said of the functions of `files` holds for these."""

    def find(
        self, paths: Sequence[str], wanted: Matches, excluded: Matches, pruned: Matches, *, force_exclude: bool = False
    ) -> Found:
        """Find the sessions among and below the named paths; below the root when none is named. Raises Failure."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all that is in a folder."""

    def below(self, folder: str) -> tuple[str, ...]:
        """Give the files below a folder, sorted."""

    def has(self, path: str) -> bool:
        """Whether there is something."""

    def is_link(self, path: str) -> bool:
        """Whether it is a symbolic link."""

    def read(self, path: str, limit: int) -> Content:
        """Read a file of at most `limit` bytes."""


@dataclass(frozen=True)
class WorkingTree:
    """The files on the disk, below an absolute root."""

    root: str

    def find(
        self, paths: Sequence[str], wanted: Matches, excluded: Matches, pruned: Matches, *, force_exclude: bool = False
    ) -> Found:
        """Find the sessions among and below the named paths; see `files.find`."""
        return files.find(self.root, paths, wanted, excluded, pruned=pruned, force_exclude=force_exclude)

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all that is in a folder; nothing for one that cannot be read."""
        return files.names(self.root, folder)

    def below(self, folder: str) -> tuple[str, ...]:
        """Give the files below a folder, sorted; links are not followed."""
        return files.below(self.root, folder)

    def has(self, path: str) -> bool:
        """Whether there is something, be it a dangling link."""
        return os.path.lexists(os.path.join(self.root, path))

    def is_link(self, path: str) -> bool:
        """Whether it is a symbolic link."""
        return os.path.islink(os.path.join(self.root, path))

    def read(self, path: str, limit: int) -> Content:
        """Read a file of at most `limit` bytes; see `files.read`."""
        return files.read(self.root, path, limit)


@dataclass(frozen=True)
class Handed:
    """Some files that somebody else has read; there are no others. `gone` are those that were not there any more."""

    contents: Mapping[str, Content]
    gone: frozenset[str] = frozenset()

    def find(
        self, paths: Sequence[str], wanted: Matches, excluded: Matches, pruned: Matches, *, force_exclude: bool = False
    ) -> Found:
        """Find nothing: who hands files over has found them."""
        del paths, wanted, excluded, pruned, force_exclude
        return Found(())

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of those in a folder."""
        return tuple(path for path in self.contents if posixpath.dirname(path) == folder)

    def below(self, folder: str) -> tuple[str, ...]:
        """Give those below a folder, sorted."""
        return tuple(sorted(path for path in self.contents if path.startswith(f"{folder}/")))

    def has(self, path: str) -> bool:
        """Whether it was there."""
        return path in self.contents and path not in self.gone

    def is_link(self, path: str) -> bool:
        """Say no: whoever must know has asked before."""
        return not path

    def read(self, path: str, limit: int) -> Content:
        """Give a file; whoever has read it has kept to a limit."""
        del limit
        return self.contents[path]


@dataclass(frozen=True)
class Index:
    """What will be committed. `entries` give the mode and the id of each file by path, `texts` the contents.

    `conflicts` are the paths of an unfinished merge, of which the index has several versions and none to judge.
    """

    root: str
    entries: Mapping[str, tuple[str, str]]
    texts: Texts
    conflicts: frozenset[str] = frozenset()
    _read: dict[str, bytes | None] = field(default_factory=dict, compare=False)

    def find(
        self, paths: Sequence[str], wanted: Matches, excluded: Matches, pruned: Matches, *, force_exclude: bool = False
    ) -> Found:
        """Find the sessions among and below the named paths; a named file that is not staged is skipped."""
        targets: dict[str, None] = {}
        skipped: dict[str, Skipped] = {}
        agents: dict[str, None] = {}
        for path in dict.fromkeys(self._places(paths) if paths else ("",)):
            searchable = path not in self.entries
            left_out = (not searchable and excluded(path)) or any(pruned(part) for part in places.with_parents(path))
            if force_exclude and left_out:
                skipped[path] = Skipped(path, "excluded by the config")
            elif not searchable:
                targets[path] = None
            elif not self.has(path):
                skipped[path] = Skipped(path, "not staged")
            else:
                below = self._walk(path, wanted, excluded, pruned)
                targets |= dict.fromkeys(below.paths)
                agents |= dict.fromkeys(below.agents)
        return Found(tuple(targets), tuple(skipped.values()), tuple(agents))

    def _places(self, paths: Sequence[str]) -> list[str]:
        """Give the named paths relative to the root. Raises Failure with those that are nowhere."""
        found = {path: places.place(self.root, path) for path in paths}
        missing = [path for path, place in found.items() if not (self.has(place) or os.path.lexists(path))]
        if missing:
            names = ", ".join(shown(path, _PATH_SHOWN) for path in missing)
            raise Failure(f"no such file or folder: {names}", "paths are relative to the current folder")
        return list(found.values())

    def _walk(self, start: str, wanted: Matches, excluded: Matches, pruned: Matches) -> Found:
        entered: dict[str, bool] = {start: True}
        targets = []
        for path in self.below(start):
            folder = posixpath.dirname(path)
            if folder not in entered:
                parts = [one for one in places.with_parents(folder) if len(one) > len(start)]
                entered[folder] = not any(pruned(part) for part in parts)
            if entered[folder] and wanted(path) and not excluded(path):
                targets.append(path)
        folders = {one for folder, yes in entered.items() if yes for one in (*places.with_parents(folder),)}
        agents = sorted(one for one in folders if len(one) >= len(start) and posixpath.basename(one) == places.AGENTS)
        return Found(tuple(targets), (), tuple(agents))

    def names(self, folder: str) -> tuple[str, ...]:
        """Give the paths of all that is in a folder."""
        return self._by_folder.get(folder, ())

    def below(self, folder: str) -> tuple[str, ...]:
        """Give the files below a folder, sorted, without those in other tools' folders."""
        prefix = f"{folder}/" if folder else ""
        first = bisect_left(self._sorted, prefix)
        inside = takewhile(lambda path: path.startswith(prefix), islice(self._sorted, first, None))
        return tuple(path for path in inside if files.PRUNED.isdisjoint(path[len(prefix) :].split("/")[:-1]))

    def has(self, path: str) -> bool:
        """Whether it is a file in the index, perhaps with a conflict, or a folder with such."""
        return path in self.entries or path in self.conflicts or path in self._by_folder

    def is_link(self, path: str) -> bool:
        """Whether it is a symbolic link."""
        return self.entries.get(path, ("", ""))[0] == _LINK

    def read(self, path: str, limit: int) -> Content:
        """Give what is staged of a file; a link is followed to what is staged of its target."""
        for _ in range(_MOST_LINKS):
            mode, blob = self.entries.get(path, ("", ""))
            if mode == _LINK:
                target = os.fsdecode(self._blob(blob, limit) or b"")
                path, link = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)), target
                if path not in self.entries:
                    message = f"a symbolic link to {shown(link, _PATH_SHOWN)}, of which nothing is staged"
                    return Content(b"", (message, "stage that too, or replace the link by the file itself"))
                continue
            if not mode.startswith("100"):
                return Content(b"", ("this is not a regular file", "replace it by a regular file, or remove it"))
            data = self._blob(blob, limit)
            if data is None:
                return Content(b"", (f"what is staged has more than {limit:,} bytes", _ADVICE))
            return Content(data)
        return Content(b"", ("a symbolic link that leads back to itself", "replace it by the file itself"))

    def fetch(self, paths: Sequence[str], limit: int) -> None:
        """Get the contents of these files at once, since each question costs a process."""
        wanted = [self.entries[path][1] for path in paths if path in self.entries]
        found, too_large = self.texts(wanted, limit)
        self._read.update(dict.fromkeys(too_large) | dict(found))

    def _blob(self, blob: str, limit: int) -> bytes | None:
        """Give a content; None for one that is too large. Raises Failure for one that this clone does not have."""
        if blob not in self._read:
            found, too_large = self.texts((blob,), limit)
            if blob not in found and blob not in too_large:
                raise Failure("a staged text is not in this clone", "get it with `git fetch --refetch`")
            self._read[blob] = found.get(blob)
        data = self._read[blob]
        return data if data is not None and len(data) <= limit else None

    @cached_property
    def _sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self.entries))

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for path in self._sorted:
            for part in places.with_parents(path):
                found.setdefault(posixpath.dirname(part), {})[part] = None
        return {folder: tuple(paths) for folder, paths in found.items()}

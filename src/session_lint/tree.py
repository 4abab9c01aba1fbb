"""What lies around the sessions of a repository, and what this change has moved and deleted there."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import cached_property

from .peers import Peer
from .session_paths import above
from .values import dataclass, field, replace


@dataclass(frozen=True)
class Tree:
    """The files in and below the `.agents` folders of a repository. Paths are relative to the root, with `/`.

    `folders` are the sessions folders, `sessions` what is in them by path. `moved` (old name: new one) and `deleted`
    say what git sees as renamed and deleted since the base.
    """

    folders: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    sessions: Mapping[str, Peer] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()

    def before(self) -> Tree:
        """Give what lay there before this change moved and deleted something."""
        return replace(self, files=self.files | self.moved.keys() | self.deleted, moved={}, deleted=frozenset())

    def home(self, path: str) -> str | None:
        """Give the sessions folder below which, and not in which, a file lies; None for one that lies elsewhere."""
        ranks = self._ranks
        found = [folder for folder in above(posixpath.dirname(path)) if folder and folder in ranks]
        return min(found, key=ranks.__getitem__, default=None)

    def beside(self, path: str) -> tuple[str, ...]:
        """Give the Markdown files in a file's folder, sorted, itself among them."""
        return self._by_folder.get(posixpath.dirname(path), ())

    def named(self, name: str) -> tuple[str, ...]:
        """Give the files of this name in and below the sessions folders."""
        return self._by_name.get(name, ())

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the sessions folders, without the way to them."""
        return frozenset(map(posixpath.basename, self.folders))

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {folder: number for number, folder in reversed(tuple(enumerate(self.folders)))}

    @cached_property
    def _by_folder(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            if path.endswith(".md") and posixpath.basename(path) != "README.md":
                found.setdefault(posixpath.dirname(path), []).append(path)
        return {folder: tuple(paths) for folder, paths in found.items()}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            if posixpath.dirname(path) in self._ranks or self.home(path):
                found.setdefault(posixpath.basename(path), []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

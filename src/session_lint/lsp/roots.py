"""The repositories in which open files lie, each with the config that holds there, or held when it was last good."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from .. import files, places
from ..failure import Failure
from ..values import dataclass, field
from ..workspace import Workspace
from .bases import Bases, stamp

Stamp = tuple[int, int, int] | None


@dataclass
class Root:
    """A repository that was opened from a folder. `watched` are the files that its config is made of, or could be.

    `workspace` is None as long as its config was never good; `trouble` is what is wrong with it now.
    """

    start: str
    watched: dict[str, Stamp] | None = None
    workspace: Workspace | None = None
    bases: Bases | None = None
    trouble: str = ""


@dataclass
class Roots:
    """All of them. `folders` are those that the editor has open; a config can be named for all, or none be looked for.

    `news` are words for the user about configs that broke, each once until that config was good again.
    """

    config_path: str | None = None
    isolated: bool = False
    folders: list[str] = field(default_factory=list)
    known: dict[str, Root] = field(default_factory=dict)
    news: list[str] = field(default_factory=list)

    def at(self, path: str) -> Root:
        """Give the repository of a file, by its absolute path, with its config as it is on the disk."""
        start = self.start(path)
        root = self.known.setdefault(start, Root(start))
        if root.watched is None or any(stamp(one) != before for one, before in root.watched.items()):
            self._open(root)
        return root

    def start(self, path: str) -> str:
        """Give the folder from which a file is judged, as if session-lint was called there.

        It is the innermost open folder around the file, unless the file belongs to a repository further in.
        """
        folder = os.path.dirname(path)
        around = [one for one in self.folders if places.below(one, folder) is not None]
        home = places.home(folder)
        nearest = max(around, key=len, default=home)
        return nearest if places.below(home, nearest) is not None else home

    def set_folders(self, folders: Iterable[str]) -> None:
        """Take other folders for the open ones."""
        self.folders = [os.path.abspath(folder) for folder in folders]

    def _open(self, root: Root) -> None:
        seen: list[str] = []
        config_path, isolated = self.config_path, self.isolated
        root.watched = {one: stamp(one) for one in self._candidates(root.start)}
        try:
            workspace = Workspace.open(root.start, config_path=config_path, isolated=isolated, opened=seen.append)
        except Failure as failure:
            self._tell(root, f"{failure.message}; {failure.help}" if failure.help else failure.message)
        else:
            root.workspace, root.trouble = workspace, ""
            if root.bases is None or root.bases.root != workspace.root:
                root.bases = Bases(workspace.root)
        root.watched |= {one: stamp(one) for one in seen}

    def _tell(self, root: Root, words: str) -> None:
        if not root.trouble:
            state = "what it said before holds" if root.workspace else "nothing is checked"
            self.news.append(f"{words} ({state} until that is mended)")
        root.trouble = words

    def _candidates(self, start: str) -> Iterator[str]:
        """Yield the files that are the config, or would be if they were there."""
        if self.config_path is not None:
            yield os.path.abspath(self.config_path)
        elif not self.isolated:
            top = places.root_of(start)
            for folder in places.upwards(start):
                yield from (os.path.join(folder, name) for name in files.CONFIG_NAMES)
                if folder == top:
                    break

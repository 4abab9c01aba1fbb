"""A repository with its config: the one façade for the command line and for everything else that wants diagnostics.

workspace = Workspace.open(".")
report = workspace.check()
for diagnostic in report.diagnostics: ...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from . import files, opening, places, scene
from .config import Config
from .facts import needs_of
from .findings import Findings
from .history import Against
from .reader import Reader
from .report.model import Report
from .rule import Needs
from .scene import Progress, Scene
from .session import Session
from .values import dataclass, field, replace
from .workers import Crew

if TYPE_CHECKING:  # what a clean run does without is imported where it is used
    from concurrent.futures import Executor

    from .baseline import Baseline, Comparison
    from .fixing import Patch
    from .mending import Fixed, Ignored
    from .overview import Overview
    from .writing import Finished, Written

__all__ = ["Crew", "Progress", "Workspace"]


@dataclass(frozen=True)
class Workspace:
    """A root folder (absolute) and what is wanted there. Without `ignores` no ignore comment silences anything.

    A `crew` of several processes is for large repositories; see `Crew`.
    """

    root: str
    config: Config
    ignores: bool = True
    crew: Crew = field(default_factory=Crew)

    @classmethod
    def open(
        cls,
        start: str = ".",
        *,
        config_path: str | None = None,
        isolated: bool = False,
        opened: Callable[[str], None] | None = None,
    ) -> Workspace:
        """Open the repository around a folder. Its root is the git top level, else the config's folder, else `start`.

        `config_path` names a config instead of the nearest one; `isolated` takes none. `opened` is told each file that
        is asked for, by its absolute path. Raises Failure for a config that cannot be used.
        """
        root, settings = opening.settings(start, config_path, isolated=isolated, opened=opened)
        return cls(root, settings)

    def find(self, paths: Sequence[str] = ()) -> files.Found:
        """Find the sessions among and below the paths, relative to the current folder; without any in the root."""
        return Reader(self.root, self.config).find(paths)

    def chosen(self, paths: Sequence[str] = (), against: Against | None = None) -> tuple[str, ...]:
        """Give the paths of the sessions that `check` would judge. Raises Failure."""
        against = against or Against()
        reader = self._reader(against)
        found = reader.find(paths)
        unchanged = scene.changes(reader, found, against, whole=False)[1] if against.only_changes else ()
        return tuple(path for path in found.paths if path not in unchanged)

    def check(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        now: datetime | None = None,
        against: Against | None = None,
        progress: Progress | None = None,
        executor: Executor | None = None,
    ) -> Report:
        """Judge the sessions among and below the paths; see `find`.

        `overlay` gives texts (or bytes) by path, relative to the root, that stand in for what is on the disk, whether
        there is something or not. Those of sessions are judged besides; with an overlay and no paths all of it is, and
        nothing else. `now` stands in for the clock. Sessions are held `against` the last commit, or another one; and
        perhaps only those that have changed since are judged. What the config's baseline knows is left out. An
        `executor` does the work, and gets the texts of the files with it; the report is the same.
        """
        if executor is not None:
            return replace(self, crew=Crew(executor=executor)).check(
                paths, overlay, now=now, against=against, progress=progress
            )
        whole = _is_whole(paths, overlay, against)
        stage = self._scene(paths, overlay, now, against, progress)
        findings = Findings(self._comparison(self.config, whole=whole))
        for verdict in stage.verdicts():
            findings.add(verdict)
        return findings.report(stage, whole=whole)

    def scene(self, paths: Sequence[str] = (), *, now: datetime | None = None) -> Scene:
        """Read what is among and below the paths, with what must be known to judge it. Raises Failure."""
        return self._scene(paths, None, now, None, None)

    def overviews(
        self, paths: Sequence[str] = (), *, now: datetime | None = None, against: Against | None = None
    ) -> tuple[Overview, ...]:
        """Give the sessions among and below the paths in short, with what `check` would report of each.

        Raises Failure.
        """
        from .overview import Overview  # imported late: a check needs none

        stage = self._scene(paths, None, now, against, None)
        known = self._comparison(self.config)
        found = []
        for judged in stage.judged():
            one = judged.examined
            if not judged.document:
                new = known.new(one, one.session.path) if known else one
                found.append(Overview.of(one.session, new.diagnostics))
        return tuple(found)

    def known_now(
        self,
        paths: Sequence[str] = (),
        *,
        now: datetime | None = None,
        against: Against | None = None,
        progress: Progress | None = None,
    ) -> tuple[Baseline, Report]:
        """Judge as `check` does without a baseline; gives one that knows what is found, and the report.

        What the rules on history say is left out: it is about the change at hand.
        """
        from .baseline import Baseline, Entry, entries  # imported late: few ask for it

        passing = {one.rule.code for one in self.config.active if Needs.HISTORY in needs_of(one)}
        stage = self._scene(paths, None, now, against, progress)
        findings = Findings(self._comparison(replace(self.config, baseline=None)))
        known: list[Entry] = []
        for verdict in stage.verdicts():
            known.extend(one for one in entries(verdict) if one.code not in passing)
            findings.add(verdict)
        return Baseline(tuple(known)), findings.report(stage, whole=False)

    def fix(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        unsafe: bool = False,
        now: datetime | None = None,
        against: Against | None = None,
        progress: Progress | None = None,
    ) -> Fixed:
        """Judge as `check` does and put the fixes together, safe ones or all. Nothing is written: see `apply`.

        No text of the overlay is renamed, since its file has another one.
        """
        from . import mending  # imported late: only a fix needs it

        whole = _is_whole(paths, overlay, against)
        stage = self._scene(paths, overlay, now, against, progress)
        return mending.fix(stage, Findings(self._comparison(self.config, whole=whole)), unsafe=unsafe, whole=whole)

    def ignore(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        reason: str = "",
        now: datetime | None = None,
        against: Against | None = None,
        progress: Progress | None = None,
    ) -> Ignored:
        """Judge as `check` does and put comments together that silence what it reports. Nothing is written."""
        from . import mending  # imported late: few ask for it

        whole = _is_whole(paths, overlay, against)
        stage = self._scene(paths, overlay, now, against, progress)
        findings = Findings(self._comparison(self.config, whole=whole))
        return mending.ignore(stage, findings, self._comparison(self.config), reason=reason, whole=whole)

    def apply(self, patch: Patch) -> Written:
        """Write a patch: each file whole or not at all, renames without clobbering, nothing that has changed since.

        Raises Failure when the system fails, as on a full disk; the files are then as they were, or as they should be.
        """
        from . import applying  # imported late: only what writes needs it

        return applying.apply(self.root, patch, self._baseline_path)

    def real(self, patch: Patch) -> Patch:
        """Give a patch by the paths of the files themselves, as `git apply` wants it, where links lead to them."""
        from . import applying  # imported late: only a diff needs it

        return applying.real(self.root, patch)

    def sweep(self, paths: Sequence[str] = ()) -> Finished:
        """Finish or undo what a killed run began among and below the paths, and remove what it left. Raises Failure.

        A path may be one that the killed run has renamed. A person should see the messages of what is given.
        """
        from . import applying  # imported late: only what writes needs it

        there = [path for path in paths if os.path.lexists(path)]
        found = self.find(there).paths if there or not paths else ()
        gone = [self.place(path) for path in paths if path not in there]
        return applying.sweep(self.root, (*found, *gone), self._baseline_path)

    def template(self, path: str) -> tuple[str, str] | None:
        """Give the template for a session at a path, and where that is; None without one. Raises Failure."""
        location = self.config.at(path).template
        return (opening.text(self.root, location), str(location)) if location else None

    def session(self, path: str, unsaved: str | bytes | None = None) -> Session:
        """Read one session; `unsaved` stands in for the disk. Never raises: what is wrong is in its problems."""
        return Reader(self.root, self.config, {} if unsaved is None else {path: unsaved}).session(path)

    def _scene(
        self,
        paths: Sequence[str],
        overlay: Mapping[str, str | bytes] | None,
        now: datetime | None,
        against: Against | None,
        progress: Progress | None,
    ) -> Scene:
        """Find and read what is to be judged, and gather what must be known for that."""
        against = against or Against()
        reader = self._reader(against, {self._inside(path): text for path, text in (overlay or {}).items()})
        unsaved = reader.unsaved
        found = reader.find(paths) if paths or not unsaved else files.Found(())
        more = (path for path in unsaved if not paths or self.config.is_session(path))
        found = replace(found, paths=tuple(dict.fromkeys((*found.paths, *more))))
        whole = not paths and not unsaved
        stage = scene.arrange(reader, found, whole=whole, now=now, against=against, crew=self.crew)
        return replace(stage, ignores=self.ignores, progress=progress)

    @property
    def reader(self) -> Reader:
        """What reads the files of the working tree."""
        return Reader(self.root, self.config)

    def _reader(self, against: Against, unsaved: Mapping[str, str | bytes] | None = None) -> Reader:
        reader = Reader(self.root, self.config, unsaved or {})
        if not against.staged:
            return reader
        from . import staged  # imported late: few ask for it

        return replace(reader, files=staged.index(self.root, self.config))

    @property
    def _baseline_path(self) -> str | None:
        return self.config.baseline.path if self.config.baseline else None

    def _inside(self, path: str) -> str:
        """Give a path of an overlay as diagnostics have it."""
        below = places.below(self.root, os.path.normpath(path)) if os.path.isabs(path) else os.path.normpath(path)
        return path if below is None or below.startswith("..") else below

    def _comparison(self, config: Config, *, whole: bool = False) -> Comparison | None:
        """Begin to hold a run against the baseline, if there is one.

        Rules that look at the whole tree are silent in other runs.
        """
        if config.baseline is None:
            return None
        from . import baseline_file  # imported late: only who has a baseline needs it

        silent = Needs.NOTHING if whole else Needs.TREE
        return baseline_file.comparison(self.root, config, lambda active: not needs_of(active) & silent)

    def place(self, path: str) -> str:
        """Give a path, relative to the current folder, as diagnostics name it: relative to the root."""
        return places.place(self.root, path)

    def max_bytes(self, path: str) -> int:
        """Give the size in bytes of the largest file that is read under a path."""
        return Reader(self.root, self.config).limit(path)

    def with_config(self, settings: Config) -> Workspace:
        """Give this workspace with another config, as the command line changes it."""
        return replace(self, config=settings)


def _is_whole(paths: Sequence[str], overlay: Mapping[str, str | bytes] | None, against: Against | None) -> bool:
    """Whether a run judges all that there is."""
    return not paths and not overlay and not (against and against.only_changes)

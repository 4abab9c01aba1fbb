"""A repository with its config: the one façade for the command line and for everything else that wants diagnostics.

workspace = Workspace.open(".")
report = workspace.check()
for diagnostic in report.diagnostics: ...
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from . import config, engine, facts, files, places, session, shipped
from .config import Config
from .config_layers import Location
from .diagnostic import Diagnostic
from .failure import Failure
from .report.model import Report
from .rules import RULES
from .rules.unreadable_file import UnreadableFile
from .session import Session
from .text import shown

_MAX_CONFIG_BYTES = 1 << 20

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


@dataclass(frozen=True)
class Workspace:
    """A root folder (absolute) and what is wanted there."""

    root: str
    config: Config

    @classmethod
    def open(cls, start: str = ".", *, config_path: str | None = None, isolated: bool = False) -> Workspace:
        """Open the repository around a folder. Its root is the git top level, else the config's folder, else `start`.

        `config_path` names a config instead of the nearest one; `isolated` takes none. Raises Failure for a config that
        cannot be used.
        """
        top = places.root_of(start)
        found = None
        if config_path is not None:
            found = files.config_at(config_path)
        elif not isolated:
            found = files.config_of(start, top)
        root = os.path.abspath(top or (os.path.dirname(found.path) if found else start))
        if found is None:
            return cls(root, config.default(RULES, _Reader(root, None)))
        settings = config.load(places.place(root, found.path), RULES, _Reader(root, found))
        if not settings.schema_location.shipped:
            from . import schema_library  # imported late: slow to load

            schema_library.check(settings.profile.schema, settings.schema_location.path)
        return cls(root, settings)

    def find(self, paths: Sequence[str] = ()) -> files.Found:
        """Find the sessions among and below the paths, relative to the current folder; without any in the root."""
        settings = self.config
        return files.find(
            self.root, paths, settings.is_session, settings.is_excluded, force_exclude=settings.force_exclude
        )

    def check(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Judge the sessions among and below the paths; see `find`.

        `overlay` gives texts (or bytes) by path, relative to the root, that are judged instead of what is on the disk,
        whether they are on the disk or not; with an overlay and no paths only these are judged. `now` stands in for the
        clock.
        """
        unsaved = dict(overlay or {})
        found = self.find(paths) if paths or not unsaved else files.Found(())
        targets = tuple(dict.fromkeys((*found.paths, *unsaved)))
        known = facts.gather(now)
        diagnostics: list[Diagnostic] = []
        sources: dict[str, str] = {}
        truncated: list[str] = []
        for number, path in enumerate(targets):
            if progress:
                progress(number, len(targets))
            read = self.session(path, unsaved.get(path))
            judgement = engine.check(read, self.config.rules_for(path), known)
            if judgement.diagnostics:
                diagnostics.extend(judgement.diagnostics)
                sources[path] = read.text
            if judgement.truncated:
                truncated.append(path)
        if progress:
            progress(len(targets), len(targets))
        ordered = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.path))
        return Report(ordered, sources, len(targets), found.skipped, tuple(truncated))

    def session(self, path: str, unsaved: str | bytes | None = None) -> Session:
        """Read one session; `unsaved` stands in for the disk. Never raises: what is wrong is in its problems."""
        profile = self.config.profile
        if isinstance(unsaved, str):
            return session.read(path, unsaved, profile)
        if unsaved is None:
            content = files.read(self.root, path, self.max_bytes)
            if content.problem:
                return session.unreadable(path, *content.problem, profile)
            unsaved = content.data
        text, problems = session.decode(unsaved)
        return session.read(path, text, profile, problems)

    def place(self, path: str) -> str:
        """Give a path, relative to the current folder, as diagnostics name it: relative to the root."""
        return places.place(self.root, path)

    @property
    def max_bytes(self) -> int:
        """The largest file that is read."""
        rules = (active.rule for active in self.config.active)
        return next((rule.max_bytes for rule in rules if isinstance(rule, UnreadableFile)), UnreadableFile.max_bytes)

    def with_config(self, settings: Config) -> Workspace:
        """Give this workspace with another config, as the command line changes it."""
        return replace(self, config=settings)


@dataclass(frozen=True)
class _Reader:
    """Gives the texts that a config asks for: shipped ones, and files inside the repository."""

    root: str
    first: files.ConfigFile | None

    def __call__(self, location: Location) -> str:
        if location.shipped:
            return shipped.read(location.path)
        if self.first and os.path.join(self.root, location.path) == self.first.path:
            data = self.first.data
        else:
            content = files.read(self.root, location.path, _MAX_CONFIG_BYTES)
            if content.problem:
                message, advice = content.problem
                raise Failure(f"cannot read {shown(location.path, 200)}, which the config names: {message}", advice)
            data = content.data
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Failure(f"{location}: not UTF-8, at byte {error.start}", "save it as UTF-8") from None

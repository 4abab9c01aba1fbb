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
from typing import Protocol

from . import baseline_file, config, engine, facts, files, places, session, shipped, writing
from .baseline import Baseline, Comparison, Entry, entries
from .changes import Changes, NewText, place_of
from .config import Config
from .config_layers import Location
from .diagnostic import Diagnostic, Edit
from .failure import Failure
from .fixing import Patch
from .proof import Examined
from .report.model import Report, Skipped
from .rule import AnyRule
from .rules import RULES
from .rules.unreadable_file import UnreadableFile
from .session import Session
from .text import shown

_MAX_CONFIG_BYTES = 1 << 20

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


class Take(Protocol):
    """Takes a judged session; `truncated` says that it has more diagnostics than these."""

    def __call__(self, examined: Examined, *, truncated: bool) -> None:  # noqa: D102
        ...


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
        settings = config.load(places.place(root, found.path), RULES, _Reader(root, found), _load_plugin)
        own = {
            one.schema_location: one.profile.schema for one in settings.everywhere if not one.schema_location.shipped
        }
        for location, schema in own.items():
            from . import schema_library  # imported late: slow to load

            schema_library.check(schema, location.path)
        return cls(root, settings)

    def find(self, paths: Sequence[str] = ()) -> files.Found:
        """Find the sessions among and below the paths, relative to the current folder; without any in the root."""
        settings = self.config
        return files.find(
            self.root,
            paths,
            settings.is_session,
            settings.is_excluded,
            pruned=settings.is_pruned,
            force_exclude=settings.force_exclude,
        )

    def check(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        now: datetime | None = None,
        since: str | None = None,
        progress: Progress | None = None,
    ) -> Report:
        """Judge the sessions among and below the paths; see `find`.

        `overlay` gives texts (or bytes) by path, relative to the root, that are judged instead of what is on the disk,
        whether they are on the disk or not; with an overlay and no paths only these are judged. `now` stands in for the
        clock. Sessions are compared with the last commit, or with the one where HEAD and `since` meet. What the
        config's baseline knows is left out of the report.
        """
        findings = _Findings(baseline_file.comparison(self.root, self.config))
        scene = self._scene(paths, overlay, now, since)
        skipped = self._judge(scene, progress, findings.add)
        return findings.report(skipped, scene.world.past.notes, whole=not paths and not overlay)

    def known_now(
        self,
        paths: Sequence[str] = (),
        *,
        now: datetime | None = None,
        since: str | None = None,
        progress: Progress | None = None,
    ) -> tuple[Baseline, Report]:
        """Judge as `check` does without a baseline; gives one that knows all that is found, and the report."""
        findings = _Findings(baseline_file.comparison(self.root, replace(self.config, baseline=None)))
        known: list[Entry] = []

        def note(examined: Examined, *, truncated: bool) -> None:
            known.extend(entries(examined))
            findings.add(examined, truncated=truncated)

        scene = self._scene(paths, None, now, since)
        skipped = self._judge(scene, progress, note)
        return Baseline(tuple(known)), findings.report(skipped, scene.world.past.notes, whole=False)

    def fix(
        self,
        paths: Sequence[str] = (),
        overlay: Mapping[str, str | bytes] | None = None,
        *,
        unsafe: bool = False,
        now: datetime | None = None,
        since: str | None = None,
        progress: Progress | None = None,
    ) -> Fixed:
        """Judge as `check` does and put the fixes together, safe ones or all. Nothing is written: see `apply`."""
        from . import rounds  # imported late: only a fix needs it

        findings = _Findings(baseline_file.comparison(self.root, self.config))
        fixable: list[Examined] = []

        def sort(examined: Examined, *, truncated: bool) -> None:
            if any(one.fix and (one.fix.safe or unsafe) for one in examined.diagnostics):
                fixable.append(examined)
            else:
                findings.add(examined, truncated=truncated)

        scene = self._scene(paths, overlay, now, since)
        skipped = self._judge(scene, progress, sort)
        world = scene.world.before_fixing(one.session for one in fixable) if unsafe else scene.world

        def examine(path: str, text: str) -> Examined:
            read = session.read(path, text, self.config.at(path).profile)
            return Examined(read, engine.check(read, self.config.rules_for(path), world.of(read)).diagnostics)

        folders = {os.path.dirname(one.session.path) for one in fixable} if unsafe else set()
        occupied = frozenset(path for folder in folders for path in files.names(self.root, folder))
        outcome = rounds.fix(fixable, examine, unsafe=unsafe, occupied=occupied)
        origins = {new: old for old, new in outcome.patch.renames}
        for examined in outcome.remaining:
            findings.add(examined, truncated=False, known_as=origins.get(examined.session.path))
        report = findings.report(skipped, world.past.notes, whole=not paths and not overlay)
        report = replace(report, fixed=len(outcome.patch.fixed))
        return Fixed(report, self._with_references(outcome.patch))

    def apply(self, patch: Patch) -> writing.Written:
        """Write a patch: each file whole or not at all, renames without clobbering, nothing that has changed since.

        Raises Failure when the system fails, as on a full disk; the files are then as they were, or as they should be.
        """
        texts = tuple(NewText(path, patch.before[path].encode(), text.encode()) for path, text in patch.texts.items())
        moved = {path: patch.before[path].encode() for path in (*dict(patch.renames), *patch.deletes)}
        unchanged = {path: data for path, data in moved.items() if path not in patch.texts}
        written = writing.apply(
            self.root, Changes(texts, patch.renames, patch.deletes, unchanged, together=patch.together)
        )
        if self.config.baseline and patch.renames:
            done = {old: new for old, new in patch.renames if old in written.done}
            baseline_file.rename(self.root, self.config.baseline.path, done)
        return written

    def real(self, patch: Patch) -> Patch:
        """Give a patch by the paths of the files themselves, as `git apply` wants it, where links lead to them."""

        def path_of(path: str, *, follow: bool) -> str:
            place = place_of(self.root, path, follow=follow)
            return places.below(os.path.realpath(self.root), place) or place

        paths = {path: path_of(path, follow=True) for path in patch.before}
        renames = {path_of(old, follow=False): path_of(new, follow=False) for old, new in patch.renames}
        before = {paths[path]: text for path, text in patch.before.items()}
        return replace(
            patch,
            texts={paths[path]: text for path, text in patch.texts.items()},
            before=dict.fromkeys(renames, "") | before,  # a link that is renamed has no text of its own
            renames=tuple(renames.items()),
        )

    def sweep(self, paths: Sequence[str] = ()) -> tuple[str, ...]:
        """Finish what a killed run began among and below the paths, and remove what it left. Raises Failure.

        Gives what a person should know of it.
        """
        sessions = {os.path.dirname(path) for path in self.find(paths).paths if not os.path.isabs(path)}
        folders = sessions | {os.path.dirname(folder) for folder in sessions}
        return writing.sweep(self.root, sorted(folders)).messages

    def _scene(
        self,
        paths: Sequence[str],
        overlay: Mapping[str, str | bytes] | None,
        now: datetime | None,
        since: str | None,
    ) -> _Scene:
        """Find out what is to be judged, and what must be known for that."""
        texts = facts.Texts(self.root, self.max_bytes, dict(overlay or {}))
        found = self.find(paths) if paths or not texts.unsaved else files.Found(())
        targets = tuple(dict.fromkeys((*found.paths, *texts.unsaved)))
        return _Scene(targets, texts, found.skipped, facts.gather(self.config, texts, targets, now=now, since=since))

    def _judge(self, scene: _Scene, progress: Progress | None, take: Take) -> tuple[Skipped, ...]:
        """Judge each session and hand it on; gives what was left out."""
        unsaved = scene.texts.unsaved
        gone: list[Skipped] = []
        for number, path in enumerate(scene.targets):
            if progress:
                progress(number, len(scene.targets))
            read = self.session(path, unsaved.get(path))
            if read.problems and path not in unsaved and not os.path.lexists(os.path.join(self.root, path)):
                gone.append(Skipped(path, "removed or renamed since the run began"))
                continue
            judgement = engine.check(read, self.config.rules_for(path), scene.world.of(read))
            take(Examined(read, judgement.diagnostics), truncated=judgement.truncated)
        if progress:
            progress(len(scene.targets), len(scene.targets))
        return (*scene.skipped, *gone)

    def _with_references(self, patch: Patch) -> Patch:
        """Give a patch that rewrites what refers to the sessions that it renames, in the same `.agents` folder."""
        if not patch.renames:
            return patch
        from . import references  # imported late: only a rename needs it
        from .fixing import edited

        pattern = self.config.profile.filename
        texts, before, together = dict(patch.texts), dict(patch.before), []
        edits: dict[str, list[Edit]] = {}
        beside: dict[str, tuple[str, ...]] = {}
        for old, new in patch.renames:
            group = [old]
            sessions = os.path.dirname(old)
            if sessions not in beside:
                beside[sessions] = files.below(self.root, os.path.dirname(sessions), leave_out_below=sessions)
            around = beside[sessions]
            bare = sum(os.path.basename(path) == os.path.basename(old) for path in around) <= 1
            for path in around:
                if path not in before:
                    content = files.read(self.root, path, self.max_bytes(path))
                    text, problems = session.decode(content.data)
                    if content.problem or problems:
                        continue
                    before[path] = text
                text = texts.get(path, before[path])
                if found := references.edits(path, text, old, new, bare=bare, pattern=pattern):
                    edits.setdefault(path, []).extend(found)
                    group.append(path)
            together.append(tuple(group))
        # All at once, on the texts as they were: one rename may take the name that another leaves.
        texts |= {path: edited(texts.get(path, before[path]), found) for path, found in edits.items()}
        needed = {*texts, *(old for old, _ in patch.renames)}
        kept = {path: text for path, text in before.items() if path in needed}
        return replace(patch, texts=texts, before=kept, together=tuple(together))

    def session(self, path: str, unsaved: str | bytes | None = None) -> Session:
        """Read one session; `unsaved` stands in for the disk. Never raises: what is wrong is in its problems."""
        profile, limit = self.config.at(path).profile, self.max_bytes(path)
        if isinstance(unsaved, str):
            return session.read(path, unsaved, profile)
        if unsaved is None:
            content = files.read(self.root, path, limit)
            if content.problem:
                return session.unreadable(path, *content.problem, profile)
            unsaved = content.data
        if len(unsaved) > limit:
            message = f"the text has more than {limit:,} bytes"
            return session.unreadable(path, message, "move what is done to another file, or raise `max-bytes`", profile)
        text, problems = session.decode(unsaved)
        return session.read(path, text, profile, problems)

    def place(self, path: str) -> str:
        """Give a path, relative to the current folder, as diagnostics name it: relative to the root."""
        return places.place(self.root, path)

    def max_bytes(self, path: str) -> int:
        """Give the size of the largest file that is read under a path."""
        rules = (active.rule for active in self.config.at(path).active)
        return next((rule.max_bytes for rule in rules if isinstance(rule, UnreadableFile)), UnreadableFile.max_bytes)

    def with_config(self, settings: Config) -> Workspace:
        """Give this workspace with another config, as the command line changes it."""
        return replace(self, config=settings)


@dataclass(frozen=True)
class _Scene:
    """What is judged in a run, what was left out, and what is known of the world."""

    targets: tuple[str, ...]
    texts: facts.Texts
    skipped: tuple[Skipped, ...]
    world: facts.World


@dataclass(frozen=True)
class Fixed:
    """What fixing would do: the patch, and the report of what remains after it."""

    report: Report
    patch: Patch

    @classmethod
    def nothing(cls) -> Fixed:
        """Give what comes of fixing no file."""
        return cls(Report(), Patch())


class _Findings:
    """Collects a report while sessions come by, and keeps the texts of those that have diagnostics."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.count = 0
        self.diagnostics: list[Diagnostic] = []
        self.sources: dict[str, str] = {}
        self.truncated: list[str] = []

    def add(self, examined: Examined, *, truncated: bool, known_as: str | None = None) -> None:
        self.count += 1
        examined = self.comparison.new(examined, known_as or examined.session.path)
        if examined.diagnostics:
            self.diagnostics.extend(examined.diagnostics)
            self.sources[examined.session.path] = examined.session.text
            if truncated:
                self.truncated.append(examined.session.path)

    def report(self, skipped: tuple[Skipped, ...], notes: tuple[str, ...], *, whole: bool) -> Report:
        ordered = tuple(sorted(self.diagnostics, key=lambda diagnostic: diagnostic.path))
        report = Report(ordered, self.sources, self.count, skipped, tuple(self.truncated), notes=notes)
        return replace(report, baselined=self.comparison.baselined, stale=self.comparison.stale(whole=whole))


def _load_plugin(name: str, known: tuple[type[AnyRule], ...]) -> tuple[type[AnyRule], ...]:
    from . import plugins  # imported late: few configs name one

    return plugins.load(name, known)


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
                if not os.path.lexists(os.path.join(self.root, location.path)):
                    message, advice = "there is no such file", "a path in a config is relative to that config"
                raise Failure(f"cannot read {shown(location.path, 200)}: {message}", advice)
            data = content.data
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Failure(f"{location}: not UTF-8, at byte {error.start}", "save it as UTF-8") from None

"""What rules may know of the world around a session: the clock, what was before. Gathered once a run, if asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from . import engine, files, history, session, timestamps
from .config import ActiveRule, Config
from .failure import Failure
from .history import Past
from .proof import Examined
from .rule import Base, FactRule, Facts, Needs
from .selection import ALL, Layer, Selection
from .session import Session
from .text import shown

_KEPT = 16


@dataclass(frozen=True)
class Texts:
    """The texts that are judged: those on the disk, up to the size that `limit` says, and `unsaved` ones instead."""

    root: str
    limit: Callable[[str], int]
    unsaved: Mapping[str, str | bytes] = field(default_factory=dict)

    def __call__(self, path: str) -> bytes | None:
        """Give the bytes of a file; None when it cannot be read."""
        if (text := self.unsaved.get(path)) is not None:
            return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        content = files.read(self.root, path, self.limit(path))
        return None if content.problem else content.data


@dataclass(frozen=True)
class World:
    """What is known in this run. `now` is in UTC."""

    config: Config
    now: datetime
    past: Past = field(default_factory=Past)

    def of(self, judged: Session) -> Facts:
        """Give what the rules may know of one session."""
        return Facts(self.now, self._base(judged))

    def before_fixing(self, sessions: Iterable[Session]) -> World:
        """Give this world for fixes to be judged in: what the unchanged ones of these sessions say is their base."""
        same = {one.path: one.text.encode("utf-8", "surrogatepass") for one in sessions if one.path in self.past.same}
        return replace(self, past=replace(self.past, changed={**self.past.changed, **same}))

    def _base(self, judged: Session) -> Base | None:
        data = self.past.changed.get(judged.path)
        if data is None or not judged.readable:
            return None
        text, problems = session.decode(data)
        before = session.read(judged.path, text, judged.profile, problems)
        return history.base_of(before, judged, self._mended) if before.readable else None

    def _mended(self, unmended: Session) -> Session:
        """Give a session after its safe fixes, whichever rules are on. While a file is fixed it is asked for often."""
        key = (unmended.path, unmended.text)
        if key not in self._lately_mended:
            if len(self._lately_mended) == _KEPT:
                self._lately_mended.clear()
            self._lately_mended[key] = self._mend(unmended)
        return self._lately_mended[key]

    def _mend(self, unmended: Session) -> Session:
        from . import rounds  # imported late: only a changed session needs it

        def examine(path: str, text: str) -> Examined:
            read = session.read(path, text, unmended.profile)
            return Examined(read, engine.check(read, self._menders, Facts(self.now)).diagnostics)

        first = Examined(unmended, engine.check(unmended, self._menders, Facts(self.now)).diagnostics)
        (mended,) = rounds.fix([first], examine).remaining
        return mended.session

    @cached_property
    def _menders(self) -> tuple[ActiveRule, ...]:
        """All rules but those on history: what counts as work must not depend on which are on."""
        everything = replace(self.config, selection=Selection(Layer((ALL,))), severities={}).active
        return tuple(active for active in everything if Needs.HISTORY not in _needs(active))

    @cached_property
    def _lately_mended(self) -> dict[tuple[str, str], Session]:
        return {}


def gather(
    config: Config, texts: Texts, paths: Collection[str], *, now: datetime | None = None, since: str | None = None
) -> World:
    """Look at the world around the sessions at these paths, as far as the rules that are on need it.

    `now` stands in for the clock. What is compared with is HEAD, or where it meets the commit `since`. Raises Failure
    when that cannot be found out.
    """
    world = World(config, now or datetime.now(UTC))
    wanted = paths and any(Needs.HISTORY in _needs(active) for one in config.everywhere for active in one.active)
    if since is None and not (wanted and os.path.lexists(os.path.join(texts.root, ".git"))):
        return world
    from . import git  # imported late: slow to load

    repository = git.Repository(texts.root)
    globs = tuple(glob for one in config.everywhere for glob in one.profile.files)
    limit = max(map(texts.limit, paths), default=0)
    past = repository.past(paths if wanted else (), texts, globs, limit, since)
    return replace(world, past=past)


def _needs(active: ActiveRule) -> Needs:
    return active.rule.needs if isinstance(active.rule, FactRule) else Needs.NOTHING


def clock(written: str, source: str) -> datetime:
    """Read a fixed clock from an option or a variable, which `source` names. Raises Failure for no timestamp."""
    reading = timestamps.read(written)
    if reading.instant is None:
        message = f"{source} is {shown(written)}; {reading.fault}; expected an RFC 3339 timestamp"
        raise Failure(message, reading.advice or 'write it like "2025-12-04T14:30:00Z"')
    return reading.instant

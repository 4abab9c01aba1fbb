"""Judges one open session with all that is around it, the unsaved texts of others included, as the command line does.

A rule that crashes is left out and told of; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import TracebackType

from .. import baseline_file, facts
from ..config import Config
from ..diagnostic import Diagnostic
from ..proof import Examined
from ..rule import Rule
from ..scene import Judged, Scene
from ..secrecy import masked
from ..session import Session
from ..survey import Look
from ..text import printable, shown
from ..values import dataclass, replace
from ..workers import Crew
from ..workspace import Workspace
from .bases import Bases

_WORDS_SHOWN = 300
_MOST_CRASHES = 10


@dataclass(frozen=True)
class Verdict:
    """What is said of a session. `scene` is that of all open ones of its repository, `examined` all that rules say.

    `diagnostics` are those that a baseline does not know. `crashes` tell of rules that said nothing.
    """

    scene: Scene
    examined: Examined
    diagnostics: tuple[Diagnostic, ...]
    crashes: tuple[str, ...] = ()

    @property
    def session(self) -> Session:
        """The session as it was read."""
        return self.examined.session

    @property
    def path(self) -> str:
        """Its path relative to the root."""
        return self.session.path

    def examine(self, text: str, path: str | None = None, *, unsafe: bool = False, limit: int | None = None) -> Judged:
        """Judge another text for it, perhaps under another path; the world of `unsafe` fixes is a little different."""
        world = self.scene.world.before_fixing((self.session,)) if unsafe else self.scene.world
        limits = {} if limit is None else {"limit": limit}
        return self.scene.examine(path or self.path, text, self.path, world, **limits)


def judge(
    workspace: Workspace, bases: Bases, path: str, unsaved: Mapping[str, str], now: datetime | None
) -> Verdict | None:
    """Judge a session; `path` and those of the unsaved texts, its own among them, are relative to the root.

    None for a file that is no session here. Raises Failure, and what crashes that is no rule.
    """
    if not workspace.config.is_session(path):
        return None
    crashes: list[str] = []
    config = workspace.config
    left_out: list[str] = []
    while True:
        try:
            verdict = _judge(workspace.with_config(config), bases, path, unsaved, now)
        except Exception as error:
            rule = culprit(error)
            if rule is None or rule.code in left_out or len(left_out) == _MOST_CRASHES:
                raise
            left_out.append(rule.code)
            crashes.append(f"{rule.code} {rule.name} has crashed on {shown(path)}: {words(error)}")
            config = _without(workspace.config, left_out)
        else:
            return replace(verdict, crashes=tuple(crashes))


def _judge(workspace: Workspace, bases: Bases, path: str, unsaved: Mapping[str, str], now: datetime | None) -> Verdict:
    sessions = [one for one in unsaved if one == path or workspace.config.is_session(one)]
    reader = replace(workspace.reader, unsaved=unsaved)  # other texts, too: they may refer to a session
    look = Look(reader, tuple(sessions), Crew())
    read = {one: look.kept.get(one) or reader.session(one) for one in (seen.path for seen in look.at())}
    world = facts.gather(reader, look, None, now=now, past=bases.past(reader, read.values()))
    scene = Scene(reader, look.paths, (), (), world, ignores=workspace.ignores, kept=read)
    judged = scene.judge(read[path], path, world)
    new = judged.examined
    if workspace.config.baseline:
        new = baseline_file.comparison(workspace.root, workspace.config).new(new, path)
    return Verdict(scene, judged.examined, new.diagnostics)


def _without(config: Config, codes: list[str]) -> Config:
    return config.with_command_line(ignore=codes)


def culprit(error: BaseException) -> type[Rule] | None:
    """Give the rule in which something was raised: the innermost one at work."""
    found = None
    for frame in _frames(error.__traceback__):
        at_work = frame.get("self")
        if isinstance(at_work, Rule):
            found = type(at_work)
    return found


def _frames(traceback: TracebackType | None) -> Iterator[Mapping[str, object]]:
    while traceback:
        yield traceback.tb_frame.f_locals
        traceback = traceback.tb_next


def words(error: BaseException) -> str:
    """Give what an exception says on one line, without secrets."""
    said = printable(masked(str(error)))[:_WORDS_SHOWN]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


Now = Callable[[], datetime | None]
"""Gives a clock that stands still, or None for the real one."""

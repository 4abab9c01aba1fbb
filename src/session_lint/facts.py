"""What rules may know of the world around a session: clock, history, what is beside it. Gathered once a run."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from . import engine, history, places, session
from .config import ActiveRule, Config
from .config.selection import ALL, Layer, Selection
from .failure import Failure
from .history import Against, Past
from .peers import Peer, Peers
from .proof import Examined
from .reader import Reader
from .rule import Base, FactRule, Facts, Needs
from .session import Session
from .surroundings import Surroundings
from .survey import Look
from .tree import Tree
from .values import dataclass, field, replace

if TYPE_CHECKING:
    from .git import Compare

_KEPT = 16
_KEPT_BELOW = f"/{places.AGENTS}/sessions/"  # sessions that were put away, which others refer to


@dataclass(frozen=True)
class World:
    """What is known in this run. `now` is in UTC; `compares` says that sessions are held against their past."""

    config: Config
    now: datetime
    past: Past = field(default_factory=Past)
    peers: Mapping[str, Peers] = field(default_factory=dict)
    tree: Tree | None = None
    compares: bool = True

    def of(self, judged: Session, origin: str | None = None) -> Facts:
        """Give what the rules may know of one session; `origin` is its path on the disk, if that is another."""
        origin = origin or judged.path
        peers = self.peers.get(os.path.dirname(origin), Peers())
        return Facts(self.now, self._base(judged, origin), peers.renamed(origin, judged.path), self.tree)

    def before(self) -> World:
        """Give this world as it was before the change at hand moved and deleted sessions."""
        return replace(self, tree=self.tree.before() if self.tree else None)

    def portable(self) -> World:
        """Give this world for another process, which gets what sessions were before with the sessions."""
        tree = self.tree and replace(self.tree, sessions=dict(self.tree.sessions))
        return replace(self, past=replace(self.past, changed={}), tree=tree)

    def before_fixing(self, sessions: Iterable[Session]) -> World:
        """Give this world for fixes to be judged in: what the unchanged ones of these sessions say is their base."""
        same = {one.path: one.text.encode("utf-8", "surrogatepass") for one in sessions if one.path in self.past.same}
        return replace(self, past=replace(self.past, changed=ChainMap(same, self.past.changed)))  # type: ignore[arg-type]  # it only reads

    def _base(self, judged: Session, origin: str) -> Base | None:
        data = self.past.changed.get(origin) if self.compares else None
        if data is None or not judged.readable:
            return None
        text, problems = session.decode(data)
        before = session.read(judged.path, text, judged.profile, problems)
        old = self.past.renamed.get(origin)
        if not before.readable or (old and not history.is_same(before, old, judged)):
            return None
        return history.base_of(before, judged, self.mended)

    def mended(self, unmended: Session) -> Session:
        """Give a session after its safe fixes, whichever rules are on. While a file is fixed it is asked for often."""
        key = (unmended.path, unmended.text)
        if key not in self._lately_mended:
            if len(self._lately_mended) == _KEPT:
                self._lately_mended.clear()
            self._lately_mended[key] = self._mend(unmended)
        return self._lately_mended[key]

    def _mend(self, unmended: Session) -> Session:
        from . import rounds  # imported late: only a changed session needs it

        def judged(read: Session) -> Examined:
            return Examined(read, engine.check(read, self._menders, Facts(self.now), ignores=False).diagnostics)

        def examine(path: str, text: str, _: str) -> Examined:
            return judged(session.read(path, text, unmended.profile))

        (mended,) = rounds.fix([judged(unmended)], examine).remaining
        return mended.session

    @cached_property
    def _menders(self) -> tuple[ActiveRule, ...]:
        """All rules that may mend something, but those on history, whether or not they are on.

        What counts as work must not depend on which are on. A rule without examples, of a plugin, may do anything.
        """
        everything = replace(self.config, selection=Selection(Layer((ALL,))), severities={}).active
        mending = (on for on in everything if on.rule.shows_fix() or not on.rule.examples)
        return tuple(on for on in mending if Needs.HISTORY not in needs_of(on))

    @cached_property
    def _lately_mended(self) -> dict[tuple[str, str], Session]:
        return {}


def gather(
    reader: Reader,
    look: Look,
    agents: Sequence[str] | None,
    *,
    now: datetime | None = None,
    against: Against | None = None,
    past: Past | None = None,
) -> World:
    """Look at the world around some sessions, as far as the rules that are on need it.

    `agents` are the `.agents` folders when the whole repository is judged, else None. `now` stands in for the clock.
    The sessions are held `against` a commit, unless their `past` is known already, as it is where only changes are
    judged: sessions that have not changed are then not among them. Raises Failure when something cannot be found out.
    """
    config = reader.config
    world = World(config, now or datetime.now(UTC))
    needs = _needs(config)
    around = Surroundings(reader)
    whole = agents is not None and Needs.TREE in needs
    against = against or Against()
    if past is None and (Needs.HISTORY in needs or whole or against.since is not None):
        paths = look.paths if Needs.HISTORY in needs or whole else ()
        past = past_of(reader, paths, look.compare, against, whole=whole)
    peers: Mapping[str, Peer | None] = {}
    if Needs.PEERS in needs:
        peers = look.peers()
        known = (one or Peer.named(path, config.at(path).profile) for path, one in peers.items())
        world = replace(world, peers=around.peers(known))
    elif whole or look.few:
        peers = {one.path: one.peer for one in look.at() if not one.gone}
    if past is not None:
        world = replace(world, past=past, compares=Needs.HISTORY in needs)
        if agents is not None and whole:
            others = sorted(past.same - peers.keys())
            world = replace(
                world, tree=around.tree(peers, others, agents, _without_lookalikes(past, reader, peers.keys()))
            )
    return world


def _without_lookalikes(past: Past, reader: Reader, judged: AbstractSet[str]) -> Past:
    """Give the past without the moves of one session into the place of another."""
    moved = {}
    for old, new in past.moved.items():
        if new in judged and new in past.changed:
            now = reader.session(new)
            text, problems = session.decode(past.changed[new])
            same = history.is_same(session.read(new, text, now.profile, problems), old, now)
        else:
            same = new in judged or os.path.basename(old) == os.path.basename(new)
        if same:
            moved[old] = new
    return replace(past, moved=moved, deleted=past.deleted | (past.moved.keys() - moved.keys()))


def compared(reader: Reader, sessions: Iterable[Session]) -> Compare:
    """Give what compares sessions that are read already with what they were; for `past_of`."""
    from . import git  # imported late: slow to load

    # What was a file and is a link now shows another session, and that is no change of this one.
    texts = {one.path: one.text for one in sessions if one.readable and not reader.source.is_link(one.path)}
    return git.comparing(texts, lambda path: texts[path].encode("utf-8", "surrogatepass"))


def past_of(reader: Reader, paths: Sequence[str], compare: Compare, against: Against, *, whole: bool) -> Past:
    """Ask git, where there is one to ask, what these files were, and what became of others if the `whole` is judged.

    `compare` tells those that are what they were. Raises Failure.
    """
    root, config = reader.root, reader.config
    ours = os.path.lexists(os.path.join(root, ".git"))
    if against.only_changes and not ours:
        raise Failure(f"{against.asked}: there is no git repository here", "run it in one")
    if against.since is None and not ((paths or whole) and ours):
        return Past(notes=_elsewhere(root, paths))
    from . import git  # imported late: slow to load

    globs = tuple(glob for one in config.everywhere for glob in one.profile.files)
    limit = max(map(reader.limit, paths), default=0)
    gone = None
    if whole:

        def gone(path: str) -> bool:
            return (config.is_session(path) or _KEPT_BELOW in f"/{path}") and not reader.source.has(path)

    past = git.Repository(root, against.seconds).past(paths, compare, globs, limit, against, gone)
    return replace(past, notes=(*past.notes, *_elsewhere(root, paths)))


def unchanged(reader: Reader, paths: Sequence[str], against: Against) -> frozenset[str]:
    """Ask git which of these files are as they were in the base."""
    from . import git  # imported late: slow to load

    return (
        git.Repository(reader.root, against.seconds).unchanged(paths, reader.bytes, against) if paths else frozenset()
    )


def nested(reader: Reader, paths: Iterable[str]) -> frozenset[str]:
    """Give those of these files that lie in a repository within this one, whose changes are its own affair."""
    inside = {path: os.path.dirname(path) for path in paths if not os.path.isabs(path)}
    roots = {folder: places.root_of(os.path.join(reader.root, folder)) for folder in {*inside.values()}}
    return frozenset(path for path, folder in inside.items() if roots[folder] not in (None, reader.root))


def _elsewhere(root: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Say of how many sessions the history is not looked at, since they lie in a repository that is not the root's.

    Those of a repository within the root's are passed over in silence: a run over all would say it every time.
    """
    ours = os.path.lexists(os.path.join(root, ".git"))
    folders = [os.path.dirname(os.path.join(root, path)) for path in paths if os.path.isabs(path) or not ours]
    known = {folder: places.root_of(folder) for folder in set(folders)}
    count = sum(known[folder] not in (None, root) for folder in folders)
    if not count:
        return ()
    what = "1 file" if count == 1 else f"{count} files"
    return (f"the rules on history (SL5) are silent for {what} of another repository; run session-lint in that one",)


def _needs(config: Config) -> Needs:
    needs = Needs.NOTHING
    for one in config.everywhere:
        for active in one.active:
            needs |= needs_of(active)
    return needs


def needs_of(active: ActiveRule) -> Needs:
    """Say what a rule needs besides the file and the clock."""
    return active.rule.needs if isinstance(active.rule, FactRule) else Needs.NOTHING

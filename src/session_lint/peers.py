"""What rules may know of the sessions that they do not judge: each in a few words, and those of one folder together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from . import linear
from .profile import Profile, State
from .regex import regex
from .session import Session
from .values import dataclass, field, replace

_MARK = regex("[A-Z][A-Z0-9]*-[0-9]+")  # every ID of an issue, and whatever looks like one
_CLOSING = regex(r"\n---[ \t]*(?:[\r\n]|\Z)")
_PLACE = regex(r"(?:refs/heads/|(?:refs/)?remotes/(?=[^/]+/))?(?:(?:origin|upstream)/)?")
# What people and tools write where there is no branch; `HEAD` is one that is nobody's.
_NO_BRANCH = frozenset(("", "head", "n/a", "na", "none", "null", "tbd", "todo", "unknown", "-", "?"))


@dataclass(frozen=True)
class Peer:
    """Another session. `stamp` is that of its name, `status` the word in it, `state` what that means.

    `issue` has the form of an ID; `branch` is as the `branch_name` of what is written.
    """

    path: str
    stamp: datetime | None = None
    status: str | None = None
    state: State | None = None
    last_updated: datetime | None = None
    issue: str | None = None
    branch: str | None = None

    @classmethod
    def of(cls, session: Session) -> Peer:
        """Take from a session what others may ask of it."""
        issue, branch = session.linear_issue, session.value("branch")
        return cls(
            session.path,
            session.file_name.stamp,
            session.status,
            session.state,
            session.last_updated,
            issue if linear.team(issue) else None,
            branch_name(branch) if isinstance(branch, str) else None,
        )

    @classmethod
    def named(cls, path: str, profile: Profile) -> Peer:
        """Take what the name of a session says."""
        return cls(path, profile.filename.read(path.rpartition("/")[2]).stamp)

    @property
    def marks(self) -> tuple[str, ...]:
        """What of this others may have in common with it, among what the function of this name finds."""
        return (self.issue,) if self.issue else ()

    @property
    def is_open(self) -> bool:
        """Whether the work is not over."""
        return self.state in (State.ACTIVE, State.PAUSED)


def marks(text: str, profile: Profile) -> tuple[str, ...] | None:
    """Give what may be the issue of a session with this text; None where only reading it can tell.

    Sessions that have none of these in common have no issue and no branch in common. An ID stands in the block as it
    is, unless YAML writes a character of it as an escape.
    """
    block = text[: _end_of_block(text)]
    branch = profile.path("branch")
    if "\\" in block or (branch and branch[-1] in block):
        return None
    return tuple(dict.fromkeys(_MARK.findall(block)))


def _end_of_block(text: str) -> int:
    """Give where the front matter ends, or a later offset."""
    found = _CLOSING.search(text)
    return found.start() if found else len(text)


def branch_name(written: str) -> str | None:
    """Give a branch by its own name, without `refs/heads/` or `origin/`; None for a word that names none."""
    match = _PLACE.match(written.strip())
    name = written.strip()[match.end() :] if match else ""
    return None if name.casefold() in _NO_BRANCH or name.startswith("(") else name


_Index = Mapping[str, Mapping[Any, list[Peer]]]


@dataclass(frozen=True)
class Peers:
    """The sessions of one folder as they are on the disk, the one that is judged among them.

    `moved` are the old and the new path of the one that a fix has renamed. It shares the index of the others: a run may
    rename thousands.
    """

    all: tuple[Peer, ...] = ()
    moved: tuple[str, str] | None = None
    _shared: dict[str, _Index] = field(default_factory=dict, repr=False, compare=False)

    def with_stamp(self, path: str, stamp: datetime) -> tuple[Peer, ...]:
        """Give the peers of a session that have a stamp in their names."""
        return self._others(path, "stamp", stamp)

    def on_issue(self, path: str, issue: str) -> tuple[Peer, ...]:
        """Give the open peers of a session that work on a Linear issue."""
        return tuple(peer for peer in self._others(path, "issue", issue) if peer.is_open)

    def on_branch(self, path: str, branch: str) -> tuple[Peer, ...]:
        """Give the open peers of a session that work on a branch."""
        return tuple(peer for peer in self._others(path, "branch", branch) if peer.is_open)

    def renamed(self, old: str, new: str) -> Peers:
        """Give the peers when one of those on the disk has another name."""
        return self if old == new else replace(self, moved=(old, new))

    def _others(self, path: str, name: str, value: Any) -> tuple[Peer, ...]:
        found = map(self._named, self._index[name].get(value, ()))
        return tuple(peer for peer in found if peer.path != path)

    def _named(self, peer: Peer) -> Peer:
        """Give a peer under the name that it has now."""
        return replace(peer, path=self.moved[1]) if self.moved and peer.path == self.moved[0] else peer

    @property
    def _index(self) -> _Index:
        if "by" not in self._shared:
            found: dict[str, dict[Any, list[Peer]]] = {"stamp": {}, "issue": {}, "branch": {}}
            for peer in self.all:
                for name, peers in found.items():
                    peers.setdefault(getattr(peer, name), []).append(peer)
            self._shared["by"] = found
        return self._shared["by"]

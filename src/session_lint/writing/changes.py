"""What is to be changed on the disk, and what stands in its way there. Paths are those of `places`."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping

from ..places import belongs, home
from ..text import shown
from ..values import dataclass, field, replace
from .steps import CHANGED, listed, look, seal

_PATH_SHOWN = 200
_OUTSIDE = "it lies outside of the repository"


@dataclass(frozen=True)
class NewText:
    """A file's bytes as they were read, and as they shall be."""

    path: str
    before: bytes
    after: bytes


@dataclass(frozen=True)
class Changes:
    """New texts first, then renames as (old, new) pairs, then deletes; all of them by the path that each file had.

    `unchanged` are the bytes that other files must still have, above all those that are renamed or deleted. What is
    done to one path is done whole or not at all, and so is a rename with that which frees its new name; `together`
    names more paths that belong together.
    """

    texts: tuple[NewText, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    deletes: tuple[str, ...] = ()
    unchanged: Mapping[str, bytes] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Each path that is changed, once."""
        olds = (old for old, _ in self.renames)
        return tuple(dict.fromkeys((*(text.path for text in self.texts), *olds, *self.deletes)))

    def without(self, paths: Mapping[str, object]) -> Changes:
        """Leave out all that is done to these paths."""
        return replace(
            self,
            texts=tuple(text for text in self.texts if text.path not in paths),
            renames=tuple(pair for pair in self.renames if pair[0] not in paths),
            deletes=tuple(path for path in self.deletes if path not in paths),
        )

    def groups(self) -> dict[str, str]:
        """Give each path the one that stands for all that belong to it."""
        leader = {path: path for path in self.paths}

        def lead(path: str) -> str:
            while leader.setdefault(path, path) != path:
                leader[path] = path = leader[leader[path]]
            return path

        chains = (pair for pair in self.renames if pair[1] in leader)
        for first, *others in (*chains, *filter(None, self.together)):
            for other in others:
                leader[lead(other)] = lead(first)
        return {path: lead(path) for path in tuple(leader)}

    def renames_in_order(self) -> tuple[tuple[str, str], ...]:
        """Give the renames so that a name is free when it is taken. They do not go round in a circle."""
        onward = dict(self.renames)
        ordered: dict[str, str] = {}
        for pair in self.renames:
            chain = []
            at: str | None = pair[0]
            while at in onward and at not in ordered:
                chain.append((at, onward[at]))
                at = onward[at]
            ordered |= reversed(chain)
        return tuple(ordered.items())


def place_of(root: str, path: str, *, follow: bool) -> str:
    """Give the absolute place of a path behind all links; of a link itself, unless it is followed."""
    place = os.path.join(root, path)
    if follow:
        return os.path.realpath(place)
    return os.path.join(os.path.realpath(os.path.dirname(place)), os.path.basename(place))


def in_place(place: str, status: os.stat_result) -> bool:
    """Whether a file must be written in place: it has other names, or its folder takes no other file."""
    return status.st_nlink > 1 or not is_open(os.path.dirname(place))


def is_open(folder: str) -> bool:
    """Whether entries can be made and removed in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def refusals(root: str, changes: Changes) -> dict[str, str]:
    """Give for each path that cannot be changed the reason. Raises OSError."""
    reasons: dict[str, str] = {}
    for path, reason in (*_texts(root, changes), *_renames(root, changes), *_others(root, changes)):
        reasons.setdefault(path, reason)
    groups = changes.groups()
    culprits = {groups[path]: path for path in reversed(reasons) if path in groups}
    for path in changes.paths:
        if culprit := culprits.get(groups[path]):
            reasons.setdefault(path, beside(culprit))
    return reasons


def beside(path: str) -> str:
    """Give the reason of what would do but for another path."""
    return f"it goes together with {shown(path, _PATH_SHOWN)}, which cannot be changed"


def _texts(root: str, changes: Changes) -> Iterator[tuple[str, str]]:
    first: dict[str, NewText] = {}
    for text in changes.texts:
        place = place_of(root, text.path, follow=True)
        folder = os.path.dirname(place)
        other = first.setdefault(place, text)
        if not _may_write(root, text.path, place):
            yield text.path, _OUTSIDE
        elif other.after != text.after:
            yield text.path, f"it is the same file as {shown(other.path, _PATH_SHOWN)}"
        elif (found := look(place, len(text.before))) is None or found[0] != text.before:
            yield text.path, CHANGED
        elif not os.access(place, os.W_OK):
            yield text.path, "the file is read-only"
        elif in_place(place, found[1]) and not belongs(root, "", place):
            yield text.path, f"{_OUTSIDE}, and can only be written in place"
        elif in_place(place, found[1]) and not any(map(is_open, (root, folder, home(folder)))):
            yield text.path, "it can only be written in place, and no folder takes a copy to be safe"


def _renames(root: str, changes: Changes) -> Iterator[tuple[str, str]]:
    places = [(place_of(root, old, follow=False), place_of(root, new, follow=False)) for old, new in changes.renames]
    aims = Counter(to for _, to in places)
    onward = dict(places)
    for (old, new), (place, to) in zip(changes.renames, places, strict=True):
        status = _moveable(place)
        if not (belongs(root, "", place) and belongs(root, "", to)):
            yield old, _OUTSIDE
        elif status is None:
            yield old, CHANGED
        elif aims[to] > 1 or onward[place] != to:
            yield old, f"another file is renamed to {shown(os.path.basename(to), _PATH_SHOWN)} too"
        elif _circles(place, onward):
            yield old, "its new name is that of a file which takes its own"
        elif not os.path.isdir(os.path.dirname(to)):
            yield old, f"there is no folder for {shown(new, _PATH_SHOWN)}"
        elif not (is_open(os.path.dirname(place)) and is_open(os.path.dirname(to))):
            yield old, "the folder is read-only"
        elif stat.S_ISLNK(status.st_mode) and os.path.dirname(place) != os.path.dirname(to):
            yield old, "a link is not moved to another folder"
        elif to not in onward and (there := seal(to)) and (there[0] != status.st_ino or listed(to)):
            yield old, f"there is a file {shown(os.path.basename(to), _PATH_SHOWN)} already"


def _others(root: str, changes: Changes) -> Iterator[tuple[str, str]]:
    for path in changes.deletes:
        place = place_of(root, path, follow=False)
        if not belongs(root, "", place):
            yield path, _OUTSIDE
        elif _moveable(place) is None:
            yield path, CHANGED
        elif not is_open(os.path.dirname(place)):
            yield path, "the folder is read-only"
    for path, data in changes.unchanged.items():
        found = look(place_of(root, path, follow=True), len(data))
        if found is None or found[0] != data:
            yield path, CHANGED


def _may_write(root: str, path: str, place: str) -> bool:
    """Whether a path leads into the root; one that does not is written only if somebody named that very file."""
    return belongs(root, path, place) or (os.path.isabs(path) and not os.path.islink(path))


def _moveable(place: str) -> os.stat_result | None:
    try:
        status = os.lstat(place)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status if stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode) else None


def _circles(place: str, onward: Mapping[str, str]) -> bool:
    at = onward[place]
    for _ in onward:
        if at == place:
            return True
        if at not in onward:
            return False
        at = onward[at]
    return False

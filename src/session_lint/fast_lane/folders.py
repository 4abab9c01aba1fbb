"""Finds the sessions of a call, has each judged, and looks at those of one folder together."""

import os

from . import FOLDER, Doubt, kind, read, reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .past import Past

_AT_ONCE = 200  # files whose texts are kept until git has told what they were
# Folders in which no session is looked for: those of other tools, and what a config excludes by default.
LEFT_OUT = frozenset(
    {
        *(".git", ".hg", ".svn", ".jj", "node_modules", "__pycache__", ".venv", "venv", "site-packages"),
        *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
    }
)
_AGENTS, _SESSIONS, _README = ".agents", "sessions", "README.md"
# competing-sessions: branches on which several sessions may work, and what may stand before the name of another.
_SHARED = ("main", "master", "develop", "trunk")
_PLACES = ("refs/", "remotes/", "origin/", "upstream/")
_ZEROS = bytes.maketrans(b"123456789", b"000000000")


class Judge:
    """Judges sessions, and knows how many there were. With `few` only by the rules on the repository."""

    def __init__(self, root: str, now: float, fresh: float, waiting: float, *, peers: bool, few: bool) -> None:
        self.root = "" if root == "/" else root
        self.now = now
        self.limits = fresh, waiting
        self.peers = peers
        self.few = few
        self.past: Past | None = None
        self.count = 0

    def named(self, here: str, paths: "Sequence[str]") -> None:
        """Judge the sessions that are named, and those below folders that are."""
        by_folder: dict[str, list[str]] = {}
        for path in paths:
            place = os.path.normpath(os.path.join(here, path))
            if not f"{place}/".startswith(f"{self.root}/") or ".." in path or "//" in path:
                raise Doubt
            below = place[len(self.root) + 1 :]
            folder, _, name = below.rpartition("/")
            if path[-3:] != ".md":
                if len(paths) > 1:  # one may be in the other
                    raise Doubt
                self._enter(below, sessions=False)
                self.below(below, whole=False)
                continue
            names = by_folder.get(folder)
            if names is None:
                self._enter(folder, sessions=True)
                names = by_folder[folder] = []
            names.append(name)
        for folder, names in by_folder.items():
            if len(set(names)) != len(names):
                raise Doubt
            self._together(folder, names, os.listdir(f"{self.root}/{folder}"))

    def below(self, start: str, *, whole: bool) -> None:
        """Judge the sessions below a folder. Of the `whole` repository no text may refer to a session."""
        waiting = [start]
        while waiting:
            folder = waiting.pop()
            prefix = f"{folder}/" if folder else ""
            is_sessions = f"/{folder}".endswith(f"/{_AGENTS}/{_SESSIONS}")
            is_agents = is_sessions or f"/{_AGENTS}/" in f"/{prefix}"
            names: list[str] = []
            with os.scandir(f"{self.root}/{folder}") as found:
                for entry in found:
                    name = entry.name
                    if entry.is_symlink():
                        if is_agents or (name not in LEFT_OUT and os.path.isdir(entry.path)):
                            raise Doubt
                    elif name == ".git" and folder != "":  # another repository
                        raise Doubt
                    elif entry.is_dir(follow_symlinks=False):
                        if name in LEFT_OUT:
                            continue
                        if is_sessions:  # archived-session
                            raise Doubt
                        waiting.append(prefix + name)
                    elif is_sessions and name[-3:] == ".md" and name != _README:
                        names.append(name)
                    elif is_agents and whole and _refers(read(f"{self.root}/{prefix}{name}")):
                        raise Doubt
            if names:
                self._together(folder, names, names, whole=whole)

    def ended(self) -> int:
        """Give the number of sessions, all of them clean."""
        if self.past:
            self.past.end()
        if not self.count:
            raise Doubt
        return self.count

    def _enter(self, folder: str, *, sessions: bool) -> None:
        """Look whether a folder is there without a link on the way, and of this repository."""
        parts = folder.split("/") if folder else []
        if (sessions and parts[-2:] != [_AGENTS, _SESSIONS]) or not LEFT_OUT.isdisjoint(parts):
            raise Doubt
        place = self.root
        for part in parts:
            place = f"{place}/{part}"
            if kind(place) != FOLDER or kind(f"{place}/.git"):
                raise Doubt

    def _together(self, folder: str, names: list[str], everything: list[str], *, whole: bool = False) -> None:
        """Judge the sessions of one folder, in which there may be more."""
        place = f"{self.root}/{folder}"
        issues: list[str] = []
        branches: list[str] = []
        for start in range(0, len(names), _AT_ONCE):
            read_now = []
            for name in names[start : start + _AT_ONCE]:
                data = read(f"{place}/{name}")
                if whole and _refers(data):  # orphaned-reference
                    raise Doubt
                found = reading.peer(data) if self.few else reading.facts(name, data, self.now, self.limits)
                if found is None:
                    raise Doubt
                if self.past:
                    read_now.append((name, data, found[0], found[1]))
                if found[2]:
                    issues.append(found[2])
                if found[3] and found[3] not in _SHARED:
                    branches.append(found[3])
            if self.past:
                self.past.compare(folder, read_now)
        self.count += len(names)
        if self.peers:
            _look_at_stamps(names, everything)
            self._compete(place, issues, branches, {*everything}.difference(names))

    def _compete(self, place: str, issues: list[str], branches: list[str], others: set[str]) -> None:
        """Look whether others work on the same issues and branches; see competing-sessions."""
        if len({*issues}) != len(issues) or len({*branches}) != len(branches):
            raise Doubt
        for branch in branches:
            if branch.strip() != branch or branch.startswith(_PLACES):
                raise Doubt
        wanted = [word.encode("latin-1") for word in (*issues, *branches)]
        for name in others if wanted else ():
            if name[-3:] != ".md" or name == _README:
                continue
            data = read(f"{place}/{name}")
            if any(word in data for word in wanted):
                other = reading.peer(data)
                if other is None or other[2] in issues or any(branch in (other[3] or "") for branch in branches):
                    raise Doubt


def _look_at_stamps(names: list[str], everything: list[str]) -> None:
    """Look whether the stamp of each name is that of one file only; see duplicate-stamp."""
    if len(names) == 1:
        stamp = names[0][:15]
        if sum([name[:15] == stamp for name in everything]) != 1:
            raise Doubt
        return
    counts: dict[str, int] = {}
    for name in everything:
        counts[name[:15]] = counts.get(name[:15], 0) + 1
    for name in names:
        if counts.get(name[:15]) != 1:
            raise Doubt


def _refers(data: bytes) -> bool:
    """Whether a text may refer to a session: by its folder, or by a name that begins with a stamp."""
    return b"sessions/" in data or b"00000000-000000-" in data.translate(_ZEROS)

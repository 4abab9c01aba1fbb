"""What lies around open documents: their folders, the state of git, the configs, the time; looked at now and then.

Not each editor tells what other programs change: Neovim watches no files on Linux, and others look away from `.git`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator

from .. import places
from ..values import dataclass, field
from .bases import stamp, state
from .roots import Roots

_TIME = ""  # is no path
_MOST = 1000
"""So many files of a folder are looked at; that others come and go is seen all the same."""


@dataclass
class Around:
    """What was seen at the last look, by path. After so many seconds (`age`) what is said of times is said anew."""

    seen: dict[str, object] = field(default_factory=dict)
    age: float = 600.0

    def has_changed(self, roots: Roots, paths: Iterable[str]) -> bool:
        """Whether something is otherwise around open files, which have these absolute paths, than at the last look.

        What was not looked at then does not count.
        """
        before, self.seen = self.seen, {_TIME: time.monotonic() // self.age, **dict(_stamps(roots, paths))}
        return any(before[one] != now for one, now in self.seen.items() if one in before)


def _stamps(roots: Roots, paths: Iterable[str]) -> Iterator[tuple[str, object]]:
    found = [places.resolved(path) for path in paths]
    for start in sorted({roots.start(path) for path in found}):
        root = roots.known.get(start)
        if root is None:
            continue
        yield from ((one, stamp(one)) for one in root.watched or ())
        if root.bases:
            yield os.path.join(root.bases.root, ".git"), state(root.bases.root)
    for folder in sorted({os.path.dirname(path) for path in found}):
        yield folder, stamp(folder)
        yield from ((one, stamp(one)) for one in _files(folder))


def _files(folder: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    yield from (os.path.join(folder, name) for name in names[:_MOST] if name.endswith(".md"))

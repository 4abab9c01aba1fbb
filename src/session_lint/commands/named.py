"""Finds the session that somebody names on the command line: by its path, its name, or the beginning of one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from .. import naming
from ..failure import Failure
from ..text import closest, shown
from ..workspace import Workspace

_PATH_SHOWN = 200
_LISTED = 5


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Add the argument SESSION to a parser."""
    parser.add_argument(
        "session", metavar="SESSION", help="a path, a name, a description, or the beginning of one that is clear"
    )


def find(workspace: Workspace, word: str) -> str:
    """Give the path, relative to the root, of the session that a word means; Failure for none and for several."""
    if word and os.path.isfile(word):
        return workspace.place(word)
    pattern = workspace.config.profile.filename
    paths = workspace.find().paths
    found = naming.meant(word, paths, pattern)
    if len(found) == 1:
        return found[0]
    if found:
        raise Failure(f"{shown(word)} may mean {_listed(found)}", "write more of the name, or the path")
    names = tuple(pattern.read(os.path.basename(path)).description for path in paths)
    near = closest(word, names)
    advice = f"did you mean {shown(near)}?" if near else "`session-lint list --all` shows those that there are"
    raise Failure(f"no session is called {shown(word, _PATH_SHOWN)}", advice)


def _listed(found: Sequence[str]) -> str:
    several = ", ".join(shown(path, _PATH_SHOWN) for path in found[:_LISTED])
    return several if len(found) <= _LISTED else f"{several} and {len(found) - _LISTED} more"

"""Writes what a run has put together, and finishes what a killed run began; a baseline follows what is renamed.

Paths are relative to the root, and so is that of the `baseline`, where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from . import baseline_file, files, places, writing
from .fixing import Patch
from .values import replace
from .writing import Finished, Written
from .writing.changes import Changes, NewText, place_of


def apply(root: str, patch: Patch, baseline: str | None) -> Written:
    """Write a patch: each file whole or not at all, renames without clobbering, nothing that has changed since.

    Raises Failure when the system fails, as on a full disk; the files are then as they were, or as they should be.
    """
    texts = tuple(NewText(path, patch.before[path].encode(), text.encode()) for path, text in patch.texts.items())
    moved = {path: patch.before[path].encode() for path in (*dict(patch.renames), *patch.deletes)}
    unchanged = {path: data for path, data in moved.items() if path not in patch.texts}
    written = writing.apply(root, Changes(texts, patch.renames, patch.deletes, unchanged, together=patch.together))
    if baseline and patch.renames:
        done = {old: new for old, new in patch.renames if old in written.done}
        baseline_file.rename(root, baseline, done)
    return written


def real(root: str, patch: Patch) -> Patch:
    """Give a patch by the paths of the files themselves, as `git apply` wants it, where links lead to them."""
    true_root = os.path.realpath(root)

    def path_of(path: str, *, follow: bool) -> str:
        place = place_of(root, path, follow=follow)
        return places.below(true_root, place) or place

    paths = {path: path_of(path, follow=True) for path in patch.before}
    renames = {path_of(old, follow=False): path_of(new, follow=False) for old, new in patch.renames}
    before = {paths[path]: text for path, text in patch.before.items()}
    return replace(
        patch,
        texts={paths[path]: text for path, text in patch.texts.items()},
        before=dict.fromkeys(renames, "") | before,  # a link that is renamed has no text of its own
        renames=tuple(renames.items()),
        deletes=tuple(paths[path] for path in patch.deletes),
        together=tuple(
            (*(paths[path] for path in group), *(path_of(path, follow=False) for path in group))
            for group in patch.together
        ),
    )


def sweep(root: str, paths: Sequence[str], baseline: str | None) -> Finished:
    """Finish or undo what a killed run began around these sessions, and remove what it left. Raises Failure."""
    sessions = {os.path.dirname(path) for path in paths}
    around = {os.path.dirname(folder) for folder in sessions}
    deep = {below for folder in around for below in files.folders(root, folder)}
    finished = writing.sweep(root, sorted(sessions | around | deep))
    if baseline and finished.renames:
        baseline_file.rename(root, baseline, finished.renames)
    return finished

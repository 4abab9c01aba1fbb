"""Lets the references to sessions follow them when a patch renames them, in the same patch."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from . import files, session
from .diagnostic import Edit
from .fixing import Patch, edited
from .following import Following, Move
from .reader import Reader
from .values import replace


def with_references(patch: Patch, reader: Reader) -> tuple[Patch, tuple[str, ...]]:
    """Give a patch that rewrites what refers to the sessions that it renames, and what could not be looked into.

    Looked at are the files in all `.agents` folders of the repository, without those below a sessions folder, and what
    lies beside each session.
    """
    agents = files.find(reader.root, (), lambda _: False, reader.config.is_left_out).agents
    homes = sorted({os.path.dirname(old) for old, _ in patch.renames})
    around = _around(reader, agents, homes)
    names = Counter(map(os.path.basename, around))
    following = Following(
        Move(old, new, names[os.path.basename(old)] <= 1, reader.config.at(old).profile.filename)
        for old, new in patch.renames
    )
    texts, before = dict(patch.texts), dict(patch.before)
    unread: dict[str, str] = {}
    found: dict[str, dict[str, Sequence[Edit]]] = {old: {} for old, _ in patch.renames}
    for path in around:
        text = texts.get(path, before.get(path))
        if text is None:
            content = reader.content(path)
            text, problems = session.decode(content.data)
            if content.problem or problems:
                unread[path] = content.problem[0] if content.problem else problems[0].message
                continue
        for move, made in following.edits(path, text).items():
            found[move.old][path] = made
            before.setdefault(path, text)  # and all others are let go
    edits: dict[str, list[Edit]] = {}
    for some in found.values():
        for path, one in some.items():
            edits.setdefault(path, []).extend(one)
    # All at once, on the texts as they were: one rename may take the name that another leaves.
    texts |= {path: edited(texts.get(path, before[path]), all_made) for path, all_made in edits.items()}
    needed = {*texts, *(old for old, _ in patch.renames)}
    kept = {path: text for path, text in before.items() if path in needed}
    together = tuple((old, *some) for old, some in found.items())
    notes = tuple(
        f"{path}: not looked into for references to renamed sessions: {why}" for path, why in sorted(unread.items())
    )
    return replace(patch, texts=texts, before=kept, together=together), notes


def _around(reader: Reader, agents: Sequence[str], homes: Sequence[str]) -> tuple[str, ...]:
    """Give the files that may refer to a session, each once."""
    sessions = frozenset((*homes, *(os.path.join(folder, "sessions") for folder in agents)))
    folders = dict.fromkeys((*agents, *(os.path.dirname(home) or home for home in homes)))
    found = [path for folder in folders for path in files.below(reader.root, folder, leave_out_below=sessions)]
    found += [path for path in reader.unsaved if any(path.startswith(f"{folder}/") for folder in folders)]
    known = reader.config.baseline  # its entries are no references: they follow by themselves
    left_out = known.path if known else None
    return tuple(path for path in dict.fromkeys(found) if path != left_out and not reader.config.is_left_out(path))

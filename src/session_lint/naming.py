"""Which session somebody means by a path, a file's name, a description or the beginning of one of them. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from .filename import Pattern


def meant(word: str, paths: Iterable[str], pattern: Pattern) -> tuple[str, ...]:
    """Give the sessions that a word may mean, the best way to take it first: one if it is clear, several if it is not.

    It is taken as a path; then as a name, with the suffix or without; as a description; as the beginning of a name; as
    the beginning of a description. Paths are relative to the root. Large and small letters count.
    """
    every = tuple(paths)
    names = {path: posixpath.basename(path) for path in every}
    described = {path: pattern.read(name).description for path, name in names.items()}
    ways = (
        lambda path: path == word,
        lambda path: word in (names[path], names[path].removesuffix(pattern.suffix)),
        lambda path: word == described[path],
        lambda path: names[path].startswith(word),
        lambda path: described[path].startswith(word),
    )
    if not word:
        return ()
    return next((found for way in ways if (found := tuple(filter(way, every)))), ())

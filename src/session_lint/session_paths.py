"""Which session file a path means, as it is written in a text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from .filename import Pattern
from .regex import regex

_PLACEHOLDER = regex(r"\.\.|YYYY|yyyy|XXXX|xxxx|[<>{}$*?\[\]|…\\\x00-\x1f]")
_DESCRIPTION = regex(r"\w(?:.*\w)?", re.DOTALL)


def above(path: str) -> Iterator[str]:
    """Yield the folder of a path and those above it, the root as an empty text."""
    while path and path != "/":
        path = posixpath.dirname(path)
        yield path


def joined(base: str, prefix: str) -> str:
    """Give the folder that a path's beginning leads to from a base."""
    joined = posixpath.normpath(posixpath.join(base, prefix.lstrip("/") or "."))
    return "" if joined == "." else joined


class Paths:
    """Resolves what a text at a path writes, for the files in and below sessions folders. All relative to the root."""

    def __init__(self, path: str, folders: tuple[str, ...], pattern: Pattern) -> None:
        self.own = posixpath.dirname(path)
        self.pattern = pattern
        self.suffixes = tuple(dict.fromkeys(suffix.lower() for suffix in (pattern.suffix, ".md") if suffix))
        self.exact = frozenset(folders)
        self.folders = (self.own, *folders) if self.own in folders else folders
        self.bases = tuple(base for base in above(path) if not self.holds(base))

    def holds(self, folder: str) -> bool:
        """Whether a folder is a sessions folder or lies below one."""
        return folder in self.exact or any(folder.startswith(f"{one}/") for one in self.exact)

    def resolve(self, prefix: str, linked: bool, shaped: bool) -> tuple[str, ...]:
        """Give the sessions folders, or folders below them, that a path's beginning can lead to."""
        if prefix.startswith("/"):
            folder = joined("", prefix)
            return (folder,) if self.holds(folder) else ()
        if not prefix.startswith("..") and "/" in prefix:
            deep = "/" in prefix.removeprefix("./").strip("/")
            folders = (joined(base, prefix) for base in self.bases if deep or not base)
            if found := tuple(dict.fromkeys(folder for folder in folders if self.holds(folder))):
                return found
        folder = joined(self.own, prefix)
        through = posixpath.basename(next((one for one in self.exact if f"{folder}/".startswith(f"{one}/")), ""))
        named = through in prefix.split("/") if through else False
        explicit = prefix.startswith(("./", "../"))
        if folder in self.exact:
            found_here = linked or named or (explicit and shaped)
        else:
            below = (explicit and (linked or named)) or (linked and prefix.count("/") == 1)
            found_here = shaped and below and self.holds(folder)
        return (folder,) if found_here else ()

    def file(self, name: str) -> tuple[str, bool]:
        """Give the file that a name means, and whether it has the shape of a session's; empty for none."""
        if not name or _PLACEHOLDER.search(name) or "/" in name:
            return "", False
        complete = name.lower().endswith(self.suffixes)
        stem = name[: name.rfind(".")] if complete else name
        if complete and (not stem or any(f"{suffix} " in stem.lower() for suffix in self.suffixes)):
            return "", False
        parts = self.pattern.read(stem)
        shaped = parts.shaped and _DESCRIPTION.fullmatch(parts.description) is not None
        if complete:
            return name, shaped
        plain = shaped and re.fullmatch(r"[\w+~-]+", name) is not None
        return (name + self.pattern.suffix, True) if plain else ("", False)

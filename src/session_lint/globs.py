"""Globs over paths: relative to the root, with `/`, and never slow, whatever pattern a repository brings.

`*` and `?` stay within a name, `**` is any number of folders, `[ab]` and `[!ab]` are one character of a set. A pattern
without `/` is a name, and fits at any depth; one that begins with `/` fits at the root only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .regex import regex

_SET = regex(r"\[(!?)(\]?[^\]]*)\]")
_BELOW = r"(?:/.*)?"
_FOLDERS = r"(?:[^/]+/)*?"


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern fits a path; a bare name fits when any part of the path has that name."""
    return _compiled(pattern, below=False).fullmatch(path.removeprefix("/")) is not None


def excludes(patterns: Iterable[str], path: str) -> bool:
    """Whether one of the patterns fits the path or a folder above it."""
    return any(_compiled(pattern, below=True).fullmatch(path.removeprefix("/")) for pattern in patterns)


@lru_cache(maxsize=1024)
def _compiled(pattern: str, *, below: bool) -> re.Pattern[str]:
    is_name = "/" not in pattern
    ending = "**" if pattern.endswith("/") else ""
    names = [name for name in (pattern + ending).split("/") if name not in ("", ".")]
    if is_name and names:
        names.insert(0, "**")
    suffix = _BELOW if below or is_name else ""
    return re.compile(_path(names) + suffix, re.DOTALL)


def _path(names: list[str]) -> str:
    """Translate the parts of a pattern.

    What stands between two `**` is taken at the first place where it fits, for good (an atomic group): a later place
    only leaves less of the path for the rest. So no path makes the matcher try all combinations.
    """
    runs: list[list[str]] = [[]]
    for name in names:
        if name == "**":
            runs.append([])
        else:
            runs[-1].append(_name(name))
    first, *others = ["/".join(run) for run in runs]
    if not others:
        return first or "(?!)"
    *middle, last = others
    start = f"{first}/" if first else ""
    return start + "".join(f"(?>{_FOLDERS}{run}/)" for run in middle if run) + (_FOLDERS + last if last else ".+")


def _name(name: str) -> str:
    """Translate one part: what stands between two `*` is atomic for the same reason."""
    pieces = [""]
    at = 0
    while at < len(name):
        found = _SET.match(name, at) if name[at] == "[" else None
        if found:
            pieces[-1] += _set(found[2], negated=bool(found[1]))
            at = found.end()
            continue
        if name[at] == "*":
            pieces.append("")
        else:
            pieces[-1] += "[^/]" if name[at] == "?" else re.escape(name[at])
        at += 1
    head, *rest = pieces
    if not rest:
        return head
    *middle, tail = rest
    return head + "".join(f"(?>[^/]*?{piece})" for piece in middle if piece) + "[^/]*" + tail


def _set(characters: str, *, negated: bool) -> str:
    """Translate the inside of `[...]`; a range that runs backwards holds nothing."""
    items, at = "", 0
    while at < len(characters):
        first, last = characters[at], characters[at]
        if characters[at + 1 : at + 2] == "-" and at + 2 < len(characters):
            last = characters[at + 2]
            at += 2
        at += 1
        if first <= last:
            items += f"{re.escape(first)}-{re.escape(last)}"
    if negated:
        return f"[^/{items}]"
    return f"(?!/)[{items}]" if items else "(?!)"

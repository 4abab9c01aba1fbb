"""A patch as a unified diff that `git apply` takes, renames included.

The format is that of git: `diff --git`, `rename from`, `rename to`, names in C quotes where they need them, and a line
that says so where a file does not end with a line break. Lines end at LF here, as they do for git.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping

_NO_NEWLINE = "\\ No newline at end of file\n"
_QUOTED = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}


def render(before: Mapping[str, str], after: Mapping[str, str], renames: Mapping[str, str]) -> str:
    """Give the diff of files by path, those that change or move, in the order of their paths."""
    paths = sorted({*after, *renames})
    return "".join(_file(path, renames.get(path, path), before[path], after.get(path, before[path])) for path in paths)


def _file(old: str, new: str, before: str, after: str) -> str:
    head = f"diff --git {_name('a/' + old)} {_name('b/' + new)}\n"
    if old != new:
        head += f"rename from {_name(old)}\nrename to {_name(new)}\n"
    if before == after:
        return head
    lines = difflib.unified_diff(_lines(before), _lines(after), _header("a/" + old), _header("b/" + new))
    return head + "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)


def _header(path: str) -> str:
    """Give a name for a `---` line, where a tab ends a name that holds blanks."""
    name = _name(path)
    return f"{name}\t" if " " in name else name


def _lines(text: str) -> list[str]:
    """Give the lines as git counts them, each with its LF."""
    return [line + "\n" for line in text.split("\n")[:-1]] + (
        [text.rpartition("\n")[2]] if text[-1:] != "\n" and text else []
    )


def _name(path: str) -> str:
    """Give a name as git writes it: in C quotes, with octal bytes, where it holds anything out of the ordinary."""
    plain = all(character.isascii() and character.isprintable() and character not in '"\\' for character in path)
    if plain:
        return path
    parts = []
    for byte in path.encode("utf-8", "surrogateescape"):
        character = chr(byte)
        if character in _QUOTED:
            parts.append(_QUOTED[character])
        else:
            parts.append(character if character.isascii() and character.isprintable() else f"\\{byte:03o}")
    return f'"{"".join(parts)}"'

"""A patch as a unified diff that `git apply` takes, renames included.

The format is that of git: `diff --git`, `rename from`, `rename to`, names in C quotes where they need them, and a line
that says so where a file does not end with a line break. Lines end at LF here, as they do for git.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

_NO_NEWLINE = "\\ No newline at end of file\n"
_QUOTED = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\t": r"\t", "\r": r"\r"}


def render(
    before: Mapping[str, str],
    after: Mapping[str, str],
    renames: Mapping[str, str],
    deletes: Collection[str] = (),
) -> str:
    """Give the diff of files by path, those that change, move, come or go, in the order of their paths."""
    return "".join(
        _deleted(path, before[path])
        if path in deletes
        else _created(path, after[path])
        if path not in before
        else _file(path, renames.get(path, path), before[path], after.get(path, before[path]))
        for path in sorted({*after, *renames, *deletes})
    )


def _deleted(path: str, before: str) -> str:
    """Give the diff of a file that goes; git wants a mode there, and does not mind which of a file's."""
    head = f"diff --git {_name('a/' + path)} {_name('b/' + path)}\ndeleted file mode 100644\n"
    return head + _changes(before, "", _header("a/" + path), "/dev/null")


def _created(path: str, after: str) -> str:
    """Give the diff of a file that comes."""
    head = f"diff --git {_name('a/' + path)} {_name('b/' + path)}\nnew file mode 100644\n"
    return head + _changes("", after, "/dev/null", _header("b/" + path))


def _file(old: str, new: str, before: str, after: str) -> str:
    head = f"diff --git {_name('a/' + old)} {_name('b/' + new)}\n"
    if old != new:
        head += f"rename from {_name(old)}\nrename to {_name(new)}\n"
    if before == after:
        return head
    return head + _changes(before, after, _header("a/" + old), _header("b/" + new))


def _changes(before: str, after: str, old: str, new: str) -> str:
    lines = difflib.unified_diff(_lines(before), _lines(after), old, new)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)


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

"""Where a text refers to a session file, so that a rename can take the references along.

A reference is a path that leads to the file (`.agents/sessions/NAME`, from the root, from the folder that holds
`.agents`, or from the text's own folder), or in front matter the bare name. Nothing in code blocks and comments is one.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from . import frontmatter, markdown
from .diagnostic import Edit
from .text import LineIndex, Span

_BEFORE = re.compile(r"[\w./%+@~-]*\Z", re.ASCII)
_LONGEST_PATH = 4096


def edits(path: str, text: str, old: str, new: str, *, bare: bool = True) -> tuple[Edit, ...]:
    """Give the edits that make a text refer to a session by its new path; both paths lie in one folder.

    `bare` says that no other file has the old name, so that the bare name in front matter means this one.
    """
    name = posixpath.basename(new)
    return tuple(Edit(path, span, name) for span in find(path, text, old, bare=bare))


def find(path: str, text: str, old: str, *, bare: bool = True) -> Iterator[Span]:
    """Yield the spans of a session's name in the references to it. All paths are relative to the root."""
    folder, name = posixpath.split(old)
    at = text.find(name)
    if at < 0:
        return
    lines = LineIndex(text)
    is_markdown = path.endswith(".md")
    front = frontmatter.read(text, lines) if is_markdown else None
    body = markdown.read(text, lines, front.body) if front else None
    bases = {"", posixpath.dirname(path), posixpath.dirname(posixpath.dirname(folder))}
    while at >= 0:
        end = at + len(name)
        prefix = _prefix(text, at)
        inside = front is not None and front.content.start <= at < front.content.end
        leads = prefix is not None and any(
            _folder(base, prefix) == folder for base in bases if prefix or base == folder
        )
        linked = bool(prefix) or text.startswith("](", at - 2)
        refers = (leads and linked) or (inside and bare and prefix == "")
        if refers and _ends(text, end) and not (body and body.is_code(at)):
            yield Span(at, end)
        at = text.find(name, end)


def _prefix(text: str, at: int) -> str | None:
    """Give the path that stands right before a name, up to its last `/`; None when the name goes on to the left."""
    match = _BEFORE.search(text, max(0, at - _LONGEST_PATH), at)
    before = match[0] if match else ""
    return before if before == "" or before.endswith("/") else None


def _folder(base: str, prefix: str) -> str:
    """Give the folder that a path's beginning leads to from a base; a path from the root begins with `/` or not."""
    joined = posixpath.normpath(posixpath.join(base, prefix.lstrip("/"))) if prefix else base
    return "" if joined == "." else joined


def _ends(text: str, end: int) -> bool:
    """Whether a name ends here and is not the beginning of a longer one."""
    after = text[end : end + 2]
    return not after[:1].isalnum() and after[:1] not in ("_", "-") and not (after[:1] == "." and after[1:].isalnum())

"""Moves keys of the top level under a mapping, with their lines and comments as they are.

YAML is not written anew: whole lines go to another place and are indented there.
"""

from __future__ import annotations

import re
from collections import Counter

from . import edits
from .diagnostic import Edit
from .regex import regex
from .session import Session
from .text import Span, lines_of, printable, shown
from .yaml.nodes import Entry, Node

_COMMENT = regex(r"#.*", re.DOTALL)
_BLANK = regex(r"[ \t]*")
_BETWEEN = regex(r"[ \t]*(?:#.*)?", re.DOTALL)
_INDENT = "  "


def flat_keys(session: Session, under: str) -> tuple[str, ...]:
    """Give the keys of the top level that by the schema belong into a mapping, and are not in it."""
    outer = session.profile.subschema(()).get("properties", {})
    inner = session.profile.subschema((under,)).get("properties", {})
    data = session.front.data or {}
    present = data.get(under)
    present = present if isinstance(present, dict) else {}
    return tuple(key for key in inner if key in data and key not in outer and key not in present)


def obstacle(session: Session, keys: tuple[str, ...], under: str) -> str | None:
    """Say why top-level keys cannot be moved under a mapping; None where they can.

    Each must be a scalar in block style on lines of its own, and the mapping absent, empty or in block style, too.
    """
    root = session.front.root
    if root is None or root.style:
        return "the front matter is in braces"
    twice = next((key for key, count in Counter(entry.key for entry in root.entries).items() if count > 1), None)
    if twice is not None:
        return f"the key {shown(twice)} is there twice"
    for key in keys:
        entry = root.entry(key)
        if entry and (why := _peculiarity(session, entry)):
            return f"{shown(key)} {why}"
    return None if under not in root.data or _bottom(session, under) else f"`{under}` is no block of `key: value` lines"


def nest(session: Session, keys: tuple[str, ...], under: str) -> tuple[Edit, ...] | None:
    """Move top-level keys to the end of a mapping; where there is none, into a new one at the place of the first.

    What is said of a key right above it goes with it; a comment at the very top is about the file and stays there. None
    where there is an `obstacle`.
    """
    root = session.front.root
    entries = sorted((e for key in keys if root and (e := root.entry(key))), key=lambda entry: entry.key_span.start)
    if root is None or not entries or obstacle(session, keys, under):
        return None
    found = [(entry, block) for entry in entries if (block := _block(session, entry))]
    blocks = [Span(_start_of_comments(session, root, entry, keys, block.start), block.end) for entry, block in found]
    blocks[0] = Span(_without_blanks(session, blocks[0].start), blocks[0].end)
    newline = session.lines.newline
    place = _bottom(session, under)
    indent = place[1] if place else _INDENT
    lines = [line for block in blocks for line in lines_of(session.text[block.start : block.end])]
    if not lines[-1].endswith(("\n", "\r")):
        return None
    moved = "".join(f"{indent}{line}" if line.strip() else line for line in lines)
    removed = tuple(Edit(session.path, block, "") for block in blocks)
    fields = tuple((key,) for key in keys)
    if place is None:
        return Edit(session.path, blocks[0], f"{under}:{newline}{moved}", ((under,), *fields)), *removed[1:]
    held = tuple((under, key) for key in keys) if session.front.data_at(under) is not None else ((under,),)
    text = newline + moved.removesuffix("\n").removesuffix("\r")
    return Edit(session.path, Span(place[0], place[0]), text, (*held, *fields)), *removed


def _peculiarity(session: Session, entry: Entry) -> str | None:
    """Say how a top-level key is written that keeps its lines from being moved."""
    source = session.text[entry.value_span.start : entry.value_span.end]
    if _block(session, entry) is None:
        return "does not begin its line"
    if entry.value_span != entry.node.span:
        return "is an alias"
    if source[:1] in ("&", "!"):
        return "has an anchor" if source[0] == "&" else "has a tag"
    if isinstance(entry.node.data, (dict, list)):
        return "is no single value"
    if entry.node.style in ("|", ">"):
        return f"is a block of text (`{printable(source.split()[0])}`)"
    return None if edits.is_bare(session, entry) else "goes on over several lines"


def _bottom(session: Session, under: str) -> tuple[int, str] | None:
    """Give where keys can be added to a mapping of the top level, and the blanks before them."""
    entry = session.front.entry(under)
    if entry is None or _block(session, entry) is None or not session.front.is_alone(under):
        return None
    if entry.value_span == entry.node.span and entry.node.entries and not entry.node.style:
        return edits.bottom(session, entry.node) if isinstance(entry.node.data, dict) else None
    empty = entry.node.data is None and entry.value_span.start == entry.value_span.end
    return (session.lines.line_span(session.lines.row(entry.key_span.start)).end, _INDENT) if empty else None


def _block(session: Session, entry: Entry) -> Span | None:
    """Give the whole lines that a top-level key and its value take, the last break included."""
    start, indent = edits.indentation(session, entry.key_span.start)
    if indent != "":
        return None
    row = session.lines.row(max(entry.value_span.end - 1, entry.key_span.start))
    end = session.lines.starts[row] if row < len(session.lines.starts) else len(session.text)
    return Span(start, min(end, session.front.content.end))


def _start_of_comments(session: Session, root: Node, entry: Entry, moved: tuple[str, ...], start: int) -> int:
    """Give where the comments and blank lines begin that belong to a top-level key, which begins at `start`.

    Behind a key that moves too that is all between the two, so that nothing is left alone; behind another key the
    comment right above and the blank lines above that.
    """
    before = max((e for e in root.entries if e.key_span < entry.key_span), key=lambda e: e.key_span, default=None)
    if before is None:
        top = _lines_back(session, start, session.front.content.start, _COMMENT)
        return start if top == session.front.content.start else top
    row = session.lines.row(max(before.value_span.end - 1, before.key_span.start))
    floor = session.lines.starts[row]
    if before.key in moved:
        return _lines_back(session, start, floor, _BETWEEN)
    top = _lines_back(session, start, floor, _COMMENT)
    last = before.node
    while last.entries:
        last = max(last.entries, key=lambda each: each.value_span.end).node
    if last.style in ("|", ">"):  # the blank lines may be its text
        return top
    return _lines_back(session, top, floor, _BLANK)


def _lines_back(session: Session, start: int, floor: int, taken: re.Pattern[str]) -> int:
    """Go back from the line that begins at `start`, over lines of a kind, down to an offset."""
    row = session.lines.row(start)
    while row > 1 and session.lines.starts[row - 2] >= floor and taken.fullmatch(session.lines.line(row - 1)):
        row -= 1
    return session.lines.starts[row - 1]


def _without_blanks(session: Session, start: int) -> int:
    """Give where the first line that is not blank begins, from the beginning of a line on."""
    row = session.lines.row(start)
    while not session.lines.line(row).strip():
        row += 1
    return session.lines.starts[row - 1]

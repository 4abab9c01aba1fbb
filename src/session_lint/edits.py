"""Edits for fixes: the smallest change at a place, in the file's own quoting, indentation and line ends.

Each function gives None where the file is written in a way that a small edit cannot keep (flow style, block scalars,
anchors), or where an alias would make it a change of another place, too; the finding then has no fix. YAML is never
written anew.
"""

from __future__ import annotations

import re

from .diagnostic import Edit
from .markdown import Heading
from .regex import regex
from .session import Session
from .text import Span
from .yaml.nodes import Entry, Node

# Plain scalars that need no quotes and that every YAML reader takes for text.
_PLAIN = regex(r"[A-Za-z_][A-Za-z0-9_]*(?:[-_][A-Za-z0-9_]+)*")
_HEADER = regex(r"[^\r\n#]*")
_NOT_TEXT = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def quote(value: str, style: str = "") -> str:
    """Write text as a YAML scalar: in the given quotes, plain where `style` is empty and that is safe."""
    if style == "'" and not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", value):
        return "'" + value.replace("'", "''") + "'"
    if not style and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]", _escape, escaped) + '"'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def set_value(session: Session, path: tuple[str, ...], value: str, style: str | None = None) -> Edit | None:
    """Replace the scalar at a path, in its own quotes unless `style` names others."""
    entry = session.front.entry(*path)
    return set_source(session, path, quote(value, entry.node.style if style is None else style)) if entry else None


def set_quoted(session: Session, path: tuple[str, ...], value: str) -> Edit | None:
    """Replace the scalar at a path by one in quotes: its own, or those that the front matter has mostly."""
    entry = session.front.entry(*path)
    return set_value(session, path, value, entry.node.style or session.front.quotes) if entry else None


def set_source(session: Session, path: tuple[str, ...], written: str) -> Edit | None:
    """Replace the scalar at a path by another one as it is written in YAML, quotes and all."""
    entry = session.front.entry(*path)
    if entry is None or entry.node.entries or not is_bare(session, entry) or not session.front.is_alone(*path[:-1]):
        return None
    before = "" if entry.value_span.start > 0 and session.text[entry.value_span.start - 1] in " \t" else " "
    return Edit(session.path, entry.value_span, before + written, (path,))


def set_time(session: Session, path: tuple[str, ...], written: str) -> Edit | None:
    """Replace the timestamp at a path by another one; it has quotes only if the old one has."""
    entry = session.front.entry(*path)
    return (
        set_source(session, path, quote(written, entry.node.style) if entry.node.style else written) if entry else None
    )


def restore(session: Session, path: tuple[str, ...], before: Session) -> Edit | None:
    """Write the text at a path as it was in an earlier session, quotes and all."""
    old, parent = before.front.entry(*path), session.front.node(*path[:-1])
    if old is None or parent is None or not isinstance(old.node.data, str):
        return None
    written = before.text[old.value_span.start : old.value_span.end]
    is_quoted = written[:1] in ("'", '"')
    # An alias means something else here; and in `{...}` libyaml takes no bare scalar with a colon.
    if not is_bare(before, old) or re.search(r"[*\r\n]", written) or (parent.style and not is_quoted):
        written = quote(old.node.data, session.front.quotes)
    return set_source(session, path, written)


def is_bare(session: Session, entry: Entry) -> bool:
    """Say whether an entry's source is just a one-line scalar or an alias: no tag, no anchor, no block."""
    source = session.text[entry.value_span.start : entry.value_span.end]
    if entry.node.style in ("'", '"'):
        return source[:1] == entry.node.style
    return (
        entry.node.style == "" and source[:1] not in ("&", "!", "|", ">") and "\n" not in source and "\r" not in source
    )


def rename_key(session: Session, path: tuple[str, ...], key: str) -> Edit | None:
    """Give the key at a path another name, in its own quotes; not one that is there twice, which it would hide."""
    span, parent = session.front.key_span(*path), session.front.node(*path[:-1])
    if span is None or parent is None or not session.front.is_alone(*path[:-1]):
        return None
    if [entry.key for entry in parent.entries].count(path[-1]) > 1:
        return None
    source = session.text[span.start : span.end]
    if source == path[-1]:
        return Edit(session.path, span, key, (path, (*path[:-1], key)))
    quoted = len(source) > 1 and source[0] == source[-1] and source[0] in "'\""
    if not quoted:
        return None
    return Edit(session.path, span, f"{source[0]}{key}{source[0]}", (path, (*path[:-1], key)))


def insert_key(session: Session, path: tuple[str, ...], value: str, order: tuple[str, ...]) -> Edit | None:
    """Add a key with a quoted value to a mapping: in block style where `order` of its siblings puts it, else last."""
    parent = session.front.node(*path[:-1])
    if parent is None or not isinstance(parent.data, dict) or not session.front.is_alone(*path[:-1]):
        return None
    line = f"{path[-1]}: {quote(value, session.front.quotes)}"
    if parent.style:
        return _insert_in_braces(session, parent, path, line)
    if not parent.entries:
        return None
    later = order[order.index(path[-1]) + 1 :] if path[-1] in order else ()
    follower = next((entry for key in later if (entry := parent.entry(key))), None)
    if follower:
        start, indent = indentation(session, follower.key_span.start)
        if indent is None:
            return None
        return Edit(session.path, Span(start, start), f"{indent}{line}{session.lines.newline}", (path,))
    place = bottom(session, parent)
    return place and Edit(session.path, Span(place[0], place[0]), f"{session.lines.newline}{place[1]}{line}", (path,))


def _insert_in_braces(session: Session, parent: Node, path: tuple[str, ...], line: str) -> Edit | None:
    """Add `key: value` behind the last value of a mapping in flow style, unless that is empty or might take it in."""
    if not parent.entries:
        end = parent.span.end - 1
        return Edit(session.path, Span(end, end), line, (path,))
    last = max(parent.entries, key=lambda entry: entry.value_span.end).value_span
    if last.start == last.end or session.text[last.start] in "&!":
        return None
    return Edit(session.path, Span(last.end, last.end), f", {line}", (path,))


def bottom(session: Session, mapping: Node) -> tuple[int, str] | None:
    """Give the end of the line behind which a key can be added to a block mapping, and the blanks before its keys."""
    _, indent = indentation(session, mapping.entries[0].key_span.start)
    end = foot(session, mapping)
    return None if indent is None or end is None else (end, indent)


def foot(session: Session, collection: Node) -> int | None:
    """Give the end of the line behind which something can be added to a block collection that is not empty."""
    last = max(collection.entries, key=lambda entry: entry.value_span.end)
    end = session.lines.line_span(session.lines.row(max(last.value_span.end - 1, last.key_span.start))).end
    leaf = last
    while leaf.node.entries and leaf.value_span == leaf.node.span:
        leaf = max(leaf.node.entries, key=lambda entry: entry.value_span.end)
    header = _HEADER.match(session.text, leaf.value_span.start)
    keeps = leaf.node.style in ("|", ">") and header and "+" in header[0]
    return None if keeps else end  # else the blank lines that follow are its text


def indentation(session: Session, offset: int) -> tuple[int, str | None]:
    """Give where the line of an offset begins, and the blanks before the offset; None where more stands there."""
    start = session.lines.starts[session.lines.row(offset) - 1]
    indent = session.text[start:offset]
    return start, indent if not indent.strip(" ") else None


def retitle(session: Session, heading: Heading, title: str) -> Edit:
    """Give a heading another title and the level that it has."""
    return Edit(session.path, heading.span, title)


def relevel(session: Session, heading: Heading, level: int, title: str) -> Edit | None:
    """Give a heading written with `#` another level and title; None for an underlined one."""
    if heading.setext:
        return None
    marks = session.text[heading.line.start : heading.span.start]
    at = heading.line.start + len(marks) - len(marks.lstrip(" "))
    return Edit(session.path, Span(at, heading.span.end), f"{'#' * level} {title}")


def insert_section(session: Session, title: str, at: int) -> Edit:
    """Add a level-2 heading with a TODO comment at an offset, the beginning of a line or the end of the text."""
    newline = session.lines.newline
    text = f"## {title}{newline * 2}<!-- TODO: write this section -->{newline}"
    if at < len(session.text):
        return Edit(session.path, Span(at, at), text + newline)
    before = session.text
    breaks = (len(before) - len(before.rstrip("\r\n"))) // len(newline)
    gap = newline * max(0, 2 - breaks) if before.strip() else newline * bool(before and not breaks)
    return Edit(session.path, Span(at, at), gap + text)


def front_matter(values: dict[tuple[str, ...], str], newline: str) -> str:
    """Write a new block from values by path, as lines between `---`; the one place where YAML is made."""
    lines: list[str] = ["---"]
    open_path: tuple[str, ...] = ()
    for path, value in values.items():
        for depth, key in enumerate(path[:-1]):
            if open_path[: depth + 1] != path[: depth + 1]:
                lines.append(f"{'  ' * depth}{key}:")
        open_path = path[:-1]
        lines.append(f"{'  ' * len(open_path)}{path[-1]}: {value}")
    return newline.join([*lines, "---", ""])

"""Edits for fixes: the smallest change at a place, in the file's own quoting, indentation and line ends.

Each function gives None where the file is written in a way that a small edit cannot keep (flow style, block scalars,
anchors); the finding then has no fix. YAML is never written anew.
"""

from __future__ import annotations

import re

from .diagnostic import Edit
from .markdown import Heading
from .session import Session
from .text import Span
from .yaml_nodes import Entry, Node

# Plain scalars that need no quotes and that every YAML reader takes for text.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[-_][A-Za-z0-9_]+)*")
_COMMENT = re.compile(r"#.*", re.DOTALL)
_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"[ \t]*(?:#.*)?", re.DOTALL)
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


def set_source(session: Session, path: tuple[str, ...], written: str) -> Edit | None:
    """Replace the scalar at a path by another one as it is written in YAML, quotes and all."""
    entry = session.front.entry(*path)
    if entry is None or entry.node.entries or not _is_bare(session, entry):
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
    if not _is_bare(before, old) or re.search(r"[*\r\n]", written) or (parent.style and not is_quoted):
        written = quote(old.node.data, '"')
    return set_source(session, path, written)


def _is_bare(session: Session, entry: Entry) -> bool:
    """Whether an entry's source is just a one-line scalar or an alias: no tag, no anchor, no block."""
    source = session.text[entry.value_span.start : entry.value_span.end]
    if entry.node.style in ("'", '"'):
        return source[:1] == entry.node.style
    return (
        entry.node.style == "" and source[:1] not in ("&", "!", "|", ">") and "\n" not in source and "\r" not in source
    )


def rename_key(session: Session, path: tuple[str, ...], key: str) -> Edit | None:
    """Give the key at a path another name, in its own quotes."""
    span = session.front.key_span(*path)
    if span is None:
        return None
    source = session.text[span.start : span.end]
    if source == path[-1]:
        return Edit(session.path, span, key, (path, (*path[:-1], key)))
    quoted = len(source) > 1 and source[0] == source[-1] and source[0] in "'\""
    if not quoted:
        return None
    return Edit(session.path, span, f"{source[0]}{key}{source[0]}", (path, (*path[:-1], key)))


def insert_key(session: Session, path: tuple[str, ...], value: str, order: tuple[str, ...]) -> Edit | None:
    """Add a key with a double-quoted value to a block mapping, where `order` of its siblings puts it."""
    parent = session.front.node(*path[:-1])
    if parent is None or parent.style or not parent.entries:
        return None
    later = order[order.index(path[-1]) + 1 :] if path[-1] in order else ()
    follower = next((entry for key in later if (entry := parent.entry(key))), None)
    line = f"{path[-1]}: {quote(value, chr(34))}"
    if follower:
        start, indent = _line_start(session, follower.key_span.start)
        if indent is None:
            return None
        return Edit(session.path, Span(start, start), f"{indent}{line}{session.lines.newline}", (path,))
    _, indent = _line_start(session, parent.entries[0].key_span.start)
    if indent is None:
        return None
    last = max(parent.entries, key=lambda entry: entry.value_span.end)
    end = session.lines.line_span(session.lines.row(max(last.value_span.end - 1, last.key_span.start))).end
    return Edit(session.path, Span(end, end), f"{session.lines.newline}{indent}{line}", (path,))


def _line_start(session: Session, offset: int) -> tuple[int, str | None]:
    """Give where the line of an offset begins, and the blanks before the offset; None where more stands there."""
    start = session.lines.starts[session.lines.row(offset) - 1]
    indent = session.text[start:offset]
    return start, indent if not indent.strip(" ") else None


def nest(session: Session, keys: tuple[str, ...], under: str) -> tuple[Edit, ...] | None:
    """Move top-level keys, with their lines as they are, into a new mapping `under` at the place of the first.

    What is said of a key right above it goes with it; a comment at the very top is about the file and stays there. None
    unless each is a scalar in block style on lines of its own.
    """
    root = session.front.root
    entries = sorted((e for key in keys if root and (e := root.entry(key))), key=lambda entry: entry.key_span.start)
    if not root or root.style or not entries or len({entry.key for entry in root.entries}) != len(root.entries):
        return None
    newline = session.lines.newline
    blocks = []
    for entry in entries:
        block = _block(session, entry)
        if block is None or entry.node.entries or not _is_bare(session, entry) or entry.value_span != entry.node.span:
            return None
        blocks.append(Span(_start_of_comments(session, root, entry, keys, block.start), block.end))
    blocks[0] = Span(_without_blanks(session, blocks[0].start), blocks[0].end)
    lines = [f"{under}:{newline}"]
    for block in blocks:
        source = session.text[block.start : block.end]
        found = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", source)
        lines.extend(f"  {line}" if line.strip() else line for line in found)
    if not lines[-1].endswith(("\n", "\r")):
        return None
    fields = ((under,), *((key,) for key in keys))
    first = Edit(session.path, blocks[0], "".join(lines), fields)
    return (first, *(Edit(session.path, block, "") for block in blocks[1:]))


def _block(session: Session, entry: Entry) -> Span | None:
    """Give the whole lines that a top-level key and its value take, the last break included."""
    start, indent = _line_start(session, entry.key_span.start)
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

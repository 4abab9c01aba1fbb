"""YAML text to nodes: the data as plain JSON types, a span for every key and value, and the problems.

Reads YAML 1.2 (core schema) from libyaml's events. Not from a loader, because loaders raise bare errors on impossible
dates and long integers, recurse on deep nesting and expand aliases; and not through ruamel's round trip, which rewrites
quotes, comments and indentation, and takes 25 times as long. No input raises, loops or takes more than linear time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..diagnostic import Problem, ProblemKind, Related
from ..text import Span, printable, shown
from ..values import dataclass, field, replace
from .scalars import TAG, resolve, strange
from .tree import FORBIDDEN, MAX_BYTES, Entry, Node
from .words import explain

MAX_DEPTH = 64
MAX_ALIASES = 100
# A handful of nested aliases stands for billions of values, which is more than any reader of the data can walk.
MAX_VALUES = 65_536

# Line breaks to libyaml (YAML 1.1), ordinary characters to YAML 1.2 and to every editor.
_NOT_BREAKS = ("\x85", "\u2028", "\u2029")


@dataclass
class _Open:
    """A collection whose end has not been read yet. `key` is a mapping's key that waits for its value."""

    span: Span
    mapping: bool
    style: str
    anchor: str | None
    entries: list[Entry] = field(default_factory=list)
    seen: dict[str, Span] = field(default_factory=dict)
    key: tuple[str, Span] | None = None
    size: int = 1


def read(text: str, content: Span) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read the YAML mapping in this span of a text, which begins with no byte order mark. Never raises."""
    reader = _Reader(text, content)
    root = reader.read()
    return root, tuple(reader.problems)


class _Refused(Exception):  # noqa: N818
    """Reading cannot go on: the block is not YAML, or it is over a limit."""


@dataclass
class _Reader:
    """Builds nodes from the events of one block, without recursion."""

    text: str
    content: Span
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    aliases: int = 0
    failed: bool = False
    restore: dict[int, str] = field(default_factory=dict)

    def read(self) -> Node | None:
        """Give the root mapping, or None where `problems` says why there is none."""
        root: Node | None = None
        documents = 0
        try:
            for event in self.events():
                if isinstance(event, DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.refuse(
                            self.span(event), "a second document begins here; expected one mapping", "remove it"
                        )
                elif isinstance(event, (ScalarEvent, AliasEvent, SequenceStartEvent, MappingStartEvent)):
                    if not isinstance(event, (SequenceStartEvent, MappingStartEvent)):
                        root = (
                            self.add(self.scalar(event) if isinstance(event, ScalarEvent) else self.alias(event), event)
                            or root
                        )
                    else:
                        self.open(event)
                elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
                    root = self.close(event) or root
            if root is None or (root.data is None and not root.style and root.span.start == root.span.end):
                return None if self.failed else Node(Span(self.content.start, self.content.start), {})
            if not isinstance(root.data, dict):
                kind = "a list" if isinstance(root.data, list) else "a single value"
                self.refuse(root.span, f"the front matter is {kind}; expected a mapping", "write `key: value` lines")
        except _Refused:
            return None
        return None if self.failed else root

    def events(self) -> Iterator[Any]:
        """Yield libyaml's events, with its errors turned into problems."""
        block = self.text[self.content.start : self.content.end]
        if len(block) > MAX_BYTES or len(block.encode("utf-8", "surrogatepass")) > MAX_BYTES:
            size = len(block.encode("utf-8", "surrogatepass"))
            self.refuse(
                Span(self.content.start, self.content.start),
                f"the front matter has {size:,} bytes; expected at most {MAX_BYTES:,}",
                "move the text into the body of the file",
            )
        if forbidden := FORBIDDEN.search(block):
            place = self.content.start + forbidden.start()
            self.refuse(
                Span(place, place + 1),
                f"the front matter holds the character U+{ord(forbidden.group()):04X}, which YAML does not allow",
                "remove it, or write it as an escape in double quotes",
            )
        parser = CParser(self.hide_breaks(block))
        try:
            while (event := parser.get_event()) is not None:
                yield event
        except MarkedYAMLError as error:
            self.explain(error)
        except (YAMLError, ValueError, OverflowError, UnicodeError) as error:
            self.refuse(self.content, f"not YAML: {printable(str(error))}", "check the block with a YAML parser")

    def hide_breaks(self, block: str) -> str:
        """Replace what only libyaml takes for line breaks by characters that the block does not use, one for one."""
        used = set(block)
        for character in _NOT_BREAKS:
            if character in used:  # a block of 64 KiB cannot hold all of these 65,534 private characters
                stand_in = next(code for code in range(0xF0000, 0xFFFFE) if chr(code) not in used)
                used.add(chr(stand_in))
                self.restore[stand_in] = character
                block = block.replace(character, chr(stand_in))
        return block

    def span(self, event: Any) -> Span:
        """Give the place of an event in the file."""
        return Span(self.content.start + event.start_mark.index, self.content.start + event.end_mark.index)

    def problem(self, span: Span, message: str, advice: str = "") -> None:
        """Note that a value cannot be read; reading goes on to find more."""
        self.failed = True
        self.problems.append(Problem(ProblemKind.SYNTAX, span, message, advice))

    def refuse(self, span: Span, message: str, advice: str = "") -> None:
        """Note why reading ends here."""
        self.problem(span, message, advice)
        raise _Refused

    def explain(self, error: MarkedYAMLError) -> None:
        """Say a parser's error in words for people who do not know YAML's grammar."""
        mark = error.problem_mark or error.context_mark
        if error.context_mark and (mark is error.context_mark or mark.index >= self.content.end - self.content.start):
            mark = error.context_mark  # at the end of the block only the place where something was opened helps
        place = self.content.start + (mark.index if mark else 0)
        place = min(place, self.content.end)
        problem = str(error.problem or error.context or "it cannot be read")
        message, advice = explain(problem, self.text[place : place + 1])
        self.refuse(Span(place, min(place + 1, max(place, self.content.end))), message, advice)

    def scalar(self, event: ScalarEvent) -> Node:
        """Give the node of a scalar, resolved by the core schema."""
        span = self.span(event)
        value = event.value
        if self.restore:
            value = value.translate(self.restore)
        style = "" if event.style in (None, "") else event.style
        if style in ("|", ">"):
            end = span.start + len(self.text[span.start : span.end].rstrip(" \t\r\n"))
            span = Span(span.start, end)
        scalar = resolve(value, style, event.tag)
        if scalar.fault:
            self.problem(span, scalar.fault, scalar.advice)
        return Node(span, scalar.data, style, source=value)

    def alias(self, event: AliasEvent) -> Node:
        """Give the node that an alias stands for."""
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.refuse(self.span(event), f"more than {MAX_ALIASES} aliases", "write the values out")
        if event.anchor not in self.anchors:
            self.refuse(
                self.span(event), f"the alias {shown('*' + event.anchor)} has no anchor before it", "quote the value"
            )
        node = self.anchors[event.anchor]
        if node is None:
            self.refuse(self.span(event), f"the alias {shown('*' + event.anchor)} holds itself", "write the value out")
        assert node is not None
        return node

    def open(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        """Begin a collection."""
        span = self.span(event)
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(Span(span.start, span.start + 1), f"nested deeper than {MAX_DEPTH} levels", "flatten the value")
        mapping = isinstance(event, MappingStartEvent)
        if event.tag not in (None, "!", TAG + ("map" if mapping else "seq")):
            self.problem(span, strange(event.tag), "remove the tag")
        style = ("{" if mapping else "[") if event.flow_style else ""
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Open(span, mapping, style, event.anchor))

    def close(self, event: MappingEndEvent | SequenceEndEvent) -> Node | None:
        """End a collection; gives it if it is the root."""
        opened = self.stack.pop()
        end = self.span(event).end
        start = opened.span.start
        # libyaml ends a block collection, and a pair in a flow list, at the next token: behind comments and blanks
        if not opened.style or event.start_mark.index == event.end_mark.index:
            end = max((entry.value_span.end for entry in opened.entries), default=opened.span.end)
            start = min(start, opened.entries[0].key_span.start) if opened.entries else start
        entries = tuple(opened.entries)
        data: Any = {e.key: e.node.data for e in entries} if opened.mapping else [e.node.data for e in entries]
        node = Node(Span(start, end), data, opened.style, entries, opened.size)
        if opened.anchor and self.anchors[opened.anchor] is None:  # else given again inside, which is the latest
            self.anchors[opened.anchor] = node
        return self.add(node, event)

    def add(self, node: Node, event: Any) -> Node | None:
        """Put a value where it belongs: under the key that waits for it, at the end of a list, or at the root."""
        if isinstance(event, ScalarEvent) and event.anchor:
            self.anchors[event.anchor] = node
        if not self.stack:
            return node
        span = self.span(event) if isinstance(event, AliasEvent) else node.span
        parent = self.stack[-1]
        if not parent.mapping:
            self.grow(parent, node, span)
            parent.entries.append(Entry(str(len(parent.entries)), span, span, node))
        elif parent.key is None:
            parent.key = self.key(parent, node, span), span
        else:
            key, key_span = parent.key
            parent.key = None
            if span.start == span.end and self.text[span.start - 1] != ":":  # `? a` and `{a}`: at the next token, too
                span = Span(key_span.end, key_span.end)
                node = replace(node, span=span)
            self.grow(parent, node, span)
            parent.entries.append(Entry(key, key_span, span, node))
        return None

    def grow(self, parent: _Open, node: Node, span: Span) -> None:
        """Count the values below a collection, aliases expanded."""
        parent.size += node.size
        if parent.size > MAX_VALUES:
            self.refuse(span, f"the aliases stand for more than {MAX_VALUES:,} values", "write the values out")

    def key(self, parent: _Open, node: Node, span: Span) -> str:
        """Give a key as text, and note one that a session cannot hold or that is there already."""
        if isinstance(node.data, (dict, list)):
            if self.text.startswith("{{", span.start - 1) or self.text.startswith("{{", span.start):
                self.refuse(
                    Span(
                        span.start - 1 if self.text.startswith("{{", span.start - 1) else span.start,
                        span.end + self.text.startswith("}", span.end),
                    ),
                    "a template placeholder `{{ ... }}` is not filled in",
                    "put the value in its place, in quotes",
                )
            self.refuse(span, "a mapping or list is used as a key; expected text", "quote the key")
        written = node.source
        if written == "<<" and not node.style:
            self.refuse(span, "merge keys (`<<`) are not read here: YAML 1.2 has none", "write the keys out")
        if written in parent.seen:
            first = Related(parent.seen[written], "first given here")
            above = (each.key[0] if each.key else str(len(each.entries)) for each in self.stack[:-1])
            path = (*above, written)
            self.problems.append(
                Problem(
                    ProblemKind.DUPLICATE,
                    span,
                    f"the key {shown(written)} is given twice in one mapping; expected once",
                    "remove one of the two; most readers keep the last and never see the first",
                    path,
                    (first,),
                )
            )
        else:
            parent.seen[written] = span
        return written

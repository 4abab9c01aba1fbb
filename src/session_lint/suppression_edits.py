"""Edits of ignore comments: to write one, to add words to one, to take one away. The smallest that do it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import suppression
from .diagnostic import Edit
from .markdown import blocks
from .session import Session
from .suppression import FILE, LINES, MARK, Directive, Word
from .text import Span

_MOST_TRIALS = 20


def written(words: Iterable[str], reason: str, *, whole_file: bool = False, yaml: bool = False) -> str:
    """Write a directive as a comment of Markdown or YAML."""
    said = f"{MARK} {FILE if whole_file else LINES} {', '.join(words)}" + (f" -- {reason}" if reason else "")
    return f"# {said}" if yaml else f"<!-- {said} -->"


def extension(session: Session, directive: Directive, words: Iterable[str]) -> Edit:
    """Add words to a directive, behind those that it has."""
    end = directive.words[-1].span.end if directive.words else directive.verb.span.end
    return Edit(session.path, Span(end, end), (", " if directive.words else " ") + ", ".join(words))


def extents(session: Session) -> tuple[Span, ...]:
    """Give what the directives take, in order and apart: whole lines where nothing else stands there."""
    found: list[Span] = []
    for span in sorted(_all(session, directive) for directive in suppression.read(session)):
        start = max(span.start, found[-1].end) if found else span.start
        if start < span.end:
            found.append(Span(start, span.end))
    return tuple(found)


def removals(
    session: Session, wanted: Sequence[tuple[Directive, Sequence[Word]]]
) -> tuple[tuple[Edit, ...] | None, ...]:
    """Give for each directive the edits that take words out of it, or all of it with its last word.

    None where the Markdown around would read otherwise without the comment, as two lists that it keeps apart.
    """
    found = []
    for keep_apart in (False, True):
        found = [_removal(session, directive, words, keep_apart=keep_apart) for directive, words in wanted]
        if _keep_shape(session, [edit for edits in found for edit in edits]):
            return tuple(found)
    # One of them does harm. Trying each is a parse each: in a file with thousands of comments nobody waits for it.
    tried = (_keep_shape(session, edits) if number < _MOST_TRIALS else False for number, edits in enumerate(found))
    return tuple(edits if kept else None for edits, kept in zip(found, tried, strict=True))


def _keep_shape(session: Session, edits: Sequence[Edit]) -> bool:
    start, parts, at = session.front.body, [], session.front.body
    if all(edit.span.start < start for edit in edits):
        return True
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start >= start:
            parts.append(session.text[at : edit.span.start])
            at = edit.span.end
    text = "".join((*parts, session.text[at:]))
    return blocks.shape(text, 0) == blocks.shape(session.text, start)


def _removal(session: Session, directive: Directive, words: Sequence[Word], *, keep_apart: bool) -> tuple[Edit, ...]:
    whole = len(words) == len(directive.words)
    spans = [_all(session, directive, keep_apart=keep_apart)] if whole else _some(directive, words)
    return tuple(Edit(session.path, span, "") for span in spans)


def _some(directive: Directive, words: Sequence[Word]) -> list[Span]:
    """Give the spans of some words with what sets them off from those that stay."""
    gone = set(words)
    last = max(number for number, word in enumerate(directive.words) if word not in gone)
    pairs = zip(directive.words[:last], directive.words[1:], strict=False)
    spans = [Span(word.span.start, following.span.start) for word, following in pairs if word in gone]
    end = directive.words[-1].span.end
    return spans if directive.words[last].span.end == end else [*spans, Span(directive.words[last].span.end, end)]


def _all(session: Session, directive: Directive, *, keep_apart: bool = False) -> Span:
    """Give the span of a directive with the blanks before it, or its whole lines when nothing else stands there.

    `keep_apart`: an empty line stays between two lines of text, which would be read as one paragraph without it.
    """
    text, lines, span = session.text, session.lines, directive.span
    first, last = lines.row(span.start), lines.row(span.end - 1)
    begin, end = lines.starts[first - 1], lines.line_span(last).end
    begin = begin if directive.yaml else max(begin, session.front.body)  # behind a byte order mark
    before = text[begin : span.start]
    if not before.strip(" \t") and not text[span.end : end].strip(" \t"):
        following = lines.starts[last] if last < len(lines.starts) else len(text)
        parted = directive.yaml or not keep_apart or not (_speaks(session, first - 1) and _speaks(session, last + 1))
        return Span(begin, following if parted else end)
    if before.strip(" \t"):
        return Span(span.start - (len(before) - len(before.rstrip(" \t"))), span.end)
    rest = text[span.end : end]
    return Span(span.start, span.end + len(rest) - len(rest.lstrip(" \t")))


def _speaks(session: Session, row: int) -> bool:
    """Whether a row of the body has text."""
    lines = session.lines
    if not 1 <= row <= len(lines.starts) or lines.starts[row - 1] < session.front.body:
        return False
    return bool(lines.line(row).strip(" \t"))

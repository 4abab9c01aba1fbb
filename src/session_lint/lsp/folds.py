"""What can be folded away: the front matter, its mappings and lists, sections, entries of the log, code, comments."""

from __future__ import annotations

from collections.abc import Iterator

from ..session import Session
from ..text import Span
from ..values import dataclass
from . import outline
from .outline import Kind, Symbol


@dataclass(frozen=True, order=True)
class Fold:
    """A part of the text of more than one line: from somewhere on its first line to the end of its last one."""

    span: Span
    is_comment: bool = False


def folds(session: Session) -> tuple[Fold, ...]:
    """Give what can be folded, in the order of the text; of several that take the same lines one. Never raises."""
    body = session.body
    parts = [Fold(span) for span in (*_symbols(outline.symbols(session)), *body.code)]
    parts += [Fold(span, is_comment=True) for span in body.comments]
    if session.front.span and session.front.root is None:
        parts.append(Fold(session.front.span))
    lines = session.lines
    found: dict[tuple[int, int], Fold] = {}
    for fold in sorted(parts):
        first, last = lines.row(fold.span.start), lines.row(max(fold.span.end - 1, fold.span.start))
        while last > first and not lines.line(last).strip():  # the blank lines behind a section stay between two
            last -= 1
        if last > first:
            span = Span(fold.span.start, lines.line_span(last).end)
            found.setdefault((first, last), Fold(span, fold.is_comment))
    return tuple(found.values())


def _symbols(symbols: tuple[Symbol, ...]) -> Iterator[Span]:
    for symbol in symbols:
        if symbol.kind is not Kind.VALUE or symbol.children:
            yield symbol.span
        yield from _symbols(symbol.children)

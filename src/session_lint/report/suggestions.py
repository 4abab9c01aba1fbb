"""Fixes as whole rows of a file and the text to put in their place, for people who take or leave each on its own.

All of them made together are what the first round of `--fix` does to the file; those of a report on what comes of it
are the second round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..diagnostic import Diagnostic, Edit
from ..fixing import edited, plan
from ..text import Span
from ..values import dataclass, replace
from .model import Report, Style
from .rows import Rows


@dataclass(frozen=True)
class Suggestion:
    """Text to put in the place of the rows from `first` to `last`, of all but the break at the end of the last."""

    first: int
    last: int
    text: str


@dataclass(frozen=True)
class _Block:
    """The edits of one fix or several, the rows that they touch, and the number of the first diagnostic among them."""

    first: int
    last: int
    edits: tuple[Edit, ...]
    number: int

    def __or__(self, other: _Block) -> _Block:
        first, last = min(self.first, other.first), max(self.last, other.last)
        return _Block(first, last, (*self.edits, *other.edits), min(self.number, other.number))


def suggestions(report: Report, style: Style) -> Mapping[int, Suggestion]:
    """Give the suggestion that goes with a diagnostic, by its number in the report.

    Two fixes that touch one row are one suggestion, at the first of their diagnostics: nobody can take both apart. What
    `--fix` would hold back for a later round is left out, and so is a fix that moves or deletes a file, or that touches
    a row in which a secret is masked.
    """
    files: dict[str, dict[int, Diagnostic]] = {}
    for number, one in enumerate(report.diagnostics):
        files.setdefault(one.path, {})[number] = one
    return {
        number: suggestion
        for path, diagnostics in files.items()
        if path in report.sources
        for number, suggestion in _of_file(path, diagnostics, report, style)
    }


def _of_file(
    path: str, diagnostics: Mapping[int, Diagnostic], report: Report, style: Style
) -> Iterator[tuple[int, Suggestion]]:
    text = report.sources[path]
    rows, hidden = Rows(text), report.hidden.get(path, ())
    numbers: dict[int, int] = {}
    for number, one in diagnostics.items():
        numbers.setdefault(id(one), number)
    wanted = (one for one in diagnostics.values() if _edits(one))
    patch = plan(wanted, {path: text}, unsafe=style.unsafe_fixes)
    blocks = (_block(rows, _edits(one), numbers[id(one)]) for one in patch.fixed)
    for block in _apart((block for block in blocks if not _hides(block, rows, hidden)), rows):
        new = _text(block, rows)
        if new is not None and not _hides(block, rows, hidden):
            yield block.number, Suggestion(block.first, block.last, new)


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    """Give the changes of a fix that only edits the diagnostic's own file; none of any other."""
    changes = diagnostic.fix.changes if diagnostic.fix else ()
    edits = tuple(one for one in changes if isinstance(one, Edit) and one.path == diagnostic.path)
    return edits if len(edits) == len(changes) else ()


def _block(rows: Rows, edits: tuple[Edit, ...], number: int) -> _Block:
    first = min(edit.span.start for edit in edits)
    last = max(max(edit.span.start, edit.span.end - 1) for edit in edits)
    return _Block(rows.row(first), rows.row(last), edits, number)


def _apart(blocks: Iterable[_Block], rows: Rows) -> list[_Block]:
    """Give the blocks in the order of the file, those that share a row as one."""
    apart: list[_Block] = []
    for one in sorted(blocks, key=lambda block: (block.first, block.last)):
        block = _grown(one, rows)
        while apart and apart[-1].last >= block.first:
            block = _grown(apart.pop() | block, rows)
        apart.append(block)
    return apart


def _grown(block: _Block, rows: Rows) -> _Block:
    """Give a block with as many more rows as it takes to say it in rows.

    The break at the end of the last row must stay, and something must stand in the rows: an empty text is taken for no
    row at all by some, and for an empty one by others.
    """
    while not _text(block, rows):
        if block.last < rows.last:
            block = replace(block, last=block.last + 1)
        elif block.first > 1:
            block = replace(block, first=block.first - 1)
        else:
            break
    return block


def _text(block: _Block, rows: Rows) -> str | None:
    """Give what comes in the place of a block's rows; None if the break at the end of the last would not stay."""
    start, end = rows.starts[block.first - 1], rows.whole(block.last).end
    moved = (Edit(one.path, Span(one.span.start - start, one.span.end - start), one.content) for one in block.edits)
    text = edited(rows.text[start:end], moved)
    rest = rows.text[rows.content(block.last).end : end]
    return text.removesuffix(rest) if text.endswith(rest) else None


def _hides(block: _Block, rows: Rows, hidden: Iterable[Span]) -> bool:
    """Whether something is masked in a block's rows."""
    start, end = rows.starts[block.first - 1], rows.whole(block.last).end
    return any(span.start < end and start < span.end for span in hidden)

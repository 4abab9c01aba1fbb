"""Takes the secrets of the files out of a report, for all formats at once.

Lines keep their length, so positions and carets stay right. The words of a diagnostic came masked from the engine; its
changes did not, since `--fix` writes them.
"""

from __future__ import annotations

from collections import ChainMap
from itertools import pairwise

from ..diagnostic import Diagnostic, Edit, Fix
from ..secrecy import Mask
from ..text import Span
from ..values import replace
from .model import Report


def masked(report: Report) -> Report:
    """Give a report that may be shown. Paths stay: they lead to the files, and a masked one would lead nowhere."""
    masks = {path: mask for path, text in report.sources.items() if (mask := Mask(text))}
    none = Mask()
    shown = {path: mask(report.sources[path]) for path, mask in masks.items()}
    diagnostics = tuple(_diagnostic(one, masks.get(one.path, none)) for one in report.diagnostics)
    return replace(
        report,
        diagnostics=diagnostics,
        sources=ChainMap(shown, report.sources) if shown else report.sources,  # type: ignore[arg-type]  # it only reads
        hidden={path: _hidden(report.sources[path], text) for path, text in shown.items()},
    )


def _hidden(text: str, shown: str) -> tuple[Span, ...]:
    """Give the stretches in which a text is masked; no character has another place than it had."""
    places = [at for at, (one, other) in enumerate(zip(text, shown, strict=True)) if one != other]
    starts = [at for before, at in pairwise((-2, *places)) if at != before + 1]
    ends = [at + 1 for at, after in pairwise((*places, len(text) + 1)) if after != at + 1]
    return tuple(map(Span, starts, ends))


def _diagnostic(one: Diagnostic, mask: Mask) -> Diagnostic:
    if not mask:
        fix = _fix(one.fix, mask) if one.fix else None
        return one if fix is one.fix else replace(one, fix=fix)
    return replace(
        one,
        message=mask(one.message),
        help=mask(one.help),
        fix=_fix(one.fix, mask) if one.fix else None,
        field=tuple(map(mask, one.field)),
        section=None if one.section is None else mask(one.section),
        related=tuple(replace(related, message=mask(related.message)) for related in one.related),
    )


def _fix(fix: Fix, mask: Mask) -> Fix:
    """Leave out the changes of a fix if one would show a secret: who made a masked one would destroy the text."""
    shows = any(mask(change.content) != change.content for change in fix.changes if isinstance(change, Edit))
    return replace(fix, title=mask(fix.title), changes=()) if shows else fix

"""Our values as the protocol has them, and back. Pure.

The base of it is a `View`, the text of the file in which a place lies.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Sequence

from lsprotocol import types

from ..diagnostic import Diagnostic, Related, Severity
from ..report import page
from ..rules.unused_suppression import UnusedSuppression
from ..secrecy import masked
from ..text import Span, printable
from .abilities import Abilities
from .view import View

SOURCE = "session-lint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

ViewOf = Callable[[str], tuple[str, View] | None]
"""Gives the URI of a file, by its path relative to the root, and its text; None for one that cannot be read."""


def position(view: View, offset: int) -> types.Position:
    """Give the position of an offset."""
    return types.Position(*view.place(offset))


def extent(view: View, span: Span) -> types.Range:
    """Give the range of a span."""
    return types.Range(position(view, span.start), position(view, span.end))


def offset(view: View, at: types.Position) -> int:
    """Give the offset of a position."""
    return view.offset(at.line, at.character)


def span(view: View, given: types.Range) -> Span:
    """Give the span of a range; one that ends before it begins is empty."""
    start = offset(view, given.start)
    return Span(start, max(start, offset(view, given.end)))


def diagnostic(one: Diagnostic, view: View, abilities: Abilities, view_of: ViewOf) -> types.Diagnostic:
    """Give a diagnostic with all of it that the editor can do something with."""
    url = page(one.code, one.name) if abilities.links else None
    tags = [types.DiagnosticTag.Unnecessary] if abilities.unnecessary and one.code == UnusedSuppression.code else None
    related = [_related(place, view_of, one.path) for place in one.related] if abilities.related else []
    return types.Diagnostic(
        range=extent(view, one.span),
        message=message(one),
        severity=_SEVERITIES[one.severity],
        code=one.code,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        tags=tags,
        related_information=[place for place in related if place] or None,
        data=_data(one) if abilities.data else None,
    )


def result_id(made: Sequence[types.Diagnostic]) -> str:
    """Give a name for diagnostics that others do not have."""
    return hashlib.blake2s(repr(made).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def message(one: Diagnostic) -> str:
    """Give what is wrong, and below it what to do."""
    words = printable(one.message)
    return f"{words}\nhelp: {printable(one.help)}" if one.help else words


def _data(one: Diagnostic) -> types.LSPAny:
    fix = {"title": printable(one.fix.title), "safe": one.fix.safe} if one.fix else None
    field = printable(masked(".".join(one.field))) if one.field else None
    return {"name": one.name, "field": field, "section": one.section, "fix": fix}


def _related(place: Related, view_of: ViewOf, path: str) -> types.DiagnosticRelatedInformation | None:
    found = view_of(place.path or path)
    if found is None:
        return None
    uri, view = found
    return types.DiagnosticRelatedInformation(types.Location(uri, extent(view, place.span)), printable(place.message))


def edits(view: View, changes: Iterable[tuple[Span, str]]) -> list[types.TextEdit]:
    """Give edits of one text; none of them touches another."""
    return [types.TextEdit(extent(view, place), view.written(content)) for place, content in changes]


def workspace_edit(
    texts: Sequence[tuple[str, int | None, list[types.TextEdit]]],
    renames: Sequence[tuple[str, str]],
    abilities: Abilities,
) -> types.WorkspaceEdit | None:
    """Give edits of texts, by URI with their versions, and the renames of files after them, as pairs of URIs.

    None for an editor that cannot do all of it.
    """
    if not abilities.versions:
        return None if renames else types.WorkspaceEdit(changes={uri: made for uri, _, made in texts})
    if renames and not abilities.renames:
        return None
    changed = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=version), [*made])
        for uri, version, made in texts
    ]
    moved = [
        types.RenameFile(old, new, options=types.RenameFileOptions(overwrite=False, ignore_if_exists=False))
        for old, new in renames
    ]
    return types.WorkspaceEdit(document_changes=[*changed, *moved])


def title(words: str) -> str:
    """Give the words of a fix as the title of an action."""
    return printable(words[:1].upper() + words[1:])


def renamed(uri: str, path: str, to: str) -> str:
    """Give the URI of a file that is renamed within its repository, spelt as that of the old one is."""
    from . import uris

    old, new = posixpath.split(path), posixpath.split(to)
    if old[0] == new[0] and uri.endswith(f"/{old[1]}"):
        return uri[: -len(old[1])] + uris.uri_of(f"/{new[1]}").removeprefix("file:///")
    known = uris.path_of(uri) or ""
    return uris.uri_of(known.removesuffix(path) + to)

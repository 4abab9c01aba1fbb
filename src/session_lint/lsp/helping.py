"""What helps while one writes, as the protocol has it: hover, completion, outline, folds, links, lenses, hints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime

from lsprotocol import types

from ..history import Past
from ..regex import regex
from ..rules.filename_linear_id import FilenameLinearId
from ..surroundings import Surroundings
from ..text import Span
from . import completion, convert, folds, hover, items, lens, links, marked, outline
from .abilities import Abilities
from .desk import Judged
from .items import Item
from .outline import Symbol
from .uris import uri_of
from .view import View

_SYMBOLS = {
    outline.Kind.FRONT_MATTER: types.SymbolKind.Namespace,
    outline.Kind.MAPPING: types.SymbolKind.Object,
    outline.Kind.LIST: types.SymbolKind.Array,
    outline.Kind.VALUE: types.SymbolKind.Property,
    outline.Kind.AGENT: types.SymbolKind.Class,
    outline.Kind.TITLE: types.SymbolKind.File,
    outline.Kind.SECTION: types.SymbolKind.String,
    outline.Kind.WAVE: types.SymbolKind.Package,
    outline.Kind.ENTRY: types.SymbolKind.Event,
}
_ITEMS = {
    items.Kind.KEY: types.CompletionItemKind.Property,
    items.Kind.VALUE: types.CompletionItemKind.EnumMember,
    items.Kind.TIME: types.CompletionItemKind.Value,
    items.Kind.ITEM: types.CompletionItemKind.Struct,
    items.Kind.SECTION: types.CompletionItemKind.Class,
    items.Kind.ENTRY: types.CompletionItemKind.Event,
    items.Kind.DIRECTIVE: types.CompletionItemKind.Keyword,
    items.Kind.RULE: types.CompletionItemKind.Constant,
    items.Kind.SESSION: types.CompletionItemKind.File,
}
_SPECIAL = regex(r"[\\$}]")


class Helping:
    """Help for one document as it was at one moment."""

    def __init__(self, judged: Judged, now: datetime, abilities: Abilities) -> None:
        self.judged = judged
        self.session = judged.verdict.session
        self.view: View = judged.document.view
        self.now = now
        self.abilities = abilities

    def hover(self, at: types.Position) -> types.Hover | None:
        """Say what stands at a place."""
        rules = self.judged.workspace.config.rules
        found = hover.hover(self.session, convert.offset(self.view, at), self.now, rules)
        return types.Hover(self._words(found.text), convert.extent(self.view, found.span)) if found else None

    def completion(self, at: types.Position) -> list[types.CompletionItem]:
        """Give what may be written at a place."""
        offset, verdict = convert.offset(self.view, at), self.judged.verdict
        rules = self.judged.workspace.config.rules
        found = completion.complete(self.session, offset, self.now, rules, verdict.diagnostics)
        return [self._item(number, one) for number, one in enumerate(found)]

    def symbols(self) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        """Give the outline: a tree, or for an editor that takes none what it would be made of."""
        found = outline.symbols(self.session)
        return [self._symbol(one) for one in found] if self.abilities.symbols else [*self._flat(found, None)]

    def folds(self) -> list[types.FoldingRange]:
        """Give what can be folded."""
        rows = ((convert.extent(self.view, one.span), one.is_comment) for one in folds.folds(self.session))
        comment = types.FoldingRangeKind.Comment
        return [
            types.FoldingRange(place.start.line, place.end.line, kind=comment if is_comment else None)
            for place, is_comment in rows
        ]

    def links(self) -> list[types.DocumentLink]:
        """Give what leads somewhere."""
        reader, root = self.judged.verdict.scene.reader, self.judged.workspace.root
        agents = os.path.dirname(os.path.dirname(self.session.path))
        scene = self.judged.verdict.scene
        tree = Surroundings(reader).tree({}, scene.paths, [agents] if agents else [], Past())
        rules = (active.rule for active in scene.rules_for(self.session.path, self.session.path))
        teams = next((rule.teams for rule in rules if isinstance(rule, FilenameLinearId)), ())
        return [
            types.DocumentLink(
                convert.extent(self.view, one.span),
                target=one.url if one.path is None else uri_of(os.path.join(root, one.path)),
            )
            for one in links.links(self.session, tree, teams)
        ]

    def lenses(self) -> list[types.CodeLens]:
        """Say above the title how the session stands; there is nothing to click at."""
        verdict = self.judged.verdict
        rules = verdict.scene.rules_for(verdict.path, verdict.path)
        found = lens.lenses(self.session, rules, verdict.diagnostics, self.now)
        return [types.CodeLens(convert.extent(self.view, one.span), types.Command(one.text, "")) for one in found]

    def hints(self, within: types.Range) -> list[types.InlayHint]:
        """Give the age of each time in a range."""
        span = convert.span(self.view, within)
        return [
            types.InlayHint(convert.position(self.view, one.offset), one.text, padding_left=True)
            for one in lens.hints(self.session, self.now)
            if span.start <= one.offset <= span.end
        ]

    def _words(self, text: str) -> types.MarkupContent:
        if self.abilities.markdown:
            return types.MarkupContent(types.MarkupKind.Markdown, text)
        return types.MarkupContent(types.MarkupKind.PlainText, marked.stripped(text))

    def _beside(self, text: str) -> types.MarkupContent | str:
        return (
            types.MarkupContent(types.MarkupKind.Markdown, text)
            if self.abilities.marked_items
            else marked.stripped(text)
        )

    def _item(self, number: int, one: Item) -> types.CompletionItem:
        snippet = self.abilities.snippets and one.places
        text = self.view.written(_snippet(one) if snippet else one.text)
        return types.CompletionItem(
            label=one.label,
            kind=_ITEMS[one.kind],
            detail=one.detail or None,
            documentation=self._beside(one.documentation) if one.documentation else None,
            sort_text=f"{number:04}",
            filter_text=one.filter or None,
            insert_text_format=types.InsertTextFormat.Snippet if snippet else None,
            insert_text_mode=types.InsertTextMode.AsIs if self.abilities.as_is else None,
            text_edit=types.TextEdit(convert.extent(self.view, one.span), text),
        )

    def _symbol(self, one: Symbol) -> types.DocumentSymbol:
        return types.DocumentSymbol(
            name=one.name,
            kind=_SYMBOLS[one.kind],
            range=convert.extent(self.view, one.span),
            selection_range=convert.extent(self.view, one.name_span),
            detail=one.detail or None,
            children=[self._symbol(child) for child in one.children],
        )

    def _flat(self, found: Iterable[Symbol], holder: str | None) -> Iterator[types.SymbolInformation]:
        for one in found:
            place = types.Location(self.judged.document.uri, convert.extent(self.view, one.span))
            yield types.SymbolInformation(place, one.name, _SYMBOLS[one.kind], container_name=holder)
            yield from self._flat(one.children, one.name)


def _snippet(one: Item) -> str:
    """Write the text of an item with its places to be written over, in the grammar of snippets."""
    parts, at = [], 0
    for number, place in enumerate(sorted(one.places), 1):
        parts += [_plain(one.text[at : place.start]), f"${{{number}:{_plain(_part(one, place))}}}"]
        at = place.end
    return "".join((*parts, _plain(one.text[at:])))


def _part(one: Item, place: Span) -> str:
    return one.text[place.start : place.end]


def _plain(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", text)

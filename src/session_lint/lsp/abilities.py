"""What the editor at the other end can do, in the few words that matter here. Pure."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from ..values import dataclass


@dataclass(frozen=True)
class Abilities:
    """What a client can do; each word is off for one that says nothing of it.

    `pulls`: it asks for diagnostics. `refreshes`: it asks again when it is told to; `refreshes_lenses` and
    `refreshes_hints` say the same of those. `resolves`: it asks for the edits
    of an action when somebody wants it. `versions`: it takes edits that name the version of a text, in an order.
    `renames`: it renames files. `watches`: it can be asked to tell of files that change. `symbols`: it takes a tree.
    `marked_items`: it takes Markdown beside what may be written. `as_is`: it can leave the indentation of a new text
    alone.
    """

    pulls: bool = False
    refreshes: bool = False
    refreshes_lenses: bool = False
    refreshes_hints: bool = False
    resolves: bool = False
    literals: bool = False
    preferred: bool = False
    versions: bool = False
    renames: bool = False
    watches: bool = False
    related: bool = False
    unnecessary: bool = False
    links: bool = False
    data: bool = False
    symbols: bool = False
    markdown: bool = False
    marked_items: bool = False
    snippets: bool = False
    as_is: bool = False

    @property
    def hears(self) -> bool:
        """Whether it can hear of something that is new although no text has changed."""
        return not self.pulls or self.refreshes or self.refreshes_lenses or self.refreshes_hints

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Abilities:
        """Read them from what a client says of itself."""
        asks = capabilities.text_document and capabilities.text_document.diagnostic
        told: Any = asks or (capabilities.text_document and capabilities.text_document.publish_diagnostics)
        tags = _at(told, "tag_support", "value_set") or ()
        action = _at(capabilities, "text_document", "code_action")
        edit = _at(capabilities, "workspace", "workspace_edit")
        # Neovim says only which operations it takes; they can stand among `documentChanges` and nowhere else.
        operations = _at(edit, "resource_operations") or ()
        resolved = _at(action, "resolve_support", "properties") or ()
        item = _at(capabilities, "text_document", "completion", "completion_item")
        formats = _at(capabilities, "text_document", "hover", "content_format") or ()
        return cls(
            pulls=asks is not None,
            refreshes=bool(_at(capabilities, "workspace", "diagnostics", "refresh_support")),
            refreshes_lenses=bool(_at(capabilities, "workspace", "code_lens", "refresh_support")),
            refreshes_hints=bool(_at(capabilities, "workspace", "inlay_hint", "refresh_support")),
            resolves="edit" in resolved and bool(_at(action, "data_support")),
            literals=_at(action, "code_action_literal_support") is not None,
            preferred=bool(_at(action, "is_preferred_support")),
            versions=bool(_at(edit, "document_changes")) or bool(operations),
            renames=types.ResourceOperationKind.Rename in operations,
            watches=bool(_at(capabilities, "workspace", "did_change_watched_files", "dynamic_registration")),
            related=bool(_at(told, "related_information")),
            unnecessary=types.DiagnosticTag.Unnecessary in tags,
            links=bool(_at(told, "code_description_support")),
            data=bool(_at(told, "data_support")),
            symbols=bool(_at(capabilities, "text_document", "document_symbol", "hierarchical_document_symbol_support")),
            markdown=types.MarkupKind.Markdown in formats,
            marked_items=types.MarkupKind.Markdown in (_at(item, "documentation_format") or ()),
            snippets=bool(_at(item, "snippet_support")),
            as_is=types.InsertTextMode.AsIs in (_at(item, "insert_text_mode_support", "value_set") or ()),
        )


def _at(value: Any, *names: str) -> Any:
    """Give what is found along some names; None as soon as there is nothing."""
    for name in names:
        value = getattr(value, name, None)
    return value

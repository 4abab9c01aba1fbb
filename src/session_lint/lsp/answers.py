"""What the server answers to each request, and what it does when it is told something."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types

from . import convert
from .completion import TRIGGERS
from .convert import SOURCE
from .desk import Judged
from .helping import Helping
from .offering import KINDS, Offering
from .protocol import outdated, refused

if TYPE_CHECKING:
    from .server import Server

Answer = TypeVar("Answer")


def register(server: Server) -> None:
    """Have a server answer what its editor can make use of."""
    _notifications(server)
    if server.abilities.pulls:
        _diagnostics(server)
    _actions(server)
    _help(server)


def _notifications(server: Server) -> None:
    @server.feature(types.INITIALIZED)
    def initialized(_: types.InitializedParams) -> None:
        server.ready()

    # Only to say that texts are wanted: `Protocol` takes them.
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(_: types.DidOpenTextDocumentParams) -> None:
        return

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.saved(params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_files(_: types.DidChangeWatchedFilesParams) -> None:
        server.looked_around()

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(_: types.DidChangeConfigurationParams) -> None:
        server.looked_around()


def _diagnostics(server: Server) -> None:
    options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier=SOURCE)

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        made = server.diagnostics(await server.judged(params.text_document.uri))
        name = convert.result_id(made)
        if name == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(name)
        return types.RelatedFullDocumentDiagnosticReport(made, result_id=name)


def _actions(server: Server) -> None:
    def offering(judged: Judged) -> Offering:
        return Offering(server.desk, judged, server.documents, server.abilities)

    options = types.CodeActionOptions(code_action_kinds=[*KINDS], resolve_provider=server.abilities.resolves)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        judged = await server.judged(params.text_document.uri)
        if judged is None:
            return []
        one = offering(judged)
        return await server.aside(one, partial(one.actions, params))

    if server.abilities.resolves:

        @server.feature(types.CODE_ACTION_RESOLVE)
        async def resolve(action: types.CodeAction) -> types.CodeAction:
            data: Any = action.data
            ours = isinstance(data, dict) and isinstance(data.get("target"), list)
            document = server.documents.get(str(data.get("uri"))) if ours else None
            judged = await server.judged(document.uri) if document and document.version == data["version"] else None
            if judged is None or judged.document.version != data["version"]:
                raise outdated()
            one = offering(judged)
            make = partial(one.resolved, action, str(data.get("kind")), data["target"])
            made = await server.aside(one, make)
            if made.edit is None:
                raise refused()
            return made


def _help(server: Server) -> None:
    async def helped(
        document: types.TextDocumentIdentifier, ask: Callable[[Helping], Answer], nothing: Answer
    ) -> Answer:
        judged = await server.judged(document.uri)
        if judged is None:
            return nothing
        return await server.at_desk(lambda: ask(Helping(judged, server.desk.now, server.abilities)))

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        return await helped(params.text_document, lambda one: one.hover(params.position), None)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[*TRIGGERS]))
    async def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        return await helped(params.text_document, lambda one: one.completion(params.position), [])

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(params: types.DocumentSymbolParams) -> Any:
        return await helped(params.text_document, lambda one: one.symbols(), [])

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def folds(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        return await helped(params.text_document, lambda one: one.folds(), [])

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        return await helped(params.text_document, lambda one: one.links(), [])

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        return await helped(params.text_document, lambda one: one.lenses(), [])

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: types.InlayHintParams) -> list[types.InlayHint]:
        return await helped(params.text_document, lambda one: one.hints(params.range), [])

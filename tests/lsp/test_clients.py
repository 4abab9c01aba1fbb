"""The server with clients as pytest-lsp has them: it warns of whatever a client has not said it understands."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from ..test_cli import BAD, NAME, NOW

CLIENTS = ("visual_studio_code", "neovim@v0.11.0", "neovim@v0.6.1", "emacs")


@pytest_lsp.fixture(  # type: ignore[untyped-decorator]
    params=CLIENTS,
    config=ClientServerConfig(
        server_command=[sys.executable, "-m", "session_lint", "lsp"],
        server_env={**os.environ, "SESSION_LINT_NOW": NOW},
    ),
)
async def client(request, lsp_client: LanguageClient, root):
    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]
    def registered(_: types.RegistrationParams) -> None:
        return

    capabilities = client_capabilities(request.param)
    folders = [types.WorkspaceFolder(uri=root.as_uri(), name="root")]
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, root_uri=root.as_uri(), workspace_folders=folders)
    )
    yield
    await lsp_client.shutdown_session()
    assert lsp_client.error is None


@pytest.mark.asyncio
async def test_a_client_is_served_as_it_understands_it(client: LanguageClient, root):
    path = root / ".agents" / "sessions" / NAME
    uri = path.as_uri()
    item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=BAD)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    document = types.TextDocumentIdentifier(uri)
    asks: Any = client.capabilities and client.capabilities.text_document
    found: Any
    if asks.diagnostic:
        report: Any = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(document))
        found = report.items
        assert uri not in client.diagnostics
    else:
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        found = client.diagnostics[uri]
    assert [(one.code, one.source) for one in found] == [("SL201", "session-lint")]
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    context = types.CodeActionContext(diagnostics=found, only=[types.CodeActionKind.QuickFix])
    offered: Any = await client.text_document_code_action_async(types.CodeActionParams(document, whole, context))
    first = offered[0]
    if first.edit is None:
        first = await client.code_action_resolve_async(first)
    changes = first.edit.document_changes
    assert [one.new_text for one in (changes[0].edits if changes else first.edit.changes[uri])] == ["completed"]
    await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    await client.text_document_hover_async(types.HoverParams(document, types.Position(3, 4)))
    await client.text_document_completion_async(types.CompletionParams(document, types.Position(3, 11)))
    await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert client.messages == []

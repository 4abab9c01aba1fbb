"""The protocol as pygls has it, held to its own rules. With `server` it owns pygls."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from .judging import words

if TYPE_CHECKING:
    from .server import Server

_NOT_READY, _NO_REQUEST, _NO_JSON, _CHANGED = -32002, -32600, -32700, -32801
"""ServerNotInitialized, InvalidRequest, ParseError, ContentModified."""


class Protocol(LanguageServerProtocol):
    """The protocol as pygls has it, with the texts kept by us: pygls ends lines where editors do not.

    It answers each request, also one that comes too early, too late or in no known form.
    """

    _server: Server
    exit_code: int | None = None
    begun = False

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Any:
        """Say what the server can do, which depends on what the editor can."""
        self.begun = True
        self._server.begin(params)
        return (yield from super().lsp_initialize(params))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End: with 0 after a shutdown, else with 1."""
        self.exit_code = 0 if self._shutdown else 1
        self._server.end()

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a document."""
        self._server.opened(params.text_document)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take changes of a document."""
        self._server.changed(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Leave a document."""
        self._server.closed(params.text_document.uri)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Take and leave folders."""
        self._server.folders_changed(params.event)

    def take(self, body: bytes) -> None:
        """Handle one message as it has been read. Never raises."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError):
            self.refuse(None, _NO_JSON, "this is no JSON")
            return
        if not isinstance(data, dict):
            self.refuse(None, _NO_REQUEST, "this is no message: batches are not taken")
            return
        number = data.get("id") if "method" in data else None
        method = data.get("method")
        if method not in (types.INITIALIZE, types.EXIT, None) and not self.begun:
            self.refuse(number, _NOT_READY, "`initialize` comes first")
        elif (method == types.INITIALIZE and self.begun) or (self._shutdown and method != types.EXIT):
            self.refuse(number, _NO_REQUEST, "there is a time for everything")
        else:
            self._handle(data, number)

    def _handle(self, data: dict[str, Any], number: Any) -> None:
        try:
            self.handle_message(self.structure_message(data))
        except JsonRpcException as error:
            self.refuse(number, error.code, error.message)
        except Exception as error:  # noqa: BLE001 -- one message is not the end of the server
            self._server.log(f"a message could not be handled: {words(error)}")
            self.refuse(number, _NO_REQUEST, "this message cannot be understood")

    def refuse(self, number: Any, code: int, message: str) -> None:
        """Answer a request with an error; a notification has no answer."""
        if number is not None:
            self._send_response(number, error=types.ResponseError(code=code, message=message))
        elif code == _NO_JSON:  # of a message without a number; `lsprotocol` would leave out the null
            self._send_data({"jsonrpc": self.VERSION, "id": None, "error": {"code": code, "message": message}})


def outdated() -> JsonRpcException:
    """Give what answers a question about a text that is not there any more."""
    return JsonRpcException("the text has changed", _CHANGED)

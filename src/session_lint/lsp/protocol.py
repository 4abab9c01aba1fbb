"""The protocol as pygls has it, held to its own rules. With `server` it owns pygls."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from .convert import SOURCE
from .judging import words

if TYPE_CHECKING:
    from .server import Server

_NOT_READY, _NO_REQUEST, _NO_JSON, _CHANGED, _FAILED = -32002, -32600, -32700, -32801, -32803
"""ServerNotInitialized, InvalidRequest, ParseError, ContentModified, RequestFailed."""


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
        elif self._shutdown and method != types.EXIT:
            self.refuse(number, _NO_REQUEST, "the server has been shut down; only `exit` may follow")
        elif method == types.INITIALIZE and self.begun:
            self.refuse(number, _NO_REQUEST, "`initialize` may come only once")
        else:
            self._handle(data, number)

    def _handle(self, data: dict[str, Any], number: Any) -> None:
        try:
            self.handle_message(self._structured(data))
        except JsonRpcException as error:
            self.refuse(number, error.code, error.message)
        except Exception as error:  # noqa: BLE001 -- one message is not the end of the server
            self._server.log(f"a message could not be handled: {words(error)}")
            self.refuse(number, _NO_REQUEST, "this message cannot be understood")

    def _structured(self, data: dict[str, Any]) -> Any:
        """Make a message of what was read; what is not needed of it may be of any form.

        Editors say what they are able to do in words of later versions of the protocol, too, and hand over what other
        servers have found.
        """
        method, params = data.get("method"), data.get("params")
        if method == types.TEXT_DOCUMENT_CODE_ACTION:
            return self.structure_message(_with_our_diagnostics(data))
        if method != types.INITIALIZE:
            return self.structure_message(data)

        def message(some: Any) -> Any:
            return {**data, "params": {"capabilities": {}, **some}}

        def is_known(some: Any) -> bool:
            try:
                self.structure_message(message(some))
            except (JsonRpcException, TypeError):
                return False
            return True

        known = readable(params, is_known)
        return self.structure_message(data if known is None else message(known))

    def refuse(self, number: Any, code: int, message: str) -> None:
        """Answer a request with an error; a notification has no answer."""
        if number is not None:
            self._send_response(number, error=types.ResponseError(code=code, message=message))
        elif code == _NO_JSON:  # of a message without a number; `lsprotocol` would leave out the null
            self._send_data({"jsonrpc": self.VERSION, "id": None, "error": {"code": code, "message": message}})


def readable(value: Any, is_known: Callable[[Any], bool]) -> Any:
    """Give a value without the parts that cannot be read, as far as `is_known` says so; None if nothing is left."""
    if is_known(value):
        return value
    if isinstance(value, dict):
        parts = {key: readable(one, partial(_is_known_under, key, is_known)) for key, one in value.items()}
        value = {key: part for key, part in parts.items() if part is not None}
    elif isinstance(value, list):
        value = [one for one in value if is_known([one])]
    return value if is_known(value) else None


def _is_known_under(key: str, is_known: Callable[[Any], bool], part: Any) -> bool:
    return is_known({key: part})


def _with_our_diagnostics(data: dict[str, Any]) -> dict[str, Any]:
    """Leave only where ours are of the diagnostics for which an editor wants code actions."""
    params = data.get("params")
    context = params.get("context") if isinstance(params, dict) else None
    given = context.get("diagnostics") if isinstance(context, dict) else None
    if not isinstance(params, dict) or not isinstance(context, dict) or not isinstance(given, list):
        return data
    ours = [
        {"range": one.get("range"), "message": "", "source": SOURCE}
        for one in given
        if isinstance(one, dict) and one.get("source") == SOURCE
    ]
    return {**data, "params": {**params, "context": {**context, "diagnostics": ours}}}


def outdated() -> JsonRpcException:
    """Give what answers a question about a text that is not there any more."""
    return JsonRpcException("the text has changed", _CHANGED)


def refused() -> JsonRpcException:
    """Give what answers a wish for an edit that must not be made."""
    return JsonRpcException("nothing is changed: this text does not allow it by a small edit", _FAILED)

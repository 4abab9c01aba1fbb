"""The language server on standard input and output: the protocol at one side, the desk at the other.

Messages are read in the event loop, documents are judged in one other thread, and edits are made in a third one.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from .. import __version__
from . import answers, convert, uris
from .abilities import Abilities
from .around import Around
from .desk import Desk, Judged, views
from .documents import Document
from .judging import Now, words
from .offering import Offering
from .protocol import Protocol
from .roots import Roots
from .schedule import Schedule
from .stdio import Frames, Writer, listen

Answer = TypeVar("Answer")

_WATCHED = ("**/.agents/**/*.md", "**/.git/logs/HEAD", "**/*.toml", "**/*.json")
_LOOK = 2.0  # seconds between two looks at whether the editor is still there, and at what is around the documents


class Server(LanguageServer):
    """What answers an editor."""

    protocol: Protocol

    def __init__(self, roots: Roots, clock: Now) -> None:
        super().__init__(
            "session-lint", __version__, protocol_cls=Protocol, converter_factory=default_converter, max_workers=1
        )
        self.roots = roots
        self.desk = Desk(roots, clock, self._log_from_worker)
        self.documents: dict[str, Document] = {}
        self.abilities = Abilities()
        self.around = Around()
        self.schedule = Schedule(self._publish)
        self.published: dict[str, tuple[int | None, str]] = {}
        self.worker = ThreadPoolExecutor(1, "judge")
        self.mender = ThreadPoolExecutor(1, "mend")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ended: asyncio.Event | None = None
        self.watched: int | None = None

    # -- how it runs

    async def serve(self, source: int, sink: int) -> int:
        """Answer messages from one descriptor on another, until the editor says so or is gone; gives the exit code."""
        self.loop, self.ended = asyncio.get_running_loop(), asyncio.Event()
        loop, frames = self.loop, Frames()

        def receive(data: bytes) -> None:
            loop.call_soon_threadsafe(take, data)

        def take(data: bytes) -> None:
            if not data:
                self.end()
            for body in frames.feed(data):
                if self.protocol.exit_code is None:
                    self.protocol.take(body)

        def lose() -> None:
            loop.call_soon_threadsafe(self.end)

        writer = Writer(sink, lose)
        self.protocol.set_writer(writer)
        listen(source, receive)
        tasks = [loop.create_task(self._watch()), loop.create_task(self._look())]
        await self.ended.wait()
        for task in tasks:
            task.cancel()
        for worker in (self.worker, self.mender):
            worker.shutdown(wait=False, cancel_futures=True)
        writer.close()
        return 1 if self.protocol.exit_code is None else self.protocol.exit_code

    def end(self) -> None:
        """Stop serving."""
        if self.ended:
            self.ended.set()

    async def _watch(self) -> None:
        """End when the editor is gone without a word: another process may hold our standard input open."""
        while True:
            await asyncio.sleep(_LOOK)
            if self.watched and not _is_alive(self.watched):
                self.end()

    async def _look(self) -> None:
        """Judge again when another program has changed something, where the editor would hear of it."""
        while True:
            await asyncio.sleep(_LOOK)
            paths = [one.path for one in self.documents.values() if one.path is not None]
            if paths and self.abilities.hears:
                try:
                    changed = await self.at_desk(partial(self.around.has_changed, self.roots, paths))
                except Exception as error:  # noqa: BLE001 -- the next look is soon
                    self.log(f"what is around the documents cannot be seen: {words(error)}")
                else:
                    if changed:
                        self.looked_around()

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 -- as pygls calls it
        """Write what goes wrong to the log; a window that pops up helps nobody, and an answer is no mishap."""
        if not isinstance(error, JsonRpcException) or isinstance(error, JsonRpcInternalError):
            self.log(f"a message could not be handled: {words(error)}")

    def log(self, message: str) -> None:
        """Write a line to the editor's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, message))

    def _log_from_worker(self, message: str) -> None:
        if self.loop:
            self.loop.call_soon_threadsafe(self.log, message)

    async def at_desk(self, call: Callable[[], Answer]) -> Answer:
        """Have something done in the other thread, and pass on what is to be told of it."""
        answer = await asyncio.get_running_loop().run_in_executor(self.worker, call)
        while self.roots.news:
            message = f"session-lint: {self.roots.news.pop(0)}"
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))
        return answer

    async def aside(self, offering: Offering, make: Callable[[], Answer]) -> Answer:
        """Have edits made, which may take long, while others are answered."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.mender, make)
        except asyncio.CancelledError:
            offering.given_up = True
            raise

    # -- what the editor tells

    def begin(self, params: types.InitializeParams) -> None:
        """Take note of who is at the other end, and be able to do what it can make use of."""
        self.abilities = Abilities.of(params.capabilities)
        # An editor outside of our container has a number that is nobody's here.
        self.watched = params.process_id if params.process_id and _is_alive(params.process_id) else None
        folders = [one.uri for one in params.workspace_folders or ()]
        if not folders and (params.root_uri or params.root_path):
            folders = [params.root_uri or uris.uri_of(os.path.abspath(params.root_path or "."))]
        self._folders(folders)
        answers.register(self)

    def ready(self) -> None:
        """Ask to be told of files that change, where the editor can be asked."""
        if self.abilities.watches:
            watchers = [types.FileSystemWatcher(glob_pattern=glob) for glob in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            one = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.client_register_capability(types.RegistrationParams([one]))

    def opened(self, item: types.TextDocumentItem) -> None:
        """Take a document that was opened."""
        document = Document.opened(item.uri, item.text, item.version, self.encoding)
        self._took(document)

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take changes of an open document; of one that is not open nothing is known."""
        uri = params.text_document.uri
        if uri in self.documents:
            changes = [_change(one) for one in params.content_changes]
            self._took(self.documents[uri].changed(changes, params.text_document.version))

    def saved(self, uri: str) -> None:
        """Look at the file of a document again."""
        if uri in self.documents:
            self._took(self.documents[uri].as_on_disk())
        self.looked_around()

    def closed(self, uri: str) -> None:
        """Leave a document: what was said of it is not said any more."""
        if uri in self.documents:
            self.documents = {other: one for other, one in self.documents.items() if other != uri}
            self.schedule.drop(uri)
            if not self.abilities.pulls:
                self.published.pop(uri, None)
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
                self.schedule.ask_later(self.documents)

    def folders_changed(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Take folders that were added, and leave those that were removed."""
        gone = {uris.path_of(one.uri) for one in event.removed}
        kept = [uris.uri_of(folder) for folder in self.roots.folders if folder not in gone]
        self._folders([*kept, *(one.uri for one in event.added)])
        self.looked_around()

    def looked_around(self) -> None:
        """Judge all again: something around the documents has changed."""
        self.desk.forget()
        if not self.abilities.pulls:
            self.schedule.ask_later(self.documents)
        elif self.abilities.refreshes:
            self.workspace_diagnostic_refresh(None)
        if self.abilities.refreshes_lenses:
            self.workspace_code_lens_refresh(None)
        if self.abilities.refreshes_hints:
            self.workspace_inlay_hint_refresh(None)

    @property
    def encoding(self) -> str:
        """The units of columns that were agreed on."""
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))

    def _folders(self, found: Iterable[str]) -> None:
        paths = (uris.path_of(uri) for uri in found)
        self.roots.set_folders(path for path in paths if path is not None)

    def _took(self, document: Document) -> None:
        self.documents = {**self.documents, document.uri: document}  # the other thread may have the one before
        if not self.abilities.pulls:
            self.schedule.ask(document.uri)
            self.schedule.ask_later(self._beside(document))

    def _beside(self, document: Document) -> list[str]:
        """Give the other open documents of a folder, of which something else may be said now."""
        folder = document.uri.rpartition("/")[0]
        return [uri for uri in self.documents if uri.rpartition("/")[0] == folder and uri != document.uri]

    # -- diagnostics

    async def judged(self, uri: str) -> Judged | None:
        """Judge a document as it is now; None for one that is not open, or no session."""
        documents = self.documents
        document = documents.get(uri)
        if document is None:
            return None
        return await self.at_desk(partial(self.desk.judged, document, documents))

    def diagnostics(self, judged: Judged | None) -> list[types.Diagnostic]:
        """Give what is said of a document, for its editor."""
        if judged is None:
            return []
        view_of = views(judged, self.documents)
        view = judged.document.view
        return [convert.diagnostic(one, view, self.abilities, view_of) for one in judged.verdict.diagnostics]

    async def _publish(self, uri: str) -> None:
        """Judge a document and tell the editor, unless it has gone on meanwhile: then its turn comes again."""
        before = self.documents.get(uri)
        try:
            made = self.diagnostics(await self.judged(uri))
        except Exception as error:  # noqa: BLE001 -- the next document has its turn
            self.log(f"what is to be said of a document is lost: {words(error)}")
            return
        if before is None or self.documents.get(uri) is not before:
            return
        name = (before.version, convert.result_id(made))
        if self.published.get(uri) != name:
            self.published[uri] = name
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, made, before.version))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is there, and belongs to somebody else
        return True
    return True


def _change(one: types.TextDocumentContentChangeEvent) -> Any:
    if isinstance(one, types.TextDocumentContentChangePartial):
        start, end = one.range.start, one.range.end
        return ((start.line, start.character), (end.line, end.character)), one.text
    return None, one.text


def run(roots: Roots, clock: Now) -> int:
    """Serve the editor that has started us; gives the exit code.

    Standard output belongs to the protocol: whatever else is written there, as by a plugin, goes to standard error.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)  # what matters of it is told to the editor
    sink = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:  # there is no standard error
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return asyncio.run(Server(roots, clock).serve(0, sink))

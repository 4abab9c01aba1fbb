"""An editor in a few lines: it starts the real server, talks to it byte by byte, and applies edits in its own way."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from ..test_cli import NOW

WAIT = 30
UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}

ABLE: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "dataSupport": True,
            "tagSupport": {"valueSet": [1, 2]},
            "versionSupport": True,
        },
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
        },
    },
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]}},
}
"""What most editors say of themselves, those that do not ask for diagnostics."""

PULLS: dict[str, Any] = {**ABLE, "textDocument": {**ABLE["textDocument"], "diagnostic": {"relatedInformation": True}}}
"""The same of one that asks."""


class Editor:
    """A running server and what it has said."""

    def __init__(self, cwd: Path, *arguments: str, **environment: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SESSION_LINT", "GIT_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "session_lint", "lsp", *arguments],
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**kept, "SESSION_LINT_NOW": NOW, **environment},
        )
        self.said: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.messages: list[dict[str, Any]] = []
        self.number = 0
        self.stderr = b""
        self.threads = [threading.Thread(target=run, daemon=True) for run in (self._listen, self._listen_to_errors)]
        for thread in self.threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.wait(WAIT)
        for thread in self.threads:
            thread.join(WAIT)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
        assert b"Traceback" not in self.stderr, self.stderr.decode()

    def _listen(self) -> None:
        out = self.process.stdout
        assert out
        while header := out.readline():
            match = re.fullmatch(rb"Content-Length: ([0-9]+)\r\n", header)
            assert match, header
            while out.readline() != b"\r\n":
                pass
            self.said.put(json.loads(out.read(int(match[1]))))
        self.said.put(None)

    def _listen_to_errors(self) -> None:
        assert self.process.stderr
        self.stderr = self.process.stderr.read()

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message: dict[str, Any]) -> None:
        self.send_bytes(framed({"jsonrpc": "2.0", **message}))

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def next(self, wanted: Callable[[dict[str, Any]], bool], seconds: float = WAIT) -> dict[str, Any]:
        """Give the next message that is wanted, and take note of the others."""
        while True:
            message = self.said.get(timeout=seconds)
            assert message is not None, f"the server is gone: {self.stderr.decode()}"
            self.messages.append(message)
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def answer(self, method: str, params: Any = None) -> dict[str, Any]:
        """Ask something, and give the whole answer."""
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        return self.next(lambda message: message.get("id") == number and "method" not in message)

    def ask(self, method: str, params: Any = None) -> Any:
        """Ask something, and give what is answered."""
        answer = self.answer(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def begin(self, *folders: Path | str, able: dict[str, Any] = ABLE, **more: Any) -> dict[str, Any]:
        named = [{"uri": uri(folder), "name": "folder"} for folder in folders]
        params = {"processId": os.getpid(), "rootUri": None, "capabilities": able, "workspaceFolders": named, **more}
        capabilities: dict[str, Any] = self.ask("initialize", params)["capabilities"]
        self.notify("initialized", {})
        return capabilities

    def open(self, path: Path | str, text: str, version: int = 1) -> None:
        item = {"uri": uri(path), "languageId": "markdown", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, path: Path | str, version: int, *changes: dict[str, Any]) -> None:
        document = {"uri": uri(path), "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": list(changes)})

    def close(self, path: Path | str) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri(path)}})

    def published(self, path: Path | str, version: int | None = None) -> list[dict[str, Any]]:
        """Wait for what the server says of a document, in a version if one is named."""

        def is_it(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            if message.get("method") != "textDocument/publishDiagnostics" or params["uri"] != uri(path):
                return False
            return version is None or params.get("version") == version

        found: list[dict[str, Any]] = self.next(is_it)["params"]["diagnostics"]
        return found

    def pulled(self, path: Path | str, previous: str | None = None) -> dict[str, Any]:
        params = {"textDocument": {"uri": uri(path)}, **({"previousResultId": previous} if previous else {})}
        report: dict[str, Any] = self.ask("textDocument/diagnostic", params)
        return report

    def actions(self, path: Path | str, span: Any = None, **context: Any) -> list[dict[str, Any]]:
        params = {
            "textDocument": {"uri": uri(path)},
            "range": span or {"start": {"line": 0, "character": 0}, "end": {"line": 99999, "character": 0}},
            "context": {"diagnostics": [], **context},
        }
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", params)
        return found

    def end(self) -> int:
        """Say good-bye as it should be, and give the exit code."""
        self.ask("shutdown")
        self.notify("exit")
        return self.process.wait(WAIT)

    def shown(self) -> list[str]:
        """Give what has popped up so far."""
        return [one["params"]["message"] for one in self.messages if one.get("method") == "window/showMessage"]

    def logged(self) -> list[str]:
        return [one["params"]["message"] for one in self.messages if one.get("method") == "window/logMessage"]


def framed(message: Any) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def uri(path: Path | str) -> str:
    return path if isinstance(path, str) else path.as_uri()


def offset_at(text: str, line: int, character: int, encoding: str = "utf-16") -> int:
    """Give the offset of a place, as the protocol defines it, by encoding what stands before it."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    if line >= len(starts):
        return len(text)
    rest = re.split(r"[\r\n]", text[starts[line] :], maxsplit=1)[0]
    units = rest.encode(UNITS[encoding], "surrogatepass")[: character * WIDTH[encoding]]
    return starts[line] + len(units.decode(UNITS[encoding], "surrogatepass"))


def applied(text: str, edits: list[dict[str, Any]], encoding: str = "utf-16") -> str:
    """Apply text edits, which must not overlap."""
    spans = []
    for edit in edits:
        places = (edit["range"]["start"], edit["range"]["end"])
        start, end = (offset_at(text, place["line"], place["character"], encoding) for place in places)
        spans.append((start, end, edit["newText"]))
    spans.sort(key=lambda one: one[:2])
    assert all(first[1] <= then[0] for first, then in pairwise(spans)), spans
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def applied_to(text: str, path: Path | str, edit: dict[str, Any], encoding: str = "utf-16") -> tuple[str, str | None]:
    """Give the text of one document after an edit of the workspace, and the URI that it is renamed to."""
    to = None
    for change in edit["documentChanges"]:
        if change.get("kind") == "rename":
            assert change["options"] == {"overwrite": False, "ignoreIfExists": False}
            if change["oldUri"] == uri(path):
                to = change["newUri"]
        elif change["textDocument"]["uri"] == uri(path):
            text = applied(text, change["edits"], encoding)
    return text, to

"""What the language server costs: from a change of a 4 KB session to its diagnostics, held against the server's start.

    python -m benchmarks.language_server [--edits N] [--starts N]

The session lies in a repository with a commit and with other sessions. An editor that is told and one that asks are
measured; a change is one letter, typed into another line each time. The start is from the process to the answer to
`initialize`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from . import corpora, sessions

_NOW = datetime(2025, 12, 5, 12, tzinfo=UTC)
_SEED = 20251204
_SESSIONS = 20
_LONG = 60  # characters that a line of prose has
GIT = {
    **{f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
}
TOLD: Mapping[str, Any] = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
ASKS: Mapping[str, Any] = {"textDocument": {"diagnostic": {}}}


class Editor:
    """Talks to a server, one message after the other."""

    def __init__(self, root: Path, able: Mapping[str, Any]) -> None:
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "session_lint", "lsp"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "SESSION_LINT_NOW": _NOW.isoformat()},
        )
        folders = [{"uri": root.as_uri(), "name": "root"}]
        self.send(
            {"id": 0, "method": "initialize", "params": {"capabilities": able, "workspaceFolders": folders}},
        )
        self.until(lambda message: message.get("id") == 0)
        self.start = time.perf_counter() - begun
        self.send({"method": "initialized", "params": {}})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.send({"id": "end", "method": "shutdown"})
        self.until(lambda message: message.get("id") == "end")
        self.send({"method": "exit"})
        self.process.wait(10)

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message."""
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def until(self, wanted: Any) -> Any:
        """Give the next message that is wanted."""
        out = self.process.stdout
        assert out
        while True:
            length = 0
            while (line := out.readline().strip()) or not length:
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            message = json.loads(out.read(length))
            if wanted(message):
                return message


def latencies(root: Path, path: Path, able: Mapping[str, Any], edits: int) -> list[float]:
    """Give the seconds from each change to its diagnostics."""
    text, uri, found = path.read_text(encoding="utf-8"), path.as_uri(), []
    rows = [row for row, line in enumerate(text.split("\n")) if len(line) > _LONG]
    with Editor(root, able) as editor:
        item = {"uri": uri, "languageId": "markdown", "version": 0, "text": text}
        editor.send({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        for version in range(1, edits + 1):
            row = rows[version % len(rows)]
            place = {"line": row, "character": 12}
            change = {"range": {"start": place, "end": place}, "text": "x"}
            document = {"uri": uri, "version": version}
            begun = time.perf_counter()
            params = {"textDocument": document, "contentChanges": [change]}
            editor.send({"method": "textDocument/didChange", "params": params})
            if able is ASKS:
                params = {"textDocument": {"uri": uri}}
                editor.send({"id": version, "method": "textDocument/diagnostic", "params": params})
                editor.until(lambda message, number=version: message.get("id") == number)
            else:
                editor.until(lambda message, number=version: _version(message) == number)
            found.append(time.perf_counter() - begun)
    return found


def _version(message: Mapping[str, Any]) -> Any:
    told = message.get("method") == "textDocument/publishDiagnostics"
    return message["params"].get("version") if told else None


def shown(found: Sequence[float], start: float) -> str:
    """Write percentiles in milliseconds, and the median as a share of the start."""
    cuts = statistics.quantiles(found, n=100, method="inclusive")
    parts = {"median": statistics.median(found), "p90": cuts[89], "p95": cuts[94], "p99": cuts[98], "most": max(found)}
    words = ", ".join(f"{name} {value * 1000:.1f}" for name, value in parts.items())
    return f"{words} ms; the median is 1/{start / parts['median']:.0f} of the start"


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--starts", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        made = [sessions.clean(number, _NOW, _SEED) for number in range(_SESSIONS)]
        corpora.write(root, made)
        for command in (("init", "-q"), ("add", "--all"), ("commit", "-qm", "all of them")):
            subprocess.run(["git", *command], cwd=root, env={**os.environ, **GIT}, check=True)
        path = root / corpora.SESSIONS / made[0].name
        starts = []
        for _ in range(options.starts):
            with Editor(root, TOLD) as editor:
                starts.append(editor.start)
        start = statistics.median(starts)
        print(f"start: median {start * 1000:.0f} ms of {len(starts)}")
        for name, able in (("told", TOLD), ("asks", ASKS)):
            found = latencies(root, path, able, options.edits)
            print(f"{len(found)} changes of {path.stat().st_size} bytes, an editor that {name}: {shown(found, start)}")


if __name__ == "__main__":
    main()

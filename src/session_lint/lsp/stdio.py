"""Messages on standard input and output, as the protocol frames them: headers, a blank line, so many bytes.

Reading and writing have a thread each, so that an editor that does not listen holds up nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from ..regex import regex

# What is left of a message that was cut short may stand before it on its line.
_LENGTH = regex(rb"(?<![\w-])content-length:[ \t]*([0-9]{1,12})[ \t]*(?=\r|\n|$)", re.IGNORECASE)
_CHUNK = 1 << 16
_MOST_HEADERS = 1 << 14
_PATIENCE = 5  # seconds for what is still to be written


class Frames:
    """Finds the messages in bytes that come in pieces of any size; what is no header is passed over."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._length: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """Take more bytes; gives the messages that are whole now."""
        self._data += data
        found = []
        while self._length is not None or self._read_headers():
            length = self._length or 0
            if len(self._data) < length:
                break
            found.append(bytes(self._data[:length]))
            del self._data[:length]
            self._length = None
        return found

    def _read_headers(self) -> bool:
        """Take the headers, up to the blank line behind them; whether they were there and say a length."""
        while True:
            end = self._data.find(b"\r\n\r\n")
            if end < 0:
                if len(self._data) > _MOST_HEADERS:
                    del self._data[: -len(b"\r\n\r\n")]
                return False
            lengths = [int(match[1]) for match in _LENGTH.finditer(self._data, 0, end)]
            self._length = lengths[-1] if lengths else None
            del self._data[: end + 4]
            if self._length is not None:
                return True


def listen(descriptor: int, receive: Callable[[bytes], None]) -> None:
    """Read from a descriptor in a thread, and hand on what comes; nothing at its end."""

    def read() -> None:
        data = b"?"
        while data:
            try:
                data = os.read(descriptor, _CHUNK)
            except OSError:
                data = b""
            receive(data)

    Thread(target=read, name="read", daemon=True).start()


class Writer:
    """Writes to a descriptor in a thread. `lost` is called there when nobody takes it any more."""

    def __init__(self, descriptor: int, lost: Callable[[], None]) -> None:
        self._queue: SimpleQueue[bytes | None] = SimpleQueue()
        self._descriptor = descriptor
        self._lost = lost
        self._thread = Thread(target=self._run, name="write", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Have bytes written, after those before."""
        self._queue.put(data)

    def close(self) -> None:
        """Write what is left, as far as somebody takes it."""
        self._queue.put(None)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        while (data := self._queue.get()) is not None:
            try:
                while data:
                    data = data[os.write(self._descriptor, data) :]
            except OSError:
                self._lost()
                return

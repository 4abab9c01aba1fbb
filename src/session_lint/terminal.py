"""Standard output, standard error and what the environment says about them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from .failure import Failure
from .report.model import plain

WIDTH = 100
_NARROWEST, _WIDEST = 40, 160


def wants_color(choice: str, stream: TextIO | None, environment: Mapping[str, str]) -> bool:
    """Say whether to colour: by `--color`, else NO_COLOR and FORCE_COLOR, else whether the stream is a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") not in (None, "", "0"):
        return True
    return is_terminal(stream) and environment.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Say whether a stream is a terminal; a closed one is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def width(environment: Mapping[str, str]) -> int:
    """Give the columns to write in: those of COLUMNS or of the terminal, within reason."""
    columns = environment.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit():
        found = int(columns[:6])
    else:
        try:
            found = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
        except (OSError, ValueError):
            found = WIDTH
    return min(max(found, _NARROWEST), _WIDEST) if found else WIDTH


_AT_ONCE = 1 << 20  # characters


def write(text: str) -> None:
    """Write to standard output, with escapes for what its encoding does not have. Raises Failure, BrokenPipeError."""
    if sys.stdout is None:
        return
    with _taken_off():
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        for at in range(0, len(text), _AT_ONCE):  # a report may be large, and is encoded bit by bit
            sys.stdout.write(text[at : at + _AT_ONCE])
        sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write bytes to standard output as they are. Raises Failure, BrokenPipeError."""
    if sys.stdout is None:
        return
    with _taken_off():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def _taken_off() -> Iterator[None]:
    """Make a Failure of what the system says when it does not take the output, but for a closed pipe."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        raise Failure(f"cannot write to standard output: {(error.strerror or 'it failed').lower()}") from None


def discard() -> None:
    """Let what is left of the output go nowhere, so that the interpreter's last flush does not fail, too."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def note_lines(text: str) -> None:
    """Write lines, which are plain already, to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(text)


def note(text: str) -> None:
    """Say something about the run on standard error, with nothing in it that a terminal or a CI log would obey."""
    if sys.stderr is not None:
        sys.stderr.write(f"session-lint: {plain(text)}\n")


def ask(question: str, *, default: bool) -> bool:
    """Ask a person, until there is an answer; a bare return takes the default. Raises Failure when there is none."""
    while True:
        if sys.stderr is not None:
            sys.stderr.write(f"{plain(question)} [{'Y/n' if default else 'y/N'}] ")
            sys.stderr.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise Failure("there was no answer", "nothing else was done; answer with y or n, or add --yes")
        word = line.strip().lower()
        if word in ("y", "yes", "n", "no"):
            return word.startswith("y")
        if not word:
            return default


class Counter:
    """A line on a terminal that counts for those who wait longer than a second, and is wiped in the end."""

    PATIENCE = 1.0
    PAUSE = 0.1

    def __init__(self, stream: TextIO, what: str = "files") -> None:
        self.stream = stream
        self.what = what
        self.next = time.monotonic() + self.PATIENCE

    def show(self, done: int, total: int) -> None:
        """Show how far the run is, ten times a second at most."""
        now = time.monotonic()
        if now >= self.next:
            self.next = now + self.PAUSE
            self.stream.write(f"\r{done} of {total} {self.what}" + " " * 8)
            self.stream.flush()
        if done == total and now > self.next - self.PAUSE:
            self.stream.write("\r" + " " * 40 + "\r")
            self.stream.flush()

"""The texts that are open in the editor, each with what is known of its file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from .. import peek
from ..text import BOM, LineIndex, lines_of
from ..values import dataclass, replace
from . import uris
from .view import UTF16, Rows, View

_LOOK = 1 << 16  # bytes; a line break is nearly always among the first
_MARK = BOM.encode()

Change = tuple[tuple[tuple[int, int], tuple[int, int]] | None, str]
"""A new text for what lies between two places, or for all of it."""


@dataclass(frozen=True, eq=False)
class Document:
    """An open text as the editor has it. `path` is absolute, None for what is no file of this machine.

    Some editors take the byte order mark off a file, or have LF in its place for CRLF, and put it back when they save:
    `marked` and `returns` say so. `lines` are those of the text where they are known from the change before.
    """

    uri: str
    text: str
    version: int | None = None
    encoding: str = UTF16
    path: str | None = None
    marked: bool = False
    returns: bool = False
    lines: tuple[str, ...] | None = None

    @classmethod
    def opened(cls, uri: str, text: str, version: int | None, encoding: str) -> Document:
        """Make one of what an editor has opened."""
        return cls(uri, text, version, encoding, uris.path_of(uri)).as_on_disk()

    def as_on_disk(self) -> Document:
        """Give it with another look at its file."""
        data = peek.first(self.path, _LOOK) if self.path else b""
        lines = LineIndex(data.decode("utf-8", "replace"))
        marked = data.startswith(_MARK) and not self.text.startswith(BOM)
        return replace(self, marked=marked, returns=lines.newline == "\r\n" and "\r" not in self.text)

    def changed(self, changes: Sequence[Change], version: int | None) -> Document:
        """Give it after changes, each of which is to be understood after those before it."""
        rows = Rows(lines_of(self.text) if self.lines is None else self.lines, self.encoding)
        for places, content in changes:
            if places is None:
                rows = Rows(lines_of(content), self.encoding)
            else:
                rows.change(*places, content)
        text = rows.text
        returns = self.returns and "\r" not in text
        return replace(self, text=text, version=version, returns=returns, lines=rows.lines)

    @cached_property
    def judged(self) -> str:
        """The text as it will be in the file."""
        text = self.text.replace("\n", "\r\n") if self.returns else self.text
        return BOM + text if self.marked else text

    @cached_property
    def view(self) -> View:
        """How the editor counts in the text that is judged."""
        return View(LineIndex(self.judged), self.encoding, self.marked, self.returns)


Documents = Mapping[str, Document]
"""By URI."""

NONE: Documents = MappingProxyType({})

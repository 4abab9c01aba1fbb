"""Where things stand in a TOML text. `tomllib` gives values without places; this finds the line of a key.

The text is known to be valid TOML, so this reads only as much of the grammar as it takes to tell keys from values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..regex import regex
from ..values import dataclass, field

_TOKEN = regex(
    r'''(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')'''
    r"""|(?P<mark>[\[\]{},=\n])|(?P<bare>[^\s\[\]{},="'#]+)|(?P<skip>\#[^\n]*|[ \t\r]+)""",
    re.DOTALL,
)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    row: int


def row(text: str, path: tuple[str, ...]) -> int:
    """Give the row, from 1, of a key or of an item of a list (`("select", "0")`), else of what is around it.

    The tables of an array (`[[overrides]]`) are items of a list: `("overrides", "0", "files")`.
    """
    rows = _Reader(list(_tokens(text))).read()
    return next((rows[path[:length]] for length in range(len(path), 0, -1) if path[:length] in rows), 1)


def _tokens(text: str) -> Iterator[_Token]:
    at, line = 0, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # not TOML; the caller has let `tomllib` say so
            return
        if match.lastgroup != "skip":
            yield _Token(str(match.lastgroup), match[0], line)
        line += match[0].count("\n")
        at = match.end()


@dataclass
class _Reader:
    """Walks over the tokens once and notes the row of each key and item, the first one where a key comes twice."""

    tokens: list[_Token]
    at: int = 0
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    arrays: dict[tuple[str, ...], int] = field(default_factory=dict)

    def read(self) -> dict[tuple[str, ...], int]:
        table: tuple[str, ...] = ()
        while self.at < len(self.tokens):
            token = self._next()
            if token.text == "[":
                table = self._header(token.row)
            elif token.text != "\n":
                self.at -= 1
                self._value(self._key(table, "="))
        return self.rows

    def _next(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _skip(self, *texts: str) -> None:
        while self.at < len(self.tokens) and self.tokens[self.at].text in texts:
            self.at += 1

    def _header(self, row: int) -> tuple[str, ...]:
        """Read `table]` or `[array]]`, and give the path of what is below: that of the array's new table."""
        is_array = self.at < len(self.tokens) and self.tokens[self.at].text == "["
        path = self._key((), "]")
        self._skip("]")
        if is_array:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = (*path, str(self.arrays[path]))
            self.rows[path] = row
        return path

    def _key(self, table: tuple[str, ...], end: str) -> tuple[str, ...]:
        """Read a dotted key up to the mark behind it and note its row, and that of the tables it opens."""
        path = table
        self._skip("[")
        while self.at < len(self.tokens) and (token := self._next()).text != end:
            words = [_string(token.text)] if token.kind == "string" else [w for w in token.text.split(".") if w]
            for word in words:
                if path in self.arrays:  # a table below an array belongs to its last one
                    path = (*path, str(self.arrays[path]))
                path = (*path, word)
                self.rows.setdefault(path, token.row)
        return path

    def _value(self, path: tuple[str, ...]) -> None:
        if self.at == len(self.tokens):
            return
        token = self._next()
        if token.text == "[":
            self._list(path)
        elif token.text == "{":
            self._table(path)
        else:
            while self.at < len(self.tokens) and self.tokens[self.at].kind == "bare":  # a date and its time
                self.at += 1

    def _list(self, path: tuple[str, ...]) -> None:
        number = 0
        self._skip("\n", ",")
        while self.at < len(self.tokens) and self.tokens[self.at].text != "]":
            item = (*path, str(number))
            self.rows.setdefault(item, self.tokens[self.at].row)
            self._value(item)
            self._skip("\n", ",")
            number += 1
        self.at += 1

    def _table(self, path: tuple[str, ...]) -> None:
        self._skip("\n", ",")
        while self.at < len(self.tokens) and self.tokens[self.at].text != "}":
            self._value(self._key(path, "="))
            self._skip("\n", ",")
        self.at += 1


def _string(text: str) -> str:
    if text.startswith("'") or "\\" not in text:
        return text[1:-1]
    import tomllib  # imported late: slow to load

    return str(tomllib.loads(f"key = {text}")["key"])

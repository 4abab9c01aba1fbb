"""Keeps the texts of many files in little memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping

FEW = 400
"""So many texts are kept as they are."""

_FAST = 1


class Texts(Mapping[str, str]):
    """Texts by path; many are kept compressed, to about a third."""

    def __init__(self) -> None:
        self._plain: dict[str, str] = {}
        self._packed: dict[str, bytes] = {}

    def add(self, path: str, text: str) -> None:
        """Keep a text."""
        if len(self._plain) < FEW or path in self._plain:
            self._plain[path] = text
        else:
            self._packed[path] = zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST)

    def __getitem__(self, path: str) -> str:
        if path in self._plain:
            return self._plain[path]
        return zlib.decompress(self._packed[path]).decode("utf-8", "surrogatepass")

    def __contains__(self, path: object) -> bool:
        return path in self._plain or path in self._packed

    def __iter__(self) -> Iterator[str]:
        yield from self._plain
        yield from self._packed

    def __len__(self) -> int:
        return len(self._plain) + len(self._packed)

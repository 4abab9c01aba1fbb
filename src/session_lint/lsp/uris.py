"""Paths and the URIs that editors write for them (RFC 8089). Pure.

A path is a `str` as `os.fsdecode` makes it: a byte that is not UTF-8 is a surrogate, and `%XX` in a URI.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

from ..regex import regex

_FILE = regex(r"file:(?://([^/?#]*))?(/[^?#]*)", re.IGNORECASE)
_HERE = frozenset(("", "localhost"))
_PLAIN = "/-._~!$&'()*+,;=@"


def path_of(uri: str) -> str | None:
    """Give the absolute path that a URI names; None for one that names no file of this machine."""
    match = _FILE.match(uri)
    if match is None or (match[1] or "").casefold() not in _HERE:
        return None
    path = unquote_to_bytes(match[2]).decode("utf-8", "surrogateescape")
    return None if "\0" in path else "/" + path.lstrip("/")


def uri_of(path: str) -> str:
    """Give the URI of an absolute path."""
    return "file://" + quote(path.encode("utf-8", "surrogateescape"), safe=_PLAIN)

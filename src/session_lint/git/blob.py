"""The names that git gives to contents: see git-hash-object(1)."""

from __future__ import annotations

import hashlib


def is_blob(data: bytes, blob: str) -> bool:
    """Whether these bytes are git's blob with this id, or are when their line ends are those that git keeps."""
    return _is_blob(data, blob) or (b"\r\n" in data and _is_blob(data.replace(b"\r\n", b"\n"), blob))


def _is_blob(data: bytes, blob: str) -> bool:
    """Whether a blob has this id: SHA-1, or SHA-256 in the newer kind of repository."""
    algorithm = hashlib.sha256 if len(blob) == hashlib.sha256().digest_size * 2 else hashlib.sha1
    return algorithm(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest() == blob

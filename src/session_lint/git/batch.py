"""A conversation with `git cat-file --batch` (see git-cat-file(1), "Batch output"): ids go in, contents come out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import IO

_ASKED_AT_ONCE = 200  # ids that fit into any pipe: we would wait for ever to write while git waits for us to read
_CHUNK = 1 << 16


def contents(
    questions: IO[bytes] | None, answers: IO[bytes] | None, ids: Sequence[str], limit: int
) -> tuple[dict[str, bytes], frozenset[str]]:
    """Give the contents by id of those objects that can be had, and which are larger than `limit` bytes.

    When git ends early, as it does over what a partial clone lacks, the rest cannot be had.
    """
    found: dict[str, bytes] = {}
    too_large: set[str] = set()
    if questions is None or answers is None:
        return found, frozenset()
    for at in range(0, len(ids), _ASKED_AT_ONCE):
        asked = ids[at : at + _ASKED_AT_ONCE]
        with suppress(OSError):  # git has ended
            questions.write("".join(f"{one}\n" for one in asked).encode())
            questions.flush()
        for one in asked:
            size = _size(answers)
            if size is not None and size > limit:
                too_large.add(one)
                _skip(answers, size + 1)
            elif size is not None and len(content := answers.read(size + 1)) == size + 1:
                found[one] = content[:-1]  # a line end follows it
    return found, frozenset(too_large)


def sizes(questions: IO[bytes] | None, answers: IO[bytes] | None, ids: Sequence[str]) -> dict[str, int]:
    """Give the sizes in bytes of those objects that can be had, of a conversation with `--batch-check`."""
    found: dict[str, int] = {}
    if questions is None or answers is None:
        return found
    for at in range(0, len(ids), _ASKED_AT_ONCE):
        asked = ids[at : at + _ASKED_AT_ONCE]
        with suppress(OSError):  # git has ended
            questions.write("".join(f"{one}\n" for one in asked).encode())
            questions.flush()
        found |= {one: size for one in asked if (size := _size(answers)) is not None}
    return found


def _size(answers: IO[bytes]) -> int | None:
    """Read what comes before a content, `ID TYPE SIZE`; None for `ID missing`, and at the end."""
    words = answers.readline().split()
    return int(words[2]) if len(words) == 3 else None  # noqa: PLR2004


def _skip(answers: IO[bytes], size: int) -> None:
    while size > 0 and (part := answers.read(min(size, _CHUNK))):
        size -= len(part)

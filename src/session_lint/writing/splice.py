"""What turns a new text back into the old one, without keeping the whole of it. Pure."""

from __future__ import annotations

from ..values import dataclass


@dataclass(frozen=True)
class Splice:
    """The old bytes that come instead of so many of the new text, from an offset on."""

    start: int
    length: int
    old: bytes

    def old_of(self, new: bytes) -> bytes:
        """Give the old text."""
        return new[: self.start] + self.old + new[self.start + self.length :]


def between(old: bytes, new: bytes) -> Splice:
    """Give what makes the old text of the new one."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return Splice(start, len(new) - start - end, old[start : len(old) - end])


def _common(one: bytes, other: bytes) -> int:
    """Give how many bytes are the same at the beginning, by halves: comparing slices is quick."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low

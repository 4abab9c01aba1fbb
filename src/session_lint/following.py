"""What texts must say instead when sessions get other names: many renames at once, each text read once. Pure."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from . import references
from .diagnostic import Edit
from .filename import Pattern
from .references import DEFAULT, Reference, unquoted
from .regex import regex
from .values import dataclass

_WORD = regex(r"[A-Za-z0-9]+")


@dataclass(frozen=True)
class Move:
    """A session that gets another path. `bare` says that no other file has its name, so that the bare name means it.

    `pattern` is that of the names in its folder.
    """

    old: str
    new: str
    bare: bool = True
    pattern: Pattern = DEFAULT

    @property
    def stem(self) -> str:
        """What of the old name is written in every reference."""
        name = posixpath.basename(self.old)
        return min(posixpath.splitext(name)[0], name.removesuffix(self.pattern.suffix or "\0"), key=len)


class Following:
    """Lets texts follow some moves.

    To ask each text for each move would take their product. But a name that is referred to stands between other
    characters than letters and digits, and so do its words: one of them, which few of the names share, leads from a
    text to the moves that it may be about.
    """

    def __init__(self, moves: Iterable[Move]) -> None:
        self.moves = tuple(moves)
        words = [frozenset(_WORD.findall(move.stem)) for move in self.moves]
        shared = Counter(word for some in words for word in some)
        self._by_word: dict[str, list[int]] = {}
        for number, some in enumerate(words):
            word = min(some, key=lambda word: (shared[word], -len(word), word), default="")
            self._by_word.setdefault(word, []).append(number)

    def edits(self, path: str, text: str) -> Mapping[Move, tuple[Edit, ...]]:
        """Give the edits that make a text follow, for each move that it refers to."""
        found: dict[Move, tuple[Edit, ...]] = {}
        for (folder, pattern, names), moves in self._together(text).items():
            told = references.read(path, text, (folder,), pattern, names=names)
            by_target: dict[str, list[Reference]] = {}
            for one in told:
                for target in dict.fromkeys(one.targets):
                    by_target.setdefault(target, []).append(one)
            for move in moves:
                meant = (one for one in by_target.get(move.old, ()) if move.bare or not one.bare)
                if made := tuple(references.edit(path, text, one, move.new, move.old) for one in meant):
                    found[move] = made
        return found

    def _together(self, text: str) -> Mapping[tuple[str, Pattern, tuple[str, ...]], Sequence[Move]]:
        """Give the moves whose names occur in a text, those together for which it is read in one and the same way."""
        found: dict[tuple[str, Pattern, tuple[str, ...]], list[Move]] = {}
        for move in self._named(text):
            folder, name = posixpath.split(move.old)
            names = () if references.is_plain(name) else (name,)
            found.setdefault((folder, move.pattern, names), []).append(move)
        return found

    def _named(self, text: str) -> Sequence[Move]:
        ways = dict.fromkeys((text, unquoted(text)))  # links may be percent-encoded
        words = {"", *(word for way in ways for word in _WORD.findall(way))}
        numbers = sorted(number for word in self._by_word.keys() & words for number in self._by_word[word])
        moves = (self.moves[number] for number in numbers)
        return [move for move in moves if any(move.stem in way for way in ways)]

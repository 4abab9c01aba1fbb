"""Finds secrets in a text, and writes text about it without them.

Whatever is printed goes through here in one of three ways: `text.shown` masks a value before it cuts it short, the
engine masks the words of each finding by the secrets of its file, and `report.render` the lines that it shows.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ..values import dataclass
from .forms import FORMS, PRIVATE_KEY, SecretForm

_SHORTEST = 20
# No token is shorter, or without so many of these in a row; an Azure storage key may have others between.
_ROW = b"x" * _SHORTEST
_IN_ROW = bytes(ord("x") if chr(byte).isalnum() or chr(byte) in "_-.~" else 0 for byte in range(128)) + bytes(128)
_IN_WORD = bytes(ord(" ") if byte < 128 and chr(byte).isspace() else ord("x") for byte in range(256))  # noqa: PLR2004
_SIGNS = tuple(dict.fromkeys(sign for form in FORMS for sign in form.signs))
_WRITTEN = tuple((sign, sign.encode()) for sign in _SIGNS)
# Between the lines of a private key: breaks, as JSON writes them too, indents, and the marks of quotes and lists.
_GAP = r"(?:\\[nr]|[\s>|\"',])"

# What people write into a token that is none, in one case, since any four letters come up at random.
_DUMMIES = tuple(
    written
    for word in ("example", "sample", "dummy", "fake", "test", "your", "placeholder", "redacted", "changeme", "xxxx")
    for written in (word, word.upper(), word.capitalize())
)
_JUDGED = 64
_FEWEST_DIFFERENT = 8
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKED_BODY = 36
_CHECKSUM = 6

_PIECE = 8  # so many characters of a secret in a row are never shown
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")  # keeps offsets, as `lower` does not


@dataclass(frozen=True)
class Secret:
    """A secret in a text: where it begins and ends, and what of it must not be shown, as code-point offsets.

    `certain` is false for what was plainly made up, or has a wrong checksum: it is masked all the same, not reported.
    """

    form: SecretForm
    start: int
    end: int
    body_start: int
    body_end: int
    certain: bool = True


def find(text: str) -> tuple[Secret, ...]:
    """Find the secrets of a text in its order, none within another. Never raises; linear."""
    if len(text) < _SHORTEST:
        return ()
    found = [*_tokens(text), *_private_keys(text)]
    if not found:
        return ()
    kept: list[Secret] = []
    for secret in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or secret.start >= kept[-1].end:
            kept.append(secret)
    return tuple(kept)


def masked(text: str, *, only_certain: bool = False) -> str:
    """Give a text of the same length and lines with `*` for the characters of its secrets, their marks left."""
    parts, at = [], 0
    for secret in find(text):
        if only_certain and not secret.certain:
            continue
        parts += [text[at : secret.body_start], re.sub(r"[^\r\n]", "*", text[secret.body_start : secret.body_end])]
        at = secret.body_end
    return "".join((*parts, text[at:])) if parts else text


class Mask:
    """Hides what some texts hold of secrets in words about them, also pieces of a secret and in other case."""

    def __init__(self, *texts: str) -> None:
        self._pieces = frozenset(
            body[at : at + _PIECE]
            for text in texts
            for secret in find(text)
            for body in (text[secret.body_start : secret.body_end].translate(_LOWER),)
            for at in range(len(body) - _PIECE + 1)
        )

    def __bool__(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self._pieces)

    def __call__(self, words: str) -> str:
        """Give the words with `*` for each piece of a secret."""
        words = masked(words)
        if not self._pieces:
            return words
        lower = words.translate(_LOWER)
        hidden: set[int] = set()
        for at in range(len(lower) - _PIECE + 1):
            if lower[at : at + _PIECE] in self._pieces:
                hidden.update(range(at, at + _PIECE))
        if not hidden:
            return words
        return "".join("*" if at in hidden and one not in "\r\n" else one for at, one in enumerate(words))


def _tokens(text: str) -> Iterator[Secret]:
    # By far the cheapest way, in the interpreter's own loops, to see that a text has no such row and so no token.
    data = text.encode("utf-8", "replace")
    if _ROW not in data.translate(_IN_ROW) and "AccountKey=" not in text:
        return
    words = b"\n".join(dict.fromkeys(_long_words(data)))
    signs = {sign for sign, written in _WRITTEN if written in words}
    if not signs:
        return
    for form in FORMS:
        if signs.isdisjoint(form.signs):
            continue
        for match in form.pattern.finditer(text):
            yield Secret(form, *match.span(), *match.span("body"), _is_certain(form, match["body"]))


def _long_words(data: bytes) -> Iterator[bytes]:
    places = data.translate(_IN_WORD)
    at = places.find(_ROW)
    while at >= 0:
        end = places.find(b" ", at)
        yield data[at:] if end < 0 else data[at:end]
        at = places.find(_ROW, end) if end >= 0 else -1


def _private_keys(text: str) -> Iterator[Secret]:
    if "PRIVATE KEY" not in text:
        return
    key = _key_lines()
    for armour in re.finditer(PRIVATE_KEY.mark, text):
        at = armour.end()
        while header := key.header.match(text, at):
            at = header.end()
        first = key.first.match(text, at)
        if first is None:
            continue
        at = first.end()
        while line := key.next.match(text, at):
            at = line.end()
        last = key.last.match(text, at)
        body_end = last.end() if last else at
        end = key.end.match(text, body_end)
        whole_end = end.end() if end else body_end
        yield Secret(PRIVATE_KEY, armour.start(), whole_end, armour.end(), body_end, not _is_dummy(first["line"]))


class _KeyLines(NamedTuple):
    """Match the lines of a private key in armour, each with the gap before it."""

    header: re.Pattern[str]
    first: re.Pattern[str]
    next: re.Pattern[str]
    last: re.Pattern[str]
    end: re.Pattern[str]


@cache
def _key_lines() -> _KeyLines:
    return _KeyLines(
        re.compile(_GAP + r"*[A-Z][A-Za-z-]{2,19}: [^\r\n\\]{0,120}"),
        re.compile(_GAP + "*(?P<line>[A-Za-z0-9+/=]{40,})"),
        re.compile(_GAP + "+[A-Za-z0-9+/=]{12,}"),
        re.compile(_GAP + "*[A-Za-z0-9+/=]{0,100}" + _GAP + "*(?=-----END )"),
        re.compile("-----END [A-Z0-9 ]{3,60}-----"),
    )


def _is_certain(form: SecretForm, body: str) -> bool:
    if form.checked and len(body) == _CHECKED_BODY:
        return _checks(body)
    judged = body[:_JUDGED]
    return not _is_dummy(judged) and not any(word in judged for word in _DUMMIES)


def _is_dummy(body: str) -> bool:
    """Whether a body was plainly made up: it has few different characters, or each is the one before or the next."""
    steps = sum(0 <= ord(then) - ord(one) <= 1 for one, then in pairwise(body))
    return len(set(body)) < _FEWEST_DIFFERENT or steps * 2 >= len(body)


def _checks(body: str) -> bool:
    """Whether the last six characters of a GitHub token's body are the CRC-32 of the others in base62."""
    number, digits = zlib.crc32(body[:-_CHECKSUM].encode()), ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, len(_BASE62))
        digits = _BASE62[digit] + digits
    return digits == body[-_CHECKSUM:]

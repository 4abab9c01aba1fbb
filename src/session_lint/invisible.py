"""Characters that nobody sees and that programs read: which of a text's are hidden, and what they spell.

Sources: the Unicode Standard, chapters 23.2 (joiners and other layout controls), 23.4 (variation selectors), 23.9 (tag
characters); Unicode Standard Annex 9 (bidirectional formatting), Unicode Technical Standards 37 (ideographic
variation) and 51 (emoji sequences); for what bidirectional controls do to source code Boucher and Anderson, Trojan
Source: Invisible Vulnerabilities (2021; CVE-2021-42574).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from .regex import regex
from .text import BOM, Span
from .values import dataclass

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Soft hyphen, Mongolian vowel separator, zero-width space and joiners, bidirectional controls, word joiner and
# invisible operators, Hangul filler, byte order mark, interlinear annotation, tags. U+200E, U+200F and U+061C only say
# which way their neighbours run and are no part of it.
_HIDDEN = (
    "[\u00ad\u180e\u200b-\u200d\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
_FIRST = regex(_HIDDEN)  # a search costs eight times as much with the `+`, twice with another range above U+FFFF
_RUN = regex(f"{_HIDDEN}+")
_BIDI = regex("[\u202a-\u202e\u2066-\u2069]")
_TAG = regex("[\U000e0000-\U000e00ff]")
_SELECTOR = regex(f"[{_SELECTORS}]")
# One, or the same emoji selector twice, which some programs write.
_LEADING_SELECTOR = regex("\ufe0e{1,2}|\ufe0f{1,2}|[\ufe00-\ufe0d]")
_IDEOGRAPHIC_SELECTOR = regex("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_IDEOGRAPH = regex("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SUBDIVISION = regex("[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")  # UTS 51, ED-14a
_BLACK_FLAG = "\U0001f3f4"
_JOINERS = regex("[\u200c\u200d]{1,3}")  # U+200D U+200C U+200D is one way to join two Arabic letters
_MANY_SELECTORS = 3

# Scripts whose letters join or stack, by the beginning of their characters' names: Arabic and its like, and Brahmic.
_JOINING = tuple(
    f"{script} "
    for script in (
        *("ARABIC", "SYRIAC", "MONGOLIAN", "NKO", "MANDAIC", "MANICHAEAN", "PHAGS-PA", "PSALTER", "ADLAM", "HANIFI"),
        *("SOGDIAN", "OLD SOGDIAN", "OLD UYGHUR", "CHORASMIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI"),
        *("ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "VEDIC", "KHMER", "MYANMAR", "TIBETAN"),
        *("BALINESE", "JAVANESE", "SUNDANESE", "TAI THAM", "CHAM", "CHAKMA", "LIMBU", "LEPCHA", "MEETEI", "BATAK"),
        *("BUGINESE", "REJANG", "SAURASHTRA", "NEWA", "GRANTHA", "TIRHUTA", "SIDDHAM", "MODI", "SHARADA", "KHOJKI"),
        *("KHUDAWADI", "KAITHI", "BRAHMI", "TAKRI", "DOGRA", "NANDINAGARI", "GUNJALA", "MASARAM", "BHAIKSUKI"),
    )
)
# Scripts that put no blanks between words, where a zero-width space says that one ends.
_UNSPACED = tuple(
    f"{script} "
    for script in (
        *("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "BALINESE", "JAVANESE", "CHAM"),
        *("TAI LE", "TAI VIET", "TAI THAM", "NEW TAI LUE"),
    )
)


@dataclass(frozen=True)
class Invisible:
    """A run of characters that nobody sees. `grave`: it can carry or turn round text; else it is only in the way."""

    span: Span
    characters: str
    grave: bool

    @property
    def tags(self) -> str:
        """The tag characters."""
        return "".join(_TAG.findall(self.characters))

    @property
    def selectors(self) -> str:
        """The variation selectors."""
        return "".join(_SELECTOR.findall(self.characters))

    @property
    def spelled(self) -> str:
        """The ASCII text that the tags stand for, or the bytes of the selectors; empty when they are none."""
        letters = [chr(ord(one) - 0xE0000) for one in self.tags]
        if text := "".join(one for one in letters if one.isascii() and one.isprintable()):
            return text
        codes = (ord(one) for one in self.selectors)
        data = bytes(code - 0xFE00 if code < 0xFFFF else code - 0xE0100 + 16 for code in codes)  # noqa: PLR2004
        try:
            text = data.decode("ascii").strip()
        except UnicodeDecodeError:
            return ""
        return text if text.isprintable() and len(text) >= _MANY_SELECTORS else ""


def find(text: str) -> Iterator[Invisible]:
    """Yield the runs of hidden characters that no script and no emoji needs; a byte order mark may begin the text."""
    first = None if text.isascii() else _FIRST.search(text, len(BOM) if text.startswith(BOM) else 0)
    for match in _RUN.finditer(text, first.start()) if first else ():
        start, end = match.span()
        if not _is_needed(text[max(start - 1, 0) : start], match[0], text[end : end + 1]):
            yield Invisible(Span(*match.span()), match[0], _is_grave(match[0]))


def name(character: str) -> str:
    """Give a character's code point and name, as `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _is_grave(run: str) -> bool:
    selectors = _SELECTOR.findall(run)
    hides = len(selectors) >= _MANY_SELECTORS or max(selectors, default="") > "\uffff"
    return hides or bool(_BIDI.search(run) or _TAG.search(run))


def _is_needed(before: str, run: str, after: str) -> bool:
    """Whether a run has a purpose between two characters (empty at the ends of a text)."""
    if before == _BLACK_FLAG and _SUBDIVISION.fullmatch(run):
        return True
    selector = _IDEOGRAPHIC_SELECTOR if _IDEOGRAPH.fullmatch(before) else _LEADING_SELECTOR
    if _is_base(before) and (leading := selector.match(run)):
        run = run[leading.end() :]
        if not run:
            return True
    if run == "\u200d" and _is_emoji(before) and _is_emoji(after):
        return True
    if _JOINERS.fullmatch(run):
        return _is_of(before, _JOINING) or _is_of(after, _JOINING)
    match run:
        case "\u200b":
            return _is_of(before, _UNSPACED) or _is_of(after, _UNSPACED)
        case "\u180e":
            return _is_of(before, ("MONGOLIAN ",))
        case "\u00ad":
            return before.isalpha() and after.isalpha()
        case _:
            return False


def _is_base(character: str) -> bool:
    return bool(character) and unicodedata.category(character) not in ("Cc", "Zs", "Zl", "Zp")


def _is_emoji(character: str) -> bool:
    """Whether a character can be part of an emoji sequence; those that are newer than our tables too."""
    return character >= "\U0001f000" or (bool(character) and unicodedata.category(character) in ("So", "Sm"))


def _is_of(character: str, scripts: tuple[str, ...]) -> bool:
    """Whether a character is a letter or a mark of one of the scripts."""
    return (
        bool(character)
        and unicodedata.category(character)[0] in "LM"
        and unicodedata.name(character, "").startswith(scripts)
    )

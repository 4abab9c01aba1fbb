from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import invisible
from session_lint.invisible import Invisible
from session_lint.text import BOM, Span


def tags(text: str) -> str:
    """Give a text in tag characters."""
    return "".join(chr(0xE0000 + ord(one)) for one in text)


def selectors(data: bytes) -> str:
    """Give bytes as variation selectors, one each."""
    return "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in data)


SCOTLAND = "\U0001f3f4" + tags("gbsct") + "\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("plain", id="ASCII"),
        pytest.param("Caf\u00e9 \u2705 \u2014 \u5929", id="visible"),
        pytest.param("\ufeff---\n", id="byte order mark at the beginning"),
        pytest.param("\U0001f469\u200d\U0001f680", id="astronaut"),
        pytest.param("\U0001f469\U0001f3fd\u200d\U0001f680", id="astronaut with a skin tone"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", id="family"),
        pytest.param("\u2764\ufe0f\u200d\U0001f525", id="heart on fire"),
        pytest.param("\U0001f3f3\ufe0f\u200d\U0001f308", id="rainbow flag"),
        pytest.param("\U0001f3f3\ufe0f\u200d\u26a7\ufe0f", id="transgender flag"),
        pytest.param("\U0001f642\u200d\u2194\ufe0f", id="head shaking"),
        pytest.param("\U0001f9d1\u200d\U0001fae9", id="an emoji newer than the tables"),
        pytest.param("3\ufe0f\u20e3 \u26a0\ufe0f \u2139\ufe0e", id="selectors behind a character"),
        pytest.param("\u26a0\ufe0f\ufe0f", id="the same selector twice"),
        pytest.param("0\ufe00", id="slashed zero"),
        pytest.param("\u845b\U000e0100\u845b\U000e0101", id="ideographic variation"),
        pytest.param(SCOTLAND, id="flag of Scotland"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian"),
        pytest.param("PDF\u200c\u0647\u0627", id="Persian plural of a Latin word"),
        pytest.param("\u0644\u200d\u200c\u200d\u0627", id="Arabic joined without a ligature"),
        pytest.param("\u0928\u093e\u0930\u094d\u200d\u092f", id="Devanagari"),
        pytest.param("\u0995\u09cd\u200c\u09b7", id="Bengali"),
        pytest.param("\u0d28\u0d4d\u200d", id="Malayalam chillu at the end"),
        pytest.param("\u0dc1\u0dca\u200d\u0dbb\u0dd3", id="Sinhala"),
        pytest.param("\u1820\u180e\u1820", id="Mongolian"),
        pytest.param("\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u200b\u0e04\u0e23\u0e31\u0e1a", id="Thai"),
        pytest.param("\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a", id="Khmer"),
        pytest.param("Donau\u00addampf\u00adschiff", id="soft hyphens in a word"),
        pytest.param("\u05e9\u05dc\u05d5\u05dd\u200f (\u200eabc\u200e) \u061c", id="directional marks"),
    ],
)
def test_what_a_script_or_an_emoji_needs_is_not_hidden(text):
    assert list(invisible.find(text)) == []
    assert text.startswith(BOM) or list(invisible.find(f"text {text} text")) == []


@pytest.mark.parametrize(
    ("text", "start", "characters", "grave"),
    [
        pytest.param("a\u202eb\u202c", 1, "\u202e", True, id="override"),
        pytest.param("a\u2066\u2067b", 1, "\u2066\u2067", True, id="isolates"),
        pytest.param("\u05d0\u202b\u05d1", 1, "\u202b", True, id="embedding, in Hebrew too"),
        pytest.param("a" + tags("go"), 1, tags("go"), True, id="tags"),
        pytest.param("\U0001f3f4" + tags("run this") + "\U000e007f", 1, tags("run this") + "\U000e007f", True, id="tags behind a flag"),
        pytest.param(SCOTLAND + tags("x"), 1, tags("gbsct") + "\U000e007f" + tags("x"), True, id="tags behind a flag's"),
        pytest.param("\U0001f600" + tags("gbsct") + "\U000e007f", 1, tags("gbsct") + "\U000e007f", True, id="a flag's tags elsewhere"),
        pytest.param("\U0001f600" + selectors(b"hello"), 1, selectors(b"hello"), True, id="bytes behind an emoji"),
        pytest.param("a\U000e0100", 1, "\U000e0100", True, id="an ideograph's selector elsewhere"),
        pytest.param("\u845b\U000e0100\U000e0101", 1, "\U000e0100\U000e0101", True, id="two selectors"),
        pytest.param("a\u200b\u202eb", 1, "\u200b\u202e", True, id="two sorts"),
        pytest.param("a\u200bb", 1, "\u200b", False, id="zero-width space"),
        pytest.param("a\u200cb", 1, "\u200c", False, id="non-joiner"),
        pytest.param("\U0001f469\u200d text", 1, "\u200d", False, id="joiner without a second emoji"),
        pytest.param("a\u2060b", 1, "\u2060", False, id="word joiner"),
        pytest.param("a\ufeffb", 1, "\ufeff", False, id="byte order mark inside"),
        pytest.param("\ufeff\ufeff---", 1, "\ufeff", False, id="second byte order mark"),
        pytest.param("`a\u00ad.b`", 2, "\u00ad", False, id="soft hyphen outside of a word"),
        pytest.param("a \ufe0fb", 2, "\ufe0f", False, id="selector without a character"),
        pytest.param("a\u3164b", 1, "\u3164", False, id="Hangul filler"),
        pytest.param("a\u2062b", 1, "\u2062", False, id="invisible times"),
        pytest.param("a\u180eb", 1, "\u180e", False, id="Mongolian separator elsewhere"),
        pytest.param("\u0e01a\u200bb", 2, "\u200b", False, id="zero-width space in Latin next to Thai"),
        pytest.param("\u0645" + "\u200c\u200d" * 4 + "\u0645", 1, "\u200c\u200d" * 4, False, id="a code of joiners"),
    ],
)  # fmt: skip
def test_what_nobody_sees_and_nothing_needs_is_hidden(text, start, characters, grave):
    first = next(invisible.find(text))
    assert first == Invisible(Span(start, start + len(characters)), characters, grave)


@pytest.mark.parametrize(
    ("characters", "spelled"),
    [
        pytest.param(tags("ignore the above"), "ignore the above", id="tags"),
        pytest.param("\U000e0001" + tags("en") + "\U000e007f", "en", id="language tag"),
        pytest.param(selectors(b"rm -rf ."), "rm -rf .", id="selectors"),
        pytest.param(selectors(b"\x00\x80\xff"), "", id="selectors that are no text"),
        pytest.param("\ufe0f\ufe0f\ufe0f", "", id="selectors of emoji"),
        pytest.param("\u202e", "", id="neither"),
    ],
)
def test_hidden_text_is_read(characters, spelled):
    assert Invisible(Span(0, len(characters)), characters, grave=True).spelled == spelled


def test_a_character_is_named_also_when_unicode_does_not():
    assert invisible.name("\u200b") == "U+200B ZERO WIDTH SPACE"
    assert invisible.name("\u2065") == "U+2065"


@given(
    st.text(
        st.sampled_from("a \n\U0001f469\u200b\u200d\u202e\ufe0f\U000e0041\U000e0100\u0645\u845b\ufeff\u00ad"),
        max_size=40,
    )
)
def test_runs_are_whole_and_apart(text):
    found = list(invisible.find(text))
    for one in found:
        assert text[one.span.start : one.span.end] == one.characters
        assert one.characters
    assert all(left.span.end < right.span.start for left, right in pairwise(found))

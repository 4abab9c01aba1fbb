"""What examples cannot say of the rules on agent safety: severities, long runs, tokens that are allowed."""

from __future__ import annotations

from random import Random

import pytest

from session_lint.diagnostic import Finding, Severity
from session_lint.rules.hidden_text import HiddenText
from session_lint.rules.leaked_secret import LeakedSecret
from session_lint.text import Span

from ..reading.samples import read
from ..secret_samples import sample


@pytest.mark.parametrize(
    ("hidden", "message", "severity"),
    [
        pytest.param(
            "\u202e", "a hidden character, U+202E RIGHT-TO-LEFT OVERRIDE; expected none", None, id="direction"
        ),
        pytest.param(
            "\u200b" * 3,
            "hidden characters, 3 \u00d7 U+200B ZERO WIDTH SPACE; expected none",
            Severity.WARNING,
            id="zero width",
        ),
        pytest.param(
            "\u200b\u200c\u200d\u2060\u200b\ufeff",
            "hidden characters, 2 \u00d7 U+200B ZERO WIDTH SPACE, U+200C ZERO WIDTH NON-JOINER, "
            "U+200D ZERO WIDTH JOINER, 2 others; expected none",
            Severity.WARNING,
            id="many sorts",
        ),
        pytest.param(
            "\ufe0e\U000e0061\U000e0061\u200b",
            "hidden characters, U+FE0E VARIATION SELECTOR-15, U+200B ZERO WIDTH SPACE, "
            "2 tag characters (U+E0000 to U+E007F), which spell `aa`; expected none",
            None,
            id="one of a sort beside several of another",
        ),
        pytest.param(
            "\ufe0f" * 4,
            "hidden characters, 4 variation selectors; expected none",
            None,
            id="selectors that spell nothing",
        ),
        pytest.param(
            "\U000e0061`\U000e0062",
            "a hidden character, U+E0061 TAG LATIN SMALL LETTER A, which spells `a`; expected none",
            None,
            id="a single tag",
        ),
        pytest.param(
            "".join(chr(0xE0000 + ord(one)) for one in "a`b\x07" + "c" * 80),
            f"hidden characters, 84 tag characters (U+E0000 to U+E007F), which spell `` a`b{'c' * 56}\u2026 ``; expected none",
            None,
            id="spelled text is quoted as any other",
        ),
    ],
)
def test_hidden_text_is_named_and_counted(hidden, message, severity):
    first = next(HiddenText().check(read(f"text{hidden}text")))
    assert (first.message, first.severity) == (message, severity)


def test_secrets_are_allowed_by_globs_on_all_of_them():
    (google, _), (key, _) = sample("a Google API key", Random(1)), sample("a private key", Random(1))
    session = read(f"{google}\n{key}\n")
    assert len(list(LeakedSecret().check(session))) == 2
    assert [found.span.start for found in LeakedSecret(allow=("AIza*",)).check(session)] == [len(google) + 1]
    assert len(list(LeakedSecret(allow=("za*", "AIza")).check(session))) == 2
    assert not list(LeakedSecret(allow=("AIza*", "-----BEGIN RSA*")).check(session))


def test_a_secret_is_pointed_at_from_its_mark_to_its_end():
    key, _ = sample("a private key", Random(1))
    assert list(LeakedSecret().check(read(f"before\n{key}\nafter"))) == [
        Finding(
            Span(7, 7 + len(key)),
            "`-----BEGIN RSA PRIVATE KEY-----****` is a private key; expected no secret in a session",
            "revoke it where it was issued, since git keeps what was committed, and write here only where it is kept",
        )
    ]

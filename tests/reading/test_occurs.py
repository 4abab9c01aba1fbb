"""Whether a text holds something like a session's name: the quick look says what the expression says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.filename import Pattern

PIECES = st.sampled_from(
    ("20251204", "-", "143000", "-", "1", "00", "2025", "é", "session-", "_", "T", "٣", "\n", " ", "7.1-")
)
WRITTEN = (
    "YYYYMMDD-HHMMSS-<description>.md",
    "YYYY-MM-DD_<description>.md",
    "session-7.YYYYMMDDTHHMM é <description>.md",
)


@pytest.mark.parametrize("written", WRITTEN)
@given(text=st.lists(PIECES, max_size=12).map("".join))
def test_a_name_occurs_where_the_expression_finds_it(written, text):
    pattern = Pattern(written)
    assert pattern.occurs(text) == (pattern._regex.search(text) is not None)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        pytest.param(WRITTEN[0], "see 20251204-143000-cache", id="a session"),
        pytest.param(WRITTEN[1], "2025-12-04_", id="another pattern"),
        pytest.param(WRITTEN[2], "[session-7.20251204T1430 é x]", id="digits and letters of its own"),
        pytest.param("<description>.md", "", id="names without a stamp"),
    ],
)
def test_a_name_occurs(written, text):
    assert Pattern(written).occurs(text)

"""SL310 beyond its examples."""

from __future__ import annotations

import pytest

from session_lint import session, shipped
from session_lint.config import default
from session_lint.rules import RULES
from session_lint.rules.wave_state import WaveState

PROFILE = default(RULES, lambda location: shipped.read(location.path)).profile


def said(text: str) -> list[tuple[str, str]]:
    """Give what is marked, and what is said of it."""
    found = WaveState().check(session.read("a.md", text, PROFILE))
    return [(text[one.span.start : one.span.end], one.message) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("### Wave 1: A (ACTIVE)\n\nText.\n", id="no boxes"),
        pytest.param("### Wave 1 (ACTIVE)\n- [x] a\n#### More\n- [ ] b\n### Wave 2\n", id="a box that is open further down"),
        pytest.param("### Wave 1 (done)\n- [x] a\n### Wave 2 (ACTIVE)\n- [ ] b\n", id="one behind the other"),
        pytest.param("### Wave 1 (ACTIVE)\n### Wave 2 (not active)\n### Wave 3 (inactive)\n### Wave 4 ACTIVE\n", id="not marked"),
        pytest.param("### Wave 2 (blocked by waves 1 and 3)\n### Wave 1\n## wave 03\n", id="blockers that are there"),
        pytest.param("### Wave 2 (blocked by the release)\n", id="blocked by something else"),
        pytest.param("### Wave 2 (blocked by Wave 1.5, Wave v2)\n", id="no number of a wave"),
        pytest.param("### Wave N (ACTIVE)\n### Waves 1 (ACTIVE)\n### Heat wave 2 (ACTIVE)\n", id="no waves"),
        pytest.param("## A\n### Wave 1 (ACTIVE)\n## B\n### Wave 1 (ACTIVE)\n", id="two plans"),
        pytest.param("## A\n### Wave 1\n## B\n### Wave 2 (blocked by Wave 1)\n", id="blocked by one of another section"),
        pytest.param("```\n### Wave 1 (ACTIVE)\n### Wave 2 (ACTIVE)\n```\n", id="code"),
    ],
)  # fmt: skip
def test_it_is_silent(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "### Wave 1 (ACTIVE)\n### **Wave 2** \n### Wave 3: A (b) (active; blocked by Wave 2)\n### Wave 4 (Active)\n",
            [
                ("active", "wave 3 is active, and so is wave 1; expected one active wave"),
                ("Active", "wave 4 is active, and so is wave 1; expected one active wave"),
            ],
            id="three active ones",
        ),
        pytest.param(
            "## A\n### Wave 1 (ACTIVE)\n### Wave 2 (ACTIVE)\n## B\n### Wave 1 (ACTIVE)\n",
            [("ACTIVE", "wave 2 is active, and so is wave 1; expected one active wave")],
            id="two active ones in one of two plans",
        ),
        pytest.param(
            "## Wave 1 (ACTIVE)\n## Notes\n## Wave 2 (ACTIVE)\n",
            [("ACTIVE", "wave 2 is active, and so is wave 1; expected one active wave")],
            id="waves that are sections themselves",
        ),
        pytest.param(
            "### Wave 1 (ACTIVE)\n- [x] a\n  - [X] b\n### Wave 2\n- [ ] c\n",
            [("ACTIVE", "wave 1 is active, and all 2 boxes under it are ticked; expected work that is left")],
            id="all boxes ticked",
        ),
        pytest.param(
            "### Wave 01\n### Wave 2 (blocked by Waves 1, 7 and wave 8)\n",
            [
                ("7", "wave 2 is blocked by wave 7, which is not in this file"),
                ("8", "wave 2 is blocked by wave 8, which is not in this file"),
            ],
            id="two that are not there",
        ),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(text, found):
    assert said(text) == found

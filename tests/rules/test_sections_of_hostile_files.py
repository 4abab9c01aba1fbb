"""The rules on sections in a file that is made to take long: one thing again and again."""

from __future__ import annotations

from functools import partial

import pytest

from session_lint import session, shipped
from session_lint.config import default, load
from session_lint.config.layers import Location
from session_lint.rule import SessionRule
from session_lint.rules import RULES
from session_lint.session import Session

from ..reading.samples import seconds


def read(location: Location) -> str:
    return shipped.read(location.path) if location.shipped else 'extend = "journal"\n'


PROFILES = [default(RULES, read).profile, load("session-lint.toml", RULES, read).profile]
CHECKS = [
    rule().check for rule in RULES if rule.code.startswith(("SL305", "SL306", "SL307", "SL308", "SL309", "SL310"))
    if issubclass(rule, SessionRule)
]  # fmt: skip
SIZE = 50_000  # a quarter of a second at most; where a rule is quadratic, it is many


@pytest.mark.parametrize(
    "piece",
    [
        *("-[", "-[\n", "-[ ] a\n", "- [x ] a\n", "a\n-[ ] b\n", "- ", "*[ ] * ", "> ", "-[" + " " * 25_000),
        *("# ", "# a\n", "a\n===\n", "# session" + " " * 25_000, "## Context\n## Next Steps\n"),
        *("## Session Log\n", "## Session Log\n### 2025-12-04: x\n", "### \n", "## Journal\n", "[\n", "- a\n"),
        *("## Session Log\n### 2025-12-04" + " " * 25_000, "## Journal\n[2025-12-04 14:30] " + "a" * 25_000 + "\n"),
        *("### Wave 1 (ACTIVE)\n- [x] a\n", "### Wave 1 (" + "blocked by wave 7 " * 5000 + ")\n", "### Wave 1 " + "(" * 25_000),
    ],
    ids=lambda piece: repr(piece[:20]),
)  # fmt: skip
def test_no_rule_takes_long(piece):
    for profile in PROFILES:
        title = profile.log.section if profile.log else ""
        text = f"# Session: x\n\n## {title}\n" + (piece * (SIZE // len(piece) + 1))[:SIZE]
        assert seconds(partial(judge, session.read("a.md", text, profile)), 1) < 3


def judge(one: Session) -> None:
    for check in CHECKS:
        list(check(one))

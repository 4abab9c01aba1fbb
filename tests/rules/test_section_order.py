"""SL305 beyond its examples."""

from __future__ import annotations

from session_lint import engine, session, shipped
from session_lint.config import default
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.testing import NOW

CONFIG = default(RULES, lambda location: shipped.read(location.path))
TEXT = "## Next Steps\n\n## Context\n\n## Current State\n\n## Context\n"


def findings(extend_select: tuple[str, ...]) -> list[tuple[int, str, str]]:
    config = CONFIG.with_command_line(extend_select=extend_select)
    one = session.read(".agents/sessions/20251204-143000-weather.md", TEXT, config.profile)
    found = engine.check(one, config.rules_for(one.path), Facts(NOW)).diagnostics
    return [
        (one.lines.row(diagnostic.span.start), diagnostic.severity.value, diagnostic.help)
        for diagnostic in found
        if diagnostic.code == "SL305"
    ]


def test_it_is_off_until_it_is_selected():
    assert findings(()) == []
    advice = "the order is `Context`, `Current State`, `Next Steps`"
    assert findings(("SL305",)) == [(3, "warning", advice), (5, "warning", advice)]

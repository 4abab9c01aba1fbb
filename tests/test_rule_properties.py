"""All rules on any text: no exception, every span inside the text, every fix a change that can be made.

SESSION_LINT_EXAMPLES=100000 runs that many inputs through each instead of some hundred.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from session_lint import engine, history, session, shipped
from session_lint.config import Config, default, load
from session_lint.config.layers import Location
from session_lint.diagnostic import Diagnostic, Edit, Rename
from session_lint.fixing import edited
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.text import printable

from . import broken_sessions
from .reading.test_properties import ANY_TEXT


def read(location: Location) -> str:
    return shipped.read(location.path) if location.shipped else f'extend = "{location.path.removesuffix(".toml")}"\n'


CONFIGS = (default(RULES, read), load("archive.toml", RULES, read), load("journal.toml", RULES, read))
FACTS = Facts(datetime(2026, 1, 1, tzinfo=UTC))
NAMES = st.sampled_from(broken_sessions.NAMES) | st.text(max_size=30).filter(lambda name: "/" not in name)
EXAMPLES = int(os.environ.get("SESSION_LINT_EXAMPLES", "400"))


def check(path: str, text: str, config: Config, before: str | None = None) -> None:
    read = session.read(path, text, config.profile)
    judgement = engine.check(read, config.rules_for(path), FACTS if before is None else since(before, read))
    assert len(judgement.diagnostics) <= engine.MAX_DIAGNOSTICS
    for diagnostic in judgement.diagnostics:
        check_diagnostic(diagnostic, text)


def since(before: str, now: session.Session) -> Facts:
    old = session.read(now.path, before, now.profile)
    return replace(FACTS, base=history.base_of(old, now, lambda unmended: unmended))


def check_diagnostic(diagnostic: Diagnostic, text: str) -> None:
    for span in (diagnostic.span, *(related.span for related in diagnostic.related)):
        assert 0 <= span.start <= span.end <= len(text), diagnostic
    assert diagnostic.message, diagnostic
    assert diagnostic.help, diagnostic
    assert printable(diagnostic.message) == diagnostic.message, diagnostic
    assert printable(diagnostic.help) == diagnostic.help, diagnostic
    changes = diagnostic.fix.changes if diagnostic.fix else ()
    edits = [change for change in changes if isinstance(change, Edit)]
    for edit in edits:
        assert 0 <= edit.span.start <= edit.span.end <= len(text), diagnostic
    for change in changes:
        assert change.path == diagnostic.path
        if isinstance(change, Rename):
            assert change.to != change.path
            assert change.to.rpartition("/")[0] == change.path.rpartition("/")[0]
    assert not edits or edited(text, edits) != text, diagnostic


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(NAMES, ANY_TEXT, st.sampled_from(CONFIGS))
def test_any_text_is_judged(name, text, config):
    check(f".agents/sessions/{name}", text, config)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(NAMES, ANY_TEXT, ANY_TEXT, st.sampled_from(CONFIGS))
def test_any_text_is_compared_with_any_other(name, before, text, config):
    check(f".agents/sessions/{name}", text, config, before)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1 << 62), st.integers(0, 1 << 62), st.sampled_from(CONFIGS))
def test_any_broken_session_is_compared_with_any_other(before, seed, config):
    _, old = broken_sessions.session(Random(before))
    check(*broken_sessions.session(Random(seed)), config, old)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1 << 62), st.sampled_from(CONFIGS))
def test_any_broken_session_is_judged(seed, config):
    check(*broken_sessions.session(Random(seed)), config)

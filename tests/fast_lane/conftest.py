"""A variable of ours that the fast lane does not know makes it give way: so it sees none of those that are for tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_variables_for_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SESSION_LINT_EXAMPLES", "SESSION_LINT_SESSIONS"):
        monkeypatch.delenv(name, raising=False)

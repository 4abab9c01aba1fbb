"""The rules by their own examples, and as session-lint loads them."""

from __future__ import annotations

import pytest
from session_lint_acme import RULES

from session_lint.rule import AnyRule
from session_lint.testing import check_examples, check_plugin


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_what_its_examples_say(rule: type[AnyRule]) -> None:
    check_examples(rule)


def test_the_installed_plugin_is_good() -> None:
    check_plugin("acme")

"""Every rule by its own examples, and what every rule must have."""

from __future__ import annotations

import inspect

import pytest

from session_lint import pages, shipped, testing
from session_lint.config import default
from session_lint.rule import AnyRule, Example, FactRule, Rule, SessionRule, SuppressionRule
from session_lint.rules import RULES
from session_lint.rules.unreadable_file import UnreadableFile

PROFILE = default(RULES, lambda location: shipped.read(location.path)).profile

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in RULES
    for number, example in enumerate(rule.examples, 1)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_says_what_it_says_it_says(rule, example):
    testing.check_example(rule, example, PROFILE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_all_that_its_page_needs(rule: type[AnyRule]):
    assert issubclass(rule, SessionRule | FactRule | SuppressionRule)
    assert rule.__module__.rpartition(".")[2] == rule.name.replace("-", "_")
    assert rule.__name__.lower() == rule.name.replace("-", "")
    kinds = (SessionRule, FactRule, SuppressionRule, Rule)
    assert rule.__doc__ not in (None, *(kind.__doc__ for kind in kinds))
    page = pages.page(rule)
    assert page.summary.endswith(".")
    assert page.text.startswith("Why: ")
    assert "\n\nFix: " in page.text
    assert all(description.endswith(".") for _, _, description in page.options())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_has_a_silent_and_a_speaking_example(rule: type[AnyRule]):
    assert any(not example.says for example in rule.examples)
    assert any(example.says for example in rule.examples)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_makes_fixes_shows_one(rule: type[AnyRule]):
    makes = "Fix(" in inspect.getsource(inspect.getmodule(rule) or rule)
    assert pages.page(rule).fixable == makes


def test_codes_and_names_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_an_example_that_says_too_much_is_found_out():
    class Wrong(UnreadableFile):
        """A rule."""

        examples = (Example("---\n---\n", says=("never said",)), *UnreadableFile.examples[1:])

    with pytest.raises(AssertionError, match="example 1 of unreadable-file: the messages"):
        testing.check_examples(Wrong, PROFILE)


def test_the_examples_of_a_rule_can_be_run_together():
    for rule in RULES:
        testing.check_examples(rule, PROFILE)

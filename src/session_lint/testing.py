"""Tests a rule by its own examples. Plugins use it: `check_examples(MyRule)`, or `check_plugin("mine")`."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from . import config, engine, fixing, history, session, shipped
from .config import ActiveRule
from .diagnostic import Diagnostic, Severity
from .profile import Profile
from .rule import AnyRule, Example, Facts, SuppressionRule
from .rules import RULES
from .session import Session
from .values import replace

NOW = datetime(2025, 12, 4, 15, 0, tzinfo=UTC)
"""The clock of an example that brings no facts of its own."""

_ROUNDS = 10


@cache
def default_profile() -> Profile:
    """Give the profile of a repository without a config."""
    return config.default(RULES, lambda location: shipped.read(location.path)).profile


def check_plugin(name: str) -> None:
    """Load an installed plugin as a config does that names it, and run the examples of its rules.

    Raises Failure for a plugin that cannot be used, AssertionError as `check_examples` does.
    """
    from . import plugins  # imported late: few ask for it

    for rule in plugins.load(name, RULES):
        check_examples(rule)


def check_examples(rule: type[AnyRule], profile: Profile | None = None) -> None:
    """Run each example of a rule, as sessions of the default kind unless a profile says otherwise.

    Raises AssertionError that says which example says something else.
    """
    assert rule.examples, f"{rule.name} has no examples"
    for number, example in enumerate(rule.examples, 1):
        check_example(rule, example, profile or default_profile(), f"example {number} of {rule.name}")


def check_example(rule: type[AnyRule], example: Example, profile: Profile, label: str = "") -> None:
    """Run one example: the messages, the fixed text, and that the fixed text needs no more fixing."""
    judge = _Judge(rule, example, profile)
    found = judge.diagnostics(example.path, example.text)
    _same(tuple(diagnostic.message for diagnostic in found), example.says, f"{label}: the messages")
    _same(
        [d.message for d in found if not _inside(d, example.text)],
        [],
        f"{label}: messages with a span outside the text",
    )
    expected_path = example.fixed_path or example.path
    expected_text = example.text if example.fixed is None else example.fixed
    path, text = judge.fixed(example.path, example.text)
    _same(text, expected_text, f"{label}: the fixed text")
    _same(path, expected_path, f"{label}: the fixed path")
    if (path, text) != (example.path, example.text):
        left = [diagnostic for diagnostic in judge.diagnostics(path, text) if diagnostic.fix]
        _same([diagnostic.message for diagnostic in left], [], f"{label}: what can still be fixed after fixing")


def diagnostics(rule: type[AnyRule], example: Example, profile: Profile) -> tuple[Diagnostic, ...]:
    """Give what a rule says of an example."""
    return _Judge(rule, example, profile).diagnostics(example.path, example.text)


def facts_of(example: Example, judged: Session) -> Facts:
    """Give what is known around an example's session: its facts, with what the text was before."""
    facts = example.facts or Facts(NOW)
    if example.before is None:
        return facts
    before = session.read(judged.path, example.before, judged.profile)
    return replace(facts, base=history.base_of(before, judged, lambda unmended: unmended))


class _Judge:
    """One rule with an example's options and facts. No other rule mends anything there.

    A rule on ignores needs the built-in rules beside it.
    """

    def __init__(self, rule: type[AnyRule], example: Example, profile: Profile) -> None:
        self.active = ActiveRule(rule(**example.options), rule.severity, explicit=False)
        self.example = example
        self.beside: tuple[ActiveRule, ...] = ()
        if issubclass(rule, SuppressionRule):
            others = (one for one in RULES if one is not rule and one.severity is not Severity.OFF)
            self.beside = tuple(ActiveRule(one(), one.severity, explicit=False) for one in others)
        self.profile = profile

    def diagnostics(self, path: str, text: str) -> tuple[Diagnostic, ...]:
        """Give what the rule says of a text."""
        read = session.read(path, text, self.profile)
        found = engine.check(read, (self.active, *self.beside), facts_of(self.example, read)).diagnostics
        return tuple(one for one in found if one.code == self.active.rule.code)

    def fixed(self, path: str, text: str) -> tuple[str, str]:
        """Give path and text after all fixes, unsafe ones too."""
        for _ in range(_ROUNDS):
            patch = fixing.plan(self.diagnostics(path, text), {path: text}, unsafe=True)
            if not patch.fixed:
                return path, text
            text = patch.texts.get(path, text)
            path = dict(patch.renames).get(path, path)
        raise AssertionError(f"{self.active.rule.name}: its fixes do not come to an end in {_ROUNDS} rounds")


def _inside(diagnostic: Diagnostic, text: str) -> bool:
    return 0 <= diagnostic.span.start <= diagnostic.span.end <= len(text)


def _same(found: object, expected: object, what: str) -> None:
    assert found == expected, f"{what}\n  are:      {found!r}\n  expected: {expected!r}"

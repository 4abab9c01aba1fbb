"""Rules of a plugin: whether they are fit to run, and a guard around each that blames the plugin for what it breaks.

Our own rules are held to more than this by tests, and run without a guard.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

from ..config.selection import ALL
from ..diagnostic import Finding, Severity
from ..engine import MAX_DIAGNOSTICS
from ..failure import Failure
from ..options import options
from ..regex import regex
from ..rule import AnyRule, Declared, Example, FactRule, Needs, Rule, SessionRule
from ..session import Session
from ..text import printable, shown
from ..values import replace
from .findings import fault

_CODE = regex(r"[A-Z]{2,10}[0-9]{3}")
_NAME = regex(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_OURS = ("SL", ALL)
_PLUGIN = "__session_lint_plugin__"
_BASES = (Rule, SessionRule, FactRule)
_WORDS_SHOWN = 300
_REPORT = "tell whoever maintains the plugin, with what SESSION_LINT_DEBUG=1 prints; or take it out of `plugins`"

T = TypeVar("T")


def attempt(call: Callable[[], T], what: str) -> T:
    """Call code of a plugin. Raises Failure that begins with `what` for whatever it raises, but for Ctrl-C."""
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except SystemExit as error:
        raise Failure(f"{what}: it called `sys.exit`", _REPORT) from error
    except BaseException as error:
        raise Failure(f"{what}: {_words(error)}", _REPORT) from error


def accepted(given: Any, plugin: str, known: Iterable[type[AnyRule]]) -> tuple[type[AnyRule], ...]:
    """Give the rules of what an entry point is: a rule class, or several in a tuple or list, each under guard.

    `known` are the rules that there are. Raises Failure that names the first thing that is wrong.
    """
    taken = {word: rule for rule in known for word in (rule.code, rule.name)}
    rules = []
    for one in given if isinstance(given, tuple | list) else (given,):
        rule = _accepted(one, printable(plugin), taken)
        taken |= {rule.code: rule, rule.name: rule}
        rules.append(rule)
    if not rules:
        raise Failure(f"the plugin {printable(plugin)} has no rules", "take it out of `plugins`")
    return tuple(rules)


def _accepted(given: Any, plugin: str, taken: Mapping[str, type[AnyRule]]) -> type[AnyRule]:
    if not isinstance(given, type) or not issubclass(given, SessionRule | FactRule) or given in _BASES:
        message = f"the plugin {plugin} gives {_name(given)}; expected a rule class, or a tuple of some"
        raise Failure(message, "derive it from `session_lint.rule.SessionRule` or `FactRule`")
    code: Any = getattr(given, "code", None)
    label = f"the rule {code if _is(code, str) and _CODE.fullmatch(code) else given.__name__} of the plugin {plugin}"
    faults = (*_name_faults(given, taken), *_part_faults(given))
    faults += attempt(lambda: tuple(_option_faults(given)), f"{label} has an option that no config can hold")
    if faults:
        raise Failure(f"{label} {faults[0]}", "mend the plugin, or take it out of `plugins`")
    rule = _guarded(given, label, plugin)
    rule()  # under guard
    return rule


def _name_faults(rule: type[AnyRule], taken: Mapping[str, type[AnyRule]]) -> Iterator[str]:
    """Yield what is wrong with code and name, as the end of a sentence."""
    code: Any = getattr(rule, "code", None)
    name: Any = getattr(rule, "name", None)
    if not _is(code, str) or not _CODE.fullmatch(code):
        yield f"has the code {_name(code)}; expected capitals and three digits, such as `ACME001`"
    elif code.startswith(_OURS):
        yield f"has the code {_name(code)}; expected one that begins with neither `SL` nor `ALL`, which are not free"
    if not _is(name, str) or not _NAME.fullmatch(name):
        yield f"has the name {_name(name)}; expected small letters and hyphens, such as `broken-link`"
    for word in (code, name):
        if _is(word, str) and word in taken:
            yield f"is called {_name(word)}, as {taken[word].code} {taken[word].name} is; expected names of its own"


def _part_faults(rule: type[AnyRule]) -> Iterator[str]:
    """Yield what is missing or wrong besides code, name and options."""
    severity, doc, examples = getattr(rule, "severity", None), rule.__doc__ or "", rule.examples
    if not _is(severity, Severity):
        yield f"has the severity {_name(severity)}; expected a `Severity`"
    if not doc.strip() or doc.startswith(f"{rule.__name__}("):  # what `dataclass` writes where there is none
        yield "has no docstring; expected one, whose first line says what must hold"
    if rule.check in (SessionRule.check, FactRule.check):
        yield "has no `check`"
    if not _is(getattr(rule, "needs", Needs.NOTHING), Needs):
        yield f"needs {_name(getattr(rule, 'needs', None))}; expected `Needs`"
    if not _is(examples, tuple) or not all(_is(one, Example) for one in examples):
        yield "has `examples` that are no tuple of `Example`"


def _is(value: Any, kind: type) -> bool:
    """Whether a value is what its declaration says, which a type checker takes for granted."""
    return isinstance(value, kind)


def _option_faults(rule: type[AnyRule]) -> Iterator[str]:
    known = {field.name for field in dataclasses.fields(rule)}
    members = inspect.getmembers_static(rule)
    declared = [name for name, value in members if isinstance(value, Declared | dataclasses.Field)]
    forgotten = [name for name in declared if name not in known]
    if forgotten:
        yield f"has the option `{forgotten[0]}` and is no dataclass; expected `@dataclass(frozen=True)` above the class"
    for field in dataclasses.fields(rule):
        if field.default is dataclasses.MISSING:
            yield f"has the option `{field.name}` without a default; expected `option(default, description)`"
            return
        if field.name == "severity":
            yield "has an option `severity`; expected another name, since a config sets the severity by this one"
    for option in options(rule):
        json.dumps(option.schema())  # raises for a type or a default that no config can hold


def plugin_of(rule: type) -> str | None:
    """Give the name of the plugin that a rule is from; None for one of our own."""
    name: str | None = getattr(rule, _PLUGIN, None)
    return name


def _guarded(rule: type[AnyRule], label: str, plugin: str) -> type[AnyRule]:
    """Give a class like the rule's own whose instances blame the plugin for what goes wrong."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:  # noqa: N807 -- it becomes one
        attempt(lambda: rule.__init__(self, *values, **named), f"{label} cannot be set up")

    def check(self: Any, session: Session, *facts: Any) -> Iterator[Finding]:
        where = shown(session.path)
        found = attempt(lambda: _at_most(rule.check(self, session, *facts)), f"{label} has failed on {where}")
        return iter([_fit(one, session, f"{label} has yielded for {where}") for one in found])

    body = {
        _PLUGIN: plugin,
        "__init__": __init__,
        "check": check,
        "__doc__": rule.__doc__,
        "__module__": rule.__module__,
    }
    return attempt(
        lambda: types.new_class(rule.__name__, (rule,), exec_body=lambda namespace: namespace.update(body)),
        f"{label} cannot be guarded",
    )


def _at_most(findings: Any) -> list[Any]:
    """Take as many findings as the engine looks at, and let the plugin clean up while it can be blamed for that."""
    try:
        return list(islice(findings, MAX_DIAGNOSTICS + 1))
    finally:
        close = getattr(findings, "close", None)
        if close:
            close()


def _fit(finding: Any, session: Session, label: str) -> Finding:
    """Give a finding whose words can be shown anywhere. Raises Failure for one that is none, or makes no sense."""
    wrong = attempt(lambda: fault(finding, session), label)
    if wrong:
        raise Failure(f"{label} {wrong}", _REPORT)
    fit: Finding = attempt(lambda: _plain(finding), label)
    return fit


def _plain(finding: Finding) -> Finding:
    fix = finding.fix
    return replace(
        finding,
        message=printable(finding.message),
        help=printable(finding.help),
        fix=replace(fix, title=printable(fix.title)) if fix else None,
        related=tuple(replace(related, message=printable(related.message)) for related in finding.related),
    )


def _words(error: BaseException) -> str:
    try:
        said = str(error)
    except Exception:  # noqa: BLE001 -- it is a plugin's
        said = ""
    kind = printable(type(error).__name__)
    return f"{kind}: {printable(said)[:_WORDS_SHOWN]}" if said else kind


def _name(value: Any) -> str:
    """Name anything at all, without asking it."""
    return shown(value) if isinstance(value, str | int | float | None) else f"a `{printable(type(value).__name__)}`"

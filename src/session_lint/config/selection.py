"""Which rules are on: selectors (`SL101`, `filename-timestamp`, `SL1`, `ALL`), and which of two that disagree wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..diagnostic import Severity
from ..failure import Failure
from ..rule import AnyRule
from ..text import closest, shown
from ..values import dataclass

ALL = "ALL"

_EXACT = 1000
_ALL = 1


def selectors(rules: tuple[type[AnyRule], ...]) -> tuple[str, ...]:
    """Give all selectors that mean something: ALL, prefixes of codes, codes and names, sorted within each kind."""
    codes = sorted(rule.code for rule in rules)
    letters = [len(code.rstrip("0123456789")) for code in codes]
    prefixes = {code[:end] for code, start in zip(codes, letters, strict=True) for end in range(start, len(code))}
    return (ALL, *sorted(prefixes), *codes, *sorted(rule.name for rule in rules))


def require_known(words: Iterable[str], rules: tuple[type[AnyRule], ...], where: str) -> None:
    """Raise a Failure for a word that selects nothing; `where` is the option that brought it."""
    known = selectors(rules)
    for word in words:
        if word not in known:
            raise Failure(f"{where}: unknown rule {shown(word)}", advice(word, known))


def advice(word: str, known: tuple[str, ...]) -> str:
    """Say what was meant by an unknown selector."""
    near = closest(word, known) or closest(word.upper(), known) or closest(word.lower().replace("_", "-"), known)
    return f"did you mean `{near}`?" if near else "expected a code, a name, a prefix such as `SL1`, or `ALL`"


def fits(selector: str, rule: type[AnyRule]) -> int:
    """Say how specific a selector is for a rule: 0 when it does not select it, more the more exact it is."""
    if selector in (rule.code, rule.name):
        return _EXACT
    if selector == ALL:
        return _ALL
    # The letters are all of them: `ACME` does not select ACMEX001.
    begins = rule.code.startswith(selector) and rule.code[len(selector) : len(selector) + 1].isdecimal()
    return _ALL + len(selector) if selector and begins else 0


def best(words: Iterable[str], rule: type[AnyRule]) -> int:
    """Give how specific the most specific of the selectors is for a rule."""
    return max((fits(word, rule) for word in words), default=0)


@dataclass(frozen=True)
class Layer:
    """What one place says of the rules: a config, or the command line. `select` None is the default set."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wanted(self, rule: type[AnyRule], *, shy: bool) -> int:
        """Say how specifically the rule is selected; a shy one (off by default) is not by a prefix."""
        strength = best((*(self.select or ()), *self.extend_select), rule)
        return 0 if shy and _ALL < strength < _EXACT else strength

    def unwanted(self, rule: type[AnyRule]) -> int:
        """Say how specifically the rule is ignored."""
        return best(self.ignore, rule)


@dataclass(frozen=True)
class Selection:
    """The layers that decide: the config's, and over it the command line's.

    Within a layer the more specific selector wins, and `ignore` on a tie. What the command line ignores is off. What it
    selects is on, unless the config ignores it more specifically: `--select SL2` keeps an ignored SL203 off, `--select
    SL203` brings it back. Its `--select` replaces the config's `select` and `extend-select`.
    """

    config: Layer = Layer()
    command_line: Layer = Layer()

    def includes(self, rule: type[AnyRule], severities: Mapping[str, Severity]) -> bool:
        """Whether a rule is on. `severities` are those that the config sets, by name of the rule."""
        severity = severities.get(rule.name)
        if self.command_line.ignore or self.command_line.select is not None or self.command_line.extend_select:
            shy = severity is Severity.OFF or (severity is None and rule.severity is Severity.OFF)
            wanted, unwanted = self.command_line.wanted(rule, shy=shy), self.command_line.unwanted(rule)
            if unwanted and unwanted >= wanted:
                return False
            if wanted:
                kept_off = severity is Severity.OFF and wanted < _EXACT
                return not kept_off and wanted >= self.config.unwanted(rule)
            if self.command_line.select is not None:
                return False
        return self._configured(rule, severity)

    def _configured(self, rule: type[AnyRule], severity: Severity | None) -> bool:
        if severity is Severity.OFF:
            return False
        shy = severity is None and rule.severity is Severity.OFF
        wanted, unwanted = self.config.wanted(rule, shy=shy), self.config.unwanted(rule)
        if self.config.select is None and not shy and not unwanted:
            return True
        return wanted > unwanted

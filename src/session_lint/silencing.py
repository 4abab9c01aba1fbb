"""Which diagnostics the ignore comments of a session silence, and what came of each comment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from . import suppression
from .config.selection import ALL, selectors
from .rule import AnyRule, SessionRule
from .session import Session
from .suppression import Directive, Ignores, Outcome, Word, Worth
from .values import dataclass
from .yaml_comments import Rows

Kind = type[AnyRule]
_Use = tuple[int, int]  # a directive and a word of it, by number


@dataclass(frozen=True)
class Vocabulary:
    """The words that name rules, and the rules that each of them names."""

    rules: tuple[Kind, ...]

    @cached_property
    def selectors(self) -> tuple[str, ...]:
        """All words, `ALL` first."""
        return selectors(self.rules)

    def selector(self, word: str) -> str | None:
        """Give a word as it is written in the list; None for one that names no rule."""
        forms = (word, word.upper(), word.lower().replace("_", "-"))
        return next((form for form in forms if form in self._named), None)

    def named(self, selector: str) -> tuple[Kind, ...]:
        """Give the rules that a selector names."""
        return self._named[selector]

    def naming(self, rule: Kind) -> tuple[str, ...]:
        """Give the selectors that name a rule, the most exact first."""
        return self._naming[rule]

    @cached_property
    def _naming(self) -> Mapping[Kind, tuple[str, ...]]:
        known = frozenset(self.selectors)
        found = {}
        for rule in self.rules:
            prefixes = (rule.code[:end] for end in range(len(rule.code) - 1, 0, -1))
            found[rule] = (rule.code, rule.name, *(prefix for prefix in prefixes if prefix in known), ALL)
        return found

    @cached_property
    def _named(self) -> Mapping[str, tuple[Kind, ...]]:
        found: dict[str, list[Kind]] = {}
        for rule, words in self._naming.items():
            for selector in words:
                found.setdefault(selector, []).append(rule)
        return {selector: tuple(rules) for selector, rules in found.items()}


@lru_cache(maxsize=16)
def vocabulary(rules: tuple[Kind, ...]) -> Vocabulary:
    """Give the words for these rules, each of which may be named several times."""
    return Vocabulary(tuple(dict.fromkeys(rules)))


class _Areas:
    """Areas of rows, one inside another or apart, and what the innermost at a row stands for."""

    def __init__(self, areas: Iterable[tuple[Rows, _Use]]) -> None:
        self.rows: list[int] = []
        self.uses: list[_Use | None] = []  # from the row of the same number on
        self._open: list[tuple[int, _Use]] = []
        for (first, last), use in sorted(areas, key=lambda area: (area[0][0], -area[0][1])):
            self._close(first)
            self._open.append((last, use))
            self._add(first, use)
        self._close(None)

    def at(self, row: int) -> _Use | None:
        """Give what the innermost area at a row stands for."""
        at = bisect_right(self.rows, row) - 1
        return self.uses[at] if at >= 0 else None

    def _close(self, row: int | None) -> None:
        """End the areas that end before a row; without one all."""
        while self._open and (row is None or self._open[-1][0] < row):
            end = self._open.pop()[0]
            while self._open and self._open[-1][0] <= end:
                self._open.pop()
            self._add(end + 1, self._open[-1][1] if self._open else None)

    def _add(self, row: int, use: _Use | None) -> None:
        self.rows.append(row)
        self.uses.append(use)


class Silencer:
    """The ignores of one session: asked about each diagnostic, it keeps count of which words were of use."""

    def __init__(self, session: Session, directives: Sequence[Directive], known: tuple[Kind, ...]) -> None:
        self.session = session
        self.directives = directives
        self.words = vocabulary(known)
        self.used: set[_Use] = set()
        self._files: dict[str, _Use] = {}
        areas: dict[str, dict[Rows, tuple[Rows, _Use]]] = {}  # the first of several that are about the same
        for number, directive in enumerate(directives):
            for place, word in enumerate(directive.words if directive.understood else ()):
                selector = self.words.selector(word.text)
                if selector and directive.whole_file:
                    self._files.setdefault(selector, (number, place))
                elif selector and selector != ALL:
                    about = directive.target or directive.own
                    areas.setdefault(selector, {}).setdefault(about, (directive.rows, (number, place)))
        self._areas = {selector: _Areas(found.values()) for selector, found in areas.items()}

    def silences(self, rule: Kind, offset: int) -> bool:
        """Say whether a finding of a rule at this offset is silenced."""
        use = self._use(rule, offset)
        if use is not None:
            self.used.add(use)
        return use is not None

    def _use(self, rule: Kind, offset: int) -> _Use | None:
        if not rule.silenceable:
            return None
        naming = self.words.naming(rule)
        if self._areas and not rule.whole_file:
            row = self.session.lines.row(offset)
            for word in naming:
                if word in self._areas and (use := self._areas[word].at(row)):
                    return use
        return next((use for word in naming if (use := self._files.get(word))), None)

    def ignores(self, decided: Iterable[Kind]) -> Ignores:
        """Say what came of each directive. `decided` are the rules that have said all that they ever say of this file.

        Only of these it can be said that nothing was there to silence.
        """
        sure: set[Kind] = {rule for rule in decided if issubclass(rule, SessionRule)}
        outcomes = (self._outcome(number, directive, sure) for number, directive in enumerate(self.directives))
        return Ignores(tuple(outcomes), self.words.selectors)

    def _outcome(self, number: int, directive: Directive, sure: set[Kind]) -> Outcome:
        words: dict[Worth, list[Word]] = {worth: [] for worth in Worth}
        for place, word in enumerate(directive.words if directive.understood else ()):
            words[self._worth(directive, word, (number, place), sure)].append(word)
        return Outcome(directive, {worth: tuple(found) for worth, found in words.items() if found})

    def _worth(self, directive: Directive, word: Word, use: _Use, sure: set[Kind]) -> Worth:
        selector = self.words.selector(word.text)
        if selector is None:
            return Worth.UNKNOWN
        if selector == ALL and not directive.whole_file:
            return Worth.TOO_WIDE
        rules = [rule for rule in self.words.named(selector) if rule.silenceable]
        if not rules:
            return Worth.LOCKED
        within = [rule for rule in rules if directive.whole_file or not rule.whole_file]
        if not within:
            return Worth.MISPLACED
        return Worth.UNUSED if use not in self.used and sure.issuperset(within) else Worth.USED


def of(session: Session, known: Iterable[Kind]) -> Silencer | None:
    """Give what silences the diagnostics of a session; None without directives. `known` are all rules there are."""
    directives = suppression.read(session)
    return Silencer(session, directives, tuple(known)) if directives else None

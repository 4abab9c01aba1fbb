"""What a rule is. With `diagnostic` and `testing` this is the API that plugins write against.

A rule's docstring is its page, and its `check` yields findings. A rule with options is a frozen dataclass whose fields
they are; one without needs no decorator. It gets values and never looks at a disk, a clock or an environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Flag, auto
from typing import Any, ClassVar

from .diagnostic import Finding, Severity
from .peers import Peers
from .session import Session
from .suppression import Ignores
from .tree import Tree
from .values import dataclass, field


class Needs(Flag):
    """What a rule must know besides the file and the clock."""

    NOTHING = 0
    HISTORY = auto()
    PEERS = auto()
    TREE = auto()


@dataclass(frozen=True)
class Base:
    """A session as it was before the change that is judged: in the last commit, or where a branch began.

    `differs` says whether there was work on it since. What only mends the format is none: safe fixes, line ends, blanks
    at the end of a line, the times themselves. Where `last_updated` moved on, safe fixes do count.
    """

    session: Session
    differs: bool


@dataclass(frozen=True)
class Facts:
    """What is known of the world around one session. `now` is in UTC.

    There is no `base` for a session that is new or unchanged, and outside of git. `tree` is None unless the whole
    repository is judged.
    """

    now: datetime
    base: Base | None = None
    peers: Peers = field(default_factory=Peers)
    tree: Tree | None = None


@dataclass(frozen=True)
class Example:
    """A text and what a rule says of it: the exact messages in order.

    `fixed` is the text (and `fixed_path` the path) after the fixes of these findings, for rules that have any.
    `before` is the text in the last commit, for rules that compare.
    """

    text: str
    says: tuple[str, ...] = ()
    fixed: str | None = None
    fixed_path: str | None = None
    path: str = ".agents/sessions/20251204-143000-weather-fallback.md"
    options: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts | None = None
    before: str | None = None


class Declared:
    """An option as its rule declares it; the rule's class itself has the default under that name."""

    def __init__(self, default: Any, description: str, paths: bool) -> None:
        self.default = default
        self.description = description
        self.paths = paths

    def __get__(self, rule: object, owner: type | None = None) -> Any:
        """Give the default: a rule that is made holds its own value, and nobody comes here."""
        return self.default


def option(default: Any, description: str, *, paths: bool = False) -> Any:
    """Declare an option of a rule with its default and one sentence for its page.

    `paths`: the texts of a tuple are paths or globs below the root, so that config may write no absolute one, no `..`.
    """
    return Declared(default, description, paths)


@dataclass(frozen=True)
class Rule:
    """Something that must hold for a session. Derive from `SessionRule`, `FactRule` or `SuppressionRule`.

    `code` is never reused, `name` is the module's name with hyphens, `severity` the default one. A rule that looks only
    at why a file is unreadable sets `judges_unreadable`; the others never see such a file. One that trusts headings
    clears `judges_conflicts`, and does not see a file with an unresolved merge. One that also judges texts that are no
    sessions, such as a plan which refers to one, sets `judges_others`.

    An ignore comment silences a rule unless it clears `silenceable`; one whose findings have no line of their own sets
    `whole_file`, and is silenced for the whole file only. `table` is one that its page shows, the first row its head.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    examples: ClassVar[tuple[Example, ...]] = ()
    judges_unreadable: ClassVar[bool] = False
    judges_conflicts: ClassVar[bool] = True
    silenceable: ClassVar[bool] = True
    whole_file: ClassVar[bool] = False
    judges_others: ClassVar[bool] = False
    table: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @classmethod
    def shows_fix(cls) -> bool:
        """Whether any of the examples shows a fix, as those of a rule that makes fixes do."""
        return any(example.fixed is not None or example.fixed_path for example in cls.examples)


class SessionRule(Rule):
    """A rule that judges a session by itself."""

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield what is wrong with the session."""
        raise NotImplementedError


class FactRule(Rule):
    """A rule that must know the clock or more; `needs` says what beyond the clock."""

    needs: ClassVar[Needs] = Needs.NOTHING

    def check(self, session: Session, facts: Facts) -> Iterator[Finding]:
        """Yield what is wrong with the session in the light of the facts."""
        raise NotImplementedError


class SuppressionRule(Rule):
    """A rule that judges the ignore comments of a session once all other rules have spoken."""

    whole_file: ClassVar[bool] = True

    def check(self, session: Session, ignores: Ignores) -> Iterator[Finding]:
        """Yield what is wrong with the ignores."""
        raise NotImplementedError


AnyRule = SessionRule | FactRule | SuppressionRule
"""A rule of any kind: what the engine runs."""

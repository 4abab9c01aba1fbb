"""What a rule says (a finding), what people see (a diagnostic), and the change that mends it (a fix)."""

from __future__ import annotations

from enum import Enum

from .text import Span
from .values import dataclass


class Severity(Enum):
    """How grave a diagnostic is, the gravest first. `OFF` is a setting of a rule, never of a diagnostic."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return tuple(Severity).index(self)


@dataclass(frozen=True)
class Edit:
    """Replace a span of a file's text.

    `fields` are the paths in the front matter whose data the edit is meant to change; all other data must come out
    equal (`()` is the whole, no path at all is none of it).
    """

    path: str
    span: Span
    content: str
    fields: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Rename:
    """Give a file another path; both are relative to the root, with `/`."""

    path: str
    to: str


@dataclass(frozen=True)
class Delete:
    """Remove a file."""

    path: str


Change = Edit | Rename | Delete


@dataclass(frozen=True)
class Fix:
    """Changes that are applied together or not at all.

    `safe`: no word can be lost by it and no file moves. `title` is an imperative phrase ("set the status to `paused`").
    `fills` are the fields in the front matter that get a value which stood nowhere in it but is concluded from
    something else; no unsafe fix of the same run builds on it.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool
    fills: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Related:
    """Another place that explains a finding, in the same file unless `path` says otherwise."""

    span: Span
    message: str
    path: str | None = None


class ProblemKind(Enum):
    """What sort of thing reading could not make sense of; each has a rule that reports it."""

    UNREADABLE = "unreadable"
    MISSING = "missing"
    UNCLOSED = "unclosed"
    SYNTAX = "syntax"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Problem:
    """Something that reading could not make sense of."""

    kind: ProblemKind
    span: Span
    message: str
    help: str = ""
    field: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A rule's words. `help` says what to do.

    `field` is a path in the front matter; `section` a required section's title; `severity` is set only where a finding
    is milder or graver than its rule.
    """

    span: Span
    message: str
    help: str = ""
    fix: Fix | None = None
    field: tuple[str, ...] = ()
    section: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class Diagnostic:
    """A finding with the engine's signature under it: file, rule and severity."""

    path: str
    code: str
    name: str
    severity: Severity
    span: Span
    message: str
    help: str = ""
    fix: Fix | None = None
    field: tuple[str, ...] = ()
    section: str | None = None
    related: tuple[Related, ...] = ()

"""Judges one session by a set of rules: runs them, signs their findings, keeps the gravest of too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from .config import ActiveRule
from .diagnostic import Diagnostic, Finding
from .rule import FactRule, Facts
from .session import Session
from .text import Span

MAX_DIAGNOSTICS = 100


@dataclass(frozen=True)
class Judgement:
    """The diagnostics of one session in the order of the file; `truncated` when there were more."""

    diagnostics: tuple[Diagnostic, ...]
    truncated: bool = False


def check(session: Session, rules: Iterable[ActiveRule], facts: Facts) -> Judgement:
    """Judge a session. Of more than 100 diagnostics the gravest are kept."""
    found = [diagnostic for active in rules for diagnostic in _judge(session, active, facts)]
    truncated = len(found) > MAX_DIAGNOSTICS
    if truncated:
        found = sorted(found, key=lambda one: (one.severity.rank, _order(one)))[:MAX_DIAGNOSTICS]
    return Judgement(tuple(sorted(found, key=_order)), truncated)


def _order(diagnostic: Diagnostic) -> tuple[Span, str]:
    return (diagnostic.span, diagnostic.code)  # and within a rule as it yields them: the sort is stable


def _judge(session: Session, active: ActiveRule, facts: Facts) -> Iterator[Diagnostic]:
    rule = active.rule
    if session.readable == rule.judges_unreadable:
        return
    findings = rule.check(session, facts) if isinstance(rule, FactRule) else rule.check(session)
    for finding in islice(findings, MAX_DIAGNOSTICS + 1):
        yield _sign(session, active, finding)


def _sign(session: Session, active: ActiveRule, finding: Finding) -> Diagnostic:
    return Diagnostic(
        path=session.path,
        code=active.rule.code,
        name=active.rule.name,
        severity=active.severity if active.explicit else finding.severity or active.severity,
        span=finding.span,
        message=finding.message,
        help=finding.help,
        fix=finding.fix,
        field=finding.field,
        section=finding.section,
        related=finding.related,
    )

"""Judges one session by a set of rules: runs them, leaves out what is ignored, signs, keeps the gravest of too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from . import silencing
from .config import ActiveRule
from .diagnostic import Diagnostic, Finding
from .rule import AnyRule, FactRule, Facts, SuppressionRule
from .session import Session
from .silencing import Silencer
from .text import BOM, Span
from .values import dataclass, replace

MAX_DIAGNOSTICS = 100

_WHOLE = Span(0, 0)
_MAX_SUPPRESSED = 1000  # of one rule; some take longer for each finding the more there are


@dataclass(frozen=True)
class Judgement:
    """The diagnostics of one session in the order of the file; `truncated` when there were more.

    `suppressed` counts those that an ignore comment has silenced.
    """

    diagnostics: tuple[Diagnostic, ...]
    truncated: bool = False
    suppressed: int = 0


def check(
    session: Session,
    rules: Iterable[ActiveRule],
    facts: Facts,
    *,
    known: Iterable[type[AnyRule]] = (),
    ignores: bool = True,
    limit: int = MAX_DIAGNOSTICS,
) -> Judgement:
    """Judge a session. Of more than `limit` diagnostics the gravest are kept.

    `known` are the rules that an ignore comment may name besides those that judge; without `ignores` none counts.
    """
    active = [one for one in rules if session.readable != one.rule.judges_unreadable]
    if session.conflicts:
        active = [one for one in active if one.rule.judges_conflicts]
    silencer = silencing.of(session, (*known, *(type(one.rule) for one in active))) if ignores else None
    run = _Run(session, facts, silencer, limit)
    found = [diagnostic for one in active for diagnostic in run.judge(one)]
    found += [diagnostic for one in active for diagnostic in run.judge_ignores(one)]
    truncated = len(found) > limit
    if truncated:
        found = sorted(found, key=lambda one: (one.severity.rank, _order(one)))[:limit]
    return Judgement(tuple(sorted(found, key=_order)), truncated, run.suppressed)


def _order(diagnostic: Diagnostic) -> tuple[Span, str]:
    return (diagnostic.span, diagnostic.code)  # and within a rule as it yields them: the sort is stable


class _Run:
    """Rules on their way through one session."""

    def __init__(self, session: Session, facts: Facts, silencer: Silencer | None, limit: int) -> None:
        self.session = session
        self.facts = facts
        self.silencer = silencer
        self.limit = limit
        self.suppressed = 0
        self.decided: list[type[AnyRule]] = []

    def judge(self, active: ActiveRule) -> Sequence[Diagnostic]:
        """Give what a rule says of the session itself."""
        rule = active.rule
        if isinstance(rule, SuppressionRule):
            return ()
        if isinstance(rule, FactRule):
            return self.kept(active, rule.check(self.session, self.facts))
        return self.kept(active, rule.check(self.session))

    def judge_ignores(self, active: ActiveRule) -> Sequence[Diagnostic]:
        """Give what a rule says of the session's ignores."""
        rule = active.rule
        if not (self.silencer and isinstance(rule, SuppressionRule)):
            return ()
        # Where headings or fields cannot be trusted, rules were silent for another reason.
        trusted = self.session.front.data is not None and not self.session.conflicts
        ignores = self.silencer.ignores(self.decided if trusted else ())
        return self.kept(active, rule.check(self.session, ignores))

    def kept(self, active: ActiveRule, findings: Iterator[Finding]) -> Sequence[Diagnostic]:
        """Sign a rule's findings that are not silenced, one more than the limit at most."""
        kept: list[Diagnostic] = []
        suppressed = 0
        for finding in findings:
            if self.silencer and self.silencer.silences(type(active.rule), finding.span.start):
                suppressed += 1
            else:
                kept.append(_sign(self.session, active, finding))
            if len(kept) > self.limit or suppressed > _MAX_SUPPRESSED:
                break
        if len(kept) + suppressed <= MAX_DIAGNOSTICS:  # a plugin's rule is cut off there without a word
            self.decided.append(type(active.rule))
        self.suppressed += suppressed
        return kept


def _sign(session: Session, active: ActiveRule, finding: Finding) -> Diagnostic:
    """Put the signature under a finding, and take secrets out of its words; a change keeps them, it is no word."""
    fix, mask, span = finding.fix, session.mask, finding.span
    if span == _WHOLE and session.text.startswith(BOM):
        span = Span(len(BOM), len(BOM))  # what is about the whole file stands in the first column for people
    return Diagnostic(
        path=session.path,
        code=active.rule.code,
        name=active.rule.name,
        severity=active.severity if active.explicit else finding.severity or active.severity,
        span=span,
        message=mask(finding.message),
        help=mask(finding.help),
        fix=replace(fix, title=mask(fix.title)) if fix else None,
        field=finding.field,
        section=finding.section,
        related=tuple(replace(related, message=mask(related.message)) for related in finding.related),
    )

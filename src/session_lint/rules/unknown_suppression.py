"""SL007 unknown-suppression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from ..diagnostic import Finding, Severity
from ..rule import Example, SuppressionRule
from ..session import Session
from ..suppression import FILE, LINES, MARK, Directive, Ignores, Word, Worth
from ..text import Span, closest, key_distance, shown

_MOST_GUESSES = 100
_MOST_WORDS = 5
_SHORTEST = 4  # `so` is no slip of `SL`
_FORM = "expected a code, a name, or a prefix such as `SL3`; a reason goes behind ` -- `"


class UnknownSuppression(SuppressionRule):
    """An ignore comment is understood: `ignore` or `ignore-file`, rules that exist, and a reason behind ` -- `.

    Why: a slip in it silences nothing, and who wrote it believes that it does.

    The rules that say why a file cannot be read (`SL001` to `SL005`) and `merge-conflict` cannot be silenced in the
    file; the configuration can turn them off.

    Fix: none, since only the author knows which rule was meant. The help names the nearest.
    """

    code = "SL007"
    name = "unknown-suppression"
    severity = Severity.WARNING

    def check(self, session: Session, ignores: Ignores) -> Iterator[Finding]:
        """Yield what is not understood of each ignore."""
        unknown = [word for outcome in ignores.outcomes for word in outcome.words(Worth.UNKNOWN)]
        likely = {word: near for word in unknown[:_MOST_GUESSES] if (near := _nearest(word.text, ignores.selectors))}
        for outcome in ignores.outcomes:
            directive = outcome.directive
            if fault := _fault(session, directive):
                yield fault
                continue
            for word in outcome.words(Worth.LOCKED):
                advice = "mend what it finds; a rule on reading the file can only be turned off in the configuration"
                yield Finding(word.span, f"{shown(word.text)} cannot be silenced", advice)
            for word in outcome.words(Worth.TOO_WIDE):
                advice = f"name the rules, or write {shown(f'{FILE} {word.text}')}"
                message = f"{shown(word.text)} is for the whole file; expected the rules that are meant here"
                yield Finding(word.span, message, advice)
            yield from _unknown(directive, frozenset(outcome.words(Worth.UNKNOWN)), likely)

    examples = (
        Example("---\n---\n<!-- session-lint: ignore-file SL2, stale-in-progress -- imported as it was -->\n"),
        Example("---\n---\n```\n<!-- session-lint: ingore SL304 -->\n```\n"),
        Example(
            "---\ntitle: Cache # session-lint: ignore linear-mismach\n---\n<!-- session-lint: ingore SL304 -->\n",
            says=(
                "`linear-mismach` names no rule",
                "`ingore` is no directive; expected `ignore` or `ignore-file`",
            ),
        ),
        Example(
            "---\n---\n<!-- session-lint: ignore-file SL004, SL304 for the import -->\n<!-- session-lint: ignore -->\n",
            says=("`SL004` cannot be silenced", "`for the import` names no rule", "`ignore` names no rule to silence"),
        ),
        Example("---\n---\n<!-- session-lint ignores tables, and session-lint: is how a comment begins -->\n"),
        Example(
            "---\n---\n<!-- session-lint ignore SL307 -->\n",
            says=("this ignore comment silences nothing without a colon; expected `session-lint:`",),
        ),
    )


def _fault(session: Session, directive: Directive) -> Finding | None:
    """Say what is wrong with a directive as a whole."""
    verb = directive.verb
    if not directive.closed:
        end = session.lines.line_span(session.lines.row(directive.span.start)).end
        span = Span(directive.span.start, min(directive.span.end, end))
        return Finding(span, "this ignore comment is never closed; expected `-->`", "write `-->` behind it")
    if not directive.colon:
        said = f"{MARK} {verb.text} {', '.join(word.text for word in directive.words[:_MOST_WORDS])}"
        message = f"this ignore comment silences nothing without a colon; expected `{MARK}`"
        return Finding(Span(directive.span.start, verb.span.end), message, f"write {shown(said)}")
    if not directive.understood:
        named = f"{shown(verb.text)} is no directive" if verb.text else "`session-lint:` says nothing"
        near = closest(directive.kind, (LINES, FILE))
        advice = f"write `{near}`" if near else f"write `{LINES}` for this place, or `{FILE}` for the whole file"
        return Finding(verb.span, f"{named}; expected `{LINES}` or `{FILE}`", advice)
    if not directive.words:
        return Finding(verb.span, f"{shown(verb.text)} names no rule to silence", f"name it behind the word: {_FORM}")
    return None


def _unknown(directive: Directive, unknown: frozenset[Word], likely: Mapping[Word, str]) -> Iterator[Finding]:
    """Yield the words that name no rule; those of a sentence, which are like none and follow one another, as one."""
    for strange, group in groupby(directive.words, key=lambda word: word in unknown and word not in likely):
        words = list(group)
        if strange:
            said = " ".join(word.text for word in words)
            yield Finding(Span(words[0].span.start, words[-1].span.end), f"{shown(said)} names no rule", _FORM)
            continue
        for word in words:
            if word in likely:
                yield Finding(word.span, f"{shown(word.text)} names no rule", f"did you mean `{likely[word]}`?")


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    if len(word) < _SHORTEST:
        return None
    distance = key_distance(word)
    return closest(word.upper(), known, distance) or closest(word.lower().replace("_", "-"), known, distance)

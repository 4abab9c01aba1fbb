"""SL006 unused-suppression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..diagnostic import Finding, Fix, Severity
from ..regex import regex
from ..rule import Example, SuppressionRule
from ..session import Session
from ..suppression import FILE, Directive, Ignores, Outcome, Word, Worth
from ..suppression_edits import removals
from ..text import Span, shown

_TALK = regex(r"[^\W\d_]*[^\W\d_A-Z][^\W\d_]*[.!?]*")  # `because`, and not `SL`, `SL30` or `linear-mismach`


class UnusedSuppression(SuppressionRule):
    """An ignore comment silences something.

    Why: one that silences nothing any more waits for the next mistake of its kind, and hides that.

    Nothing is said of rules that did not run, nor of rules that also look at the clock, the history or other sessions:
    what they find comes and goes while the file stays as it is. An ignore for a place cannot silence a rule whose
    findings have no line of their own, such as those on the file name.

    Fix: removes the words that silence nothing, and with the last one the comment and what it says besides. None where
    the Markdown around would read otherwise without the comment, or where a slip of a rule's name would be left alone.
    """

    code = "SL006"
    name = "unused-suppression"
    severity = Severity.WARNING

    def check(self, session: Session, ignores: Ignores) -> Iterator[Finding]:
        """Yield the words of each ignore that are of no use."""
        unused = [(one.directive, words, _going(one)) for one in ignores.outcomes if (words := one.words(Worth.UNUSED))]
        wanted = [(directive, going) for directive, _, going in unused if going]
        made = iter(removals(session, wanted))
        for directive, words, going in unused:
            edits = next(made) if going else None
            fix = Fix(f"remove the ignore of {_listed(words)}", edits, safe=True) if edits else None
            advice = f"remove it; {_place(directive)}"
            yield Finding(_around(words), f"the ignore of {_listed(words)} silences nothing", advice, fix)
        for outcome in ignores.outcomes:
            if words := outcome.words(Worth.MISPLACED):
                yield Finding(
                    _around(words),
                    f"the ignore of {_listed(words)} silences nothing: the findings have no line of their own",
                    f"write {shown(f'{FILE} {words[0].text}')} to silence it for the whole file",
                )

    examples = (
        Example("---\n---\n<!-- session-lint: ignore SL303 -- told in the call -->\n## Context\n"),
        Example("---\n---\n<!-- session-lint: ignore-file SL303, SL401 -->\n## Context\n"),
        Example(
            "---\n---\n<!-- session-lint: ignore SL303, SL304 -- told in the call -->\n## Context\n\nTBD later.\n",
            says=("the ignore of `SL303`, `SL304` silences nothing",),
            fixed="---\n---\n## Context\n\nTBD later.\n",
        ),
        Example(
            "---\n---\n## Context <!-- session-lint: ignore SL303, section-duplicate -- told in the call -->\n",
            says=("the ignore of `section-duplicate` silences nothing",),
            fixed="---\n---\n## Context <!-- session-lint: ignore SL303 -- told in the call -->\n",
        ),
        Example(
            "---\n---\n<!-- session-lint: ignore SL303 because it is told -->\n## Context\n\nTBD later.\n",
            says=("the ignore of `SL303` silences nothing",),
            fixed="---\n---\n## Context\n\nTBD later.\n",
        ),
        Example(
            "---\n---\n<!-- session-lint: ignore SL303, section-emty -->\n## Context\n\nTBD later.\n",
            says=("the ignore of `SL303` silences nothing",),
        ),
        Example(
            "---\ntitle: Cache # session-lint: ignore SL203\n---\n# Cache <!-- session-lint: ignore SL101 -->\n",
            says=(
                "the ignore of `SL203` silences nothing",
                "the ignore of `SL101` silences nothing: the findings have no line of their own",
            ),
            fixed="---\ntitle: Cache\n---\n# Cache <!-- session-lint: ignore SL101 -->\n",
        ),
    )


def _going(outcome: Outcome) -> tuple[Word, ...]:
    """Give the words to take out: with the last rule also those that are its reason; none if one may mean a rule."""
    unused, unknown = outcome.words(Worth.UNUSED), outcome.words(Worth.UNKNOWN)
    if len(unused) + len(unknown) < len(outcome.directive.words):
        return unused
    return outcome.directive.words if all(_TALK.fullmatch(word.text) for word in unknown) else ()


def _around(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _listed(words: Sequence[Word]) -> str:
    return ", ".join(shown(word.text) for word in words[:5]) + (", ..." if len(words) > 5 else "")  # noqa: PLR2004


def _place(directive: Directive) -> str:
    if directive.whole_file:
        return "the file has nothing that it names"
    if directive.target is None:
        return "nothing follows that it could be about"
    first, last = directive.target
    lines = f"line {first} has" if first == last else f"lines {first} to {last} have"
    return f"{lines} nothing that it names"

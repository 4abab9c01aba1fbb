"""What can be done about what is found, as values of ours: each fix, all safe ones, a comment that silences it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .. import files, fixing, ignoring, mending, proof, renaming
from ..diagnostic import Diagnostic, Edit
from ..findings import Findings
from ..fixing import Patch
from ..proof import Examined
from ..text import Span
from ..values import dataclass, replace
from .judging import Verdict

_MOST = 20
"""Of so many findings at one place the fixes are looked into: each is tried, as before one is written."""

FIX, IGNORE, FIX_ALL = "fix", "ignore", "fix-all"


@dataclass(frozen=True)
class Offer:
    """Something that can be done: of which kind, what it is called, and for which diagnostics.

    `safe`: no word can be lost by it and no file moves. `target` is what tells it from the others of its kind.
    """

    kind: str
    title: str
    diagnostics: tuple[Diagnostic, ...]
    safe: bool = False
    target: tuple[object, ...] = ()


def offers(verdict: Verdict, *spans: Span) -> Iterator[Offer]:
    """Yield what can be done about what is found in some spans: the fixes first, and the safe ones first of these."""
    here = [one for one in verdict.diagnostics if any(_touch(one.span, span) for span in spans)][:_MOST]
    fixes: dict[tuple[object, ...], Offer] = {}
    for one in here:
        if one.fix is None:
            continue
        key = (one.fix.title, one.fix.changes)
        before = fixes.get(key)
        words = one.fix.title if one.fix.safe else f"{one.fix.title} (unsafe)"
        made = Offer(FIX, words, (one,), one.fix.safe, _target(one))
        fixes[key] = replace(before, diagnostics=(*before.diagnostics, one)) if before else made
    yield from sorted(fixes.values(), key=lambda offer: not offer.safe)
    kinds = {rule.code: rule for rule in verdict.scene.reader.config.rules}
    for one in {(other.code, other.span): other for other in here}.values():
        if ignoring.refusal(verdict.session, kinds.get(one.code)):
            continue
        yield Offer(IGNORE, f"ignore {one.code} ({one.name}) with a comment", (one,), target=_target(one))


def all_safe(verdict: Verdict) -> Offer | None:
    """Offer to apply all safe fixes, whatever they are about; None without any."""
    found = tuple(one for one in verdict.examined.diagnostics if one.fix and one.fix.safe)
    return Offer(FIX_ALL, "fix all problems that session-lint can fix safely", (), safe=True) if found else None


def named(verdict: Verdict, kind: str, target: Sequence[object]) -> Offer | None:
    """Give an offer again by its kind and its target; None when it is not there any more."""
    if kind == FIX_ALL:
        return all_safe(verdict)
    wanted = next((one for one in verdict.diagnostics if _target(one) == tuple(target)), None)
    found = offers(verdict, wanted.span) if wanted else ()
    return next((one for one in found if one.kind == kind and one.target == tuple(target)), None)


def patch(verdict: Verdict, offer: Offer) -> Patch | None:
    """Give what would be written; None where it must not be, as by `--fix`."""
    if offer.kind == FIX_ALL:
        return _all_safe(verdict)
    return _ignored(verdict, offer.diagnostics[0]) if offer.kind == IGNORE else _fixed(verdict, offer.diagnostics[0])


def _touch(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _target(one: Diagnostic) -> tuple[object, ...]:
    return (one.code, one.span.start, one.span.end, one.message)


def _fixed(verdict: Verdict, one: Diagnostic) -> Patch | None:
    """Apply one fix, and hold it to what each fix is held to."""
    path, text = verdict.path, verdict.session.text
    folder = path.rpartition("/")[0]
    occupied = frozenset(files.names(verdict.scene.reader.root, folder))
    made = fixing.plan((one,), {path: text}, unsafe=True, occupied=occupied | verdict.scene.reader.unsaved.keys())
    if not made.fixed or one.fix is None:
        return None
    to = dict(made.renames).get(path, path)
    before = verdict.examined
    after = verdict.examine(made.texts.get(path, text), to, unsafe=not one.fix.safe).examined
    if not one.fix.safe:
        before = verdict.examine(text, unsafe=True).examined
    edits = [change for change in one.fix.changes if isinstance(change, Edit)]
    if proof.objection(before, after, edits, (one,)):
        return None
    made = replace(made, before={path: text})
    return renaming.with_references(made, verdict.scene.reader)[0] if made.renames else made


def _all_safe(verdict: Verdict) -> Patch:
    alone = replace(verdict.scene, paths=(verdict.path,))
    return mending.fix(alone, Findings(), unsafe=False, whole=False).patch


def _ignored(verdict: Verdict, one: Diagnostic) -> Patch | None:
    def examine(_: str, text: str) -> Examined:
        return verdict.examine(text, limit=ignoring.LIMIT).examined

    def only(examined: Examined) -> Examined:
        wanted = [it for it in examined.diagnostics if (it.code, it.span) == (one.code, one.span)]
        return replace(examined, diagnostics=tuple(wanted))

    outcome = ignoring.add((verdict.session,), examine, verdict.scene.reader.config.rules, new=only)
    return outcome.patch if outcome.patch.changes else None

"""The proof that a fix did what it set out to do and nothing else, held before anything is written."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from .diagnostic import Diagnostic, Edit, Severity
from .session import Session
from .values import dataclass

Path = tuple[str, ...]


@dataclass(frozen=True)
class Examined:
    """A session as it is read, what the rules say of it, and how much more an ignore comment has silenced.

    `truncated` says that the rules say more than that: these are the gravest.
    """

    session: Session
    diagnostics: tuple[Diagnostic, ...]
    suppressed: int = 0
    truncated: bool = False


def objection(
    before: Examined,
    after: Examined,
    edits: Sequence[Edit],
    mended: Sequence[Diagnostic],
    base: Examined | None = None,
) -> str | None:
    """Say why these edits of one file must not be made; None when all is well.

    `edits` are those between the two, none touching another; `mended` are the diagnostics whose fixes they are. New are
    the errors that `base` does not have: `before`, or the same file with those of the fixes that are accepted already.
    """
    if not after.session.readable and before.session.readable:
        return f"the file could not be read any more: {after.session.problems[0].message}"
    if not _same_outside(before.session.text, after.session.text, edits):
        return "more than the intended places would change"
    fields = tuple(field for edit in edits for field in edit.fields)
    data, fixed = before.session.front.data, after.session.front.data
    if data is not None and fixed is None:
        return "the front matter could not be read any more"
    if data is not None and _without(data, fields) != _without(fixed, fields):
        return "other values of the front matter would change"
    if not _is_mended(before, after, edits, mended):
        return "it would not mend what it is for"
    return _new_error(base or before, after, fields, frozenset(one.section for one in mended))


def _is_mended(before: Examined, after: Examined, edits: Sequence[Edit], mended: Sequence[Diagnostic]) -> bool:
    if before.truncated:  # others, of which nothing was said so far, take the places of those that are gone
        return not still_there(after, edits, mended)
    old, new = _left(before), _left(after)
    return all(new[one] <= old[one] - count for one, count in Counter(map(_words, mended)).items())


def still_there(after: Examined, edits: Sequence[Edit], found: Iterable[Diagnostic]) -> bool:
    """Whether after some edits, none touching another, one of these diagnostics is said where it was said before."""
    starts: dict[tuple[str, str], list[int]] = {}
    for one in sorted(after.diagnostics, key=lambda diagnostic: diagnostic.span):
        starts.setdefault(_words(one), []).append(one.span.start)
    ordered = sorted(edits, key=lambda edit: edit.span)
    shifts = [0, *accumulate(len(edit.content) - (edit.span.end - edit.span.start) for edit in ordered)]
    for one in found:
        start = one.span.start
        first = bisect_left(ordered, start, key=lambda edit: edit.span.end)
        low = start + shifts[first]
        high = low
        if first < len(ordered) and ordered[first].span.start <= start:
            low = ordered[first].span.start + shifts[first]
            high = low + len(ordered[first].content)
        places = starts.get(_words(one), [])
        at = bisect_left(places, low)
        if at < len(places) and places[at] <= high:
            return True
    return False


def _same_outside(before: str, after: str, edits: Sequence[Edit]) -> bool:
    """Whether the texts are equal but for the edits, compared piece by piece."""
    at = shift = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        kept = before[at : edit.span.start]
        if after[at + shift : edit.span.start + shift] != kept:
            return False
        at = edit.span.end
        shift += len(edit.content) - (edit.span.end - edit.span.start)
    return before[at:] == after[at + shift :]


def _without(data: Any, paths: Iterable[Path]) -> Any:
    """Give data without what stands at some paths; equal copies stay comparable, shared parts are not walked twice."""
    if any(not path for path in paths):
        return None
    heads: dict[str, list[Path]] = {}
    for path in paths:
        heads.setdefault(path[0], []).append(path[1:])
    if not heads:
        return data
    if isinstance(data, dict):
        return {
            key: _without(value, heads[key]) if key in heads else value
            for key, value in data.items()
            if () not in heads.get(key, ())
        }
    if isinstance(data, list):
        return [_without(item, heads.get(str(number), ())) for number, item in enumerate(data)]
    return data


def _new_error(
    before: Examined, after: Examined, fields: tuple[Path, ...], sections: frozenset[str | None]
) -> str | None:
    """Say which error a fix would bring, unless it is one that the mended place had all along and hid.

    An error inside the fields or the section that the fix is about is such a one: `session-lint` could not judge them
    before. So is one that takes the place of the error that is gone. One with a safe fix goes in the next round, such
    as the update that a changed text needs.
    """
    old, new = _errors(before.diagnostics), _errors(one for one in after.diagnostics if not (one.fix and one.fix.safe))
    if new.total() <= old.total():
        return None
    for error in new - old:
        code, field, section = error
        inside = any(field[: len(path)] == path for path in fields) or (section is not None and section in sections)
        if not inside:
            return f"it would bring a new error, {code}"
    return None


def _words(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.code, diagnostic.message


def _left(examined: Examined) -> Counter[tuple[str, str]]:
    return Counter(map(_words, examined.diagnostics))


def _errors(diagnostics: Iterable[Diagnostic]) -> Counter[tuple[str, Path, str | None]]:
    return Counter((one.code, one.field, one.section) for one in diagnostics if one.severity is Severity.ERROR)

"""What a plugin's rule yields, held against what the rest of the program relies on. Types say it to those who check."""

from __future__ import annotations

from itertools import pairwise
from types import UnionType
from typing import Any

from ..diagnostic import Delete, Edit, Finding, Fix, Related, Rename, Severity
from ..session import Session
from ..text import UNSAFE, Span, printable, shown


def fault(finding: Any, session: Session) -> str | None:
    """Say what is wrong with what a rule has yielded, as the end of a sentence; None when it is a good finding."""
    if not isinstance(finding, Finding):
        return f"a `{printable(type(finding).__name__)}`; expected a `Finding`"
    if not _is(finding.message, str) or not finding.message.strip():
        return "a finding without a message"
    if not _is(finding.help, str):
        return "a finding whose `help` is no text"
    if wrong := _span_fault(finding.span, session):
        return f"a finding {wrong}"
    if not _is_path(finding.field):
        return "a finding whose `field` is no tuple of keys"
    if not _is(finding.section, str | None):
        return "a finding whose `section` is no text"
    if finding.severity is Severity.OFF or not _is(finding.severity, Severity | None):
        return "a finding whose `severity` is none of error, warning and info"
    return _related_fault(finding.related, session) or _fix_fault(finding.fix, session)


def _is(value: Any, kind: type | UnionType) -> bool:
    """Whether a value is what its declaration says, which a type checker takes for granted."""
    return isinstance(value, kind)


def _span_fault(span: Any, session: Session) -> str | None:
    if not isinstance(span, Span) or type(span.start) is not int or type(span.end) is not int:
        return "without a `Span`"
    if 0 <= span.start <= span.end <= len(session.text):
        return None
    return f"with the span {shown(span.start)} to {shown(span.end)}, and the text has {len(session.text)} characters"


def _is_path(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(key, str) for key in value)


def _related_fault(related: Any, session: Session) -> str | None:
    if not isinstance(related, tuple) or not all(isinstance(one, Related) for one in related):
        return "a finding whose `related` is no tuple of `Related`"
    for one in related:
        if not _is(one.message, str) or not _is(one.path, str | None):
            return "a related place whose message or path is no text"
        wrong = _span_fault(one.span, session)
        if wrong and (one.path in (None, session.path) or not _is(one.span, Span)):
            return f"a related place {wrong}"
    return None


def _fix_fault(fix: Any, session: Session) -> str | None:  # noqa: PLR0911 -- a list of faults
    if fix is None:
        return None
    if not isinstance(fix, Fix) or not _is(fix.title, str) or not fix.title.strip():
        return "a fix that is no `Fix` with a title"
    if not _is(fix.safe, bool) or not _is(fix.changes, tuple) or not fix.changes:
        return "a fix that does not say what it changes, or whether it is safe"
    if not _is(fix.fills, tuple) or not all(_is_path(path) for path in fix.fills):
        return "a fix whose `fills` are no tuple of paths"
    for change in fix.changes:
        if wrong := _change_fault(change, session):
            return wrong
    moves = [change for change in fix.changes if not isinstance(change, Edit)]
    if moves and fix.safe:
        return "a safe fix that renames or deletes the file; expected `safe=False`"
    if len(moves) > 1 or (len(fix.changes) > 1 and any(isinstance(move, Delete) for move in moves)):
        return "a fix that renames or deletes the file and changes it in another way, too"
    spans = sorted(change.span for change in fix.changes if isinstance(change, Edit))
    if any(left.start == right.start or right.start < left.end for left, right in pairwise(spans)):
        return "a fix with edits that overlap"
    return None


def _change_fault(change: Any, session: Session) -> str | None:
    if not isinstance(change, Edit | Rename | Delete):
        return f"a fix with a `{printable(type(change).__name__)}`; expected an `Edit`, `Rename` or `Delete`"
    if change.path != session.path:
        return "a fix for another file"
    match change:
        case Edit():
            if not _is(change.content, str) or not _is_text(change.content):
                return "an edit whose `content` is no text"
            if not _is(change.fields, tuple) or not all(_is_path(path) for path in change.fields):
                return "an edit whose `fields` are no tuple of paths"
            wrong = _span_fault(change.span, session)
            return f"an edit {wrong}" if wrong else None
        case Rename():
            if not _is(change.to, str) or not _is_beside(change.to, session.path):
                return "a rename to another folder, or to what is no name"
    return None


def _is_text(content: str) -> bool:
    try:
        content.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_beside(to: str, path: str) -> bool:
    folder, _, name = to.rpartition("/")
    odd = name in ("", ".", "..") or UNSAFE.search(name) or "\\" in name
    return folder == path.rpartition("/")[0] and to != path and not odd

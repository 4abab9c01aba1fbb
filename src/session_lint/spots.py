"""What a diagnostic is about, so that it is known again after edits elsewhere in its file."""

from __future__ import annotations

from typing import Any

from .diagnostic import Diagnostic
from .session import Session
from .text import BOM

Spot = tuple[str, tuple[str, ...], str | None, str | None]
"""What a diagnostic is about: the rule's code, the field, the section and the text; see `spot`."""

_LONGEST = 2000
_LONGEST_NUMBER = 16


def spot(session: Session, diagnostic: Diagnostic) -> Spot:
    """Say what a diagnostic is about, so that it stays the same wherever in the file that stands.

    A field counts with its value where the diagnostic points at that, without quotes and line breaks, and alone where
    it points elsewhere: at a key, or at what is above a key that is missing. A section that is missing counts alone.
    Only the file counts where there is no place, or no other than the file's beginning. All else is its first line.
    Several blanks are like one, and items of a list are not told apart by their number.
    """
    return (diagnostic.code, _field(session, diagnostic.field), diagnostic.section, _text(session, diagnostic))


def _field(session: Session, path: tuple[str, ...]) -> tuple[str, ...]:
    keys = []
    data: Any = session.front.data
    for key in path:
        keys.append("*" if isinstance(data, list) else key)
        if isinstance(data, list):
            number = int(key) if key.isascii() and key.isdigit() and len(key) < _LONGEST_NUMBER else len(data)
            data = data[number] if number < len(data) else None
        else:
            data = data.get(key) if isinstance(data, dict) else None
    return tuple(keys)


def _text(session: Session, diagnostic: Diagnostic) -> str | None:
    span = diagnostic.span
    if diagnostic.field:
        if span != session.front.value_span(*diagnostic.field):
            return None
        value = session.front.data_at(*diagnostic.field)
        return None if isinstance(value, dict | list) else _unquoted(_collapsed(session.text[span.start : span.end]))
    beginning = len(BOM) if session.text.startswith(BOM) else 0
    missing = diagnostic.section is not None and not session.sections_titled(diagnostic.section)
    if missing or span.start == span.end or span.start <= beginning:
        return None
    lines = session.lines
    return _collapsed(lines.line(lines.row(min(span.start, len(session.text)))).strip()[:_LONGEST])


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text

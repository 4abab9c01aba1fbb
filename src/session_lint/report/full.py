"""Each diagnostic with the line that it is about, and what to do: for people at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..diagnostic import Diagnostic
from . import summary
from .model import Report, Style, Tone, location, plain, tone

if TYPE_CHECKING:
    from .frame import Frame


def render(report: Report, style: Style) -> str:
    """Give the report with a frame of source text for each diagnostic."""
    blocks = ["\n".join(_block(diagnostic, report, style)) for diagnostic in report.diagnostics]
    end = "\n".join((*summary.truncations(report), *summary.closing(report, style)))
    blocks += filter(None, [end])
    return summary.together(("\n\n".join(blocks),)) if blocks else ""


def _block(diagnostic: Diagnostic, report: Report, style: Style) -> tuple[str, ...]:
    lines = report.lines(diagnostic.path)
    span = report.visible_span(diagnostic.path, diagnostic.span)
    digits = len(str(report.position(diagnostic.path, span.start).row))
    arrow = style.paint(f"{' ' * digits} -->", Tone.GUTTER)
    path = style.paint(location(report, diagnostic.path, diagnostic.span), Tone.STRONG)
    head = (_header(diagnostic, style), f"{arrow} {path}")
    notes = tuple(f"{_gutter(digits, '=', style)} {note}" for note in _notes(diagnostic, report, style))
    if not lines.text:
        return (*head, *notes)
    from .frame import frame  # imported late: a clean run draws none

    picture = _picture(frame(lines, span, style.width - digits - len("  | ")), digits, diagnostic, style)
    return (*head, *picture, *(_gutter(digits, "|", style) for _ in notes[:1]), *notes)


def _header(diagnostic: Diagnostic, style: Style) -> str:
    label = style.paint(f"{diagnostic.severity.value}[{plain(diagnostic.code)}]", tone(diagnostic.severity))
    return f"{label} {plain(diagnostic.name)}: {style.paint(plain(diagnostic.message), Tone.STRONG)}"


def _picture(picture: Frame, digits: int, diagnostic: Diagnostic, style: Style) -> tuple[str, ...]:
    def numbered(row: int, text: str) -> str:
        return f"{style.paint(f' {row:>{digits}} |', Tone.GUTTER)} {text}".rstrip()

    bar = _gutter(digits, "|", style)
    above = (numbered(picture.row - 1, picture.above),) if picture.above.strip() else ()
    indent = " " * (len(picture.carets) - len(picture.carets.lstrip()))
    carets = style.paint(picture.carets.lstrip(), tone(diagnostic.severity))
    return (bar, *above, numbered(picture.row, picture.text), f"{bar} {indent}{carets}")


def _notes(diagnostic: Diagnostic, report: Report, style: Style) -> tuple[str, ...]:
    notes = [
        f"{style.paint('note', Tone.STRONG)}: "
        f"{location(report, related.path or diagnostic.path, related.span)}: {plain(related.message)}"
        for related in diagnostic.related
    ]
    if diagnostic.help:
        notes.append(f"{style.paint('help', Tone.HELP)}: {plain(diagnostic.help)}")
    if diagnostic.fix:
        way = "safe: --fix" if diagnostic.fix.safe else "unsafe: --unsafe-fixes"
        notes.append(f"{style.paint('fix', Tone.HELP)}: {plain(diagnostic.fix.title)} ({way})")
    return tuple(notes)


def _gutter(digits: int, sign: str, style: Style) -> str:
    return style.paint(f" {' ' * digits} {sign}", Tone.GUTTER)

"""Words of a briefing: values from files in quotes, commands to type, and what of a list fits into the room."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime

from .. import timestamps
from ..diagnostic import Diagnostic, Severity
from ..overview import Overview
from ..report.model import Report, plain
from ..text import printable, shown

ROOM = 3900
"""Characters of a reply; agents cut what is longer than some thousands, and all of it costs them attention."""

_VALUE = 80
_MESSAGE = 300
_HELP = 200
_PATH = 200


def value(text: str) -> str:
    """Quote a value from a file: on one line, without secrets, cut at 80 characters."""
    return shown(" ".join(text.split()), _VALUE)


def path(text: str) -> str:
    """Quote a path."""
    return shown(text, _PATH)


def command(words: str, target: str) -> str:
    """Give a command for a file; empty for a path that nobody should copy to a shell."""
    if printable(target) != target or shown(target, len(target) + 1) != f"`{target}`" or len(target) > _PATH:
        return ""
    given = shlex.quote(target if not target.startswith("-") else f"./{target}")
    return f"`session-lint {words} {given}`" if "`" not in given else ""


def count(number: int, what: str) -> str:
    """Say how many there are: `1 finding`, `3 findings`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def ago(one: Overview, now: datetime) -> str:
    """Say when a session was updated last."""
    age = one.age(now)
    if age is None:
        return "never updated, as far as it says"
    if age.total_seconds() < 0:
        return "last updated in the future"
    return f"last updated {timestamps.age(age)} ago"


def gravest(diagnostics: Sequence[Diagnostic]) -> str:
    """Say how many findings there are, and which is the gravest; empty when there is none but information."""
    told = [one for one in diagnostics if one.severity is not Severity.INFO]
    if not told:
        return ""
    worst = min(told, key=lambda one: one.severity.rank)
    first = "" if len(told) == 1 else "; the gravest: "
    counted = "" if len(told) == 1 else count(len(told), "finding")
    return f"{counted}{first}{worst.severity.value} {plain(worst.code)}: {_cut(plain(worst.message), _MESSAGE)}"


def finding(one: Diagnostic, report: Report) -> str:
    """Write a diagnostic with its place and with what to do."""
    where = report.position(one.path, one.span.start)
    advice = f"; {_cut(plain(one.help), _HELP)}" if one.help else ""
    message = _cut(plain(one.message), _MESSAGE)
    return f"- line {where.row}, column {where.column}: {one.severity.value} {plain(one.code)}: {message}{advice}"


def fitted(head: str, blocks: Sequence[str], left: str, end: str = "", room: int = ROOM) -> str:
    """Put together a head, as many blocks as there is room for, how many are left out, and an end.

    `left` says of what there are more, with the number in `{}`.
    """
    room -= len(head) + len(end) + len(left) + len("\n\n\n99999")
    kept: list[str] = []
    for block in blocks:
        room -= len(block) + 1
        if room < 0:
            break
        kept.append(block)
    missing = len(blocks) - len(kept)
    parts = (head, *kept, left.format(missing) if missing else "", end)
    return "\n".join(part for part in parts if part)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"

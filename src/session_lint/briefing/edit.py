"""What is wrong with the sessions that an agent has edited: told after the edit, and again before it stops."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostic import Diagnostic, Severity
from . import words
from .known import Known

UNFINISHED = "session-lint: sessions that this run has changed cannot be handed over yet."
"""How each reason begins for which an agent is held up."""


def findings(known: Known) -> str:
    """List what is wrong with the files of an edit, and how it can be mended; information is left out."""
    told = [one for one in known.report.diagnostics if one.severity is not Severity.INFO]
    if not told:
        return ""
    paths = tuple(dict.fromkeys(one.path for one in told))
    blocks = _blocks(told, paths, known)
    head = f"session-lint: {words.count(len(told), 'finding')} in what this edit has changed."
    return words.fitted(head, blocks, "And {} more lines: `session-lint PATH`.", _mending(told, paths, known))


def unfinished(known: Known) -> str:
    """Say which sessions of this run are broken, or were changed and not brought up to date; empty for none."""
    told = [one for one in known.report.diagnostics if one.severity is Severity.ERROR]
    if not (told or known.unmoved):
        return ""
    paths = tuple(dict.fromkeys((*(one.path for one in told), *known.unmoved)))
    blocks = _blocks(told, paths, known)
    end = [_mending(told, paths, known)]
    behind = next((path for path in paths if path in known.unmoved or _is_behind(path, told)), None)
    if behind and (log := words.command("log", known.typed(behind))):
        end.append(f"{log[:-1]} WHO WHAT` adds an entry to the log and sets `last_updated`.")
    end.append("This is said once; the next stop is not held up.")
    return words.fitted(UNFINISHED, blocks, "And {} more lines: `session-lint PATH`.", "\n".join(filter(None, end)))


def _blocks(told: Sequence[Diagnostic], paths: Sequence[str], known: Known) -> list[str]:
    blocks: list[str] = []
    for path in paths:
        blocks.append(f"{words.path(known.typed(path))}:")
        blocks += (words.finding(one, known.report) for one in told if one.path == path)
        if path in known.unmoved:
            blocks.append("- the file was changed in this run, and `last_updated` is older than the run")
    return blocks


def _is_behind(path: str, told: Sequence[Diagnostic]) -> bool:
    return any(one.path == path and one.code in ("SL501", "SL503") for one in told)


def _mending(told: Sequence[Diagnostic], paths: Sequence[str], known: Known) -> str:
    """Give the commands that mend what can be mended without a word lost."""
    lines = []
    for path in paths:
        safe = sum(one.path == path and one.fix is not None and one.fix.safe for one in told)
        if safe and (command := words.command("--fix", known.typed(path))):
            lines.append(f"{command} mends {words.count(safe, 'finding')} of these.")
    return "\n".join(lines)

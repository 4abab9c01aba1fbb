"""What a report says in the end: how much was found, what can be fixed, and the statistics."""

from __future__ import annotations

from collections import Counter

from ..diagnostic import Severity
from .model import Report, Style, Tone, frequencies, place, plain, tone

_SHOWN = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def truncations(report: Report) -> tuple[str, ...]:
    """Give a line for each file of which not all diagnostics are shown."""
    return tuple(
        f"{place(path)}: more than 100 diagnostics; only the 100 gravest are shown" for path in report.truncated
    )


def closing(report: Report, style: Style) -> tuple[str, ...]:
    """Give the closing lines of a text format; none when there was nothing to check, or quiet is asked for."""
    if style.quiet or not (report.files_checked or report.diagnostics or report.fixed):
        return ()
    return (*fixed(report), *_found(report, style), *remarks(report, style))


def fixed(report: Report) -> tuple[str, ...]:
    """Give the line that says how much was mended, if anything was."""
    return (f"Fixed {_counted(report.fixed, 'problem')}.",) if report.fixed else ()


def found(report: Report, style: Style) -> str:
    """Give what was found as a phrase ("1 error and 2 infos in 1 of 3 files checked"); there must be something."""
    parts = [
        style.paint(_counted(report.count(severity), severity.value), tone(severity))
        for severity in _SHOWN
        if report.count(severity)
    ]
    several = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    files, checked = len({diagnostic.path for diagnostic in report.diagnostics}), report.files_checked
    # A file that is missing was found wanting, and not checked.
    return f"{several} in {f'{files} of {checked} files checked' if files <= checked != 1 else _counted(files, 'file')}"


def remarks(report: Report, style: Style) -> tuple[str, ...]:
    """Give the lines that say what else there is: fixes, what the baseline knows, files that were skipped."""
    return (*_fixable(report, style), *_known(report), *_skipped(report))


def statistics(report: Report, style: Style) -> str:
    """Give a table of rules by how often each was broken, and the closing lines under it."""
    counts = frequencies(report)
    severities = {item.code: item.severity for item in reversed(report.diagnostics)}
    fixable = {item.code for item in report.diagnostics if style.mends(item)}
    digits = len(str(max((count for _, count in counts), default=0)))
    letters = max((len(code) for (code, _), _ in counts), default=0)
    rows = []
    for (code, name), count in counts:
        mark = "" if not fixable else "[*] " if code in fixable else "    "
        painted = style.paint(plain(code), tone(severities[code])) + " " * (letters - len(code))
        rows.append(f"{count:>{digits}}  {painted}  {style.paint(mark, Tone.HELP)}{plain(name)}")
    end = (*truncations(report), *closing(report, style))
    return together((*rows, *("" for _ in end[:1] if rows), *end))


def together(lines: tuple[str, ...]) -> str:
    """Give the lines as a text; an empty one when there are none."""
    return "\n".join(lines) + "\n" if lines else ""


def _found(report: Report, style: Style) -> tuple[str, ...]:
    if report.diagnostics:
        return (f"Found {found(report, style)}.",)
    checked = report.files_checked
    clean = f"All {checked} session files are clean." if checked > 1 else "1 session file is clean."
    if report.baselined:
        clean = f"Nothing new in {_counted(checked, 'session file')}."
    return (style.paint(clean, Tone.CLEAN),) if checked else ()


def _fixable(report: Report, style: Style) -> tuple[str, ...]:
    fixes = [diagnostic.fix for diagnostic in report.diagnostics if diagnostic.fix]
    safe = sum(fix.safe or style.unsafe_fixes for fix in fixes)
    unsafe = len(fixes) - safe
    if not fixes:
        return ()
    parts = (f"{safe} fixable with --fix",) if safe else ()
    more = (f"{unsafe} {'more' if safe else 'fixable'} with --fix --unsafe-fixes",) if unsafe else ()
    return (", ".join((*parts, *more)) + ".",)


def _known(report: Report) -> tuple[str, ...]:
    if not (report.baselined and report.files_checked):
        return ()
    more = " more" if report.diagnostics else ""
    return (f"{report.baselined}{more} {'is' if report.baselined == 1 else 'are'} in the baseline.",)


def _skipped(report: Report) -> tuple[str, ...]:
    if not report.skipped:
        return ()
    counts = Counter(skipped.reason for skipped in report.skipped)
    reasons = (
        f"{plain(reason)} ({count})" if len(counts) > 1 else plain(reason) for reason, count in sorted(counts.items())
    )
    return (f"Skipped {_counted(len(report.skipped), 'file')}: {', '.join(reasons)}.",)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

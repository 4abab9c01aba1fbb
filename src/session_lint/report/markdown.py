"""Tables for people: GitHub's job summary, and a comment on a pull or merge request at GitHub or GitLab.

Whatever comes from a file or its name stands in a code span, unless it is made of words alone: there nothing is a link,
an image, HTML, a mention or a reference to an issue. Escapes would not do, since both look for mentions and addresses
in the text that is left when the Markdown is read. Tables: GitHub Flavored Markdown, 4.10; code spans: CommonMark, 6.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..diagnostic import Diagnostic
from ..regex import regex
from ..values import replace
from . import page, summary
from .model import Report, Style, frequencies, location, plain

_LIMIT = 60_000
"""Bytes of a report: GitHub takes 65,536 characters of a comment, and 1 MiB of a summary."""
_CELL = 1000  # characters; with less than 3,240 there is a run of backticks that is free and that GitHub reads (80)
_RULES = 10

_CODE = regex(r"[A-Za-z0-9-]+")
# How `text.shown` quotes a value: in single backticks, or in double ones if it holds single ones.
_QUOTED = regex(r"(?<!`)(?:`` ((?:[^`]|`(?!`))+) ``|`([^`]+)`)(?!`)")
_BLANKS = regex("( +)")
_OPENING, _CLOSING = "\"'(", "\"'),.:;?"
# What begins like the hash of a commit, or like an address, is a link to GitHub.
_WORDS = regex(r"(?![0-9a-fA-F]{7}|www)(?:[^\W\d_]+(?:[-'][^\W\d_]+)*|[0-9]+)")


def render(report: Report, style: Style) -> str:
    """Give the report as a heading and tables, the gravest first; a line when there is nothing to say."""
    if not report.diagnostics:
        return _clean(report, style)
    often = frequencies(report)
    rules = _rules(report, style, _RULES) if len(often) < len(report.diagnostics) else ()
    heading, end = _heading(report), (*_block(rules), *_block(_closing(report, style)))
    return summary.together((heading, "", *_table(report, _LIMIT - _size((heading, "", *end))), *end))


def statistics(report: Report, style: Style) -> str:
    """Give a heading, and a table of rules by how often each was broken."""
    if not report.diagnostics:
        return _clean(report, style)
    return summary.together((_heading(report), *_block(_rules(report, style)), *_block(_closing(report, style))))


def _clean(report: Report, style: Style) -> str:
    lines = summary.closing(report, replace(style, color=False))
    return summary.together((f"session-lint: {' '.join(map(_words, lines))}",) if lines else ())


def _heading(report: Report) -> str:
    return f"## session-lint: {summary.found(report, Style())}"


def _table(report: Report, room: int) -> Iterator[str]:
    """Yield the table of diagnostics as far as there is room for it, in bytes, and how many more there are."""
    head = _rows((("severity", "place", "rule", "message"), ("---",) * 4))
    yield from head
    room -= _size(head) + _size(_more(len(report.diagnostics)))
    ordered = sorted(report.diagnostics, key=lambda diagnostic: diagnostic.severity.rank)
    for number, diagnostic in enumerate(ordered):
        (row,) = _rows((_cells(diagnostic, report),))
        room -= _size((row,))
        if room < 0:
            yield from _more(len(ordered) - number)
            return
        yield row


def _cells(diagnostic: Diagnostic, report: Report) -> tuple[str, ...]:
    return (
        diagnostic.severity.value,
        _code(location(report, diagnostic.path, diagnostic.span)),
        _rule(diagnostic.code, diagnostic.name, diagnostic.code),
        _words(diagnostic.message),
    )


def _more(count: int) -> tuple[str, ...]:
    return "", f"{count} more {'is' if count == 1 else 'are'} not shown here."


def _rules(report: Report, style: Style, most: int | None = None) -> tuple[str, ...]:
    often = frequencies(report)
    mended = [diagnostic.code for diagnostic in report.diagnostics if style.mends(diagnostic)]
    rows = [
        (str(count), _rule(code, name, f"{code} {name}"), str(mended.count(code) or ""))
        for (code, name), count in often[:most]
    ]
    rest = len(often) - len(rows)
    title = f"the {len(rows)} most frequent rules of {len(often)}" if rest else "rule"
    return _rows((("found", title, "fixable"), ("---:", "---", "---:"), *rows))


def _closing(report: Report, style: Style) -> tuple[str, ...]:
    """Give a paragraph of what else is to be said."""
    if style.quiet:
        return ()
    cut = len(report.truncated)
    files = "1 file has" if cut == 1 else f"{cut} files have"
    said = (f"{files} more than 100 diagnostics, of which only the 100 gravest are counted here.",) if cut else ()
    lines = (*said, *summary.fixed(report), *summary.remarks(report, style))
    return (" ".join(map(_words, lines)),) if lines else ()


def _rule(code: str, name: str, words: str) -> str:
    """Give the name of a rule with a link to its page, if it has one."""
    address = page(code, name)
    if address and _CODE.fullmatch(code) and _CODE.fullmatch(name):
        return f"[{words}]({address})"
    return _code(words)


def _words(text: str) -> str:
    """Give a message: values, and all that might be more than words, as code."""
    shown = _cut(plain(text))
    if shown != shown.strip():  # the blanks at the edges of a cell go
        return _code(shown)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for quoted in _QUOTED.finditer(shown):
        pieces += [*_prose(shown[at : quoted.start()]), (quoted[1] or quoted[2], True)]
        at = quoted.end()
    return _written([*pieces, *_prose(shown[at:])])


def _prose(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what is between values, piece by piece: a text, and whether it must be written as code."""
    for token in _BLANKS.split(text):
        opening = token[: len(token) - len(token.lstrip(_OPENING))]
        core = token[len(opening) :].rstrip(_CLOSING)
        if not core.strip(" ") or _WORDS.fullmatch(core):
            yield token, False
        else:
            yield from ((opening, False), (core, True), (token[len(opening) + len(core) :], False))


def _written(pieces: Iterable[tuple[str, bool]]) -> str:
    """Write pieces; code that nothing stands between is one piece, since two runs of backticks would be one."""
    written, code = [], ""
    for text, is_code in pieces:
        if is_code:
            code += text
        elif text:
            written += [_code(code), text]
            code = ""
    return "".join((*written, _code(code)))


def _code(text: str) -> str:
    """Give a text as a code span that may stand in a cell; an empty one stays empty."""
    shown = _cut(plain(text))
    if not shown.strip(" "):
        return rf"`{shown}`".replace(" ", r"\x20") if shown else ""
    runs = {len(run) for run in re.findall("`+", shown)}
    fence = "`" * next(length for length in range(1, _CELL) if length not in runs)
    edges = shown[0] + shown[-1]
    pad = " " if "`" in edges or edges == "  " else ""
    # A backslash keeps a pipe in its cell, even inside of code.
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", r"\|")


def _cut(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _rows(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(f"| {' | '.join(row)} |" for row in rows)


def _block(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Give lines with an empty one before them."""
    return ("", *lines) if lines else ()


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)

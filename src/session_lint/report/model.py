"""What a run has found, how it is to be shown, and the escapes that every format shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from ..diagnostic import Diagnostic, Severity
from ..regex import regex
from ..rule import AnyRule
from ..text import LineIndex, Position, Span, printable
from ..values import dataclass, field

if TYPE_CHECKING:  # it would load `json`, which few reports need
    from ..baseline import Entry
    from ..spots import Spot

# `##[error]` and `##vso[...]` are commands wherever they stand in a line: actions/runner ActionCommand.cs (TryParse),
# Azure Pipelines' and TeamCity's logging commands. Matches the second `#`.
LOG_COMMAND = regex(r"(?<=#)#(?=\w*\[)")
HASH = r"\x23"
_INDEXED = 16


@dataclass(frozen=True)
class Skipped:
    """A file that was asked for and not checked. `reason` is a phrase ("excluded by the configuration")."""

    path: str
    reason: str


@dataclass(frozen=True)
class Report:
    """The outcome of a run.

    `diagnostics` are sorted by path, then span. `sources` holds the text of every file that a diagnostic, a related
    place or an edit points into; a file without a text (a missing one) is shown without its lines. `truncated` names
    the files of which only the 100 gravest diagnostics were kept; `fixed` counts the problems that were mended,
    `suppressed` those that an ignore comment has silenced, `baselined` those that a baseline knows and that are left
    out; of its `stale` entries nothing was found any more. `notes` say what could not be judged, and why. `rules` are
    all that there are, whether on or off, those of plugins among them. `hidden` are the stretches of each source that
    are masked, as they stand in it. `checked` are the paths of the files that were checked, sorted; `spots` say what
    each of the diagnostics is about, secrets and all: no format shows a part of it.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    files_checked: int = 0
    skipped: tuple[Skipped, ...] = ()
    truncated: tuple[str, ...] = ()
    fixed: int = 0
    suppressed: int = 0
    notes: tuple[str, ...] = ()
    baselined: int = 0
    stale: tuple[Entry, ...] = ()
    rules: tuple[type[AnyRule], ...] = ()
    hidden: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    checked: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = field(default=(), repr=False, compare=False)

    @cached_property
    def _indexes(self) -> dict[str, LineIndex]:
        return {}

    def lines(self, path: str) -> LineIndex:
        """Give the lines of a file; of an empty text when there is none."""
        if path not in self._indexes:
            if len(self._indexes) == _INDEXED:
                self._indexes.clear()  # most formats go from file to file
            self._indexes[path] = LineIndex(self.sources.get(path, ""))
        return self._indexes[path]

    def position(self, path: str, offset: int) -> Position:
        """Give the position of an offset in a file; the end of the text for what lies behind it."""
        lines = self.lines(path)
        return lines.position(min(offset, len(lines.text)))

    def visible_span(self, path: str, span: Span) -> Span:
        """Give the span without the line breaks at its end, so that a whole line ends in its own row."""
        text = self.lines(path).text
        start = min(span.start, len(text))
        return Span(start, start + len(text[start : span.end].rstrip("\r\n")))

    def count(self, severity: Severity) -> int:
        """Count the diagnostics of a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def frequencies(report: Report) -> tuple[tuple[tuple[str, str], int], ...]:
    """Give code and name of each rule that speaks with how often it does, the most frequent first."""
    counts = Counter((diagnostic.code, diagnostic.name) for diagnostic in report.diagnostics)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class Tone(Enum):
    """A colour by what it says; the value is the parameter of a terminal's SGR sequence (ECMA-48, 8.3.117)."""

    ERROR = "1;31"
    WARNING = "1;33"
    INFO = "1;36"
    CLEAN = "1;32"
    STRONG = "1"
    GUTTER = "1;34"
    HELP = "36"


@dataclass(frozen=True)
class Style:
    """How a report is shown. `width` is in terminal columns; `unsafe_fixes` says that `--fix` may use those too.

    `quiet` leaves out the closing lines of the text formats.
    """

    color: bool = False
    width: int = 100
    unsafe_fixes: bool = False
    quiet: bool = False

    def paint(self, text: str, tone: Tone) -> str:
        """Give the text in a colour, when colours are asked for."""
        return f"\x1b[{tone.value}m{text}\x1b[0m" if self.color and text else text

    def mends(self, diagnostic: Diagnostic) -> bool:
        """Whether `--fix` would mend it."""
        return diagnostic.fix is not None and (diagnostic.fix.safe or self.unsafe_fixes)


def tone(severity: Severity) -> Tone:
    """Give the colour of a severity."""
    return Tone[severity.name]


def plain(text: str) -> str:
    """Give the text on one line with nothing in it that a terminal or a CI log would obey."""
    return LOG_COMMAND.sub(lambda _: HASH, printable(text))


def place(path: str) -> str:
    """Give a path as a line may begin with it, a colon behind: GitHub obeys what begins with blanks and `::`."""
    shown = plain(path)
    return f"./{shown}" if f"{shown}:".lstrip().startswith("::") else shown


def location(report: Report, path: str, span: Span) -> str:
    """Give the beginning of a span as `path:row:column`; only the path of a file whose text is not known."""
    if path not in report.sources and span != Span(0, 0):
        return place(path)
    start = report.position(path, span.start)
    return f"{place(path)}:{start.row}:{start.column}"


def one_line(diagnostic: Diagnostic, report: Report, style: Style) -> str:
    """Give a diagnostic as the line of a log: where, code and message, and `[*]` where `--fix` mends it."""
    start = report.position(diagnostic.path, diagnostic.span.start)
    path = style.paint(place(diagnostic.path), Tone.STRONG)
    code = style.paint(plain(diagnostic.code), tone(diagnostic.severity))
    mark = " " + style.paint("[*]", Tone.HELP) if style.mends(diagnostic) else ""
    return f"{path}:{start.row}:{start.column}: {code} {plain(diagnostic.message)}{mark}"

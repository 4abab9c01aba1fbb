"""The log of a session: its entries, when each was made, and how each is written that is not as the profile has it.

A stamp without a zone is read as UTC. Only what seems meant as an entry is one: what begins with a date or a time.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cached_property

from .filename import FileName, Pattern
from .markdown import Body, Section
from .regex import regex
from .text import LineIndex, Span
from .values import dataclass, replace

_LEVEL = regex(r"(#{1,6})[ \t]+")
_STAMP = regex(r"(?<![A-Za-z])(?:YYYY|MM|DD|HH)(?:[^<>]*(?:YYYY|MM|DD|HH|SS))?")
_PLACE = regex(r"<[a-z]+>")
_LAST = "<text>"
_ENDINGS = " \t:,|-\u2013\u2014"  # what sets the text apart from the names before it

# What people write for a stamp: a date, and perhaps a time and a zone.
_OPEN, _CLOSE = r"(?P<open>[*_`(\[]{0,4})", r"(?P<close>[*_`)\]]{0,4})"
_SECOND = r"(?P<second>[0-9]{2})(?P<fraction>[.,][0-9]+)?"
_ZONE = r"(?:[ \t]?(?P<zone>Z|UTC|GMT|\((?:UTC|GMT)\)|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]|:[0-9]))?"
_DATE = r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})(?![0-9])"
_JOINT = r"(?:[T_]|[ \t]*(?:[-,@|\u2013\u2014][ \t]*)?)"
_TIME = rf"{_JOINT}(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})(?::{_SECOND})?(?![0-9]|:[0-9])"
_COMPACT_DATE = r"(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])"
_COMPACT_TIME = rf"[-T_ ](?P<hour>[0-9]{{2}}):?(?P<minute>[0-9]{{2}})(?::?{_SECOND})?(?![0-9]|:[0-9])"
_SEPARATOR = r"(?P<separator>[ \t]*(?:(?P<mark>-{1,3}|[:|,\u2013\u2014\u00b7\u2192])[ \t]*)?)"
_SPELLINGS = tuple(
    regex(f"{_OPEN}{day}(?:{time}{_ZONE})?{_CLOSE}{_SEPARATOR}", re.IGNORECASE)
    for day, time in ((_DATE, _TIME), (_COMPACT_DATE, _COMPACT_TIME))
)
# A time alone, or a date in an order that is not for certain.
_UNDATED = regex(r"[*_`(\[]{0,4}(?:[0-9]{1,2}:[0-9]{2}(?![0-9])|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}(?![0-9]))")
# What may belong to the time and be no text: the end of a range, halves of the day, zones by their names.
_RANGE = regex(r"[0-9]{1,2}:[0-9]{2}")
_MORE_TIME = regex(r"(?:[AaPp]\.?[Mm]|[A-Z]{1,2}[SD]?T)(?![A-Za-z])")
_SOME_TIME = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)
_MIRROR = str.maketrans("([", ")]")
_ITEM = regex(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_EDGES = " \t\v\f\xa0:"  # of a title
_UNITS = ("year", "month", "day", "hour", "minute", "second")
_STAMPS = (*_UNITS, "fraction", "zone")
_BEGINNING = regex(r"[-*+_`(\[0-9]")


class Flaw(Enum):
    """What is wrong with an entry."""

    NO_DATE = "no date"
    NO_SUCH_TIME = "no such date or time"
    NO_TIME = "no time"
    NO_TEXT = "no text"
    FORM = "another form"


_HALF = (Flaw.NO_DATE, Flaw.NO_TIME)


@dataclass(frozen=True)
class Entry:
    """An entry: its title or line in the source, the stamp in it, the moment in UTC.

    `head` is all that stands before the text. `wanted` is what should stand in its place, where that can be told;
    `lossless` when it says no less.
    """

    span: Span
    head: Span
    stamp: Span
    instant: datetime | None
    flaw: Flaw | None = None
    wanted: str | None = None
    lossless: bool = False


@dataclass(frozen=True)
class EntryPattern:
    """How entries are written (`### YYYY-MM-DD HH:MM - <text>`): headings where it begins with `#`, else lines."""

    written: str

    @property
    def level(self) -> int:
        """The level of the headings; 0 for lines."""
        match = _LEVEL.match(self.written)
        return len(match[1]) if match else 0

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        """What stands before the stamp, the stamp, and what follows it."""
        written = _LEVEL.sub("", self.written, count=1)
        match = _STAMP.search(written.partition("<")[0])
        start, end = match.span() if match else (0, 0)
        return written[:start], written[start:end], written[end:]

    @cached_property
    def _stamp(self) -> Pattern:
        return Pattern(f"{self._parts[1]}<description>")

    @cached_property
    def _closed(self) -> re.Pattern[str]:
        """Matches what closes the stamp, in which a blank may be several."""
        return re.compile(_flexible(self._closing))

    @cached_property
    def _closing(self) -> str:
        return self._parts[2].partition("<")[0]

    @cached_property
    def _places(self) -> re.Pattern[str]:
        """What the text behind stamp and separator must look like."""
        source, rest = "", self._parts[2][len(self._closing) :]
        while place := _PLACE.match(rest):
            literal, _, _ = rest[place.end() :].partition("<")
            follows = " \t" if literal[:1] in (" ", "\t") else re.escape(literal[:1])
            # It begins with no blank, so that the blanks before it have one reading.
            source += rf"[^ \t{follows}][^{follows}]*{_flexible(literal)}" if literal else ".*"
            rest = rest[place.end() + len(literal) :]
        return re.compile(source)

    def example(self, instant: datetime = _SOME_TIME) -> str:
        """Give an entry as it should be, made at a time in UTC; names stand for what somebody will say."""
        marks = self.written[: len(self.written) - len(_LEVEL.sub("", self.written, count=1))]
        opening, _, rest = self._parts
        return f"{marks}{opening}{self._stamp.write_lead(instant)}{re.sub(r'[<>]', '', rest)}"

    def write(self, instant: datetime, who: str, what: str) -> tuple[str, str] | None:
        """Give the line of an entry, and the text that stands below it; None where `who` does not fit the pattern.

        Where the pattern has names before `<text>`, `who` stands for them and for what is between them: `fix(parser)`.
        """
        bare = _LEVEL.sub("", self.written, count=1)
        head = self._parts[0] + self._stamp.write_lead(instant) + self._closing
        names = self._parts[2][len(self._closing) :].removesuffix(_LAST)
        below = "" if names or not self.level else what
        if len(_PLACE.findall(names)) == 1:
            line = f"{head}{_PLACE.sub(lambda _: who, names)}{what}"
        elif names:
            line = f"{head}{who}{names[len(names.rstrip(_ENDINGS)) :]}{what}"
        else:
            line = f"{head}{who}" if below else f"{head}{who}: {what}"
        entry = self.read(line, 0)
        return (self.written[: len(self.written) - len(bare)] + line, below) if entry and not entry.flaw else None

    def fault(self) -> str | None:
        """Say what is wrong with the pattern itself, None for a good one."""
        names = _PLACE.findall(self.written)
        if self.level in (1, 2):
            return "expected headings of level 3 or deeper"
        last = self.written.endswith(_LAST) and names.count(_LAST) == 1
        if not last or self.written.count("<") != len(names) or re.search(r"><|[\r\n]", self.written):
            return f"expected one line with names such as `<agent>`, apart from one another and the last `{_LAST}`"
        if not re.search(r"HH[^<>]*MM", self._parts[1]) or self._stamp.fault():
            return "expected each of YYYY, MM, DD, HH, MM once, and SS at most once"
        return None

    def read(self, text: str, offset: int) -> Entry | None:
        """Read a heading's title or a line that begins at an offset; None where no entry seems meant."""
        span = Span(offset, offset + len(text))
        name = self._exactly(text)
        if name:
            start = offset + len(self._parts[0])
            stamp = Span(start, start + len(name.lead))
            return Entry(span, Span(offset, stamp.end), stamp, name.stamp, None if name.stamp else Flaw.NO_SUCH_TIME)
        match = next((match for spelling in _SPELLINGS if (match := spelling.match(text))), None)
        if match:
            return self._otherwise(match, span)
        undated = _UNDATED.match(text)
        head = Span(offset, offset + undated.end()) if undated else span
        return Entry(span, head, head, None, Flaw.NO_DATE) if undated else None

    def _exactly(self, text: str) -> FileName | None:
        """Read an entry that is written as it should be; its stamp may still not exist."""
        opening = self._parts[0]
        if not text.startswith(opening):
            return None
        name = self._stamp.read(text[len(opening) :])
        closing = self._closed.match(name.description)
        rest = name.description[closing.end() :] if closing else ""
        return name if name.shaped and rest.strip() and self._places.fullmatch(rest) else None

    def _otherwise(self, match: re.Match[str], span: Span) -> Entry:
        """Read an entry that begins with a stamp in some spelling."""
        text, rest, instant, flaw = match.string, match.end(), _instant(match), Flaw.FORM
        head = Span(span.start, span.start + rest)
        stamp = Span(span.start + match.start("year"), span.start + max(map(match.end, _STAMPS)))
        if match["hour"] is None:
            flaw = Flaw.NO_TIME if _exists(match) else Flaw.NO_SUCH_TIME
        elif instant is None:
            flaw = Flaw.NO_SUCH_TIME
        elif not text[rest:].strip():
            flaw = Flaw.NO_TEXT
        if instant is None or flaw is not Flaw.FORM:
            return Entry(span, head, stamp, instant, flaw)
        more = _RANGE.match(text, rest) or (not (match["mark"] or match["close"]) and _MORE_TIME.match(text, rest))
        paired = match["open"].translate(_MIRROR)[::-1] == match["close"]
        seconds = "SS" in self._parts[1]
        told = paired and not more and not _is_range(match) and (match["second"] or not seconds)
        wanted = self._parts[0] + self._stamp.write_lead(instant) + self._closing
        lost = (match["fraction"] or "").strip("0.,") or (not seconds and (match["second"] or "").strip("0"))
        return Entry(
            span,
            head,
            stamp,
            instant,
            flaw,
            wanted if told and self._places.fullmatch(text, rest) else None,
            lossless=not lost and not _offset(match),
        )


@dataclass(frozen=True)
class Log:
    """Which section is the log (its title, in any case), and how its entries are written."""

    section: str
    entry: EntryPattern

    def is_kept_in(self, section: Section) -> bool:
        """Say whether a section is the log: in any case, and with a colon or blanks behind its title."""
        return section.heading.title.strip(_EDGES).casefold() == self.section.casefold()

    def entries(self, section: Section, body: Body, lines: LineIndex) -> tuple[Entry, ...]:
        """Give the entries of a section in their order."""
        found = self._headings(section, body, lines) if self.entry.level else self._lines(section, body, lines)
        return tuple(entry for entry in found if entry)

    def _headings(self, section: Section, body: Body, lines: LineIndex) -> Iterator[Entry | None]:
        first = bisect_left(body.headings, section.body.start, key=lambda heading: heading.line.start)
        last = bisect_left(body.headings, section.body.end, key=lambda heading: heading.line.start)
        for heading in body.headings[first:last]:
            if heading.level == self.entry.level:
                source = lines.text[heading.span.start : heading.span.end]
                at = max(source.find(heading.title), 0)  # behind the marks of emphasis around the whole
                yield self.entry.read(heading.title, heading.span.start + at)

    def _lines(self, section: Section, body: Body, lines: LineIndex) -> Iterator[Entry | None]:
        """Read lines that begin with a date and a time, or with one of them in brackets, and list items like them."""
        row = lines.row(section.body.start)
        while row <= len(lines.starts) and lines.starts[row - 1] < section.body.end:
            start, line = lines.starts[row - 1], lines.line(row).rstrip(" \t")
            row += 1
            if not _BEGINNING.match(line) or body.is_code(start):
                continue
            entry = self.entry.read(line, start)
            item = _ITEM.match(line) if entry is None or entry.flaw else None
            if item:
                entry = self.entry.read(line[item.end() :], start + item.end())
                yield self._item(entry, start) if entry else None
            elif entry and (entry.flaw not in _HALF or (line.startswith("[") and not _is_link(line))):
                yield entry

    def _item(self, entry: Entry, start: int) -> Entry | None:
        """Give an entry that is a list item; unless the pattern is of list items, they may be written otherwise."""
        if entry.flaw is not Flaw.FORM:
            return None if entry.flaw in _HALF else entry
        if _ITEM.match(self.entry.written):
            return replace(entry, head=Span(start, entry.head.end))
        return replace(entry, flaw=None, wanted=None)


def _is_link(line: str) -> bool:
    """Whether a line such as `[2025-12-04](notes.md)` only looks like an entry without a time."""
    return line.partition("]")[2][:1] in ("(", "[", ":")


def _flexible(literal: str) -> str:
    """Give a regular expression for a literal, in which a blank may be several."""
    return r"[ \t]+".join(re.escape(word) for word in re.split(r"[ \t]+", literal))


def _instant(match: re.Match[str]) -> datetime | None:
    """Give the moment of a stamp in UTC; None where it has no time, or one that does not exist."""
    if match["hour"] is None:
        return None
    year, month, day, hour, minute, second = (int(match[name] or 0) for name in _UNITS)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone(_offset(match))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _exists(match: re.Match[str]) -> bool:
    try:
        date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    return True


def _offset(match: re.Match[str]) -> timedelta:
    """Give the offset from UTC that a stamp names."""
    zone = match["zone"] or ""
    if zone[:1] not in ("+", "-") or _is_range(match):
        return timedelta()
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size


def _is_range(match: re.Match[str]) -> bool:
    """Whether what looks like an offset may be the end of a range, as in `14:30-15:00`."""
    joint = match.string[match.end("day") : match.start("hour")]
    return (match["zone"] or "")[:1] == "-" and match["second"] is None and joint not in ("T", "t")

"""The name of a session file, taken apart after the profile's pattern (`YYYYMMDD-HHMMSS-<description>.md`)."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import cached_property

from .regex import regex
from .text import Span
from .values import dataclass

KEBAB = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# What is left of `PLT-123.md` and `PLT-123-session.md` without the ID: it could be any session's.
SAYS_NOTHING = frozenset(("", "session"))

_DESCRIPTION = "<description>"
_TOKENS = {"YYYY": "[0-9]{4}", "MM": "[0-9]{2}", "DD": "[0-9]{2}", "HH": "[0-9]{2}", "SS": "[0-9]{2}"}
_TOKEN = regex("YYYY|MM|DD|HH|SS")
# Where tokens stand: not within a word such as `SESSION`.
_TOKENS_TOGETHER = regex(r"(?<![A-Z])(?:YYYY|MM|DD|HH|SS|T|Z)+(?![A-Z])")
# What people write instead of the stamp: a date in some spelling, perhaps a time, perhaps a zone.
_DAY = r"[0-9]{4}[-_.]?[0-9]{2}[-_.]?[0-9]{2}"
_TIME = r"[-_.T ]?[0-9]{2}[-_.:h]?[0-9]{2}(?:[-_.:]?[0-9]{2})?Z?"
_LOOSE = regex(rf"[-_. (\[]*{_DAY}(?:{_TIME})?[)\]]?(?=[-_. ]|\Z)[-_. ]*")
_WITHIN = regex(rf"(?<![A-Za-z0-9]){_DAY}{_TIME}(?![A-Za-z0-9])")
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LEGACY = regex(r"[0-9]{8}-[0-9]{4}-")


@dataclass(frozen=True)
class FileName:
    """A name in parts. `stamp` is None where the name does not begin with one, or with one that does not exist.

    `lead` is the stamp (or what seems meant as one) with the separator behind it, `description` the rest without the
    suffix, `suffixed` whether the suffix is there.
    """

    name: str
    lead: str
    stamp: datetime | None
    shaped: bool
    description: str
    suffixed: bool

    @property
    def legacy(self) -> bool:
        """Whether the stamp is of the older kind without seconds."""
        return bool(_LEGACY.match(self.name))


@dataclass(frozen=True)
class Pattern:
    """How session files are named. `written` is the pattern as people write it; `MM` behind `HH` is minutes."""

    written: str

    @property
    def lead(self) -> str:
        """What stands before the description, as it is written in the pattern."""
        return self.written.partition(_DESCRIPTION)[0]

    @property
    def suffix(self) -> str:
        """What stands behind the description."""
        return self.written.partition(_DESCRIPTION)[2]

    @property
    def dated(self) -> bool:
        """Whether names begin with a stamp at all."""
        return "YYYY" in self.lead

    @cached_property
    def _units(self) -> tuple[tuple[str, str], ...]:
        """The lead as (unit or "", text) pairs."""
        units, at, hours = [], 0, False
        runs = (run.span() for run in _TOKENS_TOGETHER.finditer(self.lead))
        for match in (match for run in runs for match in _TOKEN.finditer(self.lead, *run)):
            units.append(("", self.lead[at : match.start()]))
            hours = hours or match[0] == "HH"
            names = {"YYYY": "year", "MM": "minute" if hours else "month", "DD": "day", "HH": "hour", "SS": "second"}
            units.append((names[match[0]], match[0]))
            at = match.end()
        units.append(("", self.lead[at:]))
        return tuple(units)

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(
            "".join(f"(?P<{unit}>{_TOKENS[text]})" if unit else re.escape(text) for unit, text in self._units)
        )

    @cached_property
    def _shape(self) -> bytes:
        """The lead with `0` for each digit."""
        lead = "".join("0" * len(text) if unit else text for unit, text in self._units)
        return lead.encode("utf-8", "replace").translate(_DIGITS)

    def occurs(self, text: str) -> bool:
        """Whether something in a text begins like a name; anything does where names begin with no stamp."""
        if not self.dated:
            return True
        # By far the cheapest way, in the interpreter's own loops, to see that nothing has the shape of a stamp.
        looks_like_one = self._shape in text.encode("utf-8", "replace").translate(_DIGITS)
        return looks_like_one and self._regex.search(text) is not None

    def fault(self) -> str | None:
        """Say what is wrong with the pattern itself, None for a good one."""
        if self.written.count(_DESCRIPTION) != 1:
            return f"expected exactly one `{_DESCRIPTION}`"
        if "/" in self.written:
            return "expected a file name, without `/`"
        units = [unit for unit, _ in self._units if unit]
        if len(units) != len(set(units)):
            return "expected each of YYYY, MM, DD, HH, MM, SS at most once"
        if units and not {"year", "month", "day"} <= set(units):
            return "expected YYYY, MM and DD in a pattern with a date"
        return None

    def read(self, name: str) -> FileName:
        """Take a name apart; never raises."""
        match = self._regex.match(name)
        stamp = None
        if match and self.dated:
            values = {unit: int(text) for unit, text in match.groupdict().items()}
            try:
                stamp = datetime(**values, tzinfo=UTC)
            except ValueError:
                stamp = None
        ending = name.lower().endswith(self.suffix.lower())
        loose = match or _LOOSE.match(name, 0, len(name) - len(self.suffix) if ending else len(name))
        lead = loose[0] if loose else ""
        rest = name[len(lead) :]
        suffixed = (rest.endswith(self.suffix) and len(self.suffix) > 0) or not self.suffix
        ending = rest.lower().endswith(self.suffix.lower())
        description = rest[: len(rest) - len(self.suffix)] if ending else rest
        return FileName(name, lead, stamp, bool(match) and self.dated, description, suffixed)

    def write(self, stamp: datetime, description: str) -> str:
        """Give the name for an instant and a description."""
        return f"{self.write_lead(stamp)}{description}{self.suffix}"

    def write_lead(self, stamp: datetime) -> str:
        """Give the stamp of an instant, in UTC, as this pattern writes it."""
        utc = stamp.astimezone(UTC)
        numbers = {
            "year": f"{utc.year:04}", "month": f"{utc.month:02}", "day": f"{utc.day:02}",
            "hour": f"{utc.hour:02}", "minute": f"{utc.minute:02}", "second": f"{utc.second:02}",
        }  # fmt: skip
        return "".join(numbers[unit] if unit else text for unit, text in self._units)


def stamp_within(description: str) -> Span | None:
    """Find a date with a time in a description, in whatever spelling."""
    match = _WITHIN.search(description)
    return Span(*match.span()) if match else None


def slug(text: str) -> str:
    """Give a description in kebab case: ASCII letters and digits in lower case, hyphens between; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")

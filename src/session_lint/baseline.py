"""Known diagnostics: what a team has put off is left out of a report until it changes, and what is new is not.

An entry knows a diagnostic by its file and a fingerprint of what it is about: the rule, the field or section, the text
there, and how many of the same came before. Neither its place nor its message counts, so that edits elsewhere in the
file and the passing of time lose none. A fingerprint is the beginning of a SHA-256, and no text can be read from it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from .config import ActiveRule
from .engine import MAX_DIAGNOSTICS
from .failure import Failure
from .proof import Examined
from .regex import regex
from .secrecy import Mask, find
from .spots import Spot
from .text import BOM, UNSAFE, LineIndex, printable, shown
from .values import dataclass, field, replace
from .verdict import Verdict

VERSION = 1

# Where this rule finds an unresolved merge, those that trust headings are silent.
_MERGE = "SL008"

_DIGITS = 16
_FIELD_SHOWN = 200
_ANEW = "write it anew with --write-baseline"
_CONFLICT = regex(r"^(?:<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>)", re.MULTILINE)
_ESCAPE = regex(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|\\)")
_ESCAPED = regex("[\\\\\ud800-\udfff]")
_REQUIRED = ("path", "rule", "fingerprint")
_OPTIONAL = ("name", "field", "section")


@dataclass(frozen=True)
class Entry:
    """A known diagnostic. `path` is relative to the root; `rest` is what else is written of it, for people."""

    path: str
    code: str
    fingerprint: str
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.path, self.fingerprint

    def __str__(self) -> str:
        about = " ".join(str(self.rest[key]) for key in _OPTIONAL if self.rest.get(key))
        return f"{self.path}: {self.code} {about}".rstrip()


@dataclass(frozen=True)
class Baseline:
    """The entries of a baseline file, in its order; `rest` is what else the file says."""

    entries: tuple[Entry, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of each file."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.path, []).append(entry)
        return {path: tuple(entries) for path, entries in found.items()}

    def without(self, entries: Iterable[Entry]) -> Baseline:
        """Give this baseline without some entries."""
        keys = {entry.key for entry in entries}
        return replace(self, entries=tuple(entry for entry in self.entries if entry.key not in keys))

    def renamed(self, renames: Mapping[str, str]) -> Baseline:
        """Give this baseline after files were renamed; what it knew of files that had the new names before is gone."""
        overwritten = set(renames.values()) - renames.keys()
        kept = (entry for entry in self.entries if entry.path not in overwritten)
        return replace(self, entries=tuple(replace(one, path=renames.get(one.path, one.path)) for one in kept))


class Comparison:
    """What a run finds, held against a baseline file by file. `baselined` counts what was known."""

    def __init__(
        self,
        known: Baseline,
        rules_for: Callable[[str], Iterable[ActiveRule]],
        exists: Callable[[str], bool],
    ) -> None:
        self.known = known
        self.rules_for = rules_for
        self.exists = exists
        self.baselined = 0
        self.missed: list[Entry] = []
        self.checked: set[str] = set()

    def new(self, examined: Examined, path: str) -> Examined:
        """Give a judged file with its new diagnostics only. It is known under a path, its own before it was renamed."""
        return replace(examined, diagnostics=self.unknown(Verdict.of(examined, path)).diagnostics)

    def unknown(self, verdict: Verdict) -> Verdict:
        """Give what was said of a file without what is known; it is known under its path on the disk."""
        self.checked.add(verdict.origin)
        of_file = self.known.by_path.get(verdict.origin)
        if of_file is None:
            return verdict
        found = _fingerprints(verdict)
        known = {entry.fingerprint for entry in of_file}
        new = [number for number, one in enumerate(found) if one not in known]
        self.baselined += len(found) - len(new)
        if _judged_whole(verdict):
            codes = {active.rule.code for active in self.rules_for(verdict.origin)}
            there = set(found)
            self.missed += [one for one in of_file if one.code in codes and one.fingerprint not in there]
        diagnostics, spots = verdict.diagnostics, verdict.spots
        return replace(verdict, diagnostics=tuple(diagnostics[at] for at in new), spots=tuple(spots[at] for at in new))

    def stale(self, *, whole: bool) -> tuple[Entry, ...]:
        """Give the entries of checked files of which nothing was found any more, sorted.

        In a run over the whole repository those of files that do not exist any more are stale as well.
        """
        found = {entry.key: entry for entry in self.missed}
        for path, of_file in self.known.by_path.items() if whole else ():
            if path not in self.checked and not self.exists(path):
                found |= {entry.key: entry for entry in of_file}
        return tuple(sorted(found.values(), key=lambda entry: (entry.path, entry.code, entry.fingerprint)))


def entries(verdict: Verdict) -> tuple[Entry, ...]:
    """Give an entry for each diagnostic of a file, in their order."""
    mask = Mask(verdict.path, *(verdict.text[one.start : one.end] for one in find(verdict.text)))
    found = []
    for one, (what, number) in zip(verdict.diagnostics, _numbered(verdict.spots), strict=True):
        rest: dict[str, Any] = {"name": one.name}
        if one.field:
            rest["field"] = mask(".".join(what[1]))[:_FIELD_SHOWN]
        if one.section is not None:
            rest["section"] = one.section
        if number > 1:
            rest["occurrence"] = number
        found.append(Entry(verdict.path, one.code, fingerprint(*what, number), rest))
    return tuple(found)


def _fingerprints(verdict: Verdict) -> list[str]:
    return [fingerprint(*what, number) for what, number in _numbered(verdict.spots)]


def _numbered(spots: Iterable[Spot]) -> Iterator[tuple[Spot, int]]:
    """Give each with how many of the same there were so far."""
    seen: Counter[Spot] = Counter()
    for what in spots:
        seen[what] += 1
        yield what, seen[what]


def fingerprint(*parts: Any) -> str:
    """Give the beginning of a hash of values that JSON can hold."""
    import hashlib  # imported late: slow to load

    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_DIGITS]


def _judged_whole(verdict: Verdict) -> bool:
    """Whether all rules could judge all of a file, and all that they said is here."""
    found = verdict.diagnostics
    return verdict.complete and len(found) < MAX_DIAGNOSTICS and all(one.code != _MERGE for one in found)


def read(text: str, name: str) -> Baseline:
    """Read a baseline's text; `name` is how messages call the file. Raises Failure for what is none."""
    try:
        data = json.loads(text.removeprefix(BOM))
    except json.JSONDecodeError as error:
        if marker := _CONFLICT.search(text):
            row = LineIndex(text).row(marker.start())
            advice = f"keep the entries of both sides and remove the markers, or {_ANEW}"
            raise Failure(f"{name}:{row}: an unresolved merge: {shown(marker.group())}", advice) from None
        raise Failure(f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg.lower()}", _advice()) from None
    except (ValueError, RecursionError):
        raise Failure(f"{name}: a number too long or a nesting too deep to read", _advice()) from None
    if not isinstance(data, dict) or "version" not in data:
        message = f"{name} is no baseline; expected a mapping with `version` and `entries`"
        raise Failure(message, "name the file that --write-baseline has written")
    version, items = data["version"], data.get("entries")
    if isinstance(version, bool) or version != VERSION:
        advice = f"{_ANEW}, or use the session-lint that has written it"
        raise Failure(f"{name}: `version` is {shown(version)}; this session-lint reads `{VERSION}`", advice)
    if not isinstance(items, list):
        is_what = f"is {shown(items)}" if "entries" in data else "is missing"
        raise Failure(f"{name}: `entries` {is_what}; expected a list", _advice())
    for number, item in enumerate(items, 1):
        if fault := _fault(item):
            raise Failure(f"{name}: entry {number}: {fault}", _advice())
    rest = {key: value for key, value in data.items() if key not in ("version", "entries")}
    return Baseline(tuple(map(_entry, items)), rest)


def render(baseline: Baseline) -> str:
    """Give a baseline's text: an entry a line, in an order of its own, so that changes are read and merged by lines."""
    lines = sorted({_line(entry) for entry in baseline.entries})
    head = {"version": VERSION, **baseline.rest}
    keys = "".join(f"  {_json(key)}: {_json(value)},\n" for key, value in head.items())
    listed = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n{keys}  "entries": {listed}\n}}\n'


def _advice() -> str:
    return f"mend the file, or {_ANEW}"


def _fault(item: Any) -> str:
    """Say what is wrong with an entry; the schema says the same. Empty for a good one."""
    if not isinstance(item, dict):
        return f"it is {shown(item)}; expected a mapping"
    for key in _REQUIRED:
        if key not in item:
            return f"`{key}` is missing; expected text"
    for key in (*_REQUIRED, *_OPTIONAL):
        if key in item and not isinstance(item[key], str):
            return f"`{key}` is not text"
    number = item.get("occurrence", 1)
    wrong = isinstance(number, bool) or not isinstance(number, int | float) or number != number // 1 or number < 1
    return "`occurrence` is no whole number from 1" if wrong else ""


def _entry(item: Mapping[str, Any]) -> Entry:
    rest = {key: value for key, value in item.items() if key not in _REQUIRED}
    return Entry(_decoded(item["path"]), item["rule"], item["fingerprint"], rest)


def _line(entry: Entry) -> str:
    head = {"path": _encoded(entry.path), "rule": entry.code}
    return _json({**head, **entry.rest, "fingerprint": entry.fingerprint})


def _json(value: Any) -> str:
    """Give a value as JSON on one line, with escapes for what could hide or reorder text."""
    return UNSAFE.sub(lambda match: json.dumps(match.group())[1:-1], json.dumps(value, ensure_ascii=False))


def _encoded(path: str) -> str:
    r"""Give a path as text: bytes that are not UTF-8 as `\xNN`, and a backslash as two."""

    def escape(match: re.Match[str]) -> str:
        return "\\\\" if match.group() == "\\" else printable(match.group())

    return _ESCAPED.sub(escape, path)


def _decoded(text: str) -> str:
    def character(match: re.Match[str]) -> str:
        byte, code = match.groups()
        return chr(0xDC00 + int(byte, 16)) if byte else chr(int(code, 16)) if code else "\\"

    return _ESCAPE.sub(character, text)

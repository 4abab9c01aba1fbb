"""A test report as JUnit writes it, which Jenkins, GitLab and most other services read.

A file is a suite, a diagnostic a test that fails, and a file without any a test that passes. There is no schema that
binds all readers. Jenkins and GitLab look at one failure of a test, GitLab at its text and not at its `message`; of
tests of one name in a suite GitLab keeps the first (junit-plugin, CaseResult.java; GitLab, ci/parsers/test/junit.rb).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..diagnostic import Diagnostic
from ..regex import regex
from ..text import UNSAFE, printable
from ..values import dataclass
from . import page
from .model import LOG_COMMAND, Report, Style

# Extensible Markup Language 1.0, 2.2: what is no character of it, not even as a reference.
_NONE = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_ESCAPED = regex(f'[&<>"]|{_NONE.pattern}|{UNSAFE.pattern}')


@dataclass(frozen=True)
class _Case:
    """A test as XML, and the name of the element that says what came of it; empty for one that passes."""

    outcome: str
    xml: str


def render(report: Report, _: Style) -> str:
    """Give the report as XML, a suite for each file in the order of their paths."""
    suites = _suites(report)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="session-lint" {_counts([case for cases in suites.values() for case in cases])}>',
        *(line for path in sorted(suites) for line in _suite(path, suites[path], cut=path in report.truncated)),
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _suites(report: Report) -> dict[str, list[_Case]]:
    """Give the tests of each file."""
    suites: dict[str, list[_Case]] = {}
    used: set[tuple[str, str]] = set()
    for diagnostic in report.diagnostics:
        name = _name(diagnostic, used)
        used.add((diagnostic.path, name))
        suites.setdefault(diagnostic.path, []).append(_failed(name, diagnostic, report))
    # A report that leaves out what it checked counts no file.
    for path in report.checked if report.files_checked else ():
        suites.setdefault(path, [_Case("", f"<testcase {_attributes(path, 'clean')}/>")])
    for skipped in report.skipped:
        reason = _escaped(skipped.reason)
        result = f'<skipped message="{reason}">{reason}</skipped>'
        case = _Case("skipped", f"<testcase {_attributes(skipped.path, 'skipped')}>{result}</testcase>")
        suites.setdefault(skipped.path, []).append(case)
    return suites


def _name(diagnostic: Diagnostic, used: set[tuple[str, str]]) -> str:
    """Name a test so that it has the name in the next run as well, and no other of its file has it."""
    about = ".".join(diagnostic.field) or diagnostic.section or ""
    name = f"{diagnostic.code} {diagnostic.name}" + (f": {about}" if about else "")
    unique, number = name, 1
    while (diagnostic.path, unique) in used:
        number += 1
        unique = f"{name} ({number})"
    return unique


def _failed(name: str, diagnostic: Diagnostic, report: Report) -> _Case:
    start = report.position(diagnostic.path, diagnostic.span.start)
    said = (
        diagnostic.message,
        diagnostic.help and f"help: {diagnostic.help}",
        f"{diagnostic.path}:{start.row}:{start.column}",
        page(diagnostic.code, diagnostic.name),
    )
    text, message = _escaped("\n".join(filter(None, said))), _escaped(diagnostic.message)
    # `type` is one of three words: GitLab would read the text as what it names, such as `yaml`.
    result = f'<failure message="{message}" type="{diagnostic.severity.value}">{text}</failure>'
    attributes = f'{_attributes(diagnostic.path, name)} line="{start.row}"'
    return _Case("failure", f"<testcase {attributes}>{result}</testcase>")


def _attributes(path: str, name: str) -> str:
    # Jenkins takes what stands behind the last dot for the class, and what stands before it for its package.
    words = {"classname": path.removesuffix(".md"), "name": name, "file": path, "time": "0"}
    return " ".join(f'{key}="{_escaped(value)}"' for key, value in words.items())


def _suite(path: str, cases: list[_Case], *, cut: bool) -> Iterator[str]:
    yield f'  <testsuite name="{_escaped(path)}" {_counts(cases)}>'
    for case in cases:
        yield f"    {case.xml}"
    if cut:
        yield "    <system-out>more than 100 diagnostics; only the 100 gravest are here</system-out>"
    yield "  </testsuite>"


def _counts(cases: list[_Case]) -> str:
    counts = Counter(case.outcome for case in cases)
    failures, skipped = counts["failure"], counts["skipped"]
    return f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}" time="0"'


def _escaped(text: str) -> str:
    """Give a text on one line as it may stand in an element or an attribute; what XML has no place for as an escape."""
    return LOG_COMMAND.sub(lambda _: "&#35;", _ESCAPED.sub(_reference, text))


def _reference(match: re.Match[str]) -> str:
    character = match.group()
    if not _NONE.fullmatch(character):
        return _MARKUP.get(character) or f"&#{ord(character)};"
    return f"\\u{ord(character):04x}" if character in "\ufffe\uffff" else printable(character)

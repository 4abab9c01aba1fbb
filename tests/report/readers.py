"""Readers of every format, each as strict as whoever reads it: what a reader would see of a report.

A new format needs a function here, or in `consumers`, with `@reads("name", form)`. It gets the rendered text, fails on
whatever it does not expect, and gives what it has seen in any order. `form` says how a diagnostic arrives in a format:
what it can hold of a path and a message, and how it counts rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from session_lint.diagnostic import Diagnostic
from session_lint.report import Report
from session_lint.text import printable

from . import github_runner

SURROGATE = re.compile("[\ud800-\udfff]")
HEADER = re.compile(r"(error|warning|info)\[(?P<code>\w+)\] [a-z-]+: (?P<message>.*)")
PICTURE = re.compile(r" +(\d+ )?\|( .*)?|  *= (help|fix|note): .*")
LINE = re.compile(r"(?P<path>.*?):(?P<row>\d+):\d+: (?P<code>[A-Z]+\d{3}) (?P<message>.*?)( \[\*\])?")
ROW = re.compile(r" +(?P<row>\d+):\d+ +(error|warning|info) +(?P<code>\S+)(?P<message>.*?)( {2}\[\*\])?")
TRUNCATED = ": more than 100 diagnostics; only the 100 gravest are shown"
CLOSING = re.compile(
    r"Fixed \d+ problems?\.|Found [^:]* in [^:]*\.|All \d+ session files are clean\.|1 session file is clean\."
    r"|Nothing new in \d+ session files?\.|\d+ fixable [^:]*\.|\d+( more)? (is|are) in the baseline\."
    r"|Skipped \d+ files?: .*\."
)


class Seen(NamedTuple):
    """What a reader sees of a diagnostic."""

    path: str
    row: int
    code: str
    message: str


Read = Callable[[str], list[Seen]]
Form = Callable[[Diagnostic, Report], Seen]


class Reader(NamedTuple):
    """How a format is read, and how a diagnostic arrives."""

    read: Read
    form: Form


READERS: dict[str, Reader] = {}


def reads(name: str, form: Form) -> Callable[[Read], Read]:
    """Enter the reader of a format."""

    def enter(read: Read) -> Read:
        READERS[name] = Reader(read, form)
        return read

    return enter


def row(one: Diagnostic, report: Report) -> int:
    """Give the row in which a diagnostic begins; 1 if the text of its file is not known."""
    return report.position(one.path, one.span.start).row


def in_a_log(one: Diagnostic, report: Report) -> Seen:
    """Give what a line of a log holds."""
    return Seen(line_start(one.path), row(one, report), one.code, one_line(one.message))


def in_json(one: Diagnostic, report: Report) -> Seen:
    """Give what JSON holds: all but lone surrogates."""
    return Seen(no_surrogates(one.path), row(one, report), one.code, no_surrogates(one.message))


def in_a_command(one: Diagnostic, report: Report) -> Seen:
    """Give what GitHub's runner gets: line breaks in a path too, but no `=` in its beginning."""
    path = re.sub(r"[^\r\n]+", lambda part: printable(part.group()), one.path).lstrip("=")
    return Seen(path, row(one, report), one.code, printable(one.message))


def no_surrogates(text: str) -> str:
    """Give what JSON can hold of a text."""
    return SURROGATE.sub(lambda match: printable(match.group()), text)


def one_line(text: str) -> str:
    """Give what a line of a log holds of a text."""
    return re.sub(r"##(?=\w*\[)", r"#\\x23", printable(text))


def line_start(path: str) -> str:
    """Give a path as a line of a log begins with it; the file `:` too, behind whose name comes a colon."""
    shown = one_line(path)
    return f"./{shown}" if shown.lstrip().startswith("::") or shown.lstrip() == ":" else shown


def fields(pattern: re.Pattern[str], line: str) -> dict[str, str]:
    """Give the named groups of a line that must be of this form."""
    match = pattern.fullmatch(line)
    assert match, repr(line)
    return match.groupdict()


def seen(found: dict[str, Any]) -> Seen:
    """Give what the groups of a line say."""
    return Seen(found["path"], int(found["row"]), found["code"], found["message"])


def body(lines: list[str]) -> list[str]:
    """Give the lines without those in the end that are about no diagnostic."""
    while lines and (CLOSING.fullmatch(lines[-1]) or lines[-1].endswith(TRUNCATED) or not lines[-1]):
        lines = lines[:-1]
    return lines


@reads("full", in_a_log)
def full(text: str) -> list[Seen]:
    found = []
    lines = iter(body(text.split("\n")))
    for line in lines:
        if line and not PICTURE.fullmatch(line):
            header = fields(HEADER, line)
            arrow, _, place = next(lines).partition("--> ")
            assert not arrow.strip(), arrow
            where = fields(re.compile(r"(?P<path>.*?)(:(?P<row>\d+):\d+)?"), place)
            found.append(seen({**header, **where, "row": where["row"] or 1}))
    return found


@reads("concise", in_a_log)
def concise(text: str) -> list[Seen]:
    return [seen(fields(LINE, line)) for line in body(text.split("\n"))]


@reads("grouped", in_a_log)
def grouped(text: str) -> list[Seen]:
    found = []
    for group in "\n".join(body(text.split("\n"))).split("\n\n") if text else ():
        path, *lines = group.split("\n")
        cells = [fields(ROW, line) for line in lines]
        width = max((len(one["code"]) for one in cells), default=0)
        for one in cells:
            message = (one["code"] + one["message"])[width:]
            assert message.startswith("  "), message
            found.append(seen({**one, "path": path, "message": message[2:]}))
    return found


@reads("json", in_json)
def as_json(text: str) -> list[Seen]:
    assert text.isascii()
    return [record(one) for one in strict(text)["diagnostics"]]


@reads("github", in_a_command)
def github(text: str) -> list[Seen]:
    found = []
    others = []
    for line in github_runner.lines(text):
        command = github_runner.obeyed(line)
        if command is None:
            others.append(line)
            continue
        assert line.startswith("::"), line
        assert command.name in {"error", "warning", "notice"}
        values = command.properties
        code, _, _ = values["title"].partition(" ")
        if code != "session-lint":
            assert set(values) >= {"line", "endLine", "title"}
            found.append(Seen(values.get("file", ""), int(values["line"]), code, command.data.partition("\n")[0]))
    return found + [seen(fields(LINE, line)) for line in body(others)]


def record(one: dict[str, Any]) -> Seen:
    """Give what an object of our own JSON says."""
    return Seen(one["path"], one["location"]["row"], one["code"], one["message"])


def strict(text: str) -> Any:
    """Read JSON as RFC 8259 has it, with no key twice and nothing that is no number."""
    return json.loads(text, parse_constant=refuse, object_pairs_hook=once)


def refuse(word: str) -> Any:
    raise AssertionError(word)


def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    pairs = list(pairs)
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


@reads("json-lines", in_json)
def json_lines(text: str) -> list[Seen]:
    assert text.isascii()
    return [record(strict(line)) for line in text.split("\n")[:-1]]

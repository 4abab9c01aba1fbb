"""Readers of what other services read: reviewdog, GitLab, whoever knows JUnit, code scanning, and Markdown."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from session_lint.diagnostic import Diagnostic
from session_lint.report import DOCS, Report
from session_lint.report.model import location
from session_lint.text import printable

from .readers import TRUNCATED, Seen, fields, in_json, line_start, no_surrogates, one_line, reads, row, strict


def in_rdjson(one: Diagnostic, report: Report) -> Seen:
    """Give what reviewdog gets, whose lines are those of git: they end at LF alone, and none is behind the last."""
    text = report.sources.get(one.path, "")
    last = max(text.count("\n") + (text[-1:] != "\n"), 1)
    line = min(text[: one.span.start].count("\n") + 1, last)
    return Seen(no_surrogates(one.path), line, one.code, one_line(one.message))


def of_reviewdog(given: dict[str, Any]) -> list[Seen]:
    """Give what an object says of a diagnostic; nothing for the word on a file of which not all are shown."""
    assert given["severity"] in {"ERROR", "WARNING", "INFO"}
    place = given["location"]
    if "code" not in given:
        assert given["message"].endswith(TRUNCATED)
        return []
    row = place["range"]["start"]["line"] if "range" in place else 1
    return [Seen(place["path"], row, given["code"]["value"], given["message"].partition("\nhelp: ")[0])]


@reads("rdjson", in_rdjson)
def rdjson(text: str) -> list[Seen]:
    assert text.isascii()
    return [seen for one in strict(text)["diagnostics"] for seen in of_reviewdog(one)]


@reads("rdjsonl", in_rdjson)
def rdjsonl(text: str) -> list[Seen]:
    assert text.isascii()
    return [seen for line in text.split("\n")[:-1] for seen in of_reviewdog(strict(line))]


@reads("gitlab", in_json)
def gitlab(text: str) -> list[Seen]:
    assert text.isascii()
    found = []
    for one in strict(text):
        code, _, message = one["description"].partition(": ")
        found.append(Seen(one["location"]["path"], one["location"]["lines"]["begin"], code, message))
    return found


LONGEST = 1000  # characters of a text in a cell


def in_a_table(one: Diagnostic, report: Report) -> Seen:
    """Give what cells hold: of a long text the beginning, and so no row of a place with a very long path."""
    place, path, message = location(report, one.path, one.span), line_start(one.path), beginning(one_line(one.message))
    if len(place) > LONGEST or place == path:
        return Seen(bare(beginning(place)), 0, one.code, bare(message))
    return Seen(bare(path), row(one, report), one.code, bare(message))


def beginning(text: str) -> str:
    """Give a text as far as a cell shows it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1]


def bare(text: str) -> str:
    """Give a text without what quotes its values or says that it was cut, and without blanks, which may go."""
    return re.sub(r"[` …]|\\x20", "", text)


@reads("markdown", in_a_table)
def markdown(text: str) -> list[Seen]:
    found = []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    cells = [token for before, token in pairwise(tokens) if before.type == "td_open"]
    inline = [token for token in tokens if token.type == "inline"]
    kinds = {part.type for token in inline for part in token.children or ()}
    assert kinds <= {"text", "code_inline", "link_open", "link_close"}, kinds
    links = {part.attrs["href"] for token in inline for part in token.children or () if part.type == "link_open"}
    assert all(str(link).startswith(f"{DOCS}#") for link in links), links
    plain = " ".join(part.content for token in inline for part in token.children or () if part.type == "text")
    assert not re.search(r"[@#<>&$~]|://|www\.|\w\.\w", plain), plain
    shown = ["".join(part.content for part in cell.children or ()) for cell in cells]
    severities = [number for number, cell in enumerate(shown) if cell in {"error", "warning", "info"}]
    for number in severities:
        place, code, message = shown[number + 1 : number + 4]
        where = fields(re.compile(r"(?P<path>.*?)(:(?P<row>\d+):\d+)?"), place)
        found.append(Seen(bare(where["path"]), int(where["row"] or 0), code, bare(message)))
    return found


def in_xml(one: Diagnostic, report: Report) -> Seen:
    """Give what XML 1.0 holds."""
    return Seen(xml_text(one.path), row(one, report), one.code, xml_text(one.message))


def xml_text(text: str) -> str:
    """Give a text with escapes for what is no character of XML 1.0 (2.2)."""
    text = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\U0010ffff]", lambda match: printable(match.group()), text)
    return text.replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")


@reads("junit", in_xml)
def junit(text: str) -> list[Seen]:
    found = []
    root = ElementTree.fromstring(text)
    suites = list(root)
    assert (root.tag, {suite.tag for suite in suites} - {"testsuite"}) == ("testsuites", set())
    for part in (root, *suites):
        cases = list(part.iter("testcase"))
        assert int(part.attrib["tests"]) == len(cases)
        assert int(part.attrib["failures"]) == sum(case.find("failure") is not None for case in cases)
    for suite in suites:
        cases = suite.findall("testcase")
        assert {child.tag for child in suite} <= {"testcase", "system-out"}
        assert {case.attrib["file"] for case in cases} == {suite.attrib["name"]}
        assert len({case.attrib["name"] for case in cases}) == len(cases)
        for case in cases:
            for failure in case.findall("failure"):
                code, _, _ = case.attrib["name"].partition(" ")
                found.append(Seen(case.attrib["file"], int(case.attrib["line"]), code, failure.attrib["message"]))
                assert (failure.text or "").startswith(failure.attrib["message"])
    return found


def in_sarif(one: Diagnostic, report: Report) -> Seen:
    """Give what SARIF holds: the bytes of a path, and a message as a sentence without a link."""
    message = printable(one.message).replace("](", "] (")
    end = "" if message.endswith((".", "!", "?")) else "."
    return Seen(as_bytes(one.path).decode("utf-8", "surrogateescape"), row(one, report), one.code, message + end)


def as_bytes(path: str) -> bytes:
    """Give the bytes of a file's name, and those of surrogates that no name can have."""
    return b"".join(
        one.encode("utf-8", "surrogateescape" if "\udc80" <= one <= "\udcff" else "surrogatepass") for one in path
    )


@reads("sarif", in_sarif)
def sarif(text: str) -> list[Seen]:
    assert text.isascii()
    (run,) = strict(text)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    found = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (place,) = (one["physicalLocation"] for one in result["locations"])
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?!/)([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri), uri
        message, *others = result["message"]["text"].split("\n")
        links = [re.fullmatch(r"see \[(?:[^\\\[\]]|\\.)*\]\(\d+\)", line) for line in others if line[:5] != "help:"]
        assert None not in links, others
        assert not re.search(r"\]\(", message + "".join(line for line in others if line[:5] == "help:"))
        path = unquote_to_bytes(uri).decode("utf-8", "surrogateescape")
        found.append(Seen(path, place["region"]["startLine"], result["ruleId"], message))
    return found

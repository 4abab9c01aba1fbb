"""SARIF 2.1.0, as code scanning on GitHub takes it; editors and other services read it as well.

Sources: the OASIS standard (sections in brackets below), and GitHub's "SARIF support for code scanning". Nothing in a
report tells where on this machine the repository is, and there are no empty texts, which GitHub refuses.

- Paths are URIs relative to the root, with the bytes of the file's name percent-encoded [3.10]. Of a file elsewhere
  only the name is told.
- GitHub links a related place only where the message does so with `[text](id)` [3.11.6]; nothing that comes from a file
  may look like such a link.
- There are no `automationDetails`: they would win over the category that a user gives to the upload. So do fingerprints
  over those that the action makes of a hundred characters behind a place (github/codeql-action, src/fingerprints.ts and
  src/upload-lib.ts), and ours are better: those change with each update of a session.
- Braces in messages are not doubled, though the standard wants it [3.11.5]: viewers undouble them only where there are
  arguments, and ours have none.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .. import __version__, pages
from ..diagnostic import Diagnostic, Edit, Fix, Related, Severity
from ..regex import regex
from ..rule import AnyRule
from ..text import Span, printable
from . import HOME, fingerprints, page
from .model import Report, Style
from .strict_json import listed
from .strict_json import text as _text

MOST = 25_000
"""Results that GitHub takes of one run; it refuses a file with more."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_LONGEST_NAME, _LONGEST_DESCRIPTION = 255, 1024  # as GitHub takes them
# A rule that is off gives warnings when a config turns it on.
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "warning"}
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
_LINK_MARK = regex(r"[\\\[\]]")


def render(report: Report, style: Style) -> str:
    """Give the report as a SARIF log with one run; of more than `MOST` results the gravest."""
    rules = _rules(report)
    indexes = {code: index for index, code in enumerate(rules)}
    marks = fingerprints.of(report)
    gravest = sorted(range(len(marks)), key=lambda number: report.diagnostics[number].severity.rank)[:MOST]
    results = (_result(report.diagnostics[number], marks[number], indexes, report, style) for number in sorted(gravest))
    run = {
        "tool": {
            "driver": {
                "name": "session-lint",
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": list(rules.values()),
            }
        },
        "invocations": [_invocation(report, left_out=len(marks) - len(gravest))],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "defaultEncoding": "utf-8",
        "results": [],
    }
    return listed({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, results)


def _rules(report: Report) -> dict[str, dict[str, Any]]:
    """Give the description of each rule by its code, also of what was found by none that the report knows."""
    found = {rule.code: _rule(rule) for rule in report.rules}
    for one in report.diagnostics:
        code = _code(one)
        if code not in found:
            found[code] = _described(code, one.name, _LEVELS[one.severity], one.name)
    return found


def _rule(rule: type[AnyRule]) -> dict[str, Any]:
    read = pages.page(rule)
    paragraphs = [" ".join(paragraph.split()) for paragraph in (read.summary, *read.text.split("\n\n"))]
    described = _described(rule.code, rule.name, _LEVELS[rule.severity], *filter(None, paragraphs))
    described["help"]["markdown"] = _text(pages.markdown(rule))
    if rule.severity is Severity.OFF:
        described["defaultConfiguration"]["enabled"] = False
    if read.fixable:
        described["properties"]["tags"].append("fixable")
    url = page(rule.code, rule.name)
    return {**described, "helpUri": url} if url else described


def _described(code: str, name: str, level: str, *paragraphs: str) -> dict[str, Any]:
    """Describe a rule in some paragraphs, the first of which says what must hold."""
    name = _filled(name, code)
    as_class = "".join(word[:1].upper() + word[1:] for word in name.split("-"))
    words = [_filled(paragraph, code) for paragraph in paragraphs]
    return {
        "id": code,
        # SARIF wants a name like that of a class; the one that people write is among the tags.
        "name": (as_class or name)[:_LONGEST_NAME],
        "shortDescription": {"text": _cut(words[0])},
        "fullDescription": {"text": _cut(" ".join(words[:2]))},
        "help": {"text": "\n\n".join(words)},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": [name], "precision": "high", "problem.severity": _PROBLEMS[level]},
    }


def _result(one: Diagnostic, fingerprint: str, indexes: dict[str, int], report: Report, style: Style) -> dict[str, Any]:
    code = _code(one)
    result: dict[str, Any] = {
        "ruleId": code,
        "ruleIndex": indexes[code],
        "level": _LEVELS[one.severity],
        "message": {"text": _message(one)},
        "locations": [_place(one.path, one.span, report)],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }
    if one.related:
        result["relatedLocations"] = [
            _related(number, related, one.path, report) for number, related in enumerate(one.related, 1)
        ]
    fix = _fix(one.fix, report) if one.fix and style.mends(one) else None
    return {**result, "fixes": [fix]} if fix else result


def _message(one: Diagnostic) -> str:
    """Give what is wrong, what to do, and links to the related places, each on a line of its own."""
    lines = [_sentence(one.message)]
    lines += [f"help: {_sentence(one.help)}"] if one.help else []
    links = (_LINK_MARK.sub(r"\\\g<0>", _words(related)) for related in one.related)
    lines += [f"see [{link}]({number})" for number, link in enumerate(links, 1)]
    return "\n".join(lines)


def _related(number: int, related: Related, path: str, report: Report) -> dict[str, Any]:
    return {"id": number, **_place(related.path or path, related.span, report), "message": {"text": _words(related)}}


def _words(related: Related) -> str:
    return _filled(_unlinked(related.message), "another place")


def _fix(fix: Fix, report: Report) -> dict[str, Any] | None:
    """Give the edits of a fix; None where it renames or deletes, or changes what is no known text in the root."""
    edits: dict[str, list[Edit]] = {}
    for change in fix.changes:
        elsewhere = change.path.startswith(("/", "../"))  # of which only the name is told
        if not isinstance(change, Edit) or change.path not in report.sources or elsewhere:
            return None
        edits.setdefault(change.path, []).append(change)
    if not edits:
        return None
    changes = [
        {"artifactLocation": _file(path), "replacements": [_replacement(edit, report) for edit in of_file]}
        for path, of_file in edits.items()
    ]
    return {"description": {"text": _sentence(fix.title)}, "artifactChanges": changes}


def _replacement(edit: Edit, report: Report) -> dict[str, Any]:
    inserted = {"insertedContent": {"text": _text(edit.content)}} if edit.content else {}
    return {"deletedRegion": _region(edit.path, edit.span, report), **inserted}


def _invocation(report: Report, *, left_out: int) -> dict[str, Any]:
    """Tell of what was found and is not in the results."""
    told: list[dict[str, Any]] = [
        {
            "level": "note",
            "message": {"text": "More than 100 problems were found in this file; only the 100 gravest are here."},
            "locations": [{"physicalLocation": {"artifactLocation": _file(path)}}],
        }
        for path in report.truncated
    ]
    if left_out:
        text = f"{left_out} more problems were found, none graver than what is here; there is room for {MOST} results."
        told.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": True, **({"toolExecutionNotifications": told} if told else {})}


def _place(path: str, span: Span, report: Report) -> dict[str, Any]:
    """Give a place as people see it: the whole of a line ends in its own row."""
    region = _region(path, report.visible_span(path, span), report)
    return {"physicalLocation": {"artifactLocation": _file(path), "region": region}}


def _region(path: str, span: Span, report: Report) -> dict[str, int]:
    """Give a span in rows and columns; a byte order mark, which is in column 0 for us, is in none for SARIF."""
    start, end = report.position(path, span.start), report.position(path, span.end)
    return {
        "startLine": start.row,
        "startColumn": max(start.column, 1),
        "endLine": end.row,
        "endColumn": max(end.column, 1),
    }


def _file(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": f"../{_encoded(path.rpartition('/')[2])}"}
    return {"uri": _encoded(path), "uriBaseId": _ROOT}


def _encoded(path: str) -> str:
    """Give a relative path as a URI reference."""
    data = (
        character.encode("utf-8", "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass")
        for character in path
    )
    return quote(b"".join(data)) or "."


def _code(one: Diagnostic) -> str:
    return _filled(one.code, "unknown")


def _sentence(text: str) -> str:
    """Give words as a sentence, since GitHub shows only the first one of a message where there is little room."""
    words = _unlinked(text)
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _unlinked(text: str) -> str:
    """Give words that no viewer takes for a link, whether it knows of escapes or not."""
    return printable(text).replace("](", "] (")


def _filled(text: str, otherwise: str) -> str:
    return _text(text) or otherwise


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_DESCRIPTION else f"{text[: _LONGEST_DESCRIPTION - 1]}…"

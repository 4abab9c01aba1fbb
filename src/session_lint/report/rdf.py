"""What `rdjson` and `rdjsonl` share: a diagnostic in reviewdog's own format.

Source: reviewdog, proto/rdf/reviewdog.proto and proto/rdf/jsonschema/DiagnosticResult.json.

- Lines count from 1 and end at LF alone: `filter` finds them in a diff, and `diff/parse.go` reads that with
  `bufio.Reader.ReadLine`, which cuts off LF and one CR before it. Columns count bytes of UTF-8 from 1, a byte order
  mark is three of them, and an end is the first place behind.
- Pull requests on GitHub and Gitea get `line[:start.column-1] + text + line[end.column-1:]` in the place of the rows
  from start to end (`service/github`, `service/commentutil`); a column behind the end of its line is a crash there.
  GitLab gets the text in the place of the same rows, whatever the columns (`service/gitlab`). So only a range from the
  beginning of a row to the end of a row, without its break, means the same to all and by the words of the format.
- A comment shows the suggestions whose rows are those of the first; a diagnostic of ours has at most one.
- `related_locations` came with 0.18.0, which is also the first to leave out what it does not know; older ones refuse
  the whole report (pull requests 1770 and 1771).
- The reporter for terminals prints messages raw, so ours have no control characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..diagnostic import Diagnostic
from ..text import Position, Span
from . import page, summary
from .model import Report, Style, plain
from .rows import Rows
from .strict_json import text
from .suggestions import Suggestion, suggestions

SOURCE = {"name": "session-lint", "url": "https://github.com/session-lint/session-lint"}


class _Sources(Mapping[str, Rows]):
    """The rows of each source; those of one at a time are kept."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self.last: tuple[str, Rows] | None = None

    def __getitem__(self, path: str) -> Rows:
        if self.last is None or self.last[0] != path:
            self.last = path, Rows(self.sources[path])
        return self.last[1]

    def __contains__(self, path: object) -> bool:
        return path in self.sources

    def __iter__(self) -> Iterator[str]:
        return iter(self.sources)

    def __len__(self) -> int:
        return len(self.sources)


def diagnostics(report: Report, style: Style) -> Iterator[dict[str, Any]]:
    """Give each diagnostic of a report, then a word on each file of which not all are shown."""
    rows = _Sources(report.sources)
    suggested = suggestions(report, style)
    for number, one in enumerate(report.diagnostics):
        yield _diagnostic(one, report, rows, suggested.get(number))
    for path, message in zip(report.truncated, summary.truncations(report), strict=True):
        yield {"message": message, "location": {"path": text(path)}, "severity": "INFO"}


def _diagnostic(
    one: Diagnostic, report: Report, rows: Mapping[str, Rows], suggestion: Suggestion | None
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "message": f"{plain(one.message)}\nhelp: {plain(one.help)}" if one.help else plain(one.message),
        "location": _location(one.path, one.span, report, rows),
        "severity": one.severity.name,
        "code": {"value": plain(one.code)},
    }
    if url := page(one.code, one.name):
        data["code"]["url"] = text(url)
    if suggestion:
        data["suggestions"] = [_suggestion(suggestion, rows[one.path])]
    if one.related:
        data["related_locations"] = [
            {
                "message": plain(related.message),
                "location": _location(related.path or one.path, related.span, report, rows),
            }
            for related in one.related
        ]
    return data


def _location(path: str, span: Span, report: Report, rows: Mapping[str, Rows]) -> dict[str, Any]:
    """Give a place; only the path of a file whose text is not known."""
    if path not in rows:
        return {"path": text(path)}
    seen, length = report.visible_span(path, span), len(rows[path].text)
    start, end = (rows[path].position(min(offset, length)) for offset in (seen.start, seen.end))
    return {"path": text(path), "range": {"start": _position(start), "end": _position(end)}}


def _suggestion(suggestion: Suggestion, rows: Rows) -> dict[str, Any]:
    end = Position(suggestion.last, rows.width(rows.content(suggestion.last)) + 1)
    whole = {"start": _position(Position(suggestion.first, 1)), "end": _position(end)}
    return {"range": whole, "text": text(suggestion.text)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.row, "column": position.column}

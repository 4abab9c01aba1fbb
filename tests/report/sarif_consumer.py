"""What a consumer of a SARIF log does with it: reads it, checks it, finds the files, makes the fixes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from jsonschema import Draft202012Validator

_BOM = "\ufeff"


def _exactly(required: Mapping[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def _several(items: Any, least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_WORDS = {"type": "string", "minLength": 1}
_NUMBER = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["error", "warning", "note"]}
_MESSAGE = _exactly({"text": _WORDS})
_DESCRIPTION = _exactly({"text": {**_WORDS, "maxLength": 1024}})
# RFC 3986, 4.2: a relative reference that is a path without a scheme, and with no more characters than are needed.
_FILE = {
    "anyOf": [
        _exactly({"uri": {"type": "string", "pattern": r"^\.\./([\w.~-]|%[0-9A-F]{2})*\Z"}}),
        _exactly(
            {
                "uri": {"type": "string", "pattern": r"^([\w.~-]|%[0-9A-F]{2})([\w.~/-]|%[0-9A-F]{2})*\Z"},
                "uriBaseId": {"const": "%SRCROOT%"},
            }
        ),
    ]
}
_REGION = _exactly(dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), _NUMBER))
_PLACE = _exactly({"artifactLocation": _FILE, "region": _REGION})
_RULE = _exactly(
    {
        "id": _WORDS,
        "name": {**_WORDS, "maxLength": 255},
        "shortDescription": _DESCRIPTION,
        "fullDescription": _DESCRIPTION,
        "help": _exactly({"text": _WORDS}, markdown=_WORDS),
        "defaultConfiguration": _exactly({"level": _LEVEL}, enabled={"const": False}),
        "properties": _exactly(
            {
                "tags": {**_several(_WORDS), "maxItems": 10},
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
            }
        ),
    },
    helpUri={"type": "string", "pattern": "^https://[!-~]+$"},
)
_REPLACEMENT = _exactly({"deletedRegion": _REGION}, insertedContent=_exactly({"text": _WORDS}))
_FIX = _exactly(
    {
        "description": _MESSAGE,
        "artifactChanges": _several(_exactly({"artifactLocation": _FILE, "replacements": _several(_REPLACEMENT)})),
    }
)
_RESULT = _exactly(
    {
        "ruleId": _WORDS,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": _LEVEL,
        "message": _MESSAGE,
        "locations": {**_several(_exactly({"physicalLocation": _PLACE})), "maxItems": 1},
        "partialFingerprints": _exactly({"primaryLocationLineHash": {"type": "string", "pattern": "^[0-9a-f]{16}$"}}),
    },
    relatedLocations=_several(_exactly({"id": _NUMBER, "physicalLocation": _PLACE, "message": _MESSAGE})),
    fixes={**_several(_FIX), "maxItems": 1},
)
_NOTIFICATION = _exactly(
    {"level": {"enum": ["warning", "note"]}, "message": _MESSAGE},
    locations=_several(_exactly({"physicalLocation": _exactly({"artifactLocation": _FILE})})),
)
_RUN = _exactly(
    {
        "tool": _exactly(
            {
                "driver": _exactly(
                    {
                        "name": {"const": "session-lint"},
                        # Semantic Versioning 2.0: what a version of Python calls `0.2.0rc1` is none.
                        "semanticVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9a-z.]+)?$"},
                        "informationUri": {"type": "string", "pattern": "^https://"},
                        "rules": _several(_RULE, least=0),
                    }
                )
            }
        ),
        "invocations": _several(
            _exactly({"executionSuccessful": {"const": True}}, toolExecutionNotifications=_several(_NOTIFICATION))
        ),
        "originalUriBaseIds": _exactly({"%SRCROOT%": _exactly({"description": _MESSAGE})}),
        "columnKind": {"const": "unicodeCodePoints"},
        "newlineSequences": {"const": ["\r\n", "\n", "\r"]},
        "defaultEncoding": {"const": "utf-8"},
        "results": {**_several(_RESULT, least=0), "maxItems": 25_000},
    }
)
_LOG = Draft202012Validator(
    _exactly(
        {
            "$schema": {"const": "https://json.schemastore.org/sarif-2.1.0.json"},
            "version": {"const": "2.1.0"},
            "runs": {**_several(_RUN), "maxItems": 1},
        }
    )
)


def run_of(text: str) -> Any:
    """Read a log, hold it against what SARIF and GitHub ask of it, and give its one run."""
    log = json.loads(text)
    assert [f"{error.json_path}: {error.message}" for error in _LOG.iter_errors(log)] == []
    (run,) = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(ids)) == len(ids)
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    for region in regions(run):
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])
    return run


def regions(data: Any) -> Iterator[dict[str, int]]:
    """Give all regions there are."""
    if isinstance(data, list):
        for item in data:
            yield from regions(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in ("region", "deletedRegion"):
                yield value
            else:
                yield from regions(value)


def path_of(file: Mapping[str, str]) -> str:
    """Give the path of a file below the root, as Python has it."""
    assert file["uriBaseId"] == "%SRCROOT%"
    return unquote_to_bytes(file["uri"]).decode("utf-8", "surrogateescape")


def fixed(run: Any, texts: Mapping[str, str]) -> dict[str, str]:
    """Make the fixes, in their order, but for those that touch what an earlier one changes; the bytes of each file."""
    taken: dict[str, list[tuple[int, int, str]]] = {path: [] for path in texts}
    for fix in (fix for result in run["results"] for fix in result.get("fixes", ())):
        wanted = [
            (path, *_stretch(texts[path], replacement["deletedRegion"]), _inserted(replacement))
            for change in fix["artifactChanges"]
            for path in (path_of(change["artifactLocation"]),)
            for replacement in change["replacements"]
        ]
        if not any(_touch(start, end, other) for path, start, end, _ in wanted for other in taken[path]):
            for path, start, end, content in wanted:
                taken[path].append((start, end, content))
    return {path: _replaced(text, taken[path]) for path, text in texts.items()}


def _inserted(replacement: Any) -> str:
    return str(replacement.get("insertedContent", {"text": ""})["text"])


def _stretch(text: str, region: Mapping[str, int]) -> tuple[int, int]:
    """Give the offsets of a region: rows and columns from 1, code points, a byte order mark not counted."""
    starts = [int(text.startswith(_BOM)), *(match.end() for match in re.finditer("\r\n|\n|\r", text))]
    start = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return start, starts[region["endLine"] - 1] + region["endColumn"] - 1


def _touch(start: int, end: int, other: tuple[int, int, str]) -> bool:
    return start == other[0] or (start < other[1] and other[0] < end)


def _replaced(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, content in sorted(edits, reverse=True):
        text = text[:start] + content + text[end:]
    return text

"""The JSON Schema (draft 2020-12) of a config, made from the rules: what editors show and what configs are held to."""

from __future__ import annotations

import json
from typing import Any

from ..diagnostic import Severity
from ..formats import FORMATS
from ..options import options
from ..profile import FIELDS, Finished, State
from ..rule import AnyRule
from .selection import selectors

PRESETS = ("default", "archive", "journal")

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_GLOB_HINT = "Globs are relative to the root and use `/`; one without `/` fits a name at any depth."
_STATES = {
    State.ACTIVE: "Words for work that is happening, the one to write first.",
    State.PAUSED: "Words for work that is stopped for now, the one to write first.",
    State.COMPLETED: "Words for work that is over, the one to write first.",
}


def json_schema(rules: tuple[type[AnyRule], ...]) -> dict[str, Any]:
    """Describe a config for these rules."""
    shared = _of_some_files()
    return {
        "$schema": _DIALECT,
        "title": "Configuration of session-lint",
        "description": "`session-lint.toml`, `.session-lint.toml`, or `[tool.session-lint]` in `pyproject.toml`.",
        **_table(
            "",
            {
                "extend": shared["extend"],
                "plugins": _texts("Installed plugins, whose rules are added to those there are."),
                **{key: shared[key] for key in ("select", "extend-select", "ignore")},
                "fail-on": {
                    "description": "The mildest severity that makes the exit code 1.",
                    "enum": _severities(Severity.ERROR, Severity.WARNING, Severity.INFO),
                    "default": "error",
                },
                "output-format": {
                    "description": "How the report is written.",
                    "enum": list(FORMATS),
                    "default": "full",
                },
                "baseline": {
                    "description": "The file of known diagnostics, which are left out; relative to this config and "
                    "inside the repository.",
                    "type": "string",
                    "pattern": r"\.json$",
                    "examples": ["session-lint-baseline.json"],
                },
                "exclude": _texts(f"Files and folders that are not searched, in place of the defaults. {_GLOB_HINT}"),
                "extend-exclude": _texts(f"Files and folders that are not searched besides. {_GLOB_HINT}"),
                "force-exclude": {
                    "description": "Leave excluded files out even when they are named on the command line.",
                    "type": "boolean",
                    "default": False,
                },
                **{key: shared[key] for key in ("per-file-ignores", "rules", "profile")},
                "overrides": {
                    "description": "What holds for some files only. Of several that fit a file the last one counts.",
                    "type": "array",
                    "items": {"$ref": "#/$defs/Override"},
                },
            },
        ),
        # Capitals, since a rule may have any name in small letters.
        "$defs": {
            "Selector": {
                "description": "A rule's code or name, a prefix of codes, or ALL.",
                "enum": list(selectors(rules)),
            },
            "Selectors": {"type": "array", "items": {"$ref": "#/$defs/Selector"}},
            "Override": {
                "required": ["files"],
                **_table(
                    "What holds for some files, laid over the rest of the config.",
                    {"files": {**_texts(f"The files for which this holds. {_GLOB_HINT}"), "minItems": 1}, **shared},
                ),
            },
            "Profile": _profile(),
            "Rules": _table(
                "Severity and options of each rule, by its name or code.",
                {key: {"$ref": f"#/$defs/{rule.name}"} for rule in rules for key in (rule.name, rule.code)},
            ),
            **{rule.name: _rule(rule) for rule in rules},
        },
    }


def _of_some_files() -> dict[str, Any]:
    """Describe the keys that can hold for all files or, in an override, for some."""
    return {
        "extend": {
            "description": "A preset, or another config relative to this one, that this config adds to.",
            "anyOf": [
                {"enum": list(PRESETS)},
                {"type": "string", "pattern": r"\.toml$", "examples": ["../session-lint.toml"]},
            ],
        },
        "select": _selectors("The rules that are on, in place of the default set."),
        "extend-select": _selectors("Rules that are on besides."),
        "ignore": _selectors("Rules that are off. Of two selectors the more specific one wins."),
        "per-file-ignores": {
            "description": f"Rules that are off for some files: a glob, and what to ignore. {_GLOB_HINT}",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/Selectors"},
        },
        "rules": {"$ref": "#/$defs/Rules"},
        "profile": {"$ref": "#/$defs/Profile"},
    }


def render(rules: tuple[type[AnyRule], ...]) -> str:
    """Give the text of `schemas/config.schema.json`."""
    return json.dumps(json_schema(rules), indent=2, ensure_ascii=False) + "\n"


def _profile() -> dict[str, Any]:
    field = {
        "anyOf": [
            {"const": False},
            {"type": "string", "pattern": r"^([^.\s]+(\.[^.\s]+)*)?$", "examples": ["session.title"]},
        ]
    }
    return _table(
        "What a session file is here.",
        {
            "name": {"description": "What this kind of session file is called.", **_text()},
            "files": {**_texts("Globs of the session files, relative to the root."), "minItems": 1},
            "exclude": _texts("Globs of files among them that are no sessions."),
            "filename": {
                "description": "How session files are named: YYYY, MM, DD, HH, MM, SS and `<description>`.",
                "type": "string",
                "pattern": "^[^/]*<description>[^/]*$",
                "examples": ["YYYYMMDD-HHMMSS-<description>.md"],
            },
            "finished": {
                "description": "What becomes of a finished session: its file is deleted, moved to `archive/`, or kept.",
                "enum": [word.value for word in Finished],
            },
            "schema": {
                "description": "A JSON Schema of the front matter, relative to this config and inside the repository.",
                "type": "string",
                "pattern": r"\.json$",
                "examples": ["session.schema.json"],
            },
            "template": {
                "description": "The text of a new session, relative to this config and inside the repository.",
                "type": "string",
                "pattern": r"\.md$",
                "examples": ["session-template.md"],
            },
            "linear-url": {
                "description": "The address of the workspace in Linear, to which an editor links the issues of a "
                "session's team.",
                "type": "string",
                "pattern": r"^https://[^\s/]+(/[^\s]*)?(?![\s\S])",
                "examples": ["https://linear.app/acme"],
            },
            "fields": _table(
                "Where in the front matter the known fields are, as dotted paths; false for a field that is not there.",
                {name: {"description": f"Where `{name}` is.", **field} for name in FIELDS},
            ),
            "statuses": _table(
                "What each status means.",
                {
                    state.value: {**_texts(words), **({"minItems": 1} if state is State.ACTIVE else {})}
                    for state, words in _STATES.items()
                },
            ),
            "sections": {
                "description": "Titles of the level-2 sections that a session must have, in the order to write them.",
                "type": "array",
                "items": {"type": "string", "pattern": r"^\s*[^\s#]", "examples": ["Context"]},
            },
            "log": _table(
                "The log that sessions keep.",
                {
                    "section": {
                        "description": "Title of the level-2 section that is the log; false where there is none.",
                        "anyOf": [
                            {"const": False},
                            {"type": "string", "pattern": r"^\s*[^\s#]", "examples": ["Session Log"]},
                        ],
                    },
                    "entry": {
                        "description": "How an entry is written: YYYY, MM, DD, HH, MM, SS, and names in angle brackets,"
                        " the last one `<text>`. A heading where it begins with `#`, else a line.",
                        "type": "string",
                        "pattern": "<text>$",
                        "examples": ["### YYYY-MM-DD HH:MM - <text>"],
                    },
                },
            ),
        },
    )  # fmt: skip


def _rule(rule: type[AnyRule]) -> dict[str, Any]:
    severity = {
        "description": "How grave its findings are; `off` for a rule that does not apply here.",
        "enum": _severities(*Severity),
        "default": rule.severity.value,
    }
    first = (rule.__doc__ or "").strip().partition("\n\n")[0]
    described = f"{rule.code} {rule.name}: {' '.join(first.split())}"
    return _table(described, {"severity": severity, **{option.name: option.schema() for option in options(rule)}})


def _table(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {**described, "type": "object", "properties": properties, "additionalProperties": False}


def _text() -> dict[str, Any]:
    return {"type": "string", "pattern": r"\S"}


def _texts(description: str) -> dict[str, Any]:
    return {"description": description, "type": "array", "items": _text()}


def _selectors(description: str) -> dict[str, Any]:
    return {"description": description, "$ref": "#/$defs/Selectors"}


def _severities(*severities: Severity) -> list[str]:
    return [severity.value for severity in severities]

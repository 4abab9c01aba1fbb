"""The settings that hold in a place, as `--show-settings` prints them: TOML that could be a config."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..config import Config
from ..config_schema import PRESETS
from ..options import options, written
from ..profile import FIELDS
from ..text import UNSAFE
from .model import plain


def render(root: str, config: Config) -> str:
    """Give the settings, the rules that are on, and their options."""
    profile = config.profile
    lines = [
        f"# root: {plain(root)}",
        f"# config: {plain(config.path) if config.path else 'none'}",
        *_origin(config),
        *_pairs(
            {
                "fail-on": config.fail_on.value,
                "output-format": config.output_format,
                "exclude": config.exclude,
                "force-exclude": config.force_exclude,
            }
        ),
        "",
        "[profile]",
        *_pairs(
            {
                "name": profile.name,
                "files": profile.files,
                "exclude": profile.exclude,
                "filename": profile.filename.written,
                "sections": profile.sections,
                **({} if config.schema_location.shipped else {"schema": config.schema_location.path}),
            }
        ),
        "",
        "[profile.fields]",
        *_pairs({name: ".".join(path) if (path := profile.path(name)) else False for name in FIELDS}),
        "",
        "[profile.statuses]",
        *_pairs({state.value: words for state, words in profile.statuses.items()}),
    ]
    if config.per_file_ignores:
        lines += [
            "",
            "[per-file-ignores]",
            *(f"{_value(glob)} = {_value(words)}" for glob, words in config.per_file_ignores),
        ]
    on = {type(active.rule): active for active in config.active}
    for rule in config.rules:
        lines += ["", f"[rules.{rule.name}]  # {rule.code}"]
        active = on.get(rule)
        if active is None:
            lines.append('severity = "off"')
            continue
        severity = _value(active.severity.value)
        # Not set unless it was: a severity that is set also holds for findings that are milder of their own.
        lines.append(f"severity = {severity}" if active.explicit else f"# severity = {severity}")
        lines += _pairs({option.name: written(getattr(active.rule, option.field)) for option in options(rule)})
    return "\n".join(lines) + "\n"


def _origin(config: Config) -> list[str]:
    """Name the preset whose schema holds, where it is not the built-in one of every session."""
    name = config.schema_location.path.removesuffix(".schema.json")
    return [f"extend = {_value(name)}"] if config.schema_location.shipped and name in PRESETS else []


def _pairs(values: Mapping[str, Any]) -> Iterable[str]:
    return [f"{name} = {_value(value)}" for name, value in values.items()]


def _value(value: Any) -> str:
    """Write a value as TOML does."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{UNSAFE.sub(_escape, escaped)}"'
        case list() | tuple():
            return f"[{', '.join(_value(item) for item in value)}]"
        case _:
            return str(value)


def _escape(match: re.Match[str]) -> str:
    return f"\\U{ord(match.group()):08x}"

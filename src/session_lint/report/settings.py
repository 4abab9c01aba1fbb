"""The settings that hold in a place, as `--show-settings` prints them: TOML that could be a config."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..config import Config
from ..options import options, written
from ..text import UNSAFE
from .model import plain


def render(root: str, config: Config) -> str:
    """Give the settings, the rules that are on, and their options."""
    profile = config.profile
    lines = [
        f"# root: {plain(root)}",
        f"# config: {plain(config.path) if config.path else 'none'}",
        f"# schema: {config.schema_location}",
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
            }
        ),
        "",
        "[profile.fields]",
        *_pairs({name: ".".join(path) for name, path in profile.fields.items()}),
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
    for active in config.active:
        values = {option.name: written(getattr(active.rule, option.field)) for option in options(type(active.rule))}
        lines += ["", f"[rules.{active.rule.name}]  # {active.rule.code}"]
        lines += _pairs({"severity": active.severity.value, **values})
    return "\n".join(lines) + "\n"


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

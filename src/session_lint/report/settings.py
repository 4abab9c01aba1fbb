"""The settings that hold in a place, as `--show-settings` prints them: TOML that could be a config."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..config import ActiveRule, Config, Override
from ..config.layers import BUILT_IN
from ..config.schema import PRESETS
from ..options import options, written
from ..profile import FIELDS
from ..rule import AnyRule
from ..text import UNSAFE
from .model import plain


def render(root: str, config: Config, path: str | None = None) -> str:
    """Give the settings, the rules that are on, and their options: all there are, or what holds for one file."""
    here = config if path is None else config.at(path)
    on = here.active if path is None else here.rules_for(path)
    lines = [
        f"# root: {plain(root)}",
        f"# config: {plain(config.path) if config.path else 'none'}",
        *([] if path is None else [f"# file: {plain(path)}{_standing(config, path)}"]),
        *_origin(here, None),
        *(_pairs({"plugins": config.plugins}) if config.plugins else []),
        *_pairs(
            {
                "fail-on": config.fail_on.value,
                "output-format": config.output_format,
                **({"baseline": config.baseline.path} if config.baseline else {}),
                "exclude": config.exclude,
                "force-exclude": config.force_exclude,
            }
        ),
        *_profile(here, ""),
        *(_ignores(here, "") if path is None else []),
        *_rules(on, "", here.rules),
    ]
    for override in config.overrides if path is None else ():
        lines += _override(override, config)
    return "\n".join(lines) + "\n"


def _standing(config: Config, path: str) -> str:
    """Say of a file that is not looked for why it is not."""
    if config.is_session(path):
        return ""
    return ", which is excluded" if config.is_excluded(path) else ", which is not a session file"


def _override(override: Override, base: Config) -> list[str]:
    """Give what an override changes."""
    config = override.config
    ordinary = {type(active.rule): active for active in base.active}
    special = {type(active.rule): active for active in config.active}
    # What is set again is told again: a preset that the override extends may have changed it in between.
    changed = tuple(
        rule
        for rule in config.rules
        if ordinary.get(rule) != special.get(rule) or config.severities.get(rule.name) != base.severities.get(rule.name)
    )
    return [
        "",
        "[[overrides]]",
        *_pairs({"files": override.files}),
        *_origin(config, base),
        *(_profile(config, "overrides.") if config.profile != base.profile else []),
        *(_ignores(config, "overrides.") if config.per_file_ignores != base.per_file_ignores else []),
        *_rules(config.active, "overrides.", changed, set_=set(special) - set(ordinary)),
    ]


def _origin(config: Config, base: Config | None) -> list[str]:
    """Name the preset whose schema holds, where it is not that of every session, or not that of the rest."""
    location = config.schema_location
    if not location.shipped or location == (base.schema_location if base else BUILT_IN):
        return []
    name = "default" if location == BUILT_IN else location.path.removesuffix(".schema.json")
    return [f"extend = {_value(name)}"] if name in PRESETS else []


def _profile(config: Config, prefix: str) -> list[str]:
    profile = config.profile
    return [
        "",
        f"[{prefix}profile]",
        *_pairs(
            {
                "name": profile.name,
                "files": profile.files,
                "exclude": profile.exclude,
                "filename": profile.filename.written,
                "finished": profile.finished.value,
                "sections": profile.sections,
                **({} if config.schema_location.shipped else {"schema": config.schema_location.path}),
                **({"template": config.template.path} if config.template else {}),
            }
        ),
        "",
        f"[{prefix}profile.fields]",
        *_pairs({name: ".".join(path) if (path := profile.path(name)) else False for name in FIELDS}),
        "",
        f"[{prefix}profile.statuses]",
        *_pairs({state.value: words for state, words in profile.statuses.items()}),
        "",
        f"[{prefix}profile.log]",
        *_pairs({"section": log.section, "entry": log.entry.written} if (log := profile.log) else {"section": False}),
    ]


def _ignores(config: Config, prefix: str) -> list[str]:
    pairs = [f"{_value(glob)} = {_value(words)}" for glob, words in config.per_file_ignores]
    return ["", f"[{prefix}per-file-ignores]", *pairs] if pairs else []


def _rules(
    active: Iterable[ActiveRule],
    prefix: str,
    rules: Iterable[type[AnyRule]],
    set_: Iterable[type[AnyRule]] = (),
) -> list[str]:
    """Give a table for each rule; the severity of those of `set_` is set, whether the config sets it or not."""
    lines = []
    on = {type(one.rule): one for one in active}
    for rule in rules:
        lines += ["", f"[{prefix}rules.{rule.name}]  # {rule.code}"]
        if (one := on.get(rule)) is None:
            lines.append('severity = "off"')
            continue
        severity = _value(one.severity.value)
        # Not set unless it was: a severity that is set also holds for findings that are milder of their own.
        lines.append(f"severity = {severity}" if one.explicit or rule in set_ else f"# severity = {severity}")
        lines += _pairs({option.name: written(getattr(one.rule, option.field)) for option in options(rule)})
    return lines


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

"""The layers of a configuration: TOML texts that extend one another, checked and laid over the defaults.

Nothing is opened here: the caller is asked for each text by its `Location` and decides what may be read. What a config
names is held inside the repository by its words alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .failure import Failure
from .filename import Pattern
from .rule import AnyRule
from .text import BOM, LineIndex, printable, shown

# What every config adds to, in the shape of `profiles/default.toml` (a test holds the two equal): a run without any
# config need not load tomllib.
DEFAULTS: Mapping[str, Any] = {
    "fail-on": "error",
    "output-format": "full",
    "exclude": [".git", ".hg", ".jj", ".svn", ".tox", ".venv", "__pycache__", "node_modules"],
    "force-exclude": False,
    "profile": {
        "name": "default",
        "files": ["**/.agents/sessions/*.md"],
        "exclude": ["**/.agents/sessions/README.md", "**/.agents/sessions/*/**"],
        "filename": "YYYYMMDD-HHMMSS-<description>.md",
        "fields": {
            "title": "session.title",
            "status": "session.status",
            "created": "session.created",
            "last_updated": "session.last_updated",
            "linear_issue": "session.linear_issue",
            "linear_url": "session.linear_url",
            "branch": "session.branch",
            "current_task": "orchestration.current_task",
            "spawned_agents": "orchestration.spawned_agents",
        },
        "statuses": {"active": ["in_progress"], "paused": ["paused"], "completed": ["completed"]},
        "sections": ["Context", "Current State", "Next Steps"],
    },
}

_ADDED = ("extend-select", "extend-exclude")
_DEEP = ("per-file-ignores", "profile", "rules")
_AT = re.compile(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


@dataclass(frozen=True)
class Location:
    """A file that config names: one that ships with session-lint, by its name, or else a path.

    A path is relative to the root, or absolute for a config from outside of it. The shipped files are the presets and
    schemas of `profiles/`, and `session.schema.json`.
    """

    path: str
    shipped: bool = False

    def __str__(self) -> str:
        return f"preset {self.path}" if self.shipped else printable(self.path)


BUILT_IN = Location("session.schema.json", shipped=True)

Read = Callable[[Location], str]


def chain(path: str, rules: tuple[type[AnyRule], ...], read: Read) -> Mapping[str, Any]:
    """Give what the config at a path says, laid over all that it extends and over the defaults.

    `read` gives the text of a location, or raises a Failure when it is not there or not to be read. Raises a Failure
    that names file and line for whatever is wrong in a config.
    """
    from .config_schema import json_schema  # imported late: a run without a config needs none

    schema = json_schema(rules)
    names = {rule.code: rule.name for rule in rules}
    layers: list[Mapping[str, Any]] = []
    seen: list[Location] = []
    location: Location | None = Location(posixpath.normpath(path))
    text = ""
    while location:
        if location in seen:
            circle = " -> ".join(str(link) for link in (*seen[seen.index(location) :], location))
            raise _failure(text, seen[-1], ("extend",), f"`extend` goes in a circle: {circle}", "take one of them out")
        text = _read(read, location, text, seen[-1] if seen else None, ("extend",))
        seen.append(location)
        data = parse(text, location.path)
        if data is None:
            raise Failure(f"{location}: no table `[tool.session-lint]`", "add one, or name another config")
        validate(data, text, location, schema)
        layers.append(_anchored(data, text, location, names))
        own = layers[-1].get("profile", {}).get("schema")
        if own and not own.shipped:  # here, where the line that names it is known
            _read(read, own, text, location, ("profile", "schema"))
        location = layers[-1].get("extend")
    merged = DEFAULTS
    for layer in reversed(layers):
        merged = merge(merged, layer)
    return merged


def _read(read: Read, location: Location, text: str, namer: Location | None, key: tuple[str, ...]) -> str:
    """Give the text of a location; when it cannot be read, blame the key of the config that names it."""
    try:
        return read(location)
    except Failure as failure:
        if namer is None:
            raise
        raise _failure(text, namer, key, failure.message, failure.help) from None


def parse(text: str, path: str) -> Mapping[str, Any] | None:
    """Give what a config file says; None for a `pyproject.toml` without our table. Raises Failure for bad syntax."""
    is_project = _is_project(path)
    if is_project and "session-lint" not in text:
        return None
    import tomllib  # imported late: slow to load

    try:
        data = tomllib.loads(text.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        raise _syntax_failure(error, text, path) from None
    if not is_project:
        return data
    tool = data.get("tool")
    table = tool.get("session-lint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise _failure(text, Location(path), (), f"`tool.session-lint` is {shown(table)}; expected a table")
    return table


def validate(data: Mapping[str, Any], text: str, location: Location, schema: Mapping[str, Any]) -> None:
    """Raise a Failure that names file and line for the first thing in a config that its schema does not allow."""
    from .config_faults import faults  # imported late: a run without a config needs none

    for fault in faults(schema, data):
        raise _failure(text, location, fault.path, fault.message, fault.help)
    written = data.get("profile", {}).get("filename")
    if written is not None and (wrong := Pattern(written).fault()):
        message = f"`profile.filename` is {shown(written)}; {wrong}"
        raise _failure(text, location, ("profile", "filename"), message)


def merge(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a config over the one that it extends: tables merge, lists and words replace, `extend-` lists add up."""
    merged = dict(parent)
    for key, value in child.items():
        if key in _DEEP:
            merged[key] = _merge_tables(merged.get(key, {}), value)
        elif key in _ADDED:
            merged[key] = [*merged.get(key, ()), *value]
        else:
            merged[key] = value
    return merged


def _merge_tables(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(parent)
    for key, value in child.items():
        both = isinstance(value, dict) and isinstance(parent.get(key), dict)
        merged[key] = _merge_tables(parent[key], value) if both else value
    return merged


def _anchored(data: Mapping[str, Any], text: str, location: Location, names: Mapping[str, str]) -> dict[str, Any]:
    """Give a config whose words mean the same anywhere: files as locations, rules by name."""
    given = dict(data)
    if "extend" in given:
        word = given["extend"]
        from .config_schema import PRESETS  # imported late: a run without a config needs none

        if word in PRESETS:
            given["extend"] = None if word == "default" else Location(f"{word}.toml", shipped=True)
        else:
            given["extend"] = _beside(location, word, text, ("extend",))
    if "schema" in given.get("profile", {}):
        schema = _beside(location, given["profile"]["schema"], text, ("profile", "schema"))
        given["profile"] = {**given["profile"], "schema": schema}
    rules: dict[str, Any] = {}
    for key, table in given.get("rules", {}).items():
        rules = _merge_tables(rules, {names.get(key, key): table})
    return {**given, "rules": rules}


def _beside(location: Location, reference: str, text: str, key: tuple[str, ...]) -> Location:
    """Give the file that a config names relative to itself. Raises Failure when it lies outside of the repository.

    A config that itself is from outside of the root may name what is below its own folder.
    """
    folder = posixpath.dirname(location.path)
    base = folder if location.path.startswith(("/", "../")) else ""
    path = posixpath.normpath(posixpath.join(folder, reference))
    strange = reference.startswith("/") or re.search(r"^[A-Za-z]:|[\\\x00-\x1f]", reference)
    below = path.removeprefix(f"{base.rstrip('/')}/") if base else path
    outside = below.startswith("../") or (bool(base) and below == path)
    if strange or outside:
        message = f"`{'.'.join(key)}` is {shown(reference)}, which is not inside the repository"
        raise _failure(text, location, key, message, "use a path relative to this config, with `/`")
    return Location(path, location.shipped)


def _is_project(path: str) -> bool:
    return posixpath.basename(path) == "pyproject.toml"


def _failure(text: str, location: Location, key: tuple[str, ...], message: str, help: str = "") -> Failure:  # noqa: A002
    from . import toml_places  # imported late: only a mistake needs it

    path = ("tool", "session-lint", *key) if _is_project(location.path) else key
    return Failure(f"{location}:{toml_places.row(text.removeprefix(BOM), path)}: {message}", help)


def _syntax_failure(error: Exception, text: str, path: str) -> Failure:
    if isinstance(error, RecursionError):
        return Failure(f"{printable(path)}: nested too deep to read", "flatten it")
    match = _AT.match(str(error))
    if match is None:
        return Failure(f"{printable(path)}: not TOML: {printable(str(error))}", "mend the syntax")
    words, row, column = match.groups()
    end = LineIndex(text).position(len(text.rstrip("\r\n")))
    place = f"{row}:{column}" if row else f"{end.row}:{end.column}"
    said = printable(words[:1].lower() + words[1:])
    return Failure(f"{printable(path)}:{place}: not TOML: {said}", "mend the syntax")

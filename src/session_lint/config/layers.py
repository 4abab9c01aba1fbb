"""One layer of a configuration: a TOML text, parsed, checked, and laid over another; and the defaults below all.

Nothing is opened here. What a config names is held inside the repository by its words alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..failure import Failure
from ..filename import Pattern
from ..log import EntryPattern
from ..regex import regex
from ..text import BOM, LineIndex, printable, shown
from ..values import dataclass

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
        "finished": "delete",
        "fields": {
            "title": "session.title",
            "status": "session.status",
            "created": "session.created",
            "last_updated": "session.last_updated",
            "last_entry": False,
            "linear_issue": "session.linear_issue",
            "linear_url": "session.linear_url",
            "branch": "session.branch",
            "current_task": "orchestration.current_task",
            "spawned_agents": "orchestration.spawned_agents",
        },
        "statuses": {"active": ["in_progress"], "paused": ["paused"], "completed": ["completed"]},
        "sections": ["Context", "Current State", "Next Steps"],
        "log": {"section": "Session Log", "entry": "### YYYY-MM-DD HH:MM - <text>"},
    },
}

_ADDED = ("plugins", "extend-select", "extend-exclude", "overrides")
_DEEP = ("per-file-ignores", "profile", "rules")
_AT = regex(r"^(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


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


@dataclass(frozen=True)
class Source:
    """The text of a config and where it is from."""

    location: Location
    text: str

    def failure(self, key: tuple[str, ...], message: str, help: str = "") -> Failure:  # noqa: A002 -- the field's word
        """Make a Failure that names this file, and the line of a key in it."""
        from . import toml_places  # imported late: only a mistake needs it

        path = ("tool", "session-lint", *key) if _is_project(self.location.path) else key
        row = toml_places.row(self.text.removeprefix(BOM), path)
        return Failure(f"{self.location}:{row}: {message}", help)


def parse(source: Source) -> Mapping[str, Any] | None:
    """Give what a config file says; None for a `pyproject.toml` without our table. Raises Failure for bad syntax."""
    is_project = _is_project(source.location.path)
    if is_project and "session-lint" not in source.text:
        return None
    import tomllib  # imported late: slow to load

    try:
        data = tomllib.loads(source.text.removeprefix(BOM))
    except (ValueError, RecursionError) as error:
        raise _syntax_failure(error, source) from None
    if not is_project:
        return data
    tool = data.get("tool")
    table = tool.get("session-lint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise source.failure((), f"`tool.session-lint` is {shown(table)}; expected a table")
    return table


def validate(data: Mapping[str, Any], source: Source, schema: Mapping[str, Any]) -> None:
    """Raise a Failure that names file and line for the first thing in a config that its schema does not allow."""
    from .faults import faults  # imported late: a run without a config needs none

    for fault in faults(schema, data):
        raise source.failure(fault.path, fault.message, fault.help)
    for key, part in parts(data):
        profile = part.get("profile", {})
        patterns: dict[tuple[str, ...], Pattern | EntryPattern] = {
            ("filename",): Pattern(profile.get("filename", DEFAULTS["profile"]["filename"])),
            ("log", "entry"): EntryPattern(profile.get("log", {}).get("entry", DEFAULTS["profile"]["log"]["entry"])),
        }
        for name, pattern in patterns.items():
            if wrong := pattern.fault():
                message = f"`profile.{'.'.join(name)}` is {shown(pattern.written)}; {wrong}"
                raise source.failure((*key, "profile", *name), message)


def parts(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield a config and each of its overrides with its key: what can have rules and a profile."""
    yield (), data
    for number, override in enumerate(data.get("overrides", ())):
        yield ("overrides", str(number)), override


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


def anchored(data: Mapping[str, Any], source: Source, names: Mapping[str, str]) -> dict[str, Any]:
    """Give a config whose words mean the same anywhere: files as locations, rules by name.

    `names` gives the name of the rule with a code. The preset `default` is no location: it is below everything.
    """
    given, *overrides = (_anchored(part, key, source, names) for key, part in parts(data))
    return {**given, "overrides": overrides}


def _anchored(
    part: Mapping[str, Any], key: tuple[str, ...], source: Source, names: Mapping[str, str]
) -> dict[str, Any]:
    given = dict(part)
    if "extend" in given:
        given["extend"] = extended(given["extend"], source, (*key, "extend"))
    for name in ("schema", "template"):
        if name in given.get("profile", {}):
            location = _beside(source, given["profile"][name], (*key, "profile", name))
            given["profile"] = {**given["profile"], name: location}
    if "baseline" in given:
        given["baseline"] = _beside(source, given["baseline"], (*key, "baseline"))
    rules: dict[str, Any] = {}
    for name, table in given.get("rules", {}).items():
        rules = _merge_tables(rules, {names.get(name, name): table})
    return {**given, "rules": rules}


def extended(word: str, source: Source, key: tuple[str, ...]) -> Location | None:
    """Give the config that a config extends; None for the default preset. Raises Failure for one outside."""
    from .schema import PRESETS  # imported late: a run without a config needs none

    if word in PRESETS:
        return None if word == "default" else Location(f"{word}.toml", shipped=True)
    return _beside(source, word, key)


def _beside(source: Source, reference: str, key: tuple[str, ...]) -> Location:
    """Give the file that a config names relative to itself. Raises Failure when it lies outside of the repository.

    A config that itself is from outside of the root may name what is below its own folder.
    """
    folder = posixpath.dirname(source.location.path)
    base = folder if source.location.path.startswith(("/", "../")) else ""
    path = posixpath.normpath(posixpath.join(folder, reference))
    strange = reference.startswith("/") or re.search(r"^[A-Za-z]:|[\\\x00-\x1f]", reference)
    below = path.removeprefix(f"{base.rstrip('/')}/") if base else path
    outside = below.startswith("../") or (bool(base) and below == path)
    if strange or outside:
        named = key[2:] if key[0] == "overrides" else key
        message = f"`{'.'.join(named)}` is {shown(reference)}, which is not inside the repository"
        raise source.failure(key, message, "use a path relative to this config, with `/`")
    return Location(path, source.location.shipped)


def _is_project(path: str) -> bool:
    return posixpath.basename(path) == "pyproject.toml"


def _syntax_failure(error: Exception, source: Source) -> Failure:
    path = printable(source.location.path)
    if isinstance(error, RecursionError):
        return Failure(f"{path}: nested too deep to read", "flatten it")
    match = _AT.match(str(error))
    if match is None:
        return Failure(f"{path}: not TOML: {printable(str(error))}", "mend the syntax")
    words, row, column = match.groups()
    end = LineIndex(source.text).position(len(source.text.rstrip("\r\n")))
    place = f"{row}:{column}" if row else f"{end.row}:{end.column}"
    said = printable(words[:1].lower() + words[1:])
    return Failure(f"{path}:{place}: not TOML: {said}", "mend the syntax")

"""A config with all that it extends, and its overrides with all that they extend, as one mapping.

Nothing is opened here: the caller is asked for each text by its `Location` and decides what may be read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..failure import Failure
from ..rule import AnyRule
from ..values import dataclass
from .layers import DEFAULTS, Location, Read, Source, anchored, extended, merge, parse, parts, validate
from .schema import json_schema

# What a config can say of some files, and what counts of a config that an override extends.
_OF_SOME_FILES = ("select", "extend-select", "ignore", "per-file-ignores", "rules", "profile")
# The sessions of an override are its files, and a readme beside them is none. What the rest of the config leaves out
# (`archive/`) may be the very files that it is for.
_NO_SESSIONS = ("README.md",)


Load = Callable[[str, tuple[type[AnyRule], ...]], tuple[type[AnyRule], ...]]
"""Gives the rules of the plugin with a name, which must differ from those that there are. Raises Failure."""


@dataclass(frozen=True)
class Chained:
    """What a config says with all that it extends, and the rules that there are with those of its plugins.

    Each of the data's `overrides` holds its globs as `files` and as `config` all that counts for these files.
    """

    data: Mapping[str, Any]
    rules: tuple[type[AnyRule], ...]


def chain(path: str, rules: tuple[type[AnyRule], ...], read: Read, load: Load) -> Chained:
    """Give what the config at a path says, laid over all that it extends and over the defaults.

    `read` gives the text of a location, or raises a Failure when it is not there or not to be read. Raises a Failure
    that names file and line for whatever is wrong in a config.
    """
    files = _Files(rules, read, load)
    merged: Mapping[str, Any] = DEFAULTS
    for layer in files.layers(Location(posixpath.normpath(path)), with_overrides=True):
        merged = merge(merged, layer)
    overrides = merged.get("overrides", ())
    laid = [{"files": one["files"], "config": _laid_over(merged, one)} for one in overrides]
    return Chained({**merged, "overrides": laid}, files.rules)


def _laid_over(base: Mapping[str, Any], override: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a config for some files. Its profile is that of the rest, unless it extends one that describes another."""
    merged = dict(base)
    own = {key: override[key] for key in _OF_SOME_FILES if key in override}
    if "extend" in override:
        merged["profile"] = DEFAULTS["profile"]
    for layer in (*override.get("extended", ()), own):
        merged = merge(merged, {key: layer[key] for key in _OF_SOME_FILES if key in layer})
    if "extend" in override or "profile" in override:
        described = {"files": override["files"], "exclude": _NO_SESSIONS, **override.get("profile", {})}
        merged["profile"] = {**merged["profile"], "files": described["files"], "exclude": described["exclude"]}
    return {**merged, "overrides": ()}


@dataclass
class _Files:
    """Reads configs. A plugin that one names adds to the rules, which are known before anything is said of rules."""

    rules: tuple[type[AnyRule], ...]
    read: Read
    load: Load

    def __post_init__(self) -> None:
        self.schema = json_schema(self.rules)
        self.plugins: set[str] = set()

    def layers(
        self,
        first: Location | None,
        namer: Source | None = None,
        key: tuple[str, ...] = ("extend",),
        *,
        with_overrides: bool = False,
    ) -> list[Mapping[str, Any]]:
        """Give a config and what it extends, the one below all others first; `namer` names it, under `key`."""
        links = self._links(first, namer, key)
        for source, data in reversed(links):
            self._load(data.get("plugins", ()), source)
        for source, data in links:
            validate(data, source, self.schema)
        return [self._layer(source, data, with_overrides=with_overrides) for source, data in reversed(links)]

    def _links(
        self, first: Location | None, namer: Source | None, key: tuple[str, ...]
    ) -> list[tuple[Source, Mapping[str, Any]]]:
        """Follow `extend`. Nothing is checked yet but that and `plugins`, by which the rest is to be judged."""
        links: list[tuple[Source, Mapping[str, Any]]] = []
        location = first
        while location:
            seen = [source.location for source, _ in links]
            if location in seen and namer:
                circle = " -> ".join(str(link) for link in (*seen[seen.index(location) :], location))
                raise namer.failure(key, f"`extend` goes in a circle: {circle}", "take one of them out")
            source = Source(location, self._text(location, namer, key))
            data = parse(source)
            if data is None:
                raise Failure(f"{location}: no table `[tool.session-lint]`", "add one, or name another config")
            validate({key: data[key] for key in ("extend", "plugins") if key in data}, source, self.schema)
            links.append((source, data))
            namer, key = source, ("extend",)
            location = extended(data["extend"], source, key) if "extend" in data else None
        return links

    def _load(self, plugins: Iterable[str], source: Source) -> None:
        """Add the rules of the plugins that a config names."""
        for number, plugin in enumerate(plugins):
            if plugin in self.plugins:
                continue
            try:
                self.rules += self.load(plugin, self.rules)
            except Failure as failure:
                key = ("plugins", str(number))
                raise source.failure(key, failure.message, failure.help) from failure.__cause__
            self.plugins.add(plugin)
            self.schema = json_schema(self.rules)

    def _layer(self, source: Source, data: Mapping[str, Any], *, with_overrides: bool) -> Mapping[str, Any]:
        layer = anchored(data, source, {rule.code: rule.name for rule in self.rules})
        for key, part in parts(layer):
            schema = part.get("profile", {}).get("schema")
            if schema and not schema.shipped:  # here, where the line that names it is known
                self._text(schema, source, (*key, "profile", "schema"))
            if with_overrides and key and part.get("extend"):
                part["extended"] = self.layers(part["extend"], source, (*key, "extend"))
        return layer

    def _text(self, location: Location, namer: Source | None, key: tuple[str, ...]) -> str:
        """Give the text of a location; when it cannot be read, blame the key of the config that names it."""
        try:
            return self.read(location)
        except Failure as failure:
            if namer is None:
                raise
            raise namer.failure(key, failure.message, failure.help) from None

"""The configuration: TOML texts in, one `Config` out, which says what a session file is and which rules judge it.

Nothing is opened here: `default` and `load` ask their caller for each text by its `Location`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import globs
from ..diagnostic import Severity
from ..failure import Failure
from ..filename import Pattern
from ..log import EntryPattern, Log
from ..options import configured
from ..profile import Finished, Profile, State
from ..rule import AnyRule
from ..text import BOM, shown
from ..values import dataclass, replace
from . import selection
from .layers import BUILT_IN, DEFAULTS, Location, Read
from .selection import Layer, Selection

if TYPE_CHECKING:
    from .chain import Load


@dataclass(frozen=True)
class ActiveRule:
    """A rule that is on. `explicit`: the config sets the severity, and no finding's own severity counts."""

    rule: AnyRule
    severity: Severity
    explicit: bool


@dataclass(frozen=True)
class Override:
    """A config that holds for the files that one of some globs fits."""

    files: tuple[str, ...]
    config: Config


@dataclass(frozen=True)
class Config:
    """What the user wants. `path` is None without a config file, `rules` are all there are, of `plugins` too.

    `schema_location` is where the profile's schema is from, `template` where that of new sessions is if there is one,
    `baseline` where that is which is known already.
    `severities` holds those that are set, by the rule's name, `options` what is set of each rule's options, as TOML
    writes it. What an override says of other things than rules and profile does not count: ask the whole config for
    them.
    """

    path: str | None
    rules: tuple[type[AnyRule], ...]
    plugins: tuple[str, ...]
    profile: Profile
    schema_location: Location
    selection: Selection
    severities: Mapping[str, Severity]
    options: Mapping[str, Mapping[str, Any]]
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...]
    exclude: tuple[str, ...]
    force_exclude: bool
    fail_on: Severity
    output_format: str
    baseline: Location | None = None
    template: Location | None = None
    overrides: tuple[Override, ...] = ()

    def at(self, path: str) -> Config:
        """Give the config that holds for a file: that of the last override that fits it, else this one."""
        for override in reversed(self.overrides):
            if any(globs.matches(glob, path) for glob in override.files):
                return override.config
        return self

    @property
    def everywhere(self) -> tuple[Config, ...]:
        """This config, and those that hold for some files only."""
        return (self, *(override.config for override in self.overrides))

    def rules_for(self, path: str) -> tuple[ActiveRule, ...]:
        """Give the rules that judge a file, in the order of their codes; the same tuple for files of the same kind."""
        here = self.at(path)
        if here is not self:
            return here.rules_for(path)
        fitting = tuple(number for number, (glob, _) in enumerate(self.per_file_ignores) if globs.matches(glob, path))
        if fitting not in self._made:
            ignored = [word for number in fitting for word in self.per_file_ignores[number][1]]
            self._made[fitting] = tuple(on for on in self.active if not selection.best(ignored, type(on.rule)))
        return self._made[fitting]

    @cached_property
    def active(self) -> tuple[ActiveRule, ...]:
        """The rules that are on for files without ignores of their own."""
        chosen = [rule for rule in self.rules if self.selection.includes(rule, self.severities)]
        return tuple(self._active(rule) for rule in sorted(chosen, key=lambda rule: rule.code))

    @cached_property
    def _made(self) -> dict[tuple[int, ...], tuple[ActiveRule, ...]]:
        return {}

    def _active(self, rule: type[AnyRule]) -> ActiveRule:
        explicit = self.severities.get(rule.name, Severity.OFF)
        default = Severity.WARNING if rule.severity is Severity.OFF else rule.severity
        is_set = explicit is not Severity.OFF
        return ActiveRule(configured(rule, self.options.get(rule.name, {})), explicit if is_set else default, is_set)

    def is_session(self, path: str) -> bool:
        """Whether the globs of the file's profile take it for a session."""
        return any(globs.matches(glob, path) for glob in self.at(path).profile.files) and not self.is_excluded(path)

    def is_excluded(self, path: str) -> bool:
        """Whether a file, or a folder above it, is excluded by the config or the file's profile."""
        return globs.excludes((*self.exclude, *self.at(path).profile.exclude), path)

    def is_left_out(self, path: str) -> bool:
        """Whether a file, or a folder above it, is excluded by the config, whatever a profile says."""
        return globs.excludes(self.exclude, path)

    def is_pruned(self, folder: str) -> bool:
        """Whether no session is to be looked for in a folder. Where one profile leaves off another may begin."""
        return globs.excludes(self.exclude if self.overrides else (*self.exclude, *self.profile.exclude), folder)

    def with_command_line(
        self,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] = (),
        extend_select: Iterable[str] = (),
    ) -> Config:
        """Give this config with selectors of the command line over its own. Raises Failure for an unknown one."""
        layer = Layer(None if select is None else tuple(select), tuple(extend_select), tuple(ignore))
        given = {"--select": layer.select or (), "--extend-select": layer.extend_select, "--ignore": layer.ignore}
        for option, words in given.items():
            selection.require_known(words, self.rules, option)
        return self._changed(lambda one: replace(one, selection=replace(one.selection, command_line=layer)))

    def with_ignores(self, glob: str, words: tuple[str, ...]) -> Config:
        """Give this config with rules that are off for some files besides."""
        return self._changed(lambda one: replace(one, per_file_ignores=(*one.per_file_ignores, (glob, words))))

    def _changed(self, change: Callable[[Config], Config]) -> Config:
        """Give this config with a change to itself and to all its overrides."""
        overrides = tuple(Override(override.files, change(override.config)) for override in self.overrides)
        return replace(change(self), overrides=overrides)


def default(rules: tuple[type[AnyRule], ...], read: Read) -> Config:
    """Give the config of a repository that has none."""
    return _config(DEFAULTS, None, rules, read)


def _no_plugin(name: str, _: tuple[type[AnyRule], ...]) -> tuple[type[AnyRule], ...]:
    raise Failure(f"no plugin {shown(name)} is installed", "take it out of `plugins`")


def load(path: str, rules: tuple[type[AnyRule], ...], read: Read, load_plugin: Load = _no_plugin) -> Config:
    """Give the config at a path, relative to the root, with all that it extends.

    `read` gives the text of a location, or raises a Failure when it is not there or not to be read; `load_plugin` the
    rules of a plugin. Raises a Failure that names file and line for whatever is wrong in a config. A schema of the
    user's own is read and not yet checked.
    """
    from .chain import chain  # imported late: a run without a config needs none

    found = chain(path, rules, read, load_plugin)
    return _config(found.data, path, found.rules, read)


def _config(data: Mapping[str, Any], path: str | None, rules: tuple[type[AnyRule], ...], read: Read) -> Config:
    schema_location = data["profile"].get("schema", BUILT_IN)
    tables = data.get("rules", {})
    return Config(
        path=path,
        rules=rules,
        plugins=tuple(dict.fromkeys(data.get("plugins", ()))),
        profile=_profile(data["profile"], schema_location, read),
        schema_location=schema_location,
        selection=Selection(
            Layer(
                tuple(data["select"]) if "select" in data else None,
                tuple(data.get("extend-select", ())),
                tuple(data.get("ignore", ())),
            )
        ),
        severities={name: Severity(table["severity"]) for name, table in tables.items() if "severity" in table},
        options={
            name: set_options
            for name, table in tables.items()
            if (set_options := {key: value for key, value in table.items() if key != "severity"})
        },
        per_file_ignores=tuple((glob, tuple(words)) for glob, words in data.get("per-file-ignores", {}).items()),
        exclude=(*data["exclude"], *data.get("extend-exclude", ())),
        force_exclude=data["force-exclude"],
        fail_on=Severity(data["fail-on"]),
        output_format=data["output-format"],
        baseline=data.get("baseline"),
        template=data["profile"].get("template"),
        overrides=tuple(
            Override(tuple(override["files"]), _config(override["config"], path, rules, read))
            for override in data.get("overrides", ())
        ),
    )


def _profile(table: Mapping[str, Any], location: Location, read: Read) -> Profile:
    fields = {name: tuple(path.split(".")) for name, path in table["fields"].items() if path}
    statuses = {state: tuple(table["statuses"][state.value]) for state in State}
    log = table["log"]
    schema = _read_schema(location, read)
    if location.shipped:
        words = list(dict.fromkeys(word for state in State for word in statuses[state]))
        schema = _with_statuses(schema, fields.get("status", ()), words)
    return Profile(
        name=table["name"],
        files=tuple(table["files"]),
        exclude=tuple(table["exclude"]),
        filename=Pattern(table["filename"]),
        schema=schema,
        fields=fields,
        statuses=statuses,
        sections=tuple(table["sections"]),
        finished=Finished(table["finished"]),
        linear_url=table.get("linear-url"),
        log=Log(log["section"], EntryPattern(log["entry"])) if log["section"] else None,
    )


def _read_schema(location: Location, read: Read) -> Any:
    try:
        return json.loads(read(location).removeprefix(BOM))
    except json.JSONDecodeError as error:
        place = f"{location}:{error.lineno}:{error.colno}"
        raise Failure(f"{place}: not JSON: {error.msg.lower()}", "mend the schema") from None
    except (ValueError, RecursionError):
        raise Failure(f"{location}: a number too long or a nesting too deep to read", "mend the schema") from None


def _with_statuses(schema: Any, path: tuple[str, ...], words: list[str]) -> Any:
    """Give the schema with other words for the status, where it lists them."""
    if not path:
        return {**schema, "enum": words} if "enum" in schema else schema
    properties = schema.get("properties", {})
    if path[0] not in properties:
        return schema
    return {**schema, "properties": {**properties, path[0]: _with_statuses(properties[path[0]], path[1:], words)}}

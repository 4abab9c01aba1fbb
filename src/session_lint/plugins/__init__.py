"""Rules that other packages bring: entry points of the group `session_lint.rules`, loaded only when a config names one.

`importlib.metadata` takes 40 ms to load. An installed package has its entry points in `*.dist-info/entry_points.txt`
(https://packaging.python.org/en/latest/specifications/entry-points/), which is looked at first; that module is asked
for what is installed in another way, as an egg or in a zip file.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from functools import reduce
from typing import Any

from ..failure import Failure
from ..regex import regex
from ..rule import AnyRule
from ..text import closest, printable, shown
from ..values import dataclass
from .rules import accepted, attempt

GROUP = "session_lint.rules"

_OBJECT = regex(r"([\w.]+)[ \t]*(?::[ \t]*([\w.]+))?[ \t]*(?:\[[^\]]*\])?[ \t]*")
_DISTANCE = 3


@dataclass(frozen=True)
class EntryPoint:
    """A plugin's name and where its rules are: `package.module:NAME`."""

    name: str
    value: str


def load(name: str, known: tuple[type[AnyRule], ...]) -> tuple[type[AnyRule], ...]:
    """Give the rules of an installed plugin; `known` are those that there are already.

    Raises Failure when there is no such plugin, or when it cannot be used. Runs code of the plugin.
    """
    found = _installed(name)
    values = tuple(dict.fromkeys(one.value for one in found))
    if len(values) > 1:
        message = f"two installed packages have a plugin {shown(name)}: {shown(values[0])} and {shown(values[1])}"
        raise Failure(message, "uninstall one of them")
    given = attempt(lambda: _imported(values[0]), f"the plugin {printable(name)} cannot be loaded")
    return accepted(given, name, known)


def _installed(name: str) -> tuple[EntryPoint, ...]:
    """Give the entry points with a name. Raises Failure that names the nearest plugin when there are none."""
    scanned = tuple(_scan())
    found = tuple(one for one in scanned if one.name == name)
    if found:
        return found
    listed = (*scanned, *_listed())
    found = tuple(one for one in listed if one.name == name)
    if found:
        return found
    names = tuple(sorted({one.name for one in listed}))
    near = closest(name, names, _DISTANCE)
    advice = f"install it where session-lint is: into the environment of {printable(sys.executable)}"
    raise Failure(f"no plugin {shown(name)} is installed", f"did you mean `{printable(near)}`?" if near else advice)


def _folders() -> list[str]:
    """Give the folders of installed packages, without the current folder: a repository cannot install anything."""
    here = os.path.realpath(os.curdir)
    return [folder for folder in sys.path if os.path.realpath(folder or os.curdir) != here]


def _scan() -> Iterator[EntryPoint]:
    """Yield the plugins of packages that are installed as folders."""
    for folder in _folders():
        try:
            names = sorted(os.listdir(folder))
        except OSError:  # a zip file, or nothing at all
            continue
        for name in names:
            if name.endswith(".dist-info") and not name.startswith("~"):  # `~`: what pip could not remove
                try:
                    with open(os.path.join(folder, name, "entry_points.txt"), encoding="utf-8") as file:
                        yield from _parse(file.read())
                except (OSError, UnicodeDecodeError):
                    continue


def _parse(text: str) -> Iterator[EntryPoint]:
    """Yield the plugins of an `entry_points.txt`."""
    group = ""
    for line in text.split("\n") if GROUP in text else ():
        words = line.strip()
        if words.startswith("["):
            group = words.strip("[] \t")
        elif group == GROUP and not words.startswith(("#", ";")):
            name, equals, value = words.partition("=")
            if equals:
                yield EntryPoint(name.strip(), value.strip())


def _listed() -> Iterator[EntryPoint]:
    """Yield the plugins of all packages, however they are installed."""
    import importlib.metadata  # imported late: slow to load

    for package in importlib.metadata.distributions(path=_folders()):
        for one in package.entry_points:
            if one.group == GROUP:
                yield EntryPoint(one.name, one.value)


def _imported(value: str) -> Any:
    """Give the object that an entry point names."""
    match = _OBJECT.fullmatch(value)
    if match is None:
        raise ValueError(f"its entry point is {shown(value)}; expected text like `package.module:RULES`")
    module = importlib.import_module(match[1])
    return reduce(getattr, match[2].split(".") if match[2] else (), module)

"""Notes down what a config says, for the fast lane, which reads no TOML; see `fast_lane.settings` for the format.

What it does not know is not noted: a config with a profile of its own, other options, more rules, a baseline, or one
that needs other files to be understood. A note is never a reason to fail.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from . import config, files, places, shipped
from .config import Config
from .config.layers import Location
from .diagnostic import Severity
from .failure import Failure
from .fast_lane import Doubt, settings
from .rules import RULES
from .rules.stale_in_progress import StaleInProgress
from .rules.stale_paused import StalePaused

_MOST_NOTES = 100
_NEVER = 10**12  # seconds
_PEERS = frozenset(("SL603", "SL604"))
_FORMATS = ("full", "concise", "grouped")  # which say the same of clean sessions
_HISTORY = frozenset(("SL501", "SL502", "SL503", "SL504"))
_KNOWN_OPTIONS = {"stale-in-progress": {"max-age"}, "stale-paused": {"max-age"}}


def note(root: str, environment: Mapping[str, str], start: str = ".") -> None:
    """Note down what the config around a folder says, if it is understood and not noted yet."""
    folder = settings.place(root, environment)
    found = files.config_of(start, places.root_of(start)) if folder else None
    if folder is None or found is None:
        return
    name = os.path.basename(found.path)
    known = settings.named(name, found.data)
    with suppress(Doubt, OSError):
        settings.of(known, root, environment)
        return
    numbers = None
    with suppress(Failure, UnicodeError):
        numbers = _numbers(_read(name, found.data))
    if numbers is not None:
        with suppress(OSError):
            _write(folder, settings.name(known), settings.written(numbers, known))


def _read(name: str, data: bytes) -> Config:
    """Read a config that needs no other file. Raises Failure for any other, and UnicodeError."""

    def read(location: Location) -> str:
        if location.shipped:
            return shipped.read(location.path)
        if location.path != name:
            raise Failure("another file")
        return data.decode()

    return config.load(name, RULES, read)


def _numbers(given: Config) -> tuple[int, int, int, int] | None:
    """Give what the fast lane needs to know; None for a config that it would not do justice to."""
    default = config.default(RULES, lambda location: shipped.read(location.path))
    plain = (
        given.profile == default.profile
        and not (given.overrides or given.baseline or given.plugins)
        and given.exclude == default.exclude
        and given.output_format in _FORMATS
        and all(options.keys() <= _KNOWN_OPTIONS.get(name, set()) for name, options in given.options.items())
        and all(one.rule.severity is not Severity.OFF for one in given.active)
    )
    if not plain:
        return None
    ages = [_NEVER, _NEVER]
    for one in given.active:
        match one.rule:
            case StaleInProgress(max_age=age):
                ages[0] = int(age.total_seconds())
            case StalePaused(max_age=age):
                ages[1] = int(age.total_seconds())
            case _:
                pass
    on = {one.rule.code for one in given.active}
    return ages[0], ages[1], int(bool(on & _PEERS)), int(bool(on & _HISTORY))


def _write(folder: str, name: str, content: bytes) -> None:
    """Write a note, whole or not at all, and remove the oldest of too many. Raises OSError."""
    os.makedirs(folder, 0o700, exist_ok=True)
    path, beside = os.path.join(folder, name), os.path.join(folder, f"{name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise
    with os.scandir(folder) as entries:
        notes = sorted(entries, key=lambda entry: entry.stat(follow_symlinks=False).st_mtime)
    for entry in notes[:-_MOST_NOTES]:
        os.unlink(entry.path)

"""Begins a session: finds its folder and a name that is free, has its text judged, and writes it as a new file."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection
from datetime import datetime, timedelta

from . import drafting, places
from .config import Config
from .diagnostic import Diagnostic, Severity
from .drafting import Wish
from .failure import Failure
from .filename import Pattern
from .text import LineIndex, shown
from .values import dataclass, replace
from .workspace import Workspace

_PATH_SHOWN = 200
# How far the stamp of a new name may run ahead of the clock where others have taken the seconds before.
_SECONDS = 60


@dataclass(frozen=True)
class Begun:
    """A new session: its path, relative to the root, its text, and what the linter says of it, which is no error."""

    path: str
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def teams(config: Config) -> tuple[str, ...]:
    """Give the keys of the teams whose issue IDs do not go into a name, by the rule on that."""
    from .rules.filename_linear_id import FilenameLinearId  # imported late: all rules are loaded by then

    return tuple(
        team for active in config.active if isinstance(active.rule, FilenameLinearId) for team in active.rule.teams
    )


def begin(workspace: Workspace, wanted: Wish, now: datetime, *, write: bool = True) -> Begun:
    """Begin a session, in the file that it gets or, without `write`, in mind only.

    Raises Failure where no session can be begun that is free of errors, and when nothing can be written.
    """
    folder = folder_for_new(workspace)
    config = workspace.config.at(posixpath.join(folder, "new.md"))
    profile, pattern = config.profile, config.profile.filename
    name, stamp = _free(pattern, wanted.description, now, _names(workspace, folder))
    path = posixpath.join(folder, name)
    if not workspace.config.is_session(path):
        raise Failure(
            f"{shown(path, _PATH_SHOWN)} would be no session here", "see `files` and `exclude` of `[profile]`"
        )
    template, where = workspace.template(path) or (None, path)
    if "<branch>" in template if template else _is_required(config, "branch"):
        from . import git  # imported late: slow to load

        wanted = replace(wanted, branch=git.Repository(workspace.root).branch())

    def text(moment: datetime) -> str:
        return drafting.draft(profile, wanted, moment, template, where)

    begun = _judged(workspace, path, text(stamp), now, where)
    if not write:
        return begun
    from . import writing  # imported late: only what writes needs it

    written = begun

    def make(names: tuple[str, ...]) -> tuple[str, bytes]:
        nonlocal written
        name, stamp = _free(pattern, wanted.description, now, names)
        written = replace(begun, path=posixpath.join(folder, name), text=text(stamp))
        return name, written.text.encode()

    writing.create(workspace.root, folder, make)
    return written


def folder_for_new(workspace: Workspace) -> str:
    """Give the folder for a new session, relative to the root: the nearest one upwards, else the one in the root.

    Raises Failure where the globs of the profile name no folder.
    """
    glob = workspace.config.profile.files[0]
    anywhere, folder = glob.startswith("**/"), posixpath.dirname(glob.removeprefix("**/"))
    if any(mark in folder for mark in "*?[{!"):
        raise Failure(f"`files` of `[profile]` is {shown(glob)}, which names no folder", "write the session by hand")
    if anywhere:
        for above in places.upwards(os.curdir):
            inside = places.below(workspace.root, above)
            if inside is None:
                break
            if os.path.isdir(os.path.join(above, folder)):
                return posixpath.join(inside, folder)
    return folder


def _names(workspace: Workspace, folder: str) -> tuple[str, ...]:
    try:
        return tuple(os.listdir(os.path.join(workspace.root, folder)))
    except OSError:
        return ()


def _free(pattern: Pattern, description: str, now: datetime, names: Collection[str]) -> tuple[str, datetime]:
    """Give a name that nothing has, with a stamp that no other session has, and its moment. Raises Failure."""
    taken = {stamp for name in names if (stamp := pattern.read(name).stamp)}
    moments = [now + timedelta(seconds=seconds) for seconds in range(_SECONDS)]
    # A pattern without seconds, or without a stamp, may have no free one: then a name of its own must do.
    for moment in (*(one for one in moments if pattern.read(pattern.write(one, description)).stamp not in taken), now):
        name = pattern.write(moment, description)
        if name not in names:
            return name, moment
    raise Failure(f"there is a file {shown(pattern.write(now, description))} already", "describe it in other words")


def _is_required(config: Config, field: str) -> bool:
    *above, key = config.profile.path(field) or ("",)
    return key in config.profile.subschema(tuple(above)).get("required", ())


def _judged(workspace: Workspace, path: str, text: str, now: datetime, where: str) -> Begun:
    """Judge a text that is to be a session. Raises Failure for an error."""
    found = workspace.check(overlay={path: text}, now=now).diagnostics
    for one in found:
        if one.severity is Severity.ERROR:
            row = LineIndex(text).row(min(one.span.start, len(text)))
            source = "" if where == path else f" from the template {where}"
            message = f"the new session{source} would have an error, {one.code} in line {row}: {one.message}"
            raise Failure(message, one.help or f"see `session-lint rule {one.code}`")
    return Begun(path, text, found)

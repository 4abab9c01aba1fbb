"""`session-lint hook install`: let a coding agent run our hooks, by an entry in its own config; or take it out."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Mapping, Sequence

from .. import places, rewriting, terminal
from ..agents import DIALECTS, installing
from ..agents.installing import TARGETS, Refused, Target
from ..failure import Failure
from ..json_splice import Fault, Json
from ..report.model import place
from ..rewriting import Rewrite
from ..text import LineIndex
from ..values import replace
from .check_options import Parser


def parser() -> Parser:
    """Give the parser of the options."""
    made = Parser(
        prog="session-lint hook install",
        description="Let a coding agent run `session-lint hook`, by an entry in its own config.",
        allow_abbrev=False,
    )
    made.add_argument(
        "--agent", action="append", required=True, choices=DIALECTS, help="the agent; may be given several times"
    )
    made.add_argument(
        "--scope",
        choices=("project", "user"),
        default="project",
        help="whose config: that of the repository (the default), or that of the person who runs this",
    )
    what = made.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="print what would change as a diff, and change nothing")
    what.add_argument("--uninstall", action="store_true", help="take out what was installed, and nothing else")
    return made


def run(arguments: Sequence[str]) -> int:
    """Write it; prints what became of each file."""
    options = parser().parse_args(list(arguments))
    agents = tuple(dict.fromkeys(options.agent))
    rewrites = [_planned(agent, options) for agent in agents]
    if options.dry_run:
        terminal.write_bytes(rewriting.as_diff(rewrites).encode("utf-8", "surrogateescape"))
        return 0
    for agent, rewrite in zip(agents, rewrites, strict=True):
        rewriting.write(rewrite)
        terminal.write(f"{rewrite.verb} {place(_named(rewrite, options.scope))}\n")
        if rewrite.verb in ("created", "changed") and not options.uninstall and TARGETS[agent].note:
            terminal.note(TARGETS[agent].note)
    return 0


def plan(agent: str, root: str, path: str, *, uninstall: bool = False) -> Rewrite:
    """Give what happens to the config of an agent. Raises Failure for one that cannot be changed with certainty."""
    before = rewriting.read(root, path)
    if before is None:
        return Rewrite(root, path, None, None if uninstall else installing.made(agent))
    now = Rewrite(root, path, before, before)
    config = Json.read(before)
    if isinstance(config, Fault):
        raise _failure(agent, now, f"not JSON: {config.words}", config.offset, uninstall=uninstall)
    try:
        after = installing.uninstalled(config) if uninstall else installing.installed(agent, config)
    except Refused as refused:
        raise _failure(agent, now, refused.words, refused.offset, uninstall=uninstall) from None
    return replace(now, after=after.text if after else None)


def root_of_project() -> str:
    """Give the root of the repository, or the current folder outside of one."""
    return places.root_of(os.curdir) or places.resolved(os.curdir)


def _planned(agent: str, options: Namespace) -> Rewrite:
    if options.scope == "project":
        return plan(agent, root_of_project(), TARGETS[agent].project, uninstall=options.uninstall)
    # Through links: people keep their dotfiles elsewhere.
    real = os.path.realpath(user_place(TARGETS[agent], os.environ))
    folder, name = os.path.split(real)
    return plan(agent, folder, name, uninstall=options.uninstall)


def user_place(target: Target, environment: Mapping[str, str]) -> str:
    """Give the config of the person, as an absolute path. Raises Failure without a home folder."""
    folder, _, rest = target.user.partition("/")
    named = environment.get(target.home) if target.home else None
    if named and os.path.isabs(named):
        # Gemini's variable names what holds its folder, those of the others the folder.
        return os.path.join(named, target.user if target.home == "GEMINI_CLI_HOME" else rest)
    home = environment.get("HOME")
    if not home or not os.path.isabs(home):
        raise Failure("HOME names no folder", "set it to your home folder")
    return os.path.join(home, folder, rest)


def _failure(agent: str, rewrite: Rewrite, words: str, offset: int, *, uninstall: bool) -> Failure:
    """Give what says why a config is left as it is; what should stand in it is printed before."""
    position = LineIndex(rewrite.before or "").position(offset)
    message = f"{place(rewrite.path)}:{position.row}:{position.column}: {words}"
    if uninstall:
        advice = "take out by hand what runs `session-lint hook`"
    else:
        terminal.note(f"{TARGETS[agent].title} would have to be told this, in {rewrite.path}:")
        terminal.note_lines(installing.made(agent))
        advice = "put in by hand what is printed above"
    return Failure(message, f"the file is left as it is; mend it, or {advice}")


def _named(rewrite: Rewrite, scope: str) -> str:
    return os.path.join(rewrite.root, rewrite.path) if scope == "user" else rewrite.path

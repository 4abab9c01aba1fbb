"""`session-lint replay [--since REF | --all]`: how many commits of the past each rule would have stopped."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from .. import terminal
from ..config import Config
from ..diagnostic import Severity
from ..facts import needs_of
from ..replaying import Replay
from ..report.model import plain
from ..rule import AnyRule, Needs
from ..timestamps import as_text
from ..values import replace
from ..workspace import Workspace
from . import check_options
from .check_options import Parser

_SHORT = 10


def run(arguments: Sequence[str]) -> int:
    """Judge the commits of the past and print what each rule would have stopped; gives 0, whatever that is."""
    from .. import git, replaying  # imported late: slow to load

    options = _options(arguments)
    workspace = _workspace(options)
    config = workspace.config
    repository = git.Repository(workspace.root, seconds=600)
    globs = tuple(glob for one in config.everywhere for glob in one.profile.files)
    wanted = repository.since(options.since) if options.since else None
    commits = repository.commits(globs, everywhere=options.all)
    limit = max(map(workspace.max_bytes, globs), default=0)
    outcome = replaying.replay(
        config,
        commits,
        lambda blobs: repository.texts(blobs, limit)[0],
        lambda commit: wanted is None or commit.id in wanted,
        terminal.Counter(sys.stderr, "commits").show if terminal.is_terminal(sys.stderr) else None,
    )
    if outcome.unread:
        terminal.note(f"{outcome.unread} versions could not be read: too large, or not in this clone")
    if options.output_format == "json":
        import json  # imported late: slow to load

        terminal.write(json.dumps(_data(outcome, config), indent=2) + "\n")
    else:
        terminal.write(_text(outcome, config))
    return 0


def _options(arguments: Sequence[str]) -> Namespace:
    parser = Parser(
        prog="session-lint replay",
        description="Judge each commit that changed sessions, as a hook would have, and count what each rule would "
        "have stopped: the commits behind HEAD, each with its own clock and against the version before it.",
        allow_abbrev=False,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--since", metavar="REF", help="only the commits since HEAD parted from this one")
    which.add_argument("--all", action="store_true", help="the commits of all branches")
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help="only these rules")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULES", help="leave these rules out")
    parser.add_argument("--extend-select", action="append", default=[], metavar="RULES", help="these rules as well")
    parser.add_argument("--fail-on", choices=("error", "warning", "info"), help="what stops a commit (error)")
    parser.add_argument("--config", metavar="FILE", help="use this config instead of the nearest one")
    parser.add_argument("--isolated", action="store_true", help="use no config")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="text or json")
    return parser.parse_args(list(arguments))


def _workspace(options: Namespace) -> Workspace:
    workspace = Workspace.open(os.curdir, config_path=options.config, isolated=options.isolated)
    config = check_options.selected(workspace.config, options)
    if options.fail_on:
        config = replace(config, fail_on=Severity(options.fail_on))
    return workspace.with_config(config)


def _text(outcome: Replay, config: Config) -> str:
    if not outcome.commits or outcome.first is None or outcome.last is None:
        return "No commit changed a session.\n"
    first, last = (as_text(time)[:10] for time in (outcome.first, outcome.last))
    when = f"on {first}" if first == last else f"from {first} to {last}"
    count = f"{outcome.commits} commits" if outcome.commits > 1 else "1 commit"
    lines = [f"{count} changed sessions, {when}; {outcome.stopped} would have been stopped."]
    rows = sorted(outcome.tallies.items(), key=lambda pair: (-pair[1].stopped, -pair[1].found, pair[0]))
    if rows:
        names = _names(config)
        width = max(len(names[code]) for code, _ in rows)
        lines += ["", f"stopped  alone  found  {'rule':<{width + 6}}  the last one"]
        for code, tally in rows:
            commit, path = tally.last or ("", "")
            what = f"{code} {names[code]:<{width}}  {commit[:_SHORT]} {plain(path)}"
            lines.append(f"{tally.stopped:>7}  {tally.alone:>5}  {tally.found:>5}  {what}")
        lines += ["", "alone: no other rule would have stopped it. found: with findings, however mild."]
    left_out = ", ".join(rule.code for rule in _left_out(config))
    if left_out:
        lines.append(f"Not replayed, since they look at the whole tree: {left_out}.")
    return "\n".join(lines) + "\n"


def _data(outcome: Replay, config: Config) -> dict[str, Any]:
    names = _names(config)
    return {
        "version": 1,
        "commits": outcome.commits,
        "stopped": outcome.stopped,
        "first": as_text(outcome.first) if outcome.first else None,
        "last": as_text(outcome.last) if outcome.last else None,
        "rules": [
            {
                "code": code,
                "name": names[code],
                "stopped": tally.stopped,
                "alone": tally.alone,
                "found": tally.found,
                "last": {"commit": tally.last[0], "path": plain(tally.last[1])} if tally.last else None,
            }
            for code, tally in outcome.tallies.items()
        ],
        "left_out": [rule.code for rule in _left_out(config)],
    }


def _names(config: Config) -> Mapping[str, str]:
    return {rule.code: rule.name for rule in config.rules}


def _left_out(config: Config) -> tuple[type[AnyRule], ...]:
    return tuple(type(on.rule) for on in config.active if Needs.TREE in needs_of(on))

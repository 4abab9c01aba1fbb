"""`session-lint init`: make a repository ready for sessions: a folder, a config, pre-commit, the hooks of agents."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from .. import __version__, files, precommit_config, rewriting, terminal
from ..agents import DIALECTS
from ..agents.installing import TARGETS
from ..config.schema import PRESETS
from ..failure import Failure
from ..precommit_config import Indents
from ..report import HOME
from ..report.model import place
from ..rewriting import Rewrite
from ..values import dataclass
from . import hook_install
from .check_options import Parser

_CONFIG = "session-lint.toml"
_FOLDER = ".agents/sessions"
# What tells that an agent is at work here; Copilot's own folder is that of GitHub.
_TRACES = {
    "copilot": (".github/hooks", ".github/copilot-instructions.md"),
    **{name: (target.project.partition("/")[0],) for name, target in TARGETS.items() if name != "copilot"},
}

README = """\
# Sessions

Each file here is work that is under way, written so that another agent, or a person, can go on with it. When the work
is done, what must outlast it goes to where it belongs, and the file is put away.

| to | run |
| --- | --- |
| see what is open | `session-lint list` |
| take up a session | `session-lint show SESSION` |
| begin one | `session-lint new "what the work is"` |
| say what was done | `session-lint log SESSION WHO WHAT` |
| pause or finish it | `session-lint status SESSION paused` |
| put it away | `session-lint complete SESSION` |
| check the files | `session-lint` |
"""
CONFIG = f"""\
#:schema https://raw.githubusercontent.com/session-lint/session-lint/v{__version__}/schemas/config.schema.json
# What session-lint expects of the sessions here. Every key:
# {HOME}/blob/main/docs/configuration.md

# fail-on = "warning"       # stop a commit for less than an error

# [rules.stale-in-progress]
# max-age = "3d"            # how long work may go on without an update; 7 days if nothing is said

# [rules.filename-linear-id]
# teams = ["BACK"]          # the teams whose issue IDs do not belong into a file's name
"""


@dataclass(frozen=True)
class Step:
    """Something to do to a file: what is asked, what is answered if nobody is, and what happens then.

    Without a rewrite there is nothing to do, for a reason; `by_hand` is then what a person can do instead, a line that
    says so and what to write. `note` is what a person has to know when it is done.
    """

    path: str
    question: str = ""
    default: bool = True
    rewrite: Rewrite | None = None
    reason: str = ""
    by_hand: str = ""
    note: str = ""


def parser() -> Parser:
    """Give the parser of the options."""
    made = Parser(
        prog="session-lint init",
        description="Make a repository ready for sessions. What is there stays, and nothing is done twice.",
        allow_abbrev=False,
    )
    made.add_argument("--yes", action="store_true", help="ask nothing, and do what is proposed")
    made.add_argument(
        "--agent",
        action="append",
        default=[],
        choices=DIALECTS,
        help="install the hooks of this agent, once or more often; without it, of those that have a folder here",
    )
    made.add_argument(
        "--preset", choices=PRESETS, default="default", help="the kind of sessions, for a config that is not there yet"
    )
    made.add_argument("--dry-run", action="store_true", help="print what is proposed as a diff, and change nothing")
    return made


def run(arguments: Sequence[str]) -> int:
    """Do what is agreed to; prints what became of each file."""
    options = parser().parse_args(list(arguments))
    if not (options.yes or options.dry_run or terminal.is_terminal(sys.stdin)):
        raise Failure(
            "init asks before it writes, and standard input is no terminal",
            "add --yes to do what it proposes, or --dry-run to see that",
        )
    steps = tuple(_plan(hook_install.root_of_project(), options))
    if options.dry_run:
        proposed = (step.rewrite for step in steps if step.rewrite and step.default)
        terminal.write_bytes(rewriting.as_diff(proposed).encode("utf-8", "surrogateescape"))
        for step in steps:
            _explain(step)
        return 0
    for step in steps:
        _take(step, ask=not options.yes)
    return 0


def _plan(root: str, options: Namespace) -> Iterator[Step]:
    yield _folder(root)
    yield _config(root, options.preset)
    yield _precommit(root)
    for agent in DIALECTS:
        if agent in options.agent or (not options.agent and _is_at_work(root, agent)):
            yield _hooks(root, agent)


def _folder(root: str) -> Step:
    if os.path.lexists(os.path.join(root, _FOLDER)):
        return Step(_FOLDER, reason="it is there")
    path = f"{_FOLDER}/README.md"
    return Step(path, "make the folder for sessions, with a page that says what it is", True, _new(root, path, README))


def _config(root: str, preset: str) -> Step:
    found = files.config_of(root, root)
    extend = "" if preset == "default" else f'extend = "{preset}"\n'
    if found is None:
        head, blank, rest = CONFIG.partition("\n\n")
        text = head + blank + (f"{extend}\n" if extend else "") + rest
        return Step(_CONFIG, "write a config that says what is worth setting", True, _new(root, _CONFIG, text))
    wanting = extend and extend.strip().encode() not in found.data
    return Step(
        os.path.relpath(found.path, root),
        reason="there is a config",
        by_hand=f"for sessions of the kind `{preset}` the config has to say this:\n{extend}" if wanting else "",
    )


def _precommit(root: str) -> Step:
    path = precommit_config.NAME
    before = rewriting.read(root, path)
    if before is None:
        new = _new(root, path, precommit_config.made())
        # Somebody who does not use pre-commit would have a file that nobody reads.
        return Step(path, "write a config of pre-commit with the hooks of session-lint", False, new)
    if precommit_config.is_there(before):
        return Step(path, reason="the hooks are there")
    after = precommit_config.with_hooks(before)
    if after is None:
        stanza = "\n".join(precommit_config.stanza(Indents()))
        return Step(
            path,
            reason="it cannot be changed for certain",
            by_hand=f"this belongs at the end of `repos` in {path}:\n{stanza}\n",
        )
    return Step(path, "add the hooks of session-lint to pre-commit", True, Rewrite(root, path, before, after))


def _hooks(root: str, agent: str) -> Step:
    target = TARGETS[agent]
    rewrite = hook_install.plan(agent, root, target.project)
    if rewrite.verb == "unchanged":
        return Step(target.project, reason="the hooks are there")
    return Step(
        target.project, f"install the hooks of session-lint for {target.title}", rewrite=rewrite, note=target.note
    )


def _is_at_work(root: str, agent: str) -> bool:
    return any(os.path.exists(os.path.join(root, trace)) for trace in _TRACES[agent])


def _new(root: str, path: str, text: str) -> Rewrite:
    return Rewrite(root, path, None, text)


def _take(step: Step, *, ask: bool) -> None:
    if step.rewrite is None:
        terminal.write(f"unchanged {place(step.path)}: {step.reason}\n")
        _explain(step)
    elif terminal.ask(f"{place(step.path)}: {step.question}?", default=step.default) if ask else step.default:
        rewriting.write(step.rewrite)
        terminal.write(f"{step.rewrite.verb} {place(step.path)}\n")
        if step.note:
            terminal.note(step.note)
    else:
        terminal.write(f"skipped {place(step.path)}\n")


def _explain(step: Step) -> None:
    if step.by_hand:
        what, _, lines = step.by_hand.partition("\n")
        terminal.note(what)
        terminal.note_lines(lines)

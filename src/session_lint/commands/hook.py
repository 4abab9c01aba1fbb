"""`session-lint hook [EVENT] [--agent NAME]`: answers a coding agent, which runs it when something happens.

An agent takes exit codes otherwise than a person does: 0 has it read what is written, 2 is a veto, and 1 an error that
nobody sees. So this command has its own: 0 whatever happens, and 2 only where an agent shows a person nothing else (a
session of Claude Code that ends). It fails open: what goes wrong is one line on standard error.
"""

# Most runs end without a word, so what a word needs is imported late: `tests/test_layers.py` counts the modules.

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .. import agents, nearby, standard_input
from ..agents.event import Event, Kind, Output
from ..failure import Failure

if TYPE_CHECKING:
    from datetime import datetime

    from ..briefing import Known

_HELP = """usage: session-lint hook [EVENT] [--agent NAME]
       session-lint hook install --agent NAME [--help]

Answer a coding agent that runs this as a hook, with what happened as JSON on standard input.

EVENT         start, prompt, after-edit, stop, pre-compact, end; also as the agent calls it (SessionStart).
              What standard input says counts; this is for those that do not say it.
--agent NAME  auto, claude, codex, gemini, cursor, copilot: in which dialect to answer (auto: by standard input)

exit codes: 0, whatever happens; 2 only where the agent shows nothing else (the end of a session of Claude Code)
"""


def run(arguments: Sequence[str]) -> int:
    """Answer an event; never raises. With `install` as the first word, see `hook_install`."""
    if arguments[:1] == ["install"]:
        from . import hook_install  # imported late: a hook needs none of it

        return hook_install.run(arguments[1:])
    try:
        if "--help" in arguments or "-h" in arguments:
            sys.stdout.write(_HELP)
            return 0
        return _write(_answer(*_read(arguments)))
    except BrokenPipeError:
        from .. import terminal  # imported late: only an end like this needs it

        terminal.discard()
    except KeyboardInterrupt:
        pass
    except Exception as error:  # noqa: BLE001 -- an agent must not be stopped by a linter that does not work
        _complain(error)
    return 0


def _read(arguments: Sequence[str]) -> tuple[Kind | None, str]:
    """Read the command line, by hand: argparse takes longer than the rest. Raises Failure."""
    asked, agent, given = None, "auto", list(arguments)
    while given:
        word = given.pop(0)
        option, _, value = word.partition("=")
        if option == "--agent":
            agent = value or (given.pop(0) if given else "")
            if agent not in ("auto", *agents.DIALECTS):
                raise Failure(f"--agent is `{agent}`; expected one of auto, {', '.join(agents.DIALECTS)}")
        elif asked is None and (asked := agents.kind(word)) is not None:
            continue
        else:
            raise Failure(f"hook: `{word}` is no event and no option", "see `session-lint hook --help`")
    return asked, agent


def _answer(asked: Kind | None, agent: str) -> Output:
    """Answer what is on standard input. Raises Failure, and whatever goes wrong."""
    payload = _payload()
    if payload is None or agents.is_subagent(payload):
        return Output()
    dialect = agents.dialect(agents.detected(payload) if agent == "auto" else agent)
    event = dialect.parse(payload, asked)
    if event is None or event.kind is Kind.PROMPT or (event.kind is Kind.STOP and event.again):
        return Output()
    known = _known(event._replace(cwd=_folder(event.cwd)))
    if known is None:
        return Output()
    from .. import briefing  # imported late: slow to load

    return dialect.encode(briefing.reply(event, known), event)


def _known(event: Event) -> Known | None:
    """Find out what the event needs; None, at once, where there is no session that it could be about."""
    gc.disable()  # what follows makes no cycles worth a search in a process that ends at once; that saves a twentieth
    if event.kind is Kind.AFTER_EDIT:
        absolute = (os.path.normpath(os.path.join(event.cwd, path)) for path in event.paths if "\0" not in path)
        paths = [path for path in absolute if nearby.may_be_session(path)]
        if not paths:
            return None
        from .. import situation  # imported late: slow to load

        return situation.edited(event, paths, _now())
    around = nearby.look(event.cwd)
    if not around and (project := os.environ.get("CLAUDE_PROJECT_DIR")):
        around = nearby.look(project)
    if not around:
        return None
    from .. import situation  # imported late: slow to load

    if event.again is None and situation.was_held_up(event.transcript):
        return None
    return situation.around(event, around, _now())


def _folder(cwd: str) -> str:
    """Give the folder in which the agent works: what it says, else the current one."""
    return cwd if os.path.isabs(cwd) and "\0" not in cwd and os.path.isdir(cwd) else os.getcwd()


def _now() -> datetime:
    from . import clock  # imported late: slow to load

    return clock.read(None)


def _payload() -> Mapping[str, object] | None:
    """Read the object on standard input; None when there is none. Raises Failure for what is no JSON."""
    if sys.stdin is None:
        return None
    if sys.stdin.isatty():
        raise Failure("hook: a coding agent runs this, with JSON on standard input", "see `session-lint hook --help`")
    data = standard_input.read()
    if not data.strip():
        return None
    import json  # imported late: an empty input needs none

    try:
        payload = json.loads(data)
    except (ValueError, RecursionError):
        what = "more than is read" if len(data) > standard_input.MOST else "no JSON"
        raise Failure(f"hook: standard input is {what}") from None
    return payload if isinstance(payload, dict) else None


def _write(output: Output) -> int:
    if output.stderr and sys.stderr is not None:
        sys.stderr.write(output.stderr)
    if output.stdout and sys.stdout is not None:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(output.stdout)
        sys.stdout.flush()
    return output.code


def _complain(error: Exception) -> None:
    """Say in one line what went wrong."""
    from ..secrecy import masked  # imported late: few runs end like this
    from ..text import printable

    if isinstance(error, Failure):
        what = error.message
    elif isinstance(error, OSError):
        what = f"hook: {(error.strerror or 'the system does not say why').lower()}"
    else:
        what = f"hook: internal error: {type(error).__name__}: {error}"
    if sys.stderr is not None:
        sys.stderr.write(f"session-lint: {printable(masked(what))[:400]}\n")

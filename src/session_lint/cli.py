"""The command line: finds the command that a word names, runs it, and turns every end into an exit code.

0: nothing at or above `--fail-on`. 1: something. 2: the call, the config or a path is wrong, or session-lint is.
130: Ctrl-C. Never a traceback, unless SESSION_LINT_DEBUG is set.
"""

import os
import sys

from . import __version__, fast_lane

TYPE_CHECKING = False
if TYPE_CHECKING:  # `typing` takes as long to load as the fast lane to answer
    from collections.abc import Sequence

INTERRUPTED = 130


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run a command and give its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if _is_answered(arguments):
            return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return ordinary(arguments)


def ordinary(arguments: list[str]) -> int:
    """Run a command without the fast lane."""
    from .failure import Failure  # imported late: the fast lane needs none of it

    try:
        return _run(arguments)
    except Failure as failure:
        if failure.__cause__ is not None and os.environ.get("SESSION_LINT_DEBUG"):  # what a plugin has raised
            import traceback  # imported late: only its author wants to see it

            traceback.print_exception(failure.__cause__)
        _complain(f"error: {failure.message}", failure.help)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        from . import terminal  # imported late: only an end like this needs it

        terminal.discard()
        return 0
    except RecursionError:
        _complain("error: something is nested too deep to be read", "")
    except Exception as error:
        if os.environ.get("SESSION_LINT_DEBUG"):
            raise
        from .secrecy import masked
        from .text import printable

        what = f"{type(error).__name__}: {printable(masked(str(error)))[:300]}"
        _complain(f"error: internal error: {what}", "please report it, with what SESSION_LINT_DEBUG=1 prints")
    return 2


def _is_answered(arguments: list[str]) -> bool:
    """Whether nothing is wrong for certain, and that has been said."""
    said = fast_lane.answer(arguments)
    if not said:
        return said is not None
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(said)
        sys.stdout.flush()
    except OSError:  # the ordinary way meets the same, and knows what to do about it
        return False
    return True


def _run(arguments: list[str]) -> int:
    from importlib import import_module  # imported late: the fast lane needs none of it

    from .commands import COMMANDS

    if arguments[:1] in (["--version"], ["-V"]):
        if sys.stdout is not None:
            sys.stdout.write(f"session-lint {__version__}\n")
        return 0
    word = arguments[0] if arguments and arguments[0] in COMMANDS else "check"
    rest = arguments[1:] if arguments[:1] == [word] else arguments
    command = import_module(f".commands.{word}", __package__)  # imported late: each command loads what it needs
    code: int = command.run(rest)
    if sys.stdout is not None:
        sys.stdout.flush()  # here, where a closed pipe is still quiet
    return code


def _complain(message: str, advice: str) -> None:
    from .report.model import plain  # imported late: few runs end like this
    from .secrecy import masked

    lines = [f"session-lint: {plain(message)}", *([f"  help: {plain(advice)}"] if advice else [])]
    if sys.stderr is not None:
        sys.stderr.write(masked("\n".join(lines)) + "\n")

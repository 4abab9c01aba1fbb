"""The options of `session-lint check`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from .. import __version__
from ..failure import Failure
from ..formats import FORMATS
from ..regex import regex
from ..text import closest, printable, shown
from . import COMMANDS, check_against, clock

if TYPE_CHECKING:  # `session-lint rule` needs none
    from ..config import Config

STDIN = "-"
_ANY_WIDTH = 80
ADD_IGNORES = "--add-ignores"
_COUNT = regex("[1-9][0-9]{0,2}")


class Parser(argparse.ArgumentParser):
    """argparse, with one way to fail and the nearest option named."""

    def __init__(self, *, formatter_class: Any = argparse.HelpFormatter, **kwargs: Any) -> None:
        # argparse makes a formatter for each option that is added, which loads `shutil` to measure the terminal.
        super().__init__(formatter_class=partial(formatter_class, width=_ANY_WIDTH), **kwargs)
        self._formatter_of_help = formatter_class

    def format_help(self) -> str:
        """Give the help in the width of the terminal."""
        self.formatter_class = self._formatter_of_help
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise a Failure instead of printing the usage and leaving."""
        unknown = message.partition("unrecognized arguments: ")[2].split()
        known = tuple(option for action in self._actions for option in action.option_strings)
        near = closest(unknown[0].partition("=")[0], known, 3) if unknown else None
        advice = f"did you mean `{near}`?" if near else f"see `{self.prog} --help`"
        raise Failure(printable(message), advice)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments. Raises Failure for what is wrong with them."""
    commands = "\n".join(f"  {word:<10} {what}" for word, what in COMMANDS.items())
    parser = Parser(
        prog="session-lint",
        usage="session-lint [check] [OPTIONS] [PATHS...]",
        description="Judge the session files in which coding agents hand over work (.agents/sessions/*.md).",
        epilog=f"commands:\n{commands}\n\nexit codes: 0 nothing found, 1 findings, 2 a wrong call, config or write",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATHS", help="files and folders; the repository without any; `-` is standard input"
    )
    _add_selection(parser)
    _add_baseline(parser)
    _add_fixing(parser)
    _add_output(parser)
    parsed = parser.parse_args(_without_bare(arguments))
    if parsed.config and parsed.isolated:
        raise Failure("--config and --isolated exclude each other", "leave one of them out")
    if parsed.add_ignores is not None:
        _check_add_ignores(parsed)
    parsed.against = check_against.read(parsed, os.environ)
    parsed.report = _reports(parsed.report)
    parsed.jobs = _jobs(parsed.jobs, os.environ.get("SESSION_LINT_JOBS"))
    for option in ("diff", "show_files", "show_settings", "write_baseline"):
        if parsed.report and getattr(parsed, option):
            name = f"--{option.replace('_', '-')}"
            raise Failure(f"{name} and --report exclude each other", f"ask for {name} and for the report in two calls")
    return parsed


def known_format(source: str, name: str) -> str:
    """Give the name of a format. Raises Failure for one that there is not; `source` says who asks for it."""
    if name in FORMATS:
        return name
    near = closest(name, FORMATS)
    advice = f"did you mean `{near}`?" if near else f"expected one of {', '.join(FORMATS)}"
    raise Failure(f"{source} is {shown(name)}, which is no format", advice)


def _jobs(option: str | None, variable: str | None) -> int | None:
    """Give how many processes are asked for, None where that is left to us. Raises Failure."""
    source, given = ("--jobs", option) if option is not None else ("SESSION_LINT_JOBS", variable or "auto")
    if given in ("auto", "0"):
        return None
    if not _COUNT.fullmatch(given):
        raise Failure(f"{source} is {shown(given)}; expected a number from 1 to 999, or `auto`")
    return int(given)


def _reports(given: Sequence[str]) -> dict[str, str]:
    """Give the format of each file that `--report` names. Raises Failure."""
    found: dict[str, str] = {}
    for one in given:
        name, _, path = one.partition("=")
        if not path or path == STDIN:
            raise Failure(f"--report is {shown(one)}; expected FORMAT=FILE", "write it like `--report sarif=out.sarif`")
        if path in found and found[path] != name:
            raise Failure(f"--report names {shown(path, 200)} twice", "give each report a file of its own")
        found[path] = known_format("--report", name)
    return found


def _without_bare(arguments: Sequence[str]) -> list[str]:
    """Give the arguments with `--add-ignores` as `--add-ignores=`, so that a path behind it is not its reason."""
    given = list(arguments)
    end = given.index("--") if "--" in given else len(given)
    return [f"{one}=" if one == ADD_IGNORES and number < end else one for number, one in enumerate(given)]


def _check_add_ignores(options: argparse.Namespace) -> None:
    """Raise a Failure for a reason that no comment can hold, and for what does not go with adding ignores."""
    for name, given in (
        ("--no-ignores", options.no_ignores),
        ("--fix", options.fix or options.fix_only),
        ("--write-baseline", options.write_baseline),
        ("--prune-baseline", options.prune_baseline),
    ):
        if given:
            raise Failure(f"{ADD_IGNORES} and {name} exclude each other", "use one after the other, in two calls")
    reason: str = options.add_ignores
    if "-->" in reason or printable(reason) != reason:
        raise Failure(
            f"the reason {shown(reason)} cannot stand in a comment",
            "write one line without `-->` and control characters",
        )


def selected(config: Config, options: argparse.Namespace) -> Config:
    """Give the config with the rules that the options choose. Raises Failure for one that there is not."""
    if not (options.select or options.ignore or options.extend_select):
        return config
    return config.with_command_line(
        select=_words(options.select) if options.select else None,
        ignore=_words(options.ignore),
        extend_select=_words(options.extend_select),
    )


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in given for word in value.split(",") if word.strip())


def _add_selection(parser: argparse.ArgumentParser) -> None:
    rules = parser.add_argument_group("what to judge")
    for name, what in (
        ("select", "judge by these rules only (codes, names, prefixes such as SL1, ALL)"),
        ("ignore", "leave these rules out"),
        ("extend-select", "judge by these rules as well"),
    ):
        rules.add_argument(f"--{name}", action="append", default=[], metavar="RULES", help=what)
    rules.add_argument("--no-ignores", action="store_true", help="judge as if no ignore comment stood in a file")
    rules.add_argument("--config", metavar="FILE", help="use this config instead of the nearest one")
    rules.add_argument("--isolated", action="store_true", help="use no config")
    rules.add_argument("--exclude", action="append", default=[], metavar="GLOB", help="leave out what matches, too")
    rules.add_argument("--force-exclude", action="store_true", help="leave out what is excluded even if it is named")
    rules.add_argument("--stdin-filename", metavar="PATH", help="the name of what comes on standard input")
    rules.add_argument(
        "--since", metavar="REF", help="judge only what has changed since REF and HEAD parted, and compare with that"
    )
    rules.add_argument(
        "--staged", action="store_true", help="judge only what is staged with a change, as git's index has it"
    )
    clock.add_option(rules)
    rules.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        help="judge with so many processes; auto (or 0): one for each core if there are many files; also "
        "SESSION_LINT_JOBS",
    )


def _add_baseline(parser: argparse.ArgumentParser) -> None:
    known = parser.add_argument_group("what is known")
    known.add_argument(
        "--write-baseline", metavar="FILE", help="write all that is found now into a baseline, and stop with 0"
    )
    known.add_argument("--baseline", metavar="FILE", help="leave out what this baseline knows")
    known.add_argument("--no-baseline", action="store_true", help="leave nothing out: not use the config's baseline")
    known.add_argument("--prune-baseline", action="store_true", help="remove what is found no more from the baseline")


def _add_fixing(parser: argparse.ArgumentParser) -> None:
    fixing = parser.add_argument_group("fixing")
    fixing.add_argument("--fix", action="store_true", help="make the fixes that are safe, and report what remains")
    fixing.add_argument(
        "--unsafe-fixes", action="store_true", help="count, show or make those too that may lose or move something"
    )
    fixing.add_argument("--fix-only", action="store_true", help="make the fixes, and report nothing else")
    fixing.add_argument(
        "--diff", "--dry-run", action="store_true", help="print what --fix would change, as a diff, and change nothing"
    )
    fixing.add_argument(
        ADD_IGNORES,
        nargs="?",
        metavar="REASON",
        help="write comments that silence what is found now; a reason only as --add-ignores=REASON",
    )
    fixing.add_argument("--show-fixes", action="store_true", help="list each fix that is made")
    fixing.add_argument("--exit-non-zero-on-fix", action="store_true", help="exit with 1 when something was fixed")


def _add_output(parser: argparse.ArgumentParser) -> None:
    output = parser.add_argument_group("what to say")
    output.add_argument(
        "--output-format", metavar="FORMAT", help=f"one of {', '.join(FORMATS)}; also SESSION_LINT_OUTPUT_FORMAT"
    )
    output.add_argument("--output-file", metavar="FILE", help="write the report there instead of to standard output")
    output.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT=FILE",
        help="write a report in this format there as well; may be given several times",
    )
    output.add_argument(
        "--fail-on", choices=("error", "warning", "info"), help="exit with 1 from this severity on (error)"
    )
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    output.add_argument(
        "--statistics", action="store_true", help="count the diagnostics of each rule instead of showing them"
    )
    output.add_argument("--show-files", action="store_true", help="print the files that would be judged, and stop")
    output.add_argument(
        "--show-settings", action="store_true", help="print the settings that hold here or for one file, and stop"
    )
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours; also NO_COLOR, FORCE_COLOR"
    )
    output.add_argument("-q", "--quiet", action="store_true", help="diagnostics only, no summary")
    output.add_argument("-v", "--verbose", action="store_true", help="say on standard error what was looked at")
    output.add_argument("-V", "--version", action="version", version=f"session-lint {__version__}")

"""`session-lint [check] [PATHS...]`: judge session files and report."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from .. import facts, report, terminal
from ..config import Config
from ..diagnostic import Severity
from ..failure import Failure
from ..report import Report, Style
from ..text import closest, printable, shown
from ..workspace import Progress, Workspace
from . import COMMANDS, check_options

STDIN = "-"


def run(arguments: Sequence[str]) -> int:
    """Judge what the arguments name; gives 1 when something at or above `--fail-on` is found."""
    options = check_options.parse(arguments)
    workspace = _workspace(options)
    if options.show_settings:
        from ..report import settings  # imported late: few ask for it

        terminal.write(settings.render(workspace.root, workspace.config))
        return 0
    if options.show_files:
        terminal.write("".join(f"{printable(path)}\n" for path in workspace.find(_paths(options)).paths))
        return 0
    found = _check(workspace, options)
    if not found.files_checked:
        terminal.note(_nothing(workspace, options, found))
    style = _style(options)
    _deliver(_text(found, workspace.config, style, options), options)
    grave = any(one.severity.rank <= workspace.config.fail_on.rank for one in found.diagnostics)
    return 1 if grave and not options.exit_zero else 0


def _workspace(options: Namespace) -> Workspace:
    workspace = Workspace.open(".", config_path=options.config, isolated=options.isolated)
    wanted = workspace.config
    if options.select or options.ignore or options.extend_select:
        wanted = wanted.with_command_line(
            select=_words(options.select) if options.select else None,
            ignore=_words(options.ignore),
            extend_select=_words(options.extend_select),
        )
    return workspace.with_config(
        replace(
            wanted,
            output_format=_format(options, wanted),
            exclude=(*wanted.exclude, *options.exclude),
            force_exclude=wanted.force_exclude or options.force_exclude,
            fail_on=Severity(options.fail_on) if options.fail_on else wanted.fail_on,
        )
    )


def _format(options: Namespace, config: Config) -> str:
    """Give the format: of the option, the variable, or the config. Raises Failure for none that there is."""
    for source, name in (
        ("--output-format", options.output_format),
        ("SESSION_LINT_OUTPUT_FORMAT", os.environ.get("SESSION_LINT_OUTPUT_FORMAT")),
    ):
        if name and name not in report.FORMATS:
            near = closest(name, tuple(report.FORMATS))
            advice = f"did you mean `{near}`?" if near else f"expected one of {', '.join(report.FORMATS)}"
            raise Failure(f"{source} is {shown(name)}, which is no format", advice)
        if name:
            return str(name)
    return config.output_format


def _words(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in given for word in value.split(",") if word.strip())


def _paths(options: Namespace) -> list[str]:
    """Give the paths to look at. Raises Failure when standard input and files are named together."""
    paths: list[str] = options.paths
    if STDIN in paths and len(paths) > 1:
        raise Failure("standard input (`-`) and files are named together", "check them in two calls")
    if options.stdin_filename and paths != [STDIN]:
        raise Failure("--stdin-filename without `-`", "add `-` to read standard input")
    for path in paths:
        word = closest(path, tuple(COMMANDS)) if not os.path.lexists(path) else None
        if word:
            raise Failure(
                f"no such file or folder: {shown(path)}", f"a command comes first, as in `session-lint {word} ...`"
            )
    return paths


def _check(workspace: Workspace, options: Namespace) -> Report:
    now = _now(options)
    paths = _paths(options)
    if paths == [STDIN]:
        return _check_stdin(workspace, options, now)
    started = time.monotonic()
    found = workspace.check(paths, now=now, progress=_progress(options))
    if options.verbose:
        terminal.note(f"root {workspace.root}, config {workspace.config.path or 'none'}")
        for skipped in found.skipped:
            terminal.note(f"skipped {skipped.path}: {skipped.reason}")
        terminal.note(f"{found.files_checked} files in {time.monotonic() - started:.2f} s")
    return found


def _check_stdin(workspace: Workspace, options: Namespace, now: datetime | None) -> Report:
    """Judge standard input under the name that it is given; without one the rules on names are silent."""
    limit = workspace.max_bytes
    data = sys.stdin.buffer.read(limit + 1) if sys.stdin else b""
    if len(data) > limit:
        raise Failure(f"standard input has more than {limit:,} bytes", "check the file itself, or raise `max-bytes`")
    path = workspace.place(options.stdin_filename) if options.stdin_filename else STDIN
    if options.stdin_filename and workspace.config.force_exclude and workspace.config.is_excluded(path):
        return Report()
    if not options.stdin_filename:
        ignores = (*workspace.config.per_file_ignores, (STDIN, ("SL1",)))
        workspace = workspace.with_config(replace(workspace.config, per_file_ignores=ignores))
    return workspace.check(overlay={path: data}, now=now)


def _now(options: Namespace) -> datetime | None:
    if options.now:
        return facts.clock(options.now, "--now")
    variable = os.environ.get("SESSION_LINT_NOW")
    return facts.clock(variable, "SESSION_LINT_NOW") if variable else None


def _progress(options: Namespace) -> Progress | None:
    """Give a counter for people who wait: on a terminal, after a second, one line that is wiped in the end."""
    if options.quiet or not terminal.is_terminal(sys.stderr):
        return None
    return terminal.Counter(sys.stderr).show


def _nothing(workspace: Workspace, options: Namespace, found: Report) -> str:
    where = ", ".join(options.paths) or workspace.root
    if found.skipped and not workspace.config.force_exclude:
        return f"no session files found in {where}; {len(found.skipped)} skipped (see --verbose)"
    files = ", ".join(workspace.config.profile.files)
    return f"no session files found in {where} (looked for {files})"


def _style(options: Namespace) -> Style:
    color = not options.output_file and terminal.wants_color(options.color, sys.stdout, os.environ)
    return Style(color=color, width=terminal.width(os.environ))


def _text(found: Report, settings: Config, style: Style, options: Namespace) -> str:
    if options.statistics:
        return report.statistics(found, style)
    return report.render(settings.output_format, found, replace(style, quiet=options.quiet))


def _deliver(text: str, options: Namespace) -> None:
    if not options.output_file:
        terminal.write(text)
        return
    try:
        with open(options.output_file, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        message = f"cannot write {shown(options.output_file, 200)}: {(error.strerror or 'it failed').lower()}"
        raise Failure(message, "name a file in a folder that exists and may be written to") from None

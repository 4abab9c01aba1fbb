"""`session-lint [check] [PATHS...]`: judge session files, fix them when asked, and report."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime

from .. import terminal
from ..config import Config
from ..diagnostic import Severity
from ..failure import Failure
from ..report import Report
from ..report.model import place
from ..text import closest, shown
from ..values import replace
from ..workers import Crew
from ..workspace import Progress, Workspace
from . import (
    COMMANDS,
    check_against,
    check_baseline,
    check_fix,
    check_ignore,
    check_options,
    check_output,
    check_stdin,
    clock,
    outputs,
)
from .check_options import STDIN

_SHORT = 5


def run(arguments: Sequence[str]) -> int:
    """Judge what the arguments name; gives 1 when something at or above `--fail-on` is found."""
    options = check_options.parse(arguments)
    workspace = check_baseline.chosen(_workspace(options), options)
    paths = _paths(options)
    if options.show_settings:
        return _show_settings(workspace, paths, options.stdin_filename)
    if options.show_files:
        terminal.write("".join(f"{place(path)}\n" for path in workspace.chosen(paths, options.against)))
        return 0
    now = clock.fixed(options.now)
    if paths == [STDIN]:
        return check_stdin.run(workspace, options, now)
    if options.add_ignores is not None:
        return _add_ignores(workspace, options, paths, now)
    started = time.monotonic()
    progress = _progress(options)
    if options.write_baseline is not None:
        known, found = workspace.known_now(paths, now=now, against=options.against, progress=progress)
        _remark(workspace, options, found, started)
        return check_baseline.write(workspace, options, known, found)
    if options.output_file or options.report:
        outputs.require(workspace, options, _named(workspace, paths), "a session that is judged")
    if check_fix.is_wanted(options) and not options.diff:
        paths = check_fix.sweep(workspace, paths)
    if not check_fix.is_wanted(options):
        found = workspace.check(paths, now=now, against=options.against, progress=progress)
        _remark(workspace, options, found, started)
        check_output.deliver(found, workspace.config, options)
        return check_output.code(found, workspace.config, options)
    if options.diff:
        fixed = workspace.fix(paths, unsafe=options.unsafe_fixes, now=now, against=options.against, progress=progress)
        _remark(workspace, options, fixed.report, started)
        terminal.note_lines(check_fix.held_back(fixed.patch))
        return check_output.deliver_diff(workspace, fixed.patch, options)
    fixed, complete = check_fix.carry_out(workspace, paths, options, now=now, progress=progress)
    _remark(workspace, options, fixed.report, started)
    terminal.note_lines(check_fix.told(fixed, options))
    check_output.deliver(fixed.report, workspace.config, options)
    return check_output.code(fixed.report, workspace.config, options) if complete else 2


def _named(workspace: Workspace, paths: Sequence[str]) -> Sequence[str]:
    """Give the sessions that are named; a path may be one that a killed run has renamed."""
    there = [path for path in paths if os.path.lexists(path)]
    return workspace.find(there).paths if there or not paths else ()


def _add_ignores(workspace: Workspace, options: Namespace, paths: Sequence[str], now: datetime | None) -> int:
    """Write ignore comments for what is found, or show them as a diff, and report what remains."""
    started = time.monotonic()
    if not options.diff:
        paths = check_fix.sweep(workspace, paths)
    ignored = workspace.ignore(
        paths, reason=options.add_ignores, now=now, against=options.against, progress=_progress(options)
    )
    _remark(workspace, options, ignored.report, started)
    if options.diff:
        terminal.note_lines(check_ignore.told(ignored))
        return check_output.deliver_diff(workspace, ignored.patch, options)
    complete = check_ignore.write(workspace, ignored.patch)
    if complete:
        terminal.note_lines(check_ignore.told(ignored))
    found = ignored.report if complete else workspace.check(paths, now=now, against=options.against)
    check_output.deliver(found, workspace.config, options)
    return check_output.code(found, workspace.config, options) if complete else 2


def _show_settings(workspace: Workspace, paths: Sequence[str], stdin_filename: str | None) -> int:
    """Print what holds in the repository, or for the one file that is named, whether it is there or not."""
    from ..report import settings  # imported late: few ask for it

    if len(paths) > 1:
        raise Failure("--show-settings with several paths", "name one file, or none")
    named = stdin_filename or next((path for path in paths if path != STDIN), None)
    terminal.write(settings.render(workspace.root, workspace.config, workspace.place(named) if named else None))
    return 0


def _workspace(options: Namespace) -> Workspace:
    workspace = Workspace.open(".", config_path=options.config, isolated=options.isolated)
    if workspace.config.path and not options.config:
        from .. import noting  # imported late: a run without a config needs none

        noting.note(workspace.root, os.environ)
    wanted = check_options.selected(workspace.config, options)
    crew = Crew(options.jobs, note=terminal.note)
    return replace(workspace, ignores=not options.no_ignores, crew=crew).with_config(
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
        if name:
            return check_options.known_format(source, name)
    return config.output_format


def _paths(options: Namespace) -> Sequence[str]:
    """Give the paths to look at. Raises Failure when standard input and files are named together."""
    paths: list[str] = options.paths
    if STDIN in paths and len(paths) > 1:
        raise Failure("standard input (`-`) and files are named together", "check them in two calls")
    if options.stdin_filename and paths != [STDIN]:
        raise Failure("--stdin-filename without `-`", "add `-` to read standard input")
    for path in paths:
        slips = 1 if len(path) < _SHORT else 2  # `foo` is not `log`
        word = closest(path, tuple(COMMANDS), slips) if not os.path.lexists(path) else None
        if word:
            raise Failure(
                f"no such file or folder: {shown(path)}", f"a command comes first, as in `session-lint {word} ...`"
            )
    return paths


def _progress(options: Namespace) -> Progress | None:
    """Give a counter for people who wait: on a terminal, after a second, one line that is wiped in the end."""
    if options.quiet or not terminal.is_terminal(sys.stderr):
        return None
    return terminal.Counter(sys.stderr).show


def _remark(workspace: Workspace, options: Namespace, found: Report, started: float) -> None:
    """Say on standard error what was looked at, what could not be, and when there was nothing to look at."""
    check_output.pass_on(found)
    if options.verbose:
        terminal.note(f"root {workspace.root}, config {workspace.config.path or 'none'}")
        for skipped in found.skipped:
            terminal.note(f"skipped {skipped.path}: {skipped.reason}")
        if found.suppressed:
            terminal.note(f"silenced by ignore comments: {found.suppressed}")
        terminal.note(f"{found.files_checked} files in {time.monotonic() - started:.2f} s")
    if not found.files_checked:
        where = ", ".join(options.paths) or workspace.root
        if options.against.only_changes:
            terminal.note(check_against.nothing(options.against))
        elif found.skipped:
            terminal.note(f"no session files found in {where}; {len(found.skipped)} skipped (see --verbose)")
        else:
            kinds = dict.fromkeys(glob for one in workspace.config.everywhere for glob in one.profile.files)
            globs = ", ".join(kinds)
            terminal.note(f"no session files found in {where} (looked for {globs})")
    check_baseline.remark(workspace, options, found)

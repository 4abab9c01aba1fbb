"""`session-lint [check] [PATHS...]`: judge session files, fix them when asked, and report."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from .. import facts, report, terminal
from ..config import Config
from ..diagnostic import Severity
from ..failure import Failure
from ..fixing import Patch
from ..report import Report, Style
from ..text import closest, printable, shown
from ..workspace import Fixed, Ignored, Progress, Workspace
from . import COMMANDS, check_baseline, check_fix, check_ignore, check_options

STDIN = "-"


def run(arguments: Sequence[str]) -> int:
    """Judge what the arguments name; gives 1 when something at or above `--fail-on` is found."""
    options = check_options.parse(arguments)
    workspace = check_baseline.chosen(_workspace(options), options)
    paths = _paths(options)
    if options.show_settings:
        return _show_settings(workspace, paths, options.stdin_filename)
    if options.show_files:
        terminal.write("".join(f"{printable(path)}\n" for path in workspace.find(paths).paths))
        return 0
    now = _now(options)
    if paths == [STDIN]:
        return _run_on_stdin(workspace, options, now)
    if options.add_ignores is not None:
        return _add_ignores(workspace, options, paths, now)
    started = time.monotonic()
    progress = _progress(options)
    if options.write_baseline is not None:
        known, found = workspace.known_now(paths, now=now, since=options.since, progress=progress)
        _remark(workspace, options, found, started)
        return check_baseline.write(workspace, options, known, found)
    if not check_fix.is_wanted(options):
        found = workspace.check(paths, now=now, since=options.since, progress=progress)
        _remark(workspace, options, found, started)
        _deliver(_text(found, workspace.config, options), options)
        return _code(found, workspace.config, options)
    if not options.diff:
        for message in workspace.sweep(paths):
            terminal.note(message)
    if options.diff:
        fixed = workspace.fix(paths, unsafe=options.unsafe_fixes, now=now, since=options.since, progress=progress)
        _remark(workspace, options, fixed.report, started)
        terminal.note_lines(check_fix.held_back(fixed.patch))
        return _deliver_diff(workspace, fixed.patch, options)
    fixed, complete = check_fix.carry_out(
        workspace, paths, unsafe=options.unsafe_fixes, now=now, since=options.since, progress=progress
    )
    _remark(workspace, options, fixed.report, started)
    terminal.note_lines(check_fix.told(fixed, options))
    _deliver(_text(fixed.report, workspace.config, options), options)
    return _code(fixed.report, workspace.config, options) if complete else 2


def _add_ignores(workspace: Workspace, options: Namespace, paths: Sequence[str], now: datetime | None) -> int:
    """Write ignore comments for what is found, or show them as a diff, and report what remains."""
    started = time.monotonic()
    if not options.diff:
        for message in workspace.sweep(paths):
            terminal.note(message)
    ignored = workspace.ignore(
        paths, reason=options.add_ignores, now=now, since=options.since, progress=_progress(options)
    )
    _remark(workspace, options, ignored.report, started)
    if options.diff:
        terminal.note_lines(check_ignore.told(ignored))
        return _deliver_diff(workspace, ignored.patch, options)
    complete = check_ignore.write(workspace, ignored.patch)
    if complete:
        terminal.note_lines(check_ignore.told(ignored))
    found = ignored.report if complete else workspace.check(paths, now=now, since=options.since)
    _deliver(_text(found, workspace.config, options), options)
    return _code(found, workspace.config, options) if complete else 2


def _deliver_diff(workspace: Workspace, patch: Patch, options: Namespace) -> int:
    """Print the patch as a diff, or write it to a file; gives 1 when there is one."""
    diff, left_out = check_fix.as_diff(workspace.real(patch))
    for path in left_out:
        terminal.note(f"not in the diff, which would show a secret: {path}; --fix makes the change")
    if options.output_file:
        _write_file(options.output_file, diff)
    elif terminal.is_terminal(sys.stdout):  # nothing raw of a file gets out
        lines = diff.decode("utf-8", "surrogateescape").split("\n")[:-1]
        terminal.write("".join(f"{printable(line)}\n" for line in lines))
    else:
        terminal.write_bytes(diff)
    return 1 if patch.changes and not options.exit_zero else 0


def _show_settings(workspace: Workspace, paths: Sequence[str], stdin_filename: str | None) -> int:
    """Print what holds in the repository, or for the one file that is named, whether it is there or not."""
    from ..report import settings  # imported late: few ask for it

    if len(paths) > 1:
        raise Failure("--show-settings with several paths", "name one file, or none")
    named = stdin_filename or next((path for path in paths if path != STDIN), None)
    terminal.write(settings.render(workspace.root, workspace.config, workspace.place(named) if named else None))
    return 0


def _code(found: Report, config: Config, options: Namespace) -> int:
    if options.exit_non_zero_on_fix and found.fixed:
        return 1
    if options.exit_zero or options.fix_only:
        return 0
    return 1 if any(one.severity.rank <= config.fail_on.rank for one in found.diagnostics) else 0


def _run_on_stdin(workspace: Workspace, options: Namespace, now: datetime | None) -> int:
    """Judge standard input under the name that it is given; without one the rules on names are silent.

    With `--fix` the fixed text goes to standard output and the report to standard error.
    """
    path = workspace.place(options.stdin_filename) if options.stdin_filename else STDIN
    # A filter gives back all that it gets; else one byte over the limit is enough to say that it is too much.
    filters = check_fix.is_wanted(options) or options.add_ignores is not None
    data = sys.stdin.buffer.read(-1 if filters else workspace.max_bytes(path) + 1) if sys.stdin else b""
    overlay: Mapping[str, bytes] = {path: data}
    if options.stdin_filename and workspace.config.force_exclude and workspace.config.is_excluded(path):
        overlay = {}
    if not options.stdin_filename:
        workspace = workspace.with_config(workspace.config.with_ignores(STDIN, ("SL1",)))
    if options.add_ignores is not None:
        return _add_ignores_on_stdin(workspace, options, overlay, data, now)
    if not check_fix.is_wanted(options):
        found = workspace.check(overlay=overlay, now=now, since=options.since) if overlay else Report()
        _pass_on(found)
        _deliver(_text(found, workspace.config, options), options)
        return _code(found, workspace.config, options)
    fixed = Fixed.nothing()
    if overlay:
        fixed = workspace.fix(overlay=overlay, unsafe=options.unsafe_fixes, now=now, since=options.since)
    _pass_on(fixed.report)
    if options.diff:
        return _deliver_diff(workspace, fixed.patch, options)
    text = fixed.patch.texts.get(path)
    terminal.write_bytes(data if text is None else text.encode())
    terminal.note_lines(check_fix.told(fixed, options))
    _deliver_beside(_text(fixed.report, workspace.config, options), options)
    return _code(fixed.report, workspace.config, options)


def _add_ignores_on_stdin(
    workspace: Workspace, options: Namespace, overlay: Mapping[str, bytes], data: bytes, now: datetime | None
) -> int:
    """Give standard input with ignore comments on standard output, and the report on standard error."""
    reason, since = options.add_ignores, options.since
    ignored = workspace.ignore(overlay=overlay, reason=reason, now=now, since=since) if overlay else Ignored.nothing()
    _pass_on(ignored.report)
    if options.diff:
        return _deliver_diff(workspace, ignored.patch, options)
    text = next(iter(ignored.patch.texts.values()), None)
    terminal.write_bytes(data if text is None else text.encode())
    terminal.note_lines(check_ignore.told(ignored))
    _deliver_beside(_text(ignored.report, workspace.config, options), options)
    return _code(ignored.report, workspace.config, options)


def _workspace(options: Namespace) -> Workspace:
    workspace = Workspace.open(".", config_path=options.config, isolated=options.isolated)
    wanted = workspace.config
    wanted = check_options.selected(wanted, options)
    return replace(workspace, ignores=not options.no_ignores).with_config(
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


def _remark(workspace: Workspace, options: Namespace, found: Report, started: float) -> None:
    """Say on standard error what was looked at, what could not be, and when there was nothing to look at."""
    _pass_on(found)
    if options.verbose:
        terminal.note(f"root {workspace.root}, config {workspace.config.path or 'none'}")
        for skipped in found.skipped:
            terminal.note(f"skipped {skipped.path}: {skipped.reason}")
        if found.suppressed:
            terminal.note(f"silenced by ignore comments: {found.suppressed}")
        terminal.note(f"{found.files_checked} files in {time.monotonic() - started:.2f} s")
    if not found.files_checked:
        where = ", ".join(options.paths) or workspace.root
        if found.skipped:
            terminal.note(f"no session files found in {where}; {len(found.skipped)} skipped (see --verbose)")
        else:
            kinds = dict.fromkeys(glob for one in workspace.config.everywhere for glob in one.profile.files)
            globs = ", ".join(kinds)
            terminal.note(f"no session files found in {where} (looked for {globs})")
    check_baseline.remark(workspace, options, found)


def _pass_on(found: Report) -> None:
    for note in found.notes:
        terminal.note(note)


def _text(found: Report, config: Config, options: Namespace) -> str:
    if options.fix_only:
        found = replace(found, diagnostics=(), truncated=(), files_checked=0)
    color = not options.output_file and terminal.wants_color(options.color, sys.stdout, os.environ)
    width = terminal.width(os.environ)
    style = Style(color=color, width=width, unsafe_fixes=options.unsafe_fixes, quiet=options.quiet)
    if options.statistics:
        return report.statistics(config.output_format, found, style)
    return report.render(config.output_format, found, style)


def _deliver(text: str, options: Namespace) -> None:
    if options.output_file:
        _write_file(options.output_file, text.encode("utf-8", "backslashreplace"))
    else:
        terminal.write(text)


def _deliver_beside(text: str, options: Namespace) -> None:
    """Deliver a report where standard output has the text of a file."""
    if options.output_file:
        _deliver(text, options)
    else:
        terminal.note_lines(text)


def _write_file(path: str, data: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        message = f"cannot write {shown(path, 200)}: {(error.strerror or 'it failed').lower()}"
        raise Failure(message, "name a file in a folder that exists and may be written to") from None

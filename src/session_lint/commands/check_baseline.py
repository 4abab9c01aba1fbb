"""`session-lint --baseline` and its kin: which baseline holds, writing one, pruning it, and what is stale in it."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from .. import terminal
from ..config.layers import Location
from ..failure import Failure
from ..report import Report
from ..text import shown
from ..values import replace
from ..workspace import Workspace

if TYPE_CHECKING:
    from ..baseline import Baseline

_PATH_SHOWN = 200
_EXCLUSIVE = (
    ("--baseline", ("--no-baseline",)),
    ("--write-baseline", ("--baseline", "--prune-baseline", "--fix", "--fix-only", "--diff")),
    ("--prune-baseline", ("--no-baseline", "--fix", "--fix-only", "--diff")),
)


def chosen(workspace: Workspace, options: Namespace) -> Workspace:
    """Give the workspace with the baseline that the options ask for. Raises Failure when they make no sense."""
    for option, others in _EXCLUSIVE:
        for other in others if _is_given(options, option) else ():
            if _is_given(options, other):
                raise Failure(f"{option} and {other} exclude each other", "use one after the other, in two calls")
        if option != "--baseline" and _is_given(options, option) and "-" in options.paths:
            raise Failure(f"{option} is about files, and not about standard input", "name files, or nothing")
    known = workspace.config.baseline
    if options.no_baseline:
        known = None
    elif options.baseline is not None:
        known = Location(workspace.place(options.baseline))
    if options.prune_baseline and known is None:
        raise Failure("--prune-baseline without a baseline", "name it with --baseline FILE, or in the config")
    return workspace.with_config(replace(workspace.config, baseline=known))


def write(workspace: Workspace, options: Namespace, known: Baseline, found: Report) -> int:
    """Write what is found now into a baseline, say so on standard error, and give 0."""
    from .. import baseline_file  # imported late: few ask for it

    baseline_file.write(workspace.root, workspace.place(options.write_baseline), known)
    what = f"{_counted(len(known.entries), 'diagnostic')} of {_counted(len(known.by_path), 'file')}"
    name = shown(options.write_baseline, _PATH_SHOWN)
    terminal.note(f"wrote {what} to {name}; --baseline FILE, or `baseline` in the config, leaves them out")
    for path in found.truncated:
        terminal.note(f"{path}: only the 100 gravest of its diagnostics are known; what is behind them will be new")
    return 0


def remark(workspace: Workspace, options: Namespace, found: Report) -> None:
    """Say on standard error what of the baseline is stale, or remove that if it is asked for."""
    known = workspace.config.baseline
    if known is None:
        return
    if options.verbose:
        for entry in found.stale:
            terminal.note(f"stale: {entry}")
    name = shown(known.path, _PATH_SHOWN)
    count = len(found.stale)
    if options.prune_baseline:
        from .. import baseline_file  # imported late: few ask for it

        removed = baseline_file.prune(workspace.root, known.path, found.stale)
        terminal.note(f"removed {_counted(removed, 'stale entry', 'stale entries')} from the baseline {name}")
    elif count and not options.quiet:
        known_no_more = "entry is stale" if count == 1 else "entries are stale"
        terminal.note(f"{count} {known_no_more} in the baseline {name}: not found any more (see --prune-baseline)")


def _is_given(options: Namespace, option: str) -> bool:
    return getattr(options, option.removeprefix("--").replace("-", "_")) not in (None, False)


def _counted(count: int, noun: str, nouns: str | None = None) -> str:
    return f"{count} {noun if count == 1 else nouns or noun + 's'}"

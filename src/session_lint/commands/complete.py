"""`session-lint complete SESSION`: the checklist before a session is put away; `--delete` does that if it is clean."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from .. import parting, terminal
from ..checklist import Checklist
from ..failure import Failure
from ..parting import Parting
from ..profile import Finished, State
from ..report.model import LOG_COMMAND, place, plain
from ..text import printable, shown
from ..workspace import Workspace
from . import amended, check_fix, named

_PATH_SHOWN = 200
_WOULD = {
    Finished.DELETE: "--delete removes the file",
    Finished.ARCHIVE: "--delete moves the file to `archive/`, where this kind of session is kept",
    Finished.KEEP: "--delete sets the status, and the file stays, as this kind of session is kept",
}
_DONE = {Finished.DELETE: "deleted", Finished.ARCHIVE: "archived", Finished.KEEP: "kept"}


def run(arguments: Sequence[str]) -> int:
    """Print the checklist, and put the session away if that is asked for; gives 1 when the checklist is not clean."""
    parser = amended.parser(
        "complete",
        "Look whether a session can be put away: what is open, undecided, not handed on, or would be left behind.",
        "exit codes: 0 clean, or done; 1 not clean, and nothing was done; 2 a wrong call or write",
    )
    parser.add_argument("session", metavar="SESSION", help=amended.SESSION)
    parser.add_argument(
        "--delete",
        action="store_true",
        help="remove the file if the checklist is clean; or do what the profile says instead: archive it, or keep it",
    )
    parser.add_argument("--force", action="store_true", help="with --delete: do it although the checklist is not clean")
    parser.add_argument("--json", action="store_true", help="print the checklist as JSON")
    amended.add_diff(parser)
    options = parser.parse_args(list(arguments))
    if options.force and not options.delete:
        raise Failure("--force without --delete", "say what is to be done by force: `--delete --force`")
    if options.diff and options.json:
        raise Failure("--diff and --json exclude each other", "ask for one of them")
    workspace = Workspace.open(".")
    now = amended.now_of(options)
    path = named.find(workspace, options.session)
    found = parting.part(workspace, path, now)
    allowed = found.checklist.clean or options.force
    for note in found.notes:
        terminal.note(note)
    if options.diff:
        amended.show(workspace, found.patch)
        if not allowed:
            terminal.note("the checklist is not clean (see it without --diff): this is done with --delete --force only")
        return 0 if found.checklist.clean else 1
    does = options.delete and allowed
    if does:
        _apply(workspace, found, path)
    terminal.write(_json(found, done=does) if options.json else _text(found, options, done=does))
    if options.delete and not allowed:
        terminal.note("nothing was done: see to what is open, or add --force")
    return 0 if does or found.checklist.clean else 1


def _apply(workspace: Workspace, found: Parting, path: str) -> None:
    """Do it on the disk. Raises Failure when something of it cannot be done; then the file is as it was."""
    for _, to in found.patch.renames:
        place = os.path.join(workspace.root, os.path.dirname(to))
        try:
            os.makedirs(place, exist_ok=True)
        except OSError as error:
            raise Failure(
                f"cannot make {shown(place, _PATH_SHOWN)}: {(error.strerror or 'it failed').lower()}"
            ) from None
    if found.patch.changes:
        for one in workspace.apply(found.patch).refused:
            if one.path == path:
                message = f"{shown(path, _PATH_SHOWN)} is left as it is: {one.reason}"
                raise Failure(message, "see why, and run again")
            terminal.note(f"not written: {one.path}: {one.reason}")


def _text(found: Parting, options: Namespace, *, done: bool) -> str:
    made = found.checklist
    head = f"{place(made.session.path)} is {shown(made.session.status)}"
    head += ":" if made.session.state is State.COMPLETED else "; if its work were over now:"
    lines = [head, "", *_items(made), *(f"[?] {plain(reminder)}" for reminder in made.reminders)]
    open_ = sum(not item.done for item in made.items)
    state = "clean" if not open_ else f"{open_} of {len(made.items)} open"
    if done:
        changed = [path for path in check_fix.changed(found.patch) if path not in (made.session.path, found.to)]
        lines += ["", f"Checklist: {state}.", *(f"changed {plain(path)}" for path in changed)]
        lines.append(f"{_DONE[made.finished]} {plain(found.to or made.session.path)}")
    else:
        hint = f" {_WOULD[made.finished]}." if not options.delete and not open_ else ""
        lines += ["", f"Checklist: {state}.{hint}"]
    return "\n".join(lines) + "\n"


def _items(made: Checklist) -> Iterator[str]:
    for item in made.items:
        yield f"[{'x' if item.done else ' '}] {item.text}"
        for concern in item.concerns:
            yield f"    {place(concern.path)}:{concern.row}:{concern.column}: {plain(concern.message)}"
            if concern.help:
                yield f"        help: {plain(concern.help)}"


def _json(found: Parting, *, done: bool) -> str:
    import json  # imported late: slow to load

    made = found.checklist
    items: list[dict[str, Any]] = [
        {
            "name": item.name,
            "text": item.text,
            "done": item.done,
            "concerns": [
                {
                    "path": printable(concern.path),
                    "location": {"row": concern.row, "column": concern.column},
                    "message": concern.message,
                    "help": concern.help,
                }
                for concern in item.concerns
            ],
        }
        for item in made.items
    ]
    data = {
        "version": 1,
        "path": printable(made.session.path),
        "status": None if made.session.status is None else made.session.mask(made.session.status),
        "clean": made.clean,
        "items": items,
        "reminders": list(made.reminders),
        "outcome": _DONE[made.finished] if done else None,
        "to": printable(found.to) if done and found.to else None,
    }
    return LOG_COMMAND.sub(lambda _: r"\u0023", json.dumps(data, indent=2)) + "\n"

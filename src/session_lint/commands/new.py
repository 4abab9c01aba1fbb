"""`session-lint new DESCRIPTION`: begin a session, as a file that the linter has nothing to say about."""

from __future__ import annotations

import os
from collections.abc import Sequence

from .. import creating, drafting, terminal
from ..failure import Failure
from ..report.model import place
from ..workspace import Workspace
from . import amended


def run(arguments: Sequence[str]) -> int:
    """Begin it; prints the path of the new file, or with `--print` its text."""
    parser = amended.parser("new", "Begin a session: a new file that is named, stamped and filled in as it has to be.")
    parser.add_argument("description", metavar="DESCRIPTION", nargs="+", help="the work in a few words, for the name")
    parser.add_argument("--title", metavar="TITLE", help="the title, if it is to be another than the description")
    parser.add_argument("--linear", metavar="ISSUE", help="the Linear issue, as `BACK-123` or by its address")
    parser.add_argument("--context", metavar="TEXT", help="why this work is done, in a sentence")
    parser.add_argument("--next", metavar="STEP", action="append", default=[], help="what to do first; several times")
    parser.add_argument("--edit", action="store_true", help="open the file in the editor of VISUAL or EDITOR")
    parser.add_argument(
        "--print", "--dry-run", action="store_true", help="print the text to standard output, and write no file"
    )
    options = parser.parse_args(list(arguments))
    if options.edit and options.print:
        raise Failure("--edit and --print exclude each other", "leave one of them out")
    words = _editor() if options.edit else ()
    workspace = Workspace.open(".")
    wanted = drafting.wish(
        " ".join(options.description),
        title=options.title,
        issue=options.linear,
        context=options.context,
        next_steps=tuple(options.next),
        teams=creating.teams(workspace.config),
    )
    now = amended.now_of(options)
    begun = creating.begin(workspace, wanted, now, write=not options.print)
    found, texts = begun.diagnostics, {begun.path: begun.text}
    if options.print:
        terminal.write_bytes(begun.text.encode())
    else:
        terminal.write(f"{place(begun.path)}\n")
    if words:
        from .. import editor  # imported late: slow to load

        path = os.path.join(workspace.root, begun.path)
        editor.open_file(words, path)
        if not os.path.lexists(path):
            raise Failure(
                f"{place(begun.path)} is not there any more after the editor", "begin it again if it is missed"
            )
        report = workspace.check([path], now=now)
        found, texts = report.diagnostics, dict(report.sources)
    amended.tell(found, texts)
    return 0


def _editor() -> tuple[str, ...]:
    """Give the words that open the editor. Raises Failure before anything is written if there is none."""
    from .. import editor  # imported late: slow to load

    return editor.command(os.environ)

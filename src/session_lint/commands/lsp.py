"""`session-lint lsp`: the language server, for an editor that starts it and talks to it."""

from __future__ import annotations

from collections.abc import Sequence

from ..failure import Failure
from . import clock
from .check_options import Parser


def run(arguments: Sequence[str]) -> int:
    """Serve on standard input and output; gives 0 after a proper end, 1 after another one."""
    parser = Parser(
        prog="session-lint lsp",
        description="Answer an editor on standard input and output, in the Language Server Protocol.",
        allow_abbrev=False,
    )
    parser.add_argument("--stdio", action="store_true", help="the only way there is; editors like to say it")
    parser.add_argument("--config", metavar="FILE", help="use this config, whatever is nearest")
    parser.add_argument("--isolated", action="store_true", help="use no config at all")
    clock.add_option(parser)
    options = parser.parse_args(list(arguments))
    if options.config and options.isolated:
        raise Failure("--config and --isolated exclude each other", "leave one of them out")
    now = clock.fixed(options.now)
    try:
        from ..lsp import server  # imported late: slow to load, and an extra
        from ..lsp.roots import Roots
    except ImportError as error:
        message = "the language server needs pygls 2, which is not installed"
        raise Failure(message, "install it: `pip install 'session-lint[lsp]'`") from error
    return server.run(Roots(options.config, options.isolated), lambda: now)

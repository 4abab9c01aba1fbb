"""The one exception for what a user can get wrong in a call: it ends the run with exit code 2."""

from __future__ import annotations


class Failure(Exception):  # noqa: N818 -- an expected end of a run, not a programming error
    """The run cannot go on: `message` says what and where, `help` what to do about it."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 -- the field's word
        super().__init__(message)
        self.message = message
        self.help = help

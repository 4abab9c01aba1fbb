"""`session-lint --since` and `--staged`: what a run is held against, and whether only changes are judged."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from ..failure import Failure
from ..history import Against
from ..regex import regex

_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
_NOTHING = regex("0+")  # the id of no commit, which git gives its hooks where a branch begins
_FILES = ("--fix", "--fix-only", "--diff", "--add-ignores")


def read(options: Namespace, environment: Mapping[str, str]) -> Against:
    """Give what the options ask for, else the variables of pre-commit. Raises Failure for what makes no sense."""
    asked = "--staged" if options.staged else "--since"
    if options.staged or options.since is not None:
        for option in ("--write-baseline", "--prune-baseline"):
            if _is_given(options, option):
                raise Failure(f"{option} is about all that is found, and {asked} about a part", "leave one of them out")
    if options.staged:
        for option in _FILES:
            if _is_given(options, option):
                message = f"{option} is about the files, and --staged about what git's index holds of them"
                raise Failure(message, "leave one of them out")
        if "-" in options.paths:
            raise Failure("--staged is about git's index, and not about standard input", "leave one of them out")
        return Against(options.since, only_changes=True, staged=True, asked="--since" if options.since else asked)
    if options.since is not None:
        return Against(options.since, only_changes=True)
    since, upto = environment.get(_FROM), environment.get(_TO)
    if not (since and upto) or _NOTHING.fullmatch(since) or _NOTHING.fullmatch(upto):
        return Against()
    return Against(since, upto, asked=_FROM)


def nothing(against: Against) -> str:
    """Say why there was nothing to judge."""
    if against.since is None:
        return "no session file is staged with a change"
    return f"no session file has changed since {against.since}"


def _is_given(options: Namespace, option: str) -> bool:
    return getattr(options, option.removeprefix("--").replace("-", "_")) not in (None, False)

"""Reads what `git log --raw -z` says (git-log(1), "Raw output format"): commits, and the files that each changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from ..regex import regex
from ..values import dataclass

FORMAT = "format:%x01%H%x00%P%x00%ct%x00"
"""What to ask for: a mark that begins no path, the id, the parents, the time in seconds."""

OPTIONS = (
    *("--raw", "-z", "-M", "-l1000", "--no-abbrev", "--no-color", "--no-decorate", "--no-notes", "--no-show-signature"),
    *("--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--diff-merges=first-parent"),
    *("--topo-order", "--reverse", "--full-history", "--parents", f"--format={FORMAT}"),
)

_COMMIT = regex(rb"(?:\A|\x00)\x01([0-9a-f]{40,64})\x00([0-9a-f ]*)\x00([0-9]+)\x00")


@dataclass(frozen=True)
class Version:
    """A file before or after a commit: its path, relative to the top level, and the id of its content."""

    path: str
    blob: str


@dataclass(frozen=True)
class Commit:
    """A commit. `changes` are pairs of what a file was and what it is, None where it was or is not there.

    Of a merge they are those against its first parent. Links and submodules are no files.
    """

    id: str
    parents: tuple[str, ...]
    time: datetime
    changes: tuple[tuple[Version | None, Version | None], ...]

    @property
    def is_merge(self) -> bool:
        """Whether it has several parents."""
        return len(self.parents) > 1


def read(answer: bytes) -> Iterator[Commit]:
    """Yield the commits in the order of the answer."""
    heads = list(_COMMIT.finditer(answer))
    ends = (*(head.start() for head in heads[1:]), len(answer))
    for head, end in zip(heads, ends, strict=False):  # an answer without commits has an end, too
        time = datetime.fromtimestamp(int(head[3]), UTC)
        parents = tuple(head[2].decode().split())
        yield Commit(head[1].decode(), parents, time, tuple(_changes(answer[head.end() : end])))


def _changes(raw: bytes) -> Iterator[tuple[Version | None, Version | None]]:
    fields = iter(raw.lstrip(b"\n").split(b"\0"))
    for facts in fields:
        if not facts.startswith(b":"):
            continue
        old_mode, new_mode, old, new, status = facts[1:].split(b" ")
        path = os.fsdecode(next(fields))
        target = os.fsdecode(next(fields)) if status[:1] in b"RC" else path
        before = Version(path, old.decode()) if old_mode.startswith(b"100") and status[:1] != b"C" else None
        after = Version(target, new.decode()) if new_mode.startswith(b"100") else None
        yield before, after

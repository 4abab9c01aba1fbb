"""Runs git, and makes of its complaints what a user should know.

Git is asked about commits and its index, and never looks at a file: so nothing that a repository's config may name
(a filter, a monitor, a diff driver, a hook) is run, and a stale index or a conversion of line ends is no change. It
never goes to the network for what a partial clone lacks.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .. import files
from ..text import printable
from ..values import dataclass
from . import batch

if TYPE_CHECKING:
    from .earlier import Earlier

Answer = TypeVar("Answer")

_SETTINGS = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.bareRepository=explicit"),
    "--no-pager",
)
_OWN = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # older git knows no GIT_NO_LAZY_FETCH, and fetches
    "LC_ALL": "C",  # its words are read below
}
# A hook inherits variables that name a repository, perhaps another one. What says where git and the user's own config
# are is kept, as `safe.directory` may be in it.
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_KEPT_BEGINNINGS = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")

# What git says where there is simply no history to know.
_NO_HISTORY = (
    "not a git repository",
    "cannot use bare repository",
    "Not a valid object name HEAD",
    "bad revision 'HEAD'",
)
_NOT_OURS = ("dubious ownership", "unsafe repository")

_CHUNK = 1 << 16


class Trouble(Exception):  # noqa: N818 -- the modules that ask git make a Failure or a note of it
    """Git gives no answer. `words` say why; they are empty where there is nothing to say."""

    def __init__(self, words: str = "", advice: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.advice = advice


@dataclass(frozen=True)
class Git:
    """Git in a repository, by its top level. A question that takes longer than `seconds` has no answer."""

    root: str
    seconds: float = 30

    def ask(self, *arguments: str) -> bytes:
        """Run git, and give what it says. Raises Trouble."""
        with self._open(*arguments) as process:
            try:
                answer, complaint = process.communicate(timeout=self.seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise self._late() from None
        if process.returncode:
            raise _told(complaint.decode("utf-8", "replace"), self.root)
        return answer

    def texts(self, blobs: Iterable[str], limit: int) -> tuple[dict[str, bytes], frozenset[str]]:
        """Give the contents of blobs by id, and which of them have more than `limit` bytes. Raises Trouble.

        What this clone does not have is in neither.
        """
        ids = sorted(set(blobs))
        if not ids:
            return {}, frozenset()
        return self._asked("--batch", lambda process: batch.contents(process.stdin, process.stdout, ids, limit))

    def sizes(self, blobs: Iterable[str]) -> dict[str, int]:
        """Give the sizes in bytes of blobs by id; none for what this clone does not have. Raises Trouble."""
        ids = sorted(set(blobs))
        return self._asked("--batch-check", lambda process: batch.sizes(process.stdin, process.stdout, ids))

    def earlier(self, blobs: Mapping[str, str], limit: int) -> Earlier:
        """Give former texts by path, each when it is asked for; `blobs` are their ids, and all of them are there."""
        from .earlier import Earlier  # imported late: few changes are so large

        return Earlier(blobs, limit, lambda: self._open("cat-file", "--batch"), self.seconds)

    def _asked(self, kind: str, ask: Callable[[subprocess.Popen[bytes]], Answer]) -> Answer:
        """Have a conversation with `git cat-file`."""
        with self._open("cat-file", kind) as process:
            watch = threading.Timer(self.seconds, process.kill)
            watch.start()
            try:
                found = ask(process)
            finally:
                late = not watch.is_alive()
                watch.cancel()
                watch.join()  # a thread that is still about to end would forbid a copy of this process
                process.kill()  # it waits for more questions
        if late:
            raise self._late()
        return found

    def _open(self, *arguments: str) -> subprocess.Popen[bytes]:
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        asks = "cat-file" in arguments
        try:
            return subprocess.Popen(  # noqa: S603
                ("git", *_SETTINGS, *arguments),  # noqa: S607 -- which one is for the user's PATH to say
                cwd=self.root,
                env=self._environment,
                stdin=pipe if asks else null,
                stdout=pipe,
                stderr=null if asks else pipe,
            )
        except FileNotFoundError:
            raise Trouble("there is no git program") from None
        except OSError as error:
            raise Trouble(f"git cannot be run: {(error.strerror or 'the system does not say why').lower()}") from None

    def _late(self) -> Trouble:
        return Trouble(f"git gave no answer within {self.seconds:g} seconds")

    @cached_property
    def _environment(self) -> dict[str, str]:
        variables = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_BEGINNINGS)
        }
        variables |= _OWN
        # Here or nowhere: not in a repository further up when this one is broken.
        variables["GIT_CEILING_DIRECTORIES"] = os.path.dirname(os.path.realpath(self.root))
        if (index := self._named_index) and not self.foreign_index:
            # `git commit --all` and `git commit PATH` run their hooks with an index of their own, to be committed.
            variables["GIT_INDEX_FILE"] = index
        return variables

    @property
    def foreign_index(self) -> str | None:
        """The index that the environment names, if it is none of this repository's."""
        index = self._named_index
        return index if index and os.path.realpath(os.path.dirname(index)) != self._folder() else None

    @property
    def _named_index(self) -> str | None:
        index = os.environ.get("GIT_INDEX_FILE")
        return os.path.join(self.root, index) if index else None

    def _folder(self) -> str:
        """Give where git keeps what belongs to this working tree: `.git`, or what it says where it is a file.

        It is one in worktrees and submodules; see gitrepository-layout(5).
        """
        link = files.read(self.root, ".git", _CHUNK).data.removeprefix(b"gitdir: ").rstrip(b"\r\n")
        return os.path.realpath(os.path.join(self.root, os.fsdecode(link) if link and b"\0" not in link else ".git"))


def _told(complaint: str, root: str) -> Trouble:
    """Make of git's complaint what a user should know."""
    if any(words in complaint for words in _NO_HISTORY):
        return Trouble()
    if any(words in complaint for words in _NOT_OURS):
        return Trouble(
            "git refuses to read this repository, which belongs to another user",
            f"if you trust it: `git config --global --add safe.directory {printable(root)}`",
        )
    lines = [line for line in complaint.split("\n") if line.startswith(("fatal: ", "error: "))]
    words = (lines or complaint.strip().split("\n"))[-1].removeprefix("fatal: ").removeprefix("error: ")
    return Trouble(f"git says: {printable(words)[:300]}")

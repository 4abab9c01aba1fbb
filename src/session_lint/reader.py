"""Reads the files of a repository as sessions, and unsaved texts in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from . import session
from .config import Config
from .files import Content, Found
from .rules.unreadable_file import UnreadableFile
from .session import Session
from .sources import Handed, Source, WorkingTree
from .values import dataclass, field

_ADVICE = "move what is done to another file, or raise `max-bytes`"


@dataclass(frozen=True)
class Reader:
    """Reads below a root, an absolute folder. `unsaved` are texts (or bytes) by path, relative to it.

    Without `files` of another source, as git's index is one, they are those of the working tree.
    """

    root: str
    config: Config
    unsaved: Mapping[str, str | bytes] = field(default_factory=dict)
    files: Source | None = None

    @cached_property
    def source(self) -> Source:
        """Give where the files come from."""
        return self.files or WorkingTree(self.root)

    def find(self, paths: Sequence[str]) -> Found:
        """Find the sessions among and below the paths, relative to the current folder; without any in the root."""
        config = self.config
        return self.source.find(
            paths, config.is_session, config.is_excluded, config.is_pruned, force_exclude=config.force_exclude
        )

    def limit(self, path: str) -> int:
        """Give the size in bytes of the largest file that is read under a path."""
        rules = (active.rule for active in self.config.at(path).active)
        return next((rule.max_bytes for rule in rules if isinstance(rule, UnreadableFile)), UnreadableFile.max_bytes)

    def content(self, path: str) -> Content:
        """Give the bytes of a file, or why there are none. Never raises OSError."""
        given = self.unsaved.get(path)
        if given is None:
            return self.source.read(path, self.limit(path))
        try:
            data = given.encode() if isinstance(given, str) else given
        except UnicodeEncodeError as error:
            message = f"the text holds half of a surrogate pair at offset {error.start}, which UTF-8 cannot write"
            return Content(b"", (message, "replace it"))
        if len(data) > self.limit(path):
            return Content(b"", (f"the text has more than {self.limit(path):,} bytes", _ADVICE))
        return Content(data)

    def bytes(self, path: str) -> bytes | None:
        """Give the bytes of a file; None when it cannot be read."""
        content = self.content(path)
        return None if content.problem else content.data

    def handed(self, paths: Sequence[str]) -> Handed:
        """Read some files for whoever cannot."""
        contents = {path: self.content(path) for path in paths}
        gone = (path for path, content in contents.items() if content.problem and self.is_gone(path))
        return Handed(contents, frozenset(gone))

    def is_gone(self, path: str) -> bool:
        """Whether there is nothing at a path, not even an unsaved text."""
        return path not in self.unsaved and not self.source.has(path)

    def session(self, path: str) -> Session:
        """Read a file as a session. Never raises: what is wrong is in its problems."""
        profile = self.config.at(path).profile
        content = self.content(path)
        if content.problem:
            return session.unreadable(path, *content.problem, profile)
        text, problems = session.decode(content.data)
        return session.read(path, text, profile, problems)

    def text(self, path: str) -> str | None:
        """Give the text of a file; None when it has none that rules can judge."""
        content = self.content(path)
        return None if content.problem else session.readable_text(content.data)

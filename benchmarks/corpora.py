"""The folders that are measured: many sessions, one, and a git repository in which one of twenty has changed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import mistakes, sessions
from .sessions import Session

SESSIONS = Path(".agents", "sessions")
FRONT_MATTER = Path("front-matter")
REPOSITORY = 20
"""How many sessions are in the git repository."""


@dataclass(frozen=True)
class Maker:
    """Makes corpora below a folder, the same ones for the same seed and time; git runs in `environment`."""

    folder: Path
    seed: int
    now: datetime
    environment: Mapping[str, str]

    def clean(self, number: int) -> Session:
        """Give a session without a finding."""
        return sessions.clean(number, self.now, self.seed)

    def broken(self, number: int) -> Session:
        """Give a session with findings of session-lint and of the linters of Markdown."""
        return mistakes.broken(self.clean(number), number, self.seed)

    def many(self, count: int, *, broken: bool) -> Path:
        """Write that many sessions, and give their folder."""
        make = self.broken if broken else self.clean
        kind = "broken" if broken else "clean"
        return _written(self.folder / f"{count}-{kind}", (make(number) for number in range(1, count + 1)))

    def one(self) -> Path:
        """Write a clean session."""
        return _written(self.folder / "one", [self.clean(1)])

    def one_broken(self) -> Path:
        """Write a session with three mistakes."""
        return _written(self.folder / "one-broken", [mistakes.typical(self.clean(1))])

    def repository(self, name: str = "repository", count: int = REPOSITORY) -> Path:
        """Write a git repository, in which the first session was changed after the commit as it should be."""
        if (self.folder / name).exists():
            return self.folder / name
        first = self.clean(1)
        folder = _written(self.folder / name, [sessions.earlier(first), *map(self.clean, range(2, count + 1))])
        for arguments in (
            ("init", "--quiet"),
            ("add", "--all"),
            ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "Begin"),
        ):
            subprocess.run(("git", *arguments), cwd=folder, env=dict(self.environment), check=True)
        write(folder, [first])
        return folder

    def edit(self, folder: Path) -> bytes:
        """Give what an agent tells its hook after it has written the first session of a folder."""
        event = {
            "session_id": "00000000-0000-4000-8000-000000000000",
            "transcript_path": str(self.folder / "transcript.jsonl"),
            "cwd": str(folder),
            "permission_mode": "acceptEdits",
            "hook_event_name": "PostToolUse",
            "tool_name": "Write",
            "tool_input": {
                "file_path": str(folder / SESSIONS / self.clean(1).name),
                "content": self.clean(1).text,
            },
            "tool_response": {"type": "update"},
        }
        return json.dumps(event).encode()


def write(folder: Path, made: Iterable[Session]) -> None:
    """Write sessions into a repository."""
    (folder / SESSIONS).mkdir(parents=True, exist_ok=True)
    for session in made:
        (folder / SESSIONS / session.name).write_text(session.text, encoding="utf-8", newline="\n")


def extract(folder: Path) -> None:
    """Write the front matter of each session into a file of its own, for the tools that read YAML only."""
    shutil.rmtree(folder / FRONT_MATTER, ignore_errors=True)
    (folder / FRONT_MATTER).mkdir()
    for path in (folder / SESSIONS).iterdir():
        front = sessions.front_matter(Session(path.name, path.read_text(encoding="utf-8")))
        (folder / FRONT_MATTER / front.name).write_text(front.text, encoding="utf-8", newline="\n")


def _written(folder: Path, made: Iterable[Session]) -> Path:
    """Give the folder with sessions in it; what is there is not written again."""
    if not folder.exists():
        write(folder, made)
    return folder

"""What the linters see: each mistake is made in a session of a git repository, and each linter is asked about it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .corpora import SESSIONS, Maker, extract, write
from .mistakes import Mistake
from .peers import OURS, Peer
from .sessions import Session

UNSEEN, FOUND, FIXED, FIXED_ON_REQUEST = "–", "found", "fixed", "fixed on request"
_SECONDS = 120
_NAME = re.compile(r"[^ \"]*[0-9]{8}-[0-9]{6}-[\w-]+\.(md|yaml)")
_CODES = (0, 1, 3)  # 3 is what pymarkdown ends with when it has fixed something


@dataclass(frozen=True)
class Trial:
    """What a linter makes of a mistake."""

    mistake: Mistake
    peer: Peer
    seen: str


@dataclass(frozen=True)
class Trials:
    """All trials, and how many findings each linter has about the session before there is a mistake in it."""

    results: tuple[Trial, ...]
    before: tuple[tuple[Peer, int], ...]


def run(
    programs: Mapping[Peer, tuple[str, ...]], maker: Maker, env: Mapping[str, str], mistakes: Sequence[Mistake]
) -> Trials:
    """Try each mistake with each program, of which one has to be session-lint."""
    repository = maker.repository("trials", 3)
    extract(repository)
    ground = _Ground(repository, maker.clean(1), programs, env)
    results = [Trial(mistake, peer, ground.tried(peer, mistake)) for mistake in mistakes for peer in programs]
    return Trials(tuple(results), tuple((peer, ground.before[peer].total()) for peer in programs))


@dataclass(frozen=True)
class _Ground:
    """A git repository in which a session is clean, and the programs that are asked about copies of it."""

    repository: Path
    session: Session
    programs: Mapping[Peer, tuple[str, ...]]
    env: Mapping[str, str]

    @cached_property
    def before(self) -> dict[Peer, Counter[str]]:
        return {peer: self._findings(peer, self.repository) for peer in self.programs}

    def tried(self, peer: Peer, mistake: Mistake) -> str:
        """Say what a linter makes of a mistake.

        It is found when there are findings that were not there before, and fixed when they are gone after the linter's
        fix. A mistake that is about sessions has to be gone for session-lint as well, whose rules say what that is.
        """
        folder = self.repository.with_name("trial")
        self._make(mistake, folder)
        if not self._new(peer, folder):
            return UNSEEN
        judges = {peer, OURS} if mistake.code else {peer}
        for fix, word in zip(peer.fixes, (FIXED, FIXED_ON_REQUEST), strict=False):
            self._make(mistake, folder)
            _output((*self.programs[peer], *fix, *peer.paths(folder)), folder, self.env)
            extract(folder)
            if not any(self._new(judge, folder) for judge in judges):
                return word
        return FOUND

    def _make(self, mistake: Mistake, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.repository, folder)
        (folder / SESSIONS / self.session.name).unlink()
        write(folder, [mistake.make(self.session)])
        extract(folder)

    def _new(self, peer: Peer, folder: Path) -> Counter[str]:
        return self._findings(peer, folder) - self.before[peer]

    def _findings(self, peer: Peer, folder: Path) -> Counter[str]:
        """Count the lines of the output that name a session, without its name and without numbers, for places move."""
        lines = _output((*self.programs[peer], *peer.check, *peer.paths(folder)), folder, self.env).split("\n")
        return Counter(re.sub("[0-9]+", "", _NAME.sub("FILE", line)) for line in lines if _NAME.search(line))


def _output(command: tuple[str, ...], folder: Path, env: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=dict(env), capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
    )
    if done.returncode not in _CODES:
        raise RuntimeError(f"{' '.join(command)[:300]} ended with {done.returncode}: {done.stderr[:300]}")
    return done.stdout + done.stderr

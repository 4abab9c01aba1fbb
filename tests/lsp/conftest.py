"""A repository with sessions, and an editor that has it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .editor import Editor


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a place for sessions; no git is run."""
    root = tmp_path / "home"
    (root / ".git").mkdir(parents=True)
    (root / ".agents" / "sessions").mkdir(parents=True)
    return root


@pytest.fixture
def editor(root: Path) -> Iterator[Editor]:
    """A server that an editor has started there, and has not yet spoken to."""
    with Editor(root) as editor:
        yield editor

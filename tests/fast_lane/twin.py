"""Runs a call both ways: through the fast lane, and without it."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from session_lint import cli, fast_lane

from .samples import FULL, NAME

FOLDER = ".agents/sessions"
PATH = f"{FOLDER}/{NAME}"


@contextlib.contextmanager
def captured() -> Iterator[io.BytesIO]:
    """Take what is written to standard output."""
    taken, before = io.BytesIO(), sys.stdout
    sys.stdout = io.TextIOWrapper(taken, encoding="utf-8")
    try:
        yield taken
        sys.stdout.flush()
    finally:
        sys.stdout = before


def takes_lane(root: Path, *arguments: str) -> bool:
    """Whether a call takes the fast lane; fails if that says something else than the ordinary way."""
    with contextlib.chdir(root), captured() as taken:
        said = fast_lane.answer(arguments)
        code = cli.ordinary(list(arguments))
        sys.stdout.flush()
        found = taken.getvalue().decode()
    if said is not None:
        assert (code, found) == (0, said), arguments
    return said is not None


def run(
    root: Path, *arguments: str, env: Mapping[str, str] | None = None, stdout: int = subprocess.PIPE
) -> tuple[int, str, str]:
    """Run a call as a process of its own; gives code and both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "session_lint", *arguments],
        cwd=root, env={**os.environ, **(env or {})}, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout or "", done.stderr


def write(root: Path, text: str | bytes = FULL, path: str = PATH) -> Path:
    """Write a file below a folder."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode() if isinstance(text, str) else text)
    return place


def other(number: int, text: str = FULL) -> tuple[str, str]:
    """Give another session and its path."""
    text = text.replace("14:30:00Z", f"14:30:{number:02}Z").replace("BACK-123", f"BACK-{200 + number}")
    return text.replace("feat/weather", f"feat/{number}"), f"{FOLDER}/20251204-1430{number:02}-other-{number}.md"


def hook_takes_lane(root: Path, given: bytes, *arguments: str) -> bool:
    """Whether a hook takes the fast lane; fails if it ends otherwise than the ordinary way alone.

    That is so of what the fast lane leaves to the ordinary way, too, after it has read standard input.
    """
    call = ["hook", *arguments]
    with contextlib.chdir(root), fed(given):
        said = fast_lane.answer(call)
        found = (0, said, "") if said is not None else ordinary(root, *call)
    with fed(given):
        alone = ordinary(root, *call)
    same = found == alone  # pytest would take hours over the difference of long texts
    assert same, (given, arguments, found, alone)
    return said is not None


def ordinary(root: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a call without the fast lane; gives code and both streams."""
    errors = io.StringIO()
    try:
        with contextlib.chdir(root), captured() as taken, contextlib.redirect_stderr(errors):
            code = cli.ordinary([*arguments])
            sys.stdout.flush()
            return code, taken.getvalue().decode(), errors.getvalue()
    finally:
        gc.enable()  # which a hook does without


@contextlib.contextmanager
def fed(given: bytes) -> Iterator[None]:
    """Have something on standard input."""
    before = sys.stdin
    with tempfile.TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        sys.stdin = io.TextIOWrapper(file)
        try:
            yield
        finally:
            sys.stdin.detach()
            sys.stdin = before

"""What the tests of the hooks share: one environment of each program, built once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from .place import (
    BUILD_SECONDS,
    CHECK,
    CONFIG,
    FIX,
    PROGRAMS,
    REPO,
    ROOT,
    TOOLS,
    Place,
    commit_all,
    config,
    environment,
    succeed,
    write,
)


@pytest.fixture(scope="session")
def env(tmp_path_factory) -> dict[str, str]:
    """The environment that all of them run in."""
    if shutil.which("git") is None:
        pytest.skip("there is no git")
    return environment(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def source(tmp_path_factory, env) -> Path:
    """This checkout as a git repository with one commit, as a user's config would name it."""
    folder = tmp_path_factory.mktemp("source") / "session-lint"
    folder.mkdir()
    for name in ("pyproject.toml", ".pre-commit-hooks.yaml", "README.md", "LICENSE", "src", "schemas"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
        else:
            shutil.copy(ROOT / name, folder / name)
    commit_all(folder, env)
    return folder


@pytest.fixture(scope="session")
def template(tmp_path_factory, source, env) -> Callable[[str], Path]:
    """Gives for each program a repository with all three hooks installed; the first time, their environment is built."""
    built: dict[str, Path] = {}
    revision = succeed("git", "rev-parse", "HEAD", cwd=source, env=env)

    def build(program: str) -> Path:
        if program not in built:
            folder = tmp_path_factory.mktemp(program)
            hooks = config(f"  - repo: {source}\n    rev: {revision}\n", (FIX, CHECK, REPO))
            write(folder, {CONFIG: hooks, "README.md": "# Weather\n"})
            commit_all(folder, env)
            succeed(TOOLS / program, "install", "--install-hooks", cwd=folder, env=env, seconds=BUILD_SECONDS)
            built[program] = folder
        return built[program]

    return build


@pytest.fixture(params=PROGRAMS)
def place(request, tmp_path, template, env) -> Place:
    """A repository of a user, in which all three hooks run on every commit."""
    root = tmp_path / "weather"
    shutil.copytree(template(request.param), root, symlinks=True)
    return Place(root, request.param, env)

"""Judging by a dask cluster on this machine, as docs/scale.md shows it: slow to start, and not in CI.

pip install 'dask[distributed]' && pytest -m cluster
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ..test_cli import GOOD, NAME, write

pytestmark = [pytest.mark.cluster, pytest.mark.filterwarnings("default")]

ROOT = Path(__file__).parents[2]
PAUSED, BROKEN = (GOOD.replace("in_progress", status) for status in ("paused", "complete"))


@pytest.fixture(autouse=True)
def _dask() -> None:
    pytest.importorskip("distributed", reason="there is no dask: pip install 'dask[distributed]'")


@pytest.fixture
def program(tmp_path: Path):
    """Give a function that runs a program of docs/scale.md, by its file's name, in a folder."""
    shown = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")

    def ran(name: str, *arguments: str, cwd: Path) -> str:
        found = re.search(rf"```python\n# {re.escape(name)}\n(.*?)```", shown, re.DOTALL)
        assert found, f"docs/scale.md shows no {name}"
        path = tmp_path / name
        path.write_text(found[1], encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(path), *arguments], cwd=cwd, capture_output=True, text=True, check=False,
            timeout=120, env={**os.environ, "DASK_LOGGING__DISTRIBUTED": "error"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return ran


def made(root: Path, count: int) -> Path:
    """Make a repository of which every third session is broken."""
    (root / ".git").mkdir(parents=True)
    (root / ".agents" / "sessions").mkdir(parents=True)
    for number in range(count):
        write(
            root, BROKEN if number % 3 == 0 else PAUSED, NAME.replace("143000", f"14{number // 60:02}{number % 60:02}")
        )
    return root


def test_thousands_of_repositories_are_audited(tmp_path, program):
    repositories = [made(tmp_path / f"repository-{number}", number + 1) for number in range(20)]
    listed = tmp_path / "repositories.txt"
    listed.write_text("".join(f"{root}\n" for root in (*repositories, tmp_path / "nowhere")), encoding="utf-8")
    lines = [json.loads(line) for line in program("audit.py", str(listed), cwd=tmp_path).split("\n")[:-1]]
    counts = {line["repository"]: line.get("files") for line in lines}
    assert counts == {
        **{str(root): number + 1 for number, root in enumerate(repositories)},
        str(tmp_path / "nowhere"): None,
    }
    assert sum(line["rules"].get("SL201", 0) for line in lines if "rules" in line) == sum(n // 3 + 1 for n in range(20))
    assert [line["error"] for line in lines if "error" in line] == ["there is no such folder"]


def test_one_large_repository_is_judged_by_the_cluster(tmp_path, program):
    root = made(tmp_path / "large", 300)
    assert program("large.py", cwd=root) == "300 files, 100 errors\n"

"""What is installed: the wheel has all that the program reads, and nothing else; both kinds of install work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from session_lint import __version__, shipped
from session_lint.commands.completion import SHELLS
from session_lint.commands.schema import SCHEMAS
from session_lint.config import schema

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "session_lint"
PRESETS = tuple(f"{name}.toml" for name in schema.PRESETS)

_SECONDS = 300


def run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a program that finds us where we are installed, and by no other way."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SESSION_LINT_"))}
    return subprocess.run(
        command, cwd=cwd, env=kept, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False
    )


def output(*command: str | Path, cwd: Path = ROOT) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built by the build backend of this environment."""
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling, which `.[dev]` brings along")
    folder = tmp_path_factory.mktemp("wheel")
    output(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--wheel-dir", str(folder), str(ROOT)),
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The scripts folder of an environment with the wheel in it, and with our dependencies from this one.

    The dependencies are found by a path file, which reads no path files in turn: an editable install stays unseen.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", vars=paths))
    scripts = Path(sysconfig.get_path("scripts", vars=paths))
    command = (sys.executable, "-m", "pip", "--python", scripts / "python")
    output(*command, "install", "--quiet", "--no-deps", "--no-index", wheel)
    (site / "parent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


def test_the_wheel_holds_all_that_the_program_reads(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        schemas = {name: archive.read(f"session_lint/schemas/{name}") for name in SCHEMAS.values()}
    modules = {path.relative_to(SOURCE.parent).as_posix() for path in SOURCE.rglob("*.py")}
    presets = {f"session_lint/profiles/{path.name}" for path in (SOURCE / "profiles").iterdir()}
    assert {f"session_lint/profiles/{name}" for name in PRESETS} <= presets
    completions = {f"session_lint/completions/session-lint.{shell}" for shell in SHELLS}
    assert modules | presets | completions | {"session_lint/py.typed"} <= names
    assert schemas == {name: (ROOT / "schemas" / name).read_bytes() for name in schemas}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_holds_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"session_lint", f"session_lint-{__version__}.dist-info"}
    ours = (".py", ".json", ".toml", "py.typed", *(f"/session-lint.{shell}" for shell in SHELLS))
    assert [name for name in names if not name.endswith(ours) and "dist-info" not in name] == []
    assert [name for name in names if "test_" in name or "__pycache__" in name] == []


@pytest.mark.parametrize("name", [*SCHEMAS.values(), *PRESETS, *(f"session-lint.{shell}" for shell in SHELLS)])
def test_a_shipped_file_is_found_in_a_checkout_and_in_an_install(name, installed):
    assert shipped.read(name)
    script = f"from session_lint import shipped; print(shipped.__file__); print(shipped.read({name!r}), end='')"
    where, _, text = output(installed / "python", "-c", script, cwd=installed).partition("\n")
    assert Path(where).is_relative_to(installed.parent)
    assert text == shipped.read(name)


def test_a_file_that_is_missing_says_to_install_again():
    with pytest.raises(FileNotFoundError, match=r"none\.json is missing from this installation"):
        shipped.read("none.json")


@pytest.mark.parametrize("command", [("session-lint",), ("python", "-m", "session_lint")], ids=" ".join)
def test_the_installed_program_runs(command, installed):
    program = (installed / command[0], *command[1:])
    assert output(*program, "--version", cwd=installed) == f"session-lint {__version__}\n"
    done = run(*program, "--isolated", "--output-format", "json", "examples")
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["files_checked"] == len(list((ROOT / "examples/.agents/sessions").iterdir()))


def test_this_environment_has_the_program():
    script = Path(sysconfig.get_path("scripts")) / "session-lint"
    if not script.exists():
        pytest.skip("session-lint is not installed here; see CONTRIBUTING.md")
    assert output(script, "--version") == f"session-lint {__version__}\n"

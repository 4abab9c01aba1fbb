"""Installs session-lint and its peers, each into an environment of its own below a cache folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path

from .peers import Peer

_ROOT = Path(__file__).resolve().parents[1]
_PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
_DONE = "installed.txt"  # written last, so that what was interrupted is made anew


@dataclass(frozen=True)
class Ours:
    """A Python that has session-lint, and the launcher that was installed with it, if there is one."""

    python: str
    launcher: str | None


def default_cache() -> Path:
    """Give the folder for the environments: below the user's cache folder (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "session-lint-benchmarks"


def here() -> Ours:
    """Give the Python that runs this."""
    launcher = Path(sysconfig.get_path("scripts"), "session-lint")
    return Ours(sys.executable, str(launcher) if launcher.exists() else None)


def ours(cache: Path) -> Ours:
    """Build the checkout, and install it as its users do."""
    folder = cache / "session-lint"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, clear=True, symlinks=True, with_pip=True)
    with tempfile.TemporaryDirectory() as scratch:
        _run(sys.executable, *_PIP, "wheel", "--no-deps", "--wheel-dir", scratch, str(_ROOT))
        (wheel,) = Path(scratch).iterdir()
        _run(str(python), *_PIP, "install", str(wheel))
        _run(str(python), *_PIP, "install", "--no-deps", "--force-reinstall", str(wheel))  # of the same version
    return Ours(str(python), str(python.with_name("session-lint")))


def program(peer: Peer, cache: Path) -> str | None:
    """Give the program of a peer, installed if it is not there yet; None without npm if it needs that.

    Raises CalledProcessError when it cannot be installed.
    """
    folder = cache / f"{peer.name}-{peer.version}"
    found = folder / ("node_modules/.bin" if peer.npm else "bin") / peer.program
    pinned = "\n".join(peer.pinned)
    done = folder / _DONE
    if found.exists() and done.exists() and done.read_text(encoding="utf-8") == pinned:
        return str(found)
    if peer.npm:
        npm = shutil.which("npm")
        if npm is None:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        _run(npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), *peer.pinned)
    else:
        venv.create(folder, clear=True, symlinks=True, with_pip=True)
        _run(str(folder / "bin" / "python"), *_PIP, "install", *peer.pinned)
    done.write_text(pinned, encoding="utf-8")
    return str(found)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)

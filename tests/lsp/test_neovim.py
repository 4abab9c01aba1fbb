"""The server in a real Neovim, set up as the documents say: what it shows, what it changes, and how it ends."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..test_cli import BAD, GOOD, NAME, run
from ..test_git import commit, git
from .neovim import NEWS, Neovim, shown

SEVERITIES = {"error": 1, "warning": 2, "info": 3}
FLOW = '---\nsession: {title: "é– %s", status: complete}\n---\n# Session: é\n\n😀 text\n\n-[ ] 日 <!-- session-lint: ignore SL999 -->\n'
MENDABLE = (
    BAD.replace('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z")
    .replace("## Next Steps", "## next steps:")
    .replace("- Read it.", "-[ ] Read 日 it. 😀\n- [x ] Write it.")
)
MARK = "\ufeff"
OUTLINE = [
    "[Namespace] front matter",
    "[Object] session",
    "[Property] title",
    "[Property] status",
    "[Property] created",
    "[Property] last_updated",
    "[Object] orchestration",
    "[Property] current_task",
    "[File] Session: Weather fallback",
    "[String] Context",
    "[String] Current State",
    "[String] Next Steps",
]


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """A folder with a short name: that of a socket may have some hundred bytes."""
    with tempfile.TemporaryDirectory(prefix="nvim-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A real repository with a session that has been committed."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "--quiet")
    for key, value in (("user.name", "Somebody"), ("user.email", "somebody@example.org")):
        git(root, "config", key, value)
    sessions(root).mkdir(parents=True)
    (sessions(root) / NAME).write_text(GOOD, encoding="utf-8")
    commit(root)
    return root


@pytest.fixture(scope="module")
def neovim(scratch, root) -> Iterator[Neovim]:
    """One Neovim for all that leaves no traces in another test's files."""
    with Neovim(scratch, root, "\n".join(shown("lua"))) as neovim:
        yield neovim


def sessions(root: Path) -> Path:
    return root / ".agents" / "sessions"


def session(root: Path, text: str, name: str) -> Path:
    """Write a session that no other test has."""
    path = sessions(root) / name
    path.write_bytes(text.encode("utf-8"))
    return path


def said(path: Path, *options: str) -> list[dict[str, Any]]:
    """Give what the command line says of a file."""
    done = run(str(path), "--output-format", "json", *options, cwd=path.parents[2])
    found: list[dict[str, Any]] = json.loads(done.stdout)["diagnostics"]
    return found


def place(text: str, row: int, column: int) -> tuple[int, int]:
    """Give a place of ours as Neovim counts: from 0, and bytes of UTF-8. It hides the byte order mark."""
    line = text.removeprefix(MARK).replace("\r\n", "\n").split("\n")[row - 1]
    return row - 1, len(line[: column - 1].encode())


def mended(path: Path, *options: str, to: Path | None = None) -> bytes:
    """Give what `--fix` makes of a file, which stays as it is; `to` is where that moves it."""
    before = path.read_bytes()
    run(str(path), "--fix", *options, cwd=path.parents[2])
    after = (to or path).read_bytes()
    (to or path).unlink()
    path.write_bytes(before)
    assert after != before
    return after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("20251204-150000-plain.md", BAD, id="plain"),
        pytest.param("20251204-150001-astral.md", FLOW % "😀🏴", id="astral"),
        pytest.param("20251204-150002-crlf.md", (FLOW % "😀").replace("\n", "\r\n"), id="crlf"),
        pytest.param("20251204-150003-mark.md", MARK + FLOW % "日", id="byte order mark"),
        pytest.param("20251204-150004-clean.md", GOOD, id="hardly anything"),
    ],
)
def test_what_is_shown_is_what_the_command_line_says(neovim, root, name, text):
    path = session(root, text, name)
    expected = sorted(
        (
            one["code"],
            place(text, one["location"]["row"], one["location"]["column"]),
            place(text, one["end_location"]["row"], one["end_location"]["column"]),
            SEVERITIES[one["severity"]],
        )
        for one in said(path)
    )
    neovim.open(path)
    assert neovim.diagnostics() == expected
    path.unlink()


def test_the_place_of_a_value_is_that_of_its_bytes(neovim, root):
    """`session: {title: "é– 😀", status: complete}`: 2, 3 and 4 bytes before it in place of one column each."""
    path = session(root, (FLOW % "😀").replace("\n", "\r\n"), "20251204-150005-bytes.md")
    neovim.open(path)
    at = 'session: {title: "é– 😀", status: '.encode()
    assert ("SL201", (1, len(at)), (1, len(at) + len("complete")), 1) in neovim.diagnostics()
    assert len(at) == len('session: {title: "é– 😀", status: ') + 1 + 2 + 3
    path.unlink()


def test_it_starts_for_sessions_and_for_nothing_else(neovim, root):
    readme = root / "README.md"
    readme.write_text(BAD, encoding="utf-8")
    neovim.open(sessions(root) / NAME)
    attached = "vim.cmd.edit(vim.fn.fnameescape(...)) return #vim.lsp.get_clients({ bufnr = 0 })"
    assert neovim.lua(attached, str(readme)) == 0
    neovim.lua(NEWS % "vim.lsp.buf_attach_client(0, vim.lsp.get_clients()[1].id)")
    assert neovim.diagnostics() == []
    assert neovim.starts.read_text() == "started\n"


def test_a_quick_fix_does_what_fix_does(neovim, root):
    path = session(root, BAD.replace('title: "', 'title: "😀 ').replace("\n", "\r\n"), "20251204-150100-quick.md")
    expected = mended(path, "--select", "SL201")
    neovim.open(path)
    neovim.act("quickfix", 4, "Write `completed`")
    assert neovim.text().encode() == expected
    neovim.lua("vim.cmd('noautocmd silent write') return 0")
    assert path.read_bytes() == expected
    path.unlink()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("20251204-160000-lf.md", MENDABLE, id="lf"),
        pytest.param("20251204-160001-crlf.md", MENDABLE.replace("\n", "\r\n"), id="crlf"),
        pytest.param("20251204-160002-mark.md", MARK + MENDABLE, id="byte order mark"),
        pytest.param("20251204-160003-end.md", MENDABLE.removesuffix("\n"), id="no break at the end"),
    ],
)
def test_saving_does_what_fix_does(neovim, root, name, text):
    path = session(root, text, name)
    expected = mended(path)
    neovim.open(path)
    neovim.lua("vim.bo.fixendofline = false return 0")
    neovim.write()
    assert path.read_bytes() == expected
    path.unlink()


def test_saving_brings_the_time_up_to_date(neovim, root):
    """What is not on the disk counts: the history is that of the text that was typed."""
    path = sessions(root) / NAME
    neovim.open(path)
    neovim.type("- Done.")
    assert [one[0] for one in neovim.diagnostics()] == ["SL501"]
    neovim.write()
    assert path.read_text(encoding="utf-8") == GOOD.replace("05T09:00:00Z", "05T12:00:00Z") + "- Done.\n"
    git(root, "checkout", "--quiet", "--", str(path))


def test_a_rename_moves_the_file_and_the_buffer(neovim, root):
    path = session(root, GOOD, "20251204-143000-PLT-123-radar.md")
    to = path.with_name("20251204-143000-radar.md")
    expected = mended(path, "--select", "SL103", "--unsafe-fixes", to=to)
    neovim.open(path)
    neovim.act("quickfix", 1, "(unsafe)")
    assert neovim.lua("return vim.api.nvim_buf_get_name(0)") == str(to)
    assert (path.exists(), to.exists()) == (False, True)
    assert neovim.text().encode() == expected
    neovim.write()
    assert to.read_bytes() == expected
    assert [one[0] for one in neovim.diagnostics()] == [one["code"] for one in said(to)]
    to.unlink()


def test_a_step_is_taken_where_nothing_is_wrong(neovim, root):
    path = session(root, GOOD, "20251204-150200-step.md")
    before = path.read_bytes()
    run("status", str(path), "paused", cwd=root)
    after = path.read_bytes()
    path.write_bytes(before)
    neovim.open(path)
    neovim.act("refactor.rewrite", 4, "Pause this session")
    assert neovim.text().encode() == after != before
    path.unlink()


def test_a_value_is_completed_as_it_is_typed(neovim, root):
    path = session(root, GOOD, "20251204-150201-type.md")
    neovim.open(path)
    neovim.lua("vim.api.nvim_win_set_cursor(0, { 4, 0 }) vim.api.nvim_input('C  status: <C-x><C-o>') return 0")
    offered = "wait(function() return vim.fn.pumvisible() == 1 end) return vim.fn.complete_info({ 'items' }).items"
    assert [one["word"] for one in neovim.lua(offered)] == ["in_progress", "paused", "completed"]
    neovim.lua("vim.api.nvim_input('<C-n><C-y><Esc>') return 0")
    neovim.lua("wait(function() return vim.fn.mode() == 'n' end) return 0")
    assert neovim.lua("return vim.api.nvim_get_current_line()") == "  status: paused"
    path.unlink()


def test_a_key_is_explained(neovim, root):
    neovim.open(sessions(root) / NAME)
    hover = """\
vim.api.nvim_win_set_cursor(0, { 4, 3 })
vim.lsp.buf.hover()
local function float()
  return vim.iter(vim.api.nvim_list_wins()):find(function(one)
    return vim.api.nvim_win_get_config(one).relative ~= ''
  end)
end
wait(float)
local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, true)
vim.cmd('fclose!')
return lines
"""
    assert neovim.lua(hover)[0] == "**`session.status`** · required · one of `in_progress`, `paused`, `completed`"


def test_headings_folds_age_and_hints_are_there(neovim, root):
    path = session(root, GOOD.replace("14:30:00", "15:04:00"), "20251204-150400-help.md")
    neovim.open(path)
    outline = """\
local done
vim.lsp.buf.document_symbol({ on_list = function(list) done = list end })
wait(function() return done end)
return vim.iter(done.items):map(function(one) return one.text end):totable()
"""
    assert neovim.lua(outline) == OUTLINE
    folds = """\
vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.lsp.foldexpr()'
wait(function() return vim.fn.foldlevel(2) > 0 end)
return vim.iter(vim.fn.range(1, vim.fn.line('$'))):map(vim.fn.foldlevel):totable()
"""
    assert neovim.lua(folds) == [1, *(2,) * 7, 1, 1, *(1, 2, 2, 2) * 3]
    lenses = """\
vim.lsp.codelens.refresh({ bufnr = 0 })
wait(function() return #vim.lsp.codelens.get(0) > 0 end)
return vim.iter(vim.lsp.codelens.get(0)):map(function(one) return one.command.title end):totable()
"""
    assert neovim.lua(lenses) == ["in_progress, updated 3 hours ago"]
    hints = """\
vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
wait(function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)
return vim.iter(vim.lsp.inlay_hint.get({ bufnr = 0 })):map(function(one) return one.inlay_hint.label end):totable()
"""
    assert neovim.lua(hints) == ["20 hours ago", "3 hours ago"]
    path.unlink()


def test_what_changes_elsewhere_is_shown(neovim, root):
    config = root / "session-lint.toml"
    path = session(root, BAD, "20251204-150300-config.md")
    neovim.open(path)
    before = [one[0] for one in neovim.diagnostics()]
    time.sleep(2.5)  # for the look with which the next one is compared
    neovim.lua("seen = {} return 0")
    config.write_text('ignore = ["SL201"]\n', encoding="utf-8")
    neovim.lua("wait(function() return seen[vim.api.nvim_get_current_buf()] end) return 0")
    assert [one[0] for one in neovim.diagnostics()] == [code for code in before if code != "SL201"] != before
    config.unlink()
    path.unlink()


def test_one_that_asks_is_answered(root):
    """As Neovim does where its user has not said that it should not."""
    asks = re.sub(r"^  capabilities = .*\n", "", shown("lua")[0], count=1, flags=re.MULTILINE)
    assert asks != shown("lua")[0]
    path = session(root, BAD, "20251204-150301-asks.md")
    with tempfile.TemporaryDirectory(prefix="nvim-") as folder, Neovim(Path(folder), root, asks) as neovim:
        neovim.open(path)
        has = "return vim.lsp.get_clients()[1].server_capabilities.diagnosticProvider ~= nil"
        assert neovim.lua(has)
        assert [one[0] for one in neovim.diagnostics()] == [one["code"] for one in said(path)]
        neovim.type("-[ ] More.")
        assert "SL307" in [one[0] for one in neovim.diagnostics()]
    path.unlink()


@pytest.mark.parametrize("ending", [Neovim.quit, Neovim.kill], ids=["quit", "killed"])
def test_no_server_is_left(root, ending):
    with tempfile.TemporaryDirectory(prefix="nvim-") as folder, Neovim(Path(folder), root, shown("lua")[0]) as neovim:
        neovim.open(sessions(root) / NAME)
        assert neovim.left_over(0.1)
        ending(neovim)
        assert not neovim.left_over()

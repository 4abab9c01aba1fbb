"""The server as a process: how it begins and ends, what is no message, configs that break, roots, and a rule that does."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from ..test_cli import BAD, GOOD, NAME, run, write
from ..test_plugins import MODULE, install
from .editor import ABLE, PULLS, WAIT, Editor, framed, uri
from .test_diagnostics import codes

PAUSED = (
    GOOD.replace("in_progress", "paused")
    .replace("2025-12-05T09:00", "2025-10-01T09:00")
    .replace("2025-12-04T14", "2025-09-04T14")
)
NOISY = 'print("a rule speaks")\n' + MODULE.replace(
    "        yield",
    '        print("and again")\n        if "CRASH" in session.text:\n            raise ValueError("ghp_" + "a1B2" * 9)\n        yield',
)


@pytest.fixture
def path(root):
    return root / ".agents" / "sessions" / NAME


# -- begin and end


def test_a_request_that_comes_too_early_or_too_late_is_refused(editor, root):
    assert editor.answer("textDocument/codeAction", {})["error"]["code"] == -32002
    editor.notify("textDocument/didOpen", {})
    editor.begin(root)
    assert editor.answer("initialize", {"capabilities": {}})["error"] == {
        "code": -32600,
        "message": "`initialize` may come only once",
    }
    assert editor.answer("textDocument/noSuchThing", {})["error"]["code"] == -32601
    assert editor.answer("$/noSuchThing")["error"]["code"] == -32601
    assert editor.ask("shutdown") is None
    assert editor.answer("textDocument/codeAction", {})["error"] == {
        "code": -32600,
        "message": "the server has been shut down; only `exit` may follow",
    }
    editor.notify("exit")
    assert editor.process.wait(WAIT) == 0


def test_what_an_editor_says_in_words_of_a_later_protocol_is_passed_over(editor, root, path):
    able = {**PULLS, "general": {"positionEncodings": ["utf-64", "utf-8"]}, "window": 7, "later": {"x": []}}
    able["workspace"] = {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["rename", "teleport"]}}
    able["textDocument"] = {
        **PULLS["textDocument"],
        "hover": {"contentFormat": ["html", "markdown"]},
        "documentSymbol": {"symbolKind": {"valueSet": [1, 99]}, "hierarchicalDocumentSymbolSupport": True},
        "diagnostic": {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2, 3]}},
    }
    capabilities = editor.begin(root, able=able, trace="loud")
    assert capabilities["positionEncoding"] == "utf-8"
    editor.open(path, BAD)
    assert codes(editor.pulled(path)["items"]) == ["SL201"]
    document = {"textDocument": {"uri": uri(path)}}
    hovered = editor.ask("textDocument/hover", {**document, "position": {"line": 3, "character": 4}})
    assert hovered["contents"]["kind"] == "markdown"
    assert "children" in editor.ask("textDocument/documentSymbol", document)[0]
    assert editor.end() == 0


def test_what_other_servers_have_found_is_not_looked_at(editor, root, path):
    editor.begin(root, able=PULLS)
    editor.open(path, BAD)
    place = {"start": {"line": 3, "character": 12}, "end": {"line": 3, "character": 12}}
    alien = {"range": place, "message": "strange", "severity": 9, "tags": [7], "codeDescription": {}}
    titles = [one["title"] for one in editor.actions(path, place, diagnostics=[alien], only=["quickfix"])]
    assert titles == ["Write `completed`", "Ignore SL201 (frontmatter-schema) with a comment"]
    assert editor.end() == 0


def test_an_end_without_a_word_before_is_told_by_the_exit_code(editor, root):
    editor.begin(root)
    editor.notify("exit")
    assert editor.process.wait(WAIT) == 1


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"Content-Len", id="half a header"),
        pytest.param(framed({"jsonrpc": "2.0", "id": 9, "method": "shutdown"})[:-5], id="half a message"),
    ],
)
def test_an_editor_that_is_gone_takes_the_server_along(editor, root, last):
    editor.begin(root)
    editor.send_bytes(last)
    editor.process.stdin.close()
    assert editor.process.wait(WAIT) == 1


def test_an_editor_that_dies_takes_the_server_along_although_the_pipe_is_open(editor, root):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        editor.begin(root, processId=other.pid)
        time.sleep(0.1)
        assert editor.process.poll() is None
        other.communicate(b"\n")
    assert editor.process.wait(WAIT) == 1


def test_an_editor_outside_of_the_container_has_a_number_that_is_nobodys(editor, root, path):
    with subprocess.Popen([sys.executable, "-c", ""]) as other:
        other.wait()
    editor.begin(root, able=PULLS, processId=other.pid)
    time.sleep(2.5)
    editor.open(path, BAD)
    assert codes(editor.pulled(path)["items"]) == ["SL201"]
    assert editor.end() == 0


def test_what_is_no_message_is_refused_and_passed_over(editor, root, path):
    editor.begin(root, able=PULLS)
    for body in (b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000):
        editor.send_bytes(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        if body in (b"{", b"\xff"):
            refused = editor.next(lambda one: "error" in one)
            assert (refused["id"], refused["error"]["code"]) == (None, -32700)
    editor.send({"id": 77, "method": "textDocument/codeAction", "params": {"textDocument": 3}})
    refused = editor.next(lambda one: one.get("id") == 77)
    assert refused["error"]["code"] == -32602
    editor.send({"method": "textDocument/didOpen", "params": []})
    editor.send({"id": "a", "result": 4})
    editor.send({"params": {}})
    editor.change(path, 2, {"text": BAD})
    editor.close(path)
    editor.open(path, BAD)
    editor.change(
        path, 2, {"range": {"start": {"line": 500, "character": 9}, "end": {"line": 2, "character": 0}}, "text": "x"}
    )
    assert codes(editor.pulled(path)["items"]) == ["SL201"]
    editor.open(path, "half of a pair: \ud83d")
    assert codes(editor.pulled(path)["items"]) == ["SL001"]
    assert editor.actions(path) == []
    assert editor.end() == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["--config", "a", "--isolated"], "--config and --isolated exclude each other", id="both"),
        pytest.param(["--stdoi"], "unrecognized arguments: --stdoi", id="an option that is none"),
        pytest.param(["--now", "noon"], "--now is `noon`", id="no time"),
    ],
)
def test_a_wrong_call_is_told(tmp_path, arguments, says):
    done = run("lsp", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol", "pygls.lsp.server"])
def test_without_the_extra_it_says_how_to_install_it(tmp_path, missing):
    program = f"import sys; sys.modules[{missing!r}] = None; from session_lint.cli import main; sys.exit(main(['lsp']))"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "session-lint: error: the language server needs pygls 2, which is not installed\n"
        "  help: install it: `pip install 'session-lint[lsp]'`\n"
    )


def test_a_question_that_is_taken_back_is_answered_all_the_same(editor, root, path):
    editor.begin(root, able=PULLS)
    editor.open(path, BAD)
    for number in range(100, 110):
        editor.send({"id": number, "method": "textDocument/diagnostic", "params": {"textDocument": {"uri": uri(path)}}})
        editor.notify("$/cancelRequest", {"id": number})
    answers = [editor.next(lambda one, number=number: one.get("id") == number) for number in range(100, 110)]
    assert {one["error"]["code"] for one in answers if "error" in one} <= {-32800}
    assert codes(editor.pulled(path)["items"]) == ["SL201"]
    assert editor.end() == 0


# -- configs and roots


@pytest.mark.parametrize("able", [ABLE, PULLS], ids=["told", "asks"])
def test_a_config_that_breaks_is_told_once_and_the_last_good_one_stays(editor, root, path, able):
    config = root / "session-lint.toml"
    config.write_text('ignore = ["SL201"]\n', encoding="utf-8")
    editor.begin(root, able=able)
    version = 0

    def found() -> list[str]:
        nonlocal version
        version += 1
        if version == 1:
            editor.open(path, BAD)
        else:
            editor.change(path, version, {"text": BAD})
        return codes(editor.pulled(path)["items"] if able is PULLS else editor.published(path, version))

    def set_config(text: str) -> None:
        config.write_text(text, encoding="utf-8")
        later = time.time_ns() + version * 10**9
        os.utime(config, ns=(later, later))

    assert found() == []
    set_config('ignore = ["SL201"')
    assert found() == []
    set_config('ignore = "SL201"]')
    assert found() == []
    (told,) = editor.shown()
    assert told.startswith("session-lint: session-lint.toml:1:18: not TOML:")
    assert told.endswith("(what it said before holds until that is mended)")
    set_config("")
    assert found() == ["SL201"]
    set_config("nonsense = 1")
    assert found() == ["SL201"]
    assert len(editor.shown()) == 2
    assert editor.end() == 0


def test_a_config_that_was_never_good_judges_nothing(editor, root, path):
    (root / "session-lint.toml").write_text("nonsense = 1", encoding="utf-8")
    editor.begin(root, able=PULLS)
    editor.open(path, BAD)
    assert (editor.pulled(path)["items"], editor.actions(path)) == ([], [])
    assert [one.partition("(")[2] for one in editor.shown()] == ["nothing is checked until that is mended)"]


def test_what_a_config_names_is_watched_with_it(editor, root, path):
    base = root / "base.toml"
    base.write_text('ignore = ["SL201"]\n', encoding="utf-8")
    (root / "session-lint.toml").write_text('extend = "base.toml"\n', encoding="utf-8")
    editor.begin(root, able=PULLS)
    editor.open(path, BAD)
    assert editor.pulled(path)["items"] == []
    base.write_text('ignore = ["SL203"]\n\n', encoding="utf-8")
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(base), "type": 2}]})
    assert codes(editor.pulled(path)["items"]) == ["SL201"]


def test_each_root_has_its_config_and_they_come_and_go(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, config in ((one, 'ignore = ["SL201"]'), (two, "")):
        (folder / ".agents" / "sessions").mkdir(parents=True)
        (folder / ".git").mkdir()
        (folder / "session-lint.toml").write_text(config, encoding="utf-8")
    inner = one / "packages" / "inner"
    (inner / ".agents" / "sessions").mkdir(parents=True)
    (inner / "session-lint.toml").write_text('ignore = ["SL3"]\n', encoding="utf-8")
    first, second, third = (folder / ".agents" / "sessions" / NAME for folder in (one, two, inner))
    with Editor(tmp_path) as editor:
        editor.begin(one, two, able=PULLS)
        for path in (first, second, third):
            editor.open(path, BAD)
        seen = [codes(editor.pulled(path)["items"]) for path in (first, second, third)]
        assert seen == [[], ["SL201"], []]
        event = {"added": [{"uri": uri(inner), "name": "inner"}], "removed": [{"uri": uri(two), "name": "two"}]}
        editor.notify("workspace/didChangeWorkspaceFolders", {"event": event})
        seen = [codes(editor.pulled(path)["items"]) for path in (first, second, third)]
        assert seen == [[], ["SL201"], ["SL201"]]
        assert editor.end() == 0


@pytest.mark.parametrize("params", [{}, {"workspaceFolders": None, "rootPath": None}], ids=["none", "null"])
def test_without_a_root_a_session_is_judged_in_its_own_repository(editor, root, path, params):
    (root / "session-lint.toml").write_text('ignore = ["SL201"]\n', encoding="utf-8")
    editor.begin(able=PULLS, **params)
    editor.open(path, BAD)
    assert editor.pulled(path)["items"] == []


def test_a_config_can_be_named_for_all(root, path, tmp_path):
    (root / "session-lint.toml").write_text("nonsense = 1", encoding="utf-8")
    (tmp_path / "other.toml").write_text('ignore = ["SL201"]\n', encoding="utf-8")
    for arguments, expected in (
        (["--config", str(tmp_path / "other.toml")], []),
        (["--isolated", "--stdio"], ["SL201"]),
    ):
        with Editor(root, *arguments) as editor:
            editor.begin(root, able=PULLS)
            editor.open(path, BAD)
            assert codes(editor.pulled(path)["items"]) == expected


def test_a_baseline_is_kept_to(editor, root, path):
    write(root, BAD)
    (root / "session-lint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert run("--write-baseline", "known.json", cwd=root).returncode == 0
    editor.begin(root, able=PULLS)
    editor.open(path, BAD + "\n[ ] x\n")
    assert editor.pulled(path)["items"] == []
    editor.change(path, 2, {"text": BAD.replace("## Context", "## Contextes")})
    assert codes(editor.pulled(path)["items"]) == ["SL301"]


# -- what crashes


def test_a_rule_that_crashes_is_a_line_in_the_log(root, path, tmp_path):
    site = install(tmp_path / "site", NOISY)
    (root / "session-lint.toml").write_text('plugins = ["acme"]\n', encoding="utf-8")
    with Editor(root, PYTHONPATH=str(site)) as editor:
        editor.begin(root, able=PULLS)
        editor.open(path, BAD)
        assert codes(editor.pulled(path)["items"]) == ["ACME001", "SL201"]
        for version in range(2, 5):
            editor.change(path, version, {"text": BAD.replace("A cache", "CRASH")})
            assert codes(editor.pulled(path)["items"]) == ["SL201"]
            assert [one["kind"] for one in editor.actions(path, only=["source"])] == ["source.fixAll.session-lint"]
        editor.change(path, 9, {"text": BAD})
        assert codes(editor.pulled(path)["items"]) == ["ACME001", "SL201"]
        assert editor.end() == 0
        (line,) = editor.logged()
        assert line.startswith("ACME001 a-thing has crashed on `.agents/sessions/")
        assert "ghp_a1B2" not in line
        assert editor.shown() == []
    assert b"a rule speaks" in editor.stderr

"""The help while one writes, as the protocol has it. What it says is tested with the functions that say it."""

from __future__ import annotations

from session_lint.lsp.completion import TRIGGERS

from ..test_cli import GOOD, NAME, write
from .editor import PULLS, offset_at, uri
from .test_diagnostics import place

ABLE = {
    **PULLS,
    "textDocument": {
        **PULLS["textDocument"],
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"snippetSupport": True, "insertTextModeSupport": {"valueSet": [1, 2]}}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
}
OTHER = "20251203-090000-radar-tiles.md"
TEXT = GOOD.replace('title: "Weather fallback"', 'title: "🎉"').replace(
    "- Read it.", f"- [ ] 🎉 Read .agents/sessions/{OTHER}.\n- [x] Write."
)


def at(row: int, column: int) -> dict:
    return {"line": row, "character": column}


def test_an_editor_gets_all_that_helps(editor, root):
    path = root / ".agents" / "sessions" / NAME
    other = write(root, GOOD, OTHER)
    capabilities = editor.begin(root, able=ABLE)
    assert capabilities["completionProvider"]["triggerCharacters"] == [*TRIGGERS]
    asked = {"textDocument": {"uri": uri(path)}}
    editor.open(path, TEXT)

    hover = editor.ask("textDocument/hover", {**asked, "position": at(3, 4)})
    assert hover["range"] == place(3, 2, 8)
    assert hover["contents"]["kind"] == "markdown"
    assert "status" in hover["contents"]["value"]
    assert editor.ask("textDocument/hover", {**asked, "position": at(13, 4)}) is None

    editor.change(path, 2, {"range": place(3, 10, 21), "text": "pa"})
    (item,) = editor.ask("textDocument/completion", {**asked, "position": at(3, 12)})
    assert (item["label"], item["textEdit"]) == ("paused", {"range": place(3, 10, 12), "newText": "paused"})
    assert (item["insertTextMode"], item["sortText"]) == (1, "0000")
    editor.change(path, 3, {"text": TEXT + "\n## "})
    items = editor.ask("textDocument/completion", {**asked, "position": at(TEXT.count("\n") + 1, 3)})
    assert items[0]["textEdit"]["newText"].startswith("## ")
    editor.change(path, 4, {"text": TEXT})

    symbols = editor.ask("textDocument/documentSymbol", asked)
    assert [one["name"] for one in symbols][-1] == "Session: 🎉".replace("🎉", "Weather fallback")
    title = symbols[-1]
    assert [one["name"] for one in title["children"]] == ["Context", "Current State", "Next Steps"]
    assert title["selectionRange"] == place(9, 2, 27)

    folds = editor.ask("textDocument/foldingRange", asked)
    assert {"startLine": 0, "endLine": 8} in folds

    (link,) = editor.ask("textDocument/documentLink", asked)
    start, end = (offset_at(TEXT, **link["range"][side]) for side in ("start", "end"))
    assert (TEXT[start:end], link["target"]) == (f".agents/sessions/{OTHER}", uri(other))

    lenses = editor.ask("textDocument/codeLens", asked)
    assert [one["command"] for one in lenses] == [
        {"title": "in_progress, updated 3 hours ago", "command": ""},
        {"title": "1 open box of 2", "command": ""},
    ]
    hints = editor.ask("textDocument/inlayHint", {**asked, "range": place(0, 0, 0) | {"end": at(5, 0)}})
    assert hints == [{"position": at(4, 33), "label": "21 hours ago", "paddingLeft": True}]
    assert editor.end() == 0
    assert editor.logged() == []


def test_an_editor_that_takes_little_gets_it_plain(editor, root):
    path = root / ".agents" / "sessions" / NAME
    editor.begin(root, able={})
    asked = {"textDocument": {"uri": uri(path)}}
    editor.open(path, TEXT)
    assert editor.ask("textDocument/hover", {**asked, "position": at(3, 4)})["contents"] == {
        "kind": "plaintext",
        "value": "session.status · required · one of in_progress, paused, completed\n\n"
        "in_progress: work is happening; paused: stopped for now; completed: ready to be deleted.\n\n"
        "Example: status: in_progress",
    }
    flat = editor.ask("textDocument/documentSymbol", asked)
    assert [one["containerName"] for one in flat if one["name"] == "Context"] == ["Session: Weather fallback"]
    editor.change(path, 2, {"text": TEXT.replace('forecast"\n', 'forecast"\n  spawned_agents:\n    \n')})
    items = editor.ask("textDocument/completion", {**asked, "position": at(9, 4)})
    assert items
    assert [one for one in items if "**" in one["documentation"] or "`" in one["documentation"]] == []
    assert [one for one in items if "insertTextFormat" in one or "insertTextMode" in one] == []


def test_what_is_no_session_gets_no_help(editor, root):
    path = root / "README.md"
    editor.begin(root, able=ABLE)
    editor.open(path, TEXT)
    asked = {"textDocument": {"uri": uri(path)}}
    for method in ("hover", "completion", "documentSymbol", "foldingRange", "documentLink", "codeLens", "inlayHint"):
        params = {**asked, "position": at(3, 4), "range": place(0, 0, 9)}
        assert not editor.ask(f"textDocument/{method}", params), method


def test_places_to_be_written_over_are_a_snippet(editor, root):
    path = root / ".agents" / "sessions" / NAME
    editor.begin(root, able=ABLE)
    text = TEXT.replace('forecast"\n', 'forecast"\n  spawned_agents:\n    \n')
    editor.open(path, text)
    items = editor.ask("textDocument/completion", {"textDocument": {"uri": uri(path)}, "position": at(9, 4)})
    snippets = [one["textEdit"]["newText"] for one in items if one.get("insertTextFormat") == 2]
    assert snippets
    assert "${1:" in snippets[0]

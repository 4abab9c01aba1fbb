"""What the server says of open texts, when, and of which."""

from __future__ import annotations

import time

import pytest

from ..test_cli import BAD, GOOD, NAME, SAYS, write
from ..test_git import git
from .editor import ABLE, PULLS, Editor, applied_to, uri

OTHER = "20251204-150000-radar-tiles.md"
GOOD_OTHER = GOOD.replace("T14:30", "T15:00")
PAGES = "https://github.com/session-lint/session-lint/blob/main/docs/rules.md"


def codes(diagnostics: list[dict]) -> list[str]:
    return [one["code"] for one in diagnostics]


def place(line: int, start: int, end: int) -> dict:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def replacing(line: int, start: int, end: int, text: str) -> dict:
    return {"range": place(line, start, end), "text": text}


def test_a_text_that_is_opened_is_judged_and_each_change_of_it(editor, root):
    path = root / ".agents" / "sessions" / NAME
    editor.begin(root)
    editor.open(path, BAD)
    assert editor.published(path, 1) == [
        {
            "range": place(3, 10, 18),
            "severity": 1,
            "code": "SL201",
            "codeDescription": {"href": f"{PAGES}#frontmatter-schema"},
            "source": "session-lint",
            "message": f"{SAYS}\nhelp: use `completed`",
            "data": {
                "name": "frontmatter-schema",
                "field": "session.status",
                "section": None,
                "fix": {"title": "write `completed`", "safe": True},
            },
        }
    ]
    editor.change(path, 2, replacing(3, 10, 18, "in_progress"))
    assert editor.published(path, 2) == []
    editor.change(path, 3, replacing(2, 9, 9, "🎉"), replacing(2, 11, 12, ""), replacing(3, 10, 21, "done"))
    assert codes(editor.published(path, 3)) == ["SL201"]
    assert not path.exists()
    editor.close(path)
    assert editor.published(path) == []
    assert editor.end() == 0
    assert editor.shown() == editor.logged() == []


def test_an_editor_that_asks_is_answered_and_not_told(editor, root):
    path = root / ".agents" / "sessions" / NAME
    provider = editor.begin(root, able=PULLS)["diagnosticProvider"]
    assert provider == {"identifier": "session-lint", "interFileDependencies": True, "workspaceDiagnostics": False}
    editor.open(path, BAD)
    first = editor.pulled(path)
    assert (first["kind"], codes(first["items"])) == ("full", ["SL201"])
    assert editor.pulled(path, first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
    editor.change(path, 2, {"text": GOOD})
    then = editor.pulled(path, first["resultId"])
    assert (then["kind"], then["items"]) == ("full", [])
    editor.close(path)
    assert editor.pulled(path)["items"] == []
    editor.end()
    assert {one.get("method") for one in editor.messages} == {None}


@pytest.mark.parametrize(
    ("able", "absent"),
    [
        pytest.param({}, {"codeDescription", "data", "tags", "relatedInformation"}, id="nothing"),
        pytest.param(ABLE, set(), id="all"),
    ],
)
def test_an_editor_gets_what_it_can_show(editor, root, able, absent):
    path = root / ".agents" / "sessions" / NAME
    editor.begin(root, able=able)
    twice = GOOD.replace(
        "  status: in_progress\n", "  status: paused\n  status: in_progress # session-lint: ignore SL204\n"
    )
    editor.open(path, twice)
    duplicate, unused = editor.published(path)
    assert (duplicate["code"], unused["code"]) == ("SL005", "SL006")
    assert {"codeDescription", "data", "tags", "relatedInformation"} - duplicate.keys() - unused.keys() == absent
    if not absent:
        assert unused["tags"] == [1]
        (related,) = duplicate["relatedInformation"]
        assert related["location"] == {"uri": uri(path), "range": place(3, 2, 8)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_are_counted_as_agreed(editor, root, encoding):
    able = {**ABLE, "general": {"positionEncodings": ["klingon", encoding, "utf-16"]}}
    assert editor.begin(root, able=able)["positionEncoding"] == encoding
    text = GOOD.replace('"Weather fallback"', '"🎉"\n  "é–🎉": {x: 1, x: 2}')
    wide = {"utf-8": 9, "utf-16": 4, "utf-32": 3}[encoding]
    for hour, newline in enumerate(("\n", "\r\n", "\r")):
        path = root / ".agents" / "sessions" / NAME.replace("-14", f"-1{hour}")
        editor.open(path, text.replace("T14:30", f"T1{hour}:30").replace("\n", newline))
        first = 3 + wide + 3
        assert editor.published(path)[0]["range"] == place(3, first + 7, first + 8)
        emoji = {"utf-8": 4, "utf-16": 2, "utf-32": 1}[encoding]
        gone = replacing(3, 3 + wide - emoji, 3 + wide, "")
        editor.change(path, 2, gone, replacing(3, first + 7 - emoji, first + 8 - emoji, "y"))
        assert editor.published(path, 2) == []
        editor.change(path, 3, replacing(3, 3, 100, "no"), replacing(99, 0, 0, "more"))
        assert codes(editor.published(path, 3)) == ["SL004"]


def test_only_sessions_of_this_machine_are_judged(editor, root):
    editor.begin(root, able=PULLS)
    for other in (
        root / "README.md",
        root / ".agents" / "sessions" / "README.md",
        root / ".agents" / "sessions" / "archive" / NAME,
        "untitled:Untitled-1",
        f"untitled:{root}/.agents/sessions/{NAME}",
        f"vscode-vfs://github/a/b/.agents/sessions/{NAME}",
        f"git:{root}/.agents/sessions/{NAME}?%7B%7D",
        f"file://elsewhere{root}/.agents/sessions/{NAME}",
        "file:///%00/.agents/sessions/a.md",
        "nonsense",
    ):
        editor.open(other, "no session")
        assert editor.pulled(other)["items"] == [], other
        assert editor.actions(other) == []
    for known in (
        uri(root) + f"/.agents/sessions/{NAME}",
        uri(root) + f"/%2Eagents/sessions/{NAME}",
        f"file:///c%3A/project/.agents/sessions/{NAME}",
    ):
        editor.open(known, BAD)
        assert "SL201" in codes(editor.pulled(known)["items"]), known
    assert editor.end() == 0


def test_unsaved_texts_count_for_one_another(editor, root):
    first, second = (root / ".agents" / "sessions" / name for name in (NAME, OTHER))
    with_issue = GOOD.replace("  status:", '  linear_issue: "PLT-7"\n  status:')
    write(root, GOOD_OTHER, OTHER)
    editor.begin(root)
    editor.open(first, with_issue)
    assert editor.published(first) == []
    editor.open(second, with_issue.replace("T14:30", "T15:00"))
    assert codes(editor.published(second)) == ["SL603"]
    assert codes(editor.published(first)) == ["SL603"]
    editor.change(second, 2, {"text": GOOD_OTHER})
    assert editor.published(second, 2) == []
    assert editor.published(first) == []


def test_a_text_is_held_against_the_last_commit_and_a_new_one(tmp_path):
    git(tmp_path, "init", "-q")
    (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    path = write(tmp_path, GOOD)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "-qm", "one")
    with Editor(tmp_path) as editor:
        editor.begin(tmp_path, able=PULLS)
        editor.open(path, GOOD)
        assert editor.pulled(path)["items"] == []
        more = GOOD.replace("- Read it.", "- Read it.\n- Clean up.")
        editor.change(path, 2, {"text": more})
        assert codes(editor.pulled(path)["items"]) == ["SL501"]
        (action,) = editor.actions(path, only=["source.fixAll"])
        assert applied_to(more, path, action["edit"]) == (more.replace("05T09:00", "05T12:00"), None)
        write(tmp_path, more)
        git(tmp_path, "commit", "-qam", "two")
        editor.notify("textDocument/didSave", {"textDocument": {"uri": uri(path)}})
        assert editor.pulled(path)["items"] == []
        assert editor.end() == 0


@pytest.mark.parametrize(
    ("disk", "shown"),
    [
        pytest.param("\ufeff" + GOOD, GOOD, id="the byte order mark"),
        pytest.param(GOOD.replace("\n", "\r\n"), GOOD, id="CR"),
    ],
)
def test_what_an_editor_hides_of_a_file_is_no_change_of_it(tmp_path, disk, shown):
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.autocrlf", "false")
    (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    path = write(tmp_path, disk)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "-qm", "one")
    with Editor(tmp_path) as editor:
        editor.begin(tmp_path, able=PULLS)
        editor.open(path, shown)
        assert editor.pulled(path)["items"] == []
        editor.change(path, 2, replacing(3, 10, 21, "complete"))
        (one, _) = editor.pulled(path)["items"]
        assert one["range"] == place(3, 10, 18)
        (action,) = editor.actions(path, only=["source.fixAll"])
        changed = shown.replace("in_progress", "complete")
        mended = changed.replace("complete", "completed").replace("05T09:00", "05T12:00")
        assert applied_to(changed, path, action["edit"]) == (mended, None)
        assert editor.end() == 0


def test_a_burst_of_changes_is_judged_when_it_is_over(editor, root):
    path = root / ".agents" / "sessions" / NAME
    editor.begin(root)
    editor.open(path, GOOD)
    assert editor.published(path, 1) == []
    row = GOOD.count("\n") - 1
    for version in range(2, 10_002):
        text = "- Read it.\n" if version % 2 else "- Write it.\n"
        editor.change(
            path, version, {"range": {**place(row, 0, 0), "end": {"line": row + 1, "character": 0}}, "text": text}
        )
    editor.change(path, 10_002, replacing(3, 10, 21, "complete"))
    assert codes(editor.published(path, 10_002)) == ["SL201"]
    told = [
        one["params"]["version"] for one in editor.messages if one.get("method") == "textDocument/publishDiagnostics"
    ]
    assert told == sorted(set(told))
    assert len(told) < 200
    assert editor.end() == 0


def test_what_is_closed_while_it_is_judged_stays_without_diagnostics(editor, root):
    path, other = (root / ".agents" / "sessions" / name for name in (NAME, OTHER))
    editor.begin(root)
    for _ in range(20):
        editor.open(path, BAD)
        editor.close(path)
    editor.open(other, BAD)
    assert codes(editor.published(other)) == ["SL104", "SL201"]
    assert editor.end() == 0
    about = [one["params"] for one in editor.messages if (one.get("params") or {}).get("uri") == uri(path)]
    assert about[-1]["diagnostics"] == []


def test_a_file_that_another_program_changes_is_seen(editor, root):
    path, other = (root / ".agents" / "sessions" / name for name in (NAME, OTHER))
    with_issue = GOOD.replace("  status:", '  linear_issue: "PLT-7"\n  status:')
    able = {**ABLE, "workspace": {**ABLE["workspace"], "didChangeWatchedFiles": {"dynamicRegistration": True}}}
    editor.begin(root, able=able)
    asked = editor.next(lambda one: one.get("method") == "client/registerCapability")
    (watch,) = asked["params"]["registrations"]
    globs = [one["globPattern"] for one in watch["registerOptions"]["watchers"]]
    assert (watch["method"], globs) == (
        "workspace/didChangeWatchedFiles",
        ["**/.agents/**/*.md", "**/.git/logs/HEAD", "**/*.toml", "**/*.json"],
    )
    editor.open(path, with_issue)
    assert editor.published(path) == []
    write(root, with_issue, OTHER)
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri(other), "type": 1}]})
    assert codes(editor.published(path)) == ["SL603"]


@pytest.mark.parametrize("what", ["session", "config", "commit"])
def test_what_nobody_tells_of_is_seen_at_the_next_look(tmp_path, what):
    """Neovim watches no files on Linux."""
    root = tmp_path / "home"
    path, other = (root / ".agents" / "sessions" / name for name in (NAME, OTHER))
    path.parent.mkdir(parents=True)
    with_issue = GOOD.replace("  status:", '  linear_issue: "PLT-7"\n  status:')
    write(root, with_issue)
    git(root, "init", "-q")
    git(root, "add", "--all")
    git(root, "commit", "-qm", "one")
    with Editor(root) as editor:
        editor.begin(root)
        editor.open(path, with_issue + "- More.\n")
        assert codes(editor.published(path)) == ["SL501"]
        time.sleep(2.5)  # for the look with which the next one is compared
        if what == "session":
            write(root, with_issue, OTHER)
            assert codes(editor.published(path)) == ["SL603", "SL501"]
            other.unlink()
        elif what == "config":
            (root / "session-lint.toml").write_text('ignore = ["SL501"]\n', encoding="utf-8")
            assert codes(editor.published(path)) == []
        else:
            write(root, with_issue + "- More.\n")
            git(root, "commit", "-qam", "two")
            assert codes(editor.published(path)) == []
        assert editor.end() == 0
        assert editor.logged() == []


@pytest.mark.parametrize(
    ("able", "methods"),
    [
        pytest.param({"diagnostics": {"refreshSupport": True}}, ["diagnostic"], id="diagnostics"),
        pytest.param(
            {"codeLens": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}},
            ["codeLens", "inlayHint"],
            id="what is shown beside the text",
        ),
        pytest.param({"diagnostics": {"refreshSupport": False}}, [], id="none"),
    ],
)
def test_an_editor_that_asks_is_told_to_ask_again(editor, root, able, methods):
    editor.begin(root, able={**PULLS, "workspace": {**ABLE["workspace"], **able}})
    editor.notify("workspace/didChangeConfiguration", {"settings": {}})
    assert editor.end() == 0
    assert [one["method"] for one in editor.messages if "method" in one] == [
        f"workspace/{one}/refresh" for one in methods
    ]

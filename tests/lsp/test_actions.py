"""What an editor is offered to do, and what that does to the text."""

from __future__ import annotations

import shutil

import pytest

from ..test_cli import BAD, GOOD, NAME, run, write
from .editor import ABLE, PULLS, Editor, applied, applied_to, uri
from .test_diagnostics import place

RESOLVES = {
    **PULLS,
    "textDocument": {
        **PULLS["textDocument"],
        "codeAction": {**ABLE["textDocument"]["codeAction"], "resolveSupport": {"properties": ["edit"]}},
    },
}
AGENTS = GOOD.replace(
    'forecast"\n',
    'forecast"\n  spawned_agents:\n    - agent: dev\n      task: "Write it"\n      status: completed\n      summary: "Done"\n',
)
LOGGED = GOOD + "\n## Session Log\n\n### 2025-12-04 14:30 - Started\n\nIt began.\n"
NEW_AGENT = '    - agent: "TODO"\n      task: "TODO: what it is to do"\n      status: "in_progress"\n'


@pytest.fixture
def path(root):
    return root / ".agents" / "sessions" / NAME


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """An editor that asks, without a root: each session belongs to the repository around it."""
    with Editor(tmp_path_factory.mktemp("nowhere")) as editor:
        editor.begin(able=PULLS)
        yield editor
        assert editor.end() == 0
        assert editor.logged() == []


def titles(actions: list[dict]) -> list[str]:
    return [one["title"] for one in actions]


def test_an_action_says_what_it_does_for_which_diagnostic(editor, root, path):
    editor.begin(root)
    editor.open(path, BAD)
    (diagnostic,) = editor.published(path)
    actions = editor.actions(path, place(3, 12, 12))
    assert titles(actions) == [
        "Write `completed`",
        "Ignore SL201 (frontmatter-schema) with a comment",
        "Set `last_updated` to now",
        "Resume this session",
        "Pause this session",
        "Complete this session",
        "Add a log entry",
        "Add a spawned agent",
        "Fix all problems that session-lint can fix safely",
    ]
    assert actions[0] == {
        "title": "Write `completed`",
        "kind": "quickfix",
        "diagnostics": [diagnostic],
        "isPreferred": True,
        "edit": {
            "documentChanges": [
                {
                    "textDocument": {"uri": uri(path), "version": 1},
                    "edits": [{"range": place(3, 10, 18), "newText": "completed"}],
                }
            ]
        },
    }
    assert [one["kind"] for one in actions] == ["quickfix"] * 2 + ["refactor.rewrite"] * 6 + [
        "source.fixAll.session-lint"
    ]
    ignored = applied_to(BAD, path, actions[1]["edit"])[0]
    assert ignored == BAD.replace("complete\n", "complete  # session-lint: ignore SL201\n")
    assert editor.end() == 0


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        pytest.param(["quickfix"], {"quickfix"}, id="quick fixes"),
        pytest.param(["source"], {"source.fixAll.session-lint"}, id="sources"),
        pytest.param(["source.fixAll"], {"source.fixAll.session-lint"}, id="all fixes"),
        pytest.param(["source.fixAll.session-lint"], {"source.fixAll.session-lint"}, id="all fixes of ours"),
        pytest.param(["source.fixAll.other", "refactor"], {"refactor.rewrite"}, id="steps"),
        pytest.param(["source.organizeImports", "quickfi"], set(), id="of others"),
    ],
)
def test_only_what_is_asked_for_is_offered(shared, path, only, kinds):
    shared.open(path, BAD)
    assert {one["kind"] for one in shared.actions(path, only=only)} == kinds


def test_a_diagnostic_that_is_asked_about_is_mended_from_elsewhere(shared, path):
    """Neovim asks from where the cursor is about all that it shows in the line."""
    shared.open(path, BAD)
    found = shared.pulled(path)["items"]
    assert shared.actions(path, place(3, 0, 0), only=["quickfix"]) == []
    assert titles(shared.actions(path, place(3, 0, 0), only=["quickfix"], diagnostics=found)) == [
        "Write `completed`",
        "Ignore SL201 (frontmatter-schema) with a comment",
    ]
    other = [{**found[0], "source": "another"}]
    assert shared.actions(path, place(3, 0, 0), only=["quickfix"], diagnostics=other) == []
    shared.close(path)


def test_steps_are_offered_unasked_where_they_belong(shared, path):
    shared.open(path, LOGGED)
    unasked = {"triggerKind": 2}
    assert titles(shared.actions(path, place(12, 0, 0), **unasked)) == []
    assert titles(shared.actions(path, place(25, 0, 0), **unasked)) == ["Add a log entry"]
    assert "Pause this session" in titles(shared.actions(path, place(3, 0, 0), **unasked))
    assert "Pause this session" in titles(shared.actions(path, place(12, 0, 0), triggerKind=1))


def test_a_client_that_resolves_gets_the_edit_later(editor, root, path):
    provider = editor.begin(root, able=RESOLVES)["codeActionProvider"]
    assert provider == {
        "codeActionKinds": ["quickfix", "refactor.rewrite", "source.fixAll", "source.fixAll.session-lint"],
        "resolveProvider": True,
    }
    editor.open(path, BAD)
    found = editor.actions(path)
    assert [one for one in found if "edit" in one] == []
    made = {one["title"]: editor.ask("codeAction/resolve", one)["edit"] for one in found}
    assert applied_to(BAD, path, made["Write `completed`"])[0] == GOOD.replace("in_progress", "completed")
    assert "ignore SL201" in applied_to(BAD, path, made["Ignore SL201 (frontmatter-schema) with a comment"])[0]
    assert 'last_updated: "2025-12-05T12:00:00Z"' in applied_to(BAD, path, made["Set `last_updated` to now"])[0]
    twice = "---\n---\n# Session: x\n\n## Context\n\nx\n\n### Current State\n\nx\n"
    editor.change(path, 2, {"text": twice})
    same = [one for one in editor.actions(path, only=["quickfix"]) if one["data"]["target"][0] == "SL301"]
    made = {one["title"]: editor.ask("codeAction/resolve", one)["edit"] for one in same}
    texts = {title: applied_to(twice, path, edit)[0] for title, edit in made.items()}
    assert len(set(texts.values())) == len(texts) == 3
    editor.change(path, 3, {"text": GOOD})
    late = editor.answer("codeAction/resolve", found[0])
    assert late["error"] == {"code": -32801, "message": "the text has changed"}
    for nonsense in (
        {"title": "x"},
        {"title": "x", "data": 1},
        {"title": "x", "data": {"uri": [], "target": [1, "a"]}},
    ):
        assert editor.answer("codeAction/resolve", nonsense)["error"]["code"] == -32801
    other = {"title": "x", "data": {"uri": uri(path), "version": 3, "kind": "fix", "target": ["SL201", "a", None]}}
    assert editor.answer("codeAction/resolve", other)["error"] == {
        "code": -32803,
        "message": "nothing is changed: this text does not allow it by a small edit",
    }
    assert editor.end() == 0


def test_each_of_many_findings_can_be_mended_and_silenced(editor, root, path):
    """Only a hundred are shown: that others then take the places of what is mended is nothing against it."""
    text = GOOD + "\n" + "-[ ] more\n" * 250
    editor.begin(root, able=RESOLVES)
    editor.open(path, text)
    found = {one["title"]: one for one in editor.actions(path, place(30, 0, 0))}
    fixed = editor.ask("codeAction/resolve", found["Write it as `- [ ]`"])["edit"]
    assert applied_to(text, path, fixed)[0].count("- [ ] more\n") == 1
    silenced = editor.ask("codeAction/resolve", found["Ignore SL307 (task-marker) with a comment"])["edit"]
    assert applied_to(text, path, silenced)[0] == text.replace("-[ ]", "<!-- session-lint: ignore SL307 -->\n-[ ]", 1)
    assert editor.end() == 0


def test_in_a_large_text_who_cannot_ask_for_edits_later_is_offered_the_first_ones(editor, root, path):
    text = GOOD + "\n" + "-[ ] more\n" * 60_000
    editor.begin(root, able=PULLS)
    editor.open(path, text)
    assert titles(editor.actions(path, place(30, 0, 0), only=["quickfix"])) == [
        "Write it as `- [ ]`",
        "Ignore SL307 (task-marker) with a comment",
    ]
    assert titles(editor.actions(path, only=["refactor"])) == ["Set `last_updated` to now", "Pause this session"]
    assert editor.end() == 0


def test_others_are_answered_while_edits_are_made(editor, root, path):
    text = GOOD + "\n" + "-[ ] more\n" * 20_000
    asked = {"textDocument": {"uri": uri(path)}}
    everything = {**asked, "range": place(0, 0, 0), "context": {"diagnostics": [], "only": ["source.fixAll"]}}
    editor.begin(root, able=PULLS)
    editor.open(path, text)
    editor.pulled(path)
    for number in ("slow", "given up"):
        editor.send({"id": number, "method": "textDocument/codeAction", "params": everything})
    editor.notify("$/cancelRequest", {"id": "given up"})
    editor.ask("textDocument/hover", {**asked, "position": {"line": 3, "character": 4}})
    answered = [one["id"] for one in editor.messages if "result" in one or "error" in one]
    assert answered[-2:] == ["given up", editor.number]
    assert editor.next(lambda one: one.get("id") == "slow")["result"]
    assert editor.messages[-3]["error"]["code"] == -32800
    assert editor.end() == 0


@pytest.mark.parametrize(
    ("text", "silenced"),
    [
        pytest.param("no front matter\n", ["SL301", "SL306"], id="a rule that cannot be silenced"),
        pytest.param(GOOD.replace("---\n# Session", "# Session"), [], id="front matter that is not closed"),
        pytest.param(GOOD + "<!-- session-lint: ignore SL304 -->\n", [], id="an ignore comment"),
        pytest.param("\0", [], id="a text that cannot be read"),
    ],
)
def test_no_comment_is_offered_where_none_silences(editor, root, path, text, silenced):
    editor.begin(root, able=RESOLVES)
    editor.open(path, text)
    assert editor.pulled(path)["items"]
    found = [one for one in titles(editor.actions(path)) if one.startswith("Ignore")]
    assert sorted({one.split()[1] for one in found}) == silenced
    assert editor.end() == 0


def test_no_step_is_offered_in_a_text_that_cannot_be_read(shared, path):
    shared.open(path, GOOD.replace("---\n# Session", "# Session"))
    assert shared.actions(path, only=["refactor"]) == []


@pytest.mark.parametrize(
    ("text", "title", "arguments"),
    [
        pytest.param(GOOD, "Pause this session", ("status", NAME, "paused"), id="pause"),
        pytest.param(GOOD, "Complete this session", ("status", NAME, "completed"), id="complete"),
        pytest.param(
            GOOD.replace("in_progress", "'paused'"), "Resume this session", ("status", NAME, "active"), id="resume"
        ),
        pytest.param(GOOD, "Add a log entry", ("log", NAME, "TODO", "TODO: what happened"), id="the first entry"),
        pytest.param(LOGGED, "Add a log entry", ("log", NAME, "TODO", "TODO: what happened"), id="another entry"),
    ],
)
def test_a_step_is_that_of_the_command(root, shared, path, text, title, arguments):
    shared.open(path, text)
    (action,) = [one for one in shared.actions(path, only=["refactor"]) if one["title"] == title]
    write(root, text)
    done = run(*arguments, cwd=root)
    assert done.returncode == 0, done.stderr
    assert applied_to(text, path, action["edit"])[0] == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(AGENTS, AGENTS.replace("---\n# ", f"{NEW_AGENT}---\n# "), id="behind the last one"),
        pytest.param(
            GOOD, GOOD.replace('forecast"\n', f'forecast"\n  spawned_agents:\n{NEW_AGENT}'), id="where there is no list"
        ),
        pytest.param(
            GOOD.replace('forecast"\n', 'forecast"\n  spawned_agents: []  # none\n'),
            GOOD.replace('forecast"\n', f'forecast"\n  spawned_agents:  # none\n{NEW_AGENT}'),
            id="in an empty list",
        ),
        pytest.param(
            GOOD.replace('forecast"\n', 'forecast"\n  spawned_agents:\n'),
            GOOD.replace('forecast"\n', f'forecast"\n  spawned_agents:\n{NEW_AGENT}'),
            id="in place of nothing",
        ),
        pytest.param(
            AGENTS.replace("    - agent", "  -   agent").replace("      ", "      "),
            AGENTS.replace("    - agent", "  -   agent").replace("---\n# ", "  -   " + NEW_AGENT[6:] + "---\n# "),
            id="with another indentation",
        ),
        pytest.param(
            GOOD.replace('forecast"\n', 'forecast"\n  spawned_agents: [{agent: x, task: y, status: pending}]\n'),
            None,
            id="not in braces",
        ),
        pytest.param(
            GOOD.replace('orchestration:\n  current_task: "Cache the forecast"\n', ""),
            None,
            id="not where more is missing",
        ),
        pytest.param(
            GOOD.replace("session:", "session: &a", 1).replace('forecast"\n', 'forecast"\n  spawned_agents: *a\n'),
            None,
            id="not in an alias",
        ),
    ],
)
def test_an_agent_is_added_in_the_form_of_the_others(shared, path, text, expected):
    shared.open(path, text)
    found = [one for one in shared.actions(path, only=["refactor"]) if one["title"] == "Add a spawned agent"]
    made = [applied_to(text, path, one["edit"])[0].replace("05T12:00:00Z", "05T09:00:00Z") for one in found]
    assert made == ([] if expected is None else [expected])


def test_a_rename_takes_the_references_along(editor, root):
    name = "20251204-143000-PLT-7-weather.md"
    path = root / ".agents" / "sessions" / name
    text = GOOD.replace("  status:", '  linear_issue: "PLT-7"\n  status:')
    write(root, text, name)
    plan = root / ".agents" / "plan.md"
    plan.write_text(f"See `.agents/sessions/{name}`.\n", encoding="utf-8")
    editor.begin(root, able=PULLS)
    editor.open(path, text)
    (action,) = [one for one in editor.actions(path, only=["quickfix"]) if not one["title"].startswith("Ignore")]
    new = "20251204-143000-weather.md"
    assert action["title"].endswith("(unsafe)")
    assert "isPreferred" not in action
    *edits, rename = action["edit"]["documentChanges"]
    assert rename == {
        "kind": "rename",
        "oldUri": uri(path),
        "newUri": uri(path.with_name(new)),
        "options": {"overwrite": False, "ignoreIfExists": False},
    }
    assert [one["textDocument"] for one in edits] == [{"uri": uri(plan), "version": None}]
    assert applied(plan.read_text(encoding="utf-8"), edits[0]["edits"]) == f"See `.agents/sessions/{new}`.\n"
    unsaved = f"And now: see `.agents/sessions/{name}`.\n"
    editor.open(plan, unsaved, 4)
    (action,) = [one for one in editor.actions(path, only=["quickfix"]) if not one["title"].startswith("Ignore")]
    *edits, _ = action["edit"]["documentChanges"]
    assert [one["textDocument"] for one in edits] == [{"uri": uri(plan), "version": 4}]
    assert applied(unsaved, edits[0]["edits"]) == f"And now: see `.agents/sessions/{new}`.\n"
    path.unlink()
    assert [one for one in editor.actions(path, only=["quickfix"]) if not one["title"].startswith("Ignore")] == []
    assert editor.end() == 0


@pytest.mark.parametrize(
    ("edits", "renames"),
    [
        pytest.param(
            {"documentChanges": True, "resourceOperations": ["create", "delete"]}, False, id="other operations"
        ),
        pytest.param({"documentChanges": True}, False, id="no operations"),
        pytest.param({}, False, id="no order of changes"),
    ],
)
def test_no_rename_is_offered_to_who_cannot_rename(editor, root, edits, renames):
    path = write(root, GOOD, "20251204-143000-Weather.md")
    editor.begin(root, able={**PULLS, "workspace": {"workspaceEdit": edits}})
    editor.open(path, BAD)
    (fix,) = [one for one in editor.actions(path, only=["quickfix"]) if not one["title"].startswith("Ignore")]
    assert fix["title"] == "Write `completed`"
    (made,) = fix["edit"].values()
    assert made == {uri(path): [{"range": place(3, 10, 18), "newText": "completed"}]} or isinstance(made, list)


def test_who_names_the_operations_alone_can_rename(editor, root):
    """Neovim does not say `documentChanges`, where operations stand, and takes them."""
    path = write(root, GOOD, "20251204-143000-Weather.md")
    editor.begin(root, able={**PULLS, "workspace": {"workspaceEdit": {"resourceOperations": ["rename"]}}})
    editor.open(path, GOOD)
    (fix,) = [one for one in editor.actions(path, only=["quickfix"]) if "kebab case" in one["title"]]
    assert applied_to(GOOD, path, fix["edit"]) == (GOOD, uri(path.with_name("20251204-143000-weather.md")))


def test_no_rename_takes_the_place_of_a_file(shared, root):
    write(root, GOOD, NAME)
    path = write(root, GOOD, NAME.replace("weather", "Weather"))
    shared.open(path, GOOD)
    assert [one["title"] for one in shared.actions(path, only=["quickfix"]) if one["title"].startswith("Rename")] == []


def test_who_can_take_commands_only_is_offered_nothing(editor, root, path):
    able = {**PULLS, "textDocument": {"diagnostic": {}}}
    editor.begin(root, able=able)
    editor.open(path, BAD)
    assert editor.actions(path) == []


def test_all_fixes_are_those_of_the_command_line(tmp_path, root):
    text = (
        GOOD.replace("in_progress", "In Progress")
        .replace('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z")
        .replace("- Read it.", "-[ ] Read it.\n- [x ] 🎉 Clean up.")
        .replace("## Current State", "## current state:")
        .replace("\n", "\r\n")
    )
    path = write(root, text)
    with Editor(root) as editor:
        editor.begin(root, able=PULLS)
        editor.open(path, text)
        (action,) = editor.actions(path, only=["source.fixAll"])
        copy = tmp_path / "copy"
        shutil.copytree(root, copy)
        run("check", "--fix", ".", cwd=copy)
        fixed = (copy / ".agents" / "sessions" / NAME).read_bytes()
        assert applied_to(text, path, action["edit"])[0].encode() == fixed
        editor.change(path, 2, {"text": fixed.decode()})
        assert editor.actions(path, only=["source.fixAll"]) == []
        assert editor.end() == 0

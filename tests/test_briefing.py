"""What an agent is told, for sessions that say anything at all: short, on its own lines, nothing but characters."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_lint import briefing, session
from session_lint.agents import DIALECTS, detected, dialect
from session_lint.agents.event import Event, Kind, Output, Reply
from session_lint.agents.payload import edited
from session_lint.briefing import Known, words
from session_lint.diagnostic import Diagnostic, Severity
from session_lint.overview import Overview
from session_lint.report.model import Report
from session_lint.rules import RULES
from session_lint.text import UNSAFE, Span
from session_lint.workspace import Workspace

from .secret_samples import sample

NOW = datetime(2025, 12, 5, 12, tzinfo=UTC)
FOLDER = ".agents/sessions"
PROFILE = Workspace.open("/", isolated=True).config.profile
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=60)


def known(*sessions: tuple[str, str, str]) -> Known:
    """Make what is known of sessions with these names, titles and texts, each of them broken and changed in the run."""
    read = []
    for name, title, text in sessions:
        written = f"---\nsession:\n  title: {json.dumps(title)}\n  status: {json.dumps(title)}\n"
        written += f"orchestration:\n  current_task: {json.dumps(title)}\n---\n## Current State\n{text}\n## Next Steps\n{text}\n"
        read.append(session.read(f"{FOLDER}/{name}.md", written, PROFILE))
    found = [
        Diagnostic(
            one.path, "SL201", "frontmatter-schema", Severity.ERROR, Span(0, 0), one.mask(f"`{one.name}`"), "help"
        )
        for one in read
    ]
    return Known(
        "/root",
        "/root",
        NOW,
        tuple(read),
        overviews=tuple(Overview.of(one, found[:1]) for one in read),
        recent=tuple(one.path for one in read),
        unmoved=tuple(one.path for one in read),
        report=Report(tuple(found), {one.path: one.text for one in read}),
    )


def said(about: Known) -> list[str]:
    """Give all that is said of it, at each event."""
    events = [Event(kind, "x", "/root", source, "y") for kind in Kind for source in ("startup", "compact")]
    return [text for event in events for text in briefing.reply(event, about) if text]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, VALUES, VALUES), min_size=1, max_size=12))
def test_whatever_sessions_say_it_is_short_and_shows_only_characters(sessions):
    for text in said(known(*sessions)):
        assert len(text) < 4000
        assert not UNSAFE.search(text.replace("\n", ""))


@settings(max_examples=60, deadline=None)
@given(NAMES, VALUES, VALUES)
def test_no_value_makes_a_line_of_its_own(name, title, text):
    lines = [line for one in said(known((name, title, text))) for line in one.split("\n")]
    begins = (
        *(
            "This repository has ",
            "- ",
            "  to resume it: ",
            "  current task: ",
            "  next step: ",
            "  wrong: error SL201: ",
        ),
        *(
            "Work can go on ",
            "The agent session that ",
            "Current task: ",
            "Current state, ",
            "Next steps, ",
            "  `",
            "  - `",
        ),
        *(
            "All of it: ",
            "session-lint: ",
            "`",
            "This is said once",
            "Agent sessions (files)",
            "What goes on ",
            "Before a ",
        ),
        *("And ",),
    )
    assert [line for line in lines if not line.startswith(begins)] == []


def test_no_secret_is_told():
    secret, body = sample("a GitLab token", Random(5))
    whole = "".join(said(known(("20251204-143000-a", f"see {secret}", f"- {secret} and {body}\n"))))
    assert "`see glpat-****" in whole
    assert body not in whole


def test_a_list_is_cut_where_there_is_no_room_and_says_so():
    sessions = [(f"20251204-1430{number:02}-a", f"{number} " + "x" * 100, f"- {'y' * 100}\n") for number in range(12)]
    (text,) = {one for one in said(known(*sessions)) if one.startswith("This repository")}
    assert len(text) < 4000
    assert "- `0 xxx" in text
    assert "\nAnd 5 more: `session-lint list`.\n" in text


@pytest.mark.parametrize(
    ("path", "command"),
    [
        pytest.param("a/b.md", "`session-lint show a/b.md`", id="plain"),
        pytest.param("a b.md", "`session-lint show 'a b.md'`", id="a blank"),
        pytest.param("-x.md", "`session-lint show ./-x.md`", id="like an option"),
        pytest.param("$(id).md", "`session-lint show '$(id).md'`", id="a substitution"),
        pytest.param("`id`.md", "", id="a substitution in backticks"),
        pytest.param("a\nb.md", "", id="a line break"),
        pytest.param("ghp_" + "a1B2" * 9 + ".md", "", id="a secret"),
    ],
)
def test_a_command_is_only_given_for_a_path_that_one_can_type(path, command):
    assert words.command("show", path) == command


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("kind", Kind)
def test_where_there_is_nothing_to_say_nothing_is_written(name, kind):
    assert dialect(name).encode(Reply(), Event(kind, "x", "")) == Output()


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                *(
                    "hook_event_name",
                    "hookEventName",
                    "cwd",
                    "source",
                    "trigger",
                    "tool_input",
                    "toolArgs",
                    "tool_name",
                ),
                *(
                    "transcript_path",
                    "stop_hook_active",
                    "loop_count",
                    "status",
                    "workspace_roots",
                    "timestamp",
                    "sessionId",
                ),
                *("turn_id", "agent_type"),
            ]
        ),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.sampled_from(["SessionStart", "stop", "AfterTool", "PostToolUse"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["file_path", "files", "edits", "command", "path"]), inner, max_size=3
                )
            ),
            max_leaves=8,
        ),
    ),
    st.sampled_from([None, *Kind]),
)
def test_no_payload_makes_a_dialect_fail(payload, asked):
    detected(payload)
    for name in DIALECTS:
        event = dialect(name).parse(payload, asked)
        assert event is None or all(isinstance(text, str) for text in (event.cwd, event.source, *event.paths))


@pytest.mark.parametrize(
    ("given_input", "paths"),
    [
        pytest.param({"file_path": "a.md", "content": "*** Update File: x.md"}, ("a.md",), id="a file"),
        pytest.param({"path": "a.md"}, ("a.md",), id="a path"),
        pytest.param({"files": ["a.md", "b.md"]}, ("a.md", "b.md"), id="several"),
        pytest.param({"edits": [{"file_path": "a.md"}, {"filePath": "b.md"}]}, ("a.md", "b.md"), id="several edits"),
        pytest.param(
            {"command": "*** Begin Patch\n*** Add File: a.md\n+x\n*** Update File: b.md\n*** Move to: c d.md\r\n@@\n*** Delete File: d.md\n"},
            ("a.md", "b.md", "c d.md", "d.md"),
            id="a patch",
        ),
        pytest.param({"command": ["apply_patch", "*** Update File: a.md\n"]}, ("a.md",), id="a patch as an argument"),
        pytest.param("*** Update File: a.md\n", ("a.md",), id="a patch alone"),
        pytest.param({"command": "echo '*** Update File: a.md'"}, (), id="no patch"),
        pytest.param('{"path": "a.md"}', ("a.md",), id="JSON in text"),
        pytest.param('{"path": ', (), id="half of a JSON"),
        pytest.param('{"path": ' + "[" * 99_999, (), id="deep JSON"),
        pytest.param({"replacements": [{"filePath": "a.md"}, {"filePath": "b.md"}]}, ("a.md", "b.md"), id="several replacements"),
        pytest.param(None, (), id="nothing"),
        pytest.param({"files": [f"{number}.md" for number in range(99)]}, tuple(f"{number}.md" for number in range(50)), id="too many"),
    ],
)  # fmt: skip
def test_the_files_of_an_edit(given_input, paths):
    assert edited(given_input, "Write") == paths


@pytest.mark.parametrize(
    ("tool", "changes"),
    [
        *((name, True) for name in ("Edit", "search_replace", "multi_replace_string_in_file", "find_and_replace", "")),
        *(
            (name, False)
            for name in ("Read", "read_file", "grep_search", "file_search", "list_dir", "view", "WebFetch")
        ),
    ],
)
def test_a_tool_that_only_reads_edits_nothing(tool, changes):
    assert edited({"path": "a.md"}, tool) == (("a.md",) if changes else ())


def test_the_rules_that_are_named_are_there():
    assert {"SL501", "SL503"} <= {rule.code for rule in RULES}

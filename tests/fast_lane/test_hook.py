"""The fast lane and the ordinary way say the same to an agent after an edit, whatever it sends."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from session_lint import agents, cli, fast_lane, nearby, standard_input
from session_lint.agents import DIALECTS, installing
from session_lint.agents.event import Kind
from session_lint.fast_lane import hook

from .samples import FULL, NASTY, mutated
from .test_calls import LANE
from .test_past import commit, git, surroundings
from .test_reading import COUNT
from .twin import FOLDER, PATH, fed, hook_takes_lane, ordinary, other, write

__all__ = ["surroundings"]

SAMPLES = Path(__file__).parents[1] / "hook_samples"
EDITS = sorted(path.stem for path in SAMPLES.glob("*-after-*.json") if "file-edit" not in path.stem)
LATER = FULL.replace("05T09:00:00Z", "05T09:30:00Z").replace("Written.", "Written and read.")
BROKEN = LATER.replace("in_progress", "In Progress")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a session that has changed since the commit as it should, and a file that is no session."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    write(folder)
    write(folder, *other(1))
    write(folder, "x = 1\n", "src/x.py")
    commit(folder)
    write(folder, LATER)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the same files, without git."""
    folder = tmp_path / "place"
    write(folder, LATER)
    write(folder, *other(1))
    write(folder, "x = 1\n", "src/x.py")
    return folder


def event(root: Path, sample: str = "claude-after-edit", path: str = PATH, **more: object) -> bytes:
    """Give what an agent sends; a value that is `...` is left out."""
    text = (SAMPLES / f"{sample}.json").read_text(encoding="utf-8").replace(PATH, path)
    given = {**json.loads(text.replace("ROOT", str(root)).replace("HOME", str(root.parent))), **more}
    return json.dumps({key: value for key, value in given.items() if value is not ...}).encode()


def camel(root: Path, path: str = PATH, name: str = "edit") -> bytes:
    """Give what Copilot sends to a hook that is configured in camel case."""
    args = json.dumps({"path": str(root / path)})
    return json.dumps({"sessionId": "1", "cwd": str(root), "toolName": name, "toolArgs": args}).encode()


@pytest.mark.parametrize("sample", EDITS)
def test_a_clean_session_and_another_file_are_answered_for_every_agent(root, sample):
    for agent in ("auto", *DIALECTS):
        call = installing.command(agent, Kind.AFTER_EDIT).split()[2:]
        write(root, LATER)
        assert hook_takes_lane(root, event(root, sample), *call)
        assert hook_takes_lane(root, event(root, sample, "src/x.py"), *call)
        write(root, BROKEN)
        assert not hook_takes_lane(root, event(root, sample), *call)
        assert hook_takes_lane(root, event(root, sample, "src/x.py"), *call)
        (root / PATH).unlink()
        assert not hook_takes_lane(root, event(root, sample), *call)


@pytest.mark.parametrize("sample", EDITS)
def test_git_is_asked_and_not_needed(root, tmp_path, sample):
    write(root, FULL.replace("Written.", "Written and read."))  # without a new `last_updated`
    assert not hook_takes_lane(root, event(root, sample))
    (root / ".git").rename(tmp_path / "git")
    assert hook_takes_lane(root, event(root, sample))
    assert hook_takes_lane(root, event(root, sample, "src/x.py"))
    write(root, BROKEN)
    assert not hook_takes_lane(root, event(root, sample))


def test_what_copilot_sends_in_camel_case_is_answered(root):
    assert hook_takes_lane(root, camel(root), "postToolUse")
    assert hook_takes_lane(root, camel(root, "src/x.py"), "postToolUse", "--agent=copilot")
    assert hook_takes_lane(root, camel(root))  # no event
    write(root, BROKEN)
    assert not hook_takes_lane(root, camel(root), "postToolUse")
    assert hook_takes_lane(root, camel(root, name="view"), "postToolUse")
    assert not hook_takes_lane(root, camel(root).replace(b'"toolArgs": "{', b'"toolArgs": "{{'), "postToolUse")


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        ([], True),
        (["after-edit"], True),
        (["PostToolUse"], True),
        (["post_tool_use", "--agent", "claude"], True),
        (["--agent=cursor", "--agent", "auto", "afterFileEdit"], True),
        (["stop"], False),  # what is on standard input counts
        (["after-edit", "after-edit"], False),
        (["--agent"], False),
        (["--agent="], False),
        (["--agent", "other"], False),
        (["after-edit", "--help"], False),
        (["-h"], False),
        (["--agents", "claude"], False),
        ([""], False),
        (["install"], False),
    ],
    ids=str,
)
def test_a_call_is_answered_the_same(place, arguments, taken):
    if arguments == ["install"]:
        assert fast_lane.answer(["hook", *arguments]) is None
        return
    assert hook_takes_lane(place, event(place), *arguments) is taken


@pytest.mark.parametrize(
    ("more", "taken"),
    [
        pytest.param({"agent_id": "a1"}, True, id="a sub-agent"),
        pytest.param({"agent_id": ""}, True, id="no sub-agent"),
        pytest.param({"hook_event_name": ...}, True, id="no event"),
        pytest.param({"hook_event_name": ..., "hookEventName": "Stop"}, False, id="the event of another dialect"),
        pytest.param({"hook_event_name": "Stop"}, False, id="another event"),
        pytest.param({"hook_event_name": "UserPromptSubmit"}, False, id="a prompt"),
        pytest.param({"hook_event_name": "AfterTool"}, True, id="an edit of another dialect"),
        pytest.param({"hook_event_name": 5}, True, id="an event that is a number"),
        pytest.param({"cwd": "src"}, True, id="no absolute folder"),
        pytest.param({"cwd": "/no/such/folder"}, True, id="no such folder"),
        pytest.param({"cwd": "a\0b"}, True, id="no folder"),
        pytest.param({"cwd": ["a"]}, True, id="a list for a folder"),
        pytest.param({"cwd": ..., "workspace_roots": ["/"]}, False, id="the folders of an editor"),
        pytest.param({"workspace_roots": ["/"]}, True, id="a folder and those of an editor"),
        pytest.param({"tool_name": "Read"}, True, id="a tool that reads"),
        pytest.param({"tool_name": ["Read"]}, True, id="a tool without a name"),
        pytest.param({"tool_input": ...}, True, id="no input"),
        pytest.param({"tool_input": None}, True, id="nothing"),
        pytest.param({"tool_input": {"command": "cat .agents/sessions/x.md"}}, True, id="a command"),
        pytest.param({"tool_input": {"file_path": ""}}, True, id="an empty path"),
        pytest.param({"tool_input": {"file_path": "a\0b"}}, True, id="no path"),
        pytest.param({"tool_input": {"file_path": "\ud800.md"}}, True, id="a path that no file can have"),
        pytest.param({"tool_input": {"file_path": f"{FOLDER}/\ud800.md"}}, False, id="a session that there cannot be"),
        pytest.param({"tool_input": {"file_path": "/etc/hosts"}}, True, id="a file elsewhere"),
        pytest.param({"tool_input": {"file_path": "//etc/hosts"}}, False, id="a path with two slashes"),
        pytest.param({"tool_input": {"file_path": "/"}}, True, id="the root of the system"),
        pytest.param({"tool_input": {"file_path": f"src/../{PATH}"}}, True, id="a way around"),
        pytest.param({"tool_input": {"file_path": PATH.removesuffix(".md")}}, False, id="no session in their folder"),
        pytest.param({"tool_input": {"file_path": f"{FOLDER}/README.md"}}, False, id="a readme"),
        pytest.param({"tool_input": {"file_path": FOLDER}}, True, id="their folder"),
        pytest.param({"tool_input": {"file_path": f"{PATH}/x.md"}}, True, id="below a file"),
        pytest.param({"tool_input": {"files": [PATH, "src/x.py"]}}, True, id="two files"),
        pytest.param({"tool_input": {"files": [PATH, other(1)[1]]}}, True, id="two sessions"),
        pytest.param({"tool_input": {"files": [PATH, f"./{PATH}"]}}, False, id="the same twice"),
        pytest.param({"tool_input": {"files": [PATH, f"/elsewhere/{PATH}"]}}, False, id="two repositories"),
        pytest.param({"tool_input": {"edits": [{"filePath": PATH}, 3, None]}}, True, id="edits"),
        pytest.param({"tool_input": json.dumps({"path": PATH})}, True, id="an input in text"),
        pytest.param({"tool_input": '{"path": 1} x'}, False, id="an input in text that is none"),
        pytest.param({"tool_input": f"*** Update File: {PATH}\r\n*** Move to: src/y.py\n"}, True, id="a patch"),
        pytest.param({"tool_input": "*** Update File: \r\n*** Add File:x\n *** Add File: y"}, True, id="a patch of nothing"),
        pytest.param({"more": [0.5, -1e400, True, {"a": [[]]}], "\u00e9": "\U0001f600"}, True, id="more of anything"),
    ],
)  # fmt: skip
def test_an_event_is_answered_the_same(place, more, taken):
    assert hook_takes_lane(place, event(place, **more), "after-edit") is taken
    write(place, BROKEN)
    hook_takes_lane(place, event(place, **more), "after-edit")


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        pytest.param(b"", True, id="nothing"),
        pytest.param(b" \n\x0b\x0c", True, id="blank"),
        pytest.param(b"[]", True, id="no object"),
        pytest.param(b"null", True, id="null"),
        pytest.param(b'"x"', True, id="text"),
        pytest.param(b" {}\r\n", True, id="empty"),
        pytest.param(b'{"a": NaN, "b": -Infinity}', True, id="what is no JSON, and read as such"),
        pytest.param(b'{"cwd": 1, "cwd": "/"}', True, id="the same key twice"),
        pytest.param(b"{", False, id="no end"),
        pytest.param(b"{} {}", False, id="two objects"),
        pytest.param(b"\x0b{}", False, id="a blank that is none"),
        pytest.param(b'{"a": "\t"}', False, id="a control character"),
        pytest.param(b'{"a": "\xff"}', False, id="no UTF-8"),
        pytest.param(b'{"a": "\xed\xa0\x80"}', False, id="a surrogate"),
        pytest.param(b"\xef\xbb\xbf{}", False, id="a byte order mark"),
        pytest.param("{}".encode("utf-16"), False, id="UTF-16"),
        pytest.param("{}".encode("utf-16-le"), False, id="UTF-16 without a mark"),
        pytest.param(b"[" * 100_000, False, id="deep"),
        pytest.param(b"1" * 5000, False, id="a long number"),
        pytest.param(b'{"a": "' + b"x" * (7 << 20) + b'"}', True, id="much"),
        pytest.param(b'{"a": "' + b"x" * (8 << 20) + b'"}', False, id="too much"),
        pytest.param(b"{}" + b" " * (9 << 20), False, id="too much of nothing"),
    ],
)
def test_any_standard_input_is_answered_the_same(place, given, taken):
    assert hook_takes_lane(place, given, "after-edit") is taken


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("pyproject.toml", "[project]\n", True),
        ("pyproject.toml", "[tool.other]\nfiles = []\n", True),
        ("pyproject.toml", "[tool.other]\nfiles = ['session-lint']\n", True),
        ("pyproject.toml", "[tool.session-lint]\noutput-format = 'full'\n", True),
        ("session-lint.toml", "output-format = 'full'\n", True),
        ("session-lint.toml", "", True),
        ("session-lint.toml", "[profile]\nfiles = ['src/*.py']\n", False),
        (".session-lint.toml", "extend = 'x.toml'\n", False),
    ],
)
@pytest.mark.parametrize("folder", ["", "src/", "../"])
def test_a_config_that_may_name_other_files_counts_the_same(root, name, text, taken, folder):
    write(root, text, f"{folder}{name}")
    assert hook_takes_lane(root, event(root, path="src/x.py")) is (taken or folder != "")
    hook_takes_lane(root, event(root))
    hook_takes_lane(root, event(root, path="other/y.py"))


@pytest.mark.parametrize(
    ("config", "nested", "taken"),
    [
        pytest.param("[tool.session-lint]\n[tool.mypy]\nfiles = ['src']\n", "", True, id="another tool's files"),
        pytest.param("[tool.session-lint]\nignore = ['SL401']\n[tool.x]\nextend-y = 1\n", "", True, id="its extension"),
        pytest.param("[project]\nname = 'session-lint'\nfiles = 'x'\n", "", True, id="no table of ours"),
        pytest.param("[tool.session-lint.profile]\nfiles = ['src/*.py']\n", "", False, id="files of ours"),
        pytest.param("[tool.session-lint]\nexclude = ['files']\n", "", False, id="what is excluded"),
        pytest.param("[tool.session-lint]\nnonsense = 'files'\n", "", False, id="a mistake"),
        pytest.param("", "[profile]\nfiles = ['*.py']\n", True, id="a config below, which does not count"),
        pytest.param("[tool.session-lint]\n", "[profile]\nfiles = ['*.py']\n", True, id="a config below another"),
    ],
)
def test_a_config_that_names_no_other_files_is_known_by_its_note(root, tmp_path, monkeypatch, config, nested, taken):
    monkeypatch.delenv("SESSION_LINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(root, config, "pyproject.toml")
    if nested:
        write(root, nested, "src/session-lint.toml")
    hook_takes_lane(root, event(root, path="src/x.py"))
    assert hook_takes_lane(root, event(root, path="src/x.py")) is taken
    assert hook_takes_lane(root, event(root)) is taken
    assert hook_takes_lane(root, event(root, tool_input={"files": ["src/x.py", "src/y.py"]})) is taken
    assert not hook_takes_lane(root, event(root, tool_input={"files": ["src/x.py", PATH]}))
    write(root, BROKEN)
    assert not hook_takes_lane(root, event(root))
    monkeypatch.setenv("SESSION_LINT_NOW", "yesterday")
    assert not hook_takes_lane(root, event(root, path="src/x.py"))


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_a_config_that_is_no_plain_file_counts_the_same(root, kind):
    place = root / "session-lint.toml"
    if kind == "link":
        write(root, "[profile]\nfiles = ['src/*.py']\n", "other.toml")
        place.symlink_to("other.toml")
    elif kind == "folder":
        place.mkdir()
    else:
        os.mkfifo(place)
    assert not hook_takes_lane(root, event(root, path="src/x.py"))


def test_a_variable_counts_where_there_is_a_session(root, monkeypatch):
    monkeypatch.setenv("SESSION_LINT_NOW", "yesterday")
    assert not hook_takes_lane(root, event(root))
    assert hook_takes_lane(root, event(root, path="src/x.py"))
    monkeypatch.setenv("SESSION_LINT_NOW", "2027-01-01T00:00:00Z")  # stale
    assert not hook_takes_lane(root, event(root))


def test_a_repository_within_another_counts_the_same(root):
    inner = root / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    write(inner, LATER)
    assert hook_takes_lane(root, event(root, path=f"inner/{PATH}"))
    assert not hook_takes_lane(root, event(root, tool_input={"files": [PATH, f"inner/{PATH}"]}))
    write(inner, "[profile]\nfiles = ['*.py']\n", "session-lint.toml")
    assert hook_takes_lane(root, event(root, path="src/x.py"))
    assert not hook_takes_lane(root, event(root, path="inner/x.py"))


def test_the_words_are_those_of_the_ordinary_way():
    assert ("auto", *DIALECTS) == hook._AGENTS
    assert [word for word, kind in agents._WORDS.items() if kind is Kind.AFTER_EDIT] == list(hook._WORDS)
    assert fast_lane.CONFIGS == nearby._CONFIGS
    for name in DIALECTS:
        found = {name for name, kind in getattr(agents.dialect(name), "EVENTS", {}).items() if kind is Kind.AFTER_EDIT}
        assert found <= {*hook._NAMES}
        for edit in hook._NAMES:  # an edit, or nothing
            parsed = agents.dialect(name).parse({"hook_event_name": edit}, None)
            assert parsed is None or parsed.kind is Kind.AFTER_EDIT


ODD: tuple[object, ...] = (  # without `/`: where an agent stops there, all of the disk is looked at
    *(None, True, False, 0, 1.5, 10**30, "", "x", [], {}, ["a"], "a\0b", "\ud800", "//x", "..", "/dev", "{", "{}", "\u00a0{}"),
    *(PATH, f" {PATH} ", f"./{PATH}", [PATH], {"path": PATH}, FOLDER, "src/x.py", f"{FOLDER}/README.md", "Stop", "Read"),
    *(f"*** Add File: {PATH}", f"x\n*** Move to: {PATH}\r\nx", json.dumps({"path": PATH}), [{"file_path": PATH}, PATH]),
)  # fmt: skip
KEYS = (
    *("cwd", "agent_id", "hook_event_name", "hookEventName", "tool_name", "toolName", "tool_input", "toolArgs", "input"),
    *("file_path", "filePath", "path", "files", "edits", "patch", "command", "workspace_roots", "transcript_path", "cmd"),
)  # fmt: skip


def changed(value: object, random: Random) -> object:
    """Give JSON with a value that is another one, gone, or new."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice([*value])
        match random.randrange(6):
            case 0:
                return {one: inner for one, inner in value.items() if one != key}
            case 1:
                return {**value, random.choice(KEYS): random.choice(ODD)}
            case 2:
                return {random.choice(KEYS) if one == key else one: inner for one, inner in value.items()}
            case _:
                return {**value, key: changed(value[key], random)}
    return random.choice(ODD)


def with_other_bytes(given: bytes, random: Random) -> bytes:
    """Give bytes of which some are others, gone, or doubled."""
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(len(given) + 1)
        end = at + random.choice((0, 0, 1, 1, 3, 20))
        piece = random.choice(
            (
                *(bytes([random.randrange(256)]), random.choice(NASTY).encode(), given[at : at + 30]),
                *(b"", b'"', b"\\", b"{", b"}", b",", b":", b"[", b"]", b"\\u0000", b"\\ud800", b"\\n*** Add File: x"),
            )
        )
        given = given[:at] + piece + given[end:]
    return given


@pytest.mark.parametrize("sample", [*EDITS, "cursor-after-file-edit", "claude-stop", "camel"])
def test_events_of_any_content_are_answered_the_same(root, sample):
    random = Random(sample)
    taken = []
    for number in range(max(COUNT // 60, 30)):
        text = random.choice((FULL, LATER, LATER, BROKEN, mutated(LATER, random)))
        write(root, text)
        path = random.choice((PATH, PATH, "src/x.py", f"{FOLDER}/README.md", other(1)[1]))
        given = camel(root, path) if sample == "camel" else event(root, sample, path)
        match number % 3:
            case 0:
                given = with_other_bytes(given, random)
            case 1:
                given = json.dumps(changed(changed(json.loads(given), random), random)).encode()
            case _:
                pass
        taken.append(hook_takes_lane(root, given, *random.choice(((), ("after-edit",), ("stop", "--agent", "claude")))))
    assert {*taken} == {True, False} or sample == "claude-stop"


PROGRAM = "import sys\nfrom session_lint import cli\nsys.exit(cli.{}(sys.argv[1:]))"


def started(root: Path, way: str, descriptor: int | None) -> subprocess.Popen[str]:
    """Start a hook by the way of that name, with a descriptor as its standard input, which may be closed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    closed = [] if descriptor is not None else ["sh", "-c", 'exec "$@" <&-', "sh"]
    return subprocess.Popen(
        [*closed, sys.executable, "-c", PROGRAM.format(way), "hook", "after-edit"],
        cwd=root, env=env, stdin=descriptor, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Give code and both streams of a hook."""
    streams = process.communicate(timeout=30)
    return process.returncode, *streams


def test_standard_input_of_any_kind_ends_the_same(place):
    write(place, BROKEN)
    whole = event(place)
    with fed(whole):
        reply = ordinary(place, "hook")[1]
    assert "In Progress" in reply
    kept: list[int] = []

    def pipe(given: bytes) -> int:
        """Give the end of a pipe on which nothing more comes, and which stays open."""
        ours, theirs = os.pipe()
        os.write(theirs, given)
        kept.extend((ours, theirs))
        return ours

    def terminal() -> int:
        kept.extend(pty.openpty())
        return kept[-1]

    def broken_connection() -> int:
        with socket.create_server(("127.0.0.1", 0)) as server:
            ours = socket.create_connection(server.getsockname())
            theirs = server.accept()[0].detach()
        ours.send(whole[:10])
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ours.close()
        kept.append(theirs)
        return theirs

    says = "session-lint: hook: {}\n".format
    cases: list[tuple[Callable[[], int | None], str, str]] = [
        (lambda: pipe(whole), reply, ""),  # the writer hangs when all is said
        (lambda: pipe(whole[:-9]), "", says("standard input is no JSON")),
        (lambda: pipe(b""), "", ""),
        (terminal, "", says("a coding agent runs this, with JSON on standard input")),
        (lambda: None, "", ""),
        (broken_connection, "", says("connection reset by peer")),
    ]
    for way in ("main", "ordinary"):
        running = [started(place, way, feed()) for feed, _, _ in cases]
        assert [ended(one) for one in running] == [(0, stdout, stderr) for _, stdout, stderr in cases]
    for one in kept:
        os.close(one)


@pytest.mark.parametrize("way", ["main", "ordinary"])
def test_an_interrupted_hook_ends_without_a_word(place, way):
    ours, theirs = os.pipe()
    process = started(place, way, ours)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    assert ended(process) == (0, "", "")
    os.close(ours)
    os.close(theirs)


def test_what_was_given_back_is_read_once():
    standard_input.give_back(b"x")
    assert standard_input.read() == b"x"
    standard_input.give_back(OSError("broken"))
    with pytest.raises(OSError, match="broken"):
        standard_input.read()


def test_it_is_the_fast_lane_that_answers(root, monkeypatch, capfd):
    monkeypatch.setattr(cli, "ordinary", lambda arguments: 77)
    with fed(event(root)):
        assert cli.main(["hook", "after-edit"]) == 0
    write(root, BROKEN)
    with fed(event(root)):
        assert cli.main(["hook", "after-edit"]) == 77
        assert standard_input.read() == event(root)
    assert capfd.readouterr() == ("", "")


def loaded(root: Path, given: bytes) -> set[str]:
    """Give what a hook loads that a bare interpreter has not, without what is not written in Python."""
    program = (
        "import os, sys\nbefore = set(sys.modules)\nfrom session_lint.cli import main\ncode = main(sys.argv[1:])\n"
        "new = [sys.modules[one] for one in set(sys.modules) - before]\n"
        "print(*[one.__name__ for one in new if getattr(one, '__file__', '.so').endswith('.py')], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-S", "-c", program, "hook", "after-edit", "--agent", "claude"],
        cwd=root, input=given, capture_output=True, check=False,
        env={**env, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    return {*done.stderr.decode().split()}


def test_it_loads_nothing_but_itself(root):
    few = {
        f"session_lint{one}" for one in ("", ".cli", ".fast_lane", ".fast_lane.hook", ".standard_input", ".tool_input")
    }
    assert loaded(root, event(root, path="src/x.py")) == few
    assert loaded(root, event(root)) == {*few, *LANE, "session_lint.fast_lane.past"}

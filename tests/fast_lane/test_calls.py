"""The fast lane and the ordinary way say the same: calls, environments, folders, and what lies in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from session_lint import cli

from .samples import FULL, NAME, NOW, PAUSED, mutated
from .test_reading import COUNT
from .twin import FOLDER, PATH, captured, other, run, takes_lane, write


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SESSION_LINT_NOW", NOW)
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT_", "FORCE_COLOR"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two clean sessions."""
    folder = tmp_path / "place"
    write(folder)
    write(folder, *other(1))
    return folder


@pytest.mark.parametrize(
    ("arguments", "taken"),
    [
        ([], True),
        (["check"], True),
        (["--force-exclude"], True),
        (["check", "--force-exclude"], True),
        (["check", PATH], True),
        (["check", "--force-exclude", PATH], True),
        ([PATH, "--force-exclude", "--force-exclude"], True),
        (["check", PATH, other(1)[1]], True),
        ([f"./{PATH}"], True),
        ([FOLDER], True),
        ([f"{FOLDER}/"], True),
        (["check", "."], True),
        (["check", ".agents"], True),
        (["./.agents/"], True),
        (["check", "--select", "SL405,SL6"], True),
        (["check", "--output-format", "concise"], True),
        (["check", PATH, "--output-format", "grouped", "--force-exclude"], True),
        (["--output-format", "full"], True),
        (["--jobs", "1"], True),
        (["check", PATH, "--jobs", "auto"], True),
        # what is no such call, or not so plain
        (["."], False),
        ([".agents"], False),
        (["check", "check"], False),
        (["check", PATH, PATH], False),
        (["check", PATH, f"./{PATH}"], False),
        (["check", PATH, FOLDER], False),
        (["check", f".agents/../{PATH}"], False),
        (["check", f".agents//sessions/{NAME}"], False),
        (["check", "--", PATH], False),
        (["check", ""], False),
        ([""], False),
        (["list"], False),
        (["check", "list"], False),
        (["check", f"{FOLDER}/none.md"], False),
        (["check", "none/"], False),
        (["check", "-q", PATH], False),
        (["check", "--verbose", PATH], False),
        (["check", "--fix", PATH], False),
        (["check", "--no-such-option", PATH], False),
        (["check", "--select", "SL1", PATH], False),
        (["check", "--select", "SL405,SL6", PATH], False),
        (["check", "--select", "ALL"], False),
        (["check", "--output-format", "json", PATH], False),
        (["check", "--output-format"], False),
        (["check", "--jobs"], False),
        (["check", "--jobs", "--force-exclude", "2"], False),
        (["check", "--output-format", "--force-exclude", "full"], False),
        (["check", "--jobs", "-1"], False),
        (["check", "--jobs", "1", "--jobs", "2"], False),
        (["check", "--output-format", "concise", "--output-format", "full"], False),
        (["check", "--output-format", "nonsense"], False),
        (["check", "--output-format=concise"], False),
        (["check", "--output-format", PATH], False),
        (["check", "--color", "always", PATH], False),
        (["check", "--isolated", PATH], False),
        (["check", "--show-files"], False),
        (["check", "\0"], False),
        (["check", "\udc80.md"], False),
    ],
    ids=str,
)
def test_a_call_is_answered_the_same(root, arguments, taken):
    assert takes_lane(root, *arguments) is taken


def test_an_absolute_path_and_one_from_a_folder_below_are_answered(root):
    assert takes_lane(root, "check", str(root / PATH))
    (root / "below").mkdir()
    assert not takes_lane(root / "below", "check", f"../{PATH}")
    assert not takes_lane(root / "below", "check", str(root / PATH))  # without git or a config, that is another root
    (root / ".git").mkdir()
    assert not takes_lane(root / "below", "check", str(root / PATH))  # it is no repository: a note says so


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("NO_COLOR", "1", True),
        ("TERM", "dumb", True),
        ("COLUMNS", "20", True),
        ("SESSION_LINT_NO_CACHE", "1", True),
        ("SESSION_LINT_NOW", "2025-12-05T10:00:00.5Z", False),
        ("SESSION_LINT_NOW", "2025-12-05T11:00:00+01:00", False),
        ("SESSION_LINT_NOW", "yesterday", False),
        ("SESSION_LINT_NOW", "2026-12-05T10:00:00Z", False),
        ("SESSION_LINT_NOW", "2025-12-03T10:00:00Z", False),
        ("FORCE_COLOR", "1", False),
        ("FORCE_COLOR", "0", False),
        ("SESSION_LINT_OUTPUT_FORMAT", "json", False),
        ("SESSION_LINT_DEBUG", "1", False),
        ("SESSION_LINT_ANYTHING", "", False),
        ("PRE_COMMIT_FROM_REF", "main", False),
        ("PRE_COMMIT_TO_REF", "HEAD", False),
        ("GITHUB_ACTIONS", "true", True),
    ],
)
def test_a_variable_counts_the_same(root, monkeypatch, name, value, taken):
    monkeypatch.setenv(name, value)
    assert takes_lane(root) is taken


@pytest.mark.parametrize(
    ("path", "text", "taken"),
    [
        pytest.param(f"{FOLDER}/README.md", "What these are.\n", True, id="a readme"),
        pytest.param(f"{FOLDER}/notes.txt", "Anything.\n", True, id="another file"),
        pytest.param(f"{FOLDER}/notes.md", "Anything.\n", False, id="a session that is none"),
        pytest.param(f"{FOLDER}/archive/20251204-143009-old.md", FULL, False, id="a folder below"),
        pytest.param(f"{FOLDER}/archive/notes.txt", "Anything.\n", False, id="a folder below without sessions"),
        pytest.param(".agents/plan.md", "The plan.\n", True, id="a document"),
        pytest.param(".agents/plan.md", f"See {PATH}.\n", False, id="a document that refers to a session"),
        pytest.param(".agents/plan.md", "See .agents/sessions/20251204-999999-gone.md\n", False, id="to none"),
        pytest.param(".agents/deep/er/plan.txt", "20251204-143000-gone\n", False, id="by its name"),
        pytest.param("package/.agents/sessions/20251204-143000-weather.md", FULL, True, id="a package"),
        pytest.param("package/.agents/sessions/20251204-143000-Weather.md", FULL, False, id="a package with a mistake"),
        pytest.param("node_modules/x/.agents/sessions/notes.md", "x", True, id="modules"),
        pytest.param(".venv/.agents/sessions/notes.md", "x", True, id="an environment"),
        pytest.param("src/.git/config", "x", False, id="another repository"),
        pytest.param("src/.git", "gitdir: ../.git/worktrees/x\n", False, id="another worktree"),
        pytest.param("session-lint.toml", "", False, id="a config"),
        pytest.param("pyproject.toml", "[project]\nname = 'x'\n", True, id="a project"),
        pytest.param("pyproject.toml", "# session-lint\ndev = ['session-lint']\n", True, id="a project that names us"),
        pytest.param("pyproject.toml", "[tool.session-lint]\n", False, id="a project with a table"),
        pytest.param("pyproject.toml", "x = 1\r [ tool . 'session-lint' ]\r", False, id="a table in another spelling"),
        pytest.param(f"{FOLDER}/20251204-143000-twin.md", PAUSED, False, id="the same stamp"),
        pytest.param(f"{FOLDER}/20251204-143001-\u00fc.md", "x", False, id="a name beyond ASCII"),
        pytest.param(other(2)[1], FULL.replace("14:30:00Z", "14:30:02Z"), False, id="the same issue"),
        pytest.param(other(2)[1], other(2)[0].replace("feat/2", "feat/weather"), False, id="the same branch"),
        pytest.param(other(2)[1], other(2)[0].replace("feat/2", "origin/feat/weather"), False, id="the same in full"),
        pytest.param(other(2)[1], other(2)[0].replace("feat/2", "feat/weather-2"), True, id="another branch"),
        pytest.param(other(2)[1], other(2)[0].replace("in_progress", "completed", 1), False, id="completed"),
        pytest.param(other(2)[1], f"{other(2)[0]}\nSee {PATH}.\n", False, id="a reference"),
        pytest.param(other(2)[1], other(2)[0].replace("\n", "\r\n"), False, id="CRLF"),
        pytest.param(other(2)[1], "\ufeff" + other(2)[0], False, id="a byte order mark"),
        pytest.param(other(2)[1], other(2)[0] + "x\n" * 600_000, False, id="too large"),
        pytest.param(other(2)[1], "", False, id="empty"),
        pytest.param(other(2)[1], b"\xff\xfe", False, id="no text"),
    ],
)
def test_what_lies_beside_counts_the_same(root, path, text, taken):
    write(root, text, path)
    assert takes_lane(root) is taken
    assert takes_lane(root, "check", "--select", "SL405,SL6") in (taken, True)
    takes_lane(root, PATH)
    takes_lane(root, ".agents/")
    takes_lane(root, "--force-exclude", path)


@pytest.mark.parametrize("status", ["in_progress", "paused", "completed", "no such status", "Paused"])
@pytest.mark.parametrize("key", ["linear_issue", "branch"])
def test_another_session_in_the_folder_competes_the_same(root, status, key):
    text = other(2)[0].replace("status: in_progress", f"status: {status}", 1)
    same = {"linear_issue": ("BACK-202", "BACK-123"), "branch": ("feat/2", "feat/weather")}[key]
    write(root, text.replace(*same), other(2)[1])
    assert takes_lane(root, PATH) is (status not in ("in_progress", "paused"))


@pytest.mark.parametrize(
    "branch", ["main", "master", "HEAD", "none", "refs/heads/main", "origin/x", "'  x'", "[x]", "3", "null"]
)
def test_any_branch_counts_the_same(root, branch):
    for number in (3, 4):
        text, path = other(number)
        write(root, text.replace(f"branch: feat/{number}", f"branch: {branch}"), path)
    assert takes_lane(root, other(3)[1]) is (branch in ("main", "master", "[x]", "3", "null"))


@pytest.mark.parametrize("target", ["plan.md", "folder", "nowhere", ".agents/sessions"])
@pytest.mark.parametrize("place", [other(5)[1], ".agents/link", "link", f"{FOLDER}/link.md", "node_modules"])
def test_a_link_counts_the_same(root, place, target):
    write(root, FULL, "plan.md")
    (root / "folder").mkdir()
    (root / place).symlink_to(root / target)
    takes_lane(root)
    takes_lane(root, PATH)
    takes_lane(root, "check", place)


def test_a_folder_that_is_a_link_counts_the_same(root, tmp_path):
    (tmp_path / "other").symlink_to(root)
    assert takes_lane(tmp_path / "other")
    (root / "again").mkdir()
    (root / "again" / ".agents").symlink_to(root / ".agents")
    assert not takes_lane(root)
    assert not takes_lane(root, f"again/{PATH}")


@pytest.mark.parametrize("kind", ["pipe", "folder", "unreadable", "unreadable folder"])
def test_what_is_no_plain_file_counts_the_same(root, kind):
    place = root / other(6)[1]
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "folder":
        place.mkdir()
    elif kind == "unreadable":
        write(root, *other(6)).chmod(0)
    else:
        place = root / "closed"
        place.mkdir()
        place.chmod(0)
    try:
        if os.access(place, os.R_OK) and kind.startswith("unreadable"):
            pytest.skip("nothing is closed to root")
        assert not takes_lane(root)
        takes_lane(root, PATH)
    finally:
        place.chmod(0o700)


def test_many_sessions_are_counted(root):
    for number in range(2, 40):
        write(root, *other(number))
    assert takes_lane(root)
    assert run(root)[:2] == (0, "All 40 session files are clean.\n")
    assert takes_lane(root, *(other(number)[1] for number in range(1, 40)))


def test_folders_of_any_content_are_answered_the_same(tmp_path):
    random = Random(9)
    taken = 0
    for number in range(min(COUNT // 15, 5000)):
        root = tmp_path / str(number)
        for file in range(random.randrange(1, 4)):
            text, path = other(file)
            write(root, mutated(text, random) if random.random() < 0.5 else text, path)
        if random.random() < 0.2:
            write(root, mutated("The plan.\n", random), ".agents/plan.md")
        taken += takes_lane(root, *random.choice(([], [FOLDER + "/"], [other(0)[1]], ["--select", "SL405,SL6"])))
    assert taken


def test_the_examples_are_answered_the_same(monkeypatch):
    monkeypatch.setenv("SESSION_LINT_NOW", "2026-01-26T09:00:00Z")
    root = Path(__file__).parents[2] / "examples"
    paths = sorted(str(path.relative_to(root)) for path in (root / FOLDER).glob("*.md"))
    assert [Path(path).name for path in paths if takes_lane(root, path)] == ["20260119-140210-search-synonyms.md"]
    assert not takes_lane(root)


def test_the_line_is_the_same_where_it_is_wanted_in_no_colour(root):
    assert run(root, PATH) == (0, "1 session file is clean.\n", "")
    with open(os.devnull, "w", encoding="utf-8") as null:
        assert run(root, PATH, stdout=null.fileno())[0] == 0


def test_a_full_disk_is_told_of_as_ever(root):
    if not os.path.exists("/dev/full"):
        pytest.skip("there is none to try")
    with open("/dev/full", "w", encoding="utf-8") as full:
        code, _, complaint = run(root, PATH, stdout=full.fileno())
    assert (code, complaint) == (2, "session-lint: error: cannot write to standard output: no space left on device\n")


def test_a_closed_pipe_is_quiet(root):
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        assert run(root, PATH, stdout=theirs)[::2] == (0, "")
    finally:
        os.close(theirs)


def test_it_is_the_fast_lane_that_answers(root, monkeypatch):
    monkeypatch.chdir(root)
    monkeypatch.setattr(cli, "ordinary", lambda arguments: 77)
    with captured() as taken:
        assert cli.main(["check", PATH]) == 0
        sys.stdout.flush()
        assert taken.getvalue() == b"1 session file is clean.\n"
        assert cli.main(["check", "-q", PATH]) == 77


def loaded(root: Path, *arguments: str) -> list[str]:
    """Give what a call loads that a bare interpreter has not."""
    program = (
        "import os, sys\nbefore = set(sys.modules)\nfrom session_lint.cli import main\n"
        f"code = main({list(arguments)!r})\n"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)\nsys.exit(code)\n"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], cwd=root, capture_output=True, text=True, check=False,
        env={**env, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "1 session file is clean.\n"), done.stderr
    return done.stderr.split()


LANE = ["session_lint", "session_lint.cli"] + [
    f"session_lint.fast_lane{one}" for one in ("", ".body", ".folders", ".front", ".reading")
]


def test_it_loads_nothing_but_itself(root):
    found = loaded(root, "check", "--force-exclude", PATH)
    assert {one for one in found if one not in sys.builtin_module_names} == {*LANE}

"""Three hundred sessions, in whatever order and batches: what is found does not depend on it."""

from __future__ import annotations

import random
import shlex
import shutil

import pytest

from session_lint import cli

from .place import BAD, CHECK, FIX, GOOD, HOPELESS, MANIFEST, WORKED_ON, Place, commit_all, run, write

COUNT = 300
KINDS = (GOOD, BAD, HOPELESS, GOOD.replace("## Context", "### Context"), WORKED_ON)
ENTRY = shlex.split(MANIFEST[CHECK]["entry"])


def sessions(seed: int, folders: tuple[str, ...], count: int = COUNT) -> dict[str, str]:
    """Give sessions, good and bad, some of which compete for a stamp or an issue."""
    chance = random.Random(seed)
    found = {}
    for number in range(count):
        minute = chance.randrange(60)
        text = chance.choice(KINDS).replace("14:30", f"14:{minute:02}")
        if chance.random() < 0.2:
            issue = f'  linear_issue: "PLT-{chance.randrange(30) + 1}"\n'
            text = text.replace("\norchestration:", f"{issue}\norchestration:")
        found[f"{chance.choice(folders)}.agents/sessions/20251204-14{minute:02}00-session-{number}.md"] = text
    return found


@pytest.fixture(scope="module")
def crowd(tmp_path_factory, env):
    """A repository with all of them, most of them older than what lies on the disk, a few under another name."""
    root = tmp_path_factory.mktemp("crowd")
    texts = sessions(1, ("", "packages/web/", "packages/it's a/"))
    old = {
        path: GOOD if text == WORKED_ON else text.replace("Forecasts", "Many forecasts") for path, text in texts.items()
    }
    renamed = list(texts)[::30]
    for path in renamed:
        old[path.replace("session-", "old-session-")] = old.pop(path)
    write(root, old)
    commit_all(root, env)
    for path in renamed:
        (root / path.replace("session-", "old-session-")).unlink()
    write(root, texts)
    run("git", "add", "--all", cwd=root, env=env)
    return root, sorted(texts)


def said(capsys, arguments: list[str]) -> list[str]:
    assert cli.main(arguments) in (0, 1)
    return [line for line in capsys.readouterr().out.split("\n") if ": SL" in line]


def parted(paths: list[str], chance: random.Random) -> list[list[str]]:
    """Give them in another order, in batches of different sizes."""
    shuffled = chance.sample(paths, len(paths))
    cuts = sorted(chance.sample(range(1, len(paths)), chance.choice((0, 1, 2, 5, 12))))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(paths)], strict=True)]


def test_any_order_and_partition_says_the_same(crowd, monkeypatch, capsys):
    root, paths = crowd
    monkeypatch.chdir(root)
    monkeypatch.setenv("SESSION_LINT_NOW", "2025-12-05T12:00:00Z")
    monkeypatch.setenv("SESSION_LINT_OUTPUT_FORMAT", "concise")
    whole = sorted(said(capsys, [*ENTRY[1:], *paths]))
    assert {line.split(": ")[1][:5] for line in whole} >= {"SL201", "SL301", "SL501", "SL603", "SL604"}
    chance = random.Random(2)
    for _ in range(4):
        batches = parted(paths, chance)
        assert sorted(line for batch in batches for line in said(capsys, [*ENTRY[1:], *batch])) == whole


def lines(place: Place, *arguments: str) -> tuple[list[str], int]:
    """Give what the hook says of all files, in order, and how many reports it came in."""
    everything = place.run(*arguments, "--all-files").said.split("\n")
    return sorted(line.strip() for line in everything if ": SL" in line), sum("Found " in line for line in everything)


@pytest.mark.parametrize("place", ["pre-commit"], indirect=True)
def test_names_that_are_too_long_for_one_command_come_in_several(place):
    """Even a hook that wants to run once; prek fills a command up to what the system takes, which is more."""
    deep = f"{'deep' * 60}/{'down' * 60}/"
    place.write(sessions(3, (deep,)))
    place.configure((CHECK,))
    place.keep()
    several, reports = lines(place)
    assert reports > 1
    (place.root / deep / ".agents").rename(place.root / ".agents")
    place.keep()
    assert lines(place) == (sorted(line.removeprefix(deep) for line in several), 1)


def test_several_processes_say_what_one_says(place):
    place.write(sessions(3, ("", "packages/web/")))
    place.configure((CHECK,))
    place.keep()
    one, reports = lines(place)
    assert (bool(one), reports) == (True, 1)
    place.configure((CHECK,), session_lint="require_serial: false")
    place.keep()
    assert lines(place)[0] == one


def test_several_processes_mend_what_one_mends(place, tmp_path):
    """Whoever lets them run side by side has the same files in the end."""
    place.write(sessions(4, ("", "packages/web/"), 60))
    place.configure((FIX,))
    place.keep()
    other = tmp_path / "other"
    shutil.copytree(place.root, other, symlinks=True)
    place.run("--all-files")
    beside = Place(other, place.program, place.env)
    beside.configure((FIX,), session_lint_fix="require_serial: false")
    beside.run("--all-files")
    assert place.git("diff", "--", ".agents", "packages") == beside.git("diff", "--", ".agents", "packages") != ""

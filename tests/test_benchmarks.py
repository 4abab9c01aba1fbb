"""The benchmarks work, on corpora that are what they are called; what they measure is nothing to test."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from benchmarks import goals, measure, mistakes, page, plot, sessions, table
from benchmarks.__main__ import main
from benchmarks.comparing import Compared
from benchmarks.corpora import SESSIONS, Maker, write
from benchmarks.environments import Ours
from benchmarks.goals import MEASURES, Bench, Goal
from benchmarks.measure import Call, Spread
from benchmarks.peers import OURS, PEERS

from session_lint.workspace import Workspace

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 1, 26, 9, 0, 0, tzinfo=UTC)
SEED = 7

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="what a process has taken is asked of the system")


@pytest.fixture
def maker(tmp_path) -> Maker:
    (tmp_path / "home").mkdir()
    return Maker(tmp_path, SEED, NOW, measure.environment(tmp_path / "home"))


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> SimpleNamespace:
    """A git repository with a changed session, and what has made it."""
    folder = tmp_path_factory.mktemp("repository")
    maker = Maker(folder, SEED, NOW, measure.environment(folder))
    return SimpleNamespace(maker=maker, folder=maker.repository("three", 3))


def codes(folder: Path) -> dict[str, list[str]]:
    """Give the codes that are found in each file of a corpus that has some."""
    found: dict[str, list[str]] = {}
    for one in Workspace.open(str(folder), isolated=True).check(now=NOW).diagnostics:
        found.setdefault(one.path.rpartition("/")[2], []).append(one.code)
    return found


def test_all_of_it_runs_and_every_part_has_its_say(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--here", "--no-peers", "--json", str(tmp_path / "all.json")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert written["parts"] == [*MEASURES, "costs", "seen"]
    measured = {one["goal"]["what"] for one in written["got"]}
    without_rumdl = {goals.CLEAN_RUMDL.what, goals.BROKEN_RUMDL.what}
    assert {goal.what for goal in goals.GOALS} - measured - {goals.WORKERS.what} == without_rumdl
    assert [one["corpus"] for one in written["compared"]] == ["1 clean", "3 clean", "3 broken"]
    assert [one["seen"] for one in written["trials"]["results"]] == ["found", "found", "found", "–"]
    assert written["trials"]["before"][0][1] == 0
    for goal in goals.GOALS:
        assert goal.what in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--runs", "0"], "argument --runs: expected a number from 1"),
        (["--large-runs", "-1"], "argument --large-runs: expected a number from 1"),
        (["--json", "/no/such/folder/x.json"], "argument --json: /no/such/folder/x.json is no place for a file"),
        (["--json", "/"], "argument --json: / is no place for a file"),
        (["--quick", "--write"], "argument --write: a quick run says nothing that the page should"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_said_before_anything_is_measured(capsys, arguments, says):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert capsys.readouterr().err.endswith(f"error: {says}\n")


def test_what_cannot_be_installed_is_said_in_two_lines(capsys, tmp_path):
    (tmp_path / "file").touch()
    assert main(["--quick", "--only", "one", "--cache", str(tmp_path / "file" / "cache")]) == 1
    said = capsys.readouterr().err.split("\n")
    assert said[0].startswith("python -m benchmarks: cannot be installed: ")
    assert said[1:] == ["  help: see `--here` and `--no-peers`, which install nothing; and `--cache`", ""]


def test_clean_sessions_have_no_findings(maker):
    assert codes(maker.many(60, broken=False)) == {}


def test_what_is_called_clean_and_is_not_stops_the_measuring(maker):
    maker = replace(maker, now=datetime.now(UTC))  # the program takes the time from the machine
    bench = Bench(maker, Ours(sys.executable, None), maker.environment, None, 1, 1, 3)
    goals.prove_clean(bench, maker.many(3, broken=False))
    log = next(one for one in mistakes.SESSION if one.code == "SL309")  # a warning, of which no exit code tells
    write(maker.folder / "warned", [log.make(maker.clean(1))])
    with pytest.raises(RuntimeError, match="ended with 1"):
        goals.prove_clean(bench, maker.folder / "warned")


def test_each_broken_session_has_findings(maker):
    folder = maker.many(60, broken=True)
    found = codes(folder)
    assert sorted(found) == sorted(path.name for path in (folder / SESSIONS).iterdir())
    assert {code for each in found.values() for code in each} == {one.code for one in mistakes.SESSION if one.mixed}


def test_the_broken_session_of_the_goals_has_three(maker):
    assert sorted(*codes(maker.one_broken()).values()) == ["SL201", "SL301", "SL307"]


def test_the_changed_session_is_clean_and_has_a_past(maker):
    folder = maker.repository()
    changed = subprocess.run(
        ["git", "diff", "--stat", "HEAD"], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    assert changed.stdout.splitlines()[-1].startswith(" 1 file changed, ")
    assert codes(folder) == {}


@pytest.mark.parametrize("mistake", [pytest.param(one, id=one.what) for one in (*mistakes.SESSION, *mistakes.MARKDOWN)])
def test_a_mistake_is_what_its_code_says_and_nothing_else(repository, tmp_path, mistake):
    maker, folder = repository.maker, tmp_path / "tried"
    shutil.copytree(repository.folder, folder)
    old, new = maker.clean(1), mistake.make(maker.clean(1))
    assert new != old
    (folder / SESSIONS / old.name).unlink()
    (folder / SESSIONS / new.name).write_text(new.text, encoding="utf-8")
    found = codes(folder)
    assert {*found.get(new.name, ())} == ({mistake.code} if mistake.code else set())


@pytest.mark.parametrize("number", [1, 5, 9_999])
def test_sessions_come_from_seed_and_time_alone(number):
    made = sessions.clean(number, NOW, SEED)
    assert made == sessions.clean(number, NOW, SEED)
    assert made != sessions.clean(number, NOW, SEED + 1)
    assert mistakes.broken(made, number, SEED) == mistakes.broken(made, number, SEED)
    assert 4000 <= len(made.text) <= 5000
    assert max(map(len, made.text.split("\n"))) <= 80


def test_no_two_of_many_sessions_have_a_name_or_an_issue_in_common():
    made = [sessions.clean(number, NOW, SEED) for number in range(1, 2_001)]
    assert len({one.name[:15] for one in made}) == len(made)
    assert len({re.findall("linear_issue.*", one.text)[0] for one in made}) == len(made)


def test_the_cpu_of_children_counts_and_failures_are_told(tmp_path):
    env = measure.environment(tmp_path)
    busy = "sum(i * i for i in range(2_000_000))"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{busy}'])"
    alone = measure.cost(Call((sys.executable, "-c", busy), tmp_path), env)
    child = measure.cost(Call((sys.executable, "-c", inner), tmp_path), env)
    assert child.cpu > alone.cpu * 0.8
    with pytest.raises(RuntimeError, match="ended with 3"):
        measure.cost(Call((sys.executable, "-c", "raise SystemExit(3)"), tmp_path), env)


def test_memory_is_that_of_all_processes_together(tmp_path):
    hold = "import time; held = bytearray(60_000_000); time.sleep(0.3)"
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', '{hold}']); {hold}; child.wait()"
    peak = measure.peak_memory(Call((sys.executable, "-c", both), tmp_path), measure.environment(tmp_path))
    assert peak > (115 if Path("/proc").exists() else 57)


def test_what_is_on_standard_input_is_given(tmp_path):
    call = Call((sys.executable, "-c", "import sys; sys.exit(len(sys.stdin.read()))"), tmp_path, b"12345", (5,))
    assert measure.cost(call, measure.environment(tmp_path)).cpu > 0


def test_calls_run_in_turn(tmp_path):
    calls = [Call((sys.executable, "-c", f"open('order', 'a').write('{name}')"), tmp_path) for name in ("a", "b", "c")]
    taken = measure.alternate(calls, 2, measure.environment(tmp_path), warm=True)
    assert [len(one) for one in taken] == [2, 2, 2]
    assert (tmp_path / "order").read_text(encoding="utf-8") == "abc" * 3


@pytest.mark.parametrize(
    ("figures", "spread"),
    [
        pytest.param([2.0], Spread(2.0, 2.0, 2.0), id="one"),
        pytest.param([4.0, 1.0, 3.0, 2.0, 5.0], Spread(3.0, 2.0, 4.0), id="five"),
    ],
)
def test_a_spread_is_the_median_and_the_quarters_around_it(figures, spread):
    assert Spread.of(figures) == spread


@pytest.mark.parametrize(
    ("goal", "figure", "reached"),
    [
        pytest.param(Goal("", 2, 1), 1.0, "stretch", id="at-the-stretch"),
        pytest.param(Goal("", 2, 1), 2.0, "goal", id="at-the-goal"),
        pytest.param(Goal("", 2, 1), 2.1, "no", id="above"),
        pytest.param(Goal("", 1, 2, more=True), 2.0, "stretch", id="more-than-the-stretch"),
        pytest.param(Goal("", 1, 2, more=True), 0.9, "no", id="too-little"),
    ],
)
def test_a_goal_knows_what_reaches_it(goal, figure, reached):
    assert goal.reached(figure) == reached


@pytest.mark.parametrize(
    ("value", "words"), [(0.0094, "9.4 ms"), (0.16, "160 ms"), (1.25, "1.2 s"), (75.0, "75.0 s")], ids=str
)
def test_times_are_written_with_their_unit(value, words):
    assert table.seconds(value) == words


def test_each_peer_is_pinned_to_one_version_of_its_own():
    for peer in PEERS:
        for pinned in peer.pinned:
            assert re.fullmatch(r"[a-z0-9-]+(==|@)[0-9]+(\.[0-9]+)+", pinned)
    assert len({peer.name for peer in PEERS}) == len(PEERS)


@pytest.fixture
def compared() -> tuple[Compared, ...]:
    return tuple(
        Compared(peer, corpus, Spread(number / 40, 0.1, 0.2), Spread(0.1, 0.1, 0.1))
        for corpus in ("1 clean", "9 broken")
        for number, peer in enumerate((OURS, *PEERS), 1)
    )


def test_the_picture_is_the_same_for_the_same_figures_and_has_all_of_them(compared):
    drawn = plot.svg(compared)
    assert drawn == plot.svg(compared)
    root = ElementTree.fromstring(drawn)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    dots = [one.attrib for one in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert [one["class"] for one in dots] == (["ours"] + ["dot"] * len(PEERS)) * 2
    assert all(0 < float(one["cx"]) < width and 0 < float(one["cy"]) < height for one in dots)
    words = {one.text for one in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {peer.name for peer in (OURS, *PEERS)} | {"25.0 ms", "175 ms", "10 ms", "1 s"} <= words
    assert "prefers-color-scheme: dark" in drawn


def test_the_page_has_one_place_for_each_block_and_other_text_stays():
    text = (page.DOCS / page.PAGE).read_text(encoding="utf-8")
    filled = page.fill(text, dict.fromkeys(page.BLOCKS, r"as \1 it is"))
    assert re.findall(r"<!-- ([a-z]+): begin -->\nas \\1 it is\n<!-- \1: end -->", filled) == list(page.BLOCKS)
    outside = re.compile(r"(?s)(<!-- [a-z]+: begin -->).*?(<!-- [a-z]+: end -->)")
    assert outside.sub("", filled) == outside.sub("", text)
    with pytest.raises(ValueError, match="0 places for `goals`"):
        page.fill("nothing", {"goals": ""})


def test_the_page_shows_all_goals_peers_and_mistakes():
    text = (page.DOCS / page.PAGE).read_text(encoding="utf-8")
    assert [goal.what for goal in goals.GOALS if f"| {goal.what} " not in text] == []
    assert [one.what for one in (*mistakes.SESSION, *mistakes.MARKDOWN) if f"| {one.what} " not in text] == []
    assert [peer.name for peer in PEERS if f"| {peer.name} {peer.version} " not in text] == []
    assert (page.DOCS / page.PICTURE).exists()


def test_each_linter_is_told_of_files_as_it_wants_it(maker):
    folder = maker.many(3, broken=False)
    given = {peer.name: peer.paths(folder) for peer in (OURS, *PEERS) if not peer.yaml}
    assert given == {
        "session-lint": (),
        "rumdl": (".agents/sessions",),
        "markdownlint-cli2": (".agents/sessions/*",),
        "pymarkdown": (".agents/sessions",),
        "mdformat": (".agents/sessions",),
    }

"""What each rule would have stopped: real histories, judged commit by commit."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from .test_cli import GOOD, NAME, run

IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "A"), ("EMAIL", "a@example.org"))
}
PATH = f".agents/sessions/{NAME}"


class History:
    """A repository, and commits at chosen times."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, when: str = "2025-12-05T12:00:00Z") -> str:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        env = {**kept, **IDENTITY, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(["git", *arguments], cwd=self.root, env=env, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def commit(self, files: dict[str, str | None], when: str) -> str:
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                place.unlink()
            else:
                place.write_text(text, encoding="utf-8")
        self.git("add", "--all", when=when)
        self.git("commit", "-q", "-m", "A step", when=when)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Six commits: a good one, a change without a new time, a slip, its mending, a rename, a deletion."""
    made = History(tmp_path)
    made.commit({PATH: GOOD, "README.md": "x\n"}, "2025-12-05T10:00:00Z")
    changed = GOOD.replace("- Read it.", "- Read it, and test it.")
    made.commit({PATH: changed}, "2025-12-05T11:00:00Z")
    later = changed.replace("05T09:00:00Z", "06T09:00:00Z")
    made.commit({PATH: later.replace("in_progress", "complete")}, "2025-12-06T10:00:00Z")
    made.commit({PATH: later.replace("06T09:00:00Z", "06T10:30:00Z")}, "2025-12-06T11:00:00Z")
    new = ".agents/sessions/20251204-143000-forecast-cache.md"
    made.git("mv", PATH, new)
    made.commit({}, "2025-12-06T12:00:00Z")
    made.commit({new: None}, "2025-12-07T12:00:00Z")
    return made


def data(history: History, *arguments: str) -> dict[str, object]:
    done = run("replay", "--output-format", "json", *arguments, cwd=history.root)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def counts(found: dict) -> dict[str, tuple[int, int, int]]:
    return {row["code"]: (row["stopped"], row["alone"], row["found"]) for row in found["rules"]}


def test_each_commit_is_judged_with_its_own_clock_and_against_the_one_before(history):
    found = data(history)
    assert (found["commits"], found["stopped"]) == (5, 2)
    assert counts(found) == {"SL201": (1, 1, 1), "SL501": (1, 1, 1)}
    assert (found["first"], found["last"]) == ("2025-12-05T10:00:00Z", "2025-12-06T12:00:00Z")


def test_the_table_says_it_to_people(history):
    third = history.git("rev-parse", "HEAD~3")[:10]
    second = history.git("rev-parse", "HEAD~4")[:10]
    assert run("replay", cwd=history.root).stdout == (
        "5 commits changed sessions, from 2025-12-05 to 2025-12-06; 2 would have been stopped.\n"
        "\n"
        "stopped  alone  found  rule                           the last one\n"
        f"      1      1      1  SL201 frontmatter-schema       {third} {PATH}\n"
        f"      1      1      1  SL501 last-updated-not-bumped  {second} {PATH}\n"
        "\n"
        "alone: no other rule would have stopped it. found: with findings, however mild.\n"
        "Not replayed, since they look at the whole tree: SL405, SL601.\n"
    )


def test_a_session_that_nobody_touches_again_grows_stale_in_no_commit(history):
    assert "SL401" not in counts(data(history))
    history.commit({PATH: GOOD}, "2026-03-01T12:00:00Z")
    assert counts(data(history))["SL401"] == (1, 1, 1)


def test_since_counts_a_branch_and_knows_what_was_before(history):
    history.git("branch", "base", "HEAD~3")
    found = data(history, "--since", "base")
    assert (found["commits"], found["stopped"], counts(found)) == (2, 0, {})
    history.git("branch", "earlier", "HEAD~4")
    assert counts(data(history, "--since", "earlier")) == {"SL201": (1, 1, 1)}


def test_all_looks_at_all_branches_and_merges_are_not_counted(history):
    history.git("checkout", "-q", "-b", "side", "HEAD~2")
    history.commit({PATH: GOOD.replace("in_progress", "done")}, "2025-12-08T10:00:00Z")
    history.git("checkout", "-q", "main")
    assert data(history)["commits"] == 5
    found = data(history, "--all")
    assert (found["commits"], counts(found)["SL201"]) == (6, (2, 1, 2))
    history.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge", "side", when="2025-12-09T10:00:00Z")
    assert data(history)["commits"] == 6


def test_the_sessions_that_were_there_then_are_its_peers(tmp_path):
    made = History(tmp_path)
    issue = GOOD.replace("orchestration:", '  linear_issue: "PLT-7"\norchestration:', 1)
    made.commit({PATH: issue}, "2025-12-05T10:00:00Z")
    other = ".agents/sessions/20251205-103000-alerts.md"
    made.commit(
        {other: issue.replace("2025-12-04T14:30", "2025-12-05T10:30").replace("05T09:00", "05T10:40")},
        "2025-12-05T11:00:00Z",
    )
    made.commit({PATH: None}, "2025-12-05T12:00:00Z")
    text = (tmp_path / other).read_text(encoding="utf-8").replace("05T10:40", "05T13:00")
    made.commit({other: text + "More.\n"}, "2025-12-05T13:30:00Z")
    assert counts(data(made)) == {"SL603": (0, 0, 1)}


def test_rules_and_severities_are_those_of_the_config_and_the_call(history):
    assert counts(data(history, "--select", "SL5")) == {"SL501": (1, 1, 1)}
    (history.root / "session-lint.toml").write_text(
        'ignore = ["SL501"]\n[rules.SL201]\nseverity = "warning"\n', "utf-8"
    )
    assert (data(history)["stopped"], counts(data(history))) == (0, {"SL201": (0, 0, 1)})
    assert data(history, "--fail-on", "warning")["stopped"] == 1
    assert data(history, "--isolated")["stopped"] == 2


def test_where_there_is_no_history_it_says_so(tmp_path):
    outside = run("replay", cwd=tmp_path)
    assert (outside.returncode, outside.stdout) == (2, "")
    assert "there is no commit here" in outside.stderr
    made = History(tmp_path)
    assert run("replay", cwd=tmp_path).returncode == 2
    made.commit({"README.md": "x\n"}, "2025-12-05T10:00:00Z")
    nothing = run("replay", cwd=tmp_path)
    assert (nothing.returncode, nothing.stdout) == (0, "No commit changed a session.\n")
    wrong = run("replay", "--since", "nope", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "--since `nope`: there is no such commit here" in wrong.stderr


def test_odd_names_and_contents_of_the_past_do_no_harm(tmp_path):
    made = History(tmp_path)
    odd = ".agents/sessions/20251204-143000-\x01a\nb.md"
    made.commit({odd: GOOD}, "2025-12-05T10:00:00Z")
    (tmp_path / PATH).write_bytes(b"\xff\x00")
    made.commit({}, "2025-12-05T11:00:00Z")
    (tmp_path / PATH).unlink()
    (tmp_path / PATH).symlink_to("elsewhere.md")
    made.commit({}, "2025-12-05T12:00:00Z")
    found = data(made)
    assert found["commits"] == 2
    assert counts(found)["SL001"] == (1, 1, 1)
    assert "\x01" not in run("replay", cwd=tmp_path).stdout

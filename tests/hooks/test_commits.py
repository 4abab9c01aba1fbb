"""What becomes of a commit: each thing that may happen to a session, under pre-commit and prek."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from .place import BAD, BUMPED, CHECK, FIX, GOOD, HOPELESS, NOW, PATH, PLAN, REPO, WORKED_ON, Place

OTHER = ".agents/sessions/20251204-143000-last-forecast.md"
SECOND = ".agents/sessions/20251203-090000-forecast-cache.md"
NESTED = f"packages/web/{PATH}"
REFERS = f"# Weather\n\nWhere it stands: `{PATH}`\n"
SECOND_TEXT = GOOD.replace("2025-12-04T14:30", "2025-12-03T09:00").replace("the last forecast", "a cache")

P, F, S = "Passed", "Failed", "Skipped"


@dataclass(frozen=True)
class Scenario:
    """A commit: what there was before, what is done, and the result of each hook in their order.

    `then` is what lies in the working tree after that. A commit that a mending hook stops goes through when the files
    are added again.
    """

    change: Callable[[Place], object]
    results: tuple[str, ...]
    findings: tuple[str, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    then: Mapping[str, str] = field(default_factory=dict)
    hooks: tuple[str, ...] = (FIX, CHECK, REPO)
    repository: str = ""


def staged(files: Mapping[str, str]) -> Callable[[Place], object]:
    return lambda place: place.stage(files)


def partly(path: str, index: str, tree: str) -> Callable[[Place], object]:
    def change(place: Place) -> None:
        place.stage({path: index})
        place.write({path: tree})

    return change


def moved(path: str, to: str, text: str | None = None) -> Callable[[Place], object]:
    def change(place: Place) -> None:
        place.git("mv", path, to)
        if text is not None:
            place.stage({to: text})

    return change


def removed(*paths: str) -> Callable[[Place], object]:
    return lambda place: place.git("rm", "--quiet", *paths)


def removed_unstaged(place: Place) -> None:
    (place.root / PATH).unlink()
    place.stage({"README.md": "# More\n"})


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(Scenario(staged({PATH: GOOD}), (P, P, P)), id="new-and-clean"),
        pytest.param(
            Scenario(staged({PATH: HOPELESS}), (F, F, P), (f"{PATH}:4:11: SL201",) * 2, then={PATH: HOPELESS}),
            id="new-and-broken",
        ),
        pytest.param(
            Scenario(staged({PATH: BAD}), (F, P), (f"{PATH}:4:11: SL201",), then={PATH: BAD}, hooks=(CHECK, REPO)),
            id="new-and-broken-without-the-mending-hook",
        ),
        pytest.param(Scenario(staged({PATH: BAD}), (F, P, P), then={PATH: GOOD}), id="new-and-mended"),
        pytest.param(
            Scenario(
                staged({PATH: WORKED_ON}), (F, P), (f"{PATH}:6:17: SL501",), before={PATH: GOOD}, hooks=(CHECK, REPO)
            ),
            id="edited-and-not-bumped",
        ),
        pytest.param(
            Scenario(
                staged({PATH: WORKED_ON}),
                (F, P, P),
                before={PATH: GOOD},
                then={PATH: WORKED_ON.replace("2025-12-04T16:05:00Z", NOW)},
            ),
            id="edited-and-bumped-by-the-mending-hook",
        ),
        pytest.param(Scenario(staged({PATH: BUMPED}), (P, P, P), before={PATH: GOOD}), id="edited-and-bumped"),
        pytest.param(
            Scenario(
                moved(PATH, OTHER, WORKED_ON),
                (F, P),
                (f"{OTHER}:6:17: SL501",),
                before={PATH: GOOD},
                hooks=(CHECK, REPO),
            ),
            id="renamed-edited-and-not-bumped",
        ),
        pytest.param(
            Scenario(moved(PATH, OTHER), (P, P, P), before={PATH: GOOD, PLAN: REFERS}),
            id="renamed-with-a-reference-left-behind-which-is-a-warning",
        ),
        pytest.param(
            Scenario(
                moved(PATH, OTHER),
                (P, P, F),
                (f"{PLAN}:3:19: SL601",),
                before={PATH: GOOD, PLAN: REFERS},
                repository="args: [--fail-on=warning]",
            ),
            id="renamed-with-a-reference-left-behind-where-warnings-count",
        ),
        pytest.param(
            Scenario(removed(PATH), (S, S, F), (f"{PLAN}:3:19: SL601",), before={PATH: GOOD, PLAN: REFERS}),
            id="deleted-with-a-reference-left-behind",
        ),
        pytest.param(Scenario(removed(PATH), (S, S, P), before={PATH: HOPELESS, PLAN: "# Weather\n"}), id="deleted"),
        pytest.param(
            Scenario(removed_unstaged, (S, S, P), before={PATH: GOOD, PLAN: REFERS}),
            id="deleted-but-not-in-this-commit",
        ),
        pytest.param(
            Scenario(partly(PATH, HOPELESS, GOOD), (F, F, P), (f"{PATH}:4:11: SL201",) * 2, then={PATH: GOOD}),
            id="staged-broken-and-good-on-the-disk",
        ),
        pytest.param(
            Scenario(partly(PATH, GOOD, HOPELESS), (P, P, P), then={PATH: HOPELESS}),
            id="staged-good-and-broken-on-the-disk",
        ),
        pytest.param(
            Scenario(
                partly(PATH, WORKED_ON, BUMPED),
                (F, P),
                (f"{PATH}:6:17: SL501",),
                before={PATH: GOOD},
                then={PATH: BUMPED},
                hooks=(CHECK, REPO),
            ),
            id="bumped-on-the-disk-only",
        ),
        pytest.param(
            Scenario(
                partly(PLAN, REFERS, "# Weather\n"),
                (S, S, F),
                (f"{PLAN}:3:19: SL601",),
                before={SECOND: SECOND_TEXT},
                then={PLAN: "# Weather\n"},
                repository="args: [--fail-on=warning]",
            ),
            id="a-staged-reference-to-nothing",
        ),
        pytest.param(
            Scenario(
                staged({NESTED: WORKED_ON, PATH: GOOD, f"packages/api/{PATH}": HOPELESS}),
                (F, P),
                (f"packages/api/{PATH}:4:11: SL201", f"{NESTED}:6:17: SL501"),
                before={NESTED: GOOD},
                hooks=(CHECK, REPO),
            ),
            id="in-packages-of-a-monorepo",
        ),
        pytest.param(
            Scenario(
                staged({f"fixtures/{PATH}": HOPELESS, PATH: GOOD, ".agents/sessions/README.md": "# No session\n"}),
                (P, P, P),
                before={"session-lint.toml": 'extend-exclude = ["fixtures"]\n'},
            ),
            id="excluded-by-the-config",
        ),
        pytest.param(
            Scenario(
                staged(
                    dict.fromkeys(
                        (
                            "README.md",
                            "docs/20251204-143000-notes.md",
                            ".agents/notes.md",
                            f".agents/sessions/archive/{PATH.rpartition('/')[2]}",
                            ".agents/sessions/notes.txt",
                        ),
                        "---\nno: [yaml\n",
                    )
                ),
                (S, S, P),
            ),
            id="no-session",
        ),
    ],
)
def test_a_commit_is_stopped_for_what_it_does_to_sessions(place, scenario):
    if scenario.hooks != (FIX, CHECK, REPO) or scenario.repository:
        place.configure(scenario.hooks, session_lint_repo=scenario.repository)
    place.keep({**scenario.before, "notes.txt": "\n"})
    scenario.change(place)
    before = place.commits()
    done = place.commit()
    assert (done.results, done.findings) == (scenario.results, scenario.findings), done.said
    stopped = F in scenario.results
    assert (done.code != 0, place.commits()) == (stopped, before + (not stopped)), done.said
    assert {path: place.read(path) for path in scenario.then} == scenario.then
    if stopped and not scenario.findings:
        assert "files were modified by this hook" in done.said
        place.git("add", "--update")
        again = place.commit()
        assert (again.code, again.results) == (0, (P,) * len(scenario.results)), again.said


def test_a_fix_gives_way_to_what_is_not_staged_in_the_same_lines(place):
    place.stage({PATH: BAD})
    place.write({PATH: HOPELESS})
    done = place.commit()
    assert (done.code, done.results) == (1, (F, P, P)), done.said
    assert "onflicted with" in done.said
    assert (place.read(PATH), place.git("show", f":{PATH}") + "\n") == (HOPELESS, BAD)

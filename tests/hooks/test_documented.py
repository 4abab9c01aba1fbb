"""The examples of `docs/pre-commit.md`: each is taken out of the page, and commits are made with it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

import pytest

from .place import (
    BAD,
    BUMPED,
    CONFIG,
    GOOD,
    HOPELESS,
    NOW,
    PATH,
    PLAN,
    ROOT,
    TOOLS,
    WORKED_ON,
    Place,
    succeed,
    write,
)

PAGE = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")
OTHER = ".agents/sessions/20251204-143000-last-forecast.md"
REFERS = f"`{PATH}`\n"


def example(kind: str, sign: str) -> str:
    """Give the one code block of a kind with a text in it."""
    blocks = re.findall(rf"^ *```{kind}\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
    (found,) = (block for block in blocks if sign in block)
    return textwrap.dedent(found)


def configured(place: Place, hooks: str | None = None) -> None:
    """Give a repository the config of the page, or these hooks instead of its own, with this checkout as their source."""
    config = example("yaml", "# .pre-commit-config.yaml")
    source = [line for line in place.read(CONFIG).split("\n") if re.match(" *(- repo|rev):", line)]
    head = re.sub(r"^  - repo: .*\n    rev: .*$", "\n".join(source), config, count=1, flags=re.MULTILINE)
    if hooks is not None:
        head = head.partition("      - id:")[0] + textwrap.indent(hooks, "      ")
    place.stage({CONFIG: head})


def test_the_config_of_the_readme_is_the_same():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.partition("#")[0].rstrip() for line in example("yaml", "# .pre-commit-config.yaml").split("\n")]
    assert "\n".join(lines[1:]).strip() in "\n".join(line.partition("#")[0].rstrip() for line in readme.split("\n"))


def test_the_config(place):
    before = place.read(CONFIG)
    configured(place)
    assert re.findall(r"id: (\S+)", place.read(CONFIG)) == re.findall(r"id: (\S+)", before)
    place.keep({PATH: GOOD, PLAN: REFERS})
    place.git("rm", "--quiet", PATH)
    done = place.commit()
    assert (done.code, done.results) == (1, ("Skipped", "Skipped", "Failed")), done.said


def test_warnings_stop_a_commit_where_that_is_asked_for(place):
    configured(place, example("yaml", "--fail-on=warning"))
    place.stage({PATH: GOOD.replace("status: paused", "status: completed")})
    done = place.commit()
    assert (done.code, done.results) == (1, ("Failed", "Passed")), done.said
    assert done.findings == (f"{PATH}:4:11: SL403",)


def test_sessions_in_other_folders_are_passed_where_that_is_asked_for(place):
    configured(place, example("yaml", "tools/journals"))
    settings = '[[overrides]]\nfiles = ["tools/journals/*.md"]\nextend = "journal"\n'
    journal = "tools/journals/20251204-143000-web.md"
    place.stage({"session-lint.toml": settings, journal: "# None\n", "tools/other.md": "# None\n", PATH: GOOD})
    done = place.commit()
    assert (done.code, done.results) == (1, ("Failed",)), done.said
    assert {line.partition(":")[0] for line in done.findings} == {journal}


def test_the_command_for_a_branch(place):
    place.keep({PATH: GOOD})
    place.git("update-ref", "refs/remotes/origin/main", "HEAD")
    place.keep({PATH: WORKED_ON})
    program, *arguments = example("bash", "--from-ref").split()
    assert program == "pre-commit"
    done = place.run(*arguments[1:])
    assert (done.code, done.results) == (1, ("Failed", "Passed", "Passed")), done.said


def lefthook(place: Place) -> None:
    write(place.root, {"lefthook.yml": example("yaml", "# lefthook.yml")})
    succeed(TOOLS / "lefthook", "install", cwd=place.root, env=place.env)


def script(place: Place) -> None:
    hook = place.root / ".git" / "hooks" / "pre-commit"
    hook.write_text(example("sh", "#!/bin/sh"), encoding="utf-8")
    hook.chmod(0o755)


@pytest.fixture
def bare(tmp_path, env) -> Place:
    """A repository without any hooks."""
    place = Place(tmp_path / "weather", "git", env)
    place.root.mkdir()
    place.git("init", "--quiet", "--initial-branch=main")
    return place


def partly(index: str, tree: str) -> Callable[[Place], None]:
    def change(place: Place) -> None:
        place.stage({PATH: index})
        place.write({PATH: tree})

    return change


MENDS = pytest.param(lefthook, id="lefthook")
CHECKS = pytest.param(script, id="script")


@pytest.mark.parametrize("install", [MENDS, CHECKS])
@pytest.mark.parametrize(
    ("before", "change", "findings"),
    [
        pytest.param({}, lambda place: place.stage({"README.md": ""}), (), id="no-session"),
        pytest.param({}, lambda place: place.stage({PATH: HOPELESS}), (f"{PATH}:4:11: SL201",), id="broken"),
        pytest.param({PATH: GOOD}, lambda place: place.stage({PATH: BUMPED}), (), id="bumped"),
        pytest.param({PATH: GOOD}, lambda place: place.git("mv", PATH, OTHER), (), id="renamed"),
        pytest.param({}, partly(HOPELESS, GOOD), (f"{PATH}:4:11: SL201",), id="staged-broken"),
        pytest.param({}, partly(GOOD, HOPELESS), (), id="broken-on-the-disk"),
        pytest.param(
            {PATH: GOOD, PLAN: REFERS}, lambda place: place.git("rm", PATH), (f"{PLAN}:1:2: SL601",), id="left-behind"
        ),
    ],
)
def test_without_pre_commit(bare, install, before, change, findings):
    bare.keep({**before, "notes.txt": ""})
    install(bare)
    change(bare)
    done = bare.commit()
    assert (done.code, done.findings) == (1 if findings else 0, findings), done.said


@pytest.mark.parametrize(
    ("before", "after", "mended"),
    [
        pytest.param({}, BAD, GOOD, id="broken"),
        pytest.param({PATH: GOOD}, WORKED_ON, WORKED_ON.replace("2025-12-04T16:05:00Z", NOW), id="not-bumped"),
    ],
)
def test_what_can_be_mended_is_mended_by_lefthook_and_stopped_by_the_script(bare, before, after, mended):
    bare.keep({**before, "README.md": ""})
    script(bare)
    bare.stage({PATH: after})
    done = bare.commit()
    assert (done.code, len(done.findings)) == (1, 1), done.said
    lefthook(bare)
    bare.write({PATH: f"{after}\nNot staged.\n"})
    done = bare.commit()
    assert done.code == 0, done.said
    assert (bare.git("show", f"HEAD:{PATH}") + "\n", bare.read(PATH)) == (mended, f"{mended}\nNot staged.\n")

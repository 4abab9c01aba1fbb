"""What the manifest promises to the programs that read it."""

from __future__ import annotations

import sys

import pytest

from .place import (
    BAD,
    BUILD_SECONDS,
    CHECK,
    FIX,
    GOOD,
    HOPELESS,
    MANIFEST,
    PATH,
    PROGRAMS,
    ROOT,
    TOOLS,
    WORKED_ON,
    commit_all,
    outcome,
    run,
    succeed,
    write,
)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("what", "file"), [("manifest", ".pre-commit-hooks.yaml"), ("config", ".pre-commit-config.yaml")]
)
def test_what_we_wrote_for_them_is_valid(program, what, file, env):
    done = run(TOOLS / program, f"validate-{what}", file, cwd=ROOT, env=env)
    assert (done.returncode, "warning" in (done.stdout + done.stderr).lower()) == (0, False)


def test_the_mending_hook_differs_from_the_other_by_what_it_does():
    same = {"language": "python", "files": MANIFEST[CHECK]["files"], "exclude": "^-", "require_serial": True}
    for name in (FIX, CHECK):
        assert {key: MANIFEST[name][key] for key in same} == same
    assert MANIFEST[FIX]["entry"] == MANIFEST[CHECK]["entry"].replace("check", "check --fix")


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_hook_runs_where_files_are_about_to_be_handed_on(name):
    assert MANIFEST[name]["stages"] == ["pre-commit", "pre-merge-commit", "pre-push", "manual"]


@pytest.mark.parametrize("program", PROGRAMS[:1])  # an environment is built for each
def test_the_hook_can_be_tried_without_a_config(program, tmp_path, source, env):
    write(tmp_path, {PATH: BAD, "README.md": BAD})
    commit_all(tmp_path, env)
    command = (TOOLS / program, "try-repo", source, CHECK, "--all-files")
    done = outcome(run(*command, cwd=tmp_path, env=env, seconds=BUILD_SECONDS))
    assert (done.code, done.findings) == (1, (f"{PATH}:4:11: SL201",)), done.said
    assert "Found 1 error in 1 file." in done.said


def test_names_are_passed_as_they_are(place):
    folders = ("a b", "it's", 'a"b', "$HOME", "täglich", "new\nline", "--fix", "-pkg")
    good = {f"x/{folder}/{PATH}": HOPELESS for folder in folders}
    name = '20251204-143100-it\'s "so" é.md'
    place.configure((CHECK,))
    place.stage({**good, f".agents/sessions/{name}": GOOD.replace("T14:30", "T14:31")})
    done = place.commit()
    expected = [f"{path}:4:11: SL201".replace("\n", "\\n") for path in good]
    assert sorted(done.findings) == sorted([*expected, f".agents/sessions/{name}:1:1: SL102"]), done.said


def test_a_folder_that_is_called_like_an_option_gives_none(place):
    """Such a name is not passed; `session-lint` without names looks at the file."""
    folders = ("--exclude=**", "--exit-zero", "--output-file=weather", "-pkg")
    place.configure((CHECK,))
    place.stage({f"{folder}/{PATH}": HOPELESS for folder in folders} | {PATH: HOPELESS})
    done = place.commit()
    assert (done.code, done.findings) == (1, (f"{PATH}:4:11: SL201",)), done.said
    assert [place.read(f"{folder}/{PATH}") for folder in folders] == [HOPELESS] * 4
    here = {**place.env, "PYTHONPATH": str(ROOT / "src")}
    said = outcome(run(sys.executable, "-m", "session_lint", cwd=place.root, env=here)).findings
    assert said == tuple(f"{path}:4:11: SL201" for path in (*(f"{folder}/{PATH}" for folder in folders), PATH))


def test_a_link_is_judged_and_not_mended(place):
    outside, inside = (f".agents/sessions/20251204-14310{number}-link.md" for number in range(2))
    place.keep({"elsewhere.md": BAD, ".agents/sessions/README.md": ""})
    place.configure((FIX, CHECK), session_lint="args: ['--select=SL0,SL2']")
    (place.root / outside).symlink_to("/etc/hostname")
    (place.root / inside).symlink_to("../../elsewhere.md")
    place.git("add", "--force", ".agents")
    done = place.commit()
    assert (done.code, done.results) == (1, ("Skipped", "Failed")), done.said
    assert done.findings == (f"{outside}:1:1: SL001", f"{inside}:4:11: SL201")
    assert place.read("elsewhere.md") == BAD


def test_what_the_baseline_knows_stops_no_commit(place):
    known, other = PATH, PATH.replace("weather-fallback", "known")
    baseline = "session-lint-baseline.json"
    place.configure((CHECK,))
    place.stage({known: BAD, other: BAD})
    here = {**place.env, "PYTHONPATH": str(ROOT / "src")}
    succeed(sys.executable, "-m", "session_lint", "--write-baseline", baseline, cwd=place.root, env=here)
    place.keep({"session-lint.toml": f'baseline = "{baseline}"\n'})
    later = WORKED_ON.replace("status: paused", "status: Paused").replace("16:05", "17:00")
    place.stage({known: later})
    done = place.commit()
    assert (done.code, done.findings) == (0, ()), done.said

    place.stage({known: later.replace("17:00", "18:00").replace("Paused", "Stopped")})
    stopped = place.commit()
    assert (stopped.code, stopped.findings) == (1, (f"{known}:4:11: SL201",)), stopped.said

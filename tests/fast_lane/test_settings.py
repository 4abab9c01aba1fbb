"""Configs: the fast lane goes by notes on them, which it trusts only if nobody else can have written them."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from session_lint import fast_lane, noting
from session_lint.fast_lane import Doubt, settings
from session_lint.rules import RULES

from .samples import FULL, NOW, PAUSED
from .test_reading import COUNT
from .twin import PATH, other, run, takes_lane, write

CONFIG = '[rules.stale-in-progress]\nmax-age = "3d"\n'


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT_", "FORCE_COLOR"))]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("SESSION_LINT_NO_CACHE", raising=False)
    monkeypatch.setenv("SESSION_LINT_NOW", NOW)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    write(folder)
    return folder


def second_run_takes_lane(root: Path, *arguments: str) -> bool:
    """Whether a call takes the fast lane once a run has seen the config; the first never does."""
    assert not takes_lane(root, *arguments)
    return takes_lane(root, *arguments)


def notes(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "session-lint").iterdir())


SECTION = "## Context\n\nThe forecast API fails \u2014 twice a day \u2705, and users see nothing.\n\n"


@pytest.mark.parametrize(
    ("config", "understood"),
    [
        pytest.param("", True, id="empty"),
        pytest.param(CONFIG, True, id="an age"),
        pytest.param('[rules.stale-in-progress]\nmax-age = "30m"\n', False, id="a short age"),
        pytest.param('[rules.SL401]\nmax-age = "61m"\nseverity = "info"\n', True, id="by its code"),
        pytest.param('[rules.stale-paused]\nmax-age = "1w"\n', True, id="the other age"),
        pytest.param('ignore = ["SL1", "SL501"]\n', True, id="rules ignored"),
        pytest.param('select = ["SL2"]\n', True, id="rules selected"),
        pytest.param('select = ["ALL"]\n', False, id="all rules"),
        pytest.param('extend-select = ["SL305"]\n', False, id="a rule more"),
        pytest.param('[rules.stale-reference]\nseverity = "info"\n', False, id="a rule more by its severity"),
        pytest.param('[rules.section-missing]\nseverity = "off"\n', True, id="a rule off"),
        pytest.param("[rules.section-missing]\nallow-suffix = true\n", False, id="another option"),
        pytest.param('fail-on = "info"\nforce-exclude = true\n', True, id="what changes nothing"),
        pytest.param('[per-file-ignores]\n"**/x.md" = ["SL3"]\n', True, id="ignores for files"),
        pytest.param('exclude = ["x"]\n', False, id="another exclude"),
        pytest.param('extend-exclude = ["x"]\n', False, id="one exclude more"),
        pytest.param('output-format = "concise"\n', True, id="another format that ends the same"),
        pytest.param('output-format = "json"\n', False, id="another format"),
        pytest.param('extend = "default"\n', True, id="the default preset"),
        pytest.param('extend = "archive"\n', False, id="another preset"),
        pytest.param('extend = "other.toml"\n', False, id="another file"),
        pytest.param('"\\u0065xtend" = "other.toml"\n', False, id="another file in disguise"),
        pytest.param('[profile]\nsections = ["Context"]\n', False, id="a profile"),
        pytest.param('[profile]\nname = "default"\n', True, id="a profile as it is"),
        pytest.param('[profile]\nschema = "own.json"\n', False, id="a schema"),
        pytest.param('[profile.fields]\nbranch = "branch"\n', False, id="another field"),
        pytest.param('baseline = "known.json"\n', False, id="a baseline"),
        pytest.param('[[overrides]]\nfiles = ["x"]\nignore = ["SL3"]\n', False, id="an override"),
        pytest.param("no toml", False, id="no TOML"),
        pytest.param("no-such-key = 1\n", False, id="a mistake"),
        pytest.param("# \u00fc\n", True, id="beyond ASCII"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["session-lint.toml", ".session-lint.toml", "pyproject.toml"])
def test_a_config_counts_the_same(root, config, understood, name):
    write(root, CONFIG, "other.toml")
    write(root, '{"type": "object"}', "own.json")
    write(root, '{"version": 1, "entries": []}', "known.json")
    if name == "pyproject.toml":
        config = f"[tool.session-lint]\n{config}".replace("\n[rules", "\n[tool.session-lint.rules")
        config = config.replace("\n[p", "\n[tool.session-lint.p").replace("\n[[", "\n[[tool.session-lint.")
    write(root, config, name)
    assert second_run_takes_lane(root, PATH) is understood
    for text in (
        FULL.replace(SECTION, ""),
        PAUSED,
        FULL.replace("05T09", "04T09"),
        FULL.replace("BACK-123", "BACK-201"),
    ):
        write(root, text)
        write(root, *other(1))
        takes_lane(root)
        takes_lane(root, PATH)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_config_with_a_rule_on_or_off_counts_the_same(root, rule):
    write(root, f'[rules.{rule.name}]\nseverity = "off"\n', "session-lint.toml")
    assert second_run_takes_lane(root)
    write(root, f'[rules.{rule.name}]\nseverity = "warning"\n', "session-lint.toml")
    assert second_run_takes_lane(root) is (rule.severity.value != "off")


@pytest.mark.parametrize("word", ["SL5", "SL6", "SL603", "SL604", "SL401", "SL402", "SL4"])
def test_what_is_off_is_not_looked_at(root, word):
    write(root, f'ignore = ["{word}"]\n', "session-lint.toml")
    assert second_run_takes_lane(root)
    stale = FULL.replace('last_updated: "2025-12-05', 'last_updated: "2025-12-05')
    write(root, stale.replace("in_progress", "paused", 1), other(1)[1])
    takes_lane(root)
    takes_lane(root, PATH)


def test_the_nearest_config_counts(root):
    write(root, CONFIG, "session-lint.toml")
    write(root, 'select = ["SL2"]\n', "below/session-lint.toml")
    write(root, FULL, f"below/{PATH}")
    assert second_run_takes_lane(root)
    assert second_run_takes_lane(root / "below")
    write(root, "x = [", "below/.session-lint.toml")
    assert not takes_lane(root / "below")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param('[tool.session-lint]\nignore = ["SL5"]\n', "pyproject.toml", "session-lint.toml", id="a table"),
        pytest.param(
            '[rules.stale-in-progress]  # session-lint\nmax-age = "900d"\n',
            "session-lint.toml", "pyproject.toml", id="no table",
        ),
    ],
)  # fmt: skip
def test_the_same_bytes_in_another_kind_of_config_mean_something_else(root, monkeypatch, text, before, after):
    write(root, text, before)
    assert second_run_takes_lane(root)
    (root / before).rename(root / after)
    monkeypatch.setenv("SESSION_LINT_NOW", "2026-02-05T10:00:00Z")
    assert not takes_lane(root)


def test_a_config_that_changes_is_another(root, tmp_path):
    write(root, CONFIG, "session-lint.toml")
    assert second_run_takes_lane(root)
    write(root, CONFIG.replace("3d", "30m"), "session-lint.toml")
    assert not second_run_takes_lane(root)  # it is stale then
    assert len(notes(tmp_path)) == 2


def test_a_config_that_is_a_link_is_left_to_the_ordinary_way(root, tmp_path):
    write(tmp_path, CONFIG, "elsewhere.toml")
    (root / "session-lint.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert not second_run_takes_lane(root)


def test_no_note_is_written_where_none_is_wanted(root, tmp_path, monkeypatch):
    write(root, CONFIG, "session-lint.toml")
    monkeypatch.setenv("SESSION_LINT_NO_CACHE", "1")
    assert not second_run_takes_lane(root)
    monkeypatch.delenv("SESSION_LINT_NO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert not second_run_takes_lane(root)
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / "cache"))  # inside of the repository
    assert not second_run_takes_lane(root)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert second_run_takes_lane(root)
    assert [one.name for one in (tmp_path / "home/.cache").iterdir()] == ["session-lint"]
    assert not (tmp_path / "cache").exists()


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(root, tmp_path):
    write(root, CONFIG, "session-lint.toml")
    write(tmp_path, "no folder", "cache")
    assert not second_run_takes_lane(root)
    assert run(root, PATH) == (0, "1 session file is clean.\n", "")


def test_a_call_that_names_or_refuses_a_config_notes_nothing(root, tmp_path):
    write(root, CONFIG, "session-lint.toml")
    assert not takes_lane(root, "check", "--isolated", PATH)
    assert not takes_lane(root, "check", "--config", "session-lint.toml", PATH)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_a_note_that_others_may_write_counts_for_nothing(root, tmp_path, mode):
    write(root, CONFIG, "session-lint.toml")
    assert second_run_takes_lane(root)
    (note,) = notes(tmp_path)
    note.chmod(mode)
    assert second_run_takes_lane(root)  # it is written anew
    note.parent.chmod(0o777)
    assert not second_run_takes_lane(root)


def test_a_note_of_somebody_else_counts_for_nothing(root, tmp_path):
    if os.getuid():
        pytest.skip("only root can give a file away")
    write(root, CONFIG, "session-lint.toml")
    assert second_run_takes_lane(root)
    (note,) = notes(tmp_path)
    os.chown(note, 12345, -1)
    assert second_run_takes_lane(root)
    os.chown(note.parent, 12345, -1)
    assert not second_run_takes_lane(root)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "linked folder"])
def test_a_note_that_is_no_file_counts_for_nothing(root, tmp_path, kind):
    write(root, CONFIG, "session-lint.toml")
    assert second_run_takes_lane(root)
    (note,) = notes(tmp_path)
    content = note.read_bytes()
    if kind == "linked folder":
        note.parent.rename(tmp_path / "elsewhere")
        note.parent.symlink_to(tmp_path / "elsewhere")
    else:
        note.unlink()
    if kind == "link":
        (tmp_path / "elsewhere").write_bytes(content)
        note.symlink_to(tmp_path / "elsewhere")
    elif kind == "folder":
        note.mkdir()
    elif kind == "pipe":
        os.mkfifo(note)
    assert not takes_lane(root)


def test_a_note_that_was_tampered_with_counts_for_nothing():
    """Any byte of it less, more or another one: it says the same, or nothing."""
    random = Random(10)
    config = CONFIG.encode()
    good = settings.written((259_200, 2_592_000, 1, 0), config)
    assert settings.understood(good, config) == (259_200.0, 2_592_000.0, True, False)
    start = len(settings.HEAD)
    for _ in range(COUNT):
        at = random.choice((random.randrange(len(good)), random.randrange(start, start + 20)))
        data = (
            good[:at] + random.choice((b"", bytes([random.randrange(256)]), b"99")) + good[at + random.randrange(3) :]
        )
        try:
            found = settings.understood(data, config)
        except Doubt:
            continue
        assert data[len(data) - len(config) :] == config
        assert all(0 <= number < 1e16 for number in found[:2])
    for length in range(len(good)):
        with pytest.raises(Doubt):
            settings.understood(good[:length], config)


def test_a_note_on_another_config_counts_for_nothing():
    note = settings.written((1, 2, 1, 1), b"one")
    with pytest.raises(Doubt):
        settings.understood(note, b"two")
    with pytest.raises(Doubt):
        settings.understood(note.replace(b"session-lint", b"session-lant"), b"one")


def test_old_notes_are_removed(root, tmp_path, monkeypatch):
    monkeypatch.chdir(root)
    for number in range(noting._MOST_NOTES + 20):
        write(root, f"# {number}\n", "session-lint.toml")
        noting.note(str(root), os.environ)
    assert len(notes(tmp_path)) == noting._MOST_NOTES


def test_two_that_write_at_once_leave_one_note(root, tmp_path, monkeypatch):
    monkeypatch.chdir(root)
    write(root, CONFIG, "session-lint.toml")
    folder = tmp_path / "cache" / "session-lint"
    folder.mkdir(parents=True, mode=0o700)
    beside = folder / f"{settings.name(settings.named('session-lint.toml', CONFIG.encode()))}.{os.getpid()}"
    beside.write_text("of a killed run")
    noting.note(str(root), os.environ)
    assert notes(tmp_path) == [beside]
    beside.unlink()
    noting.note(str(root), os.environ)
    assert fast_lane.answer([PATH]) is not None

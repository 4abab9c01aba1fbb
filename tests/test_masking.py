"""No output shows a secret, whatever it is about.

SESSION_LINT_EXAMPLES=100000 runs that many sessions instead of some hundred.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from session_lint import report
from session_lint.cli import main
from session_lint.commands import check_fix
from session_lint.diagnostic import Edit
from session_lint.report import FORMATS, Style
from session_lint.workspace import Workspace

from . import broken_sessions
from .secret_samples import BODIES, sample

EXAMPLES = int(os.environ.get("SESSION_LINT_EXAMPLES", "50"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PIECE = 12
PATH = ".agents/sessions/20251204-143000-weather.md"
TOKEN, BODY = sample("a GitLab token", Random(5))
MASKED = "glpat-" + "*" * 20

FOLDER = TemporaryDirectory()  # empty: every text is an overlay
WORKSPACE = Workspace.open(FOLDER.name, isolated=True)


def outputs(path: str, text: str) -> Iterator[str]:
    """Give all that is ever printed about a session."""
    overlay = {path: text}
    found = WORKSPACE.check(overlay=overlay, now=NOW)
    for name in FORMATS:
        for width in (40, 100):
            yield report.render(name, found, Style(width=width, unsafe_fixes=True))
        yield report.statistics(name, found, Style())
    for unsafe in (False, True):
        fixed = WORKSPACE.fix(overlay=overlay, unsafe=unsafe, now=NOW)
        yield report.render("full", fixed.report, Style())
        yield check_fix.told(fixed, Namespace(show_fixes=True))
        yield check_fix.as_diff(fixed.patch)[0].decode()


def pieces(body: str) -> set[str]:
    """Give what must not be seen of a secret's variable part, also in lower case."""
    return {body[at : at + PIECE].lower() for at in range(len(body) - PIECE + 1)}


def assert_hidden(path: str, text: str, bodies: list[str]) -> None:
    """Raise AssertionError if an output shows a part of a secret as it is, or as JSON or a diff writes it."""
    secret = {piece for body in bodies for piece in pieces(body) if not re.search(r"[\s\\>]", piece)}
    for output in outputs(path, text):
        lower = output.lower()
        shown = {lower[at : at + PIECE] for at in range(len(lower) - PIECE + 1)} & secret
        assert not shown, f"{shown} in\n{output}\nof\n{text}"


def planted(random: Random) -> tuple[str, str, list[str]]:
    """Give a session with up to three secrets in it."""
    path, text = broken_sessions.session(random)
    secrets: dict[str, str] = {}
    for _ in range(random.randrange(1, 4)):
        secret, body = sample(random.choice(sorted(BODIES)), random)
        written = secret.replace("\n", random.choice(("\n", "\n    ", r"\n")))
        more = plant(text, written, random)
        if all(text.count(other) == more.count(other) for other in secrets):  # else it fell into one that is there
            text = more
            secrets[written] = body
    return path, text, [body for secret, body in secrets.items() if secret in text]


def plant(text: str, secret: str, random: Random) -> str:
    """Put a secret into a session, where people and agents put them."""
    filler = "word " * random.randrange(14)  # a message cuts a value after 60 characters, here or there
    line = filler + secret
    match random.choice(("value", "key", "heading", "task", "link", "code", "comment", "title", "anywhere")):
        case "value":
            text = re.sub(r"(?m)^( *\w+: ).*", lambda m: f"{m[1]}{line}", text, count=random.randrange(1, 3))
        case "title":
            text = re.sub(r"(?m)^# .*", lambda _: f"# {line}", text, count=1)
        case "key":
            text = re.sub(r"(?m)^( +)status:", lambda m: f"{m[1]}{secret}: x\n{m[0]}", text, count=1)
        case "heading":
            text = re.sub(r"(?m)^## (.*)", lambda m: f"## {m[1]} {line}", text, count=1)
        case "task":
            text = f"{text}\n- [ ] {line}\n"
        case "link":
            text = f"{text}\n[{filler}]({secret})\n"
        case "code":
            text = f"{text}\n```\n{line}\n```\n"
        case "comment":
            text = f"{text}<!-- {line} -->"
        case _:
            at = random.randrange(len(text) + 1)
            text = f"{text[:at]} {line} {text[at:]}"
    return text


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 1 << 62))
def test_no_output_shows_a_secret(seed):
    path, text, bodies = planted(Random(seed))
    assert_hidden(path, text, bodies)


def test_the_test_would_see_a_secret():
    with pytest.raises(AssertionError):
        assert_hidden(PATH, "---\nsession:\n  status: word-1234-word-5678\n---\n", ["word-1234-word-5678"])


FRONT = (
    f"---\nsession:\n  title: {TOKEN}\n  status: In Progress\n  created: 2025-12-04T14:30:00Z\n"
    "  last_updated: 2025-12-04T14:30:00Z\n---\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SESSION_LINT_NOW", "2026-01-01T00:00:00Z")
    (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    return tmp_path


def test_carets_stay_under_a_masked_secret(folder, capsys):
    (folder / PATH).write_text(f"---\n---\n\nThe key {TOKEN} is for the night.\n", encoding="utf-8")
    main(["--select", "SL702"])
    assert (
        capsys.readouterr().out
        == f"""\
error[SL702] leaked-secret: `glpat-****` is a GitLab token; expected no secret in a session
  --> {PATH}:4:9
   |
 4 | The key {MASKED} is for the night.
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: revoke it where it was issued, since git keeps what was committed, and write here only where it is kept

Found 1 error in 1 file.
"""
    )


def test_other_rules_mask_it_when_this_one_is_off(folder, capsys):
    (folder / PATH).write_text(f"---\nsession:\n  status: {TOKEN}\n---\n", encoding="utf-8")
    main(["--ignore", "SL702", "--output-format", "concise"])
    out = capsys.readouterr().out
    assert f"SL201 `session.status` is `{MASKED}`; expected one of" in out
    assert "SL702" not in out


def test_a_secret_that_yaml_escapes_is_masked_too(folder, capsys):
    escaped = "".join(f"\\x{ord(one):02x}" for one in TOKEN[:6]) + TOKEN[6:]
    (folder / PATH).write_text(
        f'---\nsession:\n  status: "word word word word word word {escaped}"\n---\n', encoding="utf-8"
    )
    main(["--output-format", "concise"])
    assert "is `word word word word word word glpat-" + "*" * 20 in capsys.readouterr().out


def test_json_leaves_out_the_changes_that_would_show_a_secret(folder, capsys):
    (folder / PATH).write_text(f"# Session: {TOKEN}\n", encoding="utf-8")
    main(["--select", "SL002", "--output-format", "json"])
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert found["fix"] == {
        "title": "add front matter from the file name and the H1",
        "applicability": "unsafe",
        "changes": [],
    }
    report_of_values = Workspace.open(".").check()
    (one,) = (each for each in report_of_values.diagnostics if each.code == "SL002")
    assert one.fix is not None
    assert any(isinstance(change, Edit) and TOKEN in change.content for change in one.fix.changes)


def test_fix_writes_the_secret_and_says_nothing_of_it(folder, capsys):
    (folder / PATH).write_text(f"# Session: {TOKEN}\n", encoding="utf-8")
    main(["--select", "SL002,SL702", "--fix", "--unsafe-fixes", "--show-fixes"])
    text = (folder / PATH).read_text(encoding="utf-8")
    captured = capsys.readouterr()
    assert f'title: "{TOKEN}"' in text
    assert BODY not in captured.out + captured.err


def test_a_diff_leaves_out_the_file_and_what_belongs_to_it_and_says_so(folder, capsys):
    sessions = folder / ".agents" / "sessions"
    (sessions / "20251204-143000-weather.md").write_text(FRONT, encoding="utf-8")
    (sessions / "20251204-143000-cache.md").write_text(FRONT.replace(TOKEN, "Cache"), encoding="utf-8")
    (sessions / "20251204-143000-Next_Day.md").write_text(
        FRONT.replace(TOKEN, "Next").replace("In Progress", "paused"), encoding="utf-8"
    )
    far = FRONT.replace(TOKEN, "Far") + "\n" * 20 + f"{TOKEN}\n"
    (sessions / "20251204-143000-far.md").write_text(far, encoding="utf-8")
    (folder / ".agents" / "notes.md").write_text(
        f"{TOKEN}\n[next](sessions/20251204-143000-Next_Day.md)\n", encoding="utf-8"
    )
    assert main(["--select", "SL102,SL201", "--diff", "--unsafe-fixes"]) == 1
    out, err = capsys.readouterr()
    assert re.findall(r"diff --git a/(\S+)", out) == [
        ".agents/sessions/20251204-143000-cache.md",
        ".agents/sessions/20251204-143000-far.md",
    ]
    note = "session-lint: not in the diff, which would show a secret: {}; --fix makes the change\n"
    left_out = ("notes.md", "sessions/20251204-143000-Next_Day.md", "sessions/20251204-143000-weather.md")
    assert sorted(err.splitlines(keepends=True)) == sorted(note.format(f".agents/{path}") for path in left_out)


def test_a_secret_in_a_name_is_reported_and_masked_in_messages_but_not_in_the_path(folder, capsys):
    name = f"20251204-143000-{TOKEN}.md"
    (folder / ".agents" / "sessions" / name).write_text("---\n---\n", encoding="utf-8")
    main(["--select", "SL102,SL702", "--output-format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    assert [one["message"] for one in found if one["code"] == "SL702"] == [
        "the file name holds a GitLab token, `glpat-****`; expected no secret"
    ]
    assert {one["path"] for one in found} == {f".agents/sessions/{name}"}
    assert {one["code"] for one in found} == {"SL102", "SL702"}
    assert not any(piece in f"{one['message']} {one['help']}".lower() for one in found for piece in pieces(BODY))


def test_the_end_of_a_run_masks_it(folder, capsys):
    assert main([f"{TOKEN}.md"]) == 2
    (folder / "session-lint.toml").write_text(f'select = ["{TOKEN}"]\n', encoding="utf-8")
    assert main([]) == 2
    assert main([f"--no-such-{TOKEN}"]) == 2
    err = capsys.readouterr().err
    assert err.count(MASKED) == 3
    assert BODY not in err


def test_standard_input_with_fix_gives_the_text_as_it_is(folder, capsysbinary, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FRONT.encode())))
    main(["-", "--stdin-filename", PATH, "--fix", "--select", "SL201"])
    out, err = capsysbinary.readouterr()
    assert out == FRONT.replace("In Progress", "in_progress").encode()
    assert BODY.encode() not in err

"""What is generated is up to date, what the documents show is true, and the examples are what they say they are."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import shutil
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from session_lint import config, shipped, timestamps
from session_lint.plugins import rules
from session_lint.rules import RULES
from session_lint.workspace import Workspace

ROOT = Path(__file__).parents[1]
SESSIONS = ROOT / "examples" / ".agents" / "sessions"


def load_generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "scripts" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.append(str(ROOT / "scripts"))  # as when it is run
    spec.loader.exec_module(module)
    return module


generate = load_generator()
DOCUMENTS = tuple(
    ROOT / path
    for path in (
        *generate.DOCUMENTS,
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/agents.md",
        "docs/performance.md",
        "docs/pre-commit.md",
        "docs/refused.md",
        "docs/setup.md",
    )
)


def blocks(kind: str) -> list:
    """Give the code blocks of a kind in all documents."""
    found = re.compile(rf"^```{kind}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [
        pytest.param(block, id=f"{path.name}-{number}")
        for path in DOCUMENTS
        for number, block in enumerate(found.findall(path.read_text(encoding="utf-8")), 1)
    ]


def test_nothing_that_is_generated_is_stale():
    assert list(generate.stale(ROOT)) == [], "run `python scripts/generate.py`"


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of what is generated, in which things can be made stale."""
    for path in generate.generated(ROOT):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    monkeypatch.setattr(generate, "BLOCKS", {name: lambda: "as it should be" for name in generate.BLOCKS})
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    assert generate.main([]) == 0
    return tmp_path


def test_check_names_what_is_stale_and_writes_nothing(copy, capsys):
    readme = copy / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("as it should be", "as it was"), encoding="utf-8")
    (copy / "docs" / "rules.md").unlink()
    capsys.readouterr()
    assert generate.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert [line.partition(":")[0] for line in said.splitlines()] == ["docs/rules.md", "README.md"]
    assert "as it was" in readme.read_text(encoding="utf-8")
    assert not (copy / "docs" / "rules.md").exists()


def test_writing_once_is_enough(copy, capsys):
    (copy / "schemas" / "config.schema.json").write_text("{}", encoding="utf-8")
    capsys.readouterr()
    assert generate.main([]) == 0
    assert capsys.readouterr().out == "schemas/config.schema.json: written\n"
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_only_what_is_between_the_markers_changes(monkeypatch):
    monkeypatch.setattr(generate, "BLOCKS", {"rules": lambda: "new", "output": lambda: "newer"})
    text = "a\n<!-- rules: begin -->\nold\n<!-- rules: end -->\nb\n<!-- output: begin -->\n<!-- output: end -->\nc\n"
    assert generate.fill(text, "README.md") == (
        "a\n<!-- rules: begin -->\nnew\n<!-- rules: end -->\nb\n<!-- output: begin -->\nnewer\n<!-- output: end -->\nc\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!-- rules: begin -->\n", id="never-closed"),
        pytest.param("<!-- rules: end -->\n", id="never-opened"),
        pytest.param("<!-- rule: begin -->\n<!-- rule: end -->\n", id="unknown"),
        pytest.param("<!-- rules: begin -->\n<!-- output: end -->\n", id="crossed"),
        pytest.param("<!-- rules: begin -->\n<!-- rules: begin -->\n<!-- rules: end -->\n", id="opened-twice"),
    ],
)
def test_a_marker_without_a_meaning_is_an_error(text, monkeypatch):
    monkeypatch.setattr(generate, "BLOCKS", {"rules": lambda: "", "output": lambda: ""})
    with pytest.raises(ValueError, match=r"^README\.md: "):
        generate.fill(text, "README.md")


def test_every_block_stands_somewhere():
    text = "".join((ROOT / path).read_text(encoding="utf-8") for path in generate.DOCUMENTS)
    assert [name for name in generate.BLOCKS if f"<!-- {name}: begin -->" not in text] == []


def test_every_rule_has_its_page_and_its_place_in_the_contents():
    page = generate.rules_page()
    for rule in RULES:
        assert page.count(f"\n## {rule.name}\n") == 1
        assert page.count(f"](#{rule.name})") == 1


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_the_documents_leads_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", text):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


OTHERS = ("[build-system]", "[language-server.")
"""What stands in configs that are not ours."""


@pytest.mark.parametrize(
    "block", [block for block in blocks("toml") if not any(mark in block.values[0] for mark in OTHERS)]
)
def test_every_config_that_is_shown_can_be_used(block, monkeypatch):
    given = tomllib.loads(block)
    path = "pyproject.toml" if "tool" in given else "packages/a/session-lint.toml"
    others = {"packages/session-lint.toml": "", "packages/a/schemas/handover.schema.json": "{}"}

    def read(location):
        if location.shipped:
            return shipped.read(location.path)
        return block if location.path == path else others[location.path]

    monkeypatch.syspath_prepend(ROOT / "examples" / "plugin" / "src")
    acme = importlib.import_module("session_lint_acme").RULES
    assert config.load(path, RULES, read, lambda name, known: rules.accepted(acme, name, known)).active


@pytest.mark.parametrize("block", [block for block in blocks("json") if "files_checked" in block.values[0]])
def test_the_report_that_is_shown_is_one(block):
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    assert jsonschema.Draft202012Validator(schema).is_valid(json.loads(block))


def test_the_session_that_is_shown_is_good():
    (session,) = (block.values[0] for block in blocks("markdown") if "README" in block.id)
    path = ".agents/sessions/20251204-143000-weather-fallback.md"
    workspace = Workspace.open(str(ROOT), isolated=True)
    report = workspace.check(overlay={path: session}, now=timestamps.read("2025-12-05T09:00:00Z").instant)
    assert report.diagnostics == ()


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param(generate.NOW, {"20260112-091500-renewal-emails.md": ["SL403"]}, id="in time"),
        pytest.param(
            "2046-01-26T09:00:00Z",
            {"20260112-091500-renewal-emails.md": ["SL403"], "20260119-140210-search-synonyms.md": ["SL402"]},
            id="much later",
        ),
    ],
)
def test_two_examples_are_good_but_for_their_end(now, said):
    names = ("20260112-091500-renewal-emails.md", "20260119-140210-search-synonyms.md")
    overlay = {f".agents/sessions/{name}": (SESSIONS / name).read_bytes() for name in names}
    report = Workspace.open(str(ROOT), isolated=True).check(overlay=overlay, now=timestamps.read(now).instant)
    found = {name: [one.code for one in report.diagnostics if one.path.endswith(name)] for name in names}
    assert {name: codes for name, codes in found.items() if codes} == said

"""The fast lane is told of each rule: a new one, one that is turned on, and one that changes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from session_lint.fast_lane import told

ROOT = Path(__file__).parents[2]


def load_script():
    spec = importlib.util.spec_from_file_location("tell_fast_lane", ROOT / "scripts" / "tell_fast_lane.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = load_script()

WHAT_TO_DO = (
    "these are not what the fast lane knows. Look at what it says of them (`src/session_lint/fast_lane/`: each line names "
    "the rules that it stands for), see that it lets nothing pass that they report, run `SESSION_LINT_EXAMPLES=100000 "
    "pytest tests/fast_lane`, and then `python scripts/tell_fast_lane.py`"
)


def test_the_fast_lane_is_told_of_every_rule_and_reader():
    different = script.changed(script.digests(), told.TOLD)
    assert different == [], f"{', '.join(different)}: {WHAT_TO_DO}"


def test_what_is_told_is_as_the_script_writes_it():
    assert script.TOLD.read_text(encoding="utf-8") == script.module(script.digests())


def test_a_change_that_counts_is_seen_and_one_that_does_not_is_not():
    source = '"""A rule."""\n\nimport re\n\n\nclass Rule:\n    """Its page."""\n\n    limit = 3  # days\n\n    examples = (\n        1,\n    )\n'
    kept = script.essence(source)
    assert kept == "class Rule:\n    limit = 3  # days"
    assert (
        script.essence(source.replace("Its page", "A page").replace("1,", "2,").replace("import re", "import os"))
        == kept
    )
    assert script.essence(source.replace("3", "4")) != kept


def test_each_way_of_changing_the_rules_is_named():
    known = {"one": "a", "two": "b"}
    assert script.changed({**known, "three": "c"}, known) == ["three"]
    assert script.changed({"one": "a"}, known) == ["two"]
    assert script.changed({"one": "x", "two": "b"}, known) == ["one"]

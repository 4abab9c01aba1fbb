"""The layer law: a module imports only what is listed above it, and what is slow to load has one owner."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "session_lint"

# From the ground up. A folder stands for all that is in it.
LAYERS = (
    # values
    "__init__",
    "standard_input",
    "tool_input",
    "fast_lane",
    "regex",
    "values",
    "secrecy",
    "text",
    "failure",
    "diagnostic",
    "conflicts",
    "timestamps",
    "linear",
    "filename",
    # reading: text in, value out
    "yaml",
    "frontmatter",
    "yaml_comments",
    "markdown",
    "invisible",
    "prose",
    "log",
    "profile",
    "session",
    "spots",
    "suppression",
    "suppression_edits",
    "entries",
    "overview",
    "naming",
    "staleness",
    "schema",
    "edits",
    "lifecycle",
    "nesting",
    "session_paths",
    "references",
    "following",
    "specimens",
    "peers",
    "tree",
    # rules
    "rule",
    "rules",
    # deciding
    "globs",
    "options",
    "formats",
    "config",
    "silencing",
    "engine",
    "checklist",
    "fixing",
    "drafting",
    "proof",
    "verdict",
    "ignoring",
    "baseline",
    "rounds",
    "history",
    "pages",
    "report",
    "json_splice",
    "precommit_config",
    "agents",
    "briefing",
    # the world
    "places",
    "peek",
    "nearby",
    "files",
    "git",
    "writing",
    "rewriting",
    "baseline_file",
    "shipped",
    "terminal",
    "sources",
    "plugins",
    "reader",
    "workers",
    "staged",
    "storage",
    "surroundings",
    "survey",
    "facts",
    "scene",
    "findings",
    "renaming",
    "mending",
    "replaying",
    "opening",
    "applying",
    "workspace",
    "noting",
    "situation",
    "amending",
    "parting",
    "creating",
    "editor",
    "testing",
    # shells
    "lsp",
    "commands",
    "cli",
    "__main__",
)

OWNERS = {
    "ruamel": {"yaml/events"},
    "_ruamel_yaml": {"yaml/events"},
    "markdown_it": {"markdown/__init__", "markdown/tokens"},
    "jsonschema": {"schema/library"},
    "referencing": {"schema/library"},
    "tomllib": {"config/layers", "config/toml_places"},
    "argparse": {"commands"},
    "dataclasses": {"values", "options", "plugins/rules"},
    "subprocess": {"editor", "git/process"},
    "importlib.metadata": {"plugins/__init__"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
}

# What a pure module must not even name. `json` and `re` are fine: they touch nothing.
WORLD = {"os", "sys", "io", "pathlib", "subprocess", "socket", "time", "shutil", "tempfile", "locale"}
LOOKING = ("standard_input", "fast_lane")  # so far down because the one may load nothing but the other
PURE = [layer for layer in LAYERS[: LAYERS.index("places")] if layer not in LOOKING]

HEAVY = ("ruamel", "_ruamel_yaml", "markdown_it", "jsonschema", "tomllib", "json", "argparse", "dataclasses")


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix()


def imports_of(path: Path) -> list[tuple[str, str]]:
    """Give (layer or "", dotted name) for each import, in functions and under TYPE_CHECKING too."""
    found = []
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [("", alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append(("", node.module or ""))
        elif isinstance(node, ast.ImportFrom):
            inside = layer_of(path) if node.level < depth else None
            if inside:
                found.append((inside, node.module or ""))
            elif node.module:
                found.append((node.module.split(".")[0], node.module))
            else:
                names = [alias.name for alias in node.names]
                found += [(name if name in LAYERS else "__init__", name) for name in names]
    return found


def test_every_module_is_listed():
    assert sorted({layer_of(path) for path in modules()}) == sorted(LAYERS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_is_listed_above_it(path):
    layer = layer_of(path)
    above = {name for name, _ in imports_of(path) if name and name != layer}
    assert {name for name in above if LAYERS.index(name) > LAYERS.index(layer)} == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_slow_to_load_is_imported_by_its_owner_alone(path):
    named = {name for layer, name in imports_of(path) if not layer}
    strangers = {
        heavy
        for heavy, owners in OWNERS.items()
        if not {layer_of(path), module_of(path)} & owners
        and any(name == heavy or name.startswith(f"{heavy}.") for name in named)
    }
    assert strangers == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_pure_module_does_not_look_at_the_world(path):
    if layer_of(path) in PURE:
        named = {name.split(".")[0] for layer, name in imports_of(path) if not layer}
        assert named & WORLD == set()


def test_the_server_and_its_protocol_alone_know_pygls():
    named = {path.name for path in (PACKAGE / "lsp").glob("*.py") if "pygls" in str(imports_of(path))}
    assert named == {"protocol.py", "server.py"}


def test_rules_do_not_import_one_another():
    for path in (PACKAGE / "rules").glob("[a-z]*.py"):
        assert "rules" not in {layer for layer, _ in imports_of(path)}, path.name


def test_no_module_is_called_utils():
    forbidden = {"utils", "common", "core", "base", "helpers", "manager"}
    assert {path.stem for path in modules()} & forbidden == set()


def loaded_after(*arguments: str, cwd: Path, stdin: str = "", way: str = "main") -> set[str]:
    """Run the command line in a fresh interpreter and give the modules that are loaded in the end."""
    program = (
        "import sys\n"
        "from session_lint import cli\n"
        f"code = cli.{way}({list(arguments)!r})\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    # Without coverage's own start in child processes, which imports half of the standard library.
    env = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=cwd, env=env, check=False, input=stdin
    )
    assert "Traceback" not in done.stderr
    return set(done.stderr.split())


def test_the_version_costs_no_heavy_import(tmp_path):
    loaded = loaded_after("--version", cwd=tmp_path)
    assert "session_lint.cli" in loaded
    assert loaded & {*HEAVY, "session_lint.commands.check", "re", "typing"} == set()


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"hook_event_name": "SessionStart"}, id="no sessions"),
        pytest.param({"hook_event_name": "PostToolUse", "tool_input": {"file_path": "x.py"}}, id="another file"),
    ],
)
def test_a_hook_with_nothing_to_say_costs_no_heavy_import(tmp_path, payload):
    (tmp_path / ".git").mkdir()
    if "tool_input" in payload:
        (tmp_path / ".agents" / "sessions").mkdir(parents=True)
    given = json.dumps({**payload, "cwd": str(tmp_path)})
    loaded = loaded_after("hook", cwd=tmp_path, stdin=given, way="ordinary")
    assert "session_lint.nearby" in loaded
    assert loaded & ({*HEAVY, "session_lint.text", "session_lint.briefing", "subprocess"} - {"json"}) == set()


def test_the_list_of_rules_costs_no_jsonschema(tmp_path):
    assert loaded_after("rule", cwd=tmp_path) & {"jsonschema", "tomllib", "json"} == set()


@pytest.mark.parametrize("status", ["paused", "no such status"], ids=["clean", "broken"])
def test_a_check_by_the_built_in_schema_costs_no_jsonschema(tmp_path, status):
    folder = tmp_path / ".agents" / "sessions"
    folder.mkdir(parents=True)
    (folder / "20251204-143000-weather.md").write_text(f"---\nsession:\n  status: {status}\n---\n", encoding="utf-8")
    loaded = loaded_after("--isolated", "--exit-zero", cwd=tmp_path)
    assert "session_lint.rules.frontmatter_schema" in loaded
    slow = {"jsonschema", "tomllib", "importlib.metadata", "subprocess", "rich", "pygls", "hypothesis"}
    slow |= {"dataclasses", "inspect", "markdown_it", "ruamel", "urllib.parse", "shutil"}
    assert loaded & slow == set()


def test_a_schema_of_ones_own_is_judged_by_jsonschema(tmp_path):
    (tmp_path / "own.json").write_text('{"not": {"required": ["title"]}}', encoding="utf-8")
    (tmp_path / "session-lint.toml").write_text('[profile]\nschema = "own.json"\n', encoding="utf-8")
    assert "jsonschema" in loaded_after(cwd=tmp_path)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_compiles_no_regular_expression_when_it_is_imported(path):
    """They were a seventh of a run, most of them for what no session of the run has: `regex` waits for the first use."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    outside = [node for node in body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    calls = [ast.unparse(part.func) for node in outside for part in ast.walk(node) if isinstance(part, ast.Call)]
    assert "re.compile" not in calls

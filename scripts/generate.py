"""Writes what is generated: `docs/rules.md`, `schemas/config.schema.json`, the plugin, blocks of other documents.

    python scripts/generate.py            write what is stale, and name it
    python scripts/generate.py --check    write nothing; exit with 1 when something is stale

A block stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`; `BLOCKS` says what belongs there.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import completions
from ruamel.yaml import YAML

from session_lint import __version__, config, drafting, json_splice, pages, shipped, testing
from session_lint.agents import installing
from session_lint.config import schema as config_schema
from session_lint.config.layers import DEFAULTS, Location
from session_lint.report import HOME
from session_lint.rule import AnyRule
from session_lint.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "integrations/plugin"
NOW = "2026-01-26T09:00:00Z"
"""The clock of the output that the documents show, as README names it: a few days after the last of the examples."""

DOCUMENTS = (
    "README.md",
    "docs/ci.md",
    "docs/configuration.md",
    "docs/editors.md",
    "docs/lifecycle.md",
    "docs/output.md",
    "docs/plugins.md",
)
"""The files with blocks."""

_FAMILIES = {
    "SL0": "Reading the file",
    "SL1": "File name",
    "SL2": "Front matter",
    "SL3": "Sections",
    "SL4": "Lifecycle",
    "SL5": "History",
    "SL6": "Repository",
    "SL7": "Safety of agents",
}
_MISSPELT = "examples/.agents/sessions/20260120-101500-overdue-fines.md"
_GOOD = "examples/.agents/sessions/20260119-140210-search-synonyms.md"
_READING_ROOM = "examples/.agents/sessions/20260123-113000-LIB-440-reading-room.md"
_KINDS = {"json": "json", "json-lines": "jsonl", "gitlab": "json", "junit": "xml", "markdown": "markdown"}
"""The language of the block that shows a format."""
_MARKER = re.compile(r"<!-- ([a-z-]+): (begin|end) -->")
_SECONDS = 60
_LANGUAGES = {"json": "jsonc", "py": "python", "yml": "yaml"}  # of a file's ending; `json` blocks are reports

_LANGUAGE_SERVER = {
    "command": "session-lint",
    "args": ["lsp"],
    "extensionToLanguage": {".md": "markdown"},
    "diagnostics": False,  # the hooks tell of them
}
"""How Claude Code starts the language server of the plugin: it knows files by their ending only."""

_RULES_PAGE = """\
# Rules

<!-- Written by scripts/generate.py from the rules themselves. Change those. -->

What `session-lint` looks for, why, and what it does about it. A rule is named by its code or its name wherever one is
asked for; the beginning of a code names a family (`SL1`). `session-lint rule NAME` prints the page of a rule.

A *safe* fix loses no word and moves no file. The examples show what the rule of their page says and nothing else, so
most of them are only the part of a session that matters.

{contents}

{pages}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what is stale, or with `--check` only name it; gives 1 when something is stale and was left so."""
    parser = argparse.ArgumentParser(description="Write what is generated.", allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when something is stale")
    check: bool = parser.parse_args(arguments).check
    old = stale(ROOT)
    for path, text in old.items():
        if not check:
            (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
        print(f"{path}: {'stale; run `python scripts/generate.py`' if check else 'written'}")
    return 1 if check and old else 0


def stale(root: Path) -> dict[str, str]:
    """Give what the files that are not up to date have to hold, by their path relative to the root."""
    return {path: text for path, text in generated(root).items() if _read(root / path) != text}


def generated(root: Path) -> dict[str, str]:
    """Give all that is generated, by path; the documents with blocks keep their other text."""
    return {
        "docs/rules.md": rules_page(),
        "schemas/config.schema.json": config_schema.render(RULES),
        **plugin(),
        **{f"src/session_lint/completions/{name}": text for name, text in completions.scripts()},
        **{path: fill(_read(root / path), path) for path in DOCUMENTS},
    }


def plugin() -> dict[str, str]:
    """Give the manifests and hooks of the plugin for Claude Code and Codex: the hooks are what `hook install` writes.

    Claude Code reads `hooks/hooks.json` and `.lsp.json` by itself and rejects a manifest that names the former; Codex
    would read that, too, so its manifest names its own.
    """
    about = {
        "name": "session-lint",
        "version": __version__,
        "description": "Session files for handing over work: what is open at the start, what is wrong after an edit.",
        "author": {"name": "The session-lint authors"},
        "homepage": HOME,
        "repository": HOME,
        "license": "MIT",
        "keywords": ["sessions", "handover", "linter"],
    }
    entry = {key: about[key] for key in ("name", "version", "description")}
    market = {
        "name": "session-lint",
        "owner": about["author"],
        "description": "The plugin of session-lint, a linter for the session files of coding agents.",
        "plugins": [{**entry, "source": f"./{PLUGIN}"}],
    }
    files: dict[str, Any] = {
        ".claude-plugin/marketplace.json": market,
        f"{PLUGIN}/.claude-plugin/plugin.json": about,
        f"{PLUGIN}/.lsp.json": {"session-lint": _LANGUAGE_SERVER},
        f"{PLUGIN}/.codex-plugin/plugin.json": about | {"skills": "./skills/", "hooks": "./hooks/codex.json"},
    }
    return {
        **{path: json_splice.rendered(data) for path, data in files.items()},
        f"{PLUGIN}/hooks/hooks.json": installing.made("claude"),
        f"{PLUGIN}/hooks/codex.json": installing.made("codex"),
    }


def fill(text: str, path: str) -> str:
    """Give a document with its blocks made anew. Raises ValueError for a marker that is unknown or has no partner."""
    parts, at, opened = [], 0, ""
    for marker in _MARKER.finditer(text):
        name, edge = marker.groups()
        if name not in BLOCKS or (edge == "begin") == bool(opened) or (edge == "end" and name != opened):
            raise ValueError(f"{path}: the marker `{marker[0]}` is unknown or has no partner")
        if edge == "begin":
            parts.append(f"{text[at : marker.end()]}\n{BLOCKS[name]()}\n")
        at, opened = (at if edge == "begin" else marker.start()), (name if edge == "begin" else "")
    if opened:
        raise ValueError(f"{path}: the block `{opened}` is never closed")
    return "".join(parts) + text[at:]


def rules_page() -> str:
    """Give `docs/rules.md`: the rules by family, then the page of each under a heading that is its name."""
    contents = []
    for family, title in _FAMILIES.items():
        members = [rule for rule in RULES if rule.code.startswith(family)]
        if members:
            rows = (f"- [{rule.name}](#{rule.name}) (`{rule.code}`)" for rule in members)
            contents.append(f"{title}:\n\n" + "\n".join(rows))
    return _RULES_PAGE.format(contents="\n\n".join(contents), pages="\n".join(pages.markdown(rule) for rule in RULES))


def rule_table() -> str:
    """Give the rules as a table: code, name with a link, severity, kind of fix, what must hold."""
    rows = []
    for rule in RULES:
        page = pages.page(rule)
        name = f"[{rule.name}](docs/rules.md#{rule.name})"
        rows.append((rule.code, name, page.severity, _fixes(rule), page.summary))
    return _table(("code", "rule", "severity", "fix", "what must hold"), rows)


def key_table() -> str:
    """Give the keys of a config that hold one value or a list, as a table."""
    schema = config_schema.json_schema(RULES)
    return _key_table(schema["properties"], DEFAULTS, without=("profile", "rules", "overrides"))


def profile_table() -> str:
    """Give the keys of `[profile]` that hold one value or a list, as a table."""
    schema = config_schema.json_schema(RULES)["$defs"]["Profile"]
    return _key_table(schema["properties"], DEFAULTS["profile"], without=("fields", "statuses", "log"))


def option_table() -> str:
    """Give the options of all rules as a table."""
    rows = [
        (f"[{rule.name}](rules.md#{rule.name})", f"`{name}`", f"`{json.dumps(default)}`", description)
        for rule in RULES
        for name, default, description in pages.page(rule).options()
    ]
    return _table(("rule", "option", "default", "what it does"), rows)


def example_output(*arguments: str, ends: tuple[str, ...] = ("--color", "never")) -> str:
    """Give what `session-lint` prints about the examples, as a block: isolated from this machine, at a fixed time.

    `ends` are options that follow the clock, for commands that have them.
    """
    with tempfile.TemporaryDirectory() as folder:  # outside of the checkout, whose git top level would be the root
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        done = subprocess.run(  # noqa: S603 -- it is us
            (sys.executable, "-m", "session_lint", *(arguments or ("examples",)), "--now", NOW, *ends),
            cwd=folder,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"},
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode != 1 or done.stderr:
        raise RuntimeError(f"session-lint has exited with {done.returncode} and said: {done.stderr}")
    kind = next((_KINDS[argument] for argument in arguments if argument in _KINDS), "text")
    return f"```{kind}\n{done.stdout}```"


def checklist() -> str:
    """Give what `session-lint complete` prints about one of the examples, as a block."""
    return example_output("complete", _GOOD, ends=())


def template_names() -> str:
    """Give the names that a template of a session may hold, as a table."""
    return _table(("name", "what it stands for"), ((f"`<{name}>`", what) for name, what in drafting.NAMES.items()))


def sarif_result() -> str:
    """Give the one result of a SARIF log, without the descriptions of all rules around it."""
    log = example_output(_MISSPELT, "--output-format", "sarif").partition("\n")[2].rpartition("```")[0]
    (run,) = json.loads(log)["runs"]
    return f"```json\n{json.dumps(run['results'][0], indent=2)}\n```"


def source(path: str) -> str:
    """Give a file of the checkout as a block."""
    suffix = path.rpartition(".")[2]
    return f"```{_LANGUAGES.get(suffix, suffix)}\n{_read(ROOT / path)}```"


def action_table(part: str) -> str:
    """Give the inputs or the outputs of the GitHub Action as a table."""
    action = YAML(typ="safe", pure=True).load(_read(ROOT / "action.yml"))
    head = ("input", "default", "what it does") if part == "inputs" else ("output", "what it is")
    rows = []
    for name, one in action[part].items():
        default = (f"`{one['default']}`" if one["default"] else "",) if "default" in one else ()
        rows.append((f"`{name}`", *default, one["description"]))
    return _table(head, rows)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "rules": rule_table,
    "output": example_output,
    "keys": key_table,
    "profile": profile_table,
    "options": option_table,
    "concise": lambda: example_output("examples", "--output-format", "concise"),
    "grouped": lambda: example_output("examples", "--output-format", "grouped"),
    "github": lambda: example_output(_MISSPELT, "--output-format", "github"),
    "json": lambda: example_output(_MISSPELT, "--output-format", "json"),
    "rdjson": lambda: example_output(_MISSPELT, "--output-format", "rdjson"),
    "json-lines": lambda: example_output(_READING_ROOM, "--output-format", "json-lines"),
    "markdown": lambda: example_output(_MISSPELT, _READING_ROOM, "--output-format", "markdown"),
    "gitlab": lambda: example_output(_MISSPELT, "--output-format", "gitlab"),
    "junit": lambda: example_output(_MISSPELT, _GOOD, "--output-format", "junit"),
    "sarif": sarif_result,
    "plugin-project": lambda: source("examples/plugin/pyproject.toml"),
    "plugin-rule": lambda: source("examples/plugin/src/session_lint_acme/home_path.py"),
    "checklist": checklist,
    "template-names": template_names,
    "statistics": lambda: example_output("examples", "--statistics"),
    "action-inputs": lambda: action_table("inputs"),
    "action-outputs": lambda: action_table("outputs"),
    "ci-github": lambda: source("docs/ci/github.yml"),
    "ci-github-pip": lambda: source("docs/ci/github-pip.yml"),
    "ci-github-sarif": lambda: source("docs/ci/github-sarif.yml"),
    "ci-gitlab": lambda: source("docs/ci/gitlab-ci.yml"),
    "problem-matcher": lambda: source("integrations/problem-matcher.json"),
    "vim-compiler": lambda: source("integrations/vim/compiler/session-lint.vim"),
    "vscode-tasks": lambda: source("integrations/vscode/tasks.json"),
}
"""What belongs between the markers of each name."""


def _fixes(rule: type[AnyRule]) -> str:
    """Say which kinds of fix the examples of a rule show."""
    profile = config.default(RULES, _shipped).profile
    kinds = set()
    for example in rule.examples:
        found = testing.diagnostics(rule, example, profile)
        kinds |= {"safe" if one.fix.safe else "unsafe" for one in found if one.fix}
    return ", ".join(sorted(kinds))


def _shipped(location: Location) -> str:
    return shipped.read(location.path)


def _key_table(properties: Mapping[str, Any], defaults: Mapping[str, Any], without: tuple[str, ...]) -> str:
    rows = []
    for key, schema in properties.items():
        if key not in without:
            default = f"`{json.dumps(defaults[key])}`" if key in defaults else ""
            rows.append((f"`{key}`", default, schema["description"]))
    return _table(("key", "default", "what it does"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *(tuple(cell.replace("|", r"\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())

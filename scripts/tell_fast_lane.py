"""Writes down what the fast lane was held against: run this when you have looked at what a change means for it.

    python scripts/tell_fast_lane.py            write `src/session_lint/fast_lane/told.py`
    python scripts/tell_fast_lane.py --check    write nothing; say what has changed, and exit with 1 when something has

See `docs/design/fast-lane.md`.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from session_lint.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "session_lint"
TOLD = PACKAGE / "fast_lane" / "told.py"

READERS = (
    *("conflicts", "config/layers", "engine", "entries", "filename", "frontmatter", "globs", "history", "invisible"),
    *("linear", "log", "markdown/__init__", "markdown/body", "markdown/plain", "markdown/tokens", "peers", "profile"),
    *("references", "schema/__init__", "schema/walk", "secrecy/__init__", "secrecy/forms", "session", "session_paths"),
    *("silencing", "staleness", "suppression", "surroundings", "timestamps", "tree"),
    *("yaml/events", "yaml/nodes", "yaml/plain", "yaml/scalars", "yaml/tree"),
    # for the hook
    *(f"agents/{name}" for name in ("__init__", "claude", "codex", "copilot", "cursor", "gemini", "payload")),
    *("briefing/edit", "commands/hook", "nearby", "situation"),
)
"""The modules that read for the rules, or say what rules are on; and those by which a hook knows what to answer."""


def digests() -> dict[str, str]:
    """Give a digest of each rule that there is, with whether it is on, of each reader, and of the schema."""
    found = {}
    for rule in RULES:
        path = PACKAGE / "rules" / f"{rule.name.replace('-', '_')}.py"
        found[rule.name] = _digest(f"{rule.severity.value == 'off'}\n{essence(path.read_text(encoding='utf-8'))}")
    for name in READERS:
        found[f"{name}.py"] = _digest(essence((PACKAGE / f"{name}.py").read_text(encoding="utf-8")))
    schema = ROOT / "schemas" / "session.schema.json"
    found[schema.name] = _digest(schema.read_text(encoding="utf-8"))
    return found


def essence(source: str) -> str:
    """Give a module without what changes nothing: docstrings, comments, blank lines, imports, examples."""
    lines = source.split("\n")
    for first, last in _spans(ast.parse(source)):
        lines[first - 1 : last] = [""] * (last - first + 1)
    kept = (line for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return "\n".join(kept)


def _spans(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Yield first and last line of what is left out."""
    for node in ast.walk(tree):
        is_examples = isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "examples" for target in node.targets
        )
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_examples or is_docstring or isinstance(node, ast.Import | ast.ImportFrom):
            assert isinstance(node, ast.stmt)  # noqa: S101 -- for the type checker
            yield node.lineno, node.end_lineno or node.lineno


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def changed(now: Mapping[str, str], told: Mapping[str, str]) -> list[str]:
    """Give the names of what is new, gone or another than it was."""
    return sorted(name for name in now.keys() | told.keys() if now.get(name) != told.get(name))


def module(found: Mapping[str, str]) -> str:
    """Give the text of `told.py`."""
    rows = "".join(f'    "{name}": "{digest}",\n' for name, digest in found.items())
    whole = _digest("\n".join(f"{name} {digest}" for name, digest in found.items()))
    return (
        '"""What the fast lane was last held against: a digest of each rule, and of what reads for them.\n\n'
        "`scripts/tell_fast_lane.py` writes it. Before you run that, see `docs/design/fast-lane.md`.\n"
        f'"""\n\nDIGEST = "{whole}"\n\nTOLD = {{\n{rows}}}\n'
    )


def main() -> int:
    """Write the module, or say what has changed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    found = digests()
    if not arguments.check:
        TOLD.write_text(module(found), encoding="utf-8")
        return 0
    from session_lint.fast_lane import told

    different = changed(found, told.TOLD)
    print("\n".join(different))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())

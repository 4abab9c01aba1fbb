"""Our hooks in a `.pre-commit-config.yaml`: put at the end of its `repos`, in its own indentation. Pure.

The format: https://pre-commit.com/#pre-commit-configyaml---top-level
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import __version__
from .regex import regex
from .report import HOME
from .text import LineIndex, Span
from .values import dataclass
from .yaml import nodes
from .yaml.nodes import Node

NAME = ".pre-commit-config.yaml"
HOOKS = ("session-lint-fix", "session-lint", "session-lint-repo")

_DASH = regex(r"( *)-( +)")


@dataclass(frozen=True)
class Indents:
    """How lists are written: blanks before the dash of a repository and behind each dash, and before a hook's dash."""

    outer: int = 2
    gap: int = 1
    inner: int = 2


def made() -> str:
    """Give a config with our hooks and nothing else."""
    return "repos:\n" + "\n".join(stanza(Indents())) + "\n"


def stanza(indents: Indents) -> tuple[str, ...]:
    """Give the lines of our repository."""
    dash = "-" + " " * indents.gap
    first, other = " " * indents.outer + dash, " " * (indents.outer + len(dash))
    hooks = (f"{other}{' ' * indents.inner}{dash}id: {hook}" for hook in HOOKS)
    return f"{first}repo: {HOME}", f"{other}rev: v{__version__}", f"{other}hooks:", *hooks


def is_there(text: str) -> bool:
    """Whether a config runs a hook of ours, from whatever repository."""
    return any(
        _ends_in_our_name(repo.get("repo")) or any(_is_ours(hook) for hook in _list(repo.get("hooks")))
        for repo in _repos(_root(text))
        if isinstance(repo, dict)
    )


def with_hooks(text: str) -> str | None:
    """Give a config with our hooks at the end of its `repos`; None where that cannot be done for certain.

    It is done when reading the new text gives the old data and our hooks, and nothing else.
    """
    root = _root(text)
    entry = root.entry("repos") if root and not root.style else None
    if root is None or entry is None or entry.node.style or not entry.node.entries:
        return None
    items = [item.node for item in entry.node.entries]
    indents = _indents(text, items)
    if indents is None:
        return None
    lines = LineIndex(text)
    end = lines.line_span(lines.row(_end(entry.node, entry.value_span))).end
    between = [""] if _are_apart(lines, items) else []
    new = text[:end] + "".join(lines.newline + line for line in (*between, *stanza(indents))) + text[end:]
    ours = {"repo": HOME, "rev": f"v{__version__}", "hooks": [{"id": hook} for hook in HOOKS]}
    after = _root(new)
    wanted = {**root.data, "repos": [*root.data["repos"], ours]}
    return new if after is not None and after.data == wanted else None


def _root(text: str) -> Node | None:
    node, problems = nodes.read(text, Span(0, len(text)))
    return None if problems else node


def _repos(root: Node | None) -> list[Any]:
    return _list(root.data.get("repos")) if root else []


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _ends_in_our_name(repo: Any) -> bool:
    return isinstance(repo, str) and repo.rstrip("/").removesuffix(".git").rpartition("/")[2] == "session-lint"


def _is_ours(hook: Any) -> bool:
    return isinstance(hook, dict) and hook.get("id") in HOOKS


def _end(node: Node, span: Span) -> int:
    """Give the offset of the last character of a value: of its last line, if it is in block style."""
    while node.entries and not node.style:
        span, node = node.entries[-1].value_span, node.entries[-1].node
    return max(span.end - 1, span.start)


def _indents(text: str, items: Sequence[Node]) -> Indents | None:
    """Read from the last repository how it is indented; None for a way that we do not know."""
    outer = _dash(text, items[-1])
    if outer is None:
        return None
    for item in reversed(items):
        hooks = item.entry("hooks")
        if hooks and not hooks.node.style and hooks.node.entries:
            inner = _dash(text, hooks.node.entries[0].node)
            if inner is not None:
                return Indents(*outer, inner[0] - sum(outer) - 1)
    return Indents(*outer, 0 if outer[0] == 0 else 2)


def _dash(text: str, item: Node) -> tuple[int, int] | None:
    """Give the blanks before and behind the dash of a mapping in a list."""
    if item.style or not item.entries:
        return None
    start = item.entries[0].key_span.start
    found = _DASH.fullmatch(text, max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1, start)
    return (len(found[1]), len(found[2])) if found else None


def _are_apart(lines: LineIndex, items: Sequence[Node]) -> bool:
    """Whether there is a blank line before the last of several repositories."""
    if len(items) == 1:
        return False
    row = lines.row(items[-1].entries[0].key_span.start)
    return row > 1 and not lines.line(row - 1).strip()

"""SL205 unknown-key."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits
from ..diagnostic import Finding, Fix, Severity
from ..profile import Path
from ..rule import Example, SessionRule
from ..session import Session
from ..text import closest, key_distance, shown


class UnknownKey(SessionRule):
    """No key is a slip of the pen away from one that the format knows.

    Why: `linear_isue: PLT-1` is a valid file in which the issue is lost. Other unknown keys are normal: every team adds
    some.

    A key is taken for a slip when a known key of its level is absent and one edit away (a letter more, less, other, or
    two swapped; two edits for keys of ten letters or more). Where the known key is required,
    `frontmatter-schema` says so instead.

    Fix: renames the key. It may have been meant, so the fix is unsafe.
    """

    code = "SL205"
    name = "unknown-key"
    severity = Severity.WARNING

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield keys that are nearly an absent optional one."""
        for parent, known in _levels(session):
            node = session.front.node(*parent)
            if node is None or not isinstance(node.data, dict):
                continue
            absent = tuple(key for key in known if key not in node.data)
            for entry in node.entries if absent else ():
                if entry.key in session.profile.subschema(parent).get("properties", {}):
                    continue
                near = next((key for key in absent if closest(entry.key, (key,), key_distance(key))), None)
                if near:
                    path = (*parent, entry.key)
                    edit = edits.rename_key(session, path, near)
                    fix = Fix(f"rename the key to `{near}`", (edit,), safe=False) if edit else None
                    message = f"{shown('.'.join(path))} is a key that nothing reads; did you mean `{near}`?"
                    yield Finding(entry.key_span, message, f"rename it to `{near}`, or ignore this rule", fix, path)

    examples = (
        Example("---\nversion: 2\nsession: {file: x, time: y, tags: [a], branch: main}\n---\n"),
        Example("---\nsession:\n  titel: Weather\n---\n"),
        Example(
            "---\nsession:\n  linear_isue: PLT-1\n---\n",
            says=("`session.linear_isue` is a key that nothing reads; did you mean `linear_issue`?",),
            fixed="---\nsession:\n  linear_issue: PLT-1\n---\n",
        ),
        Example(
            "---\norchestration:\n  spawned_agents:\n    - {agent: a, sumary: b}\n---\n",
            says=("`orchestration.spawned_agents.0.sumary` is a key that nothing reads; did you mean `summary`?",),
            fixed="---\norchestration:\n  spawned_agents:\n    - {agent: a, summary: b}\n---\n",
        ),
    )


def _levels(session: Session) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Give each mapping that the schema knows, with its optional keys."""
    waiting: list[Path] = [()]
    while waiting:
        path = waiting.pop(0)
        part = session.profile.subschema(path)
        properties = part.get("properties", {})
        required = part.get("required", ())
        yield path, tuple(key for key in properties if key not in required)
        waiting.extend((*path, key) for key in properties if len(path) < 4 and session.front.entry(*path, key))  # noqa: PLR2004
        node = session.front.node(*path)
        if "items" in part and node and isinstance(node.data, list):
            waiting.extend((*path, entry.key) for entry in node.entries)

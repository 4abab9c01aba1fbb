"""SL205 unknown-key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .. import edits
from ..diagnostic import Finding, Fix, Severity
from ..profile import Path, Profile, suits
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, closest, key_distance, shown
from ..yaml.nodes import Entry, Node


class UnknownKey(SessionRule):
    """No key is a slip of the pen away from one that the format knows.

    Why: `linear_isue: PLT-1` is a valid file in which the issue is lost. Other unknown keys are normal: every team adds
    some.

    A key is taken for a slip when a known key of its level is absent and one edit away (a letter more, less, other, or
    two swapped; two edits for keys of ten letters or more). Where the known key is required,
    `frontmatter-schema` says so instead.

    Fix: renames the key. It may have been meant, so the fix is unsafe. Of two slips of one key neither is renamed.
    """

    code = "SL205"
    name = "unknown-key"
    severity = Severity.WARNING

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield keys that are nearly an absent optional one."""
        root = session.front.root
        for path, node, known, required in _levels(session.profile, root, ()) if root else ():
            present = {entry.key for entry in node.entries}
            absent = [key for key in known if key not in present and key not in required]
            slips = [(entry, near) for entry in node.entries if absent and (near := _near(entry, known, absent))]
            meant = Counter(near for _, near in slips)
            for entry, near in slips:
                yield _finding(session, (*path, entry.key), entry.key_span, near, only=meant[near] == 1)

    examples = (
        Example("---\nversion: 2\nsession: {file: x, time: y, tags: [a], branch: main}\n---\n"),
        Example("---\nsession:\n  titel: Weather\n---\n"),
        Example(
            "---\nsession:\n  linear_isue: PLT-1\n---\n",
            says=("`session.linear_isue` is a key that nothing reads; did you mean `linear_issue`?",),
            fixed="---\nsession:\n  linear_issue: PLT-1\n---\n",
        ),
        Example(
            "---\nsession: {linear_isue: PLT-1, linear_isue: PLT-2}\n---\n",
            says=(
                "`session.linear_isue` is a key that nothing reads; did you mean `linear_issue`?",
                "`session.linear_isue` is a key that nothing reads; did you mean `linear_issue`?",
            ),
        ),
        Example(
            "---\nsession: {linear_isue: PLT-1, linear_ssue: PLT-2}\n---\n",
            says=(
                "`session.linear_isue` is a key that nothing reads; did you mean `linear_issue`?",
                "`session.linear_ssue` is a key that nothing reads; did you mean `linear_issue`?",
            ),
        ),
        Example(
            "---\norchestration:\n  spawned_agents:\n    - {agent: a, sumary: b}\n---\n",
            says=("`orchestration.spawned_agents.0.sumary` is a key that nothing reads; did you mean `summary`?",),
            fixed="---\norchestration:\n  spawned_agents:\n    - {agent: a, summary: b}\n---\n",
        ),
    )


def _near(entry: Entry, known: Mapping[str, Any], absent: Sequence[str]) -> str | None:
    """Give the absent key that an unknown one seems meant for."""
    if entry.key in known:
        return None
    near = next((key for key in absent if closest(entry.key, (key,), key_distance(key))), None)
    wanted = known[near].get("type", "string") if near and isinstance(known[near], dict) else "string"
    return near if near and suits(entry.node.data, wanted) else None


def _finding(session: Session, path: Path, span: Span, near: str, *, only: bool) -> Finding:
    edit = edits.rename_key(session, path, near) if only else None
    fix = Fix(f"rename the key to `{near}`", (edit,), safe=False) if edit else None
    message = f"{shown('.'.join(path))} is a key that nothing reads; did you mean `{near}`?"
    return Finding(span, message, f"rename it to `{near}`, or ignore this rule", fix, path)


def _levels(profile: Profile, node: Node, path: Path) -> Iterator[tuple[Path, Node, Mapping[str, Any], Sequence[str]]]:
    """Give each mapping that the schema knows: its path, node, known keys and those that are required."""
    part = profile.subschema(path)
    known = part.get("properties", {})
    if isinstance(node.data, dict) and known:
        yield path, node, known, part.get("required", ())
    for entry in node.entries:
        if entry.node.entries and (entry.key in known or "items" in part):
            yield from _levels(profile, entry.node, (*path, entry.key))

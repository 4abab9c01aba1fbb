"""SL206 agent-summary-missing."""

from __future__ import annotations

from collections.abc import Iterator

from .. import edits
from ..diagnostic import Finding, Fix, Related, Severity
from ..profile import Path
from ..rule import Example, SessionRule
from ..session import Session

_TWO = """---
orchestration:
  spawned_agents:
    - {status: completed, KEY: cached}
    - {status: completed, summary: tested}
---
"""


class AgentSummaryMissing(SessionRule):
    """An agent that has completed its task left a `summary` of what came of it.

    Why: the summary is all that the next agent gets to see of that work.

    One diagnostic a file, on the first such agent.

    Fix: renames `outcome` to `summary`, which is safe, or `note`, which may be something else and is unsafe.
    """

    code = "SL206"
    name = "agent-summary-missing"
    severity = Severity.INFO

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield one finding for all completed agents without a summary."""
        done = [(path, agent) for path, agent in session.agents if agent.get("status") == "completed"]
        silent = [path for path, agent in done if not str(agent.get("summary") or "").strip()]
        if not silent:
            return
        spans = [session.front.value_span(*path, "status") or session.front.nearest_span(*path) for path in silent]
        who = (
            "the only completed agent has" if len(done) == 1 else f"{len(silent)} of {len(done)} completed agents have"
        )
        yield Finding(
            spans[0],
            f"{who} no `summary`; expected a sentence on what came of the task",
            f"add a `summary` to `{'.'.join(silent[0])}`",
            _fix(session, silent),
            (*silent[0], "summary"),
            related=tuple(Related(span, "this one too") for span in spans[1:10]),
        )

    examples = (
        Example(_TWO.replace("KEY", "summary")),
        Example(
            "---\norchestration:\n  spawned_agents:\n    - status: completed\n      outcome: Cached\n---\n",
            says=("the only completed agent has no `summary`; expected a sentence on what came of the task",),
            fixed="---\norchestration:\n  spawned_agents:\n    - status: completed\n      summary: Cached\n---\n",
        ),
        Example(
            _TWO.replace("KEY: cached", "outcome: 5"),
            says=("1 of 2 completed agents have no `summary`; expected a sentence on what came of the task",),
        ),
        Example(
            _TWO.replace("KEY", "outcome: cached, outcome"),
            says=("1 of 2 completed agents have no `summary`; expected a sentence on what came of the task",),
        ),
        Example(
            _TWO.replace("KEY", "note"),
            says=("1 of 2 completed agents have no `summary`; expected a sentence on what came of the task",),
            fixed=_TWO.replace("KEY", "summary"),
        ),
    )


def _is_said(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _fix(session: Session, silent: list[Path]) -> Fix | None:
    """Rename the key that holds the summary under another name, for all agents that have it."""
    for key, safe in (("outcome", True), ("note", False)):
        made = [
            edits.rename_key(session, (*path, key), "summary")
            for path in silent
            if _is_said(session.front.data_at(*path, key)) and session.front.entry(*path, "summary") is None
        ]
        changes = tuple(edit for edit in made if edit)
        if changes:
            return Fix(f"rename `{key}` to `summary`", changes, safe)
    return None

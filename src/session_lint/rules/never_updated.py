"""SL406 never-updated."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostic import Finding, Related, Severity
from ..profile import State
from ..rule import Example, SessionRule
from ..session import Session
from ..text import Span, shown
from ..timestamps import as_text


class NeverUpdated(SessionRule):
    """A session on which work was done was updated after it was created.

    Why: who looks for stale sessions goes by `last_updated`. One that nobody ever moved makes work of today look as old
    as the file.

    Work shows in a log with entries of different times, in ticked boxes, in agents that have completed their tasks, and
    in a status that says more than that work was begun. Work that was given up need not have been begun.

    Fix: none. When the work was done is in nobody's file; `last-updated-not-bumped` keeps it right from then on.
    """

    code = "SL406"
    name = "never-updated"
    severity = Severity.INFO

    def check(self, session: Session) -> Iterator[Finding]:
        """Yield when the two times are one and work shows."""
        created, span, first = session.created, session.span("last_updated"), session.span("created")
        if created is None or created != session.last_updated or span is None or session.put_away:
            return
        signs = [] if session.given_up else list(_signs(session))
        if signs:
            field = session.field("last_updated")
            what = " and ".join(", ".join(said for said, _ in signs).rsplit(", ", 1))
            yield Finding(
                span,
                f"`{'.'.join(field)}` is the same as `{'.'.join(session.field('created'))}` ({as_text(created)}), "
                f"and yet {what}; expected the time of the last work",
                f"set `{'.'.join(field)}` to when the session was last worked on; "
                "`date -u +%Y-%m-%dT%H:%M:%SZ` prints the time of now",
                field=field,
                related=(
                    *((Related(first, "created here"),) if first else ()),
                    *(Related(place, "work shows here") for _, place in signs),
                ),
            )

    examples = (
        Example(
            '---\nsession: {status: in_progress, created: "2025-12-04T14:30:00Z", last_updated: "2025-12-04T14:30:00Z"}'
            "\n---\n- [ ] cache\n\n## Session Log\n\n### 2025-12-04 14:30 - lead\nBegun.\n"
        ),
        Example(
            '---\nsession: {status: paused, created: "2025-12-04T14:30:00Z", last_updated: "2025-12-04T16:00:00Z"}'
            "\n---\n- [x] cache\n"
        ),
        Example(
            '---\nsession:\n  status: paused\n  created: "2025-12-04T14:30:00Z"\n'
            '  last_updated: "2025-12-04T14:30:00Z"\n---\n- [x] cache\n',
            says=(
                "`session.last_updated` is the same as `session.created` (2025-12-04T14:30:00Z), "
                "and yet a box is ticked and the status is `paused`; expected the time of the last work",
            ),
        ),
        Example(
            '---\nsession:\n  created: "2025-12-04T14:30:00Z"\n  last_updated: "2025-12-04T15:30:00+01:00"\n---\n'
            "## Session Log\n\n### 2025-12-04 14:30 - lead\nBegun.\n\n### 2025-12-05 09:10 - lead\nCached.\n",
            says=(
                "`session.last_updated` is the same as `session.created` (2025-12-04T14:30:00Z), "
                "and yet the log has entries from `2025-12-04 14:30` to `2025-12-05 09:10`; "
                "expected the time of the last work",
            ),
        ),
    )


def _signs(session: Session) -> Iterator[tuple[str, Span]]:
    """Yield in words what shows that work was done, and where."""
    entries = [(one.instant, one.stamp) for log in session.logs for one in log if one.instant]
    if len({instant for instant, _ in entries}) > 1:
        (_, oldest), (_, latest) = min(entries), max(entries)
        stamps = [session.text[stamp.start : stamp.end] for stamp in (oldest, latest)]
        yield f"the log has entries from {shown(stamps[0])} to {shown(stamps[1])}", latest
    ticked = [task.span for task in session.tasks if task.done]
    if ticked:
        yield ("a box is ticked" if len(ticked) == 1 else f"{len(ticked)} boxes are ticked"), ticked[0]
    done = [path for path, agent in session.agents if agent.get("status") == "completed"]
    if done:
        said = "an agent has" if len(done) == 1 else f"{len(done)} agents have"
        yield f"{said} completed", session.front.nearest_span(*done[0], "status")
    status = session.span("status")
    if session.state in (State.PAUSED, State.COMPLETED) and status:
        yield f"the status is {shown(session.status)}", status

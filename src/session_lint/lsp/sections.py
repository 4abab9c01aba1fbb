"""What belongs into the sections that sessions have."""

from __future__ import annotations

from ..session import Session
from ..text import letters
from . import marked

_SECTIONS = {
    "context": "Why this work is done, for somebody who has never heard of it: the problem, what led to it, and where "
    "to read more.",
    "currentstate": "How things stand at this moment: what is done, what is half done, what was found out. Whoever "
    "takes over has nothing else, so bring it up to date after each step.",
    "nextsteps": "What to do first, second and third, each so that somebody can begin with it at once.",
    "executionprogress": "The work in waves, each a heading such as `### Wave 1: Name (ACTIVE)` with a box for each "
    "piece. One wave is active at a time; others say what blocks them.",
    "technicalcontext": "What one must know to do the work: the files that change, the commands that are run.",
    "filestoupdate": "The files that change, and what changes in each.",
    "filesmodified": "The files that have changed so far, and why.",
    "keycommands": "The commands that build, test and run what is worked on.",
    "acceptancecriteria": "How to tell that the work is done, a box for each condition.",
    "decisions": "What was decided, and for which reasons. A decision that outlives this work belongs into a decision "
    "record before the session is put away.",
    "blockers": "What keeps the work from going on, and who can change that.",
}
_LOG = "What happened, an entry for each step, with its time in UTC and who took it."


def about(session: Session, title: str) -> str:
    """Say what belongs under a heading of level 2 or 3, as Markdown; empty for one that nothing is known of."""
    log, profile = session.profile.log, session.profile
    is_log = log is not None and log.section.casefold() == title.casefold()
    what = _LOG if is_log else _SECTIONS.get(letters(title), "")
    required = title in profile.sections
    if not what and not required:
        return ""
    parts = [f"**{marked.escaped(title)}** · {'required' if required else 'optional'} section", what]
    parts += [f"Entries are written {marked.code(log.entry.written)}."] if is_log and log else []
    return "\n\n".join(part for part in parts if part)

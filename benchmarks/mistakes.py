"""What is wrong with the broken sessions: each mistake is one small change of a clean one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from . import sessions
from .sessions import Session

_STALE = 10  # days; a session in progress goes stale after 7

GONE = "20200101-080000-gone.md"
"""The name of a session that is nowhere."""

Change = Callable[[str], str]


@dataclass(frozen=True)
class Mistake:
    """A mistake, the code of the rule of session-lint that is about it (none for mere Markdown), and how to make it.

    `mixed` ones are in the corpus; the others change too much of what else is found, and are only tried one by one.
    """

    what: str
    code: str
    make: Callable[[Session], Session]
    mixed: bool = True


def broken(session: Session, number: int, seed: int) -> Session:
    """Give a session with three mistakes that are about sessions, and two that are about Markdown."""
    random_ = random.Random(f"broken-{seed}-{number}")
    for kind, count in ((SESSION, 3), (MARKDOWN, 2)):
        for mistake in random_.sample([one for one in kind if one.mixed], count):
            session = mistake.make(session)
    return session


def typical(session: Session) -> Session:
    """Give a session with the three mistakes that are made most: a status, a heading and a box of one's own."""
    for mistake in islice(SESSION, 3):
        session = mistake.make(session)
    return session


def _text(change: Change) -> Callable[[Session], Session]:
    return lambda session: replace(session, text=change(session.text))


def _swap(old: str, new: str, count: int = 1) -> Callable[[Session], Session]:
    return _text(lambda text: text.replace(old, new, count))


def _sub(pattern: str, new: str) -> Callable[[Session], Session]:
    return _text(lambda text: re.sub(pattern, new, text, count=1, flags=re.MULTILINE))


def _stale(session: Session) -> Session:
    """Shift all dates, and see to it that work is going on."""
    text = re.sub(
        r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[T ][0-9]{2}:)",
        lambda found: _earlier(found[0]).isoformat(),
        session.text,
    )
    text = text.replace("status: paused", "status: in_progress", 1)
    stamp = session.name[:8]
    earlier = _earlier(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:]}")
    return Session(f"{earlier:%Y%m%d}{session.name[8:]}", text)


def _earlier(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=_STALE)


def _disorder(text: str) -> str:
    """Exchange the stamps of the last two entries of the log."""
    entries = list(sessions.ENTRY.finditer(text))
    if len(entries) < 2:  # noqa: PLR2004 -- two are exchanged
        return text
    one, two = entries[-2:]
    return "".join((text[: one.start()], two[0], text[one.end() : two.start()], one[0], text[two.end() :]))


def _named(session: Session) -> Session:
    issue = re.search(r'linear_issue: "([^"]*)"', session.text)
    stamp, slug = session.name[:15], session.name[16:]
    return replace(session, name=f"{stamp}-{issue[1]}-{slug}") if issue else session


SESSION: tuple[Mistake, ...] = (
    Mistake("status that does not exist", "SL201", _sub(r"^  status: .*", "  status: complete")),
    Mistake("required section under another name", "SL301", _swap("## Context\n", "## Background\n")),
    Mistake("box of a task that is none", "SL307", _sub(r"^- \[ \] ", "-[ ] ")),
    Mistake("date where a time is expected", "SL201", _sub(r"^(  last_updated: \"[0-9-]*)T[^\"]*", r"\1")),
    Mistake("agent without its name", "SL201", _swap("    - agent: ", "    - type: ")),
    Mistake("heading that is nearly the required one", "SL301", _swap("## Next Steps\n", "## next steps:\n")),
    Mistake("placeholder of the template", "SL304", _sub(r"^(## Current State\n\n)(?:.+\n+)+?(?=## )", r"\1TBD\n\n")),
    Mistake(
        "log entry with another kind of stamp", "SL308", _sub(r"^### ([0-9-]{10}) ([0-9:]{5}) - ", r"### \1T\2:00Z - ")
    ),
    Mistake("log out of order", "SL309", _text(_disorder)),
    Mistake("link to another issue", "SL204", _sub(r"/issue/LIB-[0-9]*/", "/issue/LIB-99999/")),
    Mistake("issue in the file name", "SL103", _named),
    Mistake("in progress, and not touched for ten days", "SL401", _stale),
    Mistake(
        "hidden control characters",
        "SL701",
        _swap("## Blockers\n\n- None", "## Blockers\n\n- \u202eNone\u202c"),
        mixed=False,
    ),
    Mistake("key that is there twice", "SL005", _sub(r"^(  title: .*\n)", r"\1\1"), mixed=False),
    Mistake("front matter that is no YAML", "SL004", _sub(r"^  title: .*", '  title: "The "shelf""'), mixed=False),
    Mistake(
        "changed since the last commit, but not its `last_updated`",
        "SL501",
        _text(sessions.set_back),
        mixed=False,
    ),
    Mistake(
        "another open session has the same issue",
        "SL603",
        _sub(r"^  linear_issue: .*\n  linear_url: .*", '  linear_issue: "LIB-2"'),
        mixed=False,
    ),
    Mistake(
        "names a session that is not there",
        "SL601",
        _swap("## Blockers\n\n- None", f"## Blockers\n\n- See [this]({GONE})"),
        mixed=False,
    ),
    Mistake("front matter that is not closed", "SL003", _swap("\n---\n\n# ", "\n\n# "), mixed=False),
)
"""The mistakes that are about sessions; the first three make the broken session of the measure of one."""

MARKDOWN: tuple[Mistake, ...] = (
    Mistake("heading right below text", "", _swap("\n\n## Blockers", "\n## Blockers")),
    Mistake("trailing blank", "", _swap("- None\n", "- None \n")),
    Mistake("line of more than 80 characters", "", _sub(r"^(\*\*Rationale\*\*: .*)", rf"\1{' And it is cheap.' * 3}")),
    Mistake("two blank lines in a row", "", _swap("\n\n## Decisions", "\n\n\n## Decisions")),
    Mistake("code block without a language", "", _swap("```bash", "```")),
    Mistake("bullets of two kinds", "", _swap("- [ ] The tests", "* [ ] The tests")),
)
"""The mistakes that are about Markdown, which session-lint leaves to the linters of Markdown."""

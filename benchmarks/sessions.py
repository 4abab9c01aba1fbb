"""Sessions of a made-up project: about 4 KB each, without a finding, the same for the same number, seed and time."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_WIDTH = 78  # of prose; the linters of Markdown count from 80 on
_SIZE = 4000  # characters that a session has at least

_PARTS = ("cache", "parser", "importer", "loader", "exporter", "shelf", "gateway", "mailer", "index", "archive")
_AGENTS = ("backend-dev", "frontend-dev", "reviewer", "test-writer", "docs-writer")
_SENTENCES = (
    "The {part} loses a record when two requests for `{name}` arrive in the same second.",
    "A reader who asks the {part} for `{name}` waits up to nine seconds, most of it for the disk.",
    "Nobody has touched the {part} since it was moved, so its tests say little about `{name}`.",
    "The {part} now answers with what it had last when `{name}` does not come in time.",
    "Numbers from the last week are in `reports/{name}.csv`, one line for each night.",
    "What the {part} does with an empty `{name}` was never written down; it is now.",
    "Two of the tests of the {part} depended on the order in which `{name}` was filled.",
)
_STEPS = (
    "Read `{name}` before the {part} is asked",
    "Test the {part} with an empty `{name}`",
    "Say what it does without `{name}`",
    "Take `{name}` out of the {part}",
    "Show `{name}` on the page of the {part}",
)

_TEMPLATE = """\
---
session:
  title: "{title}"
  status: {status}
  created: "{created}"
  last_updated: "{updated}"
  linear_issue: "LIB-{number}"
  linear_url: "https://linear.app/books/issue/LIB-{number}/{slug}"

orchestration:
  current_task: "{task}"
  spawned_agents:
    - agent: {agents[0]}
      task: "{tasks[0]}"
      status: completed
      summary: "Done, with tests for both ways"
    - agent: {agents[1]}
      task: "{tasks[1]}"
      status: in_progress
    - agent: {agents[2]}
      task: "{tasks[2]}"
      status: pending
---

# Session: {title}

## Context

{context}

## Current State

{state}

## Next Steps

- [ ] {tasks[1]}
- [ ] {tasks[2]}

## Execution Progress

### Wave 1: The {part} (ACTIVE)

- [x] {tasks[0]}
- [ ] {tasks[1]}

### Wave 2: Around it (blocked by Wave 1)

- [ ] {tasks[2]}

## Technical Context

### Files to Update

- `src/{part}/{slug}.py` - what it does without an answer
- `tests/test_{part}.py` - a case for each of the ways above

### Key Commands

```bash
pytest tests/test_{part}.py -v
mypy src/{part}
```

## Acceptance Criteria

- [ ] It answers within a second, with and without `{slug}`
- [ ] The tests pass in any order

## Decisions

### Decision 1: Answer with what is there

**Decision**: {decision}

**Rationale**: an old answer with its date is better than none.

## Blockers

- None

## Session Log

### {log[0]} - {agents[0]}

{entries[0]}

### {log[1]} - {agents[1]}

{entries[1]}

### {log[2]} - {agents[0]}

{entries[2]}
"""


ENTRY = re.compile(r"^### ([0-9-]{10}) ([0-9:]{5}) - ", re.MULTILINE)
"""The heading of an entry of the log: its day and its minute."""


@dataclass(frozen=True)
class Session:
    """A file's name, and the text in it."""

    name: str
    text: str


def clean(number: int, now: datetime, seed: int) -> Session:
    """Give the session of that number, about which session-lint has nothing to say at that time and some days later.

    No two numbers up to 80,000 have the same second or issue: one was begun a second before the one that precedes it.
    """
    random_ = random.Random(f"{seed}-{number}")
    begun = now.astimezone(UTC) - timedelta(days=1, seconds=number)
    part = random_.choice(_PARTS)
    slug = f"{part}-{random_.choice(('fallback', 'limits', 'retries', 'speed', 'wording'))}-{number}"
    title = f"The {part} and {slug.split('-')[1]}, part {number}"
    tasks = [step.format(part=part, name=slug) for step in random_.sample(_STEPS, 3)]
    log = [begun + timedelta(hours=hour, minutes=random_.randrange(60)) for hour in (1, 3, 5)]
    values = {
        "number": number,
        "title": title,
        "slug": slug,
        "part": part,
        "status": "paused" if number % 5 == 0 else "in_progress",
        "created": _instant(begun),
        "updated": _instant(log[2]),
        "task": tasks[1],
        "tasks": tasks,
        "agents": random_.sample(_AGENTS, 3),
        "log": [f"{moment:%Y-%m-%d %H:%M}" for moment in log],
        "entries": [_prose(random_, part, slug, 2) for _ in log],
        "context": _prose(random_, part, slug, 4),
        "decision": f"the {part} keeps the last answer for a day.",
    }
    text = _TEMPLATE.format(state="@", **values)
    paragraphs: list[str] = []
    while len(text) + sum(map(len, paragraphs)) < _SIZE:
        paragraphs.append(_prose(random_, part, slug, 3))
    return Session(f"{begun:%Y%m%d-%H%M%S}-{slug}.md", text.replace("@", "\n\n".join(paragraphs), 1))


def front_matter(session: Session) -> Session:
    """Give the front matter as a YAML file, its first line included, for the tools that read no Markdown."""
    found = re.match(r"(---\n.*?\n)---\n", session.text, re.DOTALL)
    return Session(session.name.removesuffix(".md") + ".yaml", found[1] if found else session.text)


def earlier(session: Session) -> Session:
    """Give a session as it was before the last entry of its log."""
    text = set_back(session.text)
    return Session(session.name, text[: text.rindex("\n### ")])


def set_back(text: str) -> str:
    """Give a text whose `last_updated` is the time of the last entry of the log but one."""
    entry = list(ENTRY.finditer(text))[-2]
    return re.sub("(?m)^  last_updated: .*", f'  last_updated: "{entry[1]}T{entry[2]}:00Z"', text, count=1)


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _prose(random_: random.Random, part: str, name: str, count: int) -> str:
    sentences = (sentence.format(part=part, name=name) for sentence in random_.sample(_SENTENCES, count))
    return textwrap.fill(" ".join(sentences), _WIDTH, break_long_words=False, break_on_hyphens=False)

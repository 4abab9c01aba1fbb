"""Sessions that are clean and as plain as the fast lane wants them, and what can become of them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

NAME = "20251204-143000-weather-fallback.md"
NOW = "2025-12-05T10:00:00Z"

FULL = """---
session:
  title: "Weather fallback"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-05T09:00:00Z"
  linear_issue: "BACK-123"
  linear_url: "https://linear.app/acme/issue/BACK-123/weather"
  branch: feat/weather
  tags: [weather, "api"]

orchestration:
  current_task: "Cache the forecast"  # for ten minutes
  spawned_agents:
    - agent: backend-dev
      task: "Write the cache"
      status: completed
      summary: "Cached for ten minutes"
    - agent: qa
      task: Test the cache
      status: pending
---

# Session: Weather fallback

## Context

The forecast API fails \u2014 twice a day \u2705, and users see nothing.

## Current State

- [x] A cache is written.
- [ ] It is not read yet.

```python
## Context
print("x")
```

## Execution Progress

### Wave 1: Cache (ACTIVE)
- [x] BACK-124 - Write it
- [ ] BACK-125 - Read it

### Wave 2: Tests (blocked by Wave 1)
- [ ] BACK-126 - Test it

## Next Steps

1. Read the cache.
2. Test it.

---

## Session Log

### 2025-12-04 14:30 - PM/start
Begun.

### 2025-12-05 09:00 - backend-dev/cache
Written.
"""
SHORT = """---
session:
  title: Weather
  status: in_progress
  created: '2025-12-04T14:30:59Z'
  last_updated: '2025-12-04T14:30:59Z'
orchestration:
  current_task: All that is left
  spawned_agents: []
---
# Session: Weather
## Next Steps
* Read it.
## Context
Down.
## Current State
> Written.
"""
PAUSED = """---
# Of the team
session:
  title: "Fix: the parser # 3"
  type: orchestration
  status: paused
  created: "2025-12-04T14:29:00Z"
  last_updated: "2025-12-05T23:59:59Z"
  linear_issue: null  # none yet
  linear_url: https://example.org/a?b=c#d
  branch:
  tasks:
    - TASK-009
    - "TASK-010: Test"
  counts: {0}
traceability:
  requirement: "A 'plain' one"
  decisions: []
  waves:
    - wave: 1
      status: done
      tasks: [TASK-009, TASK-011]
    - wave: 2
plans:
  - weather.md
orchestration:
  current_task: "Wait for the API team; see [the issue](https://example.org)"
---
# Session: Fix: the parser

**Owner**: somebody

## Context
| a | b |
|---|---|
| 1 | 2 |

***

## Decisions

### Decision 1: Cache
1) Ten minutes.
   - Not more.

     Or so.

~~~text
- [x ] no box
~~~

## Current State

Waiting. Gr\u00fc\u00dfe? No: gr\u00fc\u00e9ting \u26a0\ufe0f, \u65e5\u672c\u8a9e.

  ```bash
  # a comment
  make test
  ```

#hashtag and -- dashes

## Next Steps
- **Ask** them
- [link](https://example.org)
- [P0] soon
    - deeper
"""
PAUSED = PAUSED.replace("{0}", "3").replace("Gr\u00fc\u00dfe? No: g", "G")
CLEAN = (FULL, SHORT, PAUSED)

NASTY = (
    *"\t\n \r\x0b\x0c\x00\x1b\x7f:#-+*_=<>[](){}|`~'\"\\!&%@?,.;xX0a9/Sz^$",
    *("\u00a0", "\u200b", "\u200d", "\u2028", "\x85", "\ufeff", "\ufe0f", "\u00df", "\u017f", "\u212a", "\u0130"),
    *(
        "\u2705",
        "\u2013",
        "\u2014",
        "\u2026",
        "\u3000",
        "\u00ad",
        "\U000e0041",
        "\u202e",
        "\u0661",
        "\u00b2",
        "\u065e5",
    ),
)
"""Characters that mean something to some reader, or that look as if they did."""

PIECES = (
    *("\r\n", "\n\n", "\n---\n", "---", "```", "~~~", "    ", "  ", "- [x] ", "- [ ] ", "-[ ]", "- []", "## ", "\n## ", "\n# "),
    *("<!--", "-->", "TODO", "TBD", "...", "null", " # x", "> ", "\n- \n", "\n===\n", "\n<div>\n", "\n   ## Context\n", "\n\t## Context\n"),
    *("[Title]", "session-lint: ignore", "<<<<<<< HEAD\n", "\n=======\n", ">>>>>>> b\n", ": ", " #", "\n  title: x\n", "&a ", "*a", "!!str "),
    *("|\n", ">-\n", "{a: b}", "[a, b]", "yes", "~", "0x1F", "1e5", "Completed", "done", "All done", "complete", "completed", "paused"),
    *("Wave 3 (ACTIVE)", "\n### Wave 1: X (ACTIVE)\n", "(blocked by Wave 7)", "\n### 2025-12-01 10:00 - x\n", "\n### 10:00 x\n", "\n### 2025-12-04\n"),
    *("\n## Session Log\n", "\n## Session Log:\n### 2025-12-01\n", "\n## :session log :\n", "\n## session log\n", "\n## Context\n", "\n### Context\n", "\nContext\n---\n", "\n**Context**\n", "ghp_", "dapi"),
    *("AKIAQ7RTW2LZ5XHN4PVK", "-----BEGIN RSA PRIVATE KEY-----\n", "2025-12-04T14:30:00+01:00", "2025-12-04", "2026-12-04T14:30:00Z"),
    *("branc: x\n", "\n  linear_isue: PLT-7\n", "\n      sumary: x\n", "BACK-124", "/issue/BACK-9", "https://", "* * *", "_ _ _", "- - -", "1. 2. ", "- - x"),
)  # fmt: skip
"""Stretches of text that mean something to some rule."""


def one_character_off(text: str) -> Iterator[str]:
    """Yield each text that has a character less, more or another one, from `NASTY`."""
    for at in range(len(text) + 1):
        for character in NASTY:
            yield text[:at] + character + text[at:]
            if at < len(text):
                yield text[:at] + character + text[at + 1 :]
        if at < len(text):
            yield text[:at] + text[at + 1 :]


def number_of_neighbours(text: str) -> int:
    """Count what `one_character_off` yields."""
    return len(text) * (2 * len(NASTY) + 1) + len(NASTY)


def neighbour(text: str, random: Random) -> str:
    """Give one of what `one_character_off` yields."""
    at, character = random.randrange(len(text) + 1), random.choice(NASTY)
    rest = random.choice((text[at:], text[at + 1 :]))
    return text[:at] + (character if len(rest) == len(text) - at or random.random() < 0.9 else "") + rest


def mutated(text: str, random: Random) -> str:
    """Give a text with a few changes to characters, stretches and lines."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        at = random.randrange(len(text) + 1)
        lines = text.split("\n")
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        match random.randrange(8):
            case 0:
                text = neighbour(text, random)
            case 1:
                text = text[:at] + text[at + random.choice((1, 2, 3, 5, 10, 40)) :]
            case 2 | 3:
                text = text[:at] + random.choice(PIECES) + text[at:]
            case 4:
                start = text.rfind("\n", 0, at) + 1  # at the beginning of a line
                text = text[:start] + random.choice((*PIECES, *NASTY)) + text[start:]
            case 5:
                lines.insert(one, lines[other])
                text = "\n".join(lines)
            case 6:
                lines[one], lines[other] = lines[other], lines[one]
                text = "\n".join(lines)
            case _:
                del lines[one]
                text = "\n".join(lines)
    return text

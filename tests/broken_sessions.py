"""Sessions that somebody could have written, broken in ways that people and agents break them."""

from __future__ import annotations

from random import Random

NAMES = (
    "20251204-143000-weather-fallback.md",
    "20251204-133000-weather-fallback.md",
    "20251204-1430-weather-fallback.md",
    "2025-12-04_14-30_Weather Fallback.md",
    "weather-fallback.md",
    "20251304-143000-weather.md",
    "20251204-143000-PLT-123-weather.md",
    "PLT-123-weather.md",
    "20251204-143000-Wetter_f\u00fcr_alle.MD",
    "20251204-143000-.md",
)
STATUSES = (
    *("in_progress", "paused", "completed", "In Progress", "in-progress", '"In Progress"', "'complete'", "Completed"),
    *("done", "active", "archived", "null", "", "&a paused", "[paused]", "|\n    paused"),
)
TIMES = (
    *('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z", "'2025-12-04T15:30:00+01:00'", "2025-12-04T14:30:00.123Z"),
    *("2025-12-04 14:30", "2025-12-04T14:30:00", "2025-12-04", '"2025-11-04T14:30:00Z"', "yesterday", "2025-02-30"),
    *('"2025-12-04t14:30:00z"', "2025-12-04T14:30:00+00:00  # UTC", ""),
)
TITLES = (
    '"Weather fallback"',
    "Weather fallback",
    "'It''s late'",
    "Fix: the parser",
    '""',
    "{{ title }}",
    "Gr\u00fc\u00dfe \U0001f600 # no",
)
AGENTS = (
    "",
    "  spawned_agents: []\n",
    "  spawned_agents:\n    - type: backend-dev\n      task: Cache\n      status: complete\n      outcome: Done\n",
    "  spawned_agents:\n  - {agent: a, task: b, status: completed, note: c}\n  - 'just text'\n",
    '  spawned_agents:\n    - agent: a\n      task: "b"\n      status: Completed\n      sumary: c\n    - agent: d\n',
)
TASKS = ("Done", "All phases complete", "Complete - merged", "Complete the parser", '"Done: cached"', "[done]", "3")
AGENTS_AT_WORK = (
    "  spawned_agents: [{agent: a, status: pending}, {status: in_progress}, {agent: [b], status: [c]}, {status: }]\n",
    "  spawned_agents:\n    - &a {agent: a, task: b, status: in_progress}\n    - *a\n",
)
EXTRAS = (
    "",
    "",
    "  branch: main\n",
    "  linear_isue: PLT-7\n",
    "  linear_issue: PLT-9\n",
    "  # a comment\n",
    "  title: again\n",
    "\n",
)
COMMENTS = (
    "",
    "",
    "# of the next key\n",
    "# one\n# two\n",
    "\n",
    "\n# after a blank\n",
    "# apart\n\n",
    "  # indented\n",
    "  \n",
)
HEADINGS = (
    *("## {}", "## {}", "## {}", "## {}:", "##   {}  ##", "### {}", "# {}", "## **{}**", "## {} (2026-04-09 10:00)"),
    *("## Immediate {}", "{}\n-----", "## {} <!-- why -->", "##\t{}", "## {}\u00a0", ""),
)
BODIES = (
    *(
        "Text.\n",
        "- [ ] one\n- [x] two\n",
        "<!-- TODO: write this section -->\n",
        "",
        "TBD\n",
        "```\n## Context\n```\n",
    ),
    *("Where we are right now. What just happened.\n", "---\n", "> ## Next Steps\n", "```\nopen\n"),
    *("-[ ] one\n- [x ] two\n  - [] three\n", "Text\n-[x]two\n> * [ x]\n", "- [x](u)\n- [x][1]\n*[x] a*\n"),
)
H1S = (
    *("# Session: Weather fallback\n\n", "# Weather\n", "", "# Session: [Title]\n\n", "# [Title]\n", "#\n\n"),
    *("# session - Weather\n", "Weather\n===\n", "# **Weather** <!-- why -->\n", "# Session:\u00a0\n", "# Context\n"),
    *("# Session 26: x\n", "## Notes\n# Weather\n", "# One\n\n# Session: Two\n", "```\n# code\n```\n", "\n\n  text\n"),
)
LOGS = ("## Session Log\n", "## Session Log\n\n", "## session log\n", "## Journal\n", "### Session Log\n")
STAMPS = (
    *("2025-12-04 14:30", "2025-12-04 14:31", "2025-12-05 09:00", "2025-12-04T14:30:00Z", "2025-12-04T14:30:09+01:00"),
    *(
        "2025-12-04 25:00",
        "2025-02-30 10:00",
        "2025-12-04",
        "14:30",
        "2025/12/4 9:30",
        "20251204-143000",
        "[2025-12-04 14:30]",
    ),
    *(
        "**2025-12-04 14:30**",
        "2025-12-04 14:30-15:10",
        "2025-12-04 14:30 UTC",
        "[2025-12-04 14:30",
        "Notes",
        "YYYY-MM-DD HH:MM",
    ),
)
ENTRIES = (
    " - PM",
    " - backend(api): cache",
    ": PM",
    " \u2014 QA",
    " backend(api): cache",
    "",
    " -",
    "PM",
    " PM",
    " - [Agent/Action]",
)
MARKERS = ("### ", "### ", "### ", "### **", "", "", "- ", "#### ")
WAVES = (
    "### Wave 1: Cache (ACTIVE)\n- [x] one\n",
    "### Wave 2: Alerts (active, blocked by Wave 7)\n- [ ] two\n",
    "### Wave 3 (blocked by waves 1 and 2)\n-[ ] three\n",
    "### Waves\n",
)
# Sections that finished work should not have, or that tell of work.
TAILS = (
    *("", "", ""),
    "## Blockers\n\n- None\n",
    "## Blockers\n- the key\n  - of ours\n- [ ] the other `key` <!-- why -->\n- [x] third\n- ~~gone~~\n",
    "### Blocked by\nThe provider\nand others.\n\n#### Resolved\n- no\n> - quoted\n",
    "## Blockers\n\n| what | who |\n|---|---|\n| the key | ops |\n| None | |\n-\n",
    "## Decisions\n\n### Decision 1: [Title]\n**Decision**: What was decided\n\n### Decision 2: cache\n",
    "## Key Decisions:\n1. cache\n2. docs/adr/7.md\n",
    "## Decisions\n```\n- code\n```\nNothing yet.\n\nCache\n***\n",
    "## Session Log\n\n### 2025-12-04 14:30 - a\n\n### 2025-12-05 09:10 - b\n- [x] c\n",
    "## Journal\n[2025-12-04 14:30] session(start): a\n[2025-12-04 15:00] decision(cache): b\n",
    "## Deletion Checklist\n- [ ] Issue\n- [ ] Delete the session file\n- [x] c\n",
)


def session(random: Random) -> tuple[str, str]:
    """Give the path and the text of a session."""
    pick = random.choice
    fences = pick((("---\n", "---\n"),) * 12 + (("", ""), ("---\n", ""), ("--- \n", "---\t\n"), ("---\n", "----\n")))
    text = fences[0] + front(random) + fences[1] + pick(("", "\n")) + body(random)
    if random.random() < 0.2:
        text = text.rstrip("\n")
    text = text.replace("\n", pick(("\n",) * 8 + ("\r\n", "\r\n", "\r")))
    if random.random() < 0.05:
        text = "\ufeff" + text
    if random.random() < 0.1 and text:
        at = random.randrange(len(text))
        text = text[:at] + pick(("", "'", '"', ":", "\t", "*", "&", "#", "{", "\u202e", "\x1b")) + text[at + 1 :]
    return f".agents/sessions/{pick(NAMES)}", text


def front(random: Random) -> str:
    """Give the YAML of a session."""
    pick = random.choice
    keys = [
        (f"title: {pick(TITLES)}", 0.9),
        (f"status: {pick(STATUSES)}", 0.95),
        (f"{pick(('created', 'created', 'created', 'Created'))}: {pick(TIMES)}", 0.9),
        (f"{pick(('last_updated', 'last_updated', 'lastUpdated', 'last-updated'))}: {pick(TIMES)}", 0.9),
    ]
    lines = [line for line, chance in keys if random.random() < chance]
    if random.random() < 0.2:
        random.shuffle(lines)
    flat = random.random() < 0.15
    indent = "" if flat else pick(("  ", "  ", "    "))
    text = "" if flat else "session:\n"
    for line in lines:
        text += (pick(COMMENTS) if flat else "") + f"{indent}{line}\n"
    if flat and random.random() < 0.3:
        text += pick(("branch: main\n", "notes: |+\n  text\n\n", "# the end\n", "\n", "a:\n  b: 1\n  # of a\n"))
        text += "".join(pick(COMMENTS) + f"{line}\n" for line in ("linear_issue: PLT-4", "linear_url: null"))
    text += pick(EXTRAS) if not flat else ""
    if not flat and random.random() < 0.1:  # some keys lost their indentation
        outdented = [line for line in text.split("\n") if line.startswith(indent) and random.random() < 0.5]
        kept = [line for line in text.split("\n") if line not in outdented]
        text = "\n".join([*kept[:-1], *(line.removeprefix(indent) for line in outdented), ""])
    if random.random() < 0.9:
        text += (
            f"orchestration:\n  {pick(('current_task', 'current_task', 'curent_task'))}: {pick((*TITLES, *TASKS))}\n"
            f"{pick((*AGENTS, *AGENTS_AT_WORK))}"
        )
    return text


def body(random: Random) -> str:
    """Give the Markdown of a session."""
    pick = random.choice
    text = pick(H1S[:4] if random.random() < 0.5 else H1S)
    titles = ["Context", "Current State", "Next Steps"]
    if random.random() < 0.2:
        random.shuffle(titles)
    for title in titles:
        heading = pick(HEADINGS).format(title if random.random() < 0.9 else title.lower())
        text += f"{heading}\n{pick(('', chr(10)))}{pick(BODIES)}{pick(('', chr(10)))}" if heading else ""
    text += "".join(random.sample(WAVES, random.randrange(1, 4))) if random.random() < 0.2 else ""
    text += pick(TAILS) + pick(("", "\n")) + pick(TAILS)
    if random.random() < 0.5:
        text += log(random)
    return text


def log(random: Random) -> str:
    """Give a section with entries, most of them with markers of one kind."""
    pick = random.choice
    stamps = pick((STAMPS[:3], STAMPS))
    marker = pick(MARKERS)
    text = pick(LOGS)
    for _ in range(random.randrange(7)):
        text += (
            f"{marker if random.random() < 0.8 else pick(MARKERS)}{pick(stamps)}{pick(ENTRIES)}\n{pick(('', chr(10)))}"
        )
    return text

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
)


def session(random: Random) -> tuple[str, str]:
    """Give the path and the text of a session."""
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
    front = "" if flat else "session:\n"
    for line in lines:
        front += (pick(COMMENTS) if flat else "") + f"{indent}{line}\n"
    if flat and random.random() < 0.3:
        front += pick(("branch: main\n", "notes: |+\n  text\n\n", "# the end\n", "\n", "a:\n  b: 1\n  # of a\n"))
        front += "".join(pick(COMMENTS) + f"{line}\n" for line in ("linear_issue: PLT-4", "linear_url: null"))
    front += pick(EXTRAS) if not flat else ""
    if random.random() < 0.9:
        front += (
            f"orchestration:\n  {pick(('current_task', 'current_task', 'curent_task'))}: {pick(TITLES)}\n{pick(AGENTS)}"
        )
    fences = pick((("---\n", "---\n"),) * 12 + (("", ""), ("---\n", ""), ("--- \n", "---\t\n"), ("---\n", "----\n")))
    text = fences[0] + front + fences[1] + pick(("", "\n"))
    text += pick(("# Session: Weather fallback\n\n", "# Weather\n", "", "# Session: [Title]\n\n"))
    titles = ["Context", "Current State", "Next Steps"]
    if random.random() < 0.2:
        random.shuffle(titles)
    for title in titles:
        heading = pick(HEADINGS).format(title if random.random() < 0.9 else title.lower())
        text += f"{heading}\n{pick(('', chr(10)))}{pick(BODIES)}{pick(('', chr(10)))}" if heading else ""
    if random.random() < 0.2:
        text = text.rstrip("\n")
    text = text.replace("\n", pick(("\n",) * 8 + ("\r\n", "\r\n", "\r")))
    if random.random() < 0.05:
        text = "\ufeff" + text
    if random.random() < 0.1 and text:
        at = random.randrange(len(text))
        text = text[:at] + pick(("", "'", '"', ":", "\t", "*", "&", "#", "{", "\u202e", "\x1b")) + text[at + 1 :]
    return f".agents/sessions/{pick(NAMES)}", text

"""The outline of a session, what can be folded, and how far it has come."""

from __future__ import annotations

import pytest

from session_lint import session
from session_lint.lsp.folds import folds
from session_lint.lsp.outline import Symbol, symbols

from ..reading.samples import PATH, PROFILE, VARIANTS, read
from .marker import preset

TEXT = """---
session:
  title: Weather
  status: paused
orchestration:
  spawned_agents:
    - agent: backend
      status: pending
    - just text
  list: [a, b]
---
# Session: Weather

## Execution Progress

### Wave 1: Cache (ACTIVE)
- [x] one
- [ ] two

### Phase 2
- [ ] three

## Technical Context

```bash
pytest
```

<!-- not
     yet -->

## Session Log

### 2025-12-04 14:30 - lead
Begun.
"""


def drawn(found: tuple[Symbol, ...], depth: int = 0) -> list[str]:
    """Give a tree as lines: kind, name, detail."""
    lines = []
    for one in found:
        lines.append(f"{'  ' * depth}{one.kind.name.lower()} {one.name}" + (f" | {one.detail}" if one.detail else ""))
        lines += drawn(one.children, depth + 1)
    return lines


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_outline_has_all_parts_with_how_far_they_are(variant):
    assert drawn(symbols(read(VARIANTS[variant](TEXT)))) == [
        "front_matter front matter | paused",
        "  mapping session",
        "    value title | Weather",
        "    value status | paused",
        "  mapping orchestration",
        "    list spawned_agents | 2",
        "      agent backend | pending",
        "        value agent | backend",
        "        value status | pending",
        "      value just text",
        "    list list | 2",
        "      value a",
        "      value b",
        "title Session: Weather | 2 open of 3",
        "  section Execution Progress | 2 open of 3",
        "    wave Wave 1: Cache (ACTIVE) | 1 open of 2",
        "    wave Phase 2 | 1 open of 1",
        "  section Technical Context",
        "  section Session Log",
        "    entry 2025-12-04 14:30 - lead",
    ]


def test_a_log_of_lines_has_its_entries_in_the_outline():
    text = "---\n---\n## Journal\n\n[2025-12-04 14:30] fix(a): one\nmore\n\n[2025-12-04 15:30] fix(b): two\n\n## Next\n"
    one = session.read(PATH, text, preset("journal"))
    assert drawn(symbols(one)) == [
        "front_matter front matter",
        "section Journal",
        "  entry fix(a): one | 2025-12-04 14:30",
        "  entry fix(b): two | 2025-12-04 15:30",
        "section Next",
    ]
    first, second = symbols(one)[1].children
    assert (text[first.span.start : first.span.end], text[second.span.start : second.span.end]) == (
        "[2025-12-04 14:30] fix(a): one\nmore",
        "[2025-12-04 15:30] fix(b): two",
    )


def test_levels_that_are_left_out_nest_all_the_same():
    assert drawn(symbols(read("---\n---\n### a\n## b\n#### c\n# d\n##\n"))) == [
        "front_matter front matter",
        "section a",
        "section b",
        "  section c",
        "title d",
        "  section (no title)",
    ]


def test_an_alias_is_not_followed():
    assert drawn(symbols(read("---\na: &x {b: 1}\nc: *x\n---\n"))) == [
        "front_matter front matter",
        "  mapping a",
        "    value b | 1",
        "  mapping c",
    ]


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_takes_several_lines_can_be_folded(variant):
    one = read(VARIANTS[variant](TEXT))
    rows = [(one.lines.row(fold.span.start), one.lines.row(fold.span.end), fold.is_comment) for fold in folds(one)]
    assert sorted(rows) == [
        (1, 11, False),  # front matter
        (2, 4, False),  # session
        (5, 10, False),  # orchestration
        (6, 9, False),  # agents
        (7, 8, False),  # the first of them
        (12, 35, False),  # the title
        (14, 21, False),  # a section, without the blank line behind it
        (16, 18, False),  # waves
        (20, 21, False),
        (23, 30, False),
        (25, 27, False),  # code
        (29, 30, True),  # comment
        (32, 35, False),  # the log
        (34, 35, False),  # an entry
    ]


def test_front_matter_that_cannot_be_read_can_be_folded():
    one = read("---\na: [\n---\n")
    assert [(fold.span.start, fold.span.end) for fold in folds(one)] == [(0, 12)]
    assert symbols(one) == ()


def test_what_is_unreadable_has_no_outline():
    one = session.read(PATH, "# a\x00\n", PROFILE)
    assert (symbols(one), folds(one)) == ((), ())

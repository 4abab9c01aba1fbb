"""SL304: which lines are the template's, and which only look like them."""

from __future__ import annotations

import pytest

from session_lint.rules.section_placeholder import SectionPlaceholder

from ..reading.samples import VARIANTS, seconds
from .lifecycle import findings


def found(text: str) -> list[str]:
    return [text[one.span.start : one.span.end] for one in findings(SectionPlaceholder(), text)]


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("- [ ] Criterion 1", "Criterion 1", id="criterion"),
        pytest.param("* [x] Criterion 2  ", "Criterion 2", id="ticked, with blanks behind"),
        pytest.param(
            "- [x] BACK-124 - Brief description (completed)", "BACK-124 - Brief description (completed)", id="task"
        ),
        pytest.param(
            "- `path/to/file.py` - What needs to change", "`path/to/file.py` - What needs to change", id="file"
        ),
        pytest.param("**Decision**: What was decided", "**Decision**: What was decided", id="decision"),
        pytest.param("- **Rationale**: Why", "**Rationale**: Why", id="rationale in a list"),
        pytest.param("- Current blocker (if any)", "Current blocker (if any)", id="blocker"),
    ],
)
def test_a_line_of_the_template_is_found(line, expected, variant):
    assert found(variant(f"---\n---\n## A\n\n{line}\nmore\n")) == [expected]
    assert found(f"---\n---\n{line}") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "- [ ] Criterion 1 holds",
            "- [ ] Criterion 12",
            "Criterion 1",
            "- [ ] BACK-123 - Cache the API",
            "- [ ] BACK-123",
        ),
        *(
            "- [ ] BACK-123 - Brief description of it",
            "**Rationale**: Why not",
            "**Decision**: What was decided on Monday",
        ),
        *(
            "- Current blocker (if any) is the key",
            "- `path/to/file.py` - What needs to change is this",
            "    - [ ] Criterion 1",
        ),
        *("```\n- [ ] Criterion 1\n```", "<!--\n- [ ] Criterion 1\n-->", "See **Rationale**: Why"),
    ],
)
def test_a_line_with_other_words_is_not(line):
    assert found(f"---\n---\n{line}\n") == []


@pytest.mark.parametrize("piece", [" ", "> ", "- [ ] Criterion 1\n", "- [ ] BACK-", "A", "\n"])
def test_lines_are_found_in_linear_time(piece):
    def time(size: int) -> float:
        text = "---\n---\n" + piece * (size // len(piece))
        return seconds(lambda: found(text), 2)

    assert any(time(160_000) / time(40_000) < 12 for _ in range(5))  # the machine may be busy

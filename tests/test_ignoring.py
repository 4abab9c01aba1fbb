"""Adding ignore comments: where they are put, that they silence what they are for, and that nothing else changes.

SESSION_LINT_EXAMPLES=100000 runs that many generated sessions instead of some hundred.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from session_lint import engine, ignoring, session, shipped, suppression_edits
from session_lint.config import default
from session_lint.diagnostic import Edit
from session_lint.fixing import edited
from session_lint.proof import Examined
from session_lint.rule import Facts
from session_lint.rules import RULES

from . import broken_sessions
from .reading.samples import VARIANTS, seconds
from .reading.test_properties import ANY_TEXT
from .test_silencing import BODY, FRONT, GOOD, PATH

CONFIG = default(RULES, lambda location: shipped.read(location.path))
FACTS = Facts(datetime(2025, 12, 5, 12, tzinfo=UTC))
COUNT = int(os.environ.get("SESSION_LINT_EXAMPLES", "200"))
REASONS = ("it cannot be silenced", "the comment itself has to be mended")
NEVER = {"SL001", "SL002", "SL003", "SL004", "SL005", "SL006", "SL007", "SL008"}


def examine(path: str, text: str) -> Examined:
    read = session.read(path, text, CONFIG.profile)
    rules = CONFIG.rules_for(path)
    judged = engine.check(read, rules, FACTS, known=CONFIG.rules, limit=ignoring.LIMIT)
    return Examined(read, judged.diagnostics, judged.suppressed, judged.truncated)


def add(text: str, path: str = PATH, reason: str = "") -> ignoring.Outcome:
    read = session.read(path, text, CONFIG.profile)
    return ignoring.add([read] if read.readable else [], examine, CONFIG.rules, reason)


def added(text: str, path: str = PATH, reason: str = "") -> str:
    return add(text, path, reason).patch.texts.get(path, text)


def bare(read: session.Session) -> list[str]:
    """Give the lines without ignores, blanks at their ends, and breaks at the end of the text."""
    gone = [Edit(read.path, span, "") for span in suppression_edits.extents(read)]
    text = edited(read.text, gone)
    return [line.rstrip(" \t") for line in re.split(r"\r\n|\r|\n", text.rstrip("\r\n"))]


def check(path: str, text: str) -> Counter[str]:
    """Add ignores to a text and hold what must be true of any; gives what happened."""
    before = examine(path, text)
    if not before.session.readable:
        return Counter()
    outcome = add(text, path, "known")
    after = examine(path, outcome.patch.texts.get(path, text))
    left = Counter(one.diagnostic.code for one in outcome.left)
    assert Counter(one.code for one in after.diagnostics) == left, text
    assert outcome.count + left.total() == len(before.diagnostics), text
    assert after.session.front.data == before.session.front.data, text
    for one in outcome.left:
        assert (one.diagnostic.code in NEVER) == (one.reason in REASONS), text
    assert bare(after.session) == bare(before.session), text
    again = add(after.session.text, path, "known")
    assert (again.count, again.patch.texts) == (0, {}), text
    return Counter(added=outcome.count, stubborn=sum(one.reason not in REASONS for one in outcome.left))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            GOOD.replace("paused", "done"),
            GOOD.replace("paused", "done  # session-lint: ignore SL201 -- known"),
            id="behind-a-value",
        ),
        pytest.param(
            GOOD.replace("paused", "done # as agreed"),
            GOOD.replace("paused", "done # as agreed  # session-lint: ignore SL201 -- known"),
            id="behind-a-comment",
        ),
        pytest.param(
            GOOD.replace("paused", "|\n    done"),
            GOOD.replace("  status: paused", "  # session-lint: ignore SL201 -- known\n  status: |\n    done"),
            id="before-a-block-scalar",
        ),
        pytest.param(
            GOOD.replace("paused", '"do\n    ne"'),
            GOOD.replace("  status: paused", '  # session-lint: ignore SL201 -- known\n  status: "do\n    ne"'),
            id="before-a-value-of-two-lines",
        ),
        pytest.param(
            f"---\n---\n{BODY}", f"---\n# session-lint: ignore SL201 -- known\n---\n{BODY}", id="first-in-the-block"
        ),
        pytest.param(
            GOOD.replace("## Context", "## Contents"),
            GOOD.replace("---\n#", "---\n<!-- session-lint: ignore-file SL301 -- known -->\n#").replace(
                "## Context", "## Contents"
            ),
            id="for-the-file",
        ),
        pytest.param(
            BODY.replace("## Context", "## Contents"),
            BODY.replace("Weather\n", "Weather\n<!-- session-lint: ignore-file SL301 -- known -->\n").replace(
                "## Context", "## Contents"
            ),
            id="for-a-file-without-front-matter",
        ),
        pytest.param(
            FRONT.rstrip("\n"),
            FRONT + "<!-- session-lint: ignore-file SL301, SL306 -- known -->\n",
            id="for-a-file-without-a-body-or-a-break",
        ),
        pytest.param(
            FRONT + "## Contents\n\na\n\n## Current State\n\nb\n\n## Next Steps\n\nc\n",
            FRONT + "<!-- session-lint: ignore SL306 -- known -->\n<!-- session-lint: ignore-file SL301 -- known -->\n"
            "## Contents\n\na\n\n## Current State\n\nb\n\n## Next Steps\n\nc\n",
            id="for-what-stands-where-the-body-begins",
        ),
        pytest.param(
            f"{GOOD}- a\n- YYYY-MM-DD HH:MM - [Agent/Action]\n",
            f"{GOOD}<!-- session-lint: ignore SL304 -- known -->\n- a\n- YYYY-MM-DD HH:MM - [Agent/Action]\n",
            id="before-a-list",
        ),
        pytest.param(
            GOOD.replace("\na\n", "").replace("Session: Weather", "Session: [Title]"),
            GOOD.replace("\na\n", "")
            .replace("# Session: Weather", "<!-- session-lint: ignore SL304 -- known -->\n# Session: [Title]")
            .replace("## Context", "<!-- session-lint: ignore SL303 -- known -->\n## Context"),
            id="before-two-headings",
        ),
    ],
)
@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_comment_is_put_where_it_belongs(text, expected, write):
    assert added(write(text), reason="known") == write(expected)
    check(PATH, write(text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!-- session-lint: ignore SL302 -->", "<!-- session-lint: ignore SL302, SL303 -->"),
        ("<!-- session-lint: ignore SL302 -- why -->", "<!-- session-lint: ignore SL302, SL303 -- why -->"),
        ("<!-- session-lint: ignore -->", "<!-- session-lint: ignore SL303 -->"),
        ("<!-- session-lint: ignore-file SL302 -->", "<!-- session-lint: ignore-file SL302 -->\n<!-- session-lint: ignore SL303 -->"),
    ],
)  # fmt: skip
def test_words_are_added_to_the_comment_that_is_there(before, after):
    text = GOOD.replace("## Context\n\na\n", f"{before}\n## Context\n") + "## Context\n\na\n"
    path = CONFIG.with_command_line(ignore=["SL006", "SL007", "SL302"])
    read = session.read(PATH, text, path.profile)

    def judge(path_: str, text_: str) -> Examined:
        again = session.read(path_, text_, CONFIG.profile)
        return Examined(again, engine.check(again, path.rules_for(path_), FACTS, known=RULES).diagnostics)

    assert ignoring.add([read], judge, RULES).patch.texts == {PATH: text.replace(before, after)}


def test_a_comment_with_another_reason_is_left_alone():
    text = GOOD.replace("## Context\n\na\n", "<!-- session-lint: ignore SL303 -- why -->\n## [Title] Context\n")
    assert "<!-- session-lint: ignore SL303 -- why -->\n<!-- session-lint: ignore SL304 -- known -->\n" in added(
        text, reason="known"
    )
    assert "<!-- session-lint: ignore SL303, SL304 -- why -->\n" in added(text)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("---\na: b: c\n---\n" + BODY, ["it cannot be silenced"], id="not-yaml"),
        pytest.param("---\na: b\n" + BODY, ["it cannot be silenced"], id="never-closed"),
        pytest.param(
            "---\na: b\n# [Title]\n## Context\n",
            ["it cannot be silenced", *["the front matter has to be closed first"] * 4],
            id="never-closed-and-more",
        ),
        pytest.param(
            GOOD.replace("paused", "done") + "<<<<<<< a\n=======\n>>>>>>> b\n",
            ["the merge has to be resolved first", "it cannot be silenced"],
            id="a-conflict",
        ),
        pytest.param(
            GOOD + "<!-- session-lint: ignore XYZ -->\n", ["the comment itself has to be mended"], id="an-unknown-rule"
        ),
    ],
)
def test_what_cannot_be_silenced_is_left_with_a_reason(text, reasons):
    outcome = add(text)
    assert [one.reason for one in outcome.left] == reasons
    assert (outcome.count, outcome.patch.texts) == (0, {})


def test_one_that_cannot_be_silenced_does_not_hold_up_the_others():
    text = GOOD.replace("paused", "done") + "<!-- session-lint: ignore SL304 -- YYYY-MM-DD HH:MM - [Agent/Action] -->\n"
    text += "<!-- session-lint: ignore XYZ -->\n"
    outcome = add(text)
    assert outcome.count == 1
    assert "done  # session-lint: ignore SL201\n" in outcome.patch.texts[PATH]


def test_more_than_a_hundred_are_silenced_at_once():
    outcome = add(GOOD + "## [Title]\n" * 250)
    assert (outcome.count, outcome.left) == (250, ())


def test_more_than_are_looked_at_are_silenced_where_one_comment_does_it():
    items = "-[ ] more\n" * (ignoring.LIMIT + 300)
    outcome = add(f"{GOOD}\n{items}")
    assert (outcome.count, outcome.left) == (ignoring.LIMIT, ())
    assert outcome.patch.texts[PATH] == f"{GOOD}\n<!-- session-lint: ignore SL307 -->\n{items}"


def test_many_take_no_time():
    text = GOOD + "## [Title]\n" * 900
    assert seconds(lambda: add(text), 1) < 5


def test_adding_to_generated_sessions_is_sound():
    counts: Counter[str] = Counter()
    random = Random(20251206)
    for _ in range(COUNT):
        counts += check(*broken_sessions.session(random))
    assert counts["added"] > COUNT
    assert counts["stubborn"] < counts["added"] / 10


@settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))
@given(ANY_TEXT)
def test_adding_to_any_text_is_sound(text):
    check(PATH, text)

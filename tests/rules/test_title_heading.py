"""SL306 beyond its examples."""

from __future__ import annotations

import pytest

from session_lint import engine, rounds, session, shipped, testing
from session_lint.config import default, load
from session_lint.config.layers import Location
from session_lint.proof import Examined
from session_lint.rule import Example, Facts
from session_lint.rules import RULES
from session_lint.rules.title_heading import TitleHeading
from session_lint.testing import NOW


def read(location: Location) -> str:
    return shipped.read(location.path) if location.shipped else 'extend = "journal"\n'


CONFIG = default(RULES, read)
JOURNAL = load("session-lint.toml", RULES, read)
FRONT = "---\nsession:\n  title: {}\n---\n"
NONE = "there is no H1; expected `# Session: <title>`"


def other(title: str) -> str:
    return f"the H1 is `{title}`; expected `# Session: <title>`"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Session: Weather\n===\n", id="underlined"),
        pytest.param("# **Session: Weather** <!-- why -->\n", id="strong, with a comment"),
        pytest.param("#\tSession:\tWeather #\n", id="tabs and closing marks"),
        pytest.param("Text before it.\n\n# Session: Weather\n", id="not the first line"),
        pytest.param("\ufeff# Session: Weather\r\n", id="BOM and CRLF"),
        pytest.param("# [Title]\n", id="the template's title is for section-placeholder"),
        pytest.param("# Session: [Title]\n", id="so it is behind the prefix"),
        pytest.param("# Session: Weather\n\n```\n# code\n```\n> # quote\n\n- # item\n", id="no H1 of the document"),
        pytest.param("---\nsession:\n# a comment\n  title: Weather\n", id="front matter that is never closed"),
    ],
)
def test_it_is_silent(text):
    testing.check_example(TitleHeading, Example(text), CONFIG.profile)


@pytest.mark.parametrize(
    ("text", "says", "fixed"),
    [
        pytest.param("Weather\n=======\n", other("# Weather"), "Session: Weather\n=======\n", id="underlined"),
        pytest.param("# **Weather**\n", other("# Weather"), "# Session: **Weather**\n", id="strong"),
        pytest.param("\ufeff# Weather\r\n", other("# Weather"), "\ufeff# Session: Weather\r\n", id="BOM and CRLF"),
        pytest.param("# session: Weather\n", other("# session: Weather"), "# Session: Weather\n", id="lower case"),
        pytest.param("# Session:Weather\n", other("# Session:Weather"), "# Session: Weather\n", id="no blank"),
        pytest.param("# Session - Weather\n", other("# Session - Weather"), "# Session: Weather\n", id="a hyphen"),
        pytest.param("# Session \u2014 Weather", other("# Session \u2014 Weather"), "# Session: Weather", id="a dash"),
        pytest.param(
            "# Session:\u00a0Weather\n", other("# Session:\\xa0Weather"), "# Session: Weather\n", id="a blank that is none"
        ),
        pytest.param("# Orchestration: Weather\n", other("# Orchestration: Weather"), "# Session: Orchestration: Weather\n", id="another prefix"),
        pytest.param("# Session\n", other("# Session"), None, id="no title"),
        pytest.param("# Session:\n", other("# Session:"), None, id="no title behind the prefix"),
        pytest.param("# Session:\u00a0\n", other("# Session:\\xa0"), None, id="a title of nothing"),
        pytest.param("#\n", other("#"), None, id="empty"),
        pytest.param("# Session 26: Weather\n", other("# Session 26: Weather"), None, id="a session already"),
        pytest.param("# session-based login\n", other("# session-based login"), None, id="a word with session"),
        pytest.param("## Notes\n\n# Weather\n", other("# Weather"), None, id="not the first heading"),
        pytest.param("# Context\n", other("# Context"), None, id="a required section"),
        pytest.param("# Current State (2026-04-09)\n", other("# Current State (2026-04-09)"), None, id="a dated one"),
    ],
)  # fmt: skip
def test_the_prefix_is_written_where_it_is_plain_that_it_belongs_there(text, says, fixed):
    testing.check_example(TitleHeading, Example(text, says=(says,), fixed=fixed), CONFIG.profile)


@pytest.mark.parametrize(
    ("title", "body", "fixed"),
    [
        pytest.param("Weather", "", "# Session: Weather\n", id="an empty body"),
        pytest.param("Weather", "\n\n", "\n\n# Session: Weather\n", id="a body of blank lines"),
        pytest.param("Weather", "\n    code\n", "\n# Session: Weather\n\n    code\n", id="above code"),
        pytest.param("Weather", "<!-- x -->\n", "# Session: Weather\n\n<!-- x -->\n", id="above a comment"),
        pytest.param("Weather", "## A", "# Session: Weather\n\n## A", id="no final line end"),
        pytest.param("'It''s `x`: late'", "## A\n", "# Session: It's `x`: late\n\n## A\n", id="quotes"),
        pytest.param('" Weather "', "## A\n", "# Session: Weather\n\n## A\n", id="blanks around it"),
        pytest.param("''", "## A\n", None, id="an empty title"),
        pytest.param("5", "## A\n", None, id="no text"),
        pytest.param("'C #'", "## A\n", None, id="closing marks would swallow its end"),
        pytest.param("'a <!-- b -->'", "## A\n", None, id="a comment would be swallowed"),
        pytest.param('"a\\nb"', "## A\n", None, id="two lines"),
        pytest.param('"a\\0"', "## A\n", None, id="a control"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_the_h1_is_made_of_a_title_that_it_can_hold(title, body, fixed, newline):
    front = FRONT.format(title)
    after = None if fixed is None else (front + fixed).replace("\n", newline)
    example = Example((front + body).replace("\n", newline), says=(NONE,), fixed=after)
    testing.check_example(TitleHeading, example, CONFIG.profile)


def test_the_h1_goes_on_a_new_line_behind_front_matter_that_ends_the_file():
    text = FRONT.format("Weather").rstrip("\n")
    example = Example(text, says=(NONE,), fixed=f"{text}\n# Session: Weather")
    testing.check_example(TitleHeading, example, CONFIG.profile)


def test_each_h1_more_points_to_the_first():
    text = "# Weather\n\nNotes\n===\n\n# \n"
    one = session.read("a.md", text, CONFIG.profile)
    found = list(TitleHeading().check(one))
    assert [(finding.message, finding.fix, [text[r.span.start : r.span.end] for r in finding.related]) for finding in found] == [
        (other("# Weather"), None, []),
        ("`# Notes` is another H1; expected one", None, ["Weather"]),
        ("`#` is another H1; expected one", None, ["Weather"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(FRONT.format("Weather") + "# Session: Weather\n", (), id="the same"),
        pytest.param(FRONT.format("'a  b'") + "# Session:  a b\n", (), id="other blanks"),
        pytest.param("# Session: Weather\n", (), id="no front matter"),
        pytest.param(FRONT.format("[a]") + "# Session: Weather\n", (), id="a title that is no text"),
        pytest.param(
            FRONT.format("Rain") + "# Session: Weather\n",
            ("the H1 says `Weather` and `session.title` says `Rain`; expected the same title",),
            id="another",
        ),
        pytest.param(FRONT.format("Rain") + "# [Title]\n", (), id="the template's"),
    ],
)
def test_titles_agree_when_they_have_to(text, says):
    testing.check_example(TitleHeading, Example(text, says=says, options={"agree": True}), CONFIG.profile)


def test_a_journal_has_no_title_to_agree_with_and_none_to_make_an_h1_of():
    example = Example("---\nbranch: main\n---\n# Session: main\n", options={"agree": True})
    testing.check_example(TitleHeading, example, JOURNAL.profile)
    example = Example("---\ntitle: Weather\n---\n## Journal\n", says=(NONE,))
    testing.check_example(TitleHeading, example, JOURNAL.profile)


def test_it_gets_along_with_the_fixes_of_other_rules():
    """Without front matter SL002 wants the same place; SL301 makes `# Context` a section, and then there is no H1."""

    def examine(path: str, text: str, origin: str = "") -> Examined:
        one = session.read(path, text, CONFIG.profile)
        return Examined(one, engine.check(one, CONFIG.rules_for(path), Facts(NOW)).diagnostics)

    path = ".agents/sessions/20251204-143000-weather.md"
    outcome = rounds.fix([examine(path, "# Context\n\nA.\n")], examine, unsafe=True)
    assert outcome.remaining[0].session.text == (
        '---\nsession:\n  title: "Context"\n  status: in_progress\n  created: "2025-12-04T14:30:00Z"\n'
        '  last_updated: "2025-12-04T14:30:00Z"\norchestration:\n  current_task: ""\n---\n'
        "# Session: Context\n\n## Context\n\nA.\n\n## Current State\n\n<!-- TODO: write this section -->\n\n"
        "## Next Steps\n\n<!-- TODO: write this section -->\n"
    )

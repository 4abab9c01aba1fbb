"""The text of a new session, from its profile and from templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from session_lint import config, drafting, engine, session, shipped
from session_lint.failure import Failure
from session_lint.log import EntryPattern, Log
from session_lint.profile import Profile
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.timestamps import as_text

from .reading.samples import PROFILE, read
from .test_lifecycle import JOURNAL, preset

NOW = datetime(2025, 12, 4, 14, 30, tzinfo=UTC)
ON = config.default(RULES, lambda location: shipped.read(location.path)).active
PLAIN = """\
---
session:
  title: "Weather fallback"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-04T14:30:00Z"
orchestration:
  current_task: "Weather fallback"
---
# Session: Weather fallback

## Context

The work: Weather fallback.

## Current State

Just begun; nothing is done yet.

## Next Steps

- Say under Context why this work is done, and list here what to do first.
"""
JOURNALLED = """\
---
status: active
created: "2025-12-04T14:30:00Z"
last_updated: "2025-12-04T14:30:00Z"
last_entry: "2025-12-04T14:30:00Z"
branch: "main"
---
# Session: Weather fallback

## Journal

[2025-12-04 14:30] session(start): Weather fallback
"""


def drafted(text: str = "Weather fallback", profile: Profile = PROFILE, **more) -> str:
    return drafting.draft(profile, drafting.wish(text, **more), NOW)


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        pytest.param(preset("default"), PLAIN, id="default"),
        pytest.param(preset("archive"), PLAIN, id="archive"),
        pytest.param(replace(JOURNAL, name="journal"), JOURNALLED, id="journal"),
    ],
)
def test_a_new_session_of_each_preset(profile, text):
    wanted = replace(drafting.wish("Weather fallback"), branch="main" if profile.name == "journal" else None)
    assert drafting.draft(profile, wanted, NOW) == text


def test_all_that_is_known_is_written():
    text = drafted(
        "weather-fallback",
        title="Weather: the fallback",
        issue="https://linear.app/acme/issue/back-12/x",
        context="The service is down at night.",
        next_steps=("Cache it", "[ ] Read it"),
    )
    assert text == PLAIN.replace("Weather fallback", "Weather: the fallback").replace(
        "orchestration",
        '  linear_issue: "BACK-12"\n  linear_url: "https://linear.app/acme/issue/back-12/x"\norchestration',
    ).replace('_task: "Weather: the fallback"', '_task: "Cache it"').replace(
        "The work: Weather: the fallback.", "The service is down at night."
    ).replace(
        "- Say under Context why this work is done, and list here what to do first.", "- Cache it\n- \\[ ] Read it"
    )


@pytest.mark.parametrize(
    ("description", "title", "slug"),
    [
        pytest.param("weather-fallback", "Weather fallback", "weather-fallback", id="kebab case"),
        pytest.param("  Wetter\nf\u00fcr  alle ", "Wetter f\u00fcr alle", "wetter-fur-alle", id="any text"),
        pytest.param("../../etc/passwd; rm -rf ~", "../../etc/passwd; rm -rf ~", "etc-passwd-rm-rf", id="hostile"),
        pytest.param("fix BACK-12 parser", "fix BACK-12 parser", "fix-parser", id="an issue of the team"),
        pytest.param(
            "word " * 30, " ".join(["word"] * 30), "-".join(["word"] * 12), id="more words than a list has room for"
        ),
        pytest.param("x" * 300, "X" + "x" * 299, "x" * 60, id="one word that is too long"),
    ],
)
def test_the_description_gives_title_and_name(description, title, slug):
    wanted = drafting.wish(description, issue="BACK-12")
    assert (wanted.title, wanted.description) == (title, slug)


@pytest.mark.parametrize(
    ("description", "issue", "message", "advice"),
    [
        pytest.param(
            "\u65e5\u672c", None, "no file name can be made of the description `\u65e5\u672c`", "a-z", id="no letter"
        ),
        pytest.param(
            "BACK-12", "BACK-12", "no file name can be made of the description `BACK-12`", "a-z", id="only an ID"
        ),
        pytest.param(
            "a", "back-12", "--linear is `back-12`, which is no Linear issue", "`BACK-12`?", id="small letters"
        ),
        pytest.param("a", "#12", "--linear is `#12`, which is no Linear issue", "like `BACK-123`", id="a number"),
        pytest.param(
            "a", "https://x.org/a", "--linear is `https://x.org/a`, which is no Linear issue", "like", id="address"
        ),
        pytest.param(
            "a\x1b", None, r"the description holds the character `\x1b`", "leave it out", id="control character"
        ),
        pytest.param(" ", None, "the description is empty", "few words", id="empty"),
    ],
)
def test_what_no_session_can_be_made_of_is_refused(description, issue, message, advice):
    with pytest.raises(Failure) as caught:
        drafting.wish(description, issue=issue)
    assert caught.value.message.startswith(message)
    assert advice in caught.value.help


def test_a_kind_of_session_without_issues_takes_none():
    fields = {name: path for name, path in PROFILE.fields.items() if name != "linear_issue"}
    with pytest.raises(Failure, match="name no Linear issue"):
        drafted(profile=replace(PROFILE, fields=fields), issue="BACK-12")


def test_other_fields_and_sections_are_filled_in():
    profile = replace(
        PROFILE,
        fields={
            "title": ("title",),
            "status": ("meta", "status"),
            "created": ("at",),
            "last_updated": ("meta", "time", "u"),
        },
        sections=("Background", "Risks", "Diary"),
        log=Log("Diary", EntryPattern("- YYYY-MM-DD HH:MM <text>")),
    )
    assert drafted(profile=profile) == (
        '---\ntitle: "Weather fallback"\nmeta:\n  status: in_progress\n  time:\n    u: "2025-12-04T14:30:00Z"\n'
        'at: "2025-12-04T14:30:00Z"\n---\n# Session: Weather fallback\n\n## Background\n\n'
        "The work: Weather fallback.\n\n## Risks\n\nNothing yet.\n\n## Diary\n\n"
        "- 2025-12-04 14:30 session-lint new: Weather fallback\n"
    )


TEMPLATE = """\
---
# <title> stays here
session:
  title: <title>
  both: 'it''s <title>'
  quoted: "<title> of <branch>"
  status: <status>
  created: "<created>"
  last_updated: <last_updated>
  linear_issue: <linear_issue>
  other: <reporter>
list: [<description>, <linear_url>]
---
# Session: <title>

<details>Branch: <branch></details>

<context>

<next_steps>
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_template_is_filled_in_and_kept(newline):
    wanted = drafting.wish('It\'s: a "test" # 1', next_steps=("# one", "two"))
    text = drafting.draft(PROFILE, wanted, NOW, TEMPLATE.replace("\n", newline), "t.md").replace(newline, "\n")
    assert (
        text
        == """\
---
# <title> stays here
session:
  title: "It's: a \\"test\\" # 1"
  both: 'it''s It''s: a "test" # 1'
  quoted: "It's: a \\"test\\" # 1 of none"
  status: in_progress
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-04T14:30:00Z"
  linear_issue: null
  other: <reporter>
list: [ it-s-a-test-1, null]
---
# Session: It's: a "test" # 1

<details>Branch: none</details>

The work: It's: a "test" # 1.

- \\# one
- two
"""
    )
    assert read(text).front.problems == ()


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param(
            "# <title>\n", "t.md:1:1: no front matter: the first line is `# <title>`; expected `---`", id="none"
        ),
        pytest.param("---\na: {title}}\n---\n", "t.md:2:", id="no YAML"),
        pytest.param(
            "---\na: |\n  <title>\n---\n", "t.md:2: `a` is written in a way that cannot be filled in", id="block"
        ),
        pytest.param("---\na: &a <title>\nb: *a\n---\n", "t.md:2: `a` is written in a way", id="anchor"),
    ],
)
def test_a_template_that_cannot_be_filled_in_is_named_with_the_line(template, message):
    with pytest.raises(Failure) as caught:
        drafting.draft(PROFILE, drafting.wish("a"), NOW, template, "t.md")
    assert caught.value.message.startswith(message)


@example("\xad", False)
@given(st.text(min_size=1, max_size=40), st.booleans())
def test_whatever_the_title_the_session_has_it_and_no_error(title, own):
    try:
        wanted = drafting.wish("a", title=title, next_steps=(title,), context=title)
        text = drafting.draft(PROFILE, wanted, NOW, TEMPLATE + PLAIN.partition("\n\n")[2] if own else None, "t.md")
    except Failure:
        return
    made = session.read(".agents/sessions/20251204-143000-a.md", text, PROFILE)
    assert (made.title, made.created) == (wanted.title, NOW)
    assert made.value("last_updated") == as_text(NOW)
    assert {one.heading.title for one in made.sections} == {*PROFILE.sections}
    assert (made.tasks, made.body.comments, made.body.code) == ((), (), ())
    if not own:
        found = engine.check(made, ON, Facts(NOW)).diagnostics
        assert [one.message for one in found if one.code not in ("SL304", "SL408", "SL702")] == []

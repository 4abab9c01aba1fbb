"""Steps in the life of a session: the exact text afterwards, and that nothing else of the file changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import config, lifecycle, session, shipped
from session_lint.failure import Failure
from session_lint.fixing import edited
from session_lint.lifecycle import Step
from session_lint.log import EntryPattern, Log
from session_lint.profile import Profile
from session_lint.proof import Examined, objection
from session_lint.rules import RULES

from .reading.samples import PATH, PROFILE, VARIANTS, read

NOW = datetime(2025, 12, 5, 12, 0, tzinfo=UTC)
FRONT = '---\nsession:\n  status: in_progress\n  last_updated: "2025-12-04T14:30:00Z" # UTC\n---\n'
AFTER = FRONT.replace("2025-12-04T14:30:00Z", "2025-12-05T12:00:00Z")
ENTRY = "### 2025-12-05 12:00 - lead\nCached.\n"


def preset(name: str) -> Profile:
    return config.load(
        "x.toml",
        RULES,
        lambda location: shipped.read(location.path) if location.shipped else f'extend = "{name}"',
    ).profile


JOURNAL = preset("journal")


def taken(text: str, step: Step, profile: Profile = PROFILE) -> str:
    """Give the text after a step that has been proved as it is before it is written."""
    before = session.read(PATH, text, profile)
    after = session.read(PATH, edited(text, step.edits), profile)
    assert objection(Examined(before, ()), Examined(after, ()), step.edits, ()) is None
    assert lifecycle.objection(before, after, step) is None
    return after.text


def logged(text: str, who: str = "lead", what: str = "Cached.", profile: Profile = PROFILE) -> str:
    return taken(text, lifecycle.logged(session.read(PATH, text, profile), who, what, NOW), profile)


def failure(text: str, who: str = "lead", what: str = "Cached.", profile: Profile = PROFILE) -> tuple[str, str]:
    one = session.read(PATH, text, profile)

    def step() -> None:
        lifecycle.require_editable(one)
        lifecycle.logged(one, who, what, NOW)

    with pytest.raises(Failure) as caught:
        step()
    return caught.value.message, caught.value.help


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param("", f"\n## Session Log\n\n{ENTRY}", id="nothing"),
        pytest.param("## Context\n\nWhy.\n", f"## Context\n\nWhy.\n\n## Session Log\n\n{ENTRY}", id="no log"),
        pytest.param("## Session Log\n", f"## Session Log\n\n{ENTRY}", id="empty log"),
        pytest.param(
            "## Session Log\n## Next Steps\n",
            f"## Session Log\n\n{ENTRY}\n## Next Steps\n",
            id="empty log, no blank line",
        ),
        pytest.param(
            "## session log\n\n### 2025-12-04 15:00 - qa\nTested.\n",
            f"## session log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n{ENTRY}",
            id="one entry",
        ),
        pytest.param(
            "## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n\n## Next Steps\n\n- Read.\n",
            f"## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n{ENTRY}\n\n## Next Steps\n\n- Read.\n",
            id="a section follows",
        ),
        pytest.param(
            "## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n---\n\n## Next Steps\n",
            f"## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n{ENTRY}\n---\n\n## Next Steps\n",
            id="a rule follows",
        ),
        pytest.param(
            "## Session Log\n\n### 2025-12-04 16:00 - qa\nTested.\n\n### 2025-12-04 15:00 - dev\nWritten.\n",
            f"## Session Log\n\n{ENTRY}\n### 2025-12-04 16:00 - qa\nTested.\n\n### 2025-12-04 15:00 - dev\nWritten.\n",
            id="newest first",
        ),
        pytest.param(
            "## Session Log\n\n### 2025-12-04 15:00 - qa\n\nTested.\n",
            "## Session Log\n\n### 2025-12-04 15:00 - qa\n\nTested.\n\n### 2025-12-05 12:00 - lead\n\nCached.\n",
            id="blank lines below headings",
        ),
        pytest.param(
            "## Session Log\n\n### 2025-12-04 15:00 - qa  \nTested.  ",
            "## Session Log\n\n### 2025-12-04 15:00 - qa  \nTested.  \n\n### 2025-12-05 12:00 - lead\nCached.",
            id="no line break at the end",
        ),
        pytest.param(
            "## Session Log\n\n- 2025-12-04: begun\n---\n",
            f"## Session Log\n\n- 2025-12-04: begun\n\n{ENTRY}\n---\n",
            id="a rule right below a list",
        ),
        pytest.param(
            "## Session log:\n\n### 2025-12-04 15:00 - qa\nTested.\n",
            f"## Session log:\n\n### 2025-12-04 15:00 - qa\nTested.\n\n{ENTRY}",
            id="a colon behind the title",
        ),
        pytest.param(
            "##\xa0Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n## Session Log\xa0\n",
            "##\xa0Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n## Session Log\xa0\n\n" + ENTRY,
            id="a blank that looks like one",
        ),
    ],
)
def test_an_entry_goes_where_the_newest_ones_are(body, after):
    assert logged(FRONT + body).removeprefix(AFTER) == after


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n"], ids=["no line break", "one", "three"])
def test_line_ends_marks_and_the_end_of_the_file_stay(variant, ending):
    write = VARIANTS[variant]
    body = "## Session Log \n\n### 2025-12-04 15:00 - qa\nTested.\t"
    new = "\n\n" + ENTRY.rstrip("\n")
    assert logged(write(FRONT + body + ending)) == write(AFTER + body + new + ending)


@pytest.mark.parametrize(
    ("body", "after"),
    [
        pytest.param(
            "## Journal\n\n[2025-12-04 15:00] session(start): x\n[2025-12-04 16:00] fix(api): y\n\n## More\n",
            "## Journal\n\n[2025-12-04 15:00] session(start): x\n[2025-12-04 16:00] fix(api): y\n"
            "[2025-12-05 12:00] fix(map): Cached.\n\n## More\n",
            id="line below line",
        ),
        pytest.param(
            "## Journal\n\n[2025-12-04 15:00] session(start): x\n\n[2025-12-04 16:00] fix(api): y\n",
            "## Journal\n\n[2025-12-04 15:00] session(start): x\n\n[2025-12-04 16:00] fix(api): y\n\n"
            "[2025-12-05 12:00] fix(map): Cached.\n",
            id="blank lines between",
        ),
        pytest.param("## Journal\n", "## Journal\n\n[2025-12-05 12:00] fix(map): Cached.\n", id="empty"),
        pytest.param(
            "## Journal\n\n[2025-12-04 16:00] fix(api): y\n[2025-12-04 15:00] session(start): x\n",
            "## Journal\n\n[2025-12-05 12:00] fix(map): Cached.\n[2025-12-04 16:00] fix(api): y\n"
            "[2025-12-04 15:00] session(start): x\n",
            id="newest first",
        ),
    ],
)
def test_a_log_of_lines_gets_a_line(body, after):
    front = "---\nstatus: active\nlast_updated: '2025-12-04T14:30:00Z'\nlast_entry:\n---\n"
    times = "---\nstatus: active\nlast_updated: '2025-12-05T12:00:00Z'\nlast_entry: '2025-12-05T12:00:00Z'\n---\n"
    assert logged(front + body, "fix(map)", profile=JOURNAL) == times + after


@pytest.mark.parametrize(
    ("pattern", "who", "line"),
    [
        pytest.param("### YYYY-MM-DD HH:MM - <agent>: <text>", "qa", "### 2025-12-05 12:00 - qa: Cached.", id="a name"),
        pytest.param("#### [YYYY-MM-DD HH:MM:SS] <text>", "qa", "#### [2025-12-05 12:00:00] qa\nCached.", id="seconds"),
        pytest.param("- YYYY-MM-DD HH:MM | <text>", "qa", "- 2025-12-05 12:00 | qa: Cached.", id="a list"),
        pytest.param(
            "- YYYY-MM-DD HH:MM <who> (<what>) <text>", "a (b)", "- 2025-12-05 12:00 a (b) Cached.", id="names"
        ),
    ],
)
def test_an_entry_is_written_as_the_profile_has_it(pattern, who, line):
    profile = replace(PROFILE, log=Log("Log", EntryPattern(pattern)))
    assert logged(FRONT, who, profile=profile) == f"{AFTER}\n## Log\n\n{line}\n"


@pytest.mark.parametrize(
    ("written", "after"),
    [
        pytest.param("2025-12-04T14:30:00Z", "2025-12-05T12:00:00Z", id="plain"),
        pytest.param("'2025-12-04T15:30:00+01:00'", "'2025-12-05T12:00:00Z'", id="single quotes"),
        pytest.param('"soon"', '"2025-12-05T12:00:00Z"', id="no time"),
        pytest.param("null", '"2025-12-05T12:00:00Z"', id="null"),
    ],
)
def test_the_last_update_moves_in_its_own_quotes(written, after):
    text = f"---\nsession: # here\n  last_updated:  {written} # UTC\n  title: x\n---\n## Session Log\n"
    assert (
        logged(text)
        == f"---\nsession: # here\n  last_updated:  {after} # UTC\n  title: x\n---\n## Session Log\n\n{ENTRY}"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("2025-12-05T12:00:00Z", "2025-12-05T12:00:01Z", id="within the second"),
        pytest.param("2025-12-05T12:00:20.5Z", "2025-12-05T12:00:21Z", id="by a clock that is a little ahead"),
        pytest.param("2025-12-05T13:00:00+01:00", "2025-12-05T12:00:01Z", id="in another zone"),
        pytest.param("2025-12-05T13:00:00Z", "2025-12-05T12:00:00Z", id="in the future, as local time looks"),
    ],
)
def test_a_last_update_moves_on_from_what_was_just_now(before, after):
    text = f'---\nsession:\n  last_updated: "{before}"\n---\n## Session Log\n'
    assert logged(text) == f'---\nsession:\n  last_updated: "{after}"\n---\n## Session Log\n\n{ENTRY}'


def test_a_last_update_that_is_missing_is_put_in_its_place():
    text = "---\nsession:\n  created: x\n  linear_issue: y\n---\n## Session Log\n"
    assert logged(text).startswith(
        '---\nsession:\n  created: x\n  last_updated: "2025-12-05T12:00:00Z"\n  linear_issue'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "a\x00b", f"{PATH}:1:2: the file holds the control character NUL (U+0000), which no text has", id="nul"
        ),
        pytest.param(
            "## Context\n", f"{PATH}:1:1: no front matter: the first line is `## Context`; expected `---`", id="none"
        ),
        pytest.param("---\nsession: {\n---\n", f"{PATH}:3:1: ", id="no YAML"),
        pytest.param("---\na: b\na: c\n---\n", f"{PATH}:3:1: ", id="a key twice"),
        pytest.param(
            FRONT + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", f"{PATH}:6:1: an unresolved merge", id="conflict"
        ),
        pytest.param(
            "---\n<<<<<<< a\nx: y\n=======\ny: x\n>>>>>>> b\n---\n",
            f"{PATH}:2:1: an unresolved merge",
            id="conflict in it",
        ),
        pytest.param(
            "---\nsession:\n  last_updated: &now 2025-12-04T14:30:00Z\n---\n",
            f"{PATH}:3:17: `session.last_updated` is written in a way that no small edit can change",
            id="anchor",
        ),
        pytest.param(
            "---\nbase: &base {last_updated: x}\nsession: *base\n---\n",
            f"{PATH}:2:28: `session.last_updated` is written in a way that no small edit can change",
            id="alias",
        ),
        pytest.param(
            "---\nsession:\n  last_updated: |\n    x\n---\n",
            f"{PATH}:3:17: `session.last_updated` is written in a way that no small edit can change",
            id="block",
        ),
        pytest.param("---\nsession: x\n---\n", f"{PATH}:2:1: `session.last_updated` is missing", id="no place for it"),
        pytest.param(
            FRONT + "## Session Log\n\n<!-- TODO\n",
            f"{PATH}:8:1: what begins here is never closed, and would take in the entry",
            id="open comment",
        ),
    ],
)
def test_what_cannot_be_edited_exactly_is_refused_with_the_place(text, message):
    assert failure(text)[0].startswith(message)


def test_a_who_that_does_not_fit_is_told_the_pattern():
    front = '---\nstatus: active\nlast_updated: "2025-12-04T14:30:00Z"\n---\n'
    assert failure(front, "lead", profile=JOURNAL) == (
        "WHO is `lead`, which does not fit the log",
        "its entries are `[YYYY-MM-DD HH:MM] <type>(<scope>): <text>`",
    )


def test_without_a_log_there_is_no_entry():
    assert failure(FRONT, profile=replace(PROFILE, log=None))[0] == "sessions of the kind `default` keep no log"


@pytest.mark.parametrize(
    ("who", "what", "entry"),
    [
        pytest.param("lead", "# x", "### 2025-12-05 12:00 - lead\n\\# x\n", id="heading"),
        pytest.param("lead", "---", "### 2025-12-05 12:00 - lead\n\\---\n", id="front matter"),
        pytest.param("lead", "<!-- a\nb", "### 2025-12-05 12:00 - lead\n\\<!-- a b\n", id="comment"),
        pytest.param("lead", "a --> b", "### 2025-12-05 12:00 - lead\na --> b\n", id="end of a comment"),
        pytest.param("a\n## b", "c\n## d", "### 2025-12-05 12:00 - a ## b\nc ## d\n", id="line breaks"),
        pytest.param("<!-- a", "b -->", "### 2025-12-05 12:00 - \\<!-- a\nb -->\n", id="comment over both"),
    ],
)
def test_words_do_not_change_what_the_file_is_made_of(who, what, entry):
    text = FRONT + "## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n## Next Steps\n\n- [ ] Read.\n"
    assert logged(text, who, what) == AFTER + text.removeprefix(FRONT).replace("Tested.\n", f"Tested.\n\n{entry}")


@given(
    st.text(alphabet=st.sampled_from("ab #-+*_>`~<!=.1)[]x\\|:(/ \n"), min_size=1, max_size=12),
    st.text(alphabet=st.sampled_from("ab #-+*_>`~<!=.1)[]x\\|:(/ \n"), min_size=1, max_size=16),
)
def test_whatever_is_logged_the_rest_of_the_file_is_read_as_before(who, what):
    text = FRONT + "## Session Log\n\n### 2025-12-04 15:00 - qa\nTested.\n\n## Next Steps\n\n- [ ] Read.\n<!-- x -->\n"
    try:
        after = read(logged(text, who, what))
    except Failure:
        return
    assert [one.heading.title for one in after.sections] == ["Session Log", "Next Steps"]
    assert [(one.done, one.text) for one in after.tasks] == [(False, "Read.")]
    assert [entry.flaw for entries in after.logs for entry in entries] == [None, None]
    assert after.front.data == {"session": {"status": "in_progress", "last_updated": "2025-12-05T12:00:00Z"}}


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("paused", "paused"),
        ("In-Progress", "in_progress"),
        ("active", "in_progress"),
        ("completed", "completed"),
    ],
)
def test_a_status_may_be_spelled_otherwise_or_named_by_its_state(asked, word):
    assert lifecycle.status_word(PROFILE, asked) == word


def test_the_words_of_the_profile_come_before_the_names_of_states():
    asked = ("active", "paused", "blocked", "completed", "done", "archived")
    words = ["active", "stopped", "blocked", "done", "done", "archived"]
    assert [lifecycle.status_word(JOURNAL, one) for one in asked] == words


@pytest.mark.parametrize(
    ("asked", "advice"),
    [
        ("pause", "did you mean `paused`?"),
        ("done", "expected one of `in_progress`, `paused`, `completed`"),
        ("\x1b[31m", "expected one of `in_progress`, `paused`, `completed`"),
    ],
)
def test_an_unknown_status_is_answered_with_the_known_ones(asked, advice):
    with pytest.raises(Failure) as caught:
        lifecycle.status_word(PROFILE, asked)
    assert caught.value.help == advice
    assert "\x1b" not in caught.value.message


@pytest.mark.parametrize("written", ["in_progress", "'in_progress'", '"in_progress"'])
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_status_is_set_in_its_own_quotes(variant, written):
    write = VARIANTS[variant]
    text = write(FRONT.replace("in_progress", f"{written}  # now") + "## Context\n\nx  ")
    step = lifecycle.with_status(read(text), "paused", NOW)
    paused = written.replace("in_progress", "paused")
    assert taken(text, step) == write(AFTER.replace("in_progress", f"{paused}  # now") + "## Context\n\nx  ")


def test_a_status_that_is_set_already_is_no_step():
    assert lifecycle.with_status(read(FRONT), "in_progress", NOW) == Step()


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("a: b", f"{PATH}:1:1: `session.status` is missing"),
        (
            "session:\n  status: &s x\nb: *s",
            f"{PATH}:3:11: `session.status` is written in a way that no small edit can change",
        ),
        ("session:\n  status: [x]", f"{PATH}:3:11: `session.status` is written in a way that no small edit can change"),
    ],
    ids=["missing", "anchor", "list"],
)
def test_a_status_that_cannot_be_set_is_refused_with_the_place(front, message):
    with pytest.raises(Failure) as caught:
        lifecycle.with_status(read(f"---\n{front}\n---\n"), "paused", NOW)
    assert caught.value.message == message

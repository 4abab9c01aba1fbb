"""Fixing in rounds: what is fixed stays fixed, nothing else changes, and nothing gets worse.

SESSION_LINT_EXAMPLES=100000 runs that many generated sessions instead of some hundred.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from session_lint import engine, rounds, session, shipped
from session_lint.config import default
from session_lint.diagnostic import Delete, Diagnostic, Edit, Fix, Rename, Severity
from session_lint.fixing import edited, plan
from session_lint.proof import Examined, objection
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.text import Span

from . import broken_sessions

CONFIG = default(RULES, lambda location: shipped.read(location.path))
FACTS = Facts(datetime(2025, 12, 5, 12, tzinfo=UTC))
COUNT = int(os.environ.get("SESSION_LINT_EXAMPLES", "400"))
PATH = ".agents/sessions/20251204-143000-weather.md"


def examine(path: str, text: str, origin: str = "") -> Examined:
    read = session.read(path, text, CONFIG.profile)
    return Examined(read, engine.check(read, CONFIG.rules_for(path), FACTS).diagnostics)


def fix(path: str, text: str, *, unsafe: bool = True, occupied: frozenset[str] = frozenset()) -> rounds.Outcome:
    return rounds.fix([examine(path, text)], examine, unsafe=unsafe, occupied=occupied)


def after(outcome: rounds.Outcome) -> tuple[str, str]:
    (one,) = outcome.remaining
    return one.session.path, one.session.text


def errors(examined: Examined) -> int:
    return sum(one.severity is Severity.ERROR for one in examined.diagnostics)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_fixing_generated_sessions_is_sound(unsafe):
    counts: Counter[str] = Counter()
    random = Random(20251204)
    for number in range(COUNT):
        path, text = broken_sessions.session(random)
        outcome = fix(path, text, unsafe=unsafe)
        place = f"number {number}: {path} {text!r}"
        fixed_path, fixed = after(outcome)
        counts["fixed"] += bool(outcome.patch.fixed)
        counts["renamed"] += bool(outcome.patch.renames)
        counts["held back"] += bool(outcome.patch.held_back)
        for held in outcome.patch.held_back:
            assert "10 rounds" not in held.reason, place
        again = fix(fixed_path, fixed, unsafe=unsafe)
        waited = [held.diagnostic.code for held in outcome.patch.held_back if "only just filled in" in held.reason]
        if waited:  # they were told to wait for this run
            counts["waited"] += 1
            assert {one.code for one in again.patch.fixed} >= set(waited), place
            fixed_path, fixed = after(again)
            again = fix(fixed_path, fixed, unsafe=unsafe)
        assert after(again) == (fixed_path, fixed), place
        assert not again.patch.fixed, place
        before, now = examine(path, text), again.remaining[0]
        if before.session.front.data is not None:
            assert now.session.front.data is not None, place
        if not unsafe:
            found = {one.fix.title for one in outcome.patch.fixed if one.fix}
            hidden = any(title.startswith("rename the key") for title in found)
            assert errors(now) <= errors(before) or hidden, place  # what a wrong key hid comes to light
            assert fixed_path == path, place
        if text.endswith(("\n", "\r")) != fixed.endswith(("\n", "\r")):
            assert any(one.section for one in outcome.patch.fixed), place
        assert fixed.startswith("\ufeff") == text.startswith("\ufeff"), place
        if "\r" not in text:
            assert "\r" not in fixed, place
        elif "\n" not in text:
            assert "\n" not in fixed, place
    print(f"{COUNT} sessions, {'all' if unsafe else 'safe'} fixes: {dict(counts)}")  # noqa: T201 -- the figures of a long run
    assert counts["fixed"] > COUNT // 3


def diagnostic(fix: Fix | None, code: str = "SL999") -> Diagnostic:
    return Diagnostic(PATH, code, "test", Severity.ERROR, Span(0, 0), "wrong", fix=fix)


def edit(start: int, end: int, content: str, path: str = PATH) -> Edit:
    return Edit(path, Span(start, end), content)


@pytest.mark.parametrize(
    ("fixes", "text", "reasons"),
    [
        pytest.param(
            [Fix("a", (edit(0, 1, "X"),), True), Fix("b", (edit(1, 2, "Y"),), True)], "XYc", [], id="neighbours"
        ),
        pytest.param(
            [Fix("a", (edit(0, 2, "X"),), True), Fix("b", (edit(1, 3, "Y"),), True)],
            "Xc",
            ["it changes the same place as another fix"],
            id="overlap",
        ),
        pytest.param(
            [Fix("a", (edit(1, 1, "X"),), True), Fix("b", (edit(1, 1, "Y"),), True)],
            "aXbc",
            ["it changes the same place as another fix"],
            id="two-insertions-at-one-place",
        ),
        pytest.param(
            [Fix("a", (edit(0, 1, "X"),), True), Fix("b", (edit(2, 3, "Y"), edit(0, 1, "Z")), True)],
            "Xbc",
            ["it changes the same place as another fix"],
            id="all-or-nothing",
        ),
        pytest.param([Fix("a", (edit(0, 1, "X"),), False)], "abc", [], id="unsafe-is-not-asked-for"),
        pytest.param([Fix("a", (edit(0, 9, "X"),), True)], "abc", ["it lies outside the file"], id="outside"),
        pytest.param(
            [Fix("a", (edit(0, 1, "X", "other.md"),), True)],
            "abc",
            ["`other.md` is not one of the files that are fixed"],
            id="another-file",
        ),
        pytest.param(
            [Fix("a", (Delete(PATH),), True), Fix("b", (edit(0, 1, "X"),), True)],
            "abc",
            [f"`{PATH}` is not one of the files that are fixed"],
            id="deleted",
        ),
        pytest.param(
            [Fix("a", (edit(0, 1, "X"),), True), Fix("b", (Delete(PATH),), True)],
            "Xbc",
            ["another fix changes the file"],
            id="delete-what-is-edited",
        ),
        pytest.param(
            [Fix("a", (Rename(PATH, "b.md"),), True), Fix("b", (Rename(PATH, "c.md"),), True)],
            "abc",
            ["another fix renames or deletes the file"],
            id="two-renames",
        ),
        pytest.param(
            [Fix("a", (Rename(PATH, "taken.md"),), True)], "abc", ["there is a file `taken.md` already"], id="taken"
        ),
    ],
)
def test_fixes_are_put_together_by_the_law_of_conflicts(fixes, text, reasons):
    patch = plan([diagnostic(one) for one in fixes], {PATH: "abc"}, occupied=frozenset({"taken.md"}))
    assert patch.texts.get(PATH, "abc") == text
    assert [held.reason for held in patch.held_back] == reasons


GOOD = """---
session:
  title: "Weather"
  status: {status}
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-05T09:00:00Z"
orchestration:
  current_task: "Cache"
---
# Session: Weather

## Context

A.

## Current State

B.

## Next Steps

C.
"""


def test_a_fix_that_brings_a_new_error_is_refused():
    before = examine(PATH, GOOD.format(status="paused"))
    broken = GOOD.format(status="paused").replace("## Context", "## Contxt")
    at = before.session.text.index("Context")
    assert (
        objection(before, examine(PATH, broken), [edit(at, at + 7, "Contxt")], [])
        == "it would bring a new error, SL301"
    )


def test_a_fix_that_changes_other_data_is_refused():
    before = examine(PATH, GOOD.format(status="paused"))
    text = edited(before.session.text, [edit(4, 4, "other: 1\n")])
    assert objection(before, examine(PATH, text), [edit(4, 4, "other: 1\n")], []) == (
        "other values of the front matter would change"
    )


def test_a_fix_that_changes_more_than_its_edits_say_is_refused():
    before = examine(PATH, GOOD.format(status="paused"))
    text = before.session.text.replace("A.", "D.")
    assert objection(before, examine(PATH, text), [], []) == "more than the intended places would change"


def test_a_fix_that_makes_the_front_matter_unreadable_is_refused():
    before = examine(PATH, GOOD.format(status="paused"))
    text = before.session.text.replace("session:", "session:{", 1)
    assert objection(before, examine(PATH, text), [Edit(PATH, Span(4, 12), "session:{", ((),))], []) == (
        "the front matter could not be read any more"
    )


def test_a_refused_fix_does_not_keep_others_back():
    text = GOOD.format(status="complete").replace('"2025-12-04T14:30:00Z"', "2025-12-04T14:30:00Z")

    def sabotaged(path: str, text: str, origin: str = "") -> Examined:
        seen = examine(path, text)
        poison = Fix("poison", (Edit(path, Span(4, 12), "session: {"),), safe=True)
        bad = Diagnostic(path, "SL999", "bad", Severity.ERROR, Span(4, 5), "bad", fix=poison)
        return Examined(seen.session, (bad, *seen.diagnostics))

    outcome = rounds.fix([sabotaged(PATH, text)], sabotaged)
    assert outcome.patch.texts[PATH] == GOOD.format(status="completed")
    assert [(held.diagnostic.code, held.reason) for held in outcome.patch.held_back] == [
        ("SL999", "the front matter could not be read any more")
    ]


def test_a_rename_onto_a_name_that_is_taken_is_held_back():
    path, text = ".agents/sessions/weather.md", GOOD.format(status="paused")
    to = ".agents/sessions/20251204-143000-weather.md"
    outcome = fix(path, text, occupied=frozenset({path, to}))
    assert outcome.patch.renames == ()
    assert [held.reason for held in outcome.patch.held_back] == [f"there is a file `{to}` already"]


def test_two_files_that_want_one_name_share_it_between_none_and_one():
    text = GOOD.format(status="paused")
    paths = [".agents/sessions/weather.md", ".agents/sessions/2025-12-04-weather.md"]
    outcome = rounds.fix([examine(path, text) for path in paths], examine, unsafe=True)
    assert [new for _, new in outcome.patch.renames] == [".agents/sessions/20251204-143000-weather.md"]
    assert len(outcome.patch.held_back) == 1


def test_the_rules_on_names_make_one_rename_of_a_file():
    text = GOOD.format(status="paused")
    outcome = fix(".agents/sessions/2025-12-04 PLT-12 Weather Cache.md", text)
    assert outcome.patch.renames == (
        (".agents/sessions/2025-12-04 PLT-12 Weather Cache.md", ".agents/sessions/20251204-143000-weather-cache.md"),
    )
    assert 'linear_issue: "PLT-12"' in after(outcome)[1]


def test_a_fix_that_mends_nothing_is_refused():
    def useless(path: str, text: str, origin: str = "") -> Examined:
        seen = examine(path, text)
        more = Fix("more", (Edit(path, Span(len(text), len(text)), "x"),), safe=True)
        return Examined(seen.session, (Diagnostic(path, "SL999", "more", Severity.INFO, Span(0, 0), "more", fix=more),))

    outcome = rounds.fix([useless(PATH, GOOD)], useless)
    assert (outcome.patch.texts, [held.reason for held in outcome.patch.held_back]) == (
        {},
        ["it would not mend what it is for"],
    )


def test_a_fix_that_mends_nothing_is_refused_however_many_there_are():
    """Of more than a hundred the place tells: the number stays the same where others take the places of the mended."""
    text = GOOD.format(status="paused") + "-[ ] more\n" * 250

    def useless(path: str, text: str, origin: str = "") -> Examined:
        seen = examine(path, text)
        worthless = Diagnostic(path, "SL998", "more", Severity.ERROR, Span(0, 0), "more", fix=more)
        return Examined(seen.session, (worthless, *seen.diagnostics), truncated=True)

    more = Fix("more", (edit(len(text), len(text), "more\n"),), safe=True)
    outcome = rounds.fix([useless(PATH, text)], useless)
    assert {(held.diagnostic.code, held.reason) for held in outcome.patch.held_back} == {
        ("SL998", "it would not mend what it is for")
    }
    assert outcome.patch.texts[PATH] == text.replace("-[ ] ", "- [ ] ")


def test_a_fix_that_never_ends_is_stopped_and_said():
    def restless(path: str, text: str, origin: str = "") -> Examined:
        seen = examine(path, text)
        more = Fix("more", (Edit(path, Span(len(text), len(text)), "x"),), safe=True)
        message = f"not yet {len(text)}"
        return Examined(
            seen.session, (Diagnostic(path, "SL999", "more", Severity.INFO, Span(0, 0), message, fix=more),)
        )

    outcome = rounds.fix([restless(PATH, GOOD)], restless)
    assert [held.reason for held in outcome.patch.held_back] == ["fixing did not come to an end in 10 rounds"]


@pytest.mark.parametrize("backwards", [False, True], ids=["from-the-first", "from-the-last"])
def test_a_name_that_another_file_leaves_can_be_taken_in_the_same_run(backwards):
    hours = range(8, 23)  # more links than a file has rounds
    chain = {
        f".agents/sessions/20251204-{hour:02}0000-a.md": GOOD.format(status="paused").replace(
            "T14:30", f"T{hour + 1:02}:00"
        )
        for hour in hours
    }
    sessions = [examine(path, text) for path, text in chain.items()]
    outcome = rounds.fix(sessions[::-1] if backwards else sessions, examine, unsafe=True)
    expected = [
        (f".agents/sessions/20251204-{hour:02}0000-a.md", f".agents/sessions/20251204-{hour + 1:02}0000-a.md")
        for hour in hours
    ]
    assert sorted(outcome.patch.renames) == expected
    assert outcome.patch.held_back == ()


def test_two_files_that_want_each_others_name_keep_their_own():
    texts = {
        f".agents/sessions/20251204-{own}0000-a.md": GOOD.format(status="paused").replace("T14:30", f"T{wanted}:00")
        for own, wanted in (("08", "09"), ("09", "08"))
    }
    outcome = rounds.fix([examine(path, text) for path, text in texts.items()], examine, unsafe=True)
    assert outcome.patch.renames == ()
    assert len(outcome.patch.held_back) == 2


AGENTS = "  spawned_agents:\n    - &a {type: a, task: b, status: Complete, outcome: c}\n    - *a\n"


def test_no_fix_is_offered_for_a_value_that_stands_in_two_places():
    text = GOOD.format(status="paused").replace("---\n# S", f"{AGENTS}---\n# S")
    found = examine(PATH, text).diagnostics
    assert {one.code for one in found} == {"SL201"}
    assert [one.fix for one in found] == [None] * 4


FLAT = """---
session:
  branch: main
{flat}orchestration:
  current_task: "Cache"
---
# Session: Another title

## Context

A.

## Current State

B.

## Next Steps

C.
"""
LINES = """# when it began
created: "2025-12-04T14:00:00Z"
title: Weather
status: paused
last_updated: "2025-12-05T09:00:00Z"
"""


def test_flat_keys_beside_a_session_block_are_moved_and_not_guessed():
    _, text = after(fix(".agents/sessions/20251204-140000-weather.md", FLAT.format(flat=LINES)))
    assert text == FLAT.format(flat="".join(f"  {line}\n" for line in LINES.splitlines()))


def test_nothing_is_guessed_for_a_flat_key_that_cannot_be_moved():
    lines = LINES.replace("title: Weather", "title: >-\n  Weather")
    outcome = fix(PATH, FLAT.format(flat=lines))
    assert outcome.patch.texts == {}
    found = {one.field[-1]: one.help for one in outcome.remaining[0].diagnostics if one.code == "SL201"}
    advice = (
        "put `title`, `status`, `created`, `last_updated` under the key `session:`, by hand, "
        "since `title` is a block of text (`>-`)"
    )
    assert found == dict.fromkeys(("title", "status", "created", "last_updated"), advice)


def test_nothing_is_guessed_for_a_flat_key_with_a_slip():
    outcome = fix(PATH, FLAT.format(flat="lastUpdated: 2025-12-05T09:00:00Z\n"))
    assert "last_updated" not in outcome.remaining[0].session.text
    (said,) = {one.help for one in outcome.remaining[0].diagnostics if one.field[1:] == ("last_updated",)}
    assert said == "if `lastUpdated` is meant, write it as `last_updated` under `session:`"


TIMES = 'created: "2025-12-04T14:30:00Z"\nlast_updated: "2025-12-05T09:00:00Z"\n'
FRONT = f"title: Weather\nstatus: paused\n{TIMES}"
IN_BRACES = FRONT.replace("\n", ", ").removesuffix(", ")
NESTED = "session:\n" + "".join(f"  {line}\n" for line in FRONT.splitlines())
TASK = "orchestration:\n  current_task: Cache\n"
REST = GOOD[GOOD.index("# Session") :]


@pytest.mark.parametrize(
    ("front", "issue"),
    [
        pytest.param(f"---\n{FRONT}{TASK}---\n", "PLT-12", id="flat"),
        pytest.param(f"---\n{FRONT}linear_issue: PLT-12\n{TASK}---\n", "PLT-12", id="flat-with-the-id"),
        pytest.param(f"---\n{NESTED}{TASK}---\n", "PLT-12", id="nested"),
        pytest.param(f"---\n{NESTED}  linear_issue:\n{TASK}---\n", "PLT-12", id="empty"),
        pytest.param(f"---\nsession: {{{IN_BRACES}}}\n{TASK}---\n", "PLT-12", id="braces"),
        pytest.param("", "PLT-12", id="no-front-matter"),
        pytest.param(f"---\n{NESTED}  linear_issue: PLT-9\n{TASK}---\n", None, id="another-id"),
        pytest.param(f"---\n{FRONT}linear_issue: PLT-9\n{TASK}---\n", None, id="flat-with-another-id"),
        pytest.param(f"---\n{NESTED}{TASK}linear_issue: PLT-9\n---\n", None, id="another-id-beside-it"),
        pytest.param(f"---\n{NESTED}  linear_issue: &a null\n{TASK}---\n", None, id="anchor"),
        pytest.param(f"---\n{FRONT}linear_issue: [\n---\n", None, id="not-yaml"),
        pytest.param(f"---\n{TASK}---\n", None, id="no-session"),
    ],
)
def test_an_id_leaves_the_file_name_only_when_the_front_matter_has_it(front, issue):
    path = ".agents/sessions/20251204-143000-PLT-12-weather.md"
    (one,) = fix(path, front + REST).remaining
    assert one.session.path == (PATH if issue else path)
    if issue:
        assert one.session.linear_issue == issue
    else:
        assert "PLT-12" in {code.help for code in one.diagnostics if code.code == "SL103"}.pop()


@pytest.mark.parametrize(
    ("name", "to"),
    [
        pytest.param("PLT-12-PLT-13-weather", None, id="two"),
        pytest.param("PLT-12", None, id="alone"),
        pytest.param("PLT-12-session", None, id="session"),
        pytest.param("PLT-12-plt-12", None, id="twice-alone"),
        pytest.param("plt-PLT-12-3", None, id="the-rest-is-an-id"),
        pytest.param("PLT-12-weather-plt-12", "weather", id="twice"),
        pytest.param("PLT-12-session-store", "session-store", id="session-of-something"),
    ],
)
def test_a_file_name_says_something_when_its_id_is_gone(name, to):
    path = f".agents/sessions/20251204-143000-{name}.md"
    (one,) = fix(path, f"---\n{NESTED}{TASK}---\n{REST}").remaining
    assert one.session.path == path.replace(name, to or name)
    assert {found.code for found in one.diagnostics} == (set() if to else {"SL103"})


OLD = ".agents/sessions/20251104-143000-weather.md"
STALE = "session:\n  title: Weather\n  status: in_progress\n"
CREATED = '  created: "2025-11-04T14:30:00Z"\n'
WAITS = ("SL401", "`session.last_updated` was only just filled in; run again if it is right")


@pytest.mark.parametrize(
    ("front", "held"),
    [
        pytest.param(f"---\n{STALE}{CREATED}{TASK}---\n", [WAITS], id="from-created"),
        pytest.param(f"---\n{STALE}{TASK}---\n", [WAITS], id="from-the-file-name"),
        pytest.param(f"---\n{STALE}{TASK}{CREATED.strip()}\n---\n", [WAITS], id="from-created-that-was-moved"),
        pytest.param("", [WAITS], id="new-front-matter"),
        pytest.param(f"---\n{STALE}{CREATED}{CREATED.replace('created', 'last_updated')}{TASK}---\n", [], id="written"),
        pytest.param(
            f"---\n{STALE}{CREATED}{TASK}{CREATED.strip().replace('created', 'last_updated')}\n---\n", [], id="moved"
        ),
    ],
)
def test_a_session_is_not_called_stale_by_a_time_that_this_run_has_filled_in(front, held):
    outcome = fix(OLD, front + REST)
    assert [(one.diagnostic.code, one.reason) for one in outcome.patch.held_back] == held
    (one,) = outcome.remaining
    assert one.session.value("last_updated") == "2025-11-04T14:30:00Z"
    assert one.session.status == ("in_progress" if held else "paused")
    (again,) = fix(OLD, one.session.text).remaining
    assert again.session.status == "paused"

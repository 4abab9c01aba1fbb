"""What ignore comments silence, and what is said of those that silence nothing or are not understood."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest

from session_lint import engine, session, shipped
from session_lint.config import ActiveRule, Config, default
from session_lint.diagnostic import Diagnostic, Finding, Severity
from session_lint.fixing import plan
from session_lint.rule import AnyRule, Facts, SessionRule
from session_lint.rules import RULES
from session_lint.rules.section_placeholder import SectionPlaceholder
from session_lint.text import Span

from . import broken_sessions
from .reading.samples import VARIANTS, seconds

CONFIG = default(RULES, lambda location: shipped.read(location.path))
FACTS = Facts(datetime(2025, 12, 5, 12, tzinfo=UTC))
COUNT = int(os.environ.get("SESSION_LINT_EXAMPLES", "200"))
PATH = ".agents/sessions/20251204-143000-weather.md"
FRONT = """\
---
session:
  title: "Weather"
  status: paused
  created: "2025-12-04T14:30:00Z"
  last_updated: "2025-12-05T09:00:00Z"
orchestration:
  current_task: "Cache"
---
"""
BODY = "# Session: Weather\n\n## Context\n\na\n\n## Current State\n\nb\n\n## Next Steps\n\nc\n"
GOOD = FRONT + BODY


def judge(text: str, path: str = PATH, config: Config = CONFIG, **options) -> engine.Judgement:
    read = session.read(path, text, config.profile)
    return engine.check(read, config.rules_for(path), FACTS, known=config.rules, **options)


def said(text: str, path: str = PATH, config: Config = CONFIG, **options) -> list[str]:
    """Give each diagnostic as `row CODE`."""
    index = session.read(path, text, config.profile).lines
    found = judge(text, path, config, **options).diagnostics
    return [f"{index.row(one.span.start)} {one.code}" for one in found]


def told(text: str, path: str = PATH, config: Config = CONFIG) -> list[tuple[str, str, str]]:
    """Give place, message and help of what is said of the ignores."""
    found = [one for one in judge(text, path, config).diagnostics if one.code in ("SL006", "SL007")]
    return [(text[one.span.start : one.span.end], one.message, one.help) for one in found]


def mended(text: str) -> str:
    return plan(judge(text).diagnostics, {PATH: text}).texts.get(PATH, text)


@pytest.mark.parametrize("word", ["SL303", "section-empty", "SL3", "SL30", "SL", "sl303", "Section_Empty"])
def test_a_rule_is_named_in_many_ways(word):
    text = GOOD.replace("## Context\n\na\n", f"<!-- session-lint: ignore {word} -- why -->\n## Context\n")
    assert said(text) == []
    assert judge(text).suppressed == 1


@pytest.mark.parametrize("write", VARIANTS.values(), ids=VARIANTS)
def test_a_block_and_only_that_is_silenced(write):
    body = BODY.replace("\na\n", "").replace("\nb\n", "")
    text = FRONT + body.replace("## Context", "<!-- session-lint: ignore SL303 -->\n## Context")
    assert said(write(text)) == ["15 SL303"]


def test_a_line_of_the_front_matter_is_silenced():
    text = GOOD.replace("paused", "done # session-lint: ignore SL201 -- as the board has it")
    assert (said(text), judge(text).suppressed) == ([], 1)
    assert said(GOOD.replace("paused", "done\n  # session-lint: ignore SL201")) == ["4 SL201", "5 SL006"]


def test_the_opening_is_silenced_by_the_first_line():
    text = "---\n# session-lint: ignore SL201\n---\n" + BODY
    assert (said(text), judge(text).suppressed) == ([], 2)


def test_a_file_is_silenced_from_anywhere():
    text = GOOD.replace("\na\n", "").replace("\nb\n", "") + "\n<!-- session-lint: ignore-file SL303 -->"
    assert (said(text), judge(text).suppressed) == ([], 2)


@pytest.mark.parametrize("word", ["ALL", "all", "SL1"])
def test_a_rule_on_the_name_is_silenced_for_the_file(word):
    assert said(f"{GOOD}<!-- session-lint: ignore-file {word} -->\n", ".agents/sessions/weather.md") == []


def test_a_missing_section_is_not_silenced_at_the_title():
    text = GOOD.replace("# Session: Weather", "# Session: Weather <!-- session-lint: ignore SL301 -->")
    text = text.replace("## Context", "## Contents")
    assert said(text) == ["10 SL006", "12 SL301"]
    assert told(text) == [
        (
            "SL301",
            "the ignore of `SL301` silences nothing: the findings have no line of their own",
            "write `ignore-file SL301` to silence it for the whole file",
        )
    ]
    assert mended(text) == text


@pytest.mark.parametrize("word", ["SL001", "SL002", "SL003", "SL004", "SL005", "SL008", "merge-conflict"])
def test_what_cannot_be_silenced_says_so(word):
    text = f"{GOOD}<!-- session-lint: ignore-file {word} -->\n"
    assert told(text) == [
        (
            word,
            f"`{word}` cannot be silenced",
            "mend what it finds; a rule on reading the file can only be turned off in the configuration",
        )
    ]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("", "SL002"),
        ("---\n", "SL003"),
        ("---\na: b: c\n---\n", "SL004"),
        (FRONT.replace("---\n", "---\na: 1\na: 2\n", 1), "SL005"),
    ],
)
def test_all_does_not_silence_reading(head, code):
    assert said(f"{head}\n<!-- session-lint: ignore-file ALL -->\n\n{BODY}")[0].endswith(code)
    assert len(judge(f"{head}\n<!-- session-lint: ignore-file ALL -->\n\n{BODY}").diagnostics) == 1


def test_all_silences_no_place():
    text = GOOD.replace("## Context", "<!-- session-lint: ignore ALL -->\n## Context")
    assert told(text) == [
        (
            "ALL",
            "`ALL` is for the whole file; expected the rules that are meant here",
            "name the rules, or write `ignore-file ALL`",
        )
    ]


@pytest.mark.parametrize(
    ("directive", "place", "message", "advice"),
    [
        ("ignore SL3040", "SL3040", "`SL3040` names no rule", "did you mean `SL304`?"),
        ("ignore section-emtpy", "section-emtpy", "`section-emtpy` names no rule", "did you mean `section-empty`?"),
        ("ignore-file stale_in_progres", "stale_in_progres", "`stale_in_progres` names no rule", "did you mean `stale-in-progress`?"),
        ("ignore too long to wait", "too long to wait", "`too long to wait` names no rule", "expected a code, a name, or a prefix such as `SL3`; a reason goes behind ` -- `"),
        ("ignore", "ignore", "`ignore` names no rule to silence", "name it behind the word: expected a code, a name, or a prefix such as `SL3`; a reason goes behind ` -- `"),
        ("ingore SL304", "ingore", "`ingore` is no directive; expected `ignore` or `ignore-file`", "write `ignore`"),
        ("disable SL304", "disable", "`disable` is no directive; expected `ignore` or `ignore-file`", "write `ignore` for this place, or `ignore-file` for the whole file"),
        ("", "", "`session-lint:` says nothing; expected `ignore` or `ignore-file`", "write `ignore` for this place, or `ignore-file` for the whole file"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    [GOOD + "<!-- session-lint: {} -->\n", GOOD.replace("paused", "paused # session-lint: {}")],
    ids=["body", "front"],
)
def test_what_is_not_understood_is_named(form, directive, place, message, advice):
    assert told(form.format(directive)) == [(place, message, advice)]


def test_a_comment_that_is_not_closed_is_named():
    text = f"{GOOD}\n<!-- session-lint: ignore SL304 -- why\n\nmore\n"
    assert told(text) == [
        (
            "<!-- session-lint: ignore SL304 -- why",
            "this ignore comment is never closed; expected `-->`",
            "write `-->` behind it",
        )
    ]


def test_words_are_judged_one_by_one():
    text = GOOD.replace(
        "## Context\n\na\n", "<!-- session-lint: ignore SL302, SL303, SL999, SL004 and so on -- why -->\n## Context\n"
    )
    assert [place for place, _, _ in told(text)] == ["SL302", "SL999", "SL004", "and so on"]
    assert "ignore SL303, SL999, SL004 and so on -- why -->" in mended(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n\n<!-- session-lint: ignore SL304 -->\nb\n", "a\n\nb\n", id="its-line"),
        pytest.param("a\n<!-- session-lint: ignore SL304 -->\nb\n", "a\n\nb\n", id="a-blank-line-instead-of-joining"),
        pytest.param("a\n<!-- session-lint: ignore SL304 -->\n---\n", "a\n\n---\n", id="no-new-heading"),
        pytest.param("a\n\n<!-- session-lint: ignore SL304\nSL303 -- x -->\n\nb\n", "a\n\n\nb\n", id="both-its-lines"),
        pytest.param("a <!-- session-lint: ignore SL304 -->\nb\n", "a\nb\n", id="the-end-of-a-line"),
        pytest.param("a <!-- session-lint: ignore SL304 --> b\n", "a b\n", id="the-middle-of-a-line"),
        pytest.param("\n- <!-- session-lint: ignore SL304 -->\n  a\n", "\n-\n  a\n", id="in-an-item"),
        pytest.param("- <!-- session-lint: ignore SL304 -->\n  a\n", None, id="none-where-a-hyphen-underlines"),
        pytest.param("a\n<!-- session-lint: ignore SL304 -->\n# b\n", "a\n# b\n", id="its-line-before-a-heading"),
        pytest.param("- a\n\n<!-- session-lint: ignore SL304 -->\n\n    b\n", None, id="none-where-a-list-goes-on"),
        pytest.param("<!-- session-lint: ignore SL304 --> b\n", None, id="none-where-html-becomes-text"),
        pytest.param("a\n\n<!-- session-lint: ignore SL304 -->", "a\n\n", id="the-last-line"),
        pytest.param(
            "a <!-- session-lint: ignore SL304 --> <!-- session-lint: ignore SL303 -->\n", "a\n", id="two-on-a-line"
        ),
    ],
)
@pytest.mark.parametrize("write", [VARIANTS["LF"], VARIANTS["CRLF with BOM"]], ids=["LF", "CRLF with BOM"])
def test_the_fix_removes_what_silences_nothing(text, expected, write):
    assert mended(write(GOOD + text)) == write(GOOD + (text if expected is None else expected))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        pytest.param("paused  # session-lint: ignore SL204 -- x", "paused", id="behind-a-value"),
        pytest.param("paused # why # session-lint: ignore SL204", "paused # why", id="behind-a-comment"),
        pytest.param("paused\n  # session-lint: ignore SL204", "paused", id="its-line"),
        pytest.param("done # session-lint: ignore SL204, SL201", "done # session-lint: ignore SL201", id="one-word"),
        pytest.param(
            "done # session-lint: ignore SL204, SL2, SL205,SL203 -- x",
            "done # session-lint: ignore SL2 -- x",
            id="all-but-one",
        ),
    ],
)
def test_the_fix_removes_what_silences_nothing_in_the_front_matter(block, expected):
    assert mended(GOOD.replace("paused", block)) == GOOD.replace("paused", expected)


def test_of_two_that_silence_the_same_the_second_is_unused():
    text = GOOD.replace(
        "## Context\n\na\n",
        "<!-- session-lint: ignore SL303 -->\n<!-- session-lint: ignore SL303, SL303 -->\n## Context\n",
    )
    assert [message for _, message, _ in told(text)] == ["the ignore of `SL303`, `SL303` silences nothing"]
    assert mended(text) == GOOD.replace("## Context\n\na\n", "<!-- session-lint: ignore SL303 -->\n## Context\n")


def test_the_innermost_of_several_is_the_one_that_silences():
    text = GOOD.replace(
        "\na\n",
        "\n<!-- session-lint: ignore SL304 -->\n- a\n- YYYY-MM-DD HH:MM - [Agent/Action] <!-- session-lint: ignore SL304 -->\n",
    )
    assert told(text) == [
        (
            "SL304",
            "the ignore of `SL304` silences nothing",
            "remove it; lines 15 to 16 have nothing that it names",
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{GOOD}<!-- session-lint: ignore-file SL401 -->\n", id="the-clock"),
        pytest.param(f"{GOOD}<!-- session-lint: ignore-file SL2, SL4 -->\n", id="some-of-them-the-clock"),
        pytest.param(f"{GOOD}<!-- session-lint: ignore-file SL006, SL007 -->\n", id="the-rules-on-ignores"),
        pytest.param(f"---\na: b: c\n---\n{BODY}<!-- session-lint: ignore-file SL201, SL303 -->\n", id="no-front-matter"),
        pytest.param(f"{GOOD}<!-- session-lint: ignore-file SL201 -->\n<<<<<<< a\n=======\n>>>>>>> b\n", id="a-conflict"),
        pytest.param(f"{GOOD}```\n<!-- session-lint: ignore SL303 -->\n```\n", id="in-a-fence"),
    ],
)  # fmt: skip
def test_nothing_is_said_where_the_file_alone_does_not_decide(text):
    assert told(text) == []


def test_nothing_is_said_of_rules_that_do_not_run():
    text = f"{GOOD}<!-- session-lint: ignore-file SL303, SL304 -->\n"
    assert [one[0] for one in told(text)] == ["SL303, SL304"]
    assert [one[0] for one in told(text, config=CONFIG.with_command_line(ignore=["SL304"]))] == ["SL303"]
    assert told(text, config=CONFIG.with_command_line(select=["SL006", "SL007", "SL2"])) == []


def test_the_rules_on_ignores_are_silenced_for_the_file_only():
    text = f"{GOOD}<!-- session-lint: ignore-file SL303 -->\n"
    assert said(text) == ["23 SL006"]
    assert said(f"{text}<!-- session-lint: ignore-file SL006 -->\n") == []
    assert said(f"{text}<!-- session-lint: ignore unused-suppression -->\nx\n") == ["23 SL006", "24 SL006"]


def test_without_ignores_all_is_shown_and_nothing_said_of_them():
    text = GOOD.replace("## Context\n\na\n", "<!-- session-lint: ignore SL303, SL302, XY -->\n## Context\n")
    assert said(text, ignores=False) == ["13 SL303"]
    assert judge(text, ignores=False).suppressed == 0


DIRECTIVES = (
    *("<!-- session-lint: ignore {} -- why -->\n", "<!-- session-lint: ignore-file {} -->\n", " <!-- session-lint: ignore {} -->\n"),
    *("  # session-lint: ignore {}\n", "# session-lint: ignore {}\n", "# session-lint: ignore-file {} -- why\n"),
)  # fmt: skip
WORDS = ("SL201", "SL2", "SL203, SL201", "SL301", "SL303", "SL304", "SL3, SL205", "SL206 SL302", "ALL", "XY", "SL401")


def others(text: str, path: str) -> tuple[list[tuple[str, str]], int]:
    """Give what is said of all but the ignores, rows left out, and how much they silence."""
    judged = judge(text, path, limit=1000)
    return [
        (one.code, re.sub("in line [0-9]+", "", one.message))
        for one in judged.diagnostics
        if one.code not in ("SL006", "SL007")
    ], judged.suppressed


def unused_of(text: str, path: str) -> list[Diagnostic]:
    return [one for one in judge(text, path).diagnostics if one.code == "SL006" and one.fix]


def test_removing_what_silences_nothing_changes_nothing_else():
    random = Random(20251207)
    removed = 0
    for _ in range(COUNT):
        path, text = broken_sessions.session(random)
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
        for _ in range(random.randrange(1, 5)):
            at = random.randrange(len(lines) + 1)
            directive = random.choice(DIRECTIVES).format(random.choice(WORDS))
            if directive.startswith(" ") and at:
                bare = lines[at - 1].rstrip("\r\n")
                lines[at - 1] = bare + directive.rstrip("\n") + lines[at - 1][len(bare) :]
            else:
                lines.insert(at, directive)
        text = "".join(lines)
        after, unused = text, unused_of(text, path)
        for _ in range(10):
            if not unused:
                break
            removed += len(unused)
            after = plan(unused, {path: after}).texts.get(path, after)
            unused = unused_of(after, path)
        assert unused == [], (text, after)
        assert others(after, path) == others(text, path), (text, after)
    assert removed > COUNT / 20


class Talkative(SessionRule):
    """Something is found in each line."""

    code, name, severity = "XY1", "talkative", Severity.INFO

    def check(self, session: session.Session) -> Iterator[Finding]:
        for start in session.lines.starts:
            yield Finding(Span(start, start), "said", "do")


def test_a_rule_of_a_plugin_is_silenced_and_named():
    rules = (ActiveRule(Talkative(), Severity.INFO, explicit=False), *CONFIG.active)
    read = session.read(PATH, f"{GOOD}<!-- session-lint: ignore-file talkative, XY -->\n", CONFIG.profile)
    found = engine.check(read, rules, FACTS)
    assert [(one.code, one.message) for one in found.diagnostics] == [("SL006", "the ignore of `XY` silences nothing")]
    assert found.suppressed == 24


@pytest.mark.parametrize(("lines", "count", "truncated"), [(150, 0, False), (400, 100, True)])
def test_what_is_silenced_takes_no_place_among_the_hundred(lines, count, truncated):
    ignored = "x <!-- session-lint: ignore XY1 -->\n" * min(lines, 200) + "x\n" * (lines - 200)
    rules: tuple[type[AnyRule], ...] = (Talkative,)
    read = session.read(PATH, ignored.rstrip("\n"), CONFIG.profile)
    found = engine.check(read, [ActiveRule(rule(), Severity.INFO, explicit=False) for rule in rules], FACTS)
    assert (len(found.diagnostics), found.truncated, found.suppressed) == (count, truncated, min(lines, 200))


def test_of_a_rule_with_too_much_to_say_nothing_is_said_to_be_unused():
    text = GOOD + "## [Title]\n" * 150 + "x <!-- session-lint: ignore SL304 -->\n"
    found = judge(text)
    assert (found.truncated, {one.code for one in found.diagnostics}) == (True, {"SL304"})


def test_sections_are_not_judged_in_a_conflict():
    text = f"{FRONT}# Session: Weather\n<<<<<<< HEAD\n## Context\n=======\n## [Title]\n>>>>>>> main\n"
    assert said(text) == ["11 SL008"]


def test_options_of_a_rule_count():
    rules = [ActiveRule(SectionPlaceholder(phrases=("Lorem",)), Severity.WARNING, explicit=False)]
    read = session.read(PATH, f"{GOOD}\nLorem <!-- session-lint: ignore SL304 -->\n", CONFIG.profile)
    assert engine.check(read, rules, FACTS).suppressed == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!-- session-lint: ignore SL304 -->\n" * 3000, id="unused"),
        pytest.param("<!-- session-lint: ignore SL304 -->\n## [Title]\n" * 2000, id="used"),
        pytest.param("<div>\n" + "<!-- session-lint: ignore SL304 -->\ntext\n" * 2400, id="in-html"),
        pytest.param("a\n<!-- session-lint: ignore SL304 -->\nb\n\n" * 2400, id="between-paragraphs"),
        pytest.param(f"<!-- session-lint: ignore {', '.join(f'x{n}y' for n in range(13_000))} -->\n", id="unknown"),
        pytest.param(f"<!-- session-lint: ignore {', '.join(['SL304'] * 13_000)} -->\n", id="the-same-word"),
    ],
)
def test_a_hundred_kilobytes_of_comments_take_no_time(text):
    assert seconds(lambda: judge(GOOD + text), 1) < 4

"""A session file as a value: decoding, its known fields, real files, and that no file takes more than linear time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from session_lint import session
from session_lint.diagnostic import Problem, ProblemKind
from session_lint.markdown import Body, Heading
from session_lint.profile import Finished, State
from session_lint.text import LineIndex, Span

from .samples import PATH, PROFILE, ROOT, all_spans, cut, read, seconds, seen

SHARED = ROOT.parent / "shared" / "sessions"
REAL = sorted(SHARED.glob("**/*.md")) if SHARED.is_dir() else []

TEXT = """\
---
session:
  title: "Weather fallback"
  status: in_progress
  created: 2025-12-04T14:30:00Z
  last_updated: "2025-12-04T16:30:00+01:00"
  linear_issue: null

orchestration:
  spawned_agents:
    - agent: backend-dev
      task: x
    - just text
    - agent: frontend-dev
---

# Session: Weather fallback

## Context
a
## Context
b
"""


def test_a_session_gives_its_known_fields() -> None:
    one = read(TEXT)
    assert (one.name, one.readable, one.problems) == ("20251204-143000-weather-fallback.md", True, ())
    assert one.file_name.stamp == datetime(2025, 12, 4, 14, 30, tzinfo=UTC)
    assert (one.title, one.status, one.state) == ("Weather fallback", "in_progress", State.ACTIVE)
    assert one.created == datetime(2025, 12, 4, 14, 30, tzinfo=UTC)
    assert one.last_updated == datetime(2025, 12, 4, 15, 30, tzinfo=UTC)
    assert one.linear_issue is None
    assert cut(TEXT, one.span("title")) == '"Weather fallback"'
    assert cut(TEXT, one.span("linear_issue")) == "null"
    assert one.span("linear_url") is None
    assert one.field("title") == ("session", "title")
    agents = ("orchestration", "spawned_agents")
    assert one.agents == (
        ((*agents, "0"), {"agent": "backend-dev", "task": "x"}),
        ((*agents, "2"), {"agent": "frontend-dev"}),
    )
    assert [cut(TEXT, section.body) for section in one.sections_titled("Context")] == ["a\n", "b\n"]
    assert one.sections_titled("context") == ()
    assert cut(TEXT, one.head) == "Session: Weather fallback"


def test_fields_of_another_type_are_none() -> None:
    one = read("---\nsession: {title: [a], status: 1, created: 2, linear_issue: {}}\norchestration: []\n---\n")
    found = (one.title, one.status, one.state, one.created, one.last_updated, one.linear_issue, one.agents)
    assert found == (None, None, None, None, None, None, ())
    assert one.value("title") == ["a"]
    assert one.value("current_task") is None


def test_a_field_that_the_profile_does_not_have_is_none() -> None:
    one = read(TEXT)
    assert (one.value("branch"), one.span("branch"), one.field("branch"), one.instant("branch")) == (
        None,
        None,
        (),
        None,
    )


@pytest.mark.parametrize(
    ("status", "given_up"),
    [
        pytest.param("abandoned", True, id="a word for it"),
        pytest.param("Cancelled", True, id="in capitals"),
        pytest.param("completed", False, id="done"),
        pytest.param("paused", False, id="not over"),
        pytest.param("dropped", False, id="a word that the profile does not have"),
        pytest.param("null", False, id="none"),
    ],
)
def test_work_that_is_over_may_have_been_given_up(status: str, given_up: bool) -> None:
    words = {**PROFILE.statuses, State.COMPLETED: ("completed", "abandoned", "Cancelled")}
    one = session.read(PATH, f"---\nsession: {{status: {status}}}\n---\n", replace(PROFILE, statuses=words))
    assert one.given_up is given_up


@pytest.mark.parametrize(
    ("path", "in_archive"),
    [
        pytest.param(".agents/sessions/archive/a.md", True, id="beside the open ones"),
        pytest.param("packages/web/.agents/sessions/archive/2025/12/a.md", True, id="by month"),
        pytest.param("docs/handover/archive/a.md", True, id="without a hidden folder"),
        pytest.param(".agents/sessions/a.md", False, id="an open one"),
        pytest.param("archive/.agents/sessions/a.md", False, id="the sessions of an archive"),
        pytest.param(".agents/sessions/archives/a.md", False, id="another name"),
        pytest.param(".agents/sessions/archive", False, id="a file of that name"),
        pytest.param("a.md", False, id="no folder"),
    ],
)
def test_a_file_may_lie_in_an_archive(path: str, in_archive: bool) -> None:
    assert session.read(path, "", PROFILE).in_archive is in_archive


@pytest.mark.parametrize(
    ("status", "finished", "folder", "put_away"),
    [
        pytest.param("completed", Finished.ARCHIVE, "archive/", True, id="over and there"),
        pytest.param("completed", Finished.ARCHIVE, "", False, id="over"),
        pytest.param("paused", Finished.ARCHIVE, "archive/", False, id="there"),
        pytest.param("completed", Finished.DELETE, "archive/", False, id="to be deleted"),
    ],
)
def test_a_finished_session_in_the_archive_is_put_away(
    status: str, finished: Finished, folder: str, put_away: bool
) -> None:
    text = f"---\nsession: {{status: {status}}}\n---\n"
    assert (
        session.read(f".agents/sessions/{folder}a.md", text, replace(PROFILE, finished=finished)).put_away is put_away
    )


def test_without_an_h1_the_head_is_where_the_body_begins() -> None:
    one = read("---\na: b\n---\n## Context\n")
    assert (one.h1, one.head) == (None, Span(13, 13))


def test_a_file_that_could_not_be_opened_is_a_session_with_a_problem() -> None:
    problem = Problem(ProblemKind.UNREADABLE, Span(0, 0), "no permission", "give it")
    one = session.unreadable(PATH, "no permission", "give it", PROFILE)
    assert (one.text, one.readable, one.problems) == ("", False, (problem,))
    assert (one.front.problems, one.front.data, one.body, one.sections) == ((), None, Body(Span(0, 0)), ())


@pytest.mark.parametrize(
    ("data", "text", "place", "message"),
    [
        pytest.param(b"a\nb\xffc", "a\nb\ufffdc", "2:2", "the file is not UTF-8: byte 0xff at offset 3", id="a byte"),
        pytest.param("ä".encode("latin-1"), "\ufffd", "1:1", "the file is not UTF-8: byte 0xe4 at offset 0", id="Latin-1"),
        pytest.param("ä😀".encode() + b"\x80", "ä😀\ufffd", "1:3", "the file is not UTF-8: byte 0x80 at offset 6", id="behind wide characters"),
        pytest.param(b"a\xf0\x9f", "a\ufffd", "1:2", "the file is not UTF-8: byte 0xf0 at offset 1", id="cut off"),
        pytest.param(b"\xed\xa0\x80", "\ufffd\ufffd\ufffd", "1:1", "the file is not UTF-8: byte 0xed at offset 0", id="an encoded surrogate"),
        pytest.param(b"\xc0\x80", "\ufffd\ufffd", "1:1", "the file is not UTF-8: byte 0xc0 at offset 0", id="an overlong NUL"),
        pytest.param("a".encode("utf-16"), "\ufffd\ufffda\x00", "1:1", "the file is UTF-16; expected UTF-8", id="UTF-16"),
        pytest.param("a".encode("utf-16-be").join([b"\xfe\xff", b""]), "\ufffd\ufffd\x00a", "1:1", "the file is UTF-16; expected UTF-8", id="UTF-16, big end first"),
    ],
)  # fmt: skip
def test_bytes_that_are_not_utf8_are_a_problem_at_the_first(data: bytes, text: str, place: str, message: str) -> None:
    decoded, problems = session.decode(data)
    assert decoded == text
    assert seen(text, problems) == [(place, "\ufffd", message)]
    one = session.read(PATH, decoded, PROFILE, problems)
    assert (one.problems, one.readable, one.front.problems, one.sections) == (problems, False, (), ())


@pytest.mark.parametrize("text", ["", "\ufeffa", "a\r\nb\rc\n", "😀\x85\u2028\x7f"])
def test_utf8_is_decoded_as_it_is(text: str) -> None:
    assert session.decode(text.encode()) == (text, ())


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("a\x00b", [("1:2", "\x00", "the file holds the control character NUL (U+0000), which no text has")], id="NUL"),
        pytest.param("a\n\x1b[31m", [("2:1", "\x1b", "the file holds the control character ESC (U+001B), which no text has")], id="ESC"),
        pytest.param("---\na: \x01\n---\n", [("2:4", "\x01", "the file holds the control character U+0001, which no text has")], id="in the front matter"),
        pytest.param("\x07\x08", [
            ("1:1", "\x07", "the file holds the control character BEL (U+0007), which no text has"),
            ("1:2", "\x08", "the file holds the control character BS (U+0008), which no text has"),
        ], id="two"),
        pytest.param("\t\n\v\f\r\x7f\x80\x85\x9f\u2028", [], id="TAB, LF, VT, FF, CR, DEL and C1 are text"),
    ],
)  # fmt: skip
def test_control_characters_are_a_problem_each(text: str, problems: list[tuple[str, str, str]]) -> None:
    one = read(text)
    assert seen(text, one.problems) == problems
    assert one.readable is not bool(problems)


def test_ten_control_characters_are_enough() -> None:
    assert [problem.span.start for problem in read("\x00" * 1000).problems] == list(range(10))


@pytest.mark.skipif(not REAL, reason="the shared sessions are not beside this checkout")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_file_is_read(path: Path) -> None:
    text, problems = session.decode(path.read_bytes())
    one = session.read(str(path), text, PROFILE, problems)
    assert problems == ()
    assert one.readable
    assert all(0 <= span.start <= span.end <= len(text) for span in all_spans(one))
    assert [heading.title for heading in one.body.headings if "\n" in heading.title] == []
    for heading in one.body.headings:
        assert heading.title in (cut(text, heading.span) or "")


@pytest.mark.skipif(not REAL, reason="the shared sessions are not beside this checkout")
def test_nine_of_ten_real_files_have_a_session_block() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SHARED.glob("nested/.agents/sessions/*.md")}
    assert len(texts) == 10
    assert [name for name, text in texts.items() if read(text).title is None] == ["20260403-152358-task-088.md"]


# Hostile shapes: `count` is about the number of characters.
HEAD = "---\nsession: {}\n---\n"
BODIES: dict[str, Callable[[int], str]] = {
    "headings": lambda count: "## a\n" * (count // 5),
    "headings of all levels": lambda count: "# a\n## b\n### c\n" * (count // 15),
    "one section of many": lambda count: "## a\n" + "### b\n" * (count // 6),
    "setext headings": lambda count: "a\n---\n" * (count // 6),
    "a setext heading of many lines": lambda count: "a\n" * (count // 2) + "---\n",
    "blanks in a heading": lambda count: "## a" + " " * count + "b\n",
    "tabs in a heading": lambda count: "## a" + "\t" * count + "b\n",
    "blanks in a setext heading": lambda count: "a" + " " * count + "b\n===\n",
    "hashes in a heading": lambda count: "## a " + "# " * (count // 2) + "b\n",
    "hashes behind a heading": lambda count: "## a" + " #" * (count // 2) + "\n",
    "a word of hashes": lambda count: "## " + "#" * count + "b\n",
    "asterisks in a heading": lambda count: "## " + "*" * count + "\n",
    "emphasis in a heading": lambda count: "## " + "*a" * (count // 2) + "\n",
    "strong in a heading": lambda count: "## " + "**a" * (count // 3) + " b\n",
    "underscores in a heading": lambda count: "## " + "_a_ " * (count // 4) + "\n",
    "emphasis over lines": lambda count: "**a\n" * (count // 4) + "b**\n===\n",
    "comments behind a heading": lambda count: "## a " + "<!-- -->" * (count // 8) + "\n",
    "open comments behind a heading": lambda count: "## a " + "<!-- " * (count // 5) + "-->\n",
    "ends of comments behind a heading": lambda count: "## a " + "-->" * (count // 3) + "\n",
    "comments": lambda count: "<!-- a -->\n" * (count // 11),
    "comments in paragraphs": lambda count: "a <!-- a -->\n\n" * (count // 14),
    "comments in one paragraph": lambda count: "a <!-- a --> " * (count // 13),
    "open comments in one paragraph": lambda count: "a <!-- " * (count // 7),
    "open comments in paragraphs": lambda count: "a <!--\n\n" * (count // 8),
    "open comments in blocks": lambda count: "<div>\n<!--\n\n" * (count // 12),
    "ends of comments": lambda count: "a --> " * (count // 6),
    "backticks": lambda count: "`" * count,
    "backticks of all lengths": lambda count: " ".join("`" * length for length in range(int((2 * count) ** 0.5))),
    "backticks before comments": lambda count: "` <!-- a --> " * (count // 13),
    "tasks": lambda count: "- [ ] a\n" * (count // 8),
    "nested tasks": lambda count: "".join("  " * (number % 8) + "- [ ] a\n" for number in range(count // 16)),
    "a list in a list in one line": lambda count: "- " * (count // 2) + "[ ] a\n",
    "deep lists": lambda count: "".join("  " * depth + "- a\n" for depth in range(int(count**0.5))),
    "many deep lists": lambda count: ("- " * 40 + "a\n\n") * (count // 83),
    "loose lists": lambda count: "- a\n\n" * (count // 5),
    "numbered lists": lambda count: "1. a\n" * (count // 5),
    "lazy lines": lambda count: "- a\n" + "b\n" * (count // 2),
    "quotes": lambda count: "> a\n" * (count // 4),
    "a quote in a quote": lambda count: "> " * (count // 2) + "a\n",
    "fences": lambda count: "```\na\n```\n" * (count // 10),
    "open fences": lambda count: "```a\n~~~b\n" * (count // 10),
    "indented code": lambda count: "a\n\n    b\n\n" * (count // 10),
    "HTML blocks": lambda count: "<div>\n\n" * (count // 7),
    "tags": lambda count: "<a " * (count // 3),
    "attributes": lambda count: '<a b="' * (count // 6),
    "instructions": lambda count: "<?\n\n" * (count // 4),
    "CDATA": lambda count: "<![CDATA[\n" * (count // 10),
    "brackets": lambda count: "[" * count,
    "image brackets": lambda count: "![[" * (count // 3),
    "link definitions": lambda count: "[a]: b\n" * (count // 7),
    "table rows": lambda count: "|a|b|\n" * (count // 6),
    "rules": lambda count: "---\n" * (count // 4),
    "no rule": lambda count: "* " * (count // 2) + "a\n",
    "no rule of blanks": lambda count: "*" + " " * count + "a\n",
    "blank lines": lambda count: "a\n" + "\n" * count + "b\n",
    "lines of a blank": lambda count: " \n" * (count // 2),
    "CR": lambda count: "\r" * count,
    "one line": lambda count: "a" * count,
    "one paragraph": lambda count: "a\n" * (count // 2),
    "merge conflicts": lambda count: "<<<<<<< a\n=======\n>>>>>>> b\n" * (count // 28),
}
BLOCKS: dict[str, Callable[[int], str]] = {
    "keys": lambda count: "".join(f"k{number}: v\n" for number in range(count // 10)),
    "quoted keys": lambda count: "".join(f'"k{number}": v\n' for number in range(count // 12)),
    "one key many times": lambda count: "k: v\n" * (count // 5),
    "one deep key many times": lambda count: "a:\n  b:\n" + "    k: v\n" * (count // 9),
    "items": lambda count: "a:\n" + "- b\n" * (count // 4),
    "a flow list": lambda count: "a: [" + "b," * (count // 2) + "]\n",
    "a flow mapping": lambda count: "a: {" + "k: v, " * (count // 6) + "}\n",
    "flow lists in a flow list": lambda count: "a: [" + "[[[]]], " * (count // 8) + "]\n",
    "open flow lists": lambda count: "a: " + "[" * count,
    "open flow lists in lines": lambda count: "a: " + "[\n" * (count // 2),
    "lists in a line": lambda count: "- " * (count // 2),
    "question marks": lambda count: "? " * (count // 2),
    "colons": lambda count: ":" * count,
    "values of values": lambda count: "a: " * (count // 3),
    "a block scalar": lambda count: "a: |\n" + "  b\n" * (count // 4),
    "blank lines of a block scalar": lambda count: "a: |\n  b\n" + "\n" * count,
    "blanks of a block scalar": lambda count: "a: |\n" + " " * count + "\n",
    "a folded scalar": lambda count: "a: >\n" + "  b\n\n" * (count // 5),
    "a plain scalar of many lines": lambda count: "a: b\n" + "  c\n" * (count // 4),
    "a quoted scalar of many lines": lambda count: 'a: "b\n' + "  c\n" * (count // 4) + '"\n',
    "escapes": lambda count: 'a: "' + "\\n" * (count // 2) + '"\n',
    "an open quote": lambda count: 'a: "' + "b " * (count // 2),
    "comments": lambda count: "# a\n" * (count // 4),
    "blank lines": lambda count: "\n" * count,
    "broken numbers": lambda count: "a: [" + "!!int b, " * (count // 9) + "]\n",
    "unknown tags": lambda count: "a: [" + "!b {}, " * (count // 7) + "]\n",
    "a long number": lambda count: "a: " + "1" * count + "e\n",
    "a long key": lambda count: "a" * count + ": b\n",
    "anchors": lambda count: "a: [" + "&b 1, " * (count // 6) + "]\n",
    "U+0085": lambda count: "a: b" + "\x85" * (count // 2) + "c\n",
    "private characters": lambda count: "a: \x85" + "".join(map(chr, range(0xE000, 0xE000 + count // 3))) + "\n",
    "almost fences": lambda count: "---x: y\n" * (count // 8),
    "almost fences of blanks": lambda count: ("---" + " " * 60 + "x: y\n") * (count // 68),
    "documents": lambda count: "...\n" * (count // 4),
    "directives": lambda count: "%A b\n" * (count // 5),
}
WHOLES: dict[str, Callable[[int], str]] = {
    **{f"body: {name}": (lambda count, shape=shape: HEAD + shape(count)) for name, shape in BODIES.items()},  # type: ignore[misc]
    **{f"block: {name}": (lambda count, shape=shape: f"---\n{shape(count)}\n---\n") for name, shape in BLOCKS.items()},  # type: ignore[misc]
    "open block: lines": lambda count: "---\n" + "a: b\n" * (count // 5),
    "open block: almost fences": lambda count: "---\n" + "--- x\n" * (count // 6),
    "open block: one line of hyphens": lambda count: "---\n" + "-" * count + "x\n",
    "no block: blanks behind the fence": lambda count: "---" + " " * count + "x\n",
    "no block: BOMs": lambda count: "\ufeff" * count,
    "control characters": lambda count: "\x00" * count,
}
SMALL = 10_000


def read_whole(text: str) -> None:
    """Read a session and ask of it what rules ask of it."""
    one = read(text)
    for level in (1, 2, 3):
        for section in one.body.sections(level)[:1000]:
            if level == 2:
                one.body.prose(text, section.body)
    one.body.prose(text, one.body.span)
    one.body.tasks(one.lines)
    for heading in one.body.headings:
        one.body.is_code(heading.span.start)
        one.lines.position(heading.span.start)


def ratio(small: Callable[[], object], large: Callable[[], object], *, good: float = 8) -> float:
    """Give how many times longer the large work takes, by the fastest of many runs, or of fewer if they say so."""
    one = two = float("inf")
    for _ in range(20):  # the machine may be busy
        one, two = min(one, seconds(small, 2)), min(two, seconds(large, 1))
        if two / one < good or two > 5:
            break
    return two / one


@pytest.mark.parametrize("shape", WHOLES)
def test_four_times_the_text_takes_about_four_times_the_time(shape: str) -> None:
    small, large = WHOLES[shape](SMALL), WHOLES[shape](4 * SMALL)
    assert len(small) < SMALL * 1.1
    assert len(large) > len(small) * 3 or shape.endswith("deep lists")
    assert ratio(lambda: read_whole(small), lambda: read_whole(large)) < 12


def body_of_headings(count: int) -> Body:
    """Make a body of level-2 headings without the parser, whose time would hide that of the sections."""
    places = (Span(at, at + 1) for at in range(count))
    return Body(Span(0, count), tuple(Heading(2, "a", place, place) for place in places))


def test_sections_are_found_in_linear_time() -> None:
    small, large = body_of_headings(10_000), body_of_headings(40_000)
    assert len(large.sections()) == 40_000
    assert ratio(small.sections, large.sections) < 12


def test_entries_are_looked_up_in_linear_time() -> None:
    def look_up(count: int) -> Callable[[], object]:
        front = read("---\n" + "".join(f"{number}:\n" for number in range(count)) + "---\n").front
        assert front.data is not None
        assert len(front.data) == count
        paths = [str(number) for number in range(count)]
        return lambda: [front.value_span(path) for path in paths]

    assert ratio(look_up(2_500), look_up(10_000)) < 12


def test_a_heading_of_a_mebibyte_of_comments_is_read_in_linear_time() -> None:
    small, large = ("## a " + "<!---->" * count for count in (37_500, 150_000))
    assert ratio(lambda: read(small), lambda: read(large)) < 12


def test_places_are_found_in_linear_time() -> None:
    def places(count: int) -> Callable[[], object]:
        index = LineIndex("a\n" * count)
        return lambda: [index.position(offset) for offset in range(0, 2 * count, 2)]

    assert ratio(places(10_000), places(40_000)) < 12

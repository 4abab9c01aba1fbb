"""What holds for any text at all."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from session_lint import filename, linear, session, text, timestamps
from session_lint.session import Session
from session_lint.text import LineIndex, Position, Span
from session_lint.yaml.nodes import Node

from .samples import PATH, PROFILE, all_spans, cut, read

PLENTY = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FENCES = ("---", "--- ", "---\t", " ---", "----", "--", "---yaml", "--- x", "...", "+++", "")
FRAGMENTS = (
    "session:", "  title: 'it''s'", '  title: "Fix: \\u263a"', "  status: in_progress", "  created: 2025-12-04T14:30:00Z",
    "  created: 2025-02-30", "  last_updated: 2025-12-04T25:00:00Z", "orchestration:", "  spawned_agents:",
    "    - agent: x", "      task: y", "      agent: z", "    - just text", "a: 1", "a: 2", "'a': 3", "1: x", "&k 1: x",
    "!!int 2: y", "*k : z", "b: &s {self: *s}", "c: &c [x, x]", "d: [*c, *c]", "<<: *c", "e: !!int abc", "f: !foo bar",
    "g: !!python/object/apply:os.system [x]", "h: {{ t }}", "{{ t }}: h", "i: [1, {j: k}, [l: m , n]]", "o: {p , q: }",
    "? r", ": s", "? [t]", "- u", "-   - v", "w: |", "  text", "   ---", "x: >-", "y: b\x85c\u2028d\u2029e", "z: b\t",
    "tab:\tc", "e: f\t# g", "\tbad: x", 'esc: "\\UFFFFFFFF"', 'esc: "\\ud800"', "num: " + "1" * 500, "ä😀: 😀 # 😀",
    "deep: " + "[" * 70, "deep: " + "[" * 20 + "]" * 20, "open: [", "open: {", "open: 'x", 'open: "x', "]", "}",
    "# comment", "%YAML 1.1", "--- # c", "@x", "`y`", "- ", "null", "~", "\ufeff", "a" * 1100 + ": b", "y: \ue000\x85",
)  # fmt: skip
BODIES = (
    "# Session: 😀", "## Context", "##\tCurrent State ##", "   ## **Next Steps** <!-- x -->", "    ## code", "### a <!-- b",
    "Setext", "=====", "---", "***", "- [ ] a", "  - [x] b", "- - [X] c", "> - [ ] d", "1. [ ] e", "- ## f", "> ## g",
    "-", "- " * 12 + "x", ">" * 25, "```", "~~~", "````py", "    ```", "<!-- a -->", "<!--", "-->", "<!-->", "<div>",
    "</div>", "`<!-- c -->`", "a ` b", "[a]: b", "![[", "|a|b|", "|-|-|", "\u00a0", "\v", "\f", "## \u00a0x\u00a0",
    "## Session Log", "### 2025-12-04 14:30 - a", "### **2025-12-04T14:30Z** b", "-[ ] a", "<<<<<<< a", "=======", ">>>>>>> b", "text", "", "  ", "\t", "<?", "<![CDATA[", "## ** a **", "## #", "#", "\\",
)  # fmt: skip
ODD = (
    "\x00",
    "\x1b",
    "\x7f",
    "\x85",
    "\u2028",
    "\u202e",
    "\u200b",
    "\ufeff",
    "\ufffe",
    "😀",
    "\t",
    "\v",
    "\f",
    "\udcff",
)
BREAKS = ("\n", "\r\n", "\r")


@st.composite
def session_texts(draw: st.DrawFn) -> str:
    """Compose sessions, good and broken."""
    odd = draw(st.booleans())
    line_end = draw(st.sampled_from(BREAKS))

    def lines(of: tuple[str, ...], most: int) -> list[str]:
        line = st.sampled_from(of)
        if odd:
            line |= (
                st.sampled_from(ODD)
                | st.tuples(st.sampled_from(of), st.sampled_from(ODD)).map("".join)
                | st.text(max_size=8)
            )
        return draw(st.lists(line, max_size=most))

    parts = [draw(st.sampled_from(FENCES) if odd else st.just("---"))]
    parts += lines(FRAGMENTS, 12)
    parts.append(draw(st.sampled_from(FENCES) if odd else st.just("---")))
    parts += lines(BODIES, 16)
    ends = [draw(st.sampled_from(BREAKS)) if odd else line_end for _ in parts]
    if draw(st.booleans()):
        ends[-1] = ""
    return draw(st.sampled_from(("", "", "\ufeff"))) + "".join(
        part + end for part, end in zip(parts, ends, strict=True)
    )


ANY_TEXT = (
    session_texts()
    | st.text()
    | st.text(alphabet="-: \n\r\t[]{}&*!|>'\"#%@`a1<~=_?,.\ufeff\x85", max_size=60).map("---\n{}\n---\n".format)
)


def check_spans(one: Session) -> None:
    for span in all_spans(one):
        assert 0 <= span.start <= span.end <= len(one.text), span
    if one.front.span:
        assert one.front.span.start <= one.front.content.start
        assert one.front.content.end <= max(one.front.span.end, one.front.body)
    assert one.body.span in (Span(one.front.body, len(one.text)), Span(0, 0))


def check_nodes(one: Session, root: Node) -> None:
    done: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in done:
            continue
        done.add(id(node))
        assert one.front.content.start <= node.span.start
        assert node.span.end <= one.front.content.end
        last = node.span.start
        for number, entry in enumerate(node.entries):
            assert last <= entry.key_span.start
            assert entry.value_span.end <= node.span.end
            last = entry.value_span.end
            if isinstance(node.data, dict):
                assert entry.key_span.end <= entry.value_span.start
                assert node.data[entry.key] is not None or entry.key in node.data
            else:
                assert (entry.key, entry.key_span) == (str(number), entry.value_span)
            check_key(cut(one.text, entry.key_span) or "", entry.key, is_key=isinstance(node.data, dict))
            waiting.append(entry.node)


def check_key(written: str, key: str, *, is_key: bool) -> None:
    """A plain key stands in the text as it is; a quoted one has its quotes."""
    if is_key and written and written[0] not in "&*!\"'|>" and not re.search(r"[\r\n]", written):
        assert written == key
    if is_key and re.fullmatch(r"'[^'\r\n]*'|\"[^\"\\\r\n]*\"", written):
        assert written[1:-1] == key


def check_body(one: Session) -> None:
    body = one.body
    last = body.span.start
    for heading in body.headings:
        assert last <= heading.line.start <= heading.span.start <= heading.span.end <= heading.line.end
        last = heading.line.end
        assert not re.search(r"[\r\n]", heading.title)
    for spans in (body.comments, body.code):
        assert all(before.end <= after.start for before, after in pairwise(spans))
    for span in body.comments:
        assert one.text.startswith("<!--", span.start)
        assert not any(block.start <= span.start < block.end for block in body.code)
    for task in one.tasks:
        assert cut(one.text, task.span) in (("[x]", "[X]") if task.done else ("[ ]",))
        assert not body.is_code(task.span.start)
    for paragraph in body.paragraphs:
        assert one.text[paragraph.start : paragraph.end].strip(" \t\r\n")
    for entry in (entry for entries in one.logs for entry in entries):
        assert entry.span.start <= entry.head.start <= entry.stamp.start <= entry.stamp.end <= entry.head.end
        assert entry.head.end <= entry.span.end
    for level in range(1, 7):
        sections = body.sections(level)
        assert [section.heading for section in sections] == [one for one in body.headings if one.level == level]
        assert all(before.body.end <= after.heading.line.start for before, after in pairwise(sections))
        for section in sections:
            assert section.body.start == section.heading.line.end
            inside = [one for one in body.headings if section.body.start <= one.line.start < section.body.end]
            assert all(heading.level > level for heading in inside)
            prose = body.prose(one.text, section.body)
            assert prose == prose.strip(" \t\r\n\v\f")


@PLENTY
@given(ANY_TEXT)
@example("---\n? a\n# c\n---\n")
@example("---\n\ufeffa: b\n---\n")
@example("\ufeff--\n---\n")
@example("---\na: [b: c , d]\n---\n")
@example("---\n&x 1: 2\n---\n")
@example("---\n" + "".join(map(chr, range(0xE000, 0xF900))) + ": \x85\n---\n")
def test_any_text_is_read_and_its_spans_nest(written: str) -> None:
    one = read(written)
    check_spans(one)
    if one.front.root:
        check_nodes(one, one.front.root)
    check_body(one)


@PLENTY
@given(st.binary() | session_texts().map(lambda written: written.encode("utf-8", "surrogateescape")))
def test_any_bytes_are_decoded_and_read(data: bytes) -> None:
    decoded, problems = session.decode(data)
    one = session.read(PATH, decoded, PROFILE, problems)
    assert bool(problems) is not _is_utf8(data)
    if not problems:
        assert decoded.encode() == data
    check_spans(one)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@PLENTY
@given(session_texts())
def test_line_ends_change_no_data(written: str) -> None:
    assume("\r" not in written)
    one, other = read(written), read(written.replace("\n", "\r\n"))
    assert one.front.data == other.front.data
    assert [problem.message for problem in one.front.problems if "bytes" not in problem.message] == [
        problem.message for problem in other.front.problems if "bytes" not in problem.message
    ]
    assert [heading.title for heading in one.body.headings] == [heading.title for heading in other.body.headings]
    assert [(task.done, task.text) for task in one.tasks] == [(task.done, task.text) for task in other.tasks]


LINES = st.text(alphabet="a\r\n\ufeff\x85\u2028😀ä", max_size=30)


@PLENTY
@given(LINES)
def test_offsets_and_positions_are_two_names_of_one_place(written: str) -> None:
    index = LineIndex(written)
    places = [index.position(offset) for offset in range(len(written) + 1)]
    assert places == sorted(set(places))
    for offset, place in enumerate(places):
        inside_break = written[max(offset - 1, 0) : offset + 1] == "\r\n"
        assert index.offset(place) == offset - inside_break
        assert index.row(offset) == place.row


@PLENTY
@given(LINES)
def test_lines_and_their_breaks_are_the_text(written: str) -> None:
    index = LineIndex(written)
    rows = range(1, len(index.starts) + 1)
    assert [index.line(row) for row in rows] == re.split(r"\r\n|\r|\n", written)
    assert [index.offset(Position(row, 10**6)) for row in rows] == [index.line_span(row).end for row in rows]


@PLENTY
@given(LINES, st.data())
def test_other_columns_are_lengths_in_other_encodings(written: str, data: st.DataObject) -> None:
    index = LineIndex(written)
    offset = data.draw(st.integers(0, len(written)))
    before = written[index.starts[index.row(offset) - 1] : offset]
    assert index.utf16_position(offset).column == len(before.encode("utf-16-le")) // 2 + 1
    assert index.utf8_position(offset).column == len(before.encode()) + 1


@PLENTY
@given(st.text(st.characters() | st.sampled_from(ODD)))
def test_printable_text_is_safe_and_stays_as_it_is(written: str) -> None:
    safe = text.printable(written)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", safe)
    assert text.printable(safe) == safe
    assert len(safe.splitlines()) <= 1
    safe.encode()


@PLENTY
@given(st.text(st.characters() | st.sampled_from((*ODD, "`"))), st.integers(2, 80))
def test_a_shown_value_is_one_quoted_line(written: str, limit: int) -> None:
    shown = text.shown(written, limit)
    plain = shown[:1] == shown[-1:] == "`" and "`" not in shown[1:-1]
    assert shown == "empty" or plain or (shown.startswith("`` ") and shown.endswith(" ``"))
    assert "\n" not in shown
    assert text.printable(shown) == shown


def distance(left: str, right: str) -> int:
    """The distance as the definition has it."""

    @cache
    def count(a: int, b: int) -> int:
        if a == 0 or b == 0:
            return a + b
        found = min(count(a - 1, b) + 1, count(a, b - 1) + 1, count(a - 1, b - 1) + (left[a - 1] != right[b - 1]))
        if a > 1 and b > 1 and left[a - 2 : a] == right[b - 2 : b][::-1]:
            found = min(found, count(a - 2, b - 2) + 1)
        return found

    return count(len(left), len(right))


WORDS = st.text(alphabet="abc", max_size=7)


@PLENTY
@given(WORDS, WORDS, st.integers(0, 8))
def test_edits_are_the_distance_up_to_the_limit(left: str, right: str, limit: int) -> None:
    assert text.edits(left, right, limit) == min(distance(left, right), limit + 1)
    assert text.edits(right, left, limit) == text.edits(left, right, limit)


@PLENTY
@given(WORDS, st.lists(WORDS, max_size=5).map(tuple), st.integers(0, 3))
def test_the_closest_word_is_the_first_of_the_nearest(word: str, known: tuple[str, ...], limit: int) -> None:
    near = [candidate for candidate in known if distance(word, candidate) <= limit]
    expected = min(near, key=lambda candidate: distance(word, candidate)) if near else None
    assert text.closest(word, known, limit) == expected


ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 30), timezones=ZONES)  # noqa: DTZ001
SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-5][0-9])")


def expected_instant(written: str) -> datetime | None:
    """What the standard library reads, once the shape is right."""
    if not SHAPE.fullmatch(written):
        return None
    try:
        return datetime.fromisoformat(written.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@PLENTY
@given(INSTANTS, st.sampled_from("Tt"), st.sampled_from(("Z", "z", "")))
def test_a_valid_timestamp_is_read_as_its_instant(instant: datetime, joint: str, zone: str) -> None:
    moment = instant.replace(tzinfo=UTC) if zone else instant
    written = moment.isoformat(sep=joint).removesuffix("+00:00" if zone else "") + zone
    assert timestamps.read(written) == timestamps.Reading(moment.astimezone(UTC))


@PLENTY
@given(INSTANTS, st.data())
def test_a_timestamp_with_one_wrong_character_is_read_as_the_standard_library_does(
    instant: datetime, data: st.DataObject
) -> None:
    written = instant.isoformat()
    at = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.sampled_from("0123456789-+:.TtZz \n٣９") | st.just(""))
    written = written[:at] + other + written[at + 1 :]
    assume(written[17:19] != "60")
    reading = timestamps.read(written)
    assert reading.instant == expected_instant(written)
    assert bool(reading.fault) is (reading.instant is None)
    if reading.as_utc is not None:
        assert timestamps.read(reading.as_utc).instant is not None


@PLENTY
@given(
    st.text()
    | st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?(Z| \+[0-9]{2}:[0-9]{2})?\Z")
)
def test_what_a_timestamp_is_advised_to_be_is_a_timestamp(written: str) -> None:
    reading = timestamps.read(written)
    advised = re.search(r'"([^"]*)"', reading.advice)
    if advised:
        assert timestamps.read(advised[1]).instant is not None
    assert reading.as_utc is None or timestamps.read(reading.as_utc).instant is not None


@PLENTY
@given(INSTANTS)
def test_a_written_instant_is_read_again(instant: datetime) -> None:
    whole = instant.replace(microsecond=0)
    assert timestamps.read(timestamps.as_text(instant)).instant == whole.astimezone(UTC)
    assert PROFILE.filename.read(PROFILE.filename.write(instant, "a")).stamp == whole.astimezone(UTC)


@PLENTY
@given(st.text() | st.text(alphabet="0123456789-_.TZ md", max_size=30))
@pytest.mark.parametrize(
    "pattern", ["YYYYMMDD-HHMMSS-<description>.md", "YYYY-MM-DD <description>", "<description>.md"]
)
def test_any_name_is_taken_apart_and_put_together(pattern: str, name: str) -> None:
    read_name = filename.Pattern(pattern).read(name)
    assert name.startswith(read_name.lead + read_name.description)
    if read_name.suffixed:
        assert name == read_name.lead + read_name.description + filename.Pattern(pattern).suffix
    if read_name.stamp:
        assert filename.Pattern(pattern).write_lead(read_name.stamp) == read_name.lead


@PLENTY
@given(st.text())
def test_a_slug_is_kebab_case_and_stays_as_it_is(written: str) -> None:
    slug = filename.slug(written)
    assert slug == "" or filename.KEBAB.fullmatch(slug)
    assert filename.slug(slug) == slug


@PLENTY
@given(st.text() | st.text(alphabet="PLTplt-_.019", max_size=20), st.sampled_from(((), ("PLT",), ("p", "LT"))))
def test_ids_lie_in_their_name_and_are_ids(name: str, teams: tuple[str, ...]) -> None:
    found = linear.find(name, teams)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(linear.team(name[span.start : span.end].upper()) for span in found)
    assert len(linear.strip(name, found)) <= len(name) - sum(span.end - span.start for span in found)

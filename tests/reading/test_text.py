"""Places in a text, and text that is safe to show."""

from __future__ import annotations

import pytest

from session_lint.text import LineIndex, Position, Span, closest, edits, key_distance, letters, printable, shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("", [""], id="no text is one line"),
        pytest.param("a", ["a"], id="no final line end"),
        pytest.param("a\n", ["a", ""], id="LF"),
        pytest.param("a\r\nb", ["a", "b"], id="CRLF is one line end"),
        pytest.param("a\rb", ["a", "b"], id="CR"),
        pytest.param("a\n\rb", ["a", "", "b"], id="LF CR is two line ends"),
        pytest.param("a\r\r\nb", ["a", "", "b"], id="CR CRLF is two line ends"),
        pytest.param(
            "a\vb\fc\x1cd\x85e\u2028f\u2029g", ["a\vb\fc\x1cd\x85e\u2028f\u2029g"], id="what splitlines splits"
        ),
    ],
)
def test_a_line_ends_at_lf_crlf_or_cr_only(text: str, lines: list[str]) -> None:
    index = LineIndex(text)
    assert [index.line(row) for row in range(1, len(index.starts) + 1)] == lines


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        pytest.param("a", "\n", id="one line"),
        pytest.param("a\r\nb\n", "\r\n", id="CRLF first"),
        pytest.param("a\rb\n", "\r", id="CR first"),
        pytest.param("a\nb\r\n", "\n", id="LF first"),
    ],
)
def test_the_line_end_of_a_text_is_its_first(text: str, newline: str) -> None:
    assert LineIndex(text).newline == newline


@pytest.mark.parametrize(
    ("text", "offset", "position", "utf16", "utf8"),
    [
        pytest.param("", 0, (1, 1), (1, 1), (1, 1), id="no text"),
        pytest.param("ab", 1, (1, 2), (1, 2), (1, 2), id="first line"),
        pytest.param("ab", 2, (1, 3), (1, 3), (1, 3), id="end of the text"),
        pytest.param("a\nb", 1, (1, 2), (1, 2), (1, 2), id="on the line end"),
        pytest.param("a\nb", 2, (2, 1), (2, 1), (2, 1), id="behind the line end"),
        pytest.param("a\r\nb", 3, (2, 1), (2, 1), (2, 1), id="behind CRLF"),
        pytest.param("\U0001f600x", 1, (1, 2), (1, 3), (1, 5), id="behind an astral character"),
        pytest.param("äx", 1, (1, 2), (1, 2), (1, 3), id="behind an umlaut"),
        pytest.param("\ufeffab", 0, (1, 0), (1, 1), (1, 1), id="a BOM is column 0"),
        pytest.param("\ufeffab", 1, (1, 1), (1, 2), (1, 4), id="behind a BOM"),
        pytest.param("\ufeffa\n\ufeffb", 3, (2, 1), (2, 1), (2, 1), id="no BOM but on the first line"),
        pytest.param("\udcffx", 1, (1, 2), (1, 2), (1, 4), id="behind a byte that is not UTF-8"),
    ],
)
def test_a_place_is_counted_in_code_points_utf16_and_utf8(
    text: str, offset: int, position: tuple[int, int], utf16: tuple[int, int], utf8: tuple[int, int]
) -> None:
    index = LineIndex(text)
    assert index.position(offset) == Position(*position)
    assert index.utf16_position(offset) == Position(*utf16)
    assert index.utf8_position(offset) == Position(*utf8)
    assert index.offset(Position(*position)) == offset


@pytest.mark.parametrize(
    ("text", "position", "offset"),
    [
        pytest.param("ab\ncd", (1, 99), 2, id="behind the end of a line"),
        pytest.param("ab\r\ncd", (1, 99), 2, id="behind the end of a CRLF line"),
        pytest.param("ab", (1, 0), 0, id="before the first column"),
        pytest.param("\ufeffab", (1, 99), 3, id="behind the end of a line with a BOM"),
    ],
)
def test_a_column_outside_its_line_is_the_nearest_one_inside(text: str, position: tuple[int, int], offset: int) -> None:
    assert LineIndex(text).offset(Position(*position)) == offset


def test_the_span_of_a_line_leaves_its_break_out() -> None:
    index = LineIndex("ab\r\nc\r\rd")
    assert [index.line_span(row) for row in (1, 2, 3, 4)] == [Span(0, 2), Span(4, 5), Span(6, 6), Span(7, 8)]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        pytest.param("plain ä \U0001f600 \\ `", "plain ä \U0001f600 \\ `", id="ordinary text"),
        pytest.param("a\n::error::b", r"a\n::error::b", id="a forged line"),
        pytest.param("\r\t\x1b[31m\x00\x7f", r"\r\t\x1b[31m\x00\x7f", id="C0 and DEL"),
        pytest.param("\x85\x9b", r"\x85\x9b", id="C1"),
        pytest.param("\u2028\u2029", r"\u2028\u2029", id="line and paragraph separator"),
        pytest.param("\u202e\u2066\u200b\ufeff", r"\u202e\u2066\u200b\ufeff", id="bidi and zero width"),
        pytest.param("\U000e0041", r"\U000e0041", id="tag characters"),
        pytest.param("\udcff", r"\xff", id="a byte that is not UTF-8"),
        pytest.param("\ud800", r"\ud800", id="a lone surrogate"),
        pytest.param("👨\u200d👩", "👨\u200d👩", id="an emoji's joiner stays"),
    ],
)
def test_text_for_people_holds_nothing_that_forges_or_hides(text: str, safe: str) -> None:
    assert printable(text) == safe


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(None, "`null`", id="null"),
        pytest.param(True, "`true`", id="true"),
        pytest.param(False, "`false`", id="false"),
        pytest.param(12, "`12`", id="int"),
        pytest.param(1.5, "`1.5`", id="float"),
        pytest.param("", "empty", id="empty"),
        pytest.param({"a": 1}, "a mapping", id="mapping"),
        pytest.param([1], "a list", id="list"),
        pytest.param("a`b\nc", r"`` a`b\nc ``", id="backtick and line end"),
        pytest.param("x" * 60, f"`{'x' * 60}`", id="60 characters"),
        pytest.param("x" * 61, f"`{'x' * 59}…`", id="61 characters"),
    ],
)
def test_a_value_is_quoted_in_one_line(value: object, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("left", "right", "limit", "count"),
    [
        pytest.param("", "", 2, 0, id="nothing"),
        pytest.param("abc", "abc", 0, 0, id="equal"),
        pytest.param("abc", "abd", 2, 1, id="replaced"),
        pytest.param("abc", "ab", 2, 1, id="deleted"),
        pytest.param("abc", "abxc", 2, 1, id="inserted"),
        pytest.param("abc", "acb", 2, 1, id="neighbours swapped"),
        pytest.param("ab", "ba", 1, 1, id="neighbours swapped at the limit"),
        pytest.param("ab", "ba", 0, 1, id="neighbours swapped over the limit"),
        pytest.param("ca", "abc", 9, 3, id="restricted: no edit within a swap"),
        pytest.param("kitten", "sitting", 9, 3, id="the usual example"),
        pytest.param("kitten", "sitting", 2, 3, id="over the limit"),
        pytest.param("a", "abcdefgh", 3, 4, id="far over the limit"),
    ],
)
def test_edits_are_counted_up_to_the_limit(left: str, right: str, limit: int, count: int) -> None:
    assert edits(left, right, limit) == count


@pytest.mark.parametrize(
    ("word", "near"),
    [
        pytest.param("sttaus", "status", id="swapped"),
        pytest.param("titles", "title", id="one letter more"),
        pytest.param("staatuus", "status", id="two letters more"),
        pytest.param("branch", None, id="far from all"),
    ],
)
def test_the_closest_word_is_at_most_two_edits_away(word: str, near: str | None) -> None:
    assert closest(word, ("title", "status")) == near


def test_the_closest_of_no_words_is_none() -> None:
    assert closest("a", ()) is None


def test_the_first_of_several_equally_close_words_wins() -> None:
    assert closest("cat", ("bat", "hat")) == "bat"


def test_spelling_is_what_letters_leaves_out() -> None:
    assert letters("In-Progress _x\t") == "inprogressx"


@pytest.mark.parametrize(("key", "distance"), [("a" * 9, 1), ("a" * 10, 2)])
def test_long_keys_have_room_for_two_edits(key: str, distance: int) -> None:
    assert key_distance(key) == distance

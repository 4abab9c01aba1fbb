"""The pure parts of the server: places in each encoding, differences, URIs, frames."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types

from session_lint.lsp import convert, uris
from session_lint.lsp.differences import between
from session_lint.lsp.documents import Document
from session_lint.lsp.stdio import Frames
from session_lint.lsp.view import UTF8, UTF16, UTF32, View, changed
from session_lint.text import BOM, LineIndex, Span

from .editor import applied, framed, offset_at

ENCODINGS = (UTF8, UTF16, UTF32)
# Characters of one to four bytes, what ends lines, what only looks as if it did, and half of a surrogate pair.
TEXTS = st.text(st.sampled_from("ab \r\n\x0b\x0c\x85\u2028\u2029é–\ufeff𝔸🎉\ud83d#-"), max_size=60)


def view(text: str, encoding: str = UTF16) -> View:
    return View(LineIndex(text), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, share=st.floats(0, 1))
@example(text="𝔸\r\n🎉", share=1.0)
def test_a_place_leads_back_to_its_offset(encoding, text, share):
    offset = round(share * len(text))
    found = view(text, encoding)
    row, column = found.place(offset)
    inside_break = text[offset - 1 : offset + 1] == "\r\n" and offset > 0
    assert found.offset(row, column) == (offset - 1 if inside_break else offset)
    assert offset_at(text, row, column, encoding) == found.offset(row, column)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, row=st.integers(0, 70), column=st.integers(0, 300))
def test_any_place_is_an_offset_inside_the_text(encoding, text, row, column):
    found = view(text, encoding)
    offset = found.offset(row, column)
    assert 0 <= offset <= len(text)
    again = found.place(offset)
    assert found.offset(*again) == offset
    if row < len(found.lines.starts):
        assert (again[0], again[1] <= column) == (row, True)


@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS), start=st.integers(0, 60), size=st.integers(0, 20))
def test_a_range_is_a_span_and_back(text, encoding, start, size):
    found = view(text, encoding)
    start = min(start, len(text))
    end = min(start + size, len(text))
    start, end = (found.offset(*found.place(offset)) for offset in (start, end))
    assert convert.span(found, convert.extent(found, Span(start, end))) == Span(start, end)


def test_a_range_that_ends_before_it_begins_is_empty():
    given_range = types.Range(types.Position(0, 3), types.Position(0, 1))
    assert convert.span(view("abcdef"), given_range) == Span(3, 3)


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        pytest.param("é–𝔸x", UTF8, (0, 9), id="utf-8"),
        pytest.param("é–𝔸x", UTF16, (0, 4), id="utf-16"),
        pytest.param("é–𝔸x", UTF32, (0, 3), id="utf-32"),
        pytest.param("a\rb\r\nc\nx", UTF16, (3, 0), id="each kind of line end"),
        pytest.param("a\u2028b\x85c\x0bx", UTF16, (0, 6), id="what is no line end"),
        pytest.param("\ufeffx", UTF16, (0, 1), id="a byte order mark"),
    ],
)
def test_columns_count_what_was_agreed_on(text, encoding, expected):
    assert view(text, encoding).place(text.index("x")) == expected


@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS), data=st.data())
def test_changes_are_taken_as_the_editor_makes_them(text, encoding, data):
    document = Document("untitled:1", text, 1, encoding)
    for version in range(2, 5):
        places = [view(text, encoding).place(data.draw(st.integers(0, len(text)))) for _ in range(2)]
        start, end = sorted(places)
        new = data.draw(TEXTS)
        edit = {
            "range": {
                "start": {"line": start[0], "character": start[1]},
                "end": {"line": end[0], "character": end[1]},
            },
            "newText": new,
        }
        text = applied(text, [edit], encoding)
        document = document.changed([((start, end), new)], version)
        assert (document.text, document.version) == (text, version)


@given(text=TEXTS, encoding=st.sampled_from(ENCODINGS), data=st.data())
def test_changes_in_one_message_are_taken_one_after_the_other(text, encoding, data):
    places = st.tuples(st.integers(-1, 9), st.integers(-1, 9))  # some of them are nowhere in the text
    changes = data.draw(st.lists(st.tuples(st.tuples(places, places), TEXTS), max_size=4))
    document = Document("untitled:1", text, 1, encoding).changed(changes, 2)
    for (start, end), new in changes:
        text = changed(view(text, encoding), start, end, new)
    assert document.text == text


def test_a_thousand_changes_of_a_long_text_in_one_message_do_not_take_long():
    document = Document("untitled:1", "a line\n" * 100_000, 1)
    begun = time.perf_counter()
    text = document.changed([(((row, 0), (row, 1)), "A") for row in range(1000)], 2).text
    assert time.perf_counter() - begun < 5  # a search for all lines at each change takes 20
    assert text == "A line\n" * 1000 + "a line\n" * 99_000


def test_a_change_of_all_is_the_new_text():
    assert Document("untitled:1", "a\nb", 1).changed([(None, "x"), (((0, 1), (0, 1)), "y")], 2).text == "xy"


def test_a_change_inside_a_character_takes_it_as_a_whole():
    assert changed(view("a🎉b"), (0, 2), (0, 3), "-") == "a-b"


@given(before=TEXTS, after=TEXTS)
@example(before="a\r\nb", after="a\nb")
@example(before="a\nb\n", after="a\r\nb\n")
def test_differences_make_one_text_the_other(before, after):
    found = between(before, after)
    for encoding in ENCODINGS:
        edits = convert.edits(view(before, encoding), found)
        made = [
            {
                "range": {
                    side: {"line": place.line, "character": place.character}
                    for side, place in (("start", one.range.start), ("end", one.range.end))
                },
                "newText": one.new_text,
            }
            for one in edits
        ]
        assert applied(before, made, encoding) == after


def test_differences_are_small():
    before = "".join(f"line {number}\n" for number in range(50))
    assert between(before, before.replace("line 7\n", "row 7\n").replace("line 30\n", "")) == (
        (Span(before.index("line 7"), before.index("line 7") + 4), "row"),
        (Span(before.index("line 30"), before.index("line 31")), ""),
    )


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        pytest.param("file:///a/b%20c.md", "/a/b c.md", id="a blank"),
        pytest.param("file:///c%3A/x.md", "/c:/x.md", id="a colon, as VS Code writes it"),
        pytest.param("file:///gr%C3%B6%C3%9Fe.md", "/größe.md", id="UTF-8"),
        pytest.param("file:///größe.md", "/größe.md", id="not encoded"),
        pytest.param("file:///%FF.md", "/\udcff.md", id="no UTF-8"),
        pytest.param("FILE://localhost/a.md", "/a.md", id="this machine by its name"),
        pytest.param("file:/a.md", "/a.md", id="one slash"),
        pytest.param("file:////a.md", "/a.md", id="four"),
        pytest.param("file:///a.md?query#fragment", "/a.md", id="more behind it"),
        pytest.param("file://server/share/a.md", None, id="another machine"),
        pytest.param("file:///a%00.md", None, id="NUL"),
        pytest.param("untitled:Untitled-1", None, id="no file yet"),
        pytest.param("vscode-vfs://github/o/r/.agents/sessions/a.md", None, id="a file elsewhere"),
        pytest.param("git:/a/.agents/sessions/a.md?%7B%22ref%22%3A%22~%22%7D", None, id="another version of a file"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_uri_names_a_path_of_this_machine_or_none(uri, path):
    assert uris.path_of(uri) == path


@given(parts=st.lists(st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1), min_size=1))
@example(parts=["a b", "größe#1?.md", "\udcff%41.md"])
def test_a_path_leads_back_from_its_uri(parts):
    path = "/" + "/".join(parts)
    assert uris.path_of(uris.uri_of(path)) == path


@given(bodies=st.lists(st.binary(max_size=40), max_size=5), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_messages_are_found_however_they_are_cut(bodies, cuts):
    data = b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)
    frames = Frames()
    ends = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    found = [body for start, end in pairwise(ends) for body in frames.feed(data[start:end])]
    assert found == bodies


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"content-length:2\r\nContent-Type: x\r\n\r\n{}", id="small letters and another header"),
        pytest.param(b"X-One: 1\r\n\r\nContent-Length: 2\r\n\r\n{}", id="a block without a length"),
        pytest.param(b"Content-Length: two\r\n\r\nContent-Length: 2\r\n\r\n{}", id="a length that is none"),
        pytest.param(b'{"half": 1}Content-Length: 2\r\n\r\n{}', id="half a message on the same line"),
        pytest.param(b"?" * 100_000 + b"\r\n\r\nContent-Length: 2\r\n\r\n{}", id="noise"),
    ],
)
def test_what_is_no_header_is_passed_over(data):
    assert Frames().feed(data) == [b"{}"]


def test_a_message_is_framed_as_the_test_expects():
    assert Frames().feed(framed({"a": "é"})) == [b'{"a": "\\u00e9"}']


@pytest.mark.parametrize(
    ("disk", "text", "judged"),
    [
        pytest.param("\ufeffa\r\nb", "a\r\nb", "\ufeffa\r\nb", id="an editor that hides the mark"),
        pytest.param("a\r\nb\r\n", "a\nb\n", "a\r\nb\r\n", id="an editor that hides CR"),
        pytest.param("a\r\nb\r\n", "a\r\nb\n", "a\r\nb\n", id="one that does not"),
        pytest.param("a\nb", "a\nb", "a\nb", id="nothing to hide"),
        pytest.param("\ufeffa", "\ufeffa", "\ufeffa", id="a mark that is shown"),
    ],
)
def test_a_text_is_judged_as_it_will_be_on_the_disk(tmp_path, disk, text, judged):
    path = tmp_path / "a.md"
    path.write_bytes(disk.encode())
    document = Document.opened(path.as_uri(), text, 1, UTF16)
    assert document.judged == judged
    rows = [document.view.place(judged.index(letter)) for letter in text if letter.isalpha()]
    assert rows == [view(text).place(text.index(letter)) for letter in text if letter.isalpha()]
    whole = convert.edits(document.view, between(judged, f"{BOM * judged.startswith(BOM)}x\r\ny"))
    assert all("\r" not in edit.new_text for edit in whole) == document.returns

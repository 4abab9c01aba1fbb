from __future__ import annotations

import json
import re
import subprocess
import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint.diagnostic import Delete, Diagnostic, Edit, Fix, Related, Rename, Severity
from session_lint.report import FORMATS, Report, Skipped, Style, render, summary
from session_lint.text import Span

from .samples import CLEAN, REPORT

NASTY: tuple[str, ...] = (
    "::error::x",
    "\n::error::x",
    " ::warning file=a::",
    "##[error]",
    "##vso[task.x]",
    "\x1b[2J",
    "\x1b]8;;x\x07",
)
NASTY += ("\r", "\r\n", "\t", "\u202e", "\u2028", "\x85", "\ufeff", "\udcff", "\ud800", "%0A", "e\u0301", "天", "🤖")
NASTY += ("|", "\\", "`", "``", "![a](b)", "<b>", "<!--", "&amp;", "@a", "#1", "a@b.c", "https://a.b", "]]>", '"', " ")
TEXTS = st.lists(st.sampled_from(NASTY) | st.text(max_size=5), max_size=6).map("".join)
# A text from a file was decoded strictly; long lines are cut, so there are some.
SOURCES = st.tuples(TEXTS, st.integers(1, 60)).map(
    lambda pair: re.sub("[\ud800-\udfff]", "?", pair[0]) * pair[1],
)
SPANS = st.tuples(st.integers(0, 300), st.integers(0, 200)).map(lambda pair: Span(pair[0], sum(pair)))
CHANGES = st.builds(Edit, TEXTS, SPANS, TEXTS) | st.builds(Rename, TEXTS, TEXTS) | st.builds(Delete, TEXTS)
DIAGNOSTICS = st.builds(
    Diagnostic,
    path=TEXTS,
    code=TEXTS,
    name=TEXTS,
    severity=st.sampled_from((Severity.ERROR, Severity.WARNING, Severity.INFO)),
    span=SPANS,
    message=TEXTS,
    help=TEXTS,
    fix=st.none() | st.builds(Fix, TEXTS, st.tuples(CHANGES), st.booleans()),
    field=st.lists(TEXTS, max_size=2).map(tuple),
    section=st.none() | TEXTS,
    related=st.tuples(st.builds(Related, SPANS, TEXTS, st.none() | TEXTS)),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    diagnostics = draw(st.lists(DIAGNOSTICS, max_size=4).map(tuple))
    paths = draw(st.sets(st.sampled_from([d.path for d in diagnostics]))) if diagnostics else set()
    return Report(
        diagnostics,
        {path: draw(SOURCES) for path in sorted(paths)},
        files_checked=draw(st.integers(0, 5)),
        skipped=draw(st.lists(st.builds(Skipped, TEXTS, TEXTS), max_size=2).map(tuple)),
        truncated=draw(st.lists(TEXTS, max_size=2).map(tuple)),
    )


def assert_harmless(text: str) -> None:
    assert text.encode("utf-8").decode("utf-8") == text
    controls = {character for character in text if category(character) in {"Cc", "Zl", "Zp", "Cs"}}
    assert controls <= {"\n"}
    assert not re.search("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text)
    assert not re.search(r"##\w*\[", text)


def commands(text: str) -> int:
    """Count the lines that GitHub obeys (actions/runner, ActionCommand.TryParseV2, trims blanks)."""
    return sum(line.lstrip().startswith("::") for line in text.split("\n"))


@given(report=reports())
def test_json_comes_back_in_strict_readers(report: Report) -> None:
    text = render("json", report, Style())
    assert text.isascii()
    assert_harmless(text)
    back = json.loads(text)
    json.dumps(back, ensure_ascii=False).encode("utf-8")
    assert [d["message"] for d in back["diagnostics"]] == [escape_surrogates(d.message) for d in report.diagnostics]


def escape_surrogates(text: str) -> str:
    """Give a text with escapes for what no Unicode text has."""

    def escape(match: re.Match[str]) -> str:
        code = ord(match.group())
        return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"

    return re.sub("[\ud800-\udfff]", escape, text)


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "github"])
def test_a_quiet_report_has_no_closing_lines(name: str) -> None:
    text, quiet = render(name, REPORT, Style()), render(name, REPORT, Style(quiet=True))
    assert text.removeprefix(quiet.rstrip("\n")).lstrip("\n") == "\n".join((*summary.closing(REPORT, Style()), ""))
    assert render(name, CLEAN, Style(quiet=True)) == ""


@pytest.mark.parametrize("name", FORMATS)
def test_only_the_format_that_is_asked_for_is_imported(name: str) -> None:
    code = (
        "import sys; from session_lint.report import FORMATS, Report, Style, render; before = set(sys.modules); "
        f"assert not before & set(FORMATS.values()); render({name!r}, Report(), Style()); "
        "print(*sorted(set(sys.modules) & set(FORMATS.values())))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == [FORMATS[name]]


def test_a_report_of_a_huge_line_is_quick() -> None:
    long = "天" * 60_000
    report = Report(REPORT.diagnostics[:1] * 200, dict.fromkeys(REPORT.sources, long), files_checked=1)
    assert len(render("full", report, Style())) < 200_000

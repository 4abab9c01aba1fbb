"""No name of a file and no text in it can be anything but itself in any output.

SESSION_LINT_EXAMPLES=100000 sends that many reports through each format instead of some hundred.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections import Counter
from random import Random

import pytest

from session_lint.diagnostic import Severity
from session_lint.report import FORMATS, Report, Style, render, statistics

from . import consumers as _consumers  # noqa: F401 -- they enter themselves among the readers
from . import github_runner, odd_reports
from .readers import READERS, Seen

EXAMPLES = int(os.environ.get("SESSION_LINT_EXAMPLES", "400"))
HIDING = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
# Told by their category, and not by the tool's own list.
RAW = re.compile(
    f"[{HIDING}"
    + "".join(
        re.escape(chr(code))
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Cc", "Zl", "Zp", "Cs"} and chr(code) != "\n"
    )
    + "]"
)
LOG_COMMAND = re.compile(r"##\w*\[")


def assert_harmless(text: str) -> None:
    """Fail if a terminal, a log or a strict reader of text would do anything but show the text line by line."""
    assert text.encode("utf-8").decode("utf-8") == text
    raw = RAW.search(text)
    assert raw is None, (raw, text)
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))


def assert_no_commands(text: str) -> None:
    """Fail if GitHub's runner, or another that knows `##name[`, would obey a line."""
    forged = LOG_COMMAND.search(text)
    assert forged is None, (forged, text)
    assert [line for line in text.split("\n") if line.lstrip(github_runner.BLANKS).startswith("::")] == []


def lines_for_the_log(name: str, text: str) -> str:
    """Give the text without the commands that are meant."""
    if name != "github":
        return text
    return "".join(f"{line}\n" for line in text.split("\n")[:-1] if not github_runner.new_style(line))


def expected(name: str, report: Report) -> Counter[Seen]:
    return Counter(READERS[name].form(one, report) for one in report.diagnostics)


def test_every_format_has_a_reader() -> None:
    assert set(FORMATS) - set(READERS) == set()


@pytest.mark.parametrize("name", FORMATS)
def test_a_reader_sees_each_diagnostic_as_it_is_and_nothing_else(name: str) -> None:
    random = Random(20251204)
    diagnostics = 0
    for number in range(EXAMPLES):
        report = odd_reports.report(random)
        text = render(name, report, Style(width=random.randint(40, 160), quiet=random.random() < 0.5))
        assert_harmless(text)
        assert_no_commands(lines_for_the_log(name, text))
        assert Counter(READERS[name].read(text)) == expected(name, report), f"number {number}: {report!r} {text!r}"
        diagnostics += len(report.diagnostics)
    print(f"{name}: {EXAMPLES} reports, {diagnostics} diagnostics")  # noqa: T201 -- the figures of a long run
    assert diagnostics > EXAMPLES


@pytest.mark.parametrize("name", FORMATS)
def test_no_code_and_no_name_of_a_rule_gets_out_raw(name: str) -> None:
    random = Random(20260105)
    for _ in range(EXAMPLES // 4):
        report = odd_reports.report(random, wild=True)
        for text in (render(name, report, Style()), statistics(name, report, Style())):
            assert_harmless(text)
            assert_no_commands(lines_for_the_log(name, text))


@pytest.mark.parametrize("name", FORMATS)
def test_colours_change_nothing_but_the_colours(name: str) -> None:
    random = Random(20260112)
    for _ in range(EXAMPLES // 4):
        report = odd_reports.report(random)
        coloured = render(name, report, Style(color=True))
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(name, report, Style())


def test_what_has_no_annotation_is_a_line_in_the_log() -> None:
    random = Random(20260120)
    reader = READERS["github"]
    for _ in range(EXAMPLES // 20):
        report = odd_reports.report(random, most=60)
        text = render("github", report, Style(quiet=True))
        plain = lines_for_the_log("github", text)
        annotated = Counter(reader.read(text.removesuffix(plain)))
        others = Counter(reader.read(plain))
        assert annotated <= expected("github", report)
        assert others <= expected("concise", report)
        assert annotated.total() + others.total() == len(report.diagnostics)
        levels = Counter(command.name for line in text.split("\n") if (command := github_runner.obeyed(line)))
        full = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.INFO}
        for level, severity in full.items():
            assert levels[level] <= 10
            assert levels[level] >= min(report.count(severity), 9 if level == "notice" else 10)
        assert levels.total() - annotated.total() == bool(others)

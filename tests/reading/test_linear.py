"""Linear issue IDs in file names and URLs."""

from __future__ import annotations

import pytest

from session_lint import linear
from session_lint.linear import COMMON


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("PLT-123-weather-fallback.md", ["PLT-123"], id="in front"),
        pytest.param("20251204-143000-PLT-123.md", ["PLT-123"], id="behind the stamp"),
        pytest.param("PLT-1-TER-2.md", ["PLT-1", "TER-2"], id="two"),
        pytest.param("fix_PLT-1_x.md", ["PLT-1"], id="between underscores"),
        pytest.param("A-1.md", ["A-1"], id="one letter"),
        pytest.param("X1Y2-9.md", ["X1Y2-9"], id="digits in the team"),
        pytest.param("ABCDEFGHIJ-123456.md", ["ABCDEFGHIJ-123456"], id="the longest"),
        pytest.param("ABCDEFGHIJK-1.md", [], id="eleven letters"),
        pytest.param("SESSION-20260420.md", [], id="seven digits and more are a date"),
        pytest.param("OBPI-0.0.16.md", [], id="a version"),
        pytest.param("ABC-1.2.md", [], id="a version with a dot"),
        pytest.param("PLT-1.md", ["PLT-1"], id="the suffix is no version"),
        pytest.param("PLT-012.md", [], id="a leading zero"),
        pytest.param("PLT-0.md", [], id="zero"),
        pytest.param("xPLT-1.md", [], id="within a word"),
        pytest.param("PLT-1x.md", [], id="before a letter"),
        pytest.param("PLT-1-x.md", ["PLT-1"], id="before a hyphen"),
        pytest.param("PLT-١.md", [], id="Arabic digits"),
        pytest.param("spec-020-task-031.md", [], id="words with numbers"),
        pytest.param("plt-12.md", [], id="lower case of no known team"),
        pytest.param("Plt-12.md", [], id="mixed case of no known team"),
        pytest.param("UTF-8-SHA-256-ISO-8601.md", [], id="names that everybody writes"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_upper_case_ids_are_found_in_a_name(name: str, found: list[str]) -> None:
    assert [name[span.start : span.end] for span in linear.find(name)] == found


@pytest.mark.parametrize("word", COMMON)
def test_a_common_word_is_no_team_unless_it_is_known(word: str) -> None:
    assert linear.find(f"{word}-8.md") == ()
    assert len(linear.find(f"{word}-8.md", teams=(word.lower(),))) == 1


@pytest.mark.parametrize(
    ("name", "teams", "allow", "found"),
    [
        pytest.param("plt-12.md", ("PLT",), (), ["plt-12"], id="a known team in lower case"),
        pytest.param("Plt-12.md", ("plt",), (), ["Plt-12"], id="a known team in mixed case"),
        pytest.param("plt-12.md", ("TER",), (), [], id="another team"),
        pytest.param("utf-8.md", ("UTF",), (), ["utf-8"], id="a known team wins over a common word"),
        pytest.param("ABC-1-ABC-2.md", (), ("ABC",), [], id="an allowed word"),
        pytest.param("ABC-1-ABC-2.md", (), ("abc-1",), ["ABC-2"], id="an allowed ID"),
        pytest.param("spec-020.md", ("SPEC",), (), [], id="a leading zero is never an ID"),
    ],
)
def test_known_teams_are_found_in_any_case(
    name: str, teams: tuple[str, ...], allow: tuple[str, ...], found: list[str]
) -> None:
    assert [name[span.start : span.end] for span in linear.find(name, teams, allow)] == found


@pytest.mark.parametrize(
    ("name", "stripped"),
    [
        pytest.param("PLT-1-a", "a", id="in front"),
        pytest.param("a-PLT-1", "a", id="behind"),
        pytest.param("a-PLT-1-b", "a-b", id="between"),
        pytest.param("a_PLT-1_b", "a_b", id="between underscores"),
        pytest.param("PLT-1-TER-2", "", id="two and nothing else"),
        pytest.param("a-PLT-1-TER-2-b", "a-b", id="two between"),
        pytest.param("a-PLT-1.md", "a.md", id="before a suffix"),
        pytest.param("PLT-1", "", id="nothing else"),
        pytest.param("a-b", "a-b", id="none"),
    ],
)
def test_an_id_is_taken_out_with_one_separator(name: str, stripped: str) -> None:
    assert linear.strip(name, linear.find(name)) == stripped


@pytest.mark.parametrize(
    ("issue", "team"),
    [
        ("PLT-123", "PLT"),
        ("A1-0", "A1"),
        ("plt-1", None),
        ("PLT-1\n", None),
        ("PLT-١", None),
        ("1A-1", None),
        (None, None),
        (7, None),
        (["PLT-1"], None),
    ],
    ids=str,
)
def test_the_team_of_an_id_is_what_stands_before_the_hyphen(issue: object, team: str | None) -> None:
    assert linear.team(issue) == team


@pytest.mark.parametrize(
    ("url", "issue"),
    [
        pytest.param("https://linear.app/acme/issue/PLT-123/fix-it", "PLT-123", id="with a title"),
        pytest.param("https://linear.app/acme/issue/PLT-123", "PLT-123", id="without a title"),
        pytest.param("https://linear.app/acme/issue/plt-123?x=1", "PLT-123", id="lower case"),
        pytest.param("https://linear.app/acme/issue/PLT-123#c", "PLT-123", id="a fragment"),
        pytest.param("https://linear.app/acme/issue/PLT-123x", None, id="a longer word"),
        pytest.param("https://linear.app/acme/issue/PLT-123\n", None, id="a line end"),
        pytest.param("https://linear.app/acme/issue/PLT-١", None, id="Arabic digits"),
        pytest.param("https://linear.app/acme/project/PLT-123", None, id="a project"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_issue_of_a_url_stands_behind_issue(url: str, issue: str | None) -> None:
    assert linear.issue_of_url(url) == issue

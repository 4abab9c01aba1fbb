from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from session_lint.diagnostic import Severity
from session_lint.report import DOCS, Report, Skipped, Style, markdown, render, statistics
from session_lint.report.model import location, plain

from .samples import CLEAN, CUT_SHORT, DUPLICATE, NAME, OTHER, PATH, REPORT, STATUS, diagnostic
from .test_every_format import TEXTS, assert_harmless, commands, reports

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
QUOTED = re.compile(r"(?<!`)(?:`` ((?:[^`]|`(?!`))+) ``|`([^`]+)`)(?!`)")
STATUS_LINE = (
    f"| error | `{PATH}:4:11` | [SL201]({DOCS}#frontmatter-schema) | `session.status` is `complete`; expected one of "
    "`in_progress`, `paused`, `completed` |\n"
)
DUPLICATE_LINE = f"| error | `{PATH}:6:3` | [SL005]({DOCS}#duplicate-key) | the key `created` is set twice |\n"
NAME_LINE = (
    f"| warning | `{OTHER}:1:1` | [SL101]({DOCS}#filename) | the name `weather.md` has no timestamp; expected "
    "`YYYYMMDD-HHMMSS-<description>.md` |\n"
)
HEAD = "| severity | place | rule | message |\n| --- | --- | --- | --- |\n"


def tables(text: str) -> list[list[list[list[Token]]]]:
    """Give the tables of a text, each as rows of cells of inline tokens; the heads of columns are a row."""
    found: list[list[list[list[Token]]]] = []
    for token in READER.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and token.level > 2:
            found[-1][-1].append(token.children or [])
    return found


def told(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens)


def one_cell(message: str) -> str:
    """Give how a message is written."""
    line = markdown.render(Report((diagnostic(path="a", message=message),), {}, 1), Style()).split("\n")[4]
    return line.removeprefix(f"| error | `a:1:1` | [SL201]({DOCS}#frontmatter-schema) | ").removesuffix(" |")


def test_diagnostics_are_a_table_with_the_gravest_first() -> None:
    assert markdown.render(REPORT, Style(color=True)) == (
        "## session-lint: 2 errors, 1 warning and 1 info in 2 of 10 files checked\n"
        "\n" + HEAD + STATUS_LINE + DUPLICATE_LINE + NAME_LINE + f"| info | `{PATH}:13:1` | "
        f"[SL312]({DOCS}#section-unknown) | the section `Notes` is not one of the format's |\n"
        "\n"
        "1 fixable with `--fix`, 1 more with `--fix` `--unsafe-fixes`.\n"
    )


def test_rules_are_counted_when_one_speaks_more_than_once() -> None:
    report = Report((STATUS, DUPLICATE, STATUS, NAME), REPORT.sources, 3)
    rules = (
        "| found | rule | fixable |\n"
        "| ---: | --- | ---: |\n"
        f"| 2 | [SL201 frontmatter-schema]({DOCS}#frontmatter-schema) | 2 |\n"
        f"| 1 | [SL005 duplicate-key]({DOCS}#duplicate-key) |  |\n"
        f"| 1 | [SL101 filename]({DOCS}#filename) |  |\n"
        "\n"
        "2 fixable with `--fix`, 1 more with `--fix` `--unsafe-fixes`.\n"
    )
    heading = "## session-lint: 3 errors and 1 warning in 2 of 3 files checked\n\n"
    rows = STATUS_LINE + DUPLICATE_LINE + STATUS_LINE + NAME_LINE
    assert markdown.render(report, Style()) == f"{heading}{HEAD}{rows}\n{rules}"
    assert statistics("markdown", report, Style()) == f"{heading}{rules}"


def test_of_many_rules_the_most_frequent_are_named() -> None:
    many = [diagnostic(code=f"SL{number}", name="n") for number in range(300, 312)] + [STATUS, STATUS, STATUS]
    report = Report(tuple(many), REPORT.sources, 3)
    _, rules = tables(markdown.render(report, Style()))
    assert [told(cell) for cell in rules[0]] == ["found", "the 10 most frequent rules of 13", "fixable"]
    assert [told(row[1]) for row in rules[1:3]] == ["SL201 frontmatter-schema", "SL300 n"]
    assert len(rules) == 11
    assert len(tables(statistics("markdown", report, Style()))[0]) == 14


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(CLEAN, "session-lint: All 10 session files are clean.\n", id="clean"),
        pytest.param(
            Report(files_checked=2, fixed=1, skipped=(Skipped("a", "a|b"),)),
            "session-lint: Fixed 1 problem. All 2 session files are clean. Skipped 1 file: `a\\|b`.\n",
            id="clean with remarks",
        ),
        pytest.param(Report(), "", id="nothing checked"),
    ],
)
def test_a_clean_report_is_one_line(report: Report, expected: str) -> None:
    assert markdown.render(report, Style(color=True)) == expected
    assert statistics("markdown", report, Style(color=True)) == expected


def test_what_was_cut_or_skipped_is_said_at_the_end() -> None:
    assert markdown.render(CUT_SHORT, Style()) == (
        "## session-lint: 1 warning in 1 file\n"
        "\n" + HEAD + NAME_LINE + "\n"
        "1 file has more than 100 diagnostics, of which only the 100 gravest are counted here. Fixed 2 problems. "
        "1 fixable with `--fix` `--unsafe-fixes`. Skipped 1 file: not a session file.\n"
    )


def test_a_quiet_report_says_nothing_behind_its_tables() -> None:
    quiet = Style(quiet=True)
    assert markdown.render(CUT_SHORT, quiet) == f"## session-lint: 1 warning in 1 file\n\n{HEAD}{NAME_LINE}"
    assert markdown.render(CLEAN, quiet) == ""


def test_a_rule_of_a_plugin_has_no_page() -> None:
    report = Report((diagnostic(code="ACME1", name="home-path"),) * 2, {}, 1)
    text = markdown.render(report, Style())
    assert text.count("| `ACME1` |") == 2
    assert "| 2 | `ACME1 home-path` |  |" in text
    assert "](" not in text


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("two words (or more): 'x', \"y\"; x-y?", "two words (or more): 'x', \"y\"; x-y?", id="words"),
        pytest.param("`a b` is not `` `c` ``", "`a b` is not `` `c` ``", id="values keep their quotes"),
        pytest.param("ask @octocat, or (see #12).", "ask `@octocat`, or (see `#12`).", id="mentions and references"),
        pytest.param("GH-12 ABC-1 !3 %4 &5 ~6", "`GH-12` `ABC-1` `!3` `%4` `&5` `~6`", id="references of GitLab"),
        pytest.param("at 1234567 deadbeef beef 123456", "at `1234567` `deadbeef` beef 123456", id="hashes of commits"),
        pytest.param("https://a.b www.a.b a@b.c", "`https://a.b` `www.a.b` `a@b.c`", id="addresses"),
        pytest.param("www.`a.b`", "`www`.`a.b`", id="an address in two parts"),
        pytest.param("![x](y) [x][y] [z]", "`![x](y`) `[x][y]` `[z]`", id="links and images"),
        pytest.param("<b>x</b> &amp; <!--", "`<b>x</b>` `&amp`; `<!--`", id="HTML"),
        pytest.param("*a* _b_ ~~c~~ $d$ :e: \\*", "`*a*` `_b_` `~~c~~` `$d$` `:e`: `\\*`", id="emphasis and such"),
        pytest.param("a | b", "a `\\|` b", id="a pipe"),
        pytest.param("`a|b\\|c`", "`a\\|b\\\\|c`", id="pipes in a value"),
        pytest.param("a ` b", "a `` ` `` b", id="a backtick"),
        pytest.param("```` x ``` y `", "` ```` ` x ` ``` ` y `` ` ``", id="runs of backticks"),
        pytest.param("`a`@b", "`a@b`", id="code beside code is one piece"),
        pytest.param(" x", "` x`", id="a blank before"),
        pytest.param("`  `", "`\\x20\\x20`", id="a value of blanks"),
        pytest.param("` x `", "`  x  `", id="a value with blanks around it"),
        pytest.param("a\n| b |\r\n\x1b\u202e", r"`a\n\|` b `\|\r\n\x1b\u202e`", id="lines"),
        pytest.param("##[error]x", r"`#\x23[error]x`", id="a command of a log"),
        pytest.param("", "", id="nothing"),
        pytest.param("x" * 1001, f"`{'x' * 999}…`", id="too long"),
    ],
)
def test_what_may_be_more_than_words_is_code(message: str, expected: str) -> None:
    assert one_cell(message) == expected


def test_a_name_of_many_backticks_is_closed_by_a_run_that_github_reads() -> None:
    name = "a".join("`" * length for length in range(1, 200))
    text = markdown.render(Report((diagnostic(path=name),), {}, 1), Style())
    ((_, (_, place, _, _)),) = tables(text)
    assert [token.type for token in place] == ["code_inline"]
    assert len(place[0].markup) <= 80
    assert place[0].content == plain(name)[:999] + "…"


def test_a_long_report_stays_below_the_limits_of_a_comment() -> None:
    names = [f"{number}{'天' * 40}.md" for number in range(3000)]
    many = tuple(diagnostic(path=name, severity=Severity.INFO, message="|" * 50) for name in names)
    text = markdown.render(Report((*many, *REPORT.diagnostics), REPORT.sources, 10, fixed=1), Style())
    size = len(text.encode())
    rows, rules = tables(text)
    more = 3004 - (len(rows) - 1)
    assert f" |\n\n{more} more are not shown here.\n\n| found |" in text
    assert 59_500 < size <= 60_000
    assert [told(row[0]) for row in rows[1:5]] == ["error", "error", "warning", "info"]
    assert [told(cell) for cell in rules[1]] == ["3001", "SL201 frontmatter-schema", "1"]


def test_the_last_row_that_does_not_fit_is_counted() -> None:
    report = Report((diagnostic(message="`" + "x" * 990 + "`"),) * 70, {}, 1)
    text = markdown.render(report, Style())
    assert len(tables(text)[0]) == 1 + 51
    assert "\n\n19 more are not shown here.\n" in text


@given(report=reports())
def test_nothing_but_our_own_tables_and_links_is_in_it(report: Report) -> None:
    text = render("markdown", report, Style())
    assert_harmless(text)
    assert commands(text) == 0
    tokens = READER.parse(text)
    blocks = [token.type for token in tokens if token.level == 0 and token.nesting == 1]
    often = len({(one.code, one.name) for one in report.diagnostics}) < len(report.diagnostics)
    ours = ["heading_open", "table_open", *["table_open"] * often] if report.diagnostics else []
    assert blocks in (ours, [*ours, "paragraph_open"])
    assert_only_words([token for token in tokens if token.type == "inline"])
    for table in tables(text):
        assert {len(row) for row in table} == {len(table[0])}
    if report.diagnostics:
        assert_all_there(report, tables(text)[0][1:])


def assert_only_words(inlines: list[Token]) -> None:
    for inline in inlines:
        children = inline.children or []
        assert {child.type for child in children} <= {"text", "code_inline", "link_open", "link_close"}
        linked = False
        for child in children:
            linked = child.type == "link_open" or (linked and child.type != "link_close")
            if child.type == "link_open":
                assert re.fullmatch(re.escape(DOCS) + "#[A-Za-z0-9-]+", str(child.attrs["href"]))
            elif child.type == "text" and not linked and not child.content.startswith("session-lint: "):
                assert re.fullmatch(r"[\w \"'(),.:;?-]*", child.content)
                assert not re.search(r"\b(?:[0-9a-fA-F]{7}|www\.\w|[0-9]+-|\w+-[0-9])", child.content)


def assert_all_there(report: Report, rows: list[list[list[Token]]]) -> None:
    ordered = sorted(report.diagnostics, key=lambda one: one.severity.rank)
    assert len(rows) == len(ordered)
    for one, (severity, place, rule, message) in zip(ordered, rows, strict=True):
        assert told(severity) == one.severity.value
        assert told(place) == blanks(location(report, one.path, one.span))
        assert told(rule) == blanks(plain(one.code))
        said = plain(one.message)
        if said == said.strip():
            said = QUOTED.sub(lambda quoted: blanks(quoted[1] or quoted[2]), said)
        # A blank is written out only where it would be lost: alone in code, and not with a `|` behind it.
        seen, meant = (text.replace(r"\x23", "#").replace(r"\x20", " ") for text in (told(message), blanks(said)))
        assert seen == meant


def blanks(text: str) -> str:
    return text.replace(" ", r"\x20") if text.isspace() and not text.strip(" ") else text


@example(["`", " ", "`", "|"])
@given(message=st.lists(st.sampled_from(("`", "``", "``` ", " ", "|", "\\", "a", "[a](b)", "@a")), max_size=12))
def test_backticks_pipes_and_backslashes_come_back(message: list[str]) -> None:
    one = diagnostic(path="".join(message), message="".join(message))
    ((_, *rows),) = tables(markdown.render(Report((one,), {}, 1), Style()))
    assert_all_there(Report((one,), {}, 1), rows)


@given(text=TEXTS)
def test_a_reason_cannot_forge_anything_either(text: str) -> None:
    shown = markdown.render(Report(files_checked=1, skipped=(Skipped("a", text),)), Style())
    assert_harmless(shown)
    inlines = READER.parse(shown)
    assert [token.type for token in inlines] == ["paragraph_open", "inline", "paragraph_close"]
    assert_only_words([inlines[1]])

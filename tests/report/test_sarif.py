"""SARIF logs. The validator of the npm package `@microsoft/sarif-multitool-linux` judges some where it is on PATH."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given

from session_lint.diagnostic import Delete, Diagnostic, Edit, Finding, Fix, Related, Rename, Severity
from session_lint.report import DOCS, Report, Style, fingerprints, render, sarif
from session_lint.rule import Example, SessionRule
from session_lint.rules import RULES
from session_lint.session import Session
from session_lint.text import Span
from session_lint.workspace import Workspace

from .. import broken_sessions
from ..test_rounds import after, examine
from ..test_rounds import fix as fix_by_rounds
from .samples import CLEAN, CUT_SHORT, DUPLICATE, NAME, NOTES, OTHER, OTHER_TEXT, PATH, REPORT, STATUS, TEXT, diagnostic
from .sarif_consumer import fixed, path_of, run_of
from .test_every_format import assert_harmless, reports

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = datetime(2026, 1, 26, 9, tzinfo=UTC)
GENERATED = 150
NO_NAME = re.compile("[\ud800-\udc7f\udd00-\udfff]")
TOOL = shutil.which("sarif-multitool-linux")


def run(report: Report, **style: Any) -> Any:
    return run_of(render("sarif", report, Style(**style)))


def results(*diagnostics: Diagnostic, sources: Mapping[str, str] | None = None, **style: Any) -> Any:
    return run(Report(diagnostics, REPORT.sources if sources is None else sources, 1), **style)["results"]


def region(*places: int) -> dict[str, int]:
    return dict(zip(("startLine", "startColumn", "endLine", "endColumn"), places, strict=True))


def file(path: str) -> dict[str, str]:
    return {"uri": path, "uriBaseId": "%SRCROOT%"}


def test_a_diagnostic_is_a_result_with_its_help_and_its_fix() -> None:
    assert results(STATUS) == [
        {
            "ruleId": "SL201",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "`session.status` is `complete`; expected one of `in_progress`, `paused`, `completed`.\n"
                "help: use `completed`."
            },
            "locations": [
                {"physicalLocation": {"artifactLocation": file(PATH), "region": region(4, 11, 4, 19)}},
            ],
            "partialFingerprints": {
                "primaryLocationLineHash": fingerprints.of(replace(REPORT, diagnostics=(STATUS,)))[0]
            },
            "fixes": [
                {
                    "description": {"text": "set the status to `completed`."},
                    "artifactChanges": [
                        {
                            "artifactLocation": file(PATH),
                            "replacements": [
                                {"deletedRegion": region(4, 11, 4, 19), "insertedContent": {"text": "completed"}}
                            ],
                        }
                    ],
                }
            ],
        }
    ]


def test_a_related_place_is_linked_by_the_message() -> None:
    (result,) = results(DUPLICATE)
    assert result["message"]["text"] == (
        "the key `created` is set twice.\nhelp: keep one of them.\nsee [it is first set here](1)"
    )
    assert result["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {"artifactLocation": file(PATH), "region": region(5, 3, 5, 10)},
            "message": {"text": "it is first set here"},
        }
    ]


def test_a_related_place_may_be_in_another_file() -> None:
    related = (Related(Span(2, 9), "", OTHER), Related(Span(2, 9), "gone", "gone.md"))
    (result,) = results(replace(STATUS, related=related))
    assert result["message"]["text"].endswith(".\nsee [another place](1)\nsee [gone](2)")
    assert [one["physicalLocation"] for one in result["relatedLocations"]] == [
        {"artifactLocation": file(OTHER), "region": region(1, 3, 1, 10)},
        {"artifactLocation": file("gone.md"), "region": region(1, 1, 1, 1)},
    ]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("[x](1)", "[x] (1).", id="a link to a related place"),
        pytest.param("[x](https://example.org)", "[x] (https://example.org).", id="a link to anywhere"),
        pytest.param(r"[\](1)", r"[\] (1).", id="a bracket with an escape, which few viewers know"),
        pytest.param("is it?", "is it?", id="a sentence that has its end"),
        pytest.param("a\nb\x1b[2J\u202e", r"a\nb\x1b[2J\u202e.", id="what forges and hides text"),
        pytest.param("{0} {{ t }}", "{0} {{ t }}.", id="no placeholders without arguments"),
    ],
)
def test_no_text_of_a_file_is_more_than_text_in_a_message(message: str, expected: str) -> None:
    (result,) = results(diagnostic(message=message, related=(Related(Span(0, 0), message),)))
    assert result["message"]["text"].split("\nsee ")[0] == expected
    link = re.fullmatch(r"\[((?:[^\\\[\]]|\\[\\\[\]])*)\]\(1\)", result["message"]["text"].split("\nsee ")[1])
    assert link
    assert re.sub(r"\\(.)", r"\1", link[1]) == result["relatedLocations"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        pytest.param("\ufeffabc\n", Span(0, 2), region(1, 1, 1, 2), id="a byte order mark is in no column"),
        pytest.param("\ufeffabc\n", Span(0, 0), region(1, 1, 1, 1), id="nor a place before it"),
        pytest.param("🤖é x\n", Span(1, 4), region(1, 2, 1, 5), id="columns are code points"),
        pytest.param("a\rb\r\nc", Span(4, 6), region(2, 3, 3, 2), id="all three line breaks"),
        pytest.param("ab\ncd\n", Span(0, 3), region(1, 1, 1, 3), id="a whole line ends in its row"),
        pytest.param("ab", Span(9, 12), region(1, 3, 1, 3), id="behind the end"),
        pytest.param("a\x85b\u2028c", Span(4, 5), region(1, 5, 1, 6), id="what is no line break"),
    ],
)
def test_regions_count_as_the_run_says(text: str, where: Span, expected: dict[str, int]) -> None:
    (result,) = results(diagnostic(where), sources={PATH: text})
    assert result["locations"][0]["physicalLocation"]["region"] == expected


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("a b/100%.md", "a%20b/100%25.md", id="blank and percent"),
        pytest.param("a#b?c.md", "a%23b%3Fc.md", id="fragment and query"),
        pytest.param("http:x.md", "http%3Ax.md", id="what looks like a scheme"),
        pytest.param("caf\u00e9/\u5929.md", "caf%C3%A9/%E5%A4%A9.md", id="not ASCII"),
        pytest.param("\udcff\udce9.md", "%FF%E9.md", id="bytes that are not UTF-8"),
        pytest.param("a\\b\n\x1b.md", "a%5Cb%0A%1B.md", id="controls and a backslash"),
        pytest.param("~a-b_c.md", "~a-b_c.md", id="what needs no escape"),
    ],
)
def test_a_path_is_a_relative_uri_that_leads_back_to_it(path: str, uri: str) -> None:
    (result,) = results(diagnostic(path=path), sources={})
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (place, path_of(place)) == (file(uri), path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/home/ada/a b.md", {"uri": "../a%20b.md"}, id="absolute"),
        pytest.param("//\udcff", {"uri": "../%FF"}, id="two slashes"),
        pytest.param("../a.md", file("../a.md"), id="relative"),
    ],
)
def test_of_a_file_outside_of_the_root_only_the_name_is_told(path: str, expected: dict[str, str]) -> None:
    report = Report((diagnostic(path=path),), {path: "x"}, 1, truncated=(path,))
    (result,) = run(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == expected
    assert "ada" not in render("sarif", report, Style())


def test_fixes_are_those_that_fix_would_make() -> None:
    unsafe = replace(STATUS, fix=replace(STATUS.fix, safe=False))  # type: ignore[type-var]
    assert ["fixes" in one for one in results(STATUS, unsafe, NAME, NOTES)] == [True, False, False, False]
    loud = results(STATUS, unsafe, NAME, NOTES, unsafe_fixes=True)
    assert ["fixes" in one for one in loud] == [True, True, False, False]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((), id="none, where they would show a secret"),
        pytest.param((Edit(PATH, Span(0, 0), "x"), Rename(PATH, "b.md")), id="a rename"),
        pytest.param((Delete(PATH),), id="a delete"),
        pytest.param((Edit("gone.md", Span(0, 0), "x"),), id="an edit of a text that is not known"),
    ],
)
def test_a_fix_that_sarif_cannot_tell_is_left_out(changes: tuple[Any, ...]) -> None:
    (result,) = results(diagnostic(fix=Fix("t", changes, safe=True)))
    assert "fixes" not in result


def test_a_fix_may_have_several_edits_in_several_files_and_insert_nothing() -> None:
    edits = (Edit(PATH, Span(0, 4), ""), Edit(OTHER, Span(0, 2), "## "), Edit(PATH, Span(4, 4), "\r\n"))
    (result,) = results(diagnostic(fix=Fix("t", edits, safe=True)))
    assert result["fixes"][0]["artifactChanges"] == [
        {
            "artifactLocation": file(PATH),
            "replacements": [
                {"deletedRegion": region(1, 1, 2, 1)},
                {"deletedRegion": region(2, 1, 2, 1), "insertedContent": {"text": "\r\n"}},
            ],
        },
        {
            "artifactLocation": file(OTHER),
            "replacements": [{"deletedRegion": region(1, 1, 1, 3), "insertedContent": {"text": "## "}}],
        },
    ]


def test_the_rules_are_described_whether_they_speak_or_not() -> None:
    driver = run(replace(CLEAN, rules=RULES))["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    (stale,) = [rule for rule in driver["rules"] if rule["id"] == "SL401"]
    assert re.match(r"## stale-in-progress\n\n`SL401` ", stale["help"].pop("markdown"))
    assert stale["help"].pop("text").startswith(f"{stale['shortDescription']['text']}\n\nWhy: ")
    assert stale.pop("fullDescription")["text"].startswith(f"{stale['shortDescription']['text']} Why: ")
    assert stale == {
        "id": "SL401",
        "name": "StaleInProgress",
        "shortDescription": {"text": "A session that is in progress was updated within the last seven days."},
        "help": {},
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["stale-in-progress", "fixable"],
            "precision": "high",
            "problem.severity": "error",
        },
        "helpUri": f"{DOCS}#stale-in-progress",
    }


def test_a_rule_that_is_off_by_default_says_so() -> None:
    rules = run(replace(CLEAN, rules=RULES))["tool"]["driver"]["rules"]
    off = {rule["id"]: rule["defaultConfiguration"] for rule in rules if "enabled" in rule["defaultConfiguration"]}
    assert off == {rule.code: {"level": "warning", "enabled": False} for rule in RULES if rule.severity is Severity.OFF}


class HomePath(SessionRule):
    """A session names no place of one machine."""

    code, name, severity = "ACME001", "home-path", Severity.INFO
    examples = (Example("/home/ada", says=("a",)),)

    def check(self, session: Session) -> Iterator[Finding]:
        yield Finding(Span(0, 0), "a")


def test_a_rule_of_a_plugin_has_no_page_of_ours() -> None:
    (rule,) = run(replace(CLEAN, rules=(HomePath,)))["tool"]["driver"]["rules"]
    assert rule["help"].pop("markdown").startswith("## home-path\n")
    summary = {"text": "A session names no place of one machine."}
    assert rule == {
        "id": "ACME001",
        "name": "HomePath",
        "shortDescription": summary,
        "fullDescription": summary,
        "help": summary,
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": ["home-path"], "precision": "high", "problem.severity": "recommendation"},
    }


def test_what_no_known_rule_has_found_is_described_as_well() -> None:
    nameless = (diagnostic(code="", name=""), diagnostic(code="X1", name="--"))
    found = run(Report((STATUS, NAME, *nameless), REPORT.sources, 1, rules=(RULES[0],)))
    rules = found["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["name"]) for rule in rules[1:]] == [
        ("SL201", "FrontmatterSchema"),
        ("SL101", "Filename"),
        ("unknown", "Unknown"),
        ("X1", "--"),
    ]
    assert rules[2]["shortDescription"] == rules[2]["help"] == {"text": "filename"}
    assert rules[2]["defaultConfiguration"] == {"level": "warning"}
    assert [one["ruleIndex"] for one in found["results"]] == [1, 2, 3, 4]


def test_long_words_are_cut_to_what_github_takes() -> None:
    (rule,) = run(Report((diagnostic(name="n" * 2000),)))["tool"]["driver"]["rules"]
    assert (len(rule["name"]), len(rule["shortDescription"]["text"]), len(rule["help"]["text"])) == (255, 1024, 2000)


def test_a_result_is_known_again_when_lines_come_before_it(tmp_path: Path) -> None:
    workspace = Workspace.open(str(tmp_path), isolated=True)

    def marks(text: str) -> list[str]:
        found = run(workspace.check(overlay={PATH: text}, now=NOW))["results"]
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in found]

    before = marks(TEXT)
    assert len(set(before)) == len(before) > 5
    later = TEXT.replace("session:\n", "session:\n  # a note\n").replace("---\n\n#", "---\n\nMore.\n\n#")
    assert marks(later) == before
    assert len(set(marks(TEXT.replace("complete", "finished"))) & set(before)) == len(before) - 1


def test_what_was_cut_is_told_beside_the_results() -> None:
    assert run(CUT_SHORT)["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "level": "note",
                    "message": {
                        "text": "More than 100 problems were found in this file; only the 100 gravest are here."
                    },
                    "locations": [{"physicalLocation": {"artifactLocation": file(OTHER)}}],
                }
            ],
        }
    ]
    assert run(CLEAN)["invocations"] == [{"executionSuccessful": True}]


def test_of_more_results_than_github_takes_the_gravest_are_kept_in_their_order() -> None:
    severities = [
        Severity.INFO,
        Severity.WARNING,
        *[Severity.ERROR] * (sarif.MOST - 2),
        Severity.INFO,
        Severity.WARNING,
    ]
    report = Report(tuple(diagnostic(path="a.md", severity=severity) for severity in severities), {"a.md": ""}, 1)
    (found,) = json.loads(render("sarif", report, Style()))["runs"]
    levels = [result["level"] for result in found["results"]]
    assert levels == ["warning", *["error"] * (sarif.MOST - 2), "warning"]
    (told,) = found["invocations"][0]["toolExecutionNotifications"]
    assert told == {
        "level": "warning",
        "message": {
            "text": "2 more problems were found, none graver than what is here; there is room for 25000 results."
        },
    }


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_the_fixes_made_by_a_consumer_until_there_are_none_are_what_fix_does(unsafe: bool) -> None:
    random = Random(20251205)
    changed = 0
    for number in range(GENERATED):
        path, text = broken_sessions.session(random)
        outcome = fix_by_rounds(path, text, unsafe=unsafe)
        if outcome.patch.renames:  # it is one with the other changes of its fix, and SARIF cannot tell it
            continue
        now, before = text, ""
        while now != before:
            found = Report(examine(path, now).diagnostics, {path: now}, 1, rules=RULES[:1])
            before, now = now, fixed(run(found, unsafe_fixes=unsafe), {path: now})[path]
        assert now == after(outcome)[1], f"number {number}: {path} {text!r}"
        changed += now != text
    assert changed > GENERATED / 2


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
def test_the_fixes_of_the_examples_are_what_fix_does(unsafe: bool, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / ".agents", tmp_path / ".agents")
    workspace = Workspace.open(str(tmp_path), isolated=True)
    patch = workspace.fix(now=NOW, unsafe=unsafe).patch
    texts = {path: (tmp_path / path).read_text("utf-8") for path in workspace.find().paths}
    now, before = texts, dict[str, str]()
    while now != before:
        found = workspace.check(overlay=now, now=NOW)
        before, now = now, fixed(run(found, unsafe_fixes=unsafe), now)
    renamed = dict(patch.renames)
    changed = {path: text for path, text in now.items() if text != texts[path] and path not in renamed}
    assert changed == {path: text for path, text in patch.texts.items() if path not in renamed}
    assert changed


@given(report=reports())
def test_any_report_is_a_log_that_consumers_take(report: Report) -> None:
    text = render("sarif", report, Style(unsafe_fixes=True))
    assert text.isascii()
    assert_harmless(text)
    found = run_of(text)
    for one, result in zip(report.diagnostics, found["results"], strict=True):
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        if not one.path.startswith("/") and not NO_NAME.search(one.path):
            assert unquote_to_bytes(place["uri"]) == (one.path.encode("utf-8", "surrogateescape") or b".")
    assert not re.search(
        r"\]\((?![0-9]+\)$)", "\n".join(result["message"]["text"] for result in found["results"]), re.MULTILINE
    )


@pytest.mark.skipif(TOOL is None, reason="there is no SARIF Multitool")
@pytest.mark.parametrize(
    "report",
    [
        pytest.param(replace(REPORT, rules=RULES), id="findings"),
        pytest.param(replace(CUT_SHORT, rules=RULES), id="cut short"),
        pytest.param(Report(), id="nothing checked"),
        pytest.param(
            Report(
                (diagnostic(path="a:b/%41 \udcff?#\n.md", message="[x](1)"), diagnostic(path="/etc/x")),
                {"/etc/x": OTHER_TEXT},
            ),
            id="odd names",
        ),
    ],
)
def test_the_multitool_has_nothing_against_it_by_the_rules_of_sarif_and_github(report: Report, tmp_path: Path) -> None:
    (tmp_path / "log.sarif").write_text(render("sarif", report, Style(unsafe_fixes=True)), encoding="utf-8")
    subprocess.run(
        # It hands its arguments to a shell as they are.
        [str(TOOL), "validate", "log.sarif", "--rule-kind", "'Sarif;Ghas'", "-o", "out.sarif"],
        cwd=tmp_path,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = json.loads((tmp_path / "out.sarif").read_text("utf-8-sig"))["runs"][0]  # it ends with 0 even so
    assert found["invocations"][0]["executionSuccessful"]
    assert found.get("results", []) == []

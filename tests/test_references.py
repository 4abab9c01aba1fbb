"""Which texts refer to a session, and what a rename makes of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from session_lint import references
from session_lint.filename import Pattern
from session_lint.fixing import edited
from session_lint.following import Following, Move

from .reading.test_properties import ANY_TEXT

OLD = ".agents/sessions/20251204-143000-PLT-1-cache.md"
NEW = ".agents/sessions/20251204-143000-cache.md"
NAME = "20251204-143000-PLT-1-cache.md"


def rewritten(path: str, text: str, *, old: str = OLD, new: str = NEW, bare: bool = True) -> str:
    return edited(text, Following([Move(old, new, bare)]).edits(path, text).get(Move(old, new, bare), ()))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".agents/plans/a.md", "see `.agents/sessions/{}`\n", id="path-from-the-root"),
        pytest.param(".agents/plans/a.md", "see /.agents/sessions/{}.\n", id="path-from-the-root-with-a-slash"),
        pytest.param(".agents/plans/a.md", "[x](../sessions/{})\n", id="link-from-another-folder"),
        pytest.param(".agents/sessions/b.md", "[x]({})\n", id="link-in-the-folder"),
        pytest.param(".agents/sessions/b.md", "[x](./{}#context)\n", id="link-with-a-fragment"),
        pytest.param(".agents/TASKS.json", '{{"session": ".agents/sessions/{}"}}\n', id="json"),
        pytest.param(".agents/sessions/b.md", "---\ncontinues: {}\n---\n", id="bare-name-in-front-matter"),
        pytest.param(".agents/sessions/b.md", "---\nafter:\n  - {}\n---\ntext .agents/sessions/{}\n", id="twice"),
    ],
)
def test_a_reference_follows_the_file(path, text):
    assert rewritten(path, text.replace("{}", NAME).replace("{{", "{").replace("}}", "}")) == text.replace(
        "{}", "20251204-143000-cache.md"
    ).replace("{{", "{").replace("}}", "}")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(".agents/plans/a.md", f"```\n.agents/sessions/{NAME}\n```\n", id="fence"),
        pytest.param(".agents/plans/a.md", f"<!-- .agents/sessions/{NAME} -->\n", id="comment"),
        pytest.param(".agents/plans/a.md", f"the file {NAME} is gone\n", id="bare-name-in-the-body"),
        pytest.param(".agents/plans/a.md", f".agents/plans/{NAME}\n", id="another-folder"),
        pytest.param(".agents/plans/a.md", f"other/.agents/sessions/{NAME}\n", id="another-package"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/{NAME}x\n", id="longer-name"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/{NAME}.bak\n", id="longer-suffix"),
        pytest.param(".agents/plans/a.md", f".agents/sessions/x-{NAME}\n", id="name-that-ends-so"),
        pytest.param(".agents/plans/a.md", f"[x]({NAME})\n", id="link-to-a-plan"),
        pytest.param(".agents/plans/a.md", "nothing\n", id="nothing"),
    ],
)
def test_what_only_looks_like_one_stays(path, text):
    assert rewritten(path, text) == text


def test_a_bare_name_that_another_file_has_is_left_alone():
    text = f"---\nafter:\n  - {NAME}\n---\n"
    assert rewritten(".agents/sessions/b.md", text, bare=False) == text


def test_a_package_refers_to_its_own_sessions():
    old, new = f"pkg/{OLD}", f"pkg/{NEW}"
    for text in (f"see .agents/sessions/{NAME}", f"see pkg/.agents/sessions/{NAME}"):
        assert rewritten("pkg/.agents/plans/a.md", text, old=old, new=new) == text.replace("PLT-1-", "")


FOLDERS = (".agents/sessions", "packages/web/.agents/sessions", "notes/log")
STEM = "20251204-143000-weather"
ROOT = f".agents/sessions/{STEM}.md"
WEB = f"packages/web/.agents/sessions/{STEM}.md"
PLAN = ".agents/plans/a.md"
BESIDE = ".agents/sessions/b.md"
BARE = (ROOT, WEB, f"notes/log/{STEM}.md")


def found(path: str, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give of each reference the path as it is written, the name in it, and what it can mean."""
    return [
        (text[one.whole.start : one.whole.end], text[one.span.start : one.span.end], one.targets)
        for one in references.read(path, text, FOLDERS)
    ]


@pytest.mark.parametrize(
    ("path", "text", "whole", "target"),
    [
        pytest.param(PLAN, f"see .agents/sessions/{STEM}.md", ROOT, ROOT, id="from-the-root"),
        pytest.param(PLAN, f"see .agents/sessions/{STEM}.md.", ROOT, ROOT, id="end-of-a-sentence"),
        pytest.param(PLAN, f"(.agents/sessions/{STEM}.md:12)", ROOT, ROOT, id="line-number"),
        pytest.param(PLAN, f"see /.agents/sessions/{STEM}.md", f"/{ROOT}", ROOT, id="slash-in-front"),
        pytest.param(PLAN, f"cat ./.agents/sessions/{STEM}.md", f"./{ROOT}", ROOT, id="as-a-shell-writes-it"),
        pytest.param(PLAN, f"read @.agents/sessions/{STEM}.md", ROOT, ROOT, id="mention"),
        pytest.param(PLAN, f"`.agents/sessions/{STEM}.md`", ROOT, ROOT, id="code-span"),
        pytest.param(PLAN, f"**.agents/sessions/{STEM}.md**", ROOT, ROOT, id="bold"),
        pytest.param(PLAN, f"_.agents/sessions/{STEM}.md_", ROOT, ROOT, id="emphasis"),
        pytest.param(PLAN, f"<.agents/sessions/{STEM}.md>", ROOT, ROOT, id="angle-brackets"),
        pytest.param(PLAN, f"--session=.agents/sessions/{STEM}.md", ROOT, ROOT, id="option"),
        pytest.param(PLAN, f"\u898b.agents/sessions/{STEM}.md\u306f", ROOT, ROOT, id="script-without-blanks"),
        pytest.param(PLAN, f"see .agents/sessions/{STEM}, then", ROOT[:-3], ROOT, id="without-suffix"),
        pytest.param(PLAN, f"**.agents/sessions/{STEM}**", ROOT[:-3], ROOT, id="without-suffix-bold"),
        pytest.param(PLAN, f"[x](../sessions/{STEM}.md)", f"../sessions/{STEM}.md", ROOT, id="link"),
        pytest.param(PLAN, f"[x](<../sessions/{STEM}.md>)", f"../sessions/{STEM}.md", ROOT, id="link-in-angles"),
        pytest.param(PLAN, f'[x](../sessions/{STEM}.md "t")', f"../sessions/{STEM}.md", ROOT, id="link-with-a-title"),
        pytest.param(PLAN, f"[x](../sessions/{STEM}.md#context)", f"../sessions/{STEM}.md", ROOT, id="fragment"),
        pytest.param(PLAN, f"[x](../sessions/{STEM}.md?plain=1)", f"../sessions/{STEM}.md", ROOT, id="query"),
        pytest.param(PLAN, f"t\n\n[x]: ../sessions/{STEM}.md", f"../sessions/{STEM}.md", ROOT, id="definition"),
        pytest.param(
            PLAN, f"see `../sessions/{STEM}.md`", f"../sessions/{STEM}.md", ROOT, id="relative-in-a-code-span"
        ),
        pytest.param(
            PLAN, "[x](../sessions/a%20b.md)", "../sessions/a%20b.md", ".agents/sessions/a b.md", id="percent"
        ),
        pytest.param(PLAN, "[x](<../sessions/a b.md#c>)", "../sessions/a b.md", ".agents/sessions/a b.md", id="blank"),
        pytest.param(
            PLAN, '".agents/sessions/a b.md"', ".agents/sessions/a b.md", ".agents/sessions/a b.md", id="quotes"
        ),
        pytest.param(
            PLAN, "`.agents/sessions/a b.md`", ".agents/sessions/a b.md", ".agents/sessions/a b.md", id="ticks"
        ),
        pytest.param(PLAN, '<a href="../sessions/a.md">', "../sessions/a.md", ".agents/sessions/a.md", id="html"),
        pytest.param(BESIDE, f"[x]({STEM}.md)", f"{STEM}.md", ROOT, id="link-beside"),
        pytest.param(BESIDE, f"[x](./{STEM}.md)", f"./{STEM}.md", ROOT, id="link-beside-with-a-dot"),
        pytest.param(BESIDE, f"t\n\n[x]: {STEM}.md", f"{STEM}.md", ROOT, id="definition-beside"),
        pytest.param(BESIDE, f"[x]({STEM})", STEM, ROOT, id="link-beside-without-suffix"),
        pytest.param(BESIDE, f"as in ./{STEM}.md", f"./{STEM}.md", ROOT, id="text-beside-with-a-dot"),
        pytest.param(BESIDE, f"[x](.agents/sessions/{STEM}.md)", ROOT, ROOT, id="link-as-if-from-the-root"),
        pytest.param(
            BESIDE,
            f"[x](archive/{STEM}.md)",
            f"archive/{STEM}.md",
            f".agents/sessions/archive/{STEM}.md",
            id="link-below",
        ),
        pytest.param(".agents/sessions/archive/b.md", f"[x](../{STEM}.md)", f"../{STEM}.md", ROOT, id="link-above"),
        pytest.param(
            PLAN,
            ".agents/sessions/archive/x.md",
            ".agents/sessions/archive/x.md",
            ".agents/sessions/archive/x.md",
            id="below",
        ),
        pytest.param(
            PLAN, ".agents/sessions/README.md", ".agents/sessions/README.md", ".agents/sessions/README.md", id="readme"
        ),
        pytest.param("README.md", f"[x](.agents/sessions/{STEM}.md)", ROOT, ROOT, id="link-from-the-root"),
        pytest.param(".agents/a.md", f"[x](sessions/{STEM}.md)", f"sessions/{STEM}.md", ROOT, id="link-one-above"),
        pytest.param(
            ".agents/TASKS.json", f'{{"a": "sessions/{STEM}.md"}}', f"sessions/{STEM}.md", ROOT, id="json-beside"
        ),
        pytest.param(".agents/TASKS.json", f'{{"a":".agents/sessions/{STEM}.md"}}', ROOT, ROOT, id="json"),
        pytest.param(".agents/a.toml", f"a = '.agents/sessions/{STEM}.md'", ROOT, ROOT, id="toml"),
        pytest.param(".agents/a.yaml", f"a: .agents/sessions/{STEM}.md", ROOT, ROOT, id="yaml"),
        pytest.param(
            "docs/a.md", f"notes/log/{STEM}.md", f"notes/log/{STEM}.md", f"notes/log/{STEM}.md", id="configured-folder"
        ),
        pytest.param(
            "packages/web/.agents/plans/a.md",
            f"packages/web/.agents/sessions/{STEM}.md",
            WEB,
            WEB,
            id="package-from-the-root",
        ),
        pytest.param(
            "packages/web/README.md",
            f"[x](../../.agents/sessions/{STEM}.md)",
            f"../../{ROOT}",
            ROOT,
            id="out-of-a-package",
        ),
        pytest.param(PLAN, f"[[.agents/sessions/{STEM}]]", ROOT[:-3], ROOT, id="wiki-with-a-path"),
        pytest.param(
            PLAN, f"---\nplan: ../sessions/{STEM}.md\n---\n", f"../sessions/{STEM}.md", ROOT, id="front-matter-path"
        ),
        pytest.param(
            PLAN, f"---\nplan: see .agents/sessions/{STEM}.md\n---\n", ROOT, ROOT, id="front-matter-path-in-text"
        ),
        pytest.param(
            PLAN, f"---\nplan: |\n  see\n  .agents/sessions/{STEM}.md\n---\n", ROOT, ROOT, id="front-matter-block"
        ),
        pytest.param(PLAN, f"a <b@.c\r\n'tis .agents/sessions/{STEM}.md isn't", ROOT, ROOT, id="apostrophes"),
    ],
)
def test_a_path_is_a_reference(path, text, whole, target):
    assert found(path, text) == [(whole, whole.rpartition("/")[2], (target,))]


def test_from_a_package_the_nearest_folder_is_meant():
    assert found("packages/web/.agents/plans/a.md", f"see .agents/sessions/{STEM}.md") == [
        (ROOT, f"{STEM}.md", (WEB, ROOT))
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(f"---\ncontinues: {STEM}.md\n---\n", f"{STEM}.md", id="plain"),
        pytest.param(f"---\ncontinues: {STEM}  # {STEM}\n---\n", STEM, id="without-suffix"),
        pytest.param(f'---\ncontinues: "{STEM}"\n---\n', STEM, id="quoted"),
        pytest.param(f"---\nsession:\n  after:\n    - '{STEM}'\n---\n", STEM, id="list"),
        pytest.param(f"---\nafter: [{STEM}.md]\n---\n", f"{STEM}.md", id="flow"),
        pytest.param("---\nafter: overview.md\n---\n", "overview.md", id="another-name"),
        pytest.param(f'---\nafter: "[[{STEM}]]"\n---\n', STEM, id="wiki-link-in-front-matter"),
        pytest.param(f"see [[{STEM}]]", STEM, id="wiki"),
        pytest.param(f"see [[{STEM}.md|the weather]]", f"{STEM}.md", id="wiki-with-a-text"),
        pytest.param(f"see ![[{STEM}#Context]]", STEM, id="wiki-with-a-heading"),
        pytest.param(f"| [[{STEM}\\|x]] |", STEM, id="wiki-in-a-table"),
        pytest.param(f"[[{STEM[:16]}a b.md]]", f"{STEM[:16]}a b.md", id="wiki-with-a-blank"),
    ],
)
def test_a_bare_name_is_a_reference_in_front_matter_and_wiki_links(text, name):
    (one,) = references.read(PLAN, text, FOLDERS)
    assert (text[one.span.start : one.span.end], one.bare, one.span) == (name, True, one.whole)
    file = name if name.endswith(".md") else f"{name}.md"
    assert one.targets == tuple(f"{folder}/{file}" for folder in FOLDERS)
    assert one.shaped == name.startswith("2025")


def test_a_bare_name_means_first_what_lies_beside():
    (one,) = references.read("notes/log/b.md", f"[[{STEM}]]", FOLDERS)
    assert one.target == f"notes/log/{STEM}.md"


def test_a_reference_says_the_key_that_it_stands_under():
    text = f"---\nsession:\n  after:\n    - x\n    - {STEM}\nb: .agents/sessions/{STEM}.md\n---\n"
    assert [one.field for one in references.read(PLAN, text, FOLDERS)] == [("session", "after", "1"), ("b",)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param(PLAN, f"```\n{ROOT}\n```\n", id="fence"),
        pytest.param(PLAN, f"text\n\n    {ROOT}\n", id="indented-code"),
        pytest.param(PLAN, f"<!-- {ROOT} -->\n", id="comment"),
        pytest.param(PLAN, f"text <!-- {ROOT} --> text\n", id="comment-in-a-line"),
        pytest.param(PLAN, f"{STEM}.md and `{STEM}`", id="bare-in-the-body"),
        pytest.param(PLAN, f"[{STEM}]", id="single-brackets"),
        pytest.param(PLAN, f"[x]({STEM}.md)", id="link-to-a-plan"),
        pytest.param(PLAN, f"https://github.com/o/r/blob/main/{ROOT}", id="another-host"),
        pytest.param(PLAN, f"[x](https://example.com/{ROOT})", id="link-to-another-host"),
        pytest.param(PLAN, f"[x](//example.com/{ROOT})", id="host-without-a-scheme"),
        pytest.param(PLAN, f"file:///{ROOT}", id="file-url"),
        pytest.param(PLAN, f"git show HEAD~1:{ROOT}", id="revision"),
        pytest.param(PLAN, f"~/{ROOT}", id="home"),
        pytest.param(PLAN, f"$ROOT/{ROOT} ${{ROOT}}/{ROOT} {{root}}/{ROOT} <root>/{ROOT}", id="variables"),
        pytest.param(PLAN, f"/home/me/project/{ROOT}", id="absolute"),
        pytest.param(PLAN, f"other/{ROOT} a/{ROOT}", id="another-folder"),
        pytest.param(PLAN, ".agents/sessions/YYYYMMDD-HHMMSS-<description>.md", id="template"),
        pytest.param(PLAN, ".agents/sessions/YYYYMMDD-HHMMSS-description.md", id="template-without-brackets"),
        pytest.param(PLAN, "`.agents/sessions/20251204-143000-<name>.md`", id="half-a-template"),
        pytest.param(PLAN, "`.agents/sessions/20251204-143000-a-<name>.md`", id="most-of-a-name"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-a-{name}.md", id="braces"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-$NAME.md", id="variable-in-the-name"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-we*.md", id="glob"),
        pytest.param(PLAN, ".agents/sessions/*.md and .agents/sessions/**", id="globs"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-...", id="dots"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-weather...", id="cut-off"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-weather\u2026", id="cut-off-in-one-character"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-weather-", id="broken-off"),
        pytest.param(PLAN, ".agents/sessions/20251204-143000-", id="stamp-alone"),
        pytest.param(PLAN, ".agents/sessions/ and .agents/sessions", id="folder"),
        pytest.param(PLAN, ".agents/sessions/index.json", id="another-kind-of-file"),
        pytest.param(PLAN, f".agents/sessions/{STEM}.md.bak .agents/sessions/{STEM}.log", id="other-suffixes"),
        pytest.param(PLAN, ".agents/sessions/notes", id="no-suffix-and-no-stamp"),
        pytest.param(PLAN, "[[notes]] [[notes.md]]", id="wiki-link-to-something-else"),
        pytest.param(PLAN, f"sessions/{STEM}.md", id="folder-named-alike"),
        pytest.param(BESIDE, "[x](docs/a.md) docs/a.md ./docs/a.md", id="path-to-docs-from-a-session"),
        pytest.param(
            BESIDE, f"[x](.agents/plans/{STEM}.md) .agents/plans/{STEM}.md", id="path-to-a-plan-from-a-session"
        ),
        pytest.param(BESIDE, f"docs/{STEM}.md ./docs/{STEM}.md", id="dated-document"),
        pytest.param(BESIDE, f"[x](../plans/{STEM}.md)", id="link-to-a-plan-from-a-session"),
        pytest.param(PLAN, f"---\n# {STEM}.md {ROOT}\na: 1\n---\n", id="comment-of-front-matter"),
        pytest.param(PLAN, f"---\n{STEM}: 1\n---\n", id="key"),
        pytest.param(BESIDE, f"---\nplans:\n  - {STEM}.md\nspec: {STEM}\n---\n", id="names-of-plans"),
        pytest.param(PLAN, f"---\nrenamed_from: {STEM}.md\nwas: [{ROOT}]\n---\n", id="names-of-the-past"),
        pytest.param(PLAN, f"---\ntitle: after {STEM}.md\n---\n", id="name-within-a-value"),
        pytest.param(PLAN, "---\nid: 20251204-143000\nat: 20251204\n---\n", id="stamp-as-a-value"),
        pytest.param(PLAN, f"---\na: {ROOT}\nb: [\n---\n", id="front-matter-that-cannot-be-read"),
        pytest.param(".agents/a.json", f'{{"a": "{STEM}.md"}}', id="bare-in-json"),
        pytest.param(".agents/a.toml", f"[[{STEM}]]", id="table-of-toml"),
    ],
)
def test_these_are_no_references(path, text):
    assert found(path, text) == []


def test_a_value_with_blanks_is_a_name_only_if_a_file_has_it():
    text = "---\nafter: a b.md\n---\n"
    assert found(PLAN, text) == []
    assert len(references.read(PLAN, text, FOLDERS, names=("a b.md",))) == 1


def test_an_alias_in_front_matter_is_not_a_second_reference():
    assert len(found(PLAN, f"---\na: &x {STEM}\nb: *x\n---\n")) == 1


def test_the_pattern_of_the_profile_decides_what_a_name_is():
    pattern = Pattern("YYYY-MM-DD_<description>.markdown")
    (one,) = references.read(PLAN, "[[2025-12-04_weather]]", (".agents/sessions",), pattern)
    assert one.targets == (".agents/sessions/2025-12-04_weather.markdown",)


@pytest.mark.parametrize(
    ("path", "text", "result"),
    [
        pytest.param(BESIDE, "[[{old}|x]]", "[[{new}|x]]", id="wiki"),
        pytest.param(
            BESIDE, "---\na: {old}\nb: '{old}.md'\n---\n", "---\na: {new}\nb: '{new}.md'\n---\n", id="front-matter"
        ),
        pytest.param(PLAN, "[x](<../sessions/{old}.md#c> 't')", "[x](<../sessions/{new}.md#c> 't')", id="angles"),
        pytest.param(
            PLAN,
            ".agents/sessions/{old}, `.agents/sessions/{old}`",
            ".agents/sessions/{new}, `.agents/sessions/{new}`",
            id="no-suffix",
        ),
    ],
)
def test_a_name_is_rewritten_as_it_was_written(path, text, result):
    new = "20251204-143000-cache"
    text, result = (one.replace("{old}", STEM).replace("{new}", new) for one in (text, result))
    assert rewritten(path, text, old=ROOT, new=f".agents/sessions/{new}.md") == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        pytest.param("[x](../sessions/Weather%20%28a%29.md)", "[x](../sessions/{}.md)", id="percent"),
        pytest.param("[x](<../sessions/Weather (a).md>)", "[x](<../sessions/{}.md>)", id="angles"),
        pytest.param("`.agents/sessions/Weather (a).md`", "`.agents/sessions/{}.md`", id="code-span"),
        pytest.param("see .agents/sessions/Weather (a).md, then", "see .agents/sessions/{}.md, then", id="open"),
    ],
)
def test_a_name_with_blanks_is_rewritten_and_comes_back(text, result):
    old, new = ".agents/sessions/Weather (a).md", ROOT
    assert rewritten(PLAN, text, old=old, new=new) == result.format(STEM)
    assert rewritten(PLAN, result.format(STEM), old=new, new=old) == text


@pytest.mark.parametrize(
    ("path", "text", "result"),
    [
        pytest.param(PLAN, f"see {ROOT}", f"see .agents/sessions/archive/{STEM}.md", id="from-the-root"),
        pytest.param(PLAN, f"see /{ROOT}", f"see /.agents/sessions/archive/{STEM}.md", id="slash"),
        pytest.param(PLAN, f"[x](../sessions/{STEM}.md#c)", f"[x](../sessions/archive/{STEM}.md#c)", id="link"),
        pytest.param(BESIDE, f"[x]({STEM}.md)", f"[x](archive/{STEM}.md)", id="beside"),
        pytest.param(BESIDE, f"[x](./{STEM})", f"[x](./archive/{STEM})", id="beside-with-a-dot"),
        pytest.param(BESIDE, f"[[{STEM}]]", f"[[{STEM}]]", id="bare"),
        pytest.param(
            "packages/web/README.md",
            f"../../{ROOT}",
            f"../../.agents/sessions/archive/{STEM}.md",
            id="out-of-a-package",
        ),
    ],
)
def test_the_path_to_a_moved_file_is_written_as_it_was(path, text, result):
    assert rewritten(path, text, old=ROOT, new=f".agents/sessions/archive/{STEM}.md") == result


def test_a_package_file_that_moves_to_another_package_is_named_from_the_root():
    text = f"see .agents/sessions/{STEM}.md"
    assert rewritten("packages/web/a.md", text, old=WEB, new=ROOT) == f"see {ROOT}"


LINES = st.sampled_from(
    (
        "see .agents/sessions/{}.md and `.agents/sessions/{}`", "[x](../sessions/{}.md#a) [y](<../sessions/{}.md> 't')",
        "[[{}]] [[{}.md|x]] ![[{}#b]]", "    .agents/sessions/{}.md", "```", "<!-- .agents/sessions/{}.md", "-->", "{}.md",
        "[a]: {}.md", "---", "a: {}", "b: ['{}.md', \"{}\"]", "c: &x {}", "d: *x", "e: |", "  ../sessions/{}.md", '"', "'",
        "`", "<", "[[", "](", "..", "\ufeff", "\u898b.agents/sessions/{}.md\u306f", "@.agents/sessions/{}.md", "",
    )
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(LINES, max_size=12), st.sampled_from(("\n", "\r\n", "\r", " ")), st.sampled_from((PLAN, BESIDE, "a.txt"))
)
def test_a_rename_there_and_back_gives_the_text_back(lines, end, path):
    text = end.join(lines).replace("{}", STEM)
    new = ".agents/sessions/20260101-120000-an-other-1.md"
    there = rewritten(path, text, old=ROOT, new=new)
    assert rewritten(path, there, old=new, new=ROOT) == text
    assert not [one for one in references.read(path, there, FOLDERS) if ROOT in one.targets]


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    ANY_TEXT | st.text(alphabet="a1-_./\\%2@[](){}<>|#:'\"`*~\r\n é\u898b", max_size=80),
    st.sampled_from((PLAN, BESIDE, "/x/a.json", "")),
)
@example("[x](%2e%2e/sessions/%ff%00.md) [[/]] <@> @/ _.", PLAN)
def test_any_text_can_be_read(text, path):
    for one in references.read(path, text, (*FOLDERS, ""), names=("a b.md",)):
        assert 0 <= one.whole.start <= one.span.start < one.span.end <= one.whole.end <= len(text)
        assert one.targets
        references.edit(path, text, one, ROOT)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "[[",
            "[[a",
            "](",
            "[a](",
            "../",
            "./",
            "/",
            "<",
            "<a",
            "'a ",
            '"a ',
            "`a ",
            "`a` ",
            "a",
            ".agents/sessions/",
            "@",
            "_",
            "]: ",
        ),
        *(
            "[a]: ",
            "\n[",
            f"[[{STEM}]] ",
            f"{ROOT} ",
            f"[x](../sessions/{STEM}.md) ",
            f"'{ROOT}' a",
            "%20",
            ".md",
            "\u898b.md",
            "a b.md ",
        ),
    ],
)
@pytest.mark.parametrize("path", [PLAN, ".agents/a.json"])
def test_a_mebibyte_of_anything_takes_linear_time(piece, path):
    text = "x\n" + piece * ((1 << 20) // len(piece))
    start = time.process_time()
    references.read(path, text, FOLDERS, names=("a b.md",))
    assert time.process_time() - start < 10


def test_many_names_are_all_found():
    text = f"{ROOT} " * 20_000
    assert len(references.read(PLAN, text, FOLDERS)) == 20_000

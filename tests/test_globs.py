"""Which paths a glob fits, and that no pattern is slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import globs


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        pytest.param("a.md", "a.md", True, id="a name at the root"),
        pytest.param("a.md", "x/y/a.md", True, id="a name at any depth"),
        pytest.param("archive", "x/archive/y/a.md", True, id="the name of a folder above"),
        pytest.param("archive", "x/archived/a.md", False, id="a name is whole"),
        pytest.param("*.md", "x/a.md", True, id="a name with a star"),
        pytest.param("/a.md", "a.md", True, id="a leading slash is the root"),
        pytest.param("/a.md", "x/a.md", False, id="a leading slash is only the root"),
        pytest.param("./x/a.md", "x/a.md", True, id="a leading dot is nothing"),
        pytest.param("x/a.md", "y/x/a.md", False, id="a path begins at the root"),
        pytest.param("x/*.md", "x/a.md", True, id="a star in a path"),
        pytest.param("x/*.md", "x/y/a.md", False, id="a star stays within a name"),
        pytest.param("x/?.md", "x/a.md", True, id="a question mark is one character"),
        pytest.param("x?y/a", "x/y/a", False, id="a question mark is no slash"),
        pytest.param("**/.agents/sessions/*.md", ".agents/sessions/a.md", True, id="two stars are no folder"),
        pytest.param("**/.agents/sessions/*.md", "x/y/.agents/sessions/a.md", True, id="two stars are many folders"),
        pytest.param("**/.agents/sessions/*.md", "x.agents/sessions/a.md", False, id="two stars end at a slash"),
        pytest.param("**/.agents/sessions/*.md", ".agents/sessions/archive/a.md", False, id="not below"),
        pytest.param("**/.agents/sessions/*/**", ".agents/sessions/archive/a.md", True, id="in a sub-folder"),
        pytest.param("**/.agents/sessions/*/**", ".agents/sessions/x/y/a.md", True, id="deep in a sub-folder"),
        pytest.param("**/.agents/sessions/*/**", ".agents/sessions/a.md", False, id="not in a sub-folder"),
        pytest.param("x/**", "x/y/z", True, id="all below"),
        pytest.param("x/**", "x", False, id="below is not the folder itself"),
        pytest.param("x/**/z", "x/z", True, id="two stars inside are no folder"),
        pytest.param("x/**/z", "x/a/b/z", True, id="two stars inside are many folders"),
        pytest.param("x/**/**/z", "x/z", True, id="two stars twice are as once"),
        pytest.param("**/a/**/b/**/c", "a/x/a/b/x/b/c/c", True, id="the first fit leaves enough for the rest"),
        pytest.param("**/a/b", "a/b/a/b", True, id="the last run reaches the end"),
        pytest.param("a**b/c", "axyb/c", True, id="two stars within a name are one"),
        pytest.param("a**b/c", "ax/yb/c", False, id="two stars within a name stay there"),
        pytest.param("**", "x/y", True, id="everything"),
        pytest.param("x/", "x/a.md", True, id="a trailing slash is what is below"),
        pytest.param("x/", "x", False, id="a trailing slash is a folder"),
        pytest.param("[ab].md", "b.md", True, id="a set"),
        pytest.param("[a-c]x", "bx", True, id="a range"),
        pytest.param("[c-a]x", "bx", False, id="a range that runs backwards is empty"),
        pytest.param("[!a-c]x", "dx", True, id="a negated range"),
        pytest.param("[!a-c]x", "bx", False, id="a negated range leaves out"),
        pytest.param("x/a[!b]c", "x/a/c", False, id="a negated set is no slash"),
        pytest.param("x/a[+-0]c", "x/a/c", False, id="a range over the slash is no slash"),
        pytest.param("[]]x", "]x", True, id="a bracket first in a set is itself"),
        pytest.param("[a-]x", "-x", True, id="a hyphen last in a set is itself"),
        pytest.param("[!^]x", "^x", False, id="a caret in a set is itself"),
        pytest.param("[a.md", "[a.md", True, id="an open bracket without its mate is itself"),
        pytest.param("a+(b).md", "a+(b).md", True, id="what a regex would read is itself"),
        pytest.param("*.md", "x/a\nb.md", True, id="a line break in a name"),
        pytest.param("*.md", "x/a.md\n", False, id="a line break at the end is not overlooked"),
        pytest.param("ü*", "x/über", True, id="beyond ASCII"),
        pytest.param("*a*b*c", "x/aabbcc", True, id="stars in a name"),
        pytest.param("*a*b*c", "x/aacbb", False, id="stars in a name keep their order"),
        pytest.param("", "a", False, id="an empty pattern fits nothing"),
    ],
)
def test_a_pattern_fits_a_path(pattern, path, fits):
    assert globs.matches(pattern, path) is fits


@pytest.mark.parametrize(
    ("patterns", "path", "excluded"),
    [
        pytest.param(["x/y"], "x/y/z/a.md", True, id="a folder takes all below with it"),
        pytest.param(["x/y"], "x/y", True, id="the folder itself"),
        pytest.param(["x/y"], "x/yz", False, id="not what begins like it"),
        pytest.param(["**/sessions/*"], "a/sessions/b/c", True, id="a folder by pattern"),
        pytest.param(["node_modules"], "x/node_modules/y/z", True, id="a name"),
        pytest.param(["p", "q"], "q/a.md", True, id="one of several"),
        pytest.param([], "q/a.md", False, id="none"),
    ],
)
def test_excluding_a_folder_excludes_what_is_below(patterns, path, excluded):
    assert globs.excludes(patterns, path) is excluded


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        pytest.param("*a" * 50 + "b", "a" * 5000, id="stars in a name"),
        pytest.param("*?a" * 50 + "b", "a" * 5000, id="stars and question marks"),
        pytest.param("**/a/" * 50 + "b", "a/" * 2500 + "c", id="folders"),
        pytest.param("**/*/" * 50 + "b", "a/" * 2500 + "c", id="folders of any name"),
        pytest.param("**/*a*a/" * 20 + "b", ("a" * 20 + "/") * 200 + "c", id="stars in folders"),
    ],
)
def test_no_pattern_makes_matching_slow(pattern, path):
    start = time.process_time()
    assert not globs.matches(pattern, path)
    assert not globs.excludes([pattern], path)
    assert time.process_time() - start < 2  # exponential backtracking would outlive the sun


def _simple(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Match parts of a pattern the slow and obvious way."""
    if not pattern:
        return not path
    if pattern[0] == "**":
        rest = pattern[1:]
        return any(_simple(rest, path[at:]) for at in range(len(path) + 1)) if rest else bool(path)
    return bool(path) and _simple_name(pattern[0], path[0]) and _simple(pattern[1:], path[1:])


def _simple_name(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return any(_simple_name(pattern[1:], name[at:]) for at in range(len(name) + 1))
    return bool(name) and pattern[0] in ("?", name[0]) and _simple_name(pattern[1:], name[1:])


@given(
    st.lists(st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5)), min_size=2, max_size=6),
    st.lists(st.text("ab", min_size=1, max_size=5), min_size=1, max_size=6),
)
def test_the_quick_matcher_agrees_with_the_obvious_one(pattern, path):
    parts = tuple("*" if set(part) == {"*"} and part != "**" else part for part in pattern)
    assert globs.matches("/".join(parts), "/".join(path)) is _simple(parts, tuple(path))


@given(st.text(), st.text())
def test_any_text_is_a_pattern(pattern, path):
    globs.matches(pattern, path)

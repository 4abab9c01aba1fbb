"""What an example of SL601 is too small to say."""

from __future__ import annotations

import pytest

from session_lint.rule import Example, Facts
from session_lint.rules.orphaned_reference import OrphanedReference
from session_lint.testing import NOW, check_example, default_profile
from session_lint.tree import Tree

FOLDER = ".agents/sessions"
NAME = "20251203-090000-cache.md"
TREE = Tree((FOLDER,), frozenset({f"{FOLDER}/archive/{NAME}"}), moved={f"{FOLDER}/{NAME}": f"{FOLDER}/archive/{NAME}"})
SAYS = f"there is no session `{FOLDER}/{NAME}`; it is now `{FOLDER}/archive/{NAME}`"


@pytest.mark.parametrize(
    ("front", "fixed"),
    [
        pytest.param(f"a: &a\n  b: {FOLDER}/{NAME}\n", f"a: &a\n  b: {FOLDER}/archive/{NAME}\n", id="alone"),
        pytest.param(f"a: &a\n  b: {FOLDER}/{NAME}\nc: *a\n", None, id="with-an-alias"),
    ],
)
def test_a_reference_that_an_alias_repeats_has_no_fix(front, fixed):
    example = Example(
        f"---\n{front}---\n",
        says=(SAYS,),
        fixed=f"---\n{fixed}---\n" if fixed else None,
        path=f"{FOLDER}/20251204-143000-weather.md",
        facts=Facts(NOW, tree=TREE),
    )
    check_example(OrphanedReference, example, default_profile())


@pytest.mark.parametrize("text", [f"---\ncontinues: {NAME}\n---\n", f"After [[{NAME.removesuffix('.md')}]].\n"])
def test_a_bare_name_means_the_file_wherever_it_is(text):
    example = Example(text, path=f"{FOLDER}/20251204-143000-weather.md", facts=Facts(NOW, tree=TREE))
    check_example(OrphanedReference, example, default_profile())

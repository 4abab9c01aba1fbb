"""What an example of SL601 is too small to say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from session_lint import session
from session_lint.rule import Example, Facts
from session_lint.rules.orphaned_reference import OrphanedReference
from session_lint.testing import NOW, check_example, default_profile
from session_lint.tree import Tree

from ..reading.samples import seconds

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


PATH = f"{FOLDER}/20251203-090000-forecast.md"
GONE = Tree((FOLDER,), frozenset({f"{FOLDER}/20251204-143000-weather.md"}))


def speaks(text: str, tree: Tree = GONE) -> bool:
    """Say whether the rule finds something in a plan."""
    read = session.read(".agents/plans/a.md", text, default_profile())
    return bool(tuple(OrphanedReference().check(read, Facts(NOW, tree=tree))))


@pytest.mark.parametrize(
    "text",
    [
        *(f"Example: `{PATH}`", f"- Example: see `{PATH}` for the form", f"**Good**: `{PATH}`", f"* **Bad:** {PATH}"),
        *(f"1. Wrong (no stamp): `{PATH}`", f"> Example path: [x]({PATH})", f"an old one, e.g. `{PATH}`, is deleted"),
        *(f"Files (e.g., {PATH}) are deleted.", f"For example, {PATH} is a session.", f"See for example `{PATH}`."),
        *(f"Examples:\n- `{PATH}`\n- `{PATH}` again\n", f"Some good examples:\n\n1. `{PATH}`\n", f"Example:\n`{PATH}`"),
        *(f"- Example:\n  - `{PATH}`\n", f"Example: a session\nis named `{PATH}`.", f"Call it. Good: `{PATH}`"),
        *(f"see `{FOLDER}/foo.md`", f"see {FOLDER}/bar.md", f"`{FOLDER}/template.md`", f"{FOLDER}/example-1.md"),
        *(f"{FOLDER}/your-session.md", "[x](../sessions/20251204-143000-my-session.md)"),
        f"---\nexample: {PATH}\n---\n",
    ],
)
def test_an_example_of_documentation_is_no_reference(text):
    assert speaks(text) is False


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"See `{PATH}`.",
            f"The example in `{PATH}` is good.",
            f"All is good: the plan of `{PATH}`",
            f"Plan: `{PATH}`",
        ),
        *(f"Example: one\n\nSee `{PATH}`.", f"- Example: one\n- The plan of `{PATH}`\n", f"It feels good: `{PATH}`"),
        *(f"Example:\n- one\n\nSee `{PATH}`.", f"Counterexample: `{PATH}`", f"{FOLDER}/20251203-090000-foo-parser.md"),
        *(f"Examples are there. See {PATH}", f"Sources:\n- {PATH}", f"{FOLDER}/20251203-090000-example-parser.md"),
    ],
)
def test_a_mention_is_a_reference(text):
    assert speaks(text) is True


def test_a_made_up_name_that_was_there_is_one():
    assert speaks(f"see {FOLDER}/foo.md", replace(GONE, deleted=frozenset({f"{FOLDER}/foo.md"}))) is True


@pytest.mark.parametrize(
    "key", ["renamed_from", "renamed-from", "was", "formerly", "moved_from", "replaces", "Supersedes"]
)
@pytest.mark.parametrize("value", [PATH, PATH.rpartition("/")[2]])
def test_a_key_may_tell_of_a_file_that_is_gone(key, value):
    assert speaks(f"---\n{key}: {value}\n---\n") is False
    assert speaks(f"---\nsession:\n  {key}: [{value}]\n---\n") is False


@pytest.mark.parametrize("key", ["input", "inputs", "source", "sources", "report", "reports"])
def test_a_key_may_tell_of_a_file_of_another_kind(key):
    assert speaks(f"---\n{key}:\n  - {PATH.rpartition('/')[2]}\n---\n") is False
    assert speaks(f"---\n{key}:\n  - {PATH}\n---\n") is True


def test_examples_are_told_in_linear_time():
    def time(size: int) -> float:
        text = f"- (...... {PATH}\n" * (size // len(PATH))
        return seconds(lambda: speaks(text), 2)

    assert any(time(160_000) / time(40_000) < 12 for _ in range(5))  # the machine may be busy

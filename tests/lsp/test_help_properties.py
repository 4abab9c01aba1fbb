"""What holds for any text and any place in it: nothing raises, and every place lies within the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from session_lint import config, engine, session, shipped
from session_lint.lsp.completion import complete
from session_lint.lsp.folds import folds
from session_lint.lsp.hover import hover
from session_lint.lsp.lens import hints, lenses
from session_lint.lsp.links import links
from session_lint.lsp.outline import Symbol, symbols
from session_lint.rule import Facts
from session_lint.rules import RULES
from session_lint.session import Session
from session_lint.text import Span
from session_lint.tree import Tree

from ..reading.samples import PATH, PROFILE, seconds
from ..reading.test_properties import ANY_TEXT, PLENTY
from ..test_layers import PACKAGE, WORLD, imports_of
from .marker import NOW, preset

TREE = Tree((".agents/sessions",), frozenset((PATH,)))
ACTIVE = config.default(RULES, lambda location: shipped.read(location.path)).rules_for(PATH)
HELP = (
    *("block", "body_completion", "completion", "cursor", "describing", "fields", "folds", "front_completion", "hover"),
    *("items", "lens", "links", "marked", "outline", "rule_completion", "sections"),
)
PROFILES = (PROFILE, preset("journal"), preset("archive"))


def every(found: tuple[Symbol, ...]) -> Iterator[Symbol]:
    for one in found:
        yield one
        yield from every(one.children)


def check_within(one: Session, span: Span) -> None:
    assert 0 <= span.start <= span.end <= len(one.text), span


def check_symbols(one: Session, found: tuple[Symbol, ...], outer: Span) -> None:
    for symbol in found:
        assert outer.start <= symbol.span.start <= symbol.name_span.start, symbol
        assert symbol.name_span.end <= symbol.span.end <= outer.end, symbol
        assert symbol.name.strip()
        check_symbols(one, symbol.children, symbol.span)


@PLENTY
@given(ANY_TEXT, st.sampled_from(PROFILES))
def test_whatever_stands_there_is_outlined(text, profile):
    one = session.read(PATH, text, profile)
    check_symbols(one, symbols(one), Span(0, len(text)))
    for fold in folds(one):
        check_within(one, fold.span)
        assert one.lines.row(fold.span.start) < one.lines.row(fold.span.end)
    last = 0
    for link in links(one, TREE, ("BACK",)):
        assert last <= link.span.start < link.span.end <= len(text)
        last = link.span.end
    found = engine.check(one, ACTIVE, Facts(NOW)).diagnostics
    for lens in lenses(one, ACTIVE, found, NOW):
        check_within(one, lens.span)
        assert one.lines.row(lens.span.start) == one.lines.row(lens.span.end)
    assert all(0 <= hint.offset <= len(text) for hint in hints(one, NOW))


@PLENTY
@given(ANY_TEXT, st.data(), st.sampled_from(PROFILES))
def test_whatever_stands_there_is_explained_and_completed(text, data, profile):
    one = session.read(PATH, text, profile)
    offset = data.draw(st.integers(0, len(text)))
    found = hover(one, offset, NOW, RULES)
    if found:
        check_within(one, found.span)
        assert found.span.start <= offset <= found.span.end
        assert found.text.strip()
    for item in complete(one, offset, NOW, RULES):
        check_within(one, item.span)
        assert item.span.start <= offset <= item.span.end
        assert one.lines.row(item.span.start) == one.lines.row(item.span.end)
        assert all(0 <= place.start <= place.end <= len(item.text) for place in item.places)
        after = session.read(PATH, text[: item.span.start] + item.text + text[item.span.end :], profile)
        if (
            one.front.data is not None
            and not one.front.problems
            and one.front.content.start <= offset < one.front.content.end
        ):
            assert after.front.problems == (), item


BODY = "---\nsession:\n  title: x\n---\n"
LARGE: dict[str, Callable[[int], str]] = {
    "keys": lambda count: "---\n" + "".join(f"k{n}: v # c\n" for n in range(count // 4)) + "---\n",
    "unclosed": lambda count: "---\n" + "".join(f"k{n}: v\n" for n in range(count)),
    "deep": lambda count: "---\n" + "".join(f"{' ' * (n % 80)}k: \n" for n in range(count // 10)) + "---\n",
    "dashes": lambda count: "---\n" + "- " * count + "\n---\n",
    "headings": lambda count: BODY + "## a\n\n" * count,
    "comments": lambda count: BODY + "Text <!-- session-lint: ignore SL304 -->\n\n" * (count // 5),
    "log": lambda count: BODY + "## Session Log\n\n" + "### 2025-12-04 14:30 - x\n" * (count // 3),
    "boxes": lambda count: BODY + "## a\n" + "- [ ] BACK-1\n" * count,
    "one line": lambda count: BODY + "x" * count + "\n" + "## \n",
}
"""Texts of up to 200 KB for a count of 16,000."""


@pytest.mark.parametrize("kind", LARGE)
def test_help_takes_linear_time(kind):
    def work(count: int) -> Callable[[], object]:
        one = session.read(PATH, LARGE[kind](count), PROFILE)
        places = (0, len(one.text) // 2, len(one.text) - 5, len(one.text))

        def ask() -> None:
            for place in places:
                complete(one, place, NOW, RULES)
                hover(one, place, NOW, RULES)
            symbols(one)
            folds(one)
            links(one, TREE, ("BACK",))
            lenses(one, ACTIVE, (), NOW)

        return ask

    # Eight times the text; what is quadratic takes 64 times as long, and the collector of garbage doubles the rest.
    assert seconds(work(16_000), 3) / max(seconds(work(2_000), 3), 1e-4) < 30


@pytest.mark.parametrize("name", HELP)
def test_what_helps_looks_at_values_only(name):
    named = {one.split(".")[0] for layer, one in imports_of(PACKAGE / "lsp" / f"{name}.py") if not layer}
    assert named & {*WORLD, "pygls", "lsprotocol"} == set()

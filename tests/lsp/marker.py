"""Texts with a mark where the cursor is, and what a completion makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

from session_lint import config, session, shipped
from session_lint.lsp.completion import complete
from session_lint.lsp.items import Item
from session_lint.profile import Profile
from session_lint.rules import RULES
from session_lint.session import Session

from ..reading.samples import PATH, PROFILE

NOW = datetime(2025, 12, 5, 12, 0, tzinfo=UTC)


def preset(name: str, more: str = "") -> Profile:
    """Give the profile of a preset, and what a config adds to it."""
    return config.load(
        "x.toml",
        RULES,
        lambda location: shipped.read(location.path) if location.shipped else f'extend = "{name}"\n{more}',
    ).profile


def at_mark(text: str, profile: Profile = PROFILE) -> tuple[Session, int]:
    """Read a text without the first `|` in it, and give where that stood."""
    before, mark, after = text.partition("|")
    assert mark
    return session.read(PATH, before + after, profile), len(before)


def offered(text: str, profile: Profile = PROFILE) -> list[str]:
    """Give the labels of what is offered at the mark."""
    one, offset = at_mark(text, profile)
    return [item.label for item in complete(one, offset, NOW, RULES)]


def written(one: Session, item: Item) -> str:
    """Give the text after an item was chosen."""
    return one.text[: item.span.start] + item.text + one.text[item.span.end :]


def chosen(text: str, label: str, profile: Profile = PROFILE) -> str:
    """Give the text after the item with this label was chosen, with marks where the editor's cursor stops."""
    one, offset = at_mark(text, profile)
    (item,) = (item for item in complete(one, offset, NOW, RULES) if item.label == label)
    new, last = "", 0
    for place in item.places:
        new += (
            item.text[last : place.start] + "|" + item.text[place.start : place.end] + "|" * (place.end > place.start)
        )
        last = place.end
    new += item.text[last:]
    return one.text[: item.span.start] + new + one.text[item.span.end :]

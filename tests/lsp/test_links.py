"""Where the text of a session leads."""

from __future__ import annotations

import pytest

from session_lint import linear, session
from session_lint.failure import Failure
from session_lint.lsp.links import links
from session_lint.tree import Tree

from ..reading.samples import PATH, PROFILE
from .marker import preset

OTHER = ".agents/sessions/20251203-090000-cache.md"
TREE = Tree((".agents/sessions",), frozenset((PATH, OTHER)))
LINKED = preset("default", '[profile]\nlinear-url = "https://linear.app/acme"\n')


def led(text: str, profile=PROFILE, teams=()) -> list[tuple[str, str]]:
    found = links(session.read(PATH, text, profile), TREE, teams)
    return [(text[one.span.start : one.span.end], one.path or one.url or "") for one in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"See `{OTHER}`.", [(OTHER, OTHER)], id="path from the root"),
        pytest.param("[x](20251203-090000-cache.md)", [("20251203-090000-cache.md", OTHER)], id="link"),
        pytest.param("[x](./20251203-090000-cache.md#top)", [("./20251203-090000-cache.md", OTHER)], id="link to a part"),
        pytest.param("[[20251203-090000-cache]]", [("20251203-090000-cache", OTHER)], id="wiki link"),
        pytest.param("`.agents/sessions/20251203-090000-gone.md`", [], id="a session that is not there"),
        pytest.param(f"`{PATH}`", [], id="the session itself"),
        pytest.param(f"```\n{OTHER}\n```", [], id="code"),
    ],
)  # fmt: skip
def test_references_to_sessions_are_links(text, found):
    assert led(f"---\n---\n{text}\n") == found


def test_a_bare_name_in_front_matter_is_a_link():
    assert led("---\nfollows: 20251203-090000-cache.md\n---\n") == [("20251203-090000-cache.md", OTHER)]


FRONT = "---\nsession:\n  linear_issue: BACK-123\n---\n"
OWN = "https://linear.app/acme/issue/BACK-123/cache-it"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("BACK-7", [("BACK-7", "https://linear.app/acme/issue/BACK-7")], id="issue of the own team"),
        pytest.param("PLT-7", [], id="issue of another team"),
        pytest.param("back-7, UTF-8, x/BACK-7, BACK-7.1", [], id="what is none"),
        pytest.param("[BACK-7](x.md)", [], id="a link already"),
        pytest.param("`BACK-7`\n```\nBACK-8\n```", [("BACK-7", "https://linear.app/acme/issue/BACK-7")], id="code"),
    ],
)
def test_issues_are_links_where_the_workspace_is_known(text, found):
    assert led(f"{FRONT}{text}\n", LINKED) == [("BACK-123", "https://linear.app/acme/issue/BACK-123"), *found]
    assert led(f"{FRONT}{text}\n") == []


def test_the_sessions_own_address_tells_of_the_workspace():
    text = FRONT.replace("BACK-123\n", f'BACK-123\n  linear_url: "{OWN}"\n') + "BACK-7 PLT-8\n"
    assert led(text, teams=("PLT",)) == [
        ("BACK-123", OWN),
        ("BACK-7", "https://linear.app/acme/issue/BACK-7"),
        ("PLT-8", "https://linear.app/acme/issue/PLT-8"),
    ]


def test_the_address_of_a_workspace_is_one_of_https():
    with pytest.raises(Failure) as caught:
        preset("default", '[profile]\nlinear-url = "linear.app/acme"\n')
    assert caught.value.message == (
        "x.toml:3: `profile.linear-url` is `linear.app/acme`; expected text like `https://linear.app/acme`"
    )


@pytest.mark.parametrize(
    ("url", "workspace"),
    [
        pytest.param(OWN, "https://linear.app/acme", id="issue"),
        pytest.param("https://linear.app/acme", None, id="no issue"),
        pytest.param("http://linear.app/acme/issue/BACK-1", None, id="not https"),
        pytest.param("https://x y/issue/BACK-1", None, id="blank"),
        pytest.param("javascript:x/issue/BACK-1", None, id="script"),
    ],
)
def test_the_workspace_is_read_from_an_address(url, workspace):
    assert linear.workspace(url) == workspace

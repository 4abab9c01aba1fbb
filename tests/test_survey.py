"""The first look at many files: what rules must know of the others, without reading all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from session_lint import peers
from session_lint.peers import Peer
from session_lint.survey import FEW, Look
from session_lint.workers import Crew
from session_lint.workspace import Workspace

from .reading.samples import PROFILE, read
from .test_cli import GOOD
from .test_git import write

FOLDER = ".agents/sessions"
PIECES = st.sampled_from(
    (
        *(
            "PLT-7",
            "LIB-12",
            "A-1",
            "X9-0",
            '"',
            "'",
            ": ",
            "\n",
            "\r\n",
            "  ",
            "- ",
            "#",
            "&a ",
            "*a",
            "{",
            "}",
            "[",
            "]",
        ),
        *(
            ",",
            "|\n",
            ">\n",
            "---",
            "\n---\n",
            "session:\n",
            "  linear_issue: ",
            "  branch: ",
            "linear_issue",
            "\\x37",
            "!!str ",
        ),
        *("---\nsession:\n  linear_issue: PLT-7\n", "  linear_url: https://linear.app/acme/issue/PLT-7/x\n"),
    )
)
BRANCHED = PROFILE.__class__(**{**vars(PROFILE), "fields": {**PROFILE.fields, "branch": ("session", "branch")}})


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join), st.booleans())
def test_what_a_session_has_in_common_with_others_is_among_its_marks(text, opened):
    text = f"---\nsession:\n  linear_issue: {text}" if opened else text
    found = peers.marks(text, PROFILE)
    issue = Peer.of(read(text)).issue
    assert found is None or issue is None or issue in found


@pytest.mark.parametrize(
    "block",
    [
        pytest.param('session:\n  linear_issue: "PLT-\\x37"', id="an ID that YAML writes otherwise"),
        pytest.param("session:\n  branch: feat/cache", id="a branch"),
    ],
)
def test_what_only_reading_can_tell_has_no_marks(block):
    assert peers.marks(f"---\n{block}\n---\n", BRANCHED) is None


def look(tmp_path, count: int, *, paths: int | None = None, **mistakes: str) -> Look:
    """Look at sessions with an issue each, after some were changed: `s7="PLT-3"` gives number 7 the issue of number 3."""
    for number in range(count):
        issue = mistakes.get(f"s{number}", f"PLT-{number}")
        text = GOOD.replace("  status:", f'  linear_issue: "{issue}"\n  status:', 1)
        write(tmp_path, text, f"{FOLDER}/{name(number)}")
    workspace = Workspace.open(str(tmp_path))
    names = [f"{FOLDER}/{name(number)}" for number in range(count)]
    return Look(workspace.reader, tuple(names[:paths]), Crew())


def name(number: int) -> str:
    return f"20251204-{number // 3600:02}{number // 60 % 60:02}{number % 60:02}-weather.md"


def test_of_many_sessions_those_are_read_that_others_have_to_know(tmp_path):
    seen = look(tmp_path, FEW + 1, s7="PLT-3", s9="PLT-\\x34").peers()
    assert len(seen) == FEW + 1
    assert {path.rpartition("/")[2]: peer.issue for path, peer in seen.items() if peer} == {
        name(3): "PLT-3",
        name(4): "PLT-4",
        name(7): "PLT-3",
        name(9): "PLT-4",
    }


def test_all_are_read_where_a_folder_has_more_sessions_than_those(tmp_path):
    seen = look(tmp_path, FEW + 2, paths=FEW + 1).peers()
    assert [peer.issue for peer in seen.values() if peer] == [f"PLT-{number}" for number in range(FEW + 1)]


def test_few_are_read_at_once(tmp_path):
    found = look(tmp_path, 3)
    assert [peer.issue for peer in found.peers().values() if peer] == ["PLT-0", "PLT-1", "PLT-2"]
    assert len(found.kept) == 3

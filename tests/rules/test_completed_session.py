"""SL403: where a session that is over has to be."""

from __future__ import annotations

import pytest

from session_lint.rules.completed_session import CompletedSession

from ..reading.samples import PATH, PROFILE
from .lifecycle import ARCHIVE, ARCHIVED, KEEP, findings, front

DELETE = "and its file is still here; expected it to be deleted"
MOVE = "and its file is still among the open ones; expected it in `archive/`"


@pytest.mark.parametrize(
    ("profile", "policy", "path", "said"),
    [
        pytest.param(PROFILE, "profile", PATH, DELETE, id="the default"),
        pytest.param(PROFILE, "profile", ARCHIVED, DELETE, id="deleted, not put away"),
        pytest.param(ARCHIVE, "profile", PATH, MOVE, id="archive"),
        pytest.param(ARCHIVE, "profile", ARCHIVED, None, id="archived"),
        pytest.param(
            ARCHIVE, "profile", ARCHIVED.replace("archive/", "archive/2025/12/"), None, id="archived by month"
        ),
        pytest.param(ARCHIVE, "profile", f"archive/{PATH}", MOVE, id="an archive of something else"),
        pytest.param(KEEP, "profile", PATH, None, id="keep"),
        pytest.param(KEEP, "delete", PATH, DELETE, id="the rule's own word counts: delete"),
        pytest.param(PROFILE, "archive", PATH, MOVE, id="the rule's own word counts: archive"),
        pytest.param(PROFILE, "archive", ARCHIVED, None, id="the rule's own word counts: archived"),
        pytest.param(ARCHIVE, "keep", PATH, None, id="the rule's own word counts: keep"),
    ],
)
def test_a_finished_session_is_where_the_policy_says(profile, policy, path, said):
    found = findings(CompletedSession(policy), front("completed"), path, profile)
    assert [one.message for one in found] == ([f"the session is `completed`, {said}"] if said else [])


def test_what_to_do_with_a_file_is_said_in_the_words_of_the_policy():
    (delete,) = findings(CompletedSession(), front("completed"))
    (archive,) = findings(CompletedSession(), front("abandoned"), profile=ARCHIVE)
    assert (delete.help, archive.help) == (
        "take what must outlast it to where it belongs (open work to the issue tracker, decisions to the "
        "documentation), then delete the file: `session-lint complete weather-fallback` shows what is left to do, and "
        "does it",
        "move the file to `archive/` in its folder, and mend the references to it: "
        "`session-lint complete weather-fallback` shows what is left to do, and does both",
    )


def test_a_name_that_a_shell_would_not_take_for_a_word_stands_in_no_command():
    (found,) = findings(CompletedSession(), front("completed"), PATH.replace("weather-", "weather;rm "))
    assert "`session-lint complete SESSION` shows" in found.help


@pytest.mark.parametrize("status", ["in_progress", "paused", "archived", "Completed", "null", "[completed]"])
def test_what_is_not_known_to_be_over_is_let_be(status):
    assert findings(CompletedSession(), front(status)) == ()

"""SL408: which words say that a task is done."""

from __future__ import annotations

import pytest

from session_lint.rules.status_contradiction import StatusContradiction

from ..reading.samples import cut
from .lifecycle import findings, front


@pytest.mark.parametrize(
    "task",
    [
        *("Done", "done.", "DONE", "Complete", "Completed", "Finished!", "**Done**", "[Completed]", "\u2705 Done"),
        *(
            "Complete - merged as a5fe4f8",
            "Complete \u2014 merged",
            "Done: the cache",
            "Done, merged",
            "Completed (26/26)",
        ),
        *(
            "All phases complete",
            "All 26 tasks done.",
            "All tests are complete",
            "All phases (8-13) complete",
            "All phases of the plan complete - merged",
        ),
    ],
)
def test_words_that_say_so(task):
    text = front("in_progress", task=f"'{task}'")
    (found,) = findings(StatusContradiction(), text)
    assert cut(text, found.span) == f"'{task}'"
    assert found.help == (
        "write into `orchestration.current_task` what is worked on now; "
        "or set the status to `completed` if nothing is left to do"
    )


@pytest.mark.parametrize(
    "task",
    [
        *(
            "Complete the parser",
            "Done-button colour",
            "Completed tasks: 3",
            "Finished goods import",
            "Done with the cache",
        ),
        *(
            "Done. Next: the tests",
            "Done (3 of 5)",
            "Complete, waiting for review",
            "Done?",
            "Completeness of the index",
        ),
        *(
            "All tests must be done",
            "All phases to be complete",
            "All but one complete",
            "Get all tests done",
            "All done yet?",
        ),
        *(
            "All hands on the parser until it is done",
            "Mark TASK-1 done",
            "PLT-1: verification - complete",
            "Go on",
            "",
        ),
    ],
)
def test_words_that_are_work(task):
    assert findings(StatusContradiction(), front("in_progress", task=f"'{task}'")) == ()


@pytest.mark.parametrize("status", ["paused", "completed", "active", "null"])
def test_only_a_session_that_is_in_progress_contradicts_it(status):
    assert findings(StatusContradiction(), front(status, task="Done")) == ()


@pytest.mark.parametrize("task", ["[Done]", "{Done: }", "", "true", "|\n    Done\n    Next: tests"])
def test_a_task_that_is_no_text_or_more_than_a_line_says_nothing(task):
    assert findings(StatusContradiction(), front("in_progress", task=task)) == ()


def test_a_long_task_is_read_in_no_time():
    assert findings(StatusContradiction(), front("in_progress", task=f"'all {'done ' * 12_000}'")) == ()

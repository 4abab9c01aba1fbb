"""What holds for all tests: nothing that the developer's own shell asks of programs reaches the ones that are tested.

And none of them leaves a note on a config in the developer's cache.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

# Asked of us or of the programs that tests run: colours, a clock, a range of commits, a runner's summary. xdist's workers
# import this file too, each before its first test.
_ASKED = ("SESSION_LINT_OUTPUT_FORMAT", "SESSION_LINT_NOW", "FORCE_COLOR", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE")
_ASKED_BY_FAMILY = ("GITHUB_", "GITLAB_", "PRE_COMMIT", "PREK_", "GIT_")

for _name in tuple(os.environ):
    if _name in _ASKED or _name.startswith(_ASKED_BY_FAMILY):
        del os.environ[_name]
os.environ["SESSION_LINT_NO_CACHE"] = "1"


def pytest_collection_finish() -> None:
    """Forget what is meant for tests: they have read it, and programs may take it for a setting that they must heed."""
    for name in ("SESSION_LINT_EXAMPLES", "SESSION_LINT_SESSIONS"):
        os.environ.pop(name, None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Do not trace for coverage what runs hundreds of times or measures how time grows: tracing doubles its time.

    The marker `no_cover` of pytest-cov says the same, and has no effect in the processes of xdist.
    """
    trace = sys.gettrace()
    if trace is None or not _is_long(item):
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)


def _is_long(item: pytest.Item) -> bool:
    """Whether Hypothesis calls a test, or its name says that it makes its texts by itself or measures how time grows."""
    words = ("generated", "linear_time", "no_time", "times_the_time")
    return hasattr(getattr(item, "function", None), "hypothesis") or any(word in item.name for word in words)

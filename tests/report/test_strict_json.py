"""JSON of many items is what it would be if all were written at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from session_lint.report import strict_json

ITEM = {"path": "a#[b]\x7f\n", "text": 'x"\n  "[]', "empty": [], "inner": [{"one": 1}, []], "none": None}


@pytest.mark.parametrize(
    "around",
    [
        pytest.param(lambda items: items, id="a list"),
        pytest.param(lambda items: {"notes": [], "ours": "[]", "items": items}, id="in an object"),
        pytest.param(lambda items: {"runs": [{"tool": {"rules": []}, "results": items}]}, id="deep down"),
    ],
)
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_many_items_are_written_as_all_at_once_would_be(around, count):
    items: list[Any] = [{**ITEM, "number": number} for number in range(count)]
    written = strict_json.listed(around([]), iter(items))
    assert written == strict_json.written(around(items), indent=2)
    assert json.loads(written) == around(items)

"""What consumers make of rdjson: someone who makes all suggestions, and comments in a pull request.

They know the format and the bytes of the files, and nothing of session-lint.
"""

from __future__ import annotations

import json
from typing import Any


def diagnostics(output: str) -> list[dict[str, Any]]:
    """Give the diagnostics of an output in either format."""
    if output.startswith("{\n"):
        return list(json.loads(output)["diagnostics"])
    return [json.loads(line) for line in output.split("\n")[:-1]]


def suggested(output: str, path: str) -> list[dict[str, Any]]:
    """Give the suggestions for a file."""
    return [
        suggestion
        for one in diagnostics(output)
        if one["location"]["path"] == path
        for suggestion in one.get("suggestions", [])
    ]


def offset(data: bytes, position: dict[str, int]) -> int:
    """Give the place of a position in a file; asserts that there is one."""
    start = 0
    for _ in range(position["line"] - 1):
        start = data.index(b"\n", start) + 1
    line = data[start:].partition(b"\n")[0]
    assert 1 <= position["column"] <= len(line) + 1, position
    return start + position["column"] - 1


def applied(output: str, path: str, data: bytes) -> bytes:
    """Make all the suggestions for a file; asserts that none is in the way of another."""
    edits = sorted(
        (offset(data, one["range"]["start"]), offset(data, one["range"]["end"]), one["text"].encode())
        for one in suggested(output, path)
    )
    parts, at = [], 0
    for start, end, text in edits:
        assert at <= start <= end
        parts += [data[at:start], text]
        at = end
    return b"".join((*parts, data[at:]))


def lines(data: bytes) -> list[bytes]:
    """Give the lines of a file as reviewdog reads them from a diff (Go, `bufio.Reader.ReadLine`)."""
    kept = data.split(b"\n")
    return [line.removesuffix(b"\r") for line in (kept if kept[-1] else kept[:-1])]


def assert_comments_say_the_same(output: str, path: str, data: bytes) -> None:
    """Check that comments on GitHub, Gitea and GitLab show the text of a suggestion, and at rows of its own."""
    known, taken = lines(data) or [b""], set[int]()
    for one in diagnostics(output):
        assert len(one.get("suggestions", ())) <= 1, one
    for one in suggested(output, path):
        start, end = one["range"]["start"], one["range"]["end"]
        rows = set(range(start["line"], end["line"] + 1))
        assert rows
        assert not rows & taken
        taken |= rows
        first, last = known[start["line"] - 1], known[end["line"] - 1]  # IndexError: it is in no diff
        assert end["column"] - 1 <= len(last), "Go would crash"
        comment = first[: start["column"] - 1] + one["text"].encode() + last[end["column"] - 1 :]
        assert comment == one["text"].encode()
        assert one["text"] or known == [b""], "GitLab would delete the row, and GitHub would empty it"

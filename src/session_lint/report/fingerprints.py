"""A name for each diagnostic that outlives edits elsewhere in its file, so that a service knows it again.

What counts is what counts for the `baseline`, and the path: neither the place nor the message. None is there twice in a
report. Of diagnostics that are alike, those that the baseline knows, and that are left out, are not counted.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from ..baseline import fingerprint
from .model import Report


def of(report: Report) -> tuple[str, ...]:
    """Give a fingerprint for each diagnostic, in their order."""
    spots = report.spots or tuple((one.code, one.field, one.section, None) for one in report.diagnostics)
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for diagnostic, spot in zip(report.diagnostics, spots, strict=False):
        what = (diagnostic.path, *spot)
        seen[what] += 1
        found.append(fingerprint(*what, seen[what]))
    return tuple(found)

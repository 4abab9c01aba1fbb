"""How many processes this one may keep busy: the cores that the system, `taskset` and a container leave to it."""

from __future__ import annotations

import os
from collections.abc import Iterator

_CGROUPS = "/sys/fs/cgroup"


def available() -> int:
    """Give the number of cores, at least 1; part of a core that a container grants does not count."""
    try:
        count = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):  # not on macOS
        count = os.cpu_count() or 1
    return max(1, min([count, *_granted()]))


def _granted() -> Iterator[int]:
    """Give what the control groups of this process grant: cgroups(7); `cpu.max` in version 2, `cpu.cfs_*` in 1."""
    for line in _text("/proc/self/cgroup").split("\n"):
        number, _, rest = line.partition(":")
        kinds, _, path = rest.partition(":")
        if number == "0":
            yield from _limits(_CGROUPS, path)
        elif "cpu" in kinds.split(","):
            yield from _limits(f"{_CGROUPS}/{kinds}", path)


def _limits(mount: str, path: str) -> Iterator[int]:
    """Give the limit of a group and of those above it; within a container its own group is the mount itself."""
    parts = [part for part in path.split("/") if part]
    for depth in range(len(parts), -1, -1):
        folder = "/".join((mount, *parts[:depth]))
        quota, _, period = _text(f"{folder}/cpu.max").partition(" ")
        if not quota:
            quota, period = _text(f"{folder}/cpu.cfs_quota_us"), _text(f"{folder}/cpu.cfs_period_us")
        if quota.isdigit() and period.isdigit() and int(period):
            yield int(quota) // int(period)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(1 << 16).strip()
    except (OSError, ValueError):
        return ""

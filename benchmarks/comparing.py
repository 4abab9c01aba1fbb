"""What the linters cost beside each other, on one file and on some hundred, clean and broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .corpora import Maker, extract
from .measure import Call, Spread, alternate
from .peers import Peer

_CODES = (0, 1)  # clean, and not


@dataclass(frozen=True)
class Compared:
    """What a linter costs on a corpus, in seconds."""

    peer: Peer
    corpus: str
    cpu: Spread
    wall: Spread


def compare(
    programs: Mapping[Peer, tuple[str, ...]], maker: Maker, env: Mapping[str, str], *, count: int, runs: int
) -> tuple[Compared, ...]:
    """Run the programs in turn over each corpus."""
    corpora = {
        "1 clean": maker.one(),
        f"{count} clean": maker.many(count, broken=False),
        f"{count} broken": maker.many(count, broken=True),
    }
    found = []
    for corpus, folder in corpora.items():
        extract(folder)
        calls = [
            Call((*program, *peer.check, *peer.paths(folder)), folder, codes=_CODES)
            for peer, program in programs.items()
        ]
        costs = alternate(calls, runs, env, warm=corpus.startswith("1 "))
        found += [
            Compared(peer, corpus, Spread.of([one.cpu for one in taken]), Spread.of([one.wall for one in taken]))
            for peer, taken in zip(programs, costs, strict=True)
        ]
    return tuple(found)

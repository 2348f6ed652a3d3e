"""From what somebody has read to what they may like: each way makes a list, and the lists vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pecia.discovery.recommending.lists import Pairs

_FLAT = 60  # of reciprocal ranks: how little the first places differ
_DEEP = 200  # places of a list that have a vote


@dataclass(frozen=True, slots=True)
class Fused:
    """A document, and the one of those that were read which speaks most for it."""

    key: int
    because: int


def fused(read: Sequence[int], ways: Sequence[Mapping[int, Pairs]]) -> list[Fused]:
    """Documents that were not read, best first. `ways`: for each way the lists of what was read."""
    votes: defaultdict[int, float] = defaultdict(float)
    reasons: dict[int, tuple[int, int]] = {}  # rank and reason, of the way that ranks it highest
    for way in ways:
        for rank, (key, because) in enumerate(ranked(read, way)[:_DEEP]):
            votes[key] += 1 / (_FLAT + 1 + rank)
            reasons[key] = min(reasons.get(key, (rank, because)), (rank, because))
    order = sorted(votes, key=lambda key: (-votes[key], key))
    return [Fused(key, reasons[key][1]) for key in order]


def ranked(read: Sequence[int], lists: Mapping[int, Pairs]) -> list[tuple[int, int]]:
    """Documents by the sum of their scores in these lists, with what adds most to each."""
    own = set(read)
    sums: defaultdict[int, float] = defaultdict(float)
    most: dict[int, tuple[float, int]] = {}
    for document in read:
        for key, score in lists.get(document, ()):
            if key not in own:
                sums[key] += score
                most[key] = max(most.get(key, (score, document)), (score, document))
    order = sorted(sums, key=lambda key: (-sums[key], key))
    return [(key, most[key][1]) for key in order]

"""For each document the ones that are near to it, nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pecia.discovery.recommending.readings import Floats, Numbers

Pairs = tuple[tuple[int, float], ...]
_DIGITS = 5  # of a score that are told apart; so that no last bit decides an order


@dataclass(frozen=True)
class Lists:
    """Keys of documents with scores, by the key of the document that they are near to."""

    near: dict[int, Pairs]

    @classmethod
    def joined(
        cls, documents: Sequence[int], blocks: Iterable[list[tuple[list[int], list[float]]]]
    ) -> Lists:
        """From places to keys."""
        near = {}
        rows = (row for block in blocks for row in block)
        for document, (places, scores) in zip(documents, rows, strict=True):
            keys = (documents[place] for place in places)
            near[document] = tuple(zip(keys, scores, strict=True))
        return cls(near)

    def __iter__(self) -> Iterator[tuple[int, Pairs]]:
        return iter(self.near.items())


def best(places: Numbers, scores: Floats, size: int) -> tuple[list[int], list[float]]:
    """The places with the largest scores; of equal ones the first."""
    if len(places) > 4 * size:
        kept = np.argpartition(-scores, 2 * size)[: 2 * size]
        places, scores = places[kept], scores[kept]
    rounded = np.array([float(f"{score:.{_DIGITS}g}") for score in scores])
    order = np.lexsort((places, -rounded))[:size]
    return [int(place) for place in places[order]], [float(score) for score in rounded[order]]

"""Documents that are read by the same readers, by BM25: a reader of few documents says more than a
reader of many, and a document that everybody reads is near to none."""

from __future__ import annotations

import numpy as np

from pecia.discovery.recommending.lists import Lists, best
from pecia.discovery.recommending.readings import Block, Floats, Readings, Rows
from pecia.discovery.recommending.spreading import Spreader

_SATURATION, _LENGTH = 1.2, 0.25  # BM25's k1 and b; b measured in bench/recommending.py


def read_by_the_same(known: Readings, spreader: Spreader, size: int) -> Lists:
    """For each document those that are nearest to it by their readers."""
    if not known.documents:
        return Lists({})
    weighted = known.weighted(_weights(known))
    blocks = spreader.spread(weighted.items.blocks())
    made = blocks.each(_nearest, (weighted.readers, size))
    return Lists.joined(known.documents, made)


def _weights(known: Readings) -> Floats:
    """A weight for each document and reader, in the order of `known.items`."""
    items, lengths = known.items, known.items.lengths
    rarity = np.log1p(len(known.documents)) - np.log1p(known.readers.lengths)
    length = 1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()), 1e-9)
    norm = _SATURATION * np.repeat(length, lengths)
    weights: Floats = items.weights * (_SATURATION + 1) / (norm + items.weights)
    weights *= rarity[items.places]
    return weights


def _nearest(block: Block, shared: tuple[Rows, int]) -> list[tuple[list[int], list[float]]]:
    """The documents with the largest products of weights, for each one of the block."""
    readers, size = shared
    found = []
    for number, (places, weights) in enumerate(block.rows, block.first):
        rows = [readers.row(reader) for reader in places]
        others = np.concatenate([row[0] for row in rows])
        products = np.concatenate(
            [row[1] * weight for row, weight in zip(rows, weights, strict=True)]
        )
        known, at = np.unique(others, return_inverse=True)
        scores = np.bincount(at, weights=products)
        kept = (known != number) & (scores > 0)
        found.append(best(known[kept], scores[kept], size))
    return found

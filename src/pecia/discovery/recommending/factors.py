"""Tastes and documents as points of one space: alternating least squares for implicit feedback.

Each half of a step solves a small system for every row, given the points of the other side; rows
know nothing of each other, so blocks of them may be solved anywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pecia.discovery.recommending.lists import Lists, best
from pecia.discovery.recommending.readings import Block, Floats, Numbers, Readings
from pecia.discovery.recommending.spreading import Spread, Spreader

# Measured in bench/recommending.py.
_SIZE, _STEPS = 64, 8
_PULL = 1.0  # towards nothing
_TRUST = 10.0  # how much more a reading says than none
_SEED = 17


class Side(NamedTuple):
    """The points of the other side, and what is the same in the system of every row."""

    points: Floats
    common: Floats


def near_in_taste(known: Readings, spreader: Spreader, size: int) -> Lists:
    """For each document those that somebody who has read it would be offered first."""
    if not known.documents:
        return Lists({})
    items = spreader.spread(known.items.blocks())
    points = _factors(known, items, spreader.spread(known.readers.blocks()))
    common = _side(points).common
    made = items.each(_offered, (points, points @ np.linalg.inv(common), size))
    return Lists.joined(known.documents, made)


def _factors(known: Readings, items: Spread, readers: Spread) -> Floats:
    """The documents' points after some steps, from a start that is always the same."""
    chance = np.random.default_rng(_SEED)
    points = chance.normal(0, 0.01, (len(known.documents), _SIZE))
    for _step in range(_STEPS):
        tastes = np.concatenate(readers.each(solved, _side(points)))
        points = np.concatenate(items.each(solved, _side(tastes)))
    return points


def solved(block: Block, side: Side) -> Floats:
    """The points of a block's rows that fit best to those of the other side."""
    systems = np.empty((len(block.rows), _SIZE, _SIZE))
    sums = np.empty((len(block.rows), _SIZE))
    for number, (places, weights) in enumerate(block.rows):
        near = side.points[places]
        systems[number] = side.common + _TRUST * (near.T * weights) @ near
        sums[number] = (1 + _TRUST) * weights @ near
    return np.asarray(np.linalg.solve(systems, sums[..., None])[..., 0])


def _side(points: Floats) -> Side:
    return Side(points, points.T @ points + _PULL * np.eye(_SIZE))


def _offered(
    block: Block, shared: tuple[Floats, Floats, int]
) -> list[tuple[list[int], list[float]]]:
    """What one reading adds to the score of every document, as Hu, Koren and Volinsky explain
    their recommendations; the sum over what somebody has read is near to a solution for them."""
    points, pulled, size = shared
    scores = pulled[block.first : block.first + len(block.rows)] @ points.T
    places: Numbers = np.arange(len(points))
    found = []
    for number, row in enumerate(scores, block.first):
        kept = (row > 1e-9) & (places != number)
        found.append(best(places[kept], row[kept], size))
    return found

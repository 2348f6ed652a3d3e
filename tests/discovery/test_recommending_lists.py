"""The nightly mathematics on small sets of readings: what comes out, and that Spark does the same."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import numpy as np
import pytest

from pecia.discovery.recommending.factors import near_in_taste
from pecia.discovery.recommending.fusing import fused, ranked
from pecia.discovery.recommending.lists import best
from pecia.discovery.recommending.neighbours import read_by_the_same
from pecia.discovery.recommending.readings import BLOCK, Readings, readings
from pecia.discovery.recommending.spreading import Here, Spreader

# Two tastes, and a document that everybody reads.
TWO_TASTES = [
    (reader, document)
    for reader in range(20)
    for document in (1, *((10, 11, 12) if reader % 2 else (20, 21, 22)))
    if (reader + document) % 7
]


def by_lot(people: int = 400, documents: int = 700) -> Readings:
    """More than one block each way."""
    chance = np.random.default_rng(5)
    pairs = []
    for reader in range(people):
        first = int(chance.integers(documents))
        near = {(first + int(step)) % documents for step in chance.integers(0, 40, 15)}
        pairs += [(reader, 1_000 + document) for document in near]
    return readings(pairs)


@pytest.mark.parametrize("method", [read_by_the_same, near_in_taste])
def test_what_the_same_people_read_is_near(method: object) -> None:
    assert callable(method)
    near = method(readings(TWO_TASTES), Here(), 3).near
    assert {key for key, _score in near[10]} == {1, 11, 12}
    assert {key for key, _score in near[21]} == {1, 20, 22}


def test_scores_fall_and_a_document_is_not_near_itself() -> None:
    for lists in (read_by_the_same(by_lot(), Here(), 30), near_in_taste(by_lot(), Here(), 30)):
        for document, pairs in lists:
            scores = [score for _key, score in pairs]
            assert scores == sorted(scores, reverse=True)
            assert document not in {key for key, _score in pairs}
            assert len(pairs) <= 30


def test_a_reader_counts_once_and_the_order_of_readings_does_not_matter() -> None:
    once, twice = readings(TWO_TASTES), readings([*reversed(TWO_TASTES), *TWO_TASTES])
    for method in (read_by_the_same, near_in_taste):
        assert method(once, Here(), 5).near == method(twice, Here(), 5).near


def test_nothing_read_is_nothing_near() -> None:
    for method in (read_by_the_same, near_in_taste):
        assert method(readings([]), Here(), 5).near == {}


def test_one_reader_of_one_document_is_near_nothing() -> None:
    for method in (read_by_the_same, near_in_taste):
        assert method(readings([("a", 7)]), Here(), 5).near == {7: ()}


def test_of_equal_scores_the_first_place_comes_first() -> None:
    places = np.arange(100)
    assert best(places, np.ones(100), 3)[0] == [0, 1, 2]
    assert best(places, np.where(places == 60, 2.0, 1.0), 3)[0] == [60, 0, 1]


def test_what_adds_most_is_the_reason() -> None:
    lists = {1: ((5, 0.2), (6, 0.5)), 2: ((5, 0.9), (1, 1.0))}
    assert ranked([1, 2], lists) == [(5, 2), (6, 1)]


def test_two_ways_vote() -> None:
    first, second = {1: ((5, 0.9), (6, 0.8))}, {1: ((6, 0.9), (7, 0.8))}
    assert [each.key for each in fused([1], [first, second])] == [6, 5, 7]
    assert fused([], [first]) == []


@pytest.fixture(scope="module")
def spark_here() -> Iterator[Spreader]:
    """Spark with two threads, where it is installed."""
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install pecia[spark]")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    from pecia.discovery.recommending.spark import spark

    with spark("local[2]") as found:
        yield found


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("method", [read_by_the_same, near_in_taste])
def test_spark_makes_the_same_lists(method: object, spark_here: Spreader) -> None:
    assert callable(method)
    known = by_lot()
    assert len(known.items) > 2 * BLOCK
    assert method(known, spark_here, 20).near == method(known, Here(), 20).near

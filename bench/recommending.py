"""How well the recommender guesses what people read next, each way alone and all of them together.

    PECIA_CORPUS=… python -m bench.recommending [--sets ml-latest-small citeulike-t]

Of each person the first four fifths are known, the last fifth is to be guessed: by time where the
data set has it, else in an order by lot that is always the same. Twenty documents are offered.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import os
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pecia.discovery.recommending.lists import Pairs

SIZE = 20
FEWEST = 5  # documents of a person who is asked about
KNOWN = 0.8
Person = tuple[list[int], set[int]]  # what is known, what is to be guessed
Way = Callable[[Sequence[int]], Sequence[int]]


@dataclass(frozen=True)
class Score:
    """How much of what people read is found, and how high it stands."""

    recall: float
    ndcg: float
    milliseconds: float

    def __str__(self) -> str:
        return f"{self.recall:.4f} | {self.ndcg:.4f} | {self.milliseconds:.2f}"


def main() -> None:
    """Score every way on every set, and compare ours with the best of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", choices=SETS, default=list(SETS))
    asked = parser.parse_args()
    corpus = Path(os.environ["PECIA_CORPUS"]) / "interactions"
    with tempfile.TemporaryDirectory(prefix="pecia-bench-") as folder:
        os.environ |= {"PECIA_DATA": folder, "DJANGO_SETTINGS_MODULE": "pecia.config.settings"}
        import django

        django.setup()
        for name in asked.sets:
            _measure(name, SETS[name](corpus / name))


def _measure(name: str, histories: Iterable[list[int]]) -> None:
    people = [_divided(history) for history in histories]
    guessed = [person for person in people if person[1]]
    print(f"\n## {name}: {len(people)} people, {len(guessed)} of them asked about\n")
    print("| way | recall@20 | NDCG@20 | ms a guess | fit, s |\n|---|---|---|---|---|")
    scores = {}
    for way, make in _ways(people).items():
        began = time.perf_counter()
        guess = make()
        fit = time.perf_counter() - began
        scores[way] = _score(guess, guessed)
        print(f"| {way} | {scores[way]} | {fit:.1f} |", flush=True)
    _compare(scores)


def _compare(scores: dict[str, Score]) -> None:
    ours = scores.pop("ours: all of them fused")
    for figure in ("recall", "ndcg"):
        best = max(scores, key=lambda way: getattr(scores[way], figure))
        ratio = getattr(ours, figure) / getattr(scores[best], figure)
        print(f"\n{figure}: ours is {ratio:.3f} of the best single way ({best})", end="")
        print(": reached" if ratio >= 1 else ": missed")


def _ways(people: Sequence[Person]) -> dict[str, Callable[[], Way]]:
    """Each way with what makes it ready."""
    from pecia.discovery.recommending.factors import near_in_taste
    from pecia.discovery.recommending.neighbours import read_by_the_same
    from pecia.discovery.recommending.nightly import SIZE as LONG
    from pecia.discovery.recommending.readings import readings
    from pecia.discovery.recommending.spreading import Here

    known = readings((who, key) for who, person in enumerate(people) for key in person[0])
    made: dict[str, Mapping[int, Pairs]] = {}

    def kept(name: str, make: Callable[[], Mapping[int, Pairs]]) -> Callable[[], Way]:
        return lambda: _fused([made.setdefault(name, make())])

    return {
        "popularity": lambda: _popularity(people),
        "read together": kept("together", lambda: _together(people)),
        "read by the same (BM25)": kept("bm25", lambda: read_by_the_same(known, Here(), LONG).near),
        "near in taste (ALS)": kept("als", lambda: near_in_taste(known, Here(), LONG).near),
        "ours: all of them fused": lambda: _fused([made[n] for n in ("als", "bm25", "together")]),
    }


def _fused(lists: Sequence[Mapping[int, Pairs]]) -> Way:
    from pecia.discovery.recommending.fusing import fused
    from pecia.discovery.recommending.guessing import LOOKED_AT

    def guess(known: Sequence[int]) -> list[int]:
        own = set(known)
        found = fused(known[-LOOKED_AT:][::-1], lists)
        return [each.key for each in found if each.key not in own][:SIZE]

    return guess


def _popularity(people: Sequence[Person]) -> Way:
    counts = Counter(key for known, _rest in people for key in known)
    order = [key for key, _count in counts.most_common()]

    def guess(known: Sequence[int]) -> list[int]:
        own = set(known)
        return [key for key in order if key not in own][:SIZE]

    return guess


def _together(people: Sequence[Person]) -> Mapping[int, Pairs]:
    """As the live counts would be, with as many others of a document as are kept."""
    from pecia.discovery.recommending.together import MOST, cosine, pairs_of

    pairs: Counter[tuple[int, int]] = Counter()
    visits = Counter(key for known, _rest in people for key in known)
    for known, _rest in people:
        for place, key in enumerate(known):
            pairs.update(pairs_of(known[:place], key))
    near: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for (first, second), times in pairs.most_common():
        if len(near[first]) < MOST:
            near[first].append((second, cosine(times, visits[first], visits[second])))
    return {key: tuple(rows) for key, rows in near.items()}


def _score(guess: Way, people: Sequence[Person]) -> Score:
    recall = ndcg = spent = 0.0
    for known, rest in people:
        began = time.perf_counter()
        offered = guess(known)
        spent += time.perf_counter() - began
        gains = [1 / math.log2(rank + 2) for rank, key in enumerate(offered) if key in rest]
        ideal = sum(1 / math.log2(rank + 2) for rank in range(min(SIZE, len(rest))))
        recall += len(gains) / len(rest)
        ndcg += sum(gains) / ideal
    return Score(recall / len(people), ndcg / len(people), 1_000 * spent / len(people))


def _divided(history: list[int]) -> Person:
    if len(history) < FEWEST:
        return history, set()
    end = max(1, int(len(history) * KNOWN))
    return history[:end], set(history[end:])


def _ml_latest_small(folder: Path) -> list[list[int]]:
    """Films by people, in the order in which they rated them."""
    people: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    with gzip.open(folder / "ratings.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            people[row["userid"]].append((int(row["timestamp"]), int(row["movieid"])))
    return [[film for _when, film in sorted(rows)] for rows in people.values()]


def _citeulike_t(folder: Path) -> list[list[int]]:
    """Papers in people's libraries. They lie sorted by number, which says nothing: by lot."""
    chance = random.Random(7)
    people = []
    with gzip.open(folder / "users.dat.gz", "rt") as file:
        for line in file:
            papers = [int(word) for word in line.split()[1:]]
            chance.shuffle(papers)
            people.append(papers)
    return people


SETS: dict[str, Callable[[Path], list[list[int]]]] = {
    "ml-latest-small": _ml_latest_small,
    "citeulike-t": _citeulike_t,
}


if __name__ == "__main__":
    main()

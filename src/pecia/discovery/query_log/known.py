"""What may be told of the log: queries that enough people asked, in memory for a minute."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.cache import cache

from pecia.discovery.query_log.summing import counted, counted_next
from pecia.discovery.query_models import (
    AskedNext,
    AskedQuery,
    Found,
    NextWeek,
    QueryWeek,
    UnwantedQuery,
)
from pecia.kernel.ids import new_token

_FRESH, _SECONDS = "discovery.known-queries", 60
_MOST = 20_000  # sums that are looked at, newest first
_FURTHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: the most people in one week, which are different ones, and the sum of all
    weeks."""

    text: str
    people: int
    times: int
    found: Found


@dataclass(frozen=True)
class KnownQueries:
    """Those that may be told. `following`: what was asked after a query, most often first."""

    queries: Mapping[str, Asked]
    following: Mapping[str, Sequence[str]]
    unwanted: frozenset[str]

    @cached_property
    def suggested(self) -> list[Asked]:
        """Those that find something and are not unwanted, most asked first."""
        fit = (row for row in self.queries.values() if row.found and self.may_suggest(row.text))
        return sorted(fit, key=lambda row: (-row.times, row.text))

    def may_suggest(self, text: str) -> bool:
        """Whether it finds something, and no operator has objected."""
        row = self.queries.get(text)
        return row is not None and bool(row.found) and text not in self.unwanted

    def beginning_with(self, prefix: str) -> list[Asked]:
        """Those that may be suggested and begin so, most asked first."""
        begin, end = (bisect_left(self._sorted, prefix + last) for last in ("", _FURTHEST))
        rows = [self.queries[text] for text in self._sorted[begin:end]]
        return sorted(rows, key=lambda row: (-row.times, row.text))

    def similar(self, text: str, least: float) -> list[tuple[float, Asked]]:
        """Those that share pairs of characters with a text, by the cosine of their pairs."""
        own = pairs_of(text)
        shared = Counter(place for pair in own for place in self._pairs.get(pair, ()))
        found = []
        for place, count in shared.items():
            row = self.suggested[place]
            likeness = count / math.sqrt(len(own) * len(pairs_of(row.text)))
            if likeness >= least:
                found.append((likeness, row))
        return sorted(found, key=lambda pair: (-pair[0], -pair[1].times, pair[1].text))

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(row.text for row in self.suggested)

    @cached_property
    def _pairs(self) -> Mapping[str, Sequence[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(self.suggested):
            for pair in pairs_of(row.text):
                places[pair].append(place)
        return places


def pairs_of(text: str) -> set[str]:
    """Its pairs of characters, within words; of a single character that one."""
    found = {word[at : at + 2] for word in text.split() for at in range(max(1, len(word) - 1))}
    return found or {text}


_kept: tuple[str, KnownQueries] | None = None


def known_queries() -> KnownQueries:
    """Read once a minute, and after the operator has changed something."""
    global _kept
    fresh: str | None = cache.get(_FRESH)
    if _kept is None or fresh is None or _kept[0] != fresh:
        if fresh is None:
            fresh = new_token()
            cache.set(_FRESH, fresh, _SECONDS)
        _kept = fresh, _read()
    return _kept[1]


def forget_known() -> None:
    """Have it read again."""
    cache.delete(_FRESH)


def _read() -> KnownQueries:
    unwanted = frozenset(UnwantedQuery.objects.values_list("text", flat=True))
    return KnownQueries(_queries(), _following(), unwanted)


def _queries() -> dict[str, Asked]:
    """From the weeks that are summed and this one; what was found is the newest."""
    told = QueryWeek.objects.filter(people__gte=settings.FEWEST_ASKERS).order_by("-week")
    summed = told.values_list("text", "people", "found")[:_MOST]
    running = [
        (row["text"], row["people"], row["found"]) for row in counted(AskedQuery.objects.all())
    ]
    known: dict[str, Asked] = {}
    for text, people, found in (*running, *summed):
        before = known.get(text) or Asked(text, 0, 0, Found(found))
        most, times = max(people, before.people), before.times + people
        known[text] = Asked(text, most, times, before.found)
    return known


def _following() -> dict[str, list[str]]:
    told = NextWeek.objects.filter(people__gte=settings.FEWEST_ASKERS).order_by("-week")
    summed = told.values_list("first", "second", "people")[:_MOST]
    now = counted_next(AskedNext.objects.all())
    running = [(row["first"], row["second"], row["people"]) for row in now]
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for first, second, people in (*running, *summed):
        counts[first][second] += people
    return {first: _ordered(seconds.items()) for first, seconds in counts.items()}


def _ordered(counts: Iterable[tuple[str, int]]) -> list[str]:
    return [text for text, _count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))]

"""How many documents of the embedded index fit, and how many of them have each filter's values.

That takes a pass over all that fit, which for a common word is most of the library. So it is one
pass, and what it told is remembered for as long as the index stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import tantivy

from pecia.discovery.index.protocol import FACETS, most_values
from pecia.discovery.index.tantivy_queries import Builder
from pecia.discovery.query import Query

Counts = dict[str, tuple[tuple[str, int], ...]]
State = tuple[int, int]  # of the index: another one after every change
Told = tuple[int, Counts]
_EVERY = "access"  # every document has one value of it, so that its counts make up the total
_MOST_KNOWN = 1_000  # queries that are remembered


class Counting:
    """Counts of one index."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._known: tuple[State, dict[Query, Told]] | None = None

    def of(
        self, searcher: Any, state: State, query: Query, without: Sequence[int]
    ) -> tuple[int, Counts]:
        """The number of all that fit, and the counts of each filter's values; those of a filter in
        force as if it were not."""
        if without:  # changes from one search to the next
            return self._counted(searcher, query, without)
        known = self._remembered(state)
        asked = replace(query, text="", number=None)
        if asked not in known:
            known[asked] = self._counted(searcher, asked, ())
        return known[asked]

    def _remembered(self, state: State) -> dict[Query, Told]:
        known = self._known
        if known is None or known[0] != state or len(known[1]) >= _MOST_KNOWN:
            known = self._known = state, {}
        return known[1]

    def _counted(self, searcher: Any, query: Query, without: Sequence[int]) -> Told:
        forced = [name for name in FACETS if getattr(query.filters, name)]
        common = [name for name in FACETS if name not in forced]
        counts = _counts(searcher, self._builder.strict(query, without), common)
        for name in forced:
            changed: dict[str, Any] = {name: ()}
            freed = replace(query, filters=replace(query.filters, **changed))
            counts |= _counts(searcher, self._builder.strict(freed, without), [name])
        chosen = getattr(query.filters, _EVERY)
        total = sum(count for value, count in counts[_EVERY] if not chosen or value in chosen)
        return total, counts


def _counts(searcher: Any, query: tantivy.Query, names: Iterable[str]) -> Counts:
    """The values of some fields among the documents of a query, with how many have each."""
    sizes = {name: most_values(name) for name in names}
    asked = {name: {"terms": {"field": name, "size": size}} for name, size in sizes.items()}
    answer = searcher.aggregate(query, asked)
    told = json.loads(answer) if isinstance(answer, str) else answer
    return {
        name: tuple((_value(row["key"]), int(row["doc_count"])) for row in told[name]["buckets"])
        for name in sizes
    }


def _value(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)

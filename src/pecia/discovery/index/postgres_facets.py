"""How many documents fit, and how many of them have each value of each filter, as SQL.

One pass counts everything that no filter in force changes; a filter in force is counted as if it
were not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pecia.discovery.index import postgres_queries as queries
from pecia.discovery.index.postgres_queries import Sql
from pecia.discovery.index.protocol import FACETS, most_values
from pecia.discovery.query import Query

Counts = dict[str, tuple[tuple[str, int], ...]]
_EVERYTHING = "total"


def counting(query: Query, without: Sequence[int], *, facets: bool) -> Sql:
    """Rows of a name, a value and a count; the total is under a name of its own."""
    if not facets and query.wanted and not queries.is_narrowed(query, without):
        found = queries.strict(query.wanted)
        return Sql(f"SELECT '{_EVERYTHING}', NULL, count(*) FROM (") + found + Sql(") k")
    forced = [name for name in FACETS if getattr(query.filters, name)] if facets else []
    common = [name for name in FACETS if name not in forced] if facets else []
    found = Sql("WITH found AS (SELECT d.* FROM {documents} d")
    if query.wanted:
        found += Sql(" JOIN (") + queries.strict(query.wanted) + Sql(") k USING (key)")
    found += Sql(") ") + _in_one_pass(common, queries.conditions(query, without))
    for name in forced:
        found += Sql(f" UNION ALL SELECT '{name}', d.{name}::text, count(*) FROM found d WHERE ")
        found += queries.conditions(query, without, freed=name) + Sql(f" GROUP BY d.{name}")
    return found


def told(rows: Iterable[tuple[Any, ...]]) -> tuple[int, Counts]:
    """The total and the most frequent values of each filter out of such rows."""
    total = 0
    values: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, value, count in rows:
        if name == _EVERYTHING:
            total = int(count)
        elif value:
            values[name].append((value, int(count)))
    counts: Counts = {}
    for name, pairs in values.items():
        best = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
        counts[name] = tuple(best[: most_values(name)])
    return total, counts


def _in_one_pass(names: Sequence[str], conditions: Sql) -> Sql:
    if not names:
        return Sql(f"SELECT '{_EVERYTHING}', NULL, count(*) FROM found d WHERE ") + conditions
    cases = " ".join(f"WHEN GROUPING(d.{name}) = 0 THEN '{name}'" for name in names)
    values = " ".join(f"WHEN GROUPING(d.{name}) = 0 THEN d.{name}::text" for name in names)
    sets = ", ".join(["()", *(f"(d.{name})" for name in names)])
    return (
        Sql(f"SELECT CASE {cases} ELSE '{_EVERYTHING}' END, CASE {values} END, count(*)"
            " FROM found d WHERE ")
        + conditions
        + Sql(f" GROUP BY GROUPING SETS ({sets})")
    )  # fmt: skip

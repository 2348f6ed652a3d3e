"""Which documents come first, as SQL.

How often and how near to each other terms stand counts, a title for twice as much as a text, and
all of it side by side most. PostgreSQL knows nothing of how rare a term is; where all words must
be there that changes little, and where some may be missing, rare ones count for more here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pecia.discovery.index import postgres_queries as queries
from pecia.discovery.index.postgres_queries import Sql
from pecia.discovery.index.postgres_vectors import quoted
from pecia.discovery.query import Query

_ORDERS = {"new": "published", "read": "reads", "downloaded": "downloads"}
_WEIGHTS = "{0.5, 0.5, 0.65, 1.0}"  # of D, C, B, A
_TOGETHER = 2.0  # all clauses side by side, as they were typed
_OPEN = "AC"  # weights of a title and of what everybody may read
_LOOSE = 200  # documents with some of the words of which the best are looked for


def is_by_words(query: Query, order: str) -> bool:
    """Whether the words say what comes first."""
    return bool(query.wanted) and order not in _ORDERS


def in_order(query: Query, without: Sequence[int], order: str, start: int, size: int) -> Sql:
    """Keys by a column; without words to rank by, the newest first."""
    column = _ORDERS.get(order, "published")
    found = Sql("SELECT d.key FROM {documents} d")
    if query.wanted:
        found += Sql(" JOIN (") + queries.strict(query.wanted) + Sql(") k USING (key)")
    found += Sql(" WHERE ") + queries.conditions(query, without)
    return found + Sql(f" ORDER BY d.{column} DESC, d.key DESC OFFSET %s LIMIT %s", [start, size])


def ranked(query: Query, without: Sequence[int], start: int, size: int) -> Sql:
    """Keys of all that fit, each of them looked at."""
    any_of = queries.either(queries.all_needs(query.wanted))
    return (
        Sql("SELECT key FROM (")
        + queries.strict(query.wanted)
        + Sql(") k JOIN {parts} p USING (key)")
        + _narrowed(query, without, Sql("p.vector @@ %s::tsquery", [any_of]))
        + Sql(" GROUP BY key ORDER BY max(")
        + _score(query)
        + Sql(") DESC, key OFFSET %s LIMIT %s", [start, size])
    )


def nearest(query: Query, without: Sequence[int], most: int) -> Sql:
    """Keys of parts that have all the words, as the index ranks them: texts are not read."""
    wanted = " & ".join(queries.all_needs(query.wanted))
    return (
        Sql("SELECT key FROM {parts} p")
        + _narrowed(query, without, Sql("p.vector @@ %s::tsquery", [wanted]))
        + Sql(" ORDER BY p.vector <=> %s::tsquery, key LIMIT %s", [wanted, most])
    )


def _narrowed(query: Query, without: Sequence[int], found: Sql) -> Sql:
    """Only of documents that are what they must be; these are not read when they may be any."""
    if not queries.is_narrowed(query, without):
        return Sql(" WHERE ") + found
    conditions = queries.conditions(query, without)
    return Sql(" JOIN {documents} d USING (key) WHERE ") + found + Sql(" AND ") + conditions


def among(query: Query, keys: Sequence[int]) -> Sql:
    """Those keys, the best first."""
    wanted = queries.either(queries.all_needs(query.wanted))
    return (
        Sql("SELECT p.key FROM {parts} p WHERE p.key = ANY(%s) AND p.vector @@ %s::tsquery"
            " GROUP BY p.key ORDER BY max(", [list(keys), wanted])
        + _score(query)
        + Sql(") DESC, p.key")
    )  # fmt: skip


def loose(query: Query, without: Sequence[int], size: int) -> Sql:
    """Keys of documents that have most of the words."""
    wanted = queries.either(queries.all_needs(query.wanted))
    return (
        Sql("SELECT p.key FROM (SELECT d.key, k.merit FROM {documents} d JOIN (")
        + queries.loose(query.wanted)
        + Sql(") k USING (key) WHERE ")
        + queries.conditions(query, without)
        + Sql(" ORDER BY k.merit DESC, d.key LIMIT %s) best JOIN {parts} p USING (key)"
              " WHERE p.vector @@ %s::tsquery GROUP BY p.key, best.merit"
              " ORDER BY best.merit + max(", [_LOOSE, wanted])
        + _score(query)
        + Sql(") DESC, p.key LIMIT %s", [size])
    )  # fmt: skip


def like(terms: Sequence[tuple[str, float]], key: int, size: int) -> Sql:
    """Keys of documents other than that one with these terms, each with its weight, in a title or
    where everybody may read."""
    words = [f"{quoted(term)}:{_OPEN}" for term, _weight in terms]
    weights = [weight for _term, weight in terms]
    return Sql(
        "WITH terms AS (SELECT * FROM unnest(%s::text[], %s::float8[]) AS t(word, weight)),"
        " hits AS (SELECT DISTINCT t.word, t.weight, p.key"
        " FROM terms t JOIN {parts} p ON p.vector @@ t.word::tsquery),"
        " merits AS (SELECT word, ln(1 + (SELECT count(*) FROM {documents}) / count(*)::float8)"
        " AS merit FROM hits GROUP BY word HAVING count(*) > 1)"
        " SELECT key FROM hits JOIN merits USING (word) WHERE key <> %s"
        " GROUP BY key ORDER BY sum(weight * merit) DESC, key LIMIT %s",
        [words, weights, key, size],
    )


def common_terms(schema: str) -> Sql:
    """Terms that many documents have, with the share of them, as PostgreSQL has last counted."""
    return Sql(
        "SELECT term, share FROM pg_stats,"
        " LATERAL unnest(most_common_elems::text::text[], most_common_elem_freqs) AS c(term, share)"
        " WHERE schemaname = %s AND tablename = 'whole' AND attname = 'vector'"
        " AND term IS NOT NULL",
        [schema],
    )


def _score(query: Query) -> Sql:
    wanted = " & ".join(queries.all_needs(query.wanted))
    return Sql(
        f"ts_rank('{_WEIGHTS}', p.vector, %s::tsquery, 1)"
        f" + {_TOGETHER} * (p.vector @@ %s::tsquery)::int",
        [wanted, queries.row_of(query.wanted)],
    )

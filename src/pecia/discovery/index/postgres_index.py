"""An index in PostgreSQL: several web machines read it, whoever holds the lock writes it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from pecia.discovery.errors import NoIndex
from pecia.discovery.index import postgres_ranking as ranking
from pecia.discovery.index import postgres_schema as schemas
from pecia.discovery.index.clauses import candidates
from pecia.discovery.index.postgres_facets import counting, told
from pecia.discovery.index.postgres_queries import Sql, Value
from pecia.discovery.index.postgres_vectors import vectors
from pecia.discovery.index.protocol import DEEPEST, TYPICAL, Entry, Found
from pecia.discovery.query import Query

_COLUMNS = (
    "key", "category", "format", "lang", "licence", "access", "uploader", "pages", "year",
    "published", "reads", "downloads",
)  # fmt: skip
_BLOCK = 200  # documents that the index ranks first, and that are then looked at
_COMMON = 0.05  # of all documents; a term that more of them have is typical of none
_RARE = 0.0005  # of all documents: about as many have a term that PostgreSQL has no figure of


class PostgresIndex:
    """A `SearchIndex` in a schema."""

    def __init__(self, schema: str) -> None:
        """Open it. Raises `NoIndex` when there is none of this version."""
        label = schemas.label_of(schema)
        if label is None or label.version != schemas.VERSION:
            raise NoIndex
        self._schema = schema
        self._method = label.method

    @transaction.atomic
    def put(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex`."""
        keys: list[int] = []
        documents: list[tuple[Value, ...]] = []
        parts: list[tuple[Value, ...]] = []
        for entry in entries:
            cut = vectors(entry)
            keys.append(entry.key)
            documents.append(_row(entry))
            parts += ((entry.key, len(cut) == 1, vector) for vector in cut)
        self._delete(keys)
        self._insert("documents", _COLUMNS, documents)
        self._insert("parts", ("key", "is_whole", "vector"), parts)

    @transaction.atomic
    def remove(self, keys: Iterable[int]) -> None:
        """See `SearchIndex`."""
        self._delete(list(keys))

    def clear(self) -> None:
        """See `SearchIndex`."""
        with connection.cursor() as cursor:
            cursor.execute(schemas.named("TRUNCATE {documents}, {parts}", self._schema))

    def search(
        self,
        query: Query,
        *,
        order: str = "relevance",
        start: int = 0,
        size: int = 10,
        without: Sequence[int] = (),
        facets: bool = True,
    ) -> Found:
        """See `SearchIndex`."""
        with transaction.atomic():
            if query.wanted:
                self._rows(Sql(schemas.BY_WORDS))
            return self._found(query, order, min(start, DEEPEST), size, without, facets=facets)

    def _found(
        self,
        query: Query,
        order: str,
        start: int,
        size: int,
        without: Sequence[int],
        *,
        facets: bool,
    ) -> Found:
        total, counts = told(self._rows(counting(query, without, facets=facets)))
        keys = self._best(query, without, order, start, size, total)
        more: list[int] = []
        if len(query.wanted) > 1 and total < size and start == 0:
            more = self._keys(ranking.loose(query, without, size - total))
        return Found((*keys, *more), total, len(more), counts)

    def like(self, folded: str, key: int, size: int) -> tuple[int, ...]:
        """See `SearchIndex`."""
        typical = self._typical(folded)
        return tuple(self._keys(ranking.like(typical, key, size))) if typical else ()

    def count(self) -> int:
        """See `SearchIndex`."""
        return int(self._rows(Sql("SELECT count(*) FROM {documents}"))[0][0])

    def _best(
        self, query: Query, without: Sequence[int], order: str, start: int, size: int, total: int
    ) -> list[int]:
        if not ranking.is_by_words(query, order):
            return self._keys(ranking.in_order(query, without, order, start, size))
        if self._method != "rum" or total <= _BLOCK:
            return self._keys(ranking.ranked(query, without, start, size))
        return self._by_blocks(query, without, start, size)

    def _by_blocks(self, query: Query, without: Sequence[int], start: int, size: int) -> list[int]:
        """In the order of the index, and within each block by looking at the texts: the same
        documents are on a page however far one has paged."""
        first, last = start // _BLOCK, -(-(start + size) // _BLOCK)
        nearest = self._nearest(query, without, last * _BLOCK)
        best: list[int] = []
        for block in range(first, last):
            keys = nearest[block * _BLOCK : (block + 1) * _BLOCK]
            best += self._keys(ranking.among(query, keys)) if keys else []
        here = start - first * _BLOCK
        page = best[here : here + size]
        if len(nearest) < start + size:  # the words of the others are in different parts
            rest = max(0, start - len(nearest)), size - len(page)
            page += self._keys(ranking.ranked(query, [*without, *nearest], *rest))
        return page

    def _nearest(self, query: Query, without: Sequence[int], wanted: int) -> list[int]:
        """So many documents, if there are, in the order of the index."""
        most = wanted
        while True:
            keys = self._keys(ranking.nearest(query, without, most))
            found = list(dict.fromkeys(keys))
            if len(found) >= wanted or len(keys) < most:
                return found[:wanted]
            most *= 4

    def _typical(self, folded: str) -> list[tuple[str, float]]:
        """Terms that are frequent in a text, but for those that are frequent everywhere."""
        common = dict(self._rows(ranking.common_terms(self._schema)))
        weights = [
            (term, (1 + math.log(times)) * -math.log(common.get(term, _RARE)))
            for term, times in candidates(folded)
            if common.get(term, 0) < _COMMON
        ]
        return sorted(weights, key=lambda pair: -pair[1])[:TYPICAL]

    def _delete(self, keys: list[int]) -> None:
        for table in ("parts", "documents"):
            self._run(f"DELETE FROM {{{table}}} WHERE key = ANY(%s)", [(keys,)])

    def _insert(
        self, table: str, columns: Sequence[str], rows: Sequence[tuple[Value, ...]]
    ) -> None:
        places = ", ".join(["%s"] * len(columns))
        names = ", ".join(columns)
        self._run(f"INSERT INTO {{{table}}} ({names}) VALUES ({places})", rows)

    def _run(self, sql: str, rows: Sequence[tuple[Value, ...]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(schemas.named(sql, self._schema), rows)

    def _keys(self, sql: Sql) -> list[int]:
        return [row[0] for row in self._rows(sql)]

    def _rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(schemas.named(sql.text, self._schema), sql.values)
            return list(cursor.fetchall())


def _row(entry: Entry) -> tuple[Value, ...]:
    return (
        entry.key, entry.category, entry.format, entry.language, entry.licence, entry.access,
        entry.uploader, entry.pages, entry.published.year, entry.published, entry.reads,
        entry.downloads,
    )  # fmt: skip

"""The engines that are compared: ours, and others that are given the same terms."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.db import connection

from pecia.discovery import analysis
from pecia.discovery.index import postgres_schema as schemas
from pecia.discovery.index.clauses import places
from pecia.discovery.index.postgres_index import PostgresIndex
from pecia.discovery.index.protocol import Entry, SearchIndex
from pecia.discovery.index.tantivy_index import TantivyIndex
from pecia.discovery.query import Query


class Engine(Protocol):
    """What is measured of each."""

    name: str

    def build(self, batches: Iterable[list[Entry]]) -> None:
        """Take all of them, and be ready to be asked."""

    def add(self, entry: Entry) -> None:
        """One more, found on return."""

    def ask(self, query: Query, *, facets: bool) -> int:
        """The best ten and the number of all."""

    def size(self) -> int:
        """Bytes on the disk."""


class Embedded:
    """The default: files in a folder."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = TantivyIndex.create(folder)

    def build(self, batches: Iterable[list[Entry]]) -> None:
        """See `Engine`."""
        for batch in batches:
            self._index.put(batch)
        self._index.close()

    def add(self, entry: Entry) -> None:
        """See `Engine`."""
        self._index.put([entry])
        assert self._index.search(_by_key(entry), size=1).total

    def ask(self, query: Query, *, facets: bool) -> int:
        """See `Engine`."""
        return self._index.search(query, facets=facets).total

    def first(self, query: Query, size: int) -> tuple[int, ...]:
        """The keys of the best ones."""
        return self._index.search(query, size=size, facets=False).keys

    def size(self) -> int:
        """See `Engine`."""
        return sum(path.stat().st_size for path in self._folder.iterdir())


class Postgres:
    """The tables in PostgreSQL."""

    def __init__(self, method: str) -> None:
        self.name = f"PostgreSQL, {method}"
        self._schema = f"bench_{method}"
        schemas.create(self._schema, schemas.Label("bench", method))
        self._index: SearchIndex = PostgresIndex(self._schema)

    def build(self, batches: Iterable[list[Entry]]) -> None:
        """See `Engine`."""
        for batch in batches:
            self._index.put(batch)
        schemas.finish(self._schema)

    def add(self, entry: Entry) -> None:
        """See `Engine`."""
        self._index.put([entry])
        assert self._index.search(_by_key(entry), size=1).total

    def ask(self, query: Query, *, facets: bool) -> int:
        """See `Engine`."""
        return self._index.search(query, facets=facets).total

    def first(self, query: Query, size: int) -> tuple[int, ...]:
        """The keys of the best ones."""
        return self._index.search(query, size=size, facets=False).keys

    def size(self) -> int:
        """See `Engine`."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c"
                " JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE nspname = %s AND relkind = 'r'",
                [self._schema],
            )
            return int(cursor.fetchone()[0])


class Fts5:
    """SQLite's own full-text search."""

    name = "SQLite FTS5"

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows = sqlite3.connect(path)
        self._rows.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE facts (key INTEGER PRIMARY KEY, lang TEXT,"
            " category TEXT); CREATE VIRTUAL TABLE texts USING fts5(title, body, content='',"
            ' tokenize="unicode61 remove_diacritics 0")'
        )

    def build(self, batches: Iterable[list[Entry]]) -> None:
        """See `Engine`."""
        for batch in batches:
            for entry in batch:
                self._insert(entry)
            self._rows.commit()
        self._rows.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self._rows.commit()

    def add(self, entry: Entry) -> None:
        """See `Engine`."""
        self._insert(entry)
        self._rows.commit()

    def ask(self, query: Query, *, facets: bool) -> int:
        """See `Engine`."""
        words = _match(query)
        joined = "texts CROSS JOIN facts ON facts.key = texts.rowid"
        where, values = f"FROM {joined} WHERE texts MATCH ?", [words]
        if query.filters.lang:
            where, values = f"{where} AND +facts.lang = ?", [words, query.filters.lang[0]]
        self._rows.execute(f"SELECT texts.rowid {where} ORDER BY rank LIMIT 10", values).fetchall()
        if facets:
            for name in ("lang", "category"):
                sql = f"SELECT {name}, count(*) {where} GROUP BY {name}"
                self._rows.execute(sql, values).fetchall()
        return int(self._rows.execute(f"SELECT count(*) {where}", values).fetchone()[0])

    def size(self) -> int:
        """See `Engine`."""
        return self._path.stat().st_size

    def _insert(self, entry: Entry) -> None:
        terms = [" ".join(analysis.terms(text)) for text in (entry.title, entry.text)]
        self._rows.execute(
            "INSERT INTO texts(rowid, title, body) VALUES (?, ?, ?)", [entry.key, *terms]
        )
        facts = [entry.key, entry.language, entry.category]
        self._rows.execute("INSERT INTO facts VALUES (?, ?, ?)", facts)


def engines(folder: Path) -> list[Engine]:
    """Ours and the others that are there."""
    embedded, *others = own_engines(folder)
    return [embedded, Fts5(folder / "fts5.sqlite3"), *others]


def own_engines(folder: Path) -> list[Embedded | Postgres]:
    """Every backend of ours that can be had here."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found: list[Embedded | Postgres] = [Embedded(folder / "embedded")]
    if connection.vendor == "postgresql":
        methods = ("rum", "gin") if schemas.best_method() == "rum" else ("gin",)
        found += [Postgres(method) for method in methods]
    return found


def _by_key(entry: Entry) -> Query:
    from pecia.discovery.query import parsed

    return parsed(f"pages:{entry.pages}")


def _match(query: Query) -> str:
    """A phrase of every term that stands in a row, all of them wanted."""
    told = []
    for clause in query.wanted:
        if clause.exact or len(clause.runs[0]) == 1 or not analysis.is_east(clause.runs[0]):
            terms = [term for run in clause.runs for term in analysis.terms(run)]
            told.append('"' + " ".join(terms) + '"')
        else:
            told += [f'"{term}"' for _place, term in places(clause)]
    return " AND ".join(told)

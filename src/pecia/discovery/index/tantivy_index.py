"""The embedded index: files in a folder, one writer, any number of readers."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy

from pecia.discovery.errors import NoIndex
from pecia.discovery.index.clauses import candidates
from pecia.discovery.index.protocol import DEEPEST, TYPICAL, Entry, Found
from pecia.discovery.index.tantivy_counts import Counting, Counts, State
from pecia.discovery.index.tantivy_queries import Builder
from pecia.discovery.index.tantivy_schema import VERSION, document, prepare, schema
from pecia.discovery.query import Query

_HEAP = 64_000_000
_ORDERS = {"new": "published", "read": "reads", "downloaded": "downloads"}


class TantivyIndex:
    """A `SearchIndex` in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open it for reading. Raises `NoIndex` when there is none of this version."""
        if not is_current(folder):
            raise NoIndex
        self._folder = folder
        self._index = prepare(tantivy.Index.open(str(folder)))
        self._builder = Builder(self._index.schema)
        self._writer: Any = None
        self._seen: State = (0, 0)
        self._counting = Counting(self._builder)

    @classmethod
    def create(cls, folder: Path) -> TantivyIndex:
        """An empty index in a new folder; what stood there is removed."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        tantivy.Index(schema(), path=str(folder), reuse=False)
        (folder / "version").write_text(str(VERSION))
        return cls(folder)

    def put(self, entries: Iterable[Entry]) -> None:
        """See `SearchIndex`."""
        writer = self._writing()
        for entry in entries:
            self._delete(writer, entry.key)
            writer.add_document(document(entry))
        self._commit(writer)

    def remove(self, keys: Iterable[int]) -> None:
        """See `SearchIndex`."""
        writer = self._writing()
        for key in keys:
            self._delete(writer, key)
        self._commit(writer)

    def clear(self) -> None:
        """See `SearchIndex`."""
        writer = self._writing()
        writer.delete_all_documents()
        self._commit(writer)

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
        searcher, state = self._searcher()
        strict, begin = self._builder.strict(query, without), min(start, DEEPEST)
        counts: Counts = {}
        if facets:
            total, counts = self._counting.of(searcher, state, query, without)
            keys, _none = self._run(searcher, strict, order, begin, size)
        else:
            keys, total = self._run(searcher, strict, order, begin, size, count=True)
        more: list[int] = []
        if len(query.wanted) > 1 and total < size and start == 0:
            loose = self._builder.loose(query, without)
            more, _count = self._run(searcher, loose, "relevance", 0, size - total)
        return Found((*keys, *more), total, len(more), counts)

    def like(self, folded: str, key: int, size: int) -> tuple[int, ...]:
        """See `SearchIndex`."""
        searcher, _state = self._searcher()
        typical = _typical(searcher, folded)
        if not typical:
            return ()
        query = self._builder.like(typical, key)
        return tuple(_keys(searcher, searcher.search(query, size, count=False).hits))

    def count(self) -> int:
        """See `SearchIndex`."""
        return int(self._searcher()[0].num_docs)

    def close(self) -> None:
        """Let another process write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _searcher(self) -> tuple[Any, State]:
        """Of what is there now: others may have written. And its state."""
        told = (self._folder / "meta.json").stat()
        state = told.st_mtime_ns, told.st_ino
        if state != self._seen:
            self._index.reload()
            self._seen = state
        return self._index.searcher(), state

    def _delete(self, writer: Any, key: int) -> None:
        # Not by term: for a number that makes one of another type, which deletes nothing.
        writer.delete_documents_by_query(tantivy.Query.term_query(self._index.schema, "key", key))

    def _writing(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer

    def _commit(self, writer: Any) -> None:
        writer.commit()

    def _run(
        self,
        searcher: Any,
        query: tantivy.Query,
        order: str,
        start: int,
        size: int,
        *,
        count: bool = False,
    ) -> tuple[list[int], int]:
        """The keys of a page, and how many fit if that is to be counted."""
        field = _ORDERS.get(order)
        found = searcher.search(query, size, count=count, offset=start, order_by_field=field)
        return _keys(searcher, found.hits), int(found.count or 0)


def is_current(folder: Path) -> bool:
    """Whether an index of this version lies there."""
    try:
        return (folder / "version").read_text() == str(VERSION)
    except OSError:
        return False


def _typical(searcher: Any, folded: str) -> list[tuple[str, float]]:
    """The terms that are frequent in a text and rare elsewhere, each with its weight."""
    everything = max(1, searcher.num_docs)
    weights = []
    for term, times in candidates(folded):
        others = searcher.doc_freq("text", term) + searcher.doc_freq("title", term)
        if others > 1:
            weights.append((term, (1 + math.log(times)) * math.log(1 + everything / others)))
    return sorted(weights, key=lambda pair: -pair[1])[:TYPICAL]


def _keys(searcher: Any, hits: list[tuple[Any, Any]]) -> list[int]:
    values = searcher.fast_field_values("key", [address for _score, address in hits])
    return [int(value) for value in values]

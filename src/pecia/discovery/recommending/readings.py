"""Who has read what, as sparse rows both ways, and in blocks that can be worked on apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 256  # rows; the same everywhere, so that the same sums are made in the same order


@dataclass(frozen=True)
class Rows:
    """For each row the places of what is in it, in order, with a weight each."""

    ends: Numbers  # where each row ends
    places: Numbers
    weights: Floats

    def __len__(self) -> int:
        return len(self.ends)

    def row(self, number: int) -> tuple[Numbers, Floats]:
        """One of them."""
        span = slice(self.ends[number - 1] if number else 0, self.ends[number])
        return self.places[span], self.weights[span]

    @property
    def lengths(self) -> Numbers:
        """How many places each row has."""
        return np.diff(self.ends, prepend=0)

    def blocks(self) -> list[Block]:
        """All rows, in blocks of the same size."""
        firsts = range(0, len(self), BLOCK)
        return [Block(first, self._rows(first, first + BLOCK)) for first in firsts]

    def _rows(self, first: int, end: int) -> tuple[tuple[Numbers, Floats], ...]:
        return tuple(self.row(number) for number in range(first, min(end, len(self))))


@dataclass(frozen=True)
class Block:
    """Some rows that follow each other, and the number of the first."""

    first: int
    rows: tuple[tuple[Numbers, Floats], ...]


@dataclass(frozen=True)
class Readings:
    """`documents` names the columns; `readers` has a row for each reader, `items` for each
    document. A reader counts a document once."""

    documents: Sequence[int]
    readers: Rows
    items: Rows

    def weighted(self, weights: Floats) -> Readings:
        """The same with other weights, given by document and reader in the order of `items`."""
        readers = np.repeat(np.arange(len(self.items)), self.items.lengths)
        return _readings(self.documents, self.items.places, readers, weights, len(self.readers))


def readings(pairs: Iterable[tuple[Any, int]]) -> Readings:
    """From pairs of a reader, who may be named anyhow, and a document's key."""
    known = sorted({(str(reader), document) for reader, document in pairs})
    documents = sorted({document for _reader, document in known})
    names = {reader: place for place, reader in enumerate(dict(known))}
    column = {document: place for place, document in enumerate(documents)}
    rows = np.array([names[reader] for reader, _document in known], dtype=np.int64)
    columns = np.array([column[document] for _reader, document in known], dtype=np.int64)
    return _readings(documents, rows, columns, np.ones(len(known)), len(names))


def _readings(
    documents: Sequence[int], rows: Numbers, columns: Numbers, weights: Floats, count: int
) -> Readings:
    return Readings(
        documents,
        readers=_rows(rows, columns, weights, count),
        items=_rows(columns, rows, weights, len(documents)),
    )


def _rows(rows: Numbers, columns: Numbers, weights: Floats, count: int) -> Rows:
    order = np.lexsort((columns, rows))
    ends = np.cumsum(np.bincount(rows, minlength=count))
    return Rows(ends.astype(np.int64), columns[order], weights[order])

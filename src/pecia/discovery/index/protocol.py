"""What every search index does. All backends take the same entries and pass the same tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pecia.discovery.query import Query

FACETS = ("category", "format", "lang", "licence", "access", "year")
DEEPEST = 10_000  # results that can be paged to
TYPICAL = 25  # terms by which a document is compared with others
_MOST_VALUES = {"category": 1_000}  # of a facet; of the others
_FEW_VALUES = 12


def most_values(name: str) -> int:
    """How many values of a facet are told, the most frequent ones."""
    return _MOST_VALUES.get(name, _FEW_VALUES)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is indexed, under its row's key.

    Texts are folded; `rest` is what strangers may not read.
    """

    key: int
    title: str
    words: str  # keywords and description
    text: str
    rest: str
    language: str
    uploader: str
    category: str  # its key; empty without one
    format: str
    licence: str
    access: str  # free or paid
    pages: int
    published: datetime
    reads: int
    downloads: int


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that fit, best first, from the place that was asked for.

    `total` counts those that fit wholly; the ones after them, `loose` in number, have only some
    of the words. `facets`: for each name the values there are, with their counts.
    """

    keys: tuple[int, ...]
    total: int
    loose: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class SearchIndex(Protocol):
    """An index that one process writes and any number read."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Add entries or replace those of the same key. Durable, and seen, on return."""

    def remove(self, keys: Iterable[int]) -> None:
        """Forget documents. Durable, and seen, on return."""

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
        """Look for documents; those `without` are not among them, nor counted.

        `order`: relevance, new, read or downloaded.
        """

    def like(self, folded: str, key: int, size: int) -> tuple[int, ...]:
        """Documents that read like that text, best first, without the one it is of."""

    def count(self) -> int:
        """How many documents are in it."""

    def clear(self) -> None:
        """Forget everything."""


class IndexPlace(Protocol):
    """Where the index of a site lies: the one that is searched, and one that is being built."""

    def live(self) -> SearchIndex:
        """The index that is searched. Raises `NoIndex`."""

    def writing(self) -> AbstractContextManager[Sequence[SearchIndex]]:
        """The indexes that a change must go to, nobody else's for the while. Raises `NoIndex`."""

    def has_live(self) -> bool:
        """Whether there is something to search, made by this version."""

    def begin(self) -> str:
        """Begin to build beside the live one; returns the new one's name."""

    def switch(self, name: str) -> bool:
        """Let the new one be searched and remove the old. False when another is in building."""

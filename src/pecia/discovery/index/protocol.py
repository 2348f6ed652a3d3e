"""What every search index does. All backends take the same entries and pass the same tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pecia.discovery.query import Query

FACETS = ("category", "format", "lang", "licence", "access", "year")


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

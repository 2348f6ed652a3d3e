"""What the templates of the search are given."""

from __future__ import annotations

from dataclasses import dataclass

from pecia.web.catalogue.page import IndexClass, Listing
from pecia.web.frame.page import HIDDEN, Chip, Entry, Meta


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_find` where it is what was looked for."""

    text: str
    is_find: bool = False


@dataclass(frozen=True)
class Hit:
    """A document that fits. `page` is where `snippet` stands; `is_closed`: only on pages that this
    reader may not read; `is_loose`: it has some of the words."""

    entry: Entry
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...] = ()
    page: int | None = None
    is_closed: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class SearchPage:
    """`web/search/search.html`. Without hits, the ways on.

    `listing` has the filters, orders and pages of the list; `hits` and `loose_hits` its documents.
    `problem` says what in the query was not understood; `ways` are categories whose name fits;
    `related` is what others searched for, where enough people did.
    """

    query: str
    listing: Listing
    hits: tuple[Hit, ...] = ()
    loose_hits: tuple[Hit, ...] = ()
    problem: str = ""
    query_language: str = ""
    without_filters: int = 0
    feed_url: str = ""
    ways: tuple[IndexClass, ...] = ()
    newest: tuple[Entry, ...] = ()
    related: tuple[Chip, ...] = ()
    meta: Meta = HIDDEN

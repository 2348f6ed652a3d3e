"""What the templates of the search are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.catalogue.page import IndexClass, Listing
from pecia.web.frame.page import HIDDEN, Chip, Entry, Meta
from pecia.web.mine.page import Counts


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
    finds: str = ""  # the part of the address that has the words marked on that page
    is_closed: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class Better:
    """Other words for the query that was asked; `is_shown`: the page is already theirs."""

    asked: str
    query: str
    url: str
    is_shown: bool


@dataclass(frozen=True)
class SavedEntry:
    """A saved search; `filters` are the names of what was chosen."""

    key: int
    text: str
    filters: tuple[str, ...]
    saved_at: datetime
    url: str
    feed_url: str


@dataclass(frozen=True)
class SavedSearchesPage:
    """`web/search/saved.html`: newest first."""

    searches: tuple[SavedEntry, ...]
    counts: Counts
    meta: Meta = HIDDEN


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
    better: Better | None = None
    query_language: str = ""
    without_filters: int = 0
    feed_url: str = ""
    address: str = ""  # what is saved of it
    is_saved: bool = False
    ways: tuple[IndexClass, ...] = ()
    newest: tuple[Entry, ...] = ()
    related: tuple[Chip, ...] = ()
    meta: Meta = HIDDEN

"""What the lists of documents are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.frame.page import NO_META, Crumb, Entry, Meta, Noted, Pager
from pecia.web.reader.page import Uploader


@dataclass(frozen=True)
class IndexClass:
    """A category with the number of published documents in it and below it."""

    title: str
    url: str
    count: int
    children: tuple[Crumb, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Option:
    """One box of a filter, or one order of a list."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter: `name` is the parameter, which may be given several times."""

    name: str
    label: str
    options: tuple[Option, ...]
    is_open: bool = True


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, with the address of the list without it."""

    label: str
    remove_url: str
    language: str = ""


@dataclass(frozen=True)
class Listing:
    """`web/catalogue/_listing.html`: filters, order, documents, pages of the list.

    `hidden` are the (name, value) pairs that the filter form keeps, such as the search words.
    """

    entries: tuple[Entry, ...]
    pager: Pager
    facets: tuple[Facet, ...] = ()
    sorts: tuple[Option, ...] = ()
    active: tuple[ActiveFilter, ...] = ()
    clear_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CategoryPage:
    """`web/catalogue/category.html`."""

    title: str
    listing: Listing
    language: str = ""
    description: str = ""
    crumbs: tuple[Crumb, ...] = ()
    children: tuple[IndexClass, ...] = ()
    noted: tuple[Noted, ...] = ()
    meta: Meta = NO_META


@dataclass(frozen=True)
class NewPage:
    """`web/catalogue/new.html`: what was published last."""

    listing: Listing
    meta: Meta = NO_META


@dataclass(frozen=True)
class CollectionEntry:
    """A collection in a list."""

    token: str
    title: str
    count: int
    language: str = ""
    description: str = ""
    is_public: bool = True
    changed_at: datetime | None = None


@dataclass(frozen=True)
class PublisherPage:
    """`web/catalogue/publisher.html`: what readers may know of an uploader."""

    name: str
    handle: str
    listing: Listing
    since: datetime
    document_count: int
    reads: int = 0
    downloads: int = 0
    collections: tuple[CollectionEntry, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    meta: Meta = NO_META


@dataclass(frozen=True)
class CollectionPage:
    """`web/catalogue/collection.html`: documents in the order that the owner chose."""

    token: str
    title: str
    owner: Uploader
    entries: tuple[Entry, ...]
    language: str = ""
    description: str = ""
    is_public: bool = True
    may_edit: bool = False
    bundle_price: str = ""
    crumbs: tuple[Crumb, ...] = ()
    meta: Meta = NO_META

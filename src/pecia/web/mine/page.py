"""What a member's own pages are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pecia.web.bundles.page import Bundle
from pecia.web.catalogue.page import CollectionEntry
from pecia.web.frame.page import HIDDEN, Entry, Meta, Pager
from pecia.web.reader.page import Certificate, Edition, Standing


@dataclass(frozen=True)
class Counts:
    """The figures on the tabs."""

    documents: int = 0
    collections: int = 0
    favourites: int = 0
    searches: int = 0
    purchases: int = 0


@dataclass(frozen=True)
class ToAnswer:
    """Something that waits for the publisher: what, until when, and where to go."""

    title: str
    text: str
    url: str
    action: str
    due_at: datetime | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class MyDocument:
    """A row of the list. `state` is `ok`, `wait`, `hold` or `bad`; `note` says why."""

    number: int
    title: str
    extension: str
    language: str
    format_code: str
    page_count: int
    edition: int
    state: str
    state_label: str
    uploaded_at: datetime
    reads: int = 0
    downloads: int = 0
    note: str = ""


@dataclass(frozen=True)
class MyDocumentsPage:
    """`web/mine/documents.html`."""

    documents: tuple[MyDocument, ...]
    pager: Pager
    counts: Counts
    masked_name: str
    unpublished: int = 0
    to_answer: tuple[ToAnswer, ...] = ()
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class HistoryEvent:
    """Something that happened to the document, and by whom where that may be told."""

    happened_at: datetime
    title: str
    detail: str = ""
    is_newest: bool = False


@dataclass(frozen=True)
class MyDocumentPage:
    """`web/mine/document.html`.

    `form` has the fields `title`, `category`, `language`, `description`, `keywords`,
    `readable_pages`, `shown_name` and is sent with `act=save`. `withdraw_form` has `reason`
    and is sent with `act=withdraw`; both are None where that may not be done now.
    """

    number: int
    title: str
    extension: str
    language: str
    state: str
    state_label: str
    certificate: Certificate
    editions: tuple[Edition, ...]
    history: tuple[HistoryEvent, ...]
    masked_name: str
    display_name: str
    form: object | None = None
    withdraw_form: object | None = None
    standing: Standing | None = None
    may_add_edition: bool = True
    may_publish: bool = False
    cover_url: str = ""
    reads: int = 0
    downloads: int = 0
    favourites: int = 0
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class CollectionsPage:
    """`web/mine/collections.html`; `form` has `title`, `description`, `is_public`."""

    collections: tuple[CollectionEntry, ...]
    form: object
    counts: Counts
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class CollectionEditPage:
    """`web/mine/collection.html`.

    Sent with `act=save|delete`, or with `up`, `down`, `remove` and a document's number. `add_form`
    has the field `number` and is sent with `act=add`, `bundle.form` with `act=price|end-price`.
    """

    token: str
    title: str
    language: str
    form: object
    add_form: object
    entries: tuple[Entry, ...]
    is_public: bool
    bundle: Bundle
    meta: Meta = HIDDEN


@dataclass(frozen=True)
class FavouritesPage:
    """`web/mine/favourites.html`: newest first."""

    entries: tuple[Entry, ...]
    pager: Pager
    counts: Counts
    meta: Meta = HIDDEN

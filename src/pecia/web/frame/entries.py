"""Documents as lists show them, and where a list stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from pecia.library.public import Document, Edition, EditionState
from pecia.web.frame.language_names import html_language
from pecia.web.frame.page import Entry, Pager
from pecia.web.frame.prices import prices_told

PER_PAGE = 20
_SHAPES = {"slides": "wide", "sheets": "sheet"}
_AROUND = 2  # numbers shown on each side of the page


def entry_of(document: Document, edition: Edition | None = None, price: str = "") -> Entry:
    """A document in a list. The caller has asked the gate, and all prices at once."""
    shown = edition or document.current_edition
    return Entry(
        number=document.number,
        title=document.title,
        extension=f".{shown.extension}" if shown and shown.extension else "",
        language=html_language(document.language),
        format_code=shown.extension or shown.format if shown else "",
        page_count=shown.page_count if shown else 0,
        uploader_name=uploader_name(document),
        uploaded_at=document.published_at or document.created_at,
        cover_url=thumbnail_url(document.number, shown, 1) if shown and shown.revision else "",
        shape=shape_of(shown) if shown else "",
        size_bytes=shown.size if shown else 0,
        downloads=document.download_count,
        uploader_handle=document.owner.handle,
        price=price,
    )


def shape_of(edition: Edition) -> str:
    """What form its pages have: `wide`, `sheet`, or nothing said of upright ones."""
    return _SHAPES.get(edition.family, "")


def own_entry_of(document: Document, edition: Edition | None) -> Entry:
    """The same for its publisher, with its state."""
    entry = entry_of(document, edition)
    kind, label = state_of(document, edition)
    return Entry(**{**vars(entry), "state": kind, "state_label": label})


def state_of(document: Document, edition: Edition | None) -> tuple[str, str]:
    """Its state as mark and word."""
    if document.is_restricted:
        return "bad", _("Restricted")
    if document.state == "withdrawn":
        return "bad", _("Withdrawn")
    if edition is not None and edition.state in EDITION_STATES:
        kind, label = EDITION_STATES[EditionState(edition.state)]
        return kind, _(label)
    if document.state == "published":
        return "ok", _("Published")
    return "wait", _("Not published")


EDITION_STATES: dict[EditionState, tuple[str, str]] = {
    EditionState.HELD: ("hold", N_("Held for review")),
    EditionState.REFUSED: ("bad", N_("Refused")),
    EditionState.FAILED: ("bad", N_("Failed")),
    EditionState.RECEIVED: ("wait", N_("Received")),
    EditionState.INSPECTED: ("wait", N_("Inspected")),
    EditionState.CONVERTED: ("wait", N_("Converted")),
    EditionState.PAGINATED: ("wait", N_("Converted")),
    EditionState.DESCRIBED: ("wait", N_("Converted")),
}


def uploader_name(document: Document) -> str:
    """Under which name readers see the publisher."""
    if document.organisation is not None:
        return document.organisation.name
    owner = document.owner
    return owner.masked_name if document.shows_masked_name else owner.name


def image_url(number: int, edition: Edition, page: int, width: int) -> str:
    """Address of a page image."""
    return _artefact(number, edition, f"{page}-{width}.webp")


def thumbnail_url(number: int, edition: Edition, page: int) -> str:
    """Address of a thumbnail."""
    return _artefact(number, edition, f"{page}-thumb.webp")


def _artefact(number: int, edition: Edition, name: str) -> str:
    """As the route has it; `reverse` is too slow for hundreds of them."""
    return f"/d/{number}/{edition.ordinal}/{edition.revision}/{name}"


def entries_of(documents: Iterable[Document]) -> tuple[Entry, ...]:
    """Many of them, with what they cost."""
    shown = list(documents)
    prices = prices_told(shown)
    return tuple(entry_of(document, price=prices.get(document.pk, "")) for document in shown)


def paged(
    request: HttpRequest, rows: QuerySet[Document] | Sequence[Document]
) -> tuple[tuple[Entry, ...], Pager]:
    """One page of a list by `?page=`, and where it stands. A page beyond the end is the last."""
    paginator = Paginator(rows, PER_PAGE)
    page = paginator.get_page(request.GET.get("page", "1"))
    return entries_of(page.object_list), pager_of(request, page)


def pager_of(request: HttpRequest, page: Page[Any], **more: str) -> Pager:
    """Where a list stands, with the addresses of its other pages, which say `more`."""
    asked = request.GET.copy()
    for name, value in more.items():
        asked[name] = value
    return Pager(
        first=page.start_index(),
        last=page.end_index(),
        total=page.paginator.count,
        previous_url=_page_url(asked, page.number - 1) if page.has_previous() else "",
        next_url=_page_url(asked, page.number + 1) if page.has_next() else "",
        pages=_numbers(asked, page.number, page.paginator.num_pages),
    )


def _numbers(asked: QueryDict, current: int, last: int) -> tuple[tuple[int, str], ...]:
    near = range(max(1, current - _AROUND), min(last, current + _AROUND) + 1)
    shown = sorted({1, last, *near})
    pages: list[tuple[int, str]] = []
    for number in shown:
        if pages and number > pages[-1][0] + 1:
            pages.append((0, ""))
        pages.append((number, "" if number == current else _page_url(asked, number)))
    return tuple(pages) if last > 1 else ()


def _page_url(asked: QueryDict, number: int) -> str:
    query = asked.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


def document_url(document: Document) -> str:
    """Address of a document's page."""
    return reverse("reader-document", args=[document.number])

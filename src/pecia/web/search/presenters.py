"""From what was found to what the page shows."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pecia.discovery import public as discovery
from pecia.discovery.public import Query, Results
from pecia.edge.actors import actor_of
from pecia.library.public import category_tree, flat, listed, visible_documents
from pecia.web.catalogue.page import IndexClass, Listing, Option
from pecia.web.catalogue.presenters import index_class
from pecia.web.frame.chips import chips
from pecia.web.frame.entries import PER_PAGE, entries_of, entry_of, pager_of
from pecia.web.search import filters, page

NEWEST, _WAYS = 6, 4
DEEPEST = 100  # pages of results


def search_page(request: HttpRequest, query: Query, problem: str = "") -> page.SearchPage:
    """The page of a query, with the filters, order and page that the address says."""
    values = filters.chosen(request)
    order = request.GET.get("sort", "relevance")
    number = _page_number(request)
    narrowed = filters.narrowed(query, values)
    results = _results(request, narrowed, order, number)
    hits = [_hit(hit, query) for hit in results.hits]
    return page.SearchPage(
        query=query.text,
        listing=_listing(request, results, values, order, number),
        hits=tuple(hit for hit in hits if not hit.is_loose),
        loose_hits=tuple(hit for hit in hits if hit.is_loose),
        problem=problem,
        without_filters=0 if hits or narrowed == query else _results(request, query, "", 1).total,
        feed_url=f"{reverse('search-feed')}?{_kept(request)}" if query.text else "",
        ways=() if hits else _ways(query.text),
        related=chips(discovery.related_queries(query.text), "related"),
        newest=() if hits else entries_of(listed(visible_documents())[:NEWEST]),
    )


def _results(request: HttpRequest, query: Query, order: str, number: int) -> Results:
    if query.is_empty and not query.unwanted:
        return Results((), 0, {})
    start = (number - 1) * PER_PAGE
    return discovery.search(query, actor_of(request), order=order, start=start, size=PER_PAGE)


def _hit(hit: discovery.Hit, query: Query) -> page.Hit:
    return page.Hit(
        entry=entry_of(hit.document),
        title=_pieces(discovery.marked(hit.document.title, query)),
        snippet=_pieces(hit.snippet),
        page=hit.page,
        is_closed=hit.is_closed,
        is_loose=hit.is_loose,
    )


def _pieces(found: Iterable[discovery.Piece]) -> tuple[page.Piece, ...]:
    return tuple(page.Piece(piece.text, piece.is_find) for piece in found)


def _listing(
    request: HttpRequest, results: Results, values: dict[str, list[str]], order: str, number: int
) -> Listing:
    last = min(results.total, DEEPEST * PER_PAGE)
    shown = Paginator(range(last), PER_PAGE).get_page(number)
    without = {
        (name, value): _address(request, name, value) for name in values for value in values[name]
    }
    return Listing(
        entries=(),
        pager=pager_of(request, shown),
        facets=filters.facets(results.facets, values),
        sorts=_sorts(order),
        active=filters.active(values, without),
        clear_url=f"{request.path}?{_kept(request)}" if without else "",
        hidden=(("q", request.GET.get("q", "")),),
    )


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return min(max(int(number), 1), DEEPEST) if number.isascii() and number.isdecimal() else 1


def _sorts(order: str) -> tuple[Option, ...]:
    words = {
        "relevance": _("Best match"),
        "new": _("Newest"),
        "read": _("Most read"),
        "downloaded": _("Most downloaded"),
    }
    return tuple(Option(value, label, is_chosen=value == order) for value, label in words.items())


def _address(request: HttpRequest, name: str, value: str) -> str:
    """The list without one value of one filter."""
    kept = request.GET.copy()
    kept.pop("page", None)
    kept.setlist(name, [each for each in kept.getlist(name) if each != value])
    return f"{request.path}?{kept.urlencode()}"


def _kept(request: HttpRequest) -> str:
    only = QueryDict(mutable=True)
    only["q"] = request.GET.get("q", "")
    return only.urlencode()


def _ways(text: str) -> tuple[IndexClass, ...]:
    """Categories that are called like what was looked for, else those of the first level."""
    roots = category_tree()
    words = text.lower().split()
    named = [
        node
        for node in flat(roots)
        if any(word in name.lower() for word in words for name in node.names.values())
    ]
    return tuple(map(index_class, (named or roots)[:_WAYS]))

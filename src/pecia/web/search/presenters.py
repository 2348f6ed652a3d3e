"""From what was found to what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pecia.accounts.public import Actor
from pecia.discovery import public as discovery
from pecia.discovery.public import Filters, Query, Results
from pecia.edge.actors import actor_of
from pecia.kernel import clock
from pecia.library.public import category_tree, flat, listed, visible_documents
from pecia.web.catalogue.page import IndexClass, Listing, Option
from pecia.web.catalogue.presenters import index_class
from pecia.web.frame.chips import chips
from pecia.web.frame.entries import entries_of, entry_of, pager_of
from pecia.web.frame.prices import prices_told
from pecia.web.search import filters, page
from pecia.web.search.addresses import kept
from pecia.web.search.asked import DEEPEST, PER_PAGE, Asked, asked_by

NEWEST, _WAYS = 6, 4
_MOST_FINDS = 6


def search_page(request: HttpRequest, query: Query, problem: str = "") -> page.SearchPage:
    """The page of a query, with the filters, order and page that the address says."""
    asked, actor = asked_by(request, query), actor_of(request)
    results, better = _results(asked, actor)
    hits = _hits(results.hits, better or query)
    address = kept(request.GET)
    return page.SearchPage(
        query=(better if better and results.total else query).text,
        better=_better(query, better, is_shown=bool(results.total)),
        listing=_listing(request, results, asked),
        hits=tuple(hit for hit in hits if not hit.is_loose),
        loose_hits=tuple(hit for hit in hits if hit.is_loose),
        problem=problem,
        without_filters=0 if hits else _without_filters(asked, actor),
        feed_url=f"{reverse('search-feed')}?{address}" if query.text else "",
        address=address,
        is_saved=actor.user_id is not None and discovery.is_saved(actor.user_id, address),
        ways=() if hits else _ways(query.text),
        related=chips(discovery.related_queries(query.text), "related"),
        newest=() if hits else entries_of(listed(visible_documents())[:NEWEST]),
    )


def _results(asked: Asked, actor: Actor) -> tuple[Results, Query | None]:
    """What was found. Where no document has all words: other words too, and their results if there
    would be none."""
    results = _found(asked, asked.narrowed, actor)
    plain = asked.query.wanted and not asked.query.unwanted and asked.query.filters == Filters()
    if results.total or asked.is_narrowed or not plain:
        return results, None
    better = discovery.better_query(asked.query)
    if better is None or results.hits:
        return results, better
    return _found(asked, better, actor), better


def _found(asked: Asked, query: Query, actor: Actor) -> Results:
    if query.is_empty and not query.unwanted:
        return Results((), 0, {})
    start = (asked.number - 1) * PER_PAGE
    return discovery.search(query, actor, order=asked.order, start=start, size=PER_PAGE)


def _without_filters(asked: Asked, actor: Actor) -> int:
    return _found(asked, asked.query, actor).total if asked.is_narrowed else 0


def _better(asked: Query, other: Query | None, *, is_shown: bool) -> page.Better | None:
    if other is None:
        return None
    url = f"{reverse('search')}?{urlencode({'q': other.text})}"
    return page.Better(asked.text, other.text, url, is_shown)


def _hits(found: Sequence[discovery.Hit], query: Query) -> list[page.Hit]:
    prices = prices_told(hit.document for hit in found)
    return [_hit(hit, query, prices.get(hit.document.pk, "")) for hit in found]


def _hit(hit: discovery.Hit, query: Query, price: str) -> page.Hit:
    return page.Hit(
        entry=entry_of(hit.document, price=price),
        title=_pieces(discovery.marked(hit.document.title, query)),
        snippet=_pieces(hit.snippet),
        page=hit.page,
        finds=_finds(hit.snippet),
        is_closed=hit.is_closed,
        is_loose=hit.is_loose,
    )


def _finds(snippet: Iterable[discovery.Piece]) -> str:
    """The words that were found, for the reader to mark."""
    words = dict.fromkeys(piece.text for piece in snippet if piece.is_find)
    return "".join(f"&find={quote(word)}" for word in list(words)[:_MOST_FINDS])


def _pieces(found: Iterable[discovery.Piece]) -> tuple[page.Piece, ...]:
    return tuple(page.Piece(piece.text, piece.is_find) for piece in found)


def _listing(request: HttpRequest, results: Results, asked: Asked) -> Listing:
    values = asked.values
    last = min(results.total, DEEPEST * PER_PAGE)
    shown = Paginator(range(last), PER_PAGE).get_page(asked.number)
    until = str(int(asked.until.timestamp() if asked.until else clock.now().timestamp() + 1))
    without = {
        (name, value): _address(request, name, value) for name in values for value in values[name]
    }
    return Listing(
        entries=(),
        pager=pager_of(request, shown, until=until),
        facets=filters.facets(results.facets, values),
        sorts=_sorts(asked.order),
        active=filters.active(values, without),
        clear_url=f"{request.path}?{urlencode({'q': request.GET.get('q', '')})}" if without else "",
        hidden=(("q", request.GET.get("q", "")),),
    )


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

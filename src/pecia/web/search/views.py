"""The search page, its feed, and its description for browsers."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pecia.accounts.public import STRANGER
from pecia.discovery.public import (
    LONGEST,
    NotUnderstood,
    Query,
    Suggestions,
    note_query,
    offered,
    parsed,
)
from pecia.discovery.public import search as find
from pecia.edge.actors import actor_of
from pecia.edge.addresses import address_of
from pecia.edge.errors import advice_of
from pecia.edge.limits import require_fair_use
from pecia.kernel import text
from pecia.library.public import is_robot, visible_documents, visitor_name
from pecia.web.catalogue.presenters import index_class
from pecia.web.context import site
from pecia.web.frame.entries import entry_of
from pecia.web.machines.views import FEED_SIZE, atom_feed
from pecia.web.search import filters
from pecia.web.search.presenters import search_page

_SUGGESTION_SECONDS = 60
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is written where; a document number leads straight to the document."""
    require_fair_use("search", address_of(request), settings.SEARCHES_PER_HOUR)
    query, problem = _asked(request)
    if query.number is not None:
        found = visible_documents().filter(number=query.number).first()
        if found is not None:
            return redirect("reader-document", number=found.number)
    shown = search_page(request, query, problem)
    if not problem and _is_submitted(request):
        note_query(query, shown.listing.pager.total, _asker(request), get_language() or "")
    return render(request, "web/search/search.html", {"page": shown})


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What fits a query, newest first, as Atom: to be told when something new arrives."""
    require_fair_use("search", address_of(request), settings.SEARCHES_PER_HOUR)
    query, _problem = _asked(request)
    narrowed = filters.narrowed(query, filters.chosen(request))
    results = find(narrowed, STRANGER, order="new", size=FEED_SIZE)
    here = f"{settings.SITE_URL}{request.get_full_path()}"
    documents = [hit.document for hit in results.hits if not hit.is_loose]
    return atom_feed(f"{query.text} · {site().name}", here, documents)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What goes on like the words typed so far, as options of a list."""
    found = _suggested(request)
    shown = {
        "queries": found.queries,
        "documents": tuple(map(entry_of, found.documents)),
        "classes": tuple(map(index_class, found.categories)),
    }
    return _kept_a_while(render(request, "web/search/_suggestions.html", shown))


@require_safe
def browser_suggestions(request: HttpRequest) -> HttpResponse:
    """The same for the address field of a browser (OpenSearch suggestions 1.1)."""
    body = json.dumps([request.GET.get("q", ""), _suggested(request).queries], ensure_ascii=False)
    return _kept_a_while(HttpResponse(body, content_type="application/x-suggestions+json"))


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """How a browser adds this site to its search engines (OpenSearch 1.1)."""
    name = escape(site().name[:16])
    url = quoteattr(f"{settings.SITE_URL}{reverse('search')}?q={{searchTerms}}")
    more = quoteattr(f"{settings.SITE_URL}{reverse('search-suggestions-json')}?q={{searchTerms}}")
    body = (
        f'{_XML}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{name}</ShortName><Description>{escape(site().tagline)}</Description>"
        f'<InputEncoding>UTF-8</InputEncoding><Url type="text/html" template={url}/>'
        f'<Url type="application/x-suggestions+json" template={more}/>'
        "</OpenSearchDescription>"
    )
    return HttpResponse(body, content_type="application/opensearchdescription+xml")


def _suggested(request: HttpRequest) -> Suggestions:
    require_fair_use("suggest", address_of(request), settings.SUGGESTIONS_PER_HOUR)
    return offered(text.one_line(request.GET.get("q", ""), LONGEST))


def _kept_a_while(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"private, max-age={_SUGGESTION_SECONDS}"
    return response


def _is_submitted(request: HttpRequest) -> bool:
    """Whether somebody typed it: no filter, order or page of a list, no click on a suggestion, no
    robot, and nothing that a browser fetches before anybody asks."""
    fetched = (
        "prefetch" in request.headers.get("Sec-Purpose", "") or "HX-Request" in request.headers
    )
    robot = is_robot(request.headers.get("User-Agent", ""))
    return request.method == "GET" and set(request.GET) == {"q"} and not (fetched or robot)


def _asker(request: HttpRequest) -> str:
    """Who is taken to be one person; the log keeps a hash of it."""
    agent = request.headers.get("User-Agent", "")
    return visitor_name(address_of(request), agent, actor_of(request).user_id)


def _asked(request: HttpRequest) -> tuple[Query, str]:
    """The query, and what in it was not understood and is left out."""
    words = text.one_line(request.GET.get("q", ""), LONGEST)
    try:
        return parsed(words), ""
    except NotUnderstood as error:
        left = _without(words, str(error.facts["word"]))
        return replace(left, text=words), advice_of(error)


def _without(words: str, wrong: str) -> Query:
    """The query without a filter that can't be; where others can't be either, as plain words."""
    try:
        return parsed(words.replace(wrong, ""))
    except NotUnderstood:
        return parsed(words.replace(":", " "))

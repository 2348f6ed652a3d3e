"""A member's saved searches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pecia.discovery.public import (
    LONGEST,
    SavedSearch,
    forget_search,
    save_search,
    saved_searches_of,
)
from pecia.edge.actors import person_of
from pecia.edge.sign_in import signed_in
from pecia.kernel import text
from pecia.web.mine.views import counts
from pecia.web.search import filters, page
from pecia.web.search.addresses import kept


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def searches(request: HttpRequest) -> HttpResponse:
    """The saved searches; a new one is sent with `search`, a key in `forget` removes one."""
    if request.method == "POST":
        return _change(request)
    rows = saved_searches_of(person_of(request))
    shown = page.SavedSearchesPage(tuple(map(_entry, rows)), counts(request))
    return render(request, "web/search/saved.html", {"page": shown})


def _change(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("forget", "")
    if key.isascii() and key.isdecimal() and len(key) < 16:
        forget_search(person_of(request), int(key))
        return redirect("searches-mine")
    address = kept(QueryDict(request.POST.get("search", "")))
    words = text.one_line(QueryDict(address).get("q", ""), LONGEST)
    if words:
        save_search(person_of(request), words, address)
    return redirect("searches-mine")


def _entry(row: SavedSearch) -> page.SavedEntry:
    values = QueryDict(row.address)
    chosen = {name: values.getlist(name) for name in filters.NAMES}
    return page.SavedEntry(
        key=row.pk,
        text=row.text,
        filters=tuple(label for _name, _value, label, _language in filters.labels(chosen)),
        saved_at=row.saved_at,
        url=f"{reverse('search')}?{row.address}",
        feed_url=f"{reverse('search-feed')}?{row.address}",
    )

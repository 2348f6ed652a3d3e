"""The first page."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pecia.discovery.public import most_read, popular_queries
from pecia.kernel import clock
from pecia.library.public import day_figures, listed, publisher_count, visible_documents
from pecia.web.catalogue.presenters import index
from pecia.web.frame.chips import chips
from pecia.web.frame.entries import entries_of
from pecia.web.frame.notes import noted
from pecia.web.home import page
from pecia.web.reader.structured import site_meta

NEWEST = 8
TRIES, NOTED, POPULAR = 5, 4, 6
_FIGURES_SECONDS = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Proposition, search, index, newest, how it works."""
    documents, publishers, today = _figures()
    newest, popular = list(listed(visible_documents())[:NEWEST]), most_read(POPULAR)
    shown_first = entries_of([*newest, *popular])
    shown = page.HomePage(
        document_count=documents,
        publisher_count=publishers,
        today=today,
        index=index(),
        newest=shown_first[: len(newest)],
        newest_total=documents,
        noted=noted(NOTED),
        popular=shown_first[len(newest) :],
        tries=chips(popular_queries(size=TRIES), "popular"),
        meta=site_meta("/"),
    )
    return render(request, "web/home/home.html", {"page": shown})


def _figures() -> tuple[int, int, tuple[page.Tally, ...]]:
    """Counted once a minute: on a large site counting takes longer than the page may."""
    key = f"web.home.{clock.now().date()}"
    known: tuple[int, int, dict[str, int]] | None = cache.get(key)
    if known is None:
        known = (visible_documents().count(), publisher_count(), day_figures())
        cache.set(key, known, _FIGURES_SECONDS)
    documents, publishers, day = known
    labels = {
        "received": _("Received"),
        "inspected": _("Inspected"),
        "published": _("Published"),
        "held": _("Held for review"),
        "refused": _("Refused"),
    }
    tallies = tuple(page.Tally(label, day[name]) for name, label in labels.items())
    return documents, publishers, tallies

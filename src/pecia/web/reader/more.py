"""The lists beside a document: related ones, what its readers also read, related searches."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pecia.discovery.public import (
    Guess,
    Related,
    Way,
    Why,
    guess,
    queries_about,
    related_documents,
)
from pecia.edge.addresses import address_of
from pecia.edge.limits import require_fair_use
from pecia.library.public import Channel, Document
from pecia.web.frame.chips import chips
from pecia.web.frame.entries import entries_of
from pecia.web.frame.language_names import html_language
from pecia.web.frame.offers import offers_of, read_so_far
from pecia.web.reader import presenters, structured
from pecia.web.reader.access import Opened, open_document
from pecia.web.reader.more_page import MorePage

RELATED, OFFERS = 8, 8


@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest, number: int) -> HttpResponse:
    """A page of its own, and what the document's page asks for when one has come to its end.

    What a browser sends of what was read there is used for this answer and not kept.
    """
    opened = open_document(request, number, Channel.HTML)
    require_fair_use("more", address_of(request), settings.SEARCHES_PER_HOUR)
    shown = _more_page(request, opened)
    part = "_more" if request.method == "POST" else "more"
    response = render(request, f"web/reader/{part}.html", {"page": shown})
    response["Cache-Control"] = "private, no-store"
    return response


def _more_page(request: HttpRequest, opened: Opened) -> MorePage:
    document = opened.document
    related, guesses = _lists(document, read_so_far(request))
    return MorePage(
        number=document.number,
        title=document.title,
        extension=presenters.dotted(opened.edition),
        language=html_language(document.language),
        related=entries_of(each.document for each in related),
        related_by=_related_by({each.way for each in related}),
        offers=offers_of(guesses, document),
        searches=chips(queries_about(document.title, document.keywords), "document"),
        crumbs=presenters.crumbs(document),
        sends_read=bool(request.POST.get("read")),
        meta=structured.quiet(presenters.permanent_url(document)),
    )


def _lists(document: Document, read: list[int]) -> tuple[list[Related], list[Guess]]:
    """Related ones and offers, each document once: what is alike by its text is related, what is
    read together is offered, and what only stands in is where there is room."""
    found = related_documents(document, RELATED)
    alike = {each.document.pk for each in found if each.way is Way.TEXT}
    guesses = guess([document.pk, *read], OFFERS, category=document.category, without=alike)
    together = {each.document.pk for each in guesses if each.why is Why.READ_TOGETHER}
    related = [each for each in found if each.document.pk not in together]
    beside = {each.document.pk for each in related}
    return related, [each for each in guesses if each.document.pk not in beside]


def _related_by(ways: set[Way]) -> str:
    if Way.TEXT in ways:
        return _("Of the same subject, by their text")
    return _("Much read and new beside it; nothing reads like it yet")

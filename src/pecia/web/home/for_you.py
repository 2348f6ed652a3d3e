"""What the reader of the first page may like."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from pecia.discovery.public import guess
from pecia.edge.addresses import address_of
from pecia.edge.limits import require_fair_use
from pecia.web.frame.offers import offers_of, read_so_far

OFFERS = 8


@require_POST
def for_you(request: HttpRequest) -> HttpResponse:
    """A part of a page; empty for those of whom nothing is known. Nothing that is sent is kept."""
    require_fair_use("more", address_of(request), settings.SEARCHES_PER_HOUR)
    read = read_so_far(request)
    facts = {
        "offers": offers_of(guess(read, OFFERS)) if read else (),
        "sends_read": bool(request.POST.get("read")),
    }
    response = render(request, "web/frame/_offers.html", facts)
    response["Cache-Control"] = "private, no-store"
    return response

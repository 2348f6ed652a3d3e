"""What people look for: what they did not find here, and what is suggested to others."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pecia.accounts.public import Permission
from pecia.discovery.public import Asked, asked_in_vain, most_asked, set_suggested
from pecia.edge.sign_in import needs
from pecia.web.frame.chips import chips
from pecia.web.operator.searches_page import QueryRow, SearchesPage


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SITE_HEALTH_SEE)
def searches(request: HttpRequest) -> HttpResponse:
    """Asked for and not here; most asked, with what is not to be suggested."""
    if request.method == "POST":
        text = request.POST.get("show") or request.POST.get("hide") or ""
        set_suggested(text, suggested="show" in request.POST)
        return redirect("operator-searches")
    shown = SearchesPage(
        missing=tuple(_row(asked) for asked in asked_in_vain()),
        asked=tuple(_row(asked, is_suggested=fits) for asked, fits in most_asked()),
        fewest=settings.FEWEST_ASKERS,
        days=settings.QUERY_DAYS,
    )
    return render(request, "web/operator/searches.html", {"page": shown})


def _row(asked: Asked, *, is_suggested: bool = True) -> QueryRow:
    (chip,) = chips([asked.text], "operator")
    return QueryRow(chip, asked.people, asked.times, is_suggested)

"""Terms, privacy, how it works: what the software keeps, in words."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pecia.library.public import VISIT_DAYS
from pecia.web.reader.structured import site_meta
from pecia.web.statements import page


@require_safe
def statement(request: HttpRequest, name: str) -> HttpResponse:
    """One of the standing texts."""
    shown = page.StatementPage(
        log_days=VISIT_DAYS,
        unfinished_days=settings.UPLOAD_DAYS,
        meta=site_meta(request.path),
    )
    return render(request, f"web/statements/{name}.html", {"page": shown})

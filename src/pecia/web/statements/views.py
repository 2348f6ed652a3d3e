"""Terms, privacy, how it works: what the software keeps, in words."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pecia.library.public import VISIT_DAYS
from pecia.trade.public import (
    ANSWERED_WITHIN,
    NOTICE,
    RETURNABLE,
    TERMS_VERSION,
    announced_fees,
)
from pecia.web.reader.structured import site_meta
from pecia.web.statements import page


@require_safe
def statement(request: HttpRequest, name: str) -> HttpResponse:
    """One of the standing texts."""
    shown = page.StatementPage(
        log_days=VISIT_DAYS,
        unfinished_days=settings.UPLOAD_DAYS,
        fees=_fees() if name == "terms" else (),
        notice_days=NOTICE.days,
        hold_days=settings.TRADE_HOLD_DAYS,
        hold_days_new=settings.TRADE_HOLD_DAYS_NEW,
        return_days=RETURNABLE.days,
        answer_days=ANSWERED_WITHIN.days,
        terms_version=TERMS_VERSION,
        meta=site_meta(request.path),
    )
    return render(request, f"web/statements/{name}.html", {"page": shown})


def _fees() -> tuple[page.Fee, ...]:
    return tuple(
        page.Fee(row.version, f"{row.basis_points / 100:g} %", row.effective_at, row.reason)
        for row in announced_fees()
    )

"""Requests for one's money back that a person decides, against a clock."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from pecia.accounts.public import User
from pecia.kernel import clock, events
from pecia.kernel.errors import Conflict
from pecia.trade.events import ReturnAnswered
from pecia.trade.orders.models import OrderLine, ReturnRequest
from pecia.trade.purchases import refund_line

ANSWERED_WITHIN = timedelta(days=3)


def file_return(line: OrderLine, words: str) -> ReturnRequest:
    """Ask for it; asked twice it is asked once."""
    now = clock.now()
    request, _made = ReturnRequest.objects.get_or_create(
        line=line,
        defaults={"words": words, "filed_at": now, "due_at": now + ANSWERED_WITHIN},
    )
    return request


def open_returns() -> QuerySet[ReturnRequest]:
    """What waits for an answer, the most urgent first."""
    rows = ReturnRequest.objects.filter(answered_at__isnull=True).order_by("due_at")
    return rows.select_related("line__order", "line__document", "line__seller")


@transaction.atomic
def answer_return(request: ReturnRequest, by: User, *, grant: bool, answer: str) -> None:
    """Decide on it, with words; the money goes back at once. `Conflict` when it is decided."""
    rows = ReturnRequest.objects.filter(pk=request.pk, answered_at__isnull=True)
    if not rows.update(is_granted=grant, answer=answer, answered_by=by, answered_at=clock.now()):
        raise Conflict
    if grant:
        refund_line(request.line, by, answer)
    events.tell(ReturnAnswered(return_id=request.pk))

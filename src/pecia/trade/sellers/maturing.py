"""The end of the hold period: pending becomes available, once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from pecia.kernel import clock
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.sellers.crediting import available, pending
from pecia.trade.sellers.debts import pay_debt
from pecia.trade.sellers.models import Credit, CreditState

BATCH = 200


def mature_due(limit: int = BATCH) -> int:
    """Let credits mature whose time has come and that nothing keeps; returns how many did."""
    due = _free().filter(due_at__lte=clock.now())
    keys = due.order_by("due_at").values_list("pk", flat=True)[:limit]
    return sum(_mature(key) for key in list(keys))


def _free() -> QuerySet[Credit]:
    """Pending, under no hold, and not disputed: while another hold keeps a credit, that of a
    dispute can't, and when the other ends it must not go."""
    rows = Credit.objects.filter(state=CreditState.PENDING, hold__isnull=True)
    return rows.exclude(line__order__state="disputed")


@transaction.atomic
def _mature(key: int) -> bool:
    row = Credit.objects.select_for_update(no_key=True).get(pk=key)
    rows = _free().filter(pk=key)
    if not rows.update(state=CreditState.AVAILABLE, ended_at=clock.now()):
        return False
    amount = row.amount - row.taken_back
    here, there = pending(row.seller_id, row.currency), available(row.seller_id, row.currency)
    if amount:
        moves = [debit(here, amount), credit(there, amount)]
        post(f"mature:{key}", "mature", moves, facts={"line": row.line_id})
        pay_debt(row.seller_id, row.currency, f"mature:{key}")
    return True

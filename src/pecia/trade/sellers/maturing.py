"""The end of the hold period: pending becomes available, once."""

from __future__ import annotations

from django.db import transaction

from pecia.kernel import clock
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.sellers.crediting import available, pending
from pecia.trade.sellers.debts import pay_debt
from pecia.trade.sellers.models import Credit, CreditState

BATCH = 200


def mature_due(limit: int = BATCH) -> int:
    """Let credits mature whose time has come and that no hold keeps; returns how many did."""
    due = Credit.objects.filter(state=CreditState.PENDING, due_at__lte=clock.now())
    keys = due.filter(hold__isnull=True).order_by("due_at").values_list("pk", flat=True)[:limit]
    return sum(_mature(key) for key in list(keys))


@transaction.atomic
def _mature(key: int) -> bool:
    row = Credit.objects.select_for_update(no_key=True).get(pk=key)
    rows = Credit.objects.filter(pk=key, state=CreditState.PENDING, hold__isnull=True)
    if not rows.update(state=CreditState.AVAILABLE, ended_at=clock.now()):
        return False
    amount = row.amount - row.taken_back
    here, there = pending(row.seller_id, row.currency), available(row.seller_id, row.currency)
    if amount:
        moves = [debit(here, amount), credit(there, amount)]
        post(f"mature:{key}", "mature", moves, facts={"line": row.line_id})
        pay_debt(row.seller_id, row.currency, f"mature:{key}")
    return True

"""The end of the hold period: pending becomes available, once."""

from __future__ import annotations

from django.db import transaction

from pecia.kernel import clock
from pecia.trade.ledger.models import Account
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.sellers.crediting import available, debt, locked_balance, pending
from pecia.trade.sellers.models import Credit, CreditState

BATCH = 200


def mature_due(limit: int = BATCH) -> int:
    """Let credits mature whose time has come and that no hold keeps; returns how many did."""
    due = Credit.objects.filter(state=CreditState.PENDING, due_at__lte=clock.now())
    keys = due.filter(hold__isnull=True).order_by("due_at").values_list("pk", flat=True)[:limit]
    return sum(_mature(key) for key in list(keys))


@transaction.atomic
def _mature(key: int) -> bool:
    row = Credit.objects.select_for_update().get(pk=key)
    rows = Credit.objects.filter(pk=key, state=CreditState.PENDING, hold__isnull=True)
    if not rows.update(state=CreditState.AVAILABLE, ended_at=clock.now()):
        return False
    amount = row.amount - row.taken_back
    here, there = pending(row.seller_id, row.currency), available(row.seller_id, row.currency)
    facts = {"line": row.line_id}
    post(f"mature:{key}", "mature", [debit(here, amount), credit(there, amount)], facts=facts)
    _pay_debt(row)
    return True


def _pay_debt(row: Credit) -> None:
    """What a seller owes is settled first from what becomes available."""
    name = debt(row.seller_id, row.currency)
    account = Account.objects.select_for_update().filter(key=name.key, balance__gt=0).first()
    if account is None:
        return
    there = available(row.seller_id, row.currency)
    amount = min(account.balance, locked_balance(there))
    if amount:
        moves = [debit(there, amount), credit(name, amount)]
        post(f"settle:{row.pk}", "debt-settled", moves, facts={"line": row.line_id})

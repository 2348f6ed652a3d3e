"""What a seller owes is settled first, from whatever may be paid out."""

from __future__ import annotations

from pecia.trade.ledger.models import Account
from pecia.trade.ledger.posting import credit, debit, post
from pecia.trade.sellers.crediting import available, debt, locked_balance


def pay_debt(seller_id: int, currency: str, cause: str) -> None:
    """Settle as much as there is, in the transaction that made it available; `cause` names that.

    The available balance is locked before the debt, as everywhere.
    """
    there, name = available(seller_id, currency), debt(seller_id, currency)
    if not Account.objects.filter(key=name.key, balance__gt=0).exists():
        return
    amount = min(locked_balance(there), -locked_balance(name))
    if amount > 0:
        moves = [debit(there, amount), credit(name, amount)]
        post(f"settle:{cause}", "debt-settled", moves, facts={"cause": cause})

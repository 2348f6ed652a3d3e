"""Accounts of the tests, and short ways of booking."""

from __future__ import annotations

from django.db import transaction

from pecia.trade.ledger.chart import AccountName, Kind
from pecia.trade.ledger.models import Entry
from pecia.trade.ledger.posting import Move, credit, debit, post

CLEARING = AccountName(Kind.CLEARING, "EUR", "fake")
PENDING = AccountName(Kind.SELLER_PENDING, "EUR", "7")
AVAILABLE = AccountName(Kind.SELLER_AVAILABLE, "EUR", "7")
FEES = AccountName(Kind.FEE_INCOME, "EUR")


def sale(key: str, amount: int = 1000, fee: int = 0) -> Entry:
    """A sale of so many cents."""
    moves = [debit(CLEARING, amount), credit(PENDING, amount - fee), credit(FEES, fee)]
    return booked(key, *moves)


def booked(key: str, *moves: Move, kind: str = "sale") -> Entry:
    """An entry in a transaction of its own."""
    with transaction.atomic():
        return post(key, kind, moves)

"""Closing days: nothing is booked on them any more, and their balances are kept."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.trade.errors import PeriodClosed
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.ledger.models import Closing


@transaction.atomic
def close_period(through: date, closed_by: User | None = None) -> Closing:
    """Close all days up to this one, which must be over. `PeriodClosed` when it is already.

    Who is writing an entry just now is waited for, so that none slips in behind the balances.
    """
    if through >= clock.now().date():
        raise ValueError(f"{through} is not over")
    _wait_for_writers()
    if Closing.objects.filter(through__gte=through).exists():
        raise PeriodClosed
    return Closing.objects.create(
        through=through,
        balances=trial_balance(through),
        closed_by=closed_by,
        closed_at=clock.now(),
    )


def _wait_for_writers() -> None:
    """SQLite has one writer at a time, and that is us."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE trade_entry IN SHARE ROW EXCLUSIVE MODE")

"""What stands on accounts, and the same added up anew from all legs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from pecia.trade.ledger.chart import AccountName
from pecia.trade.ledger.models import Account, Closing, Leg


def balance_of(name: AccountName) -> int:
    """The balance, debit above zero; 0 for an account that nothing was booked on."""
    account = Account.objects.filter(key=name.key).first()
    if account is None:
        return 0
    return account.balance if account.keeps_balance else _summed(account)


def trial_balance(through: date | None = None) -> dict[str, int]:
    """Account key -> balance, of every account that was used, up to a day where one is given."""
    sums = dict(_closed_sums(through))
    last = _last_closing(through)
    legs = Leg.objects.all()
    if last is not None:
        legs = legs.filter(entry__booked_on__gt=last.through)
    if through is not None:
        legs = legs.filter(entry__booked_on__lte=through)
    rows = legs.values_list("account__key").annotate(total=Sum("amount"))
    for key, total in rows.order_by():
        sums[key] = sums.get(key, 0) + total
    return dict(sorted(sums.items()))


def wrong_balances() -> Iterator[tuple[Account, int]]:
    """Accounts whose kept balance is not what their legs say (M9), with what they say."""
    kept = Account.objects.filter(keeps_balance=True)
    for account in kept.annotate(folded=Coalesce(Sum("legs__amount"), 0)).exclude(
        balance=F("folded")
    ):
        yield account, account.folded


def rebuild_balances() -> int:
    """Make kept balances anew from the legs; returns how many were wrong."""
    wrong = list(wrong_balances())
    for account, folded in wrong:
        Account.objects.filter(pk=account.pk).update(balance=folded)
    return len(wrong)


def _summed(account: Account) -> int:
    closed = dict(_closed_sums(None)).get(account.key, 0)
    legs, last = account.legs.all(), _last_closing(None)
    if last is not None:
        legs = legs.filter(entry__booked_on__gt=last.through)
    return closed + (legs.aggregate(total=Sum("amount"))["total"] or 0)


def _last_closing(through: date | None) -> Closing | None:
    rows = Closing.objects.order_by("-through")
    return (rows.filter(through__lte=through) if through else rows).first()


def _closed_sums(through: date | None) -> dict[str, int]:
    last = _last_closing(through)
    return {} if last is None else last.balances

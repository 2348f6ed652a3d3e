"""What must be true of the books at every moment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, F, Q, Sum

from pecia.kernel.checks import Problem
from pecia.trade.ledger.balances import wrong_balances
from pecia.trade.ledger.models import Closing, Entry, Leg, Seal, UnsealedEntry
from pecia.trade.ledger.seals import broken_seals, unsealed_too_long

_MOST_TOLD = 20
_STOP = "Stop payouts, keep the database as it is, and compare it with a backup"


def check() -> Iterator[Problem]:
    """Every broken invariant of the books: M1, M2, M9, M12 and the chain."""
    yield from _unbalanced()
    yield from _not_zero()
    for account, folded in wrong_balances():
        what = f"{account} says {account.balance}, its legs say {folded}"
        yield Problem("balance_wrong", what, "Run `pecia books rebuild`")
    for seal in islice(broken_seals(), _MOST_TOLD):
        yield Problem("seal_broken", f"entry {seal.position} ({seal.entry})", _STOP)
    yield from _not_in_the_chain()
    yield from _closings_changed()


def _unbalanced() -> Iterator[Problem]:
    uneven = Leg.objects.values("entry__key", "account__currency").annotate(total=Sum("amount"))
    for row in uneven.exclude(total=0).order_by()[:_MOST_TOLD]:
        yield Problem("entry_unbalanced", f"{row['entry__key']}: {row['total']}", _STOP)
    few = Entry.objects.annotate(count=Count("legs")).filter(
        ~Q(count=F("leg_count")) | Q(count__lt=2)
    )
    for entry in few[:_MOST_TOLD]:
        yield Problem("entry_incomplete", str(entry), _STOP)


def _not_zero() -> Iterator[Problem]:
    for row in Leg.objects.values("account__currency").annotate(total=Sum("amount")).order_by():
        if row["total"]:
            yield Problem("books_not_zero", f"{row['account__currency']}: {row['total']}", _STOP)


def _not_in_the_chain() -> Iterator[Problem]:
    entries = Entry.objects.count()
    known = Seal.objects.count() + UnsealedEntry.objects.count()
    if entries > known:
        yield Problem("entries_unsealed", f"{entries - known} are in no list", _STOP)
    if late := unsealed_too_long():
        yield Problem("sealing_stuck", f"{late} entries wait", "Look whether a worker runs")


def _closings_changed() -> Iterator[Problem]:
    for closing in Closing.objects.order_by("through"):
        earlier = Closing.objects.filter(through__lt=closing.through).order_by("-through").first()
        legs = Leg.objects.filter(entry__booked_on__lte=closing.through)
        sums = dict(earlier.balances) if earlier else {}
        if earlier:
            legs = legs.filter(entry__booked_on__gt=earlier.through)
        for key, total in legs.values_list("account__key").annotate(Sum("amount")).order_by():
            sums[key] = sums.get(key, 0) + total
        if sums != closing.balances:
            yield Problem("closing_changed", f"the books up to {closing.through}", _STOP)

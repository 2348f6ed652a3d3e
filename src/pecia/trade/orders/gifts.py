"""A bought gift: a code by which somebody else has the document."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet

from pecia.accounts.public import User
from pecia.library.public import (
    claim_entitlements,
    entitlements_of,
    grant_entitlement,
    hash_of,
)
from pecia.trade.errors import NoSuchOrder
from pecia.trade.orders.models import OPEN_TO_REFUND, Order, OrderLine


@transaction.atomic
def redeem_gift(code: str, user: User) -> Order:
    """Take what the code gives; whoever comes first has it, and may come again.

    Raises `NoSuchOrder` for a code that there is not, that somebody else has used, or whose order
    was refunded. A refund at the same time waits for the order, and then revokes.
    """
    rows = Order.objects.select_for_update(no_key=True)
    order = rows.filter(gift_code=code, state__in=OPEN_TO_REFUND).first()
    if order is None:
        raise NoSuchOrder
    lines = list(_lines_left(order))
    for line in lines:
        grant_entitlement(user, line.document, source=line.source)
    if not lines or not _are_theirs(lines, user):
        raise NoSuchOrder
    return order


@transaction.atomic
def claim_order(order: Order, user: User) -> bool:
    """A guest's order becomes that of their account; whoever opens it by its link may do that."""
    if not Order.objects.filter(pk=order.pk, buyer__isnull=True).update(buyer=user, email=""):
        return False
    claim_entitlements(user, hash_of(order.token))
    return True


def _lines_left(order: Order) -> QuerySet[OrderLine]:
    """Those of which not everything went back."""
    rows = order.lines.filter(Q(refunded__lt=F("amount")) | Q(amount=0))
    return rows.select_related("document")


def _are_theirs(lines: Sequence[OrderLine], user: User) -> bool:
    sources = {line.source for line in lines}
    mine = set(entitlements_of(user).values_list("source", flat=True))
    return sources <= mine

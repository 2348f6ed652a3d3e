"""A bought gift: a code by which somebody else has the document."""

from __future__ import annotations

from django.db import transaction

from pecia.accounts.public import User
from pecia.library.public import (
    claim_entitlements,
    entitlements_of,
    grant_entitlement,
    hash_of,
)
from pecia.trade.errors import NoSuchOrder
from pecia.trade.orders.models import OPEN_TO_REFUND, Order


@transaction.atomic
def redeem_gift(code: str, user: User) -> Order:
    """Take what the code gives; whoever comes first has it, and may come again.

    Raises `NoSuchOrder` for a code that there is not, that somebody else has used, or whose order
    was refunded.
    """
    order = Order.objects.filter(gift_code=code, state__in=OPEN_TO_REFUND).first()
    if order is None:
        raise NoSuchOrder
    for line in order.lines.filter(refunded__lt=1).select_related("document"):
        grant_entitlement(user, line.document, source=line.source)
    if not _is_theirs(order, user):
        raise NoSuchOrder
    return order


@transaction.atomic
def claim_order(order: Order, user: User) -> bool:
    """A guest's order becomes that of their account; whoever opens it by its link may do that."""
    if not Order.objects.filter(pk=order.pk, buyer__isnull=True).update(buyer=user, email=""):
        return False
    claim_entitlements(user, hash_of(order.token))
    return True


def _is_theirs(order: Order, user: User) -> bool:
    sources = {line.source for line in order.lines.all()}
    mine = set(entitlements_of(user).values_list("source", flat=True))
    return sources <= mine

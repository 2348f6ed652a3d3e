"""Codes by which a seller takes something off."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db.models import F, Q

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.library.public import Document
from pecia.trade.errors import BadCoupon
from pecia.trade.offers.models import Coupon

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike


def make_coupon(
    seller: User,
    percent_off: int,
    *,
    uses: int,
    valid_until: datetime,
    document: Document | None = None,
) -> Coupon:
    """A new code, for one of the seller's documents or for all. `ValueError` for bad numbers."""
    if not 1 <= percent_off <= 100 or not 1 <= uses <= 100_000:
        raise ValueError("a coupon takes off 1 to 100 percent, 1 to 100,000 times")
    if document is not None and document.owner_id != seller.pk:
        raise ValueError("a coupon is for documents of its own seller")
    return Coupon.objects.create(
        code="".join(secrets.choice(_LETTERS) for _ in range(10)),
        seller=seller,
        document=document,
        percent_off=percent_off,
        uses_left=uses,
        valid_until=valid_until,
        made_at=clock.now(),
    )


def coupons_of(document: Document) -> list[Coupon]:
    """Codes that hold for a document now, newest first."""
    rows = Coupon.objects.filter(seller=document.owner_id, ended_at__isnull=True)
    rows = rows.filter(Q(document=document) | Q(document__isnull=True), uses_left__gt=0)
    return list(rows.filter(valid_until__gt=clock.now()).order_by("-made_at"))


def find_coupon(code: str, document: Document) -> Coupon:
    """The coupon, if it holds for this document just now. Raises `BadCoupon`."""
    coupon = Coupon.objects.filter(code=code.strip().upper(), ended_at__isnull=True).first()
    if coupon is None or coupon.valid_until <= clock.now() or coupon.uses_left == 0:
        raise BadCoupon
    if coupon.seller_id != document.owner_id or coupon.document_id not in (None, document.pk):
        raise BadCoupon
    return coupon


def use_coupon(coupon: Coupon) -> None:
    """Take one use of it, in the transaction of the order. `BadCoupon` when another was faster."""
    if not _take(coupon.pk, ended_at__isnull=True):
        raise BadCoupon


def take_use_again(coupon_id: int) -> bool:
    """Take a use that had come back, for what was promised before; False when none is left."""
    return _take(coupon_id)


def give_use_back(coupon_id: int) -> None:
    """The order came to nothing."""
    Coupon.objects.filter(pk=coupon_id).update(uses_left=F("uses_left") + 1)


def _take(coupon_id: int, **more: object) -> bool:
    rows = Coupon.objects.filter(pk=coupon_id, uses_left__gt=0, **more)
    return bool(rows.update(uses_left=F("uses_left") - 1))


def discounted(amount: int, coupon: Coupon | None) -> int:
    """What is left to pay; a fraction of a cent is the buyer's."""
    return amount if coupon is None else amount * (100 - coupon.percent_off) // 100

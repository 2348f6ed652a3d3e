"""Placing an order: the quote becomes a promise, for half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from pecia.accounts.public import User
from pecia.kernel import clock
from pecia.kernel.ids import next_number
from pecia.trade.errors import KeyReused, NoSuchOrder
from pecia.trade.offers.coupons import give_use_back, use_coupon
from pecia.trade.offers.licences import agreement
from pecia.trade.orders.models import Order, OrderLine, OrderState
from pecia.trade.orders.quoting import Quote, QuotedLine

TERMS_VERSION = "2026-11"  # of the terms of sale in `web/statements`; a new text is a new version
PROMISED = timedelta(minutes=30)  # how long the price holds


@dataclass(frozen=True, slots=True)
class Buyer:
    """A member, or a guest with an address."""

    user: User | None = None
    email: str = ""
    language: str = "en"

    @property
    def name(self) -> str:
        """In the agreement: no more than is needed."""
        return self.user.handle if self.user else "guest"


@transaction.atomic
def place_order(quote: Quote, buyer: Buyer, key: str, *, is_gift: bool = False) -> Order:
    """Write the order down; with the same key again it is the same order.

    Raises `KeyReused` when the key stands for an order of something else, `BadCoupon` when its last
    use was taken meanwhile.
    """
    if known := Order.objects.filter(key=key).first():
        return _same(known, quote, buyer, is_gift=is_gift)
    try:
        with transaction.atomic():
            order = _write(quote, buyer, key, is_gift=is_gift)
    except IntegrityError:
        if (known := Order.objects.filter(key=key).first()) is None:
            raise
        return _same(known, quote, buyer, is_gift=is_gift)
    if quote.coupon is not None:
        use_coupon(quote.coupon)
    return order


def expire_orders(limit: int = 200) -> int:
    """End orders whose time is over. A payment that comes later is no error: see `payments`."""
    now = clock.now()
    due = Order.objects.filter(state=OrderState.PLACED, expires_at__lte=now)
    keys = due.order_by("expires_at").values_list("pk", flat=True)[:limit]
    return sum(end_order(key, OrderState.EXPIRED, "time-over") for key in list(keys))


@transaction.atomic
def end_order(key: int, state: OrderState, reason: str) -> bool:
    """End an order of which nothing was sold; False when something else happened first."""
    rows = Order.objects.filter(pk=key, state=OrderState.PLACED)
    if not rows.update(state=state, reason=reason, ended_at=clock.now()):
        return False
    coupon = Order.objects.values_list("coupon_id", flat=True).get(pk=key)
    if coupon is not None:
        give_use_back(coupon)
    return True


def get_order(token: str) -> Order:
    """The order of that token. Raises `NoSuchOrder`."""
    order = Order.objects.filter(token=token).select_related("buyer", "coupon").first()
    if order is None:
        raise NoSuchOrder
    return order


def _write(quote: Quote, buyer: Buyer, key: str, *, is_gift: bool) -> Order:
    now = clock.now()
    order = Order.objects.create(
        number=next_number("order"),
        key=key,
        buyer=buyer.user,
        account_of=str(buyer.user.pk) if buyer.user else f"guest-{key[:30]}",
        email=buyer.email,
        language=buyer.language,
        currency=quote.currency,
        total=quote.total.minor,
        terms_version=TERMS_VERSION,
        fee_version=quote.fee_version,
        fee_basis_points=quote.fee_basis_points,
        coupon=quote.coupon,
        is_gift=is_gift,
        placed_at=now,
        expires_at=now + PROMISED,
    )
    OrderLine.objects.bulk_create(_line(order, line, buyer) for line in quote.lines)
    return order


def _line(order: Order, line: QuotedLine, buyer: Buyer) -> OrderLine:
    seller = line.document.owner
    uid = f"{settings.SITE_URL}/orders/{order.number}/{line.document.number}"
    return OrderLine(
        order=order,
        document=line.document,
        edition=line.edition,
        seller=seller,
        price=line.price,
        amount=line.amount,
        fee=line.fee,
        licence=line.document.licence,
        agreement=agreement(
            line.document,
            uid=uid,
            assigner=seller.handle,
            assignee=buyer.name,
            at=order.placed_at,
        ),
        card=line.card.as_json(),
    )


def _same(known: Order, quote: Quote, buyer: Buyer, *, is_gift: bool) -> Order:
    """The order of that key; its price is the promised one, whatever it costs by now."""
    user = buyer.user.pk if buyer.user else None
    wanted = (quote.currency, is_gift, user, "" if user else buyer.email)
    theirs = "" if user else known.email
    if wanted != (known.currency, known.is_gift, known.buyer_id, theirs):
        raise KeyReused(key=known.number)
    documents = sorted(line.document.pk for line in quote.lines)
    if documents != sorted(known.lines.values_list("document", flat=True)):
        raise KeyReused(key=known.number)
    return known

"""What becomes of money that has come for an order: the sale, or the way back."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Sum

from pecia.trade.offers.coupons import give_use_back, take_use_again
from pecia.trade.orders.fulfilling import fulfil
from pecia.trade.orders.models import Order, OrderState
from pecia.trade.orders.placing import end_order
from pecia.trade.payments.models import Payment
from pecia.trade.payments.refunding import decide_spare_refund


def settle(payment: Payment) -> None:
    """Fulfil the order if this payment covers it and it may still be had; what is left of the
    payment goes back. Late money is never lost: by the site's policy it buys or returns."""
    if not payment.captured:
        return
    order = Order.objects.select_for_update(of=("self",), no_key=True).get(pk=payment.order_id)
    payment.order = order
    left = _left(order, payment)
    if left <= 0:
        return
    why = _buy(order, payment, left)
    if (left := _left(order, payment)) > 0:
        decide_spare_refund(payment, left, why)


def _left(order: Order, payment: Payment) -> int:
    """What of the payment has bought nothing and is not on its way back."""
    used = order.total if order.paid_with_id == payment.pk else 0
    back = payment.refunds.filter(line__isnull=True).aggregate(total=Sum("amount"))["total"] or 0
    return payment.captured - used - back


def _buy(order: Order, payment: Payment, left: int) -> str:
    """Try to fulfil it; returns why what is left goes back."""
    if order.paid_with_id == payment.pk:
        return "paid-too-much"
    if order.state not in (OrderState.PLACED, OrderState.EXPIRED):
        return "paid-twice" if order.paid_with_id else "order-over"
    if left < order.total:
        return "wrong-amount"
    if order.state == OrderState.EXPIRED and not _may_come_late(order):
        return "paid-late"
    if fulfil(order, payment.pk):
        return "paid-too-much"
    if not end_order(order.pk, OrderState.CANCELLED, "not-available") and order.coupon_id:
        give_use_back(order.coupon_id)
    return "not-available"


def _may_come_late(order: Order) -> bool:
    """By policy; and its coupon, whose use went back with its time, must have one left."""
    if settings.TRADE_LATE_PAYMENT == "refund":
        return False
    return order.coupon_id is None or take_use_again(order.coupon_id)

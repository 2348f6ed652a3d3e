"""Beginning a payment: the row first, then the provider, then what the provider said."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pecia.kernel import clock
from pecia.trade.errors import NoProvider, OrderOver, ProviderRefused
from pecia.trade.orders.fulfilling import fulfil
from pecia.trade.orders.models import OPEN_TO_REFUND, Order, OrderState
from pecia.trade.orders.placing import end_order
from pecia.trade.payments import desk
from pecia.trade.payments.models import Payment, PaymentStage
from pecia.trade.providers.protocol import PaymentRequest

FIRST_LOOK = timedelta(seconds=30)


def start_payment(order: Order, provider: str, *, return_url: str, notice_url: str) -> Payment:
    """Begin to pay an order there, or go on with what was begun; the row says what the buyer does.

    Raises `OrderOver`, `NoProvider`, `ProviderRefused`, `ProviderUnreachable`: after the last one
    the same call may be made again, the provider knows it by its key.
    """
    where = desk.provider_named(provider)
    if not where.takes(order.currency):
        raise NoProvider
    payment = _payment_row(order, provider)
    if payment.state != PaymentStage.CREATED:
        return payment
    request = PaymentRequest(
        key=payment.key,
        amount=payment.money,
        subject=f"{settings.SITE_URL} № {order.number}",
        return_url=return_url,
        notice_url=notice_url,
        expires_at=payment.expires_at,
        language=order.language or "en",
        buyer_email=order.email,
        buyer=str(order.buyer_id or ""),
    )
    try:
        begun = where.begin(request)
    except ProviderRefused:
        Payment.objects.filter(pk=payment.pk, state=PaymentStage.CREATED).update(
            state=PaymentStage.FAILED
        )  # still asked about: an earlier call, that nobody answered, may have been heard
        raise
    Payment.objects.filter(pk=payment.pk, state=PaymentStage.CREATED).update(
        state=PaymentStage.PENDING,
        reference=begun.reference,
        step=begun.step,
        step_value=begun.value,
    )
    payment.refresh_from_db()
    return payment


@transaction.atomic
def take_for_nothing(order: Order) -> bool:
    """Fulfil an order that costs nothing; False when it was before, or can't be given any more.

    Raises `OrderOver` for one that costs something, was cancelled, or whose time is over: its
    coupon may serve somebody else by now.
    """
    if order.total:
        raise OrderOver
    _lock(order)
    if order.state in OPEN_TO_REFUND:
        return False
    _require_open(order)
    if fulfil(order, None):
        return True
    end_order(order.pk, OrderState.CANCELLED, "not-available")
    return False


def _lock(order: Order) -> None:
    Order.objects.select_for_update(no_key=True).get(pk=order.pk)
    order.refresh_from_db()


def _require_open(order: Order) -> None:
    """The promise of an order ends with its time, whether or not somebody has swept it yet."""
    if order.state != OrderState.PLACED or order.expires_at <= clock.now():
        raise OrderOver


@transaction.atomic
def _payment_row(order: Order, provider: str) -> Payment:
    _lock(order)
    _require_open(order)
    if not order.total:
        raise OrderOver
    now = clock.now()
    begun = order.payments.filter(
        provider=provider, state__in=(PaymentStage.CREATED, PaymentStage.PENDING)
    ).first()
    return begun or Payment.objects.create(
        order=order,
        provider=provider,
        amount=order.total,
        currency=order.currency,
        created_at=now,
        expires_at=order.expires_at,
        ask_at=now + FIRST_LOOK,
    )

"""Asking providers: after a notice, and again and again without one, since notices get lost."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F

from pecia.kernel import clock
from pecia.trade.errors import ProviderUnreachable
from pecia.trade.payments import desk
from pecia.trade.payments.applying import apply_facts
from pecia.trade.payments.models import ENDED, Payment, PaymentStage

_LATE = timedelta(days=3)  # after its end a payment may still turn out to be paid
_DISPUTABLE = timedelta(days=180)  # within which buyers' banks take money back
_LONGEST = timedelta(hours=1)


def look_at(payment: Payment) -> None:
    """Ask the provider about one payment, and book what it says. `ProviderUnreachable`."""
    facts = desk.provider_named(payment.provider).ask(payment.key, payment.reference)
    apply_facts(payment.pk, facts)


def find_payment(key: str) -> Payment | None:
    """The payment of that key, with its order."""
    return Payment.objects.filter(key=key).select_related("order").first()


def ask_about_payments(limit: int = 50) -> int:
    """Ask about payments whose time has come; returns how many."""
    due = Payment.objects.filter(ask_at__lte=clock.now()).order_by("ask_at")
    return sum(_ask(payment) for payment in due[:limit])


def _ask(payment: Payment) -> bool:
    claimed = Payment.objects.filter(pk=payment.pk, ask_at=payment.ask_at).update(
        ask_at=next_look(payment), asked=F("asked") + 1
    )
    if not claimed:
        return False
    with suppress(ProviderUnreachable):  # the next look is set already
        look_at(payment)
    return True


def next_look(payment: Payment) -> datetime | None:
    """When to ask again: soon while the buyer is paying, once a day while a bank may still take
    the money back, and then no more."""
    now = clock.now()
    if payment.state == PaymentStage.CAPTURED:
        return now + timedelta(days=1) if now < payment.created_at + _DISPUTABLE else None
    if payment.state in ENDED and now > payment.expires_at + _LATE:
        return None
    pause = timedelta(seconds=30 * (1 << min(payment.asked, 12)))
    return now + min(_LONGEST, pause)

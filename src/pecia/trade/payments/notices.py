"""Notices of providers: verified, stored as they came, answered; looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from pecia.kernel import clock
from pecia.trade.errors import ProviderUnreachable
from pecia.trade.payments import desk
from pecia.trade.payments.asking import look_at
from pecia.trade.payments.differences import note_difference
from pecia.trade.payments.models import Payment, ProviderEvent

MOST_BYTES = 256 << 10
MOST_TRIES = 10
_SECRET = ("cookie", "authorization", "proxy-authorization")


def receive_notice(provider: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Store a notice, durable when this returns; False when it is stored already.

    Raises `NoProvider`, and `NoticeRefused` for what is not from the provider or not for us.
    """
    notice = desk.provider_named(provider).read_notice(headers, body)
    now = clock.now()
    kept = {name: value for name, value in headers.items() if name.lower() not in _SECRET}
    try:
        with transaction.atomic():
            ProviderEvent.objects.create(
                provider=provider,
                event_id=notice.event_id,
                kind=notice.kind,
                key=notice.key,
                reference=notice.reference,
                headers=kept,
                raw=body,
                received_at=now,
                due_at=now,
            )
    except IntegrityError:
        return False
    return True


def process_events(limit: int = 50) -> int:
    """Look at notices that wait; returns how many."""
    due = ProviderEvent.objects.filter(due_at__lte=clock.now()).order_by("due_at", "pk")
    return sum(_process(event) for event in due[:limit])


def _process(event: ProviderEvent) -> bool:
    pause = timedelta(seconds=min(3_600, 5 * 2**event.tries))
    claimed = ProviderEvent.objects.filter(pk=event.pk, due_at=event.due_at).update(
        due_at=clock.now() + pause, tries=F("tries") + 1
    )
    if not claimed:
        return False
    payment = _payment_of(event)
    if payment is None:
        _give_up(event, "nobody's payment", is_over=event.tries + 1 >= MOST_TRIES)
        return True
    try:
        look_at(payment)
    except ProviderUnreachable:
        return True  # the pause has begun, and the poller asks as well
    ProviderEvent.objects.filter(pk=event.pk).update(due_at=None, outcome=f"payment {payment.key}")
    return True


def _payment_of(event: ProviderEvent) -> Payment | None:
    """By our own key, else by the provider's reference; it may come before our row knows that."""
    named = Q(key=event.key) if event.key else Q(pk__isnull=True)
    if event.reference:
        named |= Q(reference=event.reference)
    return Payment.objects.filter(named, provider=event.provider).first()


def _give_up(event: ProviderEvent, outcome: str, *, is_over: bool) -> None:
    if is_over:
        ProviderEvent.objects.filter(pk=event.pk).update(due_at=None, outcome=outcome)
        about = event.reference or event.key or event.event_id
        note_difference(event.provider, "notice_of_nobody", about, 0, "XXX")

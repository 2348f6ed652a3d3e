"""Several people's acts on the same money at once: they wait for each other, and never in a ring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pecia.accounts.public import actor_for
from pecia.library.public import withdraw
from pecia.trade.offers.models import Coupon
from pecia.trade.orders.models import Order, OrderLine, OrderState
from pecia.trade.orders.placing import Buyer, end_order, place_order
from pecia.trade.orders.quoting import quote_document
from pecia.trade.orders.taking_back import take_line_back
from pecia.trade.payments import disputing, settling
from pecia.trade.payments.asking import look_at
from pecia.trade.payments.models import Payment
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.sellers import holds
from pecia.trade.sellers.maturing import mature_due
from pecia.trade.sellers.models import Credit, CreditState, Hold
from tests.people import People
from tests.trade import market
from tests.trade.concurrency import at_once, on_postgresql
from tests.trade.market import (
    Time,
    begun,
    bring_notices,
    ordered,
    ordered_bundle,
    priced_document,
    work,
)
from tests.trade.test_coupons import one_use

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]

Beside = Callable[[], object]


@pytest.fixture
def bundle(provider: FakeProvider, people: People, tmp_path: Path, time: Time) -> Order:
    """Two lines of one seller; of one the money is available, of the other still pending."""
    documents = [priced_document(tmp_path, people.alice) for _ in range(2)]
    order = ordered_bundle(documents, people.alice, Buyer(people.charlie), 800)
    provider.pay(begun(order).key)
    bring_notices(provider)
    work()
    time.go(days=31)
    assert mature_due(1) == 1
    return order


def first_line_then(monkeypatch: pytest.MonkeyPatch, beside: Beside) -> at_once:
    """Let something begin when a lost dispute has taken its first line back."""
    take, other = take_line_back, at_once(beside)

    def taken(line: OrderLine, share: int, hold: Hold | None) -> object:
        moves = take(line, share, hold)
        other.start_and_wait_a_little()
        return moves

    monkeypatch.setattr(disputing, "take_line_back", taken)
    return other


def test_a_lost_dispute_and_an_earning_that_matures(
    bundle: Order, provider: FakeProvider, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = Payment.objects.get()
    provider.chargeback(payment.key, won=False)
    look_at(payment)
    Credit.objects.filter(state=CreditState.PENDING).update(hold=None)
    time.go(days=11)
    other = first_line_then(monkeypatch, mature_due)
    look_at(payment)
    other.finish()
    bundle.refresh_from_db()
    assert bundle.state == OrderState.REFUNDED
    work()
    assert market.problems() == []


def test_a_lost_dispute_and_a_hold_that_is_released(
    bundle: Order, provider: FakeProvider, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = Payment.objects.get()
    mature_due()
    provider.chargeback(payment.key, won=False)
    look_at(payment)
    second = Hold.objects.order_by("-pk")[0]
    time.go(days=11)
    other = first_line_then(monkeypatch, lambda: holds.release_hold(second))
    look_at(payment)
    other.finish()
    bundle.refresh_from_db()
    assert bundle.state == OrderState.REFUNDED
    work()
    assert market.problems() == []


def test_an_order_while_another_finds_its_document_withdrawn(
    provider: FakeProvider,
    people: People,
    tmp_path: Path,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = priced_document(tmp_path, people.alice)
    code = one_use(people, 50)
    Coupon.objects.update(uses_left=5)
    provider.pay(begun(ordered(document, Buyer(people.charlie), coupon_code=code)).key)
    quote = quote_document(document, actor_for(people.bob), "EUR", coupon_code=code)
    withdraw(document, people.actor("alice"), "A mistake.")
    other, end = at_once(lambda: place_order(quote, Buyer(people.bob), "key")), end_order

    def ended(key: int, state: OrderState, reason: str) -> bool:
        other.start_and_wait_a_little()
        return end(key, state, reason)

    monkeypatch.setattr(settling, "end_order", ended)
    look_at(Payment.objects.get())
    other.finish()
    assert Order.objects.filter(state=OrderState.CANCELLED).count() == 1
    assert market.problems() == []

"""Buying, from the price to the file, and every way in which money comes otherwise than it should."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from pecia.accounts.public import actor_for
from pecia.library.public import hash_of, restrict, withdraw
from pecia.trade.errors import NotForSale, OrderOver
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.money import Money
from pecia.trade.orders.models import Order, OrderState
from pecia.trade.orders.placing import Buyer, expire_orders
from pecia.trade.payments.models import Difference, Refund
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.sellers.payouts import (
    approve_batch,
    confirm_payout,
    draft_batch,
    request_payout,
    send_batch,
    set_destination,
)
from tests.people import People
from tests.trade import market
from tests.trade.market import (
    Time,
    at_desk,
    begun,
    bring_notices,
    ordered,
    priced_document,
    rights,
    work,
)

pytestmark = pytest.mark.django_db


def clearing() -> int:
    return trial_balance().get("clearing:fake:EUR", 0)


def test_a_sale_gives_the_file_and_all_of_the_price(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    document = priced_document(tmp_path, people.alice, 500)
    assert not rights(people.charlie, document).may_download
    order = ordered(document, Buyer(people.charlie))
    payment = begun(order)
    provider.pay(payment.key)
    assert bring_notices(provider)[0] >= 1
    work()
    order.refresh_from_db()
    assert order.state == OrderState.FULFILLED
    assert rights(people.charlie, document).may_download
    assert trial_balance()[f"seller_pending:{people.alice.pk}:EUR"] == -500
    assert trial_balance().get("fee_income:EUR", 0) == 0
    assert order.invoice.number == 1
    assert market.problems() == []


def test_a_guest_has_it_by_the_order(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    document = priced_document(tmp_path, people.alice)
    order = ordered(document, Buyer(email="guest@example.org"))
    provider.pay(begun(order).key)
    bring_notices(provider)
    work()
    assert not rights(None, document).may_download
    assert rights(None, document, frozenset({hash_of(order.token)})).may_download
    assert not rights(None, document, frozenset({hash_of("another")})).may_download


def test_dropped_notices_are_found_by_asking(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    order = ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))
    provider.pay(begun(order).key)
    time.go(minutes=1)
    work()
    order.refresh_from_db()
    assert order.state == OrderState.FULFILLED


@pytest.mark.parametrize(
    ("mischief", "state", "refunded"),
    [
        ({"paid_twice": 1.0}, OrderState.FULFILLED, 500),
        ({"wrong_amount": 1.0}, None, None),
    ],
)
def test_other_amounts_than_asked(
    mischief: dict[str, float],
    state: OrderState | None,
    refunded: int | None,
    people: People,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    time: Time,
) -> None:
    provider = at_desk(tmp_path, monkeypatch, **mischief)
    order = ordered(priced_document(tmp_path, people.alice, 500), Buyer(people.charlie))
    payment = begun(order)
    provider.pay(payment.key)
    for _ in range(8):
        time.go(minutes=10)
        bring_notices(provider)
        work()
    order.refresh_from_db()
    payment.refresh_from_db()
    if payment.captured < 500:
        assert order.state == OrderState.EXPIRED
        assert payment.refunded == payment.captured
    else:
        assert order.state == (state or OrderState.FULFILLED)
        assert payment.refunded == payment.captured - 500
    if refunded is not None:
        assert payment.refunded == refunded
    assert clearing() == provider.truth()["EUR"].balance
    assert market.problems() == []


@pytest.mark.parametrize("policy", ["fulfil", "refund"])
def test_money_that_comes_late_is_never_lost(
    policy: str,
    provider: FakeProvider,
    people: People,
    tmp_path: Path,
    time: Time,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.TRADE_LATE_PAYMENT = policy
    document = priced_document(tmp_path, people.alice, 500)
    order = ordered(document, Buyer(people.charlie))
    payment = begun(order)
    provider.pay(payment.key)
    time.go(hours=2)
    assert expire_orders() == 1
    time.go(minutes=10)
    work()
    order.refresh_from_db()
    work()
    payment.refresh_from_db()
    assert rights(people.charlie, document).may_download is (policy == "fulfil")
    assert payment.refunded == (0 if policy == "fulfil" else 500)
    assert order.state == (OrderState.FULFILLED if policy == "fulfil" else OrderState.EXPIRED)
    assert clearing() == provider.truth()["EUR"].balance
    assert market.problems() == []


@pytest.mark.parametrize("how", ["withdrawn", "restricted"])
def test_what_can_not_be_given_any_more_is_not_sold(
    how: str, provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    document = priced_document(tmp_path, people.alice, 500)
    order = ordered(document, Buyer(people.charlie))
    provider.pay(begun(order).key)
    if how == "withdrawn":
        withdraw(document, people.actor("alice"), "A mistake.")
    else:
        restrict(document, source="case-9", reason="Objected.")
    bring_notices(provider)
    work()
    time.go(minutes=1)
    work()
    order.refresh_from_db()
    assert (order.state, order.reason) == (OrderState.CANCELLED, "not-available")
    assert Refund.objects.get().reason == "not-available"
    assert not rights(people.charlie, document).may_download
    assert clearing() == provider.truth()["EUR"].balance
    with pytest.raises(NotForSale):
        ordered(document, Buyer(people.bob))
    with pytest.raises(OrderOver):
        begun(order)


def test_a_changed_price_does_not_touch_an_order(
    provider: FakeProvider, people: People, tmp_path: Path
) -> None:
    from pecia.trade.offers.pricing import set_price

    document = priced_document(tmp_path, people.alice, 500)
    order = ordered(document, Buyer(people.charlie))
    set_price(document, actor_for(people.alice), Money(900, "EUR"), preview_pages=2)
    provider.pay(begun(order).key)
    bring_notices(provider)
    work()
    order.refresh_from_db()
    assert (order.state, order.total) == (OrderState.FULFILLED, 500)
    assert ordered(document, Buyer(people.sue)).total == 900


def test_money_of_another_currency_waits_in_suspense(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    provider = at_desk(tmp_path, monkeypatch, wrong_currency=1.0)
    order = ordered(priced_document(tmp_path, people.alice), Buyer(people.charlie))
    provider.pay(begun(order).key)
    time.go(minutes=1)
    bring_notices(provider)
    work()
    row = Difference.objects.get(code="wrong_currency")
    assert row.amount == -trial_balance()[f"suspense:{row.currency}"] > 0
    assert (
        trial_balance()[f"clearing:fake:{row.currency}"] == provider.truth()[row.currency].balance
    )
    assert Order.objects.get().state == OrderState.PLACED
    work()
    assert trial_balance()[f"suspense:{row.currency}"] == -row.amount


def test_the_seller_is_paid_and_everything_reconciles(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    document = priced_document(tmp_path, people.alice, 5000)
    provider.pay(begun(ordered(document, Buyer(people.charlie))).key)
    bring_notices(provider)
    work()
    time.go(days=31)
    work()
    set_destination(
        people.alice,
        "EUR",
        holder="Alice",
        account="DE89 3704 0044 0532 0130 00",
        bank="",
        country="DE",
    )
    payout = request_payout(people.alice, Money(5000, "EUR"))
    batch = draft_batch("EUR", people.olga)
    assert batch is not None
    approve_batch(batch, people.sue)
    assert send_batch(batch)
    assert not send_batch(batch)
    payout.refresh_from_db()
    assert confirm_payout(payout)
    assert not confirm_payout(payout)
    assert trial_balance()["bank:EUR"] == -5000
    assert clearing() == provider.truth()["EUR"].balance
    assert market.problems() == []

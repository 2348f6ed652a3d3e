"""The end of the hold period, once for each earning, and for all of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pecia.kernel import clock
from pecia.trade.ledger.balances import trial_balance
from pecia.trade.offers.fees import announce_fee
from pecia.trade.orders.placing import Buyer
from pecia.trade.payments.asking import look_at
from pecia.trade.payments.models import Payment
from pecia.trade.providers.fake.provider import FakeProvider
from pecia.trade.sellers.holds import open_hold, release_hold
from pecia.trade.sellers.maturing import mature_due
from pecia.trade.sellers.models import Credit, CreditState
from tests.people import People
from tests.trade import market
from tests.trade.market import Time, bought, priced_document, work

pytestmark = pytest.mark.django_db


def test_what_brought_its_seller_nothing_does_not_keep_others_waiting(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    announce_fee(10_000, clock.now() + timedelta(days=8), reason="All.", made_by=people.olga)
    announce_fee(100, clock.now() + timedelta(days=9), reason="Less.", made_by=people.olga)
    time.go(days=8)
    nothing = bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    time.go(days=1)
    bought(provider, priced_document(tmp_path, people.bob), Buyer(people.charlie))
    time.go(days=40)
    assert Credit.objects.get(line__order=nothing).amount == 0
    assert mature_due() == 2
    assert mature_due() == 0
    assert not Credit.objects.filter(state=CreditState.PENDING).exists()
    assert trial_balance()[f"seller_available:{people.bob.pk}:EUR"] == -495
    work()
    assert market.problems() == []


def test_nothing_matures_before_its_day_or_twice(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    credit = Credit.objects.get()
    time.now = credit.due_at - timedelta(seconds=1)
    assert mature_due() == 0
    time.go(seconds=1)
    assert mature_due() == 1
    assert mature_due() == 0
    assert trial_balance()[f"seller_available:{people.alice.pk}:EUR"] == -500


def test_what_is_disputed_does_not_mature_though_another_hold_ends(
    provider: FakeProvider, people: People, tmp_path: Path, time: Time
) -> None:
    bought(provider, priced_document(tmp_path, people.alice), Buyer(people.charlie))
    hold = open_hold(people.alice, "EUR", source="case:1", reason="A case.")
    payment = Payment.objects.get()
    time.now = Credit.objects.get().due_at - timedelta(days=1)
    provider.chargeback(payment.key, won=True)
    look_at(payment)
    release_hold(hold)
    time.go(days=2)
    assert mature_due() == 0
    time.go(days=10)
    look_at(payment)
    assert mature_due() == 1
    work()
    assert market.problems() == []
